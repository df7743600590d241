//! Base URLs: which servers are absolute, what relative ones add, and their documentation.
//!
//! In: the servers of an API or operation. Out: URLs, paths and lines of documentation.

use crate::api::{Operation, Server, ServerVariable};
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::super::docs::{self, code};

/// Returns whether a URL has a scheme and a host, as a base URL must.
fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns the path of a relative URL; `None` if it is absolute, may name a host, or adds no known path.
///
/// Such a URL is relative to where the document is served, which is not known: it is taken as relative to the root of the host.
pub(super) fn relative_path(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim();
    let first = path.split('/').next().unwrap_or_default();
    let is_host = first.contains(':')
        || first.rsplit_once('.').is_some_and(|(before, label)| {
            !before.is_empty()
                && label.len() > 1
                && label.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
    // A variable that is not declared has no value.
    if path.contains("://") || path.starts_with("//") || path.contains('{') || is_host {
        return None;
    }
    let mut steps = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    (!steps.is_empty()).then(|| format!("/{}", steps.join("/")))
}

/// Returns why a URL is not absolute, as the rest of a sentence that begins with the URL.
fn problem_of_relative(url: &str) -> &'static str {
    if url.contains("://") {
        "begins with neither `https://` nor `http://`"
    } else if url.starts_with('/') || relative_path(url).is_some() {
        "has no host"
    } else {
        "is not a URL with a scheme and a host"
    }
}

/// Returns the first server's URL if it is absolute.
pub(super) fn absolute_url(server: Option<&Server>) -> Option<String> {
    let url = server.map(|server| &server.url)?;
    is_absolute(url).then(|| url.clone())
}

/// Reports a base URL that is not absolute.
pub(super) fn report_relative(server: &Server, diagnostics: &mut Diagnostics) {
    if is_absolute(&server.url) {
        return;
    }
    let fallback = match relative_path(&server.url) {
        Some(path) => {
            format!("the path `{path}` is added to the base URL that the client must be given")
        }
        None => "the client must be given a base URL".to_owned(),
    };
    let message = format!(
        "the server {:?} {}; {fallback}",
        server.url,
        problem_of_relative(&server.url)
    );
    diagnostics.push(Diagnostic::warning(
        "relative-server",
        server.location.clone(),
        message,
    ));
}

/// Returns the base URL of an operation that has its own: absolute, or a path on the client's host.
pub(in crate::rust) fn operation_server(
    operation: &Operation,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let server = operation.servers.first()?;
    if is_absolute(&server.url) {
        return Some(server.url.clone());
    }
    // A document that the API itself serves may have such a URL; where it is served is not known here.
    let path = relative_path(&server.url);
    let fallback = match &path {
        Some(path) => format!("the path `{path}` is used on the client's host"),
        None => "the client's base URL is used".to_owned(),
    };
    let message = format!(
        "the server {:?} of this operation {}; {fallback}",
        server.url,
        problem_of_relative(&server.url)
    );
    diagnostics.push(Diagnostic::warning(
        "relative-server",
        operation.location.clone(),
        message,
    ));
    path
}

/// Documents where the request of an operation with base URLs of its own is sent.
pub(in crate::rust) fn operation_server_docs(servers: &[Server]) -> Vec<String> {
    let Some((first, others)) = servers.split_first() else {
        return Vec::new();
    };
    if first.has_user_info {
        return Vec::new();
    }
    let url = docs::code(&first.url);
    let line = if is_absolute(&first.url) {
        format!("Goes to {url}, unless a base URL is set.")
    } else if let Some(path) = relative_path(&first.url) {
        let path = docs::code(&path);
        format!("Goes to {path} of the client's host, unless a base URL with a path is set.")
    } else {
        return Vec::new();
    };
    let mut lines = vec![line];
    let others = others.iter().filter(|server| !server.has_user_info);
    let list: Vec<String> = others.map(|server| docs::code(&server.template)).collect();
    if !list.is_empty() {
        lines.push(format!("Other servers of it: {}.", list.join(", ")));
    }
    lines
}

/// Documents a variable of a server and its values in one line.
pub(super) fn variable_docs(variable: &ServerVariable) -> String {
    let mut line = format!("{}: {}", code(&variable.name), code(&variable.default));
    for value in &variable.other_values {
        line.push_str(&format!(", {}", code(value)));
    }
    let description = variable.description.as_deref().map(docs::one_line);
    if let Some(description) = description.filter(|text| !text.is_empty()) {
        line.push_str(&format!(". {description}"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::relative_path;

    #[test]
    fn relative_servers_are_paths_from_the_root() {
        for (url, path) in [
            ("/api/v1", Some("/api/v1")),
            ("/api/v1/", Some("/api/v1")),
            ("api", Some("/api")),
            ("v1.0", Some("/v1.0")),
            ("./v1", Some("/v1")),
            ("../v1", Some("/v1")),
            ("/a/../b/./c", Some("/b/c")),
            ("/v1?x=1#y", Some("/v1")),
            ("/example.com/v1", Some("/example.com/v1")),
            ("/{stage}/x", None),
            ("", None),
            ("/", None),
            ("./", None),
            ("//example.com/v1", None),
            ("example.com/v1", None),
            ("localhost:8080/v1", None),
            ("https://example.com/v1", None),
            ("ftp://example.com", None),
        ] {
            assert_eq!(relative_path(url).as_deref(), path, "{url}");
        }
    }
}

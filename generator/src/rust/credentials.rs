//! What the client is configured with: credentials, base URL, envelope.
//!
//! In: an `Api`. Out: a [`ClientPlan`]. Knows nothing of types or resources.

use std::collections::HashMap;

use crate::api::{Api, ClientCredentialsFlow, Credential, Placement, ServerVariable};
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::docs::{self, code};
use super::model::{ClientPlan, CredentialPlan, ExchangePlan};
use super::names::{Case, Scope, Wish, constant, snake, words};

/// Methods of the builder that no credential can be called after.
const RESERVED_SETTERS: &[&str] = &[
    "new",
    "credential",
    "basic",
    "env",
    "env_from",
    "no_credentials",
    "base_url",
    "connect_timeout",
    "timeout",
    "total_timeout",
    "idle_timeout",
    "clock",
    "proxy",
    "blocking_transport",
    "before_attempt",
    "after_attempt",
    "token_provider",
    "user_agent",
    "user_agent_suffix",
    "strict",
    "validate",
    "on_warning",
    "max_body",
    "max_retries",
    "allow_plain_http",
    "transport",
    "reqwest",
    "build",
    "build_blocking",
    "header",
    "query",
    "clone",
    "default",
    "fmt",
    "eq",
    "options",
    "send",
];

/// Statics that stand beside those of the credentials.
const RESERVED_STATICS: &[&str] = &["API", "SECURITY"];

/// Plans the client.
pub(super) fn client(api: &Api, diagnostics: &mut Diagnostics) -> ClientPlan {
    let first = api.servers.first();
    let base_path = first.and_then(|server| path_of(&server.url));
    if let Some(server) = first.filter(|server| !is_absolute(&server.url)) {
        let fallback = match &base_path {
            Some(path) => {
                format!("the path `{path}` is added to the base URL that the client must be given")
            }
            None => "a base URL must be given to the client".to_owned(),
        };
        let message = format!(
            "the server {:?} {}; {fallback}",
            server.url,
            not_absolute(&server.url)
        );
        diagnostics.push(Diagnostic::warning(
            "relative-server",
            server.location.clone(),
            message,
        ));
    }
    let description = |text: &Option<String>| {
        text.as_deref()
            .map(docs::one_line)
            .filter(|text| !text.is_empty())
    };
    let shown = || api.servers.iter().filter(|server| !server.has_user_info);
    ClientPlan {
        base_url: first
            .map(|server| server.url.clone())
            .filter(|url| is_absolute(url)),
        base_path,
        other_servers: shown()
            .filter(|server| Some(*server) != first)
            .map(|server| (server.url.clone(), description(&server.description)))
            .collect(),
        server_templates: shown()
            .filter(|server| !server.variables.is_empty())
            .map(|server| {
                let variables = server.variables.iter().map(server_variable);
                (server.template.clone(), variables.collect())
            })
            .collect(),
        base_url_env: first.and_then(|server| server.env.clone()),
        credentials: credentials(api, diagnostics),
        security: usual_security(api),
        envelope: api.envelope.clone(),
        request_id_header: api
            .request_id_header
            .as_ref()
            .map(|name| name.to_ascii_lowercase()),
    }
}

/// Returns what can stand in the place of a server's variable, in a line of documentation.
fn server_variable(variable: &ServerVariable) -> String {
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

/// Returns whether a URL names its host, as a base URL must.
pub(super) fn is_absolute(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// Returns the path that a relative URL stands for; `None` where it is absolute, may name a host, or adds nothing that is known.
///
/// Such a URL is relative to where the document is served, which is not known here: it is read as from the root of the host.
pub(super) fn path_of(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim();
    let first = path.split('/').next().unwrap_or_default();
    let is_host = first.contains(':')
        || first.rsplit_once('.').is_some_and(|(before, label)| {
            !before.is_empty()
                && label.len() > 1
                && label.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
    // A variable that nobody declared cannot be filled in.
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

/// Returns why a URL is not absolute, in words that follow it.
pub(super) fn not_absolute(url: &str) -> &'static str {
    match url.contains("://") {
        true => "begins with neither `https://` nor `http://`",
        false if url.starts_with('/') || path_of(url).is_some() => "names no host",
        false => "is no URL with a scheme and a host",
    }
}

fn credentials(api: &Api, diagnostics: &mut Diagnostics) -> Vec<CredentialPlan> {
    let wishes: Vec<Wish<'_>> = api
        .credentials
        .iter()
        .map(|credential| {
            let wish = Wish::new(snake(&words(&credential.name)), &credential.location);
            let more = wish.name.clone() + "_credential";
            wish.or(more).hint(credential.rust_name.as_deref())
        })
        .collect();
    let mut setters = Scope::new(Case::Snake, RESERVED_SETTERS);
    let methods = setters.claim_all(&wishes, diagnostics);
    // After the others, which are to be called what the document calls them.
    let further = |ending: &str| -> Vec<Wish<'_>> {
        let wishes = methods.iter().map(|method| {
            // A name that is kept from a keyword by an underscore needs none with a word after it.
            let name = method.plain().trim_end_matches('_');
            Wish::own(format!("{name}_{ending}"))
        });
        wishes.collect()
    };
    let providers = setters.claim_all(&further("provider"), diagnostics);
    let exchanges = setters.claim_all(&further("client_credentials"), diagnostics);
    let statics: Vec<Wish<'_>> = methods
        .iter()
        .map(|method| Wish::own(constant(&words(method.plain()))))
        .collect();
    let constants = Scope::new(Case::Constant, RESERVED_STATICS).claim_all(&statics, diagnostics);
    let further = providers.into_iter().zip(exchanges);
    let names = methods.into_iter().zip(further).zip(constants);
    api.credentials
        .iter()
        .zip(names)
        .map(
            |(credential, ((method, (provider, exchange)), constant))| CredentialPlan {
                name: credential.name.clone(),
                docs: credential_docs(credential),
                method,
                provider: (credential.placement == Placement::Bearer).then_some(provider),
                exchange: credential.flow.as_ref().map(|flow| ExchangePlan {
                    method: exchange,
                    token_url: flow.token_url.clone(),
                    scopes: scopes(flow),
                }),
                constant,
                placement: credential.placement.clone(),
                env: credential.env.clone(),
            },
        )
        .collect()
}

/// Returns the scopes, each with what it allows in one line.
fn scopes(flow: &ClientCredentialsFlow) -> Vec<(String, String)> {
    let scopes = flow.scopes.iter();
    scopes
        .map(|(name, meaning)| (name.clone(), docs::one_line(meaning)))
        .collect()
}

fn credential_docs(credential: &Credential) -> Vec<String> {
    let mut lines = vec![format!(
        "Sets the credential {}.",
        docs::code(&credential.name)
    )];
    if let Some(description) = &credential.description {
        docs::append(&mut lines, docs::clean(description));
    }
    let sent = match &credential.placement {
        Placement::Bearer => "Sent as `Authorization: Bearer …`.".to_owned(),
        Placement::Basic => {
            "Sent as `Authorization: Basic …`, made of user name and password.".to_owned()
        }
        Placement::Authorization(scheme) => format!(
            "Sent as {}.",
            docs::code(&format!("Authorization: {scheme} …"))
        ),
        Placement::Header(name) => format!("Sent in the header {}.", docs::code(name)),
        Placement::Query(name) => format!("Sent in the query as {}.", docs::code(name)),
        Placement::Cookie(name) => format!("Sent in the cookie {}.", docs::code(name)),
        Placement::Transport => "Not sent: the transport authenticates.".to_owned(),
    };
    let env = credential
        .env
        .as_ref()
        .map(|env| format!(" `Client::from_env` takes it from {}.", docs::code(env)));
    docs::append(&mut lines, vec![sent + &env.unwrap_or_default()]);
    lines
}

/// Returns the security that most operations have; of several, the one that comes first.
fn usual_security(api: &Api) -> Vec<Vec<usize>> {
    let mut counts: HashMap<&[Vec<usize>], usize> = HashMap::new();
    for operation in &api.operations {
        *counts.entry(&operation.security).or_default() += 1;
    }
    let mut best: Option<(&[Vec<usize>], usize)> = None;
    for operation in &api.operations {
        let count = counts
            .get(operation.security.as_slice())
            .copied()
            .unwrap_or(0);
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((&operation.security, count));
        }
    }
    best.map(|(security, _)| security.to_vec())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::path_of;

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
            assert_eq!(path_of(url).as_deref(), path, "{url}");
        }
    }
}

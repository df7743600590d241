//! Base URLs with their variables filled in.
//!
//! In: Server Objects. Out: [`Server`]s. A URL may be relative: only later stages need to know.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{self, Server as Declared};
use crate::openapi::wire;

use crate::api::{Server, ServerVariable};

/// Returns a server with the default of each variable in its URL.
pub(crate) fn server(declared: &Declared, diagnostics: &mut Diagnostics) -> Server {
    let mut url = String::with_capacity(declared.url.len());
    let mut rest = declared.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, remainder)) = after.split_once('}') else {
            break;
        };
        url.push_str(before);
        match declared
            .variables
            .iter()
            .find(|variable| variable.name == name)
        {
            Some(variable) => {
                // API Gateway has `https://host/{basePath}` with the default `/prod`: one of the two slashes is dropped.
                let has_slash = url.ends_with('/') && !url.ends_with("//");
                let default = variable.default.as_str();
                let without_slash = default.strip_prefix('/').filter(|_| has_slash);
                url.push_str(without_slash.unwrap_or(default));
            }
            None => {
                diagnostics.push(Diagnostic::warning(
                    "undeclared-server-variable",
                    declared.location.child("url"),
                    format!("`{name}` is not one of the variables of this server; it is left in the URL as it is"),
                ));
                url.push_str(&rest[before.len()..rest.len() - remainder.len()]);
            }
        }
        rest = remainder;
    }
    url.push_str(rest);
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    if let Some(problem) = wire::base_url_problem(&url).filter(|_| is_absolute) {
        diagnostics.push(
            Diagnostic::warning(
                "unusable-server",
                declared.location.child("url"),
                format!("no client can be built with this URL, which stays the default: {problem}"),
            )
            .help("correct it, or set another base URL for each client"),
        );
    }
    Server {
        location: declared.location.clone(),
        url,
        template: declared.url.clone(),
        variables: declared.variables.iter().map(variable).collect(),
        description: declared.description.clone(),
        env: declared.env.clone(),
        has_user_info: has_user_info(&declared.url),
    }
}

/// Returns whether a URL contains a user name before the host, with or without a password.
fn has_user_info(url: &str) -> bool {
    let after_scheme = url.split_once("//").map_or("", |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#']).next();
    host.is_some_and(|host| host.contains('@'))
}

fn variable(declared: &document::ServerVariable) -> ServerVariable {
    let values = declared.enumeration.iter();
    ServerVariable {
        name: declared.name.clone(),
        default: declared.default.clone(),
        other_values: values
            .filter(|value| **value != declared.default)
            .cloned()
            .collect(),
        description: declared.description.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::Declared;
    use super::Diagnostics;
    use super::server;
    use crate::diagnostic::{FileId, Location};
    use crate::openapi::document::ServerVariable;

    #[test]
    fn variables_are_filled_in_and_unknown_ones_are_kept() {
        let declared = Declared {
            url: "https://{region}.example.com/{x}/v{version}{".to_owned(),
            description: None,
            variables: [("region", "eu", &["us", "eu"][..]), ("version", "2", &[])]
                .map(|(name, default, values)| ServerVariable {
                    name: name.to_owned(),
                    default: default.to_owned(),
                    enumeration: values.iter().map(|value| (*value).to_owned()).collect(),
                    description: None,
                })
                .to_vec(),
            env: Some("BASE".to_owned()),
            location: Location::root(FileId(0)).child("servers").child(0),
        };
        let mut diagnostics = Diagnostics::default();
        let made = server(&declared, &mut diagnostics);
        assert_eq!(made.url, "https://eu.example.com/{x}/v2{");
        assert_eq!(made.env.as_deref(), Some("BASE"));
        assert_eq!(made.template, declared.url);
        let variables: Vec<_> = made
            .variables
            .iter()
            .map(|variable| (variable.name.as_str(), variable.other_values.join("|")))
            .collect();
        assert_eq!(
            variables,
            [("region", "us".to_owned()), ("version", String::new())]
        );
        let codes: Vec<_> = diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code)
            .collect();
        assert_eq!(codes, ["undeclared-server-variable"]);
    }

    #[test]
    fn a_slash_before_a_variable_and_one_in_its_default_are_merged() {
        for (url, default, expected) in [
            (
                "https://x.example/{base}",
                "/prod",
                "https://x.example/prod",
            ),
            (
                "https://x.example/{base}/",
                "/prod",
                "https://x.example/prod/",
            ),
            ("https://x.example{base}", "/prod", "https://x.example/prod"),
            ("/{base}", "/prod/v1", "/prod/v1"),
            ("https://{base}", "host", "https://host"),
        ] {
            let declared = Declared {
                url: url.to_owned(),
                description: None,
                variables: vec![ServerVariable {
                    name: "base".to_owned(),
                    default: default.to_owned(),
                    enumeration: Vec::new(),
                    description: None,
                }],
                env: None,
                location: Location::root(FileId(0)).child("servers").child(0),
            };
            let made = server(&declared, &mut Diagnostics::default());
            assert_eq!(made.url, expected);
        }
    }

    #[test]
    fn urls_that_no_client_can_be_built_with_are_reported() {
        for (url, count) in [
            ("https://x.example/a%20b/v1", 0),
            ("http://[::1]:8080", 0),
            ("/relative/../x", 0),
            ("https://x.example/a b/", 1),
            ("https://x.example/a/../c", 1),
            ("https://x.example/a/%252E./c", 1),
            ("https://x.example/\nX: y", 1),
            ("https://{tenant}.example", 2),
            ("https://:80/x", 1),
            ("https://me@x.example", 1),
            ("https://x.example:port/", 1),
            ("https://x.example/#top", 1),
        ] {
            let declared = Declared {
                url: url.to_owned(),
                description: None,
                variables: Vec::new(),
                env: None,
                location: Location::root(FileId(0)).child("servers").child(0),
            };
            let mut diagnostics = Diagnostics::default();
            assert_eq!(server(&declared, &mut diagnostics).url, url);
            assert_eq!(diagnostics.iter().count(), count, "{url}");
        }
    }
}

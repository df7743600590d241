//! Base URLs with their variables filled in.
//!
//! In: the specification's servers. Out: [`Server`]s. Whether a URL is absolute matters to later stages alone.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{self, Server as Declared};
use crate::openapi::wire;

use crate::api::{Server, ServerVariable};

/// Returns a server with the default of each variable in its URL.
pub(crate) fn server(declared: &Declared, diagnostics: &mut Diagnostics) -> Server {
    let mut url = String::with_capacity(declared.url.len());
    let mut rest = declared.url.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        url.push_str(before);
        match declared
            .variables
            .iter()
            .find(|variable| variable.name == name)
        {
            Some(variable) => {
                // API Gateway has `https://host/{basePath}` with the default `/prod`.
                let doubled = url.ends_with('/') && !url.ends_with("//");
                let default = variable.default.as_str();
                let bare = default.strip_prefix('/').filter(|_| doubled);
                url.push_str(bare.unwrap_or(default));
            }
            None => {
                diagnostics.push(Diagnostic::warning(
                    "undeclared-server-variable",
                    declared.location.child("url"),
                    format!("`{name}` is not among the variables of this server; it stays as it is written"),
                ));
                url.push_str(&rest[before.len()..rest.len() - behind.len()]);
            }
        }
        rest = behind;
    }
    url.push_str(rest);
    let absolute = url.starts_with("https://") || url.starts_with("http://");
    if let Some(problem) = wire::base_url_problem(&url).filter(|_| absolute) {
        diagnostics.push(
            Diagnostic::warning(
                "unusable-server",
                declared.location.child("url"),
                format!("no client can be built with this URL: {problem}"),
            )
            .help("mend it, or give each client another base URL"),
        );
    }
    Server {
        location: declared.location.clone(),
        url,
        template: declared.url.clone(),
        variables: declared.variables.iter().map(variable).collect(),
        description: declared.description.clone(),
        env: declared.env.clone(),
        names_user: names_user(&declared.url),
    }
}

/// Returns whether a user name stands before the host, with a password or without.
fn names_user(url: &str) -> bool {
    let behind = url.split_once("//").map_or("", |(_, behind)| behind);
    let host = behind.split(['/', '?', '#']).next();
    host.is_some_and(|host| host.contains('@'))
}

fn variable(declared: &document::ServerVariable) -> ServerVariable {
    let values = declared.enumeration.iter();
    ServerVariable {
        name: declared.name.clone(),
        default: declared.default.clone(),
        others: values
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
    fn variables_are_filled_in_and_unknown_ones_stay() {
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
            .map(|variable| (variable.name.as_str(), variable.others.join("|")))
            .collect();
        assert_eq!(
            variables,
            [("region", "us".to_owned()), ("version", String::new())]
        );
        let codes: Vec<_> = diagnostics.iter().map(|remark| remark.code).collect();
        assert_eq!(codes, ["undeclared-server-variable"]);
    }

    #[test]
    fn a_slash_before_a_variable_and_one_in_its_default_are_one() {
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
    fn urls_that_no_client_can_be_built_with_are_said() {
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

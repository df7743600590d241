//! Detects the version of the specification that a document follows.
//!
//! In: the root of a document. Out: the version, or one error that says what the file is instead and what to do about it.

use std::fmt;

use super::object::{Object, scalar_to_string};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Node;

/// A version of the specification. Patch versions do not differ in how they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// 3.0.x, with its own dialect of JSON Schema.
    V30,
    /// 3.1.x
    V31,
    /// 3.2.x
    V32,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Version::V30 => "3.0",
            Version::V31 => "3.1",
            Version::V32 => "3.2",
        })
    }
}

const SUPPORTED: &str = "supported versions are 3.0, 3.1 and 3.2";

/// Returns the version and how the document writes it, or `None` after one error.
pub(super) fn detect(
    root: &Object<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(Version, String)> {
    let Some(member) = root.get("openapi") else {
        diagnostics.push(missing(root));
        return None;
    };
    let text = match member.value {
        Node::String(text) => text.trim().to_owned(),
        Node::Integer(_) | Node::Float(_) => {
            let text = scalar_to_string(member.value).unwrap_or_default();
            diagnostics.push(
                Diagnostic::warning(
                    "wrong-type",
                    member.location(),
                    format!("`openapi` must be a string, found a number; read as `{text}`"),
                )
                .help(format!("write it in quotes: `openapi: \"{text}.0\"`")),
            );
            text
        }
        other => {
            diagnostics.push(
                Diagnostic::error(
                    "wrong-type",
                    member.location(),
                    format!("`openapi` must be a version string, found {}", other.kind()),
                )
                .help("write the version of the specification, such as `openapi: 3.1.0`"),
            );
            return None;
        }
    };
    let version = match text.split('.').take(2).collect::<Vec<_>>()[..] {
        ["3", "0"] | ["3"] => Version::V30,
        ["3", minor] if minor.starts_with("1") && !continues(minor) => Version::V31,
        ["3", minor] if minor.starts_with("2") && !continues(minor) => Version::V32,
        ["3", minor] if minor.starts_with("0") && !continues(minor) => Version::V30,
        ["3", minor] if minor.starts_with(|first: char| first.is_ascii_digit()) => {
            diagnostics.push(
                Diagnostic::warning(
                    "unsupported-version",
                    member.location(),
                    format!("unknown OpenAPI version `{text}`; read as {}", Version::V32),
                )
                .help(SUPPORTED),
            );
            Version::V32
        }
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    "unsupported-version",
                    member.location(),
                    format!("OpenAPI version `{text}` is not supported"),
                )
                .label("not supported")
                .help(format!("{SUPPORTED}: convert the document to one of them")),
            );
            return None;
        }
    };
    Some((version, text))
}

/// Returns whether the minor version has a second digit, as in `3.10`. Anything else after a digit is a suffix such as `-rc0`.
fn continues(minor: &str) -> bool {
    minor.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

fn missing(root: &Object<'_>) -> Diagnostic {
    if let Some(swagger) = root.get("swagger").or(root.get("swaggerVersion")) {
        // Before 2.0 the member was called `swaggerVersion`. No tool converts such a document in one step.
        let message = match swagger.name {
            "swagger" => "this is a Swagger 2.0 document, which is not supported",
            _ => "this is a Swagger 1 document, which is not supported",
        };
        return Diagnostic::error("unsupported-version", swagger.location(), message)
            .label("Swagger, not OpenAPI 3")
            .help(format!(
                "{SUPPORTED}: convert the document first, for example with `npx swagger2openapi`"
            ));
    }
    let (what, location) = match kind_of(root) {
        Some((kind, member)) => {
            let location = member.map_or(root.location.clone(), |name| {
                root.location.child(name).key()
            });
            (format!("this {kind}, not an OpenAPI document"), location)
        }
        None => (
            "this is not an OpenAPI document: it has no member `openapi`".to_owned(),
            root.location.clone(),
        ),
    };
    Diagnostic::error("not-openapi", location, what).help(format!(
        "begin the document with `openapi: 3.1.0`; {SUPPORTED}"
    ))
}

/// Returns what a file without a member `openapi` is instead, and the member that shows it.
fn kind_of(root: &Object<'_>) -> Option<(&'static str, Option<&'static str>)> {
    let has = |path: &[&str]| {
        let mut node = root.get(path[0]).map(|member| member.value);
        for name in &path[1..] {
            node = node.and_then(|node| node.get(name));
        }
        node.is_some()
    };
    let contains = |path: [&str; 2], words: &str| {
        let node = root.get(path[0])?.value.get(path[1]);
        node.and_then(Node::as_str)
            .filter(|text| text.contains(words))
    };
    let text = |name: &str| root.get(name).and_then(|member| member.value.as_str());
    let postman = has(&["info", "_postman_id"])
        || contains(["info", "schema"], "getpostman.com").is_some()
        || has(&["collection", "info", "schema"]);
    Some(match () {
        () if has(&["asyncapi"]) => ("is an AsyncAPI document", Some("asyncapi")),
        () if has(&["arazzo"]) => ("is an Arazzo document", Some("arazzo")),
        () if has(&["overlay"]) => ("is an Overlay document", Some("overlay")),
        () if postman => ("is a Postman collection", None),
        () if text("_type") == Some("export") || has(&["__export_format"]) => {
            ("is an Insomnia export", None)
        }
        () if has(&["log", "entries"]) => ("is an HTTP archive (HAR)", Some("log")),
        () if has(&["__schema"]) || has(&["data", "__schema"]) => ("is a GraphQL schema", None),
        () if text("kind") == Some("discovery#restDescription") => {
            ("is a Google discovery document", Some("kind"))
        }
        () if has(&["$schema"]) => ("looks like a JSON Schema", Some("$schema")),
        () if is_error_page(root) => ("looks like an error message from a server", None),
        () if has(&["properties"]) || has(&["$defs"]) || has(&["definitions"]) => {
            ("looks like a JSON Schema", None)
        }
        () => return None,
    })
}

/// Returns whether a file is an error response of a server, such as `404: Not Found` or an object that describes an error.
fn is_error_page(root: &Object<'_>) -> bool {
    const ERROR_MEMBERS: [&str; 12] = [
        "code",
        "detail",
        "documentation_url",
        "error",
        "error_description",
        "message",
        "path",
        "request_id",
        "status",
        "statusCode",
        "timestamp",
        "title",
    ];
    let is_status = |name: &str| matches!(name.parse::<u16>(), Ok(400..=599));
    let mut members = root.iter().peekable();
    let has_message = ["error", "message", "detail"]
        .iter()
        .any(|name| root.get(name).is_some())
        || root.iter().all(|member| is_status(member.name));
    members.peek().is_some()
        && has_message
        && members.all(|member| ERROR_MEMBERS.contains(&member.name) || is_status(member.name))
}

//! Which version of the specification a document follows.
//!
//! In: the document's root. Out: the version, or one error that says what to do with a document that is none.

use std::fmt;

use super::reader::Object;
use super::values::as_text;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Node;

/// A version of the specification, as far as reading differs. Patch versions never do.
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

const UNDERSTOOD: &str = "versions 3.0, 3.1 and 3.2 are understood";

/// Returns the version and its text, or `None` after one error that names the remedy.
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
            let text = as_text(member.value).unwrap_or_default();
            diagnostics.push(
                Diagnostic::warning(
                    "wrong-kind",
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
                    "wrong-kind",
                    member.location(),
                    format!("`openapi` must be a version text, found {}", other.kind()),
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
                    format!(
                        "OpenAPI version `{text}` is not known; read as {}",
                        Version::V32
                    ),
                )
                .help(UNDERSTOOD),
            );
            Version::V32
        }
        _ => {
            diagnostics.push(
                Diagnostic::error(
                    "unsupported-version",
                    member.location(),
                    format!("OpenAPI version `{text}` is not understood"),
                )
                .label("not understood")
                .help(format!("{UNDERSTOOD}: convert the document to one of them")),
            );
            return None;
        }
    };
    Some((version, text))
}

/// Whether the minor version has a second digit, as in `3.10`; what follows a digit else is a suffix such as `-rc0`.
fn continues(minor: &str) -> bool {
    minor.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

fn missing(root: &Object<'_>) -> Diagnostic {
    if let Some(swagger) = root.get("swagger").or(root.get("swaggerVersion")) {
        // Before 2.0 the member had the other name, and no tool converts such a document in one step.
        let words = match swagger.name {
            "swagger" => "this is a Swagger 2.0 document, which is not understood",
            _ => "this is a Swagger 1 document, which is not understood",
        };
        return Diagnostic::error("unsupported-version", swagger.location(), words)
            .label("Swagger, not OpenAPI 3")
            .help(format!(
                "{UNDERSTOOD}: convert the document first, for example with `npx swagger2openapi`"
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
        "begin the document with `openapi: 3.1.0`; {UNDERSTOOD}"
    ))
}

/// Returns what a file is instead that has no member `openapi`, and the member that says so.
fn kind_of(root: &Object<'_>) -> Option<(&'static str, Option<&'static str>)> {
    let has = |path: &[&str]| {
        let mut node = root.get(path[0]).map(|member| member.value);
        for name in &path[1..] {
            node = node.and_then(|node| node.get(name));
        }
        node.is_some()
    };
    let says = |path: [&str; 2], words: &str| {
        let node = root.get(path[0])?.value.get(path[1]);
        node.and_then(Node::as_str)
            .filter(|text| text.contains(words))
    };
    let text = |name: &str| root.get(name).and_then(|member| member.value.as_str());
    let postman = has(&["info", "_postman_id"])
        || says(["info", "schema"], "getpostman.com").is_some()
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
        () if is_error_page(root) => ("looks like the error message of a server", None),
        () if has(&["properties"]) || has(&["$defs"]) || has(&["definitions"]) => {
            ("looks like a JSON Schema", None)
        }
        () => return None,
    })
}

/// Returns whether a file is what a server says when there is no document: `404: Not Found`, or an object about an error.
fn is_error_page(root: &Object<'_>) -> bool {
    const ABOUT_ERRORS: [&str; 12] = [
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
    let tells = ["error", "message", "detail"]
        .iter()
        .any(|name| root.get(name).is_some())
        || root.iter().all(|member| is_status(member.name));
    members.peek().is_some()
        && tells
        && members.all(|member| ABOUT_ERRORS.contains(&member.name) || is_status(member.name))
}

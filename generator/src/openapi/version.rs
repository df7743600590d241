//! Which version of the specification a document follows.
//!
//! In: the document's root. Out: the version, or one error that says what to do with a document that is none.

use std::fmt;

use super::reader::Object;
use super::values::as_text;
use crate::diagnostic::{Diagnostic, Diagnostics, Location};
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
        return Diagnostic::error(
            "unsupported-version",
            swagger.location(),
            "this is a Swagger 2.0 document, which is not understood",
        )
        .label("Swagger, not OpenAPI 3")
        .help(format!(
            "{UNDERSTOOD}: convert the document first, for example with `npx swagger2openapi`"
        ));
    }
    let location: Location = root.location.clone();
    let what = if root.get("asyncapi").is_some() {
        "this is an AsyncAPI document, not an OpenAPI document"
    } else if root.get("$schema").is_some() {
        "this looks like a JSON Schema, not like an OpenAPI document: it has no member `openapi`"
    } else {
        "this is not an OpenAPI document: it has no member `openapi`"
    };
    Diagnostic::error("not-openapi", location, what).help(format!(
        "begin the document with `openapi: 3.1.0`; {UNDERSTOOD}"
    ))
}

//! The name of a schema that is the target of a `$ref` and not a component of the root file.
//!
//! In: the location of a schema. Out: a name made of its pointer, or none. Knows nothing of Rust: the name is a plain string.

use crate::diagnostic::{FileId, Location};
use crate::openapi::document::{Document, SchemaId};

/// Tokens of a pointer that describe where a schema is, not what it is.
const STRUCTURE: &[&str] = &[
    "$defs",
    "additionalProperties",
    "allOf",
    "anyOf",
    "components",
    "content",
    "definitions",
    "get",
    "headers",
    "items",
    "oneOf",
    "parameters",
    "patternProperties",
    "paths",
    "post",
    "prefixItems",
    "properties",
    "put",
    "requestBodies",
    "requestBody",
    "responses",
    "schema",
    "schemas",
];

/// How many tokens of a pointer a name has at most.
const TOKENS: usize = 3;

/// Returns the name of the target of a `$ref`, if its pointer, title or file has one.
pub(super) fn name_of_target(document: &Document, id: SchemaId) -> Option<String> {
    let schema = document.schema(id);
    let tokens = schema.location.tokens();
    let descriptive: Vec<&str> = tokens
        .iter()
        .map(String::as_str)
        .filter(|token| {
            !STRUCTURE.contains(token)
                && !token.contains('/')
                && !token.is_empty()
                && !token.chars().all(|character| character.is_ascii_digit())
        })
        .collect();
    let last = &descriptive[descriptive.len().saturating_sub(TOKENS)..];
    match last {
        [] => schema
            .title
            .clone()
            .filter(|title| title.chars().any(char::is_alphanumeric))
            .or_else(|| file_name(document, &schema.location)),
        tokens => Some(tokens.join(" ")),
    }
}

/// Returns the name of the file that a schema fills, without its extension. The root file is a document, not a schema.
fn file_name(document: &Document, at: &Location) -> Option<String> {
    if at.file == FileId(0) {
        return None;
    }
    let path = document.files.get(at.file.0 as usize)?;
    let name = path.rsplit('/').next()?;
    let stem = name.split('.').find(|part| !part.is_empty())?;
    stem.chars()
        .any(char::is_alphanumeric)
        .then(|| stem.to_owned())
}

//! What a schema is called that a `$ref` leads to and that is no component of the root file.
//!
//! In: the place of a schema. Out: a name made of its pointer, or none. Knows nothing of Rust: the name is a text.

use crate::diagnostic::{FileId, Location};
use crate::openapi::document::{Document, SchemaId};

/// Tokens of a pointer that say where something stands, not what it is.
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

/// How many tokens of a pointer make a name.
const TOKENS: usize = 3;

/// Returns the name of a schema that a `$ref` leads to, if its place or its title gives one.
pub(crate) fn of_reference(document: &Document, id: SchemaId) -> Option<String> {
    let schema = document.schema(id);
    let tokens = schema.location.tokens();
    let telling: Vec<&str> = tokens
        .iter()
        .map(String::as_str)
        .filter(|token| {
            !STRUCTURE.contains(token)
                && !token.contains('/')
                && !token.is_empty()
                && !token.chars().all(|character| character.is_ascii_digit())
        })
        .collect();
    let telling = &telling[telling.len().saturating_sub(TOKENS)..];
    match telling {
        [] => schema
            .title
            .clone()
            .filter(|title| title.chars().any(char::is_alphanumeric))
            .or_else(|| of_file(document, &schema.location)),
        tokens => Some(tokens.join(" ")),
    }
}

/// Returns the name of the file that a schema fills, without its ending; the document itself is no schema.
fn of_file(document: &Document, at: &Location) -> Option<String> {
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

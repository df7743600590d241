//! Answers that are wrapped: what the value inside is.
//!
//! In: the schema of an answer and the names that the document gives for the wrapping. Out: the schemas of the value.
//! No type is made of the wrapping itself: the client reads it.

use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::all_of;

/// What is inside an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Inside {
    /// The answer is not wrapped.
    NotWrapped,
    /// The wrapping holds nothing that matters.
    Nothing,
    /// The wrapping holds a value that satisfies all of these.
    Value(Vec<SchemaId>),
}

/// Returns the members of a wrapping without a value that the client does not read.
pub(crate) fn unread(document: &Document, schema: SchemaId) -> Vec<String> {
    let Some(envelope) = &document.envelope else {
        return Vec::new();
    };
    let read = [&envelope.success, &envelope.errors, &envelope.messages];
    all_of::merge(document, &[schema])
        .properties
        .iter()
        .filter(|property| {
            property.name != envelope.result
                && !read
                    .iter()
                    .any(|name| name.as_deref() == Some(property.name))
        })
        .map(|property| property.name.to_owned())
        .collect()
}

/// Returns what is inside an answer of this schema.
pub(crate) fn inside(document: &Document, schema: SchemaId) -> Inside {
    let Some(envelope) = &document.envelope else {
        return Inside::NotWrapped;
    };
    let merged = all_of::merge(document, &[schema]);
    // Without a flag that tells success, the value itself is what gives the wrapping away.
    let mark = envelope.success.as_ref().unwrap_or(&envelope.result);
    if merged.impossible || !merged.unions.is_empty() || merged.property(mark).is_none() {
        return Inside::NotWrapped;
    }
    match merged.property(&envelope.result) {
        None => Inside::Nothing,
        Some(result) if all_of::merge(document, &result.schemas).is_null() => Inside::Nothing,
        Some(result) => Inside::Value(result.schemas.clone()),
    }
}

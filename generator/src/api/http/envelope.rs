//! Responses in an envelope: the value inside.
//!
//! In: the schema of a response, and the names of the envelope's members that the document states. Out: the schemas of the
//! value. No type is made for the envelope itself, because the runtime reads it.

use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::all_of;

/// What a response contains once its envelope is removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Unwrapped {
    /// The response has no envelope.
    NoEnvelope,
    /// The envelope has no value.
    NoValue,
    /// The envelope has a value that satisfies all of these.
    Value(Vec<SchemaId>),
}

/// Returns what a response with this schema contains.
pub(crate) fn unwrap(document: &Document, schema: SchemaId) -> Unwrapped {
    let Some(envelope) = &document.envelope else {
        return Unwrapped::NoEnvelope;
    };
    let merged = all_of::merge(document, &[schema]);
    // Without a success flag, the member for the value shows that the response has an envelope.
    let indicator = envelope.success.as_ref().unwrap_or(&envelope.result);
    if merged.assertions.impossible
        || !merged.assertions.unions.is_empty()
        || merged.property(indicator).is_none()
    {
        return Unwrapped::NoEnvelope;
    }
    match merged.property(&envelope.result) {
        None => Unwrapped::NoValue,
        Some(result) if all_of::merge(document, &result.schemas).is_null() => Unwrapped::NoValue,
        Some(result) => Unwrapped::Value(result.schemas.clone()),
    }
}

/// Returns the members of an envelope that are neither its value nor read by the runtime.
pub(crate) fn unread_members(document: &Document, schema: SchemaId) -> Vec<String> {
    let Some(envelope) = &document.envelope else {
        return Vec::new();
    };
    let read = [&envelope.success, &envelope.errors, &envelope.messages];
    all_of::merge(document, &[schema])
        .assertions
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

//! Documentation and marks: those of a use come before those of its type.
//!
//! In: schemas and operations. Out: [`Docs`] and [`Marks`].

use crate::openapi::document::{Format, Operation, PathItem, Schema};

use crate::api::Docs;
use crate::api::media_types::is_binary;

/// What a schema states about its values besides their shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Values are secret.
    pub sensitive: bool,
    /// Only responses have it.
    pub read_only: bool,
    /// Only requests have it.
    pub write_only: bool,
    /// Values are bytes, outside of JSON.
    pub binary: bool,
    /// Values are strings that encode bytes.
    pub encoded: bool,
    /// Any value is accepted.
    pub unconstrained: bool,
}

impl Marks {
    /// Adds the marks of a schema.
    pub(crate) fn add(&mut self, schema: &Schema) {
        self.sensitive |= schema.sensitive;
        self.read_only |= schema.read_only;
        self.write_only |= schema.write_only;
        self.encoded |= schema.content_encoding.is_some();
        self.binary |= schema.format == Some(Format::Binary)
            || schema.content_encoding.is_none()
                && schema.content_media_type.as_deref().is_some_and(is_binary);
    }
}

/// Returns the documentation of an operation, with the summary and description of its path item where it has none.
pub(crate) fn from_operation(item: &PathItem, declared: &Operation) -> Docs {
    Docs {
        summary: declared.summary.clone().or_else(|| item.summary.clone()),
        description: declared
            .description
            .clone()
            .or_else(|| item.description.clone()),
        deprecated: declared.deprecated,
        ..Docs::default()
    }
}

/// Adds the documentation of a schema where `docs` has none yet.
///
/// Title and description belong together: the title of a type is not a heading for the description of its use.
pub(crate) fn add(docs: &mut Docs, schema: &Schema) {
    if docs.summary.is_none() && docs.description.is_none() {
        docs.summary.clone_from(&schema.title);
        docs.description.clone_from(&schema.description);
    }
    if docs.default.is_none() {
        docs.default.clone_from(&schema.default);
    }
    if docs.example.is_none() {
        docs.example = schema.examples.first().cloned();
    }
    docs.deprecated |= schema.deprecated;
}

/// Adds other documentation where `docs` has none yet.
pub(crate) fn fall_back(docs: &mut Docs, other: &Docs) {
    if docs.summary.is_none() && docs.description.is_none() {
        docs.summary.clone_from(&other.summary);
        docs.description.clone_from(&other.description);
    }
    if docs.default.is_none() {
        docs.default.clone_from(&other.default);
    }
    if docs.example.is_none() {
        docs.example.clone_from(&other.example);
    }
    docs.deprecated |= other.deprecated;
}

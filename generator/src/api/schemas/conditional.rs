//! Members that only schemas which apply to some values describe: `then`, `else`, `dependentSchemas`,
//! `unevaluatedProperties`.
//!
//! In: a [`Merged`] with all that always applies. Out: the same with these properties as optional ones. Whether the condition
//! holds is not checked. Walks with a stack of its own, so that no document is too deep.

use std::collections::HashSet;

use crate::openapi::document::Document;

use crate::api::schemas::assertions::Additional;
use crate::api::schemas::merged::Merged;

/// Adds the properties that the conditional schemas of all leaves declare, and what `unevaluatedProperties` states about members
/// that no other schema describes.
pub(super) fn add<'a>(merged: &mut Merged<'a>, document: &'a Document) {
    let mut open = Vec::new();
    let mut unevaluated = None;
    for leaf in &merged.leaves {
        let schema = document.schema(*leaf);
        open.extend(schema.conditional.iter().copied());
        unevaluated = schema.unevaluated_properties.or(unevaluated);
    }
    open.reverse();
    let was_free = merged.assertions.properties.is_empty() && merged.assertions.patterns.is_empty();
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        for (name, property) in &schema.properties {
            merged.add_conditional_property(name, *property, id);
        }
        // The last is visited first.
        open.extend(schema.conditional.iter().rev());
        open.extend(schema.all_of.iter().rev());
        open.extend(schema.reference);
    }
    let assertions = &mut merged.assertions;
    if assertions.additional == Additional::Unstated
        && let Some(id) = unevaluated
    {
        assertions.additional = Additional::from_schema(document, id);
    }
    // Without these properties it would be a map of anything, and keep what `if` describes as well.
    if was_free
        && !assertions.properties.is_empty()
        && assertions.additional == Additional::Unstated
    {
        assertions.additional = Additional::Any;
    }
}

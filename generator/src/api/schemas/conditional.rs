//! Members that only schemas which apply to some values describe: `then`, `else`, `dependentSchemas`,
//! `unevaluatedProperties`.
//!
//! In: a [`Merged`] with all that always applies. Out: the same with optional properties more. When they are there is not
//! checked. Walks with a list of its own, so that no document is too deep.

use std::collections::HashSet;

use crate::openapi::document::Document;

use crate::api::schemas::merged;

use crate::api::schemas::merged::{Additional, Merged};

/// Adds the properties that the conditional schemas of all leaves declare, and what is said of members that no other schema
/// speaks of.
pub(crate) fn add<'a>(merged: &mut Merged<'a>, document: &'a Document) {
    let leaves = merged.leaves.iter();
    let schemas = leaves.map(|leaf| document.schema(*leaf));
    let mut open = Vec::new();
    let mut unevaluated = None;
    for schema in schemas {
        open.extend(schema.conditional.iter().copied());
        unevaluated = schema.unevaluated_properties.or(unevaluated);
    }
    open.reverse();
    let free = merged.properties.is_empty() && merged.patterns.is_empty();
    let mut seen = HashSet::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        for (name, property) in &schema.properties {
            merged.add_conditional(name, (id, *property));
        }
        // The last is visited first.
        open.extend(schema.conditional.iter().rev());
        open.extend(schema.all_of.iter().rev());
        open.extend(schema.reference);
    }
    if merged.additional == Additional::Unsaid
        && let Some(id) = unevaluated
    {
        merged.additional = merged::additional(document, id);
    }
    // Without these properties it would be a map of anything, and keep what `if` speaks of as well.
    if free && !merged.properties.is_empty() && merged.additional == Additional::Unsaid {
        merged.additional = Additional::Any;
    }
}

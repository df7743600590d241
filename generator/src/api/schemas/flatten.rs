//! Alternatives of alternatives: a list in which each alternative that is only another list is replaced by that list.
//!
//! In: a list of alternatives. Out: an iterator over the flattened list. Walks with an explicit stack, so that no document is
//! too deep, and reads at most [`FLATTENED_ALTERNATIVES`].

use std::collections::HashSet;

use crate::openapi::document::{Document, Schema, SchemaId};

use crate::api::limits::{FLATTENED_ALTERNATIVES, REFERENCE_HOPS};
use crate::api::schemas::keywords;

/// Which alternatives are replaced by their own alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpandMode {
    /// Those that are written inside the list.
    Inline,
    /// Also those that the list refers to.
    References,
}

/// The flattened alternatives of a list, one after the other.
#[derive(Debug)]
pub(crate) struct FlattenedAlternatives<'d> {
    document: &'d Document,
    mode: ExpandMode,
    seen: HashSet<SchemaId>,
    stack: Vec<SchemaId>,
    expanded: usize,
    /// Whether lists were left as they are, because they have too many alternatives.
    pub is_cut: bool,
}

/// Returns the flattened alternatives of a list.
pub(crate) fn flatten(
    document: &Document,
    alternatives: &[SchemaId],
    mode: ExpandMode,
) -> Vec<SchemaId> {
    FlattenedAlternatives::new(document, alternatives, mode).collect()
}

impl<'d> FlattenedAlternatives<'d> {
    /// Returns an iterator over a list, none of which is read yet.
    pub(crate) fn new(document: &'d Document, alternatives: &[SchemaId], mode: ExpandMode) -> Self {
        Self {
            document,
            mode,
            seen: HashSet::new(),
            stack: alternatives.iter().rev().copied().collect(),
            expanded: 0,
            is_cut: false,
        }
    }

    /// Returns the end of a chain of plain references.
    fn referenced(&self, id: SchemaId) -> SchemaId {
        let mut target = id;
        for _ in 0..REFERENCE_HOPS {
            let schema = self.document.schema(target);
            match schema.reference {
                Some(next) if keywords::is_plain_reference(schema) => target = next,
                _ => break,
            }
        }
        target
    }

    /// Returns whether a list of this length can still be expanded. The first one always can: however long, it is no more
    /// than the document has.
    fn take(&mut self, length: usize) -> bool {
        // Each list replaces one alternative.
        let added = (length - 1).max(1);
        if self.expanded > 0 && self.expanded + added > FLATTENED_ALTERNATIVES {
            self.is_cut = true;
            return false;
        }
        self.expanded += added;
        true
    }
}

impl Iterator for FlattenedAlternatives<'_> {
    type Item = SchemaId;

    fn next(&mut self) -> Option<SchemaId> {
        while let Some(id) = self.stack.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            let mut target = id;
            if self.mode == ExpandMode::References {
                target = self.referenced(id);
                if target != id && !self.seen.insert(target) {
                    continue;
                }
            }
            let Some(inner) = nested_alternatives(self.document.schema(target)) else {
                return Some(id);
            };
            let is_kept = match self.mode {
                // A discriminator of its own makes it a type of its own.
                ExpandMode::Inline => self.document.schema(id).discriminator.is_some(),
                ExpandMode::References => !self.take(inner.len()),
            };
            if is_kept {
                return Some(id);
            }
            self.stack.extend(inner.iter().rev());
        }
        None
    }
}

/// Returns the alternatives of a schema that is nothing but a list of alternatives.
fn nested_alternatives(schema: &Schema) -> Option<&[SchemaId]> {
    let inner = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
        (inner, []) | ([], inner) if !inner.is_empty() => inner,
        _ => return None,
    };
    let is_all = schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.types.is_empty()
        && keywords::has_no_assertions(schema);
    is_all.then_some(inner)
}

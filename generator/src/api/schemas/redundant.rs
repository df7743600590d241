//! Whether the keywords beside a list of alternatives add anything to an alternative.
//!
//! In: what is stated beside the list, and the alternative. Out: whether the alternative's type is the one that it has anywhere
//! else.

use std::collections::HashSet;

use crate::openapi::document::{Document, SchemaId, SchemaType};

use crate::api::Constraints;
use crate::api::schemas::assertions::{Additional, Assertion, Assertions};
use crate::api::schemas::json_types::effective_types;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{all_of, keywords};

/// Returns whether `base`, which applies beside the alternatives, asserts nothing that `branch` does not assert itself.
pub(crate) fn adds_nothing(document: &Document, base: &Merged<'_>, branch: &Merged<'_>) -> bool {
    const COMPARED: &[Assertion] = &[
        Assertion::Types,
        Assertion::Properties,
        Assertion::Required,
        Assertion::Additional,
    ];
    let (own, beside) = (&branch.assertions, &base.assertions);
    if !beside.impossible && beside.unions.is_empty() && extends_all(document, base, branch) {
        return true;
    }
    let required = own.required_names();
    beside.has_none_but(COMPARED)
        && has_only_types(own, beside.types.as_deref())
        && !matches!(beside.additional, Additional::Typed(_))
        && beside
            .required
            .iter()
            .all(|beside| required.contains(beside.name))
        && beside.properties.iter().all(|wide| {
            branch.property(wide.name).is_some_and(|narrow| {
                narrow.schemas == wide.schemas || is_wider(document, &wide.schemas, &narrow.schemas)
            })
        })
}

/// Returns whether the branch extends all schemas of the base that assert anything.
fn extends_all(document: &Document, base: &Merged<'_>, branch: &Merged<'_>) -> bool {
    let extended: HashSet<SchemaId> = branch.leaves.iter().copied().collect();
    base.leaves.iter().all(|leaf| {
        let schema = document.schema(*leaf);
        let asserts_nothing = keywords::has_no_assertions(schema) && schema.types.is_empty();
        extended.contains(leaf) || asserts_nothing
    })
}

/// Returns whether all JSON types that values have are among those that are allowed, if any are stated.
fn has_only_types(own: &Assertions<'_>, allowed: Option<&[SchemaType]>) -> bool {
    let Some(allowed) = allowed else { return true };
    let types = effective_types(own);
    let is_allowed = |kind: &SchemaType| {
        allowed.contains(kind)
            || *kind == SchemaType::Integer && allowed.contains(&SchemaType::Number)
    };
    !types.is_empty() && types.iter().all(is_allowed)
}

/// Returns whether a property that `wide` describes accepts every value of one that `narrow` describes.
fn is_wider(document: &Document, wide: &[SchemaId], narrow: &[SchemaId]) -> bool {
    let wide = all_of::merge(document, wide).assertions;
    let narrow = all_of::merge(document, narrow).assertions;
    if wide.accepts_anything() {
        return true;
    }
    let scalar = |assertions: &Assertions<'_>| match effective_types(assertions).as_slice() {
        [SchemaType::Object | SchemaType::Array] | [] | [_, _, ..] => None,
        [one] => Some(*one),
    };
    // The values that the base lists are those of all alternatives together.
    wide.unions.is_empty()
        && wide.format.is_none()
        && wide.constraints == Constraints::default()
        && (wide.values.is_none() || narrow.values.is_some())
        && scalar(&wide).is_some()
        && scalar(&wide) == scalar(&narrow)
}

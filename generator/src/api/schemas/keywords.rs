//! What a schema states by itself, without those that it refers to.
//!
//! In: one [`Schema`]. Out: whether it asserts anything about values, or only leads to other schemas.

use crate::openapi::document::{Constraints, Schema, SchemaType};

/// Returns whether a schema's own keywords assert nothing about values, those that combine other schemas and `type` aside.
pub(crate) fn has_no_assertions(schema: &Schema) -> bool {
    schema.boolean != Some(false)
        && schema.format.is_none()
        && schema.enumeration.is_none()
        && schema.constant.is_none()
        && schema.properties.is_empty()
        && schema.required.is_empty()
        && schema.additional_properties.is_none()
        && schema.pattern_properties.is_empty()
        && schema.unevaluated_properties.is_none()
        && schema.conditional.is_empty()
        && schema.items.is_none()
        && schema.prefix_items.is_empty()
        && schema.constraints == Constraints::default()
        && schema.hints.type_path.is_none()
}

/// Returns whether a schema has a `oneOf` or `anyOf`.
pub(crate) fn has_alternatives(schema: &Schema) -> bool {
    !schema.one_of.is_empty() || !schema.any_of.is_empty()
}

/// Returns whether a schema asserts nothing but, perhaps, that null is accepted.
pub(crate) fn asserts_at_most_null(schema: &Schema) -> bool {
    schema.reference.is_none()
        && schema.types.iter().all(|kind| *kind == SchemaType::Null)
        && schema.all_of.is_empty()
        && !has_alternatives(schema)
        && has_no_assertions(schema)
}

/// Returns whether a schema is a `$ref` that asserts nothing besides.
pub(crate) fn is_plain_reference(schema: &Schema) -> bool {
    schema.reference.is_some()
        && schema.types.is_empty()
        && schema.all_of.is_empty()
        && !has_alternatives(schema)
        && has_no_assertions(schema)
}

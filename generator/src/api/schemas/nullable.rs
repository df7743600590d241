//! Where null stands for no value.
//!
//! In: schemas. Out: what each says of null by itself, and whether it accepts nothing else. What several say together is
//! decided in `all_of`, what a chain of references says in `references`.

use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};
use crate::source::Node;

/// How many references are followed to see whether an alternative is null.
const HOPS: usize = 32;

/// Returns what a schema says of null by itself: accepted, refused, or nothing.
///
/// Documents use many spellings, and often forget one of the two places where the specification wants null: a nullable
/// enum without null among its values, and the reverse, both mean that null may come.
pub(crate) fn statement(schema: &Schema) -> Option<bool> {
    let named = schema.types.contains(&SchemaType::Null)
        || schema.nullable
        || schema.constant == Some(Node::Null)
        || schema
            .enumeration
            .as_ref()
            .is_some_and(|values| values.contains(&Node::Null));
    match named {
        true => Some(true),
        false if !schema.types.is_empty() => Some(false),
        false => None,
    }
}

/// Returns whether null is all that a schema accepts.
pub(crate) fn is_null(document: &Document, id: SchemaId) -> bool {
    let mut schema = document.schema(id);
    for _ in 0..HOPS {
        match schema.reference {
            Some(target) => schema = document.schema(target),
            None => break,
        }
    }
    if schema.reference.is_some() {
        return false;
    }
    let by_type = schema.types == [SchemaType::Null];
    let by_value = schema.constant == Some(Node::Null)
        || schema.enumeration.as_ref().is_some_and(|values| {
            !values.is_empty() && values.iter().all(|value| *value == Node::Null)
        });
    // `anyOf: [X, {nullable: true}]` is how some documents of version 3.0 spell it.
    let by_flag = schema.nullable && says_nothing_else(schema);
    by_type || by_value || by_flag
}

/// Returns whether a schema has no keyword that says what values it accepts, null aside.
pub(crate) fn says_nothing_else(schema: &Schema) -> bool {
    schema.reference.is_none()
        && schema.boolean != Some(false)
        && schema.types.iter().all(|kind| *kind == SchemaType::Null)
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
        && has_no_own_effect(schema)
}

/// Returns whether a schema's own keywords, those that combine others and `type` aside, change nothing about its values.
pub(crate) fn has_no_own_effect(schema: &Schema) -> bool {
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
        && schema.constraints == crate::openapi::document::Constraints::default()
        && schema.hints.type_path.is_none()
}

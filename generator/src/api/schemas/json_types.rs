//! Which JSON types values have.
//!
//! In: [`Assertions`]. Out: types, from `type` where it is stated and else from the keywords that apply to one type only.

use crate::openapi::document::{Format, SchemaType};

use crate::api::schemas::assertions::{Additional, Assertions};
use crate::api::schemas::enums::{self, EnumShape};

/// How many JSON types there are besides null, where integers and numbers count as one: a list of all of them accepts any value.
pub(crate) const ALL_TYPES: usize = 5;

/// Returns the JSON types that values can have, as narrowed by the values that are listed. Empty if nothing is known.
pub(crate) fn effective_types(assertions: &Assertions<'_>) -> Vec<SchemaType> {
    if let Some(values) = &assertions.values {
        return match enums::enum_shape(assertions.types.as_deref(), values, &mut Vec::new()) {
            EnumShape::Shape(_) => vec![SchemaType::String],
            EnumShape::Types(found) => found,
        };
    }
    stated_types(assertions)
}

/// Returns the JSON types that are stated, or else those that the other keywords apply to. Empty if nothing is known.
pub(crate) fn stated_types(assertions: &Assertions<'_>) -> Vec<SchemaType> {
    if let Some(types) = &assertions.types {
        return types.clone();
    }
    if let Some(values) = &assertions.values
        && let EnumShape::Types(types) = enums::enum_shape(None, values, &mut Vec::new())
    {
        return types;
    }
    let bounds = &assertions.constraints;
    let object = !assertions.properties.is_empty()
        || assertions.additional != Additional::Unstated
        || !assertions.patterns.is_empty()
        || bounds.min_properties.is_some()
        || bounds.max_properties.is_some();
    let array = !assertions.items.is_empty()
        || !assertions.prefix_items.is_empty()
        || bounds.min_items.is_some()
        || bounds.max_items.is_some()
        || bounds.unique_items;
    let string = assertions.values.is_some()
        || bounds.min_length.is_some()
        || bounds.max_length.is_some()
        || bounds.pattern.is_some();
    let number = bounds.minimum.is_some()
        || bounds.maximum.is_some()
        || bounds.exclusive_minimum.is_some()
        || bounds.exclusive_maximum.is_some()
        || bounds.multiple_of.is_some();
    match (object, array, string, number) {
        (true, false, _, _) => vec![SchemaType::Object],
        (false, true, _, _) => vec![SchemaType::Array],
        (false, false, true, false) => vec![SchemaType::String],
        (false, false, false, true) => vec![SchemaType::Number],
        (false, false, false, false) => assertions
            .format
            .and_then(Format::implied_type)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Returns whether a number of JSON types is a choice between several: neither one, nor all.
pub(crate) fn are_several(types: &[SchemaType]) -> bool {
    (2..ALL_TYPES).contains(&types.len())
}

/// Returns the names of types for a message: `a string or an array`.
pub(crate) fn type_names(types: &[SchemaType]) -> String {
    let names: Vec<&str> = types
        .iter()
        .map(|kind| match kind {
            SchemaType::Null => "null",
            SchemaType::Boolean => "a boolean",
            SchemaType::Integer => "an integer",
            SchemaType::Number => "a number",
            SchemaType::String => "a string",
            SchemaType::Array => "an array",
            SchemaType::Object => "an object",
        })
        .collect();
    names.join(" or ")
}

/// Returns the types that both lists have; every integer is a number.
pub(crate) fn intersect(left: &[SchemaType], right: &[SchemaType]) -> Vec<SchemaType> {
    let mut both = Vec::new();
    for kind in left {
        let kept = match kind {
            SchemaType::Number if right.contains(&SchemaType::Integer) && !right.contains(kind) => {
                SchemaType::Integer
            }
            SchemaType::Integer if right.contains(&SchemaType::Number) => SchemaType::Integer,
            kind if right.contains(kind) => *kind,
            _ => continue,
        };
        if !both.contains(&kept) {
            both.push(kept);
        }
    }
    both
}

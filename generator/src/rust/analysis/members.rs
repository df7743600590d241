//! Whether a struct's member is required, and the values it can have.
//!
//! In: a field of the API and its owner. Out: facts that names, fields, unions and examples are made from.

use std::collections::HashSet;

use crate::api::{Api, EnumValue, Field, Shape, Struct, Type, TypeId};

/// Returns whether a member is always present, in each direction in which its owner travels.
///
/// A request cannot be required to have a member that only responses have, and the other way round.
pub(in crate::rust) fn is_required(owner: &Type, field: &Field) -> bool {
    let one_way = (field.read_only && owner.in_request) || (field.write_only && owner.in_response);
    field.required && !one_way
}

/// Returns the values that a member can have: strings, or the JSON text of numbers and booleans. `None` if it can have others.
pub(in crate::rust) fn allowed_values(api: &Api, field: &Field) -> Option<Vec<String>> {
    match &api.get(field.ty.id).shape {
        Shape::Enum(values) | Shape::Integers(values) if !values.is_empty() => {
            Some(values.iter().map(|value| value.value.clone()).collect())
        }
        Shape::Boolean | Shape::Integer(_) | Shape::Number | Shape::IntegerOrNumber
            if !field.constraints.values.is_empty() =>
        {
            Some(field.constraints.values.clone())
        }
        _ => None,
    }
}

/// Returns the only string that a member can be.
pub(in crate::rust) fn constant_string<'a>(api: &'a Api, field: &Field) -> Option<&'a str> {
    match &api.get(field.ty.id).shape {
        Shape::Enum(values) => match values.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether a required member can have one value alone, which `new` sets.
pub(in crate::rust) fn is_constant(api: &Api, field: &Field) -> bool {
    !field.ty.nullable && allowed_values(api, field).is_some_and(|values| values.len() == 1)
}

/// Returns how many members of a struct are arguments of `new`.
pub(in crate::rust) fn constructor_arguments(api: &Api, id: TypeId) -> usize {
    let owner = api.get(id);
    let Shape::Struct(Struct { fields, .. }) = &owner.shape else {
        return 0;
    };
    fields
        .iter()
        .filter(|field| is_required(owner, field) && !is_constant(api, field))
        .count()
}

/// Returns the values of an enum, each once: a second arm of a `match` for the same value would never be reached.
pub(in crate::rust) fn distinct_values(values: &[EnumValue]) -> Vec<&EnumValue> {
    let mut seen = HashSet::new();
    values
        .iter()
        .filter(|value| seen.insert(value.value.as_str()))
        .collect()
}

//! Members that can have one value alone, or some.
//!
//! In: a field of the API. Out: its values as the wire has them, or the one value as Rust has it. Knows nothing of unions.

use crate::api::{self, Api, Shape};
use crate::diagnostic::Diagnostics;

use super::fields;
use super::model::{Constant, Ty};
use super::names::{Case, Scope};
use super::types::Types;

/// Returns the values that a member can have: strings, or the JSON text of numbers and booleans. None where there are others.
pub(super) fn values(api: &Api, field: &api::Field) -> Option<Vec<String>> {
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

/// Returns the only text that a member can be.
pub(super) fn text<'a>(api: &'a Api, field: &api::Field) -> Option<&'a str> {
    match &api.get(field.ty.id).shape {
        Shape::Enum(values) => match values.as_slice() {
            [only] => Some(&only.value),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether a required member is set by `new` without being asked for.
pub(super) fn is_constant(api: &Api, field: &api::Field) -> bool {
    !field.ty.nullable && values(api, field).is_some_and(|values| values.len() == 1)
}

/// Returns the value that `new` gives to a required member.
pub(super) fn of(types: &Types<'_>, field: &api::Field, ty: &Ty) -> Option<Constant> {
    if !is_constant(types.api, field) {
        return None;
    }
    let texts = values(types.api, field)?;
    let [text] = texts.as_slice() else {
        return None;
    };
    match (ty, &types.api.get(field.ty.id).shape) {
        (Ty::Item(name), Shape::Enum(values) | Shape::Integers(values)) => {
            // What is wrong with the variant's name is said where the enum is made.
            let mut scope = Scope::new(Case::Pascal, &[]);
            let unsaid = &mut Diagnostics::default();
            let values: Vec<_> = values.iter().collect();
            let names = fields::variant_names(name, &values, (&mut scope, unsaid));
            let variant = names.into_iter().next()?;
            Some(Constant::Variant(name.clone(), variant))
        }
        (Ty::Bool, _) => text.parse().ok().map(Constant::Boolean),
        (Ty::F64, _) => text.parse().ok().map(Constant::Number),
        (Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64, _) => text.parse().ok().map(Constant::Integer),
        _ => None,
    }
}

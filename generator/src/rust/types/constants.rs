//! The value of a member that can have no other.
//!
//! In: a field of the API and its Rust type. Out: the value that `new` sets.

use crate::api::{Field, Shape};

use super::super::analysis::members::{allowed_values, is_constant};
use super::super::model::{Constant, Ty};
use super::rust_types::Types;

/// Returns the value that `new` sets, if the member is required.
pub(super) fn constant(types: &Types<'_>, field: &Field, ty: &Ty) -> Option<Constant> {
    if !is_constant(types.api, field) {
        return None;
    }
    let values = allowed_values(types.api, field)?;
    let text = values.first()?;
    match (ty, &types.api.get(field.ty.id).shape) {
        (Ty::Item(name), Shape::Enum(_) | Shape::Integers(_)) => {
            let variant = types.names.variants(field.ty.id)?.variants.first()?;
            Some(Constant::Variant(name.clone(), variant.clone()))
        }
        (Ty::Bool, _) => text.parse().ok().map(Constant::Boolean),
        (Ty::F64, _) => text.parse().ok().map(Constant::Number),
        (Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64, _) => text.parse().ok().map(Constant::Integer),
        _ => None,
    }
}

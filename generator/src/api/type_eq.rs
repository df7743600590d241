//! Whether two types are equal.
//!
//! In: two uses of types that have their shapes. Out: whether they have the same values. Their names and documentation do not
//! matter.

use std::collections::HashSet;

use crate::api::limits::COMPARED_PAIRS;
use crate::api::{Field, Shape, Struct, Type, TypeId, TypeRef, Union};

/// Returns whether two types have the same values and the same constraints. Does not recurse, as types may contain themselves.
pub(crate) fn are_equal<'a>(
    type_of: impl Fn(TypeId) -> &'a Type,
    left: TypeRef,
    right: TypeRef,
) -> bool {
    let mut open = vec![(left, right)];
    let mut seen = HashSet::new();
    while let Some((left, right)) = open.pop() {
        if left.nullable != right.nullable {
            return false;
        }
        if left.id == right.id || !seen.insert((left.id, right.id)) {
            continue;
        }
        let (left, right) = (type_of(left.id), type_of(right.id));
        let is_equal = left.constraints == right.constraints
            && left.sensitive == right.sensitive
            && left.rust == right.rust
            && equal_shapes(&left.shape, &right.shape, &mut open);
        if !is_equal || seen.len() > COMPARED_PAIRS {
            return false;
        }
    }
    true
}

/// Returns a string that is equal for equal types, and differs for most others: the kind of shape with the names of its fields
/// or values. Types are compared only where it is equal.
pub(crate) fn fingerprint(ty: &Type) -> String {
    let shape = &ty.shape;
    let names: Vec<&str> = match shape {
        Shape::Struct(object) => object
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect(),
        Shape::Enum(values) | Shape::Integers(values) => {
            values.iter().map(|value| value.value.as_str()).collect()
        }
        _ => Vec::new(),
    };
    format!("{:?} {names:?}", std::mem::discriminant(shape))
}

/// Returns whether two shapes are equal, provided that the types that they consist of are; those are added to `open`.
fn equal_shapes(left: &Shape, right: &Shape, open: &mut Vec<(TypeRef, TypeRef)>) -> bool {
    match (left, right) {
        (Shape::List(left), Shape::List(right)) | (Shape::Map(left), Shape::Map(right)) => {
            open.push((*left, *right));
            true
        }
        (Shape::Tuple(left), Shape::Tuple(right)) => {
            open.extend(left.iter().copied().zip(right.iter().copied()));
            left.len() == right.len()
        }
        (Shape::Struct(left), Shape::Struct(right)) => equal_structs(left, right, open),
        (Shape::Union(left), Shape::Union(right)) => equal_unions(left, right, open),
        (Shape::Enum(left), Shape::Enum(right))
        | (Shape::Integers(left), Shape::Integers(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| {
                    left.value == right.value
                        && left.title == right.title
                        && left.rust_name == right.rust_name
                })
        }
        (left, right) => left == right,
    }
}

fn equal_structs(left: &Struct, right: &Struct, open: &mut Vec<(TypeRef, TypeRef)>) -> bool {
    let is_equal = |(left, right): (&Field, &Field)| {
        left.name == right.name
            && left.required == right.required
            && left.sensitive == right.sensitive
            && left.read_only == right.read_only
            && left.write_only == right.write_only
            && left.rust_name == right.rust_name
    };
    let fields = left.fields.iter().zip(&right.fields);
    open.extend(fields.clone().map(|(left, right)| (left.ty, right.ty)));
    open.extend(left.additional.into_iter().zip(right.additional));
    left.fields.len() == right.fields.len()
        && left.additional.is_some() == right.additional.is_some()
        && fields.into_iter().all(is_equal)
}

fn equal_unions(left: &Union, right: &Union, open: &mut Vec<(TypeRef, TypeRef)>) -> bool {
    let variants = left.variants.iter().zip(&right.variants);
    open.extend(variants.clone().map(|(left, right)| (left.ty, right.ty)));
    left.tag == right.tag
        && left.variants.len() == right.variants.len()
        && variants.into_iter().all(|(left, right)| {
            left.tags == right.tags
                && left.implicit_tag == right.implicit_tag
                && left.rust_name == right.rust_name
        })
}

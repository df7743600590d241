//! Whether two types have the same values.
//!
//! In: two uses of types that have their shapes. Out: yes or no. What they are called and what is said of them to readers
//! does not matter.

use std::collections::HashSet;

use crate::api::{Field, Shape, Struct, Type, TypeRef, Union};

/// How many pairs of types are compared before they count as different.
const MOST_PAIRS: usize = 10_000;

/// Returns whether two types have the same values and the same constraints. Walks with a list of its own: types may
/// contain themselves.
pub(crate) fn same_type(types: &[Type], left: TypeRef, right: TypeRef) -> bool {
    let mut open = vec![(left, right)];
    let mut seen = HashSet::new();
    while let Some((left, right)) = open.pop() {
        if left.nullable != right.nullable {
            return false;
        }
        if left.id == right.id || !seen.insert((left.id, right.id)) {
            continue;
        }
        let (left, right) = (&types[left.id.0 as usize], &types[right.id.0 as usize]);
        let alike = left.constraints == right.constraints
            && left.sensitive == right.sensitive
            && left.rust == right.rust
            && same_shape(&left.shape, &right.shape, &mut open);
        if !alike || seen.len() > MOST_PAIRS {
            return false;
        }
    }
    true
}

/// Returns what two types that are the same have in common, and few others: the names of members, values or variants.
pub(crate) fn glance(types: &[Type], ty: TypeRef) -> String {
    let shape = &types[ty.id.0 as usize].shape;
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

/// Returns whether two shapes are the same if the types they are made of are, which are added to the list.
fn same_shape(left: &Shape, right: &Shape, open: &mut Vec<(TypeRef, TypeRef)>) -> bool {
    match (left, right) {
        (Shape::List(left), Shape::List(right)) | (Shape::Map(left), Shape::Map(right)) => {
            open.push((*left, *right));
            true
        }
        (Shape::Struct(left), Shape::Struct(right)) => same_struct(left, right, open),
        (Shape::Union(left), Shape::Union(right)) => same_union(left, right, open),
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

fn same_struct(left: &Struct, right: &Struct, open: &mut Vec<(TypeRef, TypeRef)>) -> bool {
    let same = |(left, right): (&Field, &Field)| {
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
        && fields.into_iter().all(same)
}

fn same_union(left: &Union, right: &Union, open: &mut Vec<(TypeRef, TypeRef)>) -> bool {
    let variants = left.variants.iter().zip(&right.variants);
    open.extend(variants.clone().map(|(left, right)| (left.ty, right.ty)));
    left.tag == right.tag
        && left.variants.len() == right.variants.len()
        && variants.into_iter().all(|(left, right)| {
            left.tags == right.tags
                && left.presumed == right.presumed
                && left.rust_name == right.rust_name
        })
}

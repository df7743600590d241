//! Unions that their alternatives make impossible: one of them has any value, or leads back to the union itself.
//!
//! In: all types with their shapes. Out: the same, such that no variant has any value and no union contains itself by
//! alternatives alone; what is given up is reported. Both only show when all types are made.

use crate::diagnostic::Diagnostic;

use crate::api::types::graph::Types;
use crate::api::{Shape, TypeId};

/// Settles all unions.
pub(crate) fn settle(types: &mut Types<'_>) {
    open_unions(types);
    break_circles(types);
}

/// Makes a union with a variant of any value free-form, and so on for the unions that have it as a variant.
fn open_unions(types: &mut Types<'_>) {
    let mut holders: Vec<Vec<(usize, usize)>> = vec![Vec::new(); types.list.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, ty) in types.list.iter().enumerate() {
        match &ty.shape {
            Shape::Any => open.push(index),
            Shape::Union(union) => {
                for (number, variant) in union.variants.iter().enumerate() {
                    holders[variant.ty.id.0 as usize].push((index, number));
                }
            }
            _ => {}
        }
    }
    while let Some(any) = open.pop() {
        for (index, number) in std::mem::take(&mut holders[any]) {
            let Shape::Union(union) = &types.list[index].shape else {
                continue;
            };
            let place = union.variants[number].location.clone();
            types.list[index].shape = Shape::Any;
            open.push(index);
            types.report(Diagnostic::degraded("open-union", place, OPEN));
        }
    }
}

/// What is said of an alternative that accepts any value.
pub(crate) const OPEN: &str = "this alternative accepts any value, so the others cannot be told from it; a free-form value is used";

/// Removes variants that lead back to their union by variants alone: they have no values of their own.
fn break_circles(types: &mut Types<'_>) {
    const OPEN: u8 = 1;
    const DONE: u8 = 2;
    let mut states = vec![0u8; types.list.len()];
    for start in 0..types.list.len() {
        // Each step: a union, and which of its variants comes next.
        let mut stack: Vec<(usize, usize)> = Vec::new();
        if states[start] == 0 {
            states[start] = OPEN;
            stack.push((start, 0));
        }
        while let Some((index, number)) = stack.pop() {
            let Some(TypeId(next)) = variant_of(types, index, number) else {
                states[index] = DONE;
                continue;
            };
            let next = next as usize;
            match states[next] {
                0 => {
                    stack.push((index, number + 1));
                    states[next] = OPEN;
                    stack.push((next, 0));
                }
                OPEN => {
                    remove(types, index, number);
                    stack.push((index, number));
                }
                _ => stack.push((index, number + 1)),
            }
        }
    }
}

/// Returns the type of a variant of a union.
fn variant_of(types: &Types<'_>, index: usize, number: usize) -> Option<TypeId> {
    match &types.list[index].shape {
        Shape::Union(union) => union.variants.get(number).map(|variant| variant.ty.id),
        _ => None,
    }
}

fn remove(types: &mut Types<'_>, index: usize, number: usize) {
    let Shape::Union(union) = &mut types.list[index].shape else {
        return;
    };
    let variant = union.variants.remove(number);
    let free_form = union.variants.is_empty();
    if free_form {
        types.list[index].shape = Shape::Any;
    }
    let instead = match free_form {
        true => "a free-form value is used",
        false => "it is left out",
    };
    types.report(
        Diagnostic::warning(
            "cyclic-schema",
            variant.location,
            format!("this alternative leads back to the schema whose alternative it is; {instead}"),
        )
        .free_form(free_form),
    );
}

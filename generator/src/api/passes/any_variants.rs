//! Replaces unions that have a variant of any value by free-form types.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same, where no variant of a union accepts every value; each replaced
//! union is reported. Which alternatives are free-form shows only when all types are made: a reference may lead to a union that
//! is replaced itself. Runs before all passes that look at shapes.

use crate::diagnostic::{Diagnostic, Diagnostics};

use crate::api::types::open_unions::ACCEPTS_ANY_VALUE;
use crate::api::{Api, Shape};

/// A variant: the index of its union's type, and its own index there.
struct VariantIndex {
    union: usize,
    variant: usize,
}

/// Replaces such unions, and then the unions that have one of them as a variant.
pub(crate) fn replace_unions(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut variants: Vec<Vec<VariantIndex>> = Vec::new();
    variants.resize_with(api.types.len(), Vec::new);
    let mut free_form: Vec<usize> = Vec::new();
    for (index, ty) in api.types.iter().enumerate() {
        match &ty.shape {
            Shape::Any => free_form.push(index),
            Shape::Union(union) => {
                for (number, variant) in union.variants.iter().enumerate() {
                    variants[variant.ty.id.0 as usize].push(VariantIndex {
                        union: index,
                        variant: number,
                    });
                }
            }
            _ => {}
        }
    }
    while let Some(any) = free_form.pop() {
        for found in std::mem::take(&mut variants[any]) {
            let Shape::Union(union) = &api.types[found.union].shape else {
                continue;
            };
            let location = union.variants[found.variant].location.clone();
            api.types[found.union].shape = Shape::Any;
            free_form.push(found.union);
            diagnostics.push_once(Diagnostic::degraded(
                "open-union",
                location,
                ACCEPTS_ANY_VALUE,
            ));
        }
    }
}

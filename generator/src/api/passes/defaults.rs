//! Defaults that are no values of their types.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same without documented defaults that nobody can give; each is
//! reported. Text that is clearly meant, such as `"10"` for a number, stays.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::source::Node;

use crate::api::{Api, Docs, Shape};

/// Reports defaults that do not fit and removes them.
pub(crate) fn check(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut of_types = HashSet::new();
    for (index, ty) in api.types.iter_mut().enumerate() {
        if drop_unless_fitting(&mut ty.docs, &ty.shape) {
            of_types.insert(index);
            diagnostics.push_once(remark(&ty.location));
        }
    }
    for index in 0..api.types.len() {
        let Shape::Struct(object) = &mut api.types[index].shape else {
            continue;
        };
        let mut object = std::mem::take(object);
        for field in &mut object.fields {
            let shape = &api.types[field.ty.id.0 as usize].shape;
            if drop_unless_fitting(&mut field.docs, shape) {
                diagnostics.push_once(remark(&field.location));
            }
        }
        api.types[index].shape = Shape::Struct(object);
    }
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            let ty = parameter.ty.id.0 as usize;
            if drop_unless_fitting(&mut parameter.docs, &api.types[ty].shape)
                && !of_types.contains(&ty)
            {
                diagnostics.push_once(remark(&parameter.location));
            }
        }
    }
}

/// Removes a default that does not fit; returns whether there was one.
fn drop_unless_fitting(docs: &mut Docs, shape: &Shape) -> bool {
    let wrong = docs
        .default
        .as_ref()
        .is_some_and(|default| !fits(shape, default));
    if wrong {
        docs.default = None;
    }
    wrong
}

fn remark(place: &Location) -> Diagnostic {
    Diagnostic::warning(
        "default-type",
        place.child("default"),
        "this default is no value of its type; it is left out",
    )
}

/// Returns whether a value of a boolean or a number may be meant. Of other types each is taken as it is.
fn fits(shape: &Shape, default: &Node) -> bool {
    match (shape, default) {
        (
            Shape::Boolean
            | Shape::Integer(_)
            | Shape::Integers(_)
            | Shape::Number
            | Shape::IntegerOrNumber,
            Node::Array(_) | Node::Object(_),
        ) => false,
        (Shape::Boolean, Node::String(text)) => {
            matches!(text.to_ascii_lowercase().as_str(), "true" | "false")
        }
        (
            Shape::Integer(_) | Shape::Integers(_) | Shape::Number | Shape::IntegerOrNumber,
            Node::String(text),
        ) => text.trim().parse::<f64>().is_ok(),
        (
            Shape::Integer(_) | Shape::Integers(_) | Shape::Number | Shape::IntegerOrNumber,
            Node::Bool(_),
        ) => false,
        (Shape::Integer(_) | Shape::Integers(_), Node::Float(value)) => value.fract() == 0.0,
        _ => true,
    }
}

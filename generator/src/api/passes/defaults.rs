//! Removes documented defaults that are not values of their types.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same without such defaults; each is reported. A string that clearly
//! stands for the value, such as `"10"` for a number, is kept. Runs before fields take the documentation of their types, so
//! that a default is removed and reported where it is written.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::source::Node;

use crate::api::{Api, Docs, Shape};

/// Reports the defaults that do not fit, and removes them.
pub(crate) fn remove_invalid(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut reported_types = HashSet::new();
    for (index, ty) in api.types.iter_mut().enumerate() {
        if remove_unless_valid(&mut ty.docs, &ty.shape) {
            reported_types.insert(index);
            diagnostics.push_once(invalid(&ty.location));
        }
    }
    for index in 0..api.types.len() {
        let Shape::Struct(object) = &mut api.types[index].shape else {
            continue;
        };
        let mut object = std::mem::take(object);
        for field in &mut object.fields {
            let shape = &api.types[field.ty.id.0 as usize].shape;
            if remove_unless_valid(&mut field.docs, shape) {
                diagnostics.push_once(invalid(&field.location));
            }
        }
        api.types[index].shape = Shape::Struct(object);
    }
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            let ty = parameter.ty.id.0 as usize;
            if remove_unless_valid(&mut parameter.docs, &api.types[ty].shape)
                && !reported_types.contains(&ty)
            {
                diagnostics.push_once(invalid(&parameter.location));
            }
        }
    }
}

/// Removes a default that does not fit; returns whether there was one.
fn remove_unless_valid(docs: &mut Docs, shape: &Shape) -> bool {
    let is_invalid = docs
        .default
        .as_ref()
        .is_some_and(|default| !is_valid(shape, default));
    if is_invalid {
        docs.default = None;
    }
    is_invalid
}

fn invalid(location: &Location) -> Diagnostic {
    Diagnostic::warning(
        "default-type",
        location.child("default"),
        "this default is not a value of its type; it is ignored",
    )
}

/// Returns whether a default can stand for a value of a boolean or a number. Defaults of other types are not checked.
fn is_valid(shape: &Shape, default: &Node) -> bool {
    match (shape, default) {
        (
            Shape::Boolean
            | Shape::Integer(_)
            | Shape::Integers(_)
            | Shape::Number
            | Shape::IntegerOrNumber,
            Node::Array(_) | Node::Object(_),
        ) => false,
        (Shape::Boolean, Node::String(string)) => {
            matches!(string.to_ascii_lowercase().as_str(), "true" | "false")
        }
        (
            Shape::Integer(_) | Shape::Integers(_) | Shape::Number | Shape::IntegerOrNumber,
            Node::String(string),
        ) => string.trim().parse::<f64>().is_ok(),
        (
            Shape::Integer(_) | Shape::Integers(_) | Shape::Number | Shape::IntegerOrNumber,
            Node::Bool(_),
        ) => false,
        (Shape::Integer(_) | Shape::Integers(_), Node::Float(value)) => value.fract() == 0.0,
        _ => true,
    }
}

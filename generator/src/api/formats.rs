//! Formats of numbers. <https://spec.openapis.org/registry/format/>
//!
//! In: a format, or a [`Merged`] that has one. Out: whether it says that numbers are whole.

use crate::source::Node;

use super::constraints;
use super::merged::Merged;

/// Returns whether numbers of this format are integers: an `f64` would round the digits of a long one. A fraction among the
/// values, or in the bounds, says that the format is a mistake.
pub(super) fn are_integers(merged: &Merged<'_>) -> bool {
    let listed = merged.values.iter().flatten().map(|value| value.node);
    let mut values = listed
        .chain(&merged.docs.default)
        .chain(&merged.docs.example);
    let bounds = &merged.constraints;
    let mut bounds = [bounds.minimum, bounds.maximum, bounds.multiple_of]
        .into_iter()
        .flatten();
    merged.format.is_some_and(is_whole)
        && !values.any(|value| matches!(value, Node::Float(value) if value.fract() != 0.0))
        && bounds.all(|bound| constraints::float(bound).fract() == 0.0)
}

/// Returns whether a format is one of numbers.
pub(super) fn is_of_numbers(format: &str) -> bool {
    is_whole(format) || matches!(format, "float" | "double" | "decimal" | "number")
}

fn is_whole(format: &str) -> bool {
    matches!(
        format,
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
    )
}

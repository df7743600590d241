//! Values of a document as Rust literals.
//!
//! In: a [`Node`]. Out: a literal that compiles as its type. Knows nothing of structs.

use crate::api::Node;

use super::super::model::Ty;

/// Longer strings and values are not used.
const MAX_LENGTH: usize = 160;

/// Free-form values nested deeper than this are not used.
const MAX_DEPTH: usize = 8;

/// Returns a string literal.
pub(super) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// Returns the text of a scalar, unless it is too long.
pub(super) fn scalar_text(node: &Node) -> Option<String> {
    let text = match node {
        Node::String(text) => text.clone(),
        Node::Integer(number) => number.to_string(),
        Node::Float(number) => number.to_string(),
        Node::Bool(value) => value.to_string(),
        Node::Null | Node::Array(_) | Node::Object(_) => return None,
    };
    (text.len() <= MAX_LENGTH).then_some(text)
}

/// Returns an integer literal, if the value fits the type.
pub(super) fn integer(ty: &Ty, node: Option<&Node>) -> Option<String> {
    let number = match node? {
        Node::Integer(number) => *number,
        Node::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => *number as i128,
        _ => return None,
    };
    let fits = match ty {
        Ty::I32 => i32::try_from(number).is_ok(),
        Ty::I64 => i64::try_from(number).is_ok(),
        Ty::U32 => u32::try_from(number).is_ok(),
        Ty::U64 => u64::try_from(number).is_ok(),
        _ => false,
    };
    fits.then(|| number.to_string())
}

/// Returns a float literal.
pub(super) fn float(node: Option<&Node>) -> Option<String> {
    match node? {
        Node::Integer(number) => Some(format!("{:?}", *number as f64)),
        Node::Float(number) if number.is_finite() => Some(format!("{number:?}")),
        _ => None,
    }
}

/// Returns the argument of `json!(…)`; an empty object if the value is too long or too deep.
pub(super) fn json(node: Option<&Node>) -> String {
    let mut out = String::new();
    match node {
        Some(node) if write(node, 0, &mut out) && out.len() <= MAX_LENGTH => out,
        _ => "{}".to_owned(),
    }
}

/// Writes a value as `json!` takes it, and returns whether it is short and flat enough.
fn write(node: &Node, depth: usize, out: &mut String) -> bool {
    if depth > MAX_DEPTH || out.len() > MAX_LENGTH {
        return false;
    }
    match node {
        Node::Null => out.push_str("null"),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        // A literal without a suffix is an `i32`, and rustc rejects one that does not fit.
        Node::Integer(number) if i32::try_from(*number).is_ok() => {
            out.push_str(&number.to_string())
        }
        Node::Integer(number) if i64::try_from(*number).is_ok() => {
            out.push_str(&format!("{number}_i64"))
        }
        Node::Integer(number) => out.push_str(&format!("{:?}", *number as f64)),
        Node::Float(number) if number.is_finite() => out.push_str(&format!("{number:?}")),
        Node::Float(_) => out.push_str("null"),
        Node::String(value) => out.push_str(&string(value)),
        Node::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                if !write(element, depth + 1, out) {
                    return false;
                }
            }
            out.push(']');
        }
        Node::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { " " } else { ", " });
                out.push_str(&format!("{}: ", string(name)));
                if !write(value, depth + 1, out) {
                    return false;
                }
            }
            out.push_str(if members.is_empty() { "}" } else { " }" });
        }
    }
    true
}

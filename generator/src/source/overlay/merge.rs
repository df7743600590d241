//! Merges a value into another one.
//!
//! In: the target, and the value with its origins. Out: the changed target and its origins, or the two parts of different kinds.

use crate::source::Node;
use crate::source::origins::Origins;

/// What a value can be merged with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    pub fn of(node: &Node) -> Self {
        match node {
            Node::Object(_) => Self::Object,
            Node::Array(_) => Self::Array,
            _ => Self::Primitive,
        }
    }
}

/// Two values of different kinds with the same name.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// The path from the merged values to those that do not match.
    pub path: Vec<String>,
    /// What the target has there.
    pub target: &'static str,
    /// What is merged there.
    pub value: &'static str,
}

/// Merges a value: objects by name, arrays one after the other, and primitive values by replacing.
///
/// Members that come before a mismatch stay merged: the caller reports an error.
pub(super) fn merge(
    target: &mut Node,
    origins: &mut Origins,
    value: &Node,
    value_origins: &Origins,
) -> Result<(), Mismatch> {
    match (&mut *target, value) {
        (Node::Object(members), Node::Object(new)) => {
            for (name, value) in new {
                let token = std::slice::from_ref(name);
                let value_origins = value_origins.extract(token);
                let Some((_, old)) = members.iter_mut().find(|(old, _)| old == name) else {
                    members.push((name.clone(), value.clone()));
                    origins.set(name, value_origins);
                    continue;
                };
                let below = origins.child_mut(name);
                merge(old, below, value, &value_origins).map_err(|mut mismatch| {
                    mismatch.path.insert(0, name.clone());
                    mismatch
                })?;
            }
        }
        (Node::Array(elements), Node::Array(new)) => {
            for (index, value) in new.iter().enumerate() {
                let value_origins = value_origins.extract(&[index.to_string()]);
                append(elements, origins, value, value_origins);
            }
        }
        (old, new) if Kind::of(old) == Kind::Primitive && Kind::of(new) == Kind::Primitive => {
            *target = value.clone();
            origins.replace_value(value_origins);
        }
        (old, new) => {
            return Err(Mismatch {
                path: Vec::new(),
                target: old.kind(),
                value: new.kind(),
            });
        }
    }
    Ok(())
}

/// Appends a value to an array.
pub(super) fn append(
    elements: &mut Vec<Node>,
    origins: &mut Origins,
    value: &Node,
    value_origins: Origins,
) {
    origins.set(&elements.len().to_string(), value_origins);
    elements.push(value.clone());
}

//! Nodes with their locations: the objects of a document, their members, and array elements.
//!
//! In: nodes. Out: the same nodes with locations, and words for messages about them. Reports nothing (see `reader`).

use crate::diagnostic::Location;
use crate::source::Node;

/// A node with its location.
#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub location: Location,
    pub node: &'a Node,
}

impl Located<'_> {
    /// Returns a number that identifies the node: its address, since all nodes outlive the reader.
    pub fn identity(&self) -> usize {
        std::ptr::from_ref(self.node).addr()
    }
}

/// An object with its location.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
    pub location: Location,
    members: &'a [(String, Node)],
}

impl<'a> Object<'a> {
    /// Creates an object without members.
    pub fn empty(location: Location) -> Self {
        Self {
            location,
            members: &[],
        }
    }

    /// Creates an object from the members of a node.
    pub fn new(location: Location, members: &'a [(String, Node)]) -> Self {
        Self { location, members }
    }

    /// Returns the member `name`.
    pub fn get(&self, name: &str) -> Option<Member<'_, 'a>> {
        self.iter().find(|member| member.name == name)
    }

    /// Returns all members, in document order.
    pub fn iter(&self) -> impl Iterator<Item = Member<'_, 'a>> {
        self.members.iter().map(|(name, value)| Member {
            parent: &self.location,
            name,
            value,
        })
    }

    /// Returns the location and value of `$ref` if it is a string. Other values are reported by the caller.
    pub fn reference(&self) -> Option<(Location, &'a str)> {
        let member = self.get("$ref")?;
        match member.value {
            Node::String(reference) => Some((member.location(), reference)),
            _ => None,
        }
    }
}

/// A member of an object. Its location is computed on demand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'o, 'a> {
    parent: &'o Location,
    pub name: &'a str,
    pub value: &'a Node,
}

impl<'a> Member<'_, 'a> {
    /// Returns the location of the value.
    pub fn location(&self) -> Location {
        self.parent.child(self.name)
    }

    /// Returns the location of the name.
    pub fn key(&self) -> Location {
        self.location().key()
    }

    /// Returns the value with its location.
    pub fn located(&self) -> Located<'a> {
        Located {
            location: self.location(),
            node: self.value,
        }
    }
}

/// Returns the elements of an array with their locations.
pub(super) fn elements_at<'a>(location: &Location, elements: &'a [Node]) -> Vec<Located<'a>> {
    elements
        .iter()
        .enumerate()
        .map(|(index, node)| Located {
            location: location.child(index),
            node,
        })
        .collect()
}

/// Returns a scalar as a string; `None` for `null`, arrays and objects.
pub(super) fn scalar_to_string(node: &Node) -> Option<String> {
    match node {
        Node::String(string) => Some(string.clone()),
        Node::Integer(number) => Some(number.to_string()),
        // `Debug` keeps the fraction of `1.0`, which matters for versions.
        Node::Float(number) => Some(format!("{number:?}")),
        Node::Bool(flag) => Some(flag.to_string()),
        Node::Null | Node::Array(_) | Node::Object(_) => None,
    }
}

/// Describes a value for messages: its kind, or the number itself, because the kind of a number may be right.
pub(super) fn found(node: &Node) -> String {
    match node {
        Node::Integer(_) | Node::Float(_) => {
            format!("`{}`", scalar_to_string(node).unwrap_or_default())
        }
        other => other.kind().to_owned(),
    }
}

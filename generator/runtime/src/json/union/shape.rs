//! The shapes of the alternatives of a union.
//!
//! In: constants of generated code. Out: [`WireShape`], and the properties of a shape that need no value.

use crate::runtime::json::JsonType;

/// The shape of the JSON values of an alternative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireShape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// An integer, possibly written with a fraction of zero.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// One of these strings.
    Strings(&'static [&'static str]),
    /// Any string, number or boolean except these, which belong to other alternatives. Numbers and booleans are given
    /// as JSON.
    Except(&'static [&'static str]),
    /// An array whose first element has one of these shapes, or any shape if there are none.
    Array(&'static [WireShape]),
    /// An object.
    Object {
        /// The required members, sorted.
        required: &'static [&'static str],
        /// The other declared members, sorted.
        optional: &'static [&'static str],
        /// Members that, if present, have one of these values. Numbers and booleans are given as JSON.
        constants: &'static [(&'static str, &'static [&'static str])],
    },
    /// An object of the first shape, whose members have these shapes if they are present and not null.
    Nested(&'static WireShape, &'static [(&'static str, WireShape)]),
    /// An object with arbitrary members.
    Map,
    /// An object whose tag has one of these values. Numbers and booleans are given as JSON.
    Tagged(&'static [&'static str]),
    /// One of these shapes. If one of them is tagged, not an object with another tag.
    OneOf(&'static [WireShape]),
}

impl WireShape {
    /// Returns the shape of objects without declared members.
    pub const fn object() -> Self {
        Self::Object {
            required: &[],
            optional: &[],
            constants: &[],
        }
    }

    /// Sets the required members of an object, sorted.
    pub const fn required(mut self, names: &'static [&'static str]) -> Self {
        if let Self::Object { required, .. } = &mut self {
            *required = names;
        }
        self
    }

    /// Sets the other declared members of an object, sorted.
    pub const fn optional(mut self, names: &'static [&'static str]) -> Self {
        if let Self::Object { optional, .. } = &mut self {
            *optional = names;
        }
        self
    }

    /// Sets the members of an object that, if present, have one of these values. Numbers and booleans are given as JSON.
    pub const fn constants(
        mut self,
        members: &'static [(&'static str, &'static [&'static str])],
    ) -> Self {
        if let Self::Object { constants, .. } = &mut self {
            *constants = members;
        }
        self
    }
}

/// Returns the index of the only shape that a value of this JSON type can have.
pub(super) fn only_one(shapes: &'static [WireShape], found: JsonType) -> Option<usize> {
    let mut fitting = shapes
        .iter()
        .enumerate()
        .filter(|(_, shape)| can_have(shape, found));
    match (fitting.next(), fitting.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}

/// Returns `true` if a value of this JSON type can have the shape.
pub(super) fn can_have(shape: &WireShape, found: JsonType) -> bool {
    match shape {
        WireShape::OneOf(shapes) => shapes.iter().any(|shape| can_have(shape, found)),
        WireShape::Nested(object, _) => can_have(object, found),
        WireShape::Any => true,
        WireShape::Boolean => found == JsonType::Boolean,
        WireShape::Integer | WireShape::Number => found == JsonType::Number,
        WireShape::String | WireShape::Strings(_) => found == JsonType::String,
        WireShape::Array(_) => found == JsonType::Array,
        WireShape::Except(_) => !matches!(found, JsonType::Array | JsonType::Object),
        WireShape::Object { .. } | WireShape::Map => found == JsonType::Object,
        WireShape::Tagged(_) => false,
    }
}

/// Returns `true` if `other` declares all members that `shape` declares, and more.
pub(super) fn is_extended_by(shape: &WireShape, other: &WireShape) -> bool {
    let (
        WireShape::Object {
            required, optional, ..
        },
        WireShape::Object {
            required: theirs,
            optional: also_theirs,
            ..
        },
    ) = (shape, other)
    else {
        return false;
    };
    let knows =
        |name: &&str| theirs.binary_search(name).is_ok() || also_theirs.binary_search(name).is_ok();
    required.len() + optional.len() < theirs.len() + also_theirs.len()
        && required.iter().chain(*optional).all(knows)
}

pub(super) fn is_tagged(shape: &WireShape, tag: &str) -> bool {
    match shape {
        WireShape::Tagged(tags) => tags.contains(&tag),
        WireShape::OneOf(shapes) => shapes.iter().any(|shape| is_tagged(shape, tag)),
        _ => false,
    }
}

pub(super) fn has_tag(shape: &WireShape) -> bool {
    match shape {
        WireShape::Tagged(_) => true,
        WireShape::OneOf(shapes) => shapes.iter().any(has_tag),
        _ => false,
    }
}

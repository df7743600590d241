//! Unions of a crate to print: their variants, and what tells one from another.

use super::checks::Checks;
use super::ident::Ident;
use super::ty::Ty;

/// An enum whose variants hold values of different types.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The alternatives, in document order.
    pub variants: Vec<UnionVariant>,
    /// The member whose value chooses, if there is one.
    pub tag: Option<String>,
    /// Whether the document allows any other value.
    pub open: bool,
    /// The variant that keeps any other value as it is, `Unrecognized` unless taken.
    pub unrecognized: Ident,
    /// Whether any variant holds a secret that does not hide itself, so that `Debug` is written out.
    pub secret: bool,
    /// Whether a request can carry it, so that `validate` is there.
    pub in_request: bool,
    /// The union that answers have where requests have this one, so that one can be made of the other.
    pub response_form: Option<Ident>,
}

/// An alternative of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// The variant.
    pub name: Ident,
    /// What it holds.
    pub ty: Ty,
    /// The shape of its values on the wire.
    pub wire_shape: WireShape,
    /// What is written as the tag whatever the value itself says; none where it always says one of its tags.
    pub tag: Option<Tag>,
    /// Whether the value is never printed.
    pub secret: bool,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What `validate` checks.
    pub checks: Checks,
}

/// The values of a tag that mean one alternative: what the value says is written if it is one of them, else the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The values, at least one: strings, or the JSON text of numbers and booleans.
    pub values: Vec<String>,
    /// Whether they are strings.
    pub is_string: bool,
}

/// The JSON shape of a type's values, as far as it distinguishes one alternative of a union from the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WireShape {
    /// Any value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// One of these strings.
    Strings(Vec<String>),
    /// Any scalar but these: strings, or the JSON text of numbers and booleans.
    Except(Vec<String>),
    /// An array whose first element has one of these shapes; any shape if the list is empty.
    Array(Vec<WireShape>),
    /// An object.
    Object(ObjectShape),
    /// An object with members of any name.
    Map,
    /// An object whose tag has one of these values: strings, or the JSON text of numbers and booleans.
    Tagged(Vec<String>),
    /// One of these shapes.
    Either(Vec<WireShape>),
}

/// The shape of an object on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectShape {
    /// The members that it must have, sorted.
    pub required: Vec<String>,
    /// The other members that it has a name for, sorted.
    pub optional: Vec<String>,
    /// Members that have one of some values: strings, or the JSON text of numbers and booleans.
    pub constants: Vec<(String, Vec<String>)>,
    /// The shapes of members' values, if they distinguish alternatives.
    pub members: Vec<(String, WireShape)>,
}

//! Unions: enums whose variants hold values, and how values are matched to variants.

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
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The alternatives, in document order.
    pub variants: Vec<UnionVariant>,
    /// The member whose value chooses the variant, if there is one.
    pub tag: Option<String>,
    /// Whether the document allows any other value.
    pub open: bool,
    /// The variant that keeps any other value as it is, `Unrecognized` unless that name is in use.
    pub unrecognized: Ident,
    /// Whether any variant holds a secret that does not redact itself, so that `Debug` is implemented by hand and redacts it.
    pub secret: bool,
    /// Whether requests can contain it, so that it has `validate`.
    pub in_request: bool,
    /// The union that responses have where requests have this one: this one converts from it.
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
    /// The tag that is written over the value's own; `None` if the value always writes one of its tags.
    pub tag: Option<Tag>,
    /// Whether `Debug` redacts the value.
    pub secret: bool,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// What `validate` checks.
    pub checks: Checks,
}

/// The values of a tag that choose one alternative: the value's own tag is written if it is one of them, else the first.
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
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// One of these strings.
    Strings(Vec<String>),
    /// Any scalar except these: strings, or the JSON text of numbers and booleans.
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
    /// The required members, sorted.
    pub required: Vec<String>,
    /// The other named members, sorted.
    pub optional: Vec<String>,
    /// Members and the values they can have: strings, or the JSON text of numbers and booleans.
    pub constants: Vec<(String, Vec<String>)>,
    /// The shapes of members' values, if they distinguish alternatives.
    pub members: Vec<(String, WireShape)>,
}

//! Unions: types of which a value is one of several others.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;

use super::{Docs, TypeRef};

/// One of several types.
///
/// Null is not one of them: a use of the union is nullable instead. No variant's type accepts every value, and no two
/// variants have one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The alternatives, in document order.
    pub variants: Vec<Variant>,
    /// The member of object alternatives whose value identifies the variant, if there is one. The variants' types need not have
    /// it as a field: a discriminator counts even if the document forgets to declare its property.
    pub tag: Option<String>,
    /// Whether a further alternative accepts any value: a value that matches none of the others is expected then.
    pub open: bool,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its type, never nullable.
    pub ty: TypeRef,
    /// The values of the tag that identify it, as canonical strings (`cat`, `1`, `true`); no two variants share one. Empty if
    /// the tag does not identify it: it is not an object, or the document has no value for it.
    pub tags: Vec<String>,
    /// Whether the only tag is its name, and its schema does not declare the tag: it is read, but not sent.
    pub implicit_tag: bool,
    /// The name of the component that it is, or that it restricts further (its type is one of its own then).
    pub component: Option<String>,
    /// The documentation of this use: the summary is the alternative's `title`. That of a component is at its type.
    pub docs: Docs,
    /// The Rust name that the document requests for it.
    pub rust_name: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

//! Types: their shapes, documentation and constraints.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;
use crate::openapi::Node;
use crate::openapi::document::Format;

use super::{TypeName, Union};

/// A type of an [`Api`](super::Api).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A use of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The type.
    pub id: TypeId,
    /// Whether null is accepted here, for no value.
    pub nullable: bool,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// Its name, as written in the document.
    pub name: TypeName,
    /// Its documentation.
    pub docs: Docs,
    /// Which values it has.
    pub shape: Shape,
    /// What is checked before sending.
    pub constraints: Constraints,
    /// Whether values are secret.
    pub sensitive: bool,
    /// Whether a request can carry it.
    pub in_request: bool,
    /// Whether a response can carry it.
    pub in_response: bool,
    /// What the places have in common that share it, where several of them declare equal types inline.
    pub shared_by: Option<SharedBy>,
    /// Requests of the document about Rust.
    pub rust: RustHints,
    /// Where it is declared.
    pub location: Location,
}

impl Type {
    /// Returns whether it has this title and is not a named schema of the document.
    pub fn is_titled(&self, title: &str) -> bool {
        matches!(self.name, TypeName::Inline { .. }) && self.docs.summary.as_deref() == Some(title)
    }
}

/// What the places have in common that share an inline type. It is named after that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SharedBy {
    /// The group of operations.
    Group(String),
    /// The title of the type, or of the type that it is a part of.
    Title(String),
    /// The name of the property.
    Property(String),
}

impl SharedBy {
    /// Returns the group, the title or the name.
    pub fn name(&self) -> &str {
        match self {
            Self::Group(name) | Self::Title(name) | Self::Property(name) => name,
        }
    }
}

/// Requests of the document about Rust, passed through as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RustHints {
    /// A name.
    pub name: Option<String>,
    /// A type path to use instead.
    pub type_path: Option<String>,
}

/// What values a type has.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// An integer.
    Integer(IntegerFormat),
    /// A number.
    Number,
    /// A number that is stated to be an integer or any number: 64-bit integers keep all digits.
    IntegerOrNumber,
    /// A string, with the format if one is stated.
    String(Option<Format>),
    /// A string that is an RFC 3339 date-time.
    DateTime,
    /// A string that is an RFC 3339 date.
    Date,
    /// Bytes, outside of JSON.
    Bytes,
    /// A file: bytes in a part of a form, with a name and a media type.
    File,
    /// One of several strings; others are accepted.
    Enum(Vec<EnumValue>),
    /// One of several 64-bit integers; others are accepted. The values are their decimal digits.
    Integers(Vec<EnumValue>),
    /// A list.
    List(TypeRef),
    /// A list of a fixed number of elements, each of its own type: between 2 and [`MAX_TUPLE`](crate::api::MAX_TUPLE).
    Tuple(Vec<TypeRef>),
    /// An object with members of any name and one type.
    Map(TypeRef),
    /// An object with declared members.
    Struct(Struct),
    /// One of several types.
    Union(Union),
}

/// The range of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegerFormat {
    /// 32 bits, signed.
    Int32,
    /// 64 bits, signed.
    Int64,
    /// 32 bits, unsigned.
    UInt32,
    /// 64 bits, unsigned.
    UInt64,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The string on the wire.
    pub value: String,
    /// Its meaning, if the document describes it.
    pub description: Option<String>,
    /// Its name in the document, if that is not the value itself.
    pub title: Option<String>,
    /// The Rust name that the document requests for it.
    pub rust_name: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// An object with declared members.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Struct {
    /// The members, in document order.
    pub fields: Vec<Field>,
    /// The type of members that are not declared, if the document states one.
    pub additional: Option<TypeRef>,
}

/// A declared member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The wire name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is always present, in each direction that its owner travels: lowering makes a member that only requests or
    /// only responses have optional in a type that both carry.
    pub required: bool,
    /// Whether its value is secret (also where its type is).
    pub sensitive: bool,
    /// Whether only responses have it.
    pub read_only: bool,
    /// Whether only requests have it.
    pub write_only: bool,
    /// Its documentation; that of the use comes before that of the type.
    pub docs: Docs,
    /// What is checked before sending: the type's constraints together with those of this use.
    pub constraints: Constraints,
    /// The Rust name that the document requests for it.
    pub rust_name: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// Documentation of a part of the API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// The value that the service uses if none is sent.
    pub default: Option<Node>,
    /// The first example.
    pub example: Option<Node>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// Constraints that are checked before sending, or only documented.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// The least value.
    pub minimum: Option<Bound>,
    /// The greatest value.
    pub maximum: Option<Bound>,
    /// The value must be greater.
    pub exclusive_minimum: Option<Bound>,
    /// The value must be less.
    pub exclusive_maximum: Option<Bound>,
    /// The value must be a multiple; checked for integers only.
    pub multiple_of: Option<Bound>,
    /// The least number of code points.
    pub min_length: Option<u64>,
    /// The greatest number of code points.
    pub max_length: Option<u64>,
    /// A regular expression; documented only.
    pub pattern: Option<String>,
    /// The least number of elements.
    pub min_items: Option<u64>,
    /// The greatest number of elements.
    pub max_items: Option<u64>,
    /// Whether no two elements are equal.
    pub unique_items: bool,
    /// The least number of members.
    pub min_properties: Option<u64>,
    /// The greatest number of members.
    pub max_properties: Option<u64>,
    /// The allowed values of a boolean or number as canonical JSON (`1`, `true`), if the document lists them;
    /// documented only. Those of strings are in [`Shape::Enum`].
    pub values: Vec<String>,
}

/// A numeric bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// An integer.
    Integer(i128),
    /// Any other.
    Float(f64),
}

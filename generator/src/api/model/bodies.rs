//! What operations send, in terms of neither OpenAPI nor Rust: values by media type.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;
use crate::source::Node;

use super::{Docs, Style, TypeRef};

/// What an operation sends.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it is required.
    pub required: bool,
    /// The media types that it can be sent as, in document order; at least one.
    pub contents: Vec<Content>,
    /// Its documentation.
    pub docs: Docs,
    /// Where it is declared.
    pub location: Location,
}

/// A body of one media type.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type that is sent, as declared: `application/json`, `application/merge-patch+json`, …
    pub media_type: String,
    /// How a value becomes bytes.
    pub encoding: BodyEncoding,
    /// Its type.
    pub ty: TypeRef,
    /// The first documented example.
    pub example: Option<Node>,
    /// Where it is declared.
    pub location: Location,
}

/// How a body becomes bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyEncoding {
    /// As JSON.
    Json,
    /// A list: each element as JSON on a line of its own.
    Lines,
    /// A list: each element as JSON between a record separator and the end of a line. RFC 7464.
    Sequence,
    /// As pairs of names and strings, `application/x-www-form-urlencoded`; with the encodings that are stated for members.
    Form(Vec<Part>),
    /// Each member as a part of its own, `multipart/form-data` and similar; with the encodings that are stated for members.
    Multipart(Vec<Part>),
    /// As it is: the type is [`Shape::String`](super::Shape::String).
    Text,
    /// As it is: the type is [`Shape::Bytes`](super::Shape::Bytes).
    Bytes,
}

/// The encoding that is stated for a member of a form, where it differs from the default for its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// The member's wire name.
    pub name: String,
    /// The media type of the part, unless the value has one of its own.
    pub content_type: Option<String>,
    /// Further headers of the part: names and values.
    pub headers: Vec<(String, String)>,
    /// How the value becomes pairs of names and strings.
    pub style: Option<PartStyle>,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
}

/// How the value of a part becomes pairs of names and strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartStyle {
    /// The style.
    pub style: Style,
    /// Whether each element and member becomes a pair of its own.
    pub explode: bool,
}

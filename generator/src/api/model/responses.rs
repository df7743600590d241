//! What operations answer, in terms of neither OpenAPI nor Rust: values by status and media type, headers, failures.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](crate::api::lower) alone.

use crate::diagnostic::Location;
use crate::source::Node;

use super::{Docs, TypeRef};

/// What an operation gives on success.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Success {
    /// The value; `None` where nothing that matters is answered, and where there are [`alternatives`](Self::alternatives).
    pub value: Option<TypeRef>,
    /// How the body becomes the value; nothing where there are alternatives.
    pub encoding: SuccessEncoding,
    /// The answers of several types, exact statuses before ranges; empty where one type stands for all.
    pub alternatives: Vec<Alternative>,
    /// Other formats in which the response can be requested, one for each encoding.
    pub other_formats: Vec<ResponseFormat>,
    /// The headers that answers of success declare, in document order.
    pub headers: Vec<Header>,
    /// What is sent as `Accept`: the declared media types that can be read.
    pub accept: Option<String>,
    /// Declared success statuses, for the documentation.
    pub statuses: Vec<StatusRange>,
    /// What the document says of the answer, CommonMark.
    pub description: Option<String>,
    /// Operations that can be called next with values of the response.
    pub links: Vec<Link>,
    /// The first documented example of the whole answer.
    pub example: Option<Node>,
}

impl Success {
    /// Returns the types of all values that an answer of success can carry, headers included.
    pub fn types(&self) -> impl Iterator<Item = TypeRef> + '_ {
        let alternatives = self.alternatives.iter().filter_map(|one| one.value);
        let other_formats = self.other_formats.iter().filter_map(|one| one.value);
        let headers = self.headers.iter().map(|header| header.ty);
        self.value
            .into_iter()
            .chain(alternatives)
            .chain(other_formats)
            .chain(headers)
    }
}

/// An operation that can be called next with values of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The link's name.
    pub name: String,
    /// The id of the operation.
    pub operation: Option<String>,
    /// The description, CommonMark.
    pub description: Option<String>,
}

/// One of several answers of success.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The statuses that it is for.
    pub status: StatusRange,
    /// The value; `None` where nothing that matters is answered.
    pub value: Option<TypeRef>,
    /// How the body becomes the value.
    pub encoding: SuccessEncoding,
    /// What the document says of it, CommonMark.
    pub description: Option<String>,
    /// The first documented example of it.
    pub example: Option<Node>,
    /// Where it stands.
    pub location: Location,
}

/// A format of a response that has to be requested, beside the one that a call returns by default.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseFormat {
    /// How the body becomes the value; neither JSON nor wrapped.
    pub encoding: SuccessEncoding,
    /// The type of each event's data, or of each line; `None` for text and bytes, and where events have no type.
    pub value: Option<TypeRef>,
    /// What is sent as `Accept`.
    pub accept: String,
}

/// How a body becomes a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SuccessEncoding {
    /// The body is the value as JSON, or there is no value.
    #[default]
    Json,
    /// The body is the API's envelope around the value, or around nothing that matters.
    Envelope,
    /// The body is text.
    Text,
    /// The body is bytes.
    Bytes,
    /// The body is a stream of server-sent events; the value is the data of each, where it is known to be JSON.
    Events,
    /// The body is a sequence of JSON texts; the value is each of them.
    Lines,
}

/// A header that an answer declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The name on the wire, as declared.
    pub name: String,
    /// How its text becomes the value.
    pub form: HeaderForm,
    /// Whether every answer of success has it.
    pub required: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Text and marks for readers.
    pub docs: Docs,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// How a header's field value becomes a typed value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderForm {
    /// A string: the field value itself.
    String,
    /// A number or a boolean.
    Scalar,
    /// Strings, separated by commas.
    StringList,
    /// Numbers or booleans, separated by commas.
    ScalarList,
    /// Strings, one for each field line with the header's name.
    Repeated,
    /// JSON.
    Json,
}

/// A declared failure.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The statuses that it is for.
    pub status: StatusRange,
    /// The body's type, if it is JSON.
    pub body: Option<TypeRef>,
    /// What the document says of it, CommonMark.
    pub description: Option<String>,
}

/// Which statuses are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusRange {
    /// One status.
    Code(u16),
    /// A hundred: 4 is 400 to 499.
    Range(u8),
    /// All others.
    Default,
}

/// A request that the service makes, so that a program can read it and respond.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// What it is called in the document.
    pub name: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// For a callback, the operation that requests it: the index in [`Api::operations`](super::Api::operations), and the
    /// expression that gives the URL.
    pub callback: Option<(usize, String)>,
    /// Text and marks for readers.
    pub docs: Docs,
    /// The body's type and media type, if it is JSON.
    pub body: Option<(TypeRef, String)>,
    /// The type of the response body that the service expects, if that is JSON.
    pub response: Option<TypeRef>,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

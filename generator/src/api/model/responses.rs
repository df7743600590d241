//! Responses of operations, in terms of neither OpenAPI nor Rust: values by status and media type, headers, failures.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;
use crate::source::Node;

use super::{Docs, TypeRef};

/// The responses of an operation on success.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Success {
    /// The value; `None` if responses have no value, or if there are [`alternatives`](Self::alternatives).
    pub value: Option<TypeRef>,
    /// How the body becomes the value; without meaning if there are alternatives.
    pub encoding: SuccessEncoding,
    /// Responses of several types, exact statuses before ranges; empty if one type serves all.
    pub alternatives: Vec<Alternative>,
    /// Other formats in which the response can be requested, one for each encoding.
    pub other_formats: Vec<ResponseFormat>,
    /// The headers that responses on success declare, in document order.
    pub headers: Vec<Header>,
    /// What is sent as `Accept`: the declared media types that can be read.
    pub accept: Option<String>,
    /// Declared success statuses, for the documentation.
    pub statuses: Vec<StatusRange>,
    /// The description of the response, CommonMark.
    pub description: Option<String>,
    /// Operations that can be called next with values of the response.
    pub links: Vec<Link>,
    /// The first documented example of the whole response.
    pub example: Option<Node>,
}

impl Success {
    /// Returns the types of all values that a response on success can carry, headers included.
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

/// One of several responses on success.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The statuses that it is for.
    pub status: StatusRange,
    /// The value; `None` if the response has no value.
    pub value: Option<TypeRef>,
    /// How the body becomes the value.
    pub encoding: SuccessEncoding,
    /// Its description, CommonMark.
    pub description: Option<String>,
    /// The first documented example of it.
    pub example: Option<Node>,
    /// Where it is declared.
    pub location: Location,
}

/// A format of a response that has to be requested, beside the one that a call returns by default.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseFormat {
    /// How the body becomes the value; neither JSON nor in an envelope.
    pub encoding: SuccessEncoding,
    /// The type of each event's data, or of each line; `None` for text and bytes, and if events have no type.
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

/// A header that a response declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The name on the wire, as declared.
    pub name: String,
    /// How its field value becomes the value.
    pub form: HeaderForm,
    /// Whether every response on success has it.
    pub required: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Its documentation.
    pub docs: Docs,
    /// The Rust name that the document requests for it.
    pub rust_name: Option<String>,
    /// Where it is declared.
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
    /// Its description, CommonMark.
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
    /// Its documentation.
    pub docs: Docs,
    /// The body's type and media type, if it is JSON.
    pub body: Option<(TypeRef, String)>,
    /// The type of the response body that the service expects, if that is JSON.
    pub response: Option<TypeRef>,
    /// The Rust name that the document requests for it.
    pub rust_name: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

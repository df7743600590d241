//! Where the names of types come from.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use super::{StatusRange, TypeId};

/// Where a type's name comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// A named component.
    Component(String),
    /// Part of another type.
    Inline {
        /// The type it is part of.
        owner: TypeId,
        /// Which part.
        part: TypePart,
    },
    /// Part of an operation: the index in [`Api::operations`](super::Api::operations) and which part.
    Operation {
        /// The operation's index.
        operation: usize,
        /// Which part.
        part: OperationPart,
    },
    /// The part of another type that requests carry; that type itself is what responses carry.
    Request(TypeId),
    /// The body of a response that several operations refer to by this name.
    Response(String),
    /// Part of a request that the service makes: the index in [`Api::webhooks`](super::Api::webhooks).
    Webhook {
        /// The webhook's index.
        webhook: usize,
        /// Which part.
        part: WebhookPart,
    },
}

/// Which part of a webhook a type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WebhookPart {
    /// The body of the request that the service sends.
    Request,
    /// The body of the response that the service expects.
    Response,
}

/// Which part of a type another one is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypePart {
    /// The field of this wire name.
    Field(String),
    /// The element of a list.
    Item,
    /// The element of a tuple with this index.
    Element(usize),
    /// The value of a map, or of undeclared members.
    Value,
    /// The variant of this number.
    Variant(usize),
    /// The component itself, where its name is that of the union of the schemas that extend it.
    Base,
}

/// Which part of an operation a type is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OperationPart {
    /// The body sent.
    Body,
    /// The value of a body that can be sent as several media types.
    Request,
    /// The body sent as this media type, where that differs from others.
    Content(String),
    /// The value of the response.
    Response,
    /// The value of the response with this status, where responses with other statuses have values too.
    StatusResponse(StatusRange),
    /// An event, or its data.
    Event,
    /// One of several values that follow each other.
    Line,
    /// The response header of this wire name.
    Header(String),
    /// The body of a declared failure.
    Failure(StatusRange),
    /// The parameter of this wire name.
    Parameter(String),
}

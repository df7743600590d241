//! The meaning of an API, in terms of neither OpenAPI nor Rust: operations with typed values.
//!
//! Made by [`lower`](fn@super::lower) alone. No `$ref`, no keyword of JSON Schema, no Rust name. Types form a graph by
//! [`TypeId`]; nullability is a property of each use ([`TypeRef`]), never of a type.

mod bodies;
mod credentials;
mod names;
mod operations;
mod pagination;
mod responses;
mod servers;
mod types;
mod unions;

use crate::diagnostic::Location;

pub use bodies::{Body, BodyEncoding, Content, Part, PartStyle};
pub use credentials::{ClientCredentialsFlow, Credential, Placement};
pub use names::{OperationPart, TypeName, TypePart, WebhookPart};
pub use operations::{
    Operation, Parameter, ParameterEncoding, ParameterLocation, PathSegment, Style,
};
pub use pagination::{Advance, PageSize, PageSource, Pagination};
pub use responses::{
    Alternative, Failure, Header, HeaderForm, Link, ResponseFormat, StatusRange, Success,
    SuccessEncoding, Webhook,
};
pub use servers::{Server, ServerVariable};
pub use types::{
    Bound, Constraints, Docs, EnumValue, Field, IntegerFormat, RustHints, Shape, SharedBy, Struct,
    Type, TypeId, TypeRef,
};
pub use unions::{Union, Variant};

/// How many elements a tuple has at most: the standard library implements its traits for tuples up to this size.
pub const MAX_TUPLE: usize = 12;

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// The title, such as `Cloudflare Stream live inputs`.
    pub title: String,
    /// The description, CommonMark.
    pub description: Option<String>,
    /// The API's version, as written.
    pub version: String,
    /// Base URLs; empty when the document names none.
    pub servers: Vec<Server>,
    /// How values are wrapped in responses.
    pub envelope: Option<Envelope>,
    /// How values seem to be wrapped, where the document does not state an envelope.
    pub unstated_envelope: Option<UnstatedEnvelope>,
    /// The response header that identifies a request.
    pub request_id_header: Option<String>,
    /// The ways to authenticate.
    pub credentials: Vec<Credential>,
    /// Groups of operations that the document describes: name and description.
    pub groups: Vec<(String, Option<String>)>,
    /// All operations, in document order.
    pub operations: Vec<Operation>,
    /// The requests that the service makes, in document order: webhooks, then callbacks.
    pub webhooks: Vec<Webhook>,
    /// All types, indexed by [`TypeId`].
    pub types: Vec<Type>,
    /// The types of named components, in document order: each must reach the output.
    pub components: Vec<(String, TypeRef)>,
    /// The type of the values of each schema of the document that has one by itself, in the order of the document's
    /// schemas: tools that compare the two need it. A schema that is merged into the type of another one has none.
    pub schema_types: Vec<Option<TypeRef>>,
    /// How much was read, and how much of it is in the API.
    pub counts: Counts,
}

impl Api {
    /// Returns the type of an id of this API.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

/// How much the document declares and how much is in the API; equal unless something was lost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations declared under `paths`.
    pub operations_declared: usize,
    /// Operations in [`Api::operations`], plus those left out by `x-rust-skip`.
    pub operations: usize,
    /// Component schemas declared.
    pub schemas_declared: usize,
    /// Component schemas in [`Api::components`], plus those left out by `x-rust-skip`.
    pub schemas: usize,
    /// Whether only some operations were selected. Then the numbers of operations and schemas in the API are those of what
    /// was selected, and of what that needs.
    pub narrowed: bool,
}

/// The members of a response object that wrap its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// The member that is the value.
    pub result: String,
    /// The boolean member that is true on success.
    pub success: Option<String>,
    /// The array of errors.
    pub errors: Option<String>,
    /// The array of messages.
    pub messages: Option<String>,
}

/// What looks like an envelope, and is read as a value because the document does not state that it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstatedEnvelope {
    /// How many operations have such a response.
    pub operations: usize,
    /// How many operations have a JSON response.
    pub json_operations: usize,
    /// Where the first such response is described.
    pub location: Location,
    /// Its members.
    pub envelope: Envelope,
}

//! The OpenAPI specification's objects as plain structs, in the meaning of version 3.1.
//!
//! Created only by [`read`](super::read). Every `$ref` except those to schemas is already resolved: a [`Parameter`] is the
//! parameter, wherever it is defined. Schemas form a graph by [`SchemaId`]; each is read once, however often it is referred to.
//! Spellings of 3.0 (`nullable`, boolean `exclusiveMinimum`, `example`) do not reach these types.
//! <https://spec.openapis.org/oas/v3.1.1.html>

mod format;
mod pagination;
mod schema;
mod security;

use std::sync::OnceLock;

use crate::diagnostic::Location;
use crate::source::Node;

pub use super::extension_keys::{Envelope, Hints};
pub use format::Format;
pub use pagination::{Pagination, PaginationRule, PaginationStyle};
pub use schema::{Constraints, Discriminator, Number, Schema, SchemaId, SchemaType};
pub use security::{
    ClientCredentialsFlow, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};

/// A whole document with everything it refers to.
#[derive(Clone, Debug)]
pub struct Document {
    /// The names of all files, indexed by [`FileId`](crate::diagnostic::FileId); the document's own comes first.
    pub files: Vec<String>,
    /// The version string, such as `3.1.0`.
    pub version: String,
    /// Title, version and description of the described API.
    pub info: Info,
    /// Base URLs, in document order; empty if the document declares none.
    pub servers: Vec<Server>,
    /// Declared tags, in document order.
    pub tags: Vec<Tag>,
    /// Path templates with their operations, in document order.
    pub paths: Vec<PathItem>,
    /// Requests that the service makes: name and path item, in document order.
    pub webhooks: Vec<PathItem>,
    /// The security requirement of operations without their own; `None` if the document has none either.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The declared security schemes, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Every schema of all files, in the order of first mention; indexed by [`SchemaId`].
    pub schemas: Vec<Schema>,
    /// `components/schemas` of the root file: name and schema, in document order.
    pub component_schemas: Vec<(String, SchemaId)>,
    /// `x-rust-envelope`.
    pub envelope: Option<Envelope>,
    /// `x-rust-request-id`: the response header that identifies a request for the service's support.
    pub request_id_header: Option<String>,
    /// `x-rust-pagination`: of the matching operations that have none themselves.
    pub pagination: Option<PaginationRule>,
    /// How many operations the document declares under `paths`; each must reach the output.
    pub operation_count: usize,
    /// Which schemas have null among their alternatives, indexed by [`SchemaId`]. Computed once, on first use: computing it for each
    /// union takes quadratic time.
    pub(crate) null_among: OnceLock<Vec<bool>>,
}

impl Document {
    /// Returns the schema of an id of this document.
    pub fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id.0 as usize]
    }
}

/// The Info Object.
#[derive(Clone, Debug)]
pub struct Info {
    /// The API's title.
    pub title: String,
    /// One line about it.
    pub summary: Option<String>,
    /// The API's description, CommonMark.
    pub description: Option<String>,
    /// The API's version (not the specification's).
    pub version: String,
    /// Licence name, if given.
    pub license: Option<String>,
    /// The location of `info`.
    pub location: Location,
}

/// The Server Object.
#[derive(Clone, Debug)]
pub struct Server {
    /// The URL template, as written: may be relative and contain `{variables}`.
    pub url: String,
    /// The description.
    pub description: Option<String>,
    /// The variables: in document order.
    pub variables: Vec<ServerVariable>,
    /// `x-rust-env`: the environment variable that overrides the base URL.
    pub env: Option<String>,
    /// The location.
    pub location: Location,
}

/// The Server Variable Object.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The name in braces.
    pub name: String,
    /// The default value.
    pub default: String,
    /// The allowed values; empty if any value is allowed.
    pub enumeration: Vec<String>,
    /// The description.
    pub description: Option<String>,
}

/// The Tag Object.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The name that operations use.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The location.
    pub location: Location,
}

/// The Path Item Object, with its path template or webhook name.
#[derive(Clone, Debug)]
pub struct PathItem {
    /// The path template, such as `/pets/{petId}`; a webhook's name for webhooks.
    pub path: String,
    /// The summary for all operations.
    pub summary: Option<String>,
    /// The description for all operations.
    pub description: Option<String>,
    /// Servers of these operations instead of the document's; empty if none are declared.
    pub servers: Vec<Server>,
    /// Parameters that the operations share.
    pub parameters: Vec<Parameter>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The location of the key in `paths`.
    pub location: Location,
}

/// The Operation Object, with its method.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The HTTP method in capitals, such as `GET`; anything for 3.2's `additionalOperations`.
    pub method: String,
    /// Tags, in order.
    pub tags: Vec<String>,
    /// One line.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// The id, as written.
    pub operation_id: Option<String>,
    /// Own parameters; the path item's are not merged in yet.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub request_body: Option<RequestBody>,
    /// Responses, in document order.
    pub responses: Vec<Response>,
    /// Requests that the service makes because of this one.
    pub callbacks: Vec<Callback>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Its own security requirement; `Some(vec![])` means that none is needed.
    pub security: Option<Vec<SecurityRequirement>>,
    /// Own servers.
    pub servers: Vec<Server>,
    /// `x-rust-name` and the like.
    pub hints: Hints,
    /// `x-rust-pagination`.
    pub pagination: Option<Pagination>,
    /// The location.
    pub location: Location,
}

/// One expression of a Callback Object, with the callback's name.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The key in `callbacks`.
    pub name: String,
    /// The requests; `path` is the expression for the URL.
    pub item: PathItem,
}

/// The location of a parameter in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParameterIn {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// As a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How the value of a parameter is serialized. <https://spec.openapis.org/oas/v3.1.1.html#style-values>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;color=blue`
    Matrix,
    /// `.blue`
    Label,
    /// `blue`
    Simple,
    /// `color=blue`
    Form,
    /// `color=a%20b`
    SpaceDelimited,
    /// `color=a%7Cb`
    PipeDelimited,
    /// `color[R]=100`
    DeepObject,
    /// `R=100; G=200`, not percent-encoded
    Cookie,
}

/// The Parameter Object, also used for the Header Object, with the key of the header as `name`.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The wire name.
    pub name: String,
    /// Where in a request it is sent.
    pub location_in: ParameterIn,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it is required; always true in the path.
    pub required: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether an empty value may be sent.
    pub allow_empty_value: bool,
    /// The style, or the default.
    pub style: Style,
    /// `explode`, or the default.
    pub explode: bool,
    /// Whether reserved characters are not percent-encoded; in the path only since 3.2.
    pub allow_reserved: bool,
    /// Whether a value may consist of several path segments, by an extension key of another tool.
    pub multi_segment: bool,
    /// The schema, if it has one instead of `content`.
    pub schema: Option<SchemaId>,
    /// The one media type of `content`.
    pub content: Option<MediaType>,
    /// Examples.
    pub examples: Vec<Node>,
    /// `x-rust-idempotency`.
    pub idempotency: bool,
    /// `x-rust-name` and the like.
    pub hints: Hints,
    /// The location; of the target if it is referred to.
    pub location: Location,
}

/// The Request Body Object.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// Media types, in document order.
    pub content: Vec<MediaType>,
    /// The location.
    pub location: Location,
}

/// The Media Type Object, with its name.
#[derive(Clone, Debug)]
pub struct MediaType {
    /// The media type or range, as written.
    pub name: String,
    /// The schema.
    pub schema: Option<SchemaId>,
    /// 3.2: the schema of each item of a sequence.
    pub item_schema: Option<SchemaId>,
    /// Encodings by property, for forms.
    pub encoding: Vec<Encoding>,
    /// Examples, in document order.
    pub examples: Vec<Node>,
    /// The location.
    pub location: Location,
}

/// The Encoding Object, with its property.
#[derive(Clone, Debug)]
pub struct Encoding {
    /// The property's name.
    pub property: String,
    /// The content type.
    pub content_type: Option<String>,
    /// Headers of the part.
    pub headers: Vec<Parameter>,
    /// The style, if stated.
    pub style: Option<Style>,
    /// `explode`, if stated.
    pub explode: Option<bool>,
    /// Whether reserved characters are not percent-encoded.
    pub allow_reserved: bool,
    /// The location.
    pub location: Location,
}

/// The status codes of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusKey {
    /// One status code, such as 200.
    Code(u16),
    /// A range of a hundred codes, such as 4 for `4XX`.
    Range(u8),
    /// `default`.
    Default,
}

/// The Response Object, with its status key.
#[derive(Clone, Debug)]
pub struct Response {
    /// Its status codes.
    pub status: StatusKey,
    /// CommonMark.
    pub description: Option<String>,
    /// Declared headers.
    pub headers: Vec<Parameter>,
    /// Media types, in document order; empty if there is no body.
    pub content: Vec<MediaType>,
    /// Operations that can follow with values of the response.
    pub links: Vec<Link>,
    /// The location.
    pub location: Location,
}

/// The Link Object, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The key in `links`.
    pub name: String,
    /// `operationId`, or else `operationRef`.
    pub operation: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
}

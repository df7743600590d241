//! The OpenAPI specification's objects as plain structs, in the meaning of version 3.1.
//!
//! Made by [`read`](super::read) alone. Every `$ref` except those to schemas is already followed: a [`Parameter`] is the
//! parameter, wherever it stood. Schemas form a graph by [`SchemaId`], each read once however often it is referred to.
//! Spellings of 3.0 (`nullable`, boolean `exclusiveMinimum`, `example`) do not reach these types.
//! <https://spec.openapis.org/oas/v3.1.1.html>

mod format;
mod pagination;

use std::sync::OnceLock;

use crate::diagnostic::Location;
use crate::source::Node;

pub use format::Format;
pub use pagination::{Pagination, PaginationRule, PaginationStyle};

/// A whole document with everything it refers to.
#[derive(Clone, Debug)]
pub struct Document {
    /// The names of all files, indexed by [`FileId`](crate::diagnostic::FileId); the document's own comes first.
    pub files: Vec<String>,
    /// The version text, such as `3.1.0`.
    pub version: String,
    /// Title, version and description of the described API.
    pub info: Info,
    /// Base URLs, in document order; empty when the document names none.
    pub servers: Vec<Server>,
    /// Declared tags, in document order.
    pub tags: Vec<Tag>,
    /// Path templates with their operations, in document order.
    pub paths: Vec<PathItem>,
    /// Requests that the service makes: name and path item, in document order.
    pub webhooks: Vec<PathItem>,
    /// The requirement of operations that state none of their own; `None` when the document states none either.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The declared ways to authenticate, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Every schema of all files, in the order of first mention; indexed by [`SchemaId`].
    pub schemas: Vec<Schema>,
    /// `components/schemas` of the root file: name and schema, in document order.
    pub component_schemas: Vec<(String, SchemaId)>,
    /// `x-rust-envelope`.
    pub envelope: Option<Envelope>,
    /// `x-rust-request-id`: the response header that identifies a request for the service's support.
    pub request_id_header: Option<String>,
    /// `x-rust-pagination`: of the operations that it fits and that have none of their own.
    pub pagination: Option<PaginationRule>,
    /// How many operations the document declares under `paths`; each must reach the output.
    pub operation_count: usize,
    /// Which schemas have null among their alternatives, indexed by [`SchemaId`]; found when it is asked for first, since
    /// to look for it in each union anew takes the square of the time.
    pub(crate) null_among: OnceLock<Vec<bool>>,
}

impl Document {
    /// Returns the schema of an id made by this document's reader.
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
    /// Where `info` stands.
    pub location: Location,
}

/// The Server Object.
#[derive(Clone, Debug)]
pub struct Server {
    /// The URL template, as written: may be relative and hold `{variables}`.
    pub url: String,
    /// The description.
    pub description: Option<String>,
    /// The variables: in document order.
    pub variables: Vec<ServerVariable>,
    /// `x-rust-env`: the environment variable that overrides the base URL.
    pub env: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// The Server Variable Object.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// The name in braces.
    pub name: String,
    /// The value used when none is chosen.
    pub default: String,
    /// The allowed values; empty when any is.
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
    /// Where it stands.
    pub location: Location,
}

/// The Path Item Object, with the template or webhook name it stands under.
#[derive(Clone, Debug)]
pub struct PathItem {
    /// The path template, such as `/pets/{petId}`; a webhook's name for webhooks.
    pub path: String,
    /// The summary for all operations.
    pub summary: Option<String>,
    /// The description for all operations.
    pub description: Option<String>,
    /// Servers for these operations instead of the document's; empty when none are given.
    pub servers: Vec<Server>,
    /// Parameters of all operations here.
    pub parameters: Vec<Parameter>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// Where it stands (the key in `paths`).
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
    /// Answers by status key, in document order.
    pub responses: Vec<Response>,
    /// Requests that the service makes because of this one.
    pub callbacks: Vec<Callback>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Own requirement: `Some(vec![])` means none at all.
    pub security: Option<Vec<SecurityRequirement>>,
    /// Own servers.
    pub servers: Vec<Server>,
    /// `x-rust-name` and the like.
    pub hints: Hints,
    /// `x-rust-pagination`.
    pub pagination: Option<Pagination>,
    /// Where it stands.
    pub location: Location,
}

/// One expression of a Callback Object, with the callback's name.
#[derive(Clone, Debug)]
pub struct Callback {
    /// The key in `callbacks`.
    pub name: String,
    /// The requests; `path` is the expression that gives the URL.
    pub item: PathItem,
}

/// Where a parameter travels.
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

/// How a parameter's value becomes text. <https://spec.openapis.org/oas/v3.1.1.html#style-values>
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
    /// `R=100; G=200`, as it is
    Cookie,
}

/// The Parameter Object; a header of a response is one too, its name in `name`.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The wire name.
    pub name: String,
    /// Where it travels.
    pub location_in: ParameterIn,
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it must be given; always true in the path.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Whether an empty value may be sent.
    pub allow_empty_value: bool,
    /// The style, the default filled in.
    pub style: Style,
    /// Explode, the default filled in.
    pub explode: bool,
    /// Whether reserved characters stay as they are; in the path since 3.2 only.
    pub allow_reserved: bool,
    /// Whether a value may be several segments of the path, by an extension key of another tool.
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
    /// Where it stands (the target of a `$ref`).
    pub location: Location,
}

/// The Request Body Object.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// CommonMark.
    pub description: Option<String>,
    /// Whether it must be sent.
    pub required: bool,
    /// Media types, in document order.
    pub content: Vec<MediaType>,
    /// Where it stands.
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
    /// Where it stands.
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
    /// Style, when given.
    pub style: Option<Style>,
    /// Explode, when given.
    pub explode: Option<bool>,
    /// Whether reserved characters stay.
    pub allow_reserved: bool,
    /// Where it stands.
    pub location: Location,
}

/// Which statuses a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusKey {
    /// One status, such as 200.
    Code(u16),
    /// A hundred, such as 4 for `4XX`.
    Range(u8),
    /// `default`.
    Default,
}

/// The Response Object, with its status key.
#[derive(Clone, Debug)]
pub struct Response {
    /// Which statuses it is for.
    pub status: StatusKey,
    /// CommonMark.
    pub description: Option<String>,
    /// Declared headers.
    pub headers: Vec<Parameter>,
    /// Media types, in document order; empty when there is no body.
    pub content: Vec<MediaType>,
    /// What may be called next with values of the answer.
    pub links: Vec<Link>,
    /// Where it stands.
    pub location: Location,
}

/// The Link Object, with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The key in `links`.
    pub name: String,
    /// `operationId`, or `operationRef` where there is none.
    pub operation: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
}

/// One alternative: schemes that must all be satisfied. Empty means anonymous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Scheme name and scopes, in document order.
    pub schemes: Vec<(String, Vec<String>)>,
    /// Where it stands.
    pub location: Location,
}

/// The Security Scheme Object, with its name.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// The key in `components/securitySchemes`.
    pub name: String,
    /// CommonMark.
    pub description: Option<String>,
    /// What it is.
    pub kind: SecuritySchemeKind,
    /// `x-rust-env`: the environment variable that holds the credential.
    pub env: Option<String>,
    /// `x-rust-name` and the like.
    pub hints: Hints,
    /// Where it stands.
    pub location: Location,
}

/// The OAuth Flow Object of `clientCredentials`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentialsFlow {
    /// Where tokens are asked for; may be relative.
    pub token_url: String,
    /// Names of scopes and what they allow, CommonMark.
    pub scopes: Vec<(String, String)>,
}

/// The kinds of security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// A key in a header, the query or a cookie: the name.
    ApiKey {
        /// Header, query or cookie (never path).
        location_in: ParameterIn,
        /// The name there.
        name: String,
    },
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization: <scheme> …` for another registered scheme.
    Http(String),
    /// OAuth 2; used as a bearer token. With the flow by which a program gets tokens for itself, if there is one.
    OAuth2(Option<ClientCredentialsFlow>),
    /// OpenID Connect; used as a bearer token.
    OpenIdConnect(String),
    /// Mutual TLS: the transport's business.
    MutualTls,
}

/// A schema of a [`Document`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub u32);

/// The JSON types of a schema's `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SchemaType {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

/// The Schema Object: JSON Schema 2020-12 as OpenAPI 3.1 uses it.
#[derive(Clone, Debug)]
pub struct Schema {
    /// `Some(true)` accepts anything, `Some(false)` nothing; all else is empty then.
    pub boolean: Option<bool>,
    /// The target of `$ref`. In 3.0 all else is empty then; in 3.1 siblings apply too.
    pub reference: Option<SchemaId>,
    /// `type`; empty when absent. 3.0's `nullable: true` adds [`SchemaType::Null`] here where a type is given.
    pub types: Vec<SchemaType>,
    /// 3.0's `nullable: true` without `type` (beside `allOf` and the like): null is accepted as well.
    pub nullable: bool,
    /// `format`
    pub format: Option<Format>,
    /// `title`
    pub title: Option<String>,
    /// `description`, CommonMark
    pub description: Option<String>,
    /// `default`
    pub default: Option<Node>,
    /// `examples` and `example`
    pub examples: Vec<Node>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `enum`
    pub enumeration: Option<Vec<Node>>,
    /// The names of the values of `enum` (`x-enum-varnames`, `x-enumNames`), in their order.
    pub value_names: Vec<Option<String>>,
    /// The descriptions of the values of `enum` (`x-enum-descriptions`, `x-enumDescriptions`), in their order.
    pub value_descriptions: Vec<Option<String>>,
    /// `const`
    pub constant: Option<Node>,
    /// `properties`, in document order
    pub properties: Vec<(String, SchemaId)>,
    /// `required`
    pub required: Vec<String>,
    /// `additionalProperties` (a boolean becomes a boolean schema)
    pub additional_properties: Option<SchemaId>,
    /// `patternProperties`
    pub pattern_properties: Vec<(String, SchemaId)>,
    /// `unevaluatedProperties`, unless it is `false`
    pub unevaluated_properties: Option<SchemaId>,
    /// `then`, `else`, and the schemas of `dependentSchemas`: those that apply to some values only
    pub conditional: Vec<SchemaId>,
    /// `items`
    pub items: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: Vec<SchemaId>,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,
    /// Bounds and the like.
    pub constraints: Constraints,
    /// `contentEncoding`
    pub content_encoding: Option<String>,
    /// `contentMediaType`
    pub content_media_type: Option<String>,
    /// Keywords that are understood but have no part in a Rust type (`not`, `if`, …), with their places.
    pub without_effect: Vec<(&'static str, Location)>,
    /// `x-sensitive`, or `format: password`
    pub sensitive: bool,
    /// `x-rust-name` and the like
    pub hints: Hints,
    /// Where it stands.
    pub location: Location,
}

/// The Discriminator Object.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The property whose value chooses.
    pub property_name: String,
    /// Value and schema, in document order; targets that could not be found are reported and left out.
    pub mapping: Vec<(String, SchemaId)>,
    /// Where it stands.
    pub location: Location,
}

/// The bounds that a schema states. 3.0's boolean exclusive bounds are numbers here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minimum`
    pub minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
    /// `minLength`, in code points
    pub min_length: Option<u64>,
    /// `maxLength`, in code points
    pub max_length: Option<u64>,
    /// `pattern` (documentation only)
    pub pattern: Option<String>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// A bound as the document writes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(i128),
    /// Any other.
    Float(f64),
}

/// The extension keys that any named element can carry, opaque up to the stage that names things.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `x-rust-name`
    pub name: Option<String>,
    /// `x-rust-type`
    pub type_path: Option<String>,
    /// `x-rust-skip`
    pub skip: bool,
}

/// `x-rust-envelope`: the members of a response object that are about the response itself.
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
    /// Where it stands.
    pub location: Location,
}

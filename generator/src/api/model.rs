//! What an API means, in terms of neither OpenAPI nor Rust: operations that take and give typed values.
//!
//! Made by [`lower`](super::lower) alone. No `$ref`, no keyword of JSON Schema, no Rust name. Types form a graph by
//! [`TypeId`]; nullability is a property of each use ([`TypeRef`]), never of a type.

mod answers;
mod bodies;
mod pagination;

use crate::diagnostic::Location;
use crate::source::Node;

pub use answers::{
    Alternative, Failure, Header, HeaderForm, StatusRange, Success, SuccessEncoding, View, Webhook,
};
pub use bodies::{Body, BodyEncoding, Content, Part};
pub use pagination::{Advance, PageSize, PageSource, Pagination};

/// A whole API.
#[derive(Clone, Debug)]
pub struct Api {
    /// The title, such as `Cloudflare Stream live inputs`.
    pub title: String,
    /// The description, CommonMark.
    pub description: Option<String>,
    /// The API's version text.
    pub version: String,
    /// Base URLs; empty when the document names none.
    pub servers: Vec<Server>,
    /// How values are wrapped in responses.
    pub envelope: Option<Envelope>,
    /// How values seem to be wrapped, where the document does not say that they are.
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
    /// schemas: what tools that compare the two need. What is merged into another schema's type has none.
    pub of_schemas: Vec<Option<TypeRef>>,
    /// What was read and what of it arrived here.
    pub counts: Counts,
}

impl Api {
    /// Returns the type of an id made by this API's lowering.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0 as usize]
    }
}

/// What the document declares and what reached the API; equal unless something was lost.
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
    /// Whether only some operations were asked for; then the numbers of what arrived are those of what was asked for, and of
    /// what that needs.
    pub narrowed: bool,
}

/// A base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where it stands.
    pub location: Location,
    /// The URL with every variable's default filled in; may be relative.
    pub url: String,
    /// The URL as it is declared, with the variables in braces.
    pub template: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
    /// The description.
    pub description: Option<String>,
    /// The environment variable that overrides it.
    pub env: Option<String>,
    /// Whether a user name stands in it, often with a password: it is not repeated in documentation.
    pub names_user: bool,
}

/// A part of a server's URL that can differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// The name that stands for it.
    pub name: String,
    /// Its value unless another is chosen.
    pub default: String,
    /// What else it can be, if that is known.
    pub others: Vec<String>,
    /// The description.
    pub description: Option<String>,
}

/// The members of a response object that are about the response itself.
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

/// What looks like an envelope, and is read as a value because nothing says that it is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstatedEnvelope {
    /// How many operations answer with it.
    pub operations: usize,
    /// How many operations answer with JSON.
    pub of: usize,
    /// Where the first such response is described.
    pub location: Location,
    /// Its members.
    pub envelope: Envelope,
}

/// One credential that a client can hold; an index into [`Api::credentials`] is used where one is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The name in the document.
    pub name: String,
    /// What it is, CommonMark.
    pub description: Option<String>,
    /// How it is put into a request.
    pub placement: Placement,
    /// How a program gets it for itself, if the document says so.
    pub flow: Option<ClientCredentialsFlow>,
    /// The environment variable that holds it.
    pub env: Option<String>,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// The exchange of a program's own id and secret for tokens: the client-credentials grant of OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentialsFlow {
    /// Where tokens are asked for; may be relative.
    pub token_url: String,
    /// Names of scopes and what they allow, CommonMark.
    pub scopes: Vec<(String, String)>,
}

/// How a credential is put into a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: Bearer <value>`
    Bearer,
    /// `Authorization: Basic <base64 of user:password>`
    Basic,
    /// `Authorization: <scheme> <value>`
    Authorization(String),
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
    /// Nothing in the request: the transport authenticates.
    Transport,
}

/// One thing a client can ask for.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The id as written in the document.
    pub id: Option<String>,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template as written.
    pub path_template: String,
    /// The template taken apart.
    pub path: Vec<PathSegment>,
    /// Base URLs of its own; empty when the first is the API's first.
    pub servers: Vec<Server>,
    /// The groups it belongs to.
    pub groups: Vec<String>,
    /// Text and marks for readers.
    pub docs: Docs,
    /// Parameters except those in the body, in document order; path parameters in template order come first.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Option<Body>,
    /// What it answers on success.
    pub success: Success,
    /// Declared failures.
    pub failures: Vec<Failure>,
    /// How its pages follow each other, if it gives pages.
    pub pagination: Option<Pagination>,
    /// The parameter that asks for a page, by its index, where it is not known how pages follow each other.
    pub unfollowed: Option<usize>,
    /// Alternatives, each a set of indices into [`Api::credentials`]; empty when no credential is needed, an empty
    /// alternative where anonymous use is allowed too.
    pub security: Vec<Vec<usize>>,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

impl Operation {
    /// Returns the HTTP method and the path template, such as `GET /pets`.
    pub fn request(&self) -> String {
        format!("{} {}", self.method, self.path_template)
    }

    /// Returns the name of the operation in messages and documentation: its id, or else its request.
    pub fn label(&self) -> String {
        self.id.clone().unwrap_or_else(|| self.request())
    }
}

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathSegment {
    /// Text to be sent as it is.
    Text(String),
    /// The parameter at this index of [`Operation::parameters`].
    Parameter(usize),
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The wire name.
    pub name: String,
    /// Where and how it is written.
    pub encoding: ParameterEncoding,
    /// The form of a value of several path segments: `*` is one of them, `**` any number. `None` where it is one.
    pub segments: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Its type.
    pub ty: TypeRef,
    /// Whether the service honours it as an idempotency key.
    pub idempotency: bool,
    /// Text and marks for readers.
    pub docs: Docs,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// Where a parameter goes and how its value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterEncoding {
    /// Where it goes.
    pub place: Place,
    /// How a value becomes text.
    pub style: Style,
    /// Whether elements and members are spread.
    pub explode: bool,
    /// Whether reserved characters are sent as they are.
    pub allow_reserved: bool,
    /// Whether an empty list is sent, as the name without a value.
    pub allow_empty: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How a parameter's value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `blue`; lists by commas.
    Simple,
    /// `.blue`
    Label,
    /// `;color=blue`
    Matrix,
    /// `color=blue`
    Form,
    /// `color=a%20b`
    Space,
    /// `color=a%7Cb`
    Pipe,
    /// `color[R]=100`
    Deep,
    /// The whole value as JSON text.
    Json,
}

/// A type of an [`Api`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u32);

/// A use of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeRef {
    /// The type.
    pub id: TypeId,
    /// Whether null stands for no value here.
    pub nullable: bool,
}

/// A type.
#[derive(Clone, Debug)]
pub struct Type {
    /// What it is called, as the document has it.
    pub name: TypeName,
    /// Text and marks for readers.
    pub docs: Docs,
    /// What values it has.
    pub shape: Shape,
    /// What is checked before sending.
    pub constraints: Constraints,
    /// Whether values are secret.
    pub sensitive: bool,
    /// Whether a request can carry it.
    pub in_request: bool,
    /// Whether a response can carry it.
    pub in_response: bool,
    /// The group of operations that has it in common, where several of them spell it out alike, or the title of what several
    /// components do. What its name says of an operation or component is then said of the first of them.
    pub shared_in: Option<String>,
    /// Wishes of the document about Rust.
    pub rust: RustHints,
    /// Where it stands.
    pub location: Location,
}

impl Type {
    /// Returns whether it has this title and no place of its own in the document.
    pub fn is_titled(&self, title: &str) -> bool {
        matches!(self.name, TypeName::Inline { .. }) && self.docs.summary.as_deref() == Some(title)
    }
}

/// Wishes about Rust, passed through unread.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RustHints {
    /// A name.
    pub name: Option<String>,
    /// A type path to use instead.
    pub type_path: Option<String>,
}

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
    /// Part of an operation: the index in [`Api::operations`] and which part.
    Operation {
        /// The operation's index.
        operation: usize,
        /// Which part.
        part: OperationPart,
    },
    /// What requests have of another type, which is what answers have of it.
    Request(TypeId),
    /// The body of a response that several operations refer to by this name.
    Response(String),
    /// Part of a request that the service makes: the index in [`Api::webhooks`].
    Webhook {
        /// The webhook's index.
        webhook: usize,
        /// Whether it is of the answer and not of the request.
        of_answer: bool,
    },
}

/// Which part of a type another one is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TypePart {
    /// The field of this wire name.
    Field(String),
    /// The element of a list.
    Item,
    /// The value of a map, or of additional members.
    Value,
    /// The variant of this number.
    Variant(usize),
    /// The members that a component has itself, where its name stands for the union of those that extend it.
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
    /// The value answered.
    Response,
    /// The value answered with this status, where others have values too.
    Answer(StatusRange),
    /// An event, or its data.
    Event,
    /// One of several values that follow each other.
    Line,
    /// The answer's header of this wire name.
    Header(String),
    /// The body of a declared failure.
    Failure(StatusRange),
    /// The parameter of this wire name.
    Parameter(String),
}

/// What values a type has.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Any JSON value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer(IntegerFormat),
    /// A number.
    Number,
    /// A number that is stated to be an integer or any number: integers of 64 bits stay what they are.
    IntegerOrNumber,
    /// Text; with the format, if one is stated.
    String(Option<String>),
    /// Text that is an RFC 3339 date-time.
    DateTime,
    /// Text that is an RFC 3339 date.
    Date,
    /// Bytes outside JSON.
    Bytes,
    /// A file: bytes in a part of a form, with a name and a media type.
    File,
    /// One of some texts; others may come.
    Enum(Vec<EnumValue>),
    /// One of some whole numbers of 64 bits; others may come. The values are their decimal digits.
    Integers(Vec<EnumValue>),
    /// A list.
    List(TypeRef),
    /// An object with members of any name and one type.
    Map(TypeRef),
    /// An object with named members.
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
    /// The text on the wire.
    pub value: String,
    /// What it means, if the document says.
    pub description: Option<String>,
    /// What the document calls it, where that is not the value itself.
    pub title: Option<String>,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// An object with named members.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Struct {
    /// The members, in document order.
    pub fields: Vec<Field>,
    /// The type of members that are not named, where the document states one.
    pub additional: Option<TypeRef>,
}

/// A named member of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The wire name.
    pub name: String,
    /// Its type.
    pub ty: TypeRef,
    /// Whether it is always there.
    pub required: bool,
    /// Whether its value is secret (also where its type is).
    pub sensitive: bool,
    /// Whether only responses have it.
    pub read_only: bool,
    /// Whether only requests have it.
    pub write_only: bool,
    /// Text and marks for readers; what the use says before what its type says.
    pub docs: Docs,
    /// What is checked before sending: the type's constraints united with those of this use.
    pub constraints: Constraints,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// One of several types.
///
/// Null is none of them: a use of the union is nullable instead. No variant's type accepts every value, and no two
/// variants have one type.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The alternatives, in document order.
    pub variants: Vec<Variant>,
    /// The member of object alternatives whose value chooses, if there is one. The variants' types need not have it as a
    /// field: a discriminator chooses even where the document forgets to declare its property.
    pub tag: Option<String>,
    /// Whether a further alternative accepts any value: what is none of the others is no surprise.
    pub open: bool,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// Its type, never nullable.
    pub ty: TypeRef,
    /// The values of the tag that choose it, as canonical texts (`cat`, `1`, `true`); no two variants share one. Empty
    /// where the tag does not choose it: alternatives that are no objects, or that the document gives no value for.
    pub tags: Vec<String>,
    /// Whether the only tag is its name, and nothing says that its values have the tag: it is read, and not sent.
    pub presumed: bool,
    /// The name of the component that it is, or that it restricts further (its type is one of its own then).
    pub component: Option<String>,
    /// What the document says of this use: the summary is the alternative's `title`. Text of a component stands at its
    /// type.
    pub docs: Docs,
    /// A wish for its Rust name.
    pub rust_name: Option<String>,
    /// Where it stands.
    pub location: Location,
}

/// Text and marks for readers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// One line.
    pub summary: Option<String>,
    /// CommonMark.
    pub description: Option<String>,
    /// The value that the service takes when none is given.
    pub default: Option<Node>,
    /// The first example.
    pub example: Option<Node>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
}

/// What is checked before sending, or only documented.
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
    /// The allowed values of a boolean or number as canonical JSON (`1`, `true`), where the document lists them;
    /// documented only. Those of texts are in [`Shape::Enum`].
    pub values: Vec<String>,
}

/// A numeric bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bound {
    /// A whole number.
    Integer(i128),
    /// Any other.
    Float(f64),
}

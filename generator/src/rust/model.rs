//! The crate to print: every name, type, module, box, attribute and line of documentation is decided here.
//!
//! Made by [`plan`](super::plan) alone; printing it cannot fail. Knows nothing of OpenAPI. Wire names and documented values
//! are plain text and only ever become literals.

mod features;
mod pagination;
mod responses;
mod unions;

use super::names::Ident;

pub use features::{ALL_RESOURCES, Features, ResourceFeature, TypeGroup};
pub use pagination::PaginationPlan;
pub use responses::{
    HeaderField, RawForms, Response, ResponseEnum, ResponseHeaders, ResponseVariant, ResponseView,
};
pub use unions::{ObjectShape, Tag, Union, UnionVariant, WireShape};

/// A whole client crate.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package name, such as `cloudflare-stream`.
    pub package: String,
    /// The library name, such as `cloudflare_stream`.
    pub library: String,
    /// The title of the API, or words in its place; one line of plain text.
    pub title: String,
    /// The API's version text.
    pub api_version: String,
    /// Cleaned documentation of the crate, a line each.
    pub docs: Vec<String>,
    /// What the client is configured with.
    pub client: ClientPlan,
    /// One module for each named component and what belongs to it, in document order.
    pub types: Vec<TypeModule>,
    /// The resources at the top, in order of first mention.
    pub resources: Vec<Resource>,
    /// The cargo features by which resources are left out; `None` compiles all of them always.
    pub features: Option<Features>,
    /// What the crate needs beyond the core.
    pub needs: Needs,
    /// How deep the compiler has to look into types, where that is deeper than it does by itself.
    pub recursion_limit: Option<u32>,
}

impl Crate {
    /// Returns a line for each operation, with tabs between: id, HTTP method, path, and how it is called in Rust.
    pub fn names_table(&self) -> String {
        fn add(resource: &Resource, lines: &mut String) {
            let path: Vec<&str> = resource.path.iter().map(Ident::as_str).collect();
            for method in &resource.methods {
                let Method {
                    id,
                    http_method,
                    path_template,
                    name,
                    ..
                } = method;
                let path = path.join("().");
                lines.push_str(&format!(
                    "{id}\t{http_method}\t{path_template}\t{path}().{}\n",
                    name.as_str()
                ));
            }
            for child in &resource.children {
                add(child, lines);
            }
        }
        let mut lines = String::new();
        for resource in &self.resources {
            add(resource, &mut lines);
        }
        lines
    }
}

/// What parts of the runtime and which packages a crate needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// A date-time or date occurs as a type.
    pub jiff: bool,
}

/// What the client is configured with.
#[derive(Clone, Debug)]
pub struct ClientPlan {
    /// The default base URL, absolute; `None` when the document names none that is absolute.
    pub base_url: Option<String>,
    /// The path that the document names in place of an absolute base URL, if it does.
    pub base_path: Option<String>,
    /// Further base URLs the document names: URL and description, for the documentation.
    pub other_servers: Vec<(String, Option<String>)>,
    /// URLs with variables in braces, each with a line of documentation on each of them.
    pub server_templates: Vec<(String, Vec<String>)>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<String>,
    /// The credentials.
    pub credentials: Vec<CredentialPlan>,
    /// The alternatives most operations use: sets of indices into `credentials`.
    pub security: Vec<Vec<usize>>,
    /// The envelope's member names.
    pub envelope: Option<crate::api::Envelope>,
    /// The response header that identifies a request, in lower case.
    pub request_id_header: Option<String>,
}

/// A credential of the client.
#[derive(Clone, Debug)]
pub struct CredentialPlan {
    /// The name in the document.
    pub name: String,
    /// The method of the builder, such as `api_token`.
    pub method: Ident,
    /// The method of the builder that takes what fetches it, such as `api_token_provider`; for bearer tokens alone.
    pub provider: Option<Ident>,
    /// How a program gets it for itself, if the document says so.
    pub exchange: Option<ExchangePlan>,
    /// The static, such as `API_TOKEN`.
    pub constant: Ident,
    /// How it is put into a request.
    pub placement: crate::api::Placement,
    /// The environment variable.
    pub env: Option<String>,
    /// Documentation of the method.
    pub docs: Vec<String>,
}

/// The exchange of a program's own id and secret for a credential.
#[derive(Clone, Debug)]
pub struct ExchangePlan {
    /// The method of the builder, such as `oauth_client_credentials`.
    pub method: Ident,
    /// Where it happens; may be relative.
    pub token_url: String,
    /// Names of scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

/// A file below `types/`.
#[derive(Clone, Debug)]
pub struct TypeModule {
    /// The module and file name, such as `live_input`.
    pub name: Ident,
    /// The component's item first, then those of its inline types.
    pub items: Vec<Item>,
}

/// A type of the output.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most items are structs")]
pub enum Item {
    /// A struct.
    Struct(Struct),
    /// An open enum of texts.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Alias),
}

impl Item {
    /// Returns the lines of the item's documentation.
    pub(super) fn docs_mut(&mut self) -> &mut Vec<String> {
        match self {
            Item::Struct(item) => &mut item.docs,
            Item::Enum(item) => &mut item.docs,
            Item::Union(item) => &mut item.docs,
            Item::Alias(item) => &mut item.docs,
        }
    }

    /// Returns the item's name.
    pub fn name(&self) -> &Ident {
        match self {
            Item::Struct(item) => &item.name,
            Item::Enum(item) => &item.name,
            Item::Union(item) => &item.name,
            Item::Alias(item) => &item.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The fields, in document order.
    pub fields: Vec<Field>,
    /// The field for members that are not named: its name and the type of the values.
    pub additional: Option<Additional>,
    /// How `new` takes the required members.
    pub constructor: Constructor,
    /// Whether any field is secret, so that `Debug` is written out.
    pub secret: bool,
    /// Whether a request can carry it, so that `validate` is there.
    pub in_request: bool,
    /// The struct that answers have where requests have this one, so that one can be made of the other.
    pub response_form: Option<Ident>,
}

/// How a struct is made. Members of [`Presence::Required`] and [`Presence::RequiredNullable`] must be given, the latter as
/// `Option<T>`, but for those that can have one value alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// Nothing is required: `new()` and `Default`.
    Default,
    /// `new(a, b)`: the required fields in order. `new()` and `Default` where all of them are constants.
    New,
    /// `new(FooRequired { … })`: the name of the struct of required fields.
    Required(Ident),
}

/// The field that keeps members that are not named.
#[derive(Clone, Debug)]
pub struct Additional {
    /// The field's name, `additional` unless taken.
    pub name: Ident,
    /// The type of the values.
    pub value: Ty,
    /// Whether the values are never printed.
    pub secret: bool,
    /// What `validate` checks of each value.
    pub checks: Checks,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field, and its setter.
    pub name: Ident,
    /// The wire name.
    pub wire: String,
    /// The type without the [`Presence`].
    pub ty: Ty,
    /// Whether and how it can be missing.
    pub presence: Presence,
    /// Whether its value is never printed.
    pub secret: bool,
    /// Documentation, a line each, wire name, constraints, default and example included.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The only value that a required member can have: `new` sets it and does not ask for it.
    pub constant: Option<Constant>,
    /// What `validate` checks.
    pub checks: Checks,
}

impl Field {
    /// Returns whether the member is always sent, be it as null.
    pub fn is_always_sent(&self) -> bool {
        matches!(
            self.presence,
            Presence::Required | Presence::RequiredNullable
        )
    }

    /// Returns whether `new` must be given the member.
    pub fn is_constructor_argument(&self) -> bool {
        self.is_always_sent() && self.constant.is_none()
    }
}

/// The only value of a member.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// The variant of an enum of texts.
    Variant(Ident, Ident),
    /// A boolean.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// A number.
    Number(f64),
}

/// Whether and how a member can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, always sent, `None` as null.
    RequiredNullable,
    /// `Option<T>`, not sent when `None`.
    Optional,
    /// `Patch<T>`
    Patch,
}

/// An open enum of texts, or of whole numbers.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// The known values, in document order.
    pub variants: Vec<EnumVariant>,
    /// The variant that keeps any other value, `Unrecognized` unless taken.
    pub unrecognized: Ident,
    /// Whether values are whole numbers (`i64`) and not texts.
    pub is_integer: bool,
    /// Whether values are secret.
    pub secret: bool,
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// The variant.
    pub name: Ident,
    /// The text on the wire, or the digits of the number.
    pub wire: String,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
}

/// Another name for a type, for a named component that is no struct or enum.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What it stands for.
    pub ty: Ty,
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ty {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// An integer of 64 bits or an `f64`.
    Number,
    /// `String`
    String,
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    Date,
    /// `bytes::Bytes`
    Bytes,
    /// The runtime's `File`.
    File,
    /// `serde_json::Value`
    Json,
    /// `serde_json::Map<String, serde_json::Value>`
    JsonMap,
    /// `Vec<T>`
    Vec(Box<Ty>),
    /// `BTreeMap<String, T>`
    Map(Box<Ty>),
    /// `Option<T>`: a value that may be null inside a list or map.
    Option(Box<Ty>),
    /// `Box<T>`
    Box(Box<Ty>),
    /// An item of this crate's `types` module.
    Item(Ident),
}

/// What is checked before sending, for one value. All empty: nothing is checked here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Checks {
    /// Bounds of a number of type `f64`.
    pub number: Option<NumberChecks>,
    /// Bounds of a whole number.
    pub integer: Option<IntegerChecks>,
    /// The least and greatest number of code points.
    pub length: Option<(Option<u64>, Option<u64>)>,
    /// The least and greatest number of elements of a list.
    pub items: Option<(Option<u64>, Option<u64>)>,
    /// Whether elements must differ.
    pub unique: bool,
    /// The least and greatest number of members of a map.
    pub properties: Option<(Option<u64>, Option<u64>)>,
    /// Whether the value has a `validate` of its own.
    pub nested: bool,
    /// What is checked of each element of a list or value of a map.
    pub each: Option<Box<Checks>>,
}

impl Checks {
    /// Returns whether nothing is checked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns whether nothing is checked but what the value's own `validate` does.
    pub fn is_only_nested(&self) -> bool {
        *self
            == Self {
                nested: true,
                ..Self::default()
            }
    }
}

/// Bounds of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct NumberChecks {
    /// The least value.
    pub minimum: Option<f64>,
    /// The greatest value.
    pub maximum: Option<f64>,
    /// The value must be greater.
    pub exclusive_minimum: Option<f64>,
    /// The value must be less.
    pub exclusive_maximum: Option<f64>,
}

/// Bounds of a whole number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IntegerChecks {
    /// The least value.
    pub minimum: Option<i128>,
    /// The greatest value.
    pub maximum: Option<i128>,
    /// The value must be a multiple.
    pub multiple_of: Option<i128>,
}

/// A node of the accessor tree, and a file below `resources/`.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The accessor, such as `live_inputs`.
    pub accessor: Ident,
    /// The module and file name: like the accessor, but never a keyword or a name that a file system minds.
    pub module: Ident,
    /// The struct, such as `LiveInputs`.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// The accessor path from the client, such as `["stream", "live_inputs"]`.
    pub path: Vec<Ident>,
    /// Its operations, in document order.
    pub methods: Vec<Method>,
    /// The resources below.
    pub children: Vec<Resource>,
}

/// An operation.
#[derive(Clone, Debug)]
pub struct Method {
    /// The method, such as `create`.
    pub name: Ident,
    /// The builder, such as `Create`.
    pub builder: Ident,
    /// The static descriptor, such as `CREATE`.
    pub constant: Ident,
    /// The operationId, or method and path where there is none: what messages and the documentation call it.
    pub id: String,
    /// The HTTP method in capitals.
    pub http_method: String,
    /// The path template as written.
    pub path_template: String,
    /// The template taken apart; parameters by their index among the required ones in the path.
    pub path: Vec<PathPiece>,
    /// A base URL of its own.
    pub server: Option<String>,
    /// The header that makes the service know a request again, in lower case.
    pub idempotency_key: Option<String>,
    /// Documentation of the method, a line each, without the example.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Required parameters: those of the path in template order, then others. Arguments of the method.
    pub required: Vec<Parameter>,
    /// Optional parameters: methods of the builder.
    pub optional: Vec<Parameter>,
    /// The body.
    pub body: Option<BodyPlan>,
    /// The struct that takes the required parameters and body together where they are more than six, such as
    /// `CreateRequired`; its fields have the arguments' names and types. `None`: they are arguments of the method.
    pub arguments: Option<Ident>,
    /// What it returns.
    pub response: Response,
    /// The types of the bodies of declared failures, which callers read from errors.
    pub failures: Vec<Ty>,
    /// How its pages follow each other, if it gives pages.
    pub pagination: Option<PaginationPlan>,
    /// The value of `Accept`.
    pub accept: Option<String>,
    /// Alternatives of credentials; the same meaning as [`ClientPlan::security`].
    pub security: Vec<Vec<usize>>,
    /// Lines of a compiled example: statements that end in the call, with `client` in scope, inside an async function that
    /// returns a `Result` of the crate's error. Begins with the `use` lines it needs.
    pub example: Vec<String>,
}

/// A piece of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathPiece {
    /// Sent as it is.
    Text(String),
    /// The path parameter of this index.
    Parameter(usize),
}

/// A parameter of a method.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The argument or builder method.
    pub name: Ident,
    /// The wire name.
    pub wire: String,
    /// Where and how it is written.
    pub encoding: crate::api::ParameterEncoding,
    /// The form of a value of several path segments.
    pub segments: Option<String>,
    /// Its type. Text arguments are `&str`, text methods take `impl Into<String>`.
    pub ty: Ty,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// What rustdoc's search finds it by as well.
    pub alias: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What is checked before sending.
    pub checks: Checks,
}

/// The body of a method.
#[derive(Clone, Debug)]
pub struct BodyPlan {
    /// The argument (required) or builder method (optional), `body` unless taken.
    pub name: Ident,
    /// Whether it must be given.
    pub required: bool,
    /// The enum that chooses among several contents, such as `CreateBody`; none where there is one content.
    pub choice: Option<Ident>,
    /// What can be sent; at least one.
    pub contents: Vec<ContentPlan>,
    /// The content whose value makes the enum by itself.
    pub preferred: usize,
    /// Documentation, a line each.
    pub docs: Vec<String>,
}

impl BodyPlan {
    /// Returns the content that is sent unless another one is chosen.
    pub fn first(&self) -> &ContentPlan {
        &self.contents[self.preferred]
    }
}

/// A body of one media type.
#[derive(Clone, Debug)]
pub struct ContentPlan {
    /// The variant of [`BodyPlan::choice`], such as `Json`.
    pub variant: Ident,
    /// What is sent as `Content-Type`.
    pub media_type: String,
    /// How it is encoded.
    pub encoding: crate::api::BodyEncoding,
    /// Its type; the argument is a reference to it.
    pub ty: Ty,
    /// Checks beyond the type's own.
    pub checks: Checks,
}

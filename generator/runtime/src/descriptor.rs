//! What differs between APIs and between operations: plain data that generated code states in statics.
//!
//! In: nothing; every value here is a constant of the generated crate. Out: descriptors that the rest of the runtime
//! reads. Knows nothing of clients, values or requests.

use std::ops::Deref;
use std::sync::Arc;

use http::Method;

/// An API as a whole.
#[derive(Debug)]
pub struct Api {
    /// The name of the package, such as `cloudflare-stream`.
    pub name: &'static str,
    /// The base URL that applies unless another is set. A path alone is added to a base URL that is set without a path.
    pub base_url: Option<&'static str>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<&'static str>,
    /// What is sent as `User-Agent`.
    pub user_agent: &'static str,
    /// How values are wrapped in answers.
    pub envelope: Option<&'static Envelope>,
    /// The response header that identifies a request.
    pub request_id_header: Option<&'static str>,
    /// Every credential that a client can hold.
    pub credentials: &'static [&'static Credential],
    /// The alternatives of most operations; see [`Operation::security`].
    pub security: &'static [&'static [&'static Credential]],
}

/// The members of an answer that are about the answer itself.
#[derive(Debug)]
pub struct Envelope {
    /// The member that is the value.
    pub result: &'static str,
    /// The boolean member that is true on success.
    pub success: Option<&'static str>,
    /// The member that lists errors.
    pub errors: Option<&'static str>,
    /// The member that lists messages.
    pub messages: Option<&'static str>,
}

/// One credential that a client can hold. Two are the same if their names are.
#[derive(Debug)]
pub struct Credential {
    /// The name in the document.
    pub name: &'static str,
    /// The method of the client's builder that sets it.
    pub setter: &'static str,
    /// The environment variable that holds it; for [`Placement::Basic`] as `user:password`.
    pub env: Option<&'static str>,
    /// How it is put into a request.
    pub placement: Placement,
    /// Where client credentials are exchanged for it, unless they say so themselves; may be relative.
    pub token_url: Option<&'static str>,
}

/// How a credential is put into a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: Bearer <value>`
    Bearer,
    /// `Authorization: Basic <base64 of user:password>`
    Basic,
    /// `Authorization: <this scheme> <value>`
    Authorization(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
    /// Nothing in the request: the transport authenticates, and the credential counts as always there.
    Transport,
}

/// One thing that a client can ask for.
#[derive(Debug)]
pub struct Operation {
    /// The id in the document.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, for messages: parameters by name, never by value.
    pub template: &'static str,
    /// The template taken apart.
    pub path: &'static [Segment],
    /// A base URL of its own; a path alone stands for that path on the client's host, unless a base URL with a path is set.
    pub base_url: Option<&'static str>,
    /// The header that the service honours as an idempotency key: of two requests with the same one it acts on the first.
    pub idempotency_key: Option<&'static str>,
    /// What is sent as `Accept`: the media types that can be read, separated by commas.
    pub accept: Option<&'static str>,
    /// How the body of an answer becomes the value.
    pub response: ResponseKind,
    /// ResponseEnum, each a set of credentials that are sent together. None at all means that no credential is needed;
    /// an empty alternative, that anonymous use is allowed too.
    pub security: &'static [&'static [&'static Credential]],
}

/// The operation that a call is of.
#[derive(Clone, Debug)]
pub(crate) enum OperationRef {
    /// One of the document.
    Documented(&'static Operation),
    /// One that the program put together.
    Custom(Arc<Operation>),
}

impl Deref for OperationRef {
    type Target = Operation;

    fn deref(&self) -> &Operation {
        match self {
            Self::Documented(operation) => operation,
            Self::Custom(operation) => operation,
        }
    }
}

/// A piece of a path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment {
    /// Text of the document.
    Literal(&'static str),
    /// The path parameter of this name.
    Parameter(&'static str),
}

/// How the body of an answer becomes the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseKind {
    /// The body is the value as JSON.
    Json,
    /// The body is the API's envelope around the value.
    Envelope,
    /// The body is text.
    Text,
    /// The body is bytes.
    Bytes,
    /// The body, if any, does not matter.
    Ignored,
    /// The body, if any, is the API's envelope around nothing that matters.
    EnvelopeOnly,
    /// The body is a stream of server-sent events.
    Events,
    /// The body is a sequence of JSON texts.
    Lines,
    /// What the body is depends on the status: the first entry that fits, exact statuses before ranges.
    ByStatus(&'static [StatusResponse]),
}

/// One of several answers of success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusResponse {
    /// The statuses that it is for.
    pub status: StatusRange,
    /// How its body becomes the value; not [`ResponseKind::ByStatus`] again.
    pub response: ResponseKind,
}

/// Which statuses are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRange {
    /// One status.
    Code(u16),
    /// A hundred: 2 is 200 to 299.
    Range(u8),
    /// All others.
    Default,
}

/// Where a parameter goes and how its value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The wire name.
    pub name: &'static str,
    /// Where it goes.
    pub location: ParameterLocation,
    /// How a value becomes text.
    pub style: Style,
    /// Whether elements and members are spread.
    pub explode: bool,
    /// Whether reserved characters are sent as they are, in a path or a query.
    pub allow_reserved: bool,
    /// Whether an empty list is sent in a query, as the name without a value.
    pub allow_empty: bool,
    /// The form of a value that is several segments of the path: `*` stands for one segment, `**` for any number, and every
    /// other segment for itself. `None` where a value is one segment.
    pub segments: Option<&'static str>,
}

impl Parameter {
    /// Returns a path parameter in the style `simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, ParameterLocation::Path, Style::Simple, false)
    }

    /// Returns a query parameter in the style `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, ParameterLocation::Query, Style::Form, true)
    }

    /// Returns a header parameter in the style `simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, ParameterLocation::Header, Style::Simple, false)
    }

    /// Returns a cookie parameter in the style `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, ParameterLocation::Cookie, Style::Form, true)
    }

    /// Sets the style. `explode` becomes the style's default: true for `form` alone.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.explode = matches!(style, Style::Form);
        self
    }

    /// Sets whether elements and members are spread.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters as they are.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Sends an empty list as the name without a value.
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Takes values of several path segments that have this form, such as `projects/*/topics/*` or `**`.
    pub const fn segments(mut self, form: &'static str) -> Self {
        self.segments = Some(form);
        self
    }

    const fn new(
        name: &'static str,
        location: ParameterLocation,
        style: Style,
        explode: bool,
    ) -> Self {
        Self {
            name,
            location,
            style,
            explode,
            allow_reserved: false,
            allow_empty: false,
            segments: None,
        }
    }
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterLocation {
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue`; lists by commas.
    Simple,
    /// `.blue`
    Label,
    /// `;color=blue`
    Matrix,
    /// `color=blue`
    Form,
    /// `color=blue%20black`
    Space,
    /// `color=blue%7Cblack`
    Pipe,
    /// `color%5BR%5D=100`
    Deep,
    /// The whole value as JSON text.
    Json,
}

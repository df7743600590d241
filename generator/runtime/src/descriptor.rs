//! Descriptors: what differs between APIs and between operations, as plain data in statics of the generated code.
//!
//! In: nothing; every value here is a constant of the generated crate. Out: the descriptors that the rest of the
//! runtime reads. Knows nothing about clients, values or requests.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use http::Method;

use crate::runtime::validate::Limits;

/// An API.
#[derive(Debug)]
pub struct Api {
    /// The name of the package, such as `cloudflare-stream`.
    pub(crate) name: &'static str,
    /// The base URL that is used if the client sets none. A URL that is only a path is appended to the client's base
    /// URL if that has no path.
    pub(crate) base_url: Option<&'static str>,
    /// The environment variable that overrides the base URL.
    pub(crate) base_url_env: Option<&'static str>,
    /// The value of the `User-Agent` header.
    pub(crate) user_agent: &'static str,
    /// How response bodies wrap values.
    pub(crate) envelope: Option<Envelope>,
    /// The response header that identifies a request.
    pub(crate) request_id_header: Option<&'static str>,
    /// Every credential that a client can hold.
    pub(crate) credentials: &'static [&'static Credential],
    /// The security alternatives of most operations; see [`Operation::security`].
    pub(crate) security: &'static [&'static [&'static Credential]],
}

impl Api {
    /// Describes an API without a base URL, credentials and envelope.
    pub const fn new(name: &'static str, user_agent: &'static str) -> Self {
        Self {
            name,
            base_url: None,
            base_url_env: None,
            user_agent,
            envelope: None,
            request_id_header: None,
            credentials: &[],
            security: &[],
        }
    }

    /// Sets the base URL that is used if the client sets none, or a path that is appended to the client's.
    pub const fn base_url(mut self, url: &'static str) -> Self {
        self.base_url = Some(url);
        self
    }

    /// Sets the environment variable that overrides the base URL.
    pub const fn base_url_env(mut self, variable: &'static str) -> Self {
        self.base_url_env = Some(variable);
        self
    }

    /// Sets how response bodies wrap values.
    pub const fn envelope(mut self, envelope: Envelope) -> Self {
        self.envelope = Some(envelope);
        self
    }

    /// Sets the response header that identifies a request.
    pub const fn request_id_header(mut self, header: &'static str) -> Self {
        self.request_id_header = Some(header);
        self
    }

    /// Sets every credential that a client can hold.
    pub const fn credentials(mut self, credentials: &'static [&'static Credential]) -> Self {
        self.credentials = credentials;
        self
    }

    /// Sets the security alternatives of most operations.
    pub const fn security(
        mut self,
        alternatives: &'static [&'static [&'static Credential]],
    ) -> Self {
        self.security = alternatives;
        self
    }
}

/// The members of an object that wraps the value of a response.
#[derive(Clone, Copy, Debug)]
pub struct Envelope {
    /// The member that holds the value.
    pub(crate) result: &'static str,
    /// The boolean member that is true if the call succeeded.
    pub(crate) success: Option<&'static str>,
    /// The member that lists the errors.
    pub(crate) errors: Option<&'static str>,
    /// The member that lists messages.
    pub(crate) messages: Option<&'static str>,
}

impl Envelope {
    /// Describes an envelope by the member that holds the value.
    pub const fn new(result: &'static str) -> Self {
        Self {
            result,
            success: None,
            errors: None,
            messages: None,
        }
    }

    /// Sets the boolean member that is true if the call succeeded.
    pub const fn success(mut self, member: &'static str) -> Self {
        self.success = Some(member);
        self
    }

    /// Sets the member that lists the errors.
    pub const fn errors(mut self, member: &'static str) -> Self {
        self.errors = Some(member);
        self
    }

    /// Sets the member that lists messages.
    pub const fn messages(mut self, member: &'static str) -> Self {
        self.messages = Some(member);
        self
    }
}

/// A credential that a client can hold. Credentials are identified by name.
#[derive(Debug)]
pub struct Credential {
    /// The name in the document.
    pub(crate) name: &'static str,
    /// The method of the client builder that sets it.
    pub(crate) setter: &'static str,
    /// The environment variable that holds it. For [`Placement::Basic`], the format is `user:password`.
    pub(crate) env: Option<&'static str>,
    /// How it is added to a request.
    pub(crate) placement: Placement,
    /// The URL where client credentials are exchanged for a token, unless they set another one. May be relative.
    pub(crate) token_url: Option<&'static str>,
}

impl Credential {
    /// Describes a credential by its name in the document, the method of the client builder that sets it, and how it is
    /// added to a request.
    pub const fn new(name: &'static str, setter: &'static str, placement: Placement) -> Self {
        Self {
            name,
            setter,
            env: None,
            placement,
            token_url: None,
        }
    }

    /// Sets the environment variable that holds it. For [`Placement::Basic`], the format is `user:password`.
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.env = Some(variable);
        self
    }

    /// Sets the URL where client credentials are exchanged for a token, unless they set another one. May be relative.
    pub const fn token_url(mut self, url: &'static str) -> Self {
        self.token_url = Some(url);
        self
    }
}

/// How a credential is added to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: Bearer <value>`
    Bearer,
    /// `Authorization: Basic <base64 of user:password>`
    Basic,
    /// `Authorization: <this scheme> <value>`
    Authorization(&'static str),
    /// The header of this name.
    Header(&'static str),
    /// The query parameter of this name.
    Query(&'static str),
    /// The cookie of this name.
    Cookie(&'static str),
    /// Not part of the request: the transport authenticates, and the credential is always considered available.
    Transport,
}

/// An operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// The id in the document.
    pub(crate) id: &'static str,
    /// The HTTP method.
    pub(crate) method: Method,
    /// The path template. Contains the names of parameters in braces, never their values.
    pub(crate) template: &'static str,
    /// The segments of the path, if they are not those of the template.
    pub(crate) path: Option<&'static [Segment]>,
    /// The operation's own base URL. A URL that is only a path is resolved against the client's host, unless the
    /// client's base URL has a path.
    pub(crate) base_url: Option<&'static str>,
    /// The header that the service accepts as an idempotency key: it processes only the first of several requests with
    /// the same key.
    pub(crate) idempotency_key: Option<&'static str>,
    /// The value of the `Accept` header: the media types that the client can read, separated by commas.
    pub(crate) accept: Option<&'static str>,
    /// How the response body is read.
    pub(crate) response: ResponseKind,
    /// The security alternatives. Each is a set of credentials that are sent together. An empty list means that no
    /// credentials are required; an empty alternative means that anonymous access is also allowed.
    pub(crate) security: &'static [&'static [&'static Credential]],
}

impl Operation {
    /// Describes an operation whose response is JSON, without credentials.
    ///
    /// # Panics
    ///
    /// If a brace of the template has no counterpart. In a static, that is an error of the compiler.
    pub const fn new(method: Method, id: &'static str, template: &'static str) -> Self {
        assert!(
            has_paired_braces(template),
            "the path template has unpaired braces"
        );
        Self {
            id,
            method,
            template,
            path: None,
            base_url: None,
            idempotency_key: None,
            accept: Some("application/json"),
            response: ResponseKind::Json,
            security: &[],
        }
    }

    /// Describes a `GET` operation.
    pub const fn get(id: &'static str, template: &'static str) -> Self {
        Self::new(Method::GET, id, template)
    }

    /// Describes a `PUT` operation.
    pub const fn put(id: &'static str, template: &'static str) -> Self {
        Self::new(Method::PUT, id, template)
    }

    /// Describes a `POST` operation.
    pub const fn post(id: &'static str, template: &'static str) -> Self {
        Self::new(Method::POST, id, template)
    }

    /// Describes a `DELETE` operation.
    pub const fn delete(id: &'static str, template: &'static str) -> Self {
        Self::new(Method::DELETE, id, template)
    }

    /// Describes a `PATCH` operation.
    pub const fn patch(id: &'static str, template: &'static str) -> Self {
        Self::new(Method::PATCH, id, template)
    }

    /// Sets a template whose braces do not tell the segments of the path, and the segments.
    pub const fn template(mut self, template: &'static str, segments: &'static [Segment]) -> Self {
        self.template = template;
        self.path = Some(segments);
        self
    }

    /// Sets the operation's own base URL.
    pub const fn base_url(mut self, url: &'static str) -> Self {
        self.base_url = Some(url);
        self
    }

    /// Sets the header that the service accepts as an idempotency key.
    pub const fn idempotency_key(mut self, header: &'static str) -> Self {
        self.idempotency_key = Some(header);
        self
    }

    /// Sets the value of the `Accept` header.
    pub const fn accept(mut self, media_types: Option<&'static str>) -> Self {
        self.accept = media_types;
        self
    }

    /// Sets how the response body is read.
    pub const fn response(mut self, kind: ResponseKind) -> Self {
        self.response = kind;
        self
    }

    /// Reads the value from the API's envelope.
    pub const fn envelope(self) -> Self {
        self.response(ResponseKind::Envelope)
    }

    /// Sets the security alternatives.
    pub const fn security(
        mut self,
        alternatives: &'static [&'static [&'static Credential]],
    ) -> Self {
        self.security = alternatives;
        self
    }

    /// Returns the segments of the path.
    pub(crate) fn segments(&self) -> Cow<'static, [Segment]> {
        match self.path {
            Some(segments) => Cow::Borrowed(segments),
            None => Cow::Owned(split_template(self.template)),
        }
    }
}

/// Returns whether each `{` has a `}` after it, before the next `{`.
const fn has_paired_braces(template: &str) -> bool {
    let bytes = template.as_bytes();
    let mut is_open = false;
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'{' if is_open => return false,
            b'}' if !is_open => return false,
            b'{' | b'}' => is_open = !is_open,
            _ => {}
        }
        index += 1;
    }
    !is_open
}

/// Splits a template whose braces are paired into its segments.
fn split_template(template: &'static str) -> Vec<Segment> {
    let mut segments = Vec::new();
    for (index, piece) in template.split(['{', '}']).enumerate() {
        // Braces are paired, so every second piece is between them.
        if index % 2 == 1 {
            segments.push(Segment::Parameter(piece));
        } else if !piece.is_empty() {
            segments.push(Segment::Literal(piece));
        }
    }
    segments
}

/// The operation of a call.
#[derive(Clone, Debug)]
pub(crate) enum OperationRef {
    /// An operation of the API description.
    Documented(&'static Operation),
    /// An operation built by the program.
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
    /// Literal text.
    Literal(&'static str),
    /// The path parameter of this name.
    Parameter(&'static str),
}

/// How a response body is read.
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
    /// The body, if any, is ignored.
    Ignored,
    /// The body, if any, is the API's envelope; the wrapped value, if any, is ignored.
    EnvelopeOnly,
    /// The body is a stream of server-sent events.
    Events,
    /// The body is a sequence of JSON texts.
    Lines,
    /// Depends on the status. The first matching entry is used; exact statuses come before ranges.
    ByStatus(&'static [StatusResponse]),
}

/// A successful response with a certain status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusResponse {
    /// The statuses that it applies to.
    pub(crate) status: StatusRange,
    /// How its body is read. Never [`ResponseKind::ByStatus`].
    pub(crate) response: ResponseKind,
}

impl StatusResponse {
    /// Describes a response by the statuses that it applies to, and how its body is read.
    pub const fn new(status: StatusRange, response: ResponseKind) -> Self {
        Self { status, response }
    }
}

/// A set of statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusRange {
    /// One status.
    Code(u16),
    /// The statuses with this first digit: 2 means 200 to 299.
    Range(u8),
    /// All other statuses.
    Default,
}

/// A parameter: where it is sent and how its value is serialized.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// The name in the request.
    pub(crate) name: &'static str,
    /// Where it is sent.
    pub(crate) location: ParameterLocation,
    /// How its value is serialized.
    pub(crate) style: Style,
    /// Whether each element or member becomes a parameter of its own.
    pub(crate) explode: bool,
    /// Whether reserved characters are not percent-encoded in a path or a query.
    pub(crate) allow_reserved: bool,
    /// Whether an empty list is sent in a query, as the name without a value.
    pub(crate) allow_empty: bool,
    /// The pattern of a value that spans several path segments: `*` matches one segment, `**` any number of segments,
    /// and every other segment matches itself. `None` if the value is a single segment.
    pub(crate) segments: Option<&'static str>,
    /// What is checked before the value is sent.
    pub(crate) limits: Limits,
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

    /// Sets the style, and resets `explode` to the default of the style: true for `form`, false for all others.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.explode = matches!(style, Style::Form);
        self
    }

    /// Sets whether each element or member becomes a parameter of its own.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Sends reserved characters without percent-encoding them.
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Sends an empty list as the name without a value.
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Accepts values that span several path segments and match this pattern, such as `projects/*/topics/*` or `**`.
    pub const fn segments(mut self, form: &'static str) -> Self {
        self.segments = Some(form);
        self
    }

    /// Sets the minimum length of a string, in Unicode code points.
    pub const fn min_length(mut self, length: u64) -> Self {
        self.limits = self.limits.min_length(length);
        self
    }

    /// Sets the maximum length of a string, in Unicode code points.
    pub const fn max_length(mut self, length: u64) -> Self {
        self.limits = self.limits.max_length(length);
        self
    }

    /// Sets the inclusive minimum of a number.
    pub const fn minimum(mut self, minimum: i128) -> Self {
        self.limits = self.limits.minimum(minimum);
        self
    }

    /// Sets the inclusive maximum of a number.
    pub const fn maximum(mut self, maximum: i128) -> Self {
        self.limits = self.limits.maximum(maximum);
        self
    }

    /// Sets what is checked before the value is sent.
    pub const fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
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
            limits: Limits::NONE,
        }
    }
}

/// Where a parameter is sent.
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

/// How the value of a parameter is serialized. The examples are those of the OpenAPI specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `blue`; lists are separated by commas.
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
    /// The whole value as JSON.
    Json,
}

#[cfg(test)]
mod tests {
    use super::Segment::{Literal, Parameter};
    use super::{Operation, has_paired_braces};

    #[test]
    fn a_template_is_split_at_its_parameters() {
        let segments = |template| Operation::get("test", template).segments().into_owned();
        assert_eq!(
            segments("/a/{b}/{c}.{d}/e?f={g}"),
            [
                Literal("/a/"),
                Parameter("b"),
                Literal("/"),
                Parameter("c"),
                Literal("."),
                Parameter("d"),
                Literal("/e?f="),
                Parameter("g"),
            ]
        );
        assert_eq!(segments("{a}{b}"), [Parameter("a"), Parameter("b")]);
        assert_eq!(segments(""), []);
    }

    #[test]
    fn braces_of_a_template_are_paired() {
        for template in ["", "/", "/{a}", "{a}{b}", "{}"] {
            assert!(has_paired_braces(template), "{template}");
        }
        for template in ["{", "}", "}{", "{{a}}", "{a", "a}", "{a}}"] {
            assert!(!has_paired_braces(template), "{template}");
        }
    }
}

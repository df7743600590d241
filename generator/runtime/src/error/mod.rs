//! The error type of a client.
//!
//! In: failures from each part of the runtime. Out: an [`Error`]. Its output never contains a body, a header value, an
//! argument or a credential, only the length of the body. Knows nothing about decoding responses.

pub mod api_message;
pub mod kind;

use std::error::Error as StdError;
use std::fmt::{self, Write};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::attempts::retry::{self, Failure};
use crate::runtime::attempts::retry_after::retry_after;
use crate::runtime::auth::tokens::ProviderError;
use crate::runtime::descriptor::{OperationRef, ResponseKind};
pub use crate::runtime::error::api_message::ApiMessage;
pub use crate::runtime::error::kind::{ErrorKind, TimeoutPhase};
use crate::runtime::json::{self, DecodeError, Json};
use crate::runtime::redacted::floor_char_boundary;
use crate::runtime::response::RawResponse;
use crate::runtime::response::charset;
use crate::runtime::response::content_type;
use crate::runtime::transport::{TransportError, TransportErrorKind};
use crate::runtime::validate::Violation;

/// An error of a call, or of building a client.
///
/// [`kind`](Self::kind) tells what went wrong, and [`may_have_been_processed`](Self::may_have_been_processed) whether
/// the request may have taken effect nevertheless. [`status`](Self::status), [`code`](Self::code) and
/// [`errors`](Self::errors) describe an error response; [`body`](Self::body) is its whole body.
///
/// `Display` and `Debug` show neither the body nor secrets. `Display` is a single line. If the transport or a token
/// provider failed, it ends with the last error in the chain of causes; `source` returns the first.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<OperationRef>,
    /// Details beyond the kind.
    detail: String,
    response: Option<RawResponse>,
    /// The number of attempts.
    attempts: u32,
    /// Whether the service may have processed one of the attempts before the last.
    maybe_processed: bool,
    /// Whether the call timed out before the last attempt was sent.
    not_sent: bool,
    errors: Vec<ApiMessage>,
    violations: Vec<Violation>,
    decode: Option<DecodeError>,
    source: Option<Source>,
}

/// How to read a response with another content type than the API description declares.
const OTHER_FORMS: &str =
    "; use `with_response()` with `bytes()`, `stream()` or `events()` to read it";

/// The source of an error.
enum Source {
    Transport(TransportError),
    /// The error of a token provider.
    Provider(ProviderError),
}

impl Error {
    /// Returns the kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the ID of the operation.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.as_ref().map(|operation| operation.id)
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the headers of the response, if there was one.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the body of the response, if there was one. It may be incomplete, see
    /// [`is_body_truncated`](Self::is_body_truncated).
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// Decodes the body of the response as JSON, if there was a response. Decoding is not strict.
    pub fn body_as<T: Json>(&self) -> Option<Result<T, DecodeError>> {
        let RawResponse { headers, body, .. } = self.0.response.as_ref()?;
        Some(match charset::json(headers, body) {
            Ok(Some(decoded)) => json::from_str(&decoded.text),
            _ => json::from_slice(body),
        })
    }

    /// Returns `true` if [`body`](Self::body) may be incomplete: it is larger than
    /// [`max_body_size`](struct.ClientBuilder.html#method.max_body_size), or the connection was lost.
    pub fn is_body_truncated(&self) -> bool {
        self.0
            .response
            .as_ref()
            .is_some_and(|response| response.truncated)
    }

    /// Returns the errors in the body of the response. They are read from the API's envelope, or else from common
    /// members such as `message`, `detail`, `title`, `error` and `errors`. Use [`body_as`](Self::body_as) to decode the
    /// error type of the API description. Bodies of more than 16 MiB are not searched.
    pub fn errors(&self) -> &[ApiMessage] {
        &self.0.errors
    }

    /// Returns the first numeric code of the [`errors`](Self::errors).
    pub fn code(&self) -> Option<i64> {
        self.0.errors.iter().find_map(|error| error.code)
    }

    /// Returns the first non-numeric code of the [`errors`](Self::errors), such as `rate_limit_exceeded`.
    pub fn code_name(&self) -> Option<&str> {
        let mut errors = self.0.errors.iter();
        errors.find_map(|error| error.code_name.as_deref())
    }

    /// Returns the request ID of the response, if it has one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.response.as_ref().and_then(RawResponse::request_id)
    }

    /// Returns the number of attempts, or 0 if nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns `true` if the service may have processed the request, in any of the attempts.
    ///
    /// Returns `false` if nothing was sent, or if the service rejected each attempt with a status from 400 to 499 other
    /// than 408, or with 503 and `Retry-After`. In that case it is safe to send the request again.
    pub fn may_have_been_processed(&self) -> bool {
        let inner = &*self.0;
        let by_last = match inner.kind {
            ErrorKind::Configuration | ErrorKind::Credentials | ErrorKind::InvalidRequest => false,
            ErrorKind::Connect | ErrorKind::Timeout(TimeoutPhase::Connect) => false,
            ErrorKind::Timeout(_) => !inner.not_sent,
            ErrorKind::Status => inner.response.as_ref().is_none_or(|response| {
                retry::may_have_been_processed(Failure::Response(
                    response.status,
                    &response.headers,
                ))
            }),
            ErrorKind::Transport | ErrorKind::Api | ErrorKind::Decode => true,
        };
        inner.maybe_processed || by_last
    }

    /// Returns the delay that the response requests before another attempt.
    ///
    /// It is read from `retry-after-ms` or `Retry-After`. A date is relative to the `Date` of the response, and ignored
    /// without it, because the local clock may be wrong.
    pub fn retry_after(&self) -> Option<Duration> {
        self.headers().and_then(retry_after)
    }

    /// Returns the invalid arguments of the call, each with its path.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Returns why the JSON of the response could not be decoded.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// Returns `true` if the error is a timeout.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Timeout(_))
    }

    /// Returns `true` if the connection failed or timed out. The last attempt was not sent.
    pub fn is_connect(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Connect | ErrorKind::Timeout(TimeoutPhase::Connect)
        )
    }

    /// Returns `true` if the response could not be decoded.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Returns `true` if the status is 400 Bad Request.
    pub fn is_bad_request(&self) -> bool {
        self.status() == Some(StatusCode::BAD_REQUEST)
    }

    /// Returns `true` if the status is 401 Unauthorized: the credentials are missing or invalid.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns `true` if the status is 403 Forbidden: the credentials do not grant access.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Returns `true` if the status is 404 Not Found.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns `true` if the status is 409 Conflict.
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Returns `true` if the status is 429 Too Many Requests.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns `true` if the status is 500 to 599.
    pub fn is_server_error(&self) -> bool {
        self.status().is_some_and(|status| status.is_server_error())
    }

    pub(crate) fn new(kind: ErrorKind, detail: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            detail: detail.into(),
            response: None,
            attempts: 0,
            maybe_processed: false,
            not_sent: false,
            errors: Vec::new(),
            violations: Vec::new(),
            decode: None,
            source: None,
        }))
    }

    pub(crate) fn configuration(detail: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, detail)
    }

    /// Creates an error for invalid arguments.
    pub(crate) fn invalid(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(ErrorKind::InvalidRequest, "");
        error.0.violations = violations;
        error
    }

    /// Creates an error with a response.
    pub(crate) fn from_response(
        kind: ErrorKind,
        detail: impl Into<String>,
        response: RawResponse,
    ) -> Self {
        let mut error = Self::new(kind, detail);
        error.0.attempts = response.attempts;
        error.0.maybe_processed = response.maybe_processed;
        error.0.response = Some(response);
        error
    }

    /// Creates an error for a response whose JSON could not be decoded.
    pub(crate) fn undecodable(decode: DecodeError, response: RawResponse) -> Self {
        let mut error = Self::from_response(ErrorKind::Decode, decode.to_string(), response);
        error.0.decode = Some(decode);
        error
    }

    /// Adds how else the response can be read, if it has an unexpected content type.
    pub(crate) fn suggest_other_forms(mut self, accept: Option<&str>, kind: ResponseKind) -> Self {
        let Some(response) = &self.0.response else {
            return self;
        };
        let headers = &response.headers;
        let is_other = self.0.kind == ErrorKind::Decode
            && content_type::check_content_type(headers, accept, kind).is_err();
        if is_other && content_type::is_content(headers) {
            self.0.detail.push_str(OTHER_FORMS);
        }
        self
    }

    /// Creates an error for a header that is missing or could not be decoded.
    pub(crate) fn header(name: &str, problem: &str) -> Self {
        Self::new(
            ErrorKind::Decode,
            format!("cannot decode the header `{name}`: {problem}"),
        )
    }

    pub(crate) fn transport(source: TransportError) -> Self {
        let mut detail = source.to_string();
        // Timeouts say everything themselves. The other kinds name only the step that failed, and many programs log nothing but
        // this line.
        if let (
            TransportErrorKind::Unsendable
            | TransportErrorKind::Connect
            | TransportErrorKind::Other,
            Some(cause),
        ) = (source.kind(), root_cause(&source))
        {
            detail = format!("{detail}: {cause}");
        }
        let mut error = Self::new(ErrorKind::from_transport(source.kind()), detail);
        error.0.source = Some(Source::Transport(source));
        error
    }

    /// Creates an error for a failed token provider.
    pub(crate) fn credentials(cause: ProviderError) -> Self {
        let detail = format!("no token is available: {cause}");
        let mut error = Self::new(ErrorKind::Credentials, detail);
        error.0.source = Some(Source::Provider(cause));
        error
    }

    /// Creates an error for a call that timed out before the next attempt was sent.
    pub(crate) fn deadline_exceeded(phase: TimeoutPhase) -> Self {
        let source = TransportError::new(TransportErrorKind::Timeout);
        let mut error = Self::transport(source).in_phase(phase);
        error.0.not_sent = true;
        error
    }

    /// Replaces the phase of an attempt's timeout with another one.
    pub(crate) fn in_phase(mut self, phase: TimeoutPhase) -> Self {
        self.0.kind = self.0.kind.in_phase(phase);
        self
    }

    /// Sets the number of attempts, and whether the service may have processed one of those before the last.
    pub(crate) fn after_attempts(mut self, attempts: u32, maybe_processed: bool) -> Self {
        self.0.attempts = attempts;
        self.0.maybe_processed = maybe_processed;
        self
    }

    /// Creates an error for a successful response that is incomplete.
    pub(crate) fn interrupted(source: TransportError, response: RawResponse) -> Self {
        let mut error = Self::transport(source);
        error.0.response = Some(response);
        error
    }

    /// Creates an error for a call that would send credentials over plain http to another machine.
    pub(crate) fn insecure_credentials() -> Self {
        Self::configuration(
            "credentials are not sent to another host over plain http: use https, or set `allow_plain_http`",
        )
    }

    /// Creates an error for a transport that could not be set up.
    #[cfg(all(feature = "reqwest", not(target_arch = "wasm32")))]
    pub(crate) fn transport_setup(detail: &str, source: TransportError) -> Self {
        let mut error = Self::configuration(detail);
        error.0.source = Some(Source::Transport(source));
        error
    }

    pub(crate) fn with_errors(mut self, errors: Vec<ApiMessage>) -> Self {
        self.0.errors = errors;
        self
    }

    /// Applies a function to all strings that come from the response and can be shown.
    pub(crate) fn map_strings(mut self, change: &dyn Fn(&str) -> String) -> Self {
        let inner = &mut *self.0;
        let errors = std::mem::take(&mut inner.errors).into_iter();
        inner.errors = errors.map(|error| error.map_strings(change)).collect();
        let detail = change(&inner.detail);
        if detail != inner.detail {
            // Its message is the old detail.
            inner.decode = None;
            inner.detail = detail;
        }
        self
    }

    pub(crate) fn in_operation(mut self, operation: OperationRef) -> Self {
        self.0.operation = Some(operation);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut f = OneLine::new(f, LINE_LIMIT);
        if let Some(operation) = &inner.operation {
            write!(f, "{} {}: ", operation.method, operation.template)?;
        }
        if let Some(response) = &inner.response {
            write!(f, "{}", response.status)?;
        }
        match inner.kind {
            ErrorKind::Configuration => write!(f, "configuration: {}", inner.detail)?,
            ErrorKind::Credentials => write!(f, "credentials: {}", inner.detail)?,
            ErrorKind::InvalidRequest => {
                f.write_str("invalid request")?;
                for (index, violation) in inner.violations.iter().enumerate() {
                    f.write_str(if index == 0 { ": " } else { "; " })?;
                    write!(f, "{violation}")?;
                }
            }
            ErrorKind::Connect | ErrorKind::Timeout(_) | ErrorKind::Transport => {
                if inner.response.is_some() {
                    f.write_str(": ")?;
                }
                f.write_str(&inner.detail)?;
            }
            ErrorKind::Status | ErrorKind::Api => {
                if inner.errors.is_empty() && !inner.detail.is_empty() {
                    write!(f, ": {}", inner.detail)?;
                }
                for (index, error) in inner.errors.iter().enumerate() {
                    f.write_str(if index == 0 { ": " } else { "; " })?;
                    write!(f, "{error}")?;
                }
            }
            ErrorKind::Decode => match &inner.response {
                Some(response) => {
                    let length = response.body.len();
                    write!(
                        f,
                        ": cannot decode the response body of {length} bytes: {}",
                        inner.detail
                    )?;
                }
                None => f.write_str(&inner.detail)?,
            },
        }
        if inner.attempts > 1 {
            write!(f, " after {} attempts", inner.attempts)?;
        }
        if let Some(response) = &inner.response {
            if let (Some(header), Some(id)) = (response.request_id_header, response.request_id()) {
                // Always shown, even if the rest was truncated.
                write!(OneLine::new(f.f, MESSAGE_LIMIT), " ({header} {id})")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &*self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind)
            .field("message", &format_args!("\"{self}\""));
        if let Some(operation) = &inner.operation {
            out.field("operation", &operation.id);
        }
        if let Some(response) = &inner.response {
            out.field("status", &response.status)
                .field("body", &format_args!("{} bytes", response.body.len()));
        }
        match &inner.source {
            Some(Source::Transport(source)) => drop(out.field("source", source)),
            // Its message may be shown; its other contents may not.
            Some(Source::Provider(cause)) => drop(out.field("source", &format_args!("{cause}"))),
            None => {}
        }
        out.finish_non_exhaustive()
    }
}

impl StdError for Error {
    /// Returns the error of the transport or of the token provider. Errors of other kinds have no source.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.0.source.as_ref()? {
            Source::Transport(source) => source.source(),
            Source::Provider(cause) => Some(&**cause),
        }
    }
}

/// Returns the last error in the chain of causes, such as `Connection refused (os error 111)`.
fn root_cause<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source()).last()
}

/// The length limit of an error message, in bytes.
const LINE_LIMIT: usize = 4096;
/// The length limit of a single message from the service, in bytes.
pub(crate) const MESSAGE_LIMIT: usize = 1024;

/// Writes a single line of limited length. Control characters and characters that change the text direction are
/// escaped.
pub(crate) struct OneLine<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    /// The number of bytes that can still be written.
    remaining: usize,
    /// Whether text was left out. It is replaced by `…`.
    truncated: bool,
}

impl<'a, 'b> OneLine<'a, 'b> {
    pub(crate) fn new(f: &'a mut fmt::Formatter<'b>, remaining: usize) -> Self {
        Self {
            f,
            remaining,
            truncated: false,
        }
    }
}

impl Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let must_escape = |c: char| {
            c.is_control()
                || matches!(c, '\u{61c}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
        };
        if self.truncated {
            return Ok(());
        }
        let kept = floor_char_boundary(text, self.remaining);
        self.remaining -= kept;
        self.truncated = kept < text.len();
        let mut rest = &text[..kept];
        while let Some((at, escaped)) = rest.char_indices().find(|(_, c)| must_escape(*c)) {
            self.f.write_str(&rest[..at])?;
            write!(self.f, "{}", escaped.escape_default())?;
            rest = &rest[at + escaped.len_utf8()..];
        }
        self.f.write_str(rest)?;
        self.f.write_str(if self.truncated { "…" } else { "" })
    }
}

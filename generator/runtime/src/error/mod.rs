//! The one error of a client.
//!
//! In: what went wrong, from each part of the runtime. Out: [`Error`], which tells it without ever printing a body, a
//! header, a parameter's value or a credential: of a body it prints the length. Knows nothing of how answers are read.

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
use crate::runtime::response::RawResponse;
use crate::runtime::response::charset;
use crate::runtime::response::content_type;
use crate::runtime::transport::{TransportError, TransportErrorKind};
use crate::runtime::validate::Violation;

/// Why a call or the building of a client failed.
///
/// [`kind`](Self::kind) says what went wrong, and [`may_have_been_processed`](Self::may_have_been_processed) whether it may have been done all
/// the same. What an answer says is in [`status`](Self::status), [`code`](Self::code) and [`errors`](Self::errors), and all of
/// it in [`body`](Self::body).
///
/// Neither `Display`, which is one line, nor `Debug` prints a body or a secret; [`body`](Self::body) gives the body.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    operation: Option<OperationRef>,
    /// What the kind alone does not say, in words.
    detail: String,
    response: Option<RawResponse>,
    /// How many attempts there were.
    attempts: u32,
    /// Whether the service may have acted on one before the last.
    maybe_processed: bool,
    /// Whether the time of the call was over before another attempt was sent.
    not_sent: bool,
    errors: Vec<ApiMessage>,
    violations: Vec<Violation>,
    decode: Option<DecodeError>,
    source: Option<Source>,
}

/// How a response is read that is of another type than the API documents.
const OTHER_FORMS: &str =
    "; use `with_response()` with `bytes()`, `stream()` or `events()` to read it";

/// What caused an error.
enum Source {
    Transport(TransportError),
    /// What gives tokens said this.
    Provider(ProviderError),
}

impl Error {
    /// Returns what kind of error it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the id of the operation that was called.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.as_ref().map(|operation| operation.id)
    }

    /// Returns the answer's status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.response.as_ref().map(|response| response.status)
    }

    /// Returns the answer's headers, if there was an answer.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.response.as_ref().map(|response| &response.headers)
    }

    /// Returns the answer's body, if there was an answer: all of it, unless it is longer than
    /// [`max_body_size`](crate::runtime::ClientBuilder::max_body_size) or broke off, see [`is_body_truncated`](Self::is_body_truncated).
    pub fn body(&self) -> Option<&Bytes> {
        self.0.response.as_ref().map(|response| &response.body)
    }

    /// Reads the response's body as JSON, if there was a response, as a client that is not strict does.
    pub fn body_as<T: Json>(&self) -> Option<Result<T, DecodeError>> {
        let RawResponse { headers, body, .. } = self.0.response.as_ref()?;
        Some(match charset::json(headers, body) {
            Ok(Some(decoded)) => json::from_str(&decoded.text),
            _ => json::from_slice(body),
        })
    }

    /// Returns whether [`body`](Self::body) may be the beginning of a longer one: it is longer than
    /// [`max_body_size`](crate::runtime::ClientBuilder::max_body_size), or the connection failed before its end.
    pub fn is_body_truncated(&self) -> bool {
        self.0
            .response
            .as_ref()
            .is_some_and(|response| response.truncated)
    }

    /// Returns the errors that the answer lists: in the API's envelope, or else where the JSON of a failure usually has them,
    /// which is `message`, `detail` and `title`, `error`, `errors` and the like. [`body_as`](Self::body_as) reads them as the
    /// type that the API documents. A body of more than 16 MiB is not searched.
    pub fn errors(&self) -> &[ApiMessage] {
        &self.0.errors
    }

    /// Returns the code of the first error that the answer lists and that has one.
    pub fn code(&self) -> Option<i64> {
        self.0.errors.iter().find_map(|error| error.code)
    }

    /// Returns the first code that is a word and no number, such as `rate_limit_exceeded`.
    pub fn code_name(&self) -> Option<&str> {
        let mut errors = self.0.errors.iter();
        errors.find_map(|error| error.code_name.as_deref())
    }

    /// Returns what identifies the request to the service's operators, if the answer has it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.response.as_ref().and_then(RawResponse::request_id)
    }

    /// Returns how many attempts there were; 0 where nothing was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns whether the service may have done what it was asked for, in any of the attempts.
    ///
    /// It has not where nothing was sent, and where it refused each attempt: by a status of 400 to 499 other than 408, or by 503
    /// with `Retry-After`. Then calling again can do nothing twice.
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

    /// Returns for how long the answer asks to wait before another attempt.
    ///
    /// Read from `retry-after-ms` and `Retry-After`. A date counts from the answer's own `Date`, without which it is not
    /// understood: the clock here may be wrong.
    pub fn retry_after(&self) -> Option<Duration> {
        self.headers().and_then(retry_after)
    }

    /// Returns what is wrong with the arguments of the call, each with its path.
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }

    /// Returns why the answer cannot be read, if it is JSON.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        self.0.decode.as_ref()
    }

    /// Returns whether it took too long, to connect or to answer.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Timeout(_))
    }

    /// Returns whether there was no connection, so that the last attempt was not sent.
    pub fn is_connect(&self) -> bool {
        matches!(
            self.0.kind,
            ErrorKind::Connect | ErrorKind::Timeout(TimeoutPhase::Connect)
        )
    }

    /// Returns whether the answer could not be read.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    /// Returns whether the status is 400, Bad Request.
    pub fn is_bad_request(&self) -> bool {
        self.status() == Some(StatusCode::BAD_REQUEST)
    }

    /// Returns whether the status is 401, Unauthorized: the credentials are unknown.
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// Returns whether the status is 403, Forbidden: the credentials do not suffice.
    pub fn is_forbidden(&self) -> bool {
        self.status() == Some(StatusCode::FORBIDDEN)
    }

    /// Returns whether the status is 404, Not Found.
    pub fn is_not_found(&self) -> bool {
        self.status() == Some(StatusCode::NOT_FOUND)
    }

    /// Returns whether the status is 409, Conflict.
    pub fn is_conflict(&self) -> bool {
        self.status() == Some(StatusCode::CONFLICT)
    }

    /// Returns whether the status is 429, Too Many Requests.
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the status is 500 or above.
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

    /// An error of arguments; the violations say it all.
    pub(crate) fn invalid(violations: Vec<Violation>) -> Self {
        let mut error = Self::new(ErrorKind::InvalidRequest, "");
        error.0.violations = violations;
        error
    }

    /// An error of an answer.
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

    /// An error of an answer whose JSON cannot be read.
    pub(crate) fn undecodable(decode: DecodeError, response: RawResponse) -> Self {
        let mut error = Self::from_response(ErrorKind::Decode, decode.to_string(), response);
        error.0.decode = Some(decode);
        error
    }

    /// Says how else the response can be read, where it is of another type than JSON.
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

    /// An error of a header that is missing, or does not hold what it should.
    pub(crate) fn header(name: &str, problem: &str) -> Self {
        Self::new(
            ErrorKind::Decode,
            format!("cannot decode the header `{name}`: {problem}"),
        )
    }

    pub(crate) fn transport(source: TransportError) -> Self {
        let mut detail = source.to_string();
        // What is wrong with the set-up is for a person to mend, who sees this line alone.
        if let (TransportErrorKind::Unsendable, Some(cause)) = (source.kind(), source.source()) {
            detail = format!("{detail}: {cause}");
        }
        let mut error = Self::new(ErrorKind::from_transport(source.kind()), detail);
        error.0.source = Some(Source::Transport(source));
        error
    }

    /// An error of what gives the client its tokens.
    pub(crate) fn credentials(cause: ProviderError) -> Self {
        let mut error = Self::new(ErrorKind::Credentials, "no token is available");
        error.0.source = Some(Source::Provider(cause));
        error
    }

    /// An error of a call whose time is over before an attempt, which is not sent.
    pub(crate) fn deadline_exceeded(phase: TimeoutPhase) -> Self {
        let source = TransportError::new(TransportErrorKind::Timeout);
        let mut error = Self::transport(source).in_phase(phase);
        error.0.not_sent = true;
        error
    }

    /// Says that the time of another phase was over, where the time of an attempt was.
    pub(crate) fn in_phase(mut self, phase: TimeoutPhase) -> Self {
        self.0.kind = self.0.kind.in_phase(phase);
        self
    }

    /// Says how many attempts there were, and whether the service may have acted on one before the last.
    pub(crate) fn after_attempts(mut self, attempts: u32, maybe_processed: bool) -> Self {
        self.0.attempts = attempts;
        self.0.maybe_processed = maybe_processed;
        self
    }

    /// An error of an answer that is a success as far as it came in.
    pub(crate) fn interrupted(source: TransportError, response: RawResponse) -> Self {
        let mut error = Self::transport(source);
        error.0.response = Some(response);
        error
    }

    /// The error of a call that would send credentials where they can be read on the way.
    pub(crate) fn insecure_credentials() -> Self {
        Self::configuration(
            "credentials are not sent to another host over plain http: use https, or set `allow_plain_http`",
        )
    }

    /// An error of the client's set-up that the transport caused.
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

    /// Changes each text of it that can be of the answer, as far as texts are printed.
    pub(crate) fn map_strings(mut self, change: &dyn Fn(&str) -> String) -> Self {
        let inner = &mut *self.0;
        let errors = std::mem::take(&mut inner.errors).into_iter();
        inner.errors = errors.map(|error| error.map_strings(change)).collect();
        let detail = change(&inner.detail);
        if detail != inner.detail {
            // It says the same in the old words.
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
        if let Some(response) = &inner.response
            && let (Some(header), Some(id)) = (response.request_id_header, response.request_id())
        {
            // The last and most useful part, whatever was cut before.
            write!(OneLine::new(f.f, MESSAGE_LIMIT), " ({header} {id})")?;
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
            // Its text is fit to be printed; what else it holds may not be.
            Some(Source::Provider(cause)) => drop(out.field("source", &format_args!("{cause}"))),
            None => {}
        }
        out.finish_non_exhaustive()
    }
}

impl StdError for Error {
    /// Returns what the transport says, or what gives the tokens. All other kinds say in their own text all there is to say.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self.0.source.as_ref()? {
            Source::Transport(source) => source.source(),
            Source::Provider(cause) => Some(&**cause),
        }
    }
}

/// How many bytes the line of an error has at most, and of these what one message takes: logs are no place for more.
const LINE_LIMIT: usize = 4096;
/// How many bytes of one message are printed.
pub(crate) const MESSAGE_LIMIT: usize = 1024;

/// Writes text in one line of limited length: control characters, and those that turn the direction of text, are escaped.
pub(crate) struct OneLine<'a, 'b> {
    f: &'a mut fmt::Formatter<'b>,
    /// How many bytes of text may still be written.
    remaining: usize,
    /// Whether text was left out; `…` stands for it.
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
        let kept = text.floor_char_boundary(self.remaining);
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

//! Answers: as they came in, and with the value read.
//!
//! In: status, headers and body of an answer. Out: [`Response`], the value with all that came beside it. Printing any of
//! them shows no header value and no body. Knows nothing of how values are read (see `envelope`).

pub mod by_status;
pub mod charset;
pub mod compression;
pub mod content_type;
pub mod envelope;
pub mod exchange;
pub mod headers;

use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::runtime::error::ApiMessage;
use crate::runtime::json;

/// An answer whose value is not read yet.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the body may be the beginning of a longer one.
    pub(crate) truncated: bool,
    /// How many attempts it took, this one included.
    pub(crate) attempts: u32,
    /// Whether the service may have acted on one before this.
    pub(crate) maybe_processed: bool,
    /// The header that identifies the request.
    pub(crate) request_id_header: Option<&'static str>,
}

impl RawResponse {
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(self.request_id_header?)?.to_str().ok()
    }
}

/// A value with the answer that it was read from.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    meta: ResponseMeta,
}

/// An answer without its value.
#[derive(Clone)]
pub(crate) struct ResponseMeta {
    pub(crate) response: RawResponse,
    pub(crate) messages: Vec<ApiMessage>,
    pub(crate) warnings: Vec<Warning>,
}

impl ResponseMeta {
    /// An answer without messages and warnings.
    pub(crate) fn new(response: RawResponse) -> Self {
        Self {
            response,
            messages: Vec::new(),
            warnings: Vec::new(),
        }
    }

    pub(crate) fn with_value<T>(self, value: T) -> Response<T> {
        Response { value, meta: self }
    }
}

impl<T> Response<T> {
    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.meta.response.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.meta.response.headers
    }

    /// Returns the value.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Returns the value and drops the rest.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the body as it came in; nothing where the value reads it as it comes.
    pub fn body(&self) -> &Bytes {
        &self.meta.response.body
    }

    /// Returns the body as text, in the charset of its byte-order mark or its content type where the feature `charset` is on,
    /// and else in UTF-8; what means nothing in it is replaced by U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        let RawResponse { headers, body, .. } = &self.meta.response;
        match charset::text(headers, body) {
            Ok(decoded) => decoded.text,
            Err(_) => String::from_utf8_lossy(body),
        }
    }

    /// Returns what was wrong with the response without making it useless: optional members of an unexpected shape, which
    /// are left out of the value, and what was read as something near it, such as a date-time without a time zone. A hundred
    /// at most.
    pub fn warnings(&self) -> &[Warning] {
        &self.meta.warnings
    }

    /// Returns the messages that the answer carries beside the value.
    pub fn messages(&self) -> &[ApiMessage] {
        &self.meta.messages
    }

    /// Returns how many attempts it took.
    pub fn attempts(&self) -> u32 {
        self.meta.response.attempts
    }

    /// Returns what identifies the request to the service's operators, if the answer has it.
    pub fn request_id(&self) -> Option<&str> {
        self.meta.response.request_id()
    }
}

impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .field("body", &format_args!("{} bytes", self.body().len()))
            .field("warnings", &self.warnings())
            .finish_non_exhaustive()
    }
}

/// Something unexpected in an answer that did not make it useless.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The id of the operation that was called.
    pub operation: &'static str,
    /// Where it is, such as `result.recording.mode`; empty for the whole body.
    pub path: String,
    /// What is wrong and what was done about it, without the value itself.
    pub message: String,
}

impl Warning {
    pub(crate) fn new(operation: &'static str, warning: json::Warning) -> Self {
        Self {
            operation,
            message: warning.message(),
            path: warning.path,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.operation)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message)
    }
}

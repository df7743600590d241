//! Responses, raw and decoded.
//!
//! In: the status, headers and body of a response. Out: a [`Response`], with the decoded value and everything else.
//! `Debug` shows no header values and no body. Knows nothing about decoding values (see `exchange`).

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

/// A response that has not been decoded.
#[derive(Clone)]
pub(crate) struct RawResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether the body may be incomplete.
    pub(crate) truncated: bool,
    /// The number of attempts, including this one.
    pub(crate) attempts: u32,
    /// Whether the service may have processed one of the attempts before this one.
    pub(crate) maybe_processed: bool,
    /// The name of the header with the request ID.
    pub(crate) request_id_header: Option<&'static str>,
}

impl RawResponse {
    pub(crate) fn request_id(&self) -> Option<&str> {
        self.headers.get(self.request_id_header?)?.to_str().ok()
    }
}

/// A decoded value with its response.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    meta: ResponseMeta,
}

/// A response without the decoded value.
#[derive(Clone)]
pub(crate) struct ResponseMeta {
    pub(crate) response: RawResponse,
    pub(crate) messages: Vec<ApiMessage>,
    pub(crate) warnings: Vec<Warning>,
}

impl ResponseMeta {
    /// Creates a response without messages and warnings.
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

    /// Returns the value, without the rest of the response.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Returns the body. It is empty if the body is streamed.
    pub fn body(&self) -> &Bytes {
        &self.meta.response.body
    }

    /// Returns the body as a string. The charset is that of the byte order mark or of the content type, if the feature
    /// `charset` is enabled, and UTF-8 otherwise. Invalid bytes are replaced by U+FFFD.
    pub fn text(&self) -> Cow<'_, str> {
        let RawResponse { headers, body, .. } = &self.meta.response;
        match charset::text(headers, body) {
            Ok(decoded) => decoded.text,
            Err(_) => String::from_utf8_lossy(body),
        }
    }

    /// Returns the warnings: optional members that were ignored because of an unexpected shape, and values that were
    /// accepted although they are not valid, such as a date-time without a time zone. There are at most one hundred.
    pub fn warnings(&self) -> &[Warning] {
        &self.meta.warnings
    }

    /// Returns the messages in the API's envelope.
    pub fn messages(&self) -> &[ApiMessage] {
        &self.meta.messages
    }

    /// Returns the number of attempts.
    pub fn attempts(&self) -> u32 {
        self.meta.response.attempts
    }

    /// Returns the request ID, if the response has one.
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

/// An unexpected value in a response that was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The ID of the operation.
    pub operation: &'static str,
    /// The path of the value, such as `result.recording.mode`. Empty for the whole body.
    pub path: String,
    /// What is unexpected, and how it was handled. Does not contain the value.
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

//! The way a request leaves and its answer comes in: a trait that users may implement.
//!
//! In: a [`TransportRequest`], ready to be sent. Out: a [`TransportResponse`] of any status, or a [`TransportError`]
//! where there was none. Knows nothing of operations, credentials or values.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, Uri};

/// A boxed future; `Send` except on wasm32, where nothing is.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future; `Send` except on wasm32, where nothing is.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests.
///
/// An implementation sends each request once, to the given URL as it is, and follows no redirect: requests carry
/// credentials, which must not reach another host.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and reads the answer to its end.
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

/// A request, ready to be sent. Printing it shows no address, no header value and no body: they hold what users sent.
#[non_exhaustive]
pub struct TransportRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers; `Content-Length` and `Host` are the transport's to add.
    pub headers: HeaderMap,
    /// The body; empty where there is none.
    pub body: Bytes,
    /// How long it may take from now to the end of the answer's body.
    pub timeout: Duration,
    /// How many bytes of a body of status 2xx may be read. A longer one is a [`TransportError::body_too_large`].
    pub max_body: usize,
    /// How many bytes of a body of another status are to be read. The rest of a longer one is left unread.
    pub max_error_body: usize,
}

impl TransportRequest {
    /// Returns how many bytes may be read of the body of an answer of this status.
    pub fn limit(&self, status: StatusCode) -> usize {
        if status.is_success() {
            self.max_body
        } else {
            self.max_error_body
        }
    }
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("method", &self.method)
            .field("headers", &self.headers.keys())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// An answer of any status. Printing it shows no header value and no body.
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, or its beginning if it was cut.
    pub body: Bytes,
}

impl TransportResponse {
    /// Returns an answer.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.keys())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// Why there was no answer, or no complete one.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
    answer: Option<Box<TransportResponse>>,
}

/// Why there was no answer, or no complete one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request cannot be sent as it is; nothing of it was sent.
    Unsendable,
    /// There is no connection; nothing of the request was sent.
    Connect,
    /// There was no connection in time; nothing of the request was sent.
    ConnectTimeout,
    /// The answer was not complete in time; the request may have been received.
    Timeout,
    /// The body is longer than this limit.
    BodyTooLarge(usize),
    /// Anything else; the request may have been received.
    Other,
}

impl TransportError {
    /// Returns an error of this kind.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self {
            kind,
            source: None,
            answer: None,
        }
    }

    /// Returns the error of a body that is longer than `limit` bytes.
    pub fn body_too_large(limit: usize) -> Self {
        Self::new(TransportErrorKind::BodyTooLarge(limit))
    }

    /// Sets what caused it. Its text is printed wherever errors are, so it must hold no address and no header.
    pub fn caused_by(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets what of an answer had come in by then: with it the status is known, and a body that broke off is not lost.
    pub fn after(mut self, answer: TransportResponse) -> Self {
        self.answer = Some(Box::new(answer));
        self
    }

    pub(crate) fn take_answer(&mut self) -> Option<TransportResponse> {
        self.answer.take().map(|answer| *answer)
    }

    /// Returns which kind it is.
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TransportErrorKind::Unsendable => {
                f.write_str("the transport cannot send the request as it is")
            }
            TransportErrorKind::Connect => f.write_str("cannot connect"),
            TransportErrorKind::ConnectTimeout => f.write_str("no connection in time"),
            TransportErrorKind::Timeout => f.write_str("no complete answer in time"),
            TransportErrorKind::BodyTooLarge(limit) => {
                write!(
                    f,
                    "the answer's body is longer than the limit of {limit} bytes"
                )
            }
            TransportErrorKind::Other => f.write_str("the transport failed"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

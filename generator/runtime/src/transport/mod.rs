//! The way a request leaves and its answer comes in: a trait that users may implement.
//!
//! In: a [`TransportRequest`], ready to be sent. Out: a [`TransportResponse`] of any status, or a [`TransportError`]
//! where there was none. Knows nothing of credentials, values, or of attempts that are repeated.

#[cfg(feature = "blocking")]
pub mod blocking;
pub mod chunks;
pub mod proxy;
#[cfg(feature = "reqwest")]
pub mod reqwest_transport;
#[cfg(feature = "ureq")]
pub mod ureq_transport;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode, Uri};

use crate::runtime::body::upload::RequestBody;
use crate::runtime::transport::chunks::TransportBody;

/// A boxed future; `Send` except on wasm32, where nothing is.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future; `Send` except on wasm32, where nothing is.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests.
///
/// An implementation sends each request once, to the given URL as it is, and follows no redirect: requests carry
/// credentials, which must not reach another host. It gives the answer as soon as its head is there; its body comes in
/// chunks. Time limits, the largest body and repetition are the client's business: where the future, or the body, is
/// dropped, the exchange ends.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

/// Sends requests for a blocking client: as a [`Transport`] does, but on the thread that calls.
///
/// Nothing can end it from outside, so an implementation keeps to [`TransportRequest::timeout`] itself.
#[cfg(feature = "blocking")]
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    ///
    /// There was no answer.
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError>;
}

/// A request, ready to be sent. Printing it shows no address, no header value and no body: they hold what users sent.
#[non_exhaustive]
pub struct TransportRequest {
    /// The id of the operation that is called.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub uri: Uri,
    /// The headers; `Content-Length` and `Host` are the transport's to add.
    pub headers: HeaderMap,
    /// The body; empty where there is none.
    pub body: RequestBody,
    /// How long it may take from now to the end of the answer's body. The client ends what takes longer, unless it blocks.
    pub timeout: Duration,
    /// How long a chunk of the answer's body may be in coming, where the body is read as it comes; then `timeout` is for
    /// the answer's head alone.
    pub idle_timeout: Option<Duration>,
}

impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("headers", &self.headers.keys())
            .field("body", &self.body)
            .field("timeout", &self.timeout)
            .field("idle_timeout", &self.idle_timeout)
            .finish_non_exhaustive()
    }
}

/// The head of an answer of any status, and its body to come. Printing it shows no header value and no body.
#[derive(Debug)]
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: TransportBody,
}

impl TransportResponse {
    /// Returns an answer.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<TransportBody>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// Why there was no answer, or no complete one.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What kind of failure it was.
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
    /// The next part of a body was too long in coming.
    IdleTimeout,
    /// The body is longer than this limit.
    BodyTooLarge(usize),
    /// Anything else; the request may have been received.
    Other,
}

impl TransportError {
    /// Returns an error of this kind.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Returns the error of a body that is longer than `limit` bytes.
    pub fn body_too_large(limit: usize) -> Self {
        Self::new(TransportErrorKind::BodyTooLarge(limit))
    }

    /// Sets what caused it. Its text is printed wherever errors are, so it must hold no address and no header.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns the error as it is after so many redirects: by then, something was sent.
    pub(crate) fn after_redirects(mut self, followed: u32) -> Self {
        if followed > 0 {
            self.kind = match self.kind {
                TransportErrorKind::Unsendable | TransportErrorKind::Connect => {
                    TransportErrorKind::Other
                }
                TransportErrorKind::ConnectTimeout => TransportErrorKind::Timeout,
                kind => kind,
            };
        }
        self
    }

    /// Returns the error of a body that could not be read to its end.
    pub fn from_io(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => {
                TransportErrorKind::Timeout
            }
            _ => TransportErrorKind::Other,
        };
        Self::new(kind).with_source(error)
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
            TransportErrorKind::ConnectTimeout => f.write_str("timed out while connecting"),
            TransportErrorKind::Timeout => {
                f.write_str("timed out before the response was complete")
            }
            TransportErrorKind::IdleTimeout => {
                f.write_str("timed out waiting for more of the response")
            }
            TransportErrorKind::BodyTooLarge(limit) => {
                write!(
                    f,
                    "the response body is larger than the limit of {limit} bytes"
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

//! The transport: a trait that sends one request, with built-in implementations for reqwest and ureq.
//!
//! In: a [`TransportRequest`] that is ready to be sent. Out: a [`TransportResponse`] of any status, or a
//! [`TransportError`]. Knows nothing about credentials, values or retries.

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

/// A boxed future. It is `Send`, except on wasm32.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
/// A boxed future. It is `Send`, except on wasm32.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Sends requests.
///
/// An implementation sends each request once, to exactly the given URL, and does not follow redirects, because requests
/// carry credentials that must not reach another host. It returns as soon as the response headers have been received;
/// the body follows in chunks. Timeouts, the size limit and retries are handled by the client, which cancels a request
/// by dropping the future or the body.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request.
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

/// Sends requests for a blocking client. Works like [`Transport`], but on the calling thread.
///
/// Nothing can cancel it from the outside, so an implementation must apply [`TransportRequest::timeout`] itself.
#[cfg(feature = "blocking")]
pub trait BlockingTransport: Send + Sync + 'static {
    /// Sends a request.
    ///
    /// # Errors
    ///
    /// Fails if there was no response.
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError>;
}

/// A request that is ready to be sent. `Debug` does not show the URL, header values or the body, which contain
/// arguments.
#[non_exhaustive]
pub struct TransportRequest {
    /// The ID of the operation.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The absolute URL.
    pub uri: Uri,
    /// The headers, without `Content-Length` and `Host`, which the transport adds.
    pub headers: HeaderMap,
    /// The body. May be empty.
    pub body: RequestBody,
    /// The timeout, from now until the response body has been received. The client also applies it, unless it is
    /// blocking.
    pub timeout: Duration,
    /// The timeout for each chunk of the response body, if the body is streamed. In that case `timeout` covers only the
    /// response headers.
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

/// A response of any status, with a body to be read. `Debug` shows no header values and no body.
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
    /// Creates a response.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<TransportBody>) -> Self {
        Self {
            status,
            headers,
            body: body.into(),
        }
    }
}

/// There was no response, or no complete one.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The kind of a [`TransportError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The request is not valid. Nothing was sent.
    Unsendable,
    /// The connection failed. Nothing was sent.
    Connect,
    /// Connecting timed out. Nothing was sent.
    ConnectTimeout,
    /// The response was not complete within the timeout. The service may have received the request.
    Timeout,
    /// The next chunk of the body did not arrive within the idle timeout.
    IdleTimeout,
    /// The body is larger than this limit.
    BodyTooLarge(usize),
    /// Any other failure. The service may have received the request.
    Other,
}

impl TransportError {
    /// Creates an error of this kind.
    pub fn new(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// Creates the error of a body that is larger than `limit` bytes.
    pub fn body_too_large(limit: usize) -> Self {
        Self::new(TransportErrorKind::BodyTooLarge(limit))
    }

    /// Sets the source of the error. Its message appears wherever errors are printed, so it must not contain URLs or
    /// headers.
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Returns the error after this many redirects. After a redirect, something was sent, so the error must not claim
    /// otherwise.
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

    /// Creates the error of a body that could not be read.
    pub fn from_io(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => {
                TransportErrorKind::Timeout
            }
            _ => TransportErrorKind::Other,
        };
        Self::new(kind).with_source(error)
    }

    /// Returns the kind of the error.
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

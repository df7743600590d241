//! Requests that the mock transport received.
//!
//! In: a request. Out: a [`SentRequest`], whose parts a test can inspect.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

use crate::runtime::json::{self, DecodeError, Json};
use crate::runtime::transport::{TransportError, TransportRequest};

/// A request that was sent. `Debug` shows only names and lengths.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentRequest {
    /// The ID of the operation.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path of the URL, percent-encoded.
    pub path: String,
    /// The query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, without those that a real transport adds.
    pub headers: HeaderMap,
    /// The body. It is always read to its end.
    pub body: Bytes,
}

impl SentRequest {
    /// Reads the body and splits the URL.
    pub(super) async fn read(request: TransportRequest) -> Result<Self, TransportError> {
        let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let query = request.uri.query().unwrap_or_default();
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        Ok(Self {
            operation: request.operation,
            method: request.method,
            path: request.uri.path().to_owned(),
            query: pairs
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
                .map(|(name, value)| (decoded(name), decoded(value)))
                .collect(),
            headers: request.headers,
            body: request.body.collect().await?,
        })
    }

    /// Returns the first value of a header, if it is visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// Fails if the body is not JSON or has another shape than `T`.
    pub fn json<T: Json>(&self) -> Result<T, DecodeError> {
        json::from_slice(&self.body)
    }
}

impl fmt::Display for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            method,
            path,
            ..
        } = self;
        write!(f, "{method} {path} (`{operation}`)")
    }
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.query.iter().map(|(name, _)| name);
        f.debug_struct("SentRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("path", &self.path)
            .field("query", &names.collect::<Vec<_>>())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

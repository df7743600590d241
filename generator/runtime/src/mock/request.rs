//! What the mock was sent.
//!
//! In: a request. Out: [`SentRequest`], taken apart for a test to look at.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method};
use percent_encoding::percent_decode_str;

use crate::runtime::json::{self, DecodeError, Json};
use crate::runtime::transport::{TransportError, TransportRequest};

/// A request as it was sent. Printing it shows names and lengths alone.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentRequest {
    /// The id of the operation that was called.
    pub operation: &'static str,
    /// The method.
    pub method: Method,
    /// The whole URL's path, encoded as it was sent.
    pub path: String,
    /// The query's pairs, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, without those that a real transport adds.
    pub headers: HeaderMap,
    /// The body, which is read to its end whatever the answer is.
    pub body: Bytes,
}

impl SentRequest {
    /// Reads the body to its end, and takes the rest apart.
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

    /// Returns a header's first value, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// The body is not such a value.
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

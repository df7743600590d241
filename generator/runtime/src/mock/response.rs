//! Responses of the mock transport.
//!
//! In: a status, headers and a body, or a fault. Out: the result of a transport. Knows nothing about requests.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::runtime::json::{self, Encode};
use crate::runtime::transport::chunks::{Chunks, TransportBody};
use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind, TransportResponse};

/// A response to a request, or a fault.
#[derive(Clone)]
#[must_use = "a response does nothing until it is passed to an expectation"]
pub struct MockResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<Bytes>,
    /// Whether the connection fails after the body.
    disconnects: bool,
    fault: Option<MockFault>,
}

/// A simulated failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MockFault {
    /// The connection fails.
    Connect,
    /// Connecting times out.
    ConnectTimeout,
    /// The request times out.
    Timeout,
    /// The connection fails after the request was sent.
    Reset,
}

impl MockResponse {
    /// Creates a response with status 200 and this value as JSON, such as a list, a number or a type of the API. A
    /// string becomes a JSON string; pass JSON text to [`json_text`](Self::json_text).
    ///
    /// # Panics
    ///
    /// Panics if JSON cannot represent the value, such as NaN.
    #[track_caller]
    pub fn json<T: Encode + ?Sized>(value: &T) -> Self {
        let text = json::to_string(value);
        Self::bytes(
            "application/json",
            text.expect("the value can be written as JSON"),
        )
    }

    /// Creates a response with status 200 and this JSON text, such as `{"id": 7}`.
    pub fn json_text(text: impl Into<String>) -> Self {
        Self::bytes("application/json", text.into())
    }

    /// Creates a response with status 200, this media type and this body.
    pub fn bytes(media_type: &str, body: impl Into<Bytes>) -> Self {
        Self::chunks(media_type, [body.into()])
    }

    /// Creates a response with status 200 and this media type, whose body arrives in these chunks.
    pub fn chunks(media_type: &str, body: impl IntoIterator<Item = Bytes>) -> Self {
        let mut response = Self::empty().header(CONTENT_TYPE.as_str(), media_type);
        response.body = body.into_iter().collect();
        response
    }

    /// Creates a response with status 200 and no body.
    pub fn empty() -> Self {
        Self {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Vec::new(),
            disconnects: false,
            fault: None,
        }
    }

    /// Creates a fault.
    pub fn fault(fault: MockFault) -> Self {
        Self {
            fault: Some(fault),
            ..Self::empty()
        }
    }

    /// Sets the status.
    ///
    /// # Panics
    ///
    /// Panics if the number is not a valid status.
    #[track_caller]
    pub fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).expect("a status from 100 to 999");
        self
    }

    /// Adds a header.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid in a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a valid header name");
        let value = HeaderValue::from_str(value).expect("a valid header value");
        self.headers.append(name, value);
        self
    }

    /// Makes the connection fail after this many bytes of the body.
    pub fn disconnect_after(mut self, length: usize) -> Self {
        let mut left = length;
        for chunk in &mut self.body {
            chunk.truncate(left);
            left -= chunk.len();
        }
        self.disconnects = true;
        self
    }

    pub(super) fn into_result(self) -> Result<TransportResponse, TransportError> {
        let fault = self.fault.map(|fault| match fault {
            MockFault::Connect => TransportErrorKind::Connect,
            MockFault::ConnectTimeout => TransportErrorKind::ConnectTimeout,
            MockFault::Timeout => TransportErrorKind::Timeout,
            MockFault::Reset => TransportErrorKind::Other,
        });
        if let Some(kind) = fault {
            return Err(TransportError::new(kind).with_source("simulated by the mock transport"));
        }
        let body = TransportBody::new(MockBody {
            chunks: self.body.into(),
            disconnects: self.disconnects,
        });
        Ok(TransportResponse::new(self.status, self.headers, body))
    }
}

impl fmt::Debug for MockResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length: usize = self.body.iter().map(Bytes::len).sum();
        f.debug_struct("MockResponse")
            .field("status", &self.status)
            .field("fault", &self.fault)
            .field("body", &format_args!("{length} bytes"))
            .finish_non_exhaustive()
    }
}

/// The body of a response.
struct MockBody {
    chunks: VecDeque<Bytes>,
    disconnects: bool,
}

impl Chunks for MockBody {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        while self.chunks.front().is_some_and(Bytes::is_empty) {
            self.chunks.pop_front();
        }
        let next = match self.chunks.pop_front() {
            None if std::mem::take(&mut self.disconnects) => {
                let error = TransportError::new(TransportErrorKind::Other);
                Some(Err(error.with_source("the mock transport disconnected")))
            }
            chunk => chunk.map(Ok),
        };
        Box::pin(async move { next })
    }
}

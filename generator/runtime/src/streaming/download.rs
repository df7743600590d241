//! Responses whose body is streamed as bytes.
//!
//! In: an `Exchange` with a streamed body. Out: a [`Download`], which provides the chunks to async and blocking
//! callers, and as a `Stream`. Timeouts and errors are handled by `body`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};

use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::error::Error;
use crate::runtime::response::exchange::Exchange;
use crate::runtime::streaming::body::StreamingBody;

/// A response whose body is streamed. The size of the body is not limited.
///
/// The status and headers have been received, and the status is a success. From now on nothing is retried. The timeout
/// for each chunk is [`idle_timeout`](struct.ClientBuilder.html#method.idle_timeout); no other timeout applies. Dropping
/// the download cancels the transfer.
///
/// With an async client, `next` returns the chunks, and so does `futures_core::Stream` with the feature `stream`. With
/// a blocking client, this is an `Iterator` of chunks and implements [`std::io::Read`], so it works with
/// [`std::io::copy`].
///
/// On wasm32, the body is a single chunk.
#[must_use = "the body is not read until its chunks are requested"]
pub struct Download<M = Async> {
    incoming: StreamingBody,
    /// The unread part of the last chunk.
    #[cfg(feature = "blocking")]
    chunk: Bytes,
    mode: PhantomData<M>,
}

impl<M> Download<M> {
    pub(crate) fn new(exchange: Exchange) -> Self {
        Self {
            incoming: StreamingBody::new(exchange),
            #[cfg(feature = "blocking")]
            chunk: Bytes::new(),
            mode: PhantomData,
        }
    }

    /// Returns the status.
    pub fn status(&self) -> StatusCode {
        self.incoming.response.status
    }

    /// Returns the headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.incoming.response.headers
    }

    /// Returns the value of `Content-Length`, if present.
    pub fn content_length(&self) -> Option<u64> {
        let length = self.headers().get(CONTENT_LENGTH)?.to_str().ok()?;
        length.parse().ok()
    }

    /// Returns the number of attempts.
    pub fn attempts(&self) -> u32 {
        self.incoming.response.attempts
    }

    /// Returns the request ID, if the response has one.
    pub fn request_id(&self) -> Option<&str> {
        self.incoming.response.request_id()
    }
}

impl Download {
    /// Returns the next chunk of the body, or `None` at its end and after an error.
    ///
    /// This method is cancel safe.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|context| self.incoming.poll_chunk(context)).await
    }
}

#[cfg(feature = "stream")]
impl futures_core::Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        self.get_mut().incoming.poll_chunk(context)
    }
}

#[cfg(feature = "blocking")]
impl Iterator for Download<Blocking> {
    type Item = Result<Bytes, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.chunk.is_empty() {
            return Some(Ok(std::mem::take(&mut self.chunk)));
        }
        crate::runtime::transport::blocking::wait(poll_fn(|context| {
            self.incoming.poll_chunk(context)
        }))
    }
}

#[cfg(feature = "blocking")]
impl std::io::Read for Download<Blocking> {
    /// Reads from the body. An I/O error wraps the client's [`Error`].
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        match Iterator::next(self).transpose() {
            Ok(chunk) => self.chunk = chunk.unwrap_or_default(),
            Err(error) => {
                let kind = if error.is_timeout() {
                    std::io::ErrorKind::TimedOut
                } else {
                    std::io::ErrorKind::Other
                };
                return Err(std::io::Error::new(kind, error));
            }
        }
        let length = buffer.len().min(self.chunk.len());
        buffer[..length].copy_from_slice(&self.chunk.split_to(length));
        Ok(length)
    }
}

impl<M> fmt::Debug for Download<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.incoming.operation.id)
            .field("status", &self.status())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

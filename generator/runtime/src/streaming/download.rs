//! Answers of bytes or text that are read as they come.
//!
//! In: an answer whose body is left over. Out: a [`Download`], which gives the body in chunks: to those who await, to those who
//! block, as a stream where the feature is on. Time limits and faults are the business of `incoming`.

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

/// An answer whose body is read as it comes, however long it is.
///
/// The head is there: the call was repeated as often as needed until it was, and its status is a success. From here on
/// nothing is repeated. Each chunk may take as long as
/// [`idle_timeout`](crate::runtime::ClientBuilder::idle_timeout) says; no other limit of time or length applies. Dropping it
/// ends the transfer.
///
/// With a client that is awaited, `next` gives the chunks, and so does `futures_core::Stream` where the feature `stream` is on.
/// With a blocking one they come from the `Iterator`, or as bytes by [`std::io::Read`], which [`std::io::copy`] takes.
///
/// On wasm32 the body comes in one chunk.
#[must_use = "the body is not read until its chunks are requested"]
pub struct Download<M = Async> {
    incoming: StreamingBody,
    /// What was not taken of the last chunk.
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

    /// Returns how many bytes the whole body has, if the answer says so.
    pub fn content_length(&self) -> Option<u64> {
        let length = self.headers().get(CONTENT_LENGTH)?.to_str().ok()?;
        length.parse().ok()
    }

    /// Returns how many attempts it took.
    pub fn attempts(&self) -> u32 {
        self.incoming.response.attempts
    }

    /// Returns what identifies the request to the service's operators, if the answer has it.
    pub fn request_id(&self) -> Option<&str> {
        self.incoming.response.request_id()
    }
}

impl Download {
    /// Gives the next chunk of the body; `None` at its end, and after an error.
    ///
    /// Nothing is lost where the future is dropped.
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
    /// Reads some of the body. An error holds the client's [`Error`].
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

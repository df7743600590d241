//! A streamed response body.
//!
//! In: an `Exchange` with a streamed body. Out: its chunks, each within the idle timeout; nothing after an error. A
//! read that has started continues if the future that polled it is dropped. Knows nothing about the meaning of the
//! bytes (see `download` and `sequences`).

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;

use crate::runtime::client::Settings;
use crate::runtime::clock;
use crate::runtime::descriptor::OperationRef;
use crate::runtime::error::{Error, ErrorKind, TimeoutPhase};
use crate::runtime::response::RawResponse;
use crate::runtime::response::compression;
use crate::runtime::response::exchange::Exchange;
use crate::runtime::transport::chunks::TransportBody;
use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind};

/// The chunks of a streamed body.
pub(crate) struct StreamingBody {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: OperationRef,
    /// The response without its body.
    pub(crate) response: RawResponse,
    idle_timeout: Duration,
    /// Whether every unexpected value is an error.
    pub(crate) strict: bool,
    /// The number of bytes received.
    received: usize,
    state: State,
}

enum State {
    Idle(TransportBody),
    Reading(BoxFuture<'static, Read>),
    Ended,
}

/// The body and its next chunk, or `None` on timeout.
type Read = (TransportBody, Option<Option<Result<Bytes, TransportError>>>);

impl StreamingBody {
    pub(crate) fn new(exchange: Exchange) -> Self {
        Self {
            settings: exchange.settings,
            operation: exchange.operation,
            response: exchange.response,
            idle_timeout: exchange.idle_timeout,
            strict: exchange.strict,
            received: 0,
            state: exchange.stream.map_or(State::Ended, State::Idle),
        }
    }

    /// Returns the next chunk, which is not empty, or `None` at the end and after an error.
    pub(crate) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Idle(body) => self.state = State::Reading(self.read(body)),
                State::Reading(mut reading) => {
                    let Poll::Ready((body, read)) = reading.as_mut().poll(context) else {
                        self.state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    match read {
                        Some(None) => return Poll::Ready(None),
                        Some(Some(Ok(chunk))) => {
                            self.state = State::Idle(body);
                            self.received = self.received.saturating_add(chunk.len());
                            if !chunk.is_empty() {
                                return Poll::Ready(Some(Ok(chunk)));
                            }
                        }
                        Some(Some(Err(error))) => {
                            return Poll::Ready(Some(Err(self.stream_error(error))));
                        }
                        None => {
                            let error = TransportError::new(TransportErrorKind::IdleTimeout);
                            return Poll::Ready(Some(Err(self.stream_error(error))));
                        }
                    }
                }
            }
        }
    }

    fn read(&self, mut body: TransportBody) -> BoxFuture<'static, Read> {
        let (settings, limit) = (self.settings.clone(), self.idle_timeout);
        Box::pin(async move {
            let read = clock::timeout(&*settings.clock, limit, body.next()).await;
            (body, read)
        })
    }

    fn stream_error(&self, error: TransportError) -> Error {
        let response = RawResponse {
            truncated: true,
            ..self.response.clone()
        };
        Error::interrupted(error, response)
            .in_phase(TimeoutPhase::Idle)
            .after_attempts(self.response.attempts, self.response.maybe_processed)
            .in_operation(self.operation.clone())
    }

    /// Checks that the body has not exceeded the size limit, for callers that keep all of it.
    pub(crate) fn check_size_limit(&mut self) -> Result<(), Error> {
        if self.received <= self.settings.max_body_size {
            Ok(())
        } else {
            Err(self.too_large_error("the response body"))
        }
    }

    /// Returns an error if the body is compressed, and ends the stream. `chunk` is the first chunk.
    pub(crate) fn compression_error(&mut self, chunk: &Bytes) -> Option<Error> {
        let problem = compression::problem(&self.response.headers, chunk)?;
        self.state = State::Ended;
        let response = RawResponse {
            body: chunk.clone(),
            truncated: true,
            ..self.response.clone()
        };
        let error = Error::from_response(ErrorKind::Decode, problem, response);
        Some(error.in_operation(self.operation.clone()))
    }

    /// Returns an error for a value that exceeds the size limit, and ends the stream.
    pub(crate) fn too_large_error(&mut self, what: &str) -> Error {
        self.state = State::Ended;
        let limit = self.settings.max_body_size;
        let detail = format!("{what} is larger than the limit of {limit} bytes");
        Error::from_response(ErrorKind::Transport, detail, self.response.clone())
            .in_operation(self.operation.clone())
    }
}

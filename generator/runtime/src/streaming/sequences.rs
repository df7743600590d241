//! Responses that are streams of values: server-sent events and sequences of JSON texts.
//!
//! In: an `Exchange` with a streamed body. Out: [`Events`] and [`JsonLines`]. If a value cannot be decoded, the stream
//! continues after the error; a connection error ends it. The formats are parsed by `events` and `records`.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use serde_json::Value;

use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::descriptor::ResponseKind;
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::json::{Json, JsonText};
use crate::runtime::response::content_type::check_content_type;
use crate::runtime::response::exchange::{self, Exchange};
use crate::runtime::response::{RawResponse, Response, ResponseMeta};
use crate::runtime::streaming::body::StreamingBody;
use crate::runtime::streaming::events::{EventParser, EventTooLarge, ServerSentEvent};
use crate::runtime::streaming::records::{RecordParser, RecordTooLarge};

/// A stream of server-sent events. `T` is the type of their data as JSON.
///
/// With an async client, `next` returns the events, and so does `futures_core::Stream` with the feature `stream`. With
/// a blocking client, this is an `Iterator`. Dropping it closes the connection.
///
/// The stream ends when the service ends the response. Some services never do; others send a final event, such as one
/// with the data `[DONE]`. It is returned like any other event, and [`ServerSentEvent::value`] fails for it. An
/// incomplete event at the end of the response is dropped, as the standard requires.
///
/// An error ends the stream: the connection was lost, an event is larger than
/// [`max_body_size`](struct.ClientBuilder.html#method.max_body_size), or nothing arrived within
/// [`idle_timeout`](struct.ClientBuilder.html#method.idle_timeout). The client does not reconnect. To resume, send the
/// call again with the header `Last-Event-ID` and the value of [`last_event_id`](Self::last_event_id), if the service
/// supports it. Data that cannot be decoded does not end the stream: [`ServerSentEvent::value`] returns the error, and
/// the event keeps the data.
///
/// On wasm32, no event is returned before the response ends.
#[must_use = "events are not read until they are requested"]
pub struct Events<T = Value, M = Async> {
    sequence: Sequence<EventParser>,
    item_type: PhantomData<fn() -> (T, M)>,
}

/// A stream of JSON values.
///
/// With an async client, `next` returns the values, and so does `futures_core::Stream` with the feature `stream`. With
/// a blocking client, this is an `Iterator`. Dropping it closes the connection.
///
/// A value that does not have the shape of `T` is an error, and the stream continues after it. The
/// [`body`](Error::body) of the error is the JSON text; the path of its [`decode_error`](Error::decode_error) starts
/// with the index of the value. All other errors end the stream: the connection was lost, a text is larger than
/// [`max_body_size`](struct.ClientBuilder.html#method.max_body_size), or nothing arrived within
/// [`idle_timeout`](struct.ClientBuilder.html#method.idle_timeout). Warnings are passed to
/// [`on_warning`](struct.ClientBuilder.html#method.on_warning).
///
/// On wasm32, no value is returned before the response ends.
#[must_use = "values are not read until they are requested"]
pub struct JsonLines<T, M = Async> {
    sequence: Sequence<RecordParser>,
    /// The number of values so far.
    count: usize,
    item_type: PhantomData<fn() -> (T, M)>,
}

/// The accepted media type for events.
pub(crate) const EVENTS: &str = "text/event-stream";

/// The accepted media types for JSON sequences. There is no registered name for JSON lines.
pub(crate) const LINES: &str =
    "application/x-ndjson, application/jsonl, application/json-seq, application/json;q=0.9";

/// Returns a stream of server-sent events.
pub(crate) fn events<T, M>(exchange: Exchange) -> Result<Response<Events<T, M>>, Error> {
    let (incoming, meta) = open(exchange, ResponseKind::Events)?;
    let parser = EventParser::new(incoming.settings.max_body_size);
    Ok(meta.with_value(Events {
        sequence: Sequence::new(incoming, parser),
        item_type: PhantomData,
    }))
}

/// Returns a stream of JSON values.
pub(crate) fn lines<T, M>(exchange: Exchange) -> Result<Response<JsonLines<T, M>>, Error> {
    let (incoming, meta) = open(exchange, ResponseKind::Lines)?;
    let parser = RecordParser::new(incoming.settings.max_body_size);
    Ok(meta.with_value(JsonLines {
        sequence: Sequence::new(incoming, parser),
        count: 0,
        item_type: PhantomData,
    }))
}

/// Checks the content type. A body with another content type has already been read.
fn open(exchange: Exchange, kind: ResponseKind) -> Result<(StreamingBody, ResponseMeta), Error> {
    match check_content_type(&exchange.response.headers, exchange.accept, kind) {
        Ok(()) => {
            let meta = ResponseMeta::new(exchange.response.clone());
            Ok((StreamingBody::new(exchange), meta))
        }
        Err(problem) => Err(Error::from_response(
            ErrorKind::Decode,
            problem,
            exchange.response,
        )),
    }
}

impl<T, M> Events<T, M> {
    /// Returns the last event ID that the service sent, even without an event.
    pub fn last_event_id(&self) -> Option<&str> {
        self.sequence.parser.last_id()
    }

    fn poll_event(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<ServerSentEvent<T>, Error>>> {
        self.sequence.poll_next(context)
    }
}

impl<T> Events<T> {
    /// Returns the next event, or `None` at the end and after an error.
    ///
    /// This method is cancel safe.
    pub async fn next(&mut self) -> Option<Result<ServerSentEvent<T>, Error>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Collects all remaining events, until the service ends the response.
    ///
    /// # Errors
    ///
    /// Returns the first error. Also fails if the response is larger than
    /// [`max_body_size`](struct.ClientBuilder.html#method.max_body_size).
    pub async fn collect(mut self) -> Result<Vec<ServerSentEvent<T>>, Error> {
        let mut all = Vec::new();
        while let Some(event) = self.next().await {
            all.push(event?);
            self.sequence.incoming.check_size_limit()?;
        }
        Ok(all)
    }
}

impl<T: Json, M> JsonLines<T, M> {
    fn poll_value(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let next = ready!(self.sequence.poll_next(context));
        Poll::Ready(next.map(|text| self.read(text?)))
    }

    fn read(&mut self, text: Vec<u8>) -> Result<T, Error> {
        let incoming = &self.sequence.incoming;
        let index = self.count;
        self.count += 1;
        let strict = incoming.strict;
        let read = JsonText::new(&text, strict).and_then(|text| text.reader(strict).read());
        match read {
            Ok((value, warnings)) => {
                let warnings = warnings.into_iter();
                let warnings = warnings.map(|warning| warning.in_element(index)).collect();
                exchange::report_warnings(&incoming.settings, incoming.operation.id, warnings);
                Ok(value)
            }
            Err(error) => {
                let response = RawResponse {
                    body: text.into(),
                    ..incoming.response.clone()
                };
                let error = Error::undecodable(error.in_element(index), response);
                Err(error.in_operation(incoming.operation.clone()))
            }
        }
    }
}

impl<T: Json> JsonLines<T> {
    /// Returns the next value, or `None` at the end and after a connection error.
    ///
    /// This method is cancel safe.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_value(context)).await
    }

    /// Collects all remaining values, until the service ends the response.
    ///
    /// # Errors
    ///
    /// Returns the first error. Also fails if the response is larger than
    /// [`max_body_size`](struct.ClientBuilder.html#method.max_body_size).
    pub async fn collect(mut self) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        while let Some(value) = self.next().await {
            all.push(value?);
            self.sequence.incoming.check_size_limit()?;
        }
        Ok(all)
    }
}

#[cfg(feature = "stream")]
impl<T> futures_core::Stream for Events<T> {
    type Item = Result<ServerSentEvent<T>, Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_event(context)
    }
}

#[cfg(feature = "stream")]
impl<T: Json> futures_core::Stream for JsonLines<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_value(context)
    }
}

#[cfg(feature = "blocking")]
impl<T> Iterator for Events<T, Blocking> {
    type Item = Result<ServerSentEvent<T>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        crate::runtime::transport::blocking::wait(poll_fn(|context| self.poll_event(context)))
    }
}

#[cfg(feature = "blocking")]
impl<T: Json> Iterator for JsonLines<T, Blocking> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        crate::runtime::transport::blocking::wait(poll_fn(|context| self.poll_value(context)))
    }
}

/// Shows the operation ID, but nothing of the response.
impl<T, M> fmt::Debug for Events<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.sequence.incoming.operation.id;
        f.debug_tuple("Events").field(&operation).finish()
    }
}

/// Shows the operation ID, but nothing of the response.
impl<T, M> fmt::Debug for JsonLines<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.sequence.incoming.operation.id;
        f.debug_tuple("JsonLines").field(&operation).finish()
    }
}

/// A parser of a streamed body.
trait Parser<V> {
    /// The name of a value in error messages.
    const WHAT: &'static str;
    /// The error of a value that exceeds the size limit.
    type TooLarge;

    /// Parses a chunk up to the end of a value, and leaves the rest in the chunk. Returns `None` if no value ends in
    /// the chunk.
    fn read(&mut self, chunk: &mut &[u8]) -> Result<Option<V>, Self::TooLarge>;

    /// Returns the value that ends with the body, if any.
    fn finish(&mut self) -> Option<V>;
}

impl<T> Parser<ServerSentEvent<T>> for EventParser {
    const WHAT: &'static str = "an event";
    type TooLarge = EventTooLarge;

    fn read(&mut self, chunk: &mut &[u8]) -> Result<Option<ServerSentEvent<T>>, EventTooLarge> {
        Self::read(self, chunk)
    }

    fn finish(&mut self) -> Option<ServerSentEvent<T>> {
        None
    }
}

impl Parser<Vec<u8>> for RecordParser {
    const WHAT: &'static str = "a JSON text";
    type TooLarge = RecordTooLarge;

    fn read(&mut self, chunk: &mut &[u8]) -> Result<Option<Vec<u8>>, RecordTooLarge> {
        Self::read(self, chunk)
    }

    fn finish(&mut self) -> Option<Vec<u8>> {
        Self::finish(self)
    }
}

/// A parser and its streamed body. Values are parsed one at a time, because they take several times as much memory as
/// their chunk.
struct Sequence<P> {
    incoming: StreamingBody,
    parser: P,
    /// The unparsed part of the last chunk.
    rest: Bytes,
    /// Whether a chunk has been received.
    started: bool,
    ended: bool,
}

impl<P> Sequence<P> {
    fn new(incoming: StreamingBody, parser: P) -> Self {
        Self {
            incoming,
            parser,
            rest: Bytes::new(),
            started: false,
            ended: false,
        }
    }

    fn poll_next<V>(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<V, Error>>>
    where
        P: Parser<V>,
    {
        while !self.ended {
            let mut left = self.rest.as_ref();
            let read = self.parser.read(&mut left);
            let length = self.rest.len() - left.len();
            self.rest.advance(length);
            match read {
                Ok(Some(value)) => return Poll::Ready(Some(Ok(value))),
                Ok(None) => {}
                Err(_) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(self.incoming.too_large_error(P::WHAT))));
                }
            }
            match ready!(self.incoming.poll_chunk(context)) {
                Some(Ok(chunk)) => {
                    if !std::mem::replace(&mut self.started, true) {
                        if let Some(error) = self.incoming.compression_error(&chunk) {
                            self.ended = true;
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    self.rest = chunk;
                }
                // The value is incomplete.
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.ended = true;
                    return Poll::Ready(self.parser.finish().map(Ok));
                }
            }
        }
        Poll::Ready(None)
    }
}

//! Answers of many values, each given as soon as it came: server-sent events, and JSON texts that follow each other.
//!
//! In: an answer whose body is left over. Out: [`Events`] and [`JsonLines`]. A value that cannot be read is an error and the next
//! one follows; a fault of the connection is the end. How bytes become events and texts is known to `events` and `records`
//! alone.

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

/// The events of an answer, each given as soon as it came. `T` is what their data means as JSON.
///
/// With a client that is awaited, `next` gives the events, and so does `futures_core::Stream` where the feature `stream` is
/// on. With a blocking one they come from the `Iterator`. Dropping it ends the answer.
///
/// The end is where the service ends the answer, which some never do. Others send an event that says so, such as one whose data
/// is `[DONE]`: it is given like any other, and [`ServerSentEvent::value`] says that its data is no JSON. An event that the
/// answer ends within, before the empty line behind it, is not given, as the standard has it: it may have broken off.
///
/// An error is one of the connection, of an event that is longer than
/// [`max_body_size`](crate::runtime::ClientBuilder::max_body_size), or says that nothing came for as long as
/// [`idle_timeout`](crate::runtime::ClientBuilder::idle_timeout) allows, comments included. Nothing follows it, and the call is
/// not sent again by itself: to go on where the events broke off, give the call's `options` the header `Last-Event-ID` with
/// what [`last_event_id`](Self::last_event_id) returns, where the service knows that header. Data that cannot be read is no
/// error here: [`ServerSentEvent::value`] tells, and the event keeps the data as it came.
///
/// On wasm32 nothing is given before the answer ends.
#[must_use = "events are not read until they are requested"]
pub struct Events<T = Value, M = Async> {
    sequence: Sequence<EventParser>,
    item_type: PhantomData<fn() -> (T, M)>,
}

/// The values of an answer that is a sequence of JSON texts, each given as soon as it came.
///
/// With a client that is awaited, `next` gives the values, and so does `futures_core::Stream` where the feature `stream` is
/// on. With a blocking one they come from the `Iterator`. Dropping it ends the answer.
///
/// A value of another shape than `T`'s is an error whose [`body`](Error::body) is the text, and whose
/// [`decode_error`](Error::decode_error) says where it is wrong, in a path that begins with the number of the value; the next
/// value follows. Nothing follows an error of the connection, of a text that is longer than
/// [`max_body_size`](crate::runtime::ClientBuilder::max_body_size), nor one that says that nothing came for as long as
/// [`idle_timeout`](crate::runtime::ClientBuilder::idle_timeout) allows. Warnings are passed to
/// [`on_warning`](crate::runtime::ClientBuilder::on_warning).
///
/// On wasm32 nothing is given before the answer ends.
#[must_use = "values are not read until they are requested"]
pub struct JsonLines<T, M = Async> {
    sequence: Sequence<RecordParser>,
    /// How many values were given.
    count: usize,
    item_type: PhantomData<fn() -> (T, M)>,
}

/// What is asked for where events are wanted.
pub(crate) const EVENTS: &str = "text/event-stream";

/// What is asked for where a sequence of JSON texts is wanted: none of its names is registered for lines.
pub(crate) const LINES: &str =
    "application/x-ndjson, application/jsonl, application/json-seq, application/json;q=0.9";

/// Gives the events of an answer.
pub(crate) fn events<T, M>(exchange: Exchange) -> Result<Response<Events<T, M>>, Error> {
    let (incoming, meta) = open(exchange, ResponseKind::Events)?;
    let parser = EventParser::new(incoming.settings.max_body_size);
    Ok(meta.with_value(Events {
        sequence: Sequence::new(incoming, parser),
        item_type: PhantomData,
    }))
}

/// Gives the values of an answer.
pub(crate) fn lines<T, M>(exchange: Exchange) -> Result<Response<JsonLines<T, M>>, Error> {
    let (incoming, meta) = open(exchange, ResponseKind::Lines)?;
    let parser = RecordParser::new(incoming.settings.max_body_size);
    Ok(meta.with_value(JsonLines {
        sequence: Sequence::new(incoming, parser),
        count: 0,
        item_type: PhantomData,
    }))
}

/// Checks that the answer is what is read; the body of one that is not was read already.
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
    /// Returns the id that the service gave last: with the event that was given last, before it, or after it by itself.
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
    /// Gives the next event; `None` at the end, and after an error.
    ///
    /// Nothing is lost where the future is dropped.
    pub async fn next(&mut self) -> Option<Result<ServerSentEvent<T>, Error>> {
        poll_fn(|context| self.poll_event(context)).await
    }

    /// Returns all events that are left, once the service ended the answer.
    ///
    /// # Errors
    ///
    /// The first error, and one where the whole answer is longer than
    /// [`max_body_size`](crate::runtime::ClientBuilder::max_body_size).
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
    /// Gives the next value; `None` at the end, and after an error of the connection.
    ///
    /// Nothing is lost where the future is dropped.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_value(context)).await
    }

    /// Returns all values that are left, once the service ended the answer.
    ///
    /// # Errors
    ///
    /// The first error, and one where the whole answer is longer than
    /// [`max_body_size`](crate::runtime::ClientBuilder::max_body_size).
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

/// Prints which operation was called, and nothing of what came in.
impl<T, M> fmt::Debug for Events<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.sequence.incoming.operation.id;
        f.debug_tuple("Events").field(&operation).finish()
    }
}

/// Prints which operation was called, and nothing of what came in.
impl<T, M> fmt::Debug for JsonLines<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = self.sequence.incoming.operation.id;
        f.debug_tuple("JsonLines").field(&operation).finish()
    }
}

/// Takes a body apart.
trait Parser<V> {
    /// What it gives, in a sentence.
    const WHAT: &'static str;
    /// That a value is longer than allowed.
    type TooLarge;

    /// Reads a chunk up to the end of a value, and leaves what follows; gives none where no value ends in it.
    fn read(&mut self, chunk: &mut &[u8]) -> Result<Option<V>, Self::TooLarge>;

    /// Gives the value that is at its end only with the body.
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

/// What a parser finds in a body that is read as it comes. Values are made one by one, when they are wanted: those of a chunk
/// take many times the room of its bytes.
struct Sequence<P> {
    incoming: StreamingBody,
    parser: P,
    /// What was not read yet of the last chunk.
    rest: Bytes,
    /// Whether something came in.
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
                    if !std::mem::replace(&mut self.started, true)
                        && let Some(error) = self.incoming.compression_error(&chunk)
                    {
                        self.ended = true;
                        return Poll::Ready(Some(Err(error)));
                    }
                    self.rest = chunk;
                }
                // What broke off is not whole.
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

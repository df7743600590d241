//! Streamed responses: chunks, events and JSON texts.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use super::support::{API, OPERATION, TOKEN, wait};
use crate::runtime::{
    BoxFuture, Chunks, Client, ClientBuilder, Clock, Error, ErrorKind, Events, JsonLines,
    Operation, ResponseKind, Segment, ServerSentEvent, TimeoutPhase, Transport, TransportBody,
    TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

static BYTES: Operation = operation(ResponseKind::Bytes);
static EVENTS: Operation = operation(ResponseKind::Events);
static LINES: Operation = operation(ResponseKind::Lines);

const fn operation(kind: ResponseKind) -> Operation {
    Operation {
        method: Method::GET,
        template: "/x",
        path: Some(&[Segment::Literal("/x")]),
        accept: None,
        response: kind,
        ..OPERATION
    }
}

/// A part of a body.
#[derive(Clone)]
enum Piece {
    Chunk(Vec<u8>),
    Fault,
    /// Nothing arrives.
    Hang,
}

fn chunks<T: AsRef<[u8]>>(chunks: &[T]) -> Vec<Piece> {
    let chunks = chunks.iter();
    chunks
        .map(|chunk| Piece::Chunk(chunk.as_ref().to_vec()))
        .collect()
}

/// A body in pieces.
struct Pieces(VecDeque<Piece>);

impl Chunks for Pieces {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        let next = match self.0.pop_front() {
            None => None,
            Some(Piece::Chunk(chunk)) => Some(Ok(chunk.into())),
            Some(Piece::Fault) => Some(Err(TransportError::new(TransportErrorKind::Other))),
            Some(Piece::Hang) => return Box::pin(std::future::pending()),
        };
        Box::pin(std::future::ready(next))
    }
}

/// A response: status, media type and body.
type Scripted = (u16, &'static str, Vec<Piece>);

/// Returns one response after the other, then only errors.
#[derive(Clone)]
struct Script {
    responses: Arc<Mutex<VecDeque<Scripted>>>,
    idle_timeouts: Arc<Mutex<Vec<Option<Duration>>>>,
}

impl Transport for Script {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let idle_timeout = request.idle_timeout;
        let mut idle_timeouts = self.idle_timeouts.lock().expect("no test panics inside");
        idle_timeouts.push(idle_timeout);
        let next = self.responses.lock().expect("no test panics inside");
        let next = { next }.pop_front();
        let result = match next {
            None => Err(TransportError::new(TransportErrorKind::Other)),
            Some((status, media_type, pieces)) => {
                let status = StatusCode::from_u16(status).expect("a status");
                let pair = |name, value| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_static(value),
                    )
                };
                let headers = [pair("content-type", media_type), pair("cf-ray", "8a1")];
                let body = TransportBody::new(Pieces(pieces.into()));
                let headers = HeaderMap::from_iter(headers);
                Ok(TransportResponse::new(status, headers, body))
            }
        };
        Box::pin(std::future::ready(result))
    }
}

/// A clock whose sleeps return immediately.
struct InstantClock;

impl Clock for InstantClock {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

fn builder(responses: Vec<Scripted>) -> (ClientBuilder, Script) {
    let script = Script {
        responses: Arc::new(Mutex::new(responses.into())),
        idle_timeouts: Arc::default(),
    };
    let builder = ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .transport(script.clone())
        .clock(InstantClock)
        .max_body_size(40);
    (builder, script)
}

fn client(responses: Vec<Scripted>) -> Client {
    builder(responses).0.build().expect("valid")
}

fn events<T>(pieces: Vec<Piece>) -> Result<Events<T>, Error> {
    let client = client(vec![(200, "text/event-stream;charset=utf-8", pieces)]);
    wait(client.call(&EVENTS).send_events::<T>())
}

fn lines(pieces: Vec<Piece>) -> Result<JsonLines<Vec<i32>>, Error> {
    let client = client(vec![(200, "application/x-ndjson", pieces)]);
    wait(client.call(&LINES).send_lines())
}

#[test]
fn download_is_unlimited_and_retried_until_it_starts() {
    let pieces = chunks(&[&[1; 30][..], b"", &[2; 30]]);
    let (builder, script) = builder(vec![
        (503, "text/plain", chunks(&["busy"])),
        (200, "video/mp4", pieces),
    ]);
    let client = builder.idle_timeout(Duration::from_secs(7)).build();
    let call = client.expect("valid").call(&BYTES);
    let mut download = wait(call.send_stream()).expect("the head");
    assert_eq!(download.status(), 200);
    assert_eq!(download.headers()["content-type"], "video/mp4");
    assert_eq!(download.content_length(), None);
    assert_eq!(download.attempts(), 2);
    assert_eq!(download.request_id(), Some("8a1"));
    let mut got = Vec::new();
    while let Some(chunk) = wait(download.next()) {
        got.push(chunk.expect("a chunk"));
    }
    assert_eq!(got, [&[1; 30][..], &[2; 30]]);
    assert!(wait(download.next()).is_none());
    let idle = Some(Duration::from_secs(7));
    let known = script.idle_timeouts.lock().expect("no panic").clone();
    assert_eq!(known, [idle, idle]);
}

#[test]
fn rejected_download_is_an_error_with_body() {
    let client = client(vec![(404, "text/plain", chunks(&["no ", "such thing"]))]);
    let error = wait(client.call(&BYTES).send_stream()).expect_err("refused");
    assert!(error.is_not_found());
    assert_eq!(
        error.body().map(|body| &body[..]),
        Some(&b"no such thing"[..])
    );
}

#[test]
fn idle_timeout_is_a_separate_error() {
    for (last, kind, text) in [
        (
            Piece::Hang,
            ErrorKind::Timeout(TimeoutPhase::Idle),
            "timed out waiting for more of the response",
        ),
        (Piece::Fault, ErrorKind::Transport, "the transport failed"),
    ] {
        let pieces = [chunks(&["abc"]), vec![last]].concat();
        let client = client(vec![(200, "video/mp4", pieces)]);
        let mut download = wait(client.call(&BYTES).send_stream()).expect("the head");
        assert_eq!(
            wait(download.next()).expect("a chunk").expect("valid"),
            "abc"
        );
        let error = wait(download.next()).expect("an end").expect_err("a fault");
        assert_eq!(error.kind(), kind);
        assert_eq!(
            error.to_string(),
            format!("GET /x: 200 OK: {text} (cf-ray 8a1)")
        );
        assert_eq!(
            (error.operation(), error.attempts()),
            (Some("inputs.create"), 1)
        );
        assert!(wait(download.next()).is_none());
    }
}

fn shown<T>(event: &ServerSentEvent<T>) -> (&str, &str) {
    (&event.event, &event.data)
}

#[test]
fn events_are_streamed_with_any_data() {
    let pieces = chunks(&[
        "id: 1\ndata: 1\n\neve",
        "nt: end\nid: 2\ndata: [DONE]\n\nid: 3\n",
        "\n: still here\n",
        "\ndata: x\n\n",
    ]);
    let mut events = events::<i32>(pieces).expect("a stream");
    assert_eq!(events.last_event_id(), None);
    let first = wait(events.next()).expect("one").expect("valid");
    assert_eq!(first.value(), Ok(1));
    assert_eq!(events.last_event_id(), Some("1"));
    let second = wait(events.next()).expect("two").expect("valid");
    assert_eq!(shown(&second), ("end", "[DONE]"));
    assert!(second.value().is_err());
    assert_eq!(events.last_event_id(), Some("2"));
    let third = wait(events.next()).expect("three").expect("valid");
    assert_eq!(shown(&third), ("message", "x"));
    assert_eq!(events.last_event_id(), Some("3"));
    assert!(wait(events.next()).is_none());
}

#[test]
fn interrupted_event_is_dropped_and_last_id_is_known() {
    let pieces = [
        chunks(&["id: 7\ndata: a\n\nid: 8\n\ndata: b"]),
        vec![Piece::Fault],
    ];
    let mut events = events::<i32>(pieces.concat()).expect("a stream");
    let first = wait(events.next()).expect("one").expect("valid");
    assert_eq!(first.data, "a");
    let error = wait(events.next()).expect("an end").expect_err("a fault");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(events.last_event_id(), Some("8"));
    assert!(wait(events.next()).is_none());
}

#[test]
fn size_limit_includes_inherited_ids() {
    let stream = format!(
        "id: {}\ndata: a\n\ndata: {}\n\n",
        "i".repeat(20),
        "x".repeat(20)
    );
    let mut events = events::<i32>(chunks(&[&stream])).expect("a stream");
    assert_eq!(wait(events.next()).expect("one").expect("valid").data, "a");
    let error = wait(events.next()).expect("an end").expect_err("too long");
    assert!(
        error
            .to_string()
            .contains("an event is larger than the limit of 40 bytes"),
        "{error}"
    );
    assert!(wait(events.next()).is_none());
}

#[test]
fn incomplete_event_at_the_end_is_dropped() {
    // The connection may end anywhere if it delimits the body.
    for rest in ["data: 12", "data: 12\n", "data: 1\ndata: 2", "id: 9\n"] {
        let stream = format!("id: 1\ndata: a\n\n{rest}");
        let mut events = events::<i32>(chunks(&[stream])).expect("a stream");
        let first = wait(events.next()).expect("one").expect("valid");
        assert_eq!(first.data, "a");
        assert!(wait(events.next()).is_none(), "{rest}");
        assert_eq!(events.last_event_id(), Some("1"), "{rest}");
    }
}

#[test]
fn events_and_collections_are_limited() {
    let long = format!("data: a\n\ndata: {}", "x".repeat(50));
    let mut endless = events::<i32>(chunks(&[&long])).expect("a stream");
    assert_eq!(
        wait(endless.next()).expect("one").expect("valid").data,
        "a",
        "what came before is given"
    );
    let error = wait(endless.next()).expect("an end").expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error
            .to_string()
            .contains("an event is larger than the limit of 40 bytes"),
        "{error}"
    );
    assert!(wait(endless.next()).is_none());
    let short = events::<i32>(chunks(&["data: a\n\n"; 4])).expect("a stream");
    assert_eq!(wait(short.collect()).expect("all").len(), 4);
    let many = events::<i32>(chunks(&["data: a\n\n"; 5])).expect("a stream");
    let error = wait(many.collect()).expect_err("too many");
    assert!(
        error
            .to_string()
            .contains("the response body is larger than the limit of 40 bytes"),
        "{error}"
    );
}

#[test]
fn unexpected_type_is_an_error_with_body() {
    let client = client(vec![
        (200, "application/json", chunks(&["{\"a\":", "1}"])),
        (200, "text/html", chunks(&["x".repeat(100_000)])),
    ]);
    let error = wait(client.call(&EVENTS).send_events::<i32>()).expect_err("no stream");
    assert!(
        error
            .to_string()
            .contains("the content type is `application/json`, not an event stream"),
        "{error}"
    );
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"{\"a\":1}"[..]));
    let error = wait(client.call(&LINES).send_lines::<i32>()).expect_err("no sequence");
    assert!(error.is_decode() && error.is_body_truncated());
    assert_eq!(error.body().map(Bytes::len), Some(40));
}

#[test]
fn lines_continue_after_an_invalid_one() {
    let pieces = chunks(&["[1]\r\n\n[2,", "\"x\"]\n[3", "]"]);
    let mut lines = lines(pieces).expect("a sequence");
    assert_eq!(wait(lines.next()).expect("one").expect("valid"), [1]);
    let error = wait(lines.next()).expect("two").expect_err("no integer");
    assert!(error.is_decode());
    assert!(
        error
            .to_string()
            .contains("[1][1]: expected a 32-bit integer"),
        "{error}"
    );
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"[2,\"x\"]"[..]));
    assert_eq!(wait(lines.next()).expect("three").expect("valid"), [3]);
    assert!(wait(lines.next()).is_none());
}

#[test]
fn next_is_cancel_safe() {
    let pieces = chunks(&["[1]\n", "[2]\n"]);
    let mut lines = lines(pieces).expect("a sequence");
    drop(lines.next());
    assert_eq!(wait(lines.next()).expect("one").expect("valid"), [1]);
    assert_eq!(wait(lines.collect()).expect("the rest"), [vec![2]]);
}

#[cfg(feature = "stream")]
#[test]
fn stream_impls() {
    use futures_core::Stream;
    use std::pin::Pin;

    fn first<S: Stream + Unpin>(mut stream: S) -> Option<S::Item> {
        wait(std::future::poll_fn(move |context| {
            Pin::new(&mut stream).poll_next(context)
        }))
    }
    let event = first(events::<i32>(chunks(&["data: 1\n\n"])).expect("a stream"));
    assert_eq!(event.expect("one").expect("valid").data, "1");
    let line = first(lines(chunks(&["[1]\n"])).expect("a sequence"));
    assert_eq!(line.expect("one").expect("valid"), [1]);
    let client = client(vec![(200, "video/mp4", chunks(&["abc"]))]);
    let chunk = first(wait(client.call(&BYTES).send_stream()).expect("the head"));
    assert_eq!(chunk.expect("one").expect("valid"), "abc");
}

#[cfg(feature = "blocking")]
mod blocking {
    use std::io::Read;

    use super::*;
    use crate::runtime::{Blocking, BlockingTransport};

    impl BlockingTransport for Script {
        fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
            wait(Transport::send(self, request))
        }
    }

    fn client(media_type: &'static str, pieces: Vec<Piece>) -> Client<Blocking> {
        let (builder, script) = builder(vec![(200, media_type, pieces)]);
        let client = builder.blocking_transport(script).build_blocking();
        client.expect("valid")
    }

    #[test]
    fn download_implements_read() {
        let pieces = chunks(&["abc", "defgh"]);
        let client = client("video/mp4", pieces);
        let mut download = client.call(&BYTES).send_stream().send().expect("the head");
        let mut start = [0; 4];
        download.read_exact(&mut start).expect("read");
        assert_eq!(&start, b"abcd");
        let rest = Iterator::next(&mut download).expect("a chunk");
        assert_eq!(rest.expect("valid"), "efgh");
        assert_eq!(download.read(&mut start).expect("the end"), 0);
    }

    #[test]
    fn transport_error_is_an_io_error() {
        let pieces = [chunks(&["abc"]), vec![Piece::Fault]].concat();
        let client = client("video/mp4", pieces);
        let mut download = client.call(&BYTES).send_stream().send().expect("the head");
        let error = std::io::copy(&mut download, &mut Vec::new()).expect_err("a fault");
        let error = error.downcast::<Error>().expect("the client's own");
        assert_eq!(error.kind(), ErrorKind::Transport);
    }

    #[test]
    fn events_and_lines_are_iterators() {
        let events = client("text/event-stream", chunks(&["data: 1\n\ndata: 2\n\n"]));
        let events = events.call(&EVENTS).send_events::<i32>().send();
        let values = events.expect("a stream");
        let values: Vec<_> = values.map(|event| event.expect("valid").value()).collect();
        assert_eq!(values, [Ok(1), Ok(2)]);
        let lines = client("application/x-ndjson", chunks(&["[1]\n[2]"]));
        let lines = lines.call(&LINES).send_lines::<Vec<i32>>().send();
        let lines: Result<Vec<_>, _> = lines.expect("a sequence").collect();
        assert_eq!(lines.expect("all"), [[1], [2]]);
    }
}

//! Server-sent events: the parser, and the events that it gives.
//!
//! In: the bytes of a stream, split anywhere. Out: [`ServerSentEvent`]s. Knows nothing of answers or of what the data means.
//! <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::runtime::json::{self, DecodeError, Json};

/// An event that a service sent. `T` is what its data means as JSON.
///
/// Printing it shows the length of the data, never the data itself.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent<T = Value> {
    /// The kind of event; `message` where the service names none.
    pub event: String,
    /// The data as it came in, lines joined by a line feed.
    pub data: String,
    /// The last id that the service gave, with this event or before. All events that have it from one line share it.
    pub id: Option<Arc<str>>,
    /// How long to wait before connecting again, where the service said so with this event or after the one before.
    pub retry: Option<Duration>,
    data_type: PhantomData<fn() -> T>,
}

impl<T: Json> ServerSentEvent<T> {
    /// Reads the data as JSON, as a client that is not strict reads a response. Some services mark the end of a stream by an
    /// event whose data is not JSON, such as `[DONE]`.
    ///
    /// # Errors
    ///
    /// The data is not JSON, or has another shape than `T`'s.
    pub fn value(&self) -> Result<T, DecodeError> {
        json::from_str(&self.data)
    }
}

impl<T> fmt::Debug for ServerSentEvent<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerSentEvent")
            .field("event", &self.event)
            .field("data", &format_args!("{} bytes", self.data.len()))
            .field("id", &self.id)
            .field("retry", &self.retry)
            .finish()
    }
}

/// Reads a stream of events from pieces of any length. An event is at its end with the empty line behind it: what lacks one at
/// the end of a stream may be half of what the service meant, and is no event.
///
/// Printing it shows how much it holds of an event, never what.
pub struct EventParser {
    limit: usize,
    /// The line that is not at its end yet.
    line: Vec<u8>,
    /// Whether the last line ended with a carriage return, so that a line feed belongs to it.
    after_return: bool,
    /// Whether a line was read, so that no byte-order mark can follow.
    started: bool,
    event: String,
    data: String,
    /// Whether there was a line of data, even an empty one.
    has_data: bool,
    id: Option<Arc<str>>,
    /// The id at the end of the last event, even of one without data.
    last_id: Option<Arc<str>>,
    retry: Option<Duration>,
}

/// An event is longer than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTooLarge;

impl fmt::Debug for EventParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventParser")
            .field("limit", &self.limit)
            .field("line", &format_args!("{} bytes", self.line.len()))
            .field("data", &format_args!("{} bytes", self.data.len()))
            .finish_non_exhaustive()
    }
}

impl EventParser {
    /// Returns a parser that takes events of at most this many bytes: data, name and id together, an id from before included.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            line: Vec::new(),
            after_return: false,
            started: false,
            event: String::new(),
            data: String::new(),
            has_data: false,
            id: None,
            last_id: None,
            retry: None,
        }
    }

    /// Returns the last id in all that came in, up to the last event that is at its end.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// Reads the next piece of the stream up to the end of an event, and leaves what follows in the piece; gives none where
    /// no event ends in it.
    ///
    /// # Errors
    ///
    /// An event is longer than allowed. Nothing sound can be read after that.
    pub fn read<T>(
        &mut self,
        piece: &mut &[u8],
    ) -> Result<Option<ServerSentEvent<T>>, EventTooLarge> {
        while let Some(first) = piece.first() {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                *piece = &piece[1..];
                continue;
            }
            let end = piece.iter().position(|byte| b"\r\n".contains(byte));
            let part = &piece[..end.unwrap_or(piece.len())];
            if self.buffered_len().saturating_add(part.len()) > self.limit {
                return Err(EventTooLarge);
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else {
                *piece = &[];
                return Ok(None);
            };
            self.after_return = piece[end] == b'\r';
            *piece = &piece[end + 1..];
            if let Some(event) = self.end_line() {
                return Ok(Some(event));
            }
        }
        Ok(None)
    }

    /// Returns how many bytes there are of the next event.
    fn buffered_len(&self) -> usize {
        let id = self.id.as_ref().map_or(0, |id| id.len());
        self.line.len() + self.data.len() + self.event.len() + id
    }

    /// Reads the line; gives the event that ends with it.
    fn end_line<T>(&mut self) -> Option<ServerSentEvent<T>> {
        let line = std::mem::take(&mut self.line);
        let mut line = line.as_slice();
        if !std::mem::replace(&mut self.started, true) {
            line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                if std::mem::replace(&mut self.has_data, true) {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            "id" if !value.contains('\0') => self.id = Some(Arc::from(value)),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A line that begins with a colon is a comment; any other field has no meaning.
            _ => {}
        }
        None
    }

    /// Gives the event, if there is data; without any there is none.
    fn dispatch<T>(&mut self) -> Option<ServerSentEvent<T>> {
        let event = std::mem::take(&mut self.event);
        self.last_id.clone_from(&self.id);
        if !std::mem::take(&mut self.has_data) {
            return None;
        }
        Some(ServerSentEvent {
            event: if event.is_empty() {
                "message".to_owned()
            } else {
                event
            },
            data: std::mem::take(&mut self.data),
            id: self.id.clone(),
            retry: self.retry.take(),
            data_type: PhantomData,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the events of a stream that comes in pieces of this many bytes.
    fn events(text: &str, size: usize) -> Vec<ServerSentEvent> {
        let mut parser = EventParser::new(1 << 20);
        let mut found = Vec::new();
        for mut piece in text.as_bytes().chunks(size) {
            while let Some(event) = parser.read(&mut piece).expect("short enough") {
                found.push(event);
            }
            assert!(piece.is_empty());
        }
        found
    }

    fn shown(events: &[ServerSentEvent]) -> Vec<(&str, &str, Option<&str>)> {
        events
            .iter()
            .map(|event| (&*event.event, &*event.data, event.id.as_deref()))
            .collect()
    }

    const STREAM: &str = "\u{feff}: a comment\r\n\r\ndata: {\"a\":\r\ndata:1}\r\nid: 7\r\n\r\n\
        event: stop\rdata\r\rdata:  two spaces\nretry: 250\nretry: soon\nid: a\0b\nother: x\n\n\
        event: nothing\n\nid\ndata: \u{fc}\n\ndata: last\n\ndata: not at its end\n";

    #[test]
    fn streams_may_be_split_anywhere() {
        let whole = events(STREAM, STREAM.len());
        assert_eq!(
            shown(&whole),
            [
                ("message", "{\"a\":\n1}", Some("7")),
                ("stop", "", Some("7")),
                ("message", " two spaces", Some("7")),
                ("message", "\u{fc}", Some("")),
                ("message", "last", Some("")),
            ]
        );
        assert_eq!(whole[2].retry, Some(Duration::from_millis(250)));
        assert_eq!(whole[3].retry, None);
        assert_eq!(whole[0].value().expect("JSON"), serde_json::json!({"a": 1}));
        assert!(whole[4].value().is_err());
        for size in 1..STREAM.len() {
            assert_eq!(events(STREAM, size), whole, "in pieces of {size}");
        }
    }

    #[test]
    fn events_are_bounded_and_their_data_is_not_printed() {
        let mut parser = EventParser::new(10);
        let mut piece = b"data: 1234\n\ndata: 5".as_slice();
        let found: Option<ServerSentEvent> = parser.read(&mut piece).expect("short enough");
        assert_eq!(
            format!("{:?}", found.expect("an event")),
            "ServerSentEvent { event: \"message\", data: 4 bytes, id: None, retry: None }"
        );
        // What follows is read when it is wanted.
        assert_eq!(piece, b"data: 5");
        assert_eq!(parser.read::<Value>(&mut piece), Ok(None));
        assert_eq!(
            parser.read::<Value>(&mut b"678\ndata: 9".as_slice()),
            Err(EventTooLarge)
        );
    }

    #[test]
    fn names_and_ids_are_bounded_with_the_data_and_ids_are_shared() {
        for too_long in [
            "id: 123456\n\ndata: 1\n\n",
            "event: 123\ndata: 12\n\n",
            "id: 1234\n\ndata:\ndata:1\ndata:2\n\n",
        ] {
            let read = EventParser::new(10).read::<Value>(&mut too_long.as_bytes());
            assert_eq!(read, Err(EventTooLarge), "{too_long}");
        }
        let events = events("id: a\ndata\n\ndata\n\nid: a\ndata\n\n", 100);
        let ids: Vec<&Arc<str>> = events
            .iter()
            .filter_map(|event| event.id.as_ref())
            .collect();
        assert_eq!(ids.len(), 3);
        assert!(Arc::ptr_eq(ids[0], ids[1]));
    }
}

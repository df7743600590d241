//! Server-sent events and their parser.
//!
//! In: the bytes of a stream, in chunks of any size. Out: [`ServerSentEvent`]s. Knows nothing about responses, or about
//! the meaning of the data.
//! <https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::runtime::json::{self, DecodeError, Json};

/// A server-sent event. `T` is the type of its data as JSON.
///
/// `Debug` shows the length of the data, not the data.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent<T = Value> {
    /// The event type. The default is `message`.
    pub event: String,
    /// The data. Lines are joined by line feeds.
    pub data: String,
    /// The last event ID, from this event or an earlier one. Events with the same ID share it.
    pub id: Option<Arc<str>>,
    /// The reconnection time, if the service sent one with this event or after the previous one.
    pub retry: Option<Duration>,
    data_type: PhantomData<fn() -> T>,
}

impl<T: Json> ServerSentEvent<T> {
    /// Decodes the data as JSON. Decoding is not strict. Some services mark the end of a stream with an event whose
    /// data is not JSON, such as `[DONE]`.
    ///
    /// # Errors
    ///
    /// Fails if the data is not JSON or has another shape than `T`.
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

/// A parser of server-sent events. An event ends with a blank line; an incomplete event at the end of the stream is
/// dropped.
///
/// `Debug` shows lengths, not the content.
pub struct EventParser {
    limit: usize,
    /// The current line.
    line: Vec<u8>,
    /// Whether the last line ended with a carriage return. A line feed after it is ignored.
    after_return: bool,
    /// Whether a line has been read. A byte order mark is only allowed before the first one.
    started: bool,
    event: String,
    data: String,
    /// Whether there was a `data` line, even an empty one.
    has_data: bool,
    id: Option<Arc<str>>,
    /// The ID after the last event, even if that had no data.
    last_id: Option<Arc<str>>,
    retry: Option<Duration>,
}

/// An event exceeds the size limit.
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
    /// Creates a parser with a size limit for each event: its data, type and ID together, in bytes.
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

    /// Returns the last event ID of the stream, up to the last complete event.
    pub fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    /// Parses a chunk up to the end of an event, and leaves the rest in the chunk. Returns `None` if no event ends in
    /// the chunk.
    ///
    /// # Errors
    ///
    /// Fails if an event exceeds the size limit. The parser cannot be used after that.
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

    /// Returns the size of the current event so far.
    fn buffered_len(&self) -> usize {
        let id = self.id.as_ref().map_or(0, |id| id.len());
        self.line.len() + self.data.len() + self.event.len() + id
    }

    /// Processes the current line. Returns the event that ends with it.
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
            // A line that starts with a colon is a comment; unknown fields are ignored.
            _ => {}
        }
        None
    }

    /// Returns the event if it has data.
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

    /// Returns the events of a stream in chunks of this size.
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
    fn streams_can_be_split_anywhere() {
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
    fn events_are_limited_and_data_is_not_shown() {
        let mut parser = EventParser::new(10);
        let mut piece = b"data: 1234\n\ndata: 5".as_slice();
        let found: Option<ServerSentEvent> = parser.read(&mut piece).expect("short enough");
        assert_eq!(
            format!("{:?}", found.expect("an event")),
            "ServerSentEvent { event: \"message\", data: 4 bytes, id: None, retry: None }"
        );
        // The rest is parsed by the next call.
        assert_eq!(piece, b"data: 5");
        assert_eq!(parser.read::<Value>(&mut piece), Ok(None));
        assert_eq!(
            parser.read::<Value>(&mut b"678\ndata: 9".as_slice()),
            Err(EventTooLarge)
        );
    }

    #[test]
    fn limit_includes_types_and_ids_and_ids_are_shared() {
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

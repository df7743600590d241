//! Responses that are not a single JSON value: one of several types by status, strings, and bytes.
//!
//! In: an `Exchange`. Out: a [`Response`] with the value. The descriptor of the operation lists the type for each status.
//! The generated enum of these types decodes itself, given the index in that list; events and JSON sequences are decoded
//! as a whole. JSON is decoded by `exchange`; streamed bodies are handled in `streaming`.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::runtime::descriptor::{ResponseKind, StatusRange, StatusResponse};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::json::{self, DecodeError, Json, JsonText, Reader};
use crate::runtime::response::content_type::check_content_type;
use crate::runtime::response::exchange::{Exchange, body_text};
use crate::runtime::response::{RawResponse, Response, compression};
use crate::runtime::streaming::events::{EventParser, ServerSentEvent};
use crate::runtime::streaming::records::RecordParser;

/// An enum of the response types of an operation. Implemented by generated code.
pub trait ResponseEnum: Sized {
    /// Decodes a response. `index` is that of the entry in [`ResponseKind::ByStatus`], or the number of entries if none
    /// has the status of the response.
    ///
    /// # Errors
    ///
    /// Fails if the body is not what the operation declares.
    fn read(index: usize, body: ResponseBody<'_, '_>) -> Result<Self, DecodeError>;
}

/// The body of a response, to be decoded as the type that its operation declares.
pub struct ResponseBody<'a, 'de> {
    status: StatusCode,
    bytes: &'a Bytes,
    /// The body as a string, if the operation declares one.
    text: Option<String>,
    /// A reader at the start of the value, if it is JSON.
    reader: Option<&'a mut Reader<'de>>,
    strict: bool,
    warnings: &'a mut Vec<json::Warning>,
}

impl ResponseBody<'_, '_> {
    /// Decodes a JSON value.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`].
    pub fn json<T: Json>(self) -> Result<T, DecodeError> {
        match self.reader {
            Some(reader) => reader.value(),
            None => json::from_slice(self.bytes),
        }
    }

    /// Returns the body as a string.
    ///
    /// # Errors
    ///
    /// Fails if the operation does not declare a string and the body is not valid UTF-8.
    pub fn text(self) -> Result<String, DecodeError> {
        match self.text {
            Some(text) => Ok(text),
            None => json::check_utf8(self.bytes).map(str::to_owned),
        }
    }

    /// Returns the body as bytes.
    pub fn bytes(self) -> Bytes {
        self.bytes.clone()
    }

    /// Returns all server-sent events. An event without a blank line after it is dropped.
    pub fn events<T>(self) -> Vec<ServerSentEvent<T>> {
        // The size of the body is limited already.
        let mut parser = EventParser::new(usize::MAX);
        let mut rest = self.bytes.as_ref();
        std::iter::from_fn(|| parser.read(&mut rest).ok().flatten()).collect()
    }

    /// Decodes a sequence of JSON values.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`]. The path of the error starts with the index of the value.
    pub fn lines<T: Json>(self) -> Result<Vec<T>, DecodeError> {
        let mut parser = RecordParser::new(usize::MAX);
        let mut rest = self.bytes.as_ref();
        let mut next = || {
            let record = parser.read(&mut rest).ok().flatten();
            record.or_else(|| parser.finish())
        };
        let mut values = Vec::new();
        while let Some(record) = next() {
            let index = values.len();
            let read = JsonText::new(&record, self.strict)
                .and_then(|text| text.reader(self.strict).read());
            let (value, warnings) = read.map_err(|error| error.in_element(index))?;
            values.push(value);
            let warnings = warnings.into_iter();
            self.warnings
                .extend(warnings.map(|warning| warning.in_element(index)));
        }
        Ok(values)
    }

    /// Returns a response whose status the operation does not declare.
    pub fn undeclared(self) -> UndeclaredResponse {
        UndeclaredResponse {
            status: self.status,
            body: self.bytes.clone(),
        }
    }
}

/// A successful response with a status that the API does not document.
///
/// `Debug` shows the length of the body, not the body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndeclaredResponse {
    /// The status.
    pub status: StatusCode,
    /// The body.
    pub body: Bytes,
}

impl fmt::Debug for UndeclaredResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UndeclaredResponse")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// Decodes a response whose type depends on its status.
pub(crate) fn decode_by_status<T: ResponseEnum>(exchange: Exchange) -> Result<Response<T>, Error> {
    let entries: &[StatusResponse] = match exchange.operation.response {
        ResponseKind::ByStatus(entries) => entries,
        _ => &[],
    };
    let index = index_of(entries, exchange.response.status);
    let kind = entries.get(index).map(|entry| entry.response);
    match kind {
        Some(
            kind @ (ResponseKind::Json
            | ResponseKind::Envelope
            | ResponseKind::Ignored
            | ResponseKind::EnvelopeOnly),
        ) => {
            let (status, bytes) = (exchange.response.status, exchange.response.body.clone());
            let strict = exchange.strict;
            let accept = exchange.accept;
            let mut value = None;
            let mut warnings = Vec::new();
            let meta = exchange.decode(kind, &mut |reader| {
                let body = ResponseBody {
                    status,
                    bytes: &bytes,
                    text: None,
                    reader: Some(reader),
                    strict,
                    warnings: &mut warnings,
                };
                value = Some(T::read(index, body)?);
                Ok(())
            });
            let meta = meta.map_err(|error| error.suggest_other_forms(accept, kind))?;
            Ok(meta.with_value(value.expect("a response without a value is an error")))
        }
        kind => {
            let kind = kind.unwrap_or(ResponseKind::Bytes);
            decode_other(exchange, kind, |body| T::read(index, body))
        }
    }
}

/// Returns the index of the first entry for a status, or the number of entries. Exact statuses come before ranges.
fn index_of(entries: &[StatusResponse], status: StatusCode) -> usize {
    let matches = |entry: &StatusResponse| match entry.status {
        StatusRange::Code(code) => status.as_u16() == code,
        StatusRange::Range(hundred) => status.as_u16() / 100 == u16::from(hundred),
        StatusRange::Default => true,
    };
    let found = entries.iter().position(matches);
    found.unwrap_or(entries.len())
}

/// Returns the body as a string.
pub(crate) fn text(exchange: Exchange) -> Result<Response<String>, Error> {
    match body_text(&exchange.response, exchange.strict) {
        Ok((text, replaced)) => Ok(exchange.into_meta(replaced, Vec::new()).with_value(text)),
        Err(problem) => Err(Error::from_response(
            ErrorKind::Decode,
            problem,
            exchange.response,
        )),
    }
}

/// Returns the body as bytes.
pub(crate) fn bytes(exchange: Exchange) -> Result<Response<Bytes>, Error> {
    let meta = exchange.into_meta(false, Vec::new());
    let bytes = meta.response.body.clone();
    Ok(meta.with_value(bytes))
}

/// Decodes a body that is not a single JSON value.
fn decode_other<T>(
    exchange: Exchange,
    kind: ResponseKind,
    decode: impl FnOnce(ResponseBody<'_, '_>) -> Result<T, DecodeError>,
) -> Result<Response<T>, Error> {
    let strict = exchange.strict;
    let checked = check_content_type(&exchange.response.headers, exchange.accept, kind);
    let text = checked.and_then(|()| match kind {
        ResponseKind::Text => body_text(&exchange.response, strict).map(Some),
        ResponseKind::Events | ResponseKind::Lines => {
            let RawResponse { headers, body, .. } = &exchange.response;
            compression::problem(headers, body).map_or(Ok(None), Err)
        }
        _ => Ok(None),
    });
    let (text, replaced) = match text {
        Ok(Some((text, replaced))) => (Some(text), replaced),
        Ok(None) => (None, false),
        Err(problem) => {
            let response = exchange.response;
            return Err(Error::from_response(ErrorKind::Decode, problem, response));
        }
    };
    let mut warnings = Vec::new();
    let body = ResponseBody {
        status: exchange.response.status,
        bytes: &exchange.response.body,
        text,
        reader: None,
        strict,
        warnings: &mut warnings,
    };
    match decode(body) {
        Ok(value) => Ok(exchange.into_meta(replaced, warnings).with_value(value)),
        Err(error) => Err(Error::undecodable(error, exchange.response)),
    }
}

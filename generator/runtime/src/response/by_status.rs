//! Answers of other kinds than one JSON value: one of several types, text, bytes.
//!
//! In: an `Exchange`. Out: a [`Response`] with the value. Which type an answer has is found by its status, in the
//! operation's descriptor; the enum of the types reads itself by the number of the entry: as a whole, even where it is events or
//! a sequence. JSON is the business of `envelope`, what is read as it comes that of `download` and `sequences`.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::runtime::descriptor::{ResponseKind, StatusRange, StatusResponse};
use crate::runtime::error::{Error, ErrorKind};
use crate::runtime::json::{self, DecodeError, Json, JsonText, Reader};
use crate::runtime::response::compression;
use crate::runtime::response::envelope::{self, Exchange};
use crate::runtime::response::{RawResponse, Response};
use crate::runtime::streaming::events::{EventParser, ServerSentEvent};
use crate::runtime::streaming::records::RecordParser;

/// The answers of an operation that are of several types. Generated enums implement it.
pub trait ResponseEnum: Sized {
    /// Reads the answer of this number in the operation's [`ResponseKind::ByStatus`]; the number after the last is an answer whose
    /// status is not there.
    ///
    /// # Errors
    ///
    /// The body is not what the operation declares.
    fn read(number: usize, body: ResponseBody<'_, '_>) -> Result<Self, DecodeError>;
}

/// The body of an answer, to be read as what its operation declares.
pub struct ResponseBody<'a, 'de> {
    status: StatusCode,
    bytes: &'a Bytes,
    /// The body as text, where it is that.
    text: Option<String>,
    /// Stands at the value, where that is JSON.
    reader: Option<&'a mut Reader<'de>>,
    strict: bool,
    warnings: &'a mut Vec<json::Warning>,
}

impl ResponseBody<'_, '_> {
    /// Reads a JSON value.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`].
    pub fn json<T: Json>(self) -> Result<T, DecodeError> {
        match self.reader {
            Some(reader) => reader.value(),
            None => json::from_slice(self.bytes),
        }
    }

    /// Reads text.
    ///
    /// # Errors
    ///
    /// It is not UTF-8, where the operation does not declare it to be text.
    pub fn text(self) -> Result<String, DecodeError> {
        match self.text {
            Some(text) => Ok(text),
            None => json::checked(self.bytes).map(str::to_owned),
        }
    }

    /// Returns the bytes.
    pub fn bytes(self) -> Bytes {
        self.bytes.clone()
    }

    /// Reads server-sent events; without the last one, where no empty line follows it.
    pub fn events<T>(self) -> Vec<ServerSentEvent<T>> {
        // The body is in memory already, and bounded.
        let mut parser = EventParser::new(usize::MAX);
        let mut rest = self.bytes.as_ref();
        std::iter::from_fn(|| parser.read(&mut rest).ok().flatten()).collect()
    }

    /// Reads a sequence of JSON values.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`]; the path begins with the number of the value.
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

    /// Keeps an answer whose status the operation does not declare.
    pub fn undeclared(self) -> UndeclaredResponse {
        UndeclaredResponse {
            status: self.status,
            body: self.bytes.clone(),
        }
    }
}

/// An answer of success whose status the API does not document.
///
/// Printing it shows the length of the body, never the body itself.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndeclaredResponse {
    /// The status.
    pub status: StatusCode,
    /// The body as it came in.
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

/// Reads one of several types, by status.
pub(crate) fn several<T: ResponseEnum>(exchange: Exchange) -> Result<Response<T>, Error> {
    let alternatives: &[StatusResponse] = match exchange.operation.response {
        ResponseKind::ByStatus(alternatives) => alternatives,
        _ => &[],
    };
    let number = choose(alternatives, exchange.response.status);
    let kind = alternatives.get(number).map(|one| one.response);
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
            let mut kept = None;
            let mut warnings = Vec::new();
            let meta = exchange.read(kind, &mut |reader| {
                let body = ResponseBody {
                    status,
                    bytes: &bytes,
                    text: None,
                    reader: Some(reader),
                    strict,
                    warnings: &mut warnings,
                };
                kept = Some(T::read(number, body)?);
                Ok(())
            });
            let meta = meta.map_err(|error| error.suggest_other_forms(accept, kind))?;
            Ok(meta.with_value(kept.expect("a response without a value is an error")))
        }
        kind => {
            let kind = kind.unwrap_or(ResponseKind::Bytes);
            read(exchange, kind, |body| T::read(number, body))
        }
    }
}

/// Returns the number of the first entry for a status, or of none: exact statuses stand before ranges.
fn choose(alternatives: &[StatusResponse], status: StatusCode) -> usize {
    let fits = |one: &StatusResponse| match one.status {
        StatusRange::Code(code) => status.as_u16() == code,
        StatusRange::Range(hundred) => status.as_u16() / 100 == u16::from(hundred),
        StatusRange::Default => true,
    };
    let found = alternatives.iter().position(fits);
    found.unwrap_or(alternatives.len())
}

/// Reads text.
pub(crate) fn text(exchange: Exchange) -> Result<Response<String>, Error> {
    match envelope::text(&exchange.response, exchange.strict) {
        Ok((text, replaced)) => Ok(exchange.unread(replaced, Vec::new()).with_value(text)),
        Err(problem) => Err(Error::from_response(
            ErrorKind::Decode,
            problem,
            exchange.response,
        )),
    }
}

/// Gives bytes.
pub(crate) fn bytes(exchange: Exchange) -> Result<Response<Bytes>, Error> {
    let meta = exchange.unread(false, Vec::new());
    let bytes = meta.response.body.clone();
    Ok(meta.with_value(bytes))
}

/// Reads a body that is not one JSON value.
fn read<T>(
    exchange: Exchange,
    kind: ResponseKind,
    value: impl FnOnce(ResponseBody<'_, '_>) -> Result<T, DecodeError>,
) -> Result<Response<T>, Error> {
    let strict = exchange.strict;
    let checked = envelope::content_type(&exchange.response.headers, exchange.accept, kind);
    let text = checked.and_then(|()| match kind {
        ResponseKind::Text => envelope::text(&exchange.response, strict).map(Some),
        ResponseKind::Events | ResponseKind::Lines => {
            let RawResponse { headers, body, .. } = &exchange.response;
            compression::problem(headers, body).map_or(Ok(None), Err)
        }
        _ => Ok(None),
    });
    let (text, replaced) = match text {
        Ok(text) => text.map_or((None, false), |(text, replaced)| (Some(text), replaced)),
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
    match value(body) {
        Ok(value) => Ok(exchange.unread(replaced, warnings).with_value(value)),
        Err(error) => Err(Error::undecodable(error, exchange.response)),
    }
}

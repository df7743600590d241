//! Reads the value of an answer: the body itself, or what the API's envelope wraps.
//!
//! In: an `Exchange`, an answer of any status with the call it belongs to, and a function that reads the value where it
//! stands. Out: the answer without its value, or an error. The body is read once, from start to end; only a value that
//! cannot be read is gone back for, to find out whether the answer is a failure anyway. Nothing here is generic: the
//! function keeps the value.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::runtime::client::Settings;
use crate::runtime::descriptor::{Envelope, OperationRef, ResponseKind};
use crate::runtime::error::{ApiMessage, Error, ErrorKind};
use crate::runtime::json::{self, DecodeError, JsonText, Reader};
use crate::runtime::response::charset;
use crate::runtime::response::compression;
use crate::runtime::response::{RawResponse, ResponseMeta, Warning};
use crate::runtime::transport::chunks::TransportBody;

/// How long the body of a failure may be that is searched for what it says is wrong: as values, it takes many times as much.
const MAX_SEARCHED: usize = 16 << 20;

/// What is wrong with text that strict reading refuses.
const NOT_IN_CHARSET: &str = "the body contains bytes that are invalid in its charset";

/// An answer with the call it belongs to.
pub(crate) struct Exchange {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: OperationRef,
    /// What was asked for.
    pub(crate) accept: Option<&'static str>,
    pub(crate) response: RawResponse,
    /// The body, where it is left to be read as it comes; then that of `answered` is empty.
    pub(crate) stream: Option<TransportBody>,
    /// How long the next chunk of `rest` may take.
    pub(crate) idle_timeout: Duration,
    /// Whether every unexpected member is an error.
    pub(crate) strict: bool,
}

/// Reads a value where it stands, and keeps it.
pub(crate) type ReadValue<'a> = &'a mut dyn FnMut(&mut Reader<'_>) -> Result<(), DecodeError>;

impl Exchange {
    /// Passes an answer whose status is a success. `refused` says why a redirect was not followed.
    ///
    /// # Errors
    ///
    /// Any other status, with the errors that the envelope lists, or that the body has in another usual place.
    pub(crate) fn succeeded(self, refused: Option<&'static str>) -> Result<Self, Error> {
        let RawResponse { status, body, .. } = &self.response;
        if status.is_success() {
            return Ok(self);
        }
        let mut errors = Vec::new();
        if content_type(&self.response.headers, self.accept, ResponseKind::Json).is_ok()
            && body.len() <= MAX_SEARCHED
            && let Ok(decoded) = charset::json(&self.response.headers, body)
            && let Ok(text) = JsonText::new(
                decoded
                    .as_ref()
                    .map_or(&body[..], |decoded| decoded.text.as_bytes()),
                false,
            )
        {
            if let Some(envelope) = self.settings.api.envelope
                && let Ok(parts) = read_envelope(&mut text.reader(false), envelope, &mut skip)
            {
                errors = parts.errors;
            }
            // What stands before a service does not speak as the service does.
            if errors.is_empty()
                && let Ok((body, _)) = text.reader(false).read()
            {
                errors = ApiMessage::in_failure(body);
            }
        }
        let detail = match refused {
            Some(refused) => refused.to_owned(),
            None => self.unreadable().unwrap_or_default(),
        };
        Err(Error::from_response(ErrorKind::Status, detail, self.response).with_errors(errors))
    }

    /// Returns why the body of a failure tells nothing, where that can be helped.
    fn unreadable(&self) -> Option<String> {
        let RawResponse {
            headers,
            body,
            truncated,
            ..
        } = &self.response;
        let limit = self.settings.max_body_size;
        if let Some(problem) = compression::problem(headers, body) {
            Some(problem)
        } else if *truncated && body.len() >= limit {
            Some(format!(
                "the body is larger than the limit of {limit} bytes"
            ))
        } else if content_type(headers, self.accept, ResponseKind::Json).is_ok() {
            charset::json(headers, body).err()
        } else {
            None
        }
    }

    /// Reads the value of an answer whose status is a success.
    ///
    /// # Errors
    ///
    /// The value cannot be read, or the envelope says that the call failed.
    pub(crate) fn read(
        self,
        kind: ResponseKind,
        value: ReadValue<'_>,
    ) -> Result<ResponseMeta, Error> {
        let settings = &*self.settings;
        let response = self.response;
        let is_empty = response.body.trim_ascii().is_empty();
        let envelope = match (kind, settings.api.envelope) {
            (ResponseKind::Ignored, _) => return read_null(response, value),
            (ResponseKind::EnvelopeOnly, _) if is_empty => return read_null(response, value),
            (ResponseKind::EnvelopeOnly | ResponseKind::Envelope, envelope) => envelope,
            _ => None,
        };
        let problem = if is_empty {
            // Where a value can be missing, nothing stands for none.
            match value(&mut null_reader()) {
                Ok(()) => return Ok(ResponseMeta::new(response)),
                Err(_) => Err("the body is empty".to_owned()),
            }
        } else {
            content_type(&response.headers, self.accept, kind)
        };
        let decoded = problem.and_then(|()| json_bytes(&response, self.strict));
        let (body, replaced) = match decoded {
            Ok(decoded) => decoded,
            Err(problem) => return Err(Error::from_response(ErrorKind::Decode, problem, response)),
        };
        let text = match JsonText::new(&body, self.strict) {
            Ok(text) => text,
            Err(error) => return Err(Error::undecodable(error, response)),
        };
        let mut reader = text.reader(self.strict);
        let read = match envelope {
            None => value(&mut reader).map(|()| Vec::new()),
            Some(envelope) => {
                let only = kind == ResponseKind::EnvelopeOnly;
                let parts = if only {
                    read_envelope(&mut reader, envelope, &mut skip)
                } else {
                    read_envelope(&mut reader, envelope, &mut *value)
                };
                match parts {
                    Ok(parts) if parts.is_failure() => {
                        let detail = "the response reports a failure";
                        let error = Error::from_response(ErrorKind::Api, detail, response);
                        // Where no errors are listed, the messages are all that says why.
                        let errors = if parts.errors.is_empty() {
                            parts.messages
                        } else {
                            parts.errors
                        };
                        return Err(error.with_errors(errors));
                    }
                    Ok(parts) if only => value(&mut null_reader()).map(|()| parts.messages),
                    Ok(parts) => match parts.result {
                        Some(Ok(())) => Ok(parts.messages),
                        Some(Err(error)) => Err(error),
                        None => reader.member(envelope.result, None),
                    },
                    Err(error) => Err(error),
                }
            }
        };
        let (messages, warnings) = match read.and_then(|messages| Ok((messages, reader.finish()?)))
        {
            Ok(read) => read,
            Err(error) => return Err(Error::undecodable(error.locate(text.as_str()), response)),
        };
        let id = self.operation.id;
        let mut warnings_out = warn_replaced(settings, id, replaced);
        warnings_out.extend(report_warnings(settings, id, warnings));
        Ok(ResponseMeta {
            messages,
            warnings: warnings_out,
            response,
        })
    }

    /// Returns the answer as it is, for values that are not one JSON text. `replaced` says whether U+FFFD stands for bytes
    /// of it.
    pub(crate) fn unread(self, replaced: bool, warnings: Vec<json::Warning>) -> ResponseMeta {
        let id = self.operation.id;
        let mut warnings_out = warn_replaced(&self.settings, id, replaced);
        warnings_out.extend(report_warnings(&self.settings, id, warnings));
        ResponseMeta {
            warnings: warnings_out,
            ..ResponseMeta::new(self.response)
        }
    }
}

/// Returns the bytes of JSON as UTF-8, and whether U+FFFD stands for what meant nothing in the body's charset.
///
/// # Errors
///
/// What the body is instead.
fn json_bytes(response: &RawResponse, strict: bool) -> Result<(Bytes, bool), String> {
    let RawResponse { headers, body, .. } = response;
    if let Some(problem) = compression::problem(headers, body) {
        return Err(problem);
    }
    match charset::json(headers, body)? {
        Some(decoded) if decoded.replaced && strict => Err(NOT_IN_CHARSET.to_owned()),
        Some(decoded) => Ok((decoded.text.into_owned().into(), decoded.replaced)),
        // Cheap: the bytes are shared. The text borrows from them while the answer moves into an error.
        None => Ok((body.clone(), false)),
    }
}

/// Reads text, and returns whether U+FFFD stands for what meant nothing in the body's charset.
///
/// # Errors
///
/// What the body is instead.
pub(crate) fn text(response: &RawResponse, strict: bool) -> Result<(String, bool), String> {
    let RawResponse { headers, body, .. } = response;
    if let Some(problem) = compression::problem(headers, body) {
        return Err(problem);
    }
    let decoded = charset::text(headers, body)?;
    if decoded.replaced && strict {
        Err(NOT_IN_CHARSET.to_owned())
    } else {
        Ok((decoded.text.into_owned(), decoded.replaced))
    }
}

/// Says that U+FFFD stands for bytes of a body.
fn warn_replaced(settings: &Settings, operation: &'static str, replaced: bool) -> Vec<Warning> {
    if !replaced {
        return Vec::new();
    }
    let warning = Warning {
        operation,
        path: String::new(),
        message: format!("{NOT_IN_CHARSET}; they are replaced by U+FFFD"),
    };
    if let Some(hook) = &settings.on_warning {
        hook(&warning);
    }
    vec![warning]
}

/// Passes warnings on to the client's hook.
pub(crate) fn report_warnings(
    settings: &Settings,
    operation: &'static str,
    warnings: Vec<json::Warning>,
) -> Vec<Warning> {
    let warnings: Vec<Warning> = warnings
        .into_iter()
        .map(|warning| Warning::new(operation, warning))
        .collect();
    if let Some(hook) = &settings.on_warning {
        warnings.iter().for_each(|warning| hook(warning));
    }
    warnings
}

/// Has the value read from null, where nothing that matters is answered.
fn read_null(response: RawResponse, value: ReadValue<'_>) -> Result<ResponseMeta, Error> {
    match value(&mut null_reader()) {
        Ok(()) => Ok(ResponseMeta::new(response)),
        Err(error) => Err(Error::undecodable(error, response)),
    }
}

/// Returns a reader of null in place of a body that is not there: strict, for that is no list or map, not even an empty one.
fn null_reader() -> Reader<'static> {
    Reader::new("null").strict(true)
}

/// The members of an envelope.
#[derive(Default)]
struct EnvelopeParts {
    /// Whether the value was there, and how reading it went.
    result: Option<Result<(), DecodeError>>,
    success: Option<bool>,
    errors: Vec<ApiMessage>,
    messages: Vec<ApiMessage>,
}

impl EnvelopeParts {
    /// Without the flag, listed errors tell.
    fn is_failure(&self) -> bool {
        !self.success.unwrap_or(self.errors.is_empty())
    }
}

/// Reads an envelope, and has the value read where it stands.
fn read_envelope(
    reader: &mut Reader<'_>,
    envelope: &Envelope,
    value: ReadValue<'_>,
) -> Result<EnvelopeParts, DecodeError> {
    let (mut success, mut errors, mut messages) = (None, None, None);
    let mut parts = EnvelopeParts::default();
    reader.object()?;
    while let Some(key) = reader.key()? {
        let key = Some(&*key);
        if key == Some(envelope.result) {
            if parts.result.is_some() {
                reader.repeated()?;
            }
            let mark = reader.mark();
            let read = value(reader);
            if read.is_err() {
                reader.rewind(mark);
                reader.skip()?;
            }
            parts.result = Some(read);
        } else if key == envelope.success {
            reader.required(&mut success)?;
        } else if key == envelope.errors {
            reader.required::<Value>(&mut errors)?;
        } else if key == envelope.messages {
            reader.required::<Value>(&mut messages)?;
        } else {
            reader.skip()?;
        }
    }
    parts.success = success;
    parts.errors = errors.map(ApiMessage::list).unwrap_or_default();
    parts.messages = messages.map(ApiMessage::list).unwrap_or_default();
    Ok(parts)
}

fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    reader.skip()
}

/// Returns a media type without its parameters.
fn essence(text: &str) -> String {
    let essence = text.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Returns the media type of a response without its parameters, if it has one.
fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?;
    Some(value.to_str().map(essence).unwrap_or_default())
}

/// Whether a response says that it is something to be read. A page for people is what stands before the service.
pub(crate) fn is_content(headers: &HeaderMap) -> bool {
    let is_content =
        |found: String| is_plain(&found) && found.contains('/') && found != "text/html";
    media_type(headers).is_some_and(is_content)
}

/// Whether a media type is one that can be printed.
fn is_plain(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte);
    (1..=100).contains(&text.len()) && text.bytes().all(plain)
}

/// Checks that an answer is what it is read as, as far as its headers say: a media type of that kind, one that the call
/// asked for, or none. Text and bytes can be anything.
///
/// # Errors
///
/// What it is instead.
pub(crate) fn content_type(
    headers: &HeaderMap,
    accept: Option<&str>,
    kind: ResponseKind,
) -> Result<(), String> {
    let (kind, is_kind): (_, fn(&str) -> bool) = match kind {
        ResponseKind::Text | ResponseKind::Bytes => return Ok(()),
        ResponseKind::Events => ("an event stream", |found| found == "text/event-stream"),
        ResponseKind::Lines => ("a sequence of JSON texts", |found| found.contains("json")),
        _ => ("JSON", |found| {
            matches!(found, "application/json" | "text/json") || found.ends_with("+json")
        }),
    };
    let Some(found) = media_type(headers) else {
        return Ok(());
    };
    let is_requested = || {
        accept
            .unwrap_or_default()
            .split(',')
            .any(|media| essence(media) == found)
    };
    let expected = match accept {
        // The document's own words, which are no secret.
        Some(accept) if accept.len() <= 100 => format!("{kind} (`{accept}`)"),
        _ => kind.to_owned(),
    };
    if is_kind(&found) || is_requested() {
        Ok(())
    } else if is_plain(&found) {
        Err(format!("the content type is `{found}`, not {expected}"))
    } else {
        Err(format!("the content type is not {expected}"))
    }
}

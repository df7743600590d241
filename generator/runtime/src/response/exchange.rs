//! A response together with the call that it belongs to.
//!
//! In: an `Exchange`, with a response of any status, and a function that decodes the value. Out: the response without the
//! value, or an error. Nothing here is generic: the function keeps the value.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::runtime::client::Settings;
use crate::runtime::descriptor::{Envelope, OperationRef, ResponseKind};
use crate::runtime::error::{ApiMessage, Error, ErrorKind};
use crate::runtime::json::{self, DecodeError, JsonText, Reader};
use crate::runtime::response::content_type::check_content_type;
use crate::runtime::response::envelope::{DecodeValue, EnvelopeParts, read_envelope, skip};
use crate::runtime::response::{RawResponse, ResponseMeta, Warning, charset, compression};
use crate::runtime::transport::chunks::TransportBody;

/// The largest body of an error response that is searched for messages. The decoded JSON takes several times as much
/// memory.
const MAX_SEARCHED: usize = 16 << 20;

const INVALID_IN_CHARSET: &str = "the body contains bytes that are invalid in its charset";

/// A response and the call that it belongs to.
pub(crate) struct Exchange {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: OperationRef,
    /// The accepted media types, separated by commas.
    pub(crate) accept: Option<&'static str>,
    pub(crate) response: RawResponse,
    /// The body, if it is streamed. In that case the body of `response` is empty.
    pub(crate) stream: Option<TransportBody>,
    /// The timeout for the next chunk of `stream`.
    pub(crate) idle_timeout: Duration,
    /// Whether every unexpected value is an error.
    pub(crate) strict: bool,
}

impl Exchange {
    /// Returns the exchange if the status is a success. `refused_redirect` is the reason why a redirect was not followed.
    ///
    /// # Errors
    ///
    /// Fails for any other status, with the errors that the envelope or the body lists.
    pub(crate) fn check_status(
        self,
        refused_redirect: Option<&'static str>,
    ) -> Result<Self, Error> {
        if self.response.status.is_success() {
            return Ok(self);
        }
        let errors = self.listed_errors();
        let detail = match refused_redirect {
            Some(reason) => reason.to_owned(),
            None => self.body_problem().unwrap_or_default(),
        };
        Err(Error::from_response(ErrorKind::Status, detail, self.response).with_errors(errors))
    }

    /// Returns the errors that the body of an error response lists.
    fn listed_errors(&self) -> Vec<ApiMessage> {
        let RawResponse { headers, body, .. } = &self.response;
        if check_content_type(headers, self.accept, ResponseKind::Json).is_err()
            || body.len() > MAX_SEARCHED
        {
            return Vec::new();
        }
        let Ok(decoded) = charset::json(headers, body) else {
            return Vec::new();
        };
        let bytes = match &decoded {
            Some(decoded) => decoded.text.as_bytes(),
            None => body,
        };
        let Ok(text) = JsonText::new(bytes, false) else {
            return Vec::new();
        };
        let mut errors = Vec::new();
        if let Some(envelope) = &self.settings.api.envelope {
            if let Ok(parts) = read_envelope(&mut text.reader(false), envelope, &mut skip) {
                errors = parts.errors;
            }
        }
        // A gateway in front of the service does not use the envelope.
        if errors.is_empty() {
            if let Ok((body, _)) = text.reader(false).read() {
                errors = ApiMessage::in_failure(body);
            }
        }
        errors
    }

    /// Returns why the body of an error response cannot be read, if the user can change that.
    fn body_problem(&self) -> Option<String> {
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
        } else if check_content_type(headers, self.accept, ResponseKind::Json).is_ok() {
            charset::json(headers, body).err()
        } else {
            None
        }
    }

    /// Decodes the value of a successful response.
    ///
    /// # Errors
    ///
    /// Fails if the value cannot be decoded, or if the envelope reports a failure.
    pub(crate) fn decode(
        self,
        kind: ResponseKind,
        decode: DecodeValue<'_>,
    ) -> Result<ResponseMeta, Error> {
        let response = self.response;
        let is_empty = response.body.trim_ascii().is_empty();
        let ignores_body = kind == ResponseKind::Ignored;
        if ignores_body || kind == ResponseKind::EnvelopeOnly && is_empty {
            return match decode(&mut null_reader()) {
                Ok(()) => Ok(ResponseMeta::new(response)),
                Err(error) => Err(Error::undecodable(error, response)),
            };
        }
        // An empty body is null, for types that accept null.
        if is_empty && decode(&mut null_reader()).is_ok() {
            return Ok(ResponseMeta::new(response));
        }
        let content_type = if is_empty {
            Err("the body is empty".to_owned())
        } else {
            check_content_type(&response.headers, self.accept, kind)
        };
        let (body, replaced) = match content_type.and_then(|()| json_bytes(&response, self.strict))
        {
            Ok(body) => body,
            Err(problem) => return Err(Error::from_response(ErrorKind::Decode, problem, response)),
        };
        let text = match JsonText::new(&body, self.strict) {
            Ok(text) => text,
            Err(error) => return Err(Error::undecodable(error, response)),
        };
        let mut reader = text.reader(self.strict);
        let decoded = match (kind, &self.settings.api.envelope) {
            (ResponseKind::EnvelopeOnly | ResponseKind::Envelope, Some(envelope)) => {
                decode_in_envelope(&mut reader, envelope, kind, decode)
            }
            _ => decode(&mut reader).map(|()| Decoded::Value(Vec::new())),
        };
        let messages = match decoded {
            Ok(Decoded::Value(messages)) => Ok(messages),
            Ok(Decoded::Failure(errors)) => {
                let detail = "the response reports a failure";
                let error = Error::from_response(ErrorKind::Api, detail, response);
                return Err(error.with_errors(errors));
            }
            Err(error) => Err(error),
        };
        let (messages, warnings) =
            match messages.and_then(|messages| Ok((messages, reader.finish()?))) {
                Ok(decoded) => decoded,
                Err(error) => {
                    return Err(Error::undecodable(error.locate(text.as_str()), response));
                }
            };
        Ok(ResponseMeta {
            messages,
            warnings: all_warnings(&self.settings, self.operation.id, replaced, warnings),
            response,
        })
    }

    /// Returns the response without decoding it, for values that are not a single JSON text. `replaced` tells whether
    /// invalid bytes were replaced by U+FFFD.
    pub(crate) fn into_meta(self, replaced: bool, warnings: Vec<json::Warning>) -> ResponseMeta {
        let warnings = all_warnings(&self.settings, self.operation.id, replaced, warnings);
        ResponseMeta {
            warnings,
            ..ResponseMeta::new(self.response)
        }
    }
}

/// What an envelope contains.
enum Decoded {
    /// A value, and these messages.
    Value(Vec<ApiMessage>),
    /// A failure with these errors.
    Failure(Vec<ApiMessage>),
}

/// Decodes the value in an envelope.
fn decode_in_envelope(
    reader: &mut Reader<'_>,
    envelope: &Envelope,
    kind: ResponseKind,
    decode: DecodeValue<'_>,
) -> Result<Decoded, DecodeError> {
    let ignores_value = kind == ResponseKind::EnvelopeOnly;
    let parts = if ignores_value {
        read_envelope(reader, envelope, &mut skip)?
    } else {
        read_envelope(reader, envelope, &mut *decode)?
    };
    if parts.is_failure() {
        let EnvelopeParts {
            errors, messages, ..
        } = parts;
        // If no errors are listed, the messages explain the failure.
        return Ok(Decoded::Failure(if errors.is_empty() {
            messages
        } else {
            errors
        }));
    }
    if ignores_value {
        decode(&mut null_reader())?;
    } else {
        match parts.result {
            Some(result) => result?,
            None => return Err(reader.missing(envelope.result)),
        }
    }
    Ok(Decoded::Value(parts.messages))
}

/// Returns a JSON body as UTF-8, and whether invalid bytes were replaced by U+FFFD.
///
/// # Errors
///
/// Returns why the body is not JSON.
fn json_bytes(response: &RawResponse, strict: bool) -> Result<(Bytes, bool), String> {
    let RawResponse { headers, body, .. } = response;
    if let Some(problem) = compression::problem(headers, body) {
        return Err(problem);
    }
    match charset::json(headers, body)? {
        Some(decoded) if decoded.replaced && strict => Err(INVALID_IN_CHARSET.to_owned()),
        Some(decoded) => Ok((decoded.text.into_owned().into(), decoded.replaced)),
        // Shares the bytes. The JSON borrows from them while the response moves into an error.
        None => Ok((body.clone(), false)),
    }
}

/// Returns a body as a string, and whether invalid bytes were replaced by U+FFFD.
///
/// # Errors
///
/// Returns why the body cannot be read as a string.
pub(crate) fn body_text(response: &RawResponse, strict: bool) -> Result<(String, bool), String> {
    let RawResponse { headers, body, .. } = response;
    if let Some(problem) = compression::problem(headers, body) {
        return Err(problem);
    }
    let decoded = charset::text(headers, body)?;
    if decoded.replaced && strict {
        Err(INVALID_IN_CHARSET.to_owned())
    } else {
        Ok((decoded.text.into_owned(), decoded.replaced))
    }
}

/// Reports the warnings of a response to the client's hook, and returns them.
fn all_warnings(
    settings: &Settings,
    operation: &'static str,
    replaced: bool,
    warnings: Vec<json::Warning>,
) -> Vec<Warning> {
    let mut all = Vec::new();
    if replaced {
        let warning = Warning {
            operation,
            path: String::new(),
            message: format!("{INVALID_IN_CHARSET}; they are replaced by U+FFFD"),
        };
        if let Some(hook) = &settings.on_warning {
            hook(&warning);
        }
        all.push(warning);
    }
    all.extend(report_warnings(settings, operation, warnings));
    all
}

/// Reports JSON warnings to the client's hook, and returns them.
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

/// Returns a reader of null, for a missing body. It is strict, because a missing body is not an empty list or map.
fn null_reader() -> Reader<'static> {
    Reader::new("null").strict(true)
}

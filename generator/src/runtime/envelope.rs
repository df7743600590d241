//! Reads the value of an answer: the body itself, or what the API's envelope wraps.
//!
//! In: an `Exchange`, an answer of any status with the call it belongs to, and a function that reads the value where it
//! stands. Out: the answer without its value, or an error. The body is read once, from start to end; only a value that
//! cannot be read is gone back for, to find out whether the answer is a failure anyway. Nothing here is generic: the
//! function keeps the value.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::runtime::chunks::TransportBody;
use crate::runtime::client::Settings;
use crate::runtime::error::{ApiMessage, Error, ErrorKind};
use crate::runtime::json::{self, DecodeError, Reader};
use crate::runtime::operation::{Answer, Called, Envelope};
use crate::runtime::response::{Answered, Rest, Warning};

/// An answer with the call it belongs to.
pub(crate) struct Exchange {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: Called,
    /// What was asked for.
    pub(crate) accept: Option<&'static str>,
    pub(crate) answered: Answered,
    /// The body, where it is left to be read as it comes; then that of `answered` is empty.
    pub(crate) rest: Option<TransportBody>,
    /// How long the next chunk of `rest` may take.
    pub(crate) idle_timeout: Duration,
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
        let Answered { status, body, .. } = &self.answered;
        if status.is_success() {
            return Ok(self);
        }
        let mut errors = Vec::new();
        if content_type(&self.answered.headers, self.accept, Answer::Json).is_ok()
            && let Ok(text) = json::checked(body)
        {
            if let Some(envelope) = self.settings.api.envelope
                && let Ok(parts) = walk(&mut Reader::new(text), envelope, &mut skip)
            {
                errors = parts.errors;
            }
            // What stands before a service does not speak as the service does.
            if errors.is_empty()
                && let Ok(body) = json::from_str(text)
            {
                errors = ApiMessage::in_failure(body);
            }
        }
        let detail = refused.unwrap_or_default();
        Err(Error::answered(ErrorKind::Status, detail, self.answered).with_errors(errors))
    }

    /// Reads the value of an answer whose status is a success.
    ///
    /// # Errors
    ///
    /// The value cannot be read, or the envelope says that the call failed.
    pub(crate) fn read(self, answer: Answer, value: ReadValue<'_>) -> Result<Rest, Error> {
        let settings = &*self.settings;
        let answered = self.answered;
        let nothing = answered.body.trim_ascii().is_empty();
        let envelope = match (answer, settings.api.envelope) {
            (Answer::Nothing, _) => return read_null(answered, value),
            (Answer::EnvelopeOnly, _) if nothing => return read_null(answered, value),
            (Answer::EnvelopeOnly | Answer::Envelope, envelope) => envelope,
            _ => None,
        };
        let problem = if nothing {
            // Where a value can be missing, nothing stands for none.
            match value(&mut Reader::new("null")) {
                Ok(()) => return Ok(Rest::of(answered)),
                Err(_) => Err("it is empty".to_owned()),
            }
        } else if answered.body.starts_with("\u{feff}".as_bytes()) {
            content_type(&answered.headers, self.accept, answer)
                .and(Err("it begins with a byte-order mark".to_owned()))
        } else {
            content_type(&answered.headers, self.accept, answer)
        };
        if let Err(problem) = problem {
            return Err(Error::answered(ErrorKind::Decode, problem, answered));
        }
        // Cheap: the bytes are shared. The text borrows from them while the answer moves into an error.
        let body = answered.body.clone();
        let text = match json::checked(&body) {
            Ok(text) => text,
            Err(error) => return Err(Error::undecodable(error, answered)),
        };
        let mut reader = Reader::new(text).strict(settings.strict);
        let read = match envelope {
            None => value(&mut reader).map(|()| Vec::new()),
            Some(envelope) => {
                let only = answer == Answer::EnvelopeOnly;
                let parts = if only {
                    walk(&mut reader, envelope, &mut skip)
                } else {
                    walk(&mut reader, envelope, &mut *value)
                };
                match parts {
                    Ok(parts) if parts.is_failure() => {
                        let detail = "the answer says that the call failed";
                        let error = Error::answered(ErrorKind::Api, detail, answered);
                        // Where no errors are listed, the messages are all that says why.
                        let errors = match parts.errors.is_empty() {
                            true => parts.messages,
                            false => parts.errors,
                        };
                        return Err(error.with_errors(errors));
                    }
                    Ok(parts) if only => value(&mut Reader::new("null")).map(|()| parts.messages),
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
            Err(error) => return Err(Error::undecodable(error.locate(text), answered)),
        };
        Ok(Rest {
            messages,
            warnings: warned(&self.settings, self.operation.id, warnings),
            answered,
        })
    }

    /// Returns the answer as it is, for values that are not one JSON text.
    pub(crate) fn unread(self, warnings: Vec<json::Warning>) -> Rest {
        Rest {
            warnings: warned(&self.settings, self.operation.id, warnings),
            ..Rest::of(self.answered)
        }
    }
}

/// Passes warnings on to the client's hook.
pub(crate) fn warned(
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
fn read_null(answered: Answered, value: ReadValue<'_>) -> Result<Rest, Error> {
    match value(&mut Reader::new("null")) {
        Ok(()) => Ok(Rest::of(answered)),
        Err(error) => Err(Error::undecodable(error, answered)),
    }
}

/// The members of an envelope.
#[derive(Default)]
struct Parts {
    /// Whether the value was there, and how reading it went.
    result: Option<Result<(), DecodeError>>,
    success: Option<bool>,
    errors: Vec<ApiMessage>,
    messages: Vec<ApiMessage>,
}

impl Parts {
    /// Without the flag, listed errors tell.
    fn is_failure(&self) -> bool {
        !self.success.unwrap_or(self.errors.is_empty())
    }
}

/// Reads an envelope, and has the value read where it stands.
fn walk(
    reader: &mut Reader<'_>,
    envelope: &Envelope,
    value: ReadValue<'_>,
) -> Result<Parts, DecodeError> {
    let (mut result, mut success, mut errors, mut messages) = (None, None, None, None);
    let mut parts = Parts::default();
    reader.object()?;
    while let Some(key) = reader.key()? {
        let key = Some(&*key);
        if key == Some(envelope.result) && result.is_none() {
            let mark = reader.mark();
            let read = value(reader);
            if read.is_err() {
                reader.rewind(mark);
                reader.skip()?;
            }
            parts.result = Some(read);
            result = Some(());
        } else if key == Some(envelope.result) {
            // Given twice: says so.
            reader.required(&mut result)?;
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

/// Checks that an answer is what it is read as, as far as its headers say: a media type of that kind, one that the call
/// asked for, or none. Text and bytes can be anything.
///
/// # Errors
///
/// What it is instead.
pub(crate) fn content_type(
    headers: &HeaderMap,
    accept: Option<&str>,
    answer: Answer,
) -> Result<(), String> {
    let (kind, is_kind): (_, fn(&str) -> bool) = match answer {
        Answer::Text | Answer::Bytes => return Ok(()),
        Answer::Events => ("a stream of events", |found| found == "text/event-stream"),
        Answer::Lines => ("a sequence of JSON texts", |found| found.contains("json")),
        _ => ("JSON", |found| {
            matches!(found, "application/json" | "text/json") || found.ends_with("+json")
        }),
    };
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let essence = |text: &str| {
        let essence = text.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    let found = value.to_str().map(essence).unwrap_or_default();
    let is_asked_for = || {
        accept
            .unwrap_or_default()
            .split(',')
            .any(|media| essence(media) == found)
    };
    let is_plain = |text: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte);
        (1..=100).contains(&text.len()) && text.bytes().all(plain)
    };
    let wanted = match accept {
        // The document's own words, which are no secret.
        Some(accept) if accept.len() <= 100 => format!("{kind} (`{accept}`)"),
        _ => kind.to_owned(),
    };
    if is_kind(&found) || is_asked_for() {
        Ok(())
    } else if is_plain(&found) {
        Err(format!("its content type is `{found}`, not {wanted}"))
    } else {
        Err(format!("its content type is not {wanted}"))
    }
}

//! Reads the API's envelope around a value.
//!
//! In: a reader at the start of the envelope, and a function that decodes the value in place. Out: the other members of
//! the envelope, and the result of that function. The body is read once; only a value that cannot be decoded is skipped
//! in a second pass, to find out whether the envelope reports a failure.

use serde_json::Value;

use crate::runtime::descriptor::Envelope;
use crate::runtime::error::ApiMessage;
use crate::runtime::json::{DecodeError, Reader};

/// A function that decodes a value at the position of the reader, and keeps it. Keeps the callers from being generic.
pub(crate) type DecodeValue<'a> = &'a mut dyn FnMut(&mut Reader<'_>) -> Result<(), DecodeError>;

/// The members of an envelope.
#[derive(Default)]
pub(super) struct EnvelopeParts {
    /// The result of decoding the value, if the envelope has one.
    pub(super) result: Option<Result<(), DecodeError>>,
    success: Option<bool>,
    pub(super) errors: Vec<ApiMessage>,
    pub(super) messages: Vec<ApiMessage>,
}

impl EnvelopeParts {
    /// Returns `true` if the envelope reports a failure. Without a success flag, it does if it lists errors.
    pub(super) fn is_failure(&self) -> bool {
        !self.success.unwrap_or(self.errors.is_empty())
    }
}

/// Reads an envelope, and decodes the value with the given function.
pub(super) fn read_envelope(
    reader: &mut Reader<'_>,
    envelope: &Envelope,
    decode: DecodeValue<'_>,
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
            let decoded = decode(reader);
            if decoded.is_err() {
                reader.rewind(mark);
                reader.skip()?;
            }
            parts.result = Some(decoded);
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

/// A [`DecodeValue`] that skips the value.
pub(super) fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    reader.skip()
}

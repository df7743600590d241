//! JSON text as bytes of a response, made fit to be read.
//!
//! In: bytes. Out: a [`JsonText`], which gives readers of it. A byte-order mark is passed over; what is not UTF-8 is replaced
//! by U+FFFD, with warnings, unless reading is strict. Knows nothing of other encodings than UTF-8.

use std::borrow::Cow;

use super::error::{self, DecodeError, Deviation};
use super::reader::{Reader, WARNING_LIMIT};

/// How many strings are told of whose bytes were replaced: a text in another encoding must not hide all other warnings.
const TOLD: usize = WARNING_LIMIT / 4;

const NOT_UTF8: Deviation = Deviation {
    problem: "invalid UTF-8",
    action: "it is read as U+FFFD",
};

/// A JSON text, and where bytes were replaced in it.
pub(crate) struct JsonText<'a> {
    text: Cow<'a, str>,
    /// Offsets in the text, one for each string with such bytes, [`TOLD`] at most.
    replaced: Vec<usize>,
}

impl<'a> JsonText<'a> {
    /// Takes bytes for UTF-8: checked once, for all that is read from them.
    ///
    /// # Errors
    ///
    /// They are not UTF-8, and reading is strict; the error holds the first wrong byte's path.
    pub(crate) fn new(bytes: &'a [u8], strict: bool) -> Result<Self, DecodeError> {
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Self {
                text: Cow::Borrowed(text),
                replaced: Vec::new(),
            }),
            Err(error) if strict => Err(error::not_utf8(bytes, error.valid_up_to())),
            Err(_) => Ok(Self::replacing(bytes)),
        }
    }

    #[cold]
    fn replacing(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len() + 64);
        let mut replaced = Vec::new();
        for chunk in bytes.utf8_chunks() {
            // What no quote parts is in one string.
            let elsewhere = replaced.is_empty() || chunk.valid().contains('"');
            text.push_str(chunk.valid());
            if chunk.invalid().is_empty() {
                continue;
            }
            if elsewhere && replaced.len() < TOLD {
                replaced.push(text.len());
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
        Self {
            text: Cow::Owned(text),
            replaced,
        }
    }

    /// Returns a reader of the text, behind a byte-order mark if there is one.
    pub(crate) fn reader(&self, strict: bool) -> Reader<'_> {
        let mut reader = Reader::new(&self.text).strict(strict).skip_bom();
        for at in &self.replaced {
            reader.deviation(NOT_UTF8, *at);
        }
        reader
    }

    /// Returns the text behind a byte-order mark.
    pub(crate) fn without_bom(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// Returns the whole text, for paths in errors.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the text has the bytes as they came in, so that ranges of it are ranges of them.
    pub(crate) fn is_exact(&self) -> bool {
        self.replaced.is_empty() && self.without_bom().len() == self.text.len()
    }
}

impl<'a> From<&'a str> for JsonText<'a> {
    fn from(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            replaced: Vec::new(),
        }
    }
}

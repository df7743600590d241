//! JSON as bytes of a response.
//!
//! In: bytes. Out: a [`JsonText`], which creates readers. A byte order mark is skipped. Invalid UTF-8 is replaced by
//! U+FFFD, with warnings, unless decoding is strict. Knows nothing about other charsets.

use std::borrow::Cow;

use super::error::{self, DecodeError, Deviation};
use super::reader::{Reader, WARNING_LIMIT};

/// The maximum number of warnings about invalid UTF-8. They must not displace all others.
const UTF8_WARNING_LIMIT: usize = WARNING_LIMIT / 4;

const NOT_UTF8: Deviation = Deviation {
    problem: "invalid UTF-8",
    action: "it is read as U+FFFD",
};

/// JSON, and the offsets of replaced bytes.
pub(crate) struct JsonText<'a> {
    text: Cow<'a, str>,
    /// Offsets of replaced bytes, one for each string, at most [`UTF8_WARNING_LIMIT`].
    replaced: Vec<usize>,
}

impl<'a> JsonText<'a> {
    /// Checks that bytes are valid UTF-8, once for all readers.
    ///
    /// # Errors
    ///
    /// Fails if they are not and decoding is strict. The error contains the path of the first invalid byte.
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
            // A quote in between means that it is another string.
            let in_new_string = replaced.is_empty() || chunk.valid().contains('"');
            text.push_str(chunk.valid());
            if chunk.invalid().is_empty() {
                continue;
            }
            if in_new_string && replaced.len() < UTF8_WARNING_LIMIT {
                replaced.push(text.len());
            }
            text.push(char::REPLACEMENT_CHARACTER);
        }
        Self {
            text: Cow::Owned(text),
            replaced,
        }
    }

    /// Creates a reader, which skips a byte order mark.
    pub(crate) fn reader(&self, strict: bool) -> Reader<'_> {
        let mut reader = Reader::new(&self.text).strict(strict).skip_bom();
        for at in &self.replaced {
            reader.deviation(NOT_UTF8, *at);
        }
        reader
    }

    /// Returns the JSON without a byte order mark.
    pub(crate) fn without_bom(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
    }

    /// Returns the whole input, for the paths of errors.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns `true` if spans of the text are spans of the original bytes.
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

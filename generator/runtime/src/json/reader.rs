//! Pulls JSON values from text: the position, arrays, objects, literals, and what lies around them.
//!
//! In: a text that is known to be UTF-8. Out: pieces, borrowed from the text where that is possible. Because the reader
//! knows its position, going back for a union's tag, keeping raw text, lenient reading and error paths need no buffer.
//! Strings, numbers, skipping and members stand in files of their own; what types make of it in `values`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::Json;
use super::choice;
use super::error::{self, DecodeError, JsonType, Problem, UnlocatedWarning, Warning};
use super::string::plain_prefix;

/// How many arrays and objects may stand within each other, when reading and when writing: fits a stack of 2 MiB.
pub const DEPTH_LIMIT: u16 = 512;

/// Reads JSON from a text.
///
/// A value is read by the type that it becomes: see [`Json`]. All offsets, and so all paths in errors, are those of the
/// whole text, also where only a part of it is read.
///
/// Printing it shows the length of the text, never the text itself.
pub struct Reader<'de> {
    /// The whole text, cut off behind what is to be read.
    pub(super) text: &'de str,
    pub(super) position: usize,
    /// How many more arrays and objects may be opened.
    pub(super) depth: u16,
    /// Whether an array or object was opened just now, so that no comma precedes what comes next.
    pub(super) fresh: bool,
    /// Whether a value of the wrong shape is an error. Unions set it while they look for the alternative that fits best.
    pub(super) strict: bool,
    /// Whether valid JSON that no Rust value can hold as it is, or that says something twice, is an error.
    pub(super) exact: bool,
    /// Whether a number beyond what its type holds becomes the nearest one that it holds.
    pub(super) nearest: bool,
    /// Whether such a number is an error, because nobody would be told.
    pub(super) silent: bool,
    /// How many members took the place of one with the same name.
    pub(super) repeats: usize,
    /// What was read as absent; at most [`WARNING_LIMIT`].
    pub(super) pending_warnings: Vec<UnlocatedWarning>,
    /// Ranges skipped by lenient reading, ascending and apart from each other, so that no text is skipped again and again.
    pub(super) skipped: Vec<Range<usize>>,
    /// How many more bytes may be read again to find out which alternative of a union a value is.
    pub(super) reread: usize,
}

/// What arrays are called in messages.
pub(super) const AN_ARRAY: &str = "an array";

/// How many warnings of one text are kept.
pub(super) const WARNING_LIMIT: usize = 100;

/// A place before a value that a reader can go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub(super) position: usize,
    pub(super) depth: u16,
    /// How many warnings there were; at most [`WARNING_LIMIT`].
    pub(super) pending_warnings: u16,
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("text", &format_args!("{} bytes", self.text.len()))
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

impl<'de> Reader<'de> {
    /// Returns a reader of a whole text.
    pub fn new(text: &'de str) -> Self {
        Self {
            text,
            position: 0,
            depth: DEPTH_LIMIT,
            fresh: false,
            strict: false,
            exact: false,
            nearest: false,
            silent: false,
            repeats: 0,
            pending_warnings: Vec::new(),
            skipped: Vec::new(),
            reread: choice::reread_limit(text),
        }
    }

    /// Makes the reader read only a part of its text, such as the range that [`Reader::span`] gave. Ranges that are not
    /// within the text, or cut a character, are taken for empty ones at its end.
    #[must_use]
    pub fn within(mut self, range: Range<usize>) -> Self {
        let part = self
            .text
            .get(..range.end)
            .filter(|part| part.is_char_boundary(range.start));
        self.position = part.map_or(self.text.len(), |_| range.start);
        self.text = part.unwrap_or(self.text);
        self
    }

    /// Sets whether what would be a warning is an error: an optional member of the wrong shape, a union's value that no
    /// alternative reads, null in place of a list or map, half a surrogate pair, a number beyond what an `f64` holds, a
    /// member that a type has a name for and that is given twice, a date-time that RFC 3339 does not allow or that no
    /// `Timestamp` can hold.
    ///
    /// Of a name that is given twice in a map or in a free-form value the last one counts either way, with a warning, as
    /// for `serde_json`: strict reading accepts what `serde_json` accepts.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self.exact = strict;
        self
    }

    /// Makes a number beyond what its type holds an error in each place: where nobody is told, it must not be another number.
    #[must_use]
    pub(super) fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Begins behind a byte-order mark, if there is one: RFC 8259, section 8.1, lets parsers ignore it.
    #[must_use]
    pub(super) fn skip_bom(mut self) -> Self {
        const MARK: &str = "\u{feff}";
        if self.position == 0 && self.text.starts_with(MARK) {
            self.position = MARK.len();
        }
        self
    }

    /// Reads the one value that the text holds, to its end, with the warnings.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`], or something follows the value; the error knows its path.
    pub fn read<T: Json>(mut self) -> Result<(T, Vec<Warning>), DecodeError> {
        match self.value() {
            Ok(value) => Ok((value, self.finish()?)),
            Err(error) => Err(error.locate(self.text)),
        }
    }

    /// Checks that nothing follows, and returns the warnings.
    ///
    /// # Errors
    ///
    /// Something other than white space follows; the error knows its path.
    pub fn finish(mut self) -> Result<Vec<Warning>, DecodeError> {
        if self.next_byte().is_some() {
            return Err(self.syntax("trailing characters").locate(self.text));
        }
        Ok(self.warnings())
    }

    /// Returns the warnings so far, with their paths.
    pub fn warnings(&self) -> Vec<Warning> {
        if self.pending_warnings.is_empty() {
            return Vec::new();
        }
        error::warnings(self.text, &self.pending_warnings)
    }

    /// Returns the type of the next value, without moving past it.
    ///
    /// # Errors
    ///
    /// No value starts here.
    pub fn peek(&mut self) -> Result<JsonType, DecodeError> {
        match self.next_byte() {
            Some(b'"') => Ok(JsonType::String),
            Some(b'{') => Ok(JsonType::Object),
            Some(b'[') => Ok(JsonType::Array),
            Some(b'-' | b'0'..=b'9') => Ok(JsonType::Number),
            Some(b't' | b'f') => Ok(JsonType::Boolean),
            Some(b'n') => Ok(JsonType::Null),
            _ => Err(self.syntax("expected a value")),
        }
    }

    /// Returns the place before the next value.
    #[inline]
    pub fn mark(&self) -> Mark {
        Mark {
            position: self.position,
            depth: self.depth,
            pending_warnings: self.pending_warnings.len() as u16,
        }
    }

    /// Goes back to a place.
    pub fn rewind(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
        self.fresh = false;
        self.pending_warnings
            .truncate(usize::from(mark.pending_warnings));
    }

    /// Opens an object. Its members follow by [`Reader::key`].
    ///
    /// # Errors
    ///
    /// The next value is no object, or too deep.
    pub fn object(&mut self) -> Result<(), DecodeError> {
        self.open(b'{', "an object")
    }

    /// Returns the name of the next member and moves before its value, or closes the object.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn key(&mut self) -> Result<Option<Cow<'de, str>>, DecodeError> {
        let bytes = self.text.as_bytes();
        let start = match bytes.get(self.position) {
            Some(b',') if !self.fresh && bytes.get(self.position + 1) == Some(&b'"') => {
                self.position + 2
            }
            Some(b'"') if self.fresh => self.position + 1,
            Some(b'}') => {
                self.fresh = false;
                self.close();
                return Ok(None);
            }
            _ => return self.key_slow(),
        };
        let end = start + plain_prefix(&bytes[start..]);
        if !matches!(self.text.as_bytes().get(end..), Some([b'"', b':', ..])) {
            return self.key_slow();
        }
        self.position = end + 2;
        self.fresh = false;
        Ok(Some(Cow::Borrowed(&self.text[start..][..end - start])))
    }

    /// Reads a name as [`Reader::key`] where white space or an escape is in the way, or an error.
    #[inline(never)]
    fn key_slow(&mut self) -> Result<Option<Cow<'de, str>>, DecodeError> {
        if !self.next_member()? {
            return Ok(None);
        }
        let name = self.quoted()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// Opens an array. Its elements follow by [`Reader::element`].
    ///
    /// # Errors
    ///
    /// The next value is no array, or too deep.
    pub fn array(&mut self) -> Result<(), DecodeError> {
        self.open(b'[', AN_ARRAY)
    }

    /// Moves before the next element and returns true, or closes the array and returns false.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn element(&mut self) -> Result<bool, DecodeError> {
        let byte = self.next_byte();
        if std::mem::take(&mut self.fresh) {
            if byte != Some(b']') {
                return Ok(true);
            }
        } else if byte == Some(b',') {
            self.position += 1;
            return match self.next_byte() {
                Some(b']') => Err(self.syntax("trailing comma")),
                _ => Ok(true),
            };
        } else if byte != Some(b']') {
            return Err(self.syntax("expected `,` or `]`"));
        }
        self.close();
        Ok(false)
    }

    /// Moves past the next value if it is null, and returns whether it is.
    ///
    /// # Errors
    ///
    /// The value starts like null and is not.
    #[inline]
    pub fn null(&mut self) -> Result<bool, DecodeError> {
        if self.next_byte() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null")?;
        Ok(true)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// The next value is no boolean.
    #[inline]
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.next_byte() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Moves past the next value and returns its text.
    ///
    /// # Errors
    ///
    /// The value is not JSON, or too deep.
    pub fn raw(&mut self) -> Result<&'de str, DecodeError> {
        let span = self.span()?;
        Ok(&self.text[span])
    }

    /// Moves past the next value and returns its range in the whole text, for [`Reader::within`].
    ///
    /// # Errors
    ///
    /// The value is not JSON, or too deep.
    pub fn span(&mut self) -> Result<Range<usize>, DecodeError> {
        self.next_byte();
        let start = self.position;
        self.skip()?;
        Ok(start..self.position)
    }

    /// Returns the error that the next value has another shape than expected, such as `a date`.
    #[cold]
    pub fn mismatch(&mut self, expected: &'static str) -> DecodeError {
        match self.peek() {
            Ok(found) => DecodeError::new(Problem::Mismatch { expected, found }, self.position),
            Err(error) => error,
        }
    }

    /// Returns the error that the value at a place, already read, is not what is expected.
    #[cold]
    pub fn mismatch_at(&mut self, mark: Mark, expected: &'static str) -> DecodeError {
        self.rewind(mark);
        self.mismatch(expected)
    }

    /// Returns the next byte that is not white space, without moving past it.
    #[inline]
    pub(super) fn next_byte(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.position) {
            Some(&byte) if byte > b' ' => Some(byte),
            _ => self.next_byte_behind_space(),
        }
    }

    #[inline(never)]
    fn next_byte_behind_space(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.position) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.position += 1;
        }
        None
    }

    /// Moves past the quote that starts the next member's name, or closes the object.
    #[inline]
    pub(super) fn next_member(&mut self) -> Result<bool, DecodeError> {
        let mut byte = self.next_byte();
        if std::mem::take(&mut self.fresh) {
            if byte == Some(b'}') {
                self.close();
                return Ok(false);
            }
        } else if byte == Some(b',') {
            self.position += 1;
            byte = self.next_byte();
        } else if byte == Some(b'}') {
            self.close();
            return Ok(false);
        } else {
            return Err(self.syntax("expected `,` or `}`"));
        }
        if byte != Some(b'"') {
            return Err(self.syntax("expected a member name"));
        }
        self.position += 1;
        Ok(true)
    }

    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), DecodeError> {
        if self.next_byte() != Some(b':') {
            return Err(self.syntax("expected `:`"));
        }
        self.position += 1;
        Ok(())
    }

    #[inline]
    fn open(&mut self, bracket: u8, expected: &'static str) -> Result<(), DecodeError> {
        if self.next_byte() != Some(bracket) {
            return Err(self.mismatch(expected));
        }
        let Some(depth) = self.depth.checked_sub(1) else {
            return Err(DecodeError::new(Problem::TooDeep, self.position));
        };
        self.depth = depth;
        self.position += 1;
        self.fresh = true;
        Ok(())
    }

    #[inline]
    fn close(&mut self) {
        self.position += 1;
        self.depth += 1;
    }

    #[inline]
    pub(super) fn literal(&mut self, literal: &str) -> Result<(), DecodeError> {
        if !self.text.as_bytes()[self.position..].starts_with(literal.as_bytes()) {
            return Err(self.syntax("expected a value"));
        }
        self.position += literal.len();
        Ok(())
    }

    /// Returns the error of text that is not JSON at the current position.
    #[cold]
    pub(super) fn syntax(&self, message: &'static str) -> DecodeError {
        let message = if self.position < self.text.len() {
            message
        } else {
            "unexpected end of input"
        };
        DecodeError::new(Problem::Syntax(message), self.position)
    }
}

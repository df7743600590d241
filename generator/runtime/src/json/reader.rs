//! A pull parser for JSON: the position, arrays, objects and literals.
//!
//! In: JSON as a string. Out: values, borrowed from the input if possible. The reader can return to an earlier
//! position, so unions, raw values, lenient decoding and error paths need no buffer. Strings, numbers, members and
//! skipping are in files of their own; types are decoded in `values`.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::Json;
use super::error::{self, DecodeError, JsonType, Problem, UnlocatedWarning, Warning};
use super::string::{is_plain, plain_prefix};
use super::union;

/// The maximum nesting depth of arrays and objects, for reading and writing. A stack of 2 MiB is sufficient for it,
/// because large types count as several levels.
pub const DEPTH_LIMIT: u16 = 512;

/// How many bytes of a type count as one more level. Each level may use 4 KiB of the stack, and the functions that
/// decode a type have space for several of its values.
const SIZE_PER_LEVEL: usize = 512;

/// A JSON reader.
///
/// Types decode themselves with it: see [`Json`]. Offsets, and the paths of errors, refer to the whole input, even if
/// only a part of it is read.
///
/// `Debug` shows the length of the input, not the input.
pub struct Reader<'de> {
    /// The input, up to the end of the part to read.
    pub(super) text: &'de str,
    pub(super) position: usize,
    /// How many more arrays and objects can be nested.
    pub(super) depth: u16,
    /// Whether an array or object has just been opened, so that no comma is expected.
    pub(super) fresh: bool,
    /// Whether a value of the wrong shape is an error. Unions set this temporarily, to find the best alternative.
    pub(super) strict: bool,
    /// Whether duplicate members, and valid JSON that Rust types cannot represent, are errors.
    pub(super) exact: bool,
    /// Whether a number that is out of range becomes the nearest value of its type.
    pub(super) nearest: bool,
    /// Whether such a number is always an error, because its warnings are discarded.
    pub(super) silent: bool,
    /// The number of duplicate members so far.
    pub(super) repeats: usize,
    /// The warnings so far, at most [`WARNING_LIMIT`].
    pub(super) pending_warnings: Vec<UnlocatedWarning>,
    /// The spans that lenient decoding has skipped, sorted and disjoint. They need not be parsed again.
    pub(super) skipped: Vec<Range<usize>>,
    /// How many more bytes can be read again to choose alternatives of unions.
    pub(super) reread: usize,
}

/// The name of arrays in messages.
pub(super) const AN_ARRAY: &str = "an array";

/// The maximum number of warnings.
pub(super) const WARNING_LIMIT: usize = 100;

/// A position of a reader, to return to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub(super) position: usize,
    pub(super) depth: u16,
    /// The number of warnings, at most [`WARNING_LIMIT`].
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
    /// Creates a reader of the whole input.
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
            reread: union::reread_limit(text),
        }
    }

    /// Restricts the reader to a part of its input, such as a span that [`Reader::span`] returned. An invalid range is
    /// treated as an empty one at the end.
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

    /// Sets whether everything that causes a warning is an error: an optional member with the wrong shape, a union
    /// value that matches no alternative, null in place of a list or map, a lone surrogate, a number that is out of
    /// range for `f64`, a duplicate member that the type declares, and a date-time that is not valid or out of range
    /// for `Timestamp`.
    ///
    /// Duplicate names in a map or in a free-form value are accepted in either case, with a warning, and the last value
    /// is used. Strict decoding thus accepts what `serde_json` accepts.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self.exact = strict;
        self
    }

    /// Makes every number that is out of range an error, because its warnings are discarded.
    #[must_use]
    pub(super) fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Skips a byte order mark. RFC 8259, section 8.1, allows parsers to ignore it.
    #[must_use]
    pub(super) fn skip_bom(mut self) -> Self {
        const MARK: &str = "\u{feff}";
        if self.position == 0 && self.text.starts_with(MARK) {
            self.position = MARK.len();
        }
        self
    }

    /// Decodes the whole input as one value, and returns it with the warnings.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`]. Also fails if anything follows the value. The error contains the path.
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
    /// Fails if anything but whitespace follows. The error contains the path.
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

    /// Returns the type of the next value without moving past it.
    ///
    /// # Errors
    ///
    /// Fails if there is no value.
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

    /// Returns the current position.
    #[inline]
    pub fn mark(&self) -> Mark {
        Mark {
            position: self.position,
            depth: self.depth,
            pending_warnings: self.pending_warnings.len() as u16,
        }
    }

    /// Returns to an earlier position.
    pub fn rewind(&mut self, mark: Mark) {
        self.position = mark.position;
        self.depth = mark.depth;
        self.fresh = false;
        self.pending_warnings
            .truncate(usize::from(mark.pending_warnings));
    }

    /// Opens an object. Read its members with [`Reader::key`].
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an object, or is nested too deeply.
    pub fn object(&mut self) -> Result<(), DecodeError> {
        self.open(b'{', "an object")
    }

    /// Moves to the value of the next member and returns its name. Returns `None` at the end of the object, and closes
    /// it.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON.
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

    /// Moves to the value of the next member and returns `true` if its name is this one, without escapes and spaces.
    /// Otherwise [`Reader::key`] finds the next member.
    #[inline]
    pub(super) fn is_next_key(&mut self, name: &str) -> bool {
        let rest = &self.text.as_bytes()[self.position..];
        let rest = if self.fresh {
            rest
        } else {
            match rest.split_first() {
                Some((b',', rest)) => rest,
                _ => return false,
            }
        };
        let end = name.len() + 1;
        let is_name = rest.first() == Some(&b'"')
            && rest.get(1..end) == Some(name.as_bytes())
            && is_plain(name.as_bytes())
            && matches!(rest.get(end..), Some([b'"', b':', ..]));
        if is_name {
            self.position = self.text.len() - rest.len() + end + 2;
            self.fresh = false;
        }
        is_name
    }

    /// The slow path of [`Reader::key`]: whitespace, escapes and errors.
    #[inline(never)]
    fn key_slow(&mut self) -> Result<Option<Cow<'de, str>>, DecodeError> {
        if !self.next_member()? {
            return Ok(None);
        }
        let name = self.quoted()?;
        self.colon()?;
        Ok(Some(name))
    }

    /// Opens an array. Read its elements with [`Reader::element`].
    ///
    /// # Errors
    ///
    /// Fails if the next value is not an array, or is nested too deeply.
    pub fn array(&mut self) -> Result<(), DecodeError> {
        self.open(b'[', AN_ARRAY)
    }

    /// Moves to the next element and returns `true`. Returns `false` at the end of the array, and closes it.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON.
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

    /// Moves past the next value and returns `true` if it is null.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON.
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
    /// Fails if the next value is not a boolean.
    #[inline]
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.next_byte() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Moves past the next value and returns it as JSON.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON, or is nested too deeply.
    pub fn raw(&mut self) -> Result<&'de str, DecodeError> {
        let span = self.span()?;
        Ok(&self.text[span])
    }

    /// Moves past the next value and returns its span, for [`Reader::within`].
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON, or is nested too deeply.
    pub fn span(&mut self) -> Result<Range<usize>, DecodeError> {
        self.next_byte();
        let start = self.position;
        self.skip()?;
        Ok(start..self.position)
    }

    /// Returns an error for the next value, which does not have the expected shape, such as `a date`.
    #[cold]
    pub fn mismatch(&mut self, expected: &'static str) -> DecodeError {
        match self.peek() {
            Ok(found) => DecodeError::new(Problem::Mismatch { expected, found }, self.position),
            Err(error) => error,
        }
    }

    /// Returns an error for a value that has already been read, and returns to its position.
    #[cold]
    pub fn mismatch_at(&mut self, mark: Mark, expected: &'static str) -> DecodeError {
        self.rewind(mark);
        self.mismatch(expected)
    }

    /// Returns the next byte that is not whitespace, without moving past it.
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

    /// Moves past the opening quote of the next member name and returns `true`. Returns `false` at the end of the
    /// object, and closes it.
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

    /// Counts the levels of a type with this size, and returns them; the caller adds them to the depth again.
    #[inline]
    pub(super) fn use_stack(&mut self, size: usize) -> Result<u16, DecodeError> {
        let levels = u16::try_from(size / SIZE_PER_LEVEL).unwrap_or(u16::MAX);
        match self.depth.checked_sub(levels) {
            Some(depth) => {
                self.depth = depth;
                Ok(levels)
            }
            None => Err(DecodeError::new(Problem::TooDeep, self.position)),
        }
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

    /// Returns a syntax error at the current position.
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

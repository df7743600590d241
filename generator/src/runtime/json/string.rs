//! Strings: found by looking at eight bytes at once, borrowed from the text unless they hold an escape.

use std::borrow::Cow;

use super::error::DecodeError;
use super::reader::Reader;

impl<'de> Reader<'de> {
    /// Reads a string.
    ///
    /// # Errors
    ///
    /// The next value is no string, or holds a control character, a wrong escape or half a surrogate pair.
    pub fn string(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        self.text("a string")
    }

    /// Reads a string that stands for something else, such as `a date`.
    pub(super) fn text(&mut self, expected: &'static str) -> Result<Cow<'de, str>, DecodeError> {
        if self.next_byte() != Some(b'"') {
            return Err(self.mismatch(expected));
        }
        self.position += 1;
        self.quoted()
    }

    /// Reads the rest of a string behind its first quote.
    #[inline]
    pub(super) fn quoted(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        let start = self.position;
        let end = plain_end(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.position = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped(start, end).map(Cow::Owned)
    }

    /// Moves past a string.
    pub(super) fn skip_string(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        self.skip_quoted()
    }

    /// Moves past the rest of a string behind its first quote.
    pub(super) fn skip_quoted(&mut self) -> Result<(), DecodeError> {
        loop {
            self.position = plain_end(self.text.as_bytes(), self.position);
            if self.end_of_string()? {
                return Ok(());
            }
            self.escape()?;
        }
    }

    /// Reads a string that holds an escape, or ends wrongly, at `end`.
    #[cold]
    fn escaped(&mut self, mut start: usize, mut end: usize) -> Result<String, DecodeError> {
        let mut string = String::new();
        loop {
            string.push_str(&self.text[start..end]);
            self.position = end;
            if self.end_of_string()? {
                return Ok(string);
            }
            string.push(self.escape()?);
            start = self.position;
            end = plain_end(self.text.as_bytes(), start);
        }
    }

    /// Moves past the quote that ends a string, or stays before an escape.
    fn end_of_string(&mut self) -> Result<bool, DecodeError> {
        match self.text.as_bytes().get(self.position) {
            Some(b'"') => {
                self.position += 1;
                Ok(true)
            }
            Some(b'\\') => Ok(false),
            _ => Err(self.syntax("control character in a string")),
        }
    }

    /// Reads one escape, or the two that make a surrogate pair.
    fn escape(&mut self) -> Result<char, DecodeError> {
        self.position += 1;
        let character = match self.text.as_bytes().get(self.position) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.position += 1;
                return self.unicode_escape();
            }
            _ => return Err(self.syntax("invalid escape")),
        };
        self.position += 1;
        Ok(character)
    }

    fn unicode_escape(&mut self) -> Result<char, DecodeError> {
        let first = self.four_hex_digits()?;
        if let Some(character) = char::from_u32(first) {
            return Ok(character);
        }
        let leads = (0xD800..0xDC00).contains(&first);
        if !leads || !self.text.as_bytes()[self.position..].starts_with(b"\\u") {
            return Err(self.syntax("half a surrogate pair"));
        }
        self.position += 2;
        let second = self.four_hex_digits()?;
        if !(0xDC00..0xE000).contains(&second) {
            return Err(self.syntax("half a surrogate pair"));
        }
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        char::from_u32(code).ok_or_else(|| self.syntax("half a surrogate pair"))
    }

    fn four_hex_digits(&mut self) -> Result<u32, DecodeError> {
        let Some(digits) = self.text.as_bytes()[self.position..].first_chunk::<4>() else {
            return Err(self.syntax("invalid escape"));
        };
        let mut code = 0;
        for &digit in digits {
            let Some(value) = char::from(digit).to_digit(16) else {
                return Err(self.syntax("invalid escape"));
            };
            code = code << 4 | value;
        }
        self.position += 4;
        Ok(code)
    }
}

/// Returns the offset of the first byte from `start` that does not stand for itself in a string: a quote, a backslash,
/// a control character; or the text's end.
#[inline]
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    // An iterator of chunks checks its bounds once for each chunk and no more.
    for word in bytes.get(start..).unwrap_or_default().as_chunks::<8>().0 {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return at + special.trailing_zeros() as usize / 8;
        }
        at += word.len();
    }
    while let Some(&byte) = bytes.get(at) {
        if is_special(byte) {
            break;
        }
        at += 1;
    }
    at
}

#[inline]
fn is_special(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Returns whether all bytes stand for themselves in a string. Without a branch for each, so that the compiler looks at many
/// at once: twice as fast as finding the first that does not.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(0, |found, &byte| found | u8::from(is_special(byte)))
        == 0
}

/// Sets the highest bit of the first byte (and of some bytes behind it) that is a quote, a backslash or below a space.
/// This is the well-known test for a byte below n: subtract n from each and look who borrowed.
#[inline]
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let control = word.wrapping_sub(ONES * 0x20);
    let quote = (word ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    // A byte above 127 is none of the three, and neither of the exclusive ors changes its highest bit.
    (control | quote | backslash) & !word & (ONES * 0x80)
}

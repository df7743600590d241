//! Strings. They are scanned in blocks, and borrowed from the input unless they contain escapes.

use std::borrow::Cow;

use super::error::{DecodeError, Deviation};
use super::reader::Reader;

const LONE_SURROGATE: Deviation = Deviation {
    problem: "lone surrogate",
    action: "it is read as U+FFFD",
};

impl<'de> Reader<'de> {
    /// Reads a string.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not a string, or contains a control character, an invalid escape or, if the reader is
    /// strict, a lone surrogate.
    pub fn string(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        self.expect_string("a string")
    }

    /// Reads a string that represents something else, such as `a date`.
    pub(super) fn expect_string(
        &mut self,
        expected: &'static str,
    ) -> Result<Cow<'de, str>, DecodeError> {
        if let Some(text) = self.string_fast() {
            return Ok(Cow::Borrowed(text));
        }
        self.string_slow(expected)
    }

    /// Reads a string as an owned value.
    pub(super) fn owned_string(&mut self) -> Result<String, DecodeError> {
        if let Some(text) = self.string_fast() {
            return Ok(text.to_owned());
        }
        self.string_slow("a string").map(Cow::into_owned)
    }

    /// The fast path: reads a string that starts here and contains no escapes.
    #[inline]
    fn string_fast(&mut self) -> Option<&'de str> {
        if self.text.as_bytes().get(self.position) != Some(&b'"') {
            return None;
        }
        let start = self.position + 1;
        let end = start + plain_prefix(&self.text.as_bytes()[start..]);
        if self.text.as_bytes().get(end) != Some(&b'"') {
            return None;
        }
        self.position = end + 1;
        let text = &self.text[start..][..end - start];
        Some(text)
    }

    /// The slow path: whitespace, escapes and errors.
    #[inline(never)]
    fn string_slow(&mut self, expected: &'static str) -> Result<Cow<'de, str>, DecodeError> {
        if self.next_byte() != Some(b'"') {
            return Err(self.mismatch(expected));
        }
        self.position += 1;
        self.quoted()
    }

    /// Reads the rest of a string, after its opening quote.
    #[inline]
    pub(super) fn quoted(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        let start = self.position;
        let end = start + plain_prefix(&self.text.as_bytes()[start..]);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.position = end + 1;
            return Ok(Cow::Borrowed(&self.text[start..end]));
        }
        self.escaped(start, end).map(Cow::Owned)
    }

    /// Reads at least `enough` bytes of the string at the current quote, or all of it. The rest is not parsed.
    pub(super) fn string_prefix(&mut self, enough: usize) -> Result<String, DecodeError> {
        let mut string = String::new();
        self.position += 1;
        loop {
            let rest = &self.text[self.position..];
            let mut length = plain_prefix(&rest.as_bytes()[..rest.len().min(enough)]);
            while !rest.is_char_boundary(length) {
                length += 1;
            }
            string.push_str(&rest[..length]);
            self.position += length;
            if string.len() >= enough || self.end_of_string()? {
                return Ok(string);
            }
            string.push(self.escape()?);
        }
    }

    /// Moves past a string.
    pub(super) fn skip_string(&mut self) -> Result<(), DecodeError> {
        self.position += 1;
        self.skip_quoted()
    }

    /// Moves past the rest of a string, after its opening quote.
    pub(super) fn skip_quoted(&mut self) -> Result<(), DecodeError> {
        self.position += plain_prefix(&self.text.as_bytes()[self.position..]);
        if self.end_of_string()? {
            return Ok(());
        }
        self.skip_escaped()
    }

    /// Moves past the rest of a string, from an escape on.
    #[inline(never)]
    fn skip_escaped(&mut self) -> Result<(), DecodeError> {
        let kept = self.pending_warnings.len();
        loop {
            self.escape()?;
            self.position += plain_prefix(&self.text.as_bytes()[self.position..]);
            if self.end_of_string()? {
                self.pending_warnings.truncate(kept + 1);
                return Ok(());
            }
        }
    }

    /// Reads a string with an escape or an error at `end`.
    #[cold]
    fn escaped(&mut self, mut start: usize, mut end: usize) -> Result<String, DecodeError> {
        let mut string = String::new();
        let kept = self.pending_warnings.len();
        loop {
            string.push_str(&self.text[start..end]);
            self.position = end;
            if self.end_of_string()? {
                // At most one warning for each string.
                self.pending_warnings.truncate(kept + 1);
                return Ok(string);
            }
            string.push(self.escape()?);
            start = self.position;
            end = start + plain_prefix(&self.text.as_bytes()[start..]);
        }
    }

    /// Moves past the closing quote and returns `true`, or returns `false` at an escape.
    fn end_of_string(&mut self) -> Result<bool, DecodeError> {
        match self.text.as_bytes().get(self.position) {
            Some(b'"') => {
                self.position += 1;
                Ok(true)
            }
            Some(b'\\') => Ok(false),
            _ => Err(self.syntax("unescaped control character in a string")),
        }
    }

    /// Reads one escape, or the two of a surrogate pair.
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
        let behind_first = self.position;
        let leads = (0xD800..0xDC00).contains(&first);
        if !leads || !self.text.as_bytes()[self.position..].starts_with(b"\\u") {
            return self.lone_surrogate(behind_first);
        }
        self.position += 2;
        let second = self.four_hex_digits()?;
        if !(0xDC00..0xE000).contains(&second) {
            return self.lone_surrogate(behind_first);
        }
        let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
        char::from_u32(code).ok_or_else(|| self.syntax(LONE_SURROGATE.problem))
    }

    /// Moves past a lone surrogate and returns its replacement.
    fn lone_surrogate(&mut self, end: usize) -> Result<char, DecodeError> {
        if self.exact {
            return Err(self.syntax(LONE_SURROGATE.problem));
        }
        self.position = end;
        self.deviation(LONE_SURROGATE, end - 1);
        Ok(char::REPLACEMENT_CHARACTER)
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

/// Returns the number of bytes before the first quote, backslash or control character, or the number of all bytes. Not
/// inlined, because it needs the registers.
#[inline(never)]
pub(super) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    // Splitting off chunks needs only one bounds check per chunk.
    while let Some((block, after)) = rest.split_first_chunk() {
        if !is_plain_block(block) {
            return bytes.len() - rest.len() + plain_in_block(block);
        }
        rest = after;
    }
    let length = bytes.len() - rest.len();
    let is_special = |&byte| is_special(byte);
    length + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Returns the number of plain bytes before the first special one, which the block contains.
#[inline]
fn plain_in_block(block: &[u8; 16]) -> usize {
    let (Some(first), Some(second)) = (block.first_chunk(), block.last_chunk()) else {
        return 0;
    };
    match special_bytes(first) {
        0 => 8 + special_bytes(second).trailing_zeros() as usize / 8,
        special => special.trailing_zeros() as usize / 8,
    }
}

/// Returns `true` if no byte is special in a string.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    // The last block or word may overlap the previous one.
    if let Some(last) = bytes.last_chunk() {
        let mut blocks = bytes.chunks_exact(last.len());
        return blocks.all(|block| block.try_into().is_ok_and(is_plain_block))
            && is_plain_block(last);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return special_bytes(first) | special_bytes(last) == 0;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        let word = u64::from(first) | u64::from(last) << 32;
        return special_bytes(&word.to_le_bytes()) == 0;
    }
    !bytes.iter().any(|&byte| is_special(byte))
}

/// Returns `true` for a control character, a quote or a backslash. Flipping bit 1 maps control characters and the quote
/// to 0 to 32.
#[inline]
fn is_special(byte: u8) -> bool {
    byte ^ 2 <= b' ' || byte == b'\\'
}

/// Returns `true` if no byte is special in a string. Each special byte becomes zero, without branches, so that the
/// compiler can vectorize the loop.
#[inline]
fn is_plain_block(block: &[u8; 16]) -> bool {
    block.iter().fold(0, |found, &byte| {
        let zero = (byte ^ 2).saturating_sub(b' ').min(byte ^ b'\\') == 0;
        found | u8::from(zero)
    }) == 0
}

/// Sets the highest bit of the first special byte, and possibly of later ones. This is the well-known test for bytes
/// below n: subtract n from each byte and look at the borrows.
#[inline]
fn special_bytes(word: &[u8; 8]) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let word = u64::from_le_bytes(*word);
    let control_or_quote = (word ^ (ONES * 2)).wrapping_sub(ONES * 33);
    let backslash = (word ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    // A byte above 127 is not special, and the xors do not change its highest bit.
    (control_or_quote | backslash) & !word & (ONES * 0x80)
}

//! Moves past a value, and validates it as if it were decoded.
//!
//! Not recursive: stores one bit for each open array or object.

use super::error::{DecodeError, JsonType};
use super::reader::{DEPTH_LIMIT, Reader};

/// One bit for each open bracket: whether it is an object.
type Kinds = [u64; DEPTH_LIMIT as usize / 64];

impl Reader<'_> {
    /// Moves past the next value.
    ///
    /// # Errors
    ///
    /// Fails if the value is not JSON, or is nested too deeply.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        let mut kinds: Kinds = [0; DEPTH_LIMIT as usize / 64];
        let mut open = 0;
        loop {
            match self.peek()? {
                JsonType::String => self.skip_string()?,
                JsonType::Number => self.skip_number()?,
                JsonType::Boolean => {
                    self.boolean()?;
                }
                JsonType::Null => self.literal("null")?,
                JsonType::Object | JsonType::Array if self.jump() => {}
                JsonType::Object => {
                    self.object()?;
                    kinds[open / 64] |= 1 << (open % 64);
                    open += 1;
                }
                JsonType::Array => {
                    self.array()?;
                    kinds[open / 64] &= !(1 << (open % 64));
                    open += 1;
                }
            }
            loop {
                let Some(inner) = open.checked_sub(1) else {
                    return Ok(());
                };
                let is_object = kinds[inner / 64] & (1 << (inner % 64)) != 0;
                let more = if is_object {
                    self.skip_key()?
                } else {
                    self.element()?
                };
                if more {
                    break;
                }
                open = inner;
            }
        }
    }

    #[inline]
    fn skip_key(&mut self) -> Result<bool, DecodeError> {
        if !self.next_member()? {
            return Ok(false);
        }
        self.skip_quoted()?;
        self.colon()?;
        Ok(true)
    }

    /// Moves past a value that lenient decoding has skipped before.
    fn jump(&mut self) -> bool {
        if self.skipped.is_empty() {
            return false;
        }
        match self
            .skipped
            .binary_search_by_key(&self.position, |range| range.start)
        {
            Ok(index) => {
                self.position = self.skipped[index].end;
                true
            }
            Err(_) => false,
        }
    }
}

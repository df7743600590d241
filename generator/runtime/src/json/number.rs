//! Numbers: the grammar of RFC 8259, 64-bit integers where the text is one and fits, else the nearest `f64`.

use std::borrow::Cow;

use super::error::{DecodeError, Problem};
use super::reader::Reader;

/// A number as its text has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    /// An integer without a minus sign.
    Unsigned(u64),
    /// An integer below zero.
    Negative(i64),
    /// Any other number, also minus zero and integers of more than 64 bits. Finite.
    Float(f64),
}

/// An integer text of so many bytes can be above what an `f64` holds.
const LONG: usize = 300;

impl Reader<'_> {
    /// Reads an integer of a type that holds 64 bits at most. `1.0` and `1e2` are integers too, as JSON Schema has it:
    /// some languages write them so.
    ///
    /// # Errors
    ///
    /// The next value is no number, has a fraction that is not zero, or does not fit the type.
    #[inline]
    pub(super) fn integer<T: TryFrom<u64> + TryFrom<i64>>(
        &mut self,
        expected: &'static str,
    ) -> Result<T, DecodeError> {
        let mark = self.mark();
        let mut number = self.number(expected)?;
        if let Number::Float(_) = number
            && let Some(whole) = whole(self.text[mark.position..self.position].trim_start())
        {
            number = whole;
        }
        let fitting = match number {
            Number::Unsigned(value) => T::try_from(value).ok(),
            Number::Negative(value) => T::try_from(value).ok(),
            Number::Float(_) => None,
        };
        fitting.ok_or_else(|| self.mismatch_at(mark, expected))
    }

    /// Reads a number as the nearest `f64`.
    ///
    /// # Errors
    ///
    /// The next value is no number, or beyond all that an `f64` holds.
    pub fn float(&mut self) -> Result<f64, DecodeError> {
        Ok(match self.number("a number")? {
            Number::Unsigned(value) => value as f64,
            Number::Negative(value) => value as f64,
            Number::Float(value) => value,
        })
    }

    /// Reads a number.
    pub(super) fn number(&mut self, expected: &'static str) -> Result<Number, DecodeError> {
        if !matches!(self.next_byte(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.mismatch(expected));
        }
        let start = self.position;
        let shape = self.scan_number()?;
        let text = &self.text[start..self.position];
        if shape == Shape::Integer {
            if let Some(digits) = text.strip_prefix('-') {
                // Minus zero is no integer: it would lose its sign.
                if digits != "0"
                    && let Ok(value) = text.parse()
                {
                    return Ok(Number::Negative(value));
                }
            } else if let Ok(value) = text.parse() {
                return Ok(Number::Unsigned(value));
            }
        }
        self.finite(start).map(Number::Float)
    }

    /// Moves past a number.
    pub(super) fn skip_number(&mut self) -> Result<(), DecodeError> {
        let start = self.position;
        let shape = self.scan_number()?;
        if shape == Shape::Exponent || self.position - start > LONG {
            self.finite(start)?;
        }
        Ok(())
    }

    /// Converts the number's text between `start` and the position.
    fn finite(&self, start: usize) -> Result<f64, DecodeError> {
        let value: Option<f64> = self.text[start..self.position].parse().ok();
        value
            .filter(|value| value.is_finite())
            .ok_or_else(|| DecodeError::new(Problem::NumberOutOfRange, start))
    }

    /// Moves past a number and returns what its text consists of.
    fn scan_number(&mut self) -> Result<Shape, DecodeError> {
        let bytes = self.text.as_bytes();
        let mut shape = Shape::Integer;
        if bytes.get(self.position) == Some(&b'-') {
            self.position += 1;
        }
        if bytes.get(self.position) == Some(&b'0') {
            self.position += 1;
            if matches!(bytes.get(self.position), Some(b'0'..=b'9')) {
                return Err(self.syntax("invalid number"));
            }
        } else {
            self.digits()?;
        }
        if bytes.get(self.position) == Some(&b'.') {
            self.position += 1;
            self.digits()?;
            shape = Shape::Fraction;
        }
        if matches!(bytes.get(self.position), Some(b'e' | b'E')) {
            self.position += 1;
            if matches!(bytes.get(self.position), Some(b'+' | b'-')) {
                self.position += 1;
            }
            self.digits()?;
            shape = Shape::Exponent;
        }
        Ok(shape)
    }

    /// Moves past one digit or more.
    fn digits(&mut self) -> Result<(), DecodeError> {
        let rest = &self.text.as_bytes()[self.position..];
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 {
            return Err(self.syntax("invalid number"));
        }
        self.position += count;
        Ok(())
    }
}

/// Returns the integer that the text of a number is another way to write: `1.0`, `1e2`, `-0`. Each of its digits counts,
/// so that nothing is rounded.
pub(super) fn whole(text: &str) -> Option<Number> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || before.bytes().chain(after.bytes());
    let significant = digits().enumerate().filter(|(_, digit)| *digit != b'0');
    let Some((last, _)) = significant.last() else {
        return Some(Number::Unsigned(0));
    };
    // An exponent too long to be read makes too much or too little of anything but zero.
    let exponent: i64 = exponent.parse().ok()?;
    let zeros = i128::from(exponent) + before.len() as i128 - (last as i128 + 1);
    let mut value = 0_u64;
    for digit in digits().take(last + 1) {
        value = value
            .checked_mul(10)?
            .checked_add(u64::from(digit - b'0'))?;
    }
    let value = 10_u64
        .checked_pow(u32::try_from(zeros).ok()?)?
        .checked_mul(value)?;
    match negative {
        true => 0_i64.checked_sub_unsigned(value).map(Number::Negative),
        false => Some(Number::Unsigned(value)),
    }
}

/// Returns the text of a number as the shortest one without an exponent: `3` for `3.0`, `0.5` for `5e-1`.
pub(super) fn canonical(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let float = || text.parse::<f64>().ok().map(|number| number.to_string());
    let canonical = match whole(text) {
        Some(Number::Unsigned(number)) => Some(number.to_string()),
        Some(Number::Negative(number)) => Some(number.to_string()),
        Some(Number::Float(_)) | None => float(),
    };
    canonical.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What a number's text consists of, the last part deciding.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Integer,
    Fraction,
    Exponent,
}

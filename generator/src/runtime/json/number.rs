//! Numbers: the grammar of RFC 8259, 64-bit integers where the text is one and fits, else the nearest `f64`.

use std::borrow::Cow;
use std::fmt;

use super::error::{DecodeError, Problem};
use super::reader::Reader;
use super::{Json, Writer};

/// A number that is an integer or any number, as the API has it: integers of 64 bits keep each digit, which an `f64` does not
/// above 2⁵³.
///
/// Made of integers and of `f64`. Equal are those that stand for the same number: `45` and `45.0`.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer without a minus sign.
    Unsigned(u64),
    /// An integer below zero.
    Negative(i64),
    /// Any other number, also minus zero and integers of more than 64 bits. Finite.
    Float(f64),
}

impl Number {
    /// Returns the integer, if it is a whole number that fits.
    pub fn as_i64(self) -> Option<i64> {
        i64::try_from(self.as_integer()?).ok()
    }

    /// Returns the integer, if it is a whole number that fits.
    pub fn as_u64(self) -> Option<u64> {
        u64::try_from(self.as_integer()?).ok()
    }

    /// Returns the nearest `f64`.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Unsigned(value) => value as f64,
            Self::Negative(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// Returns the whole number that it is.
    fn as_integer(self) -> Option<i128> {
        match self {
            Self::Unsigned(value) => Some(value.into()),
            Self::Negative(value) => Some(value.into()),
            Self::Float(value) if value.fract() == 0.0 && value.abs() < BEYOND => {
                Some(value as i128)
            }
            Self::Float(_) => None,
        }
    }
}

/// Above this an `f64` is no integer of 64 bits: 2⁶⁴.
const BEYOND: f64 = 18_446_744_073_709_551_616.0;

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(one), Self::Float(other)) => one == other,
            _ => {
                let (one, other) = (self.as_integer(), other.as_integer());
                one.is_some() && one == other
            }
        }
    }
}

/// As JSON has it.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned(value) => value.fmt(f),
            Self::Negative(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        u64::try_from(value).map_or(Self::Negative(value), Self::Unsigned)
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::Unsigned(value.into())
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self::Unsigned(value)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

/// The nearest one.
impl From<Number> for f64 {
    fn from(value: Number) -> Self {
        value.as_f64()
    }
}

impl Json for Number {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.number("a number")
    }

    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Unsigned(value) => writer.unsigned(*value),
            Self::Negative(value) => writer.signed(*value),
            Self::Float(value) => writer.float(*value),
        }
    }
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

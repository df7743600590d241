//! Numbers: 64-bit integers if they fit, and otherwise the nearest `f64`. The grammar is that of RFC 8259.

use std::borrow::Cow;
use std::fmt;

use super::error::{DecodeError, Deviation, Problem};
use super::reader::{Mark, Reader};
use super::{Json, Writer};
use crate::runtime::validate::{Checker, Limits};

/// An integer or a floating-point number. 64-bit integers are exact, which an `f64` is only up to 2⁵³.
///
/// Convert integers and `f64` into it with `From`. Numbers with the same value are equal: `45` and `45.0`.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// A non-negative integer.
    Unsigned(u64),
    /// A negative integer.
    Negative(i64),
    /// Any other number, including negative zero and integers of more than 64 bits. A number that is out of range for
    /// `f64` becomes the nearest one, with a warning.
    Float(f64),
}

/// The range of a 64-bit integer type.
pub(super) struct Bounds<T> {
    /// The lowest value, if it is negative.
    pub(super) lowest: Option<T>,
    pub(super) highest: T,
    /// The lowest `f64` above the range.
    pub(super) limit: f64,
}

/// How a number that is out of range for `f64` is handled by default.
pub(super) const KEPT_AS_STRING: Deviation = Deviation {
    problem: "the number is out of range for `f64`",
    action: "it is kept as a string",
};

const SKIPPED_NUMBER: Deviation = Deviation {
    action: "it is ignored",
    ..KEPT_AS_STRING
};

const NEAREST_INTEGER: Deviation = Deviation {
    problem: "the integer is out of range for its 64-bit type",
    action: "it is read as the nearest value of that type",
};

const NEAREST_FLOAT: Deviation = Deviation {
    action: "it is read as the nearest `f64`",
    ..KEPT_AS_STRING
};

impl Number {
    /// Returns the number as an `i64` if it is an integer in range.
    pub fn as_i64(self) -> Option<i64> {
        i64::try_from(self.as_integer()?).ok()
    }

    /// Returns the number as a `u64` if it is an integer in range.
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

    /// Returns the number as an integer if it is one.
    fn as_integer(self) -> Option<i128> {
        match self {
            Self::Unsigned(value) => Some(value.into()),
            Self::Negative(value) => Some(value.into()),
            Self::Float(value) if value.fract() == 0.0 && value.abs() < TWO_POW_64 => {
                Some(value as i128)
            }
            Self::Float(_) => None,
        }
    }
}

/// 2⁶⁴. An `f64` from here on is not a 64-bit integer.
const TWO_POW_64: f64 = 18_446_744_073_709_551_616.0;

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

/// Formats the number as JSON.
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

/// Converts into the nearest `f64`.
impl From<Number> for f64 {
    fn from(value: Number) -> Self {
        value.as_f64()
    }
}

impl Json for Number {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.finite()
    }

    fn encode(&self, writer: &mut Writer) {
        match self {
            Self::Unsigned(value) => writer.unsigned(*value),
            Self::Negative(value) => writer.signed(*value),
            Self::Float(value) => writer.float(*value),
        }
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.number(self.as_f64(), limits);
    }
}

/// A number with this many digits may be out of range for `f64`.
const LONG_NUMBER: usize = 300;

impl Reader<'_> {
    /// Reads an integer of a type with at most 64 bits. `1.0` and `1e2` are integers too, as in JSON Schema. `bounds`
    /// is the range of a 64-bit type; it distinguishes integers that are out of range from other values.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not a number, has a fraction, or is out of range.
    #[inline]
    pub(super) fn integer<T: TryFrom<u64> + TryFrom<i64>>(
        &mut self,
        expected: &'static str,
        bounds: Option<Bounds<T>>,
    ) -> Result<T, DecodeError> {
        let mark = self.mark();
        let mut number = self.number(expected)?;
        if let Number::Float(_) = number {
            let text = self.text[mark.position..self.position].trim_start();
            number = exact_integer(text).unwrap_or(number);
        }
        let fitting = match number {
            Number::Unsigned(value) => T::try_from(value).ok(),
            Number::Negative(value) => T::try_from(value).ok(),
            Number::Float(_) => None,
        };
        match fitting {
            Some(value) => Ok(value),
            None => self.nearest_or_mismatch(mark, expected, number, bounds),
        }
    }

    /// Returns the nearest value for a number that is out of range, or an error.
    #[cold]
    fn nearest_or_mismatch<T>(
        &mut self,
        mark: Mark,
        expected: &'static str,
        number: Number,
        bounds: Option<Bounds<T>>,
    ) -> Result<T, DecodeError> {
        let value = number.as_f64();
        let nearest = bounds.and_then(|bounds| match bounds.lowest {
            _ if value >= bounds.limit => Some(bounds.highest),
            lowest if value <= -bounds.limit => lowest,
            _ => None,
        });
        match nearest {
            Some(nearest) => self
                .out_of_range(mark, expected, NEAREST_INTEGER)
                .map(|()| nearest),
            None => Err(self.mismatch_at(mark, expected)),
        }
    }

    /// Moves past a number that is out of range, or fails if it must not become the nearest value.
    #[cold]
    fn out_of_range(
        &mut self,
        mark: Mark,
        expected: &'static str,
        deviation: Deviation,
    ) -> Result<(), DecodeError> {
        let end = self.position;
        self.rewind(mark);
        self.next_byte();
        if self.strict || !self.nearest {
            return Err(DecodeError::new(
                Problem::OutOfRange { expected },
                self.position,
            ));
        }
        self.deviation(deviation, self.position);
        self.position = end;
        Ok(())
    }

    /// Reads a number as the nearest `f64`.
    ///
    /// # Errors
    ///
    /// Fails if the next value is not a number, or is out of range for `f64`.
    pub fn float(&mut self) -> Result<f64, DecodeError> {
        self.finite().map(Number::as_f64)
    }

    /// Reads a number. One that is out of range for `f64` becomes the nearest `f64`.
    fn finite(&mut self) -> Result<Number, DecodeError> {
        let mark = self.mark();
        match self.number("a number")? {
            Number::Float(value) if value.is_infinite() => {
                self.out_of_range(mark, "a number in the range of `f64`", NEAREST_FLOAT)?;
                Ok(Number::Float(f64::MAX.copysign(value)))
            }
            value => Ok(value),
        }
    }

    /// Reads a number.
    pub(super) fn number(&mut self, expected: &'static str) -> Result<Number, DecodeError> {
        if !matches!(self.next_byte(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.mismatch(expected));
        }
        let start = self.position;
        let syntax = self.scan_number()?;
        let text = &self.text[start..self.position];
        if syntax == Syntax::Integer {
            if let Some(digits) = text.strip_prefix('-') {
                // Negative zero would lose its sign as an integer.
                if digits != "0" {
                    if let Ok(value) = text.parse() {
                        return Ok(Number::Negative(value));
                    }
                }
            } else if let Ok(value) = text.parse() {
                return Ok(Number::Unsigned(value));
            }
        }
        self.to_float(start).map(Number::Float)
    }

    /// Moves past a number.
    pub(super) fn skip_number(&mut self) -> Result<(), DecodeError> {
        let start = self.position;
        let syntax = self.scan_number()?;
        let may_be_large = syntax == Syntax::Exponent || self.position - start > LONG_NUMBER;
        if may_be_large && self.to_float(start)?.is_infinite() {
            self.deviation(SKIPPED_NUMBER, start);
        }
        Ok(())
    }

    /// Converts the number between `start` and the position. A number that is out of range is infinite.
    fn to_float(&self, start: usize) -> Result<f64, DecodeError> {
        let value: Option<f64> = self.text[start..self.position].parse().ok();
        value
            .filter(|value| value.is_finite() || !self.exact)
            .ok_or_else(|| DecodeError::new(Problem::NumberTooLarge, start))
    }

    /// Moves past a number and returns its syntax.
    fn scan_number(&mut self) -> Result<Syntax, DecodeError> {
        let bytes = self.text.as_bytes();
        let mut syntax = Syntax::Integer;
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
            syntax = Syntax::Fraction;
        }
        if matches!(bytes.get(self.position), Some(b'e' | b'E')) {
            self.position += 1;
            if matches!(bytes.get(self.position), Some(b'+' | b'-')) {
                self.position += 1;
            }
            self.digits()?;
            syntax = Syntax::Exponent;
        }
        Ok(syntax)
    }

    /// Moves past one or more digits.
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

/// Returns the integer that a number such as `1.0`, `1e2` or `-0` represents exactly.
pub(super) fn exact_integer(text: &str) -> Option<Number> {
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
    // An exponent that overflows makes every number but zero too large or too small.
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
    if negative {
        0_i64.checked_sub_unsigned(value).map(Number::Negative)
    } else {
        Some(Number::Unsigned(value))
    }
}

/// Returns a number in its shortest form without an exponent: `3` for `3.0`, `0.5` for `5e-1`.
pub(super) fn canonical(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let float = || text.parse::<f64>().ok().map(|number| number.to_string());
    let canonical = match exact_integer(text) {
        Some(Number::Unsigned(number)) => Some(number.to_string()),
        Some(Number::Negative(number)) => Some(number.to_string()),
        Some(Number::Float(_)) | None => float(),
    };
    canonical.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The syntax of a number: its last component.
#[derive(Clone, Copy, PartialEq)]
enum Syntax {
    Integer,
    Fraction,
    Exponent,
}

//! Numbers: the grammar of RFC 8259, 64-bit integers where the text is one and fits, else the nearest `f64`.

use std::borrow::Cow;
use std::fmt;

use super::error::{DecodeError, Deviation, Problem};
use super::reader::{Mark, Reader};
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
    /// Any other number, also minus zero and integers of more than 64 bits. A number beyond an `f64` is read as the nearest one,
    /// with a warning.
    Float(f64),
}

/// What an integer type of 64 bits holds.
pub(super) struct Bounds<T> {
    /// The least value, if it is below zero.
    pub(super) lowest: Option<T>,
    pub(super) highest: T,
    /// The first `f64` above all values.
    pub(super) limit: f64,
}

/// What numbers are read as that are beyond an `f64`, where nothing else is said.
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
        reader.finite()
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
    /// some languages write them so. What a type of 64 bits holds is in `bounds`, to tell an integer of more bits from
    /// another value that does not fit.
    ///
    /// # Errors
    ///
    /// The next value is no number, has a fraction that is not zero, or does not fit the type.
    #[inline]
    pub(super) fn integer<T: TryFrom<u64> + TryFrom<i64>>(
        &mut self,
        expected: &'static str,
        bounds: Option<Bounds<T>>,
    ) -> Result<T, DecodeError> {
        let mark = self.mark();
        let mut number = self.number(expected)?;
        if let Number::Float(_) = number
            && let Some(exact_integer) =
                exact_integer(self.text[mark.position..self.position].trim_start())
        {
            number = exact_integer;
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

    /// Returns what a number that does not fit is read as.
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

    /// Moves past a number beyond its type, if it is to become the nearest one.
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
    /// The next value is no number, or beyond all that an `f64` holds.
    pub fn float(&mut self) -> Result<f64, DecodeError> {
        self.finite().map(Number::as_f64)
    }

    /// Reads a number; in place of one that is beyond an `f64` the nearest `f64`.
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
        self.to_float(start).map(Number::Float)
    }

    /// Moves past a number.
    pub(super) fn skip_number(&mut self) -> Result<(), DecodeError> {
        let start = self.position;
        let shape = self.scan_number()?;
        let may_be_large = shape == Shape::Exponent || self.position - start > LONG;
        if may_be_large && self.to_float(start)?.is_infinite() {
            self.deviation(SKIPPED_NUMBER, start);
        }
        Ok(())
    }

    /// Converts the number's text between `start` and the position. What is beyond an `f64` is infinite.
    fn to_float(&self, start: usize) -> Result<f64, DecodeError> {
        let value: Option<f64> = self.text[start..self.position].parse().ok();
        value
            .filter(|value| value.is_finite() || !self.exact)
            .ok_or_else(|| DecodeError::new(Problem::NumberTooLarge, start))
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
    if negative {
        0_i64.checked_sub_unsigned(value).map(Number::Negative)
    } else {
        Some(Number::Unsigned(value))
    }
}

/// Returns the text of a number as the shortest one without an exponent: `3` for `3.0`, `0.5` for `5e-1`.
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

/// What a number's text consists of, the last part deciding.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Integer,
    Fraction,
    Exponent,
}

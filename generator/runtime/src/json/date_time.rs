//! Date-times and dates as `jiff` has them. Left out of crates whose document has none.
//!
//! Reads the date-times of RFC 3339: any offset, any number of digits in the fraction (nanoseconds are kept), `t` and `z`
//! also in lower case. Writes UTC: `2014-01-02T02:20:00Z`.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::{DecodeError, Json, Reader, Writer};
use crate::runtime::Validate;

impl Json for Timestamp {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mark = reader.mark();
        let text = reader.text("a date-time")?;
        if let Some(value) = usual(text.as_bytes()) {
            return Ok(value);
        }
        match nanoseconds(&text).parse() {
            Ok(value) => Ok(value),
            Err(_) => Err(reader.mismatch_at(mark, "a date-time")),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        match written(*self) {
            Some(text) => writer.ascii(&text),
            None => writer.string(&self.to_string()),
        }
    }
}

impl Json for Date {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mark = reader.mark();
        let text = reader.text("a date")?;
        match text.parse() {
            Ok(value) if text.len() == "2014-01-02".len() => Ok(value),
            _ => Err(reader.mismatch_at(mark, "a date")),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

impl Validate for Timestamp {}

impl Validate for Date {}

/// Reads a date-time as most services write it, `2014-01-02T02:20:00Z`, several times as fast as a reader of every form can.
/// None is left to that one: other forms, and what is no date-time.
fn usual(text: &[u8]) -> Option<Timestamp> {
    let (whole, rest) = text.split_first_chunk::<19>()?;
    let nanosecond = match rest.strip_suffix(b"Z")? {
        [] => 0,
        [b'.', digits @ ..] if (1..=9).contains(&digits.len()) => {
            number(digits)? * 10_i32.pow(9 - digits.len() as u32)
        }
        _ => return None,
    };
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', time @ ..] = *whole else {
        return None;
    };
    let [h1, h2, b':', n1, n2, b':', s1, s2] = time else {
        return None;
    };
    let two = |digits: [u8; 2]| number(&digits).map(|value| value as i8);
    let value = DateTime::new(
        number(&[y1, y2, y3, y4])? as i16,
        two([m1, m2])?,
        two([d1, d2])?,
        two([h1, h2])?,
        two([n1, n2])?,
        two([s1, s2])?,
        nanosecond,
    );
    Offset::UTC.to_timestamp(value.ok()?).ok()
}

/// Returns the text of a date-time of whole seconds in a year of four digits, again several times as fast.
fn written(value: Timestamp) -> Option<[u8; 20]> {
    let time = Offset::UTC.to_datetime(value);
    let year = u16::try_from(time.year()).ok()?;
    if time.subsec_nanosecond() != 0 {
        return None;
    }
    let mut text = *b"0000-00-00T00:00:00Z";
    let parts = [
        (0, (year / 100) as u8),
        (2, (year % 100) as u8),
        (5, time.month().unsigned_abs()),
        (8, time.day().unsigned_abs()),
        (11, time.hour().unsigned_abs()),
        (14, time.minute().unsigned_abs()),
        (17, time.second().unsigned_abs()),
    ];
    for (at, part) in parts {
        text[at] += part / 10;
        text[at + 1] += part % 10;
    }
    Some(text)
}

/// Returns the value of at most nine digits.
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |value, &byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i32::from(byte - b'0'))
    })
}

/// Cuts the fraction of a second after nine digits: RFC 3339 allows more, `jiff` does not.
fn nanoseconds(text: &str) -> Cow<'_, str> {
    let Some(point) = text.find('.') else {
        return Cow::Borrowed(text);
    };
    let (whole, fraction) = text.split_at(point + 1);
    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
    if digits <= 9 {
        return Cow::Borrowed(text);
    }
    Cow::Owned([whole, &fraction[..9], &fraction[digits..]].concat())
}

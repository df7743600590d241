//! Date-times and dates as `jiff` has them. Left out of crates whose document has none.
//!
//! Reads the date-times of RFC 3339: any offset, any number of digits in the fraction (nanoseconds are kept), `t` and `z`
//! also in lower case. Writes UTC: `2014-01-02T02:20:00Z`.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{DecodeError, Json, Reader, Writer};
use crate::runtime::Validate;

impl Json for Timestamp {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mark = reader.mark();
        let text = reader.text("a date-time")?;
        match nanoseconds(&text).parse() {
            Ok(value) => Ok(value),
            Err(_) => Err(reader.mismatch_at(mark, "a date-time")),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
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

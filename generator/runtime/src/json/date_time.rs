//! Date-times and dates of `jiff`. Omitted from crates that have none.
//!
//! Date-times follow RFC 3339: any offset, any number of fractional digits (truncated to nanoseconds), also lowercase
//! `t` and `z`. A leap second is read as the second before it. Written in UTC: `2014-01-02T02:20:00Z`.
//!
//! Unless the reader is strict, some other forms are accepted with a warning: a date-time without a time zone, which is
//! read as UTC; a space in place of `T`; a date in place of a date-time, and the reverse. A date-time that is out of
//! range for `Timestamp`, which ends one day before the year 9999, becomes its minimum or maximum.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;

use super::error::Deviation;
use super::reader::Mark;
use super::{DecodeError, Json, Reader, Writer};

const NO_ZONE: Deviation = Deviation {
    problem: "the date-time has no time zone",
    action: "it is read as UTC",
};

const NO_TIME: Deviation = Deviation {
    problem: "expected a date-time, found a date",
    action: "it is read as midnight UTC",
};

const TIME: Deviation = Deviation {
    problem: "expected a date, found a date-time",
    action: "the time is dropped",
};

const NOT_RFC_3339: Deviation = Deviation {
    problem: "the date-time does not follow RFC 3339",
    action: "it is accepted",
};

const TOO_LATE: Deviation = Deviation {
    problem: "the date-time is out of range for `Timestamp`",
    action: "it is read as `Timestamp::MAX`",
};

const TOO_EARLY: Deviation = Deviation {
    action: "it is read as `Timestamp::MIN`",
    ..TOO_LATE
};

impl Json for Timestamp {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mark = reader.mark();
        let text = reader.expect_string("a date-time")?;
        match parse_common(text.as_bytes()) {
            Some(value) => Ok(value),
            None => parse_uncommon(reader, mark, &text),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        match format_common(*self) {
            Some(text) => writer.ascii(&text),
            None => writer.string(&self.to_string()),
        }
    }
}

impl Json for Date {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let mark = reader.mark();
        let text = reader.expect_string("a date")?;
        let date = text.get(..DATE_LEN).and_then(|date| date.parse().ok());
        match date {
            Some(date) if text.len() == DATE_LEN => Ok(date),
            Some(date) if !reader.strict && DateTimeParts::parse(&text).is_some() => {
                reader.deviation(TIME, mark.position);
                Ok(date)
            }
            _ => Err(reader.mismatch_at(mark, "a date")),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.to_string());
    }
}

/// The length of a date: `2014-01-02`.
const DATE_LEN: usize = 10;

/// Parses a date-time that [`parse_common`] does not: valid by RFC 3339, or with a warning.
#[inline(never)]
fn parse_uncommon(
    reader: &mut Reader<'_>,
    mark: Mark,
    text: &str,
) -> Result<Timestamp, DecodeError> {
    let plain = truncate_to_nanoseconds(text).parse().ok();
    if let Some(value) = plain {
        if text.as_bytes().get(DATE_LEN) != Some(&b' ') {
            return Ok(value);
        }
    }
    let read = match (plain, DateTimeParts::parse(text)) {
        _ if reader.strict => None,
        (Some(value), _) => Some((value, NOT_RFC_3339)),
        (None, parts) => parts.map(DateTimeParts::timestamp),
    };
    let Some((value, deviation)) = read else {
        return Err(reader.mismatch_at(mark, "a date-time"));
    };
    reader.deviation(deviation, mark.position);
    Ok(value)
}

/// A date with an optional time and offset.
struct DateTimeParts {
    date: Date,
    time: Option<Time>,
    zone: Option<Offset>,
}

impl DateTimeParts {
    fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(DATE_LEN)?;
        let date = date.parse().ok()?;
        if rest.is_empty() {
            return Some(Self {
                date,
                time: None,
                zone: None,
            });
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
        let (time, zone) = rest.split_at(rest.find(|c| !is_time(c)).unwrap_or(rest.len()));
        let zone = zone.strip_prefix(' ').unwrap_or(zone);
        Some(Self {
            date,
            time: Some(truncate_to_nanoseconds(time).parse().ok()?),
            zone: match zone {
                "" => None,
                zone => Some(offset(zone)?),
            },
        })
    }

    /// Returns the nearest `Timestamp`, and what is wrong with the string.
    fn timestamp(self) -> (Timestamp, Deviation) {
        let deviation = match self {
            Self { time: None, .. } => NO_TIME,
            Self { zone: None, .. } => NO_ZONE,
            _ => NOT_RFC_3339,
        };
        let time = self.time.unwrap_or(Time::midnight());
        let value = self.date.to_datetime(time);
        match self.zone.unwrap_or(Offset::UTC).to_timestamp(value) {
            Ok(value) => (value, deviation),
            Err(_) if self.date.year() > 0 => (Timestamp::MAX, TOO_LATE),
            Err(_) => (Timestamp::MIN, TOO_EARLY),
        }
    }
}

/// Parses a UTC offset: `Z`, `+01:00`, `-0730`, `+01`.
fn offset(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.as_bytes() {
        b"Z" | b"z" | b"UTC" => return Some(Offset::UTC),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match *digits {
        [h1, h2, b':', m1, m2] | [h1, h2, m1, m2] => ([h1, h2], [m1, m2]),
        [h1, h2] => ([h1, h2], *b"00"),
        _ => return None,
    };
    let (hours, minutes) = (number(&hours)?, number(&minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// Parses the most common form, `2014-01-02T02:20:00Z`, several times faster than a general parser. Returns `None` for
/// all other strings.
fn parse_common(text: &[u8]) -> Option<Timestamp> {
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

/// Formats a date-time without a fraction in a year of four digits, several times faster than the general formatter.
/// Returns `None` for all others.
fn format_common(value: Timestamp) -> Option<[u8; 20]> {
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

/// Parses at most nine digits.
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |value, &byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i32::from(byte - b'0'))
    })
}

/// Truncates the fraction of a second to nine digits. RFC 3339 allows more, `jiff` does not.
fn truncate_to_nanoseconds(text: &str) -> Cow<'_, str> {
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

//! The formats that decide the types of generated crates: date-times, and the ranges of integers.
//!
//! In: a string, or the name of a format. Out: the instant of a date-time; the least and the greatest integer.

use generator::openapi::document::Format;

/// Returns the instant of an RFC 3339 date-time in nanoseconds since 1970, or `None` if it is not valid.
/// <https://www.rfc-editor.org/rfc/rfc3339#section-5.6>
pub(super) fn instant(text: &str) -> Option<i128> {
    let bytes = text.as_bytes();
    let days = days(text.get(..10)?)?;
    if !matches!(bytes.get(10)?, b'T' | b't') {
        return None;
    }
    let time = text.get(11..19)?.as_bytes();
    if time[2] != b':' || time[5] != b':' {
        return None;
    }
    let (hours, minutes, seconds) = (two(&time[..2])?, two(&time[3..5])?, two(&time[6..])?);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let rest = text.get(19..)?;
    let (fraction, zone) = match rest.strip_prefix('.') {
        None => (0, rest),
        Some(digits) => {
            let end = digits.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, zone) = digits.split_at(end);
            (nanoseconds(digits)?, zone)
        }
    };
    let seconds = days * 86_400 + hours * 3_600 + minutes * 60 + seconds - offset(zone)?;
    Some(i128::from(seconds) * 1_000_000_000 + i128::from(fraction))
}

/// Returns the range of an integer format.
pub(super) fn integers(format: &Format) -> Option<(i128, i128)> {
    Some(match format {
        Format::Int8 => (i8::MIN.into(), i8::MAX.into()),
        Format::Int16 => (i16::MIN.into(), i16::MAX.into()),
        Format::Int32 => (i32::MIN.into(), i32::MAX.into()),
        Format::Int64 => (i64::MIN.into(), i64::MAX.into()),
        Format::UInt8 => (0, u8::MAX.into()),
        Format::UInt16 => (0, u16::MAX.into()),
        Format::UInt32 => (0, u32::MAX.into()),
        Format::UInt64 | Format::UInt => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// Returns the days from 1970 to a date in the Gregorian calendar.
fn days(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = two(&bytes[..2])? * 100 + two(&bytes[2..4])?;
    let (month, day) = (two(&bytes[5..7])?, two(&bytes[8..])?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day < 1 || day > longest {
        return None;
    }
    // Years begin in March here, so that the leap day is the last day of its year.
    let (year, month) = match month {
        1 | 2 => (year - 1, month + 9),
        _ => (year, month - 3),
    };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    Some(
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
            - 719_468,
    )
}

fn two(digits: &[u8]) -> Option<i64> {
    match digits {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            Some(i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
        }
        _ => None,
    }
}

fn nanoseconds(digits: &str) -> Option<i64> {
    let first: String = digits.chars().chain("000000000".chars()).take(9).collect();
    (!digits.is_empty()).then(|| first.parse().ok())?
}

fn offset(zone: &str) -> Option<i64> {
    let bytes = zone.as_bytes();
    let sign = match bytes {
        [b'Z' | b'z'] => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    if bytes.len() != 6 || bytes[3] != b':' {
        return None;
    }
    let (hours, minutes) = (two(&bytes[1..3])?, two(&bytes[4..])?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_are_converted_to_instants() {
        let second = 1_000_000_000;
        assert_eq!(instant("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(
            instant("2000-02-29T12:30:01.5+01:30"),
            Some(951_822_001_500_000_000)
        );
        assert_eq!(
            instant("2024-03-01t00:00:00z"),
            Some(1_709_251_200 * second)
        );
        assert_eq!(instant("1969-12-31T23:59:59-00:00"), Some(-second));
        assert_eq!(
            instant("0001-01-01T00:00:00Z"),
            Some(-62_135_596_800 * second)
        );
        for wrong in [
            "2024-03-01",
            "2024-03-01 00:00:00Z",
            "2024-03-01T00:00:00",
            "2024-03-01T24:00:00Z",
            "2024-03-01T00:00:00.Z",
            "2023-02-29T00:00:00Z",
            "2024-03-01T00:00:00+0100",
            "2024-03-01T00:00",
            "",
            "ä024-03-01T00:00:00Z",
        ] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }
}

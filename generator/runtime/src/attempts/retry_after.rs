//! Reads the delay that a response requests.
//!
//! In: the headers of a response. Out: a duration, if there is one. Does not use a clock: a date is relative to the
//! `Date` of the response.

use std::time::Duration;

use http::HeaderMap;

/// Returns the value of `retry-after-ms` (milliseconds) or `Retry-After` (seconds or a date).
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(milliseconds) = text("retry-after-ms").and_then(number) {
        return Some(seconds(milliseconds / 1000.0));
    }
    let wait = text("retry-after")?;
    if let Some(stated) = number(wait) {
        return Some(seconds(stated));
    }
    let left = date(wait)?.saturating_sub(date(text("date")?)?);
    Some(Duration::from_secs(u64::try_from(left).unwrap_or(0)))
}

/// Returns a number of seconds as a duration, or the maximum if it overflows.
fn seconds(number: f64) -> Duration {
    Duration::try_from_secs_f64(number).unwrap_or(Duration::MAX)
}

/// Parses digits with an optional fraction. Unlike `f64::from_str`, rejects signs, exponents and `inf`.
fn number(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { text.parse().ok() } else { None }
}

/// Parses the three date formats of RFC 9110 as seconds since 1970: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94
/// 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`.
fn date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let words: Vec<&str> = text
        .split([' ', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let (day, month, year, time) = match *words.as_slice() {
        [name, day, month, year, time, "GMT"] if name.ends_with(',') => (day, month, year, time),
        [_, month, day, time, year] => (day, month, year, time),
        _ => return None,
    };
    let month = MONTHS.iter().position(|name| *name == month)?;
    let number = |text: &str| text.parse::<i64>().ok();
    let (day, year) = (number(day)?, number(year)?);
    // The format with two digits is obsolete; it is used for the years from 1970 to 2069.
    let year = match year {
        0..=69 => year + 2000,
        70..=99 => year + 1900,
        _ => year,
    };
    let mut time = time.split(':').map(number);
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let in_range = (1..=31).contains(&day)
        && (1970..=9999).contains(&year)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    if !in_range || time.next().is_some() {
        return None;
    }
    // The number of days since 1970. Years start in March here, so that a leap day is the last day of its year.
    let month = i64::try_from(month).ok()? + 1;
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = 365 * year + year / 4 - year / 100 + year / 400 + day_of_year - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second)
}

//! `Retry-After` and related headers.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::runtime::attempts::retry_after::retry_after;

fn wait(headers: &[(&'static str, &'static str)]) -> Option<Duration> {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        })
        .collect();
    retry_after(&headers)
}

#[test]
fn seconds_fractions_and_milliseconds() {
    assert_eq!(wait(&[("retry-after", "7")]), Some(Duration::from_secs(7)));
    assert_eq!(
        wait(&[("retry-after", " 0.5 ")]),
        Some(Duration::from_millis(500))
    );
    assert_eq!(
        wait(&[("retry-after", "9"), ("retry-after-ms", "250")]),
        Some(Duration::from_millis(250))
    );
    for odd in ["", "-1", "inf", "NaN", "1e9", "soon", "1.2.3"] {
        assert_eq!(wait(&[("retry-after", odd)]), None, "{odd}");
    }
    let more_than_there_can_be = "99999999999999999999999999";
    assert_eq!(
        wait(&[("retry-after", more_than_there_can_be)]),
        Some(Duration::MAX)
    );
    assert_eq!(
        wait(&[("retry-after-ms", more_than_there_can_be)]),
        Some(Duration::MAX)
    );
}

#[test]
fn dates_are_relative_to_the_date_of_the_response() {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let wait_until = |until| wait(&[date, ("retry-after", until)]);
    assert_eq!(
        wait_until("Sun, 06 Nov 1994 08:50:37 GMT"),
        Some(Duration::from_secs(60))
    );
    assert_eq!(
        wait_until("Mon, 07 Nov 1994 08:49:37 GMT"),
        Some(Duration::from_secs(86_400))
    );
    assert_eq!(
        wait_until("Sun, 06 Nov 1994 08:00:00 GMT"),
        Some(Duration::ZERO)
    );
    for obsolete in ["Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994"] {
        assert_eq!(
            wait_until(obsolete),
            Some(Duration::from_secs(60)),
            "{obsolete}"
        );
    }
    assert_eq!(wait_until("Sun, 06 Nov 1994 08:49:37 CET"), None);
    assert_eq!(wait_until("Sun, 99 Nov 1994 08:49:37 GMT"), None);
    assert_eq!(
        wait(&[("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")]),
        None
    );
    let leap = [
        ("date", "Wed, 28 Feb 2024 00:00:00 GMT"),
        ("retry-after", "Fri, 01 Mar 2024 00:00:00 GMT"),
    ];
    assert_eq!(wait(&leap), Some(Duration::from_secs(2 * 86_400)));
}

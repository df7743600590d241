//! Strings and numbers.

use super::*;

#[test]
fn whole_numbers_have_no_fraction() {
    for (value, text) in [
        (45.0, "45"),
        (0.0, "0"),
        (-0.0, "-0"),
        (-45.0, "-45"),
        (0.1, "0.1"),
        (1e15, "1000000000000000"),
        (9007199254740991.0, "9007199254740991"),
        (-1.0 / 3.0, "-0.3333333333333333"),
    ] {
        assert_eq!(to_string(&value).unwrap(), text);
        assert_eq!(
            from_str::<f64>(text).unwrap().to_bits(),
            value.to_bits(),
            "{text}"
        );
    }
    for value in [
        9007199254740992.0,
        -9007199254740993.0,
        1e16,
        1e21,
        1e-7,
        1.5e300,
        5e-324,
        f64::MAX,
    ] {
        assert_eq!(
            to_string(&value).unwrap(),
            serde_json::to_string(&value).unwrap()
        );
    }
}

#[test]
fn free_form_values_are_encoded_like_serde_json() {
    for text in [
        "45.0",
        "-0.0",
        "1e16",
        "[1,-1,18446744073709551615]",
        r#"{"a":"\u0000é\"","b":{}}"#,
    ] {
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(
            to_string(&value).unwrap(),
            serde_json::to_string(&value).unwrap()
        );
        assert_eq!(from_str(text), Ok(value));
    }
}

#[test]
fn non_finite_numbers_are_rejected() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(to_vec(&value), Err(EncodeError::NotFinite));
        assert_eq!(to_vec(&vec![1.0, value, 2.0]), Err(EncodeError::NotFinite));
    }
    let message = to_vec(&f64::NAN).unwrap_err().to_string();
    assert_eq!(message, "JSON cannot represent infinite numbers or NaN");
}

#[test]
fn integers_are_encoded_exactly() {
    assert_eq!(
        to_string(&vec![i64::MIN, -10, 0, 9, 10, i64::MAX]).unwrap(),
        "[-9223372036854775808,-10,0,9,10,9223372036854775807]"
    );
    assert_eq!(to_string(&u64::MAX).unwrap(), "18446744073709551615");
    assert_eq!(
        to_string(&vec![i32::MIN, i32::MAX]).unwrap(),
        "[-2147483648,2147483647]"
    );
    assert_eq!(to_string(&vec![true, false]).unwrap(), "[true,false]");
}

/// Every character at every offset, in strings of all lengths around the block sizes.
#[test]
fn strings_round_trip_with_escapes_anywhere() {
    for special in [
        "\"", "\\", "\n", "\u{0}", "\u{1f}", "\u{8}", "\u{c}", "\r", "\t", "\u{7f}", "é", "😀",
        " ", "!", "#", "[",
    ] {
        for length in 0..40 {
            for place in 0..=length {
                let text = [
                    "a".repeat(place),
                    special.to_owned(),
                    "b".repeat(length - place),
                ]
                .concat();
                let json = to_string(&text).unwrap();
                assert_eq!(json, serde_json::to_string(&text).unwrap());
                assert_eq!(from_str(&json), Ok(text));
            }
        }
    }
}

#[test]
fn strings_without_escapes_are_borrowed() {
    let mut reader = Reader::new(r#"["plain","esc\u0061ped"]"#);
    reader.array().unwrap();
    assert!(reader.element().unwrap());
    assert!(matches!(
        reader.string(),
        Ok(std::borrow::Cow::Borrowed("plain"))
    ));
    assert!(reader.element().unwrap());
    assert!(matches!(reader.string(), Ok(std::borrow::Cow::Owned(text)) if text == "escaped"));
    assert_eq!(reader.element(), Ok(false));
}

#[test]
fn names_are_unescaped_before_comparison() {
    let value: Input = from_str(r#"{"\u0075id":"a","owner":null}"#).unwrap();
    assert_eq!(value.uid, "a");
}

#[test]
fn escapes_follow_json() {
    assert_eq!(
        from_str::<String>(r#""\"\\\/\b\f\n\r\t\u00e9\uD83d\ude00""#).unwrap(),
        "\"\\/\u{8}\u{c}\n\r\té😀"
    );
    for text in [
        r#""\ud800""#,
        r#""\ud800x""#,
        r#""\ud800\n""#,
        r#""\ud800\u0041""#,
        r#""\udc00""#,
        r#""\u12""#,
        r#""\u12g4""#,
        r#""\u+123""#,
        r#""\a""#,
        r#""\"#,
        r#"""#,
        "\"\n\"",
        "\"\u{1f}\"",
        "\"\\u00é\"",
    ] {
        assert!(serde_json::from_str::<Value>(text).is_err());
        let strict = || Reader::new(text).strict(true);
        assert!(strict().read::<String>().expect_err(text).is_syntax());
        assert!(strict().read::<()>().expect_err(text).is_syntax());
    }
}

#[test]
fn dates_and_date_times() {
    use jiff::Timestamp;
    use jiff::civil::{Date, date};

    for (text, canonical) in [
        ("2014-01-02T02:20:00Z", "2014-01-02T02:20:00Z"),
        ("2014-01-02t02:20:00z", "2014-01-02T02:20:00Z"),
        ("2014-01-02T03:20:00+01:00", "2014-01-02T02:20:00Z"),
        ("2014-01-01T18:50:00.25-07:30", "2014-01-02T02:20:00.25Z"),
        (
            "2014-01-02T02:20:00.123456789Z",
            "2014-01-02T02:20:00.123456789Z",
        ),
        (
            "2014-01-02T02:20:00.1234567891234Z",
            "2014-01-02T02:20:00.123456789Z",
        ),
    ] {
        let value: Timestamp = from_str(&format!("\"{text}\"")).expect(text);
        assert_eq!(to_string(&value).unwrap(), format!("\"{canonical}\""));
    }
    for text in [
        "2014-01-02T02:20:00",
        "2014-01-02",
        "2014-13-02T02:20:00Z",
        "",
        "é",
        "now",
        "1.1234567890123456",
    ] {
        assert_eq!(
            strict_error::<Timestamp>(&format!("\"{text}\"")),
            "expected a date-time, found a string"
        );
    }
    assert_eq!(
        error::<Vec<Timestamp>>("[ 4]"),
        "[0]: expected a date-time, found a number"
    );
    assert_eq!(
        from_str::<Date>("\"2014-01-02\"").unwrap(),
        date(2014, 1, 2)
    );
    assert_eq!(to_string(&date(2014, 1, 2)).unwrap(), "\"2014-01-02\"");
    for text in ["2014-02-30", "2014-01-02T00:00:00", "20140102", "soon"] {
        assert_eq!(
            strict_error::<Date>(&format!("\"{text}\"")),
            "expected a date, found a string"
        );
    }
}

/// The most common form has code of its own, which must agree with `jiff`.
#[test]
fn date_times_match_jiff() {
    let mut texts: Vec<String> = [
        "2014-01-02T02:20:00.5Z",
        "2014-01-02T02:20:00.123456789Z",
        "2014-01-02T02:20:00.Z",
        "2014-01-02T02:20:00.12x456Z",
        "2014-01-02T02:20:00.-1Z",
        "2014-01-02T02:20:60Z",
        "2014-01-02T02:60:00Z",
        "2014-01-02T24:00:00Z",
        "2014-13-02T02:20:00Z",
        "2014-00-02T02:20:00Z",
        "2014-02-29T02:20:00Z",
        "2014-1-02T02:20:000Z",
        "+014-01-02T02:20:00Z",
        "2014-01-02T02:20:00+02:00",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "-009999-12-31T23:59:59Z",
        "-000001-12-31T23:59:59Z",
    ]
    .map(str::to_owned)
    .to_vec();
    for day in 0..5_000_i64 {
        let second = day * 86_400 * 73 - 62_135_596_800 + day * 61;
        let time = jiff::Timestamp::from_second(second).expect("it is within the calendar");
        texts.push(time.to_string());
    }
    for text in texts {
        let json = format!("\"{text}\"");
        let read = Reader::new(&json).strict(true).read::<jiff::Timestamp>();
        let read = read.ok().map(|(read, _)| read);
        assert_eq!(read, text.parse().ok(), "{text}");
        if let Some(read) = read {
            assert_eq!(to_string(&read), Ok(format!("\"{read}\"")), "{text}");
        }
    }
}

/// Bytes are processed in blocks and words; a special byte must be found at every offset.
#[test]
fn special_bytes_at_every_offset() {
    for length in 0..100 {
        for place in 0..length {
            for special in [
                "\"", "\\", "\n", "\u{1f}", "\0", " ", "!", "#", "~", "\u{7f}", "é", "\u{80}",
            ] {
                let text = format!(
                    "{}{special}{}",
                    "a".repeat(place),
                    "z".repeat(length - place - 1)
                );
                let expected = serde_json::to_string(&text).expect("text can be written");
                assert_eq!(to_string(text.as_str()), Ok(expected.clone()));
                assert_eq!(from_str::<String>(&expected), Ok(text.clone()));
                let raw = format!("{{\"{text}\":1}}");
                let ours = from_str::<serde_json::Value>(&raw).ok();
                assert_eq!(ours, serde_json::from_str(&raw).ok(), "{raw}");
            }
        }
    }
}

//! Valid JSON that no Rust type can represent, and duplicate members: accepted with a warning, and an error if the
//! reader is strict.

use std::fmt::Debug;

use serde_json::json;

use super::*;

/// Decodes leniently, and checks that each input is an error in strict mode.
fn read<T: Json + Debug>(text: &str) -> (T, Vec<String>) {
    assert!(
        Reader::new(text).strict(true).read::<T>().is_err(),
        "strictly accepted: {text}"
    );
    warned(text)
}

fn warned<T: Json + Debug>(text: &str) -> (T, Vec<String>) {
    let (value, warnings) = Reader::new(text).read::<T>().expect(text);
    (value, warnings.iter().map(ToString::to_string).collect())
}

const HALF: &str = "lone surrogate; it is read as U+FFFD";

#[test]
fn lone_surrogate_is_replaced() {
    for (text, expected) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\udc00""#, "\u{fffd}"),
        (r#""a\udc00\ud83db""#, "a\u{fffd}\u{fffd}b"),
        (r#""\ud83dx""#, "\u{fffd}x"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\uDFFF""#, "\u{fffd}"),
    ] {
        // One warning, even if there are several.
        assert_eq!(
            read::<String>(text),
            (expected.to_owned(), vec![HALF.to_owned()])
        );
        assert_eq!(read::<Value>(text).0, json!(expected));
        assert_eq!(read::<()>(text).1, [HALF]);
    }
}

#[test]
fn lone_surrogate_is_accepted_everywhere() {
    let text =
        r#"{"uid":"a\ud83d","owner":null,"mode":"\udc00","unknown":["x",{"\ud800":"\ud800"}]}"#;
    let (value, warnings) = read::<Input>(text);
    assert_eq!(value.uid, "a\u{fffd}");
    assert_eq!(value.mode.as_deref(), Some("\u{fffd}"));
    assert_eq!(
        value.additional["unknown"],
        json!(["x", {"\u{fffd}": "\u{fffd}"}])
    );
    assert_eq!(
        warnings,
        [
            format!("uid: {HALF}"),
            format!("mode: {HALF}"),
            format!("unknown[1]: {HALF}"),
            format!("unknown[1][\"\u{fffd}\"]: {HALF}"),
        ]
    );
    // Also in a value with the wrong shape.
    let (value, warnings) = read::<Input>(r#"{"uid":"a","owner":null,"mode":["\ud800"]}"#);
    assert_eq!(value.mode, None);
    assert_eq!(warnings, ["mode: expected a string, found an array"]);
}

#[test]
fn out_of_range_number_is_a_string_in_a_free_form_value() {
    let digits = "7".repeat(400);
    let text = format!("{{\"a\":[1e400, -1e999999999],\"b\":{digits}}}");
    let (value, warnings) = read::<Value>(&text);
    assert_eq!(value, json!({"a": ["1e400", "-1e999999999"], "b": digits}));
    let kept = "the number is out of range for `f64`; it is kept as a string";
    assert_eq!(
        warnings,
        [
            format!("a[0]: {kept}"),
            format!("a[1]: {kept}"),
            format!("b: {kept}")
        ]
    );
    // The result can be encoded as JSON.
    let written = to_string(&value).unwrap();
    assert_eq!(from_str(&written), Ok(value));
    assert_eq!(
        read::<()>("[1e400]").1,
        ["[0]: the number is out of range for `f64`; it is ignored"]
    );
}

#[test]
fn optional_out_of_range_number_is_absent() {
    let (value, warnings) =
        read::<Input>(r#"{"uid":"a","owner":null,"days":1e400,"timeout":1e400}"#);
    assert_eq!((value.days, value.timeout), (Patch::Omit, None));
    assert_eq!(
        warnings,
        [
            "days: expected a number in the range of `f64`, found a number",
            "timeout: expected a 32-bit integer, found a number"
        ]
    );
}

/// A type with required numbers.
#[derive(Debug, Default, PartialEq)]
struct Sizes {
    bytes: i64,
    ids: Vec<i64>,
    share: f64,
    limit: Option<i64>,
}

crate::object! {
    Sizes {
        "bytes" => required bytes,
        "ids" => required ids,
        "share" => required share,
        "limit" => optional limit,
    }
}

#[test]
fn required_out_of_range_number_is_the_nearest_one() {
    let (value, warnings) = read::<Vec<Sizes>>(
        r#"[{"bytes":18446744073709551616,"ids":[1,-1e30,3],"share":-1e400,"limit":9223372036854775808}]"#,
    );
    let expected = Sizes {
        bytes: i64::MAX,
        ids: vec![1, i64::MIN, 3],
        share: f64::MIN,
        limit: None,
    };
    assert_eq!(value, [expected]);
    let integer = "the integer is out of range for its 64-bit type; it is read as the nearest value of that type";
    assert_eq!(
        warnings,
        [
            format!("[0].bytes: {integer}"),
            format!("[0].ids[1]: {integer}"),
            "[0].share: the number is out of range for `f64`; it is read as the nearest `f64`"
                .to_owned(),
            "[0].limit: expected a 64-bit integer, found a number".to_owned(),
        ]
    );
    assert!(to_string(&value).is_ok());
    assert_eq!(read::<i64>("1e400").0, i64::MAX);
    assert_eq!(read::<u64>("18446744073709551616").0, u64::MAX);
    assert_eq!(read::<f64>("1e999").0, f64::MAX);
    assert_eq!(
        read::<BTreeMap<String, i64>>(r#"{"a":-9223372036854775809}"#).0["a"],
        i64::MIN
    );
    // Without warnings, no number is replaced by another one.
    let text = r#"{"bytes":18446744073709551616,"ids":[],"share":0}"#;
    assert_eq!(
        error::<Sizes>(text),
        "bytes: expected a 64-bit integer, found a number"
    );
    assert!(from_str::<i64>("1e400").is_err());
    assert_eq!(
        error::<f64>("1e999"),
        "expected a number in the range of `f64`, found a number"
    );
    // A value that violates the declared width or sign is not replaced.
    for text in ["2147483648", "1e400"] {
        assert!(from_str::<i32>(text).is_err());
    }
    assert!(from_str::<u64>("-1").is_err());
    assert!(from_str::<i64>("1.5").is_err());
    assert!(from_str::<Sizes>(r#"{"bytes":1.5,"ids":[],"share":0}"#).is_err());
}

#[test]
fn integers_can_have_fractions_and_exponents() {
    for text in ["100", "1e2", "100.0", "1.00e2", "1000e-1"] {
        let read = Reader::new(text).strict(true).read::<i64>();
        assert_eq!(read, Ok((100, Vec::new())), "{text}");
    }
}

const TWICE: &str = "duplicate member; the last value is used";

#[test]
fn last_of_duplicate_members_is_used() {
    let (value, warnings) = read::<Input>(
        r#"{"uid":"a","owner":"x","mode":"a","days":1,"mode":"b","uid":"b","owner":null,"days":null}"#,
    );
    assert_eq!(value.uid, "b");
    assert_eq!(value.mode.as_deref(), Some("b"));
    assert_eq!(value.owner, None);
    assert_eq!(value.days, Patch::Null);
    let paths = ["mode", "uid", "owner", "days"].map(|path| format!("{path}: {TWICE}"));
    assert_eq!(warnings, paths);

    // Also if the last one is null or has the wrong shape.
    let (value, warnings) =
        read::<Input>(r#"{"uid":"a","owner":null,"mode":"a","mode":null,"days":1,"days":"x"}"#);
    assert_eq!((value.mode, value.days), (None, Patch::Omit));
    assert_eq!(warnings.len(), 3);

    let (value, warnings) =
        read::<Input>(r#"{"uid":"","owner":null,"parent":{"uid":"a","uid":"b","owner":null}}"#);
    assert_eq!(value.parent.map(|parent| parent.uid).as_deref(), Some("b"));
    assert_eq!(warnings, [format!("parent.uid: {TWICE}")]);
}

#[test]
fn last_of_duplicate_names_is_used_in_maps_and_free_form_values() {
    let (value, warnings) = warned::<Value>(r#"[{"a":1,"a":[2], "\u0061" : 3}]"#);
    assert_eq!(value, json!([{"a": 3}]));
    assert_eq!(warnings, [format!("[0].a: {TWICE}")]);
    let (value, warnings) = warned::<BTreeMap<String, i32>>(r#"{"a":1,"b":2,"a":3}"#);
    assert_eq!(
        value,
        BTreeMap::from([("a".to_owned(), 3), ("b".to_owned(), 2)])
    );
    assert_eq!(warnings, [format!("a: {TWICE}")]);
    let (value, warnings) = warned::<Input>(r#"{"uid":"","owner":null,"x":{"y":1},"x":2}"#);
    assert_eq!(value.additional["x"], 2);
    assert_eq!(warnings, [format!("x: {TWICE}")]);
    // No warning, because the value is ignored.
    assert_eq!(warned::<()>(r#"{"a":1,"a":2}"#).1, [""; 0]);
}

#[test]
fn null_is_an_empty_list_or_map() {
    let (value, warnings) = read::<Vec<Vec<i32>>>("[[1], null]");
    assert_eq!(value, [vec![1], vec![]]);
    assert_eq!(
        warnings,
        ["[1]: expected an array, found null; it is read as empty"]
    );
    let (value, warnings) = read::<BTreeMap<String, BTreeMap<String, i32>>>(r#"{"a": null}"#);
    assert_eq!(value["a"], BTreeMap::new());
    assert_eq!(
        warnings,
        ["a: expected an object, found null; it is read as empty"]
    );
    assert_eq!(read::<Map<String, Value>>("null").0, Map::new());
    // Only null is accepted.
    for text in ["0", "\"\"", "false", "{}", "nul"] {
        assert!(from_str::<Vec<i32>>(text).is_err(), "{text}");
    }
    assert!(from_str::<BTreeMap<String, i32>>("[]").is_err());
    // No warning if null is documented.
    assert_eq!(
        Reader::new("[null]").strict(true).read(),
        Ok((vec![None::<Vec<i32>>], Vec::new()))
    );
}

#[test]
fn invalid_utf8_is_replaced() {
    let bytes = b"{\"a\xff\":\"\xe9t\xe9\",\"b\":[\"\xf0\x9f\x98\",\"ok\"]}";
    assert!(JsonText::new(bytes, true).is_err());
    let text = JsonText::new(bytes, false).unwrap();
    assert!(!text.is_exact());
    let (value, warnings) = text.reader(false).read::<Value>().unwrap();
    assert_eq!(
        value,
        json!({"a\u{fffd}": "\u{fffd}t\u{fffd}", "b": ["\u{fffd}", "ok"]})
    );
    let warnings: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        warnings,
        [
            "invalid UTF-8; it is read as U+FFFD",
            "[\"a\u{fffd}\"]: invalid UTF-8; it is read as U+FFFD",
            "b[0]: invalid UTF-8; it is read as U+FFFD",
        ]
    );
    assert_eq!(from_slice::<Value>(bytes), Ok(value));
    // Outside of strings, it is an error.
    assert!(from_slice::<Value>(b"[\xff]").is_err());
    // Input in another encoding has few warnings for many bytes.
    let latin = [&b"[\""[..], &[0xe9; 5000], b"\"]"].concat();
    let text = JsonText::new(&latin, false).unwrap();
    assert_eq!(text.reader(false).read::<Value>().unwrap().1.len(), 1);
}

#[test]
fn byte_order_mark_is_skipped() {
    for strict in [false, true] {
        let text = JsonText::new("\u{feff} {\"uid\":4}".as_bytes(), strict).unwrap();
        assert!(!text.is_exact());
        let error = text.reader(strict).read::<Input>().unwrap_err();
        assert_eq!(error.path(), "uid");
        assert_eq!(error.offset(), 11);
        let text = JsonText::from("\u{feff}\"\u{feff}\"");
        let read = text.reader(strict).read::<String>();
        assert_eq!(read, Ok(("\u{feff}".to_owned(), Vec::new())));
        for text in ["\u{feff}", "\u{feff}\u{feff}1", " \u{feff}1"] {
            let read = JsonText::from(text).reader(strict).read::<i32>();
            assert!(read.is_err(), "{text:?}");
        }
    }
    assert_eq!(from_slice("\u{feff}[1]".as_bytes()), Ok(vec![1]));
    assert_eq!(from_str("\u{feff}[1]"), Ok(vec![1]));
}

#[test]
fn out_of_range_date_times() {
    use jiff::Timestamp;

    let late = "the date-time is out of range for `Timestamp`; it is read as `Timestamp::MAX`";
    for text in [
        "9999-12-31T23:59:59Z",
        "9999-12-31t23:59:59.999999999999z",
        "9999-12-31T00:00:00+01:00",
        "9999-12-31T23:59:60Z",
        "9999-12-31T23:59:59-23:59",
        "9999-12-31",
    ] {
        let (value, warnings) = read::<Timestamp>(&format!("\"{text}\""));
        assert_eq!(value, Timestamp::MAX, "{text}");
        assert_eq!(warnings, [late], "{text}");
        let written = to_string(&value).unwrap();
        assert_eq!(from_str(&written), Ok(value));
    }
    // Everything that RFC 3339 allows and a timestamp can represent is accepted without a warning.
    for text in [
        "9999-12-30T22:00:00Z",
        "9999-12-31T20:59:59+23:59",
        "0000-01-01T00:00:00Z",
        "0000-01-01T00:00:00+23:59",
        "2016-12-31T23:59:60Z",
        "2016-12-31T15:59:60.5-08:00",
        "2024-05-01t10:00:00z",
    ] {
        let text = format!("\"{text}\"");
        let read = Reader::new(&text).strict(true).read::<Timestamp>();
        assert_eq!(read.expect(&text).1, [], "{text}");
    }
}

#[test]
fn date_times_that_do_not_follow_rfc_3339() {
    use jiff::Timestamp;

    let no_zone = "the date-time has no time zone; it is read as UTC";
    let otherwise = "the date-time does not follow RFC 3339; it is accepted";
    for (text, expected, warning) in [
        ("2024-05-01T10:00:00", "2024-05-01T10:00:00Z", no_zone),
        ("2024-05-01 10:00:00.25", "2024-05-01T10:00:00.25Z", no_zone),
        (
            "2024-05-01t10:00:00.1234567890123",
            "2024-05-01T10:00:00.123456789Z",
            no_zone,
        ),
        ("2024-05-01 10:00:00Z", "2024-05-01T10:00:00Z", otherwise),
        (
            "2024-05-01 10:00:00+02:00",
            "2024-05-01T08:00:00Z",
            otherwise,
        ),
        (
            "2024-05-01 10:00:00 -0730",
            "2024-05-01T17:30:00Z",
            otherwise,
        ),
        ("2024-05-01 10:00:00 UTC", "2024-05-01T10:00:00Z", otherwise),
        (
            "2024-05-01",
            "2024-05-01T00:00:00Z",
            "expected a date-time, found a date; it is read as midnight UTC",
        ),
    ] {
        let (value, warnings) = read::<Timestamp>(&format!("\"{text}\""));
        assert_eq!(value.to_string(), expected, "{text}");
        assert_eq!(warnings, [warning], "{text}");
    }
    for text in [
        "",
        "é",
        "now",
        "2024-05-0é",
        "2024-13-01",
        "2024-05-01T",
        "2024-05-01T25:00:00",
        "2024-05-01T10:00:00 CET",
        "2024-05-01T10:00:00ZZ",
        "20240501",
        "1714557600",
    ] {
        assert_eq!(
            error::<Timestamp>(&format!("\"{text}\"")),
            "expected a date-time, found a string",
            "{text}"
        );
    }
}

#[test]
fn date_times_in_every_position() {
    use jiff::Timestamp;

    let text = r#"{"a":["9999-12-31T23:59:59Z",null,"2024-05-01 10:00:00Z"]}"#;
    let (value, warnings) = read::<BTreeMap<String, Vec<Option<Timestamp>>>>(text);
    assert_eq!(value["a"][0], Some(Timestamp::MAX));
    assert_eq!(value["a"].len(), 3);
    assert_eq!(warnings.len(), 2);
    assert!(warnings[0].starts_with("a[0]: "));
    assert!(warnings[1].starts_with("a[2]: "));
}

#[test]
fn date_time_is_accepted_as_date() {
    use jiff::civil::{Date, date};

    for text in [
        "2024-05-01T00:00:00Z",
        "2024-05-01 23:59:59",
        "2024-05-01T12:00:00.5+14:00",
    ] {
        let (value, warnings) = read::<Date>(&format!("\"{text}\""));
        assert_eq!(value, date(2024, 5, 1), "{text}");
        assert_eq!(
            warnings,
            ["expected a date, found a date-time; the time is dropped"]
        );
    }
    for text in [
        "2024-05-01x",
        "2024-05-01T",
        "2024-02-30T00:00:00Z",
        "01.05.2024",
    ] {
        assert!(from_str::<Date>(&format!("\"{text}\"")).is_err(), "{text}");
    }
}

/// A union tries its alternatives strictly first. Deviations must not make that fail, nor be reported twice.
#[test]
fn deviations_inside_a_union_are_accepted() {
    #[derive(Debug, PartialEq)]
    enum Either {
        Number(i64),
        Float(f64),
        Input(Box<Input>),
        Raw(Value),
    }

    crate::union! {
        Either {
            Number(WireShape::Integer),
            Float(WireShape::Number),
            Input(WireShape::Map),
            ..Raw
        }
    }

    let text = r#"{"uid":"\ud800","uid":"b","owner":null,"x":1e400}"#;
    let (value, warnings) = read::<Either>(text);
    let Either::Input(input) = value else {
        panic!("{value:?}");
    };
    assert_eq!(input.additional["x"], "1e400");
    assert_eq!(warnings.len(), 3, "{warnings:?}");
    // An integer that does not fit into 64 bits is still a number.
    let (value, warnings) = warned::<Either>("18446744073709551616");
    assert_eq!(value, Either::Float(18446744073709551616.0));
    assert_eq!(warnings, [""; 0]);
    let (value, warnings) = read::<Either>("1e400");
    assert_eq!(value, Either::Raw(json!("1e400")));
    assert_eq!(warnings.len(), 2, "{warnings:?}");
}

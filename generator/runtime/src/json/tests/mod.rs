//! Tests of the codec with types like generated ones.

mod compare;
mod deviations;
mod json_text;
mod lenient;
mod limits;
mod nested;
mod parsed;
mod tuples;
mod union;
mod untagged;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::*;
use crate::runtime::Patch;

/// A type with required, optional, nullable, recursive and additional members.
#[derive(Clone, Debug, Default, PartialEq)]
struct Input {
    uid: String,
    days: Patch<f64>,
    mode: Option<String>,
    timeout: Option<i32>,
    parent: Option<Box<Input>>,
    items: Option<Vec<Input>>,
    owner: Option<String>,
    additional: Map<String, Value>,
}

crate::object! {
    Input {
        "uid" => required uid,
        "days" => patch days,
        "mode" => optional mode,
        "timeout" => optional timeout,
        "parent" => optional parent,
        "items" => optional items,
        "owner" => nullable owner,
        ..additional
    }
}

fn error<T: Json + std::fmt::Debug>(text: &str) -> String {
    from_str::<T>(text).expect_err(text).to_string()
}

fn strict(text: &str) -> String {
    strict_error::<Input>(text)
}

fn strict_error<T: Json + std::fmt::Debug>(text: &str) -> String {
    let read = Reader::new(text).strict(true).read::<T>();
    read.expect_err(text).to_string()
}

#[test]
fn every_kind_of_member_round_trips() {
    let text = r#"{"uid":"a","days":45,"mode":"off","timeout":-7,"parent":{"uid":"b","days":null,"owner":null},"items":[],"owner":"me","x":[1,2.5,{"y":null}]}"#;
    let value: Input = from_str(text).unwrap();
    let expected = Input {
        uid: "a".to_owned(),
        days: Patch::Value(45.0),
        mode: Some("off".to_owned()),
        timeout: Some(-7),
        parent: Some(Box::new(Input {
            uid: "b".to_owned(),
            days: Patch::Null,
            ..Input::default()
        })),
        items: Some(Vec::new()),
        owner: Some("me".to_owned()),
        additional: serde_json::from_str(r#"{"x":[1,2.5,{"y":null}]}"#).unwrap(),
    };
    assert_eq!(value, expected);
    assert_eq!(to_string(&value).unwrap(), text);
}

#[test]
fn absent_null_and_value_are_distinct() {
    let mut value = Input::default();
    assert_eq!(to_string(&value).unwrap(), r#"{"uid":"","owner":null}"#);
    value.days = Patch::Null;
    assert_eq!(
        to_string(&value).unwrap(),
        r#"{"uid":"","days":null,"owner":null}"#
    );
    value.days = Patch::Value(0.5);
    assert_eq!(
        to_string(&value).unwrap(),
        r#"{"uid":"","days":0.5,"owner":null}"#
    );
}

#[test]
fn undocumented_null_is_absent_without_warning() {
    let read = Reader::new(r#"{"uid":"a","owner":null,"mode":null,"items":null}"#)
        .strict(true)
        .read::<Input>();
    assert_eq!(
        read,
        Ok((
            Input {
                uid: "a".to_owned(),
                ..Input::default()
            },
            Vec::new()
        ))
    );
}

#[test]
fn errors_contain_path_and_types() {
    assert_eq!(error::<Input>("[]"), "expected an object, found an array");
    assert_eq!(error::<Input>("{}"), "missing required member `uid`");
    assert_eq!(
        error::<Input>(r#"{"uid":{"secret":1}}"#),
        "uid: expected a string, found an object"
    );
    assert_eq!(
        strict(r#"{"uid":"","items":[{"uid":"","owner":null},{}]}"#),
        "items[1]: missing required member `uid`"
    );
    assert_eq!(
        strict(r#"{"uid":"","mode":4}"#),
        "mode: expected a string, found a number"
    );
    assert_eq!(strict(r#"{"uid":"a"}"#), "missing required member `owner`");
    assert_eq!(
        error::<Vec<i32>>("[1, 2147483648]"),
        "[1]: expected a 32-bit integer, found a number"
    );
    assert_eq!(
        error::<BTreeMap<String, bool>>(r#"{"a b\n":1}"#),
        r#"["a b\n"]: expected a boolean, found a number"#
    );
}

#[test]
fn syntax_errors_contain_the_offset() {
    assert_eq!(
        error::<Input>(r#"{"uid":"a""#),
        "uid: unexpected end of input at byte 10"
    );
    assert_eq!(
        error::<Input>(r#"{"uid":"a"} x"#),
        "trailing characters at byte 12"
    );
    assert_eq!(
        error::<Vec<bool>>("[true false]"),
        "[0]: expected `,` or `]` at byte 6"
    );
    assert_eq!(
        error::<Value>("{}\u{feff}"),
        "trailing characters at byte 2"
    );
    assert_eq!(
        error::<Value>(r#"{"a":[0,{"b":"\x"}]}"#),
        "a[1].b: invalid escape at byte 15"
    );
    assert_eq!(error::<Value>("<html>"), "expected a value at byte 0");
    assert_eq!(error::<Value>(""), "unexpected end of input at byte 0");
    let error = JsonText::new(b"{\"a\":\"\xff\"}", true).err().unwrap();
    assert_eq!(
        (error.to_string(), error.offset()),
        ("a: invalid UTF-8 at byte 6".to_owned(), 6)
    );
}

#[test]
fn duplicate_members_in_strict_mode() {
    assert_eq!(strict(r#"{"uid":"a","uid":"a"}"#), "uid: duplicate member");
    assert_eq!(
        strict(r#"{"mode":"a","mode":null}"#),
        "mode: duplicate member"
    );
    assert_eq!(
        strict(r#"{"days":null,"days":1}"#),
        "days: duplicate member"
    );
    // Also in an optional member, because it is unclear which of the two other parsers use.
    assert_eq!(
        strict(r#"{"uid":"","owner":null,"parent":{"mode":"a","mode":"b"}}"#),
        "parent.mode: duplicate member"
    );
    let text = r#"{"uid":"","owner":null,"x":1,"x":2}"#;
    let (value, warnings) = Reader::new(text).strict(true).read::<Input>().unwrap();
    assert_eq!(value.additional["x"], 2);
    assert_eq!(
        warnings[0].to_string(),
        "x: duplicate member; the last value is used"
    );
}

#[test]
fn partial_read_has_paths_of_the_whole_input() {
    let text = r#" {"success":true, "result": {"uid": 4} , "errors":[]}"#;
    let mut reader = Reader::new(text);
    let mut result = 0..0;
    reader.object().unwrap();
    while let Some(key) = reader.key().unwrap() {
        if key == "result" {
            result = reader.span().unwrap();
        } else {
            reader.skip().unwrap();
        }
    }
    reader.finish().unwrap();
    assert_eq!(&text[result.clone()], r#"{"uid": 4}"#);
    let error = Reader::new(text)
        .within(result)
        .read::<Input>()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "result.uid: expected a string, found a number"
    );
    assert_eq!(error.path(), "result.uid");
    assert_eq!(error.offset(), 36);
    // Invalid ranges are empty.
    assert!(Reader::new("\"é\"").within(2..4).read::<String>().is_err());
    assert!(Reader::new("12").within(0..9).read::<i32>().is_err());
    assert!(
        Reader::new("12")
            .within(std::ops::Range { start: 2, end: 1 })
            .read::<i32>()
            .is_err()
    );
}

#[test]
fn unit_accepts_any_json() {
    assert_eq!(from_str::<()>(r#"{"a":[{}]}"#), Ok(()));
    assert_eq!(to_string(&()).unwrap(), "null");
    assert_eq!(
        error::<()>(r#"{"a":[{]}"#),
        "a[0]: expected a member name at byte 7"
    );
}

#[test]
fn borrowed_values_can_be_encoded() {
    assert_eq!(to_string("a\"b").unwrap(), r#""a\"b""#);
    assert_eq!(to_string(&"a").unwrap(), r#""a""#);
    assert_eq!(to_json_value(&"a").unwrap(), Value::from("a"));
    assert_eq!(to_json_value(&45.0), Ok(Value::from(45)));
}

/// A type with member names that have escapes in JSON.
#[derive(Clone, Debug, Default, PartialEq)]
struct Odd {
    quote: Option<i64>,
    backslash: Option<i64>,
    line_end: Option<i64>,
    letter: Option<i64>,
    empty: Option<i64>,
}

crate::object! {
    Odd {
        "a\"b" => optional quote,
        "c\\d" => optional backslash,
        "e\nf" => optional line_end,
        "é" => optional letter,
        "" => optional empty,
    }
}

#[test]
fn member_names_with_escapes_are_compared_as_strings() {
    let text = r#"{"a\"b":1,"c\\d":2,"e\nf":3,"é":4,"":5}"#;
    let value: Odd = from_str(text).unwrap();
    let expected = Odd {
        quote: Some(1),
        backslash: Some(2),
        line_end: Some(3),
        letter: Some(4),
        empty: Some(5),
    };
    assert_eq!(value, expected);
    assert_eq!(to_string(&value).unwrap(), text);
    let escaped: Odd = from_str(r#"{"\u00e9":4,"a\u0022b":1}"#).unwrap();
    assert_eq!((escaped.letter, escaped.quote), (Some(4), Some(1)));
    // The names as they are would not be JSON.
    for invalid in [r#"{"a"b":1}"#, r#"{"c\d":2}"#, "{\"e\nf\":3}"] {
        assert!(
            from_str::<Odd>(invalid).unwrap_err().is_syntax(),
            "{invalid}"
        );
    }
}

#[test]
fn members_are_found_in_any_order_and_with_spaces() {
    for text in [
        r#"{"":5,"é":4,"a\"b":1}"#,
        r#"{ "a\"b" : 1 , "é" : 4 , "" : 5 }"#,
        r#"{"x":{"":0},"":5,"y":[],"a\"b":1,"z":null,"é":4}"#,
    ] {
        let value: Odd = from_str(text).unwrap();
        let found = (value.quote, value.letter, value.empty);
        assert_eq!(found, (Some(1), Some(4), Some(5)), "{text}");
    }
}

//! Values that go out and come back.

use std::collections::BTreeMap;

use api::jiff::civil::date;
use api::json::{Json, from_str, to_string};
use api::types::{Enums, EnumsConstant, EnumsOddItem, Formats, Names, Open, Other, Square, Tree};

use crate::support::{ServerResponse, exchange, refused, sent};

fn round_trip<T: Json>(json: &str) {
    let value: T = from_str(json).expect("it can be read");
    assert_eq!(to_string(&value).expect("it can be written"), json);
}

fn problem<T: Json>(json: &str) -> String {
    let error = from_str::<T>(json).err();
    error.expect("it cannot be read").to_string()
}

#[test]
fn enums_with_odd_values() {
    let json = r#"["-1","+1","1","","=","≠","μg","g","self","Self","crate","_","type","2x","a b","a-b","A_B"]"#;
    let values: Vec<EnumsOddItem> = from_str(json).expect("it can be read");
    for (at, value) in values.iter().enumerate() {
        assert!(!matches!(value, EnumsOddItem::Unrecognized(_)), "{value:?}");
        assert!(!values[..at].contains(value), "{value:?}");
    }
    assert_eq!(to_string(&values).expect("it can be written"), json);
}

#[test]
fn enums_keep_what_they_do_not_know() {
    round_trip::<Enums>(r#"{"odd":["new",""],"integer":7,"boolean":false,"constant":"other"}"#);
    let enums = Enums::new().constant(EnumsConstant::Fixed).integer(1);
    assert_eq!(
        sent(|client| client.echo().enums(&enums)),
        "PUT /enums
accept: application/json
content-type: application/json

{\"integer\":1,\"constant\":\"fixed\"}"
    );
}

#[test]
fn formats_are_kept_to_the_last_digit() {
    round_trip::<Formats>(
        r#"{"int32":-2147483648,"int64":9223372036854775807,"text64":"9223372036854775807","uint64":18446744073709551615,"float":0.1,"double":1e-7,"time":"2014-01-02T01:07:15.123456789Z","day":"2024-02-29","uuid":"123e4567-e89b-12d3-a456-426614174000","byte":"AA==","unknown":"x"}"#,
    );
    let formats = Formats::new().double(45.0).day(date(2024, 1, 2));
    assert_eq!(
        to_string(&formats).expect("it can be written"),
        r#"{"double":45,"day":"2024-01-02"}"#
    );
}

#[test]
fn doubles_are_exact_with_serde_too() {
    // Without its feature `float_roundtrip`, serde_json reads neighbours of these doubles.
    for text in ["0.9281134605407715", "0.00020342698553577065"] {
        let exact: f64 = text.parse().expect("a double");
        let json = format!(r#"{{"double":{text}}}"#);
        let by_serde: Formats = api::serde_json::from_str(&json).expect("a double");
        let by_codec: Formats = from_str(&json).expect("a double");
        for value in [by_serde, by_codec] {
            let double = value.double.expect("the member");
            assert_eq!(double.to_bits(), exact.to_bits(), "{text}");
        }
    }
}

#[test]
fn times_with_an_offset_a_fraction_and_small_letters() {
    for text in [
        "2014-01-02T02:07:15.5+01:00",
        "2014-01-02t01:07:15.50z",
        "2014-01-01T20:07:15.500-05:00",
    ] {
        let value: Formats = from_str(&format!(r#"{{"time":"{text}"}}"#)).expect("a time");
        assert_eq!(
            to_string(&value).expect("it can be written"),
            r#"{"time":"2014-01-02T01:07:15.5Z"}"#,
            "{text}"
        );
    }
}

#[test]
fn numbers_out_of_range_are_not_rounded_in_silence() {
    let (result, _) = exchange(
        api::Client::builder().strict(true),
        ServerResponse::json(r#"{"int32":2147483648}"#),
        |client| client.echo().formats(&Formats::new()),
    );
    assert!(result.is_err_and(|error| error.is_decode()));
    assert_eq!(
        problem::<Vec<i32>>("[2147483648]"),
        "[0]: expected a 32-bit integer, found a number"
    );
    assert_eq!(
        refused(|client| client.echo().formats(&Formats::new().double(f64::INFINITY))),
        "PUT /formats: invalid request: the body: JSON cannot represent infinite numbers or NaN"
    );
}

#[test]
fn names_of_every_kind() {
    round_trip::<Names>(
        r#"{"self":"a","Self":"b","crate":"c","super":"d","type":"e","_":"f","":"g","1st":"h","+1":"i","-1":"j","aB":"k","a_b":"l","a\"b\\c\n":"m","writer":"n","reader":"o","value":"p","new":"q","validate":"r","é":"s"}"#,
    );
    let names = Names::new("a", "h").self_2("b").empty("g");
    assert_eq!(
        to_string(&names).expect("it can be written"),
        r#"{"self":"a","Self":"b","":"g","1st":"h"}"#
    );
}

#[test]
fn all_of_unites_and_refines() {
    round_trip::<Square>(r#"{"id":"a","area":4,"side":2}"#);
    let mistakes = |side| refused(|client| client.echo().square(&Square::new("a", 1.0, side)));
    assert_eq!(
        mistakes(0),
        "PUT /square: invalid request: side: 0 is less than the minimum 1"
    );
    assert_eq!(
        mistakes(11),
        "PUT /square: invalid request: side: 11 is greater than the maximum 10"
    );
    // The order of members does not matter, and one more is passed over.
    let square: Square =
        from_str(r#"{"side":2,"more":{"id":[]},"id":"a","area":4}"#).expect("a square");
    assert_eq!(square, Square::new("a", 4.0, 2));
    assert_eq!(
        problem::<Square>(r#"{"id":"a","side":2}"#),
        "missing required member `area`"
    );
}

#[test]
fn values_a_hundred_deep() {
    let tree = |leaf: Tree| {
        let list = Tree::new().children([Tree::new(), leaf]);
        let map = Tree::new().named(BTreeMap::from([("k".to_owned(), list)]));
        let mut other = Other::default();
        other.tree = Some(Box::new(map));
        Tree::new().left(Tree::new().other(other))
    };
    let deep = (0..25).fold(Tree::new().name("leaf"), |leaf, _| tree(leaf));
    let json = to_string(&deep).expect("it can be written");
    assert_eq!(from_str::<Tree>(&json).ok(), Some(deep));
    assert_eq!(json.matches("leaf").count(), 1);
}

#[test]
fn values_without_end_are_an_error() {
    let json = r#"{"left":"#.repeat(100_000);
    assert!(from_str::<Tree>(&json).is_err());
    let deep = (0..2_000).fold(Tree::new(), |leaf, _| Tree::new().left(leaf));
    assert!(to_string(&deep).is_err());
}

#[test]
fn further_members_of_a_type_are_kept() {
    round_trip::<Open>(r#"{"known":"a","b":1,"c":2}"#);
    let open = Open::new().additional(BTreeMap::from([("x y".to_owned(), 1)]));
    assert_eq!(to_string(&open).expect("it can be written"), r#"{"x y":1}"#);
}

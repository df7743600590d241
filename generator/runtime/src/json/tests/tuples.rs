//! Tests of tuples.

use serde_json::Value;

use crate::runtime::json::{self, Json, Reader};
use crate::runtime::validate::{Limits, Violations};

/// A span of text, with optional members that are tuples.
#[derive(Clone, Debug, Default, PartialEq)]
struct Span {
    range: Option<(u32, u32)>,
    origin: Option<(String, Option<f64>)>,
}

crate::object! {
    Span {
        "range" => optional range,
        "origin" => optional origin,
    }
}

fn error<T: Json + std::fmt::Debug>(text: &str) -> String {
    json::from_str::<T>(text).unwrap_err().to_string()
}

#[test]
fn elements_keep_their_types_and_order() {
    let text = r#"["a",[1,null],{"k":[0.5,true]}]"#;
    type Nested = (
        String,
        (i64, Option<String>),
        std::collections::BTreeMap<String, (f64, bool)>,
    );
    let value: Nested = json::from_str(text).unwrap();
    assert_eq!(value.1, (1, None));
    assert_eq!(value.2["k"], (0.5, true));
    assert_eq!(json::to_string(&value).unwrap(), text);
}

#[test]
fn the_largest_tuple_has_twelve_elements() {
    let text = "[1,2,3,4,5,6,7,8,9,10,11,\"12\"]";
    type Twelve = (
        i32,
        i32,
        i32,
        i32,
        i32,
        i32,
        i32,
        i32,
        i32,
        i32,
        i32,
        String,
    );
    let value: Twelve = json::from_str(text).unwrap();
    assert_eq!((value.0, value.11.as_str()), (1, "12"));
    assert_eq!(json::to_string(&value).unwrap(), text);
}

#[test]
fn the_wrong_length_is_an_error_with_both_lengths() {
    for (text, found) in [("[]", 0), ("[1]", 1), ("[1,2,{\"a\":[3]},4]", 4)] {
        let expected = format!("expected an array of 2 elements, found {found}");
        assert_eq!(error::<(i64, i64)>(text), expected, "{text}");
    }
    assert_eq!(
        error::<Vec<(i64, bool)>>("[[1,true],[2]]"),
        "[1]: expected an array of 2 elements, found 1"
    );
    assert_eq!(
        error::<(i64, i64)>("{}"),
        "expected an array, found an object"
    );
    assert_eq!(
        error::<(i64, i64)>(r#"[1,"2"]"#),
        "[1]: expected a 64-bit integer, found a string"
    );
    assert!(
        json::from_str::<(i64, i64)>("[1,2,]")
            .unwrap_err()
            .is_syntax()
    );
}

#[test]
fn an_optional_tuple_of_the_wrong_length_is_absent_with_a_warning() {
    let text = r#"{"range":[1,2,3],"origin":["o",null]}"#;
    let (value, warnings) = Reader::new(text).read::<Span>().unwrap();
    assert_eq!(value.range, None);
    assert_eq!(value.origin, Some(("o".to_owned(), None)));
    let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["range: expected an array of 2 elements, found 3"]);
    assert!(Reader::new(text).strict(true).read::<Span>().is_err());
}

#[test]
fn elements_have_constraints_of_their_own_and_can_be_unique() {
    const ELEMENTS: &[Limits] = &[
        Limits::NONE.max_length(0),
        Limits::NONE,
        Limits::NONE.minimum(3),
    ];
    let mut violations = Violations::default();
    let value = ("1".to_owned(), Value::from("1"), 2.0, 2_i64);
    let limits = Limits::NONE.unique_items().elements(ELEMENTS);
    Json::check(&value, &limits, &mut violations.at("pair"));
    assert_eq!(
        violations.finish().unwrap_err().to_string(),
        "pair: items 0 and 1 are equal; pair: items 2 and 3 are equal; \
         pair[0]: is 1 character long; the maximum is 0; pair[2]: 2 is less than the minimum 3"
    );
}

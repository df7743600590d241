//! Tests of validation, with types like generated ones.

use serde_json::Value;

use super::*;
use crate::runtime::Patch;

/// A number, a secret string, a list, a map and a nested value of the same type.
#[derive(Default)]
struct Input {
    days: Option<f64>,
    key: Option<String>,
    tags: Vec<String>,
    counts: BTreeMap<String, i64>,
    inner: Patch<Vec<Input>>,
    additional: BTreeMap<String, String>,
}

crate::checked_object! {
    Input {
        "days" => optional days [minimum(30).exclusive_maximum_f64(99.5)],
        "streamKey" => optional key [min_length(2).max_length(4)],
        "tags" => required tags [max_items(3).unique_items().each(&Limits::NONE.max_length(1))],
        "counts" => required counts [max_properties(1).each(&Limits::NONE.minimum(0).multiple_of(5))],
        "inner" => patch inner [each(&Limits::NESTED)],
        ..additional [each(&Limits::NONE.max_length(2))]
    }
}

fn violations(value: &Input) -> Vec<String> {
    match value.validate() {
        Ok(()) => Vec::new(),
        Err(error) => error.violations.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn valid_values_pass() {
    let value = Input {
        days: Some(30.0),
        // Four code points in fourteen bytes.
        key: Some("é😀😀😀".to_owned()),
        tags: vec!["a".to_owned(), "b".to_owned()],
        counts: BTreeMap::from([("x".to_owned(), 10)]),
        inner: Patch::Value(vec![Input::default()]),
        additional: BTreeMap::from([("y".to_owned(), "ab".to_owned())]),
    };
    assert_eq!(value.validate(), Ok(()));
    assert_eq!(Input::default().validate(), Ok(()));
}

#[test]
fn all_violations_are_reported_with_paths_and_without_values() {
    let inner = Input {
        key: Some("SECRET".to_owned()),
        ..Input::default()
    };
    let value = Input {
        days: Some(7.0),
        key: Some("S".to_owned()),
        tags: ["a", "SECRET", "a", "d"].map(str::to_owned).to_vec(),
        counts: BTreeMap::from([("a b".to_owned(), -1), ("x".to_owned(), 5)]),
        inner: Patch::Value(vec![Input::default(), inner]),
        additional: BTreeMap::from([("y".to_owned(), "SECRET".to_owned())]),
    };
    let expected = [
        "days: 7 is less than the minimum 30",
        "streamKey: is 1 character long; the minimum is 2",
        "tags: has 4 items; the maximum is 3",
        "tags: items 0 and 2 are equal",
        "tags[1]: is 6 characters long; the maximum is 1",
        "counts: has 2 members; the maximum is 1",
        "counts[\"a b\"]: -1 is less than the minimum 0",
        "counts[\"a b\"]: -1 is not a multiple of 5",
        "inner[1].streamKey: is 6 characters long; the maximum is 4",
        "y: is 6 characters long; the maximum is 2",
    ];
    assert_eq!(violations(&value), expected);
    let error = value.validate().expect_err("there are violations");
    assert_eq!(error.to_string(), expected.join("; "));
}

#[test]
fn bounds_are_inclusive_or_exclusive() {
    let mut violations = Violations::default();
    assert!(violations.is_empty());
    let limits = Limits::NONE
        .minimum(1)
        .maximum(3)
        .exclusive_minimum(1)
        .exclusive_maximum(3)
        .multiple_of(0);
    for value in 0..=4 {
        Json::check(&value, &limits, &mut violations.at("n"));
    }
    let limits = Limits::NONE.multiple_of(-1);
    Json::check(&i64::MIN, &limits, &mut violations.at("n"));
    let limits = Limits::NONE.minimum(1);
    Json::check(&f64::NAN, &limits, &mut violations.at("n"));
    let messages: Vec<String> = match violations.finish() {
        Ok(()) => Vec::new(),
        Err(error) => error
            .violations
            .into_iter()
            .map(|violation| violation.message)
            .collect(),
    };
    assert_eq!(
        messages,
        [
            "0 is less than the minimum 1",
            "0 is not greater than 1",
            "1 is not greater than 1",
            "3 is not less than 3",
            "4 is greater than the maximum 3",
            "4 is not less than 3",
        ]
    );
}

#[test]
fn items_are_compared_as_json() {
    let mut violations = Violations::default();
    let items: Vec<Value> =
        json::from_str(r#"[1,1.0,"1",{"a":1,"b":2},{"b":2.0,"a":1},true]"#).expect("it is JSON");
    let limits = Limits::NONE.unique_items();
    Json::check(&items, &limits, &mut violations.at("list"));
    let numbers = vec![0.5, f64::NAN, f64::NAN];
    Json::check(&numbers, &limits, &mut violations.at("list"));
    let error = violations.finish().expect_err("two pairs are equal");
    assert_eq!(
        error.to_string(),
        "list: items 0 and 1 are equal; list: items 3 and 4 are equal"
    );
}

#[test]
fn deeply_nested_values_do_not_overflow_the_stack() {
    #[derive(Default)]
    struct Chain {
        next: Option<Box<Chain>>,
    }
    crate::checked_object! {
        Chain {
            "next" => optional next [nested()],
        }
    }
    let mut chain = Chain::default();
    for _ in 0..5000 {
        chain = Chain {
            next: Some(Box::new(chain)),
        };
    }
    assert_eq!(chain.validate(), Ok(()));
}

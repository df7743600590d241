//! Members that are absent, null, or have a value.

use std::collections::BTreeMap;

use api::Patch;
use api::types::{Color, Values, ValuesEnumeration};

use crate::support::{ServerResponse, given, sent};

fn body(values: &Values) -> String {
    let request = sent(|client| client.values().create(values));
    let head = "POST /values\naccept: application/json\ncontent-type: application/json\n\n";
    request
        .strip_prefix(head)
        .expect("the usual head")
        .to_owned()
}

fn read(json: &str) -> Values {
    given(ServerResponse::json(json), |client| {
        client.values().create(&Values::new(1, None))
    })
    .expect("a response")
}

#[test]
fn required_members_are_always_there() {
    assert_eq!(
        body(&Values::new(1, None)),
        r#"{"required":1,"required_nullable":null}"#
    );
    assert_eq!(
        body(&Values::new(1, Some(2))),
        r#"{"required":1,"required_nullable":2}"#
    );
}

#[test]
fn absent_null_and_a_value_are_three_wires() {
    let values = || Values::new(1, None);
    let head = r#"{"required":1,"required_nullable":null"#;
    assert_eq!(
        body(&values().optional(2)),
        format!(r#"{head},"optional":2}}"#)
    );
    for (value, json) in [
        (Patch::Omit, ""),
        (Patch::Null, r#","optional_nullable":null"#),
        (Patch::Value(2), r#","optional_nullable":2"#),
        (None.into(), r#","optional_nullable":null"#),
        (Some(2).into(), r#","optional_nullable":2"#),
    ] {
        assert_eq!(
            body(&values().optional_nullable(value)),
            format!("{head}{json}}}")
        );
    }
}

/// All spellings give the same type, so one value fits them all.
#[test]
fn every_spelling_of_nullable_is_the_same_type() {
    let null: Patch<i64> = Patch::Null;
    let mut values = Values::new(1, None)
        .optional_nullable(null.clone())
        .any_of(null.clone())
        .one_of(null.clone())
        .reference(null)
        .any_of_reference(Color::Blue)
        .enumeration(ValuesEnumeration::A)
        .described(Color::Blue);
    assert_eq!(
        body(&values),
        r#"{"required":1,"required_nullable":null,"optional_nullable":null,"any_of":null,"one_of":null,"reference":null,"any_of_reference":"blue","enumeration":"a","described":"blue"}"#
    );
    values.enumeration = Patch::Null;
    assert!(body(&values).contains(r#""enumeration":null"#));
}

#[test]
fn null_stands_in_lists_and_maps() {
    let values = Values::new(1, None)
        .list([Some("a".to_owned()), None])
        .map(BTreeMap::from([
            ("k".to_owned(), None),
            ("l".to_owned(), Some(1)),
        ]));
    assert_eq!(
        body(&values),
        r#"{"required":1,"required_nullable":null,"list":["a",null],"map":{"k":null,"l":1}}"#
    );
}

#[test]
fn responses_tell_the_three_apart_too() {
    let json = r#"{"required":1,"required_nullable":null,"optional_nullable":null,"any_of":3}"#;
    let values = read(json);
    assert_eq!(values.required_nullable, None);
    assert_eq!(values.optional, None);
    assert_eq!(values.optional_nullable, Patch::Null);
    assert_eq!(values.any_of, Patch::Value(3));
    assert_eq!(values.one_of, Patch::Omit);
    assert_eq!(body(&values), json);
}

#[test]
fn a_required_member_that_is_missing_is_an_error() {
    let given = |json| {
        given(ServerResponse::json(json), |client| {
            client.values().create(&Values::new(1, None))
        })
    };
    let error = given(r#"{"required_nullable":1}"#).expect_err("a member is missing");
    assert_eq!(
        error.decode_error().map(ToString::to_string).as_deref(),
        Some("missing required member `required`")
    );
    // One that may be null says nothing by being absent.
    assert_eq!(given(r#"{"required":1}"#).ok(), Some(Values::new(1, None)));
}

//! Unions whose alternatives are distinguished by nested members.

use super::*;

type Constants = &'static [(&'static str, &'static [&'static str])];

const fn object(required: &'static [&'static str], constants: Constants) -> WireShape {
    WireShape::Object {
        required,
        optional: &[],
        constants,
    }
}

const fn constants(constants: Constants) -> WireShape {
    object(&[], constants)
}

/// Returns the index of the alternative, or the error.
fn chosen(shapes: &'static [WireShape], text: &str, strict: bool) -> Result<usize, String> {
    let mut reader = Reader::new(text).strict(strict);
    let read = |reader: &mut Reader<'_>, index| reader.skip().map(|()| index);
    let index = reader.choose(None, shapes, read);
    let index = index.map_err(|error| error.to_string())?;
    reader.finish().map_err(|error| error.to_string())?;
    Ok(index)
}

/// A nested constant, next to one that two alternatives share.
static EVENTS: [WireShape; 3] = [
    WireShape::Nested(
        &object(&["event", "kind"], &[("kind", &["sync"])]),
        &[("event", constants(&[("type", &["user.created"])]))],
    ),
    WireShape::Nested(
        &object(&["event", "kind"], &[("kind", &["sync"])]),
        &[("event", constants(&[("type", &["user.deleted"])]))],
    ),
    object(&["kind"], &[("kind", &["ping"])]),
];

#[test]
fn nested_constants_decide() {
    let cases = [
        (r#"{"kind":"sync","event":{"type":"user.created"}}"#, 0),
        (
            r#"{"event":{"more":[{}],"type":"user.deleted"},"kind":"sync"}"#,
            1,
        ),
        (r#"{"kind":"ping","event":{"type":"user.deleted"}}"#, 2),
        // Unknown, so neither.
        (r#"{"kind":"sync","event":{"type":"user.renamed"}}"#, 3),
        (r#"{"kind":"sync","event":7}"#, 3),
        (r#"{"kind":"pong","event":{"type":"user.created"}}"#, 3),
        // The alternative reports the error.
        (r#"{"kind":"sync","event":null}"#, 0),
        (r#"{"kind":"sync","event":{}}"#, 0),
    ];
    for (text, index) in cases {
        assert_eq!(chosen(&EVENTS, text, false), Ok(index), "{text}");
    }
    assert_eq!(
        chosen(&EVENTS, r#"{"kind":"sync","event":{"type":"x"}}"#, true),
        Err("expected an object with `event`, `kind` whose `event.type` is `user.created`, an object with `event`, `kind` \
             whose `event.type` is `user.deleted` or an object with `kind`, found an object"
            .to_owned())
    );
}

#[test]
fn deeper_constants_and_exclusions_decide() {
    static DEEP: [WireShape; 3] = [
        WireShape::Nested(
            &object(&["data"], &[]),
            &[(
                "data",
                WireShape::Nested(
                    &object(&[], &[]),
                    &[("item", constants(&[("live", &["true"])]))],
                ),
            )],
        ),
        WireShape::Nested(
            &object(&["data"], &[]),
            &[(
                "data",
                WireShape::Nested(
                    &object(&[], &[]),
                    &[("item", constants(&[("live", &["false"])]))],
                ),
            )],
        ),
        WireShape::Nested(
            &object(&["list"], &[]),
            &[
                ("list", WireShape::Array(&[constants(&[("type", &["a"])])])),
                ("state", WireShape::Except(&["done", "7", "true"])),
            ],
        ),
    ];
    let cases = [
        (r#"{"data":{"item":{"live":true}}}"#, 0),
        (r#"{"data":{"item":{"live":false}}}"#, 1),
        (r#"{"data":{"item":{"live":"true"}}}"#, 0),
        (r#"{"list":[{"type":"a"},{"type":"b"}]}"#, 2),
        (r#"{"list":[],"state":"new"}"#, 2),
        (r#"{"list":[{"type":"b"}]}"#, 3),
        (r#"{"list":[],"state":"done"}"#, 3),
        (r#"{"list":[],"state":7.0}"#, 3),
        (r#"{"list":[],"state":true}"#, 3),
        (r#"{"list":[],"state":[]}"#, 3),
        (r#"{"list":[],"state":false}"#, 2),
    ];
    for (text, index) in cases {
        assert_eq!(chosen(&DEEP, text, false), Ok(index), "{text}");
    }
}

#[test]
fn most_declared_nested_members_wins() {
    const fn knows(optional: &'static [&'static str]) -> WireShape {
        WireShape::Object {
            required: &[],
            optional,
            constants: &[],
        }
    }
    static SHAPES: [WireShape; 2] = [
        WireShape::Nested(&object(&["data"], &[]), &[("data", knows(&["x"]))]),
        WireShape::Nested(&object(&["data"], &[]), &[("data", knows(&["y", "z"]))]),
    ];
    for (text, index) in [
        (r#"{"data":{"x":1}}"#, 0),
        (r#"{"data":{"y":1}}"#, 1),
        (r#"{"data":{"x":1,"y":1,"z":2}}"#, 1),
        (r#"{"data":{}}"#, 0),
    ] {
        assert_eq!(chosen(&SHAPES, text, false), Ok(index), "{text}");
    }
}

#[test]
fn numbers_of_either_type_keep_their_digits() {
    for text in [
        "9007199254740993",
        "18446744073709551615",
        "-9223372036854775808",
        "0.1",
        "-0",
        "1e300",
        "45",
    ] {
        let number: Number = from_str(text).expect("a number");
        let value: Value = from_str(text).expect("a value");
        let written = to_string(&number).expect("it can be written");
        assert_eq!(
            from_str::<Value>(&written).expect("a value"),
            value,
            "{text}"
        );
    }
    assert_eq!(from_str::<Number>("45.0"), Ok(Number::from(45)));
    assert_eq!(Number::from(-7_i64).as_i64(), Some(-7));
    assert_eq!(Number::from(u64::MAX).as_i64(), None);
    assert_eq!(Number::from(u64::MAX).as_u64(), Some(u64::MAX));
    assert_ne!(Number::from(u64::MAX), Number::from(u64::MAX as f64));
    assert_eq!(Number::from(0.5).to_string(), "0.5");
    assert_eq!(f64::from(Number::from(3)), 3.0);
}

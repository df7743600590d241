//! Objects without a tag, in unions with a tag.

use super::*;

#[test]
fn untagged_object_needs_a_distinguishing_member() {
    const fn object(
        required: &'static [&'static str],
        optional: &'static [&'static str],
    ) -> WireShape {
        WireShape::Object {
            required,
            optional,
            constants: &[],
        }
    }
    static SHAPES: [WireShape; 3] = [
        WireShape::OneOf(&[WireShape::Tagged(&["a"]), object(&[], &["both", "x"])]),
        WireShape::OneOf(&[WireShape::Tagged(&["b"]), object(&["y"], &["both"])]),
        WireShape::Tagged(&["c"]),
    ];
    static WITH_MAP: [WireShape; 2] = [
        WireShape::OneOf(&[WireShape::Tagged(&["a"]), object(&[], &["x"])]),
        WireShape::Map,
    ];
    let chosen = |shapes: &'static [WireShape], text: &str| {
        let mut reader = Reader::new(text);
        let read = |reader: &mut Reader<'_>, index| reader.skip().map(|()| index);
        reader.choose(Some("kind"), shapes, read).unwrap()
    };
    let cases = [
        (r#"{"x":1}"#, 0),
        (r#"{"y":1,"both":2}"#, 1),
        (r#"{"kind":"b"}"#, 1),
        // No declared member, a missing required member, and two equal alternatives.
        (r#"{"z":1}"#, 3),
        ("{}", 3),
        (r#"{"kind":null}"#, 3),
        (r#"{"both":1}"#, 0),
        (r#"{"x":1,"y":2}"#, 3),
    ];
    for (text, index) in cases {
        assert_eq!(chosen(&SHAPES, text), index, "{text}");
    }
    // A map matches everything, but never better than another alternative.
    assert_eq!(chosen(&WITH_MAP, r#"{"x":1}"#), 0);
    assert_eq!(chosen(&WITH_MAP, r#"{"z":1}"#), 1);
}

#[test]
fn any_value_does_not_warn() {
    static OPEN: [WireShape; 3] = [WireShape::Tagged(&["a"]), WireShape::String, WireShape::Any];
    for (text, index) in [
        (r#"{"kind":"a"}"#, 0),
        (r#""x""#, 1),
        ("1", 2),
        (r#"{"kind":"new"}"#, 2),
        (r#"{"z":1}"#, 2),
    ] {
        let mut reader = Reader::new(text).strict(true);
        let read = |reader: &mut Reader<'_>, index| reader.skip().map(|()| index);
        let chosen = reader.choose(Some("kind"), &OPEN, read);
        assert_eq!(chosen.unwrap(), index, "{text}");
    }
}

//! `oneOf` and `anyOf`.

use super::*;
use crate::api::IntegerFormat;

#[test]
fn constants_with_titles_are_an_enum() {
    let (api, remarks) = schemas(
        "    A: {oneOf: [{const: a, title: The a}, {const: b, description: The b.}]}
    B: {type: string, anyOf: [{enum: [x, y]}, {}]}
    C: {anyOf: [{type: string}, {type: string, enum: [x]}]}
    D: {anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}
",
    );
    assert_eq!(
        remarks,
        [(
            "unsupported-union",
            "/components/schemas/D/anyOf".to_owned()
        )]
    );
    let Shape::Enum(values) = shape(&api, "A") else {
        panic!("no enum")
    };
    let said: Vec<Option<&str>> = values
        .iter()
        .map(|value| value.description.as_deref())
        .collect();
    assert_eq!(texts(shape(&api, "A")), ["a", "b"]);
    assert_eq!(said, [Some("The a"), Some("The b.")]);
    assert_eq!(texts(shape(&api, "B")), ["x", "y"]);
    assert_eq!(texts(shape(&api, "C")), ["x"]);
    assert_eq!(
        *shape(&api, "D"),
        Shape::Any,
        "an alternative with alternatives is not looked into"
    );
}

#[test]
fn alternatives_of_one_kind_share_it() {
    let (api, remarks) = schemas(
        "    A: {anyOf: [{type: string, format: ipv4}, {type: string, format: ipv6}]}
    B: {oneOf: [{type: integer}, {type: number}]}
    C: {oneOf: [{type: integer, format: int32}, {type: integer, format: int32}]}
    D: {anyOf: [{type: string, format: date-time}, {type: string, format: date-time, pattern: x}]}
    E: {oneOf: [{$ref: '#/components/schemas/F'}]}
    F: {type: object, properties: {x: {}}}
",
    );
    assert_eq!(remarks, []);
    assert_eq!(*shape(&api, "A"), Shape::String(None));
    assert_eq!(*shape(&api, "B"), Shape::Number);
    assert_eq!(*shape(&api, "C"), Shape::Integer(IntegerFormat::Int32));
    assert_eq!(*shape(&api, "D"), Shape::DateTime);
    assert_eq!(component(&api, "E"), component(&api, "F"));
}

#[test]
fn others_are_free_form_with_one_remark() {
    let (api, remarks) = schemas(
        "    A: {oneOf: [{type: string}, {type: object, properties: {x: {}}}]}
    B: {type: [string, integer]}
    C: {enum: [1, a]}
    H: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/A'}}}
",
    );
    assert_eq!(*shape(&api, "A"), Shape::Any);
    assert_eq!(*shape(&api, "B"), Shape::Any);
    assert_eq!(*shape(&api, "C"), Shape::Any);
    assert_eq!(
        remarks,
        [
            (
                "unsupported-union",
                "/components/schemas/A/oneOf".to_owned()
            ),
            ("unsupported-union", "/components/schemas/B/type".to_owned()),
            ("mixed-enum", "/components/schemas/C/enum/0".to_owned()),
        ]
    );
}

#[test]
fn alternatives_that_only_require_leave_the_struct() {
    let (api, remarks) = schemas(
        "    A: {type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}\n",
    );
    assert_eq!(field_names(&api, "A"), ["a", "b"]);
    assert_eq!(codes(&remarks), ["union-without-effect"]);
}

//! Members of objects that `properties` does not declare for all values.

use super::{codes, field, field_names, schemas, shape};
use crate::api::Shape;

#[test]
fn members_that_match_no_pattern_are_kept() {
    let (api, reports) = schemas(
        "    A: {properties: {b: {type: integer}}, patternProperties: {'^x-': {type: string}}}
    B: {properties: {b: {type: integer}}, patternProperties: {'^x-': {type: string}}, additionalProperties: false}
    C: {patternProperties: {'^[a-z]{2,8}$': {type: string}}}
    D: {patternProperties: {'^x-': {type: string}, '.*': {type: string}}}
    E: {patternProperties: {'^x-': false}, properties: {b: {type: integer}}}
    F: {patternProperties: {'^x-': {type: string}}, additionalProperties: {type: integer}}
    G: {patternProperties: {'\\.d$': {type: string}}}
",
    );
    let rest = |name: &str| match shape(&api, name) {
        Shape::Struct(object) => object.additional.map(|ty| &api.get(ty.id).shape),
        Shape::Map(ty) => Some(&api.get(ty.id).shape),
        other => panic!("{name} is {other:?}"),
    };
    assert_eq!(rest("A"), Some(&Shape::Any));
    assert_eq!(rest("B"), Some(&Shape::String(None)));
    assert_eq!(rest("C"), Some(&Shape::String(None)));
    assert_eq!(rest("D"), Some(&Shape::String(None)));
    assert_eq!(rest("E"), None);
    assert!(matches!(rest("F"), Some(Shape::Union(_))));
    assert_eq!(rest("G"), Some(&Shape::Any));
    assert_eq!(
        reports,
        [("A", "^x-"), ("G", "\\.d$")].map(|(name, pattern)| (
            "open-pattern-properties",
            format!("/components/schemas/{name}/patternProperties/{pattern}")
        ))
    );
}

#[test]
fn conditional_properties_are_optional() {
    let (api, reports) = schemas(
        "    A:
      type: object
      required: [kind, b, z]
      properties: {kind: {type: string}}
      if: {properties: {kind: {const: x}}}
      then: {required: [a], properties: {a: {type: integer}, kind: {const: x}, z: {type: string}}}
      else: {allOf: [{$ref: '#/components/schemas/B'}], properties: {z: {type: boolean}, a: {type: integer}}}
    B: {properties: {b: {type: string}}}
    C: {dependentSchemas: {card: {properties: {address: {type: string}}}}, properties: {card: {type: string}}}
    D: {allOf: [{properties: {a: {type: string}}}], unevaluatedProperties: {type: integer}}
    E: {properties: {a: {type: string}}, unevaluatedProperties: false}
    F: {allOf: [{additionalProperties: {type: string}}], unevaluatedProperties: {type: integer}}
    G: {type: object, then: {properties: {a: {type: string}}}}
",
    );
    assert_eq!(field_names(&api, "A"), ["kind", "a", "z", "b"]);
    let required = ["kind", "a", "z", "b"].map(|name| field(&api, "A", name).required);
    assert_eq!(required, [true, false, true, true]);
    let of_field = |name: &str| &api.get(field(&api, "A", name).ty.id).shape;
    assert_eq!(*of_field("kind"), Shape::String(None));
    assert!(matches!(of_field("a"), Shape::Integer(_)));
    assert!(matches!(of_field("z"), Shape::Union(union) if union.variants.len() == 2));
    assert_eq!(field_names(&api, "C"), ["card", "address"]);
    let rest = |name: &str| match shape(&api, name) {
        Shape::Struct(object) => object.additional.map(|ty| &api.get(ty.id).shape),
        Shape::Map(ty) => Some(&api.get(ty.id).shape),
        other => panic!("{name} is {other:?}"),
    };
    assert!(matches!(rest("D"), Some(Shape::Integer(_))));
    assert_eq!(rest("E"), None);
    assert_eq!(rest("F"), Some(&Shape::String(None)));
    assert_eq!(field_names(&api, "G"), ["a"]);
    assert_eq!(rest("G"), Some(&Shape::Any));
    let places: Vec<&str> = reports.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "/components/schemas/A/if",
            "/components/schemas/A/then",
            "/components/schemas/A/else",
            "/components/schemas/C/dependentSchemas",
            "/components/schemas/E/unevaluatedProperties",
            "/components/schemas/G/then",
        ]
    );
    assert!(
        codes(&reports)
            .iter()
            .all(|code| *code == "keyword-without-effect")
    );
}

#[test]
fn invalid_defaults_are_removed() {
    let (api, reports) = schemas(
        "    A:
      properties:
        a: {type: integer, default: 'x\"y'}
        b: {type: integer, default: '10'}
        c: {type: boolean, default: []}
        d: {type: number, default: 1.5}
        e: {type: string, default: 5}
        f: {$ref: '#/components/schemas/B', default: true}
    B: {type: integer, default: 1.5}
",
    );
    let default = |name: &str| field(&api, "A", name).docs.default.is_some();
    let kept = ["a", "b", "c", "d", "e", "f"].map(default);
    assert_eq!(kept, [false, true, false, true, true, false]);
    let mut places: Vec<&str> = reports.iter().map(|(_, place)| place.as_str()).collect();
    places.sort_unstable();
    let place = "/components/schemas";
    let expected = ["A/properties/a", "A/properties/c", "A/properties/f", "B"];
    assert_eq!(
        places,
        expected.map(|name| format!("{place}/{name}/default"))
    );
    assert!(codes(&reports).iter().all(|code| *code == "default-type"));
}

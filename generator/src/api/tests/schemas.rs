//! Schemas: shapes, nullability, `allOf`, references, constraints, marks.

use super::*;
use crate::api::{Bound, Format, IntegerFormat, TypeName, TypePart};
use crate::openapi::Node;

#[test]
fn types_and_formats_become_shapes() {
    let (api, reports) = schemas(
        "    A: {type: string}
    B: {type: string, format: date-time}
    C: {type: string, format: date}
    D: {type: string, format: byte}
    E: {type: integer}
    F: {type: integer, format: int32}
    G: {type: integer, format: uint8}
    H: {type: integer, maximum: 18446744073709551615}
    I: {type: number, format: int32}
    J: {type: boolean}
    K: {type: array, items: {type: boolean}}
    L: {}
    M: {type: [integer, number]}
    N: {type: integer, format: int32, maximum: 4294967295}
    O: {format: int64}
    P: {type: integer, format: uint64}
    Q: {type: integer, maximum: 9223372036854775807}
",
    );
    assert_eq!(reports, []);
    assert_eq!(*shape(&api, "A"), Shape::String(None));
    assert_eq!(*shape(&api, "B"), Shape::DateTime);
    assert_eq!(*shape(&api, "C"), Shape::Date);
    assert_eq!(*shape(&api, "D"), Shape::String(Some(Format::Byte)));
    assert_eq!(*shape(&api, "E"), Shape::Integer(IntegerFormat::Int64));
    assert_eq!(*shape(&api, "F"), Shape::Integer(IntegerFormat::Int32));
    assert_eq!(*shape(&api, "G"), Shape::Integer(IntegerFormat::UInt32));
    assert_eq!(*shape(&api, "H"), Shape::Integer(IntegerFormat::UInt64));
    assert_eq!(*shape(&api, "I"), Shape::Integer(IntegerFormat::Int32));
    assert_eq!(*shape(&api, "J"), Shape::Boolean);
    assert!(
        matches!(shape(&api, "K"), Shape::List(item) if api.get(item.id).shape == Shape::Boolean)
    );
    assert_eq!(*shape(&api, "L"), Shape::Any);
    assert_eq!(*shape(&api, "M"), Shape::IntegerOrNumber);
    assert_eq!(*shape(&api, "N"), Shape::Integer(IntegerFormat::Int64));
    assert_eq!(*shape(&api, "O"), Shape::Integer(IntegerFormat::Int64));
    assert_eq!(*shape(&api, "P"), Shape::Integer(IntegerFormat::UInt64));
    assert_eq!(*shape(&api, "Q"), Shape::Integer(IntegerFormat::Int64));
}

#[test]
fn numbers_with_an_integer_format_are_integers_unless_there_is_a_fraction() {
    let (api, reports) = schemas(
        "    A: {type: number, format: int64}
    B: {type: [number, integer], format: uint64}
    C: {allOf: [{type: number}, {format: int32}]}
    D: {type: number, format: double}
    E: {type: number, format: int32, example: 1.5}
    F: {type: number, format: int32, multipleOf: 0.25}
    G: {type: number, format: int32, enum: [1, 2.5]}
    H: {type: number, format: int32, enum: [1, 2.0], default: 2.0}
",
    );
    assert_eq!(reports, []);
    for (name, format) in [
        ("A", IntegerFormat::Int64),
        ("B", IntegerFormat::UInt64),
        ("C", IntegerFormat::Int32),
    ] {
        assert_eq!(*shape(&api, name), Shape::Integer(format), "{name}");
    }
    assert!(matches!(shape(&api, "H"), Shape::Integers(values) if values[1].value == "2"));
    for name in ["D", "E", "F", "G"] {
        assert_eq!(*shape(&api, name), Shape::Number, "{name}");
    }
}

#[test]
fn keywords_imply_a_missing_type() {
    let (api, reports) = schemas(
        "    A: {properties: {x: {type: string}}}
    B: {items: {type: string}}
    C: {enum: [1, 2]}
    D: {enum: [a]}
    E: {const: a}
    F: {const: true}
    G: {minLength: 1}
    H: {minimum: 1}
    I: {additionalProperties: {type: string}}
",
    );
    assert_eq!(reports, []);
    assert_eq!(field_names(&api, "A"), ["x"]);
    assert!(matches!(shape(&api, "B"), Shape::List(_)));
    assert!(matches!(shape(&api, "C"), Shape::Integers(values) if values.len() == 2));
    assert_eq!(enum_strings(shape(&api, "D")), ["a"]);
    assert_eq!(enum_strings(shape(&api, "E")), ["a"]);
    assert_eq!(*shape(&api, "F"), Shape::Boolean);
    assert_eq!(*shape(&api, "G"), Shape::String(None));
    assert_eq!(*shape(&api, "H"), Shape::Number);
    assert!(matches!(shape(&api, "I"), Shape::Map(_)));
}

#[test]
fn additional_properties_become_maps_and_additional_members() {
    let (api, reports) = schemas(
        "    A: {type: object}
    B: {type: object, additionalProperties: true}
    C: {type: object, additionalProperties: {type: integer}}
    D: {type: object, additionalProperties: false}
    E: {type: object, properties: {x: {}}}
    F: {type: object, properties: {x: {}}, additionalProperties: false}
    G: {type: object, properties: {x: {}}, additionalProperties: {}}
    H: {type: object, properties: {x: {}}, additionalProperties: {type: integer}}
    I: {type: object, patternProperties: {'^a': {type: integer}, '^b': {type: integer}}, additionalProperties: false}
    J: {type: object, patternProperties: {'^a': {type: integer}, '^b': {type: string}}, additionalProperties: false}
    K: {type: object, patternProperties: {'^a': {type: integer}}, additionalProperties: false}
    L: {type: object, properties: {x: {type: string}, y: false}}
    M: {type: object, additionalProperties: {type: [string, 'null']}}
",
    );
    assert_eq!(reports, []);
    let value = |name: &str| match shape(&api, name) {
        Shape::Map(value) => (&api.get(value.id).shape, value.nullable),
        other => panic!("{name} is {other:?}"),
    };
    let integer = Shape::Integer(IntegerFormat::Int64);
    assert_eq!(value("A"), (&Shape::Any, false));
    assert_eq!(value("B"), (&Shape::Any, false));
    assert_eq!(value("C"), (&integer, false));
    assert_eq!(*object(&api, "D"), Struct::default());
    assert_eq!(object(&api, "E").additional, None);
    assert_eq!(object(&api, "F").additional, None);
    let rest = |name: &str| {
        object(&api, name)
            .additional
            .map(|ty| &api.get(ty.id).shape)
    };
    assert_eq!(rest("G"), Some(&Shape::Any));
    assert_eq!(rest("H"), Some(&integer));
    assert_eq!(value("I"), (&integer, false));
    assert!(matches!(value("J"), (Shape::Union(_), false)));
    assert_eq!(value("K"), (&integer, false));
    assert_eq!(field_names(&api, "L"), ["x"]);
    assert_eq!(value("M"), (&Shape::String(None), true));
}

#[test]
fn all_spellings_of_null_are_equal() {
    let (api, _) = schemas(
        "    N: {type: [object, 'null'], properties: {x: {}}}
    S: {type: object, properties: {x: {}}}
    H:
      type: object
      properties:
        a: {type: [string, 'null']}
        b: {anyOf: [{$ref: '#/components/schemas/S'}, {type: 'null'}]}
        c: {oneOf: [{type: 'null'}, {$ref: '#/components/schemas/S'}]}
        d: {type: [string, 'null'], enum: [x, null]}
        e: {enum: [x, null]}
        f: {$ref: '#/components/schemas/N'}
        g: {allOf: [{$ref: '#/components/schemas/N'}]}
        h: {type: array, items: {type: [integer, 'null']}}
        i: {$ref: '#/components/schemas/S'}
        j: {oneOf: [{const: x}, {const: y}, {type: 'null'}]}
",
    );
    for name in ["a", "b", "c", "d", "e", "f", "g", "j"] {
        assert!(field(&api, "H", name).ty.nullable, "{name}");
    }
    assert!(!field(&api, "H", "i").ty.nullable);
    assert_eq!(field(&api, "H", "b").ty.id, component(&api, "S").id);
    assert_eq!(field(&api, "H", "c").ty.id, component(&api, "S").id);
    assert_eq!(field(&api, "H", "f").ty, component(&api, "N"));
    assert_eq!(field(&api, "H", "g").ty, component(&api, "N"));
    assert!(
        matches!(&api.get(field(&api, "H", "h").ty.id).shape, Shape::List(item) if item.nullable)
    );
    assert_eq!(
        enum_strings(&api.get(field(&api, "H", "e").ty.id).shape),
        ["x"]
    );
    assert_eq!(
        enum_strings(&api.get(field(&api, "H", "j").ty.id).shape),
        ["x", "y"]
    );
}

#[test]
fn nullable_of_version_3_0_means_the_same() {
    let (api, _) = schemas_in(
        "3.0.3",
        "    S: {type: object, properties: {x: {type: string}}}
    H:
      type: object
      properties:
        a: {type: string, nullable: true}
        b: {nullable: true, allOf: [{$ref: '#/components/schemas/S'}]}
        c: {type: object, nullable: true, allOf: [{$ref: '#/components/schemas/S'}]}
        d: {type: string, nullable: true, enum: [x]}
        e: {allOf: [{$ref: '#/components/schemas/S'}, {nullable: true}]}
        f: {anyOf: [{$ref: '#/components/schemas/S'}, {nullable: true}]}
",
    );
    for name in ["a", "b", "c", "d", "e", "f"] {
        assert!(field(&api, "H", name).ty.nullable, "{name}");
    }
    let same = component(&api, "S").id;
    assert_eq!(field(&api, "H", "b").ty.id, same);
    assert_eq!(field(&api, "H", "c").ty.id, same);
    assert_eq!(field(&api, "H", "f").ty.id, same);
}

#[test]
fn all_of_is_merged_keyword_by_keyword() {
    let (api, reports) = schemas(
        "    Base:
      type: object
      required: [id]
      properties:
        id: {type: string, minLength: 1, description: Base id.}
        kind: {type: string, enum: [a, b, c]}
        n: {type: number}
    Derived:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [n]
          properties:
            id: {maxLength: 9}
            kind: {enum: [b, d]}
            n: {type: integer, minimum: 0}
            extra: {type: boolean}
      required: [extra]
    Sibling:
      $ref: '#/components/schemas/Base'
      required: [kind]
",
    );
    assert_eq!(reports, []);
    assert_eq!(field_names(&api, "Derived"), ["id", "kind", "n", "extra"]);
    let required: Vec<bool> = object(&api, "Derived")
        .fields
        .iter()
        .map(|field| field.required)
        .collect();
    assert_eq!(required, [true, false, true, true]);
    let id = field(&api, "Derived", "id");
    assert_eq!(
        (id.constraints.min_length, id.constraints.max_length),
        (Some(1), Some(9))
    );
    assert_eq!(api.get(id.ty.id).shape, Shape::String(None));
    assert_eq!(id.docs.description.as_deref(), Some("Base id."));
    assert_eq!(
        enum_strings(&api.get(field(&api, "Derived", "kind").ty.id).shape),
        ["b"]
    );
    let n = field(&api, "Derived", "n");
    assert_eq!(api.get(n.ty.id).shape, Shape::Integer(IntegerFormat::Int64));
    assert_eq!(n.constraints.minimum, Some(Bound::Integer(0)));
    assert!(field(&api, "Sibling", "kind").required && field(&api, "Sibling", "id").required);
    assert!(!field(&api, "Base", "kind").required);
}

#[test]
fn of_two_contradicting_schemas_the_last_is_used_and_both_are_reported() {
    let mut diagnostics = Diagnostics::default();
    let text = "openapi: 3.1.0
info: {title: t, version: '1'}
paths: {}
components: {schemas: {A: {allOf: [{type: string}, {type: object}]}, B: {allOf: [{enum: [a]}, {enum: [b]}]}}}
";
    let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut diagnostics);
    let document = openapi::read(&sources, &mut diagnostics).expect("the test's document reads");
    let api = lower(&document, &mut diagnostics);
    assert!(matches!(shape(&api, "A"), Shape::Map(_)));
    assert_eq!(enum_strings(shape(&api, "B")), ["b"]);
    let places: Vec<(&str, &str)> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "contradiction")
        .filter_map(|diagnostic| {
            Some((
                diagnostic.location.as_ref()?.pointer.as_str(),
                diagnostic.related.first()?.0.pointer.as_str(),
            ))
        })
        .collect();
    assert_eq!(
        places,
        [
            (
                "/components/schemas/A/allOf/1",
                "/components/schemas/A/allOf/0"
            ),
            (
                "/components/schemas/B/allOf/1",
                "/components/schemas/B/allOf/0"
            )
        ]
    );
}

#[test]
fn of_two_string_formats_neither_is_used() {
    let (api, reports) = schemas(
        "    A: {allOf: [{type: string, format: date-time}, {format: date}]}
    B: {allOf: [{format: date-time}, {format: date}, {format: date-time}]}
    C: {allOf: [{type: string, format: date}, {format: date}]}
    D: {allOf: [{type: integer, format: int32}, {format: int64}]}
    E: {allOf: [{type: number, format: int32}, {format: custom}]}
",
    );
    assert_eq!(*shape(&api, "A"), Shape::String(None));
    assert_eq!(*shape(&api, "B"), Shape::String(None));
    assert_eq!(*shape(&api, "C"), Shape::Date);
    assert_eq!(*shape(&api, "D"), Shape::Integer(IntegerFormat::Int32));
    assert_eq!(*shape(&api, "E"), Shape::Integer(IntegerFormat::Int32));
    let places: Vec<&str> = reports.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(
        places,
        [
            "/components/schemas/A/allOf/1",
            "/components/schemas/B/allOf/1",
            "/components/schemas/B/allOf/2"
        ]
    );
    assert!(codes(&reports).iter().all(|code| *code == "contradiction"));
}

#[test]
fn a_reference_without_assertions_is_the_same_type_with_its_own_documentation() {
    let (api, _) = schemas(
        "    S: {type: object, title: T, description: Of the type., examples: [{x: 1}], properties: {x: {}}}
    Alias: {$ref: '#/components/schemas/S'}
    Copy: {description: A copy., allOf: [{$ref: '#/components/schemas/S'}]}
    Own: {type: object, description: Own., allOf: [{$ref: '#/components/schemas/S'}]}
    H:
      type: object
      properties:
        a: {$ref: '#/components/schemas/S'}
        b: {$ref: '#/components/schemas/S', description: Of the use., deprecated: true, default: {}}
        c: {allOf: [{$ref: '#/components/schemas/S'}], description: Of the use., readOnly: true, x-sensitive: true}
        d: {type: object, allOf: [{$ref: '#/components/schemas/S'}]}
",
    );
    let same = component(&api, "S");
    assert_eq!(component(&api, "Alias"), same);
    assert_eq!(component(&api, "Copy"), same);
    assert_ne!(component(&api, "Own"), same);
    assert_eq!(ty(&api, "Own").docs.description.as_deref(), Some("Own."));
    assert_eq!(field_names(&api, "Own"), ["x"]);
    for name in ["a", "b", "c", "d"] {
        assert_eq!(field(&api, "H", name).ty, same, "{name}");
    }
    let a = &field(&api, "H", "a").docs;
    assert_eq!(
        (a.summary.as_deref(), a.description.as_deref()),
        (Some("T"), Some("Of the type."))
    );
    assert!(a.example.is_some());
    let b = &field(&api, "H", "b").docs;
    assert_eq!(
        (b.summary.as_deref(), b.description.as_deref()),
        (None, Some("Of the use."))
    );
    assert_eq!(
        (b.deprecated, &b.default),
        (true, &Some(Node::Object(Vec::new())))
    );
    let c = field(&api, "H", "c");
    assert_eq!(c.docs.description.as_deref(), Some("Of the use."));
    assert!(c.read_only && c.sensitive);
    assert!(!api.get(same.id).sensitive);
}

#[test]
fn parts_are_named_after_the_type_that_declares_them() {
    let (api, _) = schemas(
        "    Derived: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {own: {enum: [x]}}}]}
    Base: {type: object, properties: {mode: {enum: [a]}, list: {type: array, items: {type: object, properties: {y: {}}}}}}
",
    );
    let base = component(&api, "Base").id;
    let derived = component(&api, "Derived").id;
    let mode = field(&api, "Derived", "mode").ty;
    assert_eq!(mode, field(&api, "Base", "mode").ty);
    let named = |owner, part| TypeName::Inline { owner, part };
    assert_eq!(
        api.get(mode.id).name,
        named(base, TypePart::Field("mode".to_owned()))
    );
    let own = field(&api, "Derived", "own").ty.id;
    assert_eq!(
        api.get(own).name,
        named(derived, TypePart::Field("own".to_owned()))
    );
    let list = field(&api, "Base", "list").ty.id;
    let Shape::List(item) = api.get(list).shape else {
        panic!("no list")
    };
    assert_eq!(api.get(item.id).name, named(list, TypePart::Item));
}

#[test]
fn targets_of_references_in_other_places_are_named_by_their_pointer() {
    let (api, _) = schemas(
        "    A: {type: object, properties: {x: {$ref: '#/components/schemas/B/properties/inner'}}}
    B: {type: object, properties: {inner: {type: object, properties: {y: {}}}}}
",
    );
    let inner = field(&api, "A", "x").ty;
    assert_eq!(inner, field(&api, "B", "inner").ty);
    assert_eq!(
        api.get(inner.id).name,
        TypeName::Component("B inner".to_owned())
    );
    let names: Vec<&str> = api
        .components
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["A", "B", "B inner"]);
}

#[test]
fn fields_inherit_bounds_and_those_that_do_not_apply_are_reported() {
    let (api, reports) = schemas(
        "    Text: {type: string, maxLength: 3}
    H:
      type: object
      properties:
        a: {$ref: '#/components/schemas/Text'}
        b: {type: integer, minLength: 2, minimum: 1}
        c: {$ref: '#/components/schemas/Text', minLength: 2}
",
    );
    assert_eq!(
        reports,
        [(
            "constraint-without-effect",
            "/components/schemas/H/properties/b/minLength".to_owned()
        )]
    );
    assert_eq!(field(&api, "H", "a").constraints.max_length, Some(3));
    assert_eq!(
        field(&api, "H", "b").constraints.minimum,
        Some(Bound::Integer(1))
    );
    let c = &field(&api, "H", "c").constraints;
    assert_eq!((c.min_length, c.max_length), (Some(2), Some(3)));
}

#[test]
fn required_names_without_a_property_are_reported() {
    let (api, reports) = schemas("    A: {type: object, required: [x, y], properties: {x: {}}}\n");
    assert_eq!(codes(&reports), ["undeclared-required"]);
    assert_eq!(field_names(&api, "A"), ["x"]);
}

#[test]
fn skipped_components_can_be_extended_but_have_no_type() {
    let (api, reports) = schemas(
        "    Base: {x-rust-skip: true, type: object, properties: {a: {}}}
    Used: {x-rust-skip: true, type: object, properties: {b: {}}}
    A: {allOf: [{$ref: '#/components/schemas/Base'}]}
    B: {type: object, properties: {used: {$ref: '#/components/schemas/Used'}, inline: {allOf: [{$ref: '#/components/schemas/Base'}]}}}
",
    );
    let names: Vec<&str> = api
        .components
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["Used", "A", "B"]);
    assert_eq!(field_names(&api, "A"), ["a"]);
    assert_eq!(codes(&reports), ["skip-without-effect"]);
    assert!(
        matches!(&api.get(field(&api, "B", "inline").ty.id).shape, Shape::Struct(object) if object.fields[0].name == "a")
    );
}

#[test]
fn lists_of_a_fixed_length_are_tuples() {
    let pair = "prefixItems: [{type: integer}, {type: [string, 'null']}]";
    let (api, reports) = schemas(&format!(
        "    Closed: {{type: array, {pair}, items: false}}
    Counted: {{{pair}, minItems: 2, maxItems: 2, uniqueItems: true}}
    Both: {{type: array, {pair}, items: false, minItems: 2}}
    Nested: {{type: array, prefixItems: [{{$ref: '#/components/schemas/Closed'}}, true], items: false}}
    Open: {{type: array, {pair}}}
    Longer: {{type: array, {pair}, minItems: 2}}
    Shorter: {{type: array, {pair}, minItems: 1, items: false}}
    AtMost: {{type: array, {pair}, maxItems: 2}}
    Never: {{type: array, {pair}, maxItems: 1, items: false}}
    One: {{type: array, prefixItems: [{{type: string}}], items: false}}
"
    ));
    assert_eq!(reports, []);
    for name in ["Closed", "Counted", "Both"] {
        let Shape::Tuple(elements) = shape(&api, name) else {
            panic!("{name} is {:?}", shape(&api, name));
        };
        let nullable: Vec<bool> = elements.iter().map(|element| element.nullable).collect();
        assert_eq!(nullable, [false, true], "{name}");
    }
    let constraints = &api.get(component(&api, "Counted").id).constraints;
    assert_eq!((constraints.min_items, constraints.max_items), (None, None));
    assert!(constraints.unique_items);
    let Shape::Tuple(nested) = shape(&api, "Nested") else {
        panic!("Nested is {:?}", shape(&api, "Nested"));
    };
    assert_eq!(nested[0].id, component(&api, "Closed").id);
    assert_eq!(api.get(nested[1].id).shape, Shape::Any);
    for name in ["Open", "Longer", "Shorter", "AtMost", "Never", "One"] {
        assert!(matches!(shape(&api, name), Shape::List(_)), "{name}");
    }
}

#[test]
fn tuples_that_rust_cannot_write_are_lists() {
    let elements = ["{type: string}"; 12].join(", ");
    let (api, reports) = schemas(&format!(
        "    Twelve: {{type: array, prefixItems: [{elements}], items: false}}
    Thirteen: {{type: array, prefixItems: [{elements}, {{type: string}}], items: false}}
    Endless: {{type: array, prefixItems: [{{type: string}}, {{type: array, items: {{$ref: '#/components/schemas/Endless'}}}}], items: false}}
    A: {{type: array, prefixItems: [{{$ref: '#/components/schemas/Twelve'}}, {{$ref: '#/components/schemas/Twelve'}}, {{$ref: '#/components/schemas/Twelve'}}, {{$ref: '#/components/schemas/Twelve'}}, {{$ref: '#/components/schemas/Twelve'}}], items: false}}
"
    ));
    assert!(matches!(shape(&api, "Twelve"), Shape::Tuple(elements) if elements.len() == 12));
    assert!(matches!(shape(&api, "Thirteen"), Shape::List(_)));
    for name in ["Endless", "A"] {
        let Shape::List(item) = shape(&api, name) else {
            panic!("{name} is {:?}", shape(&api, name));
        };
        assert_eq!(api.get(item.id).shape, Shape::Any, "{name}");
    }
    let constraints = &api.get(component(&api, "A").id).constraints;
    assert_eq!(
        (constraints.min_items, constraints.max_items),
        (Some(5), Some(5))
    );
    assert_eq!(reports.len(), 2, "{reports:?}");
}

#[test]
fn lists_of_other_lengths_are_lists() {
    let (api, reports) = schemas(
        "    A: {type: array, prefixItems: [{type: integer}, {type: integer}], maxItems: 2}
    B: {type: array, prefixItems: [{type: integer}, {type: string}]}
    C: {type: array}
",
    );
    let item = |name: &str| match shape(&api, name) {
        Shape::List(item) => &api.get(item.id).shape,
        other => panic!("{name} is {other:?}"),
    };
    assert_eq!(*item("A"), Shape::Integer(IntegerFormat::Int64));
    assert!(matches!(item("B"), Shape::Union(union) if union.variants.len() == 2));
    assert_eq!(*item("C"), Shape::Any);
    assert_eq!(reports, []);
}

#[test]
fn closed_members_of_all_of_allow_the_properties_of_each_other() {
    let (api, reports) = schemas(
        "    A: {allOf: [{type: object, additionalProperties: false, properties: {a: {}}}, {type: object, properties: {b: {}}}]}\n",
    );
    assert_eq!(field_names(&api, "A"), ["a", "b"]);
    assert_eq!(object(&api, "A").additional, None);
    assert_eq!(codes(&reports), ["closed-all-of"]);
}

#[test]
fn hints_pass_and_ignored_keywords_are_reported() {
    let (api, reports) = schemas(
        "    A: {type: object, x-rust-name: Other, not: {type: string}, properties: {b: {enum: [x], x-rust-name: bee}}}\n",
    );
    assert_eq!(ty(&api, "A").rust.name.as_deref(), Some("Other"));
    let b = field(&api, "A", "b");
    assert_eq!(b.rust_name.as_deref(), Some("bee"));
    assert_eq!(api.get(b.ty.id).rust.name, None);
    assert_eq!(codes(&reports), ["keyword-without-effect"]);
}

#[test]
fn a_refinement_can_refuse_null() {
    let (api, reports) = schemas(
        r"
    B: {type: object, properties: {x: {type: string}}}
    A:
      type: object
      required: [text, flag]
      properties:
        text: {type: [string, 'null']}
        flag: {anyOf: [{type: boolean}, {type: 'null'}]}
        kept: {anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}
        part: {oneOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}
    N:
      allOf:
        - $ref: '#/components/schemas/A'
        - properties:
            text: {type: string}
            flag: {type: boolean}
            kept: {description: words}
            part: {$ref: '#/components/schemas/B'}
",
    );
    assert_eq!(codes(&reports), Vec::<&str>::new());
    let nullable =
        |ty: &str| ["text", "flag", "kept", "part"].map(|name| field(&api, ty, name).ty.nullable);
    assert_eq!(nullable("A"), [true; 4]);
    assert_eq!(nullable("N"), [false, false, true, false]);
}

#[test]
fn a_discriminator_without_alternatives_is_reported() {
    let (_, reports) = schemas(
        r"
    Pet: {type: object, discriminator: {propertyName: kind}, properties: {kind: {type: string}}}
",
    );
    assert_eq!(
        reports,
        [(
            "keyword-without-effect",
            "/components/schemas/Pet/discriminator".to_owned()
        )]
    );
}

#[test]
fn long_lists_of_values_are_intersected_quickly() {
    let list = |from: usize| {
        let words: Vec<String> = (from..from + 20_000).map(|n| format!("v{n}")).collect();
        format!("{{enum: [{}, 1]}}", words.join(", "))
    };
    let (api, _) = schemas(&format!(
        "    E: {{type: string, allOf: [{}, {}]}}\n",
        list(0),
        list(19_999)
    ));
    assert_eq!(enum_strings(shape(&api, "E")), ["v19999", "1"]);
}

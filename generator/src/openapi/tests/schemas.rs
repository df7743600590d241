//! The Schema Object in both dialects, and deeply nested documents.

use super::super::document::{Number, SchemaType};
use super::{component, lines, property, read_files, read_schemas};
use crate::source::Node;

#[test]
fn nullable_in_3_0_becomes_a_type() {
    let (document, diagnostics) = read_schemas(
        "3.0.3",
        "    A: { type: string, nullable: true }
    B: { allOf: [ { $ref: '#/components/schemas/A' } ], nullable: true }
    C: { nullable: false, type: integer }
",
    );
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let a = component(&document, "A");
    assert_eq!(a.types, [SchemaType::String, SchemaType::Null]);
    assert!(!a.nullable);
    let b = component(&document, "B");
    assert_eq!(b.types, []);
    assert!(b.nullable);
    let part = document.schema(b.all_of[0]);
    assert_eq!(part.reference, Some(document.component_schemas[0].1));
    assert_eq!(component(&document, "C").types, [SchemaType::Integer]);
}

#[test]
fn nullable_in_3_1_is_read_with_a_warning() {
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        "    A: { type: string, nullable: true }\n    B: { type: null }\n",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "note outdated-keyword /components/schemas/A/nullable#: `nullable` has no meaning in OpenAPI 3.1; null is \
             accepted as in 3.0 (add `null` to `type`, as in `type: [string, \"null\"]`)",
            "warning wrong-type /components/schemas/B/type: `type` must be a string, found null; read as `\"null\"` (write it \
             in quotes: `\"null\"`)",
        ]
    );
    let a = component(&document, "A");
    assert_eq!(a.types, [SchemaType::String, SchemaType::Null]);
    assert_eq!(component(&document, "B").types, [SchemaType::Null]);
}

#[test]
fn exclusive_bounds_become_numbers() {
    let schemas =
        "    A: { minimum: 1, exclusiveMinimum: true, maximum: 2.5, exclusiveMaximum: false }\n";
    for (version, warnings) in [("3.0.0", 0), ("3.1.0", 2)] {
        let (document, diagnostics) = read_schemas(version, schemas);
        assert_eq!(diagnostics.len(), warnings, "{diagnostics:?}");
        let bounds = &component(&document, "A").constraints;
        assert_eq!(bounds.minimum, None);
        assert_eq!(bounds.exclusive_minimum, Some(Number::Integer(1)));
        assert_eq!(bounds.maximum, Some(Number::Float(2.5)));
        assert_eq!(bounds.exclusive_maximum, None);
    }
}

#[test]
fn siblings_of_references_have_an_effect_since_3_1() {
    let schemas = "    A: { type: string }
    B: { $ref: '#/components/schemas/A', description: d, nullable: true, default: x, x-order: 1 }
";
    let (document, diagnostics) = read_schemas("3.0.0", schemas);
    assert_eq!(
        lines(&diagnostics),
        [
            "warning reference-siblings /components/schemas/B/default#: `default` beside `$ref` is ignored in OpenAPI 3.0 \
             (move the `$ref` into an `allOf`, or write `openapi: 3.1.0`)",
            "note reference-siblings /components/schemas/B/nullable#: OpenAPI 3.0 ignores `nullable` beside `$ref`; null is \
             accepted as in 3.1 (move the `$ref` into an `allOf`, or write `openapi: 3.1.0`)",
        ]
    );
    let b = component(&document, "B");
    assert_eq!(b.reference, Some(document.component_schemas[0].1));
    assert_eq!((b.description.as_deref(), b.nullable), (Some("d"), true));
    // The type that the target has anyway means nothing.
    for (ty, warnings) in [("string", 0), ("object", 1)] {
        let schemas = format!(
            "    A: {{ type: string }}\n    B: {{ $ref: '#/components/schemas/A', type: {ty} }}\n"
        );
        let (_, diagnostics) = read_schemas("3.0.0", &schemas);
        assert_eq!(diagnostics.len(), warnings, "{diagnostics:?}");
    }
    let (document, _) = read_schemas("3.1.0", schemas);
    let b = component(&document, "B");
    assert_eq!(b.reference, Some(document.component_schemas[0].1));
    assert_eq!((b.description.as_deref(), b.nullable), (Some("d"), true));
}

#[test]
fn every_keyword_is_read_into_its_field() {
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        "    A:
      type: [object, 'null']
      title: t
      format: f
      examples: [1, { x-rust-odd: $ref }]
      example: 2
      required: [b, b, c]
      properties:
        b: { const: 7, x-sensitive: true, readOnly: true, x-rust-name: bee }
        c: { type: string, format: password, contentEncoding: base64, minLength: 3.0, pattern: a }
        d: { enum: [1, two, null], writeOnly: true, deprecated: true, default: { $ref: nowhere } }
        e: { prefixItems: [ {}, true ], items: false, uniqueItems: true, maxItems: 4, multipleOf: 0.5 }
      additionalProperties: true
      patternProperties: { ^x: {} }
      not: { type: nonsense }
      xml: { name: x }
      if: {}
    B:
      oneOf: [ { $ref: '#/components/schemas/A' } ]
      anyOf: [ {}, {} ]
      discriminator:
        propertyName: kind
        mapping: { a: A, a2: '#/components/schemas/A', z: Zed }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning unknown-reference /components/schemas/B/discriminator/mapping/z: `Zed` is not a schema in `components/schemas`; `z` is left out"
        ]
    );
    let a = component(&document, "A");
    assert_eq!(a.types, [SchemaType::Object, SchemaType::Null]);
    assert_eq!(a.required, ["b", "c"]);
    assert_eq!(a.examples.len(), 3);
    assert_eq!(a.examples[2], Node::Integer(2));
    let additional = a.additional_properties.expect("a schema");
    assert_eq!(document.schema(additional).boolean, Some(true));
    assert_eq!(a.pattern_properties[0].0, "^x");
    let without: Vec<_> = a
        .without_effect
        .iter()
        .map(|(keyword, at)| (*keyword, at.pointer.as_str()))
        .collect();
    assert_eq!(
        without,
        [
            ("not", "/components/schemas/A/not"),
            ("if", "/components/schemas/A/if")
        ]
    );
    let b = property(&document, a, "b");
    assert_eq!(b.constant, Some(Node::Integer(7)));
    assert!(b.sensitive && b.read_only);
    assert_eq!(b.hints.name.as_deref(), Some("bee"));
    let c = property(&document, a, "c");
    assert!(c.sensitive);
    assert_eq!(c.content_encoding.as_deref(), Some("base64"));
    assert_eq!(c.constraints.min_length, Some(3));
    assert_eq!(c.constraints.pattern.as_deref(), Some("a"));
    let d = property(&document, a, "d");
    let values = [Node::Integer(1), Node::String("two".to_owned()), Node::Null];
    assert_eq!(d.enumeration.as_deref(), Some(&values[..]));
    assert!(d.write_only && d.deprecated && d.default.is_some());
    let e = property(&document, a, "e");
    assert_eq!(e.prefix_items.len(), 2);
    let items = e.items.expect("a schema");
    assert_eq!(document.schema(items).boolean, Some(false));
    assert!(e.constraints.unique_items);
    assert_eq!(e.constraints.max_items, Some(4));
    assert_eq!(e.constraints.multiple_of, Some(Number::Float(0.5)));
    let b = component(&document, "B");
    assert_eq!((b.one_of.len(), b.any_of.len()), (1, 2));
    let discriminator = b.discriminator.as_ref().expect("a discriminator");
    assert_eq!(discriminator.property_name, "kind");
    let id = document.component_schemas[0].1;
    assert_eq!(
        discriminator.mapping,
        [("a".to_owned(), id), ("a2".to_owned(), id)]
    );
}

#[test]
fn chains_of_references_may_be_long() {
    const LENGTH: usize = 10_000;
    let mut schemas = String::new();
    for number in 0..LENGTH {
        let next = number + 1;
        schemas.push_str(&format!(
            "    S{number}: {{ $ref: '#/components/schemas/S{next}' }}\n"
        ));
    }
    schemas.push_str(&format!("    S{LENGTH}: {{ type: string }}\n"));
    let (document, diagnostics) = read_schemas("3.0.0", &schemas);
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let mut schema = component(&document, "S0");
    let mut steps = 0;
    while let Some(id) = schema.reference {
        schema = document.schema(id);
        steps += 1;
    }
    assert_eq!(steps, LENGTH);
    assert_eq!(schema.types, [SchemaType::String]);
    assert_eq!(document.schemas.len(), LENGTH + 1);
}

#[test]
fn schemas_may_be_deep() {
    const DEPTH: usize = 100;
    let open = "{ items: ".repeat(DEPTH);
    let close = " }".repeat(DEPTH);
    let (document, diagnostics) = read_schemas(
        "3.1.0",
        &format!("    A: {open}{{ type: string }}{close}\n"),
    );
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let mut schema = component(&document, "A");
    let mut steps = 0;
    while let Some(id) = schema.items {
        schema = document.schema(id);
        steps += 1;
    }
    assert_eq!(steps, DEPTH);
    assert_eq!(schema.types, [SchemaType::String]);
}

/// Components that only refer to files, and others that refer to the files themselves.
#[test]
fn a_component_that_refers_to_a_file_is_its_schema() {
    let document = |version: &str| {
        format!(
            "openapi: {version}
info: {{ title: T, version: '1' }}
paths: {{}}
components:
  schemas:
    Spot: {{ $ref: ./parts/Place.yaml }}
    Place: {{ $ref: ./parts/Place.yaml }}
    Area: {{ $ref: './parts/all.yaml#/Area' }}
    Town: {{ type: object, properties: {{ place: {{ $ref: ./parts/Place.yaml }}, area: {{ $ref: '#/components/schemas/Area' }}, \
             other: {{ $ref: ./parts/Area.yaml }}, spot: {{ $ref: '#/components/schemas/Spot' }} }} }}
    City: {{ $ref: '#/components/schemas/Town' }}
    Name: {{ $ref: '#/components/schemas/Town/properties/place' }}
"
        )
    };
    for version in ["3.0.3", "3.1.0"] {
        let text = document(version);
        let (document, diagnostics) = read_files(&[
            ("openapi.yaml", &text),
            (
                "parts/Place.yaml",
                "type: object\nproperties: {at: {$ref: Area.yaml}}\n",
            ),
            ("parts/all.yaml", "Area: {$ref: ./Area.yaml}\n"),
            ("parts/Area.yaml", "type: string\n"),
        ]);
        assert_eq!(lines(&diagnostics), Vec::<String>::new());
        let document = document.expect("a document");
        let id = |name: &str| {
            let mut named = document.component_schemas.iter();
            named
                .find(|(known, _)| known == name)
                .expect("it is there")
                .1
        };
        let town = component(&document, "Town");
        let target = |name: &str| property(&document, town, name).reference;
        assert_eq!(target("place"), Some(id("Place")));
        assert_eq!(target("area"), Some(id("Area")));
        assert_eq!(target("other"), Some(id("Area")));
        assert_eq!(target("spot"), Some(id("Spot")));
        // The file has one schema, named like the file; the other component is an alias of it.
        assert_eq!(component(&document, "Spot").reference, Some(id("Place")));
        assert_eq!(component(&document, "City").reference, Some(id("Town")));
        let place = component(&document, "Place");
        assert_eq!(place.reference, None);
        assert_eq!(property(&document, place, "at").reference, Some(id("Area")));
    }
}

#[test]
fn cycles_of_components_and_files_end() {
    let (document, diagnostics) = read_files(&[
        (
            "openapi.yaml",
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {$ref: a.yaml}, B: {$ref: b.yaml}}}\n",
        ),
        ("a.yaml", "$ref: 'openapi.yaml#/components/schemas/A'\n"),
        ("b.yaml", "$ref: b.yaml\n"),
    ]);
    assert!(document.is_some());
    let codes: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .collect();
    assert_eq!(codes, ["reference-cycle", "reference-cycle"]);
}

#[test]
fn a_missing_schema_accepts_any_value() {
    let (document, diagnostics) = read_schemas(
        "3.0.3",
        "    A:
      type: object
      properties: { kind: { $ref: '#/components/schemas/Kind' }, list: { type: array, items: { $ref: ./none.yaml } } }
      allOf: [{ $ref: '#/components/schemas/Base' }]
",
    );
    let codes: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.severity, diagnostic.code, diagnostic.free_form))
        .collect();
    let warning = |code| (crate::diagnostic::Severity::Warning, code, true);
    assert_eq!(
        codes,
        [
            warning("unknown-reference"),
            warning("unknown-reference"),
            warning("missing-file")
        ]
    );
    let schema = component(&document, "A");
    assert_eq!(property(&document, schema, "kind").reference, None);
}

#[test]
fn keywords_without_effect_on_the_wire_are_accepted() {
    let (_, diagnostics) = read_schemas(
        "3.0.3",
        "    A: { type: string }
    B: { type: object, properties: { a: { title: T, description: d, deprecated: true, $ref: '#/components/schemas/A' } } }
    C: { oneOf: [{ title: T, example: e, $ref: '#/components/schemas/A' }, { type: integer }] }
",
    );
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let (document, _) = read_schemas(
        "3.1.0",
        "    A: { propertyNames: { type: string, description: any } }
    B: { propertyNames: true }
    C: { propertyNames: {} }
    D: { propertyNames: { type: [string, 'null'] } }
    E: { propertyNames: { type: string, maxLength: 3 } }
    F: { propertyNames: { type: integer } }
    G: { propertyNames: false }
",
    );
    for (name, count) in [
        ("A", 0),
        ("B", 0),
        ("C", 0),
        ("D", 0),
        ("E", 1),
        ("F", 1),
        ("G", 1),
    ] {
        assert_eq!(
            component(&document, name).without_effect.len(),
            count,
            "{name}"
        );
    }
}

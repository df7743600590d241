//! Which examples match their schemas, and which survive.

use generator::diagnostic::Diagnostics;
use generator::openapi::{self, document::Document};
use generator::source::{Node, Sources};

use super::cases::{self, Direction};
use super::compare::{self, Difference};
use super::validate::Validator;

fn read_with(text: &str) -> (Document, Sources) {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut diagnostics);
    let document = openapi::read(&sources, &mut diagnostics).expect("the test's document reads");
    (document, sources)
}

/// Returns a document of component schemas, given as YAML.
fn schemas(version: &str, schemas: &str) -> (Document, Sources) {
    read_with(&format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}

fn node(text: &str) -> Node {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("value.json", text)], &mut diagnostics);
    sources.document().expect("the test's value reads").clone()
}

/// Returns what a value of the first component contradicts.
fn contradiction((document, sources): &(Document, Sources), value: &str) -> Option<String> {
    let (_, schema) = document.component_schemas[0];
    let mut validator = Validator::new(document, sources, None).expect("the schemas are valid");
    validator.check(schema, &node(value)).err()
}

#[test]
fn every_keyword_is_checked() {
    // A schema, a value that matches it, and one that does not.
    let cases = [
        ("{type: integer}", "1.0", "1.5"),
        ("{type: integer, format: int32}", "2147483647", "2147483648"),
        ("{type: [string, 'null']}", "null", "1"),
        ("{enum: [a, 1]}", "1.0", "\"b\""),
        ("{const: {a: [1]}}", "{\"a\": [1]}", "{\"a\": [2]}"),
        ("{minimum: 3}", "3", "2"),
        ("{exclusiveMinimum: 3}", "3.5", "3"),
        ("{maximum: 3}", "3", "3.5"),
        ("{exclusiveMaximum: 3}", "2", "3"),
        ("{multipleOf: 0.1}", "0.3", "0.35"),
        ("{minLength: 1, maxLength: 1}", "\"ä\"", "\"ää\""),
        ("{pattern: ^a}", "\"ab\"", "\"ba\""),
        ("{format: date}", "\"2024-02-29\"", "\"2023-02-29\""),
        ("{format: unknown-format}", "\"x\"", ""),
        ("{minItems: 1, maxItems: 1}", "[1]", "[1, 2]"),
        ("{uniqueItems: true}", "[1, 2]", "[1, 1]"),
        (
            "{prefixItems: [{type: string}], items: {type: integer}}",
            "[\"a\", 1]",
            "[\"a\", \"b\"]",
        ),
        ("{minProperties: 1, maxProperties: 1}", "{\"a\": 1}", "{}"),
        ("{required: [a]}", "{\"a\": 1}", "{}"),
        (
            "{properties: {a: {type: string}}}",
            "{\"b\": 1}",
            "{\"a\": 1}",
        ),
        (
            "{patternProperties: {^a: {type: string}}, additionalProperties: false}",
            "{\"ab\": \"\"}",
            "{\"b\": \"\"}",
        ),
        (
            "{allOf: [{type: object}, {required: [b]}]}",
            "{\"b\": 1}",
            "{}",
        ),
        ("{anyOf: [{type: string}, {type: array}]}", "[]", "1"),
        ("{oneOf: [{type: number}, {type: integer}]}", "1", "\"a\""),
        ("{not: {type: string}}", "1", "\"a\""),
        ("{if: {minimum: 3}, then: {multipleOf: 2}}", "4", "5"),
        ("{contains: {const: 1}, maxContains: 1}", "[1, 2]", "[1, 1]"),
        ("{$ref: '#/components/schemas/A'}", "1", ""),
    ];
    for (schema, good, bad) in cases {
        let document = schemas("3.1.0", &format!("    A: {schema}\n"));
        assert_eq!(contradiction(&document, good), None, "{schema}");
        if !bad.is_empty() {
            assert!(contradiction(&document, bad).is_some(), "{schema}");
        }
    }
}

#[test]
fn a_contradiction_has_its_path() {
    let document = schemas(
        "3.1.0",
        "    A: {items: {properties: {b: {type: string}}}}\n",
    );
    assert_eq!(
        contradiction(&document, "[{}, {\"b\": 1}]").as_deref(),
        Some("/1/b: value is not of type \"string\"")
    );
}

#[test]
fn nullable_of_version_3_0_accepts_null() {
    let document = schemas(
        "3.0.3",
        "    A: {nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}\n    B: {type: object}\n",
    );
    assert_eq!(contradiction(&document, "null"), None);
}

#[test]
fn values_may_be_nested_deeply() {
    let document = schemas(
        "3.1.0",
        "    A: {type: array, items: {$ref: '#/components/schemas/A'}}\n",
    );
    let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
    assert_eq!(contradiction(&document, &deep), None);
}

#[test]
fn members_of_the_other_direction_may_be_missing() {
    let (document, sources) = schemas(
        "3.1.0",
        "    A: {required: [id, key], properties: {id: {readOnly: true}, key: {writeOnly: true}}}\n",
    );
    let (_, schema) = document.component_schemas[0];
    let is_valid = |direction, value: &str| {
        let value = node(value);
        Validator::new(&document, &sources, direction)
            .expect("the schemas are valid")
            .check(schema, &value)
            .is_ok()
    };
    assert!(is_valid(None, "{}"));
    assert!(is_valid(Some(Direction::Request), "{\"key\": 1}"));
    assert!(!is_valid(Some(Direction::Request), "{\"id\": 1}"));
    assert!(is_valid(Some(Direction::Response), "{\"id\": 1}"));
    assert!(!is_valid(Some(Direction::Response), "{\"key\": 1}"));
}

/// Compares the first example of a document with the value that came back.
fn compared((document, sources): &(Document, Sources), actual: &str) -> Difference {
    let cases = cases::collect(document);
    let case = &cases.list[0];
    let actual = node(actual);
    let mut validator = Validator::new(document, sources, None).expect("the schemas are valid");
    compare::compare(&mut validator, case, &actual)
}

#[test]
fn values_are_equal_by_meaning() {
    let document = schemas(
        "3.1.0",
        "    A:
      example: {time: '2024-01-01T01:00:00+01:00', text: '2024-01-01T01:00:00+01:00', size: 1.0, list: [1, {b: 2}]}
      properties: {time: {type: string, format: date-time}, text: {type: string}, size: {type: number}, list: {}}
",
    );
    let text = r#""text": "2024-01-01T01:00:00+01:00""#;
    let same = format!(
        r#"{{"size": 1, "list": [1.0, {{"b": 2}}], {text}, "time": "2024-01-01T00:00:00Z"}}"#
    );
    assert_eq!(compared(&document, &same), Difference::default());
    for (from, to, failure) in [
        (r#""size": 1"#, r#""size": 2"#, "/size: 1.0 came back as 2"),
        (r#""size": 1, "#, "", "/size: a number is lost"),
        (
            r#""size": 1"#,
            r#""size": 1, "more": []"#,
            "/more: an array is added",
        ),
        (
            r#"{"b": 2}"#,
            r#"{"b": 2}, 3"#,
            "/list: [1,{\"b\":2}] came back as [1.0,{\"b\":2},3]",
        ),
        (
            "00:00:00Z",
            "00:00:01Z",
            "/time: \"2024-01-01T01:00:00+01:00\" came back as \"2024-01-01T00:00:01Z\"",
        ),
        (
            text,
            r#""text": "2024-01-01T00:00:00Z""#,
            "/text: \"2024-01-01T01:00:00+01:00\" came back as \"2024-01-01T00:00:00Z\"",
        ),
    ] {
        let difference = compared(&document, &same.replace(from, to));
        assert_eq!(difference.failure.as_deref(), Some(failure));
    }
}

#[test]
fn members_that_are_dropped_by_design_are_counted() {
    let document = schemas(
        "3.1.0",
        "    A:
      example: {odd: 1, id: 2, none: null, named: 3}
      properties: {id: {readOnly: true}, none: {type: [string, 'null']}}
      oneOf: [{required: [odd], properties: {named: {}}}, {required: [other], properties: {odd: {}}}]
",
    );
    let expected = Difference {
        failure: Some("/named: an integer is lost".to_owned()),
        undocumented: 1,
        other_direction: 1,
        nulls: 1,
    };
    assert_eq!(compared(&document, "{}"), expected);
}

#[test]
fn examples_of_every_kind_of_owner_are_found() {
    let (document, sources) = read_with(
        "openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    parameters:
      - {name: p, in: query, schema: {type: string}, example: x}
    post:
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/A'}, examples: {one: {value: 1}, two: {value: 2}}}
          application/xml: {schema: {$ref: '#/components/schemas/A'}, example: <a/>}
      responses:
        '200':
          description: d
          headers: {H: {schema: {type: string}, example: h}}
          content: {application/json: {example: 1}}
components:
  schemas:
    A: {type: integer, examples: [1, 3], properties: {b: {example: 4}}}
",
    );
    let found = cases::collect(&document);
    let list: Vec<_> = found
        .list
        .iter()
        .map(|case| (case.pointer(&sources), case.direction))
        .collect();
    let (request, response) = (Some(Direction::Request), Some(Direction::Response));
    let media = "#/paths/~1a/post/requestBody/content/application~1json";
    let expected = [
        ("#/components/schemas/A example 1", None),
        ("#/components/schemas/A example 2", None),
        ("#/components/schemas/A/properties/b example 1", None),
        ("#/paths/~1a/parameters/0 example 1", request),
        // Its first example is that of the component.
        (&format!("{media} example 1"), request),
        (&format!("{media} example 2"), request),
        (
            "#/paths/~1a/post/responses/200/headers/H example 1",
            response,
        ),
    ];
    assert_eq!(
        list,
        expected.map(|(pointer, direction)| (pointer.to_owned(), direction))
    );
    let skipped: Vec<_> = found.skipped.into_iter().collect();
    assert_eq!(
        skipped,
        [("no schema".to_owned(), 1), ("not JSON".to_owned(), 1)]
    );
}

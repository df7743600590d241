//! Documents that mean the same, written differently: nothing is reported.

use super::{DOCUMENT, compared, lines};

/// A document in OpenAPI 3.1, and what differs in 3.0.
const SPELLINGS: &[(&str, &str)] = &[
    (
        "{type: [string, 'null'], format: date}",
        "{type: string, nullable: true, format: date}",
    ),
    (
        "{oneOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}",
        "{nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}",
    ),
    (
        "{type: [string, 'null'], enum: [a, null]}",
        "{type: string, nullable: true, enum: [a, null]}",
    ),
    (
        "{type: [string, 'null'], enum: [a, null]}",
        "{nullable: true, enum: [a, null]}",
    ),
    (
        "{type: number, exclusiveMinimum: 3}",
        "{type: number, minimum: 3, exclusiveMinimum: true}",
    ),
    ("{const: a}", "{type: string, enum: [a]}"),
    (
        "{type: string, examples: [a]}",
        "{type: string, example: a}",
    ),
    (
        "{type: string, contentEncoding: base64}",
        "{type: string, format: byte}",
    ),
    (
        "{type: string, contentMediaType: application/octet-stream}",
        "{type: string, format: binary}",
    ),
    (
        "{type: [string, integer]}",
        "{oneOf: [{type: string}, {type: integer}]}",
    ),
    (
        "{oneOf: [{const: a}, {const: b}]}",
        "{type: string, enum: [b, a]}",
    ),
    (
        "{type: 'null'}",
        "{type: object, nullable: true, enum: [null]}",
    ),
    (
        "{$ref: '#/components/schemas/B'}",
        "{allOf: [{$ref: '#/components/schemas/B'}]}",
    ),
    (
        "{$ref: '#/components/schemas/B'}",
        "{type: object, properties: {x: {type: integer}}}",
    ),
    (
        "{$ref: '#/components/schemas/B'}",
        "{properties: {x: {type: integer}}}",
    ),
    (
        "{type: object, required: [x, y], properties: {x: {type: integer}, y: {type: integer}}}",
        "{allOf: [{$ref: '#/components/schemas/B'}, {properties: {y: {type: integer}}, required: [y]}, {required: [x]}]}",
    ),
    // Members that are declared twice have both declarations.
    (
        "{type: object, properties: {x: {type: integer, minimum: 5, maximum: 9}}}",
        "{allOf: [{$ref: '#/components/schemas/B'}, {properties: {x: {type: number, minimum: 5, maximum: 9.0}}}, {properties: {x: {minimum: 2}}}]}",
    ),
    (
        "{type: object, properties: {x: {type: array, minItems: 1, items: {type: string}}}}",
        "{allOf: [{properties: {x: {oneOf: [{type: string}, {type: object}, {type: array, minItems: 1}]}}}, {properties: {x: {type: array, items: {type: string}}}}]}",
    ),
    (
        "{type: object, properties: {x: {type: string, enum: [b]}}}",
        "{allOf: [{properties: {x: {enum: [a, b]}}}, {properties: {x: {enum: [b, c]}}}]}",
    ),
    (
        "{type: object, properties: {x: {type: integer}}}",
        "{allOf: [{properties: {x: {}}}, {$ref: '#/components/schemas/B'}], additionalProperties: true}",
    ),
    ("{type: object, additionalProperties: {}}", "{type: object}"),
    (
        "{type: array, items: {type: string}}",
        "{type: array, items: {type: string}, minItems: 0}",
    ),
    ("{type: number}", "{type: number, maxLength: 3}"),
    ("{type: number, default: 1}", "{type: number, default: 1.0}"),
    (
        "{oneOf: [{$ref: '#/components/schemas/B'}, {type: string}, {type: 'null'}]}",
        "{oneOf: [{oneOf: [{type: string}, {$ref: '#/components/schemas/B'}]}], nullable: true}",
    ),
    ("{}", "{description: d}"),
    ("{}", "{nullable: true}"),
    (
        "{type: object}",
        "{type: object, additionalProperties: {nullable: true}}",
    ),
    (
        "{type: [integer, 'null'], enum: [1, 2, null]}",
        "{oneOf: [{enum: [1]}, {type: integer, nullable: true, enum: [2, null]}]}",
    ),
    (
        "{type: [integer, string, 'null']}",
        "{anyOf: [{type: integer, nullable: true}, {type: string}]}",
    ),
];

fn with(version: &str, schema: &str) -> String {
    format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\nservers: [{{url: 'https://a.example'}}]\npaths:\n  /a:\n    post:\n      \
         requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}\n      \
         responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}\n\
         components:\n  schemas:\n    A: {{type: object, properties: {{a: {schema}}}}}\n    \
         B: {{type: object, properties: {{x: {{type: integer}}}}}}\n"
    )
}

#[test]
fn spellings_of_two_versions_mean_the_same() {
    for (new, old) in SPELLINGS {
        let (new, old) = (with("3.1.0", new), with("3.0.3", old));
        assert_eq!(lines(&new, &old), Vec::<String>::new(), "{new}{old}");
        assert_eq!(lines(&old, &new), Vec::<String>::new(), "{new}{old}");
    }
}

#[test]
fn a_document_does_not_differ_from_itself() {
    assert!(compared(DOCUMENT, DOCUMENT).differences.is_empty());
}

#[test]
fn a_binary_body_is_the_same_in_both_versions() {
    let body = |version: &str, content: &str| {
        format!(
            "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{/a: {{get: {{responses: {{'200': {{description: d, \
             content: {{{content}}}}}}}}}}}}}\n"
        )
    };
    let new = body("3.1.0", "image/png: {}");
    let old = body(
        "3.0.3",
        "image/png: {schema: {type: string, format: binary}}",
    );
    assert_eq!(lines(&new, &old), Vec::<String>::new());
}

#[test]
fn schemas_that_contain_themselves_end() {
    let node = "{type: object, properties: {next: {$ref: '#/components/schemas/A'}, all: {type: array, items: {$ref: '#/components/schemas/A'}}}}";
    let other = node.replace("type: array", "type: array, minItems: 1");
    assert_eq!(
        lines(&with("3.1.0", node), &with("3.1.0", &other)),
        ["minItems A.a.all: - | 1 (1)"]
    );
    let map = "{type: object, additionalProperties: {$ref: '#/components/schemas/A'}, prefixItems: [{anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}]}";
    assert!(lines(&with("3.1.0", map), &with("3.1.0", map)).is_empty());
    let deep = (0..40).fold("{type: string}".to_owned(), |schema, _| {
        format!("{{allOf: [{schema}]}}")
    });
    assert_eq!(
        lines(&with("3.1.0", &deep), &with("3.1.0", "{type: string}")),
        Vec::<String>::new()
    );
}

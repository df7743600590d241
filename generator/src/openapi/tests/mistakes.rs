//! One mistake each: its location, message and help.

use super::{lines, read, read_operation, read_schemas};

#[track_caller]
fn assert_schema(schemas: &str, expected: &[&str]) {
    assert_eq!(lines(&read_schemas("3.1.0", schemas).1), expected);
}

#[track_caller]
fn assert_operation(operation: &str, expected: &[&str]) {
    assert_eq!(lines(&read_operation("3.1.0", operation).1), expected);
}

#[test]
fn unknown_references_have_a_suggestion() {
    assert_schema(
        "    Pet: { type: object }\n    Pets: { items: { $ref: '#/components/schemas/Pett' } }\n",
        &[
            "warning unknown-reference /components/schemas/Pets/items/$ref: unresolved reference `#/components/schemas/Pett`: \
             `/components/schemas` in `openapi.yaml` has no member `Pett`; read as `{}`, which accepts anything (did you mean `#/components/schemas/Pet`?)",
        ],
    );
}

#[test]
fn unknown_types_have_a_suggestion() {
    assert_schema(
        "    A: { type: strng }\n    B: { type: [int, 'null'] }\n    C: { type: file }\n",
        &[
            "warning unknown-type /components/schemas/A/type: `strng` is not a JSON Schema type; any value is accepted (did you \
             mean `string`?)",
            "warning unknown-type /components/schemas/B/type/0: `int` is not a JSON Schema type; read as `integer`",
            "warning unknown-type /components/schemas/C/type: `file` is not a JSON Schema type; read as `string`",
        ],
    );
}

#[test]
fn an_enum_must_have_as_many_names_as_values() {
    assert_schema(
        "    A: { enum: [1, 2], x-enum-varnames: [One] }\n    B: { enum: [a], x-enumNames: [A, B], x-enum-varnames: [A] }\n    C: { enum: [a], x-enumDescriptions: 3 }\n    D: { x-enumNames: [A] }\n",
        &[
            "warning enum-labels /components/schemas/A/x-enum-varnames#: `x-enum-varnames` must have one entry for each value of \
             `enum`: found 1, expected 2; ignored",
            "warning enum-labels /components/schemas/C/x-enumDescriptions#: `x-enumDescriptions` must be an array or an object, \
             found `3`; ignored",
        ],
    );
}

#[test]
fn wrong_types_that_lose_a_part_of_the_api_are_errors() {
    assert_schema(
        "    A: { properties: 3 }\n    B: { allOf: x }\n",
        &[
            "error wrong-type /components/schemas/A/properties: `properties` must be an object, found `3`",
            "error wrong-type /components/schemas/B/allOf: `allOf` must be an array, found a string",
        ],
    );
    assert_operation(
        "      parameters: [ 3, { name: {}, in: query } ]\n      requestBody: x\n",
        &[
            "error wrong-type /paths/~1/get/parameters/0: a parameter must be an object, found `3`",
            "error wrong-type /paths/~1/get/parameters/1/name: `name` must be a string, found an object",
            "error wrong-type /paths/~1/get/requestBody: a request body must be an object, found a string",
        ],
    );
}

#[test]
fn wrong_types_with_a_clear_meaning_are_warnings() {
    assert_schema(
        "    A: { minLength: 3.0, description: null, required: true, title: 7, uniqueItems: 'true', items: {}, enum: [] }\n",
        &[
            "warning null-member /components/schemas/A/description#: `description` is null; ignored (remove the member)",
            "warning wrong-type /components/schemas/A/required: `required` of a schema must be an array of property names, \
             found a boolean; ignored (list the property in `required` of the object that has it)",
            "warning wrong-type /components/schemas/A/title: `title` must be a string, found an integer; read as `7`",
            "warning wrong-type /components/schemas/A/uniqueItems: `uniqueItems` must be a boolean, found a string; read as \
             `true`",
        ],
    );
}

#[test]
fn unknown_keywords_are_ignored() {
    assert_schema(
        "    A: { descripton: d, unit: cm, id: 1, x-mine: 2, x-rust-nam: B }\n",
        &[
            "warning unknown-keyword /components/schemas/A/descripton#: a schema has no member `descripton`; ignored (did you \
             mean `description`?)",
            "error unknown-extension /components/schemas/A/x-rust-nam#: `x-rust-nam` is not an extension key of this generator \
             (did you mean `x-rust-name`?)",
        ],
    );
    let (_, diagnostics) = read_schemas("3.0.3", "    A: { unit: cm, const: 1 }\n");
    assert_eq!(
        lines(&diagnostics),
        [
            "warning unknown-keyword /components/schemas/A/unit#: a schema has no member `unit`; ignored",
            "warning later-keyword /components/schemas/A/const#: `const` is a keyword of OpenAPI 3.1, but this document is 3.0; read as in 3.1 (write `openapi: 3.1.0` at the top of the document)",
        ]
    );
    assert_operation(
        "      sumary: s\n      x-sensitive: true\n      x-rust-skip: 1\n",
        &[
            "warning unknown-keyword /paths/~1/get/sumary#: an operation has no member `sumary`; ignored (did you mean \
             `summary`?)",
            "warning extension-without-effect /paths/~1/get/x-sensitive#: `x-sensitive` has no effect on an operation; ignored (`x-sensitive` marks values as secret and belongs on a schema)",
            "error wrong-type /paths/~1/get/x-rust-skip: `x-rust-skip` must be a boolean, found `1`",
        ],
    );
}

#[test]
fn parameters_must_have_a_location() {
    assert_operation(
        "      parameters:
        - { in: body, name: a }
        - { in: qeury, name: b }
        - { name: c }
        - { in: query }
        - { in: query, name: d, style: fom, schema: {} }
",
        &[
            "error unknown-in /paths/~1/get/parameters/0/in: `body` is not a parameter location (this is Swagger 2.0; in OpenAPI 3 `requestBody` describes the body)",
            "error unknown-in /paths/~1/get/parameters/1/in: `qeury` is not a parameter location (did you mean `query`?)",
            "error missing-member /paths/~1/get/parameters/2: a parameter must have a member `in`",
            "error missing-member /paths/~1/get/parameters/3: a parameter must have a member `name`",
            "warning unknown-style /paths/~1/get/parameters/4/style: `fom` is not a style; the default is used (did you mean \
             `form`?)",
        ],
    );
}

#[test]
fn statuses_security_and_callbacks_are_checked() {
    let (document, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /:
    get:
      security: [ { tokn: [] } ]
      callbacks: { done: { '{$url}': { post: { callbacks: { again: { x: {} } } } } } }
      responses: { '20': { description: d }, 5xx: { description: d } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
    old: { type: basic }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning unknown-security-type /components/securitySchemes/old/type: `basic` is not a type of security scheme; read as \
             `type: http`, `scheme: basic`",
            "warning invalid-status /paths/~1/get/responses/20#: `20` is not a status code; the response is left out (write a status code such as `200`, a range such as `4XX`, or `default`)",
            "warning invalid-status /paths/~1/get/responses/5xx#: `5xx` is not a status code; read as `5XX`",
            "warning unsupported /paths/~1/get/callbacks/done/{$url}/post/callbacks#: callbacks of callbacks are not read; \
             the request is described without them",
            "warning unknown-security-scheme /paths/~1/get/security/0/tokn#: `tokn` is not a security scheme of this document; this \
             alternative is left out (did you mean `token`?)",
        ]
    );
    assert_eq!(document.operation_count, 1);
}

#[test]
fn the_same_request_twice_is_reported_and_kept() {
    let (document, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets/{id}: { get: {}, delete: {} }
  /pets/{name}: { get: {}, put: {} }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning duplicate-operation /paths/~1pets~1{name}#: `GET /pets/{name}` and `GET /pets/{id}` are the same request; \
             both are generated (combine the operations of both under one path)",
        ]
    );
    assert_eq!(diagnostics[0].related[0].0.pointer, "/paths/~1pets~1{id}");
    assert_eq!(document.operation_count, 4);
}

#[test]
fn a_component_is_reported_once_even_if_unused() {
    let (_, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: { get: { parameters: [ { $ref: '#/components/parameters/P' } ] } }
  /b: { get: { parameters: [ { $ref: '#/components/parameters/P' } ] } }
components:
  parameters:
    P: { in: query, name: p, schema: {}, wrong: 1 }
    Q: { in: query, name: q, schema: {}, wrong: 1 }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning unknown-keyword /components/parameters/P/wrong#: a parameter has no member `wrong`; ignored",
            "warning unknown-keyword /components/parameters/Q/wrong#: a parameter has no member `wrong`; ignored",
        ]
    );
}

#[test]
fn reference_cycles_end() {
    let (document, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: { $ref: '#/paths/~1b' }
  /b: { $ref: '#/paths/~1a' }
components:
  parameters:
    P: { $ref: '#/components/parameters/Q' }
    Q: { $ref: '#/components/parameters/P' }
  schemas:
    A: { $ref: '#/components/schemas/B' }
    B: { $ref: '#/components/schemas/A' }
    C: { $ref: '#/components/schemas/C' }
",
    );
    let places: Vec<(&str, &str)> = diagnostics
        .iter()
        .map(|diagnostic| {
            let location = diagnostic.location.as_ref().expect("a place");
            (diagnostic.code, location.pointer.as_str())
        })
        .collect();
    assert_eq!(
        places,
        [
            ("reference-cycle", "/paths/~1a/$ref"),
            ("reference-cycle", "/paths/~1b/$ref"),
            ("reference-cycle", "/components/parameters/P/$ref"),
            ("reference-cycle", "/components/parameters/Q/$ref"),
            ("reference-cycle", "/components/schemas/B/$ref"),
            ("reference-cycle", "/components/schemas/C/$ref"),
        ]
    );
    let references: Vec<_> = document
        .schemas
        .iter()
        .map(|schema| schema.reference.map(|id| id.0))
        .collect();
    assert_eq!(references, [Some(1), None, None]);
}

#[test]
fn envelopes_and_variables_are_checked() {
    let (document, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
servers: [ { url: /, x-rust-env: 'A B' } ]
paths: {}
x-rust-envelope: { reslt: r }
x-rust-skip: true
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning extension-without-effect /x-rust-skip#: `x-rust-skip` has no effect on an OpenAPI document; ignored (`x-rust-skip` leaves something out of the client and belongs on an operation or a schema)",
            "error invalid-value /servers/0/x-rust-env: `A B` is not a valid name of an environment variable (use letters, digits and `_`, and do not begin with a digit)",
            "error unknown-extension /x-rust-envelope/reslt#: `x-rust-envelope` has no member `reslt` (did you mean `result`?)",
            "error missing-member /x-rust-envelope: `x-rust-envelope` must have a member `result` (name the property of a \
             response that holds the value)",
        ]
    );
    assert!(document.envelope.is_none());
}

#[test]
fn pagination_is_read_strictly() {
    let complaints = |value: &str| {
        let (_, diagnostics) = read(&format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\nx-rust-pagination: {value}\n"
        ));
        lines(&diagnostics)
    };
    for (value, expected) in [
        (
            "true",
            "error wrong-type /x-rust-pagination: `x-rust-pagination` must be an object, found a boolean",
        ),
        (
            "{ style: pages, parameter: p }",
            "error invalid-value /x-rust-pagination/style: `pages` is not a style of `x-rust-pagination` (did you mean `page`?)",
        ),
        (
            "{ parameter: p }",
            "error missing-member /x-rust-pagination: `x-rust-pagination` must have a member `style` (the styles are `page`, \
             `offset`, `cursor` and `url`)",
        ),
        (
            "{ style: page }",
            "error missing-member /x-rust-pagination: `x-rust-pagination` with the style `page` needs `parameter`, the parameter that selects the page",
        ),
        (
            "{ style: url, next: a, header: Link }",
            "error missing-member /x-rust-pagination: `x-rust-pagination` with the style `url` needs one of `next` and `header`, where the URL is found",
        ),
        (
            "{ style: url, header: Link, first: 1 }",
            "error invalid-value /x-rust-pagination/first#: `first` has no meaning with the style `url`",
        ),
        (
            "{ style: page, parameter: p, first: -1 }",
            "error wrong-type /x-rust-pagination/first: `first` must be a non-negative integer, found `-1`",
        ),
        (
            "{ style: page, parameter: p, totl: a }",
            "error unknown-extension /x-rust-pagination/totl#: `x-rust-pagination` has no member `totl` (did you mean `total`?)",
        ),
        (
            "{ style: page, parameter: p, total: a..b }",
            "error invalid-value /x-rust-pagination/total: `a..b` is not a path of members (separate names with dots, as in \
             `meta.next`, or write a JSON pointer, as in `/meta/next.link`)",
        ),
    ] {
        assert_eq!(complaints(value), [expected], "{value}");
    }
    assert_eq!(
        complaints("{ style: offset, parameter: p, total: /a~1b/c.d }"),
        [""; 0]
    );
}

#[test]
fn an_unresolved_reference_is_reported_at_each_location() {
    assert_schema(
        r"
    Pet: {}
    A: { properties: { x: { $ref: '#/components/schemas/Pat' }, y: { $ref: '#/components/schemas/Pat' } } }
",
        &["x", "y"].map(|name| {
            format!(
                "warning unknown-reference /components/schemas/A/properties/{name}/$ref: unresolved reference \
                 `#/components/schemas/Pat`: `/components/schemas` in `openapi.yaml` has no member `Pat`; read as `{{}}`, which accepts anything (did you mean \
                 `#/components/schemas/Pet`?)"
            )
        })
        .each_ref()
        .map(String::as_str),
    );
}

#[test]
fn the_target_of_a_map_must_be_a_map() {
    assert_schema(
        "    A: { properties: { $ref: '#/info/title' } }\n",
        &[
            "note misplaced-reference /components/schemas/A/properties/$ref: `$ref` is not allowed in place of the members of `properties`; it is followed",
            "error wrong-type /info/title: a map of named objects must be an object, found a string",
        ],
    );
}

#[test]
fn a_body_without_a_media_type_is_not_sent() {
    assert_operation(
        "      requestBody: { required: true, content: {} }\n",
        &[
            "warning wrong-type /paths/~1/get/requestBody/content: `content` of a request body has no media type; no body \
             is sent",
        ],
    );
}

#[test]
fn header_names_are_case_insensitive() {
    assert_operation(
        r"
      parameters:
        - { name: X-A, in: header, schema: {} }
        - { name: x-a, in: header, schema: {} }
",
        &[
            "warning duplicate-parameter /paths/~1/get/parameters/1: parameter `x-a` is listed twice; the first is used",
        ],
    );
}

//! All objects except schemas.

use super::super::document::{
    Envelope, Pagination, ParameterIn, SecurityRequirement, SecuritySchemeKind, StatusKey, Style,
};
use super::{lines, read, read_clean, read_files, read_operation};
use crate::diagnostic::{FileId, Location, Part};
use crate::source::Node;

#[test]
fn versions_are_detected_by_their_prefix() {
    for version in ["3.0.0", "3.0.4", "3.1.0", "3.1.2", "3.2.0"] {
        let document = read_clean(&format!(
            "openapi: {version}\ninfo: {{ title: T, version: '1' }}\npaths: {{}}"
        ));
        assert_eq!(document.version, version);
    }
}

#[test]
fn other_kinds_of_documents_are_named() {
    for (text, name) in [
        (
            "arazzo: 1.0.1\ninfo: {title: T}\nworkflows: []",
            "is an Arazzo document",
        ),
        ("overlay: 1.0.0\nactions: []", "is an Overlay document"),
        (
            "info: {_postman_id: a, name: n}\nitem: []",
            "is a Postman collection",
        ),
        (
            "{info: {schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}, item: []}",
            "is a Postman collection",
        ),
        (
            "log: {version: '1.2', entries: []}",
            "is an HTTP archive (HAR)",
        ),
        ("data: {__schema: {types: []}}", "is a GraphQL schema"),
        (
            "kind: discovery#restDescription\nresources: {}",
            "is a Google discovery document",
        ),
        (
            "type: object\nproperties: {id: {type: string}}",
            "looks like a JSON Schema",
        ),
        (
            "404: Not Found",
            "looks like an error message from a server",
        ),
        (
            "{message: Not Found, documentation_url: 'https://a.example', status: '404'}",
            "looks like an error message from a server",
        ),
    ] {
        let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
        assert!(document.is_none());
        let [diagnostic] = &diagnostics[..] else {
            panic!("{diagnostics:?}");
        };
        assert_eq!(diagnostic.code, "not-openapi");
        assert_eq!(
            diagnostic.message,
            format!("this {name}, not an OpenAPI document")
        );
    }
    let (_, diagnostics) = read_files(&[("openapi.yaml", "swaggerVersion: '1.2'\napis: []")]);
    assert_eq!(
        diagnostics[0].message,
        "this is a Swagger 1 document, which is not supported"
    );
}

#[test]
fn errors_about_other_documents_say_what_to_do() {
    let cases = [
        (
            "swagger: '2.0'",
            "error unsupported-version /swagger: this is a Swagger 2.0 document, which is not supported (supported versions are 3.0, 3.1 and 3.2: convert the document first, for example with `npx swagger2openapi`)",
        ),
        (
            "openapi: 4.0.0",
            "error unsupported-version /openapi: OpenAPI version `4.0.0` is not supported (supported versions are 3.0, 3.1 and 3.2: convert the document to one of them)",
        ),
        (
            "openapi: 2.0.0",
            "error unsupported-version /openapi: OpenAPI version `2.0.0` is not supported (supported versions are 3.0, 3.1 and 3.2: convert the document to one of them)",
        ),
        (
            "asyncapi: 3.0.0",
            "error not-openapi /asyncapi#: this is an AsyncAPI document, not an OpenAPI document (begin the document with \
             `openapi: 3.1.0`; supported versions are 3.0, 3.1 and 3.2)",
        ),
        (
            "$schema: https://json-schema.org/draft/2020-12/schema",
            "error not-openapi /$schema#: this looks like a JSON Schema, not an OpenAPI document (begin the document with `openapi: 3.1.0`; supported versions are 3.0, 3.1 and 3.2)",
        ),
        (
            "name: x",
            "error not-openapi : this is not an OpenAPI document: it has no member `openapi` (begin the document with \
             `openapi: 3.1.0`; supported versions are 3.0, 3.1 and 3.2)",
        ),
        (
            "[1]",
            "error not-openapi : an OpenAPI document must be an object, found an array (begin the document with `openapi: 3.1.0`)",
        ),
    ];
    for (text, line) in cases {
        let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
        assert!(document.is_none());
        assert_eq!(lines(&diagnostics), [line]);
    }
}

#[test]
fn a_later_minor_version_is_read_as_the_newest() {
    for (version, text) in [("3.3.0", "3.3.0"), ("3.10.0", "3.10.0"), ("3.9", "3.9")] {
        let (document, diagnostics) = read(&format!(
            "openapi: '{version}'\ninfo: {{ title: T, version: '1' }}\npaths: {{ /: {{ query: {{}} }} }}"
        ));
        assert_eq!(document.version, version);
        assert_eq!(
            lines(&diagnostics),
            [format!(
                "warning unsupported-version /openapi: unknown OpenAPI version `{text}`; read as 3.2 (supported versions are 3.0, 3.1 and 3.2)"
            )]
        );
    }
}

#[test]
fn version_3_2_is_read_whole() {
    let document = read_clean(
        "openapi: 3.2.0
$self: https://example.com/api/openapi
info: { title: T, version: '1' }
tags:
  - { name: all, kind: nav, summary: All. }
  - { name: pets, parent: all, kind: audience }
paths:
  /pets:
    query:
      parameters:
        - { name: q, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object } } } }
      requestBody: { content: { application/json: { $ref: '#/components/mediaTypes/Pet' } } }
      responses:
        '200': { summary: s, content: { application/jsonl: { itemSchema: { $ref: 'openapi#/components/schemas/Pet' } } } }
    additionalOperations:
      LINK: { responses: {} }
components:
  schemas:
    Pet: { type: object, xml: { nodeType: element }, properties: { id: { type: string, xml: { nodeType: attribute } } } }
  mediaTypes:
    Pet: { schema: { $ref: '#/components/schemas/Pet' } }
  securitySchemes:
    old: { type: http, scheme: basic, deprecated: true }
    device:
      type: oauth2
      oauth2MetadataUrl: https://example.com/meta
      flows: { deviceAuthorization: { deviceAuthorizationUrl: /d, tokenUrl: /t, scopes: {} } }
",
    );
    let item = &document.paths[0];
    let methods: Vec<&str> = item
        .operations
        .iter()
        .map(|operation| operation.method.as_str())
        .collect();
    assert_eq!(methods, ["QUERY", "LINK"]);
    let operation = &item.operations[0];
    let query = &operation.parameters[0];
    assert_eq!(
        (
            query.location_in,
            query.style,
            query.explode,
            query.content.is_none()
        ),
        (ParameterIn::Query, Style::Form, true, true)
    );
    let body = operation.request_body.as_ref().expect("a body");
    let pet = document.component_schemas[0].1;
    assert_eq!(
        body.content[0]
            .schema
            .map(|id| document.schema(id).reference),
        Some(Some(pet))
    );
    let response = &operation.responses[0].content[0];
    assert_eq!(
        response.item_schema.map(|id| document.schema(id).reference),
        Some(Some(pet))
    );
    assert_eq!(document.security_schemes.len(), 2);
    assert_eq!(document.tags.len(), 2);
}

#[test]
fn unsupported_features_of_3_2_are_reported() {
    let (document, diagnostics) = read_operation(
        "3.2.0",
        "      parameters:
        - { name: q, in: querystring, content: { application/json: { schema: {} } } }
      requestBody:
        content:
          multipart/mixed: { prefixEncoding: [ {} ], itemEncoding: {} }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning unsupported /paths/~1/get/parameters/0/in: a `querystring` parameter is supported only as `application/x-www-form-urlencoded` with a schema; it is left out (declare an `in: query` parameter for each name in the query)",
            "warning unsupported /paths/~1/get/requestBody/content/multipart~1mixed/prefixEncoding#: `prefixEncoding` is not \
             supported; ignored",
            "warning unsupported /paths/~1/get/requestBody/content/multipart~1mixed/itemEncoding#: `itemEncoding` is not \
             supported; ignored",
        ]
    );
    assert!(document.paths[0].operations[0].parameters.is_empty());
}

#[test]
fn the_root_is_read() {
    let document = read_clean(
        "openapi: 3.1.0
info:
  title: Pets
  summary: All about pets
  version: 1.2.3
  license: { name: MIT }
servers:
  - url: https://{region}.example.com
    x-rust-env: PETS_URL
    variables:
      region: { default: eu, enum: [eu, us] }
tags:
  - { name: pets, description: Pets. }
security:
  - {}
  - token: [read]
paths: {}
components:
  securitySchemes:
    token: { type: http, scheme: Bearer, x-rust-env: PETS_TOKEN, x-rust-name: api_token }
    key: { type: apiKey, in: query, name: k }
    digest: { type: http, scheme: Digest }
x-rust-envelope: { result: result, success: success }
x-rust-request-id: X-Ray
x-other: 1
",
    );
    assert_eq!(document.info.title, "Pets");
    assert_eq!(document.info.license.as_deref(), Some("MIT"));
    let server = &document.servers[0];
    assert_eq!(server.url, "https://{region}.example.com");
    assert_eq!(server.env.as_deref(), Some("PETS_URL"));
    assert_eq!(server.variables[0].default, "eu");
    assert_eq!(server.variables[0].enumeration, ["eu", "us"]);
    assert_eq!(document.tags[0].description.as_deref(), Some("Pets."));
    let security = Location::root(FileId(0)).child("security");
    assert_eq!(
        document.security,
        Some(vec![
            SecurityRequirement {
                schemes: vec![],
                location: security.child(0)
            },
            SecurityRequirement {
                schemes: vec![("token".to_owned(), vec!["read".to_owned()])],
                location: security.child(1)
            },
        ])
    );
    let kinds: Vec<_> = document
        .security_schemes
        .iter()
        .map(|scheme| scheme.kind.clone())
        .collect();
    assert_eq!(
        kinds,
        [
            SecuritySchemeKind::Bearer,
            SecuritySchemeKind::ApiKey {
                location_in: ParameterIn::Query,
                name: "k".to_owned()
            },
            SecuritySchemeKind::Http("Digest".to_owned()),
        ]
    );
    let token = &document.security_schemes[0];
    assert_eq!(token.env.as_deref(), Some("PETS_TOKEN"));
    assert_eq!(token.hints.name.as_deref(), Some("api_token"));
    assert_eq!(
        document.envelope,
        Some(Envelope {
            result: "result".to_owned(),
            success: Some("success".to_owned()),
            errors: None,
            messages: None,
            location: Location::root(FileId(0)).child("x-rust-envelope"),
        })
    );
    assert_eq!(document.request_id_header.as_deref(), Some("X-Ray"));
}

#[test]
fn operations_of_all_methods_are_counted() {
    let document = read_clean(
        "openapi: 3.2.0
info: { title: T, version: '1' }
paths:
  /a:
    summary: both
    get: { responses: {} }
    trace: { responses: {} }
    head: { responses: {} }
    options: { responses: {} }
    query: { responses: {} }
    additionalOperations:
      LINK: { operationId: link, x-rust-name: join, x-rust-skip: true, x-rust-pagination: false }
  x-note: {}
webhooks:
  created:
    post: { operationId: created }
",
    );
    assert_eq!(document.operation_count, 6);
    let path = &document.paths[0];
    let methods: Vec<&str> = path
        .operations
        .iter()
        .map(|operation| operation.method.as_str())
        .collect();
    assert_eq!(
        methods,
        ["GET", "TRACE", "HEAD", "OPTIONS", "QUERY", "LINK"]
    );
    assert_eq!(path.location.pointer, "/paths/~1a");
    assert_eq!(path.location.part, Part::Key);
    let link = &path.operations[5];
    assert_eq!(link.hints.name.as_deref(), Some("join"));
    assert!(link.hints.skip);
    assert_eq!(link.pagination, Some(Pagination::Never));
    assert_eq!(
        link.location.pointer,
        "/paths/~1a/additionalOperations/LINK"
    );
    assert_eq!(document.webhooks[0].path, "created");
    assert_eq!(document.webhooks[0].operations[0].method, "POST");
}

#[test]
fn defaults_of_style_and_explode_depend_on_the_location() {
    let (document, diagnostics) = read_operation(
        "3.1.0",
        "      parameters:
        - { in: path, name: a, required: true, schema: {} }
        - { in: query, name: b, schema: {} }
        - { in: header, name: c, schema: {}, x-rust-idempotency: true }
        - { in: cookie, name: d, schema: {} }
        - { in: query, name: e, style: spaceDelimited, schema: {} }
        - { in: query, name: f, explode: false, schema: {} }
        - { in: query, name: g, style: deepObject, explode: true, schema: {} }
        - { in: header, name: Accept, schema: {} }
        - { in: header, name: authorization, schema: {} }
        - { in: path, name: h, required: true, style: label, schema: {} }
        - { in: query, name: i, content: { application/json: { schema: {}, example: { $ref: data } } } }
components: { securitySchemes: { token: { type: http, scheme: bearer } } }
",
    );
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let parameters = &document.paths[0].operations[0].parameters;
    let read: Vec<_> = parameters
        .iter()
        .map(|it| (it.name.as_str(), it.style, it.explode))
        .collect();
    assert_eq!(
        read,
        [
            ("a", Style::Simple, false),
            ("b", Style::Form, true),
            ("c", Style::Simple, false),
            ("d", Style::Form, true),
            ("e", Style::SpaceDelimited, false),
            ("f", Style::Form, false),
            ("g", Style::DeepObject, true),
            ("h", Style::Label, false),
            ("i", Style::Form, true),
        ]
    );
    assert!(parameters[2].idempotency);
    assert!(parameters[8].schema.is_none());
    let content = parameters[8].content.as_ref().expect("content");
    assert_eq!(content.name, "application/json");
    assert_eq!(
        content.examples,
        [Node::Object(vec![(
            "$ref".to_owned(),
            Node::String("data".to_owned())
        )])]
    );
}

#[test]
fn invalid_parameters_are_read_with_warnings() {
    let (document, diagnostics) = read_operation(
        "3.1.0",
        "      parameters:
        - { in: path, name: a, schema: {} }
        - { in: query, name: b, type: string }
        - { in: query, name: c, schema: {}, content: {} }
        - { in: header, name: d, style: form, schema: {} }
        - { in: query, name: b, schema: {} }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "warning optional-path-parameter /paths/~1/get/parameters/0: a parameter in the path is always required; read as \
             `required: true` (write `required: true`)",
            "warning unknown-keyword /paths/~1/get/parameters/1/type#: a parameter has no member `type`; ignored (Swagger 2.0 allowed it here; in OpenAPI 3 it belongs in `schema`)",
            "warning missing-member /paths/~1/get/parameters/1: a parameter must have a member `schema`; its value is a string",
            "warning parameter-content /paths/~1/get/parameters/2/content#: a parameter must have either `schema` or `content`, not both; `schema` is used",
            "warning misplaced-style /paths/~1/get/parameters/3/style: style `form` is not allowed in this location; `simple` is \
             used",
            "warning duplicate-parameter /paths/~1/get/parameters/4: parameter `b` is listed twice; the first is used",
        ]
    );
    let parameters = &document.paths[0].operations[0].parameters;
    assert_eq!(parameters.len(), 4);
    assert!(parameters[0].required);
    assert_eq!(parameters[3].style, Style::Simple);
}

#[test]
fn bodies_and_responses_are_read() {
    let document = read_clean(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /:
    post:
      requestBody: { $ref: '#/components/requestBodies/Upload' }
      responses:
        '200':
          $ref: '#/components/responses/Done'
          description: As asked.
        4XX: { description: No. }
        default: { description: Else. }
        x-note: 1
components:
  requestBodies:
    Upload:
      required: true
      content:
        multipart/form-data:
          schema: { type: object }
          encoding:
            file: { contentType: image/png, headers: { X-A: { schema: {} } } }
  responses:
    Done:
      description: Done.
      headers:
        X-Left: { $ref: '#/components/headers/Left' }
        Content-Type: { schema: {} }
      content:
        application/json: { schema: { type: string }, examples: { a: { value: 1 }, b: { $ref: '#/components/examples/B' } } }
        text/event-stream: { itemSchema: { type: object } }
  headers:
    Left: { required: true, schema: { type: integer } }
  examples:
    B: { value: { x-rust-nonsense: 2 } }
",
    );
    let operation = &document.paths[0].operations[0];
    let body = operation.request_body.as_ref().expect("a body");
    assert!(body.required);
    assert_eq!(body.location.pointer, "/components/requestBodies/Upload");
    let encoding = &body.content[0].encoding[0];
    assert_eq!(encoding.property, "file");
    assert_eq!(encoding.content_type.as_deref(), Some("image/png"));
    assert_eq!(encoding.headers[0].name, "X-A");
    let statuses: Vec<_> = operation
        .responses
        .iter()
        .map(|response| (response.status, response.description.as_deref()))
        .collect();
    assert_eq!(
        statuses,
        [
            (StatusKey::Code(200), Some("As asked.")),
            (StatusKey::Range(4), Some("No.")),
            (StatusKey::Default, Some("Else.")),
        ]
    );
    let done = &operation.responses[0];
    assert_eq!(done.headers.len(), 1);
    assert_eq!(done.headers[0].name, "X-Left");
    assert_eq!(done.headers[0].location_in, ParameterIn::Header);
    assert!(done.headers[0].required);
    assert_eq!(done.content[0].examples.len(), 2);
    assert_eq!(done.content[0].examples[0], Node::Integer(1));
    assert!(done.content[1].item_schema.is_some());
}

#[test]
fn references_are_resolved_across_files_and_to_any_location() {
    let (document, diagnostics) = read_files(&[
        (
            "openapi.yaml",
            "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /pets: { $ref: 'paths.yaml#/pets' }
  /again:
    get:
      parameters: [ { $ref: 'paths.yaml#/pets/get/parameters/0' } ]
      responses:
        '200':
          description: d
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet/properties/name' }
components:
  schemas:
    Pet: { properties: { name: { type: string } } }
",
        ),
        (
            "paths.yaml",
            "pets:
  get:
    parameters: [ { $ref: '#/limit' } ]
    responses: { '200': { description: d, content: { a/b: { schema: { $ref: 'openapi.yaml#/components/schemas/Pet' } } } } }
limit: { in: query, name: limit, schema: { type: integer } }
",
        ),
    ]);
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    let document = document.expect("a document");
    assert_eq!(document.operation_count, 2);
    let first = &document.paths[0].operations[0];
    let second = &document.paths[1].operations[0];
    assert_eq!(first.parameters[0].name, "limit");
    assert_eq!(first.parameters[0].location, second.parameters[0].location);
    assert_eq!(first.parameters[0].schema, second.parameters[0].schema);
    let pet = &document.component_schemas[0].1;
    let whole = first.responses[0].content[0].schema.expect("a schema");
    assert_eq!(document.schema(whole).reference, Some(*pet));
    let name = second.responses[0].content[0].schema.expect("a schema");
    assert_eq!(
        document.schema(name).reference,
        Some(document.schema(*pet).properties[0].1)
    );
}

#[test]
fn misplaced_references_are_followed() {
    let (document, diagnostics) = read(
        "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a:
    get: { $ref: '#/components/x-a' }
components:
  x-a: { operationId: a, responses: { $ref: '#/components/responses' } }
  responses: { '200': { description: d } }
",
    );
    assert_eq!(
        lines(&diagnostics),
        [
            "note misplaced-reference /paths/~1a/get/$ref: `$ref` is not allowed in place of an operation; it is followed",
            "note misplaced-reference /components/x-a/responses/$ref: `$ref` is not allowed in place of the members of `responses`; it is followed",
        ]
    );
    assert_eq!(document.operation_count, 1);
    let operation = &document.paths[0].operations[0];
    assert_eq!(operation.operation_id.as_deref(), Some("a"));
    assert_eq!(operation.responses[0].status, StatusKey::Code(200));
}

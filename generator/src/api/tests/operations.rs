//! Operations: parameters, bodies, responses, security, servers, directions.

use super::*;
use crate::api::{
    Operation, ParameterLocation, PathSegment, Placement, StatusRange, Style, SuccessEncoding,
};

/// Lowers a document with these paths, and the members after them.
pub(super) fn paths(text: &str) -> (Api, Vec<(&'static str, String)>) {
    lowered(&format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n{text}"
    ))
}

fn first(api: &Api) -> &Operation {
    &api.operations[0]
}

#[test]
fn parameters_are_in_template_order_and_those_of_the_operation_win() {
    let (api, diagnostics) = paths(
        "  /a/{x}.{y}/{z}:
    parameters:
      - {name: y, in: path, required: true, schema: {type: integer}}
      - {name: q, in: query, schema: {type: string}}
      - {name: gone, in: path, required: true, schema: {type: string}}
    get:
      parameters:
        - {name: q, in: query, required: true, schema: {type: boolean}}
        - {name: x, in: path, required: true, schema: {type: string}}
        - {name: Accept, in: header, schema: {type: string}}
        - {name: h, in: header, example: v, schema: {type: array, items: {type: string}, description: Of the schema.}}
",
    );
    let operation = first(&api);
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["x", "y", "z", "q", "h"]);
    let text = |text: &str| PathSegment::Text(text.to_owned());
    assert_eq!(
        operation.path,
        [
            text("/a/"),
            PathSegment::Parameter(0),
            text("."),
            PathSegment::Parameter(1),
            text("/"),
            PathSegment::Parameter(2)
        ]
    );
    assert!(operation.parameters[3].required);
    assert_eq!(api.get(operation.parameters[3].ty.id).shape, Shape::Boolean);
    assert_eq!(
        api.get(operation.parameters[2].ty.id).shape,
        Shape::String(None)
    );
    let header = &operation.parameters[4];
    assert_eq!(header.docs.description.as_deref(), Some("Of the schema."));
    assert!(header.docs.example.is_some());
    assert_eq!(
        codes(&diagnostics),
        ["undeclared-path-parameter", "unused-path-parameter"]
    );
    assert_eq!(diagnostics[0].1, "/paths/~1a~1{x}.{y}~1{z}");
}

#[test]
fn undefined_styles_are_replaced() {
    let (api, diagnostics) = paths(
        "  /a:
    get:
      parameters:
        - {name: a, in: query, style: deepObject, explode: true, schema: {type: object, properties: {x: {type: array, items: {type: string}}}}}
        - {name: b, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}
        - {name: c, in: cookie, schema: {type: array, items: {type: string}}}
        - {name: d, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: e, in: query, schema: {type: string}, allowReserved: true}
",
    );
    let encodings: Vec<(ParameterLocation, Style, bool)> = first(&api)
        .parameters
        .iter()
        .map(|parameter| {
            (
                parameter.encoding.location_in,
                parameter.encoding.style,
                parameter.encoding.explode,
            )
        })
        .collect();
    assert_eq!(
        encodings,
        [
            (ParameterLocation::Query, Style::Deep, true),
            (ParameterLocation::Query, Style::Pipe, false),
            (ParameterLocation::Cookie, Style::Form, false),
            (ParameterLocation::Query, Style::Json, false),
            (ParameterLocation::Query, Style::Form, true),
        ]
    );
    assert!(first(&api).parameters[4].encoding.allow_reserved);
    assert_eq!(codes(&diagnostics), ["undefined-style", "undefined-style"]);
}

#[test]
fn responses_have_one_value() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {operationId: same, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}, text/html: {}}}, '201': {description: e, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, default: {description: f, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}
    put: {operationId: other, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, '202': {description: e, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}
    post: {operationId: none, responses: {'204': {description: d}, '404': {description: e}}}
    patch: {operationId: default, responses: {default: {description: d, content: {text/plain: {}}}}}
    delete: {operationId: bytes, responses: {2XX: {description: d, content: {image/png: {}}}}}
    trace: {operationId: sometimes, responses: {'200': {description: d, content: {application/json: {schema: {type: integer}, example: 3}}}, '204': {description: e}}}
components:
  schemas:
    A: {type: object, properties: {a: {}}}
    B: {type: object, properties: {b: {}}}
",
    );
    let of = |index: usize| &api.operations[index].success;
    assert_eq!(of(0).value, Some(component(&api, "A")));
    assert_eq!(of(0).accept.as_deref(), Some("application/json"));
    assert_eq!(
        of(0).statuses,
        [StatusRange::Code(200), StatusRange::Code(201)]
    );
    assert_eq!(of(0).description.as_deref(), Some("d"));
    let failures = |index: usize| -> Vec<(StatusRange, Option<TypeRef>)> {
        let failures = api.operations[index].failures.iter();
        failures
            .map(|failure| (failure.status, failure.body))
            .collect()
    };
    assert_eq!(
        failures(0),
        [(StatusRange::Default, Some(component(&api, "B")))]
    );
    assert_eq!(of(0).other_formats[0].encoding, SuccessEncoding::Text);
    assert_eq!(of(0).other_formats[0].accept, "text/html");
    assert_eq!((of(1).value, of(1).alternatives.len()), (None, 2));
    assert_eq!((of(2).value, &of(2).accept), (None, &None));
    assert_eq!(failures(2), [(StatusRange::Code(404), None)]);
    assert_eq!(of(3).encoding, SuccessEncoding::Text);
    assert_eq!(of(3).statuses, [StatusRange::Default]);
    assert_eq!(of(4).encoding, SuccessEncoding::Bytes);
    assert_eq!(of(4).accept.as_deref(), Some("image/png"));
    assert!(of(5).value.is_some_and(|value| value.nullable));
    assert!(of(5).example.is_some());
    assert_eq!(diagnostics, []);
}

#[test]
fn a_redirect_is_not_a_success_nor_is_a_default_beside_it() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {responses: {'302': {description: d}, default: {description: d, content: {text/plain: {schema: {type: string}}}}}}
    put: {responses: {'204': {description: d}, '303': {description: d}}}
",
    );
    assert_eq!(api.operations[0].success.value, None);
    assert_eq!(api.operations[0].success.statuses, []);
    assert_eq!(api.operations[0].failures.len(), 1);
    assert_eq!(api.operations[1].success.statuses, [StatusRange::Code(204)]);
    assert_eq!(
        diagnostics,
        [(
            "redirect-response",
            "/paths/~1a/get/responses/302".to_owned()
        )]
    );
}

#[test]
fn envelopes_are_unwrapped() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {responses: {'200': {description: d, content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/E'}, {properties: {result: {type: [integer, 'null']}}}]}}}}}}
    put: {responses: {'200': {description: d, content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/E'}, {properties: {result: {type: 'null'}}}]}}}}}}
    post: {responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {result: {type: integer}}}}}}}}
x-rust-envelope: {result: result, success: success}
components: {schemas: {E: {x-rust-skip: true, type: object, properties: {success: {type: boolean}}}}}
",
    );
    assert_eq!(diagnostics, []);
    let of = |index: usize| &api.operations[index].success;
    assert_eq!(of(0).encoding, SuccessEncoding::Envelope);
    assert!(of(0).value.is_some_and(|value| value.nullable));
    assert_eq!(
        (of(1).encoding, of(1).value),
        (SuccessEncoding::Envelope, None)
    );
    assert_eq!(of(2).encoding, SuccessEncoding::Json);
    assert!(api.components.is_empty());
}

#[test]
fn security_consists_of_alternatives_of_credentials() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {}
    put: {security: []}
    post: {security: [{oauth: [a]}, {oauth: [b]}, {}]}
    delete: {security: [{basic: [], key: []}]}
security: [{key: []}]
components:
  securitySchemes:
    key: {type: apiKey, in: query, name: k}
    basic: {type: http, scheme: basic, x-rust-env: BASIC}
    oauth: {type: oauth2, flows: {}}
    tls: {type: mutualTLS}
    digest: {type: http, scheme: Digest}
",
    );
    let placements: Vec<&Placement> = api
        .credentials
        .iter()
        .map(|credential| &credential.placement)
        .collect();
    assert_eq!(
        placements,
        [
            &Placement::Query("k".to_owned()),
            &Placement::Basic,
            &Placement::Bearer,
            &Placement::Transport,
            &Placement::Authorization("Digest".to_owned())
        ]
    );
    assert_eq!(api.credentials[1].env.as_deref(), Some("BASIC"));
    let security: Vec<&Vec<Vec<usize>>> = api
        .operations
        .iter()
        .map(|operation| &operation.security)
        .collect();
    assert_eq!(*security[0], [vec![0]]);
    assert!(security[1].is_empty());
    assert_eq!(*security[2], [vec![2], vec![]]);
    assert_eq!(*security[3], [vec![1, 0]]);
    assert_eq!(codes(&diagnostics), ["unsupported-security"]);
}

#[test]
fn servers_of_operations_are_kept_where_they_differ() {
    let (api, _) = paths(
        "  /a:
    servers: [{url: 'https://b.example'}, {url: 'https://user:word@c.example'}]
    get: {}
    put: {servers: [{url: 'https://a.example/v1'}]}
servers: [{url: 'https://a.example/{v}', variables: {v: {default: v1}}}]
",
    );
    assert_eq!(api.servers[0].url, "https://a.example/v1");
    let urls = |index: usize| -> Vec<&str> {
        let servers = api.operations[index].servers.iter();
        servers.map(|server| server.url.as_str()).collect()
    };
    assert_eq!(
        urls(0),
        ["https://b.example", "https://user:word@c.example"]
    );
    let own = &api.operations[0].servers;
    assert!(!own[0].has_user_info && own[1].has_user_info);
    assert!(urls(1).is_empty());
}

#[test]
fn skipped_and_repeated_operations_are_counted() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {operationId: x, x-rust-skip: true}
    put: {operationId: x}
    post: {operationId: x}
",
    );
    assert_eq!((api.operations.len(), api.counts.operations), (2, 3));
    assert_eq!(
        diagnostics,
        [(
            "duplicate-operation-id",
            "/paths/~1a/post/operationId".to_owned()
        )]
    );
}

#[test]
fn a_query_parameter_does_not_hide_an_unused_path_parameter() {
    let (_, diagnostics) = lowered(
        r"
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    parameters: [{name: X-A, in: header, schema: {type: string}}]
    get:
      parameters:
        - {name: id, in: query, schema: {type: string}}
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: x-a, in: header, schema: {type: integer}}
      responses: {}
",
    );
    assert_eq!(codes(&diagnostics), ["unused-path-parameter"]);
}

#[test]
fn names_of_header_parameters_are_compared_without_case() {
    let (api, _) = lowered(
        r"
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    parameters: [{name: X-A, in: header, schema: {type: string}}]
    get:
      parameters: [{name: x-a, in: header, schema: {type: integer}}]
      responses: {}
",
    );
    let names: Vec<&str> = api.operations[0]
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["x-a"]);
}

#[test]
fn lossy_bodies_are_reported() {
    let (_, diagnostics) = lowered(
        r"
openapi: 3.1.0
info: {title: t, version: '1'}
x-rust-envelope: {result: result, success: success}
paths:
  /a:
    put:
      requestBody: {content: {application/xml: {schema: {type: object}}}}
      responses: {'200': {description: d, content: {text/csv: {schema: {type: array}}}}}
    get:
      responses:
        '200': {description: d, content: {application/json: {schema: {properties: {success: {type: boolean}, id: {}}}}}}
    post:
      requestBody: {content: {application/octet-stream: {schema: {type: string, format: binary}}}}
      responses:
        '200': {description: d, content: {application/json: {schema: {properties: {success: {type: boolean}}}}}}
",
    );
    assert_eq!(
        codes(&diagnostics),
        [
            "unsupported-body",
            "unsupported-body",
            "envelope-without-value"
        ]
    );
}

#[test]
fn an_operation_without_an_id_among_many_with_one_is_reported() {
    let document = |with: usize| {
        let get = |id: &str| format!("{{get: {{{id}responses: {{'204': {{description: d}}}}}}}}");
        let mut text = format!("  /none: {}\n", get(""));
        for index in 0..with {
            let operation = get(&format!("operationId: o{index}, "));
            text.push_str(&format!("  /p{index}: {operation}\n"));
        }
        codes(&paths(&text).1)
    };
    assert_eq!(document(8), [""; 0]);
    assert_eq!(document(9), ["missing-operation-id"]);
}

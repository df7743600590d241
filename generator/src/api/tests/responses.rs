//! Responses of several types and formats, their headers, failures, and webhooks.

use super::*;
use crate::api::{HeaderForm, StatusRange, Success, SuccessEncoding, TypeName};

/// Lowers a document with these paths, and the members after them.
fn paths(text: &str) -> (Api, Vec<(&'static str, String)>) {
    lowered(&format!(
        "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\npaths:\n{text}"
    ))
}

fn statuses(success: &Success) -> Vec<(StatusRange, SuccessEncoding)> {
    let alternatives = success.alternatives.iter();
    alternatives.map(|one| (one.status, one.encoding)).collect()
}

#[test]
fn different_successes_are_alternatives_with_exact_statuses_first() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {operationId: a, responses: {2XX: {description: d, content: {text/plain: {}}}, '202': {description: d}, '200': {description: d, content: {application/json: {schema: {type: object, properties: {a: {}}}}}}}}
",
    );
    let success = &api.operations[0].success;
    assert_eq!(success.value, None);
    assert_eq!(
        statuses(success),
        [
            (StatusRange::Code(202), SuccessEncoding::Json),
            (StatusRange::Code(200), SuccessEncoding::Json),
            (StatusRange::Range(2), SuccessEncoding::Text),
        ]
    );
    assert_eq!(
        success.accept.as_deref(),
        Some("application/json, text/plain")
    );
    assert_eq!(diagnostics, []);
}

#[test]
fn inline_types_with_the_same_values_are_one_type() {
    let inline = "{application/json: {schema: {type: object, required: [a], properties: {a: {type: array, items: {type: object, properties: {b: {type: string}}}}}}}}";
    let other = "{application/json: {schema: {type: object, required: [a], properties: {a: {type: array, items: {type: object, properties: {b: {type: integer}}}}}}}}";
    let (api, _) = paths(&format!(
        "  /a:
    get: {{responses: {{'200': {{description: d, content: {inline}}}, '201': {{description: d, content: {inline}}}}}}}
    put: {{responses: {{'200': {{description: d, content: {inline}}}, '201': {{description: d, content: {other}}}}}}}
    post: {{responses: {{'200': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}, '201': {{description: d, content: {{application/json: {{schema: {{$ref: '#/components/schemas/B'}}}}}}}}}}}}
components: {{schemas: {{A: {{type: object, properties: {{x: {{}}}}}}, B: {{type: object, properties: {{x: {{}}}}}}}}}}
"
    ));
    let of = |index: usize| &api.operations[index].success;
    assert!(of(0).value.is_some());
    assert_eq!(of(1).alternatives.len(), 2);
    assert_eq!(of(2).alternatives.len(), 2);
}

#[test]
fn streams_have_the_type_of_their_items() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {responses: {'200': {description: d, content: {text/event-stream: {schema: {$ref: '#/components/schemas/A'}}}}}}
    put: {responses: {'200': {description: d, content: {text/event-stream: {schema: {type: string}}}}}}
    post: {responses: {'200': {description: d, content: {text/event-stream: {schema: {type: object, properties: {event: {type: string}, data: {$ref: '#/components/schemas/A'}}}}}}}}
    patch: {responses: {'200': {description: d, content: {application/jsonl: {schema: {type: array, items: {$ref: '#/components/schemas/A'}}}}}}}
    delete: {responses: {'200': {description: d, content: {application/x-ndjson: {}}}}}
    trace: {responses: {'200': {description: d, content: {text/event-stream: {schema: {oneOf: [{properties: {event: {const: a}, data: {type: string}}}, {properties: {event: {const: b}, data: {type: object}}}]}}}}}}
components: {schemas: {A: {type: object, properties: {x: {}}}}}
",
    );
    let of = |index: usize| {
        let success = &api.operations[index].success;
        (success.encoding, success.value)
    };
    let a = Some(component(&api, "A"));
    assert_eq!(of(0), (SuccessEncoding::Events, a));
    assert_eq!(of(1), (SuccessEncoding::Events, None));
    assert_eq!(of(2), (SuccessEncoding::Events, a));
    assert_eq!(of(3), (SuccessEncoding::Lines, a));
    assert_eq!(of(4).0, SuccessEncoding::Lines);
    assert_eq!(of(5), (SuccessEncoding::Events, None));
    assert_eq!(diagnostics, []);
}

#[test]
fn other_formats_can_be_requested_but_not_json_of_another_type() {
    let (api, diagnostics) = paths(
        "  /a:
    get: {responses: {'200': {description: d, content: {image/png: {}, application/json: {schema: {type: string}}, application/vnd.x+json: {schema: {type: integer}}, text/csv: {}, image/webp: {}, text/event-stream: {schema: {$ref: '#/components/schemas/A'}}}}}}
components: {schemas: {A: {type: object, properties: {x: {}}}}}
",
    );
    let success = &api.operations[0].success;
    assert_eq!(success.accept.as_deref(), Some("application/json"));
    let views: Vec<_> = success
        .other_formats
        .iter()
        .map(|view| (view.encoding, view.accept.as_str(), view.value))
        .collect();
    assert_eq!(
        views,
        [
            (SuccessEncoding::Bytes, "image/png, image/webp", None),
            (SuccessEncoding::Text, "text/csv", None),
            (
                SuccessEncoding::Events,
                "text/event-stream",
                Some(component(&api, "A"))
            ),
        ]
    );
    assert_eq!(codes(&diagnostics), ["several-media-types"]);
}

#[test]
fn media_types_with_equal_inline_schemas_are_one() {
    let list = |description: &str, item: &str| {
        format!(
            "{{type: array, description: {description}, maxItems: 9, items: {{type: object, required: [a], properties: \
             {{a: {item}, b: {{enum: [x, y]}}}}}}}}"
        )
    };
    let operation = |second: &str| {
        format!(
            "  /a:
    get:
      responses:
        '200':
          description: d
          content:
            application/json: {{schema: {}}}
            application/vnd.example+json: {{schema: {second}}}
",
            list("one", "{type: string}")
        )
    };
    let (api, diagnostics) = paths(&operation(&list("another", "{type: string}")));
    assert_eq!(diagnostics, []);
    let accept = &api.operations[0].success.accept;
    assert_eq!(
        accept.as_deref(),
        Some("application/json, application/vnd.example+json")
    );
    for other in [
        list("one", "{type: integer}"),
        list("one", "{type: string, format: uuid}"),
        "{type: array, maxItems: 9, items: {type: object}}".to_owned(),
    ] {
        let (_, diagnostics) = paths(&operation(&other));
        assert_eq!(codes(&diagnostics), ["several-media-types"], "{other}");
    }
}

#[test]
fn responses_without_a_body_in_http_have_none() {
    let (api, diagnostics) = paths(
        "  /a:
    head: {responses: {'200': {description: d, content: {application/json: {schema: {type: object, properties: {x: {}}}}}}}}
    get: {responses: {'204': {description: d, content: {application/json: {}}}}}
",
    );
    let values = api.operations.iter().map(|one| one.success.value);
    assert_eq!(values.collect::<Vec<_>>(), [None, None]);
    assert_eq!(
        codes(&diagnostics),
        ["body-without-effect", "body-without-effect"]
    );
}

#[test]
fn headers_of_all_successes_are_merged() {
    let (api, diagnostics) = paths(
        "  /a:
    get:
      responses:
        '200':
          description: d
          headers:
            X-A: {required: true, schema: {type: integer}}
            X-B: {required: true, schema: {type: array, items: {type: boolean}}}
            X-C: {schema: {type: string}}
            Set-Cookie: {schema: {type: string}}
            X-O: {schema: {type: object, properties: {a: {}}}}
        '202':
          description: d
          headers:
            x-a: {required: true, schema: {type: integer}}
            X-C: {schema: {type: integer}}
        '400':
          description: d
          headers: {X-D: {schema: {type: string}}}
",
    );
    let headers: Vec<_> = api.operations[0]
        .success
        .headers
        .iter()
        .map(|header| (header.name.as_str(), header.form, header.required))
        .collect();
    assert_eq!(
        headers,
        [
            ("X-A", HeaderForm::Scalar, true),
            ("X-B", HeaderForm::ScalarList, false),
            ("X-C", HeaderForm::String, false),
            ("Set-Cookie", HeaderForm::Repeated, false),
            ("X-O", HeaderForm::String, false),
        ]
    );
    assert_eq!(
        codes(&diagnostics),
        ["header-as-string", "header-as-string"]
    );
}

#[test]
fn types_are_named_after_shared_responses() {
    let (api, _) = paths(
        "  /a:
    get: {responses: {'200': {description: d}, '404': {$ref: '#/components/responses/Missing'}}}
    put: {responses: {'200': {description: d}, '404': {$ref: '#/components/responses/Missing'}, '409': {description: d, content: {application/json: {schema: {type: object, properties: {y: {}}}}}}}}
components: {responses: {Missing: {description: d, content: {application/json: {schema: {type: object, properties: {x: {}}}}}}}}
",
    );
    let body = |operation: usize, failure: usize| {
        api.operations[operation].failures[failure]
            .body
            .expect("a body")
            .id
    };
    assert_eq!(body(0, 0), body(1, 0));
    assert_eq!(
        api.get(body(0, 0)).name,
        TypeName::Response("Missing".to_owned())
    );
    assert!(api.get(body(1, 1)).in_response);
}

#[test]
fn webhooks_and_callbacks_have_types() {
    let (api, diagnostics) = lowered(
        "openapi: 3.1.0
info: {title: t, version: '1'}
webhooks:
  made: {post: {summary: s, requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}
  xml: {post: {requestBody: {content: {application/xml: {}}}}}
  left: {post: {x-rust-skip: true}}
paths:
  /skipped: {get: {x-rust-skip: true, responses: {'200': {description: d}}}}
  /a:
    post:
      responses: {'204': {description: d}}
      callbacks: {done: {'{$url}': {put: {requestBody: {content: {application/json: {schema: {type: object, properties: {x: {}}}}}}}}}}
components: {schemas: {A: {type: object, properties: {x: {}}}, B: {type: object, properties: {x: {}}}}}
",
    );
    let webhooks: Vec<_> = api
        .webhooks
        .iter()
        .map(|webhook| (webhook.name.as_str(), webhook.callback.clone()))
        .collect();
    assert_eq!(
        webhooks,
        [
            ("made", None),
            ("xml", None),
            ("done", Some((0, "{$url}".to_owned()))),
        ]
    );
    let made = &api.webhooks[0];
    let body = (component(&api, "A"), "application/json".to_owned());
    assert_eq!(made.body, Some(body));
    assert_eq!(made.response, Some(component(&api, "B")));
    let directions = |name: &str| (ty(&api, name).in_request, ty(&api, name).in_response);
    assert_eq!(directions("A"), (false, true));
    assert_eq!(directions("B"), (true, false));
    assert!(api.webhooks[2].body.is_some());
    assert_eq!(codes(&diagnostics), ["webhook-without-type"]);
}

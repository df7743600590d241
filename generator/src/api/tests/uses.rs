//! The walks over uses of types.

use super::{Api, lowered};
use crate::api::TypeUse;

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
webhooks:
  made: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}
paths:
  /a:
    post:
      parameters: [{name: q, in: query, schema: {type: string}}]
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/A'}}
          multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}
      responses:
        '200':
          description: d
          headers: {X-Count: {schema: {type: integer}}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/A'}}
            text/event-stream: {schema: {$ref: '#/components/schemas/B'}}
        '201': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
        '400': {description: d, content: {application/json: {schema: {type: object, properties: {code: {type: integer}}}}}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, list: {type: array, items: {type: string}}}, additionalProperties: {type: integer}}
    B: {oneOf: [{type: string}, {type: integer}]}
";

fn count(api: &Api, usage: TypeUse) -> usize {
    api.type_uses().filter(|(found, _)| *found == usage).count()
}

#[test]
fn both_walks_visit_the_same_uses() {
    let (mut api, _) = lowered(DOCUMENT);
    let read: Vec<_> = api.type_uses().collect();
    let changeable: Vec<_> = api
        .type_uses_mut()
        .map(|(usage, ty)| (usage, *ty))
        .collect();
    assert_eq!(read, changeable);
}

#[test]
fn every_kind_of_use_is_visited() {
    let (api, _) = lowered(DOCUMENT);
    assert_eq!(count(&api, TypeUse::Parameter), 1);
    assert_eq!(count(&api, TypeUse::RequestBody), 1);
    assert_eq!(count(&api, TypeUse::MultipartBody), 1);
    // The values of two statuses, the events, and the header.
    assert_eq!(count(&api, TypeUse::Response), 4);
    assert_eq!(count(&api, TypeUse::Failure), 1);
    assert_eq!(count(&api, TypeUse::WebhookRequest), 1);
    assert_eq!(count(&api, TypeUse::WebhookResponse), 1);
    assert_eq!(count(&api, TypeUse::Component), 2);
    assert!(count(&api, TypeUse::Part) > 5);
    assert!(count(&api, TypeUse::Schema) > 5);
}

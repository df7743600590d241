//! The selection of operations.

use super::super::{Api, Selection, Shape, TypeName, lower_selected};
use crate::diagnostic::Diagnostics;
use crate::openapi;
use crate::source::Sources;

const DOCUMENT: &str = "
openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /pets:
    get:
      operationId: pets.list
      tags: [pets]
      parameters: [{ $ref: '#/components/parameters/Sort' }]
      responses: { '200': { $ref: '#/components/responses/Pets' } }
    post:
      operationId: pets.create
      tags: [pets, write]
      callbacks:
        created: { '{$request.body#/url}': { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Name' } } } }, responses: {} } } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '204': { description: d } }
  /owners/{id}:
    get:
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }, { $ref: '#/components/parameters/Sort' }]
      responses: { '200': { $ref: '#/components/responses/Pets' } }
webhooks:
  stolen:
    post:
      tags: [police]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Theft' } } } }
      responses: {}
components:
  parameters:
    Sort: { name: sort, in: query, schema: { type: string, enum: [up, down] } }
  responses:
    Pets:
      description: d
      content: { application/json: { schema: { type: object, properties: { pets: { type: array, items: { $ref: '#/components/schemas/Pet' } } } } } }
  schemas:
    Theft: { type: object, properties: { when: { type: string } } }
    Unused: { type: object, properties: { a: { type: string } } }
    Pet: { type: object, properties: { name: { $ref: '#/components/schemas/Name' }, id: { type: string, readOnly: true } } }
    Name: { type: string, enum: [a, b] }
";

/// Lowers the selected operations. Returns the diagnostics about the selection too.
fn selected(tags: &[&str], operations: &[&str]) -> (Api, Vec<String>) {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let selection = Selection {
        tags: words(tags),
        operations: words(operations),
    };
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("openapi.yaml", DOCUMENT)], &mut diagnostics);
    let document = openapi::read(&sources, &mut diagnostics).expect("the document reads");
    let api = lower_selected(&document, &selection, &mut diagnostics);
    let reported = diagnostics.iter().map(|diagnostic| {
        let help = diagnostic.help.as_deref().unwrap_or_default();
        format!("{}: {}; {help}", diagnostic.code, diagnostic.message)
    });
    (api, reported.collect())
}

fn ids(api: &Api) -> Vec<String> {
    let operations = api.operations.iter();
    operations
        .map(|operation| format!("{} {}", operation.method, operation.path_template))
        .collect()
}

fn components(api: &Api) -> Vec<&str> {
    let components = api.components.iter();
    components.map(|(name, _)| name.as_str()).collect()
}

#[test]
fn an_empty_selection_selects_all() {
    let (api, reported) = selected(&[], &[]);
    assert_eq!(reported, [""; 0]);
    assert_eq!(api.operations.len(), 3);
    assert!(!api.counts.narrowed);
    assert!(components(&api).contains(&"Unused"));
}

#[test]
fn operations_keep_the_types_they_need() {
    let (api, reported) = selected(&["write"], &[]);
    assert_eq!(reported, [""; 0]);
    assert_eq!(ids(&api), ["POST /pets"]);
    assert_eq!(components(&api), ["Pet", "Name"]);
    assert_eq!(
        (api.counts.operations, api.counts.operations_declared),
        (1, 3)
    );
    assert_eq!((api.counts.schemas, api.counts.schemas_declared), (2, 4));
    assert!(api.counts.narrowed);

    let (api, _) = selected(&["write"], &["GET /owners*", "pets.create"]);
    assert_eq!(ids(&api), ["POST /pets", "GET /owners/{id}"]);
}

#[test]
fn webhooks_are_selected_and_callbacks_follow_their_operations() {
    let webhooks = |api: &Api| -> Vec<(String, Option<usize>)> {
        let webhooks = api.webhooks.iter();
        webhooks
            .map(|webhook| {
                let origin = webhook.callback.as_ref().map(|(operation, _)| *operation);
                (webhook.name.clone(), origin)
            })
            .collect()
    };
    let (api, _) = selected(&[], &["pets.list"]);
    assert_eq!(webhooks(&api), []);
    let (api, _) = selected(&[], &["pets.create"]);
    assert_eq!(webhooks(&api), [("created".to_owned(), Some(0))]);
    let (api, reported) = selected(&["police"], &[]);
    assert_eq!(reported, [""; 0]);
    assert_eq!(webhooks(&api), [("stolen".to_owned(), None)]);
    assert_eq!(components(&api), ["Theft"]);
}

#[test]
fn shared_types_are_named_after_a_selected_operation() {
    let (api, _) = selected(&[], &["GET /owners/{id}"]);
    assert_eq!(ids(&api), ["GET /owners/{id}"]);
    let sort = api.operations[0].parameters[1].ty;
    assert!(matches!(api.get(sort.id).shape, Shape::Enum(_)));
    assert!(matches!(
        api.get(sort.id).name,
        TypeName::Operation { operation: 0, .. }
    ));
}

#[test]
fn directions_depend_on_the_selected_operations() {
    let direction = |api: &Api| {
        let (_, pet) = api
            .components
            .iter()
            .find(|(name, _)| name == "Pet")
            .expect("it is needed");
        let pet = api.get(pet.id);
        (pet.in_request, pet.in_response)
    };
    assert_eq!(direction(&selected(&[], &["pets.list"]).0), (false, true));
    assert_eq!(direction(&selected(&[], &["pets.create"]).0), (true, false));
}

#[test]
fn unknown_names_are_reported_with_suggestions() {
    let (api, reported) = selected(&["pet"], &["pets.lst", "nothing*"]);
    assert_eq!(api.operations.len(), 0);
    assert_eq!(
        reported,
        [
            "unknown-tag: no operation has the tag `pet`; did you mean `pets`?",
            "unknown-operation: no operation is named `pets.lst`; did you mean `pets.list`?",
            "unknown-operation: no operation is named `nothing*`; there are `pets.list`, `GET /pets`, `pets.create`, `POST /pets`, `GET /owners/{id}`, `POST stolen`",
        ]
    );
}

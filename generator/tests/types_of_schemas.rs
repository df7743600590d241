//! Which Rust type the values of each schema have, as tools find it: `Document` → `Api::schema_types` → `rust::rust_types` →
//! `emit::path`.

mod support;

use std::fs;

use generator::api::TypeRef;
use generator::{emit, rust};
use support::{Scratch, generate};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /pets:
    get:
      operationId: list
      responses:
        '200':
          description: All.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        '400':
          description: Wrong.
          content:
            application/json:
              schema: {type: object, properties: {why: {type: string}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        born: {type: [string, 'null'], format: date}
        seen: {type: array, items: {type: string, format: date-time}}
        sizes: {type: object, additionalProperties: {type: [integer, 'null']}}
        owner: {type: object, properties: {id: {type: integer, format: int32}}}
        notes: {type: object}
    Dog:
      allOf:
        - $ref: '#/components/schemas/Pet'
        - {properties: {barks: {type: boolean}}}
";

#[test]
fn each_schema_leads_to_the_type_of_its_values() {
    let folder = Scratch::new();
    let path = folder.0.join("openapi.yaml");
    fs::write(&path, DOCUMENT).expect("the folder is this test's own");
    let outcome = generate(&path, "pets");
    let (document, api) = (
        outcome.document.expect("the document reads"),
        outcome.api.expect("the document is understood"),
    );
    assert_eq!(document.schemas.len(), api.schema_types.len());
    let uses: Vec<TypeRef> = api.schema_types.iter().flatten().copied().collect();
    let mut types = rust::rust_types(&api, &uses).into_iter();
    let mut found = Vec::new();
    for (schema, used) in document.schemas.iter().zip(&api.schema_types) {
        let ty = used.and_then(|_| types.next().expect("there is one for each use"));
        let end = schema.location.pointer.rsplit('/').next();
        let text = ty.map_or_else(|| "none".to_owned(), |ty| emit::path(&ty, "pets"));
        found.push(format!("{}: {text}", end.unwrap_or_default()));
    }
    found.sort();
    assert_eq!(
        found,
        [
            // Merged into `Dog`.
            "0: none",
            "1: none",
            "Dog: pets::types::Dog",
            "Pet: pets::types::Pet",
            "additionalProperties: Option<i64>",
            "barks: bool",
            "born: Option<pets::jiff::civil::Date>",
            "id: i32",
            "items: pets::jiff::Timestamp",
            "items: pets::types::Pet",
            "name: String",
            "notes: pets::serde_json::Map<String, pets::serde_json::Value>",
            "owner: pets::types::PetOwner",
            "schema: Vec<pets::types::Pet>",
            "schema: pets::types::ListFailure400",
            "seen: Vec<pets::jiff::Timestamp>",
            "sizes: std::collections::BTreeMap<String, Option<i64>>",
            "why: String",
        ]
    );
}

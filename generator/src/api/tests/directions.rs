//! The directions of types, and fields that only one direction has.

use super::{Api, Shape, Type, component, lowered, ty};
use crate::api::{TypeName, TypeRef};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Both'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Answer'}}}}}
    put:
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Sent'}}}}
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Same'}}}}}
components:
  schemas:
    Both:
      type: object
      required: [id, secret, name]
      properties:
        id: {type: string, readOnly: true}
        secret: {type: string, writeOnly: true}
        name: {type: string}
        odd: {type: string, readOnly: true, writeOnly: true}
        same: {$ref: '#/components/schemas/Same'}
        next: {$ref: '#/components/schemas/Both'}
    Answer: {type: object, required: [id, hidden], properties: {id: {type: string, readOnly: true}, hidden: {type: string, writeOnly: true}, many: {type: array, items: {$ref: '#/components/schemas/Both'}}}}
    Sent: {type: object, required: [id], properties: {id: {type: string, readOnly: true}, holder: {$ref: '#/components/schemas/Holder'}}}
    Holder: {type: object, properties: {both: {$ref: '#/components/schemas/Both'}}}
    Same: {type: object, properties: {x: {type: string}}}
    Unused: {type: object, required: [id], properties: {id: {type: string, readOnly: true}}}
";

fn members(ty: &Type) -> Vec<&str> {
    match &ty.shape {
        Shape::Struct(object) => object
            .fields
            .iter()
            .map(|field| field.name.as_str())
            .collect(),
        other => panic!("a struct is expected, not {other:?}"),
    }
}

fn member(ty: &Type, name: &str) -> TypeRef {
    match &ty.shape {
        Shape::Struct(object) => {
            let field = object.fields.iter().find(|field| field.name == name);
            field.expect("the member is there").ty
        }
        other => panic!("a struct is expected, not {other:?}"),
    }
}

fn directions(ty: &Type) -> (bool, bool) {
    (ty.in_request, ty.in_response)
}

fn body(api: &Api, operation: usize) -> &Type {
    let body = api.operations[operation].body.as_ref();
    api.get(body.expect("it has a body").contents[0].ty.id)
}

#[test]
fn a_type_in_both_directions_has_a_form_for_each() {
    let (api, _) = lowered(DOCUMENT);
    let response = ty(&api, "Both");
    assert_eq!(members(response), ["id", "name", "odd", "same", "next"]);
    assert_eq!(directions(response), (false, true));
    let request = body(&api, 0);
    assert_eq!(request.name, TypeName::Request(component(&api, "Both").id));
    assert_eq!(members(request), ["secret", "name", "odd", "same", "next"]);
    assert_eq!(directions(request), (true, false));
    // A type without such fields stays one type, and a cycle stays within its direction.
    assert_eq!(member(request, "same"), member(response, "same"));
    assert_eq!(directions(ty(&api, "Same")), (true, true));
    assert_eq!(member(response, "next").id, component(&api, "Both").id);
    assert_eq!(api.get(member(request, "next").id).name, request.name);
}

#[test]
fn a_type_in_one_direction_stays_one_type() {
    let (api, _) = lowered(DOCUMENT);
    assert_eq!(members(ty(&api, "Answer")), ["id", "many"]);
    assert_eq!(members(body(&api, 1)), ["holder"]);
    assert_eq!(body(&api, 1).name, TypeName::Component("Sent".to_owned()));
    let holder = ty(&api, "Holder");
    assert_eq!(directions(holder), (true, false));
    let held = api.get(member(holder, "both").id);
    assert_eq!(held.name, TypeName::Request(component(&api, "Both").id));
}

#[test]
fn an_unused_type_keeps_all_fields() {
    let (api, _) = lowered(DOCUMENT);
    let unused = ty(&api, "Unused");
    assert_eq!(directions(unused), (true, true));
    let Shape::Struct(object) = &unused.shape else {
        panic!("a struct is expected");
    };
    assert!(object.fields[0].read_only && !object.fields[0].required);
}

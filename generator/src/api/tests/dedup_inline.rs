//! Inline types that operations of a group repeat.

use super::*;
use crate::api::{Operation, SharedBy, TypeName};

/// Lowers a document with these operations, each a tag, the schema of its parameter and that of its failure.
fn operations(list: &[(&str, &str, &str)]) -> Api {
    let mut text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
    for (index, (tags, parameter, failure)) in list.iter().enumerate() {
        text.push_str(&format!(
            "  /o{index}:
    get:
      tags: {tags}
      operationId: o{index}
      parameters: [{{name: p, in: query, schema: {parameter}}}]
      responses: {{'204': {{description: d}}, '400': {{description: d, content: {{application/json: {{schema: {failure}}}}}}}}}
"
        ));
    }
    lowered(&text).0
}

fn failure(operation: &Operation) -> TypeRef {
    operation.failures[0].body.expect("each has one")
}

const TEXT: &str = "{type: string}";
const BODY: &str = "{type: object, properties: {list: {type: array, items: {type: object, properties: {a: {type: string, example: x}}}}}}";

#[test]
fn equal_types_in_a_group_become_one() {
    let api = operations(&[
        ("[g]", TEXT, BODY),
        ("[g, h]", TEXT, BODY),
        ("[g]", TEXT, BODY),
    ]);
    let first = failure(&api.operations[0]);
    assert_eq!(
        api.get(first.id).shared_by.as_ref().map(SharedBy::name),
        Some("g")
    );
    for operation in &api.operations {
        assert_eq!(failure(operation), first);
        assert_eq!(
            operation.parameters[0].ty,
            api.operations[0].parameters[0].ty
        );
    }
    // Its parts are shared with it.
    let parts = api.types.iter().filter(|ty| ty.shared_by.is_some()).count();
    assert_eq!(
        parts, 5,
        "the parameter, and the body with its list, element and text"
    );
}

#[test]
fn types_that_differ_in_documentation_stay_apart() {
    let with = |text: &str| BODY.replace("example: x", text);
    let bodies = [
        BODY.to_owned(),
        with("example: y"),
        with("description: x"),
        with("maxLength: 3"),
        with("default: x"),
        with("format: date"),
        with("'x-sensitive': true"),
        BODY.replace(
            "type: object, properties: {list",
            "type: object, required: [list], properties: {list",
        ),
        BODY.replace("type: array", "type: [array, 'null']"),
    ];
    let list: Vec<_> = bodies
        .iter()
        .map(|body| ("[g]", TEXT, body.as_str()))
        .collect();
    let api = operations(&list);
    let mut ids: Vec<_> = api.operations.iter().map(|one| failure(one).id).collect();
    assert_eq!(ids.len(), 9);
    ids.dedup();
    assert_eq!(ids.len(), 9);
    let shared = |id: &crate::api::TypeId| api.get(*id).shared_by.is_some();
    assert!(!ids.iter().any(shared));
}

#[test]
fn types_of_different_groups_stay_apart() {
    let api = operations(&[
        ("[g]", TEXT, BODY),
        ("[h]", TEXT, BODY),
        ("[]", TEXT, BODY),
        ("[]", TEXT, BODY),
    ]);
    assert!(api.types.iter().all(|ty| ty.shared_by.is_none()));
}

#[test]
fn a_type_with_a_rust_name_stays_apart() {
    let named = BODY.replacen("{type", "{x-rust-name: Own, type", 1);
    let api = operations(&[("[g]", TEXT, &named), ("[g]", TEXT, &named)]);
    let (left, right) = (failure(&api.operations[0]), failure(&api.operations[1]));
    assert_ne!(left, right);
    assert_eq!(api.get(right.id).shared_by, None);
}

#[test]
fn parts_are_shared_even_if_their_owners_differ() {
    let body = |member: &str| {
        format!(
            "{{type: object, properties: {{{member}: {{}}, page: {{type: object, properties: {{n: {{type: integer}}}}}}}}}}"
        )
    };
    let (left, right) = (body("a"), body("b"));
    let api = operations(&[("[g]", TEXT, &left), ("[g]", TEXT, &right)]);
    let pages: Vec<TypeRef> = api
        .operations
        .iter()
        .map(|operation| match &api.get(failure(operation).id).shape {
            Shape::Struct(object) => object.fields[1].ty,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_ne!(failure(&api.operations[0]), failure(&api.operations[1]));
    assert_eq!(pages[0], pages[1]);
    let page = api.get(pages[0].id);
    assert_eq!(page.shared_by.as_ref().map(SharedBy::name), Some("g"));
    assert!(matches!(&page.name, TypeName::Inline { .. }));
}

#[test]
fn recursive_types_stay_apart() {
    let own = |index: usize| {
        format!(
            "{{type: object, properties: {{next: {{$ref: '#/paths/~1o{index}/get/responses/400/content/application~1json/schema'}}}}}}"
        )
    };
    let (left, right) = (own(0), own(1));
    let api = operations(&[("[g]", TEXT, &left), ("[g]", TEXT, &right)]);
    for operation in &api.operations {
        let id = failure(operation).id;
        match &api.get(id).shape {
            Shape::Struct(object) => assert_eq!(object.fields[0].ty.id, id),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn equal_objects_with_one_title_become_one() {
    let user = "{type: object, title: User, properties: {name: {type: string}, plan: {type: object, properties: {n: {type: integer}}}}}";
    let other = user.replace("integer", "string");
    let untitled = user.replace("title: User, ", "");
    let (api, _) = lowered(&format!(
        "openapi: 3.1.0
info: {{title: t, version: '1'}}
components:
  schemas:
    A: {{type: object, properties: {{owner: {user}, list: {{type: array, items: {user}}}, other: {other}}}}}
    B: {{type: object, properties: {{owner: {user}, untitled: {untitled}}}}}
"
    ));
    let fields = |name: &str| -> Vec<TypeRef> {
        let fields = object(&api, name).fields.iter();
        fields.map(|field| field.ty).collect()
    };
    let (a, b) = (fields("A"), fields("B"));
    assert_eq!(a[0], b[0]);
    let Shape::List(item) = &api.get(a[1].id).shape else {
        panic!("a list is expected");
    };
    assert_eq!(item.id, a[0].id);
    assert!(a[0] != a[2] && a[0] != b[1]);
    assert_eq!(
        api.get(a[0].id).shared_by.as_ref().map(SharedBy::name),
        Some("User")
    );
    assert_eq!(api.get(a[2].id).shared_by, None);
    assert_eq!(api.get(b[1].id).shared_by, None);
}

#[test]
fn equal_values_of_properties_with_one_name_become_one() {
    let values =
        |docs: &str| format!("{{type: string, enum: [none, on_session], description: {docs}}}");
    let (first, second, other) = (values("a"), values("b"), "{enum: [none, off_session]}");
    let (api, _) = lowered(&format!(
        "openapi: 3.1.0
info: {{title: t, version: '1'}}
components:
  schemas:
    A: {{type: object, properties: {{future_usage: {first}, status: {first}, modes: {{type: array, items: {first}}}}}}}
    B: {{type: object, properties: {{future_usage: {second}, status: {second}, modes: {{type: array, items: {second}}}}}}}
    C: {{type: object, properties: {{future_usage: {other}, futureUsage: {first}, all_modes: {{type: array, items: {first}}}}}}}
    D: {{type: object, properties: {{all_modes: {{type: array, items: {first}}}}}}}
"
    ));
    let field = |owner: &str, index: usize| object(&api, owner).fields[index].ty.id;
    let item = |owner: &str, index: usize| match &api.get(field(owner, index)).shape {
        Shape::List(item) => item.id,
        other => panic!("{other:?}"),
    };
    let shared = api.get(field("A", 0));
    assert_eq!(field("A", 0), field("B", 0));
    let property = SharedBy::Property("future_usage".to_owned());
    assert_eq!(shared.shared_by, Some(property));
    // The descriptions differ, and each property has its own.
    assert_eq!(shared.docs.description, None);
    // Other values, a name of one word, and another name.
    assert_ne!(field("A", 0), field("C", 0));
    assert_ne!(field("A", 1), field("B", 1));
    assert_ne!(item("A", 2), item("B", 2));
    assert_ne!(field("A", 0), field("C", 1));
    // The elements of lists, with their documentation if it is the same.
    assert_eq!(item("C", 2), item("D", 0));
    let docs = &api.get(item("D", 0)).docs;
    assert_eq!(docs.description.as_deref(), Some("a"));
}

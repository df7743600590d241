//! Tests with whole documents: YAML in, an [`Api`] out. Functions that need no document are tested in their own files.

mod bodies;
mod dedup_inline;
mod directions;
mod envelopes;
mod hostile;
mod live;
mod objects;
mod operations;
mod pagination;
mod paths;
mod responses;
mod schemas;
mod selection;
mod unions;
mod uses;

use super::{Api, Field, Shape, Struct, Type, TypeRef, lower};
use crate::diagnostic::Diagnostics;
use crate::openapi;
use crate::source::Sources;

/// Lowers a document. Returns the API, and the codes and pointers of the diagnostics.
fn lowered(text: &str) -> (Api, Vec<(&'static str, String)>) {
    let mut reading = Diagnostics::default();
    let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut reading);
    let document = openapi::read(&sources, &mut reading).expect("the test's document reads");
    let mut diagnostics = Diagnostics::default();
    let api = lower(&document, &mut diagnostics);
    assert_eq!(api.counts.operations, api.counts.operations_declared);
    assert_eq!(api.counts.schemas, api.counts.schemas_declared);
    assert_required_in_both_directions(&api);
    let reports = diagnostics
        .iter()
        .map(|diagnostic| {
            let location = diagnostic
                .location
                .as_ref()
                .expect("every diagnostic has a location");
            (diagnostic.code, location.pointer.clone())
        })
        .collect();
    (api, reports)
}

/// A member that one direction lacks is never required in a type that travels in this direction.
fn assert_required_in_both_directions(api: &Api) {
    for ty in &api.types {
        let Shape::Struct(object) = &ty.shape else {
            continue;
        };
        for field in object.fields.iter().filter(|field| field.required) {
            let lacks = field.read_only && ty.in_request || field.write_only && ty.in_response;
            assert!(!lacks, "{}", field.name);
        }
    }
}

/// Lowers component schemas, given as YAML indented by four.
fn schemas_in(version: &str, schemas: &str) -> (Api, Vec<(&'static str, String)>) {
    lowered(&format!(
        "openapi: {version}\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}

/// Lowers component schemas of a 3.1 document.
fn schemas(text: &str) -> (Api, Vec<(&'static str, String)>) {
    schemas_in("3.1.0", text)
}

fn codes(reports: &[(&'static str, String)]) -> Vec<&'static str> {
    reports.iter().map(|(code, _)| *code).collect()
}

fn component(api: &Api, name: &str) -> TypeRef {
    api.components
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, ty)| *ty)
        .expect("the component is there")
}

fn ty<'a>(api: &'a Api, name: &str) -> &'a Type {
    api.get(component(api, name).id)
}

fn shape<'a>(api: &'a Api, name: &str) -> &'a Shape {
    &ty(api, name).shape
}

fn object<'a>(api: &'a Api, name: &str) -> &'a Struct {
    match shape(api, name) {
        Shape::Struct(object) => object,
        other => panic!("{name} is {other:?}"),
    }
}

fn field<'a>(api: &'a Api, name: &str, field: &str) -> &'a Field {
    object(api, name)
        .fields
        .iter()
        .find(|known| known.name == field)
        .expect("the field is there")
}

fn field_names<'a>(api: &'a Api, name: &str) -> Vec<&'a str> {
    object(api, name)
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect()
}

fn enum_strings(shape: &Shape) -> Vec<&str> {
    match shape {
        Shape::Enum(values) => values.iter().map(|value| value.value.as_str()).collect(),
        other => panic!("{other:?} is no enum"),
    }
}

//! The Components Object. <https://spec.openapis.org/oas/v3.1.1.html#components-object>
//!
//! Components other than schemas and security schemes reach the document only through what refers to them; all are read,
//! so that a mistake in one is found before anything uses it.

use super::callbacks::read_callback;
use super::document::{SchemaId, SecurityScheme, StatusKey};
use super::keywords::COMPONENTS;
use super::media_types::check_media_type;
use super::parameters::{read_header, read_parameter};
use super::paths::check_path_item;
use super::reader::{Located, Object, Reader};
use super::request_bodies::read_request_body;
use super::responses::read_response;
use super::security::read_scheme;

/// The members of `components` that others name.
#[derive(Debug)]
pub(super) struct Components<'a> {
    object: Object<'a>,
    /// Name and schema, in document order.
    pub schemas: Vec<(String, SchemaId)>,
    /// The ways to authenticate, in document order.
    pub security_schemes: Vec<SecurityScheme>,
}

/// Reads what must be known before operations are read: the schemas' ids and the security schemes' names.
pub(super) fn read_components<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> Components<'a> {
    let object = root
        .get("components")
        .and_then(|member| reader.object_of(member))
        .unwrap_or_else(|| Object::empty(root.location.child("components")));
    reader.check(&object, &COMPONENTS);
    let schemas = reader
        .entries(&object, "schemas")
        .into_iter()
        .map(|(name, value)| (name.to_owned(), reader.schema(value)))
        .collect();
    let mut security_schemes = Vec::new();
    for (name, value) in reader.entries(&object, "securitySchemes") {
        reader.scheme_names.insert(name);
        security_schemes.extend(read_scheme(reader, name, value));
    }
    Components {
        object,
        schemas,
        security_schemes,
    }
}

impl<'a> Components<'a> {
    /// Reads all other components for their remarks.
    pub fn check_rest(&self, reader: &mut Reader<'a>) {
        self.each(reader, "parameters", |reader, _, value| {
            read_parameter(reader, value);
        });
        self.each(reader, "headers", |reader, name, value| {
            read_header(reader, name, value);
        });
        self.each(reader, "requestBodies", |reader, _, value| {
            read_request_body(reader, value);
        });
        self.each(reader, "responses", |reader, _, value| {
            read_response(reader, StatusKey::Default, value);
        });
        self.each(reader, "mediaTypes", check_media_type);
        self.each(reader, "pathItems", check_path_item);
        self.each(reader, "callbacks", |reader, name, value| {
            read_callback(reader, name, value);
        });
    }

    fn each(
        &self,
        reader: &mut Reader<'a>,
        name: &str,
        mut read: impl FnMut(&mut Reader<'a>, &str, Located<'a>),
    ) {
        for (name, value) in reader.entries(&self.object, name) {
            read(reader, name, value);
        }
    }
}

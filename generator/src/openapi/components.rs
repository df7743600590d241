//! The Components Object. <https://spec.openapis.org/oas/v3.1.1.html#components-object>
//!
//! Components other than schemas and security schemes become part of the document only through references to them. All are read,
//! so that a mistake in one is found before anything uses it.

use std::collections::{HashMap, HashSet};

use super::document::{SchemaId, SecurityScheme, StatusKey};
use super::extension_keys::has_effect;
use super::keywords::{COMPONENTS, SCHEMA, SCHEMA_ANNOTATIONS};
use super::object::{Located, Object};
use super::paths::{
    check_media_type, check_path_item, read_callback, read_header, read_parameter,
    read_request_body, read_response,
};
use super::reader::Reader;
use super::security::read_scheme;
use super::version::Version;
use crate::diagnostic::Location;
use crate::source::Node;

/// The members of `components` that other objects refer to by name.
#[derive(Debug)]
pub(super) struct Components<'a> {
    object: Object<'a>,
    /// Name and schema, in document order.
    pub schemas: Vec<(String, SchemaId)>,
    /// The security schemes, in document order.
    pub security_schemes: Vec<SecurityScheme>,
}

/// Reads what operations depend on: the ids of schemas and the names of security schemes.
pub(super) fn read_components<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> Components<'a> {
    let object = root
        .get("components")
        .and_then(|member| reader.read_object(member))
        .unwrap_or_else(|| Object::empty(root.location.child("components")));
    reader.check(&object, &COMPONENTS);
    let schemas = read_schema_ids(reader, &object);
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

/// Returns the ids of the schemas. A component that only refers to a schema that is not a component, such as a file, is the same
/// schema and gives it its name. Of several such components, this is the one named like the location of the schema, or else the
/// first.
fn read_schema_ids<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Vec<(String, SchemaId)> {
    let entries = reader.entries(object, "schemas");
    let components: HashSet<usize> = entries.iter().map(|(_, at)| at.identity()).collect();
    let targets: Vec<Option<Located<'a>>> = entries
        .iter()
        .map(|(_, value)| alias_target(reader, value, &components))
        .collect();
    let mut aliases: HashMap<usize, usize> = HashMap::new();
    for (index, target) in targets.iter().enumerate() {
        let Some(target) = target else { continue };
        let chosen = aliases.entry(target.identity()).or_insert(index);
        let is_namesake =
            |index: usize| entries[index].0 == location_name(reader, &target.location);
        if !is_namesake(*chosen) && is_namesake(index) {
            *chosen = index;
        }
    }
    let mut ids = Vec::with_capacity(entries.len());
    for (index, ((name, value), target)) in entries.into_iter().zip(targets).enumerate() {
        let target = target.filter(|target| aliases.get(&target.identity()) == Some(&index));
        let id = match target {
            Some(target) => reader.alias_schema(&value, target),
            None => reader.schema_id(value),
        };
        ids.push((name.to_owned(), id));
    }
    ids
}

/// Returns the target of a component that is only a `$ref`, unless the target is a component or inside one.
fn alias_target<'a>(
    reader: &Reader<'a>,
    value: &Located<'a>,
    components: &HashSet<usize>,
) -> Option<Located<'a>> {
    let sources = reader.sources;
    let mut current = value.clone();
    let mut visited = HashSet::new();
    while let Some(reference) = sole_reference(reader, current.node) {
        if !visited.insert(current.identity()) {
            return None;
        }
        let location = sources
            .resolve(&current.location.child("$ref"), reference)
            .ok()?;
        let node = sources.get(&location)?;
        current = Located { location, node };
        if components.contains(&current.identity()) {
            return None;
        }
    }
    let is_below = |mut pointer: &str| {
        while let Some(slash) = pointer.rfind('/') {
            pointer = &pointer[..slash];
            let around = Location {
                pointer: pointer.to_owned(),
                ..current.location.clone()
            };
            let node = sources.get(&around);
            if node.is_some_and(|node| components.contains(&std::ptr::from_ref(node).addr())) {
                return true;
            }
        }
        false
    };
    let found = !visited.is_empty() && !is_below(&current.location.pointer);
    found.then_some(current)
}

/// Returns the reference of a schema without other keywords. In 3.0 annotations are ignored.
fn sole_reference<'a>(reader: &Reader<'_>, node: &'a Node) -> Option<&'a str> {
    let Node::Object(members) = node else {
        return None;
    };
    let has_no_effect = |name: &str| {
        let annotates = reader.version == Version::V30 && SCHEMA_ANNOTATIONS.contains(&name);
        name == "$ref" || annotates || name.starts_with("x-") && !has_effect(name, SCHEMA.extended)
    };
    match node.get("$ref")? {
        Node::String(reference) if members.iter().all(|(name, _)| has_no_effect(name)) => {
            Some(reference)
        }
        _ => None,
    }
}

/// Returns the name of a location: the last name of its pointer, or the name of its file without the extension.
fn location_name(reader: &Reader<'_>, location: &Location) -> String {
    if let Some(last) = location.tokens().pop() {
        return last;
    }
    let name = &reader.sources.file(location.file).name;
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or(name).to_owned()
}

impl<'a> Components<'a> {
    /// Reads all other components for their diagnostics.
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

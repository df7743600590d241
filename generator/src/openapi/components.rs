//! The Components Object. <https://spec.openapis.org/oas/v3.1.1.html#components-object>
//!
//! Components other than schemas and security schemes reach the document only through what refers to them; all are read,
//! so that a mistake in one is found before anything uses it.

use std::collections::{HashMap, HashSet};

use super::callbacks::read_callback;
use super::document::{SchemaId, SecurityScheme, StatusKey};
use super::keywords::{COMPONENTS, SCHEMA, SCHEMA_ANNOTATIONS};
use super::media_types::check_media_type;
use super::parameters::{read_header, read_parameter};
use super::paths::check_path_item;
use super::reader::{Located, Object, Reader};
use super::request_bodies::read_request_body;
use super::responses::read_response;
use super::security::read_scheme;
use super::version::Version;
use crate::diagnostic::Location;
use crate::source::Node;

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

/// Returns the ids of the schemas. A component that only refers to a schema that is no component, such as a file, is that
/// schema: it gives it its name, whichever of the two others refer to. Of several such components that is the one that is
/// called as the schema's place is, or else the first.
fn read_schema_ids<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Vec<(String, SchemaId)> {
    let entries = reader.entries(object, "schemas");
    let components: HashSet<usize> = entries.iter().map(|(_, at)| at.identity()).collect();
    let targets: Vec<Option<Located<'a>>> = entries
        .iter()
        .map(|(_, value)| whole_target(reader, value, &components))
        .collect();
    let mut namesakes: HashMap<usize, usize> = HashMap::new();
    for (index, target) in targets.iter().enumerate() {
        let Some(target) = target else { continue };
        let chosen = namesakes.entry(target.identity()).or_insert(index);
        let own_name = |index: usize| entries[index].0 == place_name(reader, &target.location);
        if !own_name(*chosen) && own_name(index) {
            *chosen = index;
        }
    }
    let mut ids = Vec::with_capacity(entries.len());
    for (index, ((name, value), target)) in entries.into_iter().zip(targets).enumerate() {
        let target = target.filter(|target| namesakes.get(&target.identity()) == Some(&index));
        let id = match target {
            Some(target) => reader.schema_by(&value, target),
            None => reader.schema(value),
        };
        ids.push((name.to_owned(), id));
    }
    ids
}

/// Returns the schema that a component stands for that is nothing but a `$ref`, unless that is a component or in one.
fn whole_target<'a>(
    reader: &Reader<'a>,
    value: &Located<'a>,
    components: &HashSet<usize>,
) -> Option<Located<'a>> {
    let sources = reader.sources;
    let mut current = value.clone();
    let mut visited = HashSet::new();
    while let Some(reference) = only_reference(reader, current.node) {
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

/// Returns the reference of a schema that says nothing else. In 3.0 what else it says to people does not count.
fn only_reference<'a>(reader: &Reader<'_>, node: &'a Node) -> Option<&'a str> {
    let Node::Object(members) = node else {
        return None;
    };
    let says_nothing = |name: &str| {
        let annotates = reader.version == Version::V30 && SCHEMA_ANNOTATIONS.contains(&name);
        name == "$ref" || annotates || name.starts_with("x-") && !SCHEMA.extensions.contains(&name)
    };
    match node.get("$ref")? {
        Node::String(reference) if members.iter().all(|(name, _)| says_nothing(name)) => {
            Some(reference)
        }
        _ => None,
    }
}

/// Returns how a place is called: the last name of its pointer, or its file's name without the extension.
fn place_name(reader: &Reader<'_>, location: &Location) -> String {
    if let Some(last) = location.tokens().pop() {
        return last;
    }
    let name = &reader.sources.file(location.file).name;
    let name = name.rsplit('/').next().unwrap_or(name);
    name.split('.').next().unwrap_or(name).to_owned()
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

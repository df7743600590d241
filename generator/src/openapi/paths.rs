//! The Paths Object and the Path Item Object. <https://spec.openapis.org/oas/v3.1.1.html#paths-object>
//!
//! Counts the operations that a document declares, before any of them can turn out to be invalid. The modules below read what a path
//! item contains.

mod callbacks;
mod media_types;
mod operations;
mod parameters;
mod request_bodies;
mod responses;
mod styles;

pub(super) use callbacks::read_callback;
pub(super) use media_types::check_media_type;
pub(super) use operations::read_security;
pub(super) use parameters::{read_header, read_parameter};
pub(super) use request_bodies::read_request_body;
pub(super) use responses::read_response;

use std::collections::{HashMap, HashSet};

use super::document::PathItem;
use super::keywords::{self, METHODS};
use super::object::{Located, Member, Object};
use super::reader::Reader;
use super::servers::read_servers;
use super::version::Version;
use super::wire::{has_dot_segment, is_token};
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;
use operations::read_operation;
use parameters::{read_parameters, without_duplicates};

/// Reads `paths`; returns the items and how many operations they declare.
pub(super) fn read_paths<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> (Vec<PathItem>, usize) {
    let mut items = Vec::new();
    let mut declared = 0;
    for (name, value) in reader.entries(root, "paths") {
        if reader.is_extension(name, &value, &keywords::PATHS) {
            continue;
        }
        let (mut item, operations) = read_path_item(reader, name, value);
        declared += operations;
        if !name.starts_with('/') {
            reader.report(
                Diagnostic::warning(
                    "malformed-path",
                    item.location.clone(),
                    format!("a path must begin with `/`; read as `/{name}`"),
                )
                .label("does not begin with `/`"),
            );
            item.path = format!("/{name}");
        }
        if has_dot_segment(&item.path) {
            let message = "a segment `.` or `..` would lead to another path; the client refuses to send these requests";
            reader.report(Diagnostic::warning(
                "malformed-path",
                item.location.clone(),
                message,
            ));
        }
        items.push(item);
    }
    warn_duplicates(reader, &items);
    (items, declared)
}

/// Reads `webhooks`.
pub(super) fn read_webhooks<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> Vec<PathItem> {
    reader
        .entries(root, "webhooks")
        .into_iter()
        .map(|(name, value)| read_path_item(reader, name, value).0)
        .collect()
}

/// Reads a path item; returns it and how many operations it declares.
///
/// A `$ref` of a path item has siblings, which take precedence over what its target adds.
/// <https://spec.openapis.org/oas/v3.1.1.html#path-item-object>
pub(super) fn read_path_item<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
) -> (PathItem, usize) {
    let mut item = PathItem {
        path: name.to_owned(),
        summary: None,
        description: None,
        servers: Vec::new(),
        parameters: Vec::new(),
        operations: Vec::new(),
        location: value.location.key(),
    };
    let mut declared = Methods::default();
    let mut visited = HashSet::new();
    let mut next = Some(value);
    while let Some(current) = next.take() {
        let Some(object) = reader.read_object_at(&current, &keywords::PATH_ITEM) else {
            break;
        };
        let reference = object.reference();
        if reference.is_none()
            && let Some(member) = object.get("$ref")
        {
            reader.report_wrong_type(member, "a string");
        }
        if let Some((at, reference)) = reference {
            if visited.insert(current.identity()) {
                next = reader.resolve(&at, reference);
            } else {
                reader.report_cycle(at, reference);
                break;
            }
        }
        read_members(reader, &object, &mut item, &mut declared);
    }
    item.parameters = without_duplicates(reader, std::mem::take(&mut item.parameters));
    (item, declared.count)
}

/// The methods of a path item so far, with the locations of their operations.
#[derive(Default)]
struct Methods {
    locations: HashMap<String, Location>,
    count: usize,
}

fn read_members<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    item: &mut PathItem,
    declared: &mut Methods,
) {
    for member in object.iter().filter(|member| method_of(*member).is_none()) {
        reader.check_member(member, &keywords::PATH_ITEM);
    }
    let summary = reader.prose(object, "summary");
    let description = reader.prose(object, "description");
    item.summary = item.summary.take().or(summary);
    item.description = item.description.take().or(description);
    let servers = read_servers(reader, object);
    if item.servers.is_empty() {
        item.servers = servers;
    }
    item.parameters.extend(read_parameters(reader, object));
    for member in object.iter() {
        if METHODS.contains(&member.name) {
            if member.name == "query" && reader.version < Version::V32 {
                reader.report(Diagnostic::warning(
                    "later-keyword",
                    member.key(),
                    format!(
                        "`query` is a method since OpenAPI 3.2, but this document is {}; read as in 3.2",
                        reader.version
                    ),
                ));
            }
            let method = member.name.to_ascii_uppercase();
            add_operation(reader, member, method, item, declared);
        } else if let Some(method) = method_of(member) {
            let message = format!("a method must be lowercase; read as `{method}`");
            reader.report(Diagnostic::warning(
                "unknown-keyword",
                member.key(),
                message,
            ));
            let method = method.to_ascii_uppercase();
            add_operation(reader, member, method, item, declared);
        }
        if member.name == "additionalOperations"
            && let Some(additional) = reader.read_object(member)
        {
            for operation in additional.iter() {
                if let Some(method) = additional_method(reader, operation) {
                    add_operation(reader, operation, method, item, declared);
                }
            }
        }
    }
}

/// Returns the method that a member names in another case, if its value is an object.
fn method_of(member: Member<'_, '_>) -> Option<&'static str> {
    let name = METHODS
        .iter()
        .find(|name| name.eq_ignore_ascii_case(member.name) && **name != member.name);
    name.copied()
        .filter(|_| matches!(member.value, Node::Object(_)))
}

/// Returns the method that a member of `additionalOperations` names.
///
/// Methods are case-sensitive, and those that have their own member are not allowed here; `get` is read as `GET` all the same.
/// <https://spec.openapis.org/oas/v3.2.0.html#path-item-object>
fn additional_method(reader: &mut Reader<'_>, member: Member<'_, '_>) -> Option<String> {
    let name = member.name;
    if !is_token(name) {
        reader.report(
            Diagnostic::error(
                "invalid-method",
                member.key(),
                format!("`{}` is not a valid HTTP method", name.escape_debug()),
            )
            .label("cannot be sent")
            .help("a method is a word of letters, digits and `-`, such as `COPY`"),
        );
        return None;
    }
    let Some(fixed) = METHODS
        .iter()
        .find(|fixed| fixed.eq_ignore_ascii_case(name))
    else {
        return Some(name.to_owned());
    };
    let method = fixed.to_ascii_uppercase();
    reader.report(
        Diagnostic::warning(
            "invalid-method",
            member.key(),
            format!("`{name}` is not allowed in `additionalOperations`; read as `{method}`"),
        )
        .help(format!("write it as the member `{fixed}` of the path item")),
    );
    Some(method)
}

fn add_operation<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    method: String,
    item: &mut PathItem,
    declared: &mut Methods,
) {
    if !reader.has_value(member) {
        return;
    }
    if let Some(first) = declared.locations.get(&method) {
        reader.report(
            Diagnostic::warning(
                "duplicate-operation",
                member.key(),
                format!("this path already has `{method}`; the first is used"),
            )
            .label("ignored")
            .related(first.clone(), "first defined here"),
        );
        return;
    }
    declared.locations.insert(method.clone(), member.key());
    declared.count += 1;
    if let Some(object) = reader.follow_misplaced(member.located(), &keywords::OPERATION) {
        item.operations
            .push(read_operation(reader, method, &object));
    }
}

/// Warns of operations whose requests are the same: `/pets/{id}` and `/pets/{name}` are one path.
fn warn_duplicates(reader: &mut Reader<'_>, items: &[PathItem]) {
    let mut seen: HashMap<(String, &str), &PathItem> = HashMap::new();
    for item in items {
        let blank = without_names(&item.path);
        for operation in &item.operations {
            let key = (blank.clone(), operation.method.as_str());
            let Some(first) = seen.get(&key) else {
                seen.insert(key, item);
                continue;
            };
            reader.report(
                Diagnostic::warning(
                    "duplicate-operation",
                    item.location.clone(),
                    format!(
                        "`{} {}` and `{} {}` are the same request; both are generated",
                        operation.method, item.path, operation.method, first.path
                    ),
                )
                .label("differs only in the names of parameters")
                .related(first.location.clone(), "first defined here")
                .help("combine the operations of both under one path"),
            );
        }
    }
}

/// Returns a path template without the names of its parameters. Patterns of parameters stay, because they distinguish paths.
fn without_names(path: &str) -> String {
    let mut blank = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after_name)) = after.split_once('}') else {
            break;
        };
        let pattern = name.find(['=', ':']).map_or("", |at| &name[at..]);
        blank.push_str(before);
        blank.push('{');
        blank.push_str(pattern);
        blank.push('}');
        rest = after_name;
    }
    blank.push_str(rest);
    blank
}

/// Reads an unused path item only for its diagnostics.
pub(super) fn check_path_item<'a>(reader: &mut Reader<'a>, name: &str, value: Located<'a>) {
    if !matches!(value.node, Node::Null) {
        read_path_item(reader, name, value);
    }
}

//! The Paths Object and the Path Item Object. <https://spec.openapis.org/oas/v3.1.1.html#paths-object>
//!
//! Counts the operations that a document declares, before anything can go wrong with one of them.

use std::collections::{HashMap, HashSet};

use super::document::PathItem;
use super::keywords::{self, Kind, METHODS};
use super::operations::read_operation;
use super::parameters::{read_parameters, without_duplicates};
use super::reader::{Located, Member, Object, Reader};
use super::servers::read_servers;
use super::version::Version;
use super::wire::{is_token, leaves_path};
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;

/// Reads `paths`; returns the items and how many operations they declare.
pub(super) fn read_paths<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> (Vec<PathItem>, usize) {
    let mut items = Vec::new();
    let mut declared = 0;
    for (name, value) in reader.entries(root, "paths") {
        if is_extension(reader, (name, &value), &keywords::PATHS) {
            continue;
        }
        let (mut item, operations) = read_path_item(reader, name, value);
        declared += operations;
        if !name.starts_with('/') {
            reader.report(
                Diagnostic::warning(
                    "odd-path",
                    item.location.clone(),
                    format!("a path must begin with `/`; read as `/{name}`"),
                )
                .label("begins without `/`"),
            );
            item.path = format!("/{name}");
        }
        if leaves_path(&item.path) {
            let words = "a segment `.` or `..` would lead to another path; the client refuses to send these requests";
            reader.report(Diagnostic::warning(
                "odd-path",
                item.location.clone(),
                words,
            ));
        }
        items.push(item);
    }
    report_duplicates(reader, &items);
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

/// Whether a name in a map that may be extended is an extension key.
pub(super) fn is_extension<'a>(
    reader: &mut Reader<'a>,
    (name, value): (&str, &Located<'a>),
    kind: &Kind,
) -> bool {
    let extension = name.starts_with("x-");
    if extension {
        reader.check_extension(name, value.location.key(), kind);
    }
    extension
}

/// Reads a path item; returns it and how many operations it declares.
///
/// A `$ref` of a path item has siblings: what stands beside it comes first, what it leads to is added.
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
        let Some(object) = reader.object_at(&current, &keywords::PATH_ITEM) else {
            break;
        };
        let reference = object.reference();
        if reference.is_none()
            && let Some(member) = object.get("$ref")
        {
            reader.wrong_kind(member, "a string");
        }
        if let Some((at, reference)) = reference {
            if visited.insert(current.identity()) {
                next = reader.resolve(&at, reference);
            } else {
                reader.report_cycle(at, reference);
                break;
            }
        }
        read_members(reader, &object, (&mut item, &mut declared));
    }
    item.parameters = without_duplicates(reader, std::mem::take(&mut item.parameters));
    (item, declared.count)
}

/// The methods that a path item has so far, with the places of their operations.
#[derive(Default)]
struct Methods {
    places: HashMap<String, Location>,
    count: usize,
}

fn read_members<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    (item, declared): (&mut PathItem, &mut Methods),
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
                        "`query` is a method since OpenAPI 3.2, this document is {}; read as there",
                        reader.version
                    ),
                ));
            }
            let method = member.name.to_ascii_uppercase();
            add_operation(reader, member, (method, item, declared));
        } else if let Some(method) = method_of(member) {
            let words = format!("a method must be written small; read as `{method}`");
            reader.report(Diagnostic::warning("unknown-keyword", member.key(), words));
            let method = method.to_ascii_uppercase();
            add_operation(reader, member, (method, item, declared));
        }
        if member.name == "additionalOperations"
            && let Some(additional) = reader.object_of(member)
        {
            for operation in additional.iter() {
                if let Some(method) = additional_method(reader, operation) {
                    add_operation(reader, operation, (method, item, declared));
                }
            }
        }
    }
}

/// Returns the method that the name of a member is in other letters, if it holds something.
fn method_of(member: Member<'_, '_>) -> Option<&'static str> {
    let name = METHODS
        .iter()
        .find(|name| name.eq_ignore_ascii_case(member.name) && **name != member.name);
    name.copied()
        .filter(|_| matches!(member.value, Node::Object(_)))
}

/// Returns the method that a member of `additionalOperations` names.
///
/// Letters count in a method, and those with members of their own may not stand here: `get` means `GET` nevertheless.
/// <https://spec.openapis.org/oas/v3.2.0.html#path-item-object>
fn additional_method(reader: &mut Reader<'_>, member: Member<'_, '_>) -> Option<String> {
    let name = member.name;
    if !is_token(name) {
        reader.report(
            Diagnostic::error(
                "invalid-method",
                member.key(),
                format!("`{}` is no method of HTTP", name.escape_debug()),
            )
            .label("no request can be made with this method")
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
            format!("`{name}` has no place among additional operations; read as `{method}`"),
        )
        .help(format!("write it as the member `{fixed}` of the path item")),
    );
    Some(method)
}

fn add_operation<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    (method, item, declared): (String, &mut PathItem, &mut Methods),
) {
    if !reader.present(member) {
        return;
    }
    if let Some(first) = declared.places.get(&method) {
        reader.report(
            Diagnostic::warning(
                "duplicate-operation",
                member.key(),
                format!("this path has `{method}` already; the first is used"),
            )
            .label("ignored")
            .related(first.clone(), "first defined here"),
        );
        return;
    }
    declared.places.insert(method.clone(), member.key());
    declared.count += 1;
    if let Some(object) = reader.linked(member.located(), &keywords::OPERATION) {
        item.operations
            .push(read_operation(reader, method, &object));
    }
}

/// Reports operations that no request can tell apart: `/pets/{id}` and `/pets/{name}` are the same path.
fn report_duplicates(reader: &mut Reader<'_>, items: &[PathItem]) {
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
                .label("same path but for the names of its parameters")
                .related(first.location.clone(), "first defined here")
                .help("write one path with the operations of both"),
            );
        }
    }
}

/// Returns a path template with its parameters' names left out; what a name's pattern says tells paths apart.
fn without_names(path: &str) -> String {
    let mut blank = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else {
            break;
        };
        let pattern = name.find(['=', ':']).map_or("", |at| &name[at..]);
        blank.push_str(before);
        blank.push('{');
        blank.push_str(pattern);
        blank.push('}');
        rest = behind;
    }
    blank.push_str(rest);
    blank
}

/// Reads an unused path item for its remarks alone.
pub(super) fn check_path_item<'a>(reader: &mut Reader<'a>, name: &str, value: Located<'a>) {
    if !matches!(value.node, Node::Null) {
        read_path_item(reader, name, value);
    }
}

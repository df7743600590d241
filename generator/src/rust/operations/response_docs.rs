//! Documentation of what a method returns, of its links and of its errors.
//!
//! In: an operation and its planned response. Out: lines of documentation, each part to stand under a heading.

use crate::api::{Operation, StatusRange, SuccessEncoding, TypeRef};

use super::super::docs;
use super::super::model::{Response, Ty};
use super::super::names::statuses::status_text;
use super::super::types::rust_types::Types;

/// Returns what a method's documentation says about what it returns.
pub(super) fn returns(operation: &Operation, response: &Response) -> Vec<String> {
    let success = &operation.success;
    if let Some(several) = &response.several {
        let name = several.name.as_str();
        let text = format!("One of the variants of [`{name}`], by the status of the response.");
        return vec![text];
    }
    match &success.description {
        Some(description) if success.encoding != SuccessEncoding::Bytes => {
            docs::wrap(&docs::brief(description))
        }
        _ => Vec::new(),
    }
}

/// Returns the operations that may be called next with values of the response.
pub(super) fn links(operation: &Operation) -> Vec<String> {
    let links = operation.success.links.iter();
    let lines = links.map(|link| {
        let target = match &link.operation {
            Some(target) => format!(" leads to {}", docs::code(target)),
            None => String::new(),
        };
        let description = match link.description.as_deref().map(docs::brief) {
            Some(description) if !description.is_empty() => format!(": {description}"),
            _ => String::new(),
        };
        format!("* {}{target}{description}", docs::code(&link.name))
    });
    lines.collect()
}

/// Returns the documented statuses of failures, and the types of their bodies. What all calls have in common is
/// documented with the runtime's `Call`.
pub(super) fn errors(types: &Types<'_>, operation: &Operation) -> Vec<String> {
    let statuses: Vec<String> = operation
        .failures
        .iter()
        .filter(|failure| failure.status != StatusRange::Default)
        .map(|failure| status_text(failure.status))
        .collect();
    let mut lines = match statuses.split_last() {
        None => Vec::new(),
        Some((last, [])) => vec![format!("The API documents the status {last}.")],
        Some((last, others)) => docs::wrap(&format!(
            "The API documents the statuses {} and {last}.",
            others.join(", ")
        )),
    };
    docs::append(&mut lines, failure_bodies(types, operation));
    lines
}

/// Returns the type of each failure's body.
fn failure_bodies(types: &Types<'_>, operation: &Operation) -> Vec<String> {
    let mut by_type: Vec<(String, Vec<String>)> = Vec::new();
    for failure in &operation.failures {
        let Some(link) = failure.body.and_then(|body| link(types, body)) else {
            continue;
        };
        let status = match failure.status {
            StatusRange::Default => "any other status".to_owned(),
            status => status_text(status),
        };
        match by_type.iter_mut().find(|(known, _)| *known == link) {
            Some((_, statuses)) => statuses.push(status),
            None => by_type.push((link, vec![status])),
        }
    }
    if by_type.is_empty() {
        return Vec::new();
    }
    let mut lines = docs::wrap(
        "[`Error::body_as`](crate::Error::body_as) reads the body of a failure; an exact status takes precedence over a range, and a range over any other:",
    );
    lines.push(String::new());
    lines.extend(
        by_type
            .into_iter()
            .map(|(link, statuses)| format!("* {}: {link}", statuses.join(", "))),
    );
    lines
}

/// Returns a link to a type of the crate, for documentation.
fn link(types: &Types<'_>, body: TypeRef) -> Option<String> {
    let mut ty = types.ty(body);
    let mut before = "";
    loop {
        ty = match ty {
            Ty::Item(name) => {
                let (text, path) = (name.plain(), name.as_str());
                return Some(format!("{before}[`{text}`](crate::types::{path})"));
            }
            Ty::Option(inner) | Ty::Box(inner) => *inner,
            Ty::Vec(inner) if before.is_empty() => {
                before = "a list of ";
                *inner
            }
            Ty::Map(inner) if before.is_empty() => {
                before = "a map to ";
                *inner
            }
            _ => return None,
        };
    }
}

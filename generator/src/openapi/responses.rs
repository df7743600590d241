//! The Responses Object and the Response Object. <https://spec.openapis.org/oas/v3.1.1.html#responses-object>
//!
//! Of links only what they lead to is read: they tell a person which call may follow, not a client.

use super::document::{Link, Response, StatusKey};
use super::keywords::{LINK, RESPONSE, RESPONSES};
use super::media_types::read_content;
use super::parameters::read_headers;
use super::paths::is_extension;
use super::reader::{Located, Object, Reader};
use crate::diagnostic::Diagnostic;

/// Reads `responses` of an operation.
pub(super) fn read_responses<'a>(reader: &mut Reader<'a>, operation: &Object<'a>) -> Vec<Response> {
    let mut responses: Vec<Response> = Vec::new();
    for (name, value) in reader.entries(operation, "responses") {
        if is_extension(reader, (name, &value), &RESPONSES) {
            continue;
        }
        let Some(status) = read_status(reader, name, &value) else {
            continue;
        };
        if let Some(response) = read_response(reader, status, value) {
            responses.push(response);
        }
    }
    responses
}

/// Reads a response or a reference to one; `None` after a report.
pub(super) fn read_response<'a>(
    reader: &mut Reader<'a>,
    status: StatusKey,
    value: Located<'a>,
) -> Option<Response> {
    let followed = reader.follow(value, &RESPONSE)?;
    let object = followed.object;
    reader.check(&object, &RESPONSE);
    let description = reader.prose(&object, "description");
    let content = object
        .get("content")
        .map(|member| read_content(reader, member, true))
        .unwrap_or_default();
    Some(Response {
        status,
        description: followed.description.or(description),
        headers: read_headers(reader, &object),
        content,
        links: read_links(reader, &object),
        location: object.location,
    })
}

fn read_links<'a>(reader: &mut Reader<'a>, response: &Object<'a>) -> Vec<Link> {
    let mut links = Vec::new();
    for (name, value) in reader.entries(response, "links") {
        let Some(object) = read_link(reader, value) else {
            continue;
        };
        reader.check(&object, &LINK);
        let id = reader.text(&object, "operationId");
        links.push(Link {
            name: name.to_owned(),
            operation: id.or_else(|| reader.text(&object, "operationRef")),
            description: reader.prose(&object, "description"),
        });
    }
    links
}

/// Returns a link or what a reference to one leads to. No client depends on it, so that one without a target is only a
/// warning.
fn read_link<'a>(reader: &mut Reader<'a>, value: Located<'a>) -> Option<Object<'a>> {
    let object = reader.object_at(&value, &LINK)?;
    let Some((at, reference)) = object.reference() else {
        return Some(object);
    };
    match reader.look_up(&at, reference) {
        Ok(target) => reader.object_at(&target, &LINK),
        Err(remark) => {
            let message = format!("{}; the link is left out", remark.message);
            let warning = Diagnostic::warning(remark.code, at, message);
            reader.report(warning.label("unresolved"));
            None
        }
    }
}

/// Reads a status key: `200`, `4XX` or `default`.
fn read_status<'a>(reader: &mut Reader<'a>, name: &str, value: &Located<'a>) -> Option<StatusKey> {
    if let Some(status) = status_of(name) {
        return Some(status);
    }
    let upper = name.trim().to_ascii_uppercase().replace('*', "X");
    let meant = match upper.as_str() {
        "DEFAULT" => Some((StatusKey::Default, "default")),
        word => status_of(word).map(|status| (status, word)),
    };
    if let Some((status, word)) = meant {
        let remark = Diagnostic::warning(
            "invalid-status",
            value.location.key(),
            format!("`{name}` is no status; read as `{word}`"),
        );
        reader.report(remark.label("is not written so"));
        return Some(status);
    }
    reader.report(
        Diagnostic::warning(
            "invalid-status",
            value.location.key(),
            format!("`{name}` is no status; the response is left out"),
        )
        .label("no status")
        .help("write a status such as `200`, a hundred such as `4XX`, or `default`"),
    );
    None
}

/// Returns what a key means that is written as it must be.
fn status_of(name: &str) -> Option<StatusKey> {
    if name == "default" {
        return Some(StatusKey::Default);
    }
    let [first, rest @ ..] = name.as_bytes() else {
        return None;
    };
    if rest == b"XX" && (b'1'..=b'5').contains(first) {
        return Some(StatusKey::Range(first - b'0'));
    }
    // Three digits that begin with 6 to 9 are no statuses of HTTP, but some services send them.
    let digits = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_digit());
    match name.parse() {
        Ok(code @ 100..) if digits => Some(StatusKey::Code(code)),
        _ => None,
    }
}

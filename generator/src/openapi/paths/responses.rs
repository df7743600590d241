//! The Responses Object and the Response Object. <https://spec.openapis.org/oas/v3.1.1.html#responses-object>
//!
//! Of links only the target is read: they tell people which request can follow, and clients do not use them.

use super::media_types::{ContentOf, read_content};
use super::parameters::read_headers;
use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Link, Response, StatusKey};
use crate::openapi::keywords::{LINK, RESPONSE, RESPONSES};
use crate::openapi::object::{Located, Object};
use crate::openapi::reader::Reader;

/// Reads `responses` of an operation.
pub(crate) fn read_responses<'a>(reader: &mut Reader<'a>, operation: &Object<'a>) -> Vec<Response> {
    let mut responses: Vec<Response> = Vec::new();
    for (name, value) in reader.entries(operation, "responses") {
        if reader.is_extension(name, &value, &RESPONSES) {
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

/// Reads a response or a reference to one; `None` after an error is reported.
pub(crate) fn read_response<'a>(
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
        .map(|member| read_content(reader, member, ContentOf::Body))
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
        let id = reader.string(&object, "operationId");
        links.push(Link {
            name: name.to_owned(),
            operation: id.or_else(|| reader.string(&object, "operationRef")),
            description: reader.prose(&object, "description"),
        });
    }
    links
}

/// Reads a link or a reference to one. Clients do not use links, so an unresolved reference is only a warning.
fn read_link<'a>(reader: &mut Reader<'a>, value: Located<'a>) -> Option<Object<'a>> {
    let object = reader.read_object_at(&value, &LINK)?;
    let Some((at, reference)) = object.reference() else {
        return Some(object);
    };
    match reader.look_up(&at, reference) {
        Ok(target) => reader.read_object_at(&target, &LINK),
        Err(diagnostic) => {
            let message = format!("{}; the link is left out", diagnostic.message);
            let warning = Diagnostic::warning(diagnostic.code, at, message);
            reader.report(warning.label("unresolved"));
            None
        }
    }
}

/// Reads a status key: `200`, `4XX` or `default`.
fn read_status<'a>(reader: &mut Reader<'a>, name: &str, value: &Located<'a>) -> Option<StatusKey> {
    if let Some(status) = parse_status(name) {
        return Some(status);
    }
    let upper = name.trim().to_ascii_uppercase().replace('*', "X");
    let corrected = match upper.as_str() {
        "DEFAULT" => Some((StatusKey::Default, "default")),
        word => parse_status(word).map(|status| (status, word)),
    };
    if let Some((status, word)) = corrected {
        let diagnostic = Diagnostic::warning(
            "invalid-status",
            value.location.key(),
            format!("`{name}` is not a status code; read as `{word}`"),
        );
        reader.report(diagnostic.label("not a status code"));
        return Some(status);
    }
    reader.report(
        Diagnostic::warning(
            "invalid-status",
            value.location.key(),
            format!("`{name}` is not a status code; the response is left out"),
        )
        .label("not a status code")
        .help("write a status code such as `200`, a range such as `4XX`, or `default`"),
    );
    None
}

/// Parses a valid status key.
fn parse_status(name: &str) -> Option<StatusKey> {
    if name == "default" {
        return Some(StatusKey::Default);
    }
    let [first, rest @ ..] = name.as_bytes() else {
        return None;
    };
    if rest == b"XX" && (b'1'..=b'5').contains(first) {
        return Some(StatusKey::Range(first - b'0'));
    }
    // HTTP has no status codes from 600, but some services send them.
    let digits = name.len() == 3 && name.bytes().all(|byte| byte.is_ascii_digit());
    match name.parse() {
        Ok(code @ 100..) if digits => Some(StatusKey::Code(code)),
        _ => None,
    }
}

//! The Responses Object and the Response Object. <https://spec.openapis.org/oas/v3.1.1.html#responses-object>
//!
//! Links are not read: they tell a person which call may follow, not a client.

use super::document::{Response, StatusKey};
use super::keywords::{RESPONSE, RESPONSES};
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
        location: object.location,
    })
}

/// Reads a status key: `200`, `4XX` or `default`.
fn read_status<'a>(reader: &mut Reader<'a>, name: &str, value: &Located<'a>) -> Option<StatusKey> {
    if name == "default" {
        return Some(StatusKey::Default);
    }
    let bytes = name.as_bytes();
    let hundred = match bytes.first() {
        Some(digit @ b'1'..=b'5') => digit - b'0',
        _ => 0,
    };
    if hundred > 0 && bytes.len() == 3 {
        if bytes[1..] == *b"XX" {
            return Some(StatusKey::Range(hundred));
        }
        if bytes[1..].eq_ignore_ascii_case(b"xx") {
            reader.report(Diagnostic::warning(
                "invalid-status",
                value.location.key(),
                format!("`{name}` must be written in capitals; read as `{hundred}XX`"),
            ));
            return Some(StatusKey::Range(hundred));
        }
    }
    // Three digits that begin with 6 to 9 are no statuses of HTTP, but some services send them.
    if bytes.len() == 3
        && bytes.iter().all(u8::is_ascii_digit)
        && let Ok(code) = name.parse()
        && code >= 100
    {
        return Some(StatusKey::Code(code));
    }
    reader.report(
        Diagnostic::error(
            "invalid-status",
            value.location.key(),
            format!("`{name}` is no status"),
        )
        .label("no status")
        .help("write a status such as `200`, a hundred such as `4XX`, or `default`"),
    );
    None
}

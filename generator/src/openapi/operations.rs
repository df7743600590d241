//! The Operation Object. <https://spec.openapis.org/oas/v3.1.1.html#operation-object>

use super::callbacks::read_callbacks;
use super::document::{Operation, SecurityRequirement};
use super::keywords::OPERATION;
use super::parameters::{read_parameters, without_duplicates};
use super::reader::{Object, Reader};
use super::request_bodies::read_request_body;
use super::responses::read_responses;
use super::security::read_requirements;
use super::servers::read_servers;
use super::version::Version;
use crate::diagnostic::{Diagnostic, Location};

/// Reads an operation. Its parameters are its own only; the path item's are not merged in.
pub(super) fn read_operation<'a>(
    reader: &mut Reader<'a>,
    method: String,
    object: &Object<'a>,
) -> Operation {
    reader.check(object, &OPERATION);
    let parameters = read_parameters(reader, object);
    let parameters = without_duplicates(reader, parameters);
    let request_body = object
        .get("requestBody")
        .filter(|member| reader.present(*member))
        .and_then(|member| read_request_body(reader, member.located()));
    if object.get("responses").is_none() && reader.version == Version::V30 {
        reader.expected(
            object,
            "responses",
            (&OPERATION, "any answer is taken as it comes"),
        );
    }
    Operation {
        method,
        tags: reader.texts(object, "tags"),
        summary: reader.prose(object, "summary"),
        description: reader.prose(object, "description"),
        operation_id: read_id(reader, object),
        parameters,
        request_body,
        responses: read_responses(reader, object),
        callbacks: read_callbacks(reader, object),
        deprecated: reader.flag(object, "deprecated"),
        security: read_security(reader, object),
        servers: read_servers(reader, object),
        hints: reader.hints(object),
        pagination: reader.pagination(object),
        location: place_of(object),
    }
}

/// Reads `operationId`; an empty one is none.
fn read_id<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<String> {
    let id = reader.text(object, "operationId")?;
    if !id.trim().is_empty() {
        return Some(id);
    }
    let place = object.location.child("operationId");
    let words = "`operationId` is empty; the operation is called after its method and path";
    reader.report(Diagnostic::warning("missing-member", place, words));
    None
}

/// Returns the place of an operation's name; one that is a whole file has none.
fn place_of(object: &Object<'_>) -> Location {
    if object.location.pointer.is_empty() {
        object.location.clone()
    } else {
        object.location.key()
    }
}

/// Reads the member `security` of the document or of an operation.
pub(super) fn read_security<'a>(
    reader: &mut Reader<'a>,
    owner: &Object<'a>,
) -> Option<Vec<SecurityRequirement>> {
    let member = owner.get("security")?;
    reader
        .present(member)
        .then(|| read_requirements(reader, member))
}

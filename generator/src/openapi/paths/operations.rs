//! The Operation Object. <https://spec.openapis.org/oas/v3.1.1.html#operation-object>

use super::callbacks::read_callbacks;
use super::parameters::{read_parameters, without_duplicates};
use super::request_bodies::read_request_body;
use super::responses::read_responses;
use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Operation, SecurityRequirement};
use crate::openapi::keywords::OPERATION;
use crate::openapi::object::Object;
use crate::openapi::reader::Reader;
use crate::openapi::security::read_requirements;
use crate::openapi::servers::read_servers;
use crate::openapi::version::Version;

/// Reads an operation. Its parameters are its own only; the path item's are not merged in.
pub(crate) fn read_operation<'a>(
    reader: &mut Reader<'a>,
    method: String,
    object: &Object<'a>,
) -> Operation {
    reader.check(object, &OPERATION);
    let parameters = read_parameters(reader, object);
    let parameters = without_duplicates(reader, parameters);
    let request_body = object
        .get("requestBody")
        .filter(|member| reader.has_value(*member))
        .and_then(|member| read_request_body(reader, member.located()));
    if object.get("responses").is_none() && reader.version == Version::V30 {
        reader.warn_missing(
            object,
            "responses",
            &OPERATION,
            "any response is accepted as it is",
        );
    }
    Operation {
        method,
        tags: reader.strings(object, "tags"),
        summary: reader.prose(object, "summary"),
        description: reader.prose(object, "description"),
        operation_id: read_id(reader, object),
        parameters,
        request_body,
        responses: read_responses(reader, object),
        callbacks: read_callbacks(reader, object),
        deprecated: reader.boolean(object, "deprecated"),
        security: read_security(reader, object),
        servers: read_servers(reader, object),
        hints: reader.hints(object),
        pagination: reader.pagination(object),
        location: location_of(object),
    }
}

/// Reads `operationId`; an empty one counts as absent.
fn read_id<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Option<String> {
    let id = reader.string(object, "operationId")?;
    if !id.trim().is_empty() {
        return Some(id);
    }
    let location = object.location.child("operationId");
    let message = "`operationId` is empty; the operation is named after its method and path";
    reader.report(Diagnostic::warning("missing-member", location, message));
    None
}

/// Returns the location of the method of an operation, or of the file that the operation is.
fn location_of(object: &Object<'_>) -> Location {
    if object.location.pointer.is_empty() {
        object.location.clone()
    } else {
        object.location.key()
    }
}

/// Reads the member `security` of the document or of an operation.
pub(crate) fn read_security<'a>(
    reader: &mut Reader<'a>,
    owner: &Object<'a>,
) -> Option<Vec<SecurityRequirement>> {
    let member = owner.get("security")?;
    reader
        .has_value(member)
        .then(|| read_requirements(reader, member))
}

//! The Request Body Object. <https://spec.openapis.org/oas/v3.1.1.html#request-body-object>

use super::media_types::{ContentOf, read_content};
use crate::openapi::document::RequestBody;
use crate::openapi::keywords::REQUEST_BODY;
use crate::openapi::object::Located;
use crate::openapi::reader::Reader;

/// Reads a request body or a reference to one; `None` after an error is reported.
pub(crate) fn read_request_body<'a>(
    reader: &mut Reader<'a>,
    value: Located<'a>,
) -> Option<RequestBody> {
    let followed = reader.follow(value, &REQUEST_BODY)?;
    let object = followed.object;
    reader.check(&object, &REQUEST_BODY);
    let content = match object.get("content") {
        Some(member) => {
            let content = read_content(reader, member, ContentOf::Body);
            if content.is_empty() {
                reader.warn_wrong_type(
                    member,
                    "`content` of a request body has no media type; no body is sent",
                );
            }
            content
        }
        None => {
            reader.warn_missing(&object, "content", &REQUEST_BODY, "no body is sent");
            Vec::new()
        }
    };
    let description = reader.prose(&object, "description");
    Some(RequestBody {
        description: followed.description.or(description),
        required: reader.boolean(&object, "required"),
        content,
        location: object.location,
    })
}

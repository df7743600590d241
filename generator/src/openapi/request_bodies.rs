//! The Request Body Object. <https://spec.openapis.org/oas/v3.1.1.html#request-body-object>

use super::document::RequestBody;
use super::keywords::REQUEST_BODY;
use super::media_types::read_content;
use super::reader::{Located, Reader};

/// Reads a request body or a reference to one; `None` after a report.
pub(super) fn read_request_body<'a>(
    reader: &mut Reader<'a>,
    value: Located<'a>,
) -> Option<RequestBody> {
    let followed = reader.follow(value, &REQUEST_BODY)?;
    let object = followed.object;
    reader.check(&object, &REQUEST_BODY);
    let content = match object.get("content") {
        Some(member) => {
            let content = read_content(reader, member, true);
            if content.is_empty() {
                reader.odd(
                    member,
                    "`content` of a request body names no media type; no body is sent".to_owned(),
                );
            }
            content
        }
        None => {
            reader.expected(&object, "content", (&REQUEST_BODY, "no body is sent"));
            Vec::new()
        }
    };
    let description = reader.prose(&object, "description");
    Some(RequestBody {
        description: followed.description.or(description),
        required: reader.flag(&object, "required"),
        content,
        location: object.location,
    })
}

//! What a single response contains: which of its media types is read, as what type, and which others can be requested.
//!
//! In: a response with its media types. Out: a [`ResponseContent`]. Knows nothing of the other responses of the operation (see
//! `responses`).

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Document, MediaType, Response, SchemaId, SchemaType, StatusKey};

use crate::api::http::content;
use crate::api::http::content::{BodyFormat, body_format};
use crate::api::http::envelope;
use crate::api::http::envelope::Unwrapped;
use crate::api::media_types;
use crate::api::media_types::MediaKind;
use crate::api::schemas::all_of;
use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::equal;
use crate::api::schemas::json_types::stated_types;
use crate::api::schemas::merged::Merged;
use crate::api::types::graph::Types;
use crate::api::{
    OperationPart, ResponseFormat, Shape, StatusRange, SuccessEncoding, TypeName, TypeRef,
};

/// What a single response contains.
#[derive(Clone, Debug)]
pub(crate) struct ResponseContent<'b> {
    /// The response.
    pub response: &'b Response,
    /// The media type that is read; `None` if there is no body.
    pub media: Option<&'b MediaType>,
    /// How it is read.
    pub encoding: SuccessEncoding,
    /// The type of the value.
    pub value: Option<TypeRef>,
    /// The media types that are read in the same way, to be sent as `Accept`.
    pub accept: Vec<&'b str>,
}

/// Returns the content of a response of an operation, by the operation's index. Its type is named after `part` of the operation,
/// unless it has a name of its own.
pub(crate) fn lower<'b>(
    types: &mut Types<'_>,
    response: &'b Response,
    content: &'b [MediaType],
    operation: usize,
    part: OperationPart,
) -> ResponseContent<'b> {
    let Some(media) = content::preferred(types, content) else {
        return ResponseContent {
            response,
            media: None,
            encoding: SuccessEncoding::Json,
            value: None,
            accept: Vec::new(),
        };
    };
    let name = type_name(response, operation, part);
    let format = body_format(types, media);
    let (encoding, value) = match format {
        BodyFormat::Json => json(types, media, name),
        BodyFormat::Events => (SuccessEncoding::Events, event_type(types, media, operation)),
        BodyFormat::Lines => (
            SuccessEncoding::Lines,
            Some(line_type(types, media, operation)),
        ),
        BodyFormat::Text => {
            report_structured(types, media, "text");
            let value = types.plain(Shape::String(None), name, media.location.clone());
            (SuccessEncoding::Text, Some(value))
        }
        BodyFormat::Bytes => {
            report_structured(types, media, "bytes");
            let value = types.plain(Shape::Bytes, name, media.location.clone());
            (SuccessEncoding::Bytes, Some(value))
        }
    };
    types.shape_all();
    let accept = accept(types, content, media, format);
    ResponseContent {
        response,
        media: Some(media),
        encoding,
        value,
        accept,
    }
}

/// Returns the name of the type of a response's body.
pub(crate) fn type_name(response: &Response, operation: usize, part: OperationPart) -> TypeName {
    let tokens = response.location.tokens();
    match tokens.as_slice() {
        // Many operations can use it, so it is not named after the first of them.
        [components, responses, name] if components == "components" && responses == "responses" => {
            TypeName::Response(name.clone())
        }
        _ => TypeName::Operation { operation, part },
    }
}

/// Adds the other formats in which a response can be requested, one for each encoding.
pub(crate) fn add_other_formats(
    types: &mut Types<'_>,
    response: &ResponseContent<'_>,
    content: &[MediaType],
    operation: usize,
    formats: &mut Vec<ResponseFormat>,
) {
    let Some(default) = response.media.map(|media| body_format(types, media)) else {
        return;
    };
    for media in content {
        let other = body_format(types, media);
        let name = media.name.trim();
        if other == default || other == BodyFormat::Json || name.is_empty() {
            continue;
        }
        let encoding = match other {
            BodyFormat::Events => SuccessEncoding::Events,
            BodyFormat::Lines => SuccessEncoding::Lines,
            BodyFormat::Text => SuccessEncoding::Text,
            BodyFormat::Json | BodyFormat::Bytes => SuccessEncoding::Bytes,
        };
        match formats.iter_mut().find(|one| one.encoding == encoding) {
            Some(format) => {
                if !format.accept.split(", ").any(|known| known == name) {
                    format.accept.push_str(", ");
                    format.accept.push_str(name);
                }
            }
            None => {
                let value = match other {
                    BodyFormat::Events => event_type(types, media, operation),
                    BodyFormat::Lines => Some(line_type(types, media, operation)),
                    _ => None,
                };
                formats.push(ResponseFormat {
                    encoding,
                    value,
                    accept: name.to_owned(),
                });
            }
        }
    }
    types.shape_all();
}

/// Returns the statuses that a response is for.
pub(crate) fn status_range(status: StatusKey) -> StatusRange {
    match status {
        StatusKey::Code(code) => StatusRange::Code(code),
        StatusKey::Range(hundred) => StatusRange::Range(hundred),
        StatusKey::Default => StatusRange::Default,
    }
}

/// Returns the value of a JSON response, without its envelope.
fn json(
    types: &mut Types<'_>,
    media: &MediaType,
    name: TypeName,
) -> (SuccessEncoding, Option<TypeRef>) {
    let Some(schema) = media.schema else {
        return (
            SuccessEncoding::Json,
            Some(types.any(name, media.location.clone())),
        );
    };
    match envelope::unwrap(types.document, schema) {
        Unwrapped::NoEnvelope => (SuccessEncoding::Json, Some(types.use_of(&[schema], name))),
        Unwrapped::NoValue => {
            report_unread_members(types, media, schema);
            (SuccessEncoding::Envelope, None)
        }
        Unwrapped::Value(schemas) => (
            SuccessEncoding::Envelope,
            Some(types.use_of(&schemas, name)),
        ),
    }
}

fn report_unread_members(types: &mut Types<'_>, media: &MediaType, schema: SchemaId) {
    let unread = envelope::unread_members(types.document, schema);
    if let [first, ..] = unread.as_slice() {
        types.report(Diagnostic::warning(
            "envelope-without-value",
            media.location.clone(),
            format!(
                "this response is an envelope without a value; {} of its members are not read, the first is `{first}`",
                unread.len()
            ),
        ));
    }
}

fn report_structured(types: &mut Types<'_>, media: &MediaType, read_as: &str) {
    if content::is_structured(types, media) {
        types.report(Diagnostic::warning(
            "unsupported-body",
            media.location.key(),
            format!(
                "a response of `{}` is not parsed; it is read as {read_as}",
                media.name
            ),
        ));
    }
}

/// Returns the type of the data of each event, if it is JSON.
///
/// <https://spec.openapis.org/oas/v3.2.0.html#server-sent-event-streams>: the item of such a stream is the event with its
/// members. Documents of earlier versions have no items, and mostly describe the data alone.
fn event_type(types: &mut Types<'_>, media: &MediaType, operation: usize) -> Option<TypeRef> {
    let name = TypeName::Operation {
        operation,
        part: OperationPart::Event,
    };
    let item = item_schemas(types.document, media)?;
    let merged = all_of::merge(types.document, &item);
    let has_member = |name: &str| merged.property(name).is_some();
    let data = match merged.property("data") {
        Some(data) if media.item_schema.is_some() || has_member("event") || has_member("id") => {
            data.schemas.clone()
        }
        _ if merged
            .assertions
            .unions
            .iter()
            .any(|union| describes_events(types.document, *union)) =>
        {
            // The data of each event has a type of its own, so there is no single type for all of them.
            return None;
        }
        _ => item,
    };
    let merged = all_of::merge(types.document, &data);
    let is_string = stated_types(&merged.assertions) == [SchemaType::String]
        || merged.assertions.is_unconstrained();
    (!is_string).then(|| types.use_of(&data, name))
}

/// Returns whether an alternative of a union, or one of its own alternatives, is an event with its members.
fn describes_events(document: &Document, union: Alternatives) -> bool {
    union.list(document).iter().any(|one| {
        let merged = all_of::merge(document, &[*one]);
        let is_event = |merged: &Merged<'_>| {
            merged.property("data").is_some() && merged.property("event").is_some()
        };
        let has_event = merged.assertions.unions.iter().any(|inner| {
            let mut alternatives = inner.list(document).iter();
            alternatives.any(|one| is_event(&all_of::merge(document, &[*one])))
        });
        is_event(&merged) || has_event
    })
}

/// Returns the type of each value of a sequence.
fn line_type(types: &mut Types<'_>, media: &MediaType, operation: usize) -> TypeRef {
    let name = TypeName::Operation {
        operation,
        part: OperationPart::Line,
    };
    match item_schemas(types.document, media) {
        Some(item) => types.use_of(&item, name),
        None => types.any(name, media.location.clone()),
    }
}

/// Returns the schemas of each item of a stream: those of `itemSchema`, or of the items of an array that describes the whole.
fn item_schemas(document: &Document, media: &MediaType) -> Option<Vec<SchemaId>> {
    if let Some(item) = media.item_schema {
        return Some(vec![item]);
    }
    let schema = media.schema?;
    let merged = all_of::merge(document, &[schema]);
    if merged.assertions.items.is_empty() || stated_types(&merged.assertions) != [SchemaType::Array]
    {
        Some(vec![schema])
    } else {
        Some(merged.assertions.items)
    }
}

/// Returns the media types of a response that are read like the preferred one.
fn accept<'b>(
    types: &mut Types<'_>,
    content: &'b [MediaType],
    preferred: &MediaType,
    format: BodyFormat,
) -> Vec<&'b str> {
    let mut names: Vec<&str> = Vec::new();
    for media in content {
        if body_format(types, media) != format {
            continue;
        }
        if let (BodyFormat::Json, Some(own), Some(other)) = (format, preferred.schema, media.schema)
            && own != other
            && !types.all_same(&[own, other])
            && !equal::state_the_same(types.document, own, other)
        {
            types.report(
                Diagnostic::warning(
                    "several-media-types",
                    media.location.key(),
                    format!(
                        "the type of `{}` differs from that of `{}`, which is preferred; it is not requested",
                        media.name, preferred.name
                    ),
                )
                .related(preferred.location.key(), "preferred"),
            );
            continue;
        }
        let name = match media_types::kind(&media.name) {
            MediaKind::Any if format != BodyFormat::Bytes => "application/json",
            _ => media.name.trim(),
        };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

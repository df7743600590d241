//! What values of a Media Type Object are, by its name together with its schema.
//!
//! In: a media type of a request or a response. Out: a [`BodyFormat`], and what its schema says about JSON types. What the name
//! alone says is in `media_types`. <https://spec.openapis.org/oas/v3.1.1.html#media-type-object>

use crate::openapi::document::{Format, MediaType, SchemaId, SchemaType};

use crate::api::media_types;
use crate::api::media_types::MediaKind;
use crate::api::schemas::all_of;
use crate::api::schemas::json_types;
use crate::api::types::graph::Types;

/// How the body of a response is read, whatever its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyFormat {
    /// As one JSON value.
    Json,
    /// As server-sent events.
    Events,
    /// As a sequence of JSON values.
    Lines,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

/// Returns how the body of a response with this media type is read.
pub(crate) fn body_format(types: &Types<'_>, media: &MediaType) -> BodyFormat {
    if media_types::is_events(&media.name) {
        BodyFormat::Events
    } else if media_types::is_sequence(&media.name) {
        BodyFormat::Lines
    } else if is_json(types, media) {
        BodyFormat::Json
    } else if media_types::kind(&media.name) == MediaKind::Text {
        BodyFormat::Text
    } else {
        BodyFormat::Bytes
    }
}

/// Returns the media type that is read by default: the first that is JSON, else the first.
pub(crate) fn preferred<'b>(types: &Types<'_>, content: &'b [MediaType]) -> Option<&'b MediaType> {
    let is_json = |media: &&MediaType| body_format(types, media) == BodyFormat::Json;
    content
        .iter()
        .find(|media| is_json(media) && media_types::kind(&media.name) == MediaKind::Json)
        .or_else(|| content.iter().find(is_json))
        .or_else(|| content.first())
}

/// Returns whether a value of this media type is JSON. A value of a media range such as `*/*` is, unless its schema describes
/// binary data or a string.
pub(crate) fn is_json(types: &Types<'_>, media: &MediaType) -> bool {
    match media_types::kind(&media.name) {
        MediaKind::Json => true,
        MediaKind::Any => media.schema.is_some_and(|schema| !is_string(types, schema)),
        MediaKind::Text | MediaKind::Form | MediaKind::Bytes => false,
    }
}

/// Returns whether the schema of a media type describes members or elements, which are lost where values are not JSON.
pub(crate) fn is_structured(types: &Types<'_>, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| {
        let merged = all_of::merge(types.document, &[schema]);
        !merged.assertions.unions.is_empty()
            || json_types::stated_types(&merged.assertions)
                .iter()
                .any(|ty| matches!(ty, SchemaType::Array | SchemaType::Object))
    })
}

/// Returns whether the schema of a media type describes a string and nothing else.
pub(crate) fn is_string_only(types: &Types<'_>, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| is_string(types, schema))
}

/// Returns whether values have members, or can have: the schema states no type, or one of several is an object.
pub(crate) fn can_have_members(types: &Types<'_>, media: &MediaType) -> bool {
    media.schema.is_none_or(|schema| {
        let stated = stated_types(types, schema);
        stated.is_empty() || stated.contains(&SchemaType::Object)
    })
}

/// Returns the JSON types that a schema states.
pub(crate) fn stated_types(types: &Types<'_>, schema: SchemaId) -> Vec<SchemaType> {
    json_types::stated_types(&all_of::merge(types.document, &[schema]).assertions)
}

fn is_string(types: &Types<'_>, schema: SchemaId) -> bool {
    let merged = all_of::merge(types.document, &[schema]);
    merged.assertions.format == Some(&Format::Binary)
        || json_types::stated_types(&merged.assertions) == [SchemaType::String]
}

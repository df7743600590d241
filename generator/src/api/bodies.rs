//! What an operation sends as its body.
//!
//! In: the media types of a request body. Out: one [`Body`]: JSON where it can be, else text or bytes as given.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{MediaType, RequestBody, SchemaId, SchemaType};

use super::media::{self, Kind};
use super::types::Types;
use super::{Body, BodyEncoding, Docs, OperationPart, Shape, TypeName, all_of};

/// Returns the body of the operation of this index, if its request has one.
pub(super) fn body(types: &mut Types<'_>, declared: &RequestBody, index: usize) -> Option<Body> {
    let chosen = choose(types, &declared.content)?;
    report_others(types, declared, chosen);
    let name = TypeName::Operation {
        operation: index,
        part: OperationPart::Body,
    };
    let kind = media::kind(&chosen.name);
    let json = is_json(types, chosen);
    let (encoding, ty) = match kind {
        _ if json => {
            let ty = match chosen.schema {
                Some(schema) => types.use_of(&[schema], name),
                None => types.any(name, chosen.location.clone()),
            };
            types.shape_all();
            (BodyEncoding::Json, ty)
        }
        Kind::Text => (
            BodyEncoding::Raw,
            types.plain(Shape::String(None), name, chosen.location.clone()),
        ),
        _ => (
            BodyEncoding::Raw,
            types.plain(Shape::Bytes, name, chosen.location.clone()),
        ),
    };
    if kind == Kind::Form || !json && is_structured(types, chosen) {
        let given = match kind {
            Kind::Text => "text",
            _ => "bytes",
        };
        types.report(Diagnostic::warning(
            "unsupported-body",
            chosen.location.key(),
            format!(
                "a body of `{}` is not put together from its parts; it is sent as given, as {given}",
                chosen.name
            ),
        ));
    }
    Some(Body {
        required: declared.required,
        media_type: sent_as(chosen, json),
        encoding,
        ty,
        docs: Docs {
            description: declared.description.clone(),
            example: chosen.examples.first().cloned(),
            ..Docs::default()
        },
        location: declared.location.clone(),
    })
}

/// Returns the media type that is sent: as written, unless it is a range, which cannot be sent.
fn sent_as(chosen: &MediaType, json: bool) -> String {
    match (chosen.name.contains('*'), json) {
        (false, _) => chosen.name.clone(),
        (true, true) => "application/json".to_owned(),
        (true, false) if chosen.name.starts_with("text/") => "text/plain".to_owned(),
        (true, false) => "application/octet-stream".to_owned(),
    }
}

fn choose<'b>(types: &Types<'_>, content: &'b [MediaType]) -> Option<&'b MediaType> {
    content
        .iter()
        .find(|media| media::kind(&media.name) == Kind::Json)
        .or_else(|| content.iter().find(|media| is_json(types, media)))
        .or_else(|| {
            content
                .iter()
                .find(|media| media::kind(&media.name) != Kind::Form)
        })
        .or_else(|| content.first())
}

/// Returns whether a value of this media type is JSON; a range is, unless its schema says bytes or text.
pub(super) fn is_json(types: &Types<'_>, media: &MediaType) -> bool {
    match media::kind(&media.name) {
        Kind::Json => true,
        Kind::Wild => media.schema.is_some_and(|schema| !is_text(types, schema)),
        Kind::Text | Kind::Form | Kind::Bytes => false,
    }
}

/// Returns whether a media type's schema describes parts, which are lost where values are not JSON.
pub(super) fn is_structured(types: &Types<'_>, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| {
        let merged = all_of::merge(types.document, &[schema]);
        !merged.unions.is_empty()
            || super::shapes::types_of(&merged)
                .iter()
                .any(|kind| matches!(kind, SchemaType::Array | SchemaType::Object))
    })
}

fn is_text(types: &Types<'_>, schema: SchemaId) -> bool {
    let merged = all_of::merge(types.document, &[schema]);
    merged.format == Some("binary") || super::shapes::types_of(&merged) == [SchemaType::String]
}

fn report_others(types: &mut Types<'_>, declared: &RequestBody, chosen: &MediaType) {
    if declared.content.len() < 2 {
        return;
    }
    let others: Vec<String> = declared
        .content
        .iter()
        .filter(|media| media.name != chosen.name)
        .map(|media| format!("`{}`", media.name))
        .collect();
    types.report(Diagnostic::warning(
        "several-media-types",
        declared.location.child("content"),
        format!(
            "the body is sent as `{}`; {} cannot be chosen",
            chosen.name,
            others.join(" and ")
        ),
    ));
}

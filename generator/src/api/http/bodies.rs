//! What an operation sends as its body.
//!
//! In: the media types of a request body. Out: one [`Body`] with a [`Content`] for each media type that can be chosen. How
//! the members of forms are sent is in `parts`.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Format, MediaType, RequestBody, SchemaId, SchemaType};

use crate::api::http::media;

use crate::api::http::media::Kind;
use crate::api::http::parts;
use crate::api::passes::files;
use crate::api::passes::same::{glance, same_type};
use crate::api::schemas::all_of;
use crate::api::types::graph::Types;
use crate::api::types::shapes::part;
use crate::api::{
    Body, BodyEncoding, Content, Docs, OperationPart, Shape, TypeId, TypeName, TypePart, TypeRef,
};

/// Returns the body of the operation of this index, if its request has one.
pub(crate) fn body(types: &mut Types<'_>, declared: &RequestBody, index: usize) -> Option<Body> {
    let chosen = choose(types, declared);
    let several = chosen.len() > 1;
    let mut contents: Vec<Content> = Vec::with_capacity(chosen.len());
    for media in &chosen {
        let part = match several {
            true => OperationPart::Content(media.name.clone()),
            false => OperationPart::Body,
        };
        let name = TypeName::Operation {
            operation: index,
            part,
        };
        contents.push(content(types, media, name));
    }
    types.shape_all();
    unite(types, &mut contents);
    for (media, content) in chosen.iter().zip(&mut contents) {
        match &mut content.encoding {
            BodyEncoding::Form(parts) => *parts = parts::parts(types, media, content.ty),
            BodyEncoding::Multipart(parts) => {
                *parts = parts::parts(types, media, content.ty);
                files::note(types, content.ty, parts);
            }
            _ => {}
        }
    }
    contents.first()?;
    Some(Body {
        required: declared.required,
        docs: Docs {
            description: declared.description.clone(),
            ..Docs::default()
        },
        contents,
        location: declared.location.clone(),
    })
}

/// Returns the media types that a call can choose from, in document order: what names no single one, or the same as
/// another one, is left out.
fn choose<'b>(types: &mut Types<'_>, declared: &'b RequestBody) -> Vec<&'b MediaType> {
    let named = declared.content.iter().any(|media| !is_range(media));
    let mut known: HashSet<String> = HashSet::new();
    let mut chosen: Vec<&MediaType> = Vec::new();
    let mut left_out: Vec<&MediaType> = Vec::new();
    for media in &declared.content {
        let range = is_range(media) && (named || !chosen.is_empty());
        if range || !known.insert(canonical(&media.name)) {
            left_out.push(media);
        } else {
            chosen.push(media);
        }
    }
    // What is the same body under another media type is no loss.
    left_out.retain(|media| {
        !(chosen.iter()).any(|other| match (media.schema, other.schema) {
            (Some(own), Some(other)) => own == other || types.all_same(&[own, other]),
            (own, other) => own == other,
        })
    });
    if !left_out.is_empty() {
        let left_out: Vec<String> = left_out
            .iter()
            .map(|media| format!("`{}`", media.name))
            .collect();
        let chosen: Vec<String> = chosen
            .iter()
            .map(|media| format!("`{}`", media.name))
            .collect();
        types.report(Diagnostic::warning(
            "several-media-types",
            declared.location.child("content"),
            format!(
                "the body can be sent as {}; {} cannot be chosen beside",
                chosen.join(" or "),
                left_out.join(" and ")
            ),
        ));
    }
    chosen
}

fn is_range(media: &MediaType) -> bool {
    media.name.contains('*')
}

/// Returns a media type such that two which mean the same are equal.
fn canonical(name: &str) -> String {
    let mut pieces = name
        .split(';')
        .map(|piece| piece.trim().to_ascii_lowercase());
    let essence = pieces.next().unwrap_or_default();
    let mut parameters: Vec<String> = pieces
        .filter(|parameter| !parameter.is_empty() && !parameter.starts_with("charset="))
        .collect();
    parameters.sort();
    parameters.insert(0, essence);
    parameters.join(";")
}

/// Returns one media type's content; what it says of parts is added when all types have their shapes.
fn content(types: &mut Types<'_>, media: &MediaType, name: TypeName) -> Content {
    let encoding = encoding(types, media);
    if matches!(encoding, BodyEncoding::Text | BodyEncoding::Bytes) {
        report_lost(types, media, &encoding);
    }
    let place = media.location.clone();
    let ty = match encoding {
        BodyEncoding::Text => types.plain(Shape::String(None), name, place),
        BodyEncoding::Bytes => types.plain(Shape::Bytes, name, place),
        BodyEncoding::Lines | BodyEncoding::Sequence => sequence(types, media, name),
        BodyEncoding::Json | BodyEncoding::Form(_) | BodyEncoding::Multipart(_) => {
            match media.schema {
                Some(schema) => types.use_of(&[schema], name),
                None => types.any(name, place),
            }
        }
    };
    Content {
        media_type: sent_as(media, encoding == BodyEncoding::Json),
        encoding,
        ty,
        example: media.examples.first().cloned(),
        location: media.location.clone(),
    }
}

fn encoding(types: &Types<'_>, media: &MediaType) -> BodyEncoding {
    let essence = media::essence(&media.name);
    // As answers of the same name are read. Text alone is given whole.
    if media::is_sequence(&essence) && !is_text_alone(types, media) {
        return match essence.ends_with("json-seq") {
            true => BodyEncoding::Sequence,
            false => BodyEncoding::Lines,
        };
    }
    if is_json(types, media) {
        return BodyEncoding::Json;
    }
    match (media::kind(&media.name), essence.as_str()) {
        (Kind::Text, _) => BodyEncoding::Text,
        (_, "application/x-www-form-urlencoded") if is_text_alone(types, media) => {
            BodyEncoding::Text
        }
        (_, "application/x-www-form-urlencoded") if has_members(types, media) => {
            BodyEncoding::Form(Vec::new())
        }
        (_, essence) if essence.starts_with("multipart/") && has_members(types, media) => {
            BodyEncoding::Multipart(Vec::new())
        }
        _ => BodyEncoding::Bytes,
    }
}

/// Returns the list of a sequence of values: `itemSchema` describes each, as does a schema that is no array.
fn sequence(types: &mut Types<'_>, media: &MediaType, name: TypeName) -> TypeRef {
    if let (None, Some(schema)) = (media.item_schema, media.schema)
        && kinds(types, schema) == [SchemaType::Array]
    {
        return types.use_of(&[schema], name);
    }
    let list = types.plain(Shape::Any, name, media.location.clone());
    let item_name = part(list.id, TypePart::Item);
    let item = match media.item_schema.or(media.schema) {
        Some(schema) => types.use_of(&[schema], item_name),
        None => types.any(item_name, media.location.clone()),
    };
    types.list[list.id.0 as usize].shape = Shape::List(item);
    list
}

/// Makes types that say the same one: a document without components repeats a schema for each media type.
fn unite(types: &mut Types<'_>, contents: &mut [Content]) {
    // By what can be told at a glance, so that not each is compared with each.
    let mut alike: HashMap<String, Vec<TypeRef>> = HashMap::new();
    let mut used: HashSet<TypeRef> = HashSet::new();
    let mut shared: Vec<TypeId> = Vec::new();
    for content in contents {
        let ty = content.ty;
        if !is_multipart(content) || !files::has_files(types, ty) {
            let known = alike.entry(glance(&types.list, ty)).or_default();
            match known
                .iter()
                .find(|other| same_type(&types.list, **other, ty))
            {
                Some(same) => content.ty = *same,
                None => known.push(ty),
            }
        }
        if !used.insert(content.ty) {
            shared.push(content.ty.id);
        }
    }
    for id in shared {
        if let TypeName::Operation { part, .. } = &mut types.list[id.0 as usize].name
            && matches!(part, OperationPart::Content(_))
        {
            *part = OperationPart::Request;
        }
    }
}

fn is_multipart(content: &Content) -> bool {
    matches!(content.encoding, BodyEncoding::Multipart(_))
}

/// Reports a schema with parts whose media type is not written from parts.
fn report_lost(types: &mut Types<'_>, media: &MediaType, encoding: &BodyEncoding) {
    if !is_structured(types, media) {
        return;
    }
    let given = match encoding {
        BodyEncoding::Text => "text",
        _ => "bytes",
    };
    types.report(Diagnostic::warning(
        "unsupported-body",
        media.location.key(),
        format!(
            "a body of `{}` is not put together from its parts; it is sent as given, as {given}",
            media.name
        ),
    ));
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

/// Returns whether a value of this media type is JSON; a range is, unless its schema says bytes or text.
pub(crate) fn is_json(types: &Types<'_>, media: &MediaType) -> bool {
    match media::kind(&media.name) {
        Kind::Json => true,
        Kind::Wild => media.schema.is_some_and(|schema| !is_text(types, schema)),
        Kind::Text | Kind::Form | Kind::Bytes => false,
    }
}

/// Returns whether a media type's schema describes parts, which are lost where values are not JSON.
pub(crate) fn is_structured(types: &Types<'_>, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| {
        let merged = all_of::merge(types.document, &[schema]);
        !merged.unions.is_empty()
            || crate::api::types::shapes::types_of(&merged)
                .iter()
                .any(|kind| matches!(kind, SchemaType::Array | SchemaType::Object))
    })
}

/// Returns whether values have members, or may have: where nothing is said of them, or alternatives are.
fn has_members(types: &Types<'_>, media: &MediaType) -> bool {
    let Some(schema) = media.schema else {
        return true;
    };
    let kinds = kinds(types, schema);
    kinds.is_empty() || kinds.contains(&SchemaType::Object)
}

fn is_text_alone(types: &Types<'_>, media: &MediaType) -> bool {
    media.schema.is_some_and(|schema| is_text(types, schema))
}

fn is_text(types: &Types<'_>, schema: SchemaId) -> bool {
    let merged = all_of::merge(types.document, &[schema]);
    merged.format == Some(&Format::Binary)
        || crate::api::types::shapes::types_of(&merged) == [SchemaType::String]
}

fn kinds(types: &Types<'_>, schema: SchemaId) -> Vec<SchemaType> {
    crate::api::types::shapes::types_of(&all_of::merge(types.document, &[schema]))
}

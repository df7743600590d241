//! The body of an operation's request.
//!
//! In: a Request Body Object. Out: one [`Body`] with a [`Content`] for each media type that can be chosen. How the parts of forms
//! are sent is decided in `encodings`. <https://spec.openapis.org/oas/v3.1.1.html#request-body-object>

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{MediaType, RequestBody, SchemaType};

use crate::api::http::{content, encodings, file_parts};
use crate::api::media_types;
use crate::api::media_types::MediaKind;
use crate::api::schemas::equal;
use crate::api::type_eq;
use crate::api::types::graph::Types;
use crate::api::types::nodes::part;
use crate::api::{
    Body, BodyEncoding, Content, Docs, OperationPart, Shape, TypeId, TypeName, TypePart, TypeRef,
};

/// Returns the body of the operation of this index. `None` if it has no media type.
pub(crate) fn lower(types: &mut Types<'_>, declared: &RequestBody, index: usize) -> Option<Body> {
    let chosen = choose(types, declared);
    let is_only = chosen.len() == 1;
    let mut contents: Vec<Content> = Vec::with_capacity(chosen.len());
    for media in &chosen {
        let part = if is_only {
            OperationPart::Body
        } else {
            OperationPart::Content(media.name.clone())
        };
        let name = TypeName::Operation {
            operation: index,
            part,
        };
        contents.push(lower_content(types, media, name));
    }
    types.shape_all();
    share_equal_types(types, &mut contents);
    for (media, content) in chosen.iter().zip(&mut contents) {
        match &mut content.encoding {
            BodyEncoding::Form(parts) => *parts = encodings::parts(types, media, content.ty),
            BodyEncoding::Multipart(parts) => {
                *parts = encodings::parts(types, media, content.ty);
                file_parts::record(types, content.ty, parts);
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

/// Returns the media types that a call can choose from, in document order. Media ranges beside media types, and a second name of
/// the same media type, are left out.
fn choose<'b>(types: &mut Types<'_>, declared: &'b RequestBody) -> Vec<&'b MediaType> {
    let has_media_type = declared.content.iter().any(|media| !is_range(media));
    let mut known: HashSet<String> = HashSet::new();
    let mut chosen: Vec<&MediaType> = Vec::new();
    let mut left_out: Vec<&MediaType> = Vec::new();
    for media in &declared.content {
        let is_needless = is_range(media) && (has_media_type || !chosen.is_empty());
        if is_needless || !known.insert(canonical(&media.name)) {
            left_out.push(media);
        } else {
            chosen.push(media);
        }
    }
    // Nothing is lost where a chosen media type has the same schema.
    left_out.retain(|media| {
        !(chosen.iter()).any(|other| match (media.schema, other.schema) {
            (Some(own), Some(other)) => {
                own == other
                    || types.all_same(&[own, other])
                    || equal::state_the_same(types.document, own, other)
            }
            (own, other) => own == other,
        })
    });
    if !left_out.is_empty() {
        types.report(Diagnostic::warning(
            "several-media-types",
            declared.location.child("content"),
            format!(
                "the body can be sent as {}, but not as {}",
                names(&chosen),
                names(&left_out)
            ),
        ));
    }
    chosen
}

fn names(media_types: &[&MediaType]) -> String {
    let names: Vec<String> = media_types
        .iter()
        .map(|media| format!("`{}`", media.name))
        .collect();
    names.join(" or ")
}

fn is_range(media: &MediaType) -> bool {
    media.name.contains('*')
}

/// Returns the canonical name of a media type: without `charset`, and with sorted parameters.
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

/// Returns the content of one media type. The parts of forms are added later, when all types have their shapes.
fn lower_content(types: &mut Types<'_>, media: &MediaType, name: TypeName) -> Content {
    let encoding = encoding(types, media);
    if matches!(encoding, BodyEncoding::Text | BodyEncoding::Bytes) {
        report_structured(types, media, &encoding);
    }
    let location = media.location.clone();
    let ty = match encoding {
        BodyEncoding::Text => types.plain(Shape::String(None), name, location),
        BodyEncoding::Bytes => types.plain(Shape::Bytes, name, location),
        BodyEncoding::Lines | BodyEncoding::Sequence => sequence(types, media, name),
        BodyEncoding::Json | BodyEncoding::Form(_) | BodyEncoding::Multipart(_) => {
            match media.schema {
                Some(schema) => types.use_of(&[schema], name),
                None => types.any(name, location),
            }
        }
    };
    Content {
        media_type: content_type(&media.name, &encoding),
        encoding,
        ty,
        example: media.examples.first().cloned(),
        location: media.location.clone(),
    }
}

fn encoding(types: &Types<'_>, media: &MediaType) -> BodyEncoding {
    let essence = media_types::essence(&media.name);
    let is_string = content::is_string_only(types, media);
    // As a response of the same media type is read. A string, however, is the whole body.
    if media_types::is_sequence(&essence) && !is_string {
        return if essence.ends_with("json-seq") {
            BodyEncoding::Sequence
        } else {
            BodyEncoding::Lines
        };
    }
    if content::is_json(types, media) {
        return BodyEncoding::Json;
    }
    let is_url_encoded = essence == "application/x-www-form-urlencoded";
    let is_multipart = essence.starts_with("multipart/");
    if media_types::kind(&media.name) == MediaKind::Text || is_url_encoded && is_string {
        BodyEncoding::Text
    } else if is_url_encoded && content::can_have_members(types, media) {
        BodyEncoding::Form(Vec::new())
    } else if is_multipart && content::can_have_members(types, media) {
        BodyEncoding::Multipart(Vec::new())
    } else {
        BodyEncoding::Bytes
    }
}

/// Returns the list type of a sequence of values. `itemSchema` describes each value, and so does a schema that is not an array.
fn sequence(types: &mut Types<'_>, media: &MediaType, name: TypeName) -> TypeRef {
    if let (None, Some(schema)) = (media.item_schema, media.schema)
        && content::stated_types(types, schema) == [SchemaType::Array]
    {
        return types.use_of(&[schema], name);
    }
    let list = types.plain(Shape::Any, name, media.location.clone());
    let item_name = part(list.id, TypePart::Item);
    let item = match media.item_schema.or(media.schema) {
        Some(schema) => types.use_of(&[schema], item_name),
        None => types.any(item_name, media.location.clone()),
    };
    types.graph[list.id].ty.shape = Shape::List(item);
    list
}

/// Makes one type of equal ones: a document without components repeats a schema for each media type.
fn share_equal_types(types: &mut Types<'_>, contents: &mut [Content]) {
    // By fingerprint, so that not every type is compared with every other.
    let mut known: HashMap<String, Vec<TypeRef>> = HashMap::new();
    let mut used: HashSet<TypeRef> = HashSet::new();
    let mut shared: Vec<TypeId> = Vec::new();
    for content in contents {
        let ty = content.ty;
        let is_multipart = matches!(content.encoding, BodyEncoding::Multipart(_));
        if !is_multipart || !file_parts::has_files(types, ty) {
            let candidates = known
                .entry(type_eq::fingerprint(&types.graph[ty.id].ty))
                .or_default();
            match candidates
                .iter()
                .find(|other| type_eq::are_equal(|id| &types.graph[id].ty, **other, ty))
            {
                Some(equal) => content.ty = *equal,
                None => candidates.push(ty),
            }
        }
        if !used.insert(content.ty) {
            shared.push(content.ty.id);
        }
    }
    for id in shared {
        if let TypeName::Operation { part, .. } = &mut types.graph[id].ty.name
            && matches!(part, OperationPart::Content(_))
        {
            *part = OperationPart::Request;
        }
    }
}

/// Reports a schema with members or elements whose media type is sent as a single string or as bytes.
fn report_structured(types: &mut Types<'_>, media: &MediaType, encoding: &BodyEncoding) {
    if !content::is_structured(types, media) {
        return;
    }
    let given = if *encoding == BodyEncoding::Text {
        "a string"
    } else {
        "bytes"
    };
    types.report(Diagnostic::warning(
        "unsupported-body",
        media.location.key(),
        format!(
            "a body of `{}` cannot be built from its members; it is passed as {given}, and sent unchanged",
            media.name
        ),
    ));
}

/// Returns the media type that is sent: as written, unless it is a range, which cannot be sent.
fn content_type(name: &str, encoding: &BodyEncoding) -> String {
    if !name.contains('*') {
        name.to_owned()
    } else if *encoding == BodyEncoding::Json {
        "application/json".to_owned()
    } else if name.starts_with("text/") {
        "text/plain".to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}

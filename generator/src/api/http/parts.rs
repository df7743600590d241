//! What a document says of how the members of a form are sent.
//!
//! In: a media type with its Encoding Objects, and the type of its values. Out: a [`Part`] for each member of which
//! something is said. What is said of nothing, or cannot be done, is reported.
//! <https://spec.openapis.org/oas/v3.1.1.html#encoding-object>

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{
    Encoding, MediaType, Parameter, Schema, SchemaId, SchemaType, Style as Stated,
};
use crate::openapi::wire;
use crate::source::Node;

use crate::api::http::media;
use crate::api::schemas::all_of;
use crate::api::types::graph::Types;
use crate::api::types::shapes;
use crate::api::{Part, Shape, Style, TypeRef};

/// Returns what is said of the members of a form of this type.
pub(crate) fn parts(types: &mut Types<'_>, media: &MediaType, ty: TypeRef) -> Vec<Part> {
    for encoding in &media.encoding {
        report_unused(types, encoding, ty);
    }
    let multipart = media::essence(&media.name).starts_with("multipart/");
    let mut parts: Vec<Part> = Vec::new();
    for (name, schemas) in members(types, media) {
        let encoding = media
            .encoding
            .iter()
            .find(|encoding| encoding.property == name);
        let mut part =
            encoding.map_or_else(Part::default, |encoding| part(types, encoding, multipart));
        if multipart && part.content_type.is_none() && part.style.is_none() {
            part.content_type = stated_by_schema(types, &schemas);
        }
        part.name = name;
        if is_of_effect(&part) {
            parts.push(part);
        }
    }
    // Members without a name of their own may have encodings too.
    for encoding in &media.encoding {
        let part = part(types, encoding, multipart);
        let known = parts.iter().any(|known| known.name == part.name);
        if !known && is_of_effect(&part) {
            parts.push(part);
        }
    }
    parts
}

fn is_of_effect(part: &Part) -> bool {
    let Part {
        name: _,
        content_type,
        headers,
        style,
        allow_reserved,
    } = part;
    content_type.is_some() || !headers.is_empty() || style.is_some() || *allow_reserved
}

/// Returns the named members of a media type's values with their schemas.
fn members(types: &Types<'_>, media: &MediaType) -> Vec<(String, Vec<SchemaId>)> {
    let Some(schema) = media.schema else {
        return Vec::new();
    };
    all_of::merge(types.document, &[schema])
        .properties
        .into_iter()
        .map(|property| (property.name.to_owned(), property.schemas))
        .collect()
}

fn part(types: &mut Types<'_>, encoding: &Encoding, multipart: bool) -> Part {
    let stated = encoding.style.is_some()
        || encoding.explode.is_some()
        || encoding.allow_reserved && !multipart;
    let style = stated.then(|| {
        let style = encoding.style.map_or(Style::Form, style);
        (style, encoding.explode.unwrap_or(style == Style::Form))
    });
    let content_type = encoding.content_type.as_deref().and_then(first_concrete);
    let (name, headers) = (
        encoding.property.clone(),
        match multipart {
            true => headers(types, encoding),
            false => Vec::new(),
        },
    );
    Part {
        name,
        content_type: content_type.filter(|_| multipart && style.is_none()),
        headers,
        style,
        allow_reserved: encoding.allow_reserved && !multipart,
    }
}

/// Returns the style; those that are not for forms are `form`.
fn style(stated: Stated) -> Style {
    match stated {
        Stated::DeepObject => Style::Deep,
        Stated::SpaceDelimited => Style::Space,
        Stated::PipeDelimited => Style::Pipe,
        Stated::Form | Stated::Matrix | Stated::Label | Stated::Simple | Stated::Cookie => {
            Style::Form
        }
    }
}

/// Returns the first of a list of media types that is no range: what a part is sent as that has no type of its own.
fn first_concrete(list: &str) -> Option<String> {
    let mut types = list.split(',').map(str::trim);
    types
        .find(|name| !name.is_empty() && !name.contains('*'))
        .map(str::to_owned)
}

/// Returns the media type that the schema of a member states: `contentMediaType`, or bytes where text stands for such.
fn stated_by_schema(types: &Types<'_>, schemas: &[SchemaId]) -> Option<String> {
    let merged = all_of::merge(types.document, schemas);
    let own = of_leaves(types, &merged.leaves);
    if own.is_some() || shapes::types_of(&merged) != [SchemaType::Array] || merged.items.is_empty()
    {
        return own;
    }
    of_leaves(types, &all_of::merge(types.document, &merged.items).leaves)
}

fn of_leaves(types: &Types<'_>, leaves: &[SchemaId]) -> Option<String> {
    let schemas: Vec<&Schema> = leaves.iter().map(|id| types.document.schema(*id)).collect();
    let stated = schemas
        .iter()
        .find_map(|schema| schema.content_media_type.as_deref())
        .and_then(first_concrete);
    let encoded = schemas
        .iter()
        .any(|schema| schema.content_encoding.is_some());
    stated.or_else(|| encoded.then(|| "application/octet-stream".to_owned()))
}

/// Returns the headers of a part whose value is known: a call has no place for any other value.
fn headers(types: &mut Types<'_>, encoding: &Encoding) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for header in &encoding.headers {
        if header.name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        match constant(types, header) {
            Some(value) if !wire::is_header_value(&value) => types.report(Diagnostic::warning(
                "part-header",
                header.location.clone(),
                format!(
                    "the value of the header `{}` of this part holds what no header can; it is not sent",
                    header.name
                ),
            )),
            Some(value) => headers.push((header.name.clone(), value)),
            None => types.report(Diagnostic::warning(
                "part-header",
                header.location.clone(),
                format!(
                    "the header `{}` of this part has no value of its own, and a call has no place for one; it is not sent",
                    header.name
                ),
            )),
        }
    }
    headers
}

/// Returns the only value that a header can have, or the one that it has by default.
fn constant(types: &Types<'_>, header: &Parameter) -> Option<String> {
    let merged = all_of::merge(types.document, &[header.schema?]);
    let only = match merged.values.as_deref() {
        Some([only]) => Some(only.node),
        _ => merged.docs.default.as_ref(),
    };
    match only? {
        Node::String(text) => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn report_unused(types: &mut Types<'_>, encoding: &Encoding, ty: TypeRef) {
    let Shape::Struct(object) = &types.list[ty.id.0 as usize].shape else {
        return;
    };
    let known = object
        .fields
        .iter()
        .any(|field| field.name == encoding.property);
    if !known && object.additional.is_none() {
        types.report(Diagnostic::warning(
            "encoding-without-property",
            encoding.location.key(),
            format!(
                "no property is called `{}`; that is ignored",
                encoding.property
            ),
        ));
    }
}

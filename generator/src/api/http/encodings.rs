//! How the parts of a form are sent.
//!
//! In: a media type with its Encoding Objects, and the type of its values. Out: a [`Part`] for each member whose encoding is
//! stated. An encoding of a property that does not exist, or that cannot be followed, is reported.
//! <https://spec.openapis.org/oas/v3.1.1.html#encoding-object>

use crate::diagnostic::Diagnostic;
use crate::openapi::Node;
use crate::openapi::document::{
    Encoding, MediaType, Parameter, Schema, SchemaId, SchemaType, Style as Stated,
};
use crate::openapi::wire;

use crate::api::media_types;
use crate::api::schemas::all_of;
use crate::api::schemas::json_types::stated_types;
use crate::api::types::graph::Types;
use crate::api::{Part, PartStyle, Shape, Style, TypeRef};

/// Returns the parts of a form of this type whose encoding is stated.
pub(crate) fn parts(types: &mut Types<'_>, media: &MediaType, ty: TypeRef) -> Vec<Part> {
    for encoding in &media.encoding {
        report_unknown_property(types, encoding, ty);
    }
    let is_multipart = media_types::essence(&media.name).starts_with("multipart/");
    let mut parts: Vec<Part> = Vec::new();
    for (name, schemas) in members(types, media) {
        let encoding = media
            .encoding
            .iter()
            .find(|encoding| encoding.property == name);
        let mut part = encoding.map_or_else(Part::default, |encoding| {
            part(types, encoding, is_multipart)
        });
        if is_multipart && part.content_type.is_none() && part.style.is_none() {
            part.content_type = content_type_of(types, &schemas);
        }
        part.name = name;
        if is_stated(&part) {
            parts.push(part);
        }
    }
    // Additional members can have encodings too.
    for encoding in &media.encoding {
        let part = part(types, encoding, is_multipart);
        let is_known = parts.iter().any(|known| known.name == part.name);
        if !is_known && is_stated(&part) {
            parts.push(part);
        }
    }
    parts
}

/// Returns whether the document states anything about the encoding of a part.
fn is_stated(part: &Part) -> bool {
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
        .assertions
        .properties
        .into_iter()
        .map(|property| (property.name.to_owned(), property.schemas))
        .collect()
}

fn part(types: &mut Types<'_>, encoding: &Encoding, is_multipart: bool) -> Part {
    let allow_reserved = encoding.allow_reserved && !is_multipart;
    let has_style = encoding.style.is_some() || encoding.explode.is_some() || allow_reserved;
    let style = has_style.then(|| {
        let style = encoding.style.map_or(Style::Form, style);
        PartStyle {
            style,
            explode: encoding.explode.unwrap_or(style == Style::Form),
        }
    });
    let content_type = encoding.content_type.as_deref().and_then(first_concrete);
    let headers = if is_multipart {
        headers(types, encoding)
    } else {
        Vec::new()
    };
    Part {
        name: encoding.property.clone(),
        content_type: content_type.filter(|_| is_multipart && style.is_none()),
        headers,
        style,
        allow_reserved,
    }
}

/// Returns the style. Styles that are not for forms become `form`.
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

/// Returns the first media type of a list that is not a range such as `image/*`. It is sent with values that have no media type
/// of their own.
fn first_concrete(list: &str) -> Option<String> {
    let mut names = list.split(',').map(str::trim);
    names
        .find(|name| !name.is_empty() && !name.contains('*'))
        .map(str::to_owned)
}

/// Returns the media type that the schema of a member states: `contentMediaType`, or that of bytes for an encoded string.
fn content_type_of(types: &Types<'_>, schemas: &[SchemaId]) -> Option<String> {
    let merged = all_of::merge(types.document, schemas);
    let own = content_type_of_schemas(types, &merged.leaves);
    if own.is_some()
        || stated_types(&merged.assertions) != [SchemaType::Array]
        || merged.assertions.items.is_empty()
    {
        return own;
    }
    let items = all_of::merge(types.document, &merged.assertions.items);
    content_type_of_schemas(types, &items.leaves)
}

fn content_type_of_schemas(types: &Types<'_>, schemas: &[SchemaId]) -> Option<String> {
    let schemas: Vec<&Schema> = schemas
        .iter()
        .map(|id| types.document.schema(*id))
        .collect();
    let stated = schemas
        .iter()
        .find_map(|schema| schema.content_media_type.as_deref())
        .and_then(first_concrete);
    let is_encoded = schemas
        .iter()
        .any(|schema| schema.content_encoding.is_some());
    stated.or_else(|| is_encoded.then(|| "application/octet-stream".to_owned()))
}

/// Returns the headers of a part with a constant or default value. There is no other way to pass a value to a call.
fn headers(types: &mut Types<'_>, encoding: &Encoding) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for header in &encoding.headers {
        if header.name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        match fixed_value(types, header) {
            Some(value) if !wire::is_header_value(&value) => types.report(Diagnostic::warning(
                "part-header",
                header.location.clone(),
                format!(
                    "the value of the header `{}` of this part is not a valid header value; the header is not sent",
                    header.name
                ),
            )),
            Some(value) => headers.push((header.name.clone(), value)),
            None => types.report(Diagnostic::warning(
                "part-header",
                header.location.clone(),
                format!(
                    "the header `{}` of this part has neither a constant nor a default value; it is not sent",
                    header.name
                ),
            )),
        }
    }
    headers
}

/// Returns the only value that a header can have, or its default.
fn fixed_value(types: &Types<'_>, header: &Parameter) -> Option<String> {
    let merged = all_of::merge(types.document, &[header.schema?]);
    let only = match merged.assertions.values.as_deref() {
        Some([only]) => Some(only.node),
        _ => merged.docs.default.as_ref(),
    };
    match only? {
        Node::String(string) => Some(string.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn report_unknown_property(types: &mut Types<'_>, encoding: &Encoding, ty: TypeRef) {
    let Shape::Struct(object) = &types.graph[ty.id].ty.shape else {
        return;
    };
    let is_known = object
        .fields
        .iter()
        .any(|field| field.name == encoding.property);
    if !is_known && object.additional.is_none() {
        types.report(Diagnostic::warning(
            "encoding-without-property",
            encoding.location.key(),
            format!(
                "there is no property `{}`; its encoding is ignored",
                encoding.property
            ),
        ));
    }
}

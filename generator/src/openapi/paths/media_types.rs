//! The Media Type Object, the Encoding Object and examples. <https://spec.openapis.org/oas/v3.1.1.html#media-type-object>

use super::parameters::read_headers;
use super::styles::read_style;
use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Encoding, MediaType};
use crate::openapi::keywords::{ENCODING, MEDIA_TYPE, ObjectKind, plain};
use crate::openapi::object::{Located, Member, Object};
use crate::openapi::reader::Reader;
use crate::openapi::wire::is_header_value;
use crate::source::Node;

/// What a `content` belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ContentOf {
    /// A request or response body.
    Body,
    /// A parameter or a header. Encodings have no effect here and are not read: headers within encodings within headers would
    /// never end.
    Parameter,
}

/// Reads `content`.
pub(crate) fn read_content<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    owner: ContentOf,
) -> Vec<MediaType> {
    reader
        .read_entries(member)
        .into_iter()
        .filter_map(|(name, value)| read_media_type(reader, name, value, owner))
        .collect()
}

/// Reads a media type or a reference to one.
pub(crate) fn read_media_type<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    value: Located<'a>,
    owner: ContentOf,
) -> Option<MediaType> {
    if *value.node == Node::Null {
        // `application/json:` without a value is a body of that type without a schema.
        reader.report(
            Diagnostic::warning(
                "null-member",
                value.location.key(),
                format!("`{name}` is null; its value may be anything"),
            )
            .label("has no value"),
        );
        return Some(read_members(
            reader,
            name,
            Object::empty(value.location),
            owner,
        ));
    }
    let object = reader.follow(value, &MEDIA_TYPE)?.object;
    reader.check(&object, &MEDIA_TYPE);
    Some(read_members(reader, name, object, owner))
}

fn read_members<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    object: Object<'a>,
    owner: ContentOf,
) -> MediaType {
    let schema = |reader: &mut Reader<'a>, name: &str| {
        object
            .get(name)
            .filter(|member| reader.has_value(*member))
            .map(|member| reader.schema_id(member.located()))
    };
    let encoding = match object.get("encoding") {
        Some(member) if owner == ContentOf::Body => read_encodings(reader, member),
        Some(member) => {
            reader.report(
                Diagnostic::warning(
                    "unsupported",
                    member.key(),
                    "`encoding` has an effect on bodies only; ignored",
                )
                .label("has no effect here"),
            );
            Vec::new()
        }
        None => Vec::new(),
    };
    warn_unsupported(reader, &object, &["prefixEncoding", "itemEncoding"]);
    check_name(reader, object.location.key(), name);
    MediaType {
        name: name.to_owned(),
        schema: schema(reader, "schema"),
        item_schema: schema(reader, "itemSchema"),
        encoding,
        examples: read_examples(reader, &object),
        location: object.location,
    }
}

/// Warns of a media type that cannot be the value of a header.
fn check_name(reader: &mut Reader<'_>, location: Location, name: &str) {
    if !is_header_value(name) {
        let message = format!(
            "`{}` is not a valid media type; messages of this type cannot be sent",
            name.escape_debug()
        );
        reader.report(Diagnostic::warning("invalid-media-type", location, message));
    }
}

fn read_encodings<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<Encoding> {
    let Some(encodings) = reader.read_optional_object(member) else {
        return Vec::new();
    };
    encodings
        .iter()
        .filter_map(|entry| read_encoding(reader, entry.name, entry.located()))
        .collect()
}

fn read_encoding<'a>(
    reader: &mut Reader<'a>,
    property: &str,
    value: Located<'a>,
) -> Option<Encoding> {
    let object = reader.follow_misplaced(value, &ENCODING)?;
    reader.check(&object, &ENCODING);
    warn_unsupported(
        reader,
        &object,
        &["encoding", "prefixEncoding", "itemEncoding"],
    );
    let style = object
        .get("style")
        .and_then(|member| read_style(reader, member, None));
    let explode = object
        .get("explode")
        .and_then(|member| reader.read_boolean(member));
    let content_type = reader.string(&object, "contentType");
    if let Some(name) = &content_type {
        check_name(reader, object.location.child("contentType"), name);
    }
    Some(Encoding {
        property: property.to_owned(),
        content_type,
        headers: read_headers(reader, &object),
        style,
        explode,
        allow_reserved: reader.boolean(&object, "allowReserved"),
        location: object.location,
    })
}

/// Warns of members of 3.2 that describe parts within parts.
fn warn_unsupported<'a>(reader: &mut Reader<'a>, object: &Object<'a>, names: &[&str]) {
    for member in object.iter() {
        if names.contains(&member.name) {
            reader.report(
                Diagnostic::warning(
                    "unsupported",
                    member.key(),
                    format!("`{}` is not supported; ignored", member.name),
                )
                .label("ignored"),
            );
        }
    }
}

/// The name of an example in messages.
const EXAMPLE: ObjectKind = plain("an example", &[]);

/// Returns `example` and the values of `examples`. Their content is not checked, because it is data.
pub(crate) fn read_examples<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Node> {
    let mut values: Vec<Node> = Vec::new();
    if let Some(member) = owner.get("example") {
        values.push(member.value.clone());
    }
    let Some(member) = owner.get("examples") else {
        return values;
    };
    let Node::Object(_) = member.value else {
        if *member.value != Node::Null {
            reader.warn_wrong_type(
                member,
                format!(
                    "`examples` must be an object of named examples, found {}; ignored",
                    member.value.kind()
                ),
            );
        }
        return values;
    };
    for (_, example) in reader.read_entries(member) {
        if !matches!(example.node, Node::Object(_)) {
            continue;
        }
        let Some(followed) = reader.follow(example, &EXAMPLE) else {
            continue;
        };
        let value = ["value", "dataValue"]
            .iter()
            .find_map(|name| followed.object.get(name));
        values.extend(value.map(|value| value.value.clone()));
    }
    values
}

/// Reads an unused media type only for its diagnostics.
pub(crate) fn check_media_type<'a>(reader: &mut Reader<'a>, name: &str, value: Located<'a>) {
    read_media_type(reader, name, value, ContentOf::Body);
}

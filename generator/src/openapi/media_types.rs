//! The Media Type Object, the Encoding Object and examples. <https://spec.openapis.org/oas/v3.1.1.html#media-type-object>

use super::document::{Encoding, MediaType};
use super::keywords::{ENCODING, Kind, MEDIA_TYPE};
use super::parameters::{read_headers, read_style};
use super::reader::{Located, Member, Object, Reader};
use super::wire::is_header_value;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;

/// Reads `content`. Encodings mean something in bodies only; elsewhere they are not read, so that headers within
/// encodings within headers cannot go on for ever.
pub(super) fn read_content<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    of_body: bool,
) -> Vec<MediaType> {
    reader
        .entries_of(member)
        .into_iter()
        .filter_map(|(name, value)| read_media_type(reader, name, (value, of_body)))
        .collect()
}

/// Reads a media type or a reference to one.
pub(super) fn read_media_type<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    (value, of_body): (Located<'a>, bool),
) -> Option<MediaType> {
    if *value.node == Node::Null {
        // `application/json:` without anything is a body of that type and no known shape.
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
            (Object::empty(value.location), of_body),
        ));
    }
    let object = reader.follow(value, &MEDIA_TYPE)?.object;
    reader.check(&object, &MEDIA_TYPE);
    Some(read_members(reader, name, (object, of_body)))
}

fn read_members<'a>(
    reader: &mut Reader<'a>,
    name: &str,
    (object, of_body): (Object<'a>, bool),
) -> MediaType {
    let schema = |reader: &mut Reader<'a>, name: &str| {
        object
            .get(name)
            .filter(|member| reader.present(*member))
            .map(|member| reader.schema(member.located()))
    };
    let encoding = match object.get("encoding") {
        Some(member) if of_body => read_encodings(reader, member),
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
    report_unsupported(reader, &object, &["prefixEncoding", "itemEncoding"]);
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

/// Reports a media type that no header can hold.
fn check_name(reader: &mut Reader<'_>, location: Location, name: &str) {
    if !is_header_value(name) {
        let words = format!(
            "`{}` is no media type; a message that names it cannot be sent",
            name.escape_debug()
        );
        reader.report(Diagnostic::warning("invalid-media-type", location, words));
    }
}

fn read_encodings<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<Encoding> {
    let Some(encodings) = reader.optional_object_of(member) else {
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
    let object = reader.linked(value, &ENCODING)?;
    reader.check(&object, &ENCODING);
    report_unsupported(
        reader,
        &object,
        &["encoding", "prefixEncoding", "itemEncoding"],
    );
    let style = object
        .get("style")
        .and_then(|member| read_style(reader, member, None));
    let explode = object
        .get("explode")
        .and_then(|member| reader.flag_of(member));
    let content_type = reader.text(&object, "contentType");
    if let Some(name) = &content_type {
        check_name(reader, object.location.child("contentType"), name);
    }
    Some(Encoding {
        property: property.to_owned(),
        content_type,
        headers: read_headers(reader, &object),
        style,
        explode,
        allow_reserved: reader.flag(&object, "allowReserved"),
        location: object.location,
    })
}

/// Reports members of 3.2 that describe parts within parts.
fn report_unsupported<'a>(reader: &mut Reader<'a>, object: &Object<'a>, names: &[&str]) {
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

/// How messages call an example that is no object.
const EXAMPLE: Kind = Kind {
    name: "an example",
    keys: &[],
    extensions: &[],
};

/// Returns `example` and the values of `examples`. They are data: what is odd in them is nobody's business.
pub(super) fn read_examples<'a>(reader: &mut Reader<'a>, owner: &Object<'a>) -> Vec<Node> {
    let mut values: Vec<Node> = Vec::new();
    if let Some(member) = owner.get("example") {
        values.push(member.value.clone());
    }
    let Some(member) = owner.get("examples") else {
        return values;
    };
    let Node::Object(_) = member.value else {
        if *member.value != Node::Null {
            reader.odd(
                member,
                format!(
                    "`examples` must be an object of named examples, found {}; ignored",
                    member.value.kind()
                ),
            );
        }
        return values;
    };
    for (_, example) in reader.entries_of(member) {
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

/// Reads an unused media type for its remarks alone.
pub(super) fn check_media_type<'a>(reader: &mut Reader<'a>, name: &str, value: Located<'a>) {
    read_media_type(reader, name, (value, true));
}

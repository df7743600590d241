//! The keywords of a schema that are compared one by one, as text.

use super::shape::{Additional, Shape};
use super::values::{bound, json};

/// The media type of bytes.
pub(super) const BINARY: &str = "application/octet-stream";

/// Returns each keyword that a shape states with its value, under the name that OpenAPI gives it.
pub(super) fn facets(shape: &Shape<'_>) -> Vec<(&'static str, String)> {
    let mut facets = Vec::new();
    let mut push = |kind, value: Option<String>| {
        if let Some(value) = value {
            facets.push((kind, value));
        }
    };
    let flag = |is_set: bool| is_set.then(|| "true".to_owned());
    // Whatever accepts anything accepts null.
    let is_null = shape.types.as_ref().is_some_and(Vec::is_empty);
    push(
        "nullable",
        flag(shape.nullable && !is_null && !shape.is_anything()),
    );
    // OpenAPI 3.0 writes `format: byte` and `format: binary` where 3.1 has keywords of JSON Schema.
    let is_base64 = shape.format == Some("byte");
    let is_binary = shape.format == Some("binary");
    let format = shape.format.filter(|_| !is_base64 && !is_binary);
    push("format", format.map(str::to_owned));
    push("default", shape.default.map(json));
    push("deprecated", flag(shape.deprecated));
    push("readOnly", flag(shape.read_only));
    push("writeOnly", flag(shape.write_only));
    push("x-sensitive", flag(shape.sensitive));
    let encoding = shape.content_encoding.or(is_base64.then_some("base64"));
    push("contentEncoding", encoding.map(str::to_owned));
    let media_type = shape.content_media_type.or(is_binary.then_some(BINARY));
    push("contentMediaType", media_type.map(str::to_owned));
    let bounds = &shape.constraints;
    push("minimum", bounds.minimum.map(bound));
    push("maximum", bounds.maximum.map(bound));
    push("exclusiveMinimum", bounds.exclusive_minimum.map(bound));
    push("exclusiveMaximum", bounds.exclusive_maximum.map(bound));
    push("multipleOf", bounds.multiple_of.map(bound));
    let number = |bound: Option<u64>| bound.map(|bound| bound.to_string());
    push("minLength", number(bounds.min_length));
    push("maxLength", number(bounds.max_length));
    push("pattern", bounds.pattern.clone());
    push("minItems", number(bounds.min_items));
    push("maxItems", number(bounds.max_items));
    push("uniqueItems", flag(bounds.unique_items));
    push("minProperties", number(bounds.min_properties));
    push("maxProperties", number(bounds.max_properties));
    let is_closed = shape.additional == Additional::Never;
    push(
        "additionalProperties",
        is_closed.then(|| "false".to_owned()),
    );
    let tag = shape.tag.as_ref();
    push(
        "discriminator",
        tag.map(|(name, values)| match &values[..] {
            [] => (*name).to_owned(),
            values => format!("{name}: {}", values.join(", ")),
        }),
    );
    facets
}

/// Returns the documentation that a shape states.
pub(super) fn documentation(shape: &Shape<'_>) -> Vec<(&'static str, String)> {
    let examples: Vec<String> = shape.examples.iter().map(json).collect();
    let all = [
        ("title", shape.title.map(plain)),
        ("description", shape.description.map(plain)),
        (
            "example",
            (!examples.is_empty()).then(|| examples.join(", ")),
        ),
    ];
    let stated = all.into_iter();
    stated
        .filter_map(|(kind, text)| Some((kind, text?)))
        .collect()
}

/// Returns a text without differences in white space.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the keywords in which two lists differ, with both values, in the order of the lists.
pub(super) fn differing(
    ours: &[(&'static str, String)],
    upstream: &[(&'static str, String)],
) -> Vec<(&'static str, Option<String>, Option<String>)> {
    let value = |list: &[(&'static str, String)], kind: &str| {
        let found = list.iter().find(|(name, _)| *name == kind);
        found.map(|(_, value)| value.clone())
    };
    let mut kinds: Vec<&'static str> = ours.iter().map(|(kind, _)| *kind).collect();
    for (kind, _) in upstream {
        if !kinds.contains(kind) {
            kinds.push(kind);
        }
    }
    let each = kinds.into_iter();
    let each = each.map(|kind| (kind, value(ours, kind), value(upstream, kind)));
    each.filter(|(_, ours, upstream)| ours != upstream)
        .collect()
}

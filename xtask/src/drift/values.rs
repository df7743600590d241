//! JSON values as text that is the same however a document writes them, and schemas in a few words.

use std::collections::HashSet;

use generator::openapi::Node;
use generator::openapi::document::{Number, SchemaId};

use super::facets::facets;
use super::shape::{Additional, Schemas, Shape};

/// How many levels of a schema the text of [`full`] has.
const DEPTH: usize = 12;

/// How many values and properties a few words have.
const LISTED: usize = 8;

/// Returns a value as JSON: members sorted, whole numbers without a fraction.
pub(super) fn json(node: &Node) -> String {
    to_json(node).to_string()
}

/// Returns a value as `serde_json` has it. Its objects sort their members.
pub(super) fn to_json(node: &Node) -> serde_json::Value {
    match node {
        Node::Null => serde_json::Value::Null,
        Node::Bool(value) => (*value).into(),
        Node::Integer(value) => match i64::try_from(*value) {
            Ok(value) => value.into(),
            Err(_) => serde_json::Value::from(value.to_string()),
        },
        Node::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
            serde_json::Value::from(*value as i64)
        }
        Node::Float(value) => (*value).into(),
        Node::String(value) => value.as_str().into(),
        Node::Array(values) => values.iter().map(to_json).collect(),
        Node::Object(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), to_json(value)));
            serde_json::Value::Object(members.collect())
        }
    }
}

/// Returns a bound for comparisons.
pub(super) fn as_f64(number: Number) -> f64 {
    match number {
        Number::Integer(number) => number as f64,
        Number::Float(number) => number,
    }
}

/// Returns a bound as text: `30` for both 30 and 30.0.
pub(super) fn bound(number: Number) -> String {
    match number {
        Number::Integer(number) => number.to_string(),
        Number::Float(number) => number.to_string(),
    }
}

/// Returns the types of a shape in words.
pub(super) fn types(shape: &Shape<'_>) -> String {
    let Some(types) = &shape.types else {
        return "any".to_owned();
    };
    let names: Vec<&str> = types.iter().map(|kind| kind.as_str()).collect();
    match &names[..] {
        [] => "null".to_owned(),
        names => names.join(" or "),
    }
}

/// Returns a schema in a few words, such as `string (date-time)` or `object {dash, hls}`.
pub(super) fn brief(schemas: &Schemas<'_>, ids: &[SchemaId]) -> String {
    let shape = schemas.shape(ids);
    let mut words = if !shape.alternatives.is_empty() {
        let each = shape.alternatives.iter().take(LISTED);
        let each: Vec<String> = each
            .map(|id| match schemas.component(*id) {
                Some(name) => name.to_owned(),
                None => types(&schemas.shape(&[*id])),
            })
            .collect();
        each.join(" or ")
    } else if let Some(values) = &shape.values {
        let each: Vec<String> = values.iter().take(LISTED).map(|node| json(node)).collect();
        format!("{} of {}", types(&shape), limited(each, values.len()))
    } else if !shape.properties.is_empty() {
        let names = shape.properties.iter().take(LISTED);
        let names = names.map(|it| it.name.to_owned()).collect();
        format!("object {{{}}}", limited(names, shape.properties.len()))
    } else if let [item] = shape.items[..] {
        match schemas.component(schemas.target(item)) {
            Some(name) => format!("array of {name}"),
            None => format!("array of {}", types(&schemas.shape(&[item]))),
        }
    } else {
        types(&shape)
    };
    if let Some(format) = shape.format {
        words.push_str(&format!(" ({format})"));
    }
    if shape.nullable && words != "null" && !shape.is_anything() {
        words.push_str(" or null");
    }
    words
}

fn limited(each: Vec<String>, count: usize) -> String {
    let more = if count > each.len() { ", …" } else { "" };
    format!("{}{more}", each.join(", "))
}

/// Returns all that a schema says, documentation aside, to notice when it changes.
pub(super) fn full(schemas: &Schemas<'_>, ids: &[SchemaId]) -> String {
    let mut text = String::new();
    push_full(&mut text, schemas, ids, &mut HashSet::new(), DEPTH);
    text
}

fn push_full(
    text: &mut String,
    schemas: &Schemas<'_>,
    ids: &[SchemaId],
    seen: &mut HashSet<Vec<SchemaId>>,
    depth: usize,
) {
    let ids: Vec<SchemaId> = ids.iter().map(|id| schemas.target(*id)).collect();
    // A schema that occurs again, such as one that contains itself, was written before.
    if depth == 0 || !seen.insert(ids.clone()) {
        text.push('…');
        return;
    }
    let shape = schemas.shape(&ids);
    text.push_str(&types(&shape));
    for (kind, value) in facets(&shape) {
        text.push_str(&format!(" {kind}={value}"));
    }
    if let Some(values) = &shape.values {
        let mut values: Vec<String> = values.iter().map(|node| json(node)).collect();
        values.sort_unstable();
        text.push_str(&format!(" enum={values:?}"));
    }
    let mut properties: Vec<_> = shape.properties.iter().collect();
    properties.sort_unstable_by_key(|it| it.name);
    for property in properties {
        let mark = if shape.requires(property.name) {
            "!"
        } else {
            "?"
        };
        text.push_str(&format!(" {:?}{mark}{{", property.name));
        push_full(text, schemas, &property.schemas, seen, depth - 1);
        text.push('}');
    }
    let alternatives = shape.alternatives.iter().map(|id| ("|", vec![*id]));
    let prefix = shape.prefix_items.iter().map(|id| (",", vec![*id]));
    let patterns = shape.patterns.iter().map(|(_, id)| ("~", vec![*id]));
    let items = (!shape.items.is_empty()).then(|| ("[]", shape.items.clone()));
    let additional = match &shape.additional {
        Additional::Typed(list) => Some(("*", list.clone())),
        Additional::Any | Additional::Never => None,
    };
    let parts = alternatives.chain(prefix).chain(patterns);
    for (sign, ids) in parts.chain(items).chain(additional) {
        text.push_str(&format!(" {sign}{{"));
        push_full(text, schemas, &ids, seen, depth - 1);
        text.push('}');
    }
}

//! Schemas that are not objects, and `$ref`s with siblings in 3.0.

use super::types::{spelling, type_of};
use crate::diagnostic::Diagnostic;
use crate::openapi::document::Schema;
use crate::openapi::extension_keys::has_effect;
use crate::openapi::keywords::{SCHEMA, SCHEMA_ANNOTATIONS};
use crate::openapi::object::{Located, Member, Object, found};
use crate::openapi::reader::Reader;
use crate::source::Node;

/// Reads a value that is not a schema: the name of a type or a reference has a plausible meaning, anything else accepts any
/// value.
pub(crate) fn read_malformed<'a>(
    reader: &mut Reader<'a>,
    value: &Located<'a>,
    schema: &mut Schema,
) {
    let text = value.node.as_str().map(str::trim).unwrap_or_default();
    let reading = match (text, type_of(text)) {
        ("true" | "false", _) => {
            schema.boolean = Some(text == "true");
            format!("`{text}`")
        }
        (_, Some(found)) => {
            schema.types.push(found);
            format!("`type: {}`", spelling(found))
        }
        _ if text.contains('#')
            && let Ok(target) = reader.look_up(&value.location, text) =>
        {
            schema.reference = Some(reader.schema_id(target));
            format!("`$ref: {text}`")
        }
        _ => "`{}`, which accepts anything".to_owned(),
    };
    let kind = match value.node {
        Node::Array(elements) if elements.is_empty() => "an empty array".to_owned(),
        other => found(other),
    };
    let diagnostic = Diagnostic::warning(
        "wrong-type",
        value.location.clone(),
        format!("a schema must be an object, found {kind}; read as {reading}"),
    )
    .label("must be a schema");
    let too_deep = value.location.pointer.ends_with("/properties/required");
    reader.report(if too_deep && matches!(value.node, Node::Array(_)) {
        diagnostic.help("`required` belongs beside `properties`, not inside it")
    } else {
        diagnostic
    });
}

/// Returns `true` if the schema that the `$ref` of `object` refers to has the same `type`.
fn is_type_of_target<'a>(reader: &mut Reader<'a>, object: &Object<'a>, ty: &Node) -> bool {
    let Some(reference) = object.get("$ref") else {
        return false;
    };
    let Node::String(name) = reference.value else {
        return false;
    };
    match reader.look_up(&reference.location(), name) {
        Ok(target) => target.node.get("type") == Some(ty),
        Err(_) => false,
    }
}

/// Warns of siblings of `$ref`, which 3.0 ignores, except `nullable`. <https://spec.openapis.org/oas/v3.0.4.html#reference-object>
pub(crate) fn warn_siblings<'a>(reader: &mut Reader<'a>, object: &Object<'a>) {
    let mut ignored: Vec<Member<'_, 'a>> = Vec::new();
    for member in object.iter() {
        let means_nothing =
            member.name == "type" && is_type_of_target(reader, object, member.value);
        if means_nothing || member.name == "nullable" {
            continue;
        }
        let is_keyword = SCHEMA.keys.contains(&member.name)
            && !SCHEMA_ANNOTATIONS.contains(&member.name)
            && !matches!(member.value, Node::Bool(false) | Node::Null);
        if is_keyword || has_effect(member.name, SCHEMA.extended) {
            ignored.push(member);
        } else if member.name.starts_with("x-rust-") {
            reader.check_member(member, &SCHEMA);
        }
    }
    let Some(first) = ignored.first() else {
        return;
    };
    let names: Vec<String> = ignored
        .iter()
        .map(|member| format!("`{}`", member.name))
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    reader.report(
        Diagnostic::warning(
            "reference-siblings",
            first.key(),
            format!(
                "{} beside `$ref` {verb} ignored in OpenAPI 3.0",
                names.join(", ")
            ),
        )
        .label("ignored")
        .help("move the `$ref` into an `allOf`, or write `openapi: 3.1.0`"),
    );
}

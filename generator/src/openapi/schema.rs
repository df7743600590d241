//! The Schema Object. <https://spec.openapis.org/oas/v3.1.1.html#schema-object>
//!
//! In: the queue of mentioned schemas. Out: the graph of all schemas, each read once. The schemas that a schema contains are
//! queued instead of read with it, so that no nesting and no chain of references deepens the stack. The dialect of 3.0 ends here
//! and in the modules below.

mod bounds;
mod cycles;
mod discriminator;
mod enum_labels;
mod malformed;
mod types;

use std::collections::HashSet;

use super::document::{Format, Schema, SchemaId, SchemaType};
use super::keywords::{SCHEMA, SCHEMA_ANNOTATIONS, SCHEMA_SINCE_3_1, SCHEMA_WITHOUT_EFFECT};
use super::object::{Located, Member, Object, found};
use super::reader::Reader;
use super::version::Version;
use crate::diagnostic::Diagnostic;
use crate::source::Node;
use crate::suggest::closest;
use bounds::Bounds;
use discriminator::read_discriminator;
use types::read_types;

/// Reads every queued schema, and those that they mention in turn; indexed by id.
pub(super) fn read_schemas(reader: &mut Reader<'_>) -> Vec<Schema> {
    let mut schemas = Vec::new();
    while let Some(value) = reader.queued_schema(schemas.len()) {
        schemas.push(read_schema(reader, value));
    }
    cycles::report_cycles(reader, &mut schemas);
    schemas
}

fn read_schema<'a>(reader: &mut Reader<'a>, value: Located<'a>) -> Schema {
    let mut schema = Schema::empty(value.location.clone());
    let members = match value.node {
        Node::Object(members) => members,
        Node::Bool(flag) => {
            schema.boolean = Some(*flag);
            return schema;
        }
        _ => {
            malformed::read_malformed(reader, &value, &mut schema);
            return schema;
        }
    };
    let object = Object::new(value.location, members);
    if object.reference().is_some() && reader.version == Version::V30 {
        read_reference_object(reader, &object, &mut schema);
        return schema;
    }
    let mut combined = Combined::default();
    for member in object.iter() {
        read_member(reader, member, &mut schema, &mut combined);
    }
    finish(reader, &object, &mut schema, combined);
    schema
}

/// Reads a Reference Object of 3.0, which ignores the siblings of `$ref`, except what authors mean by two of them: a description is
/// documentation, and services send null where `nullable` stands, so null is accepted.
fn read_reference_object<'a>(reader: &mut Reader<'a>, object: &Object<'a>, schema: &mut Schema) {
    malformed::warn_siblings(reader, object);
    for member in object.iter() {
        match member.name {
            "$ref" => schema.reference = read_reference(reader, member),
            "description" => schema.description = reader.read_prose(member),
            "nullable" if reader.read_boolean(member) == Some(true) => {
                schema.nullable = true;
                reader.report(
                    Diagnostic::note(
                        "reference-siblings",
                        member.key(),
                        "OpenAPI 3.0 ignores `nullable` beside `$ref`; null is accepted as in 3.1",
                    )
                    .help("move the `$ref` into an `allOf`, or write `openapi: 3.1.0`"),
                );
            }
            _ => {}
        }
    }
}

/// Keywords whose meaning depends on other keywords.
#[derive(Default)]
struct Combined {
    nullable: bool,
    bounds: Bounds,
}

fn read_member<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    schema: &mut Schema,
    combined: &mut Combined,
) {
    if reader.version == Version::V30 && SCHEMA_SINCE_3_1.contains(&member.name) {
        reader.report(
            Diagnostic::warning(
                "later-keyword",
                member.key(),
                format!(
                    "`{}` is a keyword of OpenAPI 3.1, but this document is 3.0; read as in 3.1",
                    member.name
                ),
            )
            .help("write `openapi: 3.1.0` at the top of the document"),
        );
    }
    match member.name {
        "$ref" => schema.reference = read_reference(reader, member),
        // Only read without a `$ref`, which may come later.
        "$dynamicRef" => {}
        "type" => schema.types = read_types(reader, member),
        "nullable" => combined.nullable = read_nullable(reader, member),
        "format" => {
            schema.format = reader
                .read_string(member)
                .map(|name| Format::from_name(&name));
        }
        "title" => schema.title = reader.read_prose(member),
        "description" => schema.description = reader.read_prose(member),
        "default" => schema.default = Some(member.value.clone()),
        "const" => schema.constant = Some(member.value.clone()),
        "example" => schema.examples.push(member.value.clone()),
        "examples" => match member.value {
            Node::Array(values) => schema.examples.extend(values.iter().cloned()),
            Node::Null => {}
            other => schema.examples.push(other.clone()),
        },
        "deprecated" => schema.deprecated = reader.read_boolean(member) == Some(true),
        "readOnly" => schema.read_only = reader.read_boolean(member) == Some(true),
        "writeOnly" => schema.write_only = reader.read_boolean(member) == Some(true),
        "enum" => schema.enumeration = read_enumeration(reader, member),
        "required" => schema.required = read_required(reader, member),
        "contentEncoding" => schema.content_encoding = reader.read_string(member),
        "contentMediaType" => schema.content_media_type = reader.read_string(member),
        "x-sensitive" => schema.sensitive = reader.read_sensitive(member),
        _ => {
            let _known = read_subschemas(reader, member, schema)
                || combined.bounds.read(reader, member)
                || reader.read_hint(member, &mut schema.hints)
                || read_without_effect(member, schema)
                || read_unknown(reader, member);
        }
    }
}

/// Reads a keyword that contains schemas; returns whether it is one.
fn read_subschemas<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    schema: &mut Schema,
) -> bool {
    match member.name {
        "properties" => schema.properties = read_named(reader, member),
        "patternProperties" => schema.pattern_properties = read_named(reader, member),
        "additionalProperties" => schema.additional_properties = read_subschema(reader, member),
        "unevaluatedProperties" if *member.value != Node::Bool(false) => {
            schema.unevaluated_properties = read_subschema(reader, member);
        }
        "then" | "else" => {
            schema.conditional.extend(read_subschema(reader, member));
            return read_without_effect(member, schema);
        }
        "dependentSchemas" => {
            let named = read_named(reader, member).into_iter();
            schema.conditional.extend(named.map(|(_, id)| id));
            return read_without_effect(member, schema);
        }
        "items" => match member.value {
            Node::Array(_) => read_tuple(reader, member, schema),
            _ => schema.items = read_subschema(reader, member),
        },
        "prefixItems" => schema.prefix_items = read_list(reader, member),
        "allOf" => schema.all_of = read_list(reader, member),
        "oneOf" => schema.one_of = read_list(reader, member),
        "anyOf" => schema.any_of = read_list(reader, member),
        "discriminator" => schema.discriminator = read_discriminator(reader, member),
        _ => return false,
    }
    true
}

fn read_subschema<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<SchemaId> {
    reader
        .has_value(member)
        .then(|| reader.schema_id(member.located()))
}

fn read_named<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<(String, SchemaId)> {
    reader
        .read_entries(member)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), reader.schema_id(value)))
        .collect()
}

fn read_list<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<SchemaId> {
    reader
        .read_elements(member)
        .into_iter()
        .map(|element| reader.schema_id(element))
        .collect()
}

/// Reads an `items` that is an array, which is spelled `prefixItems` since JSON Schema 2020-12.
fn read_tuple<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, schema: &mut Schema) {
    reader.warn_wrong_type(
        member,
        "`items` must be a schema, found an array; read as `prefixItems`",
    );
    schema.prefix_items = read_list(reader, member);
}

fn read_reference<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<SchemaId> {
    let Node::String(reference) = member.value else {
        if reader.has_value(member) {
            reader.report_wrong_type(member, "a string");
        }
        return None;
    };
    let target = reader.resolve_schema(&member.location(), reference)?;
    Some(reader.schema_id(target))
}

/// Reads `$dynamicRef` as a `$ref`. Its target can depend on the schema from which it is reached; the anchor that it names is
/// the schema that all of these extend. <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.2>
fn read_dynamic<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, schema: &mut Schema) {
    if schema.reference.is_some() {
        schema.without_effect.push(("$dynamicRef", member.key()));
        return;
    }
    reader.report(
        Diagnostic::warning(
            "dynamic-reference",
            member.key(),
            "`$dynamicRef` is resolved like `$ref`: schemas that extend the target do not override it",
        )
        .label("resolved like `$ref`"),
    );
    schema.reference = read_reference(reader, member);
}

fn read_nullable<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> bool {
    let nullable = reader.read_boolean(member) == Some(true);
    if nullable && reader.version > Version::V30 {
        reader.report(
            Diagnostic::note(
                "outdated-keyword",
                member.key(),
                format!(
                    "`nullable` has no meaning in OpenAPI {}; null is accepted as in 3.0",
                    reader.version
                ),
            )
            .help("add `null` to `type`, as in `type: [string, \"null\"]`"),
        );
    }
    nullable
}

fn read_enumeration<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<Vec<Node>> {
    match member.value {
        Node::Array(values) => return Some(values.clone()),
        Node::Null | Node::Object(_) => {
            if reader.has_value(member) {
                reader.warn_ignored(member, "an array");
            }
        }
        value => {
            reader.warn_wrong_type(
                member,
                format!(
                    "`enum` must be an array, found {}; read as an array of one element",
                    found(value)
                ),
            );
            return Some(vec![value.clone()]);
        }
    }
    None
}

fn read_required<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<String> {
    if matches!(member.value, Node::Bool(_))
        || matches!(member.value.as_str(), Some("true" | "false"))
    {
        reader.report(
            Diagnostic::warning(
                "wrong-type",
                member.location(),
                "`required` of a schema must be an array of property names, found a boolean; ignored",
            )
            .label("ignored")
            .help("list the property in `required` of the object that has it"),
        );
        return Vec::new();
    }
    let mut names = reader.read_strings(member);
    let mut seen = HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

fn read_without_effect(member: Member<'_, '_>, schema: &mut Schema) -> bool {
    if member.name == "propertyNames" && accepts_every_name(member.value) {
        return true;
    }
    match SCHEMA_WITHOUT_EFFECT
        .iter()
        .find(|keyword| **keyword == member.name)
    {
        Some(keyword) => {
            schema.without_effect.push((keyword, member.key()));
            true
        }
        None => false,
    }
}

/// Returns whether a schema accepts every name that a property can have: it requires no more than a string.
fn accepts_every_name(schema: &Node) -> bool {
    let is_string = |kind: &Node| kind.as_str() == Some("string");
    match schema {
        Node::Bool(accepts) => *accepts,
        Node::Object(members) => members.iter().all(|(name, value)| match name.as_str() {
            "type" => match value {
                Node::Array(kinds) => kinds.iter().any(is_string),
                kind => is_string(kind),
            },
            "$ref" => false,
            name => SCHEMA_ANNOTATIONS.contains(&name),
        }),
        _ => false,
    }
}

/// JSON Schema allows custom keywords: since 3.1 only probable misspellings are reported.
fn read_unknown<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> bool {
    let known = SCHEMA.keys.contains(&member.name) || member.name.starts_with("x-");
    if known || reader.version == Version::V30 {
        reader.check_member(member, &SCHEMA);
    } else if let Some(word) = closest(member.name, SCHEMA.keys.iter().copied()) {
        reader.warn_unknown_keyword(member, &SCHEMA, Some(word));
    }
    true
}

/// Reads what depends on several keywords.
fn finish<'a>(
    reader: &mut Reader<'a>,
    object: &Object<'a>,
    schema: &mut Schema,
    combined: Combined,
) {
    if let Some(member) = object.get("$dynamicRef") {
        read_dynamic(reader, member, schema);
    }
    schema.constraints = combined.bounds.constraints(reader, object);
    if combined.nullable {
        if schema.types.is_empty() {
            schema.nullable = true;
        } else if !schema.types.contains(&SchemaType::Null) {
            schema.types.push(SchemaType::Null);
        }
    }
    enum_labels::read(reader, object, schema);
    if schema.format == Some(Format::Password) {
        // A string of this format is a secret unless the document states `x-sensitive`.
        schema.sensitive |= object.get("x-sensitive").is_none();
    }
}

//! The Schema Object. <https://spec.openapis.org/oas/v3.1.1.html#schema-object>
//!
//! In: places where schemas stand. Out: the graph of all schemas, each read once. A schema's parts are not read with it but
//! noted in a list of work, so that no nesting and no chain of references deepens the stack. The dialect of 3.0 ends here
//! and in the modules below.

use std::collections::HashMap;

use super::constraints::Bounds;
use super::discriminator::read_discriminator;
use super::document::{Constraints, Format, Hints, Schema, SchemaId, SchemaType};
use super::enum_labels;
use super::keywords::{SCHEMA, SCHEMA_ANNOTATIONS, SCHEMA_SINCE_3_1, SCHEMA_WITHOUT_EFFECT};
use super::reader::{Located, Member, Object, Reader};
use super::schema_types::{read_types, spelling, type_of};
use super::values::found;
use super::version::Version;
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;
use crate::suggest::closest;

/// The schemas that were mentioned, in the order of first mention, and how many of them were read.
#[derive(Debug, Default)]
pub(super) struct SchemaQueue<'a> {
    /// Ids by the identity of the node: every reference to a place gives the same id.
    ids: HashMap<usize, SchemaId>,
    mentioned: Vec<Located<'a>>,
}

impl<'a> Reader<'a> {
    /// Returns the id of the schema at a place. It will be read when its turn comes.
    pub fn schema(&mut self, value: Located<'a>) -> SchemaId {
        let queue = &mut self.schemas;
        let next = SchemaId(u32::try_from(queue.mentioned.len()).unwrap_or(u32::MAX));
        let id = *queue.ids.entry(value.identity()).or_insert(next);
        if id == next {
            queue.mentioned.push(value);
        }
        id
    }

    /// Returns the id of the schema at `target`, which is from now on also that of the schema at `alias`.
    pub fn schema_by(&mut self, alias: &Located<'a>, target: Located<'a>) -> SchemaId {
        let id = self.schema(target);
        self.schemas.ids.insert(alias.identity(), id);
        id
    }
}

/// Reads every schema that was mentioned, and those that these mention in turn; indexed by id.
pub(super) fn read_schemas(reader: &mut Reader<'_>) -> Vec<Schema> {
    let mut schemas = Vec::new();
    while let Some(value) = reader.schemas.mentioned.get(schemas.len()).cloned() {
        schemas.push(read_schema(reader, value));
    }
    report_cycles(reader, &mut schemas);
    schemas
}

fn read_schema<'a>(reader: &mut Reader<'a>, value: Located<'a>) -> Schema {
    let mut schema = without_keywords(value.location.clone());
    let members = match value.node {
        Node::Object(members) => members,
        Node::Bool(flag) => {
            schema.boolean = Some(*flag);
            return schema;
        }
        other => {
            read_no_schema(reader, (&value, other), &mut schema);
            return schema;
        }
    };
    let object = Object::new(value.location, members);
    if object.reference().is_some() && reader.version == Version::V30 {
        report_siblings(reader, &object);
        if let Some(member) = object.get("$ref") {
            schema.reference = read_reference(reader, member);
        }
        return schema;
    }
    let mut rest = Rest::default();
    for member in object.iter() {
        read_member(reader, member, (&mut schema, &mut rest));
    }
    finish(reader, &object, (&mut schema, rest));
    schema
}

/// Keywords whose meaning depends on others.
#[derive(Default)]
struct Rest {
    nullable: bool,
    bounds: Bounds,
}

fn read_member<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
    (schema, rest): (&mut Schema, &mut Rest),
) {
    if reader.version == Version::V30 && SCHEMA_SINCE_3_1.contains(&member.name) {
        reader.report(
            Diagnostic::warning(
                "later-keyword",
                member.key(),
                format!(
                    "`{}` is a keyword since OpenAPI 3.1, this document is 3.0; read as there",
                    member.name
                ),
            )
            .help("write `openapi: 3.1.0` at the top of the document"),
        );
    }
    match member.name {
        "$ref" => schema.reference = read_reference(reader, member),
        // It gives way to a `$ref`, which may come later.
        "$dynamicRef" => {}
        "type" => schema.types = read_types(reader, member),
        "nullable" => rest.nullable = read_nullable(reader, member),
        "format" => {
            schema.format = reader.text_of(member).map(|text| Format::from_text(&text));
        }
        "title" => schema.title = reader.prose_of(member),
        "description" => schema.description = reader.prose_of(member),
        "default" => schema.default = Some(member.value.clone()),
        "const" => schema.constant = Some(member.value.clone()),
        "example" => schema.examples.push(member.value.clone()),
        "examples" => match member.value {
            Node::Array(values) => schema.examples.extend(values.iter().cloned()),
            Node::Null => {}
            other => schema.examples.push(other.clone()),
        },
        "deprecated" => schema.deprecated = reader.flag_of(member) == Some(true),
        "readOnly" => schema.read_only = reader.flag_of(member) == Some(true),
        "writeOnly" => schema.write_only = reader.flag_of(member) == Some(true),
        "enum" => schema.enumeration = read_enumeration(reader, member),
        "required" => schema.required = read_required(reader, member),
        "contentEncoding" => schema.content_encoding = reader.text_of(member),
        "contentMediaType" => schema.content_media_type = reader.text_of(member),
        "x-sensitive" => schema.sensitive = reader.sensitive(member),
        _ => {
            let _known = read_parts(reader, member, schema)
                || rest.bounds.read(reader, member)
                || reader.hint(member, &mut schema.hints)
                || read_without_effect(member, schema)
                || read_unknown(reader, member);
        }
    }
}

/// Reads a keyword that holds schemas; returns whether it was one.
fn read_parts<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, schema: &mut Schema) -> bool {
    match member.name {
        "properties" => schema.properties = read_named(reader, member),
        "patternProperties" => schema.pattern_properties = read_named(reader, member),
        "additionalProperties" => schema.additional_properties = read_part(reader, member),
        "unevaluatedProperties" if *member.value != Node::Bool(false) => {
            schema.unevaluated_properties = read_part(reader, member);
        }
        "then" | "else" => {
            schema.conditional.extend(read_part(reader, member));
            return read_without_effect(member, schema);
        }
        "dependentSchemas" => {
            let named = read_named(reader, member).into_iter();
            schema.conditional.extend(named.map(|(_, id)| id));
            return read_without_effect(member, schema);
        }
        "items" => match member.value {
            Node::Array(_) => read_tuple(reader, member, schema),
            _ => schema.items = read_part(reader, member),
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

fn read_part<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<SchemaId> {
    reader
        .present(member)
        .then(|| reader.schema(member.located()))
}

fn read_named<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<(String, SchemaId)> {
    reader
        .entries_of(member)
        .into_iter()
        .map(|(name, value)| (name.to_owned(), reader.schema(value)))
        .collect()
}

fn read_list<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<SchemaId> {
    reader
        .elements_of(member)
        .into_iter()
        .map(|element| reader.schema(element))
        .collect()
}

/// Reads `items` with an array, which before JSON Schema 2020-12 was what `prefixItems` is now.
fn read_tuple<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, schema: &mut Schema) {
    reader.odd(
        member,
        "`items` must be a schema, found an array; read as `prefixItems`".to_owned(),
    );
    schema.prefix_items = read_list(reader, member);
}

fn read_reference<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Option<SchemaId> {
    let Node::String(reference) = member.value else {
        if reader.present(member) {
            reader.wrong_kind(member, "a string");
        }
        return None;
    };
    let target = reader.resolve_schema(&member.location(), reference)?;
    Some(reader.schema(target))
}

/// Reads `$dynamicRef` as a `$ref`. Which schema it means may depend on the one it was reached from; the anchor that it
/// names is the one that all of these extend. <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3.2>
fn read_dynamic<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>, schema: &mut Schema) {
    if schema.reference.is_some() {
        schema.without_effect.push(("$dynamicRef", member.key()));
        return;
    }
    reader.report(
        Diagnostic::warning(
            "dynamic-reference",
            member.key(),
            "`$dynamicRef` is followed as `$ref`: schemas that extend the target do not change what it means",
        )
        .label("read as `$ref`"),
    );
    schema.reference = read_reference(reader, member);
}

fn read_nullable<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> bool {
    let nullable = reader.flag_of(member) == Some(true);
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
            if reader.present(member) {
                reader.ignored(member, "an array");
            }
        }
        value => {
            reader.odd(
                member,
                format!(
                    "`enum` must be an array, found {}; read as an array of it alone",
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
                "wrong-kind",
                member.location(),
                "`required` of a schema must be an array of property names, found a boolean; ignored",
            )
            .label("ignored")
            .help("list the property's name in `required` of the object that has it"),
        );
        return Vec::new();
    }
    let mut names = reader.texts_of(member);
    let mut seen = std::collections::HashSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}

fn read_without_effect(member: Member<'_, '_>, schema: &mut Schema) -> bool {
    if member.name == "propertyNames" && fits_every_name(member.value) {
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

/// Returns whether a schema is true of each name that a property can have: it asks for no more than a string.
fn fits_every_name(schema: &Node) -> bool {
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

/// JSON Schema permits keywords of one's own: since 3.1 only what looks like a misspelling is reported.
fn read_unknown<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> bool {
    let known = SCHEMA.keys.contains(&member.name) || member.name.starts_with("x-");
    if known || reader.version == Version::V30 {
        reader.check_member(member, &SCHEMA);
    } else if let Some(word) = closest(member.name, SCHEMA.keys.iter().copied()) {
        reader.unknown_keyword(member, &SCHEMA, Some(word));
    }
    true
}

/// Combines what depends on several keywords.
fn finish<'a>(reader: &mut Reader<'a>, object: &Object<'a>, (schema, rest): (&mut Schema, Rest)) {
    if let Some(member) = object.get("$dynamicRef") {
        read_dynamic(reader, member, schema);
    }
    schema.constraints = rest.bounds.constraints(reader, object);
    if rest.nullable {
        if schema.types.is_empty() {
            schema.nullable = true;
        } else if !schema.types.contains(&SchemaType::Null) {
            schema.types.push(SchemaType::Null);
        }
    }
    enum_labels::read(reader, object, schema);
    if schema.format == Some(Format::Password) {
        // A document may say that a text of this format is no secret, but it has to say so.
        schema.sensitive |= object.get("x-sensitive").is_none();
    }
}

/// In 3.0 whatever stands beside `$ref` is ignored. <https://spec.openapis.org/oas/v3.0.4.html#reference-object>
fn report_siblings<'a>(reader: &mut Reader<'a>, object: &Object<'a>) {
    let mut ignored: Vec<Member<'_, 'a>> = Vec::new();
    for member in object.iter() {
        let has_effect = SCHEMA.keys.contains(&member.name)
            && !SCHEMA_ANNOTATIONS.contains(&member.name)
            && !matches!(member.value, Node::Bool(false) | Node::Null);
        if has_effect || SCHEMA.extensions.contains(&member.name) {
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
        .help("put the `$ref` into an `allOf` of its own, or write `openapi: 3.1.0`"),
    );
}

/// Reads what stands for a schema and is none: a word or a reference may be clear, all else accepts anything.
fn read_no_schema<'a>(
    reader: &mut Reader<'a>,
    (value, node): (&Located<'a>, &'a Node),
    schema: &mut Schema,
) {
    let text = node.as_str().map(str::trim).unwrap_or_default();
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
            schema.reference = Some(reader.schema(target));
            format!("`$ref: {text}`")
        }
        _ => "`{}`, which accepts anything".to_owned(),
    };
    let kind = match node {
        Node::Array(elements) if elements.is_empty() => "an empty array".to_owned(),
        other => found(other),
    };
    let remark = Diagnostic::warning(
        "wrong-kind",
        value.location.clone(),
        format!("a schema must be an object, found {kind}; read as {reading}"),
    )
    .label("must be a schema");
    let too_deep = value.location.pointer.ends_with("/properties/required");
    reader.report(if too_deep && matches!(node, Node::Array(_)) {
        remark.help("`required` stands beside `properties`, not in it")
    } else {
        remark
    });
}

/// Reports references between schemas that lead back to themselves, and cuts each such circle.
fn report_cycles(reader: &mut Reader<'_>, schemas: &mut [Schema]) {
    const UNSEEN: usize = 0;
    // Each walk has a number of its own: meeting that number again is a circle, meeting an earlier one is not.
    let mut walks = vec![UNSEEN; schemas.len()];
    for start in 0..schemas.len() {
        let mut current = start;
        while walks[current] == UNSEEN {
            walks[current] = start + 1;
            let Some(target) = schemas[current].reference else {
                break;
            };
            let target = target.0 as usize;
            if walks[target] == start + 1 {
                let schema = &mut schemas[current];
                schema.reference = None;
                let mut at = schema.location.child("$ref");
                if reader.sources.get(&at).is_none() {
                    at = schema.location.child("$dynamicRef");
                }
                let reference = match reader.sources.get(&at) {
                    Some(Node::String(text)) => text.as_str(),
                    _ => "$ref",
                };
                reader.report_cycle(at, reference);
                break;
            }
            current = target;
        }
    }
}

fn without_keywords(location: Location) -> Schema {
    Schema {
        boolean: None,
        reference: None,
        types: Vec::new(),
        nullable: false,
        format: None,
        title: None,
        description: None,
        default: None,
        examples: Vec::new(),
        deprecated: false,
        read_only: false,
        write_only: false,
        enumeration: None,
        value_names: Vec::new(),
        value_descriptions: Vec::new(),
        constant: None,
        properties: Vec::new(),
        required: Vec::new(),
        additional_properties: None,
        pattern_properties: Vec::new(),
        unevaluated_properties: None,
        conditional: Vec::new(),
        items: None,
        prefix_items: Vec::new(),
        all_of: Vec::new(),
        one_of: Vec::new(),
        any_of: Vec::new(),
        discriminator: None,
        constraints: Constraints::default(),
        content_encoding: None,
        content_media_type: None,
        without_effect: Vec::new(),
        sensitive: false,
        hints: Hints::default(),
        location,
    }
}

//! Whether an example agrees with its own schema.
//!
//! In: a schema of a [`Document`] and a value. Out: nothing, or what the value contradicts, with its path in the value. The
//! judge is the crate `jsonschema`; what stands here writes the document's schemas as one JSON Schema of 2020-12, in which
//! each has its number. Members that only the other direction has are not required.

use std::collections::HashMap;

use generator::openapi::document::{Document, Number, Schema, SchemaId, SchemaType};
use generator::source::{Node, Sources};
use jsonschema::Registry;
use serde_json::{Map, Value, json};

use super::cases::Direction;
use super::{formats, json};

/// How many references are followed to see how a property is marked.
const HOPS: usize = 32;

/// The URI of the document's schemas.
const URI: &str = "mem:///document";

/// Holds values that travel one way against the schemas of a document.
pub(super) struct Validator<'a> {
    /// The document.
    pub(super) document: &'a Document,
    registry: Registry<'static>,
    /// The schemas that were used, in the form that values are held against.
    compiled: HashMap<SchemaId, jsonschema::Validator>,
}

impl<'a> Validator<'a> {
    /// Returns a validator of values that travel this way; without one, a member that only one way has may be missing.
    ///
    /// # Errors
    ///
    /// The schemas are not a JSON Schema: why.
    pub(super) fn new(
        document: &'a Document,
        sources: &Sources,
        direction: Option<Direction>,
    ) -> Result<Self, String> {
        let writer = Writer {
            document,
            sources,
            direction,
        };
        let numbered = document.schemas.iter().enumerate();
        let all: Map<String, Value> = numbered
            .map(|(number, schema)| (number.to_string(), writer.schema(schema)))
            .collect();
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$defs": all,
        });
        let registry = Registry::new().add(URI, whole);
        let registry = registry.and_then(|registry| registry.prepare());
        Ok(Self {
            document,
            registry: registry.map_err(|error| error.to_string())?,
            compiled: HashMap::new(),
        })
    }

    /// Returns whether a value agrees with a schema.
    ///
    /// # Errors
    ///
    /// What it contradicts, or why the schema is no JSON Schema.
    pub(super) fn check(&mut self, id: SchemaId, value: &Node) -> Result<(), String> {
        if !self.compiled.contains_key(&id) {
            let validator = jsonschema::options()
                .offline()
                .with_registry(&self.registry)
                .should_validate_formats(true)
                .build(&json!({ "$ref": format!("{URI}{}", pointer(id)) }))
                .map_err(|error| format!("the schema is not valid: {error}"))?;
            self.compiled.insert(id, validator);
        }
        let value = json::value(value);
        let found = self.compiled[&id].validate(&value);
        found.map_err(|error| match error.instance_path().as_str() {
            // Without the value itself, which can be long.
            "" => error.masked().to_string(),
            path => format!("{path}: {}", error.masked()),
        })
    }

    /// Returns whether a property is read only and whether it is write only.
    pub(super) fn marks(&self, id: SchemaId) -> (bool, bool) {
        marks(self.document, id)
    }
}

fn marks(document: &Document, id: SchemaId) -> (bool, bool) {
    let mut schema = document.schema(id);
    let mut marks = (schema.read_only, schema.write_only);
    for _ in 0..HOPS {
        let next = match (schema.reference, schema.all_of.as_slice()) {
            (Some(target), _) => target,
            (None, [only]) => *only,
            _ => break,
        };
        schema = document.schema(next);
        marks = (marks.0 || schema.read_only, marks.1 || schema.write_only);
    }
    marks
}

fn pointer(id: SchemaId) -> String {
    format!("#/$defs/{}", id.0)
}

fn reference(id: SchemaId) -> Value {
    json!({ "$ref": pointer(id) })
}

/// Writes schemas as JSON Schema.
struct Writer<'a> {
    document: &'a Document,
    sources: &'a Sources,
    direction: Option<Direction>,
}

impl Writer<'_> {
    fn schema(&self, schema: &Schema) -> Value {
        if let Some(answer) = schema.boolean {
            return Value::Bool(answer);
        }
        let mut out = Map::new();
        self.verbatim(schema, &mut out);
        self.members(schema, &mut out);
        let mut set = |keyword: &str, value: Option<Value>| {
            out.extend(value.map(|value| (keyword.to_owned(), value)));
        };
        let types: Vec<&str> = schema.types.iter().map(type_name).collect();
        set("type", (!types.is_empty()).then(|| types.into()));
        set("format", schema.format.clone().map(Value::from));
        let values = schema.enumeration.as_ref();
        set(
            "enum",
            values.map(|all| all.iter().map(json::value).collect()),
        );
        set("const", schema.constant.as_ref().map(json::value));
        set("$ref", schema.reference.map(|id| pointer(id).into()));
        set("items", schema.items.map(reference));
        set("prefixItems", list(&schema.prefix_items));
        set("anyOf", list(&schema.any_of));
        set("oneOf", list(&schema.one_of));
        let range = schema.format.as_deref().and_then(formats::integers);
        let range = range.map(|(least, most)| json!({ "minimum": least, "maximum": most }));
        let parts = schema.all_of.iter().map(|id| reference(*id));
        set("allOf", some(parts.chain(range).collect()));
        let bounds = &schema.constraints;
        set("minimum", bounds.minimum.map(number));
        set("maximum", bounds.maximum.map(number));
        set("exclusiveMinimum", bounds.exclusive_minimum.map(number));
        set("exclusiveMaximum", bounds.exclusive_maximum.map(number));
        set("multipleOf", bounds.multiple_of.map(number));
        set("minLength", bounds.min_length.map(Value::from));
        set("maxLength", bounds.max_length.map(Value::from));
        set("pattern", bounds.pattern.clone().map(Value::from));
        set("minItems", bounds.min_items.map(Value::from));
        set("maxItems", bounds.max_items.map(Value::from));
        set("uniqueItems", bounds.unique_items.then_some(true.into()));
        set("minProperties", bounds.min_properties.map(Value::from));
        set("maxProperties", bounds.max_properties.map(Value::from));
        if schema.nullable {
            return json!({ "anyOf": [{ "type": "null" }, out] });
        }
        Value::Object(out)
    }

    /// Writes what is said of the members of objects.
    fn members(&self, schema: &Schema, out: &mut Map<String, Value>) {
        let required = schema.required.iter();
        let required = required.filter(|name| !self.may_be_missing(schema, name));
        out.insert("required".to_owned(), required.cloned().collect());
        for (keyword, parts) in [
            ("properties", &schema.properties),
            ("patternProperties", &schema.pattern_properties),
        ] {
            let parts = parts
                .iter()
                .map(|(name, id)| (name.clone(), reference(*id)));
            out.insert(keyword.to_owned(), parts.collect());
        }
        if let Some(others) = schema.additional_properties {
            out.insert("additionalProperties".to_owned(), reference(others));
        }
    }

    /// Writes the keywords that no type is made of as the document has them, unless they refer to other schemas.
    fn verbatim(&self, schema: &Schema, out: &mut Map<String, Value>) {
        for (keyword, location) in &schema.without_effect {
            let node = self.sources.get(location);
            if let Some(node) = node.filter(|node| !refers(node)) {
                out.insert((*keyword).to_owned(), json::value(node));
            }
        }
    }

    /// Returns whether a required property is not there the other way.
    fn may_be_missing(&self, schema: &Schema, name: &str) -> bool {
        let property = schema.properties.iter().find(|(known, _)| known == name);
        let Some((_, property)) = property else {
            return false;
        };
        let (read_only, write_only) = marks(self.document, *property);
        read_only && self.direction != Some(Direction::Response)
            || write_only && self.direction != Some(Direction::Request)
    }
}

/// Returns whether a node has a reference. Nothing is nested deeper than the reader of documents allows.
fn refers(node: &Node) -> bool {
    match node {
        Node::Object(members) => members
            .iter()
            .any(|(name, node)| name.ends_with("$ref") || refers(node)),
        Node::Array(elements) => elements.iter().any(refers),
        _ => false,
    }
}

fn list(parts: &[SchemaId]) -> Option<Value> {
    some(parts.iter().map(|id| reference(*id)).collect())
}

fn some(parts: Vec<Value>) -> Option<Value> {
    (!parts.is_empty()).then_some(Value::Array(parts))
}

fn type_name(kind: &SchemaType) -> &'static str {
    match kind {
        SchemaType::Null => "null",
        SchemaType::Boolean => "boolean",
        SchemaType::Integer => "integer",
        SchemaType::Number => "number",
        SchemaType::String => "string",
        SchemaType::Array => "array",
        SchemaType::Object => "object",
    }
}

fn number(bound: Number) -> Value {
    match bound {
        Number::Integer(number) => json::value(&Node::Integer(number)),
        Number::Float(number) => json::value(&Node::Float(number)),
    }
}

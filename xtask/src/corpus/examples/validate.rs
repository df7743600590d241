//! Whether an example matches its own schema.
//!
//! In: a schema of a [`Document`] and a value. Out: the first contradiction with its path in the value, if there is one. The crate
//! `jsonschema` validates; this file writes the document's schemas as one JSON Schema of 2020-12, in which each schema has a
//! number. Members that occur only in the other direction are not required, and a value can fit several alternatives of a `oneOf`.

use std::collections::HashMap;

use generator::openapi::document::{Document, Number, Schema, SchemaId};
use generator::source::{Node, Sources};
use jsonschema::Registry;
use serde_json::{Map, Value, json};

use super::cases::Direction;
use super::{formats, json};

/// How many references are followed to find out whether a property is read-only or write-only.
const MAX_REFERENCES: usize = 32;

/// The URI of the document's schemas.
const URI: &str = "mem:///document";

/// Validates values of one direction with the schemas of a document.
pub(super) struct Validator<'a> {
    /// The document.
    pub(super) document: &'a Document,
    registry: Registry<'static>,
    /// The schemas that were used so far.
    compiled: HashMap<SchemaId, jsonschema::Validator>,
}

impl<'a> Validator<'a> {
    /// Returns a validator of values with this direction. Without one, members that occur in one direction only can be missing.
    ///
    /// # Errors
    ///
    /// The schemas are not valid JSON Schema.
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

    /// Validates a value with a schema.
    ///
    /// # Errors
    ///
    /// The value contradicts the schema, or the schema is not valid JSON Schema.
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
        let value = json::to_value(value);
        let result = self.compiled[&id].validate(&value);
        result.map_err(|error| match error.instance_path().as_str() {
            // Masked, because the value can be long.
            "" => error.masked().to_string(),
            path => format!("{path}: {}", error.masked()),
        })
    }

    /// Returns whether a property is read-only or write-only.
    pub(super) fn access(&self, id: SchemaId) -> Access {
        access(self.document, id)
    }
}

/// In which directions a property occurs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Access {
    /// Whether only responses have it.
    pub(super) read_only: bool,
    /// Whether only requests have it.
    pub(super) write_only: bool,
}

fn access(document: &Document, id: SchemaId) -> Access {
    let mut schema = document.schema(id);
    let mut access = Access {
        read_only: schema.read_only,
        write_only: schema.write_only,
    };
    for _ in 0..MAX_REFERENCES {
        let next = match (schema.reference, schema.all_of.as_slice()) {
            (Some(target), _) => target,
            (None, [only]) => *only,
            _ => break,
        };
        schema = document.schema(next);
        access.read_only |= schema.read_only;
        access.write_only |= schema.write_only;
    }
    access
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
        if let Some(accepts_all) = schema.boolean {
            return Value::Bool(accepts_all);
        }
        let mut out = Map::new();
        self.verbatim(schema, &mut out);
        self.members(schema, &mut out);
        let mut set = |keyword: &str, value: Option<Value>| {
            out.extend(value.map(|value| (keyword.to_owned(), value)));
        };
        let types: Vec<&str> = schema.types.iter().map(|kind| kind.as_str()).collect();
        set("type", (!types.is_empty()).then(|| types.into()));
        set(
            "format",
            schema.format.as_ref().map(|format| format.as_str().into()),
        );
        let values = schema.enumeration.as_ref();
        set(
            "enum",
            values.map(|all| all.iter().map(json::to_value).collect()),
        );
        set("const", schema.constant.as_ref().map(json::to_value));
        set("$ref", schema.reference.map(|id| pointer(id).into()));
        set("items", schema.items.map(reference));
        set("prefixItems", list(&schema.prefix_items));
        set("anyOf", list(&schema.any_of));
        let range = schema.format.as_ref().and_then(formats::integers);
        let range = range.map(|(least, most)| json!({ "minimum": least, "maximum": most }));
        let parts = schema.all_of.iter().map(|id| reference(*id));
        // A value that fits several alternatives of a `oneOf` must survive too, whichever of them it is decoded as.
        let one_of = list(&schema.one_of).map(|parts| json!({ "anyOf": parts }));
        set(
            "allOf",
            non_empty(parts.chain(range).chain(one_of).collect()),
        );
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

    /// Writes the keywords about the members of objects.
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

    /// Copies the keywords that have no effect on types, unless they refer to other schemas.
    fn verbatim(&self, schema: &Schema, out: &mut Map<String, Value>) {
        for (keyword, location) in &schema.without_effect {
            let node = self.sources.get(location);
            if let Some(node) = node.filter(|node| !has_reference(node)) {
                out.insert((*keyword).to_owned(), json::to_value(node));
            }
        }
    }

    /// Returns whether a required property can be missing because it occurs in the other direction only.
    fn may_be_missing(&self, schema: &Schema, name: &str) -> bool {
        let property = schema.properties.iter().find(|(known, _)| known == name);
        let Some((_, property)) = property else {
            return false;
        };
        let access = access(self.document, *property);
        access.read_only && self.direction != Some(Direction::Response)
            || access.write_only && self.direction != Some(Direction::Request)
    }
}

/// Returns whether a node has a reference. The recursion is as deep as the reader of documents allows.
fn has_reference(node: &Node) -> bool {
    match node {
        Node::Object(members) => members
            .iter()
            .any(|(name, node)| name.ends_with("$ref") || has_reference(node)),
        Node::Array(elements) => elements.iter().any(has_reference),
        _ => false,
    }
}

fn list(parts: &[SchemaId]) -> Option<Value> {
    non_empty(parts.iter().map(|id| reference(*id)).collect())
}

fn non_empty(parts: Vec<Value>) -> Option<Value> {
    (!parts.is_empty()).then_some(Value::Array(parts))
}

fn number(bound: Number) -> Value {
    match bound {
        Number::Integer(number) => json::to_value(&Node::Integer(number)),
        Number::Float(number) => json::to_value(&Node::Float(number)),
    }
}

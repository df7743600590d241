//! The Schema Object: JSON Schema 2020-12 as OpenAPI 3.1 uses it.
//!
//! Spellings of 3.0 (`nullable`, boolean `exclusiveMinimum`, `example`) do not reach these types.
//! <https://spec.openapis.org/oas/v3.1.1.html#schema-object>

use std::fmt;

use super::{Format, Hints};
use crate::diagnostic::Location;
use crate::source::Node;

/// The id of a schema in a [`Document`](super::Document).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub u32);

/// The JSON types of a schema's `type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SchemaType {
    /// `null`
    Null,
    /// `boolean`
    Boolean,
    /// `integer`
    Integer,
    /// `number`
    Number,
    /// `string`
    String,
    /// `array`
    Array,
    /// `object`
    Object,
}

impl SchemaType {
    /// Returns the type of a value. A number without a fraction is an integer.
    pub fn of(node: &Node) -> Self {
        match node {
            Node::Null => Self::Null,
            Node::Bool(_) => Self::Boolean,
            Node::Integer(_) => Self::Integer,
            Node::Float(_) => Self::Number,
            Node::String(_) => Self::String,
            Node::Array(_) => Self::Array,
            Node::Object(_) => Self::Object,
        }
    }

    /// Returns the name as in a document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// The Schema Object: JSON Schema 2020-12 as OpenAPI 3.1 uses it.
#[derive(Clone, Debug)]
pub struct Schema {
    /// `Some(true)` accepts anything, `Some(false)` nothing; all other keywords are empty then.
    pub boolean: Option<bool>,
    /// The target of `$ref`. In 3.0 all other keywords are empty then; in 3.1 siblings apply too.
    pub reference: Option<SchemaId>,
    /// `type`; empty when absent. 3.0's `nullable: true` adds [`SchemaType::Null`] here where a type is given.
    pub types: Vec<SchemaType>,
    /// 3.0's `nullable: true` without `type` (beside `allOf` and the like): null is accepted too.
    pub nullable: bool,
    /// `format`
    pub format: Option<Format>,
    /// `title`
    pub title: Option<String>,
    /// `description`, CommonMark
    pub description: Option<String>,
    /// `default`
    pub default: Option<Node>,
    /// `examples` and `example`
    pub examples: Vec<Node>,
    /// `deprecated`
    pub deprecated: bool,
    /// `readOnly`
    pub read_only: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `enum`
    pub enumeration: Option<Vec<Node>>,
    /// The names of the values of `enum` (`x-enum-varnames`, `x-enumNames`), in their order.
    pub value_names: Vec<Option<String>>,
    /// The descriptions of the values of `enum` (`x-enum-descriptions`, `x-enumDescriptions`), in their order.
    pub value_descriptions: Vec<Option<String>>,
    /// `const`
    pub constant: Option<Node>,
    /// `properties`, in document order
    pub properties: Vec<(String, SchemaId)>,
    /// `required`
    pub required: Vec<String>,
    /// `additionalProperties` (a boolean becomes a boolean schema)
    pub additional_properties: Option<SchemaId>,
    /// `patternProperties`
    pub pattern_properties: Vec<(String, SchemaId)>,
    /// `unevaluatedProperties`, unless it is `false`
    pub unevaluated_properties: Option<SchemaId>,
    /// `then`, `else`, and the schemas of `dependentSchemas`, which apply only to some values
    pub conditional: Vec<SchemaId>,
    /// `items`
    pub items: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: Vec<SchemaId>,
    /// `allOf`
    pub all_of: Vec<SchemaId>,
    /// `oneOf`
    pub one_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Vec<SchemaId>,
    /// `discriminator`
    pub discriminator: Option<Discriminator>,
    /// Bounds and similar keywords.
    pub constraints: Constraints,
    /// `contentEncoding`
    pub content_encoding: Option<String>,
    /// `contentMediaType`
    pub content_media_type: Option<String>,
    /// Known keywords that a Rust type cannot express (`not`, `if`, …), with their locations.
    pub without_effect: Vec<(&'static str, Location)>,
    /// `x-sensitive`, or `format: password`
    pub sensitive: bool,
    /// `x-rust-name` and the like
    pub hints: Hints,
    /// The location.
    pub location: Location,
}

impl Schema {
    /// Creates a schema without keywords, which accepts any value.
    pub(crate) fn empty(location: Location) -> Self {
        Self {
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
}

/// The Discriminator Object.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The property whose value selects the schema.
    pub property_name: String,
    /// Value and schema, in document order; unresolved targets are reported and left out.
    pub mapping: Vec<(String, SchemaId)>,
    /// The location.
    pub location: Location,
}

/// The bounds of a schema. The boolean exclusive bounds of 3.0 are numbers here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minimum`
    pub minimum: Option<Number>,
    /// `maximum`
    pub maximum: Option<Number>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<Number>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<Number>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
    /// `minLength`, in code points
    pub min_length: Option<u64>,
    /// `maxLength`, in code points
    pub max_length: Option<u64>,
    /// `pattern` (documentation only)
    pub pattern: Option<String>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// A bound as the document writes it, which is how it is displayed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// Any other number.
    Float(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Number::Integer(number) => write!(formatter, "{number}"),
            // `Debug` keeps the fraction of `1.0`.
            Number::Float(number) => write!(formatter, "{number:?}"),
        }
    }
}

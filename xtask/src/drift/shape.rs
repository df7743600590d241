//! What a schema means, independent of how it is written.
//!
//! In: schemas that apply to one value. Out: one [`Shape`], with references followed, `allOf` merged, null apart from the types,
//! and alternatives in one list. Compares nothing; `merger` does the merging.

use std::collections::{HashMap, HashSet};

use generator::diagnostic::Location;
use generator::openapi::Node;
use generator::openapi::document::{Constraints, Document, Schema, SchemaId, SchemaType};

use super::merger::Merger;

/// A document, with the names of its components.
#[derive(Debug)]
pub(super) struct Schemas<'a> {
    pub(super) document: &'a Document,
    components: HashMap<SchemaId, &'a str>,
}

/// The schemas that apply to one value, merged.
#[derive(Debug, Default)]
pub(super) struct Shape<'a> {
    /// The types other than null, sorted; `None` if any is accepted. Empty if only null is.
    pub(super) types: Option<Vec<SchemaType>>,
    pub(super) nullable: bool,
    /// `enum` and `const`, without null.
    pub(super) values: Option<Vec<&'a Node>>,
    pub(super) format: Option<&'a str>,
    pub(super) default: Option<&'a Node>,
    pub(super) constraints: Constraints,
    pub(super) deprecated: bool,
    pub(super) read_only: bool,
    pub(super) write_only: bool,
    pub(super) sensitive: bool,
    pub(super) content_encoding: Option<&'a str>,
    pub(super) content_media_type: Option<&'a str>,
    pub(super) properties: Vec<Property<'a>>,
    /// The component that has all of the properties, if the schema only extends it: `oneOf` of it and null, for example.
    pub(super) extends: Option<&'a str>,
    /// The names of required properties, each with the component that requires it, if that is not the schema itself.
    pub(super) required: Vec<(&'a str, Option<&'a str>)>,
    pub(super) additional: Additional,
    pub(super) patterns: Vec<(&'a str, SchemaId)>,
    pub(super) items: Vec<SchemaId>,
    pub(super) prefix_items: &'a [SchemaId],
    /// `oneOf` and `anyOf`, with nested ones and without null.
    pub(super) alternatives: Vec<SchemaId>,
    /// The property of `discriminator`, and its values.
    pub(super) tag: Option<(&'a str, Vec<&'a str>)>,
    pub(super) title: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) examples: &'a [Node],
    /// The location of the outermost schema.
    pub(super) location: Option<&'a Location>,
}

/// A property of an object.
#[derive(Debug)]
pub(super) struct Property<'a> {
    pub(super) name: &'a str,
    /// Its schemas: several if members of an `allOf` declare it.
    pub(super) schemas: Vec<SchemaId>,
    /// The component that declares it, if that is not the schema itself.
    pub(super) owner: Option<&'a str>,
}

/// The properties that an object may have beyond the declared ones.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Additional {
    /// Any, which is the default.
    #[default]
    Any,
    /// None.
    Never,
    /// Those that satisfy the schemas.
    Typed(Vec<SchemaId>),
}

impl<'a> Schemas<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let components = document.component_schemas.iter();
        Self {
            document,
            components: components.map(|(name, id)| (*id, name.as_str())).collect(),
        }
    }

    /// Follows references that state nothing else.
    pub(super) fn target(&self, id: SchemaId) -> SchemaId {
        let mut seen = HashSet::new();
        let mut target = id;
        while seen.insert(target) {
            match pure_reference(self.document.schema(target)) {
                Some(next) => target = next,
                None => break,
            }
        }
        target
    }

    /// Returns the name of a component.
    pub(super) fn component(&self, id: SchemaId) -> Option<&'a str> {
        self.components.get(&id).copied()
    }

    /// Merges the schemas that apply to one value.
    pub(super) fn shape(&self, schemas: &[SchemaId]) -> Shape<'a> {
        Merger::new(self).merge(schemas)
    }

    /// Returns the alternatives of a list with nested ones in their place, and whether null is one of them.
    pub(super) fn alternatives(&self, list: &'a [SchemaId]) -> (Vec<SchemaId>, bool) {
        let (mut found, mut has_null) = (Vec::new(), false);
        let mut seen = HashSet::new();
        let mut open: Vec<SchemaId> = list.iter().rev().copied().collect();
        while let Some(id) = open.pop() {
            let id = self.target(id);
            if !seen.insert(id) {
                continue;
            }
            let schema = self.document.schema(id);
            if is_null(schema) {
                has_null = true;
            } else if let Some(nested) = only_alternatives(schema) {
                has_null |= schema.nullable;
                open.extend(nested.iter().rev());
            } else {
                found.push(id);
            }
        }
        (found, has_null)
    }
}

/// Returns the target of a schema that consists of a reference. Documentation beside it does not count.
fn pure_reference(schema: &Schema) -> Option<SchemaId> {
    let has_siblings = has_assertions(schema)
        || !schema.all_of.is_empty()
        || !schema.one_of.is_empty()
        || !schema.any_of.is_empty();
    let is_marked =
        schema.default.is_some() || schema.deprecated || schema.read_only || schema.write_only;
    if has_siblings || is_marked || schema.sensitive {
        return None;
    }
    schema.reference
}

/// Returns the alternatives of a schema that states nothing else.
fn only_alternatives(schema: &Schema) -> Option<&[SchemaId]> {
    if has_assertions(schema) || !schema.all_of.is_empty() || schema.reference.is_some() {
        return None;
    }
    match (&schema.one_of[..], &schema.any_of[..]) {
        ([], []) => None,
        (list, []) | ([], list) => Some(list),
        _ => None,
    }
}

/// Returns whether a schema has a keyword that restricts values, apart from those that combine schemas.
fn has_assertions(schema: &Schema) -> bool {
    schema.boolean == Some(false)
        || schema.nullable
        || !schema.types.is_empty()
        || is_restricted(schema)
}

/// Returns whether a schema restricts the values of its types.
pub(super) fn is_restricted(schema: &Schema) -> bool {
    schema.format.is_some()
        || schema.enumeration.is_some()
        || schema.constant.is_some()
        || !schema.properties.is_empty()
        || !schema.required.is_empty()
        || schema.additional_properties.is_some()
        || !schema.pattern_properties.is_empty()
        || schema.items.is_some()
        || !schema.prefix_items.is_empty()
        || schema.constraints != Constraints::default()
        || schema.content_encoding.is_some()
        || schema.content_media_type.is_some()
}

fn is_null(schema: &Schema) -> bool {
    let has_only_null = |list: &Vec<Node>| list.iter().all(|node| *node == Node::Null);
    schema.types == [SchemaType::Null]
        || schema.constant == Some(Node::Null)
        || schema
            .enumeration
            .as_ref()
            .is_some_and(|list| !list.is_empty() && has_only_null(list))
}

impl Shape<'_> {
    /// Returns whether any value is accepted.
    pub(super) fn is_anything(&self) -> bool {
        self.types.is_none() && self.values.is_none() && self.alternatives.is_empty()
    }

    /// Returns whether a property is required.
    pub(super) fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|(it, _)| *it == name)
    }

    /// Returns a property by its name.
    pub(super) fn property(&self, name: &str) -> Option<&Property<'_>> {
        self.properties.iter().find(|it| it.name == name)
    }
}

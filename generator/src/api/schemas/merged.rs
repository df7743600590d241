//! What several schemas that apply to one value state together.
//!
//! [`Merged`] is made by `all_of`, which walks the schemas, and `merger`, which unites their keywords.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::assertions::{Assertions, Property};
use crate::api::schemas::choices::{Alternatives, Choice, Key};
use crate::api::schemas::docs::Marks;
use crate::api::{Docs, RustHints};

/// The keywords of all schemas that apply to one value.
#[derive(Debug, Default)]
pub(crate) struct Merged<'a> {
    /// What was merged.
    pub key: Key,
    /// The schemas, those that are extended before those that extend them.
    pub leaves: Vec<SchemaId>,
    /// What they assert about the value.
    pub assertions: Assertions<'a>,
    /// Whether null is accepted.
    pub nullable: bool,
    /// The first schema that has `items`.
    pub items_by: Option<SchemaId>,
    /// The documentation of the schemas, without those that another one refers to.
    pub docs: Docs,
    /// Their marks.
    pub marks: Marks,
    /// Requests about Rust names and types.
    pub rust: RustHints,
    /// Whether two schemas contradict each other. What the extending schema states is used then.
    pub contradictory: bool,
    /// What to report when a type is made of this.
    pub problems: Vec<Diagnostic>,
    by_name: HashMap<&'a str, usize>,
}

impl<'a> Merged<'a> {
    /// Returns what no schema states anything about.
    pub(crate) fn new(key: Key) -> Self {
        Self {
            key,
            ..Self::default()
        }
    }

    /// Returns the property of a name.
    pub(crate) fn property(&self, name: &str) -> Option<&Property<'a>> {
        let index = self.by_name.get(name)?;
        Some(&self.assertions.properties[*index])
    }

    /// Returns whether null is all that is accepted.
    pub(crate) fn is_null(&self) -> bool {
        let Assertions { types, values, .. } = &self.assertions;
        self.nullable
            && (types.as_ref().is_some_and(Vec::is_empty)
                || values.as_ref().is_some_and(Vec::is_empty))
    }

    /// Returns whether a choice decides a list of alternatives.
    pub(crate) fn has_chosen(&self, alternatives: Alternatives) -> bool {
        self.key
            .choices
            .iter()
            .any(|choice| matches!(choice, Choice::Branch { of, .. } if *of == alternatives))
    }

    /// Returns how many schemas, descriptions of properties and alternatives there are.
    pub(crate) fn size(&self, document: &Document) -> usize {
        let properties = self.assertions.properties.iter();
        let in_properties: usize = properties.map(|property| property.schemas.len()).sum();
        let unions = self.assertions.unions.iter();
        let in_unions: usize = unions.map(|of| of.list(document).len()).sum();
        self.leaves.len() + in_properties + in_unions
    }

    /// Adds a schema that describes a property of any value.
    pub(super) fn add_property(&mut self, name: &'a str, schema: SchemaId, declared_by: SchemaId) {
        match self.by_name.get(name) {
            Some(index) => self.assertions.properties[*index].schemas.push(schema),
            None => self.insert_property(Property {
                name,
                schemas: vec![schema],
                declared_by,
                conditional: false,
            }),
        }
    }

    /// Adds a schema that describes a property of some values, unless a property of all values has the name.
    pub(super) fn add_conditional_property(
        &mut self,
        name: &'a str,
        schema: SchemaId,
        declared_by: SchemaId,
    ) {
        match self.by_name.get(name) {
            Some(index) => {
                let known = &mut self.assertions.properties[*index];
                if known.conditional && !known.schemas.contains(&schema) {
                    known.schemas.push(schema);
                }
            }
            None => self.insert_property(Property {
                name,
                schemas: vec![schema],
                declared_by,
                conditional: true,
            }),
        }
    }

    fn insert_property(&mut self, property: Property<'a>) {
        let properties = &mut self.assertions.properties;
        self.by_name.insert(property.name, properties.len());
        properties.push(property);
    }
}

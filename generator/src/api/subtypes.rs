//! Schemas that stand for those that extend them: a `discriminator` without alternatives beside it.
//! <https://spec.openapis.org/oas/v3.1.1.html#models-with-polymorphism-support>
//!
//! In: all schemas. Out: for each such schema those that extend it by `allOf`, directly or not.

use std::collections::{HashMap, HashSet};

use crate::openapi::document::{Document, SchemaId};

use super::nullable;
use super::references::is_plain;

/// How many references stand between an `allOf` and what it extends.
const HOPS: usize = 64;

/// Which schemas extend those with a discriminator.
#[derive(Debug, Default)]
pub(super) struct Subtypes {
    /// The schemas that stand for others: those that extend them, in document order.
    extended_by: HashMap<SchemaId, Vec<SchemaId>>,
    /// All that is extended.
    extended: HashSet<SchemaId>,
}

impl Subtypes {
    /// Returns what extends what in a document.
    pub(super) fn new(document: &Document) -> Self {
        let bases: Vec<SchemaId> = (0..document.schemas.len())
            .filter_map(|index| u32::try_from(index).ok().map(SchemaId))
            .filter(|id| is_base(document, *id))
            .collect();
        if bases.is_empty() {
            return Self::default();
        }
        let children = children(document);
        let named = named(document);
        let mut extended_by = HashMap::new();
        for base in bases {
            let found = descendants(document, base, &children);
            let mut found: Vec<SchemaId> = found
                .into_iter()
                .filter(|id| named.contains_key(id))
                .collect();
            found.sort_by_key(|id| (named[id], *id));
            if !found.is_empty() || maps_to_others(document, base) {
                extended_by.insert(base, found);
            }
        }
        let extended = (0u32..)
            .zip(&children)
            .filter(|(_, children)| !children.is_empty())
            .map(|(id, _)| SchemaId(id))
            .collect();
        Self {
            extended_by,
            extended,
        }
    }

    /// Returns whether a schema stands for those that extend it.
    pub(super) fn has(&self, id: SchemaId) -> bool {
        self.extended_by.contains_key(&id)
    }

    /// Returns the schemas that a value of `base` can be of, and whether each is meant without those that extend it.
    pub(super) fn alternatives(
        &self,
        document: &Document,
        base: SchemaId,
    ) -> Vec<(SchemaId, bool)> {
        let Some(discriminator) = &document.schema(base).discriminator else {
            return Vec::new();
        };
        let extending = self.extended_by.get(&base).map_or(&[][..], Vec::as_slice);
        let mapped: HashSet<SchemaId> = discriminator
            .mapping
            .iter()
            .map(|(_, target)| end(document, *target))
            .collect();
        let mut list: Vec<SchemaId> = Vec::new();
        let mut seen = HashSet::new();
        if mapped.contains(&base) || mapped.is_empty() && names_itself(document, base) {
            seen.insert(base);
            list.push(base);
        }
        for id in extending {
            // Where values are mapped, what is extended further and not mapped is there to be extended.
            if (mapped.is_empty() || mapped.contains(id) || !self.extended.contains(id))
                && seen.insert(*id)
            {
                list.push(*id);
            }
        }
        for (_, target) in &discriminator.mapping {
            let target = end(document, *target);
            if seen.insert(target) {
                list.push(target);
            }
        }
        list.into_iter()
            .map(|id| (id, id == base || self.shares_tag(document, base, id)))
            .collect()
    }

    /// Returns whether a schema that extends `base` stands for others by the same property, which are alternatives of
    /// `base` then as well.
    fn shares_tag(&self, document: &Document, base: SchemaId, id: SchemaId) -> bool {
        self.has(id) && property(document, base) == property(document, id)
    }
}

/// Returns the property that chooses among those that extend a schema.
fn property(document: &Document, id: SchemaId) -> Option<&str> {
    let discriminator = document.schema(id).discriminator.as_ref();
    discriminator.map(|discriminator| discriminator.property_name.as_str())
}

fn is_base(document: &Document, id: SchemaId) -> bool {
    let schema = document.schema(id);
    schema.discriminator.is_some() && schema.one_of.is_empty() && schema.any_of.is_empty()
}

fn maps_to_others(document: &Document, base: SchemaId) -> bool {
    let discriminator = document.schema(base).discriminator.as_ref();
    discriminator.is_some_and(|discriminator| {
        let mut targets = discriminator.mapping.iter();
        targets.any(|(_, target)| end(document, *target) != base)
    })
}

/// Returns whether the values of the property that chooses name the schema itself.
fn names_itself(document: &Document, base: SchemaId) -> bool {
    let schema = document.schema(base);
    let Some(name) = schema.location.tokens().last().cloned() else {
        return false;
    };
    let chooser = property(document, base);
    schema
        .properties
        .iter()
        .filter(|(known, _)| Some(known.as_str()) == chooser)
        .any(|(_, id)| {
            let values = document.schema(end(document, *id)).enumeration.as_ref();
            values.is_some_and(|values| values.iter().any(|value| value.as_str() == Some(&name)))
        })
}

/// Returns which schemas extend each schema.
fn children(document: &Document) -> Vec<Vec<SchemaId>> {
    let mut children: Vec<Vec<SchemaId>> = vec![Vec::new(); document.schemas.len()];
    for (index, schema) in document.schemas.iter().enumerate() {
        let Ok(id) = u32::try_from(index).map(SchemaId) else {
            continue;
        };
        // Beside keywords a reference extends as well; alone it is the same schema.
        let beside = schema
            .reference
            .filter(|_| !nullable::has_no_own_effect(schema) || !schema.all_of.is_empty());
        for parent in schema.all_of.iter().copied().chain(beside) {
            children[end(document, parent).0 as usize].push(id);
        }
    }
    children
}

/// Returns all that extends a schema, nearest first; what is below one that another property chooses for is its part.
fn descendants(document: &Document, base: SchemaId, children: &[Vec<SchemaId>]) -> Vec<SchemaId> {
    let mut found = Vec::new();
    let mut seen = HashSet::from([base]);
    let mut next = vec![base];
    while let Some(id) = next.pop() {
        let own = property(document, id);
        if id != base && own.is_some() && own != property(document, base) {
            continue;
        }
        for child in &children[id.0 as usize] {
            if seen.insert(*child) {
                found.push(*child);
                next.push(*child);
            }
        }
    }
    found
}

/// Returns the schemas that have a name, with their places among the components; those of other files come last.
fn named(document: &Document) -> HashMap<SchemaId, usize> {
    let mut named = HashMap::new();
    for (index, (_, id)) in document.component_schemas.iter().enumerate() {
        named.entry(*id).or_insert(index);
    }
    let targets = document
        .schemas
        .iter()
        .filter_map(|schema| schema.reference);
    for target in targets {
        named.entry(target).or_insert(usize::MAX);
    }
    named
}

/// Returns what a chain of plain references leads to.
fn end(document: &Document, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..HOPS {
        let schema = document.schema(id);
        match schema.reference {
            Some(target) if is_plain(schema) => id = target,
            _ => break,
        }
    }
    id
}

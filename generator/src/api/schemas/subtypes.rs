//! Schemas that stand for those that extend them: those with a `discriminator` without alternatives beside it, and those between
//! such a schema and others that extend it.
//! <https://spec.openapis.org/oas/v3.1.1.html#models-with-polymorphism-support>
//!
//! In: all schemas. Out: for each such schema those that extend it by `allOf`, directly or not. A value of a schema in the middle
//! of a hierarchy can be of any schema below it, like a value of the root, and the same member identifies which.

use std::collections::{HashMap, HashSet};

use crate::openapi::document::{Discriminator, Document, SchemaId};

use crate::api::limits::{INHERITED_SUBTYPES, REFERENCE_HOPS};
use crate::api::schemas::keywords::{has_alternatives, has_no_assertions, is_plain_reference};

/// Which schemas extend those with a discriminator.
#[derive(Debug, Default)]
pub(crate) struct Subtypes {
    /// The schemas that stand for others: those that extend them, in document order.
    extended_by: HashMap<SchemaId, Vec<SchemaId>>,
    /// All schemas that are extended.
    extended: HashSet<SchemaId>,
    /// The schemas without a discriminator that stand for others all the same.
    middles: HashMap<SchemaId, Middle>,
    /// The first schema in the middle whose alternatives were too many.
    pub too_many: Option<SchemaId>,
}

/// A schema between one with a discriminator and others that extend it.
#[derive(Debug)]
struct Middle {
    /// The schema with the discriminator.
    base: SchemaId,
    /// The alternatives of that one that are below this one.
    below: Vec<SchemaId>,
}

impl Subtypes {
    /// Returns the hierarchies of a document.
    pub(crate) fn new(document: &Document) -> Self {
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
        let mut all = Self {
            extended_by,
            extended,
            ..Self::default()
        };
        all.find_middles(document, &children);
        all
    }

    /// Finds the schemas between those with a discriminator and those that extend them.
    fn find_middles(&mut self, document: &Document, children: &[Vec<SchemaId>]) {
        let mut budget = INHERITED_SUBTYPES.for_document(document);
        let mut bases: Vec<SchemaId> = self.extended_by.keys().copied().collect();
        // The nearest one with a discriminator is the one with the fewest below it.
        bases.sort_by_key(|base| (self.extended_by[base].len(), *base));
        for base in bases {
            let alternatives = self.alternatives(document, base);
            for middle in &self.extended_by[&base] {
                let schema = document.schema(*middle);
                let is_another = schema.discriminator.is_some() || has_alternatives(schema);
                let is_extended = !children[middle.0 as usize].is_empty();
                if is_another || !is_extended || self.middles.contains_key(middle) {
                    continue;
                }
                let Some(descendants) = all_descendants(*middle, children, &mut budget) else {
                    self.too_many.get_or_insert(*middle);
                    return;
                };
                let below = alternatives.iter().copied();
                let below: Vec<SchemaId> = below.filter(|id| descendants.contains(id)).collect();
                if !below.is_empty() {
                    self.middles.insert(*middle, Middle { base, below });
                }
            }
        }
    }

    /// Returns whether a schema stands for those that extend it.
    pub(crate) fn has(&self, id: SchemaId) -> bool {
        self.extended_by.contains_key(&id) || self.middles.contains_key(&id)
    }

    /// Returns the discriminator among those that extend a schema: its own, or the one that it inherits.
    pub(crate) fn discriminator<'d>(
        &self,
        document: &'d Document,
        id: SchemaId,
    ) -> Option<&'d Discriminator> {
        let base = self.middles.get(&id).map_or(id, |middle| middle.base);
        document.schema(base).discriminator.as_ref()
    }

    /// Returns whether a schema without a discriminator of its own stands for one of `others`, which extends it.
    pub(crate) fn is_above(&self, id: SchemaId, others: &[SchemaId]) -> bool {
        let middle = self.middles.get(&id);
        middle.is_some_and(|middle| others.iter().any(|other| middle.below.contains(other)))
    }

    /// Returns the schemas that a value of `base` can be of.
    pub(crate) fn alternatives(&self, document: &Document, base: SchemaId) -> Vec<SchemaId> {
        if let Some(middle) = self.middles.get(&base) {
            // A schema that an operation names is not only there to be extended, mapped or not.
            let all = std::iter::once(&base).chain(&middle.below);
            return all.copied().collect();
        }
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
            // Where values are mapped, a schema that is extended further and not mapped is only there to be extended.
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
        list
    }

    /// Returns whether an alternative of `base` does not include those that extend it: it stands for others by the same
    /// property, and these are alternatives of `base` as well.
    pub(crate) fn is_itself(&self, document: &Document, base: SchemaId, id: SchemaId) -> bool {
        id == base || self.shares_tag(document, base, id)
    }

    fn shares_tag(&self, document: &Document, base: SchemaId, id: SchemaId) -> bool {
        let property = |id: SchemaId| {
            let discriminator = self.discriminator(document, id);
            discriminator.map(|discriminator| discriminator.property_name.as_str())
        };
        self.has(id) && property(base) == property(id)
    }
}

/// Returns the property of a schema's discriminator.
fn property(document: &Document, id: SchemaId) -> Option<&str> {
    let discriminator = document.schema(id).discriminator.as_ref();
    discriminator.map(|discriminator| discriminator.property_name.as_str())
}

fn is_base(document: &Document, id: SchemaId) -> bool {
    let schema = document.schema(id);
    schema.discriminator.is_some() && !has_alternatives(schema)
}

fn maps_to_others(document: &Document, base: SchemaId) -> bool {
    let discriminator = document.schema(base).discriminator.as_ref();
    discriminator.is_some_and(|discriminator| {
        let mut targets = discriminator.mapping.iter();
        targets.any(|(_, target)| end(document, *target) != base)
    })
}

/// Returns whether the values of the discriminator's property name the schema itself.
fn names_itself(document: &Document, base: SchemaId) -> bool {
    let schema = document.schema(base);
    let Some(name) = schema.location.tokens().last().cloned() else {
        return false;
    };
    let tag = property(document, base);
    schema
        .properties
        .iter()
        .filter(|(known, _)| Some(known.as_str()) == tag)
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
            .filter(|_| !has_no_assertions(schema) || !schema.all_of.is_empty());
        for parent in schema.all_of.iter().copied().chain(beside) {
            children[end(document, parent).0 as usize].push(id);
        }
    }
    children
}

/// Returns all schemas that extend a schema, nearest first, without those below a schema with another discriminator.
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

/// Returns all schemas that extend a schema, directly or not. Each is taken off the budget; `None` if it is used up.
fn all_descendants(
    id: SchemaId,
    children: &[Vec<SchemaId>],
    budget: &mut usize,
) -> Option<HashSet<SchemaId>> {
    let mut found = HashSet::new();
    let mut next = vec![id];
    while let Some(id) = next.pop() {
        for child in &children[id.0 as usize] {
            if found.insert(*child) {
                *budget = budget.checked_sub(1)?;
                next.push(*child);
            }
        }
    }
    found.remove(&id);
    Some(found)
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

/// Returns the end of a chain of plain references.
fn end(document: &Document, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..REFERENCE_HOPS {
        let schema = document.schema(id);
        match schema.reference {
            Some(target) if is_plain_reference(schema) => id = target,
            _ => break,
        }
    }
    id
}

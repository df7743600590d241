//! Merges the schemas that apply to one value.
//!
//! In: schemas and all that they extend, the extending ones first. Out: one [`Shape`]. Members that several schemas declare have all
//! declarations; of keywords that cannot be united, the extending schema's is used.

use std::collections::{HashMap, HashSet};

use generator::openapi::Node;
use generator::openapi::document::{Format, Schema, SchemaId, SchemaType};

use super::bounds::{drop_meaningless, tighten};
use super::shape::{Additional, Property, Schemas, Shape, is_restricted};

/// A [`Shape`] in the making.
pub(super) struct Merger<'s, 'a> {
    schemas: &'s Schemas<'a>,
    shape: Shape<'a>,
    seen: HashSet<SchemaId>,
    by_name: HashMap<&'a str, usize>,
    /// How many lists the alternatives come from. Only those of a single list exclude each other.
    lists: usize,
}

impl<'s, 'a> Merger<'s, 'a> {
    pub(super) fn new(schemas: &'s Schemas<'a>) -> Self {
        Self {
            schemas,
            shape: Shape::default(),
            seen: HashSet::new(),
            by_name: HashMap::new(),
            lists: 0,
        }
    }

    /// Returns what schemas mean together.
    pub(super) fn merge(mut self, schemas: &[SchemaId]) -> Shape<'a> {
        self.run(schemas);
        self.narrow();
        self.finish()
    }

    /// Adds schemas and all that they extend, each once, the extending ones first: what they state wins.
    fn run(&mut self, schemas: &[SchemaId]) {
        let mut open: Vec<(SchemaId, Option<&'a str>)> =
            schemas.iter().rev().map(|id| (*id, None)).collect();
        while let Some((id, owner)) = open.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            let schema = self.schemas.document.schema(id);
            let extended = self.add(schema, owner);
            if let ([_], 1, [only], true) = (
                schemas,
                self.seen.len(),
                &extended[..],
                schema.properties.is_empty(),
            ) {
                self.shape.extends = self.schemas.component(*only);
            }
            for id in extended.into_iter().rev() {
                let owner = self.schemas.component(id).or(owner);
                open.push((id, owner));
            }
        }
    }

    /// Adds what a schema states itself, and returns the schemas that it extends.
    fn add(&mut self, schema: &'a Schema, owner: Option<&'a str>) -> Vec<SchemaId> {
        let shape = &mut self.shape;
        shape.location = shape.location.or(Some(&schema.location));
        shape.title = shape.title.or(schema.title.as_deref());
        shape.description = shape.description.or(schema.description.as_deref());
        if shape.examples.is_empty() {
            shape.examples = &schema.examples;
        }
        shape.format = shape
            .format
            .or(schema.format.as_ref().map(|it| it.as_str()));
        shape.default = shape.default.or(schema.default.as_ref());
        shape.deprecated |= schema.deprecated;
        shape.read_only |= schema.read_only;
        shape.write_only |= schema.write_only;
        shape.sensitive |= schema.sensitive;
        shape.content_encoding = shape
            .content_encoding
            .or(schema.content_encoding.as_deref());
        let media_type = schema.content_media_type.as_deref();
        shape.content_media_type = shape.content_media_type.or(media_type);
        if shape.prefix_items.is_empty() {
            shape.prefix_items = &schema.prefix_items;
        }
        tighten(&mut shape.constraints, &schema.constraints);
        shape.items.extend(schema.items);
        let patterns = schema.pattern_properties.iter();
        shape
            .patterns
            .extend(patterns.map(|(pattern, id)| (pattern.as_str(), *id)));
        if let (None, Some(tag)) = (&shape.tag, &schema.discriminator) {
            let mut values: Vec<&str> = tag.mapping.iter().map(|(it, _)| it.as_str()).collect();
            values.sort_unstable();
            shape.tag = Some((&tag.property_name, values));
        }
        self.add_types(schema);
        self.add_values(schema);
        self.add_object(schema, owner);
        self.extended(schema)
    }

    fn add_types(&mut self, schema: &Schema) {
        self.shape.nullable |= schema.nullable;
        if schema.boolean == Some(false) {
            self.shape.types = Some(Vec::new());
        }
        if schema.types.is_empty() {
            // Whoever lists properties means an object, with or without `type`.
            let is_object = !schema.properties.is_empty();
            if is_object {
                self.restrict_types(vec![SchemaType::Object]);
            }
            return;
        }
        if schema.types.contains(&SchemaType::Null) {
            self.shape.nullable = true;
        }
        let stated = schema.types.iter().copied();
        self.restrict_types(stated.filter(|kind| *kind != SchemaType::Null).collect());
    }

    fn restrict_types(&mut self, stated: Vec<SchemaType>) {
        self.shape.types = Some(match self.shape.types.take() {
            None => stated,
            Some(known) => both_types(&known, &stated),
        });
    }

    fn add_values(&mut self, schema: &'a Schema) {
        let stated: Vec<&Node> = match (&schema.constant, &schema.enumeration) {
            (Some(node), _) => vec![node],
            (None, Some(nodes)) if !nodes.is_empty() => nodes.iter().collect(),
            _ => return,
        };
        if stated.contains(&&Node::Null) && schema.types.is_empty() {
            self.shape.nullable = true;
        }
        let stated = stated.into_iter().filter(|node| **node != Node::Null);
        self.shape.values = Some(match self.shape.values.take() {
            None => stated.collect(),
            Some(known) => stated.filter(|node| known.contains(node)).collect(),
        });
    }

    fn add_object(&mut self, schema: &'a Schema, owner: Option<&'a str>) {
        for (name, id) in &schema.properties {
            match self.by_name.get(name.as_str()) {
                Some(index) => self.shape.properties[*index].schemas.push(*id),
                None => {
                    self.by_name.insert(name, self.shape.properties.len());
                    self.shape.properties.push(Property {
                        name,
                        schemas: vec![*id],
                        owner,
                    });
                }
            }
        }
        for name in &schema.required {
            if !self.shape.requires(name) {
                self.shape.required.push((name, owner));
            }
        }
        let Some(id) = schema.additional_properties else {
            return;
        };
        // Not by its shape: the schema can contain itself.
        let target = self.schemas.document.schema(self.schemas.target(id));
        let is_anything = target.types.is_empty()
            && !is_restricted(target)
            && target.reference.is_none()
            && self.extended_none(target);
        let known = std::mem::take(&mut self.shape.additional);
        self.shape.additional = match (target.boolean, known) {
            (Some(false), _) | (_, Additional::Never) => Additional::Never,
            (_, known) if is_anything => known,
            (_, Additional::Typed(mut list)) => {
                list.push(id);
                Additional::Typed(list)
            }
            (_, Additional::Any) => Additional::Typed(vec![id]),
        };
    }

    fn extended_none(&self, schema: &Schema) -> bool {
        schema.all_of.is_empty() && schema.one_of.is_empty() && schema.any_of.is_empty()
    }

    /// Returns the schemas that a schema extends: its reference, `allOf`, and an only alternative. Adds its other alternatives.
    fn extended(&mut self, schema: &'a Schema) -> Vec<SchemaId> {
        let mut extended: Vec<SchemaId> = schema.reference.into_iter().collect();
        extended.extend(&schema.all_of);
        for list in [&schema.one_of, &schema.any_of] {
            let (found, has_null) = self.schemas.alternatives(list);
            self.shape.nullable |= has_null;
            if let [only] = found[..] {
                extended.push(only);
            } else if let Some(values) = self.values_of(&found) {
                self.shape.nullable |= values.contains(&&Node::Null);
                let values = values.into_iter().filter(|node| **node != Node::Null);
                self.shape.values = Some(values.collect());
            } else if let Some(mut types) = self.types_of(&found) {
                self.shape.nullable |= types.contains(&SchemaType::Null);
                types.retain(|kind| *kind != SchemaType::Null);
                self.restrict_types(types);
            } else {
                self.lists += usize::from(!found.is_empty());
                self.shape.alternatives.extend(found);
            }
        }
        for id in &mut extended {
            *id = self.schemas.target(*id);
        }
        extended
    }

    /// Returns the values of alternatives that are constants, which is another way to write an `enum`.
    fn values_of(&self, alternatives: &[SchemaId]) -> Option<Vec<&'a Node>> {
        let mut values = Vec::new();
        for id in alternatives {
            let schema = self.schemas.document.schema(*id);
            match (&schema.constant, &schema.enumeration) {
                (Some(node), None) => values.push(node),
                (None, Some(nodes)) => values.extend(nodes),
                _ => return None,
            }
        }
        (!values.is_empty()).then_some(values)
    }

    /// Returns the types of alternatives that state nothing else, which is another way to write a list of types.
    fn types_of(&self, alternatives: &[SchemaId]) -> Option<Vec<SchemaType>> {
        let mut types = Vec::new();
        for id in alternatives {
            let schema = self.schemas.document.schema(*id);
            let is_bare =
                !is_restricted(schema) && schema.reference.is_none() && self.extended_none(schema);
            if schema.types.is_empty() || !is_bare {
                return None;
            }
            types.extend(&schema.types);
        }
        (!types.is_empty()).then_some(types)
    }

    /// Drops alternatives whose types the other schemas exclude. If one is left, it is no alternative.
    fn narrow(&mut self) {
        let Some(types) = self.shape.types.clone() else {
            return;
        };
        if self.lists != 1 || self.shape.alternatives.is_empty() {
            return;
        }
        let document = self.schemas.document;
        self.shape.alternatives.retain(|id| {
            let schema = document.schema(*id);
            schema.types.is_empty() || !both_types(&types, &schema.types).is_empty()
        });
        if let [only] = self.shape.alternatives[..] {
            self.shape.alternatives.clear();
            self.run(&[only]);
        }
    }

    /// Completes what depends on all schemas.
    fn finish(mut self) -> Shape<'a> {
        let shape = &mut self.shape;
        if shape.types.is_none() {
            shape.types = implied_types(shape);
        }
        if shape.values.as_ref().is_some_and(Vec::is_empty) && shape.nullable {
            shape.types = Some(Vec::new());
            shape.values = None;
        }
        if let Some(types) = &mut shape.types {
            if types.contains(&SchemaType::Number) {
                types.retain(|kind| *kind != SchemaType::Integer);
            }
            types.sort_unstable();
            types.dedup();
            drop_meaningless(&mut shape.constraints, types);
        }
        // `required` can name what no schema declares; sorted, it can be compared.
        shape.required.sort_unstable();
        self.shape
    }
}

/// Returns the types that keywords imply where no `type` is stated.
fn implied_types(shape: &Shape<'_>) -> Option<Vec<SchemaType>> {
    if let Some(values) = &shape.values {
        let types = values.iter().map(|node| SchemaType::of(node));
        return Some(types.collect());
    }
    let is_object = !shape.properties.is_empty()
        || !shape.patterns.is_empty()
        || shape.additional != Additional::Any;
    if is_object {
        return Some(vec![SchemaType::Object]);
    }
    if !shape.items.is_empty() || !shape.prefix_items.is_empty() {
        return Some(vec![SchemaType::Array]);
    }
    let format = shape.format?;
    let implied = Format::from_name(format).implied_type()?;
    Some(vec![implied])
}

/// Returns the types that two lists have in common. An integer is a number.
fn both_types(known: &[SchemaType], stated: &[SchemaType]) -> Vec<SchemaType> {
    let within = |kind: &SchemaType, list: &[SchemaType]| {
        list.contains(kind) || (*kind == SchemaType::Integer && list.contains(&SchemaType::Number))
    };
    let mut both: Vec<SchemaType> = Vec::new();
    both.extend(known.iter().filter(|kind| within(kind, stated)));
    both.extend(stated.iter().filter(|kind| within(kind, known)));
    both.sort_unstable();
    both.dedup();
    both
}

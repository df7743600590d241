//! What a schema means, independent of how it is written.
//!
//! In: schemas that apply to one value. Out: one [`Shape`], with references followed, `allOf` merged, null apart from the types,
//! and alternatives in one list. Compares nothing.

use std::collections::{HashMap, HashSet};

use generator::diagnostic::Location;
use generator::openapi::Node;
use generator::openapi::document::{Constraints, Document, Number, Schema, SchemaId, SchemaType};

use super::values;

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
        let mut merger = Merger {
            schemas: self,
            shape: Shape::default(),
            seen: HashSet::new(),
            by_name: HashMap::new(),
            lists: 0,
        };
        merger.run(schemas);
        merger.narrow();
        merger.finish()
    }

    /// Returns the alternatives of a list with nested ones in their place, and whether null is one of them.
    fn alternatives(&self, list: &'a [SchemaId]) -> (Vec<SchemaId>, bool) {
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
fn is_restricted(schema: &Schema) -> bool {
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

/// A [`Shape`] in the making.
struct Merger<'s, 'a> {
    schemas: &'s Schemas<'a>,
    shape: Shape<'a>,
    seen: HashSet<SchemaId>,
    by_name: HashMap<&'a str, usize>,
    /// How many lists the alternatives come from. Only those of a single list exclude each other.
    lists: usize,
}

impl<'a> Merger<'_, 'a> {
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

/// Returns the types that keywords imply where no `type` is stated.
fn implied_types(shape: &Shape<'_>) -> Option<Vec<SchemaType>> {
    if let Some(values) = &shape.values {
        let types = values.iter().map(|node| values::type_of(node));
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
    let implied = generator::openapi::document::Format::from_name(format).implied_type()?;
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

/// Adds bounds; of two of a kind the stricter one is kept.
fn tighten(known: &mut Constraints, stated: &Constraints) {
    let at_least = |known: &mut Option<Number>, stated: Option<Number>, is_lower: bool| {
        let Some(new) = stated else { return };
        let is_stricter = known.is_none_or(|old| {
            let (old, new) = (values::as_f64(old), values::as_f64(new));
            if is_lower { new > old } else { new < old }
        });
        if is_stricter {
            *known = Some(new);
        }
    };
    at_least(&mut known.minimum, stated.minimum, true);
    at_least(&mut known.exclusive_minimum, stated.exclusive_minimum, true);
    at_least(&mut known.maximum, stated.maximum, false);
    at_least(
        &mut known.exclusive_maximum,
        stated.exclusive_maximum,
        false,
    );
    known.multiple_of = known.multiple_of.or(stated.multiple_of);
    known.pattern = known.pattern.take().or_else(|| stated.pattern.clone());
    known.unique_items |= stated.unique_items;
    for (known, stated) in [
        (&mut known.min_length, stated.min_length),
        (&mut known.min_items, stated.min_items),
        (&mut known.min_properties, stated.min_properties),
    ] {
        // Zero is no bound.
        *known = (*known).max(stated.filter(|bound| *bound > 0));
    }
    for (known, stated) in [
        (&mut known.max_length, stated.max_length),
        (&mut known.max_items, stated.max_items),
        (&mut known.max_properties, stated.max_properties),
    ] {
        *known = match (*known, stated) {
            (Some(known), Some(stated)) => Some(known.min(stated)),
            (known, stated) => known.or(stated),
        };
    }
}

/// Removes bounds of values that the types do not have.
fn drop_meaningless(constraints: &mut Constraints, types: &[SchemaType]) {
    if !types.contains(&SchemaType::Number) && !types.contains(&SchemaType::Integer) {
        constraints.minimum = None;
        constraints.maximum = None;
        constraints.exclusive_minimum = None;
        constraints.exclusive_maximum = None;
        constraints.multiple_of = None;
    }
    if !types.contains(&SchemaType::String) {
        constraints.min_length = None;
        constraints.max_length = None;
        constraints.pattern = None;
    }
    if !types.contains(&SchemaType::Array) {
        constraints.min_items = None;
        constraints.max_items = None;
        constraints.unique_items = false;
    }
    if !types.contains(&SchemaType::Object) {
        constraints.min_properties = None;
        constraints.max_properties = None;
    }
}

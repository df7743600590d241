//! The keywords of several schemas that apply to one value, united.
//!
//! In: schemas one by one, those that are extended before those that extend them. Out: one [`Merged`], with what
//! contradicts among its problems. Knows nothing of the way by which the schemas were found (see `all_of`).

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, Format, Schema, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::schemas::choices::{Alternatives, Choice, Key, Keyword};
use crate::api::schemas::docs;
use crate::api::schemas::docs::Marks;
use crate::api::schemas::{conditional, constraints, enums, formats, nullable, unions};
use crate::api::{Constraints, Docs};

/// The keywords of all schemas that apply to one value.
#[derive(Debug)]
pub(crate) struct Merged<'a> {
    /// What was merged.
    pub key: Key,
    /// The schemas, those that are extended before those that extend them.
    pub leaves: Vec<SchemaId>,
    /// The JSON types, null aside, if any schema names some.
    pub types: Option<Vec<SchemaType>>,
    /// Whether null is accepted.
    pub nullable: bool,
    /// `format`
    pub format: Option<&'a Format>,
    /// `enum` and `const`
    pub values: Option<Vec<Value<'a>>>,
    /// `properties`
    pub properties: Vec<Property<'a>>,
    /// `required`, with the place of the schema that says so
    pub required: Vec<(&'a str, &'a Location)>,
    /// `additionalProperties`
    pub additional: Additional,
    /// `patternProperties`: patterns and the schemas of what they match
    pub patterns: Vec<(&'a str, SchemaId)>,
    /// `items`: all apply to each element.
    pub items: Vec<SchemaId>,
    /// The schema that has the first of them.
    pub items_by: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: &'a [SchemaId],
    /// The `oneOf`s and `anyOf`s that are more than nullability and not settled.
    pub unions: Vec<Alternatives>,
    /// Bounds.
    pub constraints: Constraints,
    /// What the schemas say to readers, those reached by `$ref` from another one left aside.
    pub docs: Docs,
    /// What the schemas say beside.
    pub marks: Marks,
    /// A wish for a Rust name.
    pub rust_name: Option<String>,
    /// A wish for a Rust type.
    pub type_path: Option<String>,
    /// Whether no value can satisfy all schemas, and none of them is the better guess.
    pub impossible: bool,
    /// Whether two schemas contradict each other. What extends stands then, not what is extended.
    pub contradictory: bool,
    /// What is to be reported when a type is made of this.
    pub problems: Vec<Diagnostic>,
    types_at: Option<&'a Location>,
    values_at: Option<&'a Location>,
    format_at: Option<(&'a Format, &'a Location)>,
    formats_contradict: bool,
    closed_by: Option<&'a Schema>,
    by_name: HashMap<&'a str, usize>,
    seen_required: HashSet<&'a str>,
}

/// A value that an enum allows.
#[derive(Clone, Debug)]
pub(crate) struct Value<'a> {
    /// The value.
    pub node: &'a Node,
    /// Its name, if the document has one for it.
    pub name: Option<&'a str>,
    /// Its description, if the document has one for it.
    pub description: Option<&'a str>,
    /// Where it stands.
    pub location: Location,
}

/// A property that one or more schemas describe.
#[derive(Debug)]
pub(crate) struct Property<'a> {
    /// The wire name.
    pub name: &'a str,
    /// The schemas: all apply, or one of them where the property is conditional.
    pub schemas: Vec<SchemaId>,
    /// The schema that declares the property first.
    pub declared_by: SchemaId,
    /// Whether schemas that apply to some values only declare it, and no other.
    pub conditional: bool,
}

/// What is said of members without a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Additional {
    /// Nothing.
    #[default]
    Unsaid,
    /// There are none.
    Never,
    /// They are anything.
    Any,
    /// They satisfy all of these.
    Typed(Vec<SchemaId>),
}

impl<'a> Merged<'a> {
    /// Returns what no schema says anything about.
    pub(crate) fn new(key: Key) -> Self {
        Self {
            key,
            leaves: Vec::new(),
            types: None,
            nullable: false,
            format: None,
            values: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: Additional::Unsaid,
            patterns: Vec::new(),
            items: Vec::new(),
            items_by: None,
            prefix_items: &[],
            unions: Vec::new(),
            constraints: Constraints::default(),
            docs: Docs::default(),
            marks: Marks::default(),
            rust_name: None,
            type_path: None,
            impossible: false,
            contradictory: false,
            problems: Vec::new(),
            types_at: None,
            values_at: None,
            format_at: None,
            formats_contradict: false,
            closed_by: None,
            by_name: HashMap::new(),
            seen_required: HashSet::new(),
        }
    }

    /// Returns whether nothing at all is said of what values are accepted.
    pub(crate) fn accepts_anything(&self) -> bool {
        self.says_nothing() && self.required.is_empty()
    }

    /// Returns the property of a name.
    pub(crate) fn property(&self, name: &str) -> Option<&Property<'a>> {
        self.by_name.get(name).map(|index| &self.properties[*index])
    }

    /// Returns whether null is all that is accepted.
    pub(crate) fn is_null(&self) -> bool {
        self.nullable
            && (self.types.as_ref().is_some_and(Vec::is_empty)
                || self.values.as_ref().is_some_and(Vec::is_empty))
    }

    /// Returns whether nothing is said of what values are accepted, so that a use of it cannot be told from any value.
    pub(crate) fn says_nothing(&self) -> bool {
        self.types.is_none()
            && self.format.is_none()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.additional == Additional::Unsaid
            && self.patterns.is_empty()
            && self.items.is_empty()
            && self.prefix_items.is_empty()
            && self.unions.is_empty()
            && self.constraints == Constraints::default()
            && !self.impossible
    }

    /// Adds schemas in order, each with whether it was reached by a reference from one that extends it.
    pub(crate) fn add_all(&mut self, document: &'a Document, order: &[(SchemaId, bool)]) {
        for (id, _) in order {
            self.leaves.push(*id);
            self.add(document, *id);
        }
        conditional::add(self, document);
        self.settle(document);
        // Whatever extends speaks before what it extends.
        for (id, referred) in order.iter().rev() {
            let schema = document.schema(*id);
            if !referred {
                docs::add(&mut self.docs, schema);
                if self.rust_name.is_none() {
                    self.rust_name.clone_from(&schema.hints.name);
                }
                if self.type_path.is_none() {
                    self.type_path.clone_from(&schema.hints.type_path);
                }
            }
            self.marks.add(schema);
        }
    }

    fn add(&mut self, document: &'a Document, id: SchemaId) {
        let schema = document.schema(id);
        if schema.boolean == Some(false) {
            self.impossible = true;
            self.problems.push(Diagnostic::degraded(
                "contradiction",
                schema.location.clone(),
                "no value satisfies `false`; a free-form value is used",
            ));
        }
        self.add_types(schema);
        self.add_values(schema);
        self.add_format(schema);
        for (name, property) in &schema.properties {
            match self.by_name.get(name.as_str()) {
                Some(index) => self.properties[*index].schemas.push(*property),
                None => {
                    self.by_name.insert(name, self.properties.len());
                    self.properties.push(Property {
                        name,
                        schemas: vec![*property],
                        declared_by: id,
                        conditional: false,
                    });
                }
            }
        }
        for name in &schema.required {
            if self.seen_required.insert(name) {
                self.required.push((name, &schema.location));
            }
        }
        self.add_additional(document, schema);
        let patterns = schema.pattern_properties.iter();
        self.patterns
            .extend(patterns.map(|(pattern, value)| (pattern.as_str(), *value)));
        if let Some(items) = schema.items {
            self.items.push(items);
            self.items_by.get_or_insert(id);
        }
        if !schema.prefix_items.is_empty() {
            self.prefix_items = &schema.prefix_items;
        }
        for keyword in Keyword::BOTH {
            let of = Alternatives {
                schema: id,
                keyword,
            };
            let alternatives = keyword.of(schema);
            if !alternatives.is_empty()
                && !self.has_chosen(of)
                && unions::only_alternative(document, alternatives).is_none()
            {
                self.unions.push(of);
            }
        }
        constraints::tighten(&mut self.constraints, &schema.constraints);
    }

    /// Returns whether a list of alternatives is settled by choice.
    pub(crate) fn has_chosen(&self, alternatives: Alternatives) -> bool {
        self.key
            .choices
            .iter()
            .any(|choice| matches!(choice, Choice::Branch { of, .. } if *of == alternatives))
    }

    /// Removes the lists of alternatives that come with one of these: a schema that extends another one is often among the
    /// alternatives that this one lists.
    fn settle(&mut self, document: &Document) {
        if self.unions.is_empty() || self.leaves.len() < 2 {
            return;
        }
        let leaves: HashSet<SchemaId> = self.leaves.iter().copied().collect();
        let applies = |id: SchemaId| -> Option<SchemaId> {
            let target = document.schema(id).reference;
            [Some(id), target]
                .into_iter()
                .flatten()
                .find(|id| leaves.contains(id))
        };
        let mut extended_by: Option<HashMap<SchemaId, Vec<SchemaId>>> = None;
        self.unions.retain(|of| {
            let list = of.list(document).iter();
            let found: HashSet<SchemaId> = list.filter_map(|id| applies(*id)).collect();
            // One that applies for another reason does not say which of the others apply too.
            found.is_empty() || {
                let extended_by =
                    extended_by.get_or_insert_with(|| extended_by_each(document, &self.leaves));
                !extends(extended_by, of.schema, &found)
            }
        });
    }

    fn add_types(&mut self, schema: &'a Schema) {
        if schema.types.is_empty() {
            return;
        }
        let stated: Vec<SchemaType> = schema
            .types
            .iter()
            .copied()
            .filter(|kind| *kind != SchemaType::Null)
            .collect();
        let Some(known) = &self.types else {
            self.types = Some(stated);
            self.types_at = Some(&schema.location);
            return;
        };
        let both = intersect(known, &stated);
        if both.is_empty() && !known.is_empty() && !stated.is_empty() {
            let words = format!("{} and {} at the same time", kinds(known), kinds(&stated));
            self.contradictory = true;
            self.problems.push(contradiction(
                self.types_at,
                &schema.location,
                &words,
                "this one stands, the other is ignored",
            ));
            self.types = Some(stated);
            self.types_at = Some(&schema.location);
            return;
        }
        self.types = Some(both);
    }

    /// Takes what two formats say together; where no value has both, neither can stand.
    fn add_format(&mut self, schema: &'a Schema) {
        let Some(stated) = &schema.format else { return };
        let mut at = (stated, &schema.location);
        if let Some(before) = self.format_at {
            match formats::both(before.0, stated) {
                Some(together) if together == stated => {}
                Some(_) => at = before,
                None => {
                    let (known, stated) = (before.0.as_str(), stated.as_str());
                    let words = format!(
                        "of the format `{known}` and of the format `{stated}` at the same time"
                    );
                    let instead = "neither is used";
                    let problem = contradiction(Some(before.1), at.1, &words, instead);
                    self.problems.push(problem);
                    self.formats_contradict = true;
                }
            }
        }
        self.format_at = Some(at);
        self.format = (!self.formats_contradict).then_some(at.0);
    }

    fn add_values(&mut self, schema: &'a Schema) {
        let mut stated: Option<Vec<Value<'a>>> = None;
        if let Some(values) = &schema.enumeration {
            let place = schema.location.child("enum");
            let values = values.iter().enumerate().map(|(index, node)| Value {
                node,
                name: label(&schema.value_names, index),
                description: label(&schema.value_descriptions, index),
                location: place.child(index),
            });
            stated = Some(values.filter(|value| *value.node != Node::Null).collect());
            if schema.enumeration.as_ref().is_some_and(Vec::is_empty) {
                stated = None;
                self.problems.push(Diagnostic::warning(
                    "empty-enum",
                    place,
                    "this `enum` has no value; it is ignored",
                ));
            }
        }
        if let Some(constant) = &schema.constant {
            let value = Value {
                node: constant,
                name: None,
                description: None,
                location: schema.location.child("const"),
            };
            let values = match constant {
                Node::Null => Vec::new(),
                _ => vec![value],
            };
            stated = Some(values);
        }
        let Some(stated) = stated else { return };
        let Some(known) = self.values.take() else {
            self.values = Some(stated);
            self.values_at = Some(&schema.location);
            return;
        };
        // Texts are looked up: of two long lists each value would be compared with each.
        let texts: HashSet<&str> = known
            .iter()
            .filter_map(|value| value.node.as_str())
            .collect();
        let others: Vec<&Node> = known
            .iter()
            .map(|value| value.node)
            .filter(|node| node.as_str().is_none())
            .collect();
        let both: Vec<Value<'a>> = stated
            .iter()
            .filter(|value| match value.node.as_str() {
                Some(text) => texts.contains(text),
                None => others.contains(&value.node),
            })
            .cloned()
            .collect();
        if both.is_empty() && !known.is_empty() && !stated.is_empty() {
            self.contradictory = true;
            self.problems.push(contradiction(
                self.values_at,
                &schema.location,
                "two lists of values that have none in common",
                "this one stands, the other is ignored",
            ));
            self.values = Some(stated);
            self.values_at = Some(&schema.location);
            return;
        }
        self.values = Some(both);
    }

    fn add_additional(&mut self, document: &'a Document, schema: &'a Schema) {
        let Some(id) = schema.additional_properties else {
            return;
        };
        let stated = additional(document, id);
        if stated == Additional::Never {
            self.closed_by = Some(schema);
        }
        self.additional = match (std::mem::take(&mut self.additional), stated) {
            (Additional::Never, _) | (_, Additional::Never) => Additional::Never,
            (Additional::Unsaid | Additional::Any, other) | (other, Additional::Any) => other,
            (Additional::Typed(mut known), Additional::Typed(stated)) => {
                known.extend(stated);
                Additional::Typed(known)
            }
            (known, Additional::Unsaid) => known,
        };
    }

    /// Adds a property that is there for some values only, unless one that is always there has its name.
    pub(crate) fn add_conditional(&mut self, name: &'a str, (by, schema): (SchemaId, SchemaId)) {
        match self.by_name.get(name) {
            Some(index) => {
                let known = &mut self.properties[*index];
                if known.conditional && !known.schemas.contains(&schema) {
                    known.schemas.push(schema);
                }
            }
            None => {
                self.by_name.insert(name, self.properties.len());
                self.properties.push(Property {
                    name,
                    schemas: vec![schema],
                    declared_by: by,
                    conditional: true,
                });
            }
        }
    }

    /// Notes what only shows when all schemas are in.
    pub(crate) fn finish(&mut self, document: &'a Document) {
        if formats::are_integers(self) {
            let kinds = self.types.iter_mut().flatten();
            kinds
                .filter(|kind| **kind == SchemaType::Number)
                .for_each(|kind| *kind = SchemaType::Integer);
        }
        // That a format was named says that values are text, though it is not known which.
        if self.formats_contradict && self.types.is_none() {
            self.types = Some(vec![SchemaType::String]);
        }
        if let Some(kind) = self.key.kind() {
            let has_integers = |types: &Vec<SchemaType>| types.contains(&SchemaType::Integer);
            self.types = Some(match (kind, &self.types) {
                (SchemaType::Number, Some(types)) if has_integers(types) => {
                    vec![SchemaType::Integer, SchemaType::Number]
                }
                _ => vec![kind],
            });
            if let Some(values) = &mut self.values {
                values.retain(|value| enums::fits(kind, value.node));
            }
        }
        // A union is null, never one of its variants.
        self.nullable &= self.key.choices.is_empty();
        // Read to the letter, a member that is closed forbids the properties of the other members. Nobody means that.
        if let Some(closed) = self.closed_by
            && closed.pattern_properties.is_empty()
            && self.properties.len() > closed.properties.len()
            && let Some(other) = self.properties.iter().find(|property| {
                !closed
                    .properties
                    .iter()
                    .any(|(name, _)| name == property.name)
            })
        {
            self.problems.push(
                Diagnostic::warning(
                    "closed-all-of",
                    closed.location.child("additionalProperties"),
                    format!(
                        "to the letter this forbids `{}`, which another schema of the same value declares; it is allowed",
                        other.name
                    ),
                )
                .related(document.schema(other.declared_by).location.clone(), "declared here"),
            );
        }
    }
}

/// Returns what a schema of members without a name says.
pub(crate) fn additional(document: &Document, id: SchemaId) -> Additional {
    let target = document.schema(id);
    match target.boolean {
        Some(false) => Additional::Never,
        Some(true) => Additional::Any,
        None if target.types.is_empty() && nullable::says_nothing_else(target) => Additional::Any,
        None => Additional::Typed(vec![id]),
    }
}

/// Returns which of some schemas extend each, directly.
fn extended_by_each(document: &Document, leaves: &[SchemaId]) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut extended_by: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for id in leaves {
        let schema = document.schema(*id);
        let alternatives = Keyword::BOTH
            .into_iter()
            .filter_map(|keyword| unions::only_alternative(document, keyword.of(schema)))
            .map(|(only, _)| only);
        let below = schema.all_of.iter().copied().chain(schema.reference);
        for extended in below.chain(alternatives) {
            extended_by.entry(extended).or_default().push(*id);
        }
    }
    extended_by
}

/// Returns whether a schema is one of those that are looked for, or is extended by one, directly or not.
fn extends(
    extended_by: &HashMap<SchemaId, Vec<SchemaId>>,
    schema: SchemaId,
    found: &HashSet<SchemaId>,
) -> bool {
    let mut seen = HashSet::from([schema]);
    let mut next = vec![schema];
    while let Some(id) = next.pop() {
        if found.contains(&id) {
            return true;
        }
        let above = extended_by.get(&id).into_iter().flatten();
        next.extend(above.copied().filter(|id| seen.insert(*id)));
    }
    false
}

fn label(labels: &[Option<String>], index: usize) -> Option<&str> {
    labels.get(index)?.as_deref()
}

fn contradiction(
    first: Option<&Location>,
    second: &Location,
    words: &str,
    instead: &str,
) -> Diagnostic {
    let diagnostic = Diagnostic::warning(
        "contradiction",
        second.clone(),
        format!("a value would have to be {words}; {instead}"),
    );
    match first {
        Some(first) => diagnostic.related(first.clone(), "contradicts this"),
        None => diagnostic,
    }
}

fn intersect(left: &[SchemaType], right: &[SchemaType]) -> Vec<SchemaType> {
    let mut both = Vec::new();
    for kind in left {
        let kept = match kind {
            SchemaType::Number if right.contains(&SchemaType::Integer) && !right.contains(kind) => {
                SchemaType::Integer
            }
            SchemaType::Integer if right.contains(&SchemaType::Number) => SchemaType::Integer,
            kind if right.contains(kind) => *kind,
            _ => continue,
        };
        if !both.contains(&kept) {
            both.push(kept);
        }
    }
    both
}

/// Returns the names of types for a message.
pub(crate) fn kinds(types: &[SchemaType]) -> String {
    let names: Vec<&str> = types
        .iter()
        .map(|kind| match kind {
            SchemaType::Null => "null",
            SchemaType::Boolean => "a boolean",
            SchemaType::Integer => "an integer",
            SchemaType::Number => "a number",
            SchemaType::String => "a string",
            SchemaType::Array => "an array",
            SchemaType::Object => "an object",
        })
        .collect();
    names.join(" or ")
}

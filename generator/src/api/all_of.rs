//! Merges the schemas that apply to one value together: a schema, the members of its `allOf`, the target of its `$ref`.
//!
//! In: schemas by id. Out: one [`Merged`] with the keywords of all, and what contradicts. Walks with a stack of its own,
//! so that no document is too deep. Reports nothing itself: the same schemas may be merged more than once.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};
use crate::source::Node;

use super::docs::{self, Marks};
use super::{Constraints, Docs, constraints, nullable, references, unions};

/// How many references and `allOf` may stand between a schema and one that it extends.
const DEPTH: usize = 128;

/// The keywords of all schemas that apply to one value.
#[derive(Debug)]
pub(super) struct Merged<'a> {
    /// The schemas, those that are extended before those that extend them.
    pub leaves: Vec<SchemaId>,
    /// The JSON types, null aside, if any schema names some.
    pub types: Option<Vec<SchemaType>>,
    /// Whether null is accepted.
    pub nullable: bool,
    /// `format`
    pub format: Option<&'a str>,
    /// `enum` and `const`
    pub values: Option<Vec<Value<'a>>>,
    /// `properties`
    pub properties: Vec<Property<'a>>,
    /// `required`, with the place of the schema that says so
    pub required: Vec<(&'a str, &'a Location)>,
    /// `additionalProperties`
    pub additional: Additional,
    /// `patternProperties`
    pub patterns: Vec<SchemaId>,
    /// `items`: all apply to each element.
    pub items: Vec<SchemaId>,
    /// The schema that has the first of them.
    pub items_by: Option<SchemaId>,
    /// `prefixItems`
    pub prefix_items: &'a [SchemaId],
    /// Schemas with a `oneOf` or `anyOf` that is more than nullability.
    pub unions: Vec<SchemaId>,
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
    /// Whether no value can satisfy all schemas.
    pub impossible: bool,
    /// What is to be reported when a type is made of this.
    pub problems: Vec<Diagnostic>,
    types_at: Option<&'a Location>,
    values_at: Option<&'a Location>,
    closed_by: Option<&'a Schema>,
    by_name: HashMap<&'a str, usize>,
    seen_required: HashSet<&'a str>,
}

/// A value that an enum allows.
#[derive(Clone, Debug)]
pub(super) struct Value<'a> {
    /// The value.
    pub node: &'a Node,
    /// Where it stands.
    pub location: Location,
}

/// A property that one or more schemas describe.
#[derive(Debug)]
pub(super) struct Property<'a> {
    /// The wire name.
    pub name: &'a str,
    /// The schemas: all apply.
    pub schemas: Vec<SchemaId>,
    /// The schema that declares the property first.
    pub declared_by: SchemaId,
}

/// What is said of members without a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Additional {
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

enum Step {
    Enter {
        id: SchemaId,
        depth: usize,
        referred: bool,
        null_settled: bool,
    },
    Leave {
        id: SchemaId,
        referred: bool,
    },
}

/// Merges schemas that all apply to one value.
pub(super) fn merge<'a>(document: &'a Document, ids: &[SchemaId]) -> Merged<'a> {
    let mut merged = Merged::new();
    let mut open: HashMap<SchemaId, bool> = HashMap::new();
    let mut accepted = false;
    let mut refused = false;
    let mut order: Vec<(SchemaId, bool)> = Vec::new();
    let mut stack: Vec<Step> = ids
        .iter()
        .rev()
        .map(|id| Step::Enter {
            id: *id,
            depth: 0,
            referred: false,
            null_settled: false,
        })
        .collect();
    while let Some(step) = stack.pop() {
        let (id, depth, referred, mut null_settled) = match step {
            Step::Leave { id, referred } => {
                open.insert(id, false);
                order.push((id, referred));
                continue;
            }
            Step::Enter {
                id,
                depth,
                referred,
                null_settled,
            } => (id, depth, referred, null_settled),
        };
        let schema = document.schema(id);
        match open.get(&id) {
            Some(true) => {
                merged.problems.push(
                    Diagnostic::warning(
                        "cyclic-schema",
                        schema.location.clone(),
                        "this schema extends itself; that part of it is ignored",
                    )
                    .help("a schema can contain itself by a property, an item or a map, but not by `$ref` or `allOf` alone"),
                );
                continue;
            }
            Some(false) => continue,
            None => {}
        }
        if depth > DEPTH {
            merged.impossible = true;
            merged.problems.push(Diagnostic::degraded(
                "schema-too-deep",
                document.schema(ids[0]).location.clone(),
                format!("more than {DEPTH} references and `allOf` follow each other; a free-form value is used"),
            ));
            break;
        }
        if !null_settled {
            match nullable::statement(schema) {
                Some(true) => {
                    accepted = true;
                    null_settled = true;
                }
                Some(false) => refused = true,
                None => {}
            }
        }
        open.insert(id, true);
        stack.push(Step::Leave { id, referred });
        let mut enter = |child: SchemaId, referred: bool, null_settled: bool| {
            stack.push(Step::Enter {
                id: child,
                depth: depth + 1,
                referred,
                null_settled,
            });
        };
        // The last pushed is visited first: what is referred to, then the members in order.
        accepted |= !null_settled && unions::has_null(document, schema);
        for alternatives in [&schema.any_of, &schema.one_of] {
            if let Some((only, with_null)) = unions::only_alternative(document, alternatives) {
                enter(only, referred, null_settled || with_null);
            }
        }
        for member in schema.all_of.iter().rev() {
            enter(*member, referred, null_settled);
        }
        if let Some(target) = schema.reference {
            // What stands at the end of a plain reference speaks for the value; what is extended does not.
            let own = depth == 0 && references::is_plain(schema);
            enter(target, referred || !own, null_settled);
        }
    }
    merged.add_all(document, &order);
    let flagged = order.iter().any(|(id, _)| {
        let schema = document.schema(*id);
        schema.nullable && schema.types.is_empty()
    });
    merged.nullable = accepted && !refused || flagged;
    merged.finish(document);
    merged
}

impl<'a> Merged<'a> {
    fn new() -> Self {
        Self {
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
            problems: Vec::new(),
            types_at: None,
            values_at: None,
            closed_by: None,
            by_name: HashMap::new(),
            seen_required: HashSet::new(),
        }
    }

    /// Returns the property of a name.
    pub(super) fn property(&self, name: &str) -> Option<&Property<'a>> {
        self.by_name.get(name).map(|index| &self.properties[*index])
    }

    /// Returns whether null is all that is accepted.
    pub(super) fn is_null(&self) -> bool {
        self.nullable
            && (self.types.as_ref().is_some_and(Vec::is_empty)
                || self.values.as_ref().is_some_and(Vec::is_empty))
    }

    /// Returns whether nothing is said of what values are accepted, so that a use of it cannot be told from any value.
    pub(super) fn says_nothing(&self) -> bool {
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

    fn add_all(&mut self, document: &'a Document, order: &[(SchemaId, bool)]) {
        for (id, _) in order {
            self.leaves.push(*id);
            self.add(document, *id);
        }
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
        if let Some(format) = &schema.format {
            self.format = Some(format);
        }
        for (name, property) in &schema.properties {
            match self.by_name.get(name.as_str()) {
                Some(index) => self.properties[*index].schemas.push(*property),
                None => {
                    self.by_name.insert(name, self.properties.len());
                    self.properties.push(Property {
                        name,
                        schemas: vec![*property],
                        declared_by: id,
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
        self.patterns
            .extend(schema.pattern_properties.iter().map(|(_, value)| *value));
        if let Some(items) = schema.items {
            self.items.push(items);
            self.items_by.get_or_insert(id);
        }
        if !schema.prefix_items.is_empty() {
            self.prefix_items = &schema.prefix_items;
        }
        let is_union = [&schema.one_of, &schema.any_of]
            .into_iter()
            .any(|alternatives| {
                !alternatives.is_empty()
                    && unions::only_alternative(document, alternatives).is_none()
            });
        if is_union {
            self.unions.push(id);
        }
        constraints::tighten(&mut self.constraints, &schema.constraints);
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
            self.impossible = true;
            let problem = contradiction(
                self.types_at,
                &schema.location,
                &words,
                "a free-form value is used",
            );
            self.problems.push(problem.free_form(true));
        }
        self.types = Some(both);
    }

    fn add_values(&mut self, schema: &'a Schema) {
        let mut stated: Option<Vec<Value<'a>>> = None;
        if let Some(values) = &schema.enumeration {
            let place = schema.location.child("enum");
            let values = values.iter().enumerate().map(|(index, node)| Value {
                node,
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
            self.problems.push(contradiction(
                self.values_at,
                &schema.location,
                "two lists of values that have none in common",
                "the values are not restricted",
            ));
            return;
        }
        self.values = Some(both);
    }

    fn add_additional(&mut self, document: &'a Document, schema: &'a Schema) {
        let Some(id) = schema.additional_properties else {
            return;
        };
        let target = document.schema(id);
        let stated = match target.boolean {
            Some(false) => {
                self.closed_by = Some(schema);
                Additional::Never
            }
            Some(true) => Additional::Any,
            None if target.types.is_empty() && nullable::says_nothing_else(target) => {
                Additional::Any
            }
            None => Additional::Typed(vec![id]),
        };
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

    /// Notes what only shows when all schemas are in.
    fn finish(&mut self, document: &'a Document) {
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
pub(super) fn kinds(types: &[SchemaType]) -> String {
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

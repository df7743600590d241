//! How the keywords of schemas that apply to one value are united.
//!
//! In: schemas one by one, those that are extended before those that extend them. Out: one [`Merged`], with contradictions
//! among its problems. Does not know how the schemas were found (see `all_of`).

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, Format, Schema, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::schemas::assertions::{Additional, PatternProperty, Required, Value};
use crate::api::schemas::choices::{Alternatives, Key, Keyword};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{constraints, enums, formats, json_types, nullable};

/// What is used where two schemas contradict each other.
const LATER_IS_USED: &str = "this one is used, the other is ignored";

/// A [`Merged`] in the making, with what is only needed to report contradictions.
#[derive(Debug)]
pub(super) struct Merger<'a> {
    document: &'a Document,
    /// What the schemas so far state.
    pub(super) merged: Merged<'a>,
    types_at: Option<&'a Location>,
    values_at: Option<&'a Location>,
    format_at: Option<FormatAt<'a>>,
    formats_contradict: bool,
    closed_by: Option<&'a Schema>,
    seen_required: HashSet<&'a str>,
}

/// A format and the schema that states it.
#[derive(Clone, Copy, Debug)]
struct FormatAt<'a> {
    format: &'a Format,
    location: &'a Location,
}

impl<'a> Merger<'a> {
    /// Returns the union of no schemas.
    pub(super) fn new(document: &'a Document, key: &Key) -> Self {
        Self {
            document,
            merged: Merged::new(key.clone()),
            types_at: None,
            values_at: None,
            format_at: None,
            formats_contradict: false,
            closed_by: None,
            seen_required: HashSet::new(),
        }
    }

    /// Adds the keywords of a schema.
    pub(super) fn add(&mut self, id: SchemaId) {
        let schema = self.document.schema(id);
        self.merged.leaves.push(id);
        if schema.boolean == Some(false) {
            self.merged.assertions.impossible = true;
            self.merged.problems.push(Diagnostic::degraded(
                "contradiction",
                schema.location.clone(),
                "no value satisfies `false`; a free-form value is used",
            ));
        }
        self.add_types(schema);
        self.add_values(schema);
        self.add_format(schema);
        for (name, property) in &schema.properties {
            self.merged.add_property(name, *property, id);
        }
        let assertions = &mut self.merged.assertions;
        for name in &schema.required {
            if self.seen_required.insert(name) {
                assertions.required.push(Required {
                    name,
                    location: &schema.location,
                });
            }
        }
        let patterns = schema.pattern_properties.iter();
        assertions
            .patterns
            .extend(patterns.map(|(pattern, schema)| PatternProperty {
                pattern,
                schema: *schema,
            }));
        if let Some(items) = schema.items {
            assertions.items.push(items);
            self.merged.items_by.get_or_insert(id);
        }
        if !schema.prefix_items.is_empty() {
            assertions.prefix_items = &schema.prefix_items;
        }
        constraints::tighten(&mut assertions.constraints, &schema.constraints);
        self.add_additional(schema);
        self.add_unions(id, schema);
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
        let types = &mut self.merged.assertions.types;
        let Some(known) = types else {
            *types = Some(stated);
            self.types_at = Some(&schema.location);
            return;
        };
        let both = json_types::intersect(known, &stated);
        if !both.is_empty() || known.is_empty() || stated.is_empty() {
            *types = Some(both);
            return;
        }
        let words = format!(
            "a value would have to be {} and {} at the same time; {LATER_IS_USED}",
            json_types::type_names(known),
            json_types::type_names(&stated)
        );
        *types = Some(stated);
        self.report_contradiction(self.types_at, &schema.location, words);
        self.merged.contradictory = true;
        self.types_at = Some(&schema.location);
    }

    /// Adds a format. Where no value has both formats, neither can be used.
    fn add_format(&mut self, schema: &'a Schema) {
        let Some(format) = &schema.format else { return };
        let mut at = FormatAt {
            format,
            location: &schema.location,
        };
        if let Some(before) = self.format_at {
            match formats::both(before.format, format) {
                Some(together) if together == format => {}
                Some(_) => at = before,
                None => {
                    let words = format!(
                        "a value would have to be of the format `{}` and of the format `{}` at the same time; neither is used",
                        before.format.as_str(),
                        format.as_str()
                    );
                    self.report_contradiction(Some(before.location), at.location, words);
                    self.formats_contradict = true;
                }
            }
        }
        self.format_at = Some(at);
        self.merged.assertions.format = (!self.formats_contradict).then_some(at.format);
    }

    fn add_values(&mut self, schema: &'a Schema) {
        let Some(stated) = self.stated_values(schema) else {
            return;
        };
        let values = &mut self.merged.assertions.values;
        let Some(known) = values.take() else {
            *values = Some(stated);
            self.values_at = Some(&schema.location);
            return;
        };
        let both = values_of_both(&known, &stated);
        if !both.is_empty() || known.is_empty() || stated.is_empty() {
            *values = Some(both);
            return;
        }
        *values = Some(stated);
        let words = format!("two lists of values have none in common; {LATER_IS_USED}");
        self.report_contradiction(self.values_at, &schema.location, words);
        self.merged.contradictory = true;
        self.values_at = Some(&schema.location);
    }

    /// Returns the values that a schema lists, null aside.
    fn stated_values(&mut self, schema: &'a Schema) -> Option<Vec<Value<'a>>> {
        let mut stated: Option<Vec<Value<'a>>> = None;
        if let Some(nodes) = &schema.enumeration {
            let place = schema.location.child("enum");
            if nodes.is_empty() {
                self.merged.problems.push(Diagnostic::warning(
                    "empty-enum",
                    place,
                    "this `enum` has no values; it is ignored",
                ));
            } else {
                let values = nodes.iter().enumerate().map(|(index, node)| Value {
                    node,
                    name: label(&schema.value_names, index),
                    description: label(&schema.value_descriptions, index),
                    location: place.child(index),
                });
                stated = Some(values.filter(|value| *value.node != Node::Null).collect());
            }
        }
        match &schema.constant {
            None => {}
            Some(Node::Null) => stated = Some(Vec::new()),
            Some(node) => {
                stated = Some(vec![Value {
                    node,
                    name: None,
                    description: None,
                    location: schema.location.child("const"),
                }]);
            }
        }
        stated
    }

    fn add_additional(&mut self, schema: &'a Schema) {
        let Some(id) = schema.additional_properties else {
            return;
        };
        let stated = Additional::from_schema(self.document, id);
        if stated == Additional::Never {
            self.closed_by = Some(schema);
        }
        let additional = &mut self.merged.assertions.additional;
        *additional = match (std::mem::take(additional), stated) {
            (Additional::Never, _) | (_, Additional::Never) => Additional::Never,
            (Additional::Unstated | Additional::Any, other) | (other, Additional::Any) => other,
            (Additional::Typed(mut known), Additional::Typed(stated)) => {
                known.extend(stated);
                Additional::Typed(known)
            }
            (known, Additional::Unstated) => known,
        };
    }

    /// Adds the lists of alternatives that have to be chosen from.
    fn add_unions(&mut self, id: SchemaId, schema: &'a Schema) {
        for keyword in Keyword::BOTH {
            let of = Alternatives {
                schema: id,
                keyword,
            };
            let alternatives = keyword.alternatives(schema);
            if !alternatives.is_empty()
                && !self.merged.has_chosen(of)
                && nullable::only_alternative(self.document, alternatives).is_none()
            {
                self.merged.assertions.unions.push(of);
            }
        }
    }

    /// Completes what depends on all schemas.
    pub(super) fn finish(mut self) -> Merged<'a> {
        let assertions = &mut self.merged.assertions;
        if formats::are_integers(assertions, &self.merged.docs) {
            for kind in assertions.types.iter_mut().flatten() {
                if *kind == SchemaType::Number {
                    *kind = SchemaType::Integer;
                }
            }
        }
        // Formats that contradict each other still show that values are strings.
        if self.formats_contradict && assertions.types.is_none() {
            assertions.types = Some(vec![SchemaType::String]);
        }
        if let Some(kind) = self.merged.key.kind() {
            let has_integers = |types: &Vec<SchemaType>| types.contains(&SchemaType::Integer);
            assertions.types = Some(match (kind, &assertions.types) {
                (SchemaType::Number, Some(types)) if has_integers(types) => {
                    vec![SchemaType::Integer, SchemaType::Number]
                }
                _ => vec![kind],
            });
            if let Some(values) = &mut assertions.values {
                values.retain(|value| enums::has_type(kind, value.node));
            }
        }
        // Null is a value of the union, never of one of its variants.
        self.merged.nullable &= self.merged.key.choices.is_empty();
        self.report_closed();
        self.merged
    }

    /// Reports a schema that forbids the properties of the others, which is hardly ever meant: they are allowed.
    fn report_closed(&mut self) {
        let Some(closed) = self.closed_by else { return };
        let properties = &self.merged.assertions.properties;
        if !closed.pattern_properties.is_empty() || properties.len() <= closed.properties.len() {
            return;
        }
        let is_own = |name: &str| closed.properties.iter().any(|(own, _)| own == name);
        let Some(other) = properties.iter().find(|property| !is_own(property.name)) else {
            return;
        };
        let declared_at = &self.document.schema(other.declared_by).location;
        let report = Diagnostic::warning(
            "closed-all-of",
            closed.location.child("additionalProperties"),
            format!(
                "taken literally, this forbids `{}`, which another schema of the same value declares; it is allowed",
                other.name
            ),
        );
        self.merged
            .problems
            .push(report.related(declared_at.clone(), "declared here"));
    }

    fn report_contradiction(&mut self, first: Option<&Location>, second: &Location, words: String) {
        let report = Diagnostic::warning("contradiction", second.clone(), words);
        self.merged.problems.push(match first {
            Some(first) => report.related(first.clone(), "contradicts this"),
            None => report,
        });
    }
}

/// Returns the values that are in both lists.
fn values_of_both<'a>(known: &[Value<'a>], stated: &[Value<'a>]) -> Vec<Value<'a>> {
    // Strings are looked up: with two long lists, each value would be compared with each.
    let strings: HashSet<&str> = known
        .iter()
        .filter_map(|value| value.node.as_str())
        .collect();
    let others: Vec<&Node> = known
        .iter()
        .map(|value| value.node)
        .filter(|node| node.as_str().is_none())
        .collect();
    stated
        .iter()
        .filter(|value| match value.node.as_str() {
            Some(string) => strings.contains(string),
            None => others.contains(&value.node),
        })
        .cloned()
        .collect()
}

fn label(labels: &[Option<String>], index: usize) -> Option<&str> {
    labels.get(index)?.as_deref()
}

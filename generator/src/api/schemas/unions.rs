//! `oneOf` and `anyOf`: what is only null beside one schema, what is one shape after all, and what is left.
//!
//! In: the alternatives of merged schemas. Out: a shape that all of them share, or the finding that there is none, so
//! that a union is made of them (see `variants`).

use std::collections::HashSet;

use crate::openapi::document::{Document, Format, Schema, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::merged::{Additional, Merged, Value};
use crate::api::schemas::{all_of, docs, enums, nullable, references};
use crate::api::types::shapes;
use crate::api::{Docs, EnumValue, IntegerFormat, Shape};

/// How many alternatives of alternatives are looked at for one union, and how many references for one alternative.
pub(crate) const LOOKED_AT: usize = 512;

/// What the alternatives of a schema come to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// They only restrict what the schema says without them.
    Refinement,
    /// All have this shape.
    Shared(Shape),
    /// They differ.
    Different,
}

/// What all lists of alternatives of a value come to.
#[derive(Debug)]
pub(crate) enum Decision {
    /// They only restrict what the schemas say without them.
    Refinement,
    /// All have this shape.
    Shared(Shape),
    /// This list has to be chosen from.
    Choose(Alternatives),
}

/// Returns the only alternative that is not null, and whether null is another one.
pub(crate) fn only_alternative(
    document: &Document,
    alternatives: &[SchemaId],
) -> Option<(SchemaId, bool)> {
    let mut only: Option<SchemaId> = None;
    let mut null = false;
    for alternative in alternatives {
        if nullable::is_null(document, *alternative) {
            null = true;
            continue;
        }
        match only {
            None => only = Some(*alternative),
            Some(known) if same(document, known, *alternative) => {}
            Some(_) => return None,
        }
    }
    only.map(|only| (only, null))
}

/// Returns whether null is among alternatives, those of alternatives included.
pub(crate) fn has_null(document: &Document, alternatives: &[SchemaId]) -> bool {
    let known = document.null_among.get_or_init(|| null_among(document));
    alternatives.iter().any(|id| known[id.0 as usize])
}

/// Returns which schemas have null among what they are one of: those that say so, and whatever leads to one by alternatives,
/// references and an `allOf` of one alone.
fn null_among(document: &Document) -> Vec<bool> {
    let mut found = vec![false; document.schemas.len()];
    let mut led_to_by: Vec<Vec<usize>> = vec![Vec::new(); document.schemas.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, schema) in document.schemas.iter().enumerate() {
        match nullable::statement(schema) {
            Some(true) => {
                found[index] = true;
                open.push(index);
                continue;
            }
            Some(false) => continue,
            None => {}
        }
        let alternatives = schema.one_of.iter().chain(&schema.any_of);
        let alone = match schema.all_of.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        for next in alternatives.chain(&schema.reference).chain(alone) {
            led_to_by[next.0 as usize].push(index);
        }
    }
    while let Some(index) = open.pop() {
        for by in std::mem::take(&mut led_to_by[index]) {
            if !found[by] {
                found[by] = true;
                open.push(by);
            }
        }
    }
    found
}

fn same(document: &Document, left: SchemaId, right: SchemaId) -> bool {
    let (one, other) = (document.schema(left), document.schema(right));
    left == right || one.reference.is_some() && one.reference == other.reference
}

/// Finds out what the alternatives of merged schemas come to.
pub(crate) fn decide(document: &Document, merged: &Merged<'_>) -> Decision {
    let mut found = Decision::Refinement;
    for of in &merged.unions {
        match (of_list(document, merged, of.list(document)), &found) {
            (Outcome::Shared(shape), Decision::Refinement) => found = Decision::Shared(shape),
            (Outcome::Different, Decision::Refinement | Decision::Shared(_)) => {
                found = Decision::Choose(*of);
            }
            _ => {}
        }
    }
    found
}

/// Finds out what a list of alternatives comes to beside what `base` says.
pub(crate) fn of_list(
    document: &Document,
    base: &Merged<'_>,
    alternatives: &[SchemaId],
) -> Outcome {
    let base_types = shapes::types_of(base);
    let mut kind: Option<SchemaType> = None;
    let mut refinements = 0;
    let mut branches: Vec<Merged<'_>> = Vec::new();
    for id in Expanded::new(document, alternatives, Through::References) {
        let branch = all_of::merge(document, &[id]);
        if branch.is_null() {
            continue;
        }
        let mut types = shapes::types_of(&branch);
        if branch.impossible || !branch.unions.is_empty() {
            return Outcome::Different;
        }
        let refines = only_refines(document, base, &branch, &base_types);
        if refines {
            refinements += 1;
            types.clone_from(&base_types);
        }
        let this = match types.as_slice() {
            [one] => *one,
            [] if base_types.is_empty() => return Outcome::Different,
            [] => continue,
            _ => return Outcome::Different,
        };
        if matches!(this, SchemaType::Array | SchemaType::Object) && !refines {
            return Outcome::Different;
        }
        kind = match (kind, this) {
            (None, this) => Some(this),
            (Some(known), this) if known == this => Some(known),
            (
                Some(SchemaType::Integer | SchemaType::Number),
                SchemaType::Integer | SchemaType::Number,
            ) => Some(SchemaType::Number),
            _ => return Outcome::Different,
        };
        branches.push(branch);
    }
    let all_refine = refinements == branches.len();
    match kind {
        _ if all_refine
            && !base_types.is_empty()
            && !matches!(base_types.as_slice(), [SchemaType::String]) =>
        {
            Outcome::Refinement
        }
        None => Outcome::Different,
        Some(kind) if base_types.iter().any(|base| *base != kind) => Outcome::Different,
        Some(SchemaType::String) if base.values.is_some() => Outcome::Refinement,
        Some(kind) => match scalar(kind, &branches, base.format) {
            Some(shape) => Outcome::Shared(shape),
            None => Outcome::Different,
        },
    }
}

/// Returns the shape that alternatives of one JSON type share, unless it is one with parts.
pub(crate) fn scalar(
    kind: SchemaType,
    branches: &[Merged<'_>],
    base_format: Option<&Format>,
) -> Option<Shape> {
    match kind {
        SchemaType::Boolean => Some(Shape::Boolean),
        SchemaType::Number => Some(match branches.iter().any(has_integers) {
            true => Shape::IntegerOrNumber,
            false => Shape::Number,
        }),
        SchemaType::Integer => Some(match integers(branches) {
            Some(values) => Shape::Integers(values),
            None => Shape::Integer(widest(branches)),
        }),
        SchemaType::String => Some(text(branches, base_format)),
        SchemaType::Array | SchemaType::Object | SchemaType::Null => None,
    }
}

/// Returns whether integers stand by themselves among what a schema allows.
fn has_integers(branch: &Merged<'_>) -> bool {
    shapes::types_of(branch).contains(&SchemaType::Integer)
}

/// What alternatives that are lists of alternatives themselves are taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Through {
    /// Those that stand inside the list.
    Nesting,
    /// Those that the list refers to as well.
    References,
}

/// Returns the alternatives with those that are only a list of alternatives themselves taken apart.
pub(crate) fn expand(
    document: &Document,
    alternatives: &[SchemaId],
    through: Through,
) -> Vec<SchemaId> {
    Expanded::new(document, alternatives, through).collect()
}

/// The alternatives with those that are only a list of alternatives themselves taken apart, one after the other.
#[derive(Debug)]
pub(crate) struct Expanded<'d> {
    document: &'d Document,
    through: Through,
    seen: HashSet<SchemaId>,
    stack: Vec<SchemaId>,
    taken_apart: usize,
    /// Whether lists were left as they are, because there are too many alternatives in them.
    pub is_cut: bool,
}

impl<'d> Expanded<'d> {
    /// Returns the alternatives, none of them looked at yet.
    pub(crate) fn new(document: &'d Document, alternatives: &[SchemaId], through: Through) -> Self {
        Self {
            document,
            through,
            seen: HashSet::new(),
            stack: alternatives.iter().rev().copied().collect(),
            taken_apart: 0,
            is_cut: false,
        }
    }
}

impl Iterator for Expanded<'_> {
    type Item = SchemaId;

    fn next(&mut self) -> Option<SchemaId> {
        while let Some(id) = self.stack.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            let schema = self.document.schema(id);
            let mut target = id;
            if self.through == Through::References {
                let mut hops = 0;
                while let Some(next) = self.document.schema(target).reference
                    && references::is_plain(self.document.schema(target))
                    && hops < LOOKED_AT
                {
                    target = next;
                    hops += 1;
                }
                if target != id && !self.seen.insert(target) {
                    continue;
                }
            }
            let Some(inner) = nested(self.document.schema(target)) else {
                return Some(id);
            };
            // What a discriminator of its own chooses is a type of its own.
            if self.through == Through::Nesting && schema.discriminator.is_some() {
                return Some(id);
            }
            if self.through == Through::References {
                // Many unions can lead to the same lists: each would look through all of them. One list, however long, is
                // no more than the document has. Each stands in place of the list that it was found by.
                let more = (inner.len() - 1).max(1);
                if self.taken_apart > 0 && self.taken_apart + more > LOOKED_AT {
                    self.is_cut = true;
                    return Some(id);
                }
                self.taken_apart += more;
            }
            self.stack.extend(inner.iter().rev());
        }
        None
    }
}

/// Returns the alternatives of a schema that says nothing else.
fn nested(schema: &Schema) -> Option<&[SchemaId]> {
    let inner = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
        (inner, []) | ([], inner) if !inner.is_empty() => inner,
        _ => return None,
    };
    let alone = schema.reference.is_none()
        && schema.all_of.is_empty()
        && schema.types.is_empty()
        && nullable::has_no_own_effect(schema);
    alone.then_some(inner)
}

/// Returns whether a schema only restricts values of a known type further.
fn only_refines(
    document: &Document,
    base: &Merged<'_>,
    branch: &Merged<'_>,
    base_types: &[SchemaType],
) -> bool {
    let same_type = branch.types.is_none() || branch.types.as_deref() == Some(base_types);
    same_type
        && branch.format.is_none()
        && branch.values.is_none()
        && branch.properties.iter().all(|property| {
            base.property(property.name).is_some()
                && all_of::merge(document, &property.schemas).accepts_anything()
        })
        && matches!(branch.additional, Additional::Unsaid | Additional::Any)
        && branch.patterns.is_empty()
        && branch.items.is_empty()
        && branch.prefix_items.is_empty()
        && branch.unions.is_empty()
        && !base_types.is_empty()
}

fn widest(branches: &[Merged<'_>]) -> IntegerFormat {
    let mut formats = branches.iter().map(shapes::integer);
    let first = formats.next().unwrap_or(IntegerFormat::Int64);
    match formats.all(|format| format == first) {
        true => first,
        false => IntegerFormat::Int64,
    }
}

/// Returns the shape of texts: an enum as soon as one alternative names its values, since enums are open anyway.
fn text(branches: &[Merged<'_>], base_format: Option<&Format>) -> Shape {
    let values = named_values(branches, enums::text);
    if !values.is_empty() {
        return Shape::Enum(values);
    }
    let mut formats = branches.iter().map(|branch| branch.format.or(base_format));
    let first = formats.next().flatten();
    match formats.all(|format| format == first) {
        true => shapes::string(first),
        false => Shape::String(None),
    }
}

/// Returns the values of alternatives that are whole numbers, where each alternative is one or more of them and any of
/// them has a name. Otherwise they stay whole numbers.
fn integers(branches: &[Merged<'_>]) -> Option<Vec<EnumValue>> {
    for branch in branches {
        enums::integers(branch.values.as_deref()?)?;
    }
    let values = named_values(branches, enums::canonical);
    let is_named = |value: &EnumValue| value.title.is_some() || value.rust_name.is_some();
    values.iter().any(is_named).then_some(values)
}

/// Returns the values that alternatives list, each once. What an alternative of one value says is said of that value:
/// its title is the name, and the description is the documentation.
fn named_values(branches: &[Merged<'_>], text: impl Fn(&Node) -> Option<String>) -> Vec<EnumValue> {
    let mut values: Vec<EnumValue> = Vec::new();
    let mut seen = HashSet::new();
    for branch in branches {
        let listed: &[Value<'_>] = branch.values.as_deref().unwrap_or_default();
        for value in listed {
            let Some(text) = text(value.node) else {
                continue;
            };
            if !seen.insert(text.clone()) {
                continue;
            }
            let mut made = EnumValue {
                value: text,
                description: value.description.map(str::to_owned),
                title: value.name.map(str::to_owned),
                rust_name: None,
                location: value.location.clone(),
            };
            if let [_] = listed {
                let mut said = Docs::default();
                docs::fall_back(&mut said, &branch.docs);
                made.title = made.title.or_else(|| said.summary.clone());
                // A title of one word says no more than the name that is made of it.
                let sentence = said.summary.filter(|title| title.trim().contains(' '));
                made.description = made.description.or(said.description).or(sentence);
                made.rust_name.clone_from(&branch.rust_name);
            }
            values.push(made);
        }
    }
    values
}

//! `oneOf` and `anyOf`: what is only null beside one schema, what is one shape after all, and what is left.
//!
//! In: the alternatives of merged schemas. Out: a shape that all of them share, or the finding that there is none, for
//! which a free-form value stands in. An alternative is looked at once and never below its own level.

use std::collections::HashSet;

use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};

use super::all_of::{self, Additional, Merged, Value};
use super::{Docs, EnumValue, IntegerFormat, Shape, docs, enums, nullable, shapes};

/// What the alternatives of a schema come to.
#[derive(Debug)]
pub(super) enum Outcome {
    /// They only restrict what the schema says without them.
    Refinement,
    /// All have this shape.
    Shared(Shape),
    /// They differ.
    Different,
}

/// Returns the only alternative that is not null, and whether null is another one.
pub(super) fn only_alternative(
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

/// Returns whether null is among the alternatives of a schema.
pub(super) fn has_null(document: &Document, schema: &Schema) -> bool {
    [&schema.one_of, &schema.any_of]
        .into_iter()
        .flatten()
        .any(|alternative| nullable::is_null(document, *alternative))
}

fn same(document: &Document, left: SchemaId, right: SchemaId) -> bool {
    let (one, other) = (document.schema(left), document.schema(right));
    left == right || one.reference.is_some() && one.reference == other.reference
}

/// Finds out what the alternatives of merged schemas come to.
pub(super) fn outcome(document: &Document, merged: &Merged<'_>) -> Outcome {
    let mut found = Outcome::Refinement;
    for id in &merged.unions {
        let schema = document.schema(*id);
        for alternatives in [&schema.one_of, &schema.any_of] {
            if alternatives.is_empty() || only_alternative(document, alternatives).is_some() {
                continue;
            }
            match (of_list(document, merged, alternatives), &found) {
                (Outcome::Refinement, _) => {}
                (Outcome::Shared(shape), Outcome::Refinement) => found = Outcome::Shared(shape),
                _ => return Outcome::Different,
            }
        }
    }
    found
}

fn of_list(document: &Document, base: &Merged<'_>, alternatives: &[SchemaId]) -> Outcome {
    let base_types = shapes::types_of(base);
    let mut kind: Option<SchemaType> = None;
    let mut refinements = 0;
    let mut branches: Vec<Merged<'_>> = Vec::new();
    for id in expand(document, alternatives) {
        let branch = all_of::merge(document, &[id]);
        if branch.is_null() {
            continue;
        }
        let mut types = shapes::types_of(&branch);
        if branch.impossible || !branch.unions.is_empty() {
            return Outcome::Different;
        }
        if only_refines(&branch, &base_types) {
            refinements += 1;
            types.clone_from(&base_types);
        }
        let this = match types.as_slice() {
            [one] => *one,
            [] if base_types.is_empty() && !only_refines(&branch, &base_types) => {
                return Outcome::Different;
            }
            [] => continue,
            _ => return Outcome::Different,
        };
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
        Some(SchemaType::Boolean) => Outcome::Shared(Shape::Boolean),
        Some(SchemaType::Number) => Outcome::Shared(Shape::Number),
        Some(SchemaType::Integer) => Outcome::Shared(Shape::Integer(widest(&branches))),
        Some(SchemaType::String) if base.values.is_some() => Outcome::Refinement,
        Some(SchemaType::String) => Outcome::Shared(text(&branches, base.format)),
        Some(SchemaType::Array | SchemaType::Object | SchemaType::Null) => Outcome::Different,
    }
}

/// Returns the alternatives with those that are only a list of alternatives themselves taken apart.
fn expand(document: &Document, alternatives: &[SchemaId]) -> Vec<SchemaId> {
    let mut flat = Vec::new();
    let mut seen = HashSet::new();
    let mut stack: Vec<SchemaId> = alternatives.iter().rev().copied().collect();
    while let Some(id) = stack.pop() {
        if !seen.insert(id) {
            continue;
        }
        let schema = document.schema(id);
        let inner = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
            (inner, []) | ([], inner) if !inner.is_empty() => inner,
            _ => &[],
        };
        let alone = schema.reference.is_none()
            && schema.all_of.is_empty()
            && schema.types.is_empty()
            && nullable::has_no_own_effect(schema);
        match (alone, inner) {
            (true, [_, ..]) => stack.extend(inner.iter().rev()),
            _ => flat.push(id),
        }
    }
    flat
}

/// Returns whether a schema only restricts values of a known type further.
fn only_refines(branch: &Merged<'_>, base_types: &[SchemaType]) -> bool {
    let same_type = branch.types.is_none() || branch.types.as_deref() == Some(base_types);
    let kept_format = branch.format.is_none();
    same_type
        && kept_format
        && branch.values.is_none()
        && branch.properties.is_empty()
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
fn text(branches: &[Merged<'_>], base_format: Option<&str>) -> Shape {
    let mut values: Vec<EnumValue> = Vec::new();
    let mut seen = HashSet::new();
    for branch in branches {
        let listed: &[Value<'_>] = branch.values.as_deref().unwrap_or_default();
        for value in listed {
            let Some(text) = enums::text(value.node) else {
                continue;
            };
            if !seen.insert(text.clone()) {
                continue;
            }
            let mut said = Docs::default();
            if let [_] = listed {
                docs::fall_back(&mut said, &branch.docs);
            }
            values.push(EnumValue {
                value: text,
                description: said.description.or(said.summary),
                rust_name: match listed {
                    [_] => branch.rust_name.clone(),
                    _ => None,
                },
                location: value.location.clone(),
            });
        }
    }
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

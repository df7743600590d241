//! `oneOf` and `anyOf`: whether a list of alternatives is one shape after all, or has to be chosen from.
//!
//! In: merged schemas with lists of alternatives. Out: a [`Decision`]. The union of a list that has to be chosen from is made
//! by `types::variants`.

use crate::openapi::document::{Document, SchemaId, SchemaType};

use crate::api::Shape;
use crate::api::schemas::assertions::{Additional, Assertion};
use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::flatten::{ExpandMode, FlattenedAlternatives};
use crate::api::schemas::json_types::stated_types;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{all_of, scalars};

/// What one list of alternatives is.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The alternatives only restrict what the schema states without them.
    Refinement,
    /// All have this shape.
    Shared(Shape),
    /// They differ.
    Different,
}

/// What all lists of alternatives of a value are together.
#[derive(Debug)]
pub(crate) enum Decision {
    /// They only restrict what the schemas state without them.
    Refinement,
    /// All have this shape.
    Shared(Shape),
    /// This list has to be chosen from.
    Choose(Alternatives),
}

/// Decides what the lists of alternatives of a value are.
pub(crate) fn decide(document: &Document, merged: &Merged<'_>) -> Decision {
    let mut decision = Decision::Refinement;
    for of in &merged.assertions.unions {
        match (classify(document, merged, of.list(document)), &decision) {
            (Outcome::Shared(shape), Decision::Refinement) => decision = Decision::Shared(shape),
            (Outcome::Different, Decision::Refinement | Decision::Shared(_)) => {
                decision = Decision::Choose(*of);
            }
            _ => {}
        }
    }
    decision
}

/// Decides what a list of alternatives is beside what `base` states.
pub(crate) fn classify(
    document: &Document,
    base: &Merged<'_>,
    alternatives: &[SchemaId],
) -> Outcome {
    let base_types = stated_types(&base.assertions);
    let mut kind: Option<SchemaType> = None;
    let mut refinements = 0;
    let mut branches: Vec<Merged<'_>> = Vec::new();
    for id in FlattenedAlternatives::new(document, alternatives, ExpandMode::References) {
        let branch = all_of::merge(document, &[id]);
        if branch.is_null() {
            continue;
        }
        if branch.assertions.impossible || !branch.assertions.unions.is_empty() {
            return Outcome::Different;
        }
        let refines = only_refines(document, base, &branch, &base_types);
        refinements += usize::from(refines);
        let types = if refines {
            base_types.clone()
        } else {
            stated_types(&branch.assertions)
        };
        let this = match types.as_slice() {
            [one] => *one,
            [] if !base_types.is_empty() => continue,
            _ => return Outcome::Different,
        };
        if matches!(this, SchemaType::Array | SchemaType::Object) && !refines {
            return Outcome::Different;
        }
        let Some(common) = common_type(kind, this) else {
            return Outcome::Different;
        };
        kind = Some(common);
        branches.push(branch);
    }
    let all_refine = refinements == branches.len();
    if all_refine && !base_types.is_empty() && base_types != [SchemaType::String] {
        return Outcome::Refinement;
    }
    let Some(kind) = kind else {
        return Outcome::Different;
    };
    if base_types.iter().any(|base| *base != kind) {
        return Outcome::Different;
    }
    if kind == SchemaType::String && base.assertions.values.is_some() {
        return Outcome::Refinement;
    }
    match scalars::shared_shape(kind, &branches, base.assertions.format) {
        Some(shape) => Outcome::Shared(shape),
        None => Outcome::Different,
    }
}

/// Returns the type that holds the values of both; integers and numbers are numbers together.
fn common_type(known: Option<SchemaType>, other: SchemaType) -> Option<SchemaType> {
    let is_numeric = |kind| matches!(kind, SchemaType::Integer | SchemaType::Number);
    match known {
        None => Some(other),
        Some(known) if known == other => Some(known),
        Some(known) if is_numeric(known) && is_numeric(other) => Some(SchemaType::Number),
        Some(_) => None,
    }
}

/// Returns whether a schema only restricts values of a known type further.
fn only_refines(
    document: &Document,
    base: &Merged<'_>,
    branch: &Merged<'_>,
    base_types: &[SchemaType],
) -> bool {
    const RESTRICTIONS: &[Assertion] = &[
        Assertion::Types,
        Assertion::Properties,
        Assertion::Required,
        Assertion::Additional,
        Assertion::Constraints,
    ];
    let assertions = &branch.assertions;
    let same_type = match &assertions.types {
        None => true,
        Some(types) => types == base_types,
    };
    let is_known = |name: &str, schemas: &[SchemaId]| {
        base.property(name).is_some()
            && all_of::merge(document, schemas)
                .assertions
                .accepts_anything()
    };
    !base_types.is_empty()
        && same_type
        && assertions.has_none_but(RESTRICTIONS)
        && matches!(
            assertions.additional,
            Additional::Unstated | Additional::Any
        )
        && assertions
            .properties
            .iter()
            .all(|property| is_known(property.name, &property.schemas))
}

//! Alternatives of `anyOf` of which a value can match several at once.
//!
//! In: the alternatives of a union. Out: a diagnostic if two of them are objects that nothing distinguishes, and each declares
//! members that the other does not: a value is read as one of them. A value of `oneOf` has the members of one alternative, and
//! is read as the one that declares most of them: nothing is lost.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, SchemaType};

use crate::api::limits::{COMPARED_ALTERNATIVES, COMPARED_LEVELS};
use crate::api::schemas::assertions::Additional;
use crate::api::schemas::json_types::effective_types;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{all_of, tag_values};
use crate::api::types::alternative::Alternative;

/// Returns a diagnostic if two alternatives overlap.
pub(super) fn check(
    document: &Document,
    place: &Location,
    alternatives: &[Alternative<'_>],
) -> Option<Diagnostic> {
    let objects: Vec<&Alternative<'_>> = alternatives
        .iter()
        .filter(|one| one.is_object() && !one.merged.assertions.properties.is_empty())
        .take(COMPARED_ALTERNATIVES)
        .collect();
    let (one, other) = objects.iter().enumerate().find_map(|(index, one)| {
        let mut others = objects[index + 1..].iter();
        let other = others.find(|other| do_overlap(document, &one.merged, &other.merged))?;
        Some((one, other))
    })?;
    let at = |alternative: &Alternative<'_>| document.schema(alternative.source).location.clone();
    Some(
        Diagnostic::warning(
            "overlapping-alternatives",
            place.clone(),
            "a value can match several of these alternatives at once; it is read as the one that declares most of its members, \
             and members that this one does not declare are not kept",
        )
        .related(at(one), "this alternative")
        .related(at(other), "and this one")
        .help("if values do have members of several, use `allOf`, or declare them as properties of one schema"),
    )
}

/// Returns whether a value can plausibly match both: one declares what the other requires, nothing distinguishes them, and each
/// declares what the other does not.
fn do_overlap(document: &Document, one: &Merged<'_>, other: &Merged<'_>) -> bool {
    let (ones, others) = (names(one), names(other));
    is_open(one)
        && is_open(other)
        && !ones.is_subset(&others)
        && !others.is_subset(&ones)
        && (declares_required(&others, one) || declares_required(&ones, other))
        && !is_disjoint(document, one, other, COMPARED_LEVELS)
}

fn names<'a>(merged: &Merged<'a>) -> HashSet<&'a str> {
    let properties = merged.assertions.properties.iter();
    properties.map(|property| property.name).collect()
}

fn is_open(merged: &Merged<'_>) -> bool {
    merged.assertions.additional == Additional::Unstated && merged.assertions.unions.is_empty()
}

fn declares_required(names: &HashSet<&str>, merged: &Merged<'_>) -> bool {
    let mut required = merged.assertions.required.iter();
    required.all(|required| names.contains(required.name))
}

/// Returns whether no value matches both: a member of both has no value that both allow, on any of so many levels, or each
/// requires a member in it that the other does not declare.
fn is_disjoint(document: &Document, one: &Merged<'_>, other: &Merged<'_>, levels: usize) -> bool {
    one.assertions.properties.iter().any(|property| {
        let Some(theirs) = other.property(property.name) else {
            return false;
        };
        if property.schemas == theirs.schemas {
            return false;
        }
        if let Some(ones) = tag_values::property_values(document, property) {
            let others = tag_values::property_values(document, theirs);
            return others.is_some_and(|others| others.iter().all(|value| !ones.contains(value)));
        }
        let is_required = |merged: &Merged<'_>| merged.assertions.requires(property.name);
        if levels == 0 || !is_required(one) || !is_required(other) {
            return false;
        }
        let own = all_of::merge(document, &property.schemas);
        let their = all_of::merge(document, &theirs.schemas);
        have_different_types(&own, &their)
            || (requires_more(&own, &their) && requires_more(&their, &own))
            || is_disjoint(document, &own, &their, levels - 1)
    })
}

/// Returns whether an object requires a member that the other one does not declare.
fn requires_more(one: &Merged<'_>, other: &Merged<'_>) -> bool {
    let mut required = one.assertions.required.iter();
    !other.assertions.properties.is_empty()
        && required.any(|required| other.property(required.name).is_none())
}

/// Returns whether no value has a JSON type that both allow.
fn have_different_types(one: &Merged<'_>, other: &Merged<'_>) -> bool {
    let (ones, others) = (known_types(one), known_types(other));
    !ones.is_empty() && !others.is_empty() && ones.iter().all(|kind| !others.contains(kind))
}

/// Returns the JSON types of values, integers as numbers; empty if nothing is known.
fn known_types(merged: &Merged<'_>) -> Vec<SchemaType> {
    if !merged.assertions.unions.is_empty() {
        return Vec::new();
    }
    let types = effective_types(&merged.assertions).into_iter();
    types
        .map(|kind| match kind {
            SchemaType::Integer => SchemaType::Number,
            kind => kind,
        })
        .collect()
}

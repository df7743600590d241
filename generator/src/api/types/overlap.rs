//! Alternatives of `anyOf` of which a value can be several at once.
//!
//! In: the alternatives that a union is made of. Out: a remark where two are objects that nothing tells apart, and each has
//! members that the other does not know: a value is read as one of them. Of `oneOf` a value has the members of one alone, and
//! is read as the one that knows most of them: nothing is lost. Knows nothing of types.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, SchemaType};

use crate::api::schemas::merged::{Additional, Merged};
use crate::api::schemas::{all_of, enums};
use crate::api::types::shapes;
use crate::api::types::variants::Alternative;

/// How many alternatives are compared with each other.
const COMPARED: usize = 40;

/// Members within members are looked at no deeper than this.
const DEEPEST: usize = 3;

/// Reports that what two of the alternatives have in common is read as one of them.
pub(crate) fn remark(
    document: &Document,
    place: &Location,
    alternatives: &[Alternative<'_>],
) -> Option<Diagnostic> {
    let objects: Vec<&Alternative<'_>> = alternatives
        .iter()
        .filter(|alternative| alternative.is_object() && !alternative.merged.properties.is_empty())
        .take(COMPARED)
        .collect();
    let pair = objects.iter().enumerate().find_map(|(index, one)| {
        let mut others = objects[index + 1..].iter();
        others
            .find(|other| overlap(document, &one.merged, &other.merged))
            .map(|other| (one, other))
    });
    let (one, other) = pair?;
    let at = |alternative: &Alternative<'_>| document.schema(alternative.source).location.clone();
    Some(
        Diagnostic::warning(
            "overlapping-alternatives",
            place.clone(),
            "a value can be several of these alternatives at once; it is read as the one that knows most of its members, and \
             what this one does not know is not kept",
        )
        .related(at(one), "this alternative")
        .related(at(other), "and this one")
        .help("if values do have members of several, say so by `allOf`, or list them as properties of one schema"),
    )
}

/// Whether a value can be plausibly both: what one requires is among what the other knows, nothing tells them apart, and each
/// knows what the other does not.
fn overlap(document: &Document, one: &Merged<'_>, other: &Merged<'_>) -> bool {
    let is_open = |merged: &Merged<'_>| {
        matches!(merged.additional, Additional::Unsaid) && merged.unions.is_empty()
    };
    let names = |merged: &Merged<'_>| -> HashSet<String> {
        let names = merged.properties.iter();
        names.map(|property| property.name.to_owned()).collect()
    };
    let (ones, others) = (names(one), names(other));
    let required_is_known = |merged: &Merged<'_>, known: &HashSet<String>| {
        merged
            .required
            .iter()
            .all(|(name, _)| known.contains(*name))
    };
    is_open(one)
        && is_open(other)
        && !ones.is_subset(&others)
        && !others.is_subset(&ones)
        && (required_is_known(one, &others) || required_is_known(other, &ones))
        && !told_apart(document, one, other, DEEPEST)
}

/// Whether a member of both has values of which no one is allowed by both, or so has a member inside of it; or each requires a
/// member there that the other does not know.
fn told_apart(document: &Document, one: &Merged<'_>, other: &Merged<'_>, depth: usize) -> bool {
    let values = |merged: &Merged<'_>, name: &str| -> Option<Vec<String>> {
        enums::of_property(document, merged.property(name)?)
    };
    one.properties.iter().any(|property| {
        let Some(theirs) = other.property(property.name) else {
            return false;
        };
        if property.schemas == theirs.schemas {
            return false;
        }
        if let Some(ones) = values(one, property.name) {
            let others = values(other, property.name);
            return others.is_some_and(|others| others.iter().all(|value| !ones.contains(value)));
        }
        depth > 0 && is_required(one, property.name) && is_required(other, property.name) && {
            let inner = |schemas| all_of::merge(document, schemas);
            let (own, their) = (inner(&property.schemas), inner(&theirs.schemas));
            exclude(&own, &their)
                || (requires_more(&own, &their) && requires_more(&their, &own))
                || told_apart(document, &own, &their, depth - 1)
        }
    })
}

fn is_required(merged: &Merged<'_>, name: &str) -> bool {
    merged.required.iter().any(|(known, _)| *known == name)
}

/// Whether an object requires a member that the other one does not know.
fn requires_more(one: &Merged<'_>, other: &Merged<'_>) -> bool {
    let mut required = one.required.iter();
    !other.properties.is_empty() && required.any(|(name, _)| other.property(name).is_none())
}

/// Whether no value has a JSON type that both allow.
fn exclude(one: &Merged<'_>, other: &Merged<'_>) -> bool {
    let kinds = |merged: &Merged<'_>| -> Vec<SchemaType> {
        let kinds = match merged.unions.is_empty() {
            true => shapes::kinds_of(merged),
            false => Vec::new(),
        };
        let wide = |kind| match kind {
            SchemaType::Integer => SchemaType::Number,
            kind => kind,
        };
        kinds.into_iter().map(wide).collect()
    };
    let (ones, others) = (kinds(one), kinds(other));
    !ones.is_empty() && !others.is_empty() && ones.iter().all(|kind| !others.contains(kind))
}

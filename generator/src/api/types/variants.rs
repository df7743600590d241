//! Unions: one variant for each alternative that can be distinguished from the others at all.
//!
//! In: merged schemas and the list of alternatives that has to be chosen from, the JSON types of a value, or the schemas that
//! extend one. Out: the shape of a union, or the type of the only alternative that is left. How alternatives become variants is
//! in `assemble`.

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{SchemaId, SchemaType};

use crate::api::limits::UNION_LISTS;
use crate::api::schemas::choices::{Alternatives, Choice, Key, Keyword};
use crate::api::schemas::flatten::{ExpandMode, flatten};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{all_of, nullable, redundant, unions};
use crate::api::types::alternative::Alternative;
use crate::api::types::assemble::assemble;
use crate::api::types::graph::Types;
use crate::api::types::nodes::Built;
use crate::api::types::overlap;
use crate::api::types::tags::{self, TagSource};
use crate::api::{Shape, TypeId, TypeName, TypeRef};

/// Returns the shape of the type `id`, whose values are those of one of the alternatives `of`.
pub(super) fn from_list<'a>(
    types: &mut Types<'a>,
    id: TypeId,
    merged: &Merged<'a>,
    of: Alternatives,
) -> Built {
    let document = types.document;
    let schema = document.schema(of.schema);
    let keyword = of.keyword.name();
    let place = schema.location.child(keyword);
    if merged.key.branches() >= UNION_LISTS {
        types.report(Diagnostic::degraded(
            "unsupported-union",
            place,
            format!(
                "more than {UNION_LISTS} lists of alternatives apply to one value; a free-form value is used"
            ),
        ));
        return Built::Shape(Shape::Any);
    }
    let beside = merged.key.with(Choice::Branch { of, branch: None });
    let list = List {
        of,
        merged,
        base: all_of::merge_key(document, &beside),
    };
    let mut leaves = merged.leaves.iter();
    let discriminator = schema
        .discriminator
        .as_ref()
        .or_else(|| leaves.find_map(|leaf| document.schema(*leaf).discriminator.as_ref()));
    let listed = flatten(document, of.list(document), ExpandMode::Inline);
    let listed = tags::expand_mapped(types, listed, discriminator);
    let Some(found) = list.alternatives(types, &listed) else {
        types.report_exhausted(&place);
        return Built::Shape(Shape::Any);
    };
    if found.alternatives.is_empty() {
        types.report(Diagnostic::warning(
            "contradiction",
            place,
            format!(
                "no value satisfies one of these alternatives and what is stated beside the `{keyword}`; the alternatives \
                 are ignored"
            ),
        ));
        return Built::SameAs(beside);
    }
    // Of several schemas that apply together, one may well narrow what another one leaves open.
    if let [_] = list.base.leaves.as_slice() {
        report_impossible(types, &found.impossible, keyword);
    }
    let source = match discriminator {
        Some(discriminator) => TagSource::Stated(discriminator),
        None => TagSource::Inferred,
    };
    if of.keyword == Keyword::AnyOf
        && discriminator.is_none()
        && let Some(report) = overlap::check(document, &place, &found.alternatives)
    {
        types.report(report);
    }
    assemble(types, id, &place, found.alternatives, source)
}

/// A list of alternatives that has to be chosen from.
struct List<'m, 'a> {
    of: Alternatives,
    /// What applies to the value, the list included.
    merged: &'m Merged<'a>,
    /// What applies beside the list.
    base: Merged<'a>,
}

/// The alternatives of a list.
struct Found<'a> {
    alternatives: Vec<Alternative<'a>>,
    /// Those that contradict what is stated beside the list.
    impossible: Vec<SchemaId>,
}

impl<'a> List<'_, 'a> {
    /// Returns the alternatives of the list; `None` where that would take more than the budget.
    fn alternatives(&self, types: &mut Types<'a>, listed: &[SchemaId]) -> Option<Found<'a>> {
        let document = types.document;
        let is_intersection = self.merged.key.only().is_none();
        let ends: Vec<SchemaId> = listed
            .iter()
            .map(|source| types.references.resolve(*source).0)
            .collect();
        let mut found = Found {
            alternatives: Vec::new(),
            impossible: Vec::new(),
        };
        for source in listed.iter().copied() {
            if nullable::is_null(document, source) {
                continue;
            }
            if is_intersection && types.budget.is_exhausted() {
                return None;
            }
            let own = self.own_key(types, source, &ends);
            let branch = all_of::merge_key(document, &own);
            if branch.is_null() {
                continue;
            }
            // A contradiction within the alternative is reported with its type.
            let contradicts_itself = branch.contradictory;
            let (key, all) = if redundant::adds_nothing(document, &self.base, &branch) {
                (own, branch)
            } else {
                let key = self.merged.key.with(Choice::Branch {
                    of: self.of,
                    branch: Some(source),
                });
                let all = all_of::merge_key(document, &key);
                (key, all)
            };
            if is_intersection {
                types.budget.add_read(all.size(document));
            }
            if all.assertions.impossible || all.contradictory && !contradicts_itself {
                found.impossible.push(source);
                continue;
            }
            found
                .alternatives
                .extend(Alternative::from_schema(document, source, key, all));
        }
        Some(found)
    }

    /// Returns the key of an alternative by itself: without its subtypes if these are in the list too.
    fn own_key(&self, types: &mut Types<'a>, source: SchemaId, ends: &[SchemaId]) -> Key {
        let key = types.key(&[source]).key;
        match key.only() {
            Some(only) if types.subtypes.is_above(only, ends) => key.with(Choice::Base),
            _ => key,
        }
    }
}

fn report_impossible(types: &mut Types<'_>, alternatives: &[SchemaId], keyword: &str) {
    for source in alternatives {
        types.report(Diagnostic::warning(
            "contradiction",
            types.document.schema(*source).location.clone(),
            format!(
                "no value satisfies this and what is stated beside the `{keyword}`; this alternative is ignored"
            ),
        ));
    }
}

/// Returns the shape of the type `id`, whose values are of one of several JSON types.
pub(super) fn from_json_types<'a>(
    types: &mut Types<'a>,
    id: TypeId,
    merged: &Merged<'a>,
    kinds: &[SchemaType],
) -> Built {
    let place = types.graph[id].ty.location.child("type");
    let source = merged.key.schemas[merged.key.schemas.len() - 1];
    let alternatives = Alternative::from_json_types(types.document, source, &merged.key, kinds);
    assemble(types, id, &place, alternatives, TagSource::Inferred)
}

/// Returns the shape of the type `id`, a component that stands for those that extend it.
pub(super) fn from_subtypes(types: &mut Types<'_>, id: TypeId, base: SchemaId) -> Built {
    let document = types.document;
    let base_alone = Key::new(base).with(Choice::Base);
    let Some(discriminator) = types.subtypes.discriminator(document, base) else {
        return Built::SameAs(base_alone);
    };
    let mut alternatives = Vec::new();
    for source in types.subtypes.alternatives(document, base) {
        if types.references.is_skipped(source) {
            continue;
        }
        let own = types.key(&[source]).key;
        // Another name for a schema is not a schema that extends it.
        let key = match own.only() {
            Some(only) if types.subtypes.is_itself(document, base, only) => own.with(Choice::Base),
            _ => own,
        };
        let merged = all_of::merge_key(document, &key);
        alternatives.extend(Alternative::from_schema(document, source, key, merged));
    }
    if alternatives
        .iter()
        .all(|alternative| alternative.key == base_alone)
    {
        return Built::SameAs(base_alone);
    }
    let place = discriminator.location.clone();
    let source = TagSource::Inherited(discriminator);
    assemble(types, id, &place, alternatives, source)
}

/// Returns a type of values that satisfy one of several schemas, which no schema lists as alternatives.
pub(super) fn from_schemas(
    types: &mut Types<'_>,
    name: TypeName,
    place: &Location,
    schemas: &[SchemaId],
) -> TypeRef {
    let document = types.document;
    let nullable = nullable::any_accepts_null(document, schemas);
    let nothing = Merged::new(Key::default());
    let ty = types.any(name.clone(), place.clone());
    let built = match unions::classify(document, &nothing, schemas) {
        unions::Outcome::Shared(shape) => Built::Shape(shape),
        unions::Outcome::Refinement | unions::Outcome::Different => {
            let mut alternatives = Vec::new();
            for source in flatten(document, schemas, ExpandMode::Inline) {
                let key = types.key(&[source]).key;
                let merged = all_of::merge_key(document, &key);
                if !merged.is_null() {
                    alternatives.extend(Alternative::from_schema(document, source, key, merged));
                }
            }
            assemble(types, ty.id, place, alternatives, TagSource::Inferred)
        }
    };
    match built {
        Built::Shape(shape) => {
            types.graph[ty.id].ty.shape = shape;
            TypeRef { nullable, ..ty }
        }
        Built::SameAs(key) => {
            let only = types.use_key(key, name);
            TypeRef {
                nullable: nullable || only.nullable,
                ..only
            }
        }
    }
}

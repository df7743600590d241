//! How alternatives become the variants of a union.
//!
//! In: the alternatives, and where their tag is stated. Out: the shape of a union, or the type of the only alternative that is
//! left. Strings, numbers and booleans are one variant each, since nothing distinguishes two of them.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::SchemaType;

use crate::api::schemas::choices::{Choice, Key};
use crate::api::schemas::flatten::{ExpandMode, flatten};
use crate::api::schemas::{all_of, docs, scalars};
use crate::api::types::alternative::{Alternative, component_name};
use crate::api::types::graph::Types;
use crate::api::types::nodes::{Built, part};
use crate::api::types::open_unions;
use crate::api::types::tags::{self, TagSource, Tags};
use crate::api::{Docs, Shape, TypeId, TypeName, TypePart, TypeRef, Union, Variant};

/// The alternatives of one variant.
enum Slot {
    /// One alternative.
    One(usize),
    /// Alternatives of one JSON type that nothing distinguishes.
    Several {
        kind: SchemaType,
        members: Vec<usize>,
    },
}

/// Returns the union `id` of alternatives, or the only one of them.
pub(super) fn assemble<'a>(
    types: &mut Types<'a>,
    id: TypeId,
    place: &Location,
    mut alternatives: Vec<Alternative<'a>>,
    source: TagSource<'_>,
) -> Built {
    let mut seen = HashSet::new();
    alternatives.retain(|alternative| seen.insert(alternative.key.clone()));
    let Some(open) = open_unions::remove_open(types, &mut alternatives) else {
        return Built::Shape(Shape::Any);
    };
    let slots = slots(&alternatives);
    let is_inherited = matches!(source, TagSource::Inherited(_));
    if let [Slot::One(only)] = slots.as_slice()
        && !is_inherited
        && !open
    {
        return Built::SameAs(alternatives[*only].key.clone());
    }
    let tagged = tags::choose(types, place, &alternatives, source);
    let variants = variants(types, id, &alternatives, slots, tagged.by_alternative);
    if variants.is_empty() {
        types.report(Diagnostic::degraded(
            "contradiction",
            place.clone(),
            "no alternative is left; a free-form value is used",
        ));
        return Built::Shape(Shape::Any);
    }
    Built::Shape(Shape::Union(Union {
        variants,
        tag: tagged.member,
        open,
    }))
}

fn variants<'a>(
    types: &mut Types<'a>,
    id: TypeId,
    alternatives: &[Alternative<'a>],
    slots: Vec<Slot>,
    mut tags: Vec<Tags>,
) -> Vec<Variant> {
    let mut variants: Vec<Variant> = Vec::with_capacity(slots.len());
    let mut by_type: HashMap<TypeId, usize> = HashMap::new();
    for slot in slots {
        let name = part(id, TypePart::Variant(variants.len()));
        let (first, ty, is_alone) = match slot {
            Slot::One(index) => {
                let key = alternatives[index].key.clone();
                let name = match key.choices.last() {
                    Some(Choice::Base) => part(base_owner(types, &key, id), TypePart::Base),
                    _ => name,
                };
                (index, types.use_key(key, name), true)
            }
            Slot::Several { kind, members } => {
                let ty = shared_type(types, kind, &members, alternatives, name);
                (members[0], ty, false)
            }
        };
        // A union that is its own alternative has no further values by that.
        if ty.id == id {
            continue;
        }
        let tags = std::mem::take(&mut tags[first]);
        if let Some(index) = by_type.get(&ty.id) {
            let known = &mut variants[*index];
            known.tags.extend(tags.values);
            known.implicit_tag &= tags.is_implicit;
            continue;
        }
        by_type.insert(ty.id, variants.len());
        let mut made = variant(types, &alternatives[first], ty, tags);
        // The documentation of one alternative is not that of several.
        if !is_alone {
            made.component = None;
            made.docs = Docs::default();
            made.rust_name = None;
        }
        variants.push(made);
    }
    variants
}

/// Returns the type of a schema with those that extend it: the type of the schema alone is named after it, whichever union it is
/// an alternative of.
fn base_owner(types: &mut Types<'_>, key: &Key, union: TypeId) -> TypeId {
    match key.schemas.as_slice() {
        [base] if types.subtypes.has(*base) => {
            let name = part(union, TypePart::Base);
            types.use_key(Key::new(*base), name).id
        }
        _ => union,
    }
}

/// Puts strings, numbers and booleans together, each in place of the first of them.
fn slots(alternatives: &[Alternative<'_>]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut by_group: HashMap<SchemaType, usize> = HashMap::new();
    for (index, alternative) in alternatives.iter().enumerate() {
        let Some(kind) = alternative.scalar else {
            slots.push(Slot::One(index));
            continue;
        };
        let group = match kind {
            SchemaType::Integer => SchemaType::Number,
            kind => kind,
        };
        let Some(slot) = by_group.get(&group) else {
            by_group.insert(group, slots.len());
            slots.push(Slot::One(index));
            continue;
        };
        let slot = &mut slots[*slot];
        match slot {
            Slot::One(first) => {
                let is_same = alternatives[*first].scalar == Some(kind);
                *slot = Slot::Several {
                    kind: if is_same { kind } else { group },
                    members: vec![*first, index],
                };
            }
            Slot::Several {
                kind: common,
                members,
            } => {
                members.push(index);
                if *common != kind {
                    *common = group;
                }
            }
        }
    }
    slots
}

/// Returns the type that alternatives of one JSON type share.
fn shared_type(
    types: &mut Types<'_>,
    kind: SchemaType,
    members: &[usize],
    alternatives: &[Alternative<'_>],
    name: TypeName,
) -> TypeRef {
    let document = types.document;
    let has_values = |index: &&usize| {
        let assertions = &alternatives[**index].merged.assertions;
        assertions.values.is_some() || !assertions.unions.is_empty()
    };
    // An enum is open: it holds whatever string the others allow.
    let mut with_values = members.iter().filter(has_values);
    if kind == SchemaType::String
        && let (Some(only), None) = (with_values.next(), with_values.next())
    {
        return types.use_key(alternatives[*only].key.clone(), name);
    }
    let mut branches = Vec::new();
    for index in members {
        let alternative = &alternatives[*index];
        let unions = &alternative.merged.assertions.unions;
        if unions.is_empty() {
            branches.push(all_of::merge_key(document, &alternative.key));
        }
        for of in unions {
            let flat = flatten(document, of.list(document), ExpandMode::References);
            branches.extend(flat.into_iter().map(|id| all_of::merge(document, &[id])));
        }
    }
    branches.retain(|branch| !branch.is_null());
    let shape = scalars::shared_shape(kind, &branches, None).unwrap_or(Shape::Any);
    let first = document.schema(alternatives[members[0]].source);
    types.plain(shape, name, first.location.clone())
}

fn variant(types: &Types<'_>, alternative: &Alternative<'_>, ty: TypeRef, tags: Tags) -> Variant {
    let schema = types.document.schema(alternative.source);
    let component = component_name(types.document, &types.references, alternative.source);
    let mut documentation = Docs::default();
    let mut rust_name = None;
    if component.is_none() || schema.reference.is_some() {
        docs::add(&mut documentation, schema);
        rust_name.clone_from(&schema.hints.name);
    }
    Variant {
        ty: TypeRef {
            nullable: false,
            ..ty
        },
        tags: tags.values,
        implicit_tag: tags.is_implicit,
        component,
        docs: documentation,
        rust_name,
        location: schema.location.clone(),
    }
}

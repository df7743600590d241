//! Unions: one variant for each alternative that can be told from the others at all.
//!
//! In: merged schemas and the list of alternatives that has to be chosen from, or the JSON types of a value. Out: a
//! [`Union`], or whatever the only alternative that is left makes. Texts, numbers and booleans are one variant each,
//! since nothing tells two of them apart. What chooses among objects is found in `tags`.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};

use crate::api::schemas::choices::{Alternatives, Choice, Key, Keyword};
use crate::api::schemas::merged::{Additional, Merged};
use crate::api::schemas::unions;
use crate::api::schemas::unions::{Decision, Outcome, Through};
use crate::api::schemas::{all_of, docs, nullable};
use crate::api::types::graph::Types;
use crate::api::types::shapes;
use crate::api::types::shapes::{Made, part};
use crate::api::types::tags;
use crate::api::types::tags::{Chooser, Tags};
use crate::api::types::{open_unions, overlap};
use crate::api::{Docs, Shape, TypeId, TypeName, TypePart, TypeRef, Union, Variant};

/// How many lists of alternatives of one value are chosen from, one after the other.
const LISTS: usize = 4;

/// How many references are followed to the name of an alternative.
const HOPS: usize = 64;

/// An alternative in the making.
#[derive(Debug)]
pub(crate) struct Alternative<'a> {
    /// The schema that is listed.
    pub source: SchemaId,
    /// What its type is found by.
    pub key: Key,
    /// What its values are.
    pub merged: Merged<'a>,
    /// The JSON type, where it is one without parts.
    scalar: Option<SchemaType>,
}

impl Alternative<'_> {
    /// Returns whether values are objects, as far as the alternative itself says.
    pub(crate) fn is_object(&self) -> bool {
        self.scalar.is_none() && shapes::types_of(&self.merged) != [SchemaType::Array]
    }
}

/// Returns the shape of the type `id`, whose values are of one of the alternatives `of`.
pub(crate) fn of_list<'a>(
    types: &mut Types<'a>,
    id: TypeId,
    merged: &Merged<'a>,
    of: Alternatives,
) -> Made {
    let schema = types.document.schema(of.schema);
    let place = schema.location.child(of.keyword.name());
    if merged.key.branches() >= LISTS {
        types.report(Diagnostic::degraded(
            "unsupported-union",
            place,
            format!(
                "more than {LISTS} lists of alternatives apply to one value; a free-form value is used"
            ),
        ));
        return Made::Shape(Shape::Any);
    }
    let beside = merged.key.with(Choice::Branch { of, branch: None });
    let base = all_of::merge_chosen(types.document, &beside);
    let mut alternatives = Vec::new();
    let mut left_out = Vec::new();
    let discriminator = schema.discriminator.as_ref().or_else(|| {
        let mut leaves = merged.leaves.iter();
        leaves.find_map(|leaf| types.document.schema(*leaf).discriminator.as_ref())
    });
    let listed = unions::expand(types.document, of.list(types.document), Through::Nesting);
    let is_intersection = merged.key.only().is_none();
    let listed = tags::mapped_one_by_one(types, listed, discriminator);
    let ends: Vec<SchemaId> = listed
        .iter()
        .map(|source| types.references.resolve(*source).0)
        .collect();
    for source in listed {
        if nullable::is_null(types.document, source) {
            continue;
        }
        if is_intersection && types.is_exhausted() {
            types.report_exhausted(&place);
            return Made::Shape(Shape::Any);
        }
        let (own, _) = types.key(&[source]);
        // What is below it stands in the list by itself.
        let own = match own
            .only()
            .is_some_and(|id| types.subtypes.is_above(id, &ends))
        {
            true => own.with(Choice::Base),
            false => own,
        };
        let branch = all_of::merge_chosen(types.document, &own);
        if branch.is_null() {
            continue;
        }
        // A mistake of its own is reported with its type.
        let branch_contradicts = branch.contradictory;
        let (key, all) = match adds_nothing(types.document, &base, &branch) {
            true => (own, branch),
            false => {
                let key = merged.key.with(Choice::Branch {
                    of,
                    branch: Some(source),
                });
                let all = all_of::merge_chosen(types.document, &key);
                (key, all)
            }
        };
        if is_intersection {
            types.has_read(&all);
        }
        if all.impossible || all.contradictory && !branch_contradicts {
            left_out.push(source);
            continue;
        }
        add(types.document, &mut alternatives, (source, key, all));
    }
    if alternatives.is_empty() {
        types.report(Diagnostic::warning(
            "contradiction",
            place,
            format!(
                "no value is both one of these alternatives and what is said beside the `{}`; the alternatives are ignored",
                of.keyword.name()
            ),
        ));
        return Made::Again(beside);
    }
    // Of several schemas that apply together one may well narrow what another leaves open.
    let alone = base.leaves.len() == 1;
    for source in left_out.into_iter().filter(|_| alone) {
        types.report(Diagnostic::warning(
            "contradiction",
            types.document.schema(source).location.clone(),
            format!(
                "no value is both this and what stands beside the `{}`; this alternative is left out",
                of.keyword.name()
            ),
        ));
    }
    let chooser = match discriminator {
        Some(discriminator) => Chooser::Stated(discriminator),
        None => Chooser::Inferred,
    };
    if of.keyword == Keyword::AnyOf && matches!(chooser, Chooser::Inferred) {
        let remark = overlap::remark(types.document, &place, &alternatives);
        remark.into_iter().for_each(|remark| types.report(remark));
    }
    assemble(types, (id, &place), alternatives, chooser)
}

/// Returns the shape of the type `id`, whose values are of one of several JSON types.
pub(crate) fn of_kinds<'a>(
    types: &mut Types<'a>,
    id: TypeId,
    merged: &Merged<'a>,
    kinds: &[SchemaType],
) -> Made {
    let place = types.list[id.0 as usize].location.child("type");
    let source = merged.key.schemas[merged.key.schemas.len() - 1];
    let alternatives = by_kind(types.document, (source, &merged.key), kinds);
    assemble(types, (id, &place), alternatives, Chooser::Inferred)
}

/// Returns the shape of the type `id`, a component that stands for those that extend it.
pub(crate) fn of_subtypes(types: &mut Types<'_>, id: TypeId, base: SchemaId) -> Made {
    let document = types.document;
    let Some(discriminator) = types.subtypes.discriminator(document, base) else {
        return Made::Again(Key::of(base).with(Choice::Base));
    };
    let place = discriminator.location.clone();
    let mut alternatives = Vec::new();
    for source in types.subtypes.alternatives(document, base) {
        if types.references.is_skipped(source) {
            continue;
        }
        let (own, _) = types.key(&[source]);
        // Another name for a schema is not one that extends it.
        let is_itself = |id| types.subtypes.is_itself(document, base, id);
        let key = match own.only().is_some_and(is_itself) {
            true => own.with(Choice::Base),
            false => own,
        };
        let merged = all_of::merge_chosen(document, &key);
        add(document, &mut alternatives, (source, key, merged));
    }
    let alone = Key::of(base).with(Choice::Base);
    if alternatives
        .iter()
        .all(|alternative| alternative.key == alone)
    {
        return Made::Again(alone);
    }
    let chooser = Chooser::Inherited(discriminator);
    assemble(types, (id, &place), alternatives, chooser)
}

/// Returns a type of values that satisfy one of several schemas, which no schema lists as alternatives.
pub(crate) fn of_schemas(
    types: &mut Types<'_>,
    name: TypeName,
    place: &Location,
    schemas: &[SchemaId],
) -> TypeRef {
    let document = types.document;
    let nullable = unions::has_null(document, schemas);
    let nothing = Merged::new(Key::default());
    let ty = types.plain(Shape::Any, name.clone(), place.clone());
    let shape = match unions::of_list(document, &nothing, schemas) {
        Outcome::Shared(shape) => shape,
        Outcome::Refinement | Outcome::Different => {
            let mut alternatives = Vec::new();
            for source in unions::expand(document, schemas, Through::Nesting) {
                let (key, _) = types.key(&[source]);
                let merged = all_of::merge_chosen(document, &key);
                if !merged.is_null() {
                    add(document, &mut alternatives, (source, key, merged));
                }
            }
            match assemble(types, (ty.id, place), alternatives, Chooser::Inferred) {
                Made::Shape(shape) => shape,
                Made::Again(key) => {
                    let only = types.use_key(key, name);
                    return TypeRef {
                        nullable: nullable || only.nullable,
                        ..only
                    };
                }
            }
        }
    };
    types.list[ty.id.0 as usize].shape = shape;
    TypeRef { nullable, ..ty }
}

/// Adds an alternative, taken apart where its values are of several JSON types and it has no name.
fn add<'a>(
    document: &'a Document,
    alternatives: &mut Vec<Alternative<'a>>,
    (source, key, merged): (SchemaId, Key, Merged<'a>),
) {
    let kinds = shapes::kinds_of(&merged);
    let refers = document.schema(source).reference.is_some();
    if merged.unions.is_empty() && !refers && (2..shapes::ALL_TYPES).contains(&kinds.len()) {
        alternatives.extend(by_kind(document, (source, &key), &kinds));
        return;
    }
    alternatives.push(Alternative {
        source,
        scalar: scalar(document, &merged, &kinds),
        key,
        merged,
    });
}

fn by_kind<'a>(
    document: &'a Document,
    (source, key): (SchemaId, &Key),
    kinds: &[SchemaType],
) -> Vec<Alternative<'a>> {
    let mut alternatives = Vec::with_capacity(kinds.len());
    for kind in kinds {
        // Every integer is a number.
        if *kind == SchemaType::Integer && kinds.contains(&SchemaType::Number) {
            continue;
        }
        let key = key.with(Choice::Kind(*kind));
        let merged = all_of::merge_chosen(document, &key);
        alternatives.push(Alternative {
            source,
            scalar: scalar(document, &merged, &[*kind]),
            key,
            merged,
        });
    }
    alternatives
}

/// Returns the JSON type of values, where all are of one that has no parts.
fn scalar(document: &Document, merged: &Merged<'_>, kinds: &[SchemaType]) -> Option<SchemaType> {
    if !merged.unions.is_empty() {
        match unions::decide(document, merged) {
            Decision::Refinement => {}
            Decision::Choose(_) => return None,
            Decision::Shared(shape) => {
                return match shape {
                    Shape::Boolean => Some(SchemaType::Boolean),
                    Shape::Integer(_) | Shape::Integers(_) => Some(SchemaType::Integer),
                    Shape::Number | Shape::IntegerOrNumber => Some(SchemaType::Number),
                    _ => Some(SchemaType::String),
                };
            }
        }
    }
    match kinds {
        [SchemaType::Integer, SchemaType::Number] | [SchemaType::Number, SchemaType::Integer] => {
            Some(SchemaType::Number)
        }
        [SchemaType::Array | SchemaType::Object | SchemaType::Null] => None,
        [only] => Some(*only),
        _ => None,
    }
}

/// Returns whether what stands beside alternatives says nothing that this one does not say itself, so that its type is
/// the one it has anywhere else.
fn adds_nothing(document: &Document, base: &Merged<'_>, branch: &Merged<'_>) -> bool {
    let own = |leaf: &SchemaId| says_something(document.schema(*leaf));
    let extended: HashSet<SchemaId> = branch.leaves.iter().copied().collect();
    if !base.impossible
        && base
            .leaves
            .iter()
            .all(|leaf| extended.contains(leaf) || !own(leaf))
        && base.unions.is_empty()
    {
        return true;
    }
    let kinds = shapes::kinds_of(branch);
    let same_kind = match &base.types {
        None => true,
        Some(allowed) => {
            !kinds.is_empty()
                && kinds.iter().all(|kind| {
                    allowed.contains(kind)
                        || *kind == SchemaType::Integer && allowed.contains(&SchemaType::Number)
                })
        }
    };
    let required: HashSet<&str> = branch.required.iter().map(|(name, _)| *name).collect();
    same_kind
        && !base.impossible
        && base.format.is_none()
        && base.values.is_none()
        && !matches!(base.additional, Additional::Typed(_))
        && base.patterns.is_empty()
        && base.items.is_empty()
        && base.prefix_items.is_empty()
        && base.unions.is_empty()
        && base.constraints == crate::api::Constraints::default()
        && base
            .required
            .iter()
            .all(|(name, _)| required.contains(name))
        && base.properties.iter().all(|property| {
            branch.property(property.name).is_some_and(|own| {
                own.schemas == property.schemas
                    || is_wider(document, &property.schemas, &own.schemas)
            })
        })
}

fn says_something(schema: &Schema) -> bool {
    !nullable::has_no_own_effect(schema) || !schema.types.is_empty()
}

/// Returns whether a property that `wide` describes is at least as free as one that `narrow` describes.
fn is_wider(document: &Document, wide: &[SchemaId], narrow: &[SchemaId]) -> bool {
    let (wide, narrow) = (
        all_of::merge(document, wide),
        all_of::merge(document, narrow),
    );
    if wide.accepts_anything() {
        return true;
    }
    let scalar = |merged: &Merged<'_>| match shapes::kinds_of(merged).as_slice() {
        [SchemaType::Object | SchemaType::Array] | [] | [_, _, ..] => None,
        [one] => Some(*one),
    };
    // The values that the base lists are all that its alternatives have together.
    wide.unions.is_empty()
        && wide.format.is_none()
        && wide.constraints == crate::api::Constraints::default()
        && (wide.values.is_none() || narrow.values.is_some())
        && scalar(&wide).is_some()
        && scalar(&wide) == scalar(&narrow)
}

/// What one variant is made of.
enum Slot {
    /// One alternative.
    One(usize),
    /// Alternatives of one JSON type that nothing tells apart.
    Several(SchemaType, Vec<usize>),
}

/// Makes a union of alternatives.
fn assemble<'a>(
    types: &mut Types<'a>,
    (id, place): (TypeId, &Location),
    mut alternatives: Vec<Alternative<'a>>,
    chooser: Chooser<'_>,
) -> Made {
    let mut seen = HashSet::new();
    alternatives.retain(|alternative| seen.insert(alternative.key.clone()));
    let Some(open) = open_unions::take(types, &mut alternatives) else {
        return Made::Shape(Shape::Any);
    };
    let slots = slots(&alternatives);
    let inherited = matches!(chooser, Chooser::Inherited(_));
    if let ([Slot::One(only)], false) = (slots.as_slice(), inherited || open) {
        return Made::Again(alternatives[*only].key.clone());
    }
    let (tag, mut tags) = tags::choose(types, place, &alternatives, chooser);
    let mut variants: Vec<Variant> = Vec::with_capacity(slots.len());
    let mut known: HashMap<TypeId, usize> = HashMap::new();
    for slot in slots {
        let name = part(id, TypePart::Variant(variants.len()));
        let alone = matches!(slot, Slot::One(_));
        let (first, ty) = match slot {
            Slot::One(index) => {
                let key = alternatives[index].key.clone();
                let name = match key.choices.last() {
                    Some(Choice::Base) => part(of_base(types, &key, id), TypePart::Base),
                    _ => name,
                };
                (index, types.use_key(key, name))
            }
            Slot::Several(kind, members) => {
                let ty = several(types, (kind, &members), &alternatives, name);
                (members[0], ty)
            }
        };
        // A union that is its own alternative has no further values by that.
        if ty.id == id {
            continue;
        }
        let tags = std::mem::take(&mut tags[first]);
        match known.get(&ty.id) {
            Some(index) => {
                variants[*index].tags.extend(tags.values);
                variants[*index].presumed &= tags.is_presumed;
            }
            None => {
                known.insert(ty.id, variants.len());
                let mut made = variant(types, &alternatives[first], ty, tags);
                // Several alternatives in one are none of them.
                if !alone {
                    made.component = None;
                    made.docs = Docs::default();
                    made.rust_name = None;
                }
                variants.push(made);
            }
        }
    }
    if variants.is_empty() {
        types.report(Diagnostic::degraded(
            "contradiction",
            place.clone(),
            "none of these alternatives is left; a free-form value is used",
        ));
        return Made::Shape(Shape::Any);
    }
    Made::Shape(Shape::Union(Union {
        variants,
        tag,
        open,
    }))
}

/// Returns the type that stands for a schema and those that extend it, after which the schema itself is named, whichever union it
/// is an alternative of.
fn of_base(types: &mut Types<'_>, key: &Key, union: TypeId) -> TypeId {
    match key.schemas.as_slice() {
        [base] if types.subtypes.has(*base) => {
            types
                .use_key(Key::of(*base), part(union, TypePart::Base))
                .id
        }
        _ => union,
    }
}

/// Puts texts, numbers and booleans together, each where the first of them stands.
fn slots(alternatives: &[Alternative<'_>]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut of_kind: HashMap<SchemaType, usize> = HashMap::new();
    for (index, alternative) in alternatives.iter().enumerate() {
        let Some(kind) = alternative.scalar else {
            slots.push(Slot::One(index));
            continue;
        };
        let group = match kind {
            SchemaType::Integer => SchemaType::Number,
            kind => kind,
        };
        let Some(slot) = of_kind.get(&group).copied() else {
            of_kind.insert(group, slots.len());
            slots.push(Slot::One(index));
            continue;
        };
        slots[slot] = match std::mem::replace(&mut slots[slot], Slot::One(index)) {
            Slot::One(first) => {
                let before = alternatives[first].scalar;
                let both = if before == Some(kind) { kind } else { group };
                Slot::Several(both, vec![first, index])
            }
            Slot::Several(before, mut members) => {
                members.push(index);
                Slot::Several(if before == kind { kind } else { group }, members)
            }
        };
    }
    slots
}

/// Returns the type of alternatives of one JSON type.
fn several(
    types: &mut Types<'_>,
    (kind, members): (SchemaType, &[usize]),
    alternatives: &[Alternative<'_>],
    name: TypeName,
) -> TypeRef {
    let document = types.document;
    let has_values = |index: &&usize| {
        let merged = &alternatives[**index].merged;
        merged.values.is_some() || !merged.unions.is_empty()
    };
    // An enum is open: it holds whatever text the others allow.
    let mut listed = members.iter().filter(has_values);
    if kind == SchemaType::String
        && let (Some(only), None) = (listed.next(), listed.next())
    {
        return types.use_key(alternatives[*only].key.clone(), name);
    }
    let mut branches = Vec::new();
    for index in members {
        let alternative = &alternatives[*index];
        match alternative.merged.unions.as_slice() {
            [] => branches.push(all_of::merge_chosen(document, &alternative.key)),
            lists => {
                for of in lists {
                    let flat = unions::expand(document, of.list(document), Through::References);
                    branches.extend(flat.into_iter().map(|id| all_of::merge(document, &[id])));
                }
            }
        }
    }
    branches.retain(|branch| !branch.is_null());
    let shape = unions::scalar(kind, &branches, None).unwrap_or(Shape::Any);
    let location = document
        .schema(alternatives[members[0]].source)
        .location
        .clone();
    types.plain(shape, name, location)
}

fn variant(types: &Types<'_>, alternative: &Alternative<'_>, ty: TypeRef, tags: Tags) -> Variant {
    let schema = types.document.schema(alternative.source);
    let component = component(types, alternative.source);
    let mut said = Docs::default();
    let mut rust_name = None;
    if component.is_none() || schema.reference.is_some() {
        docs::add(&mut said, schema);
        rust_name.clone_from(&schema.hints.name);
    }
    Variant {
        ty: TypeRef {
            nullable: false,
            ..ty
        },
        tags: tags.values,
        presumed: tags.is_presumed,
        component,
        docs: said,
        rust_name,
        location: schema.location.clone(),
    }
}

/// Returns the name of the component that an alternative is, or refers to.
pub(crate) fn component(types: &Types<'_>, source: SchemaId) -> Option<String> {
    let mut id = source;
    for _ in 0..HOPS {
        if let Some(name) = types.component_name(id) {
            return Some(name.to_owned());
        }
        match types.document.schema(id).reference {
            Some(target) => id = target,
            None => break,
        }
    }
    let tokens = types.document.schema(id).location.tokens();
    match id == source {
        true => None,
        false => tokens.last().cloned(),
    }
}

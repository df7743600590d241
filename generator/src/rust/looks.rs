//! How the alternatives of a union look on the wire, so that one can be told from the others.
//!
//! In: a union of the API and the tags of its variants. Out: a [`Look`] for each, with no more than is needed. Knows nothing
//! of names or Rust types.

use std::collections::BTreeMap;

use crate::api::{Api, Shape, Struct, TypeId, Union};

use super::constants;
use super::fields::is_required;
use super::insides;
use super::model::{Look, ObjectLook};
use super::variant_names::Alternative;

/// Lists and unions within one another are looked into no deeper than this.
const DEEPEST: usize = 4;

/// An alternative that is a union of more than this is not looked into.
const MOST_LEAVES: usize = 64;

/// Returns the member that tells the alternatives apart: the tag, or a constant that all objects must have.
pub(super) fn tag<'a>(api: &'a Api, union: &'a Union) -> Option<&'a str> {
    if let Some(tag) = &union.tag {
        return Some(tag);
    }
    let mut objects =
        union
            .variants
            .iter()
            .filter_map(|variant| match &api.get(variant.ty.id).shape {
                Shape::Struct(shape) => Some((variant.ty.id, shape)),
                _ => None,
            });
    let (first, shape) = objects.next()?;
    let others: Vec<(TypeId, &Struct)> = objects.collect();
    let only_objects = union.variants.iter().all(|variant| {
        !matches!(
            api.get(variant.ty.id).shape,
            Shape::Map(_) | Shape::Union(_) | Shape::Any
        )
    });
    if others.is_empty() || !only_objects {
        return None;
    }
    let mut names = shape.fields.iter().map(|field| field.name.as_str());
    names.find(|name| {
        let mut seen: Vec<String> = Vec::new();
        std::iter::once((first, shape))
            .chain(others.iter().copied())
            .all(|(id, shape)| {
                let Some(values) = required_constant(api, id, shape, name) else {
                    return false;
                };
                let is_new = values.iter().all(|value| !seen.contains(value));
                seen.extend(values);
                is_new
            })
    })
}

/// Returns the values of a member that an object must have, where it can have some values alone.
fn required_constant(api: &Api, id: TypeId, shape: &Struct, name: &str) -> Option<Vec<String>> {
    let field = shape.fields.iter().find(|field| field.name == name)?;
    let values = constants::values(api, field)?;
    (is_required(api.get(id), field) && !field.ty.nullable).then_some(values)
}

/// Returns the looks of a union's alternatives; of an open union, the last is that of any other value.
pub(super) fn of(api: &Api, union: &Union, alternatives: &[Alternative<'_>]) -> Vec<Look> {
    let tag = tag(api, union);
    let mut objects = Vec::new();
    let mut looks: Vec<Look> = alternatives
        .iter()
        .map(|alternative| {
            let mut own = Vec::new();
            let look = alternative_look(api, union, (alternative, tag), &mut own);
            objects.push(own);
            look
        })
        .collect();
    if union.open {
        looks.push(Look::Any);
    }
    prune(&mut looks, tag.is_some());
    if tag.is_none() {
        add_insides(api, &mut looks, &objects);
    }
    looks
}

/// Adds what only inside of members tells the objects apart. The types of the objects of each alternative stand in the order
/// of its looks.
fn add_insides(api: &Api, looks: &mut [Look], types: &[Vec<TypeId>]) {
    let mut objects = Vec::new();
    for (index, (look, types)) in looks.iter_mut().zip(types).enumerate() {
        let mut own = Vec::new();
        objects_of(look, &mut own);
        if own.len() == types.len() {
            let own = own.into_iter().zip(types);
            objects.extend(own.map(|(look, id)| (index, *id, look)));
        }
    }
    if objects.len() > 1 {
        insides::add(api, &mut objects);
    }
}

fn objects_of<'l>(look: &'l mut Look, objects: &mut Vec<&'l mut ObjectLook>) {
    match look {
        Look::Either(looks) => looks.iter_mut().for_each(|look| objects_of(look, objects)),
        Look::Object(look) => objects.push(look),
        _ => {}
    }
}

fn alternative_look(
    api: &Api,
    union: &Union,
    (alternative, tag): (&Alternative<'_>, Option<&str>),
    objects: &mut Vec<TypeId>,
) -> Look {
    let id = alternative.variant.ty.id;
    let Some(tag) = tag else {
        return look(api, id, 0, objects);
    };
    let mut tags = alternative.tags.to_vec();
    let shape = match &api.get(id).shape {
        Shape::Struct(shape) => shape,
        _ if tags.is_empty() => return look(api, id, 0, objects),
        _ => return Look::Tagged(tags),
    };
    if union.tag.is_none() {
        tags = required_constant(api, id, shape, tag).unwrap_or_default();
    }
    let must = shape
        .fields
        .iter()
        .any(|field| field.name == tag && is_required(api.get(id), field));
    match (tags.is_empty(), must) {
        (true, _) => look(api, id, 0, objects),
        (false, true) => Look::Tagged(tags),
        // An object may come without its tag.
        (false, false) => {
            let mut object = object(api, id, shape);
            object.constants.retain(|(name, _)| name != tag);
            object.optional.retain(|name| name != tag);
            Look::Either(vec![Look::Tagged(tags), Look::Object(object)])
        }
    }
}

/// Returns how values of a type look, and adds the types of the objects among them.
fn look(api: &Api, id: TypeId, depth: usize, objects: &mut Vec<TypeId>) -> Look {
    match &api.get(id).shape {
        Shape::Any => Look::Any,
        Shape::Boolean => Look::Boolean,
        Shape::Integer(_) | Shape::Integers(_) => Look::Integer,
        Shape::Number | Shape::IntegerOrNumber => Look::Number,
        Shape::String(_) | Shape::DateTime | Shape::Date | Shape::Bytes | Shape::File => Look::Text,
        Shape::Enum(values) => {
            Look::Texts(values.iter().map(|value| value.value.clone()).collect())
        }
        Shape::List(_) if depth >= DEEPEST => Look::Array(Vec::new()),
        Shape::List(element) => match look(api, element.id, depth + 1, &mut Vec::new()) {
            Look::Any => Look::Array(Vec::new()),
            Look::Either(looks) => Look::Array(looks),
            look => Look::Array(vec![look]),
        },
        Shape::Map(_) => Look::Map,
        Shape::Struct(shape) => {
            objects.push(id);
            Look::Object(object(api, id, shape))
        }
        Shape::Union(shape)
            if depth >= DEEPEST
                || shape.variants.is_empty()
                || shape.variants.len() > MOST_LEAVES =>
        {
            Look::Any
        }
        Shape::Union(shape) => either(api, shape, depth, objects),
    }
}

/// Returns how values of a union look that is an alternative of another one: its tags are constants there.
fn either(api: &Api, union: &Union, depth: usize, objects: &mut Vec<TypeId>) -> Look {
    let before = objects.len();
    let mut looks = Vec::new();
    if union.open {
        looks.push(Look::Any);
    }
    for variant in &union.variants {
        let mut look = look(api, variant.ty.id, depth + 1, objects);
        if let (Look::Object(object), Some(tag), [_, ..]) =
            (&mut look, &union.tag, variant.tags.as_slice())
        {
            object.constants.retain(|(name, _)| name != tag);
            object.constants.push((tag.clone(), variant.tags.clone()));
        }
        match look {
            Look::Either(inner) => looks.extend(inner),
            look => looks.push(look),
        }
        if looks.len() > MOST_LEAVES {
            objects.truncate(before);
            return Look::Any;
        }
    }
    Look::Either(looks)
}

fn object(api: &Api, id: TypeId, shape: &Struct) -> ObjectLook {
    let owner = api.get(id);
    let mut look = ObjectLook::default();
    for field in &shape.fields {
        match is_required(owner, field) && !field.ty.nullable {
            true => look.required.push(field.name.clone()),
            false => look.optional.push(field.name.clone()),
        }
        if let Some(values) = constants::values(api, field) {
            look.constants.push((field.name.clone(), values));
        }
    }
    for names in [&mut look.required, &mut look.optional] {
        names.sort();
        names.dedup();
    }
    look
}

/// Drops what tells nothing: what only one alternative has to do with, and of constants with several values those that no
/// other alternative excludes. Where there is a tag, an object without it is told by what it has: no name is dropped.
fn prune(looks: &mut [Look], has_tag: bool) {
    let mut known: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let (mut texts, mut arrays, mut objects) = (0, 0, 0);
    for look in looks.iter() {
        let (mut text, mut array, mut object) = (false, false, false);
        each_leaf(look, &mut |leaf| match leaf {
            Look::Any => (text, array, object) = (true, true, true),
            Look::Text | Look::Texts(_) => text = true,
            Look::Array(_) => array = true,
            Look::Map => object = true,
            Look::Object(look) => {
                object = true;
                for (name, values) in &look.constants {
                    known.entry(name.clone()).or_default().push(values.clone());
                }
            }
            _ => {}
        });
        texts += usize::from(text);
        arrays += usize::from(array);
        objects += usize::from(object);
    }
    for look in looks {
        each_leaf_mut(look, &mut |leaf| match leaf {
            Look::Texts(_) if texts == 1 => *leaf = Look::Text,
            Look::Array(inner) if arrays == 1 => inner.clear(),
            Look::Object(object) if objects == 1 => {
                if !has_tag {
                    object.optional.clear();
                }
                object.constants.clear();
            }
            Look::Object(object) => object.constants.retain(|(name, values)| {
                let others = known.get(name).map(Vec::as_slice).unwrap_or_default();
                let apart = |other: &Vec<String>| other.iter().all(|value| !values.contains(value));
                values.len() == 1 || others.iter().any(apart)
            }),
            _ => {}
        });
    }
}

/// Shows each look that is no list of looks; not those of elements.
fn each_leaf(look: &Look, see: &mut impl FnMut(&Look)) {
    match look {
        Look::Either(looks) => looks.iter().for_each(|look| each_leaf(look, see)),
        look => see(look),
    }
}

fn each_leaf_mut(look: &mut Look, change: &mut impl FnMut(&mut Look)) {
    match look {
        Look::Either(looks) => looks
            .iter_mut()
            .for_each(|look| each_leaf_mut(look, change)),
        look => change(look),
    }
}

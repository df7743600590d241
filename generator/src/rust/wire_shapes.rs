//! How the alternatives of a union look on the wire, so that one can be told from the others.
//!
//! In: a union of the API and the tags of its variants. Out: a [`WireShape`] for each, with no more than is needed. Knows nothing
//! of names or Rust types.

use std::collections::BTreeMap;

use crate::api::{Api, Shape, Struct, TypeId, Union};

use super::constants;
use super::fields::is_required;
use super::model::{ObjectShape, WireShape};
use super::nested_conditions;
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
pub(super) fn of(api: &Api, union: &Union, alternatives: &[Alternative<'_>]) -> Vec<WireShape> {
    let tag = tag(api, union);
    let mut objects = Vec::new();
    let mut wire_shapes: Vec<WireShape> = alternatives
        .iter()
        .map(|alternative| {
            let mut own = Vec::new();
            let wire_shape = alternative_shape(api, union, (alternative, tag), &mut own);
            objects.push(own);
            wire_shape
        })
        .collect();
    if union.open {
        wire_shapes.push(WireShape::Any);
    }
    prune(&mut wire_shapes, tag.is_some());
    if tag.is_none() {
        add_insides(api, &mut wire_shapes, &objects);
    }
    wire_shapes
}

/// Adds what only inside of members tells the objects apart. The types of the objects of each alternative stand in the order
/// of its looks.
fn add_insides(api: &Api, wire_shapes: &mut [WireShape], types: &[Vec<TypeId>]) {
    let mut objects = Vec::new();
    for (index, (wire_shape, types)) in wire_shapes.iter_mut().zip(types).enumerate() {
        let mut own = Vec::new();
        objects_of(wire_shape, &mut own);
        if own.len() == types.len() {
            let own = own.into_iter().zip(types);
            objects.extend(own.map(|(wire_shape, id)| (index, *id, wire_shape)));
        }
    }
    if objects.len() > 1 {
        nested_conditions::add(api, &mut objects);
    }
}

fn objects_of<'l>(wire_shape: &'l mut WireShape, objects: &mut Vec<&'l mut ObjectShape>) {
    match wire_shape {
        WireShape::Either(wire_shapes) => wire_shapes
            .iter_mut()
            .for_each(|wire_shape| objects_of(wire_shape, objects)),
        WireShape::Object(wire_shape) => objects.push(wire_shape),
        _ => {}
    }
}

fn alternative_shape(
    api: &Api,
    union: &Union,
    (alternative, tag): (&Alternative<'_>, Option<&str>),
    objects: &mut Vec<TypeId>,
) -> WireShape {
    let id = alternative.variant.ty.id;
    let Some(tag) = tag else {
        return wire_shape(api, id, 0, objects);
    };
    let mut tags = alternative.tags.to_vec();
    let shape = match &api.get(id).shape {
        Shape::Struct(shape) => shape,
        _ if tags.is_empty() => return wire_shape(api, id, 0, objects),
        _ => return WireShape::Tagged(tags),
    };
    if union.tag.is_none() {
        tags = required_constant(api, id, shape, tag).unwrap_or_default();
    }
    let must = shape
        .fields
        .iter()
        .any(|field| field.name == tag && is_required(api.get(id), field));
    match (tags.is_empty(), must) {
        (true, _) => wire_shape(api, id, 0, objects),
        (false, true) => WireShape::Tagged(tags),
        // An object may come without its tag.
        (false, false) => {
            let mut object = object(api, id, shape);
            object.constants.retain(|(name, _)| name != tag);
            object.optional.retain(|name| name != tag);
            WireShape::Either(vec![WireShape::Tagged(tags), WireShape::Object(object)])
        }
    }
}

/// Returns how values of a type look, and adds the types of the objects among them.
fn wire_shape(api: &Api, id: TypeId, depth: usize, objects: &mut Vec<TypeId>) -> WireShape {
    match &api.get(id).shape {
        Shape::Any => WireShape::Any,
        Shape::Boolean => WireShape::Boolean,
        Shape::Integer(_) | Shape::Integers(_) => WireShape::Integer,
        Shape::Number | Shape::IntegerOrNumber => WireShape::Number,
        Shape::String(_) | Shape::DateTime | Shape::Date | Shape::Bytes | Shape::File => {
            WireShape::String
        }
        Shape::Enum(values) => {
            WireShape::Strings(values.iter().map(|value| value.value.clone()).collect())
        }
        Shape::List(_) if depth >= DEEPEST => WireShape::Array(Vec::new()),
        Shape::List(element) => match wire_shape(api, element.id, depth + 1, &mut Vec::new()) {
            WireShape::Any => WireShape::Array(Vec::new()),
            WireShape::Either(wire_shapes) => WireShape::Array(wire_shapes),
            wire_shape => WireShape::Array(vec![wire_shape]),
        },
        Shape::Map(_) => WireShape::Map,
        Shape::Struct(shape) => {
            objects.push(id);
            WireShape::Object(object(api, id, shape))
        }
        Shape::Union(shape)
            if depth >= DEEPEST
                || shape.variants.is_empty()
                || shape.variants.len() > MOST_LEAVES =>
        {
            WireShape::Any
        }
        Shape::Union(shape) => either(api, shape, depth, objects),
    }
}

/// Returns how values of a union look that is an alternative of another one: its tags are constants there.
fn either(api: &Api, union: &Union, depth: usize, objects: &mut Vec<TypeId>) -> WireShape {
    let before = objects.len();
    let mut wire_shapes = Vec::new();
    if union.open {
        wire_shapes.push(WireShape::Any);
    }
    for variant in &union.variants {
        let mut wire_shape = wire_shape(api, variant.ty.id, depth + 1, objects);
        if let (WireShape::Object(object), Some(tag), [_, ..]) =
            (&mut wire_shape, &union.tag, variant.tags.as_slice())
        {
            object.constants.retain(|(name, _)| name != tag);
            object.constants.push((tag.clone(), variant.tags.clone()));
        }
        match wire_shape {
            WireShape::Either(inner) => wire_shapes.extend(inner),
            wire_shape => wire_shapes.push(wire_shape),
        }
        if wire_shapes.len() > MOST_LEAVES {
            objects.truncate(before);
            return WireShape::Any;
        }
    }
    WireShape::Either(wire_shapes)
}

fn object(api: &Api, id: TypeId, shape: &Struct) -> ObjectShape {
    let owner = api.get(id);
    let mut wire_shape = ObjectShape::default();
    for field in &shape.fields {
        match is_required(owner, field) && !field.ty.nullable {
            true => wire_shape.required.push(field.name.clone()),
            false => wire_shape.optional.push(field.name.clone()),
        }
        if let Some(values) = constants::values(api, field) {
            wire_shape.constants.push((field.name.clone(), values));
        }
    }
    for names in [&mut wire_shape.required, &mut wire_shape.optional] {
        names.sort();
        names.dedup();
    }
    wire_shape
}

/// Drops what tells nothing: what only one alternative has to do with, and of constants with several values those that no
/// other alternative excludes. Where there is a tag, an object without it is told by what it has: no name is dropped.
fn prune(wire_shapes: &mut [WireShape], has_tag: bool) {
    let mut known: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let (mut texts, mut arrays, mut objects) = (0, 0, 0);
    for wire_shape in wire_shapes.iter() {
        let (mut text, mut array, mut object) = (false, false, false);
        each_leaf(wire_shape, &mut |leaf| match leaf {
            WireShape::Any => (text, array, object) = (true, true, true),
            WireShape::String | WireShape::Strings(_) => text = true,
            WireShape::Array(_) => array = true,
            WireShape::Map => object = true,
            WireShape::Object(wire_shape) => {
                object = true;
                for (name, values) in &wire_shape.constants {
                    known.entry(name.clone()).or_default().push(values.clone());
                }
            }
            _ => {}
        });
        texts += usize::from(text);
        arrays += usize::from(array);
        objects += usize::from(object);
    }
    for wire_shape in wire_shapes {
        each_leaf_mut(wire_shape, &mut |leaf| match leaf {
            WireShape::Strings(_) if texts == 1 => *leaf = WireShape::String,
            WireShape::Array(inner) if arrays == 1 => inner.clear(),
            WireShape::Object(object) if objects == 1 => {
                if !has_tag {
                    object.optional.clear();
                }
                object.constants.clear();
            }
            WireShape::Object(object) => object.constants.retain(|(name, values)| {
                let others = known.get(name).map(Vec::as_slice).unwrap_or_default();
                let apart = |other: &Vec<String>| other.iter().all(|value| !values.contains(value));
                values.len() == 1 || others.iter().any(apart)
            }),
            _ => {}
        });
    }
}

/// Shows each look that is no list of looks; not those of elements.
fn each_leaf(wire_shape: &WireShape, see: &mut impl FnMut(&WireShape)) {
    match wire_shape {
        WireShape::Either(wire_shapes) => wire_shapes
            .iter()
            .for_each(|wire_shape| each_leaf(wire_shape, see)),
        wire_shape => see(wire_shape),
    }
}

fn each_leaf_mut(wire_shape: &mut WireShape, change: &mut impl FnMut(&mut WireShape)) {
    match wire_shape {
        WireShape::Either(wire_shapes) => wire_shapes
            .iter_mut()
            .for_each(|wire_shape| each_leaf_mut(wire_shape, change)),
        wire_shape => change(wire_shape),
    }
}

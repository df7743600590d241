//! How the alternatives of a union differ on the wire.
//!
//! In: a union of the API and its alternatives. Out: a [`WireShape`] for each, with no more than is needed to choose one. Knows
//! nothing of names or Rust types.

use std::collections::BTreeMap;

use crate::api::{Api, Shape, Struct, TypeId, Union};

use super::super::model::{ObjectShape, WireShape};
use super::alternatives::Alternative;
use super::members::{allowed_values, is_required};
use super::nested_conditions::{self, ObjectAlternative};

/// Lists and unions nested deeper than this are not examined.
const MAX_DEPTH: usize = 4;

/// An alternative that is a union of more than this many shapes is not examined.
const MAX_SHAPES: usize = 64;

/// Returns the shapes of a union's alternatives; of an open union, the last is that of any other value.
pub(in crate::rust) fn wire_shapes(
    api: &Api,
    union: &Union,
    alternatives: &[Alternative<'_>],
) -> Vec<WireShape> {
    let mut shapes = Vec::with_capacity(alternatives.len() + 1);
    let mut objects = Vec::with_capacity(alternatives.len());
    for alternative in alternatives {
        let mut reader = ShapeReader {
            api,
            objects: Vec::new(),
        };
        shapes.push(match &union.tag {
            Some(tag) => reader.tagged_alternative(alternative, tag),
            None => reader.read(alternative.variant.ty.id, 0),
        });
        objects.push(reader.objects);
    }
    if union.open {
        shapes.push(WireShape::Any);
    }
    prune(&mut shapes, union.tag.is_some());
    if union.tag.is_none() {
        add_nested_conditions(api, &mut shapes, &objects);
    }
    shapes
}

/// Reads the shape of an alternative.
struct ShapeReader<'a> {
    api: &'a Api,
    /// The types of the object shapes, in the order of the shapes.
    objects: Vec<TypeId>,
}

impl ShapeReader<'_> {
    /// Returns the shape of an alternative that a tag chooses.
    fn tagged_alternative(&mut self, alternative: &Alternative<'_>, tag: &str) -> WireShape {
        let api = self.api;
        let id = alternative.variant.ty.id;
        if alternative.tags.is_empty() {
            return self.read(id, 0);
        }
        let tagged = WireShape::Tagged(alternative.tags.to_vec());
        let Shape::Struct(shape) = &api.get(id).shape else {
            return tagged;
        };
        let mut fields = shape.fields.iter();
        if fields.any(|field| field.name == tag && is_required(api.get(id), field)) {
            return tagged;
        }
        // The object may come without its tag.
        let mut object = object_shape(api, id, shape);
        object.constants.retain(|(name, _)| name != tag);
        object.optional.retain(|name| name != tag);
        WireShape::Either(vec![tagged, WireShape::Object(object)])
    }

    /// Returns the shape of a type's values, and collects the types of the objects among them.
    fn read(&mut self, id: TypeId, depth: usize) -> WireShape {
        match &self.api.get(id).shape {
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
            Shape::List(element) => WireShape::Array(self.element_shapes(element.id, depth)),
            Shape::Tuple(elements) => WireShape::Array(match elements.first() {
                Some(first) if !first.nullable => self.element_shapes(first.id, depth),
                _ => Vec::new(),
            }),
            Shape::Map(_) => WireShape::Map,
            Shape::Struct(shape) => {
                self.objects.push(id);
                WireShape::Object(object_shape(self.api, id, shape))
            }
            Shape::Union(shape) => self.union_shapes(shape, depth),
        }
    }

    /// Returns the shapes of a list's first element; none if it can be anything. Objects among them are not collected.
    fn element_shapes(&self, element: TypeId, depth: usize) -> Vec<WireShape> {
        if depth >= MAX_DEPTH {
            return Vec::new();
        }
        let mut reader = ShapeReader {
            api: self.api,
            objects: Vec::new(),
        };
        match reader.read(element, depth + 1) {
            WireShape::Any => Vec::new(),
            WireShape::Either(shapes) => shapes,
            shape => vec![shape],
        }
    }

    /// Returns the shapes of a union that is an alternative of another one: its tags are constants there.
    fn union_shapes(&mut self, union: &Union, depth: usize) -> WireShape {
        let variants = union.variants.len();
        if depth >= MAX_DEPTH || variants == 0 || variants > MAX_SHAPES {
            return WireShape::Any;
        }
        let before = self.objects.len();
        let mut shapes = Vec::new();
        if union.open {
            shapes.push(WireShape::Any);
        }
        for variant in &union.variants {
            let mut shape = self.read(variant.ty.id, depth + 1);
            if let (WireShape::Object(object), Some(tag)) = (&mut shape, &union.tag)
                && !variant.tags.is_empty()
            {
                object.constants.retain(|(name, _)| name != tag);
                object.constants.push((tag.clone(), variant.tags.clone()));
            }
            match shape {
                WireShape::Either(inner) => shapes.extend(inner),
                shape => shapes.push(shape),
            }
            if shapes.len() > MAX_SHAPES {
                self.objects.truncate(before);
                return WireShape::Any;
            }
        }
        WireShape::Either(shapes)
    }
}

fn object_shape(api: &Api, id: TypeId, shape: &Struct) -> ObjectShape {
    let owner = api.get(id);
    let mut object = ObjectShape::default();
    for field in &shape.fields {
        if is_required(owner, field) && !field.ty.nullable {
            object.required.push(field.name.clone());
        } else {
            object.optional.push(field.name.clone());
        }
        if let Some(values) = allowed_values(api, field) {
            object.constants.push((field.name.clone(), values));
        }
    }
    for names in [&mut object.required, &mut object.optional] {
        names.sort();
        names.dedup();
    }
    object
}

/// Adds the conditions inside of members that distinguish objects. `types` has the types of each alternative's objects, in the
/// order of its shapes.
fn add_nested_conditions(api: &Api, shapes: &mut [WireShape], types: &[Vec<TypeId>]) {
    let mut objects = Vec::new();
    for (alternative, (shape, types)) in shapes.iter_mut().zip(types).enumerate() {
        let mut own = Vec::new();
        collect_objects(shape, &mut own);
        if own.len() == types.len() {
            let own = own.into_iter().zip(types);
            objects.extend(own.map(|(shape, id)| ObjectAlternative {
                alternative,
                id: *id,
                shape,
            }));
        }
    }
    if objects.len() > 1 {
        nested_conditions::add(api, &mut objects);
    }
}

fn collect_objects<'s>(shape: &'s mut WireShape, objects: &mut Vec<&'s mut ObjectShape>) {
    match shape {
        WireShape::Either(shapes) => shapes
            .iter_mut()
            .for_each(|shape| collect_objects(shape, objects)),
        WireShape::Object(object) => objects.push(object),
        _ => {}
    }
}

/// How many alternatives have a shape of which kind.
#[derive(Default)]
struct KindCounts {
    strings: usize,
    arrays: usize,
    objects: usize,
}

/// Drops what distinguishes nothing: conditions on a kind of value that only one alternative has, and constants with several
/// values that no other alternative excludes. Where there is a tag, an object without it is recognized by its members, so no
/// name is dropped.
fn prune(shapes: &mut [WireShape], has_tag: bool) {
    let mut known: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    let mut counts = KindCounts::default();
    for shape in shapes.iter() {
        let (mut string, mut array, mut object) = (false, false, false);
        for_each_leaf(shape, &mut |leaf| match leaf {
            WireShape::Any => (string, array, object) = (true, true, true),
            WireShape::String | WireShape::Strings(_) => string = true,
            WireShape::Array(_) => array = true,
            WireShape::Map => object = true,
            WireShape::Object(shape) => {
                object = true;
                for (name, values) in &shape.constants {
                    known.entry(name.clone()).or_default().push(values.clone());
                }
            }
            _ => {}
        });
        counts.strings += usize::from(string);
        counts.arrays += usize::from(array);
        counts.objects += usize::from(object);
    }
    for shape in shapes {
        for_each_leaf_mut(shape, &mut |leaf| match leaf {
            WireShape::Strings(_) if counts.strings == 1 => *leaf = WireShape::String,
            WireShape::Array(elements) if counts.arrays == 1 => elements.clear(),
            WireShape::Object(object) if counts.objects == 1 => {
                // The tag says what a constant would.
                if has_tag {
                    object.constants.clear();
                } else {
                    object.optional.clear();
                    object.constants.retain(|(_, values)| values.len() == 1);
                }
            }
            WireShape::Object(object) => object.constants.retain(|(name, values)| {
                let others = known.get(name).map(Vec::as_slice).unwrap_or_default();
                values.len() == 1 || others.iter().any(|other| is_disjoint(other, values))
            }),
            _ => {}
        });
    }
}

fn is_disjoint(values: &[String], others: &[String]) -> bool {
    values.iter().all(|value| !others.contains(value))
}

/// Calls a function with each shape that is not a list of shapes; not with those of elements.
fn for_each_leaf(shape: &WireShape, visit: &mut impl FnMut(&WireShape)) {
    match shape {
        WireShape::Either(shapes) => shapes.iter().for_each(|shape| for_each_leaf(shape, visit)),
        shape => visit(shape),
    }
}

fn for_each_leaf_mut(shape: &mut WireShape, change: &mut impl FnMut(&mut WireShape)) {
    match shape {
        WireShape::Either(shapes) => shapes
            .iter_mut()
            .for_each(|shape| for_each_leaf_mut(shape, change)),
        shape => change(shape),
    }
}

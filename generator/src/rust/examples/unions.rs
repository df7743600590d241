//! Values of unions in an example.
//!
//! In: a planned union and what the document gives as an example. Out: an expression that makes the variant which the
//! example looks like, or else the first that is easy to make.

use super::super::model::{ObjectShape, Ty, Union, UnionVariant, WireShape};
use super::super::variant_names;
use super::layout::Expression;
use super::{Draft, Known, Way};
use crate::api::Node;
use crate::api::{Shape, TypeId};

/// Unions and structs within each other, at most.
const DEEPEST: usize = 6;

impl<'a> Draft<'a> {
    pub(super) fn union(
        &mut self,
        id: TypeId,
        item: &'a Union,
        known: Known<'a>,
        way: Way,
    ) -> Option<Expression> {
        let name = item.name.as_str();
        if self.open.contains(&name) || self.open.len() >= DEEPEST {
            return None;
        }
        self.open.push(name);
        let value = self.of_variants(id, item, known, way);
        self.open.pop();
        value
    }

    fn of_variants(
        &mut self,
        id: TypeId,
        item: &'a Union,
        known: Known<'a>,
        way: Way,
    ) -> Option<Expression> {
        let api = self.examples.types.api;
        let Shape::Union(shape) = &api.get(id).shape else {
            return None;
        };
        let alternatives = variant_names::alternatives(api, shape);
        for (index, example) in order(item, known.example) {
            let (variant, alternative) = (item.variants.get(index)?, alternatives.get(index)?);
            let held = Known {
                id: Some(alternative.variant.ty.id),
                example,
                name: known.name,
            };
            // What does not come of the document must not leave its imports behind.
            let (imports, values) = (self.imports.clone(), self.values);
            if let Some(value) = self.of_variant(item, variant, held, way) {
                return Some(value);
            }
            (self.imports, self.values) = (imports, values);
        }
        None
    }

    fn of_variant(
        &mut self,
        item: &'a Union,
        variant: &'a UnionVariant,
        held: Known<'a>,
        way: Way,
    ) -> Option<Expression> {
        // A text is taken as it is, where it can only be this variant.
        let texts = item.variants.iter().filter(|other| other.ty == Ty::String);
        if way == Way::Taken && variant.ty == Ty::String && texts.count() == 1 {
            return self.value(&variant.ty, held, Way::Taken);
        }
        let around = self.tag;
        if let (Some(member), Some(tag)) = (&item.tag, &variant.tag) {
            self.tag = Some((member, tag));
        }
        let value = self.value(&variant.ty, held, Way::Exact);
        self.tag = around;
        let value = value?;
        let head = format!("{}::{}", self.type_path(&item.name), variant.name.as_str());
        Some(Expression::call(head, vec![value]))
    }
}

/// Returns the numbers of the variants with their examples, in the order in which they are tried.
fn order<'a>(item: &Union, example: Option<&'a Node>) -> Vec<(usize, Option<&'a Node>)> {
    let mut fitting: Vec<(usize, usize)> = Vec::new();
    if let Some(example) = example {
        let tag = item.tag.as_deref();
        for (index, variant) in item.variants.iter().enumerate() {
            if let Some(score) = score(&variant.wire_shape, tag, example) {
                fitting.push((index, score));
            }
        }
    }
    fitting.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    let mut order: Vec<(usize, Option<&Node>)> =
        fitting.iter().map(|(index, _)| (*index, example)).collect();
    let mut others: Vec<(usize, usize)> = item
        .variants
        .iter()
        .enumerate()
        .filter(|(index, _)| order.iter().all(|(known, _)| known != index))
        .map(|(index, variant)| (index, effort(variant)))
        .collect();
    others.sort_by_key(|(_, effort)| *effort);
    order.extend(others.into_iter().map(|(index, _)| (index, None)));
    order
}

/// Returns how much there is to a value of a variant.
fn effort(variant: &UnionVariant) -> usize {
    match (&variant.ty, variant.deprecated) {
        (_, true) => 3,
        (Ty::Json | Ty::JsonMap | Ty::Bytes, _) => 2,
        (Ty::Box(_), _) => 1,
        _ => 0,
    }
}

/// Returns how well a value looks like a variant's.
fn score(wire_shape: &WireShape, tag: Option<&str>, node: &Node) -> Option<usize> {
    let fits = |fits: bool| fits.then_some(1);
    match (wire_shape, node) {
        (WireShape::Any, _) => Some(0),
        (WireShape::Boolean, node) => fits(matches!(node, Node::Bool(_))),
        (WireShape::Integer, node) => matches!(node, Node::Integer(_)).then_some(2),
        (WireShape::Number, node) => fits(matches!(node, Node::Integer(_) | Node::Float(_))),
        (WireShape::Map, node) => fits(matches!(node, Node::Object(_))),
        (WireShape::String, node) => fits(matches!(node, Node::String(_))),
        (WireShape::Strings(texts), Node::String(text)) => texts.contains(text).then_some(2),
        (WireShape::Except(others), node) => {
            let is_other = scalar(node).is_some_and(|value| others.contains(&value));
            fits(!is_other && !matches!(node, Node::Array(_) | Node::Object(_)))
        }
        (WireShape::Array(wire_shapes), Node::Array(nodes)) => match nodes.first() {
            Some(first) if !wire_shapes.is_empty() => {
                let scores = wire_shapes
                    .iter()
                    .filter_map(|wire_shape| score(wire_shape, None, first));
                scores.max().map(|score| score + 1)
            }
            _ => Some(1),
        },
        (WireShape::Object(wire_shape), Node::Object(members)) => {
            score_members(wire_shape, members, node)
        }
        (WireShape::Tagged(tags), Node::Object(_)) => {
            let value = node.get(tag?).and_then(scalar)?;
            tags.contains(&value).then_some(usize::MAX)
        }
        (WireShape::Either(wire_shapes), node) => wire_shapes
            .iter()
            .filter_map(|wire_shape| score(wire_shape, tag, node))
            .max(),
        _ => None,
    }
}

fn score_members(
    wire_shape: &ObjectShape,
    members: &[(String, Node)],
    node: &Node,
) -> Option<usize> {
    let has_required = wire_shape
        .required
        .iter()
        .all(|name| node.get(name).is_some());
    let mut constants = wire_shape.constants.iter();
    let has_constants = constants.all(|(name, values)| match node.get(name).and_then(scalar) {
        Some(value) => values.contains(&value),
        None => true,
    });
    let mut member_shapes = wire_shape.members.iter();
    let has_insides = member_shapes.all(|(name, wire_shape)| match node.get(name) {
        Some(Node::Null) | None => true,
        Some(value) => score(wire_shape, None, value).is_some(),
    });
    let known =
        |name: &String| wire_shape.required.contains(name) || wire_shape.optional.contains(name);
    let count = members.iter().filter(|(name, _)| known(name)).count();
    (has_required && has_constants && has_insides).then_some(count + 1)
}

fn scalar(node: &Node) -> Option<String> {
    match node {
        Node::String(text) => Some(text.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

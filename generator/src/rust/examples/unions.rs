//! Values of unions in an example.
//!
//! In: a planned union and the document's example. Out: an expression that makes the variant which fits the example, or else
//! the first that is easy to make.

use std::cmp::Reverse;

use crate::api::{Node, Shape, TypeId};

use super::super::analysis::alternatives::alternatives;
use super::super::model::{ObjectShape, Ty, Union, UnionVariant, WireShape};
use super::draft::{Draft, Passing, TagMember, ValueSource};
use super::layout::Expression;

/// Unions and structs are nested at most this deep.
const MAX_DEPTH: usize = 6;

impl<'a> Draft<'a> {
    /// Returns a value of a union; `None` if it contains itself or is nested too deep.
    pub(super) fn union(
        &mut self,
        id: TypeId,
        item: &'a Union,
        source: ValueSource<'a>,
        passing: Passing,
    ) -> Option<Expression> {
        let name = item.name.as_str();
        if self.open.contains(&name) || self.open.len() >= MAX_DEPTH {
            return None;
        }
        self.open.push(name);
        let value = self.first_variant(id, item, source, passing);
        self.open.pop();
        value
    }

    /// Returns a value of the first variant that can be made.
    fn first_variant(
        &mut self,
        id: TypeId,
        item: &'a Union,
        source: ValueSource<'a>,
        passing: Passing,
    ) -> Option<Expression> {
        let api = self.examples.types.api;
        let Shape::Union(shape) = &api.get(id).shape else {
            return None;
        };
        let alternatives = alternatives(api, shape);
        for candidate in candidates(item, source.example) {
            let variant = item.variants.get(candidate.index)?;
            let alternative = alternatives.get(candidate.index)?;
            let held = ValueSource {
                id: Some(alternative.variant.ty.id),
                example: candidate.example,
                name: source.name,
            };
            // A failed attempt must not leave its imports behind.
            let (imports, values) = (self.imports.clone(), self.values);
            if let Some(value) = self.union_variant(item, variant, held, passing) {
                return Some(value);
            }
            (self.imports, self.values) = (imports, values);
        }
        None
    }

    fn union_variant(
        &mut self,
        item: &'a Union,
        variant: &'a UnionVariant,
        held: ValueSource<'a>,
        passing: Passing,
    ) -> Option<Expression> {
        // A string converts into the union if only one variant holds strings.
        let strings = item.variants.iter().filter(|other| other.ty == Ty::String);
        if passing == Passing::ByValue && variant.ty == Ty::String && strings.count() == 1 {
            return self.value(&variant.ty, held, Passing::ByValue);
        }
        let outer = self.tag;
        if let (Some(name), Some(tag)) = (&item.tag, &variant.tag) {
            self.tag = Some(TagMember { name, tag });
        }
        let value = self.value(&variant.ty, held, Passing::Exact);
        self.tag = outer;
        let value = value?;
        let head = format!("{}::{}", self.type_path(&item.name), variant.name.as_str());
        Some(Expression::call(head, vec![value]))
    }
}

/// A variant that is tried.
struct Candidate<'a> {
    index: usize,
    /// The document's example, if it fits the variant.
    example: Option<&'a Node>,
}

/// Returns the variants in the order in which they are tried: the best fit first, then those that are easy to make.
fn candidates<'a>(item: &Union, example: Option<&'a Node>) -> Vec<Candidate<'a>> {
    let tag = item.tag.as_deref();
    let mut fitting: Vec<(usize, usize)> = Vec::new();
    let mut others: Vec<(usize, usize)> = Vec::new();
    for (index, variant) in item.variants.iter().enumerate() {
        match example.and_then(|example| score(&variant.wire_shape, tag, example)) {
            Some(score) => fitting.push((index, score)),
            None => others.push((index, effort(variant))),
        }
    }
    fitting.sort_by_key(|(_, score)| Reverse(*score));
    others.sort_by_key(|(_, effort)| *effort);
    let fitting = fitting
        .into_iter()
        .map(|(index, _)| Candidate { index, example });
    let others = others.into_iter().map(|(index, _)| Candidate {
        index,
        example: None,
    });
    fitting.chain(others).collect()
}

/// Returns how hard a value of a variant is to make.
fn effort(variant: &UnionVariant) -> usize {
    match (&variant.ty, variant.deprecated) {
        (_, true) => 3,
        (Ty::Json | Ty::JsonMap | Ty::Bytes, _) => 2,
        (Ty::Box(_), _) => 1,
        _ => 0,
    }
}

/// Returns how well a value fits a shape; `None` if it does not.
fn score(shape: &WireShape, tag: Option<&str>, node: &Node) -> Option<usize> {
    let fits = |fits: bool| fits.then_some(1);
    match (shape, node) {
        (WireShape::Any, _) => Some(0),
        (WireShape::Boolean, node) => fits(matches!(node, Node::Bool(_))),
        (WireShape::Integer, node) => matches!(node, Node::Integer(_)).then_some(2),
        (WireShape::Number, node) => fits(matches!(node, Node::Integer(_) | Node::Float(_))),
        (WireShape::Map, node) => fits(matches!(node, Node::Object(_))),
        (WireShape::String, node) => fits(matches!(node, Node::String(_))),
        (WireShape::Strings(strings), Node::String(string)) => {
            strings.contains(string).then_some(2)
        }
        (WireShape::Except(others), node) => {
            let is_other = scalar(node).is_some_and(|value| others.contains(&value));
            fits(!is_other && !matches!(node, Node::Array(_) | Node::Object(_)))
        }
        (WireShape::Array(shapes), Node::Array(nodes)) => match nodes.first() {
            Some(first) if !shapes.is_empty() => {
                let scores = shapes.iter().filter_map(|shape| score(shape, None, first));
                scores.max().map(|score| score + 1)
            }
            _ => Some(1),
        },
        (WireShape::Object(shape), Node::Object(members)) => score_object(shape, members, node),
        (WireShape::Tagged(tags), Node::Object(_)) => {
            let value = node.get(tag?).and_then(scalar)?;
            tags.contains(&value).then_some(usize::MAX)
        }
        (WireShape::Either(shapes), node) => {
            let scores = shapes.iter().filter_map(|shape| score(shape, tag, node));
            scores.max()
        }
        _ => None,
    }
}

fn score_object(shape: &ObjectShape, members: &[(String, Node)], node: &Node) -> Option<usize> {
    let has_required = shape.required.iter().all(|name| node.get(name).is_some());
    let mut constants = shape.constants.iter();
    let has_constants = constants.all(|(name, values)| match node.get(name).and_then(scalar) {
        Some(value) => values.contains(&value),
        None => true,
    });
    let mut nested = shape.members.iter();
    let has_nested_shapes = nested.all(|(name, shape)| match node.get(name) {
        Some(Node::Null) | None => true,
        Some(value) => score(shape, None, value).is_some(),
    });
    let known = |name: &String| shape.required.contains(name) || shape.optional.contains(name);
    let count = members.iter().filter(|(name, _)| known(name)).count();
    (has_required && has_constants && has_nested_shapes).then_some(count + 1)
}

fn scalar(node: &Node) -> Option<String> {
    match node {
        Node::String(string) => Some(string.clone()),
        Node::Integer(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

//! Values of structs in an example.
//!
//! In: a planned struct and the document's example. Out: a call of its constructor and setters.

use std::collections::HashMap;

use crate::api::{self, Node, Shape, TypeId};

use super::super::model::{Constructor, Field, Item, Presence, Struct, Tag, Ty};
use super::draft::{Draft, Passing, ValueSource};
use super::layout::{Expression, Link};
use super::literals;
use super::values::owned;

/// Structs are nested at most this deep.
const MAX_DEPTH: usize = 6;

/// An example has at most this many values; further optional members are left out.
const MAX_VALUES: usize = 40;

/// The sources of a struct's members, by wire name.
type Sources<'a> = HashMap<&'a str, ValueSource<'a>>;

impl<'a> Draft<'a> {
    /// Returns a value of a struct; `None` if it contains itself or is nested too deep.
    pub(super) fn structure(
        &mut self,
        id: TypeId,
        item: &'a Struct,
        example: Option<&'a Node>,
    ) -> Option<Expression> {
        let name = item.name.as_str();
        if self.open.contains(&name) || self.open.len() >= MAX_DEPTH {
            return None;
        }
        let Shape::Struct(shape) = &self.examples.types.api.get(id).shape else {
            return None;
        };
        self.open.push(name);
        let sources = sources(shape, example);
        let value = self
            .constructor(item, &sources, example)
            .map(|base| self.with_setters(base, item, &sources, example));
        self.open.pop();
        value
    }

    /// Returns a call of `new` with the required members.
    fn constructor(
        &mut self,
        item: &'a Struct,
        sources: &Sources<'a>,
        example: Option<&'a Node>,
    ) -> Option<Expression> {
        let tag = self.tag.take();
        let passing = match item.constructor {
            Constructor::Required(_) => Passing::Exact,
            Constructor::Default | Constructor::New | Constructor::None => Passing::ByValue,
        };
        let mut arguments = Vec::new();
        for field in &item.fields {
            if !field.is_constructor_argument() {
                continue;
            }
            let source = *sources.get(field.wire.as_str())?;
            let value = match field.presence {
                Presence::Required => match tag.filter(|tag| tag.name == field.wire) {
                    Some(tag) => self.tag_value(&field.ty, source, tag.tag, passing)?,
                    None => self.value(&field.ty, source, passing)?,
                },
                Presence::RequiredNullable => {
                    let documented = example.and_then(|example| example.get(&field.wire));
                    self.nullable(field, documented, source)
                }
                Presence::Optional | Presence::Patch => continue,
            };
            arguments.push((field.name.as_str().to_owned(), value));
        }
        let head = format!("{}::new", self.type_path(&item.name));
        let arguments = match &item.constructor {
            Constructor::Required(name) => vec![Expression::Fields {
                head: self.type_path(name),
                fields: arguments,
            }],
            Constructor::None => return None,
            Constructor::Default | Constructor::New => {
                arguments.into_iter().map(|(_, value)| value).collect()
            }
        };
        Some(Expression::call(head, arguments))
    }

    /// Adds calls of setters for the optional members that the document's example has.
    fn with_setters(
        &mut self,
        base: Expression,
        item: &'a Struct,
        sources: &Sources<'a>,
        example: Option<&'a Node>,
    ) -> Expression {
        let mut links = Vec::new();
        for field in &item.fields {
            let is_optional = matches!(field.presence, Presence::Optional | Presence::Patch);
            if !is_optional || field.deprecated {
                continue;
            }
            let documented = example.and_then(|example| example.get(&field.wire));
            let source = sources.get(field.wire.as_str());
            let (Some(documented), Some(source)) = (documented, source) else {
                continue;
            };
            if self.values < MAX_VALUES
                && let Some(value) = self.optional(field, documented, *source)
            {
                links.push(Link {
                    name: field.name.as_str().to_owned(),
                    arguments: Some(vec![value]),
                });
            }
        }
        if links.is_empty() {
            return base;
        }
        Expression::Chain {
            base: Box::new(base),
            links,
        }
    }

    /// Returns the value of a tag: that of the document's example, unless it belongs to another variant.
    fn tag_value(
        &mut self,
        ty: &Ty,
        source: ValueSource<'a>,
        tag: &Tag,
        passing: Passing,
    ) -> Option<Expression> {
        let documented = source.example.and_then(literals::scalar_text);
        let text = documented
            .filter(|text| tag.values.contains(text))
            .or_else(|| tag.values.first().cloned())?;
        let item = match ty {
            Ty::Item(name) => self.examples.items.get(name.as_str()),
            _ => None,
        };
        Some(match (ty, item) {
            (_, Some((_, Item::Enum(item)))) => self.variant(item, Some(&Node::String(text))),
            (Ty::String, _) if passing == Passing::Exact => {
                owned(Expression::Atom(literals::string(&text)))
            }
            (Ty::String, _) => Expression::Atom(literals::string(&text)),
            (Ty::Bool, _) if matches!(text.as_str(), "true" | "false") => Expression::Atom(text),
            (Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64, _) => {
                let node = text.parse().ok().map(Node::Integer);
                match literals::integer(ty, node.as_ref()) {
                    Some(text) => Expression::Atom(text),
                    None => return self.value(ty, source, passing),
                }
            }
            _ => return self.value(ty, source, passing),
        })
    }

    /// Returns the `Option` of a member that is always sent, even as null.
    fn nullable(
        &mut self,
        field: &Field,
        documented: Option<&Node>,
        source: ValueSource<'a>,
    ) -> Expression {
        let value = match documented {
            Some(Node::Null) => None,
            _ => self.value(&field.ty, source, Passing::Exact),
        };
        match value {
            Some(value) => Expression::call("Some".to_owned(), vec![value]),
            None => Expression::atom("None"),
        }
    }

    /// Returns the argument of an optional member's setter.
    fn optional(
        &mut self,
        field: &Field,
        documented: &Node,
        source: ValueSource<'a>,
    ) -> Option<Expression> {
        match (field.presence, documented) {
            (Presence::Patch, Node::Null) => {
                self.import("Patch");
                Some(Expression::atom("Patch::Null"))
            }
            (_, Node::Null) => None,
            (Presence::Patch, _) if field.ty != Ty::String => {
                self.value(&field.ty, source, Passing::Exact)
            }
            _ => self.value(&field.ty, source, Passing::ByValue),
        }
    }
}

/// Returns the sources of a struct's members: from the struct's example, else from the member's own example or default.
fn sources<'a>(shape: &'a api::Struct, example: Option<&'a Node>) -> Sources<'a> {
    let fields = shape.fields.iter();
    fields
        .map(|field| {
            let own = field.docs.example.as_ref().or(field.docs.default.as_ref());
            let documented = example.and_then(|example| example.get(&field.name));
            let source = ValueSource {
                id: Some(field.ty.id),
                example: documented
                    .filter(|value| **value != Node::Null)
                    .or(own.filter(|own| **own != Node::Null)),
                name: &field.name,
            };
            (field.name.as_str(), source)
        })
        .collect()
}

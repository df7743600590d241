//! From unions to enums whose variants hold values.
//!
//! In: a union of the API and its name. Out: a [`Union`]. Its variants are named in `names::variants`; how values are matched to
//! them is decided in `analysis::wire_shapes`.

use crate::api::{self, Shape, TypeId, TypeName};

use super::super::analysis::alternatives::{Alternative, alternatives};
use super::super::analysis::members::{allowed_values, is_constant, is_required};
use super::super::analysis::wire_shapes::wire_shapes;
use super::super::docs;
use super::super::model::{Checks, Ident, Tag, Ty, Union, UnionVariant, WireShape};
use super::checks::checks;
use super::item_docs::{fallback, item_docs, type_alias};
use super::rust_types::Types;

/// The first line of a variant that holds an item is no longer than this.
const MAX_LINE: usize = 160;

/// Plans a union.
pub(super) fn plan(
    types: &Types<'_>,
    id: TypeId,
    name: &Ident,
    shape: &api::Union,
) -> Option<Union> {
    let owner = types.api.get(id);
    let names = types.names.variants(id)?;
    let alternatives = alternatives(types.api, shape);
    let planner = Planner {
        types,
        id,
        owner,
        shape,
    };
    let variants: Vec<UnionVariant> = alternatives
        .iter()
        .zip(&names.variants)
        .zip(wire_shapes(types.api, shape, &alternatives))
        .map(|((alternative, name), wire_shape)| planner.variant(alternative, name, wire_shape))
        .collect();
    let mut lines = item_docs(types, id, name);
    if let Some(tag) = &shape.tag {
        let sentence = planner.tag_docs(tag, &alternatives, &variants);
        docs::append(&mut lines, docs::wrap(&sentence));
    }
    Some(Union {
        name: name.clone(),
        docs: lines,
        alias: type_alias(owner, name),
        deprecated: owner.docs.deprecated,
        tag: shape.tag.clone(),
        open: shape.open,
        unrecognized: names.unrecognized.clone(),
        // The variant of other values keeps an alternative that could not be decoded, secrets included.
        secret: owner.sensitive
            || (alternatives.iter()).any(|one| types.contains_secret(one.variant.ty.id)),
        variants,
        in_request: owner.in_request,
        response_form: types.response_form(id).cloned(),
    })
}

struct Planner<'a> {
    types: &'a Types<'a>,
    id: TypeId,
    owner: &'a api::Type,
    shape: &'a api::Union,
}

impl<'a> Planner<'a> {
    fn variant(
        &self,
        alternative: &Alternative<'_>,
        name: &Ident,
        wire_shape: WireShape,
    ) -> UnionVariant {
        let types = self.types;
        let target = alternative.variant.ty.id;
        let ty = types.field(self.id, alternative.index, target);
        UnionVariant {
            name: name.clone(),
            docs: variant_docs(types, alternative, name, &ty),
            alias: match alternative.tags {
                [tag] => docs::alias(tag, name),
                _ => None,
            },
            wire_shape,
            tag: self.written_tag(alternative),
            secret: self.owner.sensitive || types.is_secret(target),
            deprecated: alternative.variant.docs.deprecated,
            checks: if self.owner.in_request {
                checks(types, target, &types.api.get(target).constraints)
            } else {
                Checks::default()
            },
            ty,
        }
    }

    /// Returns the tag that is written; `None` if the value always writes it itself.
    fn written_tag(&self, alternative: &Alternative<'_>) -> Option<Tag> {
        let api = self.types.api;
        let name = self.shape.tag.as_ref()?;
        if alternative.tags.is_empty() || alternative.variant.implicit_tag {
            return None;
        }
        // A union writes the tag of its own alternative; which of several tags that is, is not known here.
        if let Shape::Union(inner) = &api.get(alternative.variant.ty.id).shape
            && (inner.tag.as_ref() == Some(name) || alternative.tags.len() > 1)
        {
            return None;
        }
        let own = self.own_tag(name, alternative);
        if own.is_some_and(|own| {
            let values = allowed_values(api, own.field);
            let is_tag = |value: &String| alternative.tags.contains(value);
            own.is_required
                && !own.field.ty.nullable
                && values.is_some_and(|values| values.iter().all(is_tag))
        }) {
            return None;
        }
        let shape = own.map(|own| &api.get(own.field.ty.id).shape);
        let is_string = !matches!(
            shape,
            Some(
                Shape::Boolean
                    | Shape::Integer(_)
                    | Shape::Integers(_)
                    | Shape::Number
                    | Shape::IntegerOrNumber
            )
        );
        Some(Tag {
            values: alternative.tags.to_vec(),
            is_string,
        })
    }

    /// Returns the field of an alternative that is the tag.
    fn own_tag(&self, name: &str, alternative: &Alternative<'_>) -> Option<TagField<'a>> {
        let owner = self.types.api.get(alternative.variant.ty.id);
        let Shape::Struct(shape) = &owner.shape else {
            return None;
        };
        let field = shape.fields.iter().find(|field| field.name == name)?;
        Some(TagField {
            field,
            is_required: is_required(owner, field),
        })
    }

    /// Describes the tag, and which values are sent as it.
    fn tag_docs(
        &self,
        tag: &str,
        alternatives: &[Alternative<'_>],
        variants: &[UnionVariant],
    ) -> String {
        let mut sentence = format!("The member {} tells which one it is.", docs::code(tag));
        let is_argument = |alternative: &Alternative<'_>| {
            let own = self.own_tag(tag, alternative);
            own.is_some_and(|own| own.is_required && !is_constant(self.types.api, own.field))
        };
        let mut pairs = alternatives.iter().zip(variants);
        let is_overwritten = self.owner.in_request
            && pairs
                .any(|(alternative, variant)| variant.tag.is_some() && is_argument(alternative));
        if is_overwritten {
            sentence.push_str(" A variant is sent with its tag, whatever its value says there");
            let has_several = variants.iter().any(has_several_tags);
            sentence.push_str(if has_several {
                "; where it has several, the value can be any of them."
            } else {
                "."
            });
        }
        sentence
    }
}

/// The field of an alternative that is the tag.
#[derive(Clone, Copy)]
struct TagField<'a> {
    field: &'a api::Field,
    is_required: bool,
}

fn has_several_tags(variant: &UnionVariant) -> bool {
    let tag = variant.tag.as_ref();
    tag.is_some_and(|tag| tag.values.len() > 1)
}

fn variant_docs(
    types: &Types<'_>,
    alternative: &Alternative<'_>,
    name: &Ident,
    ty: &Ty,
) -> Vec<String> {
    let target = types.api.get(alternative.variant.ty.id);
    let own = &alternative.variant.docs;
    let is_item = matches!(ty, Ty::Item(_) | Ty::Box(_));
    let fallback = match (&target.name, kind(ty)) {
        (TypeName::Component(_), _) => fallback(target, name),
        (_, Some(kind)) => kind.to_owned(),
        _ => fallback(target, name),
    };
    let mut lines = if is_item {
        // The item itself has the whole documentation.
        docs::wrap(&first_line([own, &target.docs]).unwrap_or(fallback))
    } else {
        docs::describe(own, &fallback)
    };
    let tags: Vec<String> = alternative.tags.iter().map(|tag| docs::code(tag)).collect();
    let mut facts = match tags.as_slice() {
        [] => Vec::new(),
        [tag] if alternative.variant.implicit_tag => {
            vec![format!("Tag {tag} in responses; sent without it.")]
        }
        [tag] => vec![format!("Tag {tag}.")],
        tags => docs::wrap(&format!("Tags {}.", tags.join(", "))),
    };
    if !is_item {
        facts.extend(docs::facts(None, &target.constraints, own));
    } else if own.deprecated {
        facts.push("Deprecated.".to_owned());
    }
    docs::append(&mut lines, facts);
    lines
}

/// Returns the first summary or description that fits on a line.
fn first_line(all: [&api::Docs; 2]) -> Option<String> {
    let mut lines = all.into_iter().flat_map(|docs| {
        let summary = docs.summary.as_deref().map(docs::one_line);
        let brief = docs.description.as_deref().map(docs::brief);
        [summary, brief]
    });
    lines.find_map(|line| line.filter(|line| !line.is_empty() && line.chars().count() <= MAX_LINE))
}

/// Describes a value that is not an item of the crate.
fn kind(ty: &Ty) -> Option<&'static str> {
    Some(match ty {
        Ty::Bool => "A boolean.",
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => "A whole number.",
        Ty::F64 | Ty::Number => "A number.",
        Ty::String | Ty::Parsed(_) => "A string.",
        Ty::Timestamp => "A date-time.",
        Ty::Date => "A date.",
        Ty::Bytes => "Bytes.",
        Ty::File => "A file.",
        Ty::Json => "Any value.",
        Ty::JsonMap | Ty::Map(_) => "A map.",
        Ty::Vec(_) => "A list.",
        Ty::Tuple(_) => "A list of a fixed number of elements.",
        Ty::Option(_) | Ty::Box(_) | Ty::Item(_) => return None,
    })
}

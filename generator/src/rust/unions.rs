//! From unions to enums whose variants hold values.
//!
//! In: a union of the API and its name. Out: a [`Union`]. What its variants are called is decided in `variant_names`, how
//! values are told apart in `looks`.

use crate::api::{self, Shape, TypeId, TypeName};
use crate::diagnostic::Diagnostics;

use super::fields::{is_required, item_docs, type_alias};
use super::model::{Checks, Tag, Ty, Union, UnionVariant};
use super::names::{Case, Ident, Scope, Wish};
use super::types::Types;
use super::variant_names::{self, Alternative};
use super::{checks, constants, docs, looks};

/// A variant says no more than this of the item that it holds.
const LONGEST_LINE: usize = 160;

/// Plans a union.
pub(super) fn plan(
    types: &Types<'_>,
    (id, name): (TypeId, &Ident),
    shape: &api::Union,
    diagnostics: &mut Diagnostics,
) -> Union {
    let owner = types.api.get(id);
    let mut scope = Scope::new(Case::Pascal, &[]);
    let alternatives = variant_names::alternatives(types.api, shape);
    let idents = variant_names::claim(
        types.api,
        (id, shape),
        name.plain(),
        (&mut scope, &mut *diagnostics),
    );
    let looks = looks::of(types.api, shape, &alternatives);
    let tag = looks::tag(types.api, shape);
    let variants: Vec<UnionVariant> = alternatives
        .iter()
        .zip(idents.into_iter().zip(looks))
        .map(|(alternative, (ident, look))| {
            let target = alternative.variant.ty.id;
            let ty = types.field(id, alternative.index, target);
            UnionVariant {
                docs: variant_docs(types, alternative, (&ident, &ty)),
                alias: match alternative.tags {
                    [tag] => docs::alias(tag, &ident),
                    _ => None,
                },
                name: ident,
                look,
                tag: written_tag(types, shape, alternative),
                secret: owner.sensitive || types.is_secret(target),
                deprecated: alternative.variant.docs.deprecated,
                checks: match owner.in_request {
                    true => checks::of(types, target, &types.api.get(target).constraints),
                    false => Checks::default(),
                },
                ty,
            }
        })
        .collect();
    let mut lines = item_docs(types, id, name);
    if let Some(tag) = tag {
        let mut sentence = format!("The member {} tells which one it is.", docs::code(tag));
        let is_asked_for = |alternative: &Alternative<'_>| {
            let own = own_tag(types, tag, alternative);
            own.is_some_and(|(field, must)| must && !constants::is_constant(types.api, field))
        };
        let mut written = alternatives.iter().zip(&variants);
        if owner.in_request
            && written
                .any(|(alternative, variant)| variant.tag.is_some() && is_asked_for(alternative))
        {
            sentence.push_str(" A variant is sent with its tag, whatever its value says there");
            sentence.push_str(match variants.iter().any(has_several_tags) {
                true => "; where it has several, the value can be any of them.",
                false => ".",
            });
        }
        docs::append(&mut lines, docs::wrap(&sentence));
    }
    Union {
        name: name.clone(),
        docs: lines,
        alias: type_alias(owner, name),
        deprecated: owner.docs.deprecated,
        tag: tag.map(str::to_owned),
        open: shape.open,
        unrecognized: scope.claim(
            Wish::own("Unrecognized".to_owned()).or("UnrecognizedValue".to_owned()),
            diagnostics,
        ),
        secret: variants.iter().any(|variant| variant.secret),
        variants,
        in_request: owner.in_request,
        request_form_of: types.whole(id).cloned(),
    }
}

fn has_several_tags(variant: &UnionVariant) -> bool {
    let tag = variant.tag.as_ref();
    tag.is_some_and(|tag| tag.values.len() > 1)
}

/// Returns the tags of which one is written: none where the value always writes one of them itself.
fn written_tag(
    types: &Types<'_>,
    union: &api::Union,
    alternative: &Alternative<'_>,
) -> Option<Tag> {
    let name = union.tag.as_ref()?;
    if alternative.tags.is_empty() || alternative.variant.implicit_tag {
        return None;
    }
    // Which of its alternatives a union is, it knows best; of several tags nothing says which one is whose.
    if let Shape::Union(inner) = &types.api.get(alternative.variant.ty.id).shape
        && (inner.tag.as_ref() == Some(name) || alternative.tags.len() > 1)
    {
        return None;
    }
    let own = own_tag(types, name, alternative);
    if own.is_some_and(|(field, must)| {
        let values = constants::values(types.api, field);
        let is_tag = |value: &String| alternative.tags.contains(value);
        must && !field.ty.nullable && values.is_some_and(|values| values.iter().all(is_tag))
    }) {
        return None;
    }
    let shape = own.map(|(field, _)| &types.api.get(field.ty.id).shape);
    let is_text = !matches!(
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
        is_text,
    })
}

/// Returns the member of an alternative's own that is the tag, and whether it must be given.
fn own_tag<'a>(
    types: &Types<'a>,
    name: &str,
    alternative: &Alternative<'_>,
) -> Option<(&'a api::Field, bool)> {
    let owner = types.api.get(alternative.variant.ty.id);
    let Shape::Struct(shape) = &owner.shape else {
        return None;
    };
    let field = shape.fields.iter().find(|field| field.name == *name)?;
    Some((field, is_required(owner, field)))
}

fn variant_docs(
    types: &Types<'_>,
    alternative: &Alternative<'_>,
    (name, ty): (&Ident, &Ty),
) -> Vec<String> {
    let target = types.api.get(alternative.variant.ty.id);
    let own = &alternative.variant.docs;
    let otherwise = match (&target.name, kind(ty)) {
        (TypeName::Component(component), _) => format!("The schema {}.", docs::code(component)),
        (_, Some(kind)) => kind.to_owned(),
        _ => format!("A value that the API calls {}.", docs::code(name.plain())),
    };
    // What an item is stands at the item in full.
    let mut lines = match ty {
        Ty::Item(_) | Ty::Box(_) => {
            let mut said = [own, &target.docs].into_iter().flat_map(|said| {
                let summary = said.summary.as_deref().map(docs::one_line);
                let brief = said.description.as_deref().map(docs::brief);
                [summary, brief]
            });
            let line = said.find_map(|line| {
                line.filter(|line| !line.is_empty() && line.chars().count() <= LONGEST_LINE)
            });
            docs::wrap(&line.unwrap_or(otherwise))
        }
        _ => docs::text(own, &otherwise),
    };
    let tags: Vec<String> = alternative.tags.iter().map(|tag| docs::code(tag)).collect();
    let mut facts = match tags.as_slice() {
        [] => Vec::new(),
        [tag] if alternative.variant.implicit_tag => {
            vec![format!("Tag {tag} in answers; sent without it.")]
        }
        [tag] => vec![format!("Tag {tag}.")],
        tags => docs::wrap(&format!("Tags {}.", tags.join(", "))),
    };
    if !matches!(ty, Ty::Item(_) | Ty::Box(_)) {
        facts.extend(docs::facts(None, &target.constraints, own));
    } else if own.deprecated {
        facts.push("Deprecated.".to_owned());
    }
    docs::append(&mut lines, facts);
    lines
}

/// Returns what a value is, where it is no type of the crate's own.
fn kind(ty: &Ty) -> Option<&'static str> {
    Some(match ty {
        Ty::Bool => "A boolean.",
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => "A whole number.",
        Ty::F64 | Ty::Number => "A number.",
        Ty::String => "A text.",
        Ty::Timestamp => "A date-time.",
        Ty::Date => "A date.",
        Ty::Bytes => "Bytes.",
        Ty::File => "A file.",
        Ty::Json => "Any value.",
        Ty::JsonMap | Ty::Map(_) => "A map.",
        Ty::Vec(_) => "A list.",
        Ty::Option(_) | Ty::Box(_) | Ty::Item(_) => return None,
    })
}

//! Which variants the enum of a union has.
//!
//! In: a union of the API. Out: its variants, each with the values of the tag that choose it.

use crate::api::{Api, Shape, TypeId, Union, Variant};

/// A variant of the enum: a variant of the API, or one of several tags that choose it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::rust) struct Alternative<'a> {
    /// The index of the variant in the API.
    pub(in crate::rust) index: usize,
    pub(in crate::rust) variant: &'a Variant,
    /// The values of the tag that choose it.
    pub(in crate::rust) tags: &'a [String],
}

/// Returns the variants of a union. A variant of several tags becomes one for each tag if its value would not keep the tag.
pub(in crate::rust) fn alternatives<'a>(api: &Api, union: &'a Union) -> Vec<Alternative<'a>> {
    let mut alternatives = Vec::with_capacity(union.variants.len());
    for (index, variant) in union.variants.iter().enumerate() {
        let tags = variant.tags.as_slice();
        let keeps_tag = match &union.tag {
            Some(tag) => keeps_member(api, variant.ty.id, tag),
            None => true,
        };
        let alternative = |tags| Alternative {
            index,
            variant,
            tags,
        };
        if keeps_tag || tags.is_empty() {
            alternatives.push(alternative(tags));
        } else {
            alternatives.extend(tags.chunks(1).map(alternative));
        }
    }
    alternatives
}

/// Returns whether a value of a type keeps the member, whatever its value.
fn keeps_member(api: &Api, id: TypeId, member: &str) -> bool {
    match &api.get(id).shape {
        Shape::Struct(shape) => {
            shape.additional.is_some() || shape.fields.iter().any(|field| field.name == member)
        }
        _ => true,
    }
}

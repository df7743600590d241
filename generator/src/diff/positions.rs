//! The typed positions that two crates have in common: arguments, results, fields.
//!
//! In: two operations or types that correspond to each other. Out: pairs of types. If they name different items, the old item
//! may have been renamed to the new one.

use crate::rust::Ty;

use super::surface::{Kind, Operation, Type};

/// Returns the pairs of types of two operations.
pub(super) fn of_operations<'a>(old: &'a Operation, new: &'a Operation) -> Vec<(&'a Ty, &'a Ty)> {
    let parameters = |operation: &'a Operation| {
        let both = operation.arguments.iter().chain(&operation.setters);
        both.map(|it| ((it.location_in, it.wire.as_str()), &it.ty))
    };
    let mut pairs = pairs(parameters(old), parameters(new));
    let contents = |operation: &'a Operation| {
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        contents.map(|it| (it.media_type.as_str(), &it.ty))
    };
    pairs.extend(self::pairs(contents(old), contents(new)));
    let returned = |operation: &'a Operation| {
        let forms = operation.response.forms.iter();
        let forms = forms.map(|(name, returned)| {
            // The enum of several responses is named after the method.
            let name = name.split_once("::").map_or(name.as_str(), |(_, it)| it);
            (name, returned)
        });
        let value = std::iter::once(("", &operation.response.value));
        (value.chain(forms)).filter_map(|(name, returned)| Some((name, returned.ty.as_ref()?)))
    };
    pairs.extend(self::pairs(returned(old), returned(new)));
    pairs
}

/// Returns the pairs of types of the members of two types.
pub(super) fn of_types<'a>(old: &'a Type, new: &'a Type) -> Vec<(&'a Ty, &'a Ty)> {
    match (&old.kind, &new.kind) {
        (Kind::Struct(old), Kind::Struct(new)) => {
            let fields = |fields: &'a [super::surface::Field]| {
                fields.iter().map(|field| (field.wire.as_str(), &field.ty))
            };
            let mut pairs = pairs(fields(&old.fields), fields(&new.fields));
            if let (Some((_, old)), Some((_, new))) = (&old.additional, &new.additional) {
                pairs.push((old, new));
            }
            pairs
        }
        (Kind::Union(old), Kind::Union(new)) => {
            let variants = |variants: &'a [super::surface::UnionVariant]| {
                variants.iter().map(|it| (it.name.as_str(), &it.ty))
            };
            let pairs = pairs(variants(&old.variants), variants(&new.variants));
            if !pairs.is_empty() || old.variants.len() != new.variants.len() {
                return pairs;
            }
            // Variants are named after the types that they hold, so all of them may be renamed.
            let both = old.variants.iter().zip(&new.variants);
            both.map(|(old, new)| (&old.ty, &new.ty)).collect()
        }
        (Kind::Alias(old), Kind::Alias(new)) => vec![(old, new)],
        _ => Vec::new(),
    }
}

/// Returns the names of the items in two types, if both have one.
pub(super) fn named<'a>(old: &'a Ty, new: &'a Ty) -> Option<(&'a str, &'a str)> {
    Some((old.named()?.as_str(), new.named()?.as_str()))
}

fn pairs<'a, K: PartialEq>(
    old: impl Iterator<Item = (K, &'a Ty)>,
    new: impl Iterator<Item = (K, &'a Ty)>,
) -> Vec<(&'a Ty, &'a Ty)> {
    let new: Vec<(K, &Ty)> = new.collect();
    let found = old.filter_map(|(key, old)| {
        let (_, new) = new.iter().find(|(other, _)| *other == key)?;
        Some((old, *new))
    });
    found.collect()
}

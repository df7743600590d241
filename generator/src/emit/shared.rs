//! What the files of a crate need to know about each other's types.
//!
//! In: a crate. Out: what its aliases stand for, and which of its unions can be made from a value of a variant.

use std::collections::{HashMap, HashSet};

use crate::rust::{Crate, Ident, Item, Ty, Union, UnionVariant};

/// What the files of a crate share.
pub(super) struct Shared<'a> {
    /// The crate.
    pub(super) krate: &'a Crate,
    aliases: HashMap<&'a Ident, &'a Ty>,
    /// The unions that implement `From` for the value of a variant.
    convertible_unions: HashSet<&'a Ident>,
}

impl<'a> Shared<'a> {
    /// Returns what the files of a crate share.
    pub(super) fn new(krate: &'a Crate) -> Self {
        let items = krate.types.iter().flat_map(|module| &module.items);
        let aliases = items.clone().filter_map(|item| match item {
            Item::Alias(alias) => Some((&alias.name, &alias.ty)),
            Item::Struct(_) | Item::Enum(_) | Item::Union(_) => None,
        });
        let unions = items.clone().filter_map(|item| match item {
            Item::Union(union) if convertible(union).next().is_some() => Some(&union.name),
            _ => None,
        });
        Self {
            krate,
            convertible_unions: unions.collect(),
            aliases: aliases.collect(),
        }
    }

    /// Returns whether a type is a union that implements `From` for the value of a variant.
    pub(super) fn is_convertible_union(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Item(name) if self.convertible_unions.contains(name))
    }

    /// Returns the type that an alias stands for, or the type itself where it is not an alias.
    pub(super) fn resolve<'b>(&self, ty: &'b Ty) -> &'b Ty
    where
        'a: 'b,
    {
        let mut resolved = ty;
        // No plan has an alias of itself, and the bound keeps a mistake from hanging.
        for _ in 0..=self.aliases.len() {
            match resolved {
                Ty::Item(name) => match self.aliases.get(name) {
                    Some(ty) => resolved = ty,
                    None => break,
                },
                _ => break,
            }
        }
        resolved
    }
}

/// Returns the type of the value that a variant holds, without the box.
pub(super) fn unboxed(variant: &UnionVariant) -> &Ty {
    match &variant.ty {
        Ty::Box(inner) => inner,
        ty => ty,
    }
}

/// Returns the variants for whose values a union implements `From`: no other variant has the same type, and the value is not the
/// union itself.
pub(super) fn convertible(item: &Union) -> impl Iterator<Item = &UnionVariant> {
    let mut counts: HashMap<&Ty, usize> = HashMap::new();
    for variant in &item.variants {
        *counts.entry(unboxed(variant)).or_default() += 1;
    }
    let is_own = |ty: &Ty| matches!(ty, Ty::Item(name) if *name == item.name);
    item.variants.iter().filter(move |variant| {
        counts.get(unboxed(variant)) == Some(&1) && !is_own(unboxed(variant))
    })
}

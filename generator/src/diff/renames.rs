//! Which type of the old crate is which type of the new one.
//!
//! In: two surfaces and the operations that correspond to each other. Out: [`Renames`]. A type that no longer exists was renamed
//! to the type that replaces it at its positions, if the two have most of their members in common. So a renamed schema is one
//! change, no matter how many places use it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::rust::Ty;

use super::methods::Matched;
use super::positions;
use super::surface::{Kind, Surface, Type};

/// The types of both crates by name, and the renamed ones.
#[derive(Debug)]
pub(super) struct Renames<'a> {
    pub(super) old: HashMap<&'a str, &'a Type>,
    pub(super) new: HashMap<&'a str, &'a Type>,
    /// The new names of renamed types, by their old names.
    renamed: BTreeMap<&'a str, &'a str>,
}

impl<'a> Renames<'a> {
    /// Finds the renamed types.
    pub(super) fn find(old: &'a Surface, new: &'a Surface, operations: &Matched) -> Self {
        let by_name = |surface: &'a Surface| {
            let types = surface.types.iter();
            types.map(|ty| (ty.name.as_str(), ty)).collect()
        };
        let mut renames = Self {
            old: by_name(old),
            new: by_name(new),
            renamed: BTreeMap::new(),
        };
        let mut pairs = Vec::new();
        for (before, after) in &operations.pairs {
            let (before, after) = (&old.operations[*before], &new.operations[*after]);
            pairs.extend(positions::of_operations(before, after));
        }
        for ty in &old.types {
            if let Some(after) = renames.new.get(ty.name.as_str()) {
                pairs.extend(positions::of_types(ty, after));
            }
        }
        renames.vote(pairs);
        renames.match_alike(old, new);
        renames
    }

    /// Returns the new name of an old type, or `None` if it no longer exists.
    pub(super) fn image(&self, name: &str) -> Option<&'a str> {
        match self.new.get_key_value(name) {
            Some((name, _)) => Some(*name),
            None => self.renamed.get(name).copied(),
        }
    }

    /// Returns the old and new names of the renamed types.
    pub(super) fn renamed(&self) -> impl Iterator<Item = (&'a str, &'a str)> + '_ {
        self.renamed.iter().map(|(old, new)| (*old, *new))
    }

    /// Returns a type with the new names of renamed items.
    pub(super) fn apply(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Vec(inner) => Ty::Vec(Box::new(self.apply(inner))),
            Ty::Map(inner) => Ty::Map(Box::new(self.apply(inner))),
            Ty::Tuple(elements) => Ty::Tuple(elements.iter().map(|ty| self.apply(ty)).collect()),
            Ty::Option(inner) => Ty::Option(Box::new(self.apply(inner))),
            Ty::Box(inner) => Ty::Box(Box::new(self.apply(inner))),
            Ty::Item(name) => {
                let renamed = self.renamed.get(name.as_str());
                match renamed.and_then(|renamed| self.new.get(renamed)) {
                    Some(renamed) => Ty::Item(renamed.ident.clone()),
                    None => ty.clone(),
                }
            }
            _ => ty.clone(),
        }
    }

    /// Counts which new types replace an old one at its positions, and selects the most frequent.
    fn vote(&mut self, pairs: Vec<(&'a Ty, &'a Ty)>) {
        let mut votes: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        let mut seen: HashSet<(&str, &str)> = HashSet::new();
        let mut pairs = pairs;
        while let Some((old, new)) = pairs.pop() {
            let Some((old, new)) = positions::named(old, new) else {
                continue;
            };
            if self.new.contains_key(old) {
                continue;
            }
            let types = (self.old.get(old), self.new.get(new));
            let (Some(before), Some(after)) = types else {
                continue;
            };
            if !are_alike(before, after, HALF) {
                continue;
            }
            *votes.entry(old).or_default().entry(new).or_default() += 1;
            if seen.insert((old, new)) {
                pairs.extend(positions::of_types(before, after));
            }
        }
        for (old, candidates) in votes {
            // Among equal counts, the first name wins.
            let best = candidates.iter().rev().max_by_key(|(_, votes)| **votes);
            if let Some((new, _)) = best {
                self.renamed.insert(old, new);
            }
        }
    }

    /// Finds renamed types without common positions: those with the same members.
    fn match_alike(&mut self, old: &'a Surface, new: &'a Surface) {
        let images: BTreeSet<&str> = self.renamed.values().copied().collect();
        let gone = old.types.iter().filter(|ty| {
            let name = ty.name.as_str();
            !self.new.contains_key(name) && !self.renamed.contains_key(name)
        });
        let added = new.types.iter().filter(|ty| {
            let name = ty.name.as_str();
            !self.old.contains_key(name) && !images.contains(name)
        });
        let mut signatures: BTreeMap<String, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
        for ty in gone {
            if let Some(signature) = signature(ty) {
                signatures.entry(signature).or_default().0.push(&ty.name);
            }
        }
        for ty in added {
            if let Some(signature) = signature(ty) {
                signatures.entry(signature).or_default().1.push(&ty.name);
            }
        }
        let only = |(old, new): (Vec<&'a str>, Vec<&'a str>)| match (&*old, &*new) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        };
        self.renamed
            .extend(signatures.into_values().filter_map(only));
    }
}

/// The part of their members that two types must have in common to be the same type.
const HALF: f64 = 0.5;

/// Returns whether two types are of one kind and have at least this part of their members in common.
fn are_alike(old: &Type, new: &Type, part: f64) -> bool {
    let (before, after) = (members(old), members(new));
    if std::mem::discriminant(&old.kind) != std::mem::discriminant(&new.kind) {
        return false;
    }
    if let (Kind::Union(before), Kind::Union(after)) = (&old.kind, &new.kind)
        && before.variants.len() == after.variants.len()
    {
        return true;
    }
    let common = before.intersection(&after).count() as f64;
    let all = before.union(&after).count() as f64;
    all == 0.0 || common / all >= part
}

fn members(ty: &Type) -> BTreeSet<&str> {
    match &ty.kind {
        Kind::Struct(item) => item.fields.iter().map(|it| it.wire.as_str()).collect(),
        Kind::Enum(item) => item.variants.iter().map(|it| it.wire.as_str()).collect(),
        Kind::Union(item) => item.variants.iter().map(|it| it.name.as_str()).collect(),
        Kind::Alias(_) => BTreeSet::new(),
    }
}

/// Returns a string that identifies a type without its name, or `None` if it would be too common.
fn signature(ty: &Type) -> Option<String> {
    let members = members(ty);
    match &ty.kind {
        Kind::Struct(_) | Kind::Enum(_) if members.len() > 1 => Some(format!("{members:?}")),
        Kind::Alias(ty_of) if !ty.annotations.words.is_empty() => {
            Some(format!("{ty_of:?} {}", ty.annotations.words))
        }
        _ => None,
    }
}

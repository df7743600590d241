//! Compares the types of the module `types`.
//!
//! In: two surfaces and the renamed types. Out: changes.

use super::changes::{Change, Changes, Side};
use super::positions;
use super::renames::Renames;
use super::render::{checks, constant, field_type, ty};
use super::rules::Rule;
use super::surface::{Enum, Field, Kind, Struct, Surface, Type, Union};
use crate::rust::{Constructor, Ty};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Compares all types.
pub(super) fn compare(old: &Surface, new: &Surface, renames: &Renames<'_>, changes: &mut Changes) {
    report_renamed(renames, changes);
    // Components first: their names are in the document.
    let (named, inline): (Vec<&Type>, Vec<&Type>) =
        old.types.iter().partition(|ty| ty.is_component);
    for before in named.into_iter().chain(inline) {
        match renames.image(&before.name) {
            Some(image) => {
                let pair = Pair {
                    old: before,
                    new: renames.new[image],
                    path: format!("types::{image}"),
                    renames,
                };
                pair.compare(changes);
            }
            None => {
                let change = Change::new(Rule::TypeRemoved, "types", &before.name);
                changes.push(change.at(Side::Old, &before.annotations));
            }
        }
    }
    let images: BTreeSet<&str> = renames.renamed().map(|(_, image)| image).collect();
    let is_new =
        |ty: &&Type| !renames.old.contains_key(&*ty.name) && !images.contains(ty.name.as_str());
    let (named, inline): (Vec<&Type>, Vec<&Type>) =
        (new.types.iter().filter(is_new)).partition(|ty| ty.is_component);
    for ty in named.into_iter().chain(inline) {
        let change = Change::new(Rule::TypeAdded, "types", &ty.name);
        changes.push(change.at(Side::New, &ty.annotations));
    }
}

/// Reports the renamed types. A type whose name begins with that of another renamed type is only counted there.
fn report_renamed(renames: &Renames<'_>, changes: &mut Changes) {
    let all: BTreeMap<&str, &str> = renames.renamed().collect();
    // The shortest renamed type whose name begins this one.
    let root = |old: &str, new: &str| {
        let mut ends = old.char_indices().map(|(end, _)| end).skip(1);
        ends.find_map(|end| {
            let (root, image) = all.get_key_value(&old[..end])?;
            let is_root = new.strip_prefix(image) == Some(&old[end..]);
            is_root.then_some(*root)
        })
    };
    let mut named_after: HashMap<&str, usize> = HashMap::new();
    let mut prefixes: HashMap<&str, usize> = HashMap::new();
    for (old, new) in &all {
        if let Some(root) = root(old, new) {
            *named_after.entry(root).or_default() += 1;
        } else if let Some(prefix) = added_prefix(old, new) {
            *prefixes.entry(prefix).or_default() += 1;
        }
    }
    for (old, new) in &all {
        if root(old, new).is_some() {
            continue;
        }
        let prefix = added_prefix(old, new);
        let is_common = |prefix: &&str| prefixes.get(prefix).is_some_and(|count| *count > 1);
        let change = Change::new(Rule::TypeRenamed, "types", *old);
        let change = match prefix.filter(is_common) {
            Some(prefix) => (change.after(format!("types::{prefix}*"))).cause(Some(String::new())),
            None => change.after(format!("types::{new}")),
        };
        let count = named_after.get(old).copied().unwrap_or_default();
        let annotations = &renames.new[new].annotations;
        changes.push(change.at(Side::New, annotations).named_after(count));
    }
}

/// Returns the prefix that a rename adds. Often all schemas of an API get the same one.
fn added_prefix<'a>(old: &str, new: &'a str) -> Option<&'a str> {
    let prefix = new.strip_suffix(old)?;
    (!prefix.is_empty()).then_some(prefix)
}

/// Two types that correspond to each other.
struct Pair<'a> {
    old: &'a Type,
    new: &'a Type,
    /// The Rust path of the new type.
    path: String,
    renames: &'a Renames<'a>,
}

impl Pair<'_> {
    fn compare(&self, changes: &mut Changes) {
        // The generated documentation of a type can contain its name.
        let since = if self.old.name == self.new.name {
            changes.count()
        } else {
            usize::MAX
        };
        match (&self.old.kind, &self.new.kind) {
            (Kind::Struct(old), Kind::Struct(new)) => self.structs(old, new, changes),
            (Kind::Enum(old), Kind::Enum(new)) => self.enums(old, new, changes),
            (Kind::Union(old), Kind::Union(new)) => self.unions(old, new, changes),
            (Kind::Alias(old), Kind::Alias(new)) => {
                if self.renames.apply(old) != *new {
                    let change = self.change(Rule::AliasType).values(ty(old), ty(new));
                    let pointer = self.new.annotations.location.as_ref();
                    changes.push(change.cause(pointer.map(|it| it.pointer.clone())));
                }
            }
            (old, new) => {
                let change = self.change(Rule::TypeKind).values(kind(old), kind(new));
                changes.push(change);
            }
        }
        let annotations = (&self.old.annotations, &self.new.annotations);
        changes.compare_annotations(annotations, ("types", &self.new.name), since);
    }

    /// Returns a change of the type itself.
    fn change(&self, rule: Rule) -> Change {
        Change::new(rule, "types", &self.new.name).at(Side::New, &self.new.annotations)
    }

    /// Returns a change of a member.
    fn member(&self, rule: Rule, member: &str) -> Change {
        Change::new(rule, &self.path, member)
    }

    fn structs(&self, old: &Struct, new: &Struct, changes: &mut Changes) {
        let since = changes.count();
        let mut order = Vec::new();
        for before in &old.fields {
            let position = position(&old.fields, before, &new.fields);
            let Some(index) = position else {
                let change = self.member(Rule::FieldRemoved, &before.name);
                changes.push(change.at(Side::Old, &before.annotations));
                continue;
            };
            if new.in_request && before.is_argument() && new.fields[index].is_argument() {
                order.push(index);
            }
            let is_checked = old.in_request == new.in_request;
            self.fields(before, &new.fields[index], is_checked, changes);
        }
        for after in &new.fields {
            let is_known = |before: &Field| {
                let image = position(&old.fields, before, &new.fields);
                image.is_some_and(|image| std::ptr::eq(&raw const new.fields[image], after))
            };
            if old.fields.iter().any(is_known) {
                continue;
            }
            let change = if new.in_request && after.is_argument() {
                let change = self.member(Rule::RequiredFieldAdded, &after.name);
                change.after(field_type(after.presence, &after.ty))
            } else {
                self.member(Rule::FieldAdded, &after.name)
            };
            changes.push(change.at(Side::New, &after.annotations));
        }
        if !order.is_sorted() {
            let arguments = |item: &Struct| {
                let fields = item.fields.iter().filter(|field| field.is_argument());
                let names: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
                names.join(", ")
            };
            let change = self.change(Rule::RequiredOrder);
            changes.push(change.values(arguments(old), arguments(new)));
        }
        self.additional(old, new, changes);
        let taken = |item: &Struct| match &item.constructor {
            Constructor::Required(name) => name.as_str().to_owned(),
            _ => String::new(),
        };
        // If the number of arguments changed, a field has that change.
        if taken(old) != taken(new) && changes.count() == since {
            let change = self.change(Rule::TypeRenamed);
            changes.push(change.values(taken(old), taken(new)));
        }
        if !old.in_request && !new.in_request {
            self.default(old, new, changes);
        }
        let carried = (old.in_request, new.in_request);
        let split = (&old.response_form, &new.response_form);
        self.traits(carried, split, "`new`, setters and `validate`", changes);
    }

    /// Compares `Default`, which types of responses have if they have no required members.
    fn default(&self, old: &Struct, new: &Struct, changes: &mut Changes) {
        let has_default = |item: &Struct| !item.fields.iter().any(Field::is_always_sent);
        let rule = match (has_default(old), has_default(new)) {
            (true, false) => Rule::TraitRemoved,
            (false, true) => Rule::TraitAdded,
            _ => return,
        };
        let change = self.change(rule).after("`Default`".to_owned());
        changes.push(change.cause(Some(String::new())));
    }

    fn additional(&self, old: &Struct, new: &Struct, changes: &mut Changes) {
        match (&old.additional, &new.additional) {
            (Some((before, _)), None) => {
                let change = self.member(Rule::FieldRemoved, before);
                changes.push(change.at(Side::New, &self.new.annotations));
            }
            (None, Some((after, _))) => {
                let change = self.member(Rule::FieldAdded, after);
                changes.push(change.at(Side::New, &self.new.annotations));
            }
            (Some((before, old_type)), Some((after, new_type))) => {
                if self.renames.apply(old_type) != *new_type {
                    let map = |value: &Ty| ty(&Ty::Map(Box::new(value.clone())));
                    let change = self.member(Rule::FieldType, after);
                    let change = change.values(map(old_type), map(new_type));
                    changes.push(change.at(Side::New, &self.new.annotations));
                }
                if before != after {
                    let change = self.member(Rule::FieldRenamed, before).after(after.clone());
                    changes.push(change.at(Side::New, &self.new.annotations));
                }
            }
            (None, None) => {}
        }
    }

    /// Compares two fields. Without `is_checked`, one of the structs is not validated, and constraints are not compared.
    fn fields(&self, before: &Field, after: &Field, is_checked: bool, changes: &mut Changes) {
        let since = changes.count();
        let change = |rule| {
            self.member(rule, &after.name)
                .at(Side::New, &after.annotations)
        };
        if before.name != after.name {
            let renamed = self.member(Rule::FieldRenamed, &before.name);
            let renamed = renamed.after(after.name.clone());
            changes.push(renamed.at(Side::New, &after.annotations));
        }
        if before.wire != after.wire {
            let values = (before.wire.clone(), after.wire.clone());
            changes.push(change(Rule::WireName).values(values.0, values.1));
        }
        let renamed = self.renames.apply(&before.ty);
        let (old_type, new_type) = (
            field_type(before.presence, &before.ty),
            field_type(after.presence, &after.ty),
        );
        if renamed != after.ty {
            let typed = change(Rule::FieldType).values(old_type, new_type);
            changes.push(self.caused(typed, (before, after), &renamed));
        } else if before.presence != after.presence {
            changes.push(change(Rule::FieldPresence).values(old_type, new_type));
        }
        match (&before.constant, &after.constant) {
            (Some(old), Some(new)) if constant(old) == constant(new) => {}
            (Some(old), Some(new)) => {
                let (old, new) = (constant(old), constant(new));
                changes.push(change(Rule::WireValue).values(old, new));
            }
            (None, None) => {}
            _ if before.presence == after.presence && renamed == after.ty => {
                changes.push(change(Rule::RequiredFieldAdded));
            }
            _ => {}
        }
        let limits = (checks(&before.checks), checks(&after.checks));
        if is_checked && limits.0 != limits.1 && renamed == after.ty {
            let limited = change(Rule::WireCheck).values(limits.0, limits.1);
            let cause = component(before, after);
            changes.push(limited.cause(cause.map(|(_, pointer)| pointer)));
        }
        if before.secret != after.secret {
            let shown = |is_secret| if is_secret { "[redacted]" } else { "the value" };
            let secret = change(Rule::Secrecy).values(shown(before.secret), shown(after.secret));
            changes.push(secret);
        }
        let annotations = (&before.annotations, &after.annotations);
        changes.compare_annotations(annotations, (&self.path, &after.name), since);
    }

    /// Sets the cause of a new type: the component that declares both fields, or the replacement of an item.
    fn caused(&self, change: Change, (before, after): (&Field, &Field), renamed: &Ty) -> Change {
        if positions::named(renamed, &after.ty).is_some_and(|(old, new)| old != new) {
            return change.cause(Some(String::new()));
        }
        match (component(before, after), &after.component) {
            (Some((_, pointer)), Some((_, location))) => {
                let change = change.at_location(Side::New, Some(location));
                change.cause(Some(pointer))
            }
            _ => change,
        }
    }

    fn enums(&self, old: &Enum, new: &Enum, changes: &mut Changes) {
        if old.is_integer != new.is_integer {
            let shown = |item: &Enum| {
                if item.is_integer {
                    "an enum of integers"
                } else {
                    "an enum of strings"
                }
            };
            let change = self.change(Rule::TypeKind);
            changes.push(change.values(shown(old), shown(new)));
            return;
        }
        let mut images = Vec::new();
        for before in &old.variants {
            let by_wire = new.variants.iter().position(|it| it.wire == before.wire);
            let by_name = || new.variants.iter().position(|it| it.name == before.name);
            let Some(index) = by_wire.or_else(by_name) else {
                let change = self.member(Rule::VariantRemoved, &before.name);
                changes.push(change.at(Side::Old, &before.annotations));
                continue;
            };
            let after = &new.variants[index];
            let since = changes.count();
            images.push(index);
            let change =
                |rule, name: &str| self.member(rule, name).at(Side::New, &after.annotations);
            if before.name != after.name {
                let renamed = change(Rule::VariantRenamed, &before.name);
                changes.push(renamed.after(after.name.clone()));
            }
            if before.wire != after.wire {
                let values = (before.wire.clone(), after.wire.clone());
                let change = change(Rule::WireValue, &after.name);
                changes.push(change.values(values.0, values.1));
            }
            let annotations = (&before.annotations, &after.annotations);
            changes.compare_annotations(annotations, (&self.path, &after.name), since);
        }
        for (index, after) in new.variants.iter().enumerate() {
            if !images.contains(&index) {
                let change = self.member(Rule::VariantAdded, &after.name);
                changes.push(change.at(Side::New, &after.annotations));
            }
        }
        self.unrecognized(&old.unrecognized, &new.unrecognized, changes);
    }

    fn unrecognized(&self, old: &str, new: &str, changes: &mut Changes) {
        if old != new {
            let change = self.member(Rule::VariantRenamed, old).after(new);
            changes.push(change.at(Side::New, &self.new.annotations));
        }
    }

    fn unions(&self, old: &Union, new: &Union, changes: &mut Changes) {
        let mut images = Vec::new();
        for before in &old.variants {
            let renamed = self.renames.apply(&before.ty);
            let by_name = new.variants.iter().position(|it| it.name == before.name);
            let by_type = || new.variants.iter().position(|it| it.ty == renamed);
            let Some(index) = by_name.or_else(by_type) else {
                let change = self.member(Rule::VariantRemoved, &before.name);
                changes.push(change.at(Side::Old, &before.annotations));
                continue;
            };
            let after = &new.variants[index];
            let since = changes.count();
            images.push(index);
            let change =
                |rule, name: &str| self.member(rule, name).at(Side::New, &after.annotations);
            if before.name != after.name {
                let renamed = change(Rule::VariantRenamed, &before.name);
                changes.push(renamed.after(after.name.clone()));
            }
            if renamed != after.ty {
                let typed = change(Rule::VariantType, &after.name);
                changes.push(typed.values(ty(&before.ty), ty(&after.ty)));
            }
            if before.tags != after.tags {
                let tags = (before.tags.join(", "), after.tags.join(", "));
                let tagged = change(Rule::WireTag, &after.name);
                changes.push(tagged.values(tags.0, tags.1));
            }
            let annotations = (&before.annotations, &after.annotations);
            changes.compare_annotations(annotations, (&self.path, &after.name), since);
        }
        for (index, after) in new.variants.iter().enumerate() {
            if !images.contains(&index) {
                let change = self.member(Rule::VariantAdded, &after.name);
                changes.push(change.at(Side::New, &after.annotations));
            }
        }
        if old.tag != new.tag {
            let shown = |tag: &Option<String>| tag.clone().unwrap_or_else(|| "none".to_owned());
            let change = self.change(Rule::WireTag);
            changes.push(change.values(shown(&old.tag), shown(&new.tag)));
        }
        self.unrecognized(&old.unrecognized, &new.unrecognized, changes);
        let carried = (old.in_request, new.in_request);
        let split = (&old.response_form, &new.response_form);
        self.traits(carried, split, "conversions and `validate`", changes);
    }

    /// Compares the methods that only types in requests have, and the conversion to the request form of a type.
    fn traits(
        &self,
        (was_in_request, is_in_request): (bool, bool),
        (old_form, new_form): (&Option<String>, &Option<String>),
        methods: &str,
        changes: &mut Changes,
    ) {
        let change = |rule, what: String| self.change(rule).after(what).cause(Some(String::new()));
        match (was_in_request, is_in_request) {
            (true, false) => changes.push(change(Rule::TraitRemoved, methods.to_owned())),
            (false, true) => changes.push(change(Rule::TraitAdded, methods.to_owned())),
            _ => {}
        }
        let renamed = old_form.as_ref().and_then(|old| self.renames.image(old));
        if renamed == new_form.as_deref() {
            return;
        }
        let conversion = |form: &str| format!("TryFrom<&{form}>");
        if let Some(form) = old_form {
            changes.push(change(Rule::TraitRemoved, conversion(form)));
        }
        if let Some(form) = new_form {
            changes.push(change(Rule::TraitAdded, conversion(form)));
        }
    }
}

/// Returns the index of the new field that corresponds to an old one: by wire name, or else by Rust name.
fn position(old: &[Field], before: &Field, new: &[Field]) -> Option<usize> {
    let by_wire = new.iter().position(|it| it.wire == before.wire);
    by_wire.or_else(|| {
        let is_free = |after: &Field| !old.iter().any(|it| it.wire == after.wire);
        new.iter()
            .position(|after| after.name == before.name && is_free(after))
    })
}

/// Returns the component that declares both fields, with its pointer.
fn component<'a>(before: &'a Field, after: &'a Field) -> Option<(&'a str, String)> {
    let (old, _) = before.component.as_ref()?;
    let (new, location) = after.component.as_ref()?;
    (old == new).then(|| (new.as_str(), location.pointer.clone()))
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Struct(_) => "a struct".to_owned(),
        Kind::Enum(_) => "an enum".to_owned(),
        Kind::Union(_) => "a union".to_owned(),
        Kind::Alias(of) => ty(of),
    }
}

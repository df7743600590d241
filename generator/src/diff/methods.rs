//! Compares operations: methods of resources, their arguments, and the calls that they return.
//!
//! In: two surfaces and the renamed types. Out: changes.

mod bodies;
mod parameters;

use std::collections::HashMap;

use super::changes::{Change, Changes, Side};
use super::positions;
use super::renames::Renames;
use super::render::ty;
use super::rules::Rule;
use super::surface::{Operation, Returned, Surface};
use crate::rust::Ty;

/// The operations of two crates that correspond to each other, by index.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
}

/// Matches operations by request and Rust path, then by request, then by Rust path, then by id.
pub(super) fn matched(old: &Surface, new: &Surface) -> Matched {
    let request = |it: &Operation| format!("{} {}", it.http_method, without_names(&it.path));
    let rust = |it: &Operation| format!("{}.{}", it.resource, it.name);
    let keys: [&dyn Fn(&Operation) -> String; 4] = [
        &|it| format!("{} {}", request(it), rust(it)),
        &request,
        &rust,
        &|it| it.id.clone(),
    ];
    let mut images: Vec<Option<usize>> = vec![None; old.operations.len()];
    let mut taken = vec![false; new.operations.len()];
    for key in keys {
        let mut open: HashMap<String, usize> = HashMap::new();
        for (index, operation) in new.operations.iter().enumerate() {
            if !taken[index] {
                open.entry(key(operation)).or_insert(index);
            }
        }
        for (index, operation) in old.operations.iter().enumerate() {
            if images[index].is_some() {
                continue;
            }
            if let Some(image) = open.remove(&key(operation)) {
                images[index] = Some(image);
                taken[image] = true;
            }
        }
    }
    let mut matched = Matched::default();
    for (index, image) in images.into_iter().enumerate() {
        match image {
            Some(image) => matched.pairs.push((index, image)),
            None => matched.removed.push(index),
        }
    }
    let added = (0..taken.len()).filter(|index| !taken[*index]);
    matched.added = added.collect();
    matched
}

/// Returns a path template without the names of its parameters. They are not sent.
fn without_names(path: &str) -> String {
    let mut parts = path.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

/// Compares all operations.
pub(super) fn compare(
    old: &Surface,
    new: &Surface,
    matched: &Matched,
    renames: &Renames<'_>,
    changes: &mut Changes,
) {
    for index in &matched.removed {
        let operation = &old.operations[*index];
        let change = Change::new(
            Rule::OperationRemoved,
            &operation.resource,
            called(operation),
        );
        changes.push(change.at(Side::Old, &operation.annotations));
    }
    for (before, after) in &matched.pairs {
        let pair = Pair {
            old: &old.operations[*before],
            new: &new.operations[*after],
            renames,
        };
        pair.compare(changes);
    }
    for index in &matched.added {
        let operation = &new.operations[*index];
        let change = Change::new(Rule::OperationAdded, &operation.resource, called(operation));
        changes.push(change.at(Side::New, &operation.annotations));
    }
}

fn called(operation: &Operation) -> String {
    format!("{}()", operation.name)
}

/// Two operations that correspond to each other.
struct Pair<'a> {
    old: &'a Operation,
    new: &'a Operation,
    renames: &'a Renames<'a>,
}

impl Pair<'_> {
    fn compare(&self, changes: &mut Changes) {
        let since = changes.count();
        self.name(changes);
        self.request(changes);
        self.arguments(changes);
        self.setters(changes);
        self.body(changes);
        self.response(changes);
        self.security(changes);
        self.settings(changes);
        let (owner, member) = (&self.new.resource, called(self.new));
        let annotations = (&self.old.annotations, &self.new.annotations);
        changes.compare_annotations(annotations, (owner, &member), since);
    }

    /// Returns a change of this operation, at its location in the new document.
    fn change(&self, rule: Rule) -> Change {
        let change = Change::new(rule, &self.new.resource, called(self.new));
        change.at(Side::New, &self.new.annotations)
    }

    /// Returns the path that the methods of the call begin with.
    fn call(&self) -> String {
        format!("{}.{}", self.new.resource, called(self.new))
    }

    fn name(&self, changes: &mut Changes) {
        let (old, new) = (self.old, self.new);
        let renamed = |rule| {
            let change = Change::new(rule, &old.resource, called(old));
            change.at(Side::New, &new.annotations)
        };
        if old.resource != new.resource && old.name == new.name {
            let change =
                renamed(Rule::OperationMoved).values(old.resource.clone(), new.resource.clone());
            changes.push(change.cause(Some(String::new())));
        } else if old.resource != new.resource || old.name != new.name {
            changes.push(renamed(Rule::OperationRenamed).after(self.call()));
        } else if old.id != new.id {
            // The id is in tracing spans and doc aliases only.
            changes.documentation();
        }
        if old.name == new.name && old.builder != new.builder {
            let change = self.change(Rule::BuilderRenamed);
            changes.push(change.values(old.builder.clone(), new.builder.clone()));
        }
    }

    fn request(&self, changes: &mut Changes) {
        let (old, new) = (self.old, self.new);
        let is_same = old.http_method == new.http_method
            && without_names(&old.path) == without_names(&new.path);
        if !is_same {
            let request = |it: &Operation| format!("{} {}", it.http_method, it.path);
            let change = self.change(Rule::WireRequest);
            changes.push(change.values(request(old), request(new)));
        }
    }

    /// Sets the types of a change. If an item replaces another one, all places where it does have one cause.
    fn types(&self, change: Change, before: &Ty, after: &Ty) -> Change {
        let renamed = self.renames.apply(before);
        let is_item = positions::named(&renamed, after).is_some_and(|(old, new)| old != new);
        let change = change.values(ty(before), ty(after));
        change.cause(is_item.then(String::new))
    }

    /// Returns whether two methods return the same type.
    fn is_same(&self, before: &Returned, after: &Returned) -> bool {
        let renamed = before.ty.as_ref().map(|ty| self.renames.apply(ty));
        before.kind == after.kind && renamed == after.ty
    }

    /// Compares the alternatives of the credentials. A removed alternative is still accepted if a subset of it is.
    fn security(&self, changes: &mut Changes) {
        let (old, new) = (alternatives(self.old), alternatives(self.new));
        let since = changes.count();
        for given in old.iter().filter(|given| !serves(&new, given)) {
            let change = self.change(Rule::SecurityRemoved).before(together(given));
            changes.push(change.cause(Some(String::new())));
        }
        for given in new.iter().filter(|given| !serves(&old, given)) {
            let change = self.change(Rule::SecurityAdded).after(together(given));
            changes.push(change.cause(Some(String::new())));
        }
        if old != new && changes.count() == since {
            let shown = |list: &[Vec<String>]| {
                let list: Vec<String> = list.iter().map(|it| together(it)).collect();
                list.join(" or ")
            };
            let change = self.change(Rule::WireSetting).part("the credentials");
            let change = change.values(shown(&old), shown(&new));
            changes.push(change.cause(Some(String::new())));
        }
    }

    fn settings(&self, changes: &mut Changes) {
        for (before, after) in self.old.settings.iter().zip(&self.new.settings) {
            if before.value == after.value {
                continue;
            }
            // A response with another type has another encoding too; one change is enough.
            let (old, new) = (&self.old.response.value, &self.new.response.value);
            let is_read = after.rule == Rule::WireEncoding && !self.is_same(old, new);
            let had_pages =
                after.rule != Rule::WirePages || (before.value.is_some() && after.value.is_some());
            if is_read || !had_pages {
                continue;
            }
            let change = self.change(after.rule).part(after.name.clone());
            let change = match after.rule {
                Rule::WirePages => change,
                _ => change.values(
                    before.value.clone().unwrap_or_else(|| "none".to_owned()),
                    after.value.clone().unwrap_or_else(|| "none".to_owned()),
                ),
            };
            changes.push(change.cause(Some(after.name.clone())));
        }
    }
}

/// Returns the alternatives of the credentials, sorted. If none are needed, that is one empty alternative.
fn alternatives(operation: &Operation) -> Vec<Vec<String>> {
    let mut alternatives = operation.security.clone();
    if alternatives.is_empty() {
        alternatives.push(Vec::new());
    }
    alternatives.sort_unstable();
    alternatives
}

/// Returns whether the given credentials satisfy one of the alternatives.
fn serves(alternatives: &[Vec<String>], given: &[String]) -> bool {
    let mut alternatives = alternatives.iter();
    alternatives.any(|needed| needed.iter().all(|name| given.contains(name)))
}

fn together(credentials: &[String]) -> String {
    if credentials.is_empty() {
        "no credentials".to_owned()
    } else {
        credentials.join(" and ")
    }
}

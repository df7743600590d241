//! Compares operations: methods of resources, their arguments, and the calls that they return.
//!
//! In: two surfaces and the types that have another name. Out: changes.

use std::collections::HashMap;

use super::changes::{Change, Changes, Side};
use super::positions;
use super::renames::Renames;
use super::render::{checks, encoding, ty};
use super::rules::Rule;
use super::surface::{Body, Operation, Parameter, Returned, Surface};
use crate::api::Place;
use crate::rust::Ty;

/// Which operations of two crates correspond to each other, by their indices.
#[derive(Debug, Default)]
pub(super) struct Matched {
    pub(super) pairs: Vec<(usize, usize)>,
    pub(super) removed: Vec<usize>,
    pub(super) added: Vec<usize>,
}

/// Matches operations: by request and Rust path, then by request alone, then by Rust path, then by id.
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

/// Returns a path template without the names of its parameters, which no user sees.
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
        changes.push(change.at(Side::Old, &operation.about));
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
        changes.push(change.at(Side::New, &operation.about));
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
        let about = (&self.old.about, &self.new.about);
        changes.compare_about(about, (owner, &member), since);
    }

    /// Returns a change of this operation, at its place in the new document.
    fn change(&self, rule: Rule) -> Change {
        let change = Change::new(rule, &self.new.resource, called(self.new));
        change.at(Side::New, &self.new.about)
    }

    /// Returns the path that the methods of the call begin with.
    fn call(&self) -> String {
        format!("{}.{}", self.new.resource, called(self.new))
    }

    fn name(&self, changes: &mut Changes) {
        let (old, new) = (self.old, self.new);
        let renamed = |rule| {
            let change = Change::new(rule, &old.resource, called(old));
            change.at(Side::New, &new.about)
        };
        if old.resource != new.resource && old.name == new.name {
            let change =
                renamed(Rule::OperationMoved).values(old.resource.clone(), new.resource.clone());
            changes.push(change.cause(Some(String::new())));
        } else if old.resource != new.resource || old.name != new.name {
            changes.push(renamed(Rule::OperationRenamed).after(self.call()));
        } else if old.builder != new.builder {
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

    /// Compares the arguments. Each is known by its name: two of one type that change places compile and mean something
    /// else. A parameter of the path that has another name at the same place is the same.
    fn arguments(&self, changes: &mut Changes) {
        let (old, new) = (self.old, self.new);
        let images = self.argument_images();
        let mut order = Vec::new();
        for (index, (before, image)) in old.arguments.iter().zip(&images).enumerate() {
            let Some(image) = *image else {
                self.removed_argument(before, changes);
                continue;
            };
            order.push(image);
            let after = &new.arguments[image];
            let is_named = old.arguments_struct.is_some() && new.arguments_struct.is_some();
            if before.name != after.name && is_named {
                let change = self.argument(Rule::ArgumentReplaced, after);
                changes.push(change.values(before.name.clone(), after.name.clone()));
            } else if before.name != after.name {
                changes.documentation();
            }
            let since = changes.count();
            if self.renames.apply(&before.ty) != after.ty {
                let change = self.argument(Rule::ArgumentType, after);
                changes.push(self.types(change, &before.ty, &after.ty));
            }
            self.parameter(before, after, changes);
            if changes.count() == since && before.about.words != after.about.words && index == image
            {
                changes.documentation();
            }
        }
        for (index, after) in new.arguments.iter().enumerate() {
            if !images.contains(&Some(index)) {
                let change = self.argument(Rule::ArgumentAdded, after);
                let change = change.after(ty(&after.ty));
                changes.push(change.cause(pointer(after)));
            }
        }
        if !order.is_sorted() {
            let names = |it: &Operation| {
                let names = it.arguments.iter().map(|it| it.name.as_str());
                names.collect::<Vec<&str>>().join(", ")
            };
            let change = self.change(Rule::ArgumentOrder);
            changes.push(change.values(names(old), names(new)));
        }
        if old.arguments_struct != new.arguments_struct {
            let shown = |it: &Operation| match &it.arguments_struct {
                Some(name) => format!("{name} {{ … }}"),
                None => "one by one".to_owned(),
            };
            let change = self.change(Rule::ArgumentsStruct);
            changes.push(change.values(shown(old), shown(new)));
        }
    }

    /// Returns for each old argument which new one it is.
    fn argument_images(&self) -> Vec<Option<usize>> {
        let (old, new) = (self.old, self.new);
        let mut taken = vec![false; new.arguments.len()];
        let mut images = vec![None; old.arguments.len()];
        let same_name = |before: &Parameter, after: &Parameter| {
            (before.place == after.place && before.wire == after.wire) || before.name == after.name
        };
        for (image, before) in images.iter_mut().zip(&old.arguments) {
            let mut named = new.arguments.iter().enumerate();
            let found = named.find(|(index, it)| !taken[*index] && same_name(before, it));
            if let Some((index, _)) = found {
                *image = Some(index);
                taken[index] = true;
            }
        }
        if without_names(&old.path) != without_names(&new.path) {
            return images;
        }
        for (index, (image, before)) in images.iter_mut().zip(&old.arguments).enumerate() {
            let after = new.arguments.get(index);
            let is_path = before.place == Place::Path
                && after.is_some_and(|after| after.place == Place::Path);
            if image.is_none() && is_path && !taken[index] {
                *image = Some(index);
                taken[index] = true;
            }
        }
        images
    }

    fn removed_argument(&self, before: &Parameter, changes: &mut Changes) {
        let mut setters = self.new.setters.iter();
        let optional = setters.find(|it| it.place == before.place && it.wire == before.wire);
        let change = self.argument(Rule::ArgumentRemoved, before);
        let change = match optional {
            Some(optional) => change
                .after(format!(".{}()", optional.name))
                .at(Side::New, &optional.about)
                .cause(pointer(optional)),
            None => change
                .at(Side::Old, &before.about)
                .cause(pointer(before).map(|pointer| format!("old {pointer}"))),
        };
        changes.push(change);
    }

    fn argument(&self, rule: Rule, parameter: &Parameter) -> Change {
        let change = self.change(rule).part(parameter.name.clone());
        change.at(Side::New, &parameter.about)
    }

    /// Sets the types of a change. Where the items differ, the cause is the same wherever the one stands for the other.
    fn types(&self, change: Change, before: &Ty, after: &Ty) -> Change {
        let renamed = self.renames.apply(before);
        let is_item = positions::named(&renamed, after).is_some_and(|(old, new)| old != new);
        let change = change.values(ty(before), ty(after));
        change.cause(is_item.then(String::new))
    }

    /// Compares how a parameter is written and checked.
    fn parameter(&self, before: &Parameter, after: &Parameter, changes: &mut Changes) {
        let change = |rule| match self.new.setters.iter().any(|it| it.name == after.name) {
            true => {
                let change = Change::new(rule, self.call(), format!("{}()", after.name));
                change.at(Side::New, &after.about)
            }
            false => self.argument(rule, after),
        };
        if before.wire != after.wire && after.place != Place::Path {
            let change = change(Rule::WireName).values(before.wire.clone(), after.wire.clone());
            changes.push(change.cause(pointer(after)));
        }
        let written = (encoding(before), encoding(after));
        if written.0 != written.1 {
            let change = change(Rule::WireEncoding).values(written.0, written.1);
            changes.push(change.cause(pointer(after)));
        }
        let limits = (checks(&before.checks), checks(&after.checks));
        if limits.0 != limits.1 && self.renames.apply(&before.ty) == after.ty {
            let change = change(Rule::WireCheck).values(limits.0, limits.1);
            changes.push(change.cause(pointer(after)));
        }
    }

    fn setters(&self, changes: &mut Changes) {
        let (old, new) = (self.old, self.new);
        let same = |before: &Parameter, after: &Parameter| {
            before.place == after.place && before.wire == after.wire
        };
        for before in &old.setters {
            let by_wire = new.setters.iter().find(|after| same(before, after));
            let by_name = || {
                let mut others = new.setters.iter();
                let is_free = |after: &&Parameter| !old.setters.iter().any(|it| same(it, after));
                others.find(|after| after.name == before.name && is_free(after))
            };
            let member = format!("{}()", before.name);
            let Some(after) = by_wire.or_else(by_name) else {
                let required = new.arguments.iter().find(|after| same(before, after));
                let change = Change::new(Rule::SetterRemoved, self.call(), member);
                changes.push(match required {
                    // Said once, where the argument is new.
                    Some(_) => continue,
                    None => {
                        let cause = pointer(before).map(|pointer| format!("old {pointer}"));
                        change.at(Side::Old, &before.about).cause(cause)
                    }
                });
                continue;
            };
            let since = changes.count();
            let change = |rule| {
                let change = Change::new(rule, self.call(), member.clone());
                change.at(Side::New, &after.about)
            };
            if before.name != after.name {
                let change = change(Rule::SetterRenamed).after(format!("{}()", after.name));
                changes.push(change.cause(pointer(after)));
            }
            if self.renames.apply(&before.ty) != after.ty {
                let typed = self.types(change(Rule::SetterType), &before.ty, &after.ty);
                changes.push(typed.cause(pointer(after)));
            }
            self.parameter(before, after, changes);
            let about = (&before.about, &after.about);
            changes.compare_about(about, (&self.call(), &member), since);
        }
        for after in &new.setters {
            let is_known = |before: &Parameter| same(before, after) || before.name == after.name;
            // One that was required is said where the argument is gone.
            if !old.setters.iter().any(is_known) && !old.arguments.iter().any(is_known) {
                let member = format!("{}()", after.name);
                let change = Change::new(Rule::SetterAdded, self.call(), member);
                changes.push(change.at(Side::New, &after.about).cause(pointer(after)));
            }
        }
    }

    fn body(&self, changes: &mut Changes) {
        let (before, after) = match (&self.old.body, &self.new.body) {
            (None, None) => return,
            (Some(before), Some(after)) => (before, after),
            (Some(before), None) => {
                let change = self.body_change(removed_body(before), before);
                changes.push(change.at_location(Side::Old, before.location.as_ref()));
                return;
            }
            (None, Some(after)) => {
                let rule = match after.required {
                    true => Rule::ArgumentAdded,
                    false => Rule::SetterAdded,
                };
                let change = self.body_change(rule, after);
                changes.push(change.after(body_type(after)));
                return;
            }
        };
        match (before.required, after.required) {
            (false, true) => {
                let change = self.body_change(Rule::ArgumentAdded, after);
                changes.push(change.after(body_type(after)));
            }
            (true, false) => {
                let change = self.body_change(Rule::ArgumentRemoved, after);
                changes.push(change.after(format!(".{}()", after.name)));
            }
            _ => {}
        }
        if before.name != after.name && !after.required {
            let change = self.body_change(Rule::SetterRenamed, before);
            changes.push(change.after(format!("{}()", after.name)));
        }
        if before.choice != after.choice {
            let change = self.body_change(Rule::BodyForm, after);
            changes.push(change.values(body_type(before), body_type(after)));
            return;
        }
        for content in &before.contents {
            let mut others = after.contents.iter();
            let other = match &after.choice {
                None => others.next(),
                Some(_) => others.find(|other| other.variant == content.variant),
            };
            let Some(other) = other else {
                let change = self.body_change(Rule::BodyForm, before);
                changes.push(change.before(content.media_type.clone()));
                continue;
            };
            if self.renames.apply(&content.ty) != other.ty {
                let change = self.body_change(Rule::BodyType, after);
                changes.push(self.types(change, &content.ty, &other.ty));
            }
            let media = (&content.media_type, &other.media_type);
            let is_same = media.0 == media.1 && content.encoding == other.encoding;
            if !is_same {
                let change = self.body_change(Rule::WireEncoding, after);
                changes.push(change.values(media.0.clone(), media.1.clone()));
            }
        }
        let is_new = |variant: &str| !before.contents.iter().any(|it| it.variant == variant);
        for content in &after.contents {
            if after.choice.is_some() && is_new(&content.variant) {
                let change = self.body_change(Rule::SetterAdded, after);
                changes.push(change.after(content.media_type.clone()));
            }
        }
    }

    fn body_change(&self, rule: Rule, body: &Body) -> Change {
        let change = self.change(rule).part(body.name.clone());
        change.at_location(Side::New, body.location.as_ref())
    }

    fn response(&self, changes: &mut Changes) {
        let (old, new) = (&self.old.response, &self.new.response);
        if !self.is_same(&old.value, &new.value) {
            let change = self.change(Rule::ResultType);
            changes.push(returned(change, &old.value, &new.value));
        }
        for (name, before) in &old.forms {
            let found = new.forms.iter().find(|(other, _)| other == name);
            let change = |rule| {
                let change = Change::new(rule, self.call(), name.clone());
                change.at(Side::New, &self.new.about)
            };
            match found {
                None => changes.push(change(Rule::FormRemoved)),
                Some((_, after)) if !self.is_same(before, after) => {
                    changes.push(returned(change(Rule::FormType), before, after));
                }
                Some(_) => {}
            }
        }
        for (name, _) in &new.forms {
            if !old.forms.iter().any(|(other, _)| other == name) {
                let change = Change::new(Rule::FormAdded, self.call(), name.clone());
                changes.push(change.at(Side::New, &self.new.about));
            }
        }
    }

    /// Returns whether two methods return the same.
    fn is_same(&self, before: &Returned, after: &Returned) -> bool {
        let renamed = before.ty.as_ref().map(|ty| self.renames.apply(ty));
        before.kind == after.kind && renamed == after.ty
    }

    /// Compares the alternatives of the credentials. One that is gone still serves if less than it is needed now.
    fn security(&self, changes: &mut Changes) {
        let (old, new) = (&self.old.security, &self.new.security);
        let shown = |alternative: &Vec<String>| match alternative.is_empty() {
            true => "no credentials".to_owned(),
            false => alternative.join(" and "),
        };
        let needs_none = |list: &[Vec<String>]| list.is_empty() || list.contains(&Vec::new());
        let serves = |list: &[Vec<String>], given: &Vec<String>| {
            let mut alternatives = list.iter();
            needs_none(list)
                || alternatives.any(|needed| needed.iter().all(|name| given.contains(name)))
        };
        let none = Vec::new();
        let olds = match old.is_empty() {
            true => std::slice::from_ref(&none),
            false => old.as_slice(),
        };
        let news = match new.is_empty() {
            true => std::slice::from_ref(&none),
            false => new.as_slice(),
        };
        for alternative in olds {
            if !serves(new, alternative) {
                let change = self
                    .change(Rule::SecurityRemoved)
                    .before(shown(alternative));
                changes.push(change.cause(Some(String::new())));
            }
        }
        for alternative in news {
            if !serves(old, alternative) {
                let change = self.change(Rule::SecurityAdded).after(shown(alternative));
                changes.push(change.cause(Some(String::new())));
            }
        }
    }

    fn settings(&self, changes: &mut Changes) {
        for (before, after) in self.old.settings.iter().zip(&self.new.settings) {
            if before.value == after.value {
                continue;
            }
            // What is another type is read otherwise anyway.
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

fn removed_body(body: &Body) -> Rule {
    match body.required {
        true => Rule::ArgumentRemoved,
        false => Rule::SetterRemoved,
    }
}

fn body_type(body: &Body) -> String {
    match (&body.choice, body.contents.first()) {
        (Some(choice), _) => choice.clone(),
        (None, Some(content)) => ty(&content.ty),
        (None, None) => String::new(),
    }
}

fn returned(change: Change, before: &Returned, after: &Returned) -> Change {
    let shown = |returned: &Returned| match (&returned.ty, returned.kind) {
        (None, "") => "()".to_owned(),
        (None, kind) => kind.trim_end_matches(" of").to_owned(),
        (Some(of), "") => ty(of),
        (Some(of), kind) => format!("{kind} {}", ty(of)),
    };
    let change = change.values(shown(before), shown(after));
    change.cause(Some(String::new()))
}

/// Returns the cause of a change of a parameter, which several operations can share.
fn pointer(parameter: &Parameter) -> Option<String> {
    let location = parameter.about.location.as_ref();
    location.map(|location| location.pointer.clone())
}

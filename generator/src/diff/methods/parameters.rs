//! Compares the parameters of an operation: arguments of the method, and methods of the call.
//!
//! In: two operations that correspond to each other. Out: changes.

use super::{Pair, without_names};
use crate::api::ParameterLocation;
use crate::diff::changes::{Change, Changes, Side};
use crate::diff::render::{checks, encoding, ty};
use crate::diff::rules::Rule;
use crate::diff::surface::{Operation, Parameter};

impl Pair<'_> {
    /// Compares the arguments by name: two arguments of one type that are swapped still compile. A path parameter that is
    /// renamed at the same position of the path is the same argument.
    pub(super) fn arguments(&self, changes: &mut Changes) {
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
            if changes.count() == since
                && before.annotations.words != after.annotations.words
                && index == image
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

    /// Returns the index of the new argument for each old one.
    fn argument_images(&self) -> Vec<Option<usize>> {
        let (old, new) = (self.old, self.new);
        let mut taken = vec![false; new.arguments.len()];
        let mut images = vec![None; old.arguments.len()];
        let same_name = |before: &Parameter, after: &Parameter| {
            (before.location_in == after.location_in && before.wire == after.wire)
                || before.name == after.name
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
            let is_path = before.location_in == ParameterLocation::Path
                && after.is_some_and(|after| after.location_in == ParameterLocation::Path);
            if image.is_none() && is_path && !taken[index] {
                *image = Some(index);
                taken[index] = true;
            }
        }
        images
    }

    fn removed_argument(&self, before: &Parameter, changes: &mut Changes) {
        let mut setters = self.new.setters.iter();
        let optional =
            setters.find(|it| it.location_in == before.location_in && it.wire == before.wire);
        let change = self.argument(Rule::ArgumentRemoved, before);
        let change = match optional {
            Some(optional) => change
                .after(format!(".{}()", optional.name))
                .at(Side::New, &optional.annotations)
                .cause(pointer(optional)),
            None => change
                .at(Side::Old, &before.annotations)
                .cause(pointer(before).map(|pointer| format!("old {pointer}"))),
        };
        changes.push(change);
    }

    fn argument(&self, rule: Rule, parameter: &Parameter) -> Change {
        let change = self.change(rule).part(parameter.name.clone());
        change.at(Side::New, &parameter.annotations)
    }

    /// Compares wire name, encoding and constraints of a parameter.
    pub(super) fn parameter(&self, before: &Parameter, after: &Parameter, changes: &mut Changes) {
        let change = |rule| {
            if self.new.setters.iter().any(|it| it.name == after.name) {
                let change = Change::new(rule, self.call(), format!("{}()", after.name));
                change.at(Side::New, &after.annotations)
            } else {
                self.argument(rule, after)
            }
        };
        if before.wire != after.wire && after.location_in != ParameterLocation::Path {
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

    pub(super) fn setters(&self, changes: &mut Changes) {
        let (old, new) = (self.old, self.new);
        let same = |before: &Parameter, after: &Parameter| {
            before.location_in == after.location_in && before.wire == after.wire
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
                    // The new argument has this change.
                    Some(_) => continue,
                    None => {
                        let cause = pointer(before).map(|pointer| format!("old {pointer}"));
                        change.at(Side::Old, &before.annotations).cause(cause)
                    }
                });
                continue;
            };
            let since = changes.count();
            let change = |rule| {
                let change = Change::new(rule, self.call(), member.clone());
                change.at(Side::New, &after.annotations)
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
            let annotations = (&before.annotations, &after.annotations);
            changes.compare_annotations(annotations, (&self.call(), &member), since);
        }
        for after in &new.setters {
            let is_known = |before: &Parameter| same(before, after) || before.name == after.name;
            // If it was required, the removed argument has this change.
            if !old.setters.iter().any(is_known) && !old.arguments.iter().any(is_known) {
                let member = format!("{}()", after.name);
                let change = Change::new(Rule::SetterAdded, self.call(), member);
                changes.push(
                    change
                        .at(Side::New, &after.annotations)
                        .cause(pointer(after)),
                );
            }
        }
    }
}

/// Returns the location of a parameter as the cause of a change. Several operations can share a parameter.
fn pointer(parameter: &Parameter) -> Option<String> {
    let location = parameter.annotations.location.as_ref();
    location.map(|location| location.pointer.clone())
}

//! Compares the request body and the response of an operation.
//!
//! In: two operations that correspond to each other. Out: changes.

use super::Pair;
use crate::diff::changes::{Change, Changes, Side};
use crate::diff::render::ty;
use crate::diff::rules::Rule;
use crate::diff::surface::{Body, Returned};

impl Pair<'_> {
    pub(super) fn body(&self, changes: &mut Changes) {
        let (before, after) = match (&self.old.body, &self.new.body) {
            (None, None) => return,
            (Some(before), Some(after)) => (before, after),
            (Some(before), None) => {
                let change = self.body_change(removed_body(before), before);
                changes.push(change.at_location(Side::Old, before.location.as_ref()));
                return;
            }
            (None, Some(after)) => {
                let rule = if after.required {
                    Rule::ArgumentAdded
                } else {
                    Rule::SetterAdded
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

    pub(super) fn response(&self, changes: &mut Changes) {
        let (old, new) = (&self.old.response, &self.new.response);
        if !self.is_same(&old.value, &new.value) {
            let change = self.change(Rule::ResultType);
            changes.push(returned(change, &old.value, &new.value));
        }
        for (name, before) in &old.forms {
            let found = new.forms.iter().find(|(other, _)| other == name);
            let change = |rule| {
                let change = Change::new(rule, self.call(), name.clone());
                change.at(Side::New, &self.new.annotations)
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
                changes.push(change.at(Side::New, &self.new.annotations));
            }
        }
    }
}

fn removed_body(body: &Body) -> Rule {
    if body.required {
        Rule::ArgumentRemoved
    } else {
        Rule::SetterRemoved
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

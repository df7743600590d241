//! Compares everything but operations and types: the package, credentials, cargo features, and settings of the client.
//!
//! In: two surfaces. Out: changes.

use super::changes::{Change, Changes, Side};
use super::rules::Rule;
use super::surface::{Credential, Surface};

/// The beginning of the paths of credentials in the report.
const BUILDER: &str = "ClientBuilder";

/// Compares everything that concerns the whole crate.
pub(super) fn compare(old: &Surface, new: &Surface, changes: &mut Changes) {
    if old.package != new.package {
        let change = Change::new(Rule::PackageRenamed, "the package", "");
        changes.push(change.values(old.package.clone(), new.package.clone()));
    }
    credentials(old, new, changes);
    features(old, new, changes);
    let none = || "none".to_owned();
    for (before, after) in old.settings.iter().zip(&new.settings) {
        if before.value != after.value {
            let values = (before.value.clone(), after.value.clone());
            let change = Change::new(after.rule, after.name.clone(), "");
            changes
                .push(change.values(values.0.unwrap_or_else(none), values.1.unwrap_or_else(none)));
        }
    }
    for (path, lines) in &old.pages {
        let mut pages = new.pages.iter();
        let same = pages.find(|(other, _)| other == path);
        if same.is_some_and(|(_, other)| other != lines) {
            changes.documentation();
        }
    }
}

fn credentials(old: &Surface, new: &Surface, changes: &mut Changes) {
    let path = |methods: &[String]| methods.join(", ");
    for before in &old.credentials {
        let mut credentials = new.credentials.iter();
        let Some(after) = credentials.find(|it| it.name == before.name) else {
            let change = Change::new(Rule::CredentialRemoved, BUILDER, &before.methods[0]);
            changes.push(change.at(Side::Old, &before.annotations));
            continue;
        };
        let since = changes.count();
        let member = &after.methods[0];
        let change =
            |rule| Change::new(rule, BUILDER, member.clone()).at(Side::New, &after.annotations);
        if before.methods != after.methods {
            let is_extended = before.methods.iter().all(|it| after.methods.contains(it));
            let arguments = |it: &Credential| it.methods[0].matches(',').count();
            let is_renamed = arguments(before) == arguments(after)
                && before.methods.len() == after.methods.len();
            let rule = if is_extended {
                Rule::CredentialAdded
            } else if is_renamed {
                Rule::CredentialRenamed
            } else {
                Rule::CredentialKind
            };
            let change = Change::new(rule, BUILDER, &before.methods[0]);
            let change = change.values(path(&before.methods), path(&after.methods));
            changes.push(change.at(Side::New, &after.annotations));
        } else if before.placement != after.placement {
            let values = (before.placement.clone(), after.placement.clone());
            changes.push(change(Rule::WireEncoding).values(values.0, values.1));
        }
        if before.env != after.env {
            let shown = |env: &Option<String>| env.clone().unwrap_or_else(|| "none".to_owned());
            let values = (shown(&before.env), shown(&after.env));
            changes.push(change(Rule::WireEnvironment).values(values.0, values.1));
        }
        changes.compare_annotations(
            (&before.annotations, &after.annotations),
            (BUILDER, member),
            since,
        );
    }
    for after in &new.credentials {
        if !old.credentials.iter().any(|it| it.name == after.name) {
            let change = Change::new(Rule::CredentialAdded, BUILDER, &after.methods[0]);
            changes.push(change.at(Side::New, &after.annotations));
        }
    }
}

/// Compares cargo features. If resources get features for the first time, a program without default features loses them.
fn features(old: &Surface, new: &Surface, changes: &mut Changes) {
    match (&old.features, &new.features) {
        (None, None) => {}
        (Some(before), Some(after)) => {
            for name in before.iter().filter(|name| !after.contains(name)) {
                changes.push(Change::new(Rule::FeatureRemoved, "Cargo.toml", name));
            }
            for name in after.iter().filter(|name| !before.contains(name)) {
                changes.push(Change::new(Rule::FeatureAdded, "Cargo.toml", name));
            }
        }
        (before, after) => {
            let shown = |features: &Option<Vec<String>>| match features {
                Some(names) => format!("{} features of resources", names.len()),
                None => "no feature of a resource".to_owned(),
            };
            let change = Change::new(Rule::FeatureRemoved, "Cargo.toml", "");
            changes.push(change.values(shown(before), shown(after)));
        }
    }
}

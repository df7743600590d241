//! Cargo features of generated crates: the conditions in code, and what the documentation tells about them.
//!
//! In: the runtime's features, and those that the plan has for resources. Out: attributes, lines and tables.

use super::layout::{Code, code, commas};
use super::literal::string_literal;
use super::runtime_manifest;
pub(super) use super::runtime_manifest::Feature;
use crate::rust::{ALL_RESOURCES, Crate, Ident, Resource};

/// Returns the condition that one of some features is on.
pub(super) fn any_of(features: &[String]) -> Code {
    let features: Vec<_> = features
        .iter()
        .map(|feature| string_literal(feature))
        .collect();
    match features.as_slice() {
        [] => Code::default(),
        [feature] => code!(#[cfg(feature = #feature)]),
        features => {
            let features = commas(features.iter().map(|feature| code!(feature = #feature)));
            code!(#[cfg(any(#features))])
        }
    }
}

/// Returns the feature that a resource needs.
pub(super) fn feature_of<'a>(krate: &'a Crate, path: &[Ident]) -> Option<&'a str> {
    krate.features.as_ref()?.for_accessor(path.first()?)
}

/// Returns the condition under which a resource is compiled.
pub(super) fn condition(krate: &Crate, resource: &Resource) -> Code {
    match feature_of(krate, &resource.path) {
        Some(feature) => any_of(&[feature.to_owned()]),
        None => Code::default(),
    }
}

/// Returns the lines of documentation that name the feature of a resource, if it has one.
pub(super) fn note(krate: &Crate, resource: &Resource) -> Vec<String> {
    match feature_of(krate, &resource.path) {
        Some(feature) => vec![String::new(), format!("Needs the feature `{feature}`.")],
        None => Vec::new(),
    }
}

/// Returns the features of every crate.
pub(super) fn of_every_crate() -> Vec<Feature> {
    runtime_manifest::features()
}

/// Returns the features of resources, and that of webhooks.
pub(super) fn of_resources(krate: &Crate) -> Vec<Feature> {
    let Some(features) = &krate.features else {
        return Vec::new();
    };
    let feature = |name: &str, meaning: String| Feature {
        name: name.to_owned(),
        meaning,
    };
    let all = "All resources, and the types that no call needs. On by default.";
    let mut list = vec![feature(ALL_RESOURCES, all.to_owned())];
    list.extend(features.resources.iter().map(|resource| {
        let accessor = resource.accessor.as_str();
        let meaning = format!("`client.{accessor}()`, and the types that its calls need.");
        feature(&resource.name, meaning)
    }));
    let webhooks = "The types of what the service sends in webhooks.";
    list.extend((features.webhooks.iter()).map(|name| feature(name, webhooks.to_owned())));
    list
}

/// Returns a dependency on a crate with the feature of one resource, for a manifest.
pub(super) fn dependency(krate: &Crate, package: &str) -> Option<String> {
    let features = krate.features.as_ref()?;
    let first = &features.resources.first()?.name;
    Some(format!(
        "{package} = {{ path = \"…\", default-features = false, features = [\"reqwest\", \"rustls\", \"{first}\"] }}"
    ))
}

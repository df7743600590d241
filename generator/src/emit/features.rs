//! Prints what depends on cargo features: the conditions, and what the documentation says of them.
//!
//! In: the crate's features. Out: attributes and lines of text, all empty where the crate has no feature for a resource.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::text;
use crate::rust::{ALL_RESOURCES, Crate, Features, Ident, Resource};

/// Returns the condition that one of some features is on.
pub(super) fn any_of(features: &[String]) -> TokenStream {
    let features: Vec<_> = features.iter().map(|feature| text(feature)).collect();
    match features.as_slice() {
        [] => TokenStream::new(),
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// Returns the feature that a resource needs.
pub(super) fn feature_of<'a>(krate: &'a Crate, path: &[Ident]) -> Option<&'a str> {
    krate.features.as_ref()?.for_accessor(path.first()?)
}

/// Returns the condition under which a resource is compiled.
pub(super) fn condition(krate: &Crate, resource: &Resource) -> TokenStream {
    match feature_of(krate, &resource.path) {
        Some(feature) => any_of(&[feature.to_owned()]),
        None => TokenStream::new(),
    }
}

/// Returns the lines that documentation of a resource ends with.
pub(super) fn remark(krate: &Crate, resource: &Resource) -> Vec<String> {
    match feature_of(krate, &resource.path) {
        Some(feature) => vec![String::new(), format!("Needs the feature `{feature}`.")],
        None => Vec::new(),
    }
}

/// What the features of resources are, for the tables and lists of features: names and meanings.
pub(super) fn meanings(features: &Features) -> Vec<(String, String)> {
    let all = "all resources, and the types that no call needs (default)".to_owned();
    let mut list = vec![(ALL_RESOURCES.to_owned(), all)];
    list.extend(features.resources.iter().map(|resource| {
        let accessor = resource.accessor.as_str();
        (
            resource.name.clone(),
            format!("`client.{accessor}()`, and the types that its calls need"),
        )
    }));
    list.extend(features.webhooks.iter().map(|name| {
        let meaning = "the types of what the service sends by itself";
        (name.clone(), meaning.to_owned())
    }));
    list
}

/// Returns the line of a manifest that asks for a crate with one resource alone.
pub(super) fn dependency(krate: &Crate, package: &str) -> Option<String> {
    let features = krate.features.as_ref()?;
    let first = &features.resources.first()?.name;
    Some(format!(
        "{package} = {{ path = \"…\", default-features = false, features = [\"reqwest\", \"rustls\", \"{first}\"] }}"
    ))
}

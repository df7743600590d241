//! Emits the files below `resources/`.
//!
//! In: the tree of resources. Out: one file for each, and the one that lists those at the top.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{docs, ident, inner_docs};
use super::names::Names;
use super::shared::Shared;
use super::{File, features, listing, methods, paths, render};
use crate::rust::{Crate, Resource};

/// Emits `resources/mod.rs`.
pub(super) fn listing(krate: &Crate) -> String {
    let attributes = inner_docs(&listing::page(krate));
    let mut listed: Vec<_> = krate.resources.iter().collect();
    listed.sort_by_key(|resource| resource.module.plain());
    let names = listed.into_iter().map(|resource| {
        let module = ident(&resource.module);
        let name = ident(&resource.name);
        let condition = features::condition(krate, resource);
        (
            quote!(#condition pub mod #module;),
            quote!(#condition pub use self::#module::#name;),
        )
    });
    let (modules, exports): (Vec<_>, Vec<_>) = names.unzip();
    render::file(
        attributes,
        [modules.into_iter().collect(), exports.into_iter().collect()],
    )
}

/// A file to print: a resource, and the path of its file without the ending.
pub(super) struct Place<'a> {
    resource: &'a Resource,
    path: String,
}

/// Returns all resources with their places, each before those below it.
pub(super) fn places(krate: &Crate) -> Vec<Place<'_>> {
    let in_folder = |resource, folder: &str| Place {
        resource,
        path: paths::below(folder, &resource.module),
    };
    let mut places = Vec::new();
    let mut open: Vec<_> = krate
        .resources
        .iter()
        .rev()
        .map(|resource| in_folder(resource, "src/resources"))
        .collect();
    while let Some(place) = open.pop() {
        open.extend(
            place
                .resource
                .children
                .iter()
                .rev()
                .map(|child| in_folder(child, &place.path)),
        );
        places.push(place);
    }
    places
}

/// Emits the file of a resource.
pub(super) fn file(shared: &Shared<'_>, place: &Place<'_>) -> File {
    let resource = place.resource;
    let names = Names::for_resource(shared, resource);
    let mut modules: Vec<_> = resource
        .children
        .iter()
        .map(|child| &child.module)
        .collect();
    modules.sort_by_key(|module| module.plain());
    let modules = modules.into_iter().map(|module| {
        let module = ident(module);
        quote!(pub mod #module;)
    });
    let own = definition(&names, resource);
    let operations = resource
        .methods
        .iter()
        .map(|method| methods::items(&names, resource, method));
    let operations: Vec<_> = operations.collect();
    let attributes = inner_docs(&listing::module_page(shared.krate, resource));
    let chunks = [
        vec![modules.collect()],
        names.imports(),
        vec![own],
        operations,
        vec![names.type_aliases()],
    ]
    .concat();
    File {
        path: format!("{}.rs", place.path),
        text: render::file(attributes, chunks),
    }
}

fn definition(names: &Names<'_>, resource: &Resource) -> TokenStream {
    let (name, client) = (ident(&resource.name), names.get("Client"));
    let (mode, usual) = (names.mode(), names.get("Async"));
    let krate = names.shared.krate;
    let docs = docs(&documented(krate, resource));
    let accessors = resource.children.iter().map(|child| {
        let module = format!("self::{}", child.module.as_str());
        let (accessor, child_name) = (ident(&child.accessor), names.resource(&module, &child.name));
        let docs = super::literal::docs(&documented(krate, child));
        quote! {
            #docs
            pub fn #accessor(&self) -> #child_name<#mode> {
                #child_name::new(self.client.clone())
            }
        }
    });
    let methods = resource
        .methods
        .iter()
        .map(|method| methods::method(names, method));
    // A resource of nothing has no use for its client; the plan makes none.
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name<#mode = #usual> {
            client: #client<#mode>,
        }

        impl<#mode> #name<#mode> {
            pub(crate) fn new(client: #client<#mode>) -> Self {
                Self { client }
            }

            #(#accessors)*
            #(#methods)*
        }
    }
}

/// Returns the documentation of a resource, which is that of its accessor as well.
pub(super) fn documented(krate: &Crate, resource: &Resource) -> Vec<String> {
    let mut lines = match resource.docs.is_empty() {
        true => vec!["Gives access to its calls.".to_owned()],
        false => resource.docs.clone(),
    };
    lines.extend(features::remark(krate, resource));
    lines
}

//! Emits the files below `resources/`.
//!
//! In: the tree of resources. Out: one file for each, and `mod.rs`, which declares the top-level ones.

use super::layout::{Code, code};
use super::literal::{docs, inner_docs};
use super::names::Names;
use super::shared::Shared;
use super::{File, features, listing, methods, render};
use crate::rust::{Crate, Resource};

/// Emits `resources/mod.rs`.
pub(super) fn mod_rs(krate: &Crate) -> String {
    let docs = inner_docs(&listing::page(krate));
    let mut listed: Vec<_> = krate.resources.iter().collect();
    listed.sort_by_key(|resource| resource.module.plain());
    let names = listed.into_iter().map(|resource| {
        let module = &resource.module;
        let name = &resource.name;
        let condition = features::condition(krate, resource);
        (
            code!(#condition pub mod #module;),
            code!(#condition pub use self::#module::#name;),
        )
    });
    let (modules, exports): (Vec<_>, Vec<_>) = names.unzip();
    render::file(&docs, [Code::from_iter(modules), Code::from_iter(exports)])
}

/// A resource, and the path of its file without the extension.
pub(super) struct ResourceFile<'a> {
    resource: &'a Resource,
    path: String,
}

/// Returns all resources with the paths of their files, each before its children.
pub(super) fn resource_files(krate: &Crate) -> Vec<ResourceFile<'_>> {
    let in_folder =
        |resource: &Resource, folder: &str| format!("{folder}/{}", resource.module.plain());
    let mut files = Vec::new();
    let mut open: Vec<_> = (krate.resources.iter().rev())
        .map(|resource| ResourceFile {
            resource,
            path: in_folder(resource, "src/resources"),
        })
        .collect();
    while let Some(file) = open.pop() {
        let children = file.resource.children.iter().rev();
        open.extend(children.map(|child| ResourceFile {
            resource: child,
            path: in_folder(child, &file.path),
        }));
        files.push(file);
    }
    files
}

/// Emits the file of a resource.
pub(super) fn file(shared: &Shared<'_>, file: &ResourceFile<'_>) -> File {
    let resource = file.resource;
    let names = Names::for_resource(shared, resource);
    let mut modules: Vec<_> = resource
        .children
        .iter()
        .map(|child| &child.module)
        .collect();
    modules.sort_by_key(|module| module.plain());
    let modules = modules.into_iter().map(|module| code!(pub mod #module;));
    let own = definition(&names, resource);
    let operations = resource
        .methods
        .iter()
        .map(|method| methods::items(&names, resource, method));
    let operations: Vec<_> = operations.collect();
    let parameters = names.parameter_statics();
    let docs = inner_docs(&listing::module_page(shared.krate, resource));
    let chunks = [
        vec![modules.collect()],
        names.imports(),
        vec![own],
        operations,
        vec![parameters, names.type_aliases()],
    ]
    .concat();
    File {
        path: format!("{}.rs", file.path),
        text: render::file(&docs, chunks),
    }
}

fn definition(names: &Names<'_>, resource: &Resource) -> Code {
    let (name, client) = (&resource.name, names.get("Client"));
    let (mode, usual) = (names.mode(), names.get("Async"));
    let krate = names.shared.krate;
    let docs = docs(&resource_docs(krate, resource));
    let accessors = resource.children.iter().map(|child| {
        let module = format!("self::{}", child.module.as_str());
        let (accessor, child_name) = (&child.accessor, names.resource(&module, &child.name));
        let docs = super::literal::docs(&resource_docs(krate, child));
        code! {
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
    let accessors: Code = accessors.collect();
    let methods: Code = methods.collect();
    // The plan has no resource without children and methods, which would not use its client.
    code! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name<#mode = #usual> {
            client: #client<#mode>,
        }

        impl<#mode> #name<#mode> {
            pub(crate) fn new(client: #client<#mode>) -> Self {
                Self { client }
            }

            #accessors
            #methods
        }
    }
}

/// Returns the documentation of a resource, and of its accessor.
pub(super) fn resource_docs(krate: &Crate, resource: &Resource) -> Vec<String> {
    let mut lines = if resource.docs.is_empty() {
        vec!["The calls of this resource.".to_owned()]
    } else {
        resource.docs.clone()
    };
    lines.extend(features::note(krate, resource));
    lines
}

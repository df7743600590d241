//! Emits the files below `types/`.
//!
//! In: the crate's type modules. Out: one file for each, and `mod.rs`, which declares them. Knows nothing of operations.

use super::layout::{Chunk, Code, code, commas};
use super::literal::{alias, deprecated, docs, inner_docs};
use super::names::Names;
use super::shared::Shared;
use super::ty::ty;
use super::{enums, features, render, structs, unions};
use crate::rust::{Alias, Constructor, Crate, Ident, Item, TypeModule};

/// Emits `types/mod.rs`.
pub(super) fn mod_rs(krate: &Crate) -> String {
    let docs = inner_docs(&["The types of requests and responses."]);
    let Some(features) = &krate.features else {
        let all: Vec<_> = krate.types.iter().collect();
        return render::file(&docs, declarations(all));
    };
    let modules_at =
        |numbers: &[usize]| numbers.iter().map(|number| &krate.types[*number]).collect();
    let mut chunks = declarations(modules_at(&features.common)).to_vec();
    for group in &features.groups {
        let modules: Vec<&TypeModule> = modules_at(&group.types);
        let condition = features::any_of(&group.features);
        let around = &group.module;
        let exports = modules.iter().any(|module| !module.items.is_empty());
        let exports = exports.then(|| code!(#condition pub use self::#around::*;));
        let declarations: Code = declarations(modules).into_iter().collect();
        // The files of all types are in one folder, whichever features they need.
        chunks.push(code! {
            #condition
            #[path = "."]
            mod #around {
                #declarations
            }
            #exports
        });
    }
    render::file(&docs, chunks)
}

/// Returns the declarations of modules, their exports, and the implementations for `serde`.
fn declarations(mut types: Vec<&TypeModule>) -> [Code; 3] {
    types.sort_by_key(|module| module.name.plain());
    let modules = types.iter().map(|module| {
        let name = &module.name;
        code!(mod #name;)
    });
    let exports = types
        .iter()
        .filter(|module| !module.items.is_empty())
        .map(|module| {
            let name = &module.name;
            let names: Vec<_> = defined(module).collect();
            match names.as_slice() {
                [item] => code!(pub use self::#name::#item;),
                names => {
                    let names = commas(names);
                    code!(pub use self::#name::{#names};)
                }
            }
        });
    let adapted: Vec<_> = (types.iter().flat_map(|module| &module.items))
        .filter(|item| !matches!(item, Item::Alias(_)))
        .map(|item| item.name())
        .collect();
    let adapters = (!adapted.is_empty()).then(|| {
        let adapted: Code = adapted.iter().map(|name| code!(#name,)).collect();
        code! {
            #[cfg(feature = "serde")]
            crate::runtime::serde_adapters! { #adapted }
        }
    });
    [
        modules.collect(),
        exports.collect(),
        adapters.unwrap_or_default(),
    ]
}

/// Emits the file of a component and its inline types.
pub(super) fn file(shared: &Shared<'_>, module: &TypeModule) -> String {
    let names = Names::for_types(shared, defined(module));
    let mut items = Vec::new();
    for item in &module.items {
        match item {
            Item::Struct(item) => items.extend(structs::emit(&names, item)),
            Item::Enum(item) => items.push(enums::emit(&names, item)),
            Item::Union(item) => items.extend(unions::emit(&names, item)),
            Item::Alias(item) => items.push(alias_item(&names, item).into()),
        }
    }
    let imports = names.imports().into_iter().map(Chunk::from);
    let chunks = imports.chain(items).chain([names.type_aliases().into()]);
    render::file(&Code::default(), chunks)
}

fn alias_item(names: &Names<'_>, item: &Alias) -> Code {
    let docs = docs(&item.docs);
    let alias = alias(item.alias.as_ref());
    let deprecated = deprecated(item.deprecated);
    let name = &item.name;
    let ty = ty(names, &item.ty);
    code! {
        #docs
        #alias
        #deprecated
        pub type #name = #ty;
    }
}

/// Returns the names that a type module defines.
fn defined(module: &TypeModule) -> impl Iterator<Item = &Ident> {
    module.items.iter().flat_map(|item| {
        let required = match item {
            Item::Struct(item) => match &item.constructor {
                Constructor::Required(name) => Some(name),
                Constructor::Default | Constructor::New | Constructor::None => None,
            },
            Item::Enum(_) | Item::Union(_) | Item::Alias(_) => None,
        };
        [Some(item.name()), required].into_iter().flatten()
    })
}

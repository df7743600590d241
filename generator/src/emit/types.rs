//! Emits the files below `types/`.
//!
//! In: the crate's type modules. Out: one file for each, and the one that lists them. Knows nothing of operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{alias, deprecated, docs, ident, inner_docs};
use super::names::Names;
use super::shared::Shared;
use super::ty::ty;
use super::{enums, features, render, structs, unions};
use crate::rust::{Alias, Constructor, Crate, Ident, Item, TypeModule};

/// Emits `types/mod.rs`.
pub(super) fn listing(krate: &Crate) -> String {
    let attributes = inner_docs(&["The types of requests and answers."]);
    let Some(features) = &krate.features else {
        let all: Vec<_> = krate.types.iter().collect();
        return render::file(attributes, listed(all));
    };
    let of = |numbers: &[usize]| numbers.iter().map(|number| &krate.types[*number]).collect();
    let mut chunks = listed(of(&features.common)).to_vec();
    for group in &features.groups {
        let modules: Vec<&TypeModule> = of(&group.types);
        let condition = features::any_of(&group.features);
        let around = ident(&group.module);
        let exports = modules.iter().any(|module| !module.items.is_empty());
        let exports = exports.then(|| quote!(#condition pub use self::#around::*;));
        let listed = listed(modules);
        // The files of all types stand in one folder, whichever features they need.
        chunks.push(quote! {
            #condition
            #[path = "."]
            mod #around {
                #(#listed)*
            }
            #exports
        });
    }
    render::file(attributes, chunks)
}

/// Returns the declarations of modules, what they export, and what `serde` adds.
fn listed(mut listed: Vec<&TypeModule>) -> [TokenStream; 3] {
    listed.sort_by_key(|module| module.name.plain());
    let modules = listed.iter().map(|module| {
        let name = ident(&module.name);
        quote!(mod #name;)
    });
    let exports = listed
        .iter()
        .filter(|module| !module.items.is_empty())
        .map(|module| {
            let name = ident(&module.name);
            let names: Vec<_> = defined(module).map(ident).collect();
            match names.as_slice() {
                [item] => quote!(pub use self::#name::#item;),
                names => quote!(pub use self::#name::{#(#names),*};),
            }
        });
    let adapted: Vec<_> = (listed.iter().flat_map(|module| &module.items))
        .filter(|item| !matches!(item, Item::Alias(_)))
        .map(|item| ident(item.name()))
        .collect();
    let adapters = match adapted.is_empty() {
        true => TokenStream::new(),
        false => quote! {
            #[cfg(feature = "serde")]
            crate::runtime::serde_adapters! { #(#adapted,)* }
        },
    };
    [modules.collect(), exports.collect(), adapters]
}

/// Emits the file of a component and its inline types.
pub(super) fn file(shared: &Shared<'_>, module: &TypeModule) -> String {
    let names = Names::for_types(shared, defined(module));
    let items: Vec<_> = (module.items.iter())
        .map(|item| match item {
            Item::Struct(item) => structs::print(&names, item),
            Item::Enum(item) => enums::print(&names, item),
            Item::Union(item) => unions::print(&names, item),
            Item::Alias(item) => self::item(&names, item),
        })
        .collect();
    render::file(
        TokenStream::new(),
        names
            .imports()
            .into_iter()
            .chain(items)
            .chain([names.type_aliases()]),
    )
}

fn item(names: &Names<'_>, item: &Alias) -> TokenStream {
    let docs = docs(&item.docs);
    let alias = alias(item.alias.as_ref());
    let deprecated = deprecated(item.deprecated);
    let name = ident(&item.name);
    let ty = ty(names, &item.ty);
    quote! {
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
                Constructor::Default | Constructor::New => None,
            },
            Item::Enum(_) | Item::Union(_) | Item::Alias(_) => None,
        };
        [Some(item.name()), required].into_iter().flatten()
    })
}

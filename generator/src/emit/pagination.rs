//! Prints what goes through pages: two methods of the builder, and the descriptor that says how pages follow each other.
//!
//! In: a planned method. Out: tokens without a branch: what the next page is asked for by is decided in the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::descriptor::optional_text;
use super::literal::{docs, ident, text};
use super::names::Names;
use super::{answers, descriptor, methods, ty};
use crate::api::{Advance, PageSize, PageSource};
use crate::rust::{Method, PaginationPlan};

/// Prints the methods of the builder.
pub(super) fn methods(names: &Names<'_>, method: &Method) -> TokenStream {
    let Some(pagination) = &method.pagination else {
        return TokenStream::new();
    };
    let (items, pages, mode) = (names.get("Items"), names.get("Pages"), names.mode());
    let wish = format!("{}Item", method.builder.as_str());
    let item = ty::short(names, &pagination.item, (&wish, 2));
    let (value, constant) = (
        answers::value(names, method, None),
        ident(&pagination.constant),
    );
    let mut about_items = vec![
        "Goes through the items of this page and of all that follow it.".to_owned(),
        String::new(),
        "A page is asked for when its first item is. See [`crate::Items`] for what comes after an error."
            .to_owned(),
    ];
    if !pagination.example.is_empty() {
        about_items.extend(["", "# Examples", ""].map(str::to_owned));
        about_items.extend(methods::example(names.shared.krate, &pagination.example));
    }
    let about_items = docs(&about_items);
    quote! {
        #about_items
        pub fn items(self) -> #items<#item, #mode> {
            self.call.items(&#constant)
        }

        /// Goes through this page and all that follow it. See [`crate::Pages`] for what comes after an error.
        pub fn pages(self) -> #pages<#value, #mode> {
            self.call.pages(&#constant)
        }
    }
}

/// Prints the descriptor.
pub(super) fn items(names: &Names<'_>, method: &Method) -> TokenStream {
    let Some(pagination) = &method.pagination else {
        return TokenStream::new();
    };
    let (constant, ty) = (ident(&pagination.constant), names.get("Pagination"));
    let (items, more) = (
        path(&pagination.items),
        optional_path(pagination.more.as_ref()),
    );
    let advance = advance(names, pagination);
    let size = size(names, pagination.size.as_ref());
    quote! {
        static #constant: #ty = #ty {
            items: #items,
            advance: #advance,
            more: #more,
            size: #size,
        };
    }
}

fn advance(names: &Names<'_>, pagination: &PaginationPlan) -> TokenStream {
    let ty = names.get("Advance");
    let parameter = pagination
        .parameter
        .as_ref()
        .map(|parameter| descriptor::parameter(names, parameter));
    match &pagination.advance {
        Advance::Page {
            first,
            pages,
            total,
            ..
        } => {
            let first = Literal::u64_unsuffixed(*first);
            let (pages, total) = (optional_path(pages.as_ref()), optional_path(total.as_ref()));
            quote!(#ty::Page { parameter: #parameter, first: #first, pages: #pages, total: #total })
        }
        Advance::Offset { first, total, .. } => {
            let first = Literal::u64_unsuffixed(*first);
            let total = optional_path(total.as_ref());
            quote!(#ty::Offset { parameter: #parameter, first: #first, total: #total })
        }
        Advance::Cursor { source, .. } => {
            let source = self::source(names, source);
            quote!(#ty::Cursor { parameter: #parameter, source: #source })
        }
        Advance::Url(source) => {
            let source = self::source(names, source);
            quote!(#ty::Url(#source))
        }
    }
}

fn size(names: &Names<'_>, size: Option<&PageSize>) -> TokenStream {
    let Some(size) = size else {
        return quote!(None);
    };
    let ty = names.get("PageSize");
    let told = optional_path(size.in_body.as_ref());
    let parameter = optional_text(size.parameter.as_ref());
    let default = match size.default {
        Some(default) => {
            let default = Literal::u64_unsuffixed(default);
            quote!(Some(#default))
        }
        None => quote!(None),
    };
    quote!(Some(#ty { told: #told, parameter: #parameter, default: #default }))
}

fn source(names: &Names<'_>, source: &PageSource) -> TokenStream {
    let ty = names.get("PageSource");
    match source {
        PageSource::Body(steps) => {
            let steps = path(steps);
            quote!(#ty::Body(#steps))
        }
        PageSource::Header(name) => {
            let name = text(&name.to_ascii_lowercase());
            quote!(#ty::Header(#name))
        }
        PageSource::LastItem(steps) => {
            let steps = path(steps);
            quote!(#ty::LastItem(#steps))
        }
    }
}

fn path(steps: &[String]) -> TokenStream {
    let steps = steps.iter().map(|step| text(step));
    quote!(&[#(#steps),*])
}

fn optional_path(steps: Option<&Vec<String>>) -> TokenStream {
    match steps {
        Some(steps) => {
            let steps = path(steps);
            quote!(Some(#steps))
        }
        None => quote!(None),
    }
}

//! Emits pagination: two methods of the call, and the descriptor of how pages follow each other.
//!
//! In: a planned method. Out: code without branches. From the descriptor, the runtime decides how to request the next page.

use super::descriptor::optional_string;
use super::doctest::Doctest;
use super::layout::{Code, code, commas, number};
use super::literal::{docs, string_literal};
use super::names::Names;
use super::{descriptor, responses, ty};
use crate::rust::{Advance, Method, PageSize, PageSource, PaginationPlan};

/// Emits the methods of the call.
pub(super) fn methods(names: &Names<'_>, method: &Method) -> Code {
    let Some(pagination) = &method.pagination else {
        return Code::default();
    };
    let (items, pages, mode) = (names.get("Items"), names.get("Pages"), names.mode());
    let type_alias = format!("{}Item", method.builder.as_str());
    let item = ty::in_signature(names, &pagination.item, 2, &type_alias);
    let (value, constant) = (responses::value(names, method, None), &pagination.constant);
    let mut items_docs = [
        "Iterates over the items of this page and of all pages after it.",
        "",
        "A page is requested when its first item is needed. See the [iterator](crate::Items) for what happens",
        "after an error.",
    ]
    .map(str::to_owned)
    .to_vec();
    if !pagination.example.is_empty() {
        items_docs.extend(["", "# Examples", ""].map(str::to_owned));
        items_docs.extend(Doctest::with_client(names.shared.krate).lines(&pagination.example));
    }
    let items_docs = docs(&items_docs);
    code! {
        #items_docs
        pub fn items(self) -> #items<#item, #mode> {
            self.call.items(&#constant)
        }

        /// Iterates over this page and all pages after it.
        ///
        /// See the [iterator](crate::Pages) for what happens after an error.
        pub fn pages(self) -> #pages<#value, #mode> {
            self.call.pages(&#constant)
        }
    }
}

/// Emits the descriptor.
pub(super) fn items(names: &Names<'_>, method: &Method) -> Code {
    let Some(pagination) = &method.pagination else {
        return Code::default();
    };
    let (constant, ty) = (&pagination.constant, names.get("Pagination"));
    let (items, more) = (
        path(&pagination.items),
        optional_path(pagination.more.as_ref()),
    );
    let advance = advance(names, pagination);
    let size = size(names, pagination.size.as_ref());
    code! {
        static #constant: #ty = #ty {
            items: #items,
            strategy: #advance,
            more: #more,
            size: #size,
        };
    }
}

fn advance(names: &Names<'_>, pagination: &PaginationPlan) -> Code {
    let ty = names.get("PageStrategy");
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
            let first = number(*first);
            let (pages, total) = (optional_path(pages.as_ref()), optional_path(total.as_ref()));
            code!(#ty::Page { parameter: #parameter, first: #first, pages: #pages, total: #total })
        }
        Advance::Offset { first, total, .. } => {
            let first = number(*first);
            let total = optional_path(total.as_ref());
            code!(#ty::Offset { parameter: #parameter, first: #first, total: #total })
        }
        Advance::Cursor { source, .. } => {
            let source = self::source(names, source);
            code!(#ty::Cursor { parameter: #parameter, source: #source })
        }
        Advance::Url(source) => {
            let source = self::source(names, source);
            code!(#ty::Url(#source))
        }
    }
}

fn size(names: &Names<'_>, size: Option<&PageSize>) -> Code {
    let Some(size) = size else {
        return code!(None);
    };
    let ty = names.get("PageSize");
    let told = optional_path(size.in_body.as_ref());
    let parameter = optional_string(size.parameter.as_ref());
    let default = match size.default {
        Some(default) => {
            let default = number(default);
            code!(Some(#default))
        }
        None => code!(None),
    };
    code!(Some(#ty { in_body: #told, parameter: #parameter, default: #default }))
}

fn source(names: &Names<'_>, source: &PageSource) -> Code {
    let ty = names.get("CursorSource");
    match source {
        PageSource::Body(steps) => {
            let steps = path(steps);
            code!(#ty::Body(#steps))
        }
        PageSource::Header(name) => {
            let name = string_literal(&name.to_ascii_lowercase());
            code!(#ty::Header(#name))
        }
        PageSource::LastItem(steps) => {
            let steps = path(steps);
            code!(#ty::LastItem(#steps))
        }
    }
}

fn path(steps: &[String]) -> Code {
    let steps = commas(steps.iter().map(|step| string_literal(step)));
    code!(&[#steps])
}

fn optional_path(steps: Option<&Vec<String>>) -> Code {
    match steps {
        Some(steps) => {
            let steps = path(steps);
            code!(Some(#steps))
        }
        None => code!(None),
    }
}

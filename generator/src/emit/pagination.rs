//! Emits pagination: two methods of the call, and the descriptor of how pages follow each other.
//!
//! In: a planned method. Out: code without branches. From the descriptor, the runtime decides how to request the next page.

use super::doctest::Doctest;
use super::layout::{Code, Name, code, commas, number};
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
    let create = create(names, pagination);
    let more = optional("more", pagination.more.as_ref());
    let size = pagination.size.as_ref().map(|size| {
        let size = self::size(names, size);
        code!(.size(#size))
    });
    code! {
        static #constant: #ty = #ty::#create #more #size;
    }
}

/// Emits the constructor, and the calls that set what only this way to advance has.
fn create(names: &Names<'_>, pagination: &PaginationPlan) -> Code {
    let items = path(&pagination.items);
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
            let pages = optional("page_count", pages.as_ref());
            let total = optional("item_count", total.as_ref());
            code!(pages(#items, #parameter, #first) #pages #total)
        }
        Advance::Offset { first, total, .. } => {
            let first = number(*first);
            let total = optional("item_count", total.as_ref());
            code!(offsets(#items, #parameter, #first) #total)
        }
        Advance::Cursor { source, .. } => {
            let source = self::source(names, source);
            code!(cursors(#items, #parameter, #source))
        }
        Advance::Url(source) => {
            let source = self::source(names, source);
            code!(urls(#items, #source))
        }
    }
}

fn size(names: &Names<'_>, size: &PageSize) -> Code {
    let ty = names.get("PageSize");
    let in_body = optional("in_body", size.in_body.as_ref());
    let parameter = size.parameter.as_ref().map(|name| {
        let name = string_literal(name);
        code!(.parameter(#name))
    });
    let default = size.default.map(|default| {
        let default = number(default);
        code!(.default_size(#default))
    });
    code!(#ty::new() #in_body #parameter #default)
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

/// Emits a call that sets a path, if there is one.
fn optional(method: &str, steps: Option<&Vec<String>>) -> Option<Code> {
    let (method, steps) = (Name::new(method), path(steps?));
    Some(code!(.#method(#steps)))
}

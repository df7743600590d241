//! How to get the next page of an operation: as the document states, or else as its parameters and responses show.
//!
//! In: an operation that is otherwise lowered. Out: a [`Pagination`], with a warning where the document states one that the
//! operation cannot have. What the document states for all operations applies to those that have the parameter and the members
//! that it names.

mod evidence;
mod first_page;
mod items;
mod members;
mod names;
mod page;
mod recognize;
mod stated;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{
    Operation as Declared, Pagination as DeclaredPagination, PaginationRule,
};

use self::evidence::Evidence;
use self::page::Page;
use self::recognize::Recognized;
use crate::api::types::graph::Types;
use crate::api::{Operation, Pagination};

/// Returns how to get the next page of an operation, if that is known.
pub(crate) fn lower(
    types: &mut Types<'_>,
    declared: &Declared,
    operation: &Operation,
) -> Option<Pagination> {
    let page = page::page(types, declared, operation);
    match &declared.pagination {
        Some(DeclaredPagination::Never) => return None,
        Some(DeclaredPagination::By(rule)) => {
            let stated = page
                .ok_or_else(|| "the response is not a single JSON value".to_owned())
                .and_then(|page| stated::apply(types, operation, &page, rule));
            return stated
                .map_err(|problem| report_not_applicable(types, rule, &problem))
                .ok();
        }
        None => {}
    }
    // Other requests may change something, so they are never repeated because of a guess.
    let page = page.filter(|_| operation.method == "GET")?;
    if let Some(rule) = &types.document.pagination
        && let Ok(pagination) = stated::apply(types, operation, &page, rule)
    {
        return Some(pagination);
    }
    recognized(types, operation, &page)
}

/// Returns the index of the parameter that requests a page, where it is not known how to get the next one.
pub(crate) fn unrecognized_page_parameter(
    declared: &Declared,
    operation: &Operation,
) -> Option<usize> {
    let is_unknown = declared.pagination.is_none() && operation.pagination.is_none();
    let has_value = operation.method == "GET" && operation.success.value.is_some();
    (is_unknown && has_value)
        .then(|| recognize::page_parameter(operation))
        .flatten()
}

/// Reports that what the document states for the pages of all operations applies to none.
pub(crate) fn report_unused(types: &mut Types<'_>, operations: &[Operation]) {
    let Some(rule) = &types.document.pagination else {
        return;
    };
    if operations
        .iter()
        .all(|operation| operation.pagination.is_none())
    {
        types.report(
            Diagnostic::warning(
                "pagination-without-effect",
                rule.location.clone(),
                "no operation has the parameter and the members that `x-rust-pagination` names; it has no effect",
            )
            .label("has no effect"),
        );
    }
}

/// Returns the pagination that the parameters and the response of an operation show.
fn recognized(types: &Types<'_>, operation: &Operation, page: &Page) -> Option<Pagination> {
    let resource = items::resource(operation);
    let found = items::find(types, page.value, resource.as_deref())?;
    let members = members::members(types.document, page.schema, page.envelope_value.as_deref());
    let Recognized { advance, more } = recognize::recognize(&Evidence {
        types,
        operation,
        members: &members,
        items: &found,
        item: items::item_type(types, page.value, &found.path)?,
    })?;
    let size = recognize::page_size(operation, &members, &advance);
    Some(Pagination {
        list: page.path_from_body(&found.path),
        items: found.path,
        advance,
        more,
        size,
    })
}

fn report_not_applicable(types: &mut Types<'_>, rule: &PaginationRule, problem: &str) {
    types.report(
        Diagnostic::warning(
            "pagination-without-effect",
            rule.location.clone(),
            format!("{problem}; the operation returns a single page"),
        )
        .label("cannot be applied"),
    );
}

//! Pagination that the document states by `x-rust-pagination`.
//!
//! In: a rule, and an operation with its page. Out: a [`Pagination`], or what the operation lacks for it.

use crate::openapi::document::{PaginationRule, PaginationStyle};
use crate::suggest::closest;

use crate::api::http::pagination::page::Page;
use crate::api::http::pagination::{first_page, items, members, recognize};
use crate::api::types::graph::Types;
use crate::api::{Advance, Operation, PageSource, Pagination, Parameter, ParameterLocation};

/// Applies a rule to an operation. The error says what the operation lacks.
pub(super) fn apply(
    types: &Types<'_>,
    operation: &Operation,
    page: &Page,
    rule: &PaginationRule,
) -> Result<Pagination, String> {
    let items = items_path(types, operation, page, rule)?;
    for path in [&rule.pages, &rule.total, &rule.next, &rule.more]
        .into_iter()
        .flatten()
    {
        if let Some(step) = members::missing_step(types.document, page.schema, path) {
            return Err(format!(
                "the response has no member `{step}` at `{}`",
                path.join(".")
            ));
        }
    }
    let advance = advance(operation, rule)?;
    let members = members::members(types.document, page.schema, page.envelope_value.as_deref());
    Ok(Pagination {
        list: page.path_from_body(&items),
        items,
        size: recognize::page_size(operation, &members, &advance),
        advance,
        more: rule.more.clone(),
    })
}

/// Returns the path from the value to the list of items.
fn items_path(
    types: &Types<'_>,
    operation: &Operation,
    page: &Page,
    rule: &PaginationRule,
) -> Result<Vec<String>, String> {
    let path = match &rule.items {
        Some(path) => page.path_from_value(path)?.to_vec(),
        None => {
            let resource = items::resource(operation);
            let found = items::find(types, page.value, resource.as_deref());
            found
                .ok_or("the response has no list, or several; name one by `items`")?
                .path
        }
    };
    if items::item_type(types, page.value, &path).is_none() {
        return Err(format!(
            "there is no list at `{}`",
            page.path_from_body(&path).join(".")
        ));
    }
    Ok(path)
}

/// Returns how the next page is requested.
fn advance(operation: &Operation, rule: &PaginationRule) -> Result<Advance, String> {
    let parameter = match &rule.parameter {
        Some(name) => Some(parameter(operation, name)?),
        None => None,
    };
    let source = || match (&rule.next, &rule.header, &rule.last) {
        (Some(path), ..) => PageSource::Body(path.clone()),
        (_, Some(header), _) => PageSource::Header(header.clone()),
        (.., last) => PageSource::LastItem(last.clone().unwrap_or_default()),
    };
    let default = |parameter: usize| first_page::default_of(&operation.parameters[parameter]);
    Ok(match (rule.style, parameter) {
        (PaginationStyle::Page, Some(parameter)) => Advance::Page {
            parameter,
            first: rule.first.or_else(|| default(parameter)).unwrap_or(1),
            pages: rule.pages.clone(),
            total: rule.total.clone(),
        },
        (PaginationStyle::Offset, Some(parameter)) => Advance::Offset {
            parameter,
            first: default(parameter).unwrap_or(0),
            total: rule.total.clone(),
        },
        (PaginationStyle::Cursor, Some(parameter)) => Advance::Cursor {
            parameter,
            source: source(),
        },
        (_, _) => Advance::Url(source()),
    })
}

/// Returns the index of the parameter of this name. One of the path cannot differ between pages.
fn parameter(operation: &Operation, name: &str) -> Result<usize, String> {
    let can_differ =
        |parameter: &Parameter| parameter.encoding.location_in != ParameterLocation::Path;
    let mut parameters = operation.parameters.iter();
    if let Some(index) =
        parameters.position(|parameter| parameter.name == name && can_differ(parameter))
    {
        return Ok(index);
    }
    let others = operation.parameters.iter().filter(|one| can_differ(one));
    let suggestion = closest(name, others.map(|parameter| parameter.name.as_str()))
        .map(|near| format!("; did you mean `{near}`?"));
    Err(format!(
        "the operation has no parameter `{name}` outside of its path{}",
        suggestion.unwrap_or_default()
    ))
}

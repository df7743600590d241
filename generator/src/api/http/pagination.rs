//! How the pages of an operation follow each other: as the document says, or else as its parameters and answers show.
//!
//! In: an operation that is otherwise whole. Out: a [`Pagination`], with a complaint where the document asks for one that the
//! operation cannot have. What the document says of all operations holds for those that have what it names.

mod body;
mod items;
mod recognise;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{
    Operation as Declared, Pagination as Stated, PaginationRule, PaginationStyle, SchemaId,
};
use crate::suggest::closest;

use self::recognise::Look;
use crate::api::http::{answers, responses};
use crate::api::types::graph::Types;
use crate::api::{Advance, PageSource, Pagination};
use crate::api::{Operation, Place, SuccessEncoding, TypeRef};

/// What pages can be made of.
struct Page {
    /// The type of the value.
    value: TypeRef,
    /// The schema of the whole body.
    schema: SchemaId,
    /// The member of the body that holds the value, where it is wrapped.
    wrapping: Option<String>,
}

/// Returns how the pages of an operation follow each other, if they do.
pub(crate) fn of(
    types: &mut Types<'_>,
    declared: &Declared,
    operation: &Operation,
) -> Option<Pagination> {
    let page = page(types, declared, operation);
    let stated = match &declared.pagination {
        Some(Stated::Never) => return None,
        Some(Stated::By(rule)) => {
            let page = page.ok_or_else(|| "no single JSON value is answered".to_owned());
            let applied = page.and_then(|page| apply(types, (operation, &page), rule));
            return applied
                .map_err(|problem| report(types, rule, &problem))
                .ok();
        }
        None => types.document.pagination.as_ref(),
    };
    // A request that changes something is not repeated because of what it looks like.
    let page = page.filter(|_| operation.method == "GET")?;
    if let Some(rule) = stated
        && let Ok(pagination) = apply(types, (operation, &page), rule)
    {
        return Some(pagination);
    }
    let resource = items::resource(operation);
    let found = items::find(types, page.value, resource.as_deref())?;
    let members = body::members(types.document, page.schema, page.wrapping.as_deref());
    let (advance, more) = recognise::recognise(&Look {
        types,
        operation,
        members: &members,
        items: &found,
        item: items::at(types, page.value, &found.path)?,
    })?;
    let size = recognise::size(operation, &members, &advance);
    Some(Pagination {
        list: page.whole(&found.path),
        items: found.path,
        advance,
        more,
        size,
    })
}

/// Returns the parameter by which an operation is asked for a page, where nobody knows how its pages follow each other.
pub(crate) fn unfollowed(declared: &Declared, operation: &Operation) -> Option<usize> {
    let is_asked = declared.pagination.is_none() && operation.pagination.is_none();
    let gives = operation.method == "GET" && operation.success.value.is_some();
    (is_asked && gives)
        .then(|| recognise::asks_for_page(operation))
        .flatten()
}

/// Reports that what the document says of the pages of all operations is true of none.
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

/// Returns what pages can be made of: one JSON value, whatever the status.
fn page(types: &Types<'_>, declared: &Declared, operation: &Operation) -> Option<Page> {
    let success = &operation.success;
    let value = success.value?;
    let schema = responses::successes(declared)
        .into_iter()
        .filter_map(|response| answers::pick(types, &response.content))
        .find_map(|media| media.schema)?;
    let wrapping = match success.encoding {
        SuccessEncoding::Json => None,
        SuccessEncoding::Envelope => Some(types.document.envelope.as_ref()?.result.clone()),
        _ => return None,
    };
    Some(Page {
        value,
        schema,
        wrapping,
    })
}

impl Page {
    /// Returns the path from the whole body, of one from the value.
    fn whole(&self, path: &[String]) -> Vec<String> {
        self.wrapping.iter().chain(path).cloned().collect()
    }

    /// Returns the path from the value, of one from the whole body.
    fn inner<'p>(&self, path: &'p [String]) -> Result<&'p [String], String> {
        match &self.wrapping {
            None => Ok(path),
            Some(wrapping) => match path.split_first() {
                Some((first, inner)) if first == wrapping => Ok(inner),
                _ => Err(format!(
                    "`{}` is not in `{wrapping}`, which is what the call gives",
                    path.join(".")
                )),
            },
        }
    }
}

/// Returns what the document says, as far as the operation has it; or what it lacks.
fn apply(
    types: &Types<'_>,
    (operation, page): (&Operation, &Page),
    rule: &PaginationRule,
) -> Result<Pagination, String> {
    let inner = match &rule.items {
        Some(path) => page.inner(path)?.to_vec(),
        None => {
            let resource = items::resource(operation);
            let found = items::find(types, page.value, resource.as_deref());
            found
                .ok_or("the answer has no list, or several; name one by `items`")?
                .path
        }
    };
    if items::at(types, page.value, &inner).is_none() {
        return Err(format!(
            "there is no list at `{}`",
            page.whole(&inner).join(".")
        ));
    }
    for path in [&rule.pages, &rule.total, &rule.next, &rule.more]
        .into_iter()
        .flatten()
    {
        if let Some(step) = body::missing(types.document, page.schema, path) {
            return Err(format!(
                "the answer has no member `{step}` at `{}`",
                path.join(".")
            ));
        }
    }
    let parameter = match &rule.parameter {
        Some(name) => Some(parameter(operation, name)?),
        None => None,
    };
    let source = || match (&rule.next, &rule.header, &rule.last) {
        (Some(path), ..) => PageSource::Body(path.clone()),
        (_, Some(header), _) => PageSource::Header(header.clone()),
        (.., last) => PageSource::LastItem(last.clone().unwrap_or_default()),
    };
    let default = |parameter: usize| match operation.parameters[parameter].docs.default {
        Some(crate::source::Node::Integer(default)) => u64::try_from(default).ok(),
        _ => None,
    };
    let advance = match (rule.style, parameter) {
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
    };
    let members = body::members(types.document, page.schema, page.wrapping.as_deref());
    Ok(Pagination {
        list: page.whole(&inner),
        items: inner,
        size: recognise::size(operation, &members, &advance),
        advance,
        more: rule.more.clone(),
    })
}

/// Returns the parameter of a name that can be another one for each page.
fn parameter(operation: &Operation, name: &str) -> Result<usize, String> {
    let all = || {
        let parameters = operation.parameters.iter();
        parameters.filter(|parameter| parameter.encoding.place != Place::Path)
    };
    let same = |parameter: &crate::api::Parameter| {
        parameter.name == name && parameter.encoding.place != Place::Path
    };
    operation.parameters.iter().position(same).ok_or_else(|| {
        let near = closest(name, all().map(|parameter| parameter.name.as_str()));
        let near = near.map(|near| format!("; did you mean `{near}`?"));
        format!(
            "the operation has no parameter `{name}` outside of its path{}",
            near.unwrap_or_default()
        )
    })
}

fn report(types: &mut Types<'_>, rule: &PaginationRule, problem: &str) {
    types.report(
        Diagnostic::warning(
            "pagination-without-effect",
            rule.location.clone(),
            format!("{problem}; the operation gives one page and no others"),
        )
        .label("cannot be followed"),
    );
}

//! Recognizes how to get the next page of an operation whose document does not state it.
//!
//! In: the operation's parameters, the members of its response, and its declared headers. Out: a [`Recognized`], or nothing where
//! there is any doubt: a wrong guess would lose items silently, while no guess only means one method less. Rules are the same for
//! all services.
//!
//! What a response states goes before what has to be counted, and what has a stated end before what ends with an empty page:
//!
//! 1. a cursor in the body or a header, with the parameter that takes it;
//! 2. page numbers or offsets, with a total or a flag;
//! 3. the URL of the next page, in the body or in the header `Link`;
//! 4. page numbers or offsets alone, with a parameter for the size of a page.

use crate::api::http::member_names::normalized;
use crate::api::http::pagination::evidence::{Accepts, Evidence, is_query, only};
use crate::api::http::pagination::first_page;
use crate::api::http::pagination::items;
use crate::api::http::pagination::members::{Member, MemberKind};
use crate::api::http::pagination::names::{
    CURSOR_HEADERS, CURSORS, FULL_PAGE_SIZES, MORE, OFFSETS, PAGE_CURSORS, PAGE_TOTALS, PAGES,
    SIZES, TOTALS, URLS,
};
use crate::api::{Advance, Operation, PageSize, PageSource};

/// How to get the next page.
pub(super) struct Recognized {
    pub(super) advance: Advance,
    /// The path of the flag that is true where another page follows.
    pub(super) more: Option<Vec<String>>,
}

/// Returns the index of the parameter that requests a page, judging by its name.
pub(super) fn page_parameter(operation: &Operation) -> Option<usize> {
    let is_page = |name: &str| {
        let mut cursors = CURSORS[..PAGE_CURSORS].iter();
        PAGES.contains(&name) || cursors.any(|cursor| cursor.parameters.contains(&name))
    };
    operation
        .parameters
        .iter()
        .position(|parameter| is_query(parameter) && is_page(&normalized(&parameter.name)))
}

/// Returns how to get the next page.
pub(super) fn recognize(evidence: &Evidence<'_>) -> Option<Recognized> {
    // If there are two flags, one may be about something else.
    let more = evidence
        .only_member(|member| member.kind == MemberKind::Flag && MORE.contains(&member.name()))
        .map(|member| member.path.clone());
    let has_more_flag = more.is_some();
    let advance = cursor(evidence)
        .or_else(|| last_item(evidence, has_more_flag))
        .or_else(|| counted_with_end(evidence, has_more_flag))
        .or_else(|| url(evidence))
        .or_else(|| counted_without_end(evidence))?;
    Some(Recognized { advance, more })
}

/// Returns how many items a full page has, where a total tells the end.
pub(super) fn page_size(
    operation: &Operation,
    members: &[Member],
    advance: &Advance,
) -> Option<PageSize> {
    match advance {
        Advance::Page { pages, total, .. } if pages.is_some() || total.is_some() => {}
        Advance::Offset { total: Some(_), .. } => {}
        _ => return None,
    }
    let in_body = only(members.iter().filter(|member| {
        member.kind == MemberKind::Integer && FULL_PAGE_SIZES.contains(&member.name())
    }));
    let requested = only(operation.parameters.iter().filter(|parameter| {
        is_query(parameter) && SIZES.contains(&normalized(&parameter.name).as_str())
    }));
    let size = PageSize {
        in_body: in_body.map(|member| member.path.clone()),
        parameter: requested.map(|parameter| parameter.name.clone()),
        default: requested
            .and_then(first_page::default_of)
            .filter(|default| *default > 0),
    };
    (size.in_body.is_some() || size.parameter.is_some()).then_some(size)
}

/// Recognizes cursors that a response holds.
fn cursor(evidence: &Evidence<'_>) -> Option<Advance> {
    let is_cursor = |name: &str| CURSORS.iter().any(|known| known.parameters.contains(&name));
    if let Some(parameter) = evidence.parameter(is_cursor, Accepts::StringOrNumber) {
        return named_cursor(evidence, parameter);
    }
    // A page that is requested by a string has no number.
    if let Some(parameter) = evidence.parameter(|name| name == "page", Accepts::String)
        && let Some(member) =
            evidence.only_member(|it| it.kind == MemberKind::String && it.name() == "nextpage")
    {
        let source = PageSource::Body(member.path.clone());
        return Some(Advance::Cursor { parameter, source });
    }
    numeric_cursor(evidence, PAGES, "nextpage", "xnextpage")
        .or_else(|| numeric_cursor(evidence, OFFSETS, "nextoffset", "xnextoffset"))
}

/// Recognizes where the cursor for this parameter is.
fn named_cursor(evidence: &Evidence<'_>, parameter: usize) -> Option<Advance> {
    let name = normalized(&evidence.operation.parameters[parameter].name);
    let names = CURSORS
        .iter()
        .find(|known| known.parameters.contains(&name.as_str()))?;
    let holds_cursor = |member: &Member| {
        let is_scalar = matches!(member.kind, MemberKind::String | MemberKind::Integer);
        let is_in_page = ["cursors", "next", "page"]
            .iter()
            .any(|holder| member.is_in(holder));
        is_scalar
            && (names.members.contains(&member.name()) || member.name() == "after" && is_in_page)
    };
    let source = match evidence.only_member(holds_cursor) {
        Some(member) => PageSource::Body(member.path.clone()),
        None => PageSource::Header(evidence.header(|name| CURSOR_HEADERS.contains(&name))?),
    };
    Some(Advance::Cursor { parameter, source })
}

/// Recognizes the number of the next page, where a response holds it: it is used as a cursor.
fn numeric_cursor(
    evidence: &Evidence<'_>,
    parameters: &[&str],
    member: &str,
    header: &str,
) -> Option<Advance> {
    let parameter = evidence.parameter(|name| parameters.contains(&name), Accepts::Number)?;
    let in_body = evidence.only_member(|it| it.kind == MemberKind::Integer && it.name() == member);
    let source = match in_body {
        Some(member) => PageSource::Body(member.path.clone()),
        None => PageSource::Header(evidence.header(|name| name == header)?),
    };
    Some(Advance::Cursor { parameter, source })
}

/// Recognizes cursors that are ids: the next page begins after the last item of this one.
fn last_item(evidence: &Evidence<'_>, has_more_flag: bool) -> Option<Advance> {
    if !has_more_flag {
        return None;
    }
    let is_after = |name: &str| matches!(name, "after" | "afterid" | "startingafter");
    let parameter = evidence.parameter(is_after, Accepts::StringOrNumber)?;
    let last_id = evidence.only_member(|it| it.kind == MemberKind::String && it.name() == "lastid");
    let name = normalized(&evidence.operation.parameters[parameter].name);
    let source = match last_id {
        Some(member) => PageSource::Body(member.path.clone()),
        // The name suggests that it takes an item, and not a time.
        None if name == "startingafter"
            && items::has_required_string(evidence.types, evidence.item, "id") =>
        {
            PageSource::LastItem(vec!["id".to_owned()])
        }
        None => return None,
    };
    Some(Advance::Cursor { parameter, source })
}

/// Recognizes page numbers and offsets, where a response states the end.
fn counted_with_end(evidence: &Evidence<'_>, has_more_flag: bool) -> Option<Advance> {
    let number = |names: &[&str]| {
        let member = evidence
            .only_member(|it| it.kind == MemberKind::Integer && names.contains(&it.name()))?;
        Some(member.path.clone())
    };
    let (pages, total) = (number(PAGE_TOTALS), number(TOTALS));
    if pages.is_none() && total.is_none() && !has_more_flag {
        return None;
    }
    counted(evidence, pages, total)
}

/// Recognizes page numbers and offsets without a total: they end with an empty page.
fn counted_without_end(evidence: &Evidence<'_>) -> Option<Advance> {
    if evidence.items.is_named {
        counted(evidence, None, None)
    } else {
        None
    }
}

fn counted(
    evidence: &Evidence<'_>,
    pages: Option<Vec<String>>,
    total: Option<Vec<String>>,
) -> Option<Advance> {
    let has_size = evidence
        .parameter(|name| SIZES.contains(&name), Accepts::Number)
        .is_some();
    let has_total = pages.is_some() || total.is_some();
    let page = evidence.parameter(|name| PAGES.contains(&name), Accepts::Number);
    let offset = evidence.parameter(|name| OFFSETS.contains(&name), Accepts::Number);
    match (page, offset) {
        (Some(parameter), None) if has_size || has_total => {
            let usual = || {
                has_total
                    .then(|| first_page::usual(evidence, parameter))
                    .flatten()
            };
            Some(Advance::Page {
                parameter,
                first: first_page::stated(evidence, parameter).or_else(usual)?,
                pages,
                total,
            })
        }
        // By itself, an offset may be a time.
        (None, Some(parameter)) if has_size => {
            let declared = &evidence.operation.parameters[parameter];
            let first = match normalized(&declared.name).as_str() {
                // Some services count from 1.
                "startindex" | "start" => first_page::stated(evidence, parameter)?,
                _ => first_page::default_of(declared).unwrap_or(0),
            };
            Some(Advance::Offset {
                parameter,
                first,
                total,
            })
        }
        _ => None,
    }
}

/// Recognizes the URL of the next page.
fn url(evidence: &Evidence<'_>) -> Option<Advance> {
    let is_url = |member: &Member| {
        let name = member.name();
        let is_scalar = matches!(member.kind, MemberKind::String | MemberKind::Url);
        let by_kind = member.kind == MemberKind::Url && matches!(name, "next" | "nextpage");
        let by_name = URLS.contains(&name);
        let by_parent =
            member.is_in("links") && (name == "next" || member.is_in("next") && name == "href");
        is_scalar && (by_kind || by_name || by_parent)
    };
    if let Some(member) = evidence.only_member(is_url) {
        return Some(Advance::Url(PageSource::Body(member.path.clone())));
    }
    let header = evidence.header(|name| name == "link")?;
    // A `Link` can refer to anything. The parameters show that it refers to pages.
    let is_about_pages = |name: &str| {
        let mut cursors = CURSORS.iter();
        cursors.any(|known| known.parameters.contains(&name))
            || PAGES.contains(&name)
            || OFFSETS.contains(&name)
            || SIZES.contains(&name)
    };
    let mut parameters = evidence.operation.parameters.iter();
    parameters
        .any(|parameter| is_query(parameter) && is_about_pages(&normalized(&parameter.name)))
        .then_some(Advance::Url(PageSource::Header(header)))
}

//! Recognises pages of an operation whose document does not speak of them, by what it takes and answers.
//!
//! In: parameters, the members of the answer, and its declared headers. Out: a way to the next page, or nothing where there is
//! any doubt: a wrong guess gives a program part of what there is, and no guess a method less. Never knows whose API it is.
//!
//! What is told by the answer goes before what has to be counted, and what has an end before what ends with an empty page:
//!
//! 1. a cursor in body or header, with the parameter that takes it;
//! 2. page numbers or offsets, with a total or a flag;
//! 3. the address of the next page, in the body or in the header `Link`;
//! 4. page numbers or offsets alone, with a parameter for the size of a page.

use crate::source::Node;

use crate::api::http::pagination::body::{Kind, Member, plain};
use crate::api::http::pagination::items;
use crate::api::http::pagination::items::Items;
use crate::api::types::graph::Types;
use crate::api::{Advance, PageSize, PageSource};
use crate::api::{Docs, Operation, Parameter, Place, Shape, TypeRef};

const PAGES: &[&str] = &[
    "currentpage",
    "page",
    "pageindex",
    "pageno",
    "pagenr",
    "pagenum",
    "pagenumber",
];

const OFFSETS: &[&str] = &["offset", "skip", "start", "startat", "startindex"];

const SIZES: &[&str] = &[
    "count",
    "itemsperpage",
    "limit",
    "maxpagesize",
    "maxresults",
    "pagelimit",
    "pagesize",
    "perpage",
    "resultsperpage",
    "rows",
    "size",
    "take",
    "top",
];

/// Members that say how many items a full page has. What is called like a count of what came is not among them.
const TOLD_SIZES: &[&str] = &[
    "itemsperpage",
    "limit",
    "pagelimit",
    "pagesize",
    "perpage",
    "resultsperpage",
];

/// Parameters that take a cursor, each with the members that give it.
const CURSORS: &[(&[&str], &[&str])] = &[
    (
        &["cursor", "nextcursor", "pagecursor", "startcursor"],
        &[
            "nextcursor",
            "nextpagecursor",
            "nextpage",
            "endcursor",
            "cursor",
        ],
    ),
    (
        &["pagetoken", "nextpagetoken", "paginationtoken"],
        &["nextpagetoken", "nexttoken", "nextpage", "paginationtoken"],
    ),
    (&["nexttoken"], &["nexttoken"]),
    (&["continue"], &["continue"]),
    (
        &["continuation", "continuationtoken"],
        &["nextcontinuationtoken", "continuationtoken", "continuation"],
    ),
    (
        &["after", "aftercursor", "pageafter"],
        &["endcursor", "aftercursor", "nextcursor", "nextafter"],
    ),
    (&["marker"], &["nextmarker"]),
];

/// Headers that give a cursor.
const CURSOR_HEADERS: &[&str] = &[
    "continuationtoken",
    "nextcursor",
    "nextpagetoken",
    "xcontinuationtoken",
    "xcursor",
    "xmscontinuation",
    "xnextcursor",
    "xnextpagetoken",
];

const PAGE_TOTALS: &[&str] = &[
    "lastpage",
    "numpages",
    "pagecount",
    "pages",
    "pagestotal",
    "totalpages",
];

const TOTALS: &[&str] = &[
    "total",
    "totalcount",
    "totalelements",
    "totalentries",
    "totalitems",
    "totalrecords",
    "totalresults",
    "totalrows",
];

const MORE: &[&str] = &[
    "hasmore",
    "hasmoreitems",
    "hasmorepages",
    "hasmoreresults",
    "hasnext",
    "hasnextpage",
    "istruncated",
    "more",
    "moreavailable",
    "truncated",
];

const ADDRESSES: &[&str] = &[
    "nexthref",
    "nextlink",
    "nextpage",
    "nextpagelink",
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
    "odatanextlink",
];

/// What is looked at.
pub(crate) struct Look<'a> {
    pub(crate) types: &'a Types<'a>,
    pub(crate) operation: &'a Operation,
    /// The scalar members of the body.
    pub(crate) members: &'a [Member],
    /// Where the items are.
    pub(crate) items: &'a Items,
    /// Their type.
    pub(crate) item: TypeRef,
}

/// What a parameter takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Text,
    Number,
    TextOrNumber,
}

/// Returns the parameter by which an operation is asked for a page, as far as names tell.
pub(crate) fn asks_for_page(operation: &Operation) -> Option<usize> {
    let is_page = |name: &str| {
        let cursors = CURSORS.iter().take(3);
        let mut cursors = cursors.flat_map(|(parameters, _)| *parameters);
        PAGES.contains(&name) || cursors.any(|cursor| *cursor == name)
    };
    operation.parameters.iter().position(|parameter| {
        parameter.encoding.place == Place::Query && is_page(&plain(&parameter.name))
    })
}

/// A way to the next page.
pub(crate) type Way = (Advance, Option<Vec<String>>);

/// Returns how pages follow each other, with the flag that says whether another follows.
pub(crate) fn recognise(look: &Look<'_>) -> Option<Way> {
    // One of two flags may be about something else.
    let more = look
        .only(|member| member.kind == Kind::Flag && MORE.contains(&member.name()))
        .map(|member| member.path.clone());
    let advance = cursor(look)
        .or_else(|| last_item(look, more.as_ref()))
        .or_else(|| counted(look, more.as_ref()))
        .or_else(|| address(look))
        .or_else(|| uncounted(look))?;
    Some((advance, more))
}

/// Returns how many items a full page has, where the end is told by a number.
pub(crate) fn size(
    operation: &Operation,
    members: &[Member],
    advance: &Advance,
) -> Option<PageSize> {
    match advance {
        Advance::Page { pages, total, .. } if pages.is_some() || total.is_some() => {}
        Advance::Offset { total: Some(_), .. } => {}
        _ => return None,
    }
    let told = only(members, |member| {
        member.kind == Kind::Integer && TOLD_SIZES.contains(&member.name())
    });
    let mut asked = operation.parameters.iter().filter(|parameter| {
        parameter.encoding.place == Place::Query && SIZES.contains(&plain(&parameter.name).as_str())
    });
    let asked = match (asked.next(), asked.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let size = PageSize {
        told: told.map(|member| member.path.clone()),
        parameter: asked.map(|parameter| parameter.name.clone()),
        default: asked.and_then(default_of).filter(|default| *default > 0),
    };
    (size.told.is_some() || size.parameter.is_some()).then_some(size)
}

fn cursor(look: &Look<'_>) -> Option<Advance> {
    let is_cursor = |name: &str| CURSORS.iter().any(|(known, _)| known.contains(&name));
    if let Some(parameter) = look.parameter(is_cursor, Takes::TextOrNumber) {
        let name = plain(&look.operation.parameters[parameter].name);
        let (_, members) = CURSORS
            .iter()
            .find(|(known, _)| known.contains(&name.as_str()))?;
        let gives = |member: &Member| {
            let holds = matches!(member.kind, Kind::Text | Kind::Integer);
            let around = ["cursors", "next", "page"]
                .iter()
                .any(|holder| member.is_in(holder));
            holds && (members.contains(&member.name()) || member.name() == "after" && around)
        };
        if let Some(member) = look.only(gives) {
            let source = PageSource::Body(member.path.clone());
            return Some(Advance::Cursor { parameter, source });
        }
        let header = look.header(|name| CURSOR_HEADERS.contains(&name));
        return header.map(|header| Advance::Cursor {
            parameter,
            source: PageSource::Header(header),
        });
    }
    // A page that is asked for by a text has no number.
    if let Some(parameter) = look.parameter(|name| name == "page", Takes::Text)
        && let Some(member) = look.only(|it| it.kind == Kind::Text && it.name() == "nextpage")
    {
        let source = PageSource::Body(member.path.clone());
        return Some(Advance::Cursor { parameter, source });
    }
    // The number of the next page, given by the page before it, is a cursor.
    for (parameters, member, header) in [
        (PAGES, "nextpage", "xnextpage"),
        (OFFSETS, "nextoffset", "xnextoffset"),
    ] {
        let Some(parameter) = look.parameter(|name| parameters.contains(&name), Takes::Number)
        else {
            continue;
        };
        let given = look.only(|it| it.kind == Kind::Integer && it.name() == member);
        let source = match given {
            Some(member) => Some(PageSource::Body(member.path.clone())),
            None => look.header(|name| name == header).map(PageSource::Header),
        };
        if let Some(source) = source {
            return Some(Advance::Cursor { parameter, source });
        }
    }
    None
}

/// Recognises cursors that are ids: the next page is what comes after the last item of this one.
fn last_item(look: &Look<'_>, more: Option<&Vec<String>>) -> Option<Advance> {
    more?;
    let is_after = |name: &str| matches!(name, "after" | "afterid" | "startingafter");
    let parameter = look.parameter(is_after, Takes::TextOrNumber)?;
    let last = look.only(|member| member.kind == Kind::Text && member.name() == "lastid");
    let source = match last {
        Some(member) => PageSource::Body(member.path.clone()),
        // The name says that it takes an item, and not a time.
        None if plain(&look.operation.parameters[parameter].name) == "startingafter"
            && items::has_text(look.types, look.item, "id") =>
        {
            PageSource::LastItem(vec!["id".to_owned()])
        }
        None => return None,
    };
    Some(Advance::Cursor { parameter, source })
}

/// Recognises page numbers and offsets whose end the answer tells.
fn counted(look: &Look<'_>, more: Option<&Vec<String>>) -> Option<Advance> {
    let number = |names: &[&str]| {
        let member = look.only(|it| it.kind == Kind::Integer && names.contains(&it.name()))?;
        Some(member.path.clone())
    };
    let (pages, total) = (number(PAGE_TOTALS), number(TOTALS));
    if pages.is_none() && total.is_none() && more.is_none() {
        return None;
    }
    by_number(look, pages, total)
}

fn address(look: &Look<'_>) -> Option<Advance> {
    let is_address = |member: &Member| {
        let holds = matches!(member.kind, Kind::Text | Kind::Url);
        let by_kind = member.kind == Kind::Url && member.name() == "next";
        let by_name = ADDRESSES.contains(&member.name()) && member.name() != "nextpage"
            || member.name() == "nextpage" && member.kind == Kind::Url;
        let by_place = member.is_in("links") && member.name() == "next"
            || member.is_in("links") && member.is_in("next") && member.name() == "href";
        holds && (by_kind || by_name || by_place)
    };
    if let Some(member) = look.only(is_address) {
        return Some(Advance::Url(PageSource::Body(member.path.clone())));
    }
    let header = look.header(|name| name == "link")?;
    // Links lead to all kinds of things: that they lead to pages, the parameters say.
    let pages = |name: &str| {
        let cursors = CURSORS.iter().any(|(known, _)| known.contains(&name));
        cursors || PAGES.contains(&name) || OFFSETS.contains(&name) || SIZES.contains(&name)
    };
    let takes_page = look.operation.parameters.iter().any(|parameter| {
        parameter.encoding.place == Place::Query && pages(&plain(&parameter.name))
    });
    takes_page.then_some(Advance::Url(PageSource::Header(header)))
}

/// Recognises page numbers and offsets without a total: they end with an empty page.
fn uncounted(look: &Look<'_>) -> Option<Advance> {
    match look.items.is_named {
        true => by_number(look, None, None),
        false => None,
    }
}

fn by_number(
    look: &Look<'_>,
    pages: Option<Vec<String>>,
    total: Option<Vec<String>>,
) -> Option<Advance> {
    let has_size = look
        .parameter(|name| SIZES.contains(&name), Takes::Number)
        .is_some();
    let page = look.parameter(|name| PAGES.contains(&name), Takes::Number);
    let offset = look.parameter(|name| OFFSETS.contains(&name), Takes::Number);
    match (page, offset) {
        (Some(parameter), None) if has_size || pages.is_some() || total.is_some() => {
            let is_told = pages.is_some() || total.is_some();
            let usual = || is_told.then(|| look.usual_first(parameter)).flatten();
            Some(Advance::Page {
                parameter,
                first: look.first(parameter).or_else(usual)?,
                pages,
                total,
            })
        }
        // By itself, an offset may be one of time.
        (None, Some(parameter)) if has_size => {
            let name = plain(&look.operation.parameters[parameter].name);
            let first = match name.as_str() {
                // Some count from one.
                "startindex" | "start" => look.first(parameter)?,
                _ => look.stated_default(parameter).unwrap_or(0),
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

impl Look<'_> {
    /// Returns the only member that is wanted.
    fn only(&self, wanted: impl Fn(&Member) -> bool) -> Option<&Member> {
        only(self.members, wanted)
    }

    /// Returns the only query parameter of such a name that takes what is wanted.
    fn parameter(&self, wanted: impl Fn(&str) -> bool, values: Takes) -> Option<usize> {
        let takes = |ty: TypeRef| match &self.types.list[ty.id.0 as usize].shape {
            Shape::Integer(_) | Shape::Number | Shape::IntegerOrNumber => values != Takes::Text,
            Shape::String(_) => values != Takes::Number,
            _ => false,
        };
        let parameters = self.operation.parameters.iter().enumerate();
        let mut found = parameters.filter(|(_, parameter)| {
            parameter.encoding.place == Place::Query
                && wanted(&plain(&parameter.name))
                && takes(parameter.ty)
        });
        match (found.next(), found.next()) {
            (Some((index, _)), None) => Some(index),
            _ => None,
        }
    }

    /// Returns the declared header of such a name.
    fn header(&self, wanted: impl Fn(&str) -> bool) -> Option<String> {
        let headers = &self.operation.success.headers;
        let found = headers.iter().find(|header| wanted(&plain(&header.name)));
        found.map(|header| header.name.clone())
    }

    /// Returns the number of the first page, or what stands for it, where the document says so. A number that is one off
    /// would leave a page out.
    pub(crate) fn first(&self, parameter: usize) -> Option<u64> {
        if let Some(default) = self.stated_default(parameter) {
            return (default <= 1).then_some(default);
        }
        let ty = self.operation.parameters[parameter].ty;
        let bounds = &self.types.list[ty.id.0 as usize].constraints;
        let is = |bound: &Option<crate::api::Bound>, number: i128| {
            *bound == Some(crate::api::Bound::Integer(number))
        };
        let from_one = is(&bounds.minimum, 1) || is(&bounds.exclusive_minimum, 0);
        from_one.then_some(1)
    }

    /// Returns 1, where nothing speaks against it: of services that count pages and do not say from where, nearly all count
    /// from 1. Those that count from 0 say so somewhere, by a bound, an example or in words, or have names that go with it.
    fn usual_first(&self, parameter: usize) -> Option<u64> {
        let declared = &self.operation.parameters[parameter];
        let bounds = &self.types.list[declared.ty.id.0 as usize].constraints;
        let is_bounded = bounds.minimum.is_some() || bounds.exclusive_minimum.is_some();
        let is_zero = |node: &Option<Node>| *node == Some(Node::Integer(0));
        let speaks_of_zero = |docs: &Docs| {
            let texts = [&docs.summary, &docs.description];
            let mut texts = texts.into_iter().flatten();
            texts.any(|text| {
                let mut words = text.split(|sign: char| !sign.is_alphanumeric());
                words.any(|word| word == "0" || word.to_lowercase().starts_with("zero"))
            })
        };
        // An index counts from 0 as often as from 1, and so do the pages of Spring.
        let is_index = plain(&declared.name) == "pageindex";
        let is_of_spring = self.members.iter().any(|member| {
            matches!(
                member.name(),
                "totalelements" | "numberofelements" | "pageindex"
            )
        });
        let doubt = is_bounded
            || declared.docs.default.is_some()
            || is_zero(&declared.docs.example)
            || speaks_of_zero(&declared.docs)
            || speaks_of_zero(&self.operation.docs)
            || is_index
            || is_of_spring;
        (!doubt).then_some(1)
    }

    fn stated_default(&self, parameter: usize) -> Option<u64> {
        default_of(&self.operation.parameters[parameter])
    }
}

fn only(members: &[Member], wanted: impl Fn(&Member) -> bool) -> Option<&Member> {
    let mut found = members.iter().filter(|member| wanted(member));
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

fn default_of(parameter: &Parameter) -> Option<u64> {
    match parameter.docs.default {
        Some(Node::Integer(default)) => u64::try_from(default).ok(),
        _ => None,
    }
}

//! Decides which page follows a page.
//!
//! In: how the pages of an operation follow each other, which page was asked for, and its answer. Out: what the next page is
//! asked for by, or that there is none. Pure, and not generic: the answer's text is looked at where it stands. Knows nothing of
//! how calls are sent (see `pages`).

pub mod pages;

use std::ops::Range;

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;

use crate::runtime::descriptor::Parameter;
use crate::runtime::json::{DecodeError, Json, JsonText, JsonType, Reader};
use crate::runtime::response::charset;

/// The names of members, each in the one before it.
pub type Path = &'static [&'static str];

/// How the pages of an operation follow each other.
#[derive(Debug)]
pub struct Pagination {
    /// The path from the value to the list of items.
    pub items: Path,
    /// What the next page is asked for by.
    pub strategy: PageStrategy,
    /// The path from the whole body to a flag that is true where another page follows.
    pub more: Option<Path>,
    /// How many items a full page has, where pages are counted and that is known.
    pub size: Option<PageSize>,
}

/// How many items a full page has. Each place is tried in this order.
#[derive(Debug)]
pub struct PageSize {
    /// The path from the whole body to the number.
    pub in_body: Option<Path>,
    /// The query parameter that asks for a number.
    pub parameter: Option<&'static str>,
    /// The number where none is asked for.
    pub default: Option<u64>,
}

/// What the next page is asked for by. Paths are of the whole body.
#[derive(Debug)]
pub enum PageStrategy {
    /// Its number.
    Page {
        /// What takes the number.
        parameter: Parameter,
        /// The number of the page that is given where none is asked for.
        first: u64,
        /// Where the number of all pages is.
        pages: Option<Path>,
        /// Where the number of all items is.
        total: Option<Path>,
    },
    /// The number of items before it.
    Offset {
        /// What takes the number.
        parameter: Parameter,
        /// The number where none is sent.
        first: u64,
        /// Where the number of all items is.
        total: Option<Path>,
    },
    /// A text that the page before it gives.
    Cursor {
        /// What takes the text.
        parameter: Parameter,
        /// Where it is given.
        source: CursorSource,
    },
    /// An address that the page before it gives.
    Url(CursorSource),
}

/// Where an answer says what the next page is asked for by.
#[derive(Debug)]
pub enum CursorSource {
    /// At this path of the whole body.
    Body(Path),
    /// In the header of this name, in lower case; an address in the header `link` is that of the relation `next`.
    Header(&'static str),
    /// At this path of the page's last item.
    LastItem(Path),
}

impl Pagination {
    /// Returns the parameter that says which page is meant.
    pub(crate) fn parameter(&self) -> Option<&Parameter> {
        match &self.strategy {
            PageStrategy::Page { parameter, .. }
            | PageStrategy::Offset { parameter, .. }
            | PageStrategy::Cursor { parameter, .. } => Some(parameter),
            PageStrategy::Url(_) => None,
        }
    }

    /// Returns the number of the first page, or that of the first item.
    pub(crate) fn first(&self) -> Option<u64> {
        match self.strategy {
            PageStrategy::Page { first, .. } | PageStrategy::Offset { first, .. } => Some(first),
            PageStrategy::Cursor { .. } | PageStrategy::Url(_) => None,
        }
    }
}

/// A page that came in.
pub(crate) struct Page<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// The member of the body that holds the value, where it is wrapped.
    pub(crate) wrapping: Option<&'static str>,
    /// What it was asked for by; none for the page that is given where nothing is said.
    pub(crate) sent: Option<&'a str>,
    /// How many items came before it, where that is known.
    pub(crate) before: Option<u64>,
    /// How many items the call asks for at most.
    pub(crate) size: Option<u64>,
}

/// What comes after a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Next {
    /// What the next page is asked for by: the value of the parameter, or a reference to an address.
    pub(crate) value: Option<String>,
    /// How many items the page has.
    pub(crate) count: u64,
    /// The text of the list of items, if pages are counted.
    pub(crate) list: Option<Bytes>,
    /// Whether the page credibly says how many there are. Where it does not, only a list equal to the one before tells that
    /// the service ignores which page is asked for, whatever stands beside it.
    pub(crate) has_credible_total: bool,
}

/// Returns what comes after a page.
pub(crate) fn next(rule: &Pagination, page: &Page<'_>) -> Next {
    // What the text lacks is said when it is read.
    let decoded = charset::json(page.headers, page.body).ok().flatten();
    let bytes = decoded.as_ref().map(|decoded| decoded.text.as_bytes());
    let Ok(body) = JsonText::new(bytes.unwrap_or(page.body), false) else {
        return Next {
            value: None,
            count: 0,
            list: None,
            has_credible_total: false,
        };
    };
    let text = body.without_bom();
    let path: Vec<&str> = page.wrapping.iter().chain(rule.items).copied().collect();
    let list = list(text, &path);
    let items = list.clone().map_or("[]", |list| &text[list]);
    let count = count(items);
    let more = rule.more.and_then(|path| flag(text, path));
    let mut has_credible_total = false;
    let value = match &rule.strategy {
        _ if more == Some(false) => None,
        // What is counted ends with the first empty page; a cursor may lead over one.
        PageStrategy::Page { .. } | PageStrategy::Offset { .. } if count == 0 => None,
        PageStrategy::Page { first, .. } | PageStrategy::Offset { first, .. } => {
            current(page, *first).and_then(|current| {
                let continuation = continuation(rule, page, text, count, current);
                let flagged = more == Some(true);
                has_credible_total = match continuation {
                    Continuation::More => true,
                    Continuation::End => !flagged,
                    Continuation::Unknown { .. } => false,
                };
                let goes_on = match continuation {
                    Continuation::More => true,
                    Continuation::End => flagged,
                    Continuation::Unknown { is_short } => flagged || !is_short,
                };
                let step = match &rule.strategy {
                    PageStrategy::Page { .. } => 1,
                    _ => count,
                };
                let next = current.checked_add(step).filter(|_| goes_on)?;
                Some(next.to_string())
            })
        }
        PageStrategy::Cursor { source, .. } => match source {
            CursorSource::Body(path) => cursor(text, path),
            CursorSource::Header(name) => header(page.headers, name),
            CursorSource::LastItem(path) => last_item(items, path),
        },
        PageStrategy::Url(source) => match source {
            CursorSource::Body(path) => cursor(text, path),
            CursorSource::Header("link") => link(page.headers),
            CursorSource::Header(name) => header(page.headers, name),
            CursorSource::LastItem(path) => last_item(items, path),
        },
    };
    Next {
        value: value.filter(|value| !value.is_empty()),
        count,
        list: list.filter(|_| rule.first().is_some()).map(|list| {
            if decoded.is_none() && body.is_exact() {
                page.body.slice(list)
            } else {
                Bytes::copy_from_slice(text[list].as_bytes())
            }
        }),
        has_credible_total,
    }
}

/// What the numbers of a page say of the pages after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Continuation {
    /// More follow.
    More,
    /// None follows.
    End,
    /// Nothing that can be true. A page that is short is the last one then, if a number was given at all.
    Unknown { is_short: bool },
}

/// Returns what a page that has items says of those after it. A total below the number of items
/// already seen cannot be right: some services send 0 wherever they do not count.
fn continuation(
    rule: &Pagination,
    page: &Page<'_>,
    text: &str,
    count: u64,
    current: u64,
) -> Continuation {
    let number = |path: Option<Path>| number(&scalar(text, path?)?);
    // How much was seen with this page, how much at least, and how much there is.
    let (seen, at_least, total, pages) = match &rule.strategy {
        PageStrategy::Page {
            first,
            pages,
            total,
            ..
        } => {
            let seen = page.before.map(|before| before.saturating_add(count));
            let shown = current.saturating_sub(*first).saturating_add(1);
            let pages = number(*pages).map(|pages| (shown, pages));
            (seen, seen.unwrap_or(count), number(*total), pages)
        }
        PageStrategy::Offset { first, total, .. } => {
            let seen = current.saturating_add(count).saturating_sub(*first);
            (Some(seen), seen, number(*total), None)
        }
        PageStrategy::Cursor { .. } | PageStrategy::Url(_) => {
            return Continuation::Unknown { is_short: false };
        }
    };
    let is_stated = total.is_some() || pages.is_some();
    let total = total.filter(|total| at_least <= *total);
    let pages = pages.filter(|(shown, pages)| shown <= pages);
    let is_more = pages.is_some_and(|(shown, pages)| shown < pages)
        || total.is_some_and(|total| seen.is_some_and(|seen| seen < total));
    let is_end = pages.is_some() || total.is_some() && seen.is_some();
    if is_more {
        // Where two numbers contradict each other, an empty page or one like the last one ends the list.
        Continuation::More
    } else if is_end {
        Continuation::End
    } else {
        let is_doubted = is_stated && total.is_none() && pages.is_none();
        let in_body = rule.size.as_ref().and_then(|size| number(size.in_body));
        let size = in_body.filter(|size| *size > 0).or(page.size);
        Continuation::Unknown {
            is_short: is_doubted && size.is_some_and(|size| count < size),
        }
    }
}

/// Returns the number of the page, or of the items before it; none where what was sent is no number.
fn current(page: &Page<'_>, first: u64) -> Option<u64> {
    page.sent.map_or(Some(first), number)
}

/// Returns a whole number, however it is written.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().or_else(|| {
        // The largest number below which every whole one has a float of its own.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let float: f64 = text.parse().ok()?;
        (float.fract() == 0.0 && (0.0..EXACT).contains(&float)).then_some(float as u64)
    })
}

/// Has what stands at a path read, if something does; what stands beside it is skipped.
///
/// # Errors
///
/// The text is not sound, or something on the path is no object.
pub(crate) fn read_at_path(
    reader: &mut Reader<'_>,
    path: &[&str],
    read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let Some((step, rest)) = path.split_first() else {
        return read(reader);
    };
    if reader.null()? {
        return Ok(());
    }
    let mut found = false;
    reader.object()?;
    while let Some(name) = reader.key()? {
        if name == *step {
            if std::mem::replace(&mut found, true) {
                reader.repeated()?;
            }
            read_at_path(reader, rest, read)?;
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}

/// Returns the text or number at a path.
fn scalar(text: &str, path: &[&str]) -> Option<String> {
    let mut found = None;
    let mut read = |reader: &mut Reader<'_>| {
        found = read_scalar(reader)?;
        Ok(())
    };
    read_at_path(&mut Reader::new(text), path, &mut read).ok()?;
    found
}

fn read_scalar(reader: &mut Reader<'_>) -> Result<Option<String>, DecodeError> {
    match reader.peek()? {
        JsonType::String => String::decode(reader).map(Some),
        JsonType::Number => Ok(Some(reader.raw()?.to_owned())),
        _ => {
            reader.skip()?;
            Ok(None)
        }
    }
}

/// Returns the cursor or address at a path. A number of none is how some say that there is none.
fn cursor(text: &str, path: &[&str]) -> Option<String> {
    scalar(text, path).filter(|cursor| cursor != "0")
}

fn flag(text: &str, path: &[&str]) -> Option<bool> {
    let mut found = None;
    let mut read = |reader: &mut Reader<'_>| {
        match reader.peek()? {
            JsonType::Boolean => found = Some(reader.boolean()?),
            _ => reader.skip()?,
        }
        Ok(())
    };
    read_at_path(&mut Reader::new(text), path, &mut read).ok()?;
    found
}

/// Returns where the list at a path is. What is no list has no elements; that it should be one is said when it is read.
fn list(text: &str, path: &[&str]) -> Option<Range<usize>> {
    let mut found = None;
    let mut read = |reader: &mut Reader<'_>| {
        match reader.peek()? {
            JsonType::Array => found = Some(reader.span()?),
            _ => reader.skip()?,
        }
        Ok(())
    };
    read_at_path(&mut Reader::new(text), path, &mut read).ok()?;
    found
}

/// Returns how many elements a list has.
fn count(list: &str) -> u64 {
    let mut count = 0;
    // A list that was found is sound.
    let _ = elements(list, &mut |_| count += 1);
    count
}

/// Returns what stands at a path of the last element of a list.
fn last_item(list: &str, path: &[&str]) -> Option<String> {
    let mut last = None;
    elements(list, &mut |element| last = Some(element.to_owned())).ok()?;
    cursor(&last?, path)
}

fn elements(list: &str, each: &mut dyn FnMut(&str)) -> Result<(), DecodeError> {
    let mut reader = Reader::new(list);
    reader.array()?;
    while reader.element()? {
        each(reader.raw()?);
    }
    Ok(())
}

fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.trim().to_owned())
}

/// Returns the address of the relation `next`. <https://www.rfc-editor.org/rfc/rfc8288#section-3>
fn link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all("link").iter();
    let mut values = values.filter_map(|value| value.to_str().ok());
    values.find_map(next_link_target)
}

fn next_link_target(value: &str) -> Option<String> {
    let mut rest = value;
    loop {
        let (_, after) = rest.split_once('<')?;
        let (target, parameters) = after.split_once('>')?;
        let (parameters, others) = split_unquoted(parameters, b',');
        let mut relations = relation(parameters).split_ascii_whitespace();
        if relations.any(|relation| relation.eq_ignore_ascii_case("next")) {
            return Some(target.trim().to_owned());
        }
        rest = others;
    }
}

/// Returns the value of the first `rel` of a link.
fn relation(parameters: &str) -> &str {
    let mut rest = parameters;
    while !rest.is_empty() {
        let (parameter, others) = split_unquoted(rest, b';');
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            return value.trim().trim_matches('"');
        }
        rest = others;
    }
    ""
}

/// Splits a text at a sign that does not stand in quotes, or at its end.
fn split_unquoted(text: &str, sign: u8) -> (&str, &str) {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if byte == sign && !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

/// Returns the value that a parameter is written with: of `page=3`, `3`.
pub(crate) fn argument_value(pieces: &[String], has_name: bool) -> Option<String> {
    let piece = pieces.first()?;
    let value = if has_name {
        piece.split_once('=')?.1
    } else {
        piece
    };
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests;

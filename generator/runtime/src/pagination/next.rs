//! Decides which page follows a page.
//!
//! In: the pagination of an operation, the requested page, and its response. Out: the parameter value or URL of the next
//! page, or that there is none. Pure and not generic: the JSON of the response is inspected in place. Knows nothing about
//! sending calls (see `pages`).

use std::ops::Range;

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::percent_decode_str;

use crate::runtime::json::{DecodeError, Json, JsonText, JsonType, Reader};
use crate::runtime::pagination::link;
use crate::runtime::pagination::{CursorSource, PageStrategy, Pagination, Path};
use crate::runtime::response::charset;

/// A page that has been received.
pub(crate) struct Page<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    /// The member of the envelope that holds the value, if there is an envelope.
    pub(crate) wrapping: Option<&'static str>,
    /// The parameter value of the request; `None` for the default.
    pub(crate) sent: Option<&'a str>,
    /// The number of items on earlier pages, if known.
    pub(crate) before: Option<u64>,
    /// The requested number of items.
    pub(crate) size: Option<u64>,
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Next {
    /// The parameter value or the URL reference of the next page.
    pub(crate) value: Option<String>,
    /// The number of items of the page.
    pub(crate) count: u64,
    /// The JSON of the list of items, if pages are numbered.
    pub(crate) list: Option<Bytes>,
    /// Whether the page has a credible total. If not, a list that is equal to the previous one shows that the service
    /// ignores the page parameter.
    pub(crate) has_credible_total: bool,
}

/// Returns what follows a page.
pub(crate) fn next(rule: &Pagination, page: &Page<'_>) -> Next {
    // Invalid JSON is reported when the page is decoded.
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
        // An empty page ends numbered pages; with cursors, more items may follow it.
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
            CursorSource::Header("link") => link::next_url(page.headers),
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

/// What the totals of a page imply for the following pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Continuation {
    /// More pages follow.
    More,
    /// No page follows.
    End,
    /// There is no credible total. If a total was stated, a short page is the last one.
    Unknown { is_short: bool },
}

/// Returns what the totals of a page with items imply. A total below the number of items so far is not credible: some
/// services send 0 if they do not count.
fn continuation(
    rule: &Pagination,
    page: &Page<'_>,
    text: &str,
    count: u64,
    current: u64,
) -> Continuation {
    let number = |path: Option<Path>| number(&scalar(text, path?)?);
    // The number of items so far, its lower bound, the total, and the current and last page numbers.
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
        // If two totals contradict each other, an empty or repeated page ends the list.
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

/// Returns the number or offset of the page, or `None` if the argument is not a number.
fn current(page: &Page<'_>, first: u64) -> Option<u64> {
    page.sent.map_or(Some(first), number)
}

/// Parses a whole number, also if it is written as a float.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().or_else(|| {
        // 2⁵³: all smaller whole numbers are exact in an `f64`.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        let float: f64 = text.parse().ok()?;
        (float.fract() == 0.0 && (0.0..EXACT).contains(&float)).then_some(float as u64)
    })
}

/// Calls `read` with the value at a path, if there is one, and skips everything else.
///
/// # Errors
///
/// Fails if the JSON is invalid, or if a value on the path is not an object.
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

/// Returns the string or number at a path.
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

/// Returns the cursor or URL at a path. Some services send 0 for no cursor.
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

/// Returns the span of the list at a path. Values that are not lists are reported when the page is decoded.
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

/// Returns the number of elements of a list.
fn count(list: &str) -> u64 {
    let mut count = 0;
    // The list has been parsed before, so this cannot fail.
    let _ = elements(list, &mut |_| count += 1);
    count
}

/// Returns the cursor or URL at a path of the last element of a list.
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

/// Returns the value of a serialized parameter: `3` for `page=3`.
pub(crate) fn argument_value(pieces: &[String], has_name: bool) -> Option<String> {
    let piece = pieces.first()?;
    let value = if has_name {
        piece.split_once('=')?.1
    } else {
        piece
    };
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

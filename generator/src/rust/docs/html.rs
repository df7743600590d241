//! Turns the HTML of a description into CommonMark.
//!
//! In: CommonMark with HTML, or HTML alone. Out: CommonMark with the same content, without presentational elements. Tags with
//! other names, such as `<token>`, and unclosed tags are text and stay.
//!
//! The content of a table's row stays on its line. Knows nothing of what rustdoc accepts.

mod parse;

use std::borrow::Cow;
use std::fmt::Write;

use super::inline::is_link_url;
use parse::{Element, Part};

/// Returns the text without HTML, as far as CommonMark can express it.
pub(super) fn to_markdown(text: &str) -> Cow<'_, str> {
    if !parse::may_have_tags(text) {
        return Cow::Borrowed(text);
    }
    let parts = parse::parts(text);
    let is_plain = |part: &Part<'_>| match part {
        Part::Text(_) | Part::Verbatim(_) => true,
        Part::Row(parts) => parts.iter().all(|part| matches!(part, Part::Text(_))),
        Part::Element(_) => false,
    };
    if parts.iter().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    flow(&parts, Mode::Markdown, &mut out);
    Cow::Owned(out)
}

/// How text and blocks are written in their context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Line ends are kept; blocks are separated.
    Markdown,
    /// Line ends are spaces; blocks are separated.
    Html,
    /// Everything is on one line.
    Line,
}

fn flow(parts: &[Part<'_>], mode: Mode, out: &mut String) {
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) if mode == Mode::Markdown => {
                let after_block = out.ends_with("\n\n")
                    && index > 0
                    && matches!(parts[index - 1], Part::Element(_));
                // Leading spaces would make it code.
                out.push_str(if after_block { text.trim_start() } else { text });
            }
            Part::Text(text) => collapsed(text, out),
            Part::Verbatim(text) if mode == Mode::Line => collapsed(text, out),
            Part::Verbatim(text) => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                out.push_str(text);
            }
            Part::Row(parts) => flow(parts, Mode::Line, out),
            Part::Element(element) => {
                let next = match parts.get(index + 1) {
                    Some(Part::Text(text)) => text.chars().next(),
                    _ => None,
                };
                self::element(element, mode, next, out);
            }
        }
    }
}

/// Writes an element; `next` is the character after it.
fn element(element: &Element<'_>, mode: Mode, next: Option<char>, out: &mut String) {
    match element.name {
        "b" | "strong" => marked("**", inner(element, mode), next, out),
        "i" | "em" | "cite" | "dfn" => marked("*", inner(element, mode), next, out),
        "del" | "s" | "strike" => marked("~~", inner(element, mode), next, out),
        "code" | "tt" | "kbd" | "samp" | "var" => {
            let text = raw(&element.parts);
            let words: Vec<&str> = text.split_whitespace().collect();
            if !words.is_empty() {
                out.push_str(&super::code(&words.join(" ")));
            }
        }
        "a" => link(element, out),
        "img" => {
            let words = element.attribute("alt").map(str::trim).unwrap_or_default();
            if let Some(address) = address(element, "src").filter(|_| !words.is_empty()) {
                let _ = write!(out, "[{words}]({address})");
            }
        }
        "br" => out.push_str("<br>"),
        "sup" => {
            out.push('^');
            flow(&element.parts, mode, out);
        }
        name if mode == Mode::Line => in_line(name, &line(&element.parts), out),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let level = usize::from(element.name.as_bytes()[1] - b'0');
            let words = line(&element.parts);
            if !words.is_empty() {
                block(out, &format!("{} {words}", &"######"[..level]));
            }
        }
        "hr" => block(out, "***"),
        "ul" | "ol" => block(out, &items(element)),
        "li" => block(out, &item("*", &inner(element, Mode::Html))),
        "pre" => block(out, &fenced(&raw(&element.parts))),
        "table" => block(out, &table(element)),
        "p" | "dl" | "dt" | "dd" | "tr" | "caption" | "summary" => {
            block(out, inner(element, Mode::Html).trim());
        }
        "div" | "section" | "article" | "center" | "details" | "blockquote" => {
            // CommonMark begins again after an empty line.
            let marks = match element.parts.first() {
                Some(Part::Text(text)) => text.trim_matches(' ').starts_with('\n'),
                _ => false,
            };
            let mode = if marks && mode == Mode::Markdown && is_spaced(&element.parts) {
                Mode::Markdown
            } else {
                Mode::Html
            };
            block(out, inner(element, mode).trim());
        }
        "td" | "th" => {
            flow(&element.parts, mode, out);
            out.push(' ');
        }
        _ => flow(&element.parts, mode, out),
    }
}

/// Returns whether the text has an empty line: only spaces between two line ends.
fn is_spaced(parts: &[Part<'_>]) -> bool {
    parts.iter().any(|part| match part {
        Part::Text(text) => {
            // The text before the first line end and after the last shares its line with an element.
            let mut lines = text.split('\n');
            lines.next();
            lines.next_back();
            lines.any(|line| line.trim().is_empty())
        }
        _ => false,
    })
}

fn inner(element: &Element<'_>, mode: Mode) -> String {
    let mut out = String::new();
    flow(&element.parts, mode, &mut out);
    out
}

/// Returns everything in one line.
fn line(parts: &[Part<'_>]) -> String {
    let mut out = String::new();
    flow(parts, Mode::Line, &mut out);
    out.trim().to_owned()
}

/// Returns the text without any markup.
fn raw(parts: &[Part<'_>]) -> String {
    let mut out = String::new();
    raw_parts(parts, &mut out);
    for (entity, letter) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ] {
        if out.contains(entity) {
            out = out.replace(entity, letter);
        }
    }
    out
}

fn raw_parts(parts: &[Part<'_>], out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) | Part::Verbatim(text) => out.push_str(text),
            Part::Row(parts) => raw_parts(parts, out),
            Part::Element(element) if element.name == "br" => out.push('\n'),
            Part::Element(element) => raw_parts(&element.parts, out),
        }
    }
}

/// Writes a text with each line end and run of spaces as one space.
fn collapsed(text: &str, out: &mut String) {
    let blank = |out: &mut String| {
        if !out.is_empty() && !out.ends_with([' ', '\n']) {
            out.push(' ');
        }
    };
    if text.starts_with(char::is_whitespace) {
        blank(out);
    }
    for (index, word) in text.split_whitespace().enumerate() {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    if text.ends_with(char::is_whitespace) {
        blank(out);
    }
}

/// Writes emphasis, unless its markers would have no effect there.
fn marked(mark: &str, inner: String, next: Option<char>, out: &mut String) {
    let words = inner.trim();
    let glued = |letter: char| letter.is_alphanumeric() || mark.starts_with(letter);
    let fits = !words.is_empty()
        && !words.contains("\n\n")
        && !words.starts_with(|letter| mark.starts_with(letter))
        && !words.ends_with(|letter| mark.starts_with(letter) || letter == '\\')
        && (inner.len() > words.len() || !out.ends_with(glued) && !next.is_some_and(glued));
    if !fits {
        out.push_str(&inner);
        return;
    }
    let start = inner.len() - inner.trim_start().len();
    if !out.ends_with(char::is_whitespace) {
        out.push_str(&inner[..start]);
    }
    let _ = write!(out, "{mark}{words}{mark}");
    out.push_str(&inner[start + words.len()..]);
}

fn address(element: &Element<'_>, attribute: &str) -> Option<String> {
    let address = element.attribute(attribute)?.replace("&amp;", "&");
    is_link_url(&address).then_some(address)
}

fn link(element: &Element<'_>, out: &mut String) {
    let words = line(&element.parts);
    if words.is_empty() {
        return;
    }
    match address(element, "href") {
        // Brackets in the text would end the link early.
        Some(address) if !words.contains(['[', ']']) => {
            let _ = write!(out, "[{words}]({address})");
        }
        _ => out.push_str(&words),
    }
}

/// Writes a block into a line.
fn in_line(name: &str, words: &str, out: &mut String) {
    if words.is_empty() {
        return;
    }
    let block = matches!(
        name,
        "p" | "div"
            | "li"
            | "dt"
            | "dd"
            | "pre"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
    );
    let before = out.trim_end();
    if block && !before.is_empty() && !before.ends_with(['|', '•']) && !before.ends_with("<br>") {
        out.push_str("<br>");
    }
    if name == "li" {
        out.push_str("• ");
    }
    out.push_str(words);
}

/// Writes a block with empty lines around it.
fn block(out: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    out.truncate(out.trim_end_matches(' ').len());
    while !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(text);
    out.push_str("\n\n");
}

fn items(list: &Element<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut number = 0;
    for part in &list.parts {
        let (marker, text) = match part {
            Part::Element(element) if element.name == "li" => {
                number += 1;
                let marker = match list.name {
                    "ol" => format!("{number}."),
                    _ => "*".to_owned(),
                };
                (marker, inner(element, Mode::Html))
            }
            // Content outside of items belongs to the item before.
            other => {
                let mut text = String::new();
                flow(std::slice::from_ref(other), Mode::Html, &mut text);
                let marker = if number > 0 { " " } else { "*" };
                (marker.to_owned(), text)
            }
        };
        let text = item(&marker, &text);
        if !text.is_empty() {
            lines.push(text);
        }
    }
    lines.join("\n")
}

/// Returns an item of a list, with its further lines aligned with the first.
fn item(marker: &str, text: &str) -> String {
    let mut out = String::new();
    let mut fence: Option<&str> = None;
    let mut lines = text.trim().lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        let run = fence_of(line);
        match fence {
            None => fence = (!run.is_empty()).then_some(run),
            Some(open) if run.starts_with(open) && line.trim() == run => fence = None,
            Some(_) => {}
        }
        if index == 0 {
            let _ = write!(out, "{marker} {line}");
        } else if line.is_empty() {
            // A list in an item needs no empty line before it; in code, empty lines are part of the code.
            let is_needless = lines.peek().is_some_and(|(_, next)| next.starts_with("* "));
            if fence.is_some() || !is_needless {
                out.push('\n');
            }
        } else {
            let _ = write!(out, "\n{}{line}", " ".repeat(marker.len() + 1));
        }
    }
    out
}

/// Returns the code fence at the start of a line; empty if there is none.
fn fence_of(line: &str) -> &str {
    let line = line.trim_start();
    let Some(mark @ ('`' | '~')) = line.chars().next() else {
        return "";
    };
    let end = line.find(|letter| letter != mark).unwrap_or(line.len());
    // Backticks that are closed on the same line are a code span.
    let within_text = mark == '`' && line[end..].contains(mark);
    if end < 3 || within_text {
        return "";
    }
    &line[..end]
}

fn fenced(text: &str) -> String {
    let text = text.trim_start_matches('\n').trim_end();
    if text.trim().is_empty() {
        return String::new();
    }
    let runs = text.split(|letter| letter != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}

fn table(table: &Element<'_>) -> String {
    let mut rows = Vec::new();
    collect_rows(&table.parts, &mut rows);
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns == 0 {
        return inner(table, Mode::Html).trim().to_owned();
    }
    let mut lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let missing = std::iter::repeat_n("", columns - row.len());
            let cells: Vec<&str> = row.iter().map(String::as_str).chain(missing).collect();
            format!("| {} |", cells.join(" | "))
        })
        .collect();
    lines.insert(1, format!("|{}", " --- |".repeat(columns)));
    lines.join("\n")
}

fn collect_rows(parts: &[Part<'_>], rows: &mut Vec<Vec<String>>) {
    for part in parts {
        let Part::Element(element) = part else {
            continue;
        };
        match element.name {
            "tr" => {
                let cells = element.parts.iter().filter_map(|part| match part {
                    Part::Element(cell) if matches!(cell.name, "td" | "th") => {
                        Some(line(&cell.parts).replace('|', "\\|"))
                    }
                    _ => None,
                });
                rows.push(cells.collect());
            }
            "thead" | "tbody" | "tfoot" => collect_rows(&element.parts, rows),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;

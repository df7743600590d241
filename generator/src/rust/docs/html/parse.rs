//! Finds the elements of HTML in a text.
//!
//! In: CommonMark with HTML. Out: nested [`Part`]s in order. Code in CommonMark is not examined. Knows nothing of how elements
//! are rendered.

use super::super::inline::{code_span_end, leading_backticks};

/// How far to search for the end of a tag.
const LONGEST_TAG: usize = 1024;

/// Elements nested deeper than this are text.
const MAX_DEPTH: usize = 32;

/// Elements that need an end tag. Names that texts use as placeholders, such as `<time>` and `<address>`, are not listed.
const PAIRED: &[&str] = &[
    "a",
    "article",
    "b",
    "big",
    "blockquote",
    "caption",
    "center",
    "cite",
    "code",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "ins",
    "kbd",
    "mark",
    "nobr",
    "ol",
    "pre",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements that can end where another begins.
const OPEN_ENDED: &[&str] = &["dd", "dt", "li", "p", "td", "th", "tr"];

/// Elements without an end tag.
const VOID: &[&str] = &["br", "hr", "img"];

/// A part of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Part<'a> {
    /// CommonMark text.
    Text(&'a str),
    /// Lines of code, with their fences or indentation.
    Verbatim(&'a str),
    /// The row of a CommonMark table, without its indentation.
    Row(Vec<Part<'a>>),
    /// An HTML element.
    Element(Element<'a>),
}

/// An HTML element.
#[derive(Debug, PartialEq)]
pub(super) struct Element<'a> {
    /// Its name, in lowercase.
    pub name: &'static str,
    attributes: &'a str,
    /// Its content.
    pub parts: Vec<Part<'a>>,
}

impl<'a> Element<'a> {
    /// Returns the value of an attribute, as it is written.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes.trim_start();
        while !rest.is_empty() {
            let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
            let (found, after) = rest.split_at(end);
            let Some(value) = after.trim_start().strip_prefix('=') else {
                rest = after.trim_start();
                continue;
            };
            let value = value.trim_start();
            let quote = value
                .chars()
                .next()
                .filter(|sign| matches!(sign, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => value[1..].split_once(quote)?,
                None => value.split_at(value.find([' ', '\n']).unwrap_or(value.len())),
            };
            if found.eq_ignore_ascii_case(name) {
                return Some(value.trim());
            }
            rest = after.trim_start();
        }
        None
    }
}

/// Returns whether the text can have a tag.
pub(super) fn may_have_tags(text: &str) -> bool {
    let begins =
        |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/');
    text.match_indices('<')
        .any(|(at, _)| begins(&text[at + 1..]))
}

/// Returns the parts of a text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut tree = Tree::default();
    let mut lines = Lines::of(text);
    let mut from = 0;
    while let Some(line) = lines.next_line() {
        if let Some(end) = lines.code(line, tree.open.is_empty()) {
            tree.scan(&text[from..line.0]);
            tree.push(Part::Verbatim(&text[line.0..end]));
            from = end;
        } else if text[line.0..line.1].trim_start().starts_with('|') {
            let row = text[line.0..line.1].trim_start();
            let start = line.1 - row.len();
            tree.scan(&text[from..start]);
            let mut inner = Tree::default();
            inner.scan(row.trim_end());
            tree.push(Part::Row(inner.end()));
            from = start + row.trim_end().len();
        } else if text[line.0..line.1].trim().is_empty() {
            // A code span ends with its paragraph.
            tree.scan(&text[from..line.1]);
            from = line.1;
        }
    }
    tree.scan(&text[from..]);
    tree.end()
}

/// Iterates over the lines of a text.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    /// Whether the previous line is empty.
    after_blank: bool,
    /// Whether the lines can belong to a list item.
    listed: bool,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            after_blank: true,
            listed: false,
        }
    }

    /// Returns where the next line and the one after it begin.
    fn next_line(&mut self) -> Option<(usize, usize)> {
        let from = self.at;
        if from == self.text.len() {
            return None;
        }
        self.at = self.end_of(from);
        Some((from, self.at))
    }

    fn end_of(&self, from: usize) -> usize {
        self.text[from..]
            .find('\n')
            .map_or(self.text.len(), |end| from + end + 1)
    }

    /// Returns where the code block that a line begins ends, if it begins one.
    fn code(&mut self, line: (usize, usize), outside: bool) -> Option<usize> {
        let whole = &self.text[line.0..line.1];
        let text = whole.trim();
        let indent = whole.len() - whole.trim_start().len();
        if text.is_empty() {
            self.after_blank = true;
            return None;
        }
        if let Some(fence) = fence(text) {
            let mark = ['`', '~'];
            let mut at = line.1;
            while at < self.text.len() {
                let end = self.end_of(at);
                let inside = self.text[at..end].trim();
                let closes = inside.starts_with(fence) && inside.trim_matches(mark).is_empty();
                at = end;
                if closes {
                    break;
                }
            }
            self.at = at;
            return Some(at);
        }
        let blank = std::mem::replace(&mut self.after_blank, false);
        if is_item(text) {
            self.listed = true;
        } else if blank && indent == 0 {
            self.listed = false;
        }
        if blank && indent >= 4 && outside && !self.listed {
            // The next line is checked too, as if it were the first.
            self.after_blank = true;
            return Some(line.1);
        }
        None
    }
}

/// Returns the opening code fence at the start of a line, if there is one.
fn fence(line: &str) -> Option<&str> {
    let mark = line.chars().next().filter(|mark| "`~".contains(*mark))?;
    let info = line.trim_start_matches(mark);
    let fence = &line[..line.len() - info.len()];
    (fence.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some(fence)
}

/// Returns whether a line begins a list item.
fn is_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let marks: &[char] = match line.len() - rest.len() {
        0 => &['-', '*', '+'],
        1..=9 => &['.', ')'],
        _ => return false,
    };
    let rest = rest.strip_prefix(marks);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// A tag.
struct Tag<'a> {
    name: &'static str,
    closes: bool,
    attributes: &'a str,
    text: &'a str,
}

fn tag(text: &str) -> Option<Tag<'_>> {
    let text = &text[..text.floor_char_boundary(LONGEST_TAG)];
    let closes = text.starts_with("</");
    let begin = if closes { 2 } else { 1 };
    let inner = &text[begin..];
    let length = inner
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(inner.len());
    let (word, rest) = inner.split_at(length);
    let name = [PAIRED, OPEN_ENDED, VOID]
        .into_iter()
        .flatten()
        .find(|name| name.eq_ignore_ascii_case(word))?;
    if !rest.starts_with(|letter: char| letter.is_whitespace() || matches!(letter, '/' | '>')) {
        return None;
    }
    let mut quote = None;
    let end = rest.find(|letter| match (quote, letter) {
        (None, '>') => true,
        (None, '"' | '\'') => {
            quote = Some(letter);
            false
        }
        (Some(open), letter) if open == letter => {
            quote = None;
            false
        }
        _ => false,
    })?;
    Some(Tag {
        name,
        closes,
        attributes: rest[..end].trim_end_matches('/'),
        text: &text[..begin + length + end + 1],
    })
}

/// An element whose end is not read yet.
struct Open<'a> {
    tag: Tag<'a>,
    parts: Vec<Part<'a>>,
}

/// The parts that are being read.
#[derive(Default)]
struct Tree<'a> {
    done: Vec<Part<'a>>,
    open: Vec<Open<'a>>,
}

impl<'a> Tree<'a> {
    fn scan(&mut self, text: &'a str) {
        let mut from = 0;
        let mut at = 0;
        let mut unclosed = Vec::new();
        while let Some(next) = text[at..].find(['\\', '`', '<']) {
            at += next;
            let rest = &text[at..];
            match rest.as_bytes()[0] {
                b'\\' => at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'`' => {
                    let length = leading_backticks(rest);
                    let end = if unclosed.contains(&length) {
                        None
                    } else {
                        code_span_end(rest, length)
                    };
                    if end.is_none() {
                        unclosed.push(length);
                    }
                    at += end.unwrap_or(length);
                }
                _ => match tag(rest) {
                    Some(tag) => {
                        self.push(Part::Text(&text[from..at]));
                        at += tag.text.len();
                        from = at;
                        self.tag(tag);
                    }
                    None => at += 1,
                },
            }
        }
        self.push(Part::Text(&text[from..]));
    }

    fn push(&mut self, part: Part<'a>) {
        if part == Part::Text("") {
            return;
        }
        match self.open.last_mut() {
            Some(open) => open.parts.push(part),
            None => self.done.push(part),
        }
    }

    fn tag(&mut self, tag: Tag<'a>) {
        if VOID.contains(&tag.name) {
            let element = Element {
                name: tag.name,
                attributes: tag.attributes,
                parts: Vec::new(),
            };
            // An end tag of such an element is another element, or nothing.
            if !tag.closes || tag.name == "br" {
                self.push(Part::Element(element));
            }
        } else if tag.closes {
            let found = self.open.iter().rposition(|open| open.tag.name == tag.name);
            match found {
                Some(index) => {
                    while self.open.len() > index + 1 {
                        self.pop(false);
                    }
                    self.pop(true);
                }
                None if OPEN_ENDED.contains(&tag.name) => {}
                None => self.push(Part::Text(tag.text)),
            }
        } else {
            while self
                .open
                .last()
                .is_some_and(|open| ended_by(open.tag.name, tag.name))
            {
                self.pop(false);
            }
            if self.open.len() < MAX_DEPTH {
                self.open.push(Open {
                    tag,
                    parts: Vec::new(),
                });
            } else {
                self.push(Part::Text(tag.text));
            }
        }
    }

    /// Closes the last open element; it becomes text if it needs an end tag and has none.
    fn pop(&mut self, ended: bool) {
        let Some(Open { tag, parts }) = self.open.pop() else {
            return;
        };
        if ended || OPEN_ENDED.contains(&tag.name) {
            self.push(Part::Element(Element {
                name: tag.name,
                attributes: tag.attributes,
                parts,
            }));
        } else {
            self.push(Part::Text(tag.text));
            for part in parts {
                self.push(part);
            }
        }
    }

    fn end(mut self) -> Vec<Part<'a>> {
        while !self.open.is_empty() {
            self.pop(false);
        }
        self.done
    }
}

/// Returns whether an open element ends where another begins.
fn ended_by(open: &str, begins: &str) -> bool {
    match open {
        "li" => begins == "li",
        "p" => matches!(
            begins,
            "p" | "li"
                | "ul"
                | "ol"
                | "dl"
                | "table"
                | "pre"
                | "div"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
                | "hr"
        ),
        "td" | "th" => matches!(begins, "td" | "th" | "tr"),
        "tr" => begins == "tr",
        "dd" | "dt" => matches!(begins, "dd" | "dt"),
        _ => false,
    }
}

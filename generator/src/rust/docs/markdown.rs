//! Cleans a CommonMark text.
//!
//! In: a description. Out: lines that mean the same to rustdoc, without doctests, HTML, or lists that clippy warns about.
//! `pulldown-cmark`, which is also rustdoc's parser, decides what a text means. Blocks are laid out anew; text within a line is
//! copied from the source, except for what `inline` escapes.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{html, inline, visible, wrap};

/// Quotes and lists nested deeper than this lose their markers.
const MAX_DEPTH: usize = 8;

/// Returns the text as lines that rustdoc accepts.
pub(super) fn clean(text: &str) -> Vec<String> {
    if is_plain(text) {
        let mut lines = wrap(text);
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        return lines;
    }
    clean_markup(text)
}

/// Returns whether a text is a line without anything that could be markup, as most descriptions are.
fn is_plain(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b" .,;:'\"()?!/%-".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(is_plain)
        && !text.ends_with(' ')
        && !text.contains("://")
}

fn clean_markup(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = html::to_markdown(&text);
    let lines: Vec<String> = text.split('\n').map(tidy).collect();
    let text = lines.join("\n");
    let text = outdented(&text);
    let text = without_html(&text);
    let mut writer = Writer {
        text: &text,
        ..Writer::default()
    };
    for (event, range) in events(&text) {
        writer.event(event, range);
    }
    writer.paragraph();
    while writer.out.last().is_some_and(String::is_empty) {
        writer.out.pop();
    }
    writer.out
}

/// Returns whether a line begins a block other than a paragraph.
pub(super) fn begins_block(line: &str) -> bool {
    if line.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return false;
    }
    let first = events(line).next().map(|(event, _)| event);
    line.starts_with('|') || !matches!(first, Some(Event::Start(Tag::Paragraph)))
}

/// Parses a text as rustdoc does, except for footnotes, which are text here.
fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Parser::new_ext(text, options).into_offset_iter()
}

/// Returns a line without tabs, invisible characters and trailing spaces, except for the two that break a line.
fn tidy(line: &str) -> String {
    let mut line: String = line
        .replace('\t', "    ")
        .chars()
        .filter_map(visible)
        .collect();
    let length = line.trim_end().len();
    let breaks = length > 0 && line[length..].starts_with("  ");
    line.truncate(length);
    if breaks {
        line.push_str("  ");
    }
    line
}

/// Returns the text with its remaining HTML escaped, so that the text between tags is CommonMark.
fn without_html(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    for (event, range) in events(text) {
        let in_line = matches!(event, Event::InlineHtml(_));
        if in_line || matches!(event, Event::Start(Tag::HtmlBlock)) {
            out.push_str(&text[from..range.start]);
            inline::escape_html(&text[range.clone()], in_line, &mut out);
            from = range.end;
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Returns the text with lists and fenced blocks right after a paragraph aligned with it. Indented by four or more, they would be
/// part of the paragraph, which is never intended.
fn outdented(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut from = 0;
    // The columns at which the contents of open items begin.
    let mut columns = Vec::new();
    // Where the line of the last item begins, and that item: a line may have several.
    let (mut line, mut seen) = (0, 0);
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Item) => {
                let item = &text[range.start..];
                if let Some(end) = text[seen..range.start].rfind('\n') {
                    line = seen + end + 1;
                }
                seen = range.start;
                let at = range.start + blanks(item) - line;
                columns.push(at + marker(item.trim_start()).len() + 1);
            }
            Event::End(TagEnd::Item) => drop(columns.pop()),
            Event::SoftBreak | Event::HardBreak if range.end > from => {
                let start = line_start(text, range.end);
                let indent = blanks(&text[start..]);
                let column = columns.last().copied().unwrap_or(0);
                let line = text[start + indent..].lines().next().unwrap_or("");
                let begun = events(line).next().map(|(event, _)| event);
                let meant = matches!(
                    begun,
                    Some(Event::Start(
                        Tag::List(_) | Tag::CodeBlock(CodeBlockKind::Fenced(_))
                    ))
                );
                if indent < column + 4 || !meant {
                    continue;
                }
                out.push_str(&text[from..start]);
                from = start;
                for line in text[start..].split_inclusive('\n') {
                    if blanks(line) < indent {
                        break;
                    }
                    out.push_str(&line[indent - column..]);
                    from += line.len();
                }
            }
            _ => {}
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A link or image that is open.
struct Link {
    /// Where its text begins in `words`.
    start: usize,
    /// Its address, if the link is kept.
    address: Option<String>,
    /// Whether it is in angle brackets.
    bare: bool,
}

/// Writes the events of a text.
#[derive(Default)]
struct Writer<'a> {
    text: &'a str,
    out: Vec<String>,
    /// The prefix of every line: a part for each quote and item around it.
    frames: Vec<String>,
    /// The prefix of the next line, if it differs.
    lead: Option<String>,
    /// The open quotes and items: whether each has a frame.
    open: Vec<bool>,
    /// The text of the open block.
    words: String,
    /// The part of the source that is text and not yet written.
    pending: Range<usize>,
    links: Vec<Link>,
    columns: Vec<Alignment>,
    /// The language of the open code block.
    language: Option<&'static str>,
    /// Where the last block ends in the source.
    last: usize,
    /// Whether that is a quote or an item.
    after_container: bool,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(code) if self.language.is_some() => self.words.push_str(&code),
            Event::Text(_) => self.take(range),
            Event::Start(tag) => {
                self.flush();
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.flush();
                self.finish(tag, range);
            }
            other => {
                self.flush();
                self.piece(&other, range);
            }
        }
    }

    /// Adds a piece of text: the parser may split text into several.
    fn take(&mut self, range: Range<usize>) {
        // The parser's range does not include the backslash of an escape.
        let escaped = range.start > self.pending.end && self.text[..range.start].ends_with('\\');
        let start = range.start - usize::from(escaped);
        if start != self.pending.end {
            self.flush();
            self.pending.start = start;
        }
        self.pending.end = range.end;
    }

    /// Writes the pending text.
    fn flush(&mut self) {
        let range = self.pending.clone();
        if !range.is_empty() {
            let links = self.links.iter().all(|link| link.address.is_none());
            inline::write_text(&self.text[range.clone()], links, &mut self.words);
            self.last = range.end;
        }
        self.pending.start = range.end;
    }

    /// Writes what is neither text nor contains any.
    fn piece(&mut self, event: &Event<'_>, range: Range<usize>) {
        let source = &self.text[range.clone()];
        match event {
            Event::SoftBreak => self.words.push('\n'),
            Event::HardBreak => self.words.push_str("\\\n"),
            Event::Rule => {
                self.space(&range, false);
                self.push("***");
            }
            // Three backticks at the start of a line would begin a fenced block once lines are wrapped again.
            Event::Code(code) if source.contains('\n') || source.starts_with("```") => {
                self.words.push_str(&super::code(code));
            }
            Event::InlineHtml(_) if inline::is_break(source) => self.words.push_str("<br>"),
            // A removed comment may leave HTML behind.
            Event::Html(_) | Event::InlineHtml(_) => {
                inline::write_text(source, false, &mut self.words)
            }
            Event::TaskListMarker(_) => {
                self.words.push_str(source.trim_end());
                self.words.push(' ');
            }
            _ => self.words.push_str(source),
        }
        self.last = range.end;
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.words.push_str(&self.text[range][..1]),
            Tag::Strong => self.words.push_str(&self.text[range][..2]),
            Tag::Strikethrough => self.words.push_str("~~"),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                let bare = matches!(link_type, LinkType::Autolink | LinkType::Email);
                self.link(dest_url.into_string(), bare);
            }
            Tag::Image { dest_url, .. } => self.link(dest_url.into_string(), false),
            Tag::TableHead | Tag::TableRow => self.words.push('|'),
            Tag::TableCell => self.words.push(' '),
            Tag::List(_) => self.paragraph(),
            Tag::BlockQuote(_) => self.nest(">", "> ".to_owned(), &range),
            Tag::Item => {
                let marker = marker(self.text[range.clone()].trim_start());
                self.nest(marker, " ".repeat(marker.len() + 1), &range);
            }
            Tag::CodeBlock(kind) => {
                self.space(&range, false);
                self.language = Some(match kind {
                    CodeBlockKind::Fenced(info) => language(&info),
                    CodeBlockKind::Indented => "text",
                });
            }
            Tag::Table(columns) => {
                self.space(&range, true);
                self.columns = columns;
            }
            tag => self.space(&range, tag == Tag::Paragraph),
        }
    }

    fn finish(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Emphasis => self.words.push_str(&self.text[range.end - 1..range.end]),
            TagEnd::Strong => self.words.push_str(&self.text[range.end - 2..range.end]),
            TagEnd::Strikethrough => self.words.push_str("~~"),
            TagEnd::Link | TagEnd::Image => self.end_link(&self.text[range.clone()]),
            TagEnd::TableCell => self.words.push_str(" |"),
            TagEnd::TableHead => {
                self.words.push_str("\n|");
                let columns = self.columns.iter().map(|column| match column {
                    Alignment::None => " --- |",
                    Alignment::Left => " :-- |",
                    Alignment::Center => " :-: |",
                    Alignment::Right => " --: |",
                });
                self.words.extend(columns);
                self.words.push('\n');
            }
            TagEnd::TableRow => self.words.push('\n'),
            TagEnd::Table => {
                let words = std::mem::take(&mut self.words);
                words.lines().for_each(|line| self.push(line));
            }
            TagEnd::Heading(level) => {
                let words = std::mem::take(&mut self.words).replace('\n', " ");
                self.push(&format!("{} {}", "#".repeat(level as usize), words.trim()));
            }
            TagEnd::CodeBlock => {
                let language = self.language.take().unwrap_or("text");
                let code = std::mem::take(&mut self.words);
                self.code(language, code.strip_suffix('\n').unwrap_or(&code));
            }
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.paragraph();
                if self.lead.is_some() {
                    self.push("");
                }
                if self.open.pop() == Some(true) {
                    self.frames.pop();
                }
                self.after_container = true;
            }
            _ => self.paragraph(),
        }
        self.last = range.end;
    }

    /// Begins a quote or an item. Markers nested too deep are left out.
    fn nest(&mut self, mark: &str, frame: String, range: &Range<usize>) {
        self.space(range, false);
        let framed = self.frames.len() < MAX_DEPTH;
        self.open.push(framed);
        if framed {
            let lead = self.lead.take().unwrap_or_else(|| self.frames.concat());
            self.lead = Some(format!("{lead}{mark} "));
            self.frames.push(frame);
        }
    }

    /// Ends the open paragraph and writes an empty line before the next block if the source has one. A paragraph right after a
    /// quote or a list would be part of it.
    fn space(&mut self, next: &Range<usize>, is_paragraph: bool) {
        self.paragraph();
        if self.lead.is_some() || self.out.is_empty() {
            return;
        }
        let before = self.text[..self.last].trim_end_matches([' ', '\n', '>']);
        let gap = self.text.get(before.len()..next.start).unwrap_or("");
        let apart = gap.matches('\n').nth(1).is_some() || is_paragraph && self.after_container;
        if apart {
            self.push("");
        }
        self.after_container = false;
    }

    /// Writes the open paragraph, wrapped again except for hard breaks.
    fn paragraph(&mut self) {
        let words = std::mem::take(&mut self.words);
        // Breaks at the start and end have no effect.
        let mut words = words.trim().trim_start_matches("<br>").trim_start();
        while let Some(rest) = words.strip_suffix("<br>") {
            words = rest.strip_suffix("\\\n").unwrap_or(rest).trim_end();
        }
        if words.is_empty() {
            return;
        }
        for part in words.split_inclusive("\\\n") {
            let line = part.trim_end_matches('\n').replace('\n', " ");
            let line = as_text(line.trim_start());
            // If wrapped, a code span with three backticks would begin a fenced block.
            if line.starts_with("```") {
                self.push(&line);
            } else {
                wrap(&line).iter().for_each(|line| self.push(line));
            }
        }
    }

    /// Writes a fenced block, with a fence that no line inside can end.
    fn code(&mut self, language: &str, code: &str) {
        let runs = code.split(|letter| letter != '`').map(str::len);
        let fence = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
        self.push(&format!("{fence}{language}"));
        if !code.is_empty() {
            code.split('\n').for_each(|line| self.push(line));
        }
        self.push(&fence);
    }

    /// Writes a line after its prefix.
    fn push(&mut self, line: &str) {
        let lead = self.lead.take().unwrap_or_else(|| self.frames.concat());
        self.out.push(format!("{lead}{line}").trim_end().to_owned());
    }

    /// Begins a link, unless its address is not on the web or it is inside of another.
    fn link(&mut self, address: String, bare: bool) {
        let inside = self.links.iter().any(|link| link.address.is_some());
        let address = Some(address).filter(|address| !inside && inline::is_link_url(address));
        let mut start = self.words.len();
        match (&address, bare) {
            (Some(_), false) => {
                // After an exclamation mark, it would be an image.
                let marked = self.words.ends_with('!') && !self.words.ends_with("\\!");
                if marked {
                    self.words.insert(start - 1, '\\');
                    start += 1;
                }
                self.words.push('[');
            }
            // Such as the mail address in `Name <name@host>`.
            (None, true) => self.words.push_str("\\<"),
            _ => {}
        }
        self.links.push(Link {
            start,
            address,
            bare,
        });
    }

    fn end_link(&mut self, source: &str) {
        let Some(link) = self.links.pop() else {
            return;
        };
        let Some(address) = link.address else {
            self.words.push_str(if link.bare { ">" } else { "" });
            return;
        };
        let empty = self.words[link.start..]
            .trim_start_matches('[')
            .trim()
            .is_empty();
        if link.bare {
            self.words.truncate(link.start);
            self.words.push_str(source);
        } else if empty {
            self.words.truncate(link.start);
            self.words.push_str(&format!("<{address}>"));
        } else {
            self.words.push_str(&format!("]({address})"));
        }
    }
}

/// Returns a line of a paragraph, escaped so that it does not begin another block.
fn as_text(line: &str) -> Cow<'_, str> {
    let is_break = line.trim_end_matches('\\') == "<br>";
    if is_break || !begins_block(line) && !line.starts_with('=') {
        return Cow::Borrowed(line);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    Cow::Owned(format!("{}\\{}", &line[..digits], &line[digits..]))
}

/// Returns the marker of a list item.
fn marker(item: &str) -> &str {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    &item[..digits + 1]
}

/// Returns the language of a fenced block; `text` if rustdoc might compile it as Rust.
fn language(info: &str) -> &'static str {
    let word = info.trim().split([' ', ',', '{']).next().unwrap_or("");
    LANGUAGES
        .iter()
        .copied()
        .find(|language| language.eq_ignore_ascii_case(word))
        .unwrap_or("text")
}

/// Languages that rustdoc does not compile.
const LANGUAGES: &[&str] = &[
    "bash",
    "c",
    "console",
    "cpp",
    "cs",
    "csharp",
    "css",
    "curl",
    "diff",
    "go",
    "graphql",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "json5",
    "jsonc",
    "kotlin",
    "markdown",
    "md",
    "php",
    "proto",
    "protobuf",
    "py",
    "python",
    "rb",
    "ruby",
    "sh",
    "shell",
    "sql",
    "swift",
    "text",
    "toml",
    "ts",
    "txt",
    "typescript",
    "xml",
    "yaml",
    "yml",
];

#[cfg(test)]
mod tests;

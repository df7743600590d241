//! Cleans the blocks of a CommonMark text.
//!
//! In: a description. Out: lines that mean the same to rustdoc, where nothing is a doctest, HTML, or a list that clippy
//! complains of. What stands inside a block is the business of `inline`.
//!
//! A block is found line by line: fences, indented code, quotes, lists, headings, rules, and paragraphs. Lists and quotes
//! are indented anew, so that a lazy or generous line stands exactly under its item.

use super::inline::{self, References};
use super::{html, visible, wrap};

/// Quotes nested deeper than this are text.
const DEEPEST_QUOTE: usize = 8;

/// Lists nested deeper than this are not told apart.
const DEEPEST_LIST: usize = 8;

/// Returns the text as lines that rustdoc accepts.
pub(super) fn clean(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = html::to_markdown(&text);
    let lines: Vec<String> = text.split('\n').map(tidy).collect();
    let (references, lines) = inline::definitions(lines);
    let mut out = blocks(&lines, &references, 0);
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    let empty = out.iter().take_while(|line| line.is_empty()).count();
    out.drain(..empty);
    out.dedup_by(|next, previous| next.is_empty() && previous.is_empty());
    out
}

/// Returns whether a line begins something else than a paragraph.
pub(super) fn begins_block(line: &str) -> bool {
    let marked = line.starts_with(['>', '|']) || Marker::of(line).is_some();
    marked || Fence::open(line).is_some() || is_rule(line) || heading(line).is_some()
}

/// Returns a line without tabs, invisible characters and blanks at its end.
fn tidy(line: &str) -> String {
    let line: String = line
        .replace('\t', "    ")
        .chars()
        .filter_map(visible)
        .collect();
    line.trim_end().to_owned()
}

/// A list item that is open.
struct Item {
    /// Where its content begins in the source.
    content: usize,
    /// Where its content begins in the output.
    out: usize,
}

struct Cleaner<'a> {
    references: &'a References,
    depth: usize,
    items: Vec<Item>,
    /// The lines of the paragraph that is open, without indentation.
    paragraph: Vec<String>,
    /// The indentation and list markers that stand before the next line of output.
    lead: String,
    out: Vec<String>,
}

fn blocks(lines: &[String], references: &References, depth: usize) -> Vec<String> {
    let mut cleaner = Cleaner {
        references,
        depth,
        items: Vec::new(),
        paragraph: Vec::new(),
        lead: String::new(),
        out: Vec::new(),
    };
    let mut index = 0;
    while index < lines.len() {
        index += cleaner.line(&lines[index..]);
    }
    cleaner.close();
    cleaner.out
}

impl Cleaner<'_> {
    /// Takes the block that begins with the first line, or that line alone, and returns how many lines were taken.
    fn line(&mut self, lines: &[String]) -> usize {
        let line = lines[0].as_str();
        let text = line.trim_start();
        let indent = line.len() - text.len();
        if text.is_empty() {
            self.close();
            self.out.push(String::new());
            return 1;
        }
        if !self.paragraph.is_empty() && !self.interrupts(text, indent) {
            self.paragraph.push(text.to_owned());
            return 1;
        }
        self.close();
        while self.items.last().is_some_and(|item| indent < item.content) {
            self.items.pop();
        }
        let base = self.items.last().map_or(0, |item| item.content);
        if indent >= base + 4 {
            return self.indented_code(lines, base + 4);
        }
        self.start(lines, text, indent)
    }

    /// Begins the block whose first line, the first of `lines`, says `text` at a column.
    fn start(&mut self, lines: &[String], text: &str, column: usize) -> usize {
        if let Some(fence) = Fence::open(text) {
            return self.fence(lines, &fence, column);
        }
        if text.starts_with('>') && self.depth < DEEPEST_QUOTE {
            return self.quote(lines, text);
        }
        if is_rule(text) {
            self.push("***");
            return 1;
        }
        if let Some(heading) = heading(text) {
            let (marks, words) = text.split_at(heading);
            let words = inline::clean(words.trim(), self.references);
            self.push(&format!("{marks} {words}"));
            return 1;
        }
        match Marker::of(text) {
            Some(_) if self.items.len() < DEEPEST_LIST => return self.item(lines, text, column),
            Some(marker) => self
                .paragraph
                .push(text[marker.text.len()..].trim_start().to_owned()),
            None => self.paragraph.push(text.to_owned()),
        }
        1
    }

    fn item(&mut self, lines: &[String], text: &str, column: usize) -> usize {
        let marker = Marker::of(text).map_or("", |marker| marker.text);
        if self.lead.is_empty() {
            self.lead = self.indentation();
        }
        self.lead.push_str(marker);
        self.lead.push(' ');
        let rest = text[marker.len()..].trim_start();
        let blanks = text.len() - marker.len() - rest.len();
        // More than four blanks after the marker begin indented code; one blank is the marker's.
        let blanks = if rest.is_empty() || blanks > 4 {
            1
        } else {
            blanks
        };
        let content = column + marker.len() + blanks;
        self.items.push(Item {
            content,
            out: self.lead.len(),
        });
        if rest.is_empty() {
            self.push("");
            return 1;
        }
        self.start(lines, rest, content)
    }

    /// Takes a fenced block, to its end or the end of the text.
    fn fence(&mut self, lines: &[String], fence: &Fence<'_>, column: usize) -> usize {
        let inner: Vec<&String> = lines[1..]
            .iter()
            .take_while(|line| !fence.closes(line))
            .collect();
        self.code(
            fence.language(),
            inner.iter().map(|line| outdent(line, column)),
        );
        (inner.len() + 2).min(lines.len())
    }

    fn indented_code(&mut self, lines: &[String], indent: usize) -> usize {
        let deep =
            |line: &String| line.is_empty() || line.len() - line.trim_start().len() >= indent;
        let mut taken = lines.iter().take_while(|line| deep(line)).count();
        while taken > 1 && lines[taken - 1].is_empty() {
            taken -= 1;
        }
        self.code(
            "text",
            lines[..taken].iter().map(|line| outdent(line, indent)),
        );
        taken
    }

    /// Writes a fenced block that no line inside can end.
    fn code<'b>(&mut self, language: &str, lines: impl Iterator<Item = &'b str>) {
        let lines: Vec<&str> = lines.collect();
        let ticks = lines
            .iter()
            .flat_map(|line| line.split(|letter| letter != '`'))
            .map(str::len)
            .max()
            .unwrap_or(0);
        let fence = "`".repeat(ticks.max(2) + 1);
        self.push(&format!("{fence}{language}"));
        for line in lines {
            self.push(line);
        }
        self.push(&fence);
    }

    fn quote(&mut self, lines: &[String], text: &str) -> usize {
        let rest = lines[1..].iter().map(|line| line.trim_start());
        let inner: Vec<String> = std::iter::once(text)
            .chain(rest)
            .map_while(|line| line.strip_prefix('>'))
            .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned())
            .collect();
        for line in blocks(&inner, self.references, self.depth + 1) {
            self.push(&format!("> {line}"));
        }
        if !self.lead.is_empty() {
            self.push("");
        }
        // A paragraph right after would be read as part of the quote.
        self.out.push(String::new());
        inner.len()
    }

    /// Returns whether a line ends the paragraph that is open. A list that begins with another number than 1 does so only
    /// as the next item.
    fn interrupts(&self, text: &str, indent: usize) -> bool {
        let sibling = self.items.last().is_some_and(|item| indent < item.content);
        let item = Marker::of(text).is_some_and(|marker| sibling || marker.interrupts(text));
        text.starts_with('>')
            || Fence::open(text).is_some()
            || is_rule(text)
            || heading(text).is_some()
            || item
    }

    /// Ends the paragraph that is open.
    fn close(&mut self) {
        if self.paragraph.is_empty() {
            return;
        }
        let lines = std::mem::take(&mut self.paragraph);
        let indentation = self.indentation();
        let lead = match std::mem::take(&mut self.lead) {
            lead if lead.is_empty() => indentation.clone(),
            lead => lead,
        };
        let text = inline::clean(&lines.join("\n"), self.references);
        // The rows of a table are a line each; a paragraph is filled anew, but for the breaks that are meant.
        let table = text.split('\n').any(is_delimiter_row);
        let lines: Vec<String> = if table {
            text.split('\n').map(str::to_owned).collect()
        } else {
            text.split_inclusive("\\\n")
                .flat_map(|line| wrap(&line.trim_end_matches('\n').replace('\n', " ")))
                .collect()
        };
        for (index, line) in lines.iter().enumerate() {
            let lead = if index == 0 { &lead } else { &indentation };
            self.out.push(format!("{lead}{line}").trim_end().to_owned());
        }
    }

    fn indentation(&self) -> String {
        " ".repeat(self.items.last().map_or(0, |item| item.out))
    }

    /// Writes a line, behind the list marker that waits for one or else indented.
    fn push(&mut self, line: &str) {
        let lead = match std::mem::take(&mut self.lead) {
            lead if lead.is_empty() => self.indentation(),
            lead => lead,
        };
        self.out.push(format!("{lead}{line}").trim_end().to_owned());
    }
}

/// Returns the line with up to this many blanks less at its start.
fn outdent(line: &str, indent: usize) -> &str {
    let blanks = line.len() - line.trim_start_matches(' ').len();
    &line[blanks.min(indent)..]
}

/// The first line of a fenced block.
pub(super) struct Fence<'a> {
    mark: char,
    length: usize,
    info: &'a str,
}

impl<'a> Fence<'a> {
    pub(super) fn open(text: &'a str) -> Option<Self> {
        let mark = text
            .chars()
            .next()
            .filter(|mark| matches!(mark, '`' | '~'))?;
        let info = text.trim_start_matches(mark);
        let length = text.len() - info.len();
        let span = mark == '`' && info.contains('`');
        (length >= 3 && !span).then_some(Self { mark, length, info })
    }

    pub(super) fn closes(&self, line: &str) -> bool {
        let text = line.trim();
        text.len() >= self.length && text.chars().all(|mark| mark == self.mark)
    }

    /// Returns the language, unless rustdoc might take it for Rust to be compiled.
    fn language(&self) -> &'static str {
        let word = self
            .info
            .trim()
            .split([' ', ',', '{'])
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        LANGUAGES
            .iter()
            .copied()
            .find(|language| *language == word)
            .unwrap_or("text")
    }
}

/// The marker of a list item.
pub(super) struct Marker<'a> {
    text: &'a str,
}

impl<'a> Marker<'a> {
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let digits = text.len()
            - text
                .trim_start_matches(|letter: char| letter.is_ascii_digit())
                .len();
        let length = match text[digits..].chars().next() {
            Some('-' | '*' | '+') if digits == 0 => 1,
            Some('.' | ')') if (1..=9).contains(&digits) => digits + 1,
            _ => return None,
        };
        let ends = text[length..].is_empty() || text[length..].starts_with(' ');
        ends.then_some(Self {
            text: &text[..length],
        })
    }

    /// Returns whether the item may follow a paragraph without an empty line between.
    fn interrupts(&self, text: &str) -> bool {
        let number = self.text.trim_end_matches(['.', ')']);
        let first = !number.starts_with(|digit: char| digit.is_ascii_digit()) || number == "1";
        first && text.len() > self.text.len()
    }
}

fn is_rule(text: &str) -> bool {
    ['-', '*', '_'].iter().any(|mark| {
        let marks = text.chars().filter(|letter| letter == mark).count();
        marks >= 3 && text.chars().all(|letter| letter == *mark || letter == ' ')
    })
}

/// Returns whether a line stands between the head and the rows of a table.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('-')
        && line
            .chars()
            .all(|letter| matches!(letter, '|' | '-' | ':' | ' '))
}

/// Returns the number of marks before a heading.
fn heading(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches('#');
    let marks = text.len() - rest.len();
    ((1..=6).contains(&marks) && rest.starts_with(' ')).then_some(marks)
}

/// Languages of code that rustdoc leaves alone.
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

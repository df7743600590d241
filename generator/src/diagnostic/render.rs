//! Renders diagnostics for people: message, position, excerpt, help.
//!
//! In: diagnostics and, for each location in them, a [`SourceRange`]. Out: text in the style of the Rust compiler. Knows neither
//! how files are read nor how a pointer becomes a range.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};

use super::{Diagnostic, Diagnostics, Location, Severity};
use crate::limits::diagnostic::{
    CHARACTERS_BEFORE_MARK, ERRORS_PER_CODE, EXCERPT_LINES, LINE_CHARACTERS, MANY_WARNINGS,
    WARNINGS_PER_CODE,
};

/// How diagnostics are rendered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether colours are used.
    pub color: bool,
    /// Whether every warning and note is rendered in full.
    pub all: bool,
    /// How the caller asks for every warning and note, such as an option; added where some are not rendered.
    pub all_hint: Option<&'static str>,
}

/// The range of a location in the text of its file.
#[derive(Clone, Debug)]
pub struct SourceRange<'a> {
    /// The name of the file in messages.
    pub name: &'a str,
    /// The whole text of the file; empty if it could not be read.
    pub text: &'a str,
    /// The bytes to mark, on one line.
    pub range: Range<usize>,
    /// That line, counted from zero.
    pub line: usize,
}

impl Diagnostics {
    /// Returns the locations of all diagnostics that are rendered in full, whose ranges [`Diagnostics::render`] needs.
    pub fn shown_locations(&self, all: bool) -> impl Iterator<Item = &Location> {
        let (shown, _) = self.shown(all);
        shown.into_iter().flat_map(|diagnostic| {
            let related = diagnostic.related.iter().map(|(location, _)| location);
            diagnostic.location.iter().chain(related)
        })
    }

    /// Renders the diagnostics: warnings, then notes, then how many more of each code there are, and errors last, where a terminal
    /// shows them. Diagnostics of one severity keep their order.
    pub fn render(&self, ranges: &BTreeMap<Location, SourceRange<'_>>, style: Style) -> String {
        let renderer = if style.color {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let (shown, rest) = self.shown(style.all);
        let mut out = String::new();
        let mut rest = Some(rest);
        for diagnostic in shown {
            if diagnostic.severity == Severity::Error
                && let Some(rest) = rest.take()
            {
                out.push_str(&more(rest, style, &renderer));
            }
            let mut columns = Vec::new();
            let group = group(diagnostic, ranges, &mut columns);
            let text = renderer.render(&[group]);
            for line in text.lines() {
                let line = line.trim_end();
                match columns.iter().find(|column| line.ends_with(&column.shown)) {
                    Some(column) => {
                        out.push_str(&line[..line.len() - column.shown.len()]);
                        out.push_str(&column.exact);
                    }
                    None => out.push_str(line),
                }
                out.push('\n');
            }
            out.push('\n');
        }
        if let Some(rest) = rest {
            out.push_str(&more(rest, style, &renderer));
        }
        out
    }

    /// Returns the diagnostics that are rendered in full, errors last, and the numbers of the others by code.
    fn shown(&self, all: bool) -> (Vec<&Diagnostic>, Rest) {
        let mut counts = Rest::new();
        for diagnostic in &self.list {
            let kind = (diagnostic.severity, diagnostic.code);
            *counts.entry(kind).or_default() += 1;
        }
        let limits = counts.iter().map(|(kind, count)| {
            let limit = match kind.0 {
                Severity::Error => ERRORS_PER_CODE,
                Severity::Warning | Severity::Note if all => usize::MAX,
                Severity::Warning | Severity::Note if *count > MANY_WARNINGS => 1,
                Severity::Warning | Severity::Note => WARNINGS_PER_CODE,
            };
            (*kind, limit)
        });
        let mut left: Rest = limits.collect();
        let mut shown = Vec::new();
        for diagnostic in &self.list {
            let left = left.entry((diagnostic.severity, diagnostic.code));
            let left = left.or_default();
            if *left > 0 {
                *left -= 1;
                shown.push(diagnostic);
                let count = counts.entry((diagnostic.severity, diagnostic.code));
                count.and_modify(|count| *count -= 1);
            }
        }
        let mut rest = counts;
        rest.retain(|_, count| *count > 0);
        shown.sort_by_key(|diagnostic| match diagnostic.severity {
            Severity::Warning => 0,
            Severity::Note => 1,
            Severity::Error => 2,
        });
        (shown, rest)
    }
}

/// How many diagnostics of each code are not rendered in full.
type Rest = BTreeMap<(Severity, &'static str), usize>;

/// Renders the table of diagnostics that are not rendered in full, the most frequent first.
fn more(rest: Rest, style: Style, renderer: &Renderer) -> String {
    let mut rest: Vec<_> = rest.into_iter().collect();
    rest.sort_by_key(|((severity, _), count)| (*severity, usize::MAX - count));
    let Some(((severity, _), _)) = rest.first() else {
        return String::new();
    };
    let level = level(*severity);
    let total: usize = rest.iter().map(|(_, count)| count).sum();
    let width = total.to_string().len();
    let has_warnings = (rest.iter()).any(|((severity, _), _)| *severity != Severity::Error);
    // Errors have a limit that no option lifts.
    let hint = match style.all_hint {
        Some(hint) if has_warnings && !style.all => format!("; {hint}"),
        _ => String::new(),
    };
    let mut out = renderer.render(&[Group::with_title(
        level.primary_title(format!("{total} more are not shown{hint}")),
    )]);
    out.push('\n');
    for ((severity, code), count) in rest {
        let word = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        out.push_str(&format!("{count:>width$}  {word}[{code}]\n"));
    }
    out.push('\n');
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn title(
    severity: Severity,
    code: &'static str,
    message: String,
) -> annotate_snippets::Title<'static> {
    level(severity).primary_title(message).id(code)
}

/// Something to mark in an excerpt.
struct Mark<'a> {
    at: &'a SourceRange<'a>,
    kind: AnnotationKind,
    label: Option<&'a str>,
}

/// A position as the renderer writes it, relative to the excerpt, and the one in the file. They differ if text before a mark is
/// cut or escaped.
struct Column {
    shown: String,
    exact: String,
}

fn group<'a>(
    diagnostic: &'a Diagnostic,
    ranges: &'a BTreeMap<Location, SourceRange<'a>>,
    columns: &mut Vec<Column>,
) -> Group<'a> {
    let title = title(
        diagnostic.severity,
        diagnostic.code,
        escape(&diagnostic.message).into_owned(),
    );
    let mut group = Group::with_title(title);
    let primary = diagnostic.location.as_ref().map(|location| {
        (
            location,
            AnnotationKind::Primary,
            diagnostic.label.as_deref(),
        )
    });
    let related = diagnostic
        .related
        .iter()
        .map(|(location, label)| (location, AnnotationKind::Context, Some(label.as_str())));
    let marks = primary
        .into_iter()
        .chain(related)
        .filter_map(|(location, kind, label)| {
            let at = ranges.get(location)?;
            Some(Mark { at, kind, label })
        });
    for marks in shared(marks.collect()) {
        group = group.element(excerpt(&marks, columns));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(escape(help)));
    }
    group
}

/// Splits marks into those that share an excerpt: near each other in one file. The first mark stays in the first.
fn shared(marks: Vec<Mark<'_>>) -> Vec<Vec<Mark<'_>>> {
    let mut excerpts: Vec<Vec<Mark<'_>>> = Vec::new();
    for mark in marks {
        let near = excerpts.iter_mut().find(|others| {
            let other = &others[0];
            other.at.name == mark.at.name
                && std::ptr::eq(other.at.text, mark.at.text)
                && other.at.line.abs_diff(mark.at.line) <= EXCERPT_LINES
        });
        match near {
            Some(others) => others.push(mark),
            None => excerpts.push(vec![mark]),
        }
    }
    excerpts
}

/// Renders the lines of marks that share an excerpt, under the position of the first.
fn excerpt<'a>(marks: &[Mark<'a>], columns: &mut Vec<Column>) -> Element<'a> {
    let primary = marks[0].at;
    let name = escape(primary.name);
    if primary.text.is_empty() {
        return Origin::path(name).into();
    }
    let top = marks
        .iter()
        .map(|mark| mark.at)
        .min_by_key(|range| range.line);
    let top = top.unwrap_or(primary);
    let first = top.line;
    let last = marks.iter().map(|mark| mark.at.line).max().unwrap_or(first);
    let mut source = String::new();
    let mut annotations: Vec<(usize, Annotation<'a>)> = Vec::new();
    let mut begin = line_begin(top.text, top.range.start);
    for number in first..=last {
        let rest = &primary.text[begin..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let here = marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.at.line == number);
        let here: Vec<(usize, Range<usize>)> = here
            .map(|(index, mark)| {
                (
                    index,
                    mark.at.range.start - begin..mark.at.range.end - begin,
                )
            })
            .collect();
        let ranges = push_line(&mut source, line.trim_end_matches('\r'), &here);
        for (index, range) in ranges {
            if index == 0 {
                let shown_begin = line_begin(&source, range.start);
                let shown = source[shown_begin..range.start].chars().count();
                let exact = line[..primary.range.start - begin].chars().count();
                if shown != exact {
                    let position = |column: usize| format!("{name}:{}:{}", number + 1, column + 1);
                    columns.push(Column {
                        shown: position(shown),
                        exact: position(exact),
                    });
                }
            }
            let label = marks[index].label.map(escape);
            annotations.push((index, marks[index].kind.span(range).label(label)));
        }
        begin += line.len() + 1;
    }
    annotations.sort_by_key(|(index, _)| *index);
    Snippet::source(source)
        .path(name)
        .line_start(first + 1)
        .annotations(annotations.into_iter().map(|(_, annotation)| annotation))
        .into()
}

/// Returns where the line of a byte begins.
fn line_begin(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |index| index + 1)
}

/// Appends a line to an excerpt, cut if it is long, and with control characters escaped.
///
/// Takes the marked ranges of the line, and returns them as ranges of the excerpt.
fn push_line(
    source: &mut String,
    line: &str,
    marked: &[(usize, Range<usize>)],
) -> Vec<(usize, Range<usize>)> {
    let (cut_start, cut_end) = cut(line, marked);
    if cut_start > 0 {
        source.push('…');
    }
    let mut ranges: Vec<(usize, Range<usize>)> = Vec::new();
    let begin = source.len();
    for (index, range) in marked {
        let clamp = |offset: usize| offset.clamp(cut_start, cut_end);
        let before = escape(&line[cut_start..clamp(range.start)]).len();
        let length = escape(&line[clamp(range.start)..clamp(range.end)]).len();
        ranges.push((*index, begin + before..begin + before + length));
    }
    source.push_str(&escape(&line[cut_start..cut_end]));
    if cut_end < line.len() {
        source.push('…');
    }
    source.push('\n');
    ranges
}

/// Returns the part of a line to show: all of it, or what is around the first mark.
fn cut(line: &str, marked: &[(usize, Range<usize>)]) -> (usize, usize) {
    if line.len() <= LINE_CHARACTERS || line.chars().count() <= LINE_CHARACTERS {
        return (0, line.len());
    }
    let mark = marked
        .iter()
        .map(|(_, range)| range.start)
        .min()
        .unwrap_or_default();
    let start = line[..mark]
        .char_indices()
        .rev()
        .nth(CHARACTERS_BEFORE_MARK - 1)
        .map_or(0, |(index, _)| index);
    let end = line[start..]
        .char_indices()
        .nth(LINE_CHARACTERS)
        .map_or(line.len(), |(index, _)| start + index);
    (start, end)
}

/// Escapes characters that would move, hide or reorder what a terminal shows.
///
/// Every string of a document passes through this function before it is shown outside of a diagnostic.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            hostile if is_hostile(hostile) => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "\\u{{{:x}}}", u32::from(hostile));
            }
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}

/// Returns whether a character is a control character (except a tab), changes the direction of text, or has no width.
fn is_hostile(character: char) -> bool {
    (character.is_control() && character != '\t')
        || matches!(
            character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests;

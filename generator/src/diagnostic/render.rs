//! Remarks as a person reads them: message, place, excerpt, what to do.
//!
//! In: the remarks and, for each location in them, a [`Place`]. Out: text in the look of the Rust compiler. Knows neither
//! how files are read nor how a pointer becomes a place.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};

use super::{Diagnostic, Diagnostics, Location, Severity};

/// Errors of one code that are printed in full; of the others only the number.
const MOST_ERRORS: usize = 100;

/// Warnings of one code that are printed in full, unless all are asked for. One shows what it is about, and a hundred would hide
/// the others.
const MOST_WARNINGS: usize = 3;

/// How a run's remarks are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether in colours.
    pub color: bool,
    /// Whether every warning and note is printed in full.
    pub all: bool,
}

/// Places that are at most this many lines apart share an excerpt.
const SHARED_LINES: usize = 100;

/// Lines with more characters than this are cut around what is marked.
const LONG_LINE: usize = 120;

/// Characters kept before what is marked in a line that is cut.
const LEAD: usize = 40;

/// Where a location stands: what is needed to print it.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// The file's name, as it is printed.
    pub name: &'a str,
    /// The file's whole text; empty when it could not be read.
    pub text: &'a str,
    /// The bytes to mark, on one line.
    pub range: Range<usize>,
    /// That line, counted from zero.
    pub line: usize,
}

impl Diagnostics {
    /// Returns the locations of all remarks that are printed in full, for which a rendering needs places.
    pub fn shown_locations(&self, all: bool) -> impl Iterator<Item = &Location> {
        let (shown, _) = self.shown(all);
        shown.into_iter().flat_map(|diagnostic| {
            let related = diagnostic.related.iter().map(|(location, _)| location);
            diagnostic.location.iter().chain(related)
        })
    }

    /// Renders the remarks: warnings, then notes, then how many more of each code there are, and errors last, where a terminal
    /// shows them. Those of a kind stand in their order.
    pub fn render(&self, places: &BTreeMap<Location, Place<'_>>, style: Style) -> String {
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
                out.push_str(&more(rest, &renderer));
            }
            let mut columns = Vec::new();
            let group = group(diagnostic, places, &mut columns);
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
            out.push_str(&more(rest, &renderer));
        }
        out
    }

    /// Returns the remarks that are printed in full, errors last, and the numbers of the others by code.
    fn shown(&self, all: bool) -> (Vec<&Diagnostic>, Rest) {
        let most = |severity| match severity {
            Severity::Error => MOST_ERRORS,
            Severity::Warning | Severity::Note if all => usize::MAX,
            Severity::Warning | Severity::Note => MOST_WARNINGS,
        };
        let mut rest = Rest::new();
        let mut shown = Vec::new();
        for diagnostic in &self.list {
            let count = rest
                .entry((diagnostic.severity, diagnostic.code))
                .or_default();
            *count += 1;
            if *count <= most(diagnostic.severity) {
                shown.push(diagnostic);
            }
        }
        rest.retain(|(severity, _), count| {
            *count = count.saturating_sub(most(*severity));
            *count > 0
        });
        shown.sort_by_key(|diagnostic| match diagnostic.severity {
            Severity::Warning => 0,
            Severity::Note => 1,
            Severity::Error => 2,
        });
        (shown, rest)
    }
}

/// How many remarks of which code are not printed in full.
type Rest = BTreeMap<(Severity, &'static str), usize>;

/// Returns the table of what is not printed in full, the most frequent first.
fn more(rest: Rest, renderer: &Renderer) -> String {
    let mut rest: Vec<_> = rest.into_iter().collect();
    rest.sort_by_key(|((severity, _), count)| (*severity, usize::MAX - count));
    let Some(((severity, _), _)) = rest.first() else {
        return String::new();
    };
    let level = level(*severity);
    let total: usize = rest.iter().map(|(_, count)| count).sum();
    let width = total.to_string().len();
    let mut out = renderer.render(&[Group::with_title(
        level.primary_title(format!("{total} more are not shown")),
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
    place: &'a Place<'a>,
    kind: AnnotationKind,
    label: Option<&'a str>,
}

/// A place as the renderer prints it, which counts in the excerpt, and as it is in the file: they differ where what stands
/// before a mark is cut or written out.
struct Column {
    shown: String,
    exact: String,
}

fn group<'a>(
    diagnostic: &'a Diagnostic,
    places: &'a BTreeMap<Location, Place<'a>>,
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
        .map(|(location, words)| (location, AnnotationKind::Context, Some(words.as_str())));
    let marks = primary
        .into_iter()
        .chain(related)
        .filter_map(|(location, kind, label)| {
            let place = places.get(location)?;
            Some(Mark { place, kind, label })
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
            other.place.name == mark.place.name
                && std::ptr::eq(other.place.text, mark.place.text)
                && other.place.line.abs_diff(mark.place.line) <= SHARED_LINES
        });
        match near {
            Some(others) => others.push(mark),
            None => excerpts.push(vec![mark]),
        }
    }
    excerpts
}

/// Returns the lines of marks that share an excerpt, under the place of the first.
fn excerpt<'a>(marks: &[Mark<'a>], columns: &mut Vec<Column>) -> Element<'a> {
    let place = marks[0].place;
    let name = escape(place.name);
    if place.text.is_empty() {
        return Origin::path(name).into();
    }
    let top = marks
        .iter()
        .map(|mark| mark.place)
        .min_by_key(|place| place.line);
    let top = top.unwrap_or(place);
    let first = top.line;
    let last = marks
        .iter()
        .map(|mark| mark.place.line)
        .max()
        .unwrap_or(first);
    let mut source = String::new();
    let mut annotations: Vec<(usize, Annotation<'a>)> = Vec::new();
    let mut begin = line_begin(top.text, top.range.start);
    for number in first..=last {
        let rest = &place.text[begin..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let here = marks
            .iter()
            .enumerate()
            .filter(|(_, mark)| mark.place.line == number);
        let here: Vec<(usize, Range<usize>)> = here
            .map(|(index, mark)| {
                (
                    index,
                    mark.place.range.start - begin..mark.place.range.end - begin,
                )
            })
            .collect();
        let ranges = push_line(&mut source, line.trim_end_matches('\r'), &here);
        for (index, range) in ranges {
            if index == 0 {
                let shown_begin = line_begin(&source, range.start);
                let shown = source[shown_begin..range.start].chars().count();
                let exact = line[..place.range.start - begin].chars().count();
                if shown != exact {
                    let print = |column: usize| format!("{name}:{}:{}", number + 1, column + 1);
                    columns.push(Column {
                        shown: print(shown),
                        exact: print(exact),
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

/// Appends a line to an excerpt, cut if it is long and without characters that a terminal would obey.
///
/// Takes the ranges of the line that are marked, and returns them as ranges of the excerpt.
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

/// Returns the part of a line that is shown: all of it, or what is around the first mark.
fn cut(line: &str, marked: &[(usize, Range<usize>)]) -> (usize, usize) {
    if line.len() <= LONG_LINE || line.chars().count() <= LONG_LINE {
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
        .nth(LEAD - 1)
        .map_or(0, |(index, _)| index);
    let end = line[start..]
        .char_indices()
        .nth(LONG_LINE)
        .map_or(line.len(), |(index, _)| start + index);
    (start, end)
}

/// Writes out characters that would move, hide or reorder what a terminal shows.
///
/// Whatever prints words of a document beside a remark passes them through this.
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

/// Returns whether a character is a control or a mark of direction or without width; a tab is neither.
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

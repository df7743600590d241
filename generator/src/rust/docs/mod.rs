//! The text of documentation: descriptions of the document, cleaned, and the facts about a member.
//!
//! In: descriptions in CommonMark, constraints, values. Out: lines that rustdoc and doctests accept without a warning.
//! Knows nothing of tokens: the lines become literals when they are emitted.
//!
//! * `markdown`: cleans CommonMark, block by block
//! * `inline`: cleans the text within blocks
//! * `html`: turns HTML in descriptions into CommonMark

mod html;
mod inline;
mod markdown;

use crate::api::Node;
use crate::api::{Bound, Constraints, Docs, EnumValue};

use super::model::Ident;

/// Lines of paragraphs are at most this long, if they can be broken.
const WIDTH: usize = 100;

/// Longer defaults and examples are left out of a member's documentation.
const MAX_VALUE_LENGTH: usize = 200;

/// Returns CommonMark as lines that rustdoc accepts; none for an empty text.
pub(super) fn clean(text: &str) -> Vec<String> {
    markdown::clean(text)
}

/// Returns a text as one line of CommonMark.
pub(super) fn one_line(text: &str) -> String {
    first_paragraph(&clean(
        &text.split_whitespace().collect::<Vec<_>>().join(" "),
    ))
}

/// Returns a text as one line without invisible characters; not CommonMark.
pub(super) fn plain_line(text: &str) -> String {
    let text: String = text.chars().filter_map(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the first paragraph of a description as one line; empty where it begins with something else.
pub(super) fn brief(text: &str) -> String {
    first_paragraph(&clean(text))
}

fn first_paragraph(lines: &[String]) -> String {
    let paragraph: Vec<&str> = lines
        .iter()
        .map(|line| line.trim())
        .take_while(|line| !line.is_empty())
        .collect();
    if paragraph
        .first()
        .is_some_and(|first| markdown::begins_block(first))
    {
        return String::new();
    }
    paragraph.join(" ").trim_end_matches('\\').to_owned()
}

/// Returns the document's summary, then its description; `fallback` if it has neither.
pub(super) fn describe(docs: &Docs, fallback: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let summary = docs.summary.as_deref().map(one_line).unwrap_or_default();
    if !summary.is_empty() {
        lines.extend(wrap(&summary));
    }
    if let Some(description) = &docs.description {
        let description = clean(description);
        // Lists of items show the first line, which must be a paragraph.
        if lines.is_empty() && !description.is_empty() && first_paragraph(&description).is_empty() {
            lines.push(fallback.to_owned());
        }
        if description != lines {
            append(&mut lines, description);
        }
    }
    if lines.is_empty() {
        lines.push(fallback.to_owned());
    }
    lines
}

/// Returns the document's summary and description, if it has any.
pub(super) fn describe_if_any(docs: &Docs) -> Vec<String> {
    let lines = describe(docs, "").into_iter();
    lines.skip_while(String::is_empty).collect()
}

/// Breaks a line of a paragraph at spaces, but not before a word that would begin a block at the start of a line.
pub(crate) fn wrap(line: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut width = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        let listed =
            word.ends_with(['.', ')']) && word.starts_with(|first: char| first.is_ascii_digit());
        let is_quoted = word.starts_with(['"', '(', '`']) && !word.starts_with("```");
        // Such a link cannot define a reference, since definitions do not interrupt paragraphs.
        let is_link = word.starts_with("[`");
        let starts = word.starts_with(char::is_alphanumeric) && !listed;
        if width > 0
            && width + 1 + length > WIDTH
            && (starts || is_quoted || is_link)
            && !current.ends_with([' ', '\\'])
        {
            lines.push(std::mem::take(&mut current));
            width = 0;
        } else if !current.is_empty() || width > 0 {
            current.push(' ');
            width += 1;
        }
        current.push_str(word);
        width += length;
    }
    lines.push(current);
    lines
}

/// Adds a paragraph.
pub(super) fn append(lines: &mut Vec<String>, paragraph: Vec<String>) {
    if paragraph.is_empty() {
        return;
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(paragraph);
}

/// Returns the facts about a member beside its description, a sentence each: wire name, constraints, default, example.
pub(super) fn facts(wire: Option<&str>, constraints: &Constraints, docs: &Docs) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(wire) = wire {
        sentences.push(format!("Wire name {}.", code(wire)));
    }
    sentences.extend(constraint_facts(constraints));
    for (name, value) in [("Default", &docs.default), ("Example", &docs.example)] {
        if let Some(value) = value {
            let value = json(value);
            if value.len() <= MAX_VALUE_LENGTH {
                sentences.push(format!("{name}: {}.", code(&value)));
            }
        }
    }
    if docs.deprecated {
        sentences.push("Deprecated.".to_owned());
    }
    if sentences.is_empty() {
        Vec::new()
    } else {
        wrap(&sentences.join(" "))
    }
}

/// Returns the documentation of an enum's variant. Otherwise, the macro that defines the enum documents the wire value.
pub(super) fn variant(value: &EnumValue, documents_value: bool) -> Vec<String> {
    let mut lines = value.description.as_deref().map(clean).unwrap_or_default();
    if documents_value {
        let value = format!("Wire value {}.", code(&value.value));
        append(&mut lines, vec![value]);
    }
    lines
}

/// Returns the sentences for constraints.
fn constraint_facts(constraints: &Constraints) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(listed(&constraints.values));
    let bounds = [
        ("At least", constraints.minimum),
        ("Greater than", constraints.exclusive_minimum),
        ("At most", constraints.maximum),
        ("Less than", constraints.exclusive_maximum),
        ("A multiple of", constraints.multiple_of),
    ];
    for (words, bound) in bounds {
        if let Some(bound) = bound {
            sentences.push(format!("{words} {}.", number(bound)));
        }
    }
    let counts = [
        (constraints.min_length, constraints.max_length, "character"),
        (constraints.min_items, constraints.max_items, "item"),
        (
            constraints.min_properties,
            constraints.max_properties,
            "member",
        ),
    ];
    for (least, most, unit) in counts {
        sentences.extend(count(least.filter(|least| *least > 0), most, unit));
    }
    if constraints.unique_items {
        sentences.push("No item twice.".to_owned());
    }
    if let Some(pattern) = &constraints.pattern {
        sentences.push(format!("Pattern {}.", code(pattern)));
    }
    sentences
}

/// Returns the sentence for the allowed values of a boolean or number, unless it would be too long.
fn listed(values: &[String]) -> Option<String> {
    let words = match values {
        [] => return None,
        [only] => format!("Always {}.", code(only)),
        several => {
            let values: Vec<String> = several.iter().map(|value| code(value)).collect();
            format!("One of {}.", values.join(", "))
        }
    };
    (words.len() <= MAX_VALUE_LENGTH).then_some(words)
}

fn count(least: Option<u64>, most: Option<u64>, unit: &str) -> Option<String> {
    let plural = |number: u64| {
        if number == 1 {
            unit.to_owned()
        } else {
            format!("{unit}s")
        }
    };
    match (least, most) {
        (Some(least), Some(most)) if least == most => {
            Some(format!("Exactly {least} {}.", plural(least)))
        }
        (Some(least), Some(most)) => Some(format!("{least} to {most} {}.", plural(most))),
        (Some(least), None) => Some(format!("At least {least} {}.", plural(least))),
        (None, Some(most)) => Some(format!("At most {most} {}.", plural(most))),
        (None, None) => None,
    }
}

fn number(bound: Bound) -> String {
    match bound {
        Bound::Integer(whole) => whole.to_string(),
        Bound::Float(float) => float_text(float),
    }
}

fn float_text(float: f64) -> String {
    if float.abs() < 1e16 && (float == 0.0 || float.abs() >= 1e-5) {
        float.to_string()
    } else {
        format!("{float:e}")
    }
}

/// Returns a text as a code span, whatever it contains.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().filter_map(visible).collect();
    // Spaces alone would be invisible.
    let text = if text.trim().is_empty() {
        format!("\"{text}\"")
    } else {
        text
    };
    let longest = text
        .split(|letter| letter != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // CommonMark strips one space from both sides if both have one.
    let edge = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    if edge {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Returns the character as documentation may contain it: line ends are spaces, invisible characters are dropped.
fn visible(character: char) -> Option<char> {
    match character {
        '\n' | '\t' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        '\u{200b}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

/// Returns the alias that rustdoc's search finds an item by: the wire name, if rustdoc accepts it. The search ignores case
/// and underscores, so a name that differs in nothing else needs none.
pub(super) fn alias(wire: &str, name: &Ident) -> Option<String> {
    let odd = |letter: char| {
        matches!(letter, '"' | '\'')
            || (letter.is_whitespace() && letter != ' ')
            || visible(letter) != Some(letter)
    };
    let searched = |text: &str| text.replace('_', "").to_lowercase();
    let fits = !wire.is_empty()
        && searched(wire) != searched(name.plain())
        && !wire.contains(odd)
        && wire.trim() == wire;
    fits.then(|| wire.to_owned())
}

/// Returns the wire name if it is not the Rust name.
pub(super) fn wire_name<'a>(wire: &'a str, name: &Ident) -> Option<&'a str> {
    (wire != name.plain()).then_some(wire)
}

/// Returns a value as compact JSON.
pub(super) fn json(value: &Node) -> String {
    let mut out = String::new();
    write_json(value, &mut out);
    out
}

fn write_json(value: &Node, out: &mut String) {
    match value {
        Node::Null => out.push_str("null"),
        Node::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Node::Integer(value) => out.push_str(&value.to_string()),
        Node::Float(value) if value.is_finite() => out.push_str(&float_text(*value)),
        Node::Float(_) => out.push_str("null"),
        Node::String(text) => write_string(text, out),
        Node::Array(elements) => {
            out.push('[');
            for (index, element) in elements.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_json(element, out);
            }
            out.push(']');
        }
        Node::Object(members) => {
            out.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_string(name, out);
                out.push_str(": ");
                write_json(value, out);
            }
            out.push('}');
        }
    }
}

fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if visible(other) != Some(other) => {
                out.push_str(&format!("\\u{:04x}", u32::from(other)))
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests;

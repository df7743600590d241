//! Parses the bytes of a file into a [`Node`].
//!
//! In: bytes, and whether the file is named as JSON. Out: the text, its root node and findings about it, or one [`Failure`] with
//! its position. Does not access the disk.

mod aliases;
pub(super) mod builder;
mod nesting;
mod other_formats;

use serde::Deserialize as _;
use serde::de::IgnoredAny;

use super::Node;
use crate::limits::source::{VALUES, VALUES_PER_BYTE};
use builder::{Builder, Finding};

/// Why a file has no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// The diagnostic's code.
    pub code: &'static str,
    /// What is wrong, without the name of the file or the position.
    pub message: String,
    /// The position in the text, in bytes.
    pub offset: Option<usize>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Failure {
    /// Creates a failure without a position or help.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            offset: None,
            help: None,
        }
    }

    /// Sets the position.
    pub fn at(self, offset: usize) -> Self {
        Self {
            offset: Some(offset),
            ..self
        }
    }

    /// Sets what to do about it.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }
}

/// The content of a text.
#[derive(Debug)]
pub(super) struct Content {
    /// The root node.
    pub root: Node,
    /// Findings, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Returns the text of a file's bytes, without a byte-order mark.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let failure = Failure::new("not-openapi", "this file is compressed with gzip");
        return Err(failure.help("unpack it first: `gunzip`"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let failure = Failure::new("not-openapi", "this is a ZIP archive");
        return Err(failure.help("unpack it and use the document inside"));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(Failure::new("not-utf8", "the file is UTF-16").help("save it as UTF-8"));
    }
    if bytes.starts_with(&[0xEF, 0xBB, 0xBF]) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..valid];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!(
            "the file is not UTF-8: byte 0x{:02x} in line {line}",
            error.as_bytes()[valid]
        );
        Failure::new("not-utf8", message).help("save it as UTF-8")
    })
}

/// Parses a text as JSON if its file is named as JSON, or if it looks like JSON and is valid; otherwise as YAML.
pub(super) fn parse(text: &str, named_json: bool) -> Result<Content, Failure> {
    let limit = text
        .len()
        .saturating_mul(VALUES_PER_BYTE)
        .saturating_add(VALUES);
    if text.trim().is_empty() {
        return Err(Failure::new("empty-document", "the file is empty"));
    }
    if let Some(failure) = other_formats::failure(text.trim_start()) {
        return Err(failure);
    }
    if named_json {
        return parse_json(text, limit);
    }
    if text.trim_start().starts_with(['{', '['])
        && let Ok(content) = parse_json(text, limit)
    {
        return Ok(content);
    }
    parse_yaml(text, limit).map_err(|failure| match failure.code {
        "yaml-syntax" if other_formats::is_graphql(text) => Failure::new(
            "not-openapi",
            "this is a GraphQL schema, not a document in YAML or JSON",
        ),
        _ => failure,
    })
}

fn parse_json(text: &str, limit: usize) -> Result<Content, Failure> {
    let mut builder = Builder::new(limit);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let result = builder
        .build(&mut deserializer)
        .and_then(|root| deserializer.end().map(|()| root));
    match result {
        Ok(root) => Ok(Content {
            root,
            findings: builder.into_findings(),
        }),
        Err(_) if builder.exceeded() => Err(too_many(limit)),
        Err(error) => {
            let offset = json_offset(text, error.line(), error.column());
            let message = without_position(&error.to_string());
            if message.starts_with("recursion limit") {
                return Err(too_deep(offset));
            }
            Err(Failure::new("json-syntax", format!("not valid JSON: {message}")).at(offset))
        }
    }
}

fn parse_yaml(text: &str, limit: usize) -> Result<Content, Failure> {
    if let Some(offset) = nesting::too_deep(text) {
        return Err(too_deep(offset));
    }
    // The builder stops at the limit too, but only once that many values are in memory.
    if may_contain_alias(text) && aliases::exceeds(text, limit) {
        return Err(too_many(limit));
    }
    let mut builder = Builder::new(limit).merging();
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(document) = documents.next() else {
        return Err(Failure::new("empty-document", "the file is empty"));
    };
    let root = builder.build(document).map_err(|error| {
        if builder.exceeded() {
            too_many(limit)
        } else {
            yaml_failure(text, &error)
        }
    })?;
    if root == Node::Null {
        return Err(Failure::new("empty-document", "the file contains no value"));
    }
    for document in documents {
        // A closing `---` begins another document without content.
        match IgnoredAny::deserialize(document) {
            Ok(_) if second_document(text).is_none() => {}
            Ok(_) => {
                let failure = Failure::new(
                    "multiple-documents",
                    "the file contains more than one YAML document",
                );
                let failure = failure.help("put each into a file of its own");
                return Err(Failure {
                    offset: second_document(text),
                    ..failure
                });
            }
            Err(error) => return Err(yaml_failure(text, &error)),
        }
    }
    Ok(Content {
        root,
        findings: builder.into_findings(),
    })
}

/// Returns whether a text may contain an anchor and an alias: their indicators are where one could begin.
fn may_contain_alias(text: &str) -> bool {
    may_contain(text, b'&') && may_contain(text, b'*')
}

fn may_contain(text: &str, indicator: u8) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(index, byte)| {
        let named = |next: &u8| next.is_ascii_alphanumeric() || matches!(next, b'_' | b'-');
        *byte == indicator
            && bytes.get(index + 1).is_some_and(named)
            && (index == 0
                || bytes[index - 1].is_ascii_whitespace()
                || b"[]{},:\"'".contains(&bytes[index - 1]))
    })
}

/// Returns where the second document of a stream begins, if it has content.
fn second_document(text: &str) -> Option<usize> {
    let mut offset = 0;
    let mut content = false;
    let mut second = None;
    for line in text.split_inclusive('\n') {
        let marker = line
            .get(..3)
            .filter(|_| line[3..].is_empty() || line[3..].starts_with([' ', '\t', '\r', '\n']));
        let rest = match marker {
            Some("---" | "...") => {
                second = second.or(content.then_some(offset));
                &line[3..]
            }
            _ => line,
        };
        let rest = rest.trim();
        if !rest.is_empty() && !rest.starts_with('#') && (content || !rest.starts_with('%')) {
            if second.is_some() {
                return second;
            }
            content = true;
        }
        offset += line.len();
    }
    None
}

fn too_many(limit: usize) -> Failure {
    Failure::new(
        "too-many-nodes",
        format!("the file expands to more than {limit} values"),
    )
    .help("its aliases repeat too much content")
}

fn too_deep(offset: usize) -> Failure {
    Failure::new("too-deep", "the file is nested too deeply").at(offset)
}

fn yaml_failure(text: &str, error: &serde_yaml::Error) -> Failure {
    let whole = error.to_string();
    let message = without_position(&whole);
    // The parser reports no position for characters that YAML does not allow.
    let forbidden = whole
        .contains("control characters")
        .then(|| text.find(is_forbidden))
        .flatten();
    let offset = forbidden.or_else(|| error.location().map(|location| location.index()));
    let offset = offset.map(|offset| floor_boundary(text, offset));
    if message.contains("recursion limit") {
        return too_deep(offset.unwrap_or_default());
    }
    if message.contains("repetition limit") {
        return Failure::new(
            "too-many-nodes",
            "the file's aliases expand to too many values",
        )
        .help("its aliases repeat too much content");
    }
    let failure = match offset {
        Some(offset)
            if text.as_bytes().get(offset) == Some(&b'\t') && message.contains("cannot start") =>
        {
            let failure = Failure::new("yaml-syntax", "YAML does not allow tabs for indentation");
            failure.help("indent with spaces")
        }
        _ => Failure::new("yaml-syntax", format!("not valid YAML: {message}")),
    };
    Failure { offset, ..failure }
}

/// Returns whether YAML forbids a character everywhere (YAML 1.2.2, section 5.1).
fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other < ' ',
    }
}

/// Removes positions from the message of a parser: the excerpt shows them.
fn without_position(message: &str) -> String {
    let mut rest = message;
    let mut out = String::with_capacity(message.len());
    while let Some(index) = rest.find(" at line ") {
        let after = &rest[index + " at line ".len()..];
        let digits = after.trim_start_matches(|character: char| character.is_ascii_digit());
        let Some(column) = digits.strip_prefix(" column ") else {
            break;
        };
        out.push_str(&rest[..index]);
        rest = column.trim_start_matches(|character: char| character.is_ascii_digit());
    }
    out.push_str(rest.split(" at position ").next().unwrap_or_default());
    out
}

/// Returns the byte offset of a line and column of `serde_json`: both start at one, columns are bytes.
fn json_offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(breaks) => text
            .match_indices('\n')
            .nth(breaks)
            .map_or(0, |(index, _)| index + 1),
    };
    floor_boundary(text, start.saturating_add(column.saturating_sub(1)))
}

/// Returns the last character boundary at or before an offset.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests;

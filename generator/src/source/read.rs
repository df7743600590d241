//! Turns the bytes of a file into a [`Node`].
//!
//! In: bytes and whether the file is named as JSON. Out: the text, its root node and remarks about it, or one
//! [`Failure`] with its place. Knows no disk.

use serde::Deserialize as _;
use serde::de::IgnoredAny;

use super::visit::{Builder, Remark};
use super::{Node, nesting, unfold};

/// Values that any document may hold, whatever its size. Without aliases a document has fewer values than bytes, so only
/// one that unfolds to far more than it says can reach the limit.
const FREE_VALUES: usize = 1_000_000;

/// Values allowed on top for each byte of the text.
const VALUES_PER_BYTE: usize = 10;

/// Why a file has no content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// The diagnostic's code.
    pub code: &'static str,
    /// What is wrong, without the file's name or the place.
    pub message: String,
    /// Where in the text, in bytes.
    pub offset: Option<usize>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Failure {
    /// Returns a failure without a place or help.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            offset: None,
            help: None,
        }
    }

    /// Sets the place.
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

/// What a text holds.
#[derive(Debug)]
pub(super) struct Content {
    /// Its root.
    pub root: Node,
    /// Remarks, in the order of the text.
    pub remarks: Vec<Remark>,
}

/// Returns the text of a file's bytes, without a byte-order mark.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.starts_with(&[0x1F, 0x8B]) {
        let failure = Failure::new("not-openapi", "this is a file compressed by gzip");
        return Err(failure.help("unpack it first: `gunzip`"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let failure = Failure::new("not-openapi", "this is a ZIP archive");
        return Err(failure.help("unpack it, and give the document in it"));
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

/// Reads a text as JSON or YAML: what is named JSON as JSON, anything else that begins as JSON does as JSON if it can be.
pub(super) fn parse(text: &str, named_json: bool) -> Result<Content, Failure> {
    let limit = text
        .len()
        .saturating_mul(VALUES_PER_BYTE)
        .saturating_add(FREE_VALUES);
    if text.trim().is_empty() {
        return Err(Failure::new("empty-document", "the file is empty"));
    }
    if let Some(failure) = foreign(text.trim_start()) {
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
        "yaml-syntax" if is_graphql(text) => Failure::new(
            "not-openapi",
            "this is a GraphQL schema, not a document in YAML or JSON",
        ),
        _ => failure,
    })
}

/// Returns the failure for a text that begins as no document does: a page, a pointer to a file, another language.
fn foreign(begin: &str) -> Option<Failure> {
    const LFS: &str = "version https://git-lfs.github.com/spec/";
    let fail = |what: &str, help: &str| {
        let message = format!("this is {what}, not a document in YAML or JSON");
        Some(Failure::new("not-openapi", message).help(help))
    };
    if begin.starts_with(LFS) {
        return fail(
            "a Git LFS pointer in place of the file",
            "fetch the file itself: `git lfs pull`",
        );
    }
    if begin.starts_with("#%RAML") {
        return fail("a RAML document", "convert it to OpenAPI first");
    }
    if begin.starts_with("syntax = \"proto") {
        return fail("a Protocol Buffers file", "convert it to OpenAPI first");
    }
    // `<<` would be a member.
    if !begin.starts_with('<') || begin.starts_with("<<") {
        return None;
    }
    let head: String = begin.chars().take(1000).collect();
    let head = head.to_ascii_lowercase();
    if head.starts_with("<!doctype html") || head.contains("<html") {
        return fail(
            "an HTML page",
            "save the document itself, not a page that shows it or says why it is not there",
        );
    }
    if head.contains("wsdl") {
        return fail("a WSDL document", "OpenAPI describes no SOAP services");
    }
    fail("XML", "save the document itself in YAML or JSON")
}

/// Returns whether a text is a schema of GraphQL: a line that begins a definition, and ends with its brace.
fn is_graphql(text: &str) -> bool {
    const WORDS: [&str; 7] = [
        "type",
        "input",
        "enum",
        "interface",
        "extend",
        "schema",
        "directive",
    ];
    text.lines().any(|line| {
        let line = line.trim_end();
        let mut words = line.split(' ');
        words.next().is_some_and(|first| WORDS.contains(&first))
            && !line.contains(':')
            && (line.ends_with('{') || line.contains(" on "))
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
            remarks: builder.into_remarks(),
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
    // The builder stops at the limit too, but only when that much is in memory.
    if may_hold_alias(text) && unfold::exceeds(text, limit) {
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
        return Err(Failure::new("empty-document", "the file holds no value"));
    }
    for document in documents {
        // A closing `---` opens one more document, with nothing in it.
        match IgnoredAny::deserialize(document) {
            Ok(_) if second_document(text).is_none() => {}
            Ok(_) => {
                let failure = Failure::new(
                    "multiple-documents",
                    "the file holds more than one YAML document",
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
        remarks: builder.into_remarks(),
    })
}

/// Returns whether a text may hold an anchor and an alias of it: their signs stand where one could begin.
fn may_hold_alias(text: &str) -> bool {
    may_hold(text, b'&') && may_hold(text, b'*')
}

fn may_hold(text: &str, sign: u8) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(index, byte)| {
        let named = |next: &u8| next.is_ascii_alphanumeric() || matches!(next, b'_' | b'-');
        *byte == sign
            && bytes.get(index + 1).is_some_and(named)
            && (index == 0
                || bytes[index - 1].is_ascii_whitespace()
                || b"[]{},:\"'".contains(&bytes[index - 1]))
    })
}

/// Returns where the second document of a stream begins, if there is anything in it.
fn second_document(text: &str) -> Option<usize> {
    let mut offset = 0;
    let mut content = false;
    let mut begin = None;
    for line in text.split_inclusive('\n') {
        let marker = line
            .get(..3)
            .filter(|_| line[3..].is_empty() || line[3..].starts_with([' ', '\t', '\r', '\n']));
        let rest = match marker {
            Some("---" | "...") => {
                begin = begin.or(content.then_some(offset));
                &line[3..]
            }
            _ => line,
        };
        let rest = rest.trim();
        if !rest.is_empty() && !rest.starts_with('#') && (content || !rest.starts_with('%')) {
            if begin.is_some() {
                return begin;
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
        format!("the file unfolds to more than {limit} values"),
    )
    .help("its aliases repeat more than any document needs")
}

fn too_deep(offset: usize) -> Failure {
    Failure::new("too-deep", "the file is nested too deeply").at(offset)
}

fn yaml_failure(text: &str, error: &serde_yaml::Error) -> Failure {
    let whole = error.to_string();
    let message = without_position(&whole);
    // The reader of the parser gives no position for characters that YAML does not allow.
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
            "the file's aliases unfold to too many values",
        )
        .help("its aliases repeat more than any document needs");
    }
    let failure = match offset {
        Some(offset)
            if text.as_bytes().get(offset) == Some(&b'\t') && message.contains("cannot start") =>
        {
            let failure = Failure::new("yaml-syntax", "YAML does not allow tabs to indent");
            failure.help("indent by spaces")
        }
        _ => Failure::new("yaml-syntax", format!("not valid YAML: {message}")),
    };
    Failure { offset, ..failure }
}

/// Returns whether YAML allows a character nowhere (YAML 1.2.2, section 5.1).
fn is_forbidden(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\u{7f}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        other => other < ' ',
    }
}

/// Removes the places that a parser names in its message: the excerpt shows them.
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

/// Returns the byte of a line and column as `serde_json` counts them: both from one, columns in bytes.
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

/// Returns the last boundary between characters that is not behind an offset.
fn floor_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests;

//! Changes documents without mercy, and checks that the generator has a response to whatever comes of it.
//!
//! Shared by the test of mutations and the fuzz target. The same seed gives the same change.

use generator::diagnostic::{Diagnostics, Style};
use generator::source::Sources;
use generator::{api, emit, openapi, rust};

/// Runs all stages from a text to printed files. Panics where a stage does, where the output does not parse, where a file's
/// name is not plain, and where neither files nor an error come out.
pub fn check(text: &str) {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut diagnostics);
    let document = openapi::read(&sources, &mut diagnostics);
    let api = document
        .as_ref()
        .map(|document| api::lower(document, &mut diagnostics));
    let options = rust::PlanOptions {
        package: "mutant".to_owned(),
        // The more there is to print, the more can go wrong.
        resource_features: rust::ResourceFeatures::Always,
    };
    let plan = api
        .as_ref()
        .map(|api| rust::plan(api, &options, &mut diagnostics));
    let rendered = sources.render(&diagnostics, Style::default());
    assert_eq!(
        rendered.is_empty(),
        diagnostics.errors() + diagnostics.warnings() == 0
    );
    let Some(plan) = plan else {
        assert!(diagnostics.has_errors(), "no crate, and no reason");
        return;
    };
    // Printed whatever was said: what cannot fail must not.
    for file in emit::files(&plan, &emit::Manifest::default()) {
        let path = file.path.as_str();
        if path.starts_with("src/runtime") || !path.ends_with(".rs") {
            continue;
        }
        let is_plain = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '_' | '/' | '.');
        assert!(
            path.starts_with("src/") && path.chars().all(is_plain),
            "{path}"
        );
        assert!(!path.contains(".."), "{path}");
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{path} does not parse: {error}");
        }
    }
}

/// Numbers that look random, and are the same for the same seed.
pub struct Dice(u64);

impl Dice {
    /// Returns the numbers of a seed.
    pub fn new(seed: u64) -> Self {
        // Small seeds differ in few bits; none may be zero.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// Returns a number below a limit, which must not be zero.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit
    }

    fn one_of<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// What is written in the place of a value.
const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e999",
    "-9223372036854775809",
    "18446744073709551616",
    "''",
    "' '",
    "{}",
    "[]",
    "[null]",
    "[[]]",
    "{ a: b }",
    "{ '': {} }",
    "string",
    "number",
    "integer",
    "array",
    "object",
    "[string, 'null']",
    "'../../x'",
    "'a;b'",
    "'\"#*/{{'",
    "\"\\u0000\\u202e\"",
    "ﬁ",
    "self",
    "Self",
    "_",
    "crate",
    "Option",
    "'+1'",
    "100000000000",
    "{ $ref: '#' }",
    "{ $ref: '#/components/schemas/A' }",
    "{ type: string }",
    "{ type: object, additionalProperties: {} }",
    "{ allOf: [{}, { type: string }] }",
    "{ oneOf: [{ type: string }, { type: integer }] }",
    "{ const: 1 }",
    "{ enum: [] }",
    "{ enum: [a, 1, null, {}] }",
    "{ not: {} }",
    "*a",
    "&a x",
    "!!str 1",
    "date-time",
    "binary",
    "int64",
    "default",
    "2XX",
    "application/json",
    "multipart/form-data",
    "'*/*'",
    "deepObject",
    "'{a}{b}'",
    "/a/{b}",
    "simple",
    "true",
    "3.0.0",
    "3.2.0",
];

/// Names that may not stand in any of the documents, and mean something.
const NAMES: &[&str] = &[
    "allOf",
    "oneOf",
    "anyOf",
    "not",
    "if",
    "$ref",
    "$id",
    "$anchor",
    "$defs",
    "$dynamicRef",
    "const",
    "enum",
    "items",
    "prefixItems",
    "additionalProperties",
    "patternProperties",
    "propertyNames",
    "properties",
    "required",
    "nullable",
    "readOnly",
    "writeOnly",
    "discriminator",
    "mapping",
    "default",
    "example",
    "examples",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "format",
    "type",
    "deprecated",
    "x-rust-name",
    "x-rust-skip",
    "x-rust-type",
    "x-rust-envelope",
    "x-rust-env",
    "x-sensitive",
    "content",
    "schema",
    "encoding",
    "headers",
    "style",
    "explode",
    "allowReserved",
    "allowEmptyValue",
    "in",
    "name",
    "parameters",
    "requestBody",
    "responses",
    "callbacks",
    "security",
    "servers",
    "tags",
    "operationId",
    "summary",
    "webhooks",
    "paths",
    "components",
    "itemSchema",
    "get",
    "query",
    "additionalOperations",
    "200",
    "default",
    "<<",
    "",
    "..",
];

/// Returns a document with a few changes; `others` are what parts are taken from.
pub fn mutate(text: &str, others: &[String], dice: &mut Dice) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..1 + dice.below(4) {
        if lines.is_empty() {
            break;
        }
        change(&mut lines, others, dice);
    }
    let mut text = lines.join("\n");
    if dice.below(8) == 0 {
        text = change_letter(&text, dice);
    }
    text
}

fn change(lines: &mut Vec<String>, others: &[String], dice: &mut Dice) {
    let at = dice.below(lines.len());
    let some = 1 + dice.below(6.min(lines.len() - at));
    match dice.below(9) {
        0 => drop(lines.drain(at..at + some)),
        1 => {
            let copied: Vec<String> = lines[at..at + some].to_vec();
            let to = dice.below(lines.len());
            lines.splice(to..to, copied);
        }
        2 => {
            let other = dice.below(lines.len());
            lines.swap(at, other);
        }
        3 => {
            let spaces = 2 * (1 + dice.below(3));
            for line in &mut lines[at..at + some] {
                let indented = line.starts_with(&" ".repeat(spaces));
                *line = match dice.below(2) == 0 && indented {
                    true => line[spaces..].to_owned(),
                    false => format!("{}{line}", " ".repeat(spaces)),
                };
            }
        }
        4 => lines[at] = with_value(&lines[at], dice.one_of(VALUES)),
        5 => lines[at] = with_name(&lines[at], dice.one_of(NAMES)),
        6 => {
            let line = format!(
                "{}{}: {}",
                indent(&lines[at]),
                dice.one_of(NAMES),
                dice.one_of(VALUES)
            );
            lines.insert(at, line);
        }
        7 => redirect(lines, at, dice),
        _ => {
            let other = dice.below(others.len());
            let taken: Vec<&str> = others[other].lines().collect();
            let from = dice.below(taken.len());
            let taken = taken[from..taken.len().min(from + some)].iter();
            lines.splice(at..at, taken.map(|line| (*line).to_owned()));
        }
    }
}

fn indent(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

/// Replaces what stands behind one of the colons of a line, up to the next comma or bracket.
fn with_value(line: &str, value: &str) -> String {
    match line.rsplit_once(": ") {
        Some((before, after)) => {
            let rest = after.find([',', '}', ']']).map_or("", |end| &after[end..]);
            format!("{before}: {value}{rest}")
        }
        None => format!("{} {value}", line.trim_end()),
    }
}

/// Replaces the name before the last colon of a line.
fn with_name(line: &str, name: &str) -> String {
    match line.rsplit_once(": ") {
        Some((before, after)) => {
            let start = before.rfind([' ', '{', ',']).map_or(0, |at| at + 1);
            format!("{}{name}: {after}", &before[..start])
        }
        None => format!("{}{name}:", indent(line)),
    }
}

/// Lets a reference of the document lead where another one leads.
fn redirect(lines: &mut [String], at: usize, dice: &mut Dice) {
    let is_reference = |line: &String| line.contains("#/");
    let references: Vec<usize> = (0..lines.len())
        .filter(|index| is_reference(&lines[*index]))
        .collect();
    if references.is_empty() {
        return;
    }
    let target = |line: &str| {
        let start = line.find("#/").unwrap_or_default();
        let length = line[start..]
            .find(['"', '\'', ' ', '}'])
            .unwrap_or(line.len() - start);
        (start, start + length)
    };
    let (from, to) = (
        references[at % references.len()],
        references[dice.below(references.len())],
    );
    let (start, end) = target(&lines[to]);
    let pointer = lines[to][start..end].to_owned();
    let (start, end) = target(&lines[from]);
    lines[from].replace_range(start..end, &pointer);
}

fn change_letter(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    if letters.is_empty() {
        return String::new();
    }
    let at = dice.below(letters.len());
    match dice.below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(
            at,
            *dice.one_of(&[
                &':', &'-', &'{', &']', &'"', &'\t', &'#', &'\u{0}', &'é', &'&',
            ]),
        ),
        _ => letters.truncate(at),
    }
    letters.into_iter().collect()
}

//! Every combination of place, style, explode and type of a parameter: what is sent, and what is said of the document.
//!
//! In: the combinations, as a document made here. Out: `combinations.txt`, a table to be reviewed. Whatever the
//! specification defines is sent as it says and passes in silence; whatever it does not define has a result as well, and a
//! diagnostic at the parameter. Nothing is neither.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use generator::Outcome;

use super::support::crates::{Crates, write_if_other};
use super::support::{Scratch, expect_text, generate, mode, tests};

const PLACES: [&str; 4] = ["path", "query", "header", "cookie"];

/// A parameter's members beside its name, place and schema, by a name of their own; `content` has its schema elsewhere.
const STYLES: [(&str, &str); 11] = [
    ("unset", ""),
    ("simple", "style: simple, "),
    ("label", "style: label, "),
    ("matrix", "style: matrix, "),
    ("form", "style: form, "),
    ("space", "style: spaceDelimited, "),
    ("pipe", "style: pipeDelimited, "),
    ("deep", "style: deepObject, "),
    ("reserved", "allowReserved: true, "),
    ("empty", "allowEmptyValue: true, "),
    ("content", ""),
];

const EXPLODE: [(&str, &str); 3] = [
    ("unset", ""),
    ("true", "explode: true, "),
    ("false", "explode: false, "),
];

/// A type: its name, its schema, and values of it as Rust.
struct Kind {
    name: &'static str,
    schema: &'static str,
    /// Whether values are passed by reference where they are required.
    borrowed: bool,
    values: &'static [&'static str],
}

const KINDS: [Kind; 11] = [
    Kind {
        name: "text",
        schema: "{ type: string }",
        borrowed: false,
        values: &[r#""blue""#, r#""""#, r#""a/b?c&d=e,f é""#],
    },
    Kind {
        name: "integer",
        schema: "{ type: integer }",
        borrowed: false,
        values: &["-7"],
    },
    Kind {
        name: "number",
        schema: "{ type: number }",
        borrowed: false,
        values: &["1.5"],
    },
    Kind {
        name: "boolean",
        schema: "{ type: boolean }",
        borrowed: false,
        values: &["true"],
    },
    Kind {
        name: "array",
        schema: "{ type: array, items: { type: string } }",
        borrowed: true,
        values: &[
            r#"texts(&["blue", "black"])"#,
            "texts(&[])",
            r#"texts(&["", "b,c|d e"])"#,
        ],
    },
    Kind {
        name: "object",
        schema: r##"{ $ref: "#/components/schemas/Rgb" }"##,
        borrowed: true,
        values: &["Rgb::new().r(1).g(2).b(3)", "Rgb::new()"],
    },
    Kind {
        name: "map",
        schema: "{ type: object, additionalProperties: { type: string } }",
        borrowed: true,
        values: &[r#"map(&[("a b", "c=d"), ("e", "")])"#, "map(&[])"],
    },
    Kind {
        name: "arrays",
        schema: "{ type: array, items: { type: array, items: { type: string } } }",
        borrowed: true,
        values: &[r#"vec![texts(&["a", "b"]), texts(&[])]"#],
    },
    Kind {
        name: "objects",
        schema: r##"{ type: array, items: { $ref: "#/components/schemas/Rgb" } }"##,
        borrowed: true,
        values: &["vec![Rgb::new().r(1), Rgb::new()]"],
    },
    Kind {
        name: "nested",
        schema: r##"{ $ref: "#/components/schemas/Nested" }"##,
        borrowed: true,
        values: &[r#"nested(&["a", "b"], Rgb::new().r(1))"#],
    },
    Kind {
        name: "anything",
        schema: "{}",
        borrowed: true,
        values: &[r#"json!({"a": [1]})"#, r#"json!("x")"#, "json!(null)"],
    },
];

/// A place, style and explode: every type is tried with them.
#[derive(Clone, Copy)]
struct Block {
    place: &'static str,
    style: &'static str,
    explode: &'static str,
    stated: (&'static str, &'static str),
}

impl Block {
    fn title(self) -> String {
        format!("{} {} {}", self.place, self.style, self.explode)
    }

    /// Returns the name of a parameter of this type, which is its name in Rust as well.
    fn parameter(self, kind: &Kind) -> String {
        format!("{}_{}_{}", self.style, self.explode, kind.name)
    }
}

fn blocks() -> Vec<Block> {
    let mut blocks = Vec::new();
    for place in PLACES {
        for (style, stated_style) in STYLES {
            for (explode, stated_explode) in EXPLODE {
                // These stand for one question each, which `explode` has no part in.
                let single = ["reserved", "empty", "content"].contains(&style);
                if !(single && explode != "unset") {
                    blocks.push(Block {
                        place,
                        style,
                        explode,
                        stated: (stated_style, stated_explode),
                    });
                }
            }
        }
    }
    blocks
}

#[test]
fn every_combination_is_defined_or_reported() {
    let folder = Scratch::new();
    let document = folder.0.join("openapi.yaml");
    fs::write(&document, text_of_document()).expect("the file can be written");
    let mut outcome = generate(&document, "combinations");
    let files = outcome.files.take();
    let files = files.unwrap_or_else(|| panic!("{}", outcome.rendered));

    let mut crates = Crates::new("combinations");
    let examples = crates.add("combinations", files).join("examples");
    fs::create_dir_all(&examples).expect("folders can be made");
    write_if_other(&examples.join("table.rs"), &program());
    let output = crates.cargo(&[
        "run",
        "--offline",
        "--quiet",
        "--no-default-features",
        "--package",
        "combinations",
        "--example",
        "table",
    ]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let sent = String::from_utf8(output.stdout).expect("requests are text");

    let table = table(&sent, &outcome);
    let path = tests().join("wire/combinations.txt");
    if let Err(complaint) = expect_text(&path, &table, mode("combinations")) {
        panic!(
            "{complaint}\n\nIf this is as it should be, run `BLESS=combinations cargo test -p generator --test wire` and \
             read the difference."
        );
    }
}

/// The document: an operation for each block of the path, and one for each other place.
fn text_of_document() -> String {
    let mut text = "openapi: 3.1.0
info: { title: Combinations, version: '1' }
servers: [{ url: 'https://test' }]
components:
  schemas:
    Rgb: { type: object, properties: { R: { type: integer }, G: { type: integer }, B: { type: integer } } }
    Nested: { type: object, properties: { list: { type: array, items: { type: string } }, rgb: { $ref: '#/components/schemas/Rgb' } } }
paths:
"
    .to_owned();
    for place in PLACES {
        let blocks: Vec<Block> = blocks()
            .into_iter()
            .filter(|block| block.place == place)
            .collect();
        if place == "path" {
            for block in blocks {
                let operation = format!("{}_{}", block.style, block.explode);
                let segments = KINDS.map(|kind| format!("/{{{}}}", block.parameter(&kind)));
                let path = format!("/path{}", segments.concat());
                operations(&mut text, &path, &format!("path.{operation}"), &[block]);
            }
        } else {
            operations(
                &mut text,
                &format!("/{place}"),
                &format!("{place}.get"),
                &blocks,
            );
        }
    }
    text
}

fn operations(text: &mut String, path: &str, id: &str, blocks: &[Block]) {
    writeln!(
        text,
        "  {path}:\n    get:\n      operationId: {id}\n      responses: {{ '204': {{ description: Done }} }}\n      parameters:"
    )
    .expect("a text grows");
    for block in blocks {
        for kind in &KINDS {
            let (name, place) = (block.parameter(kind), block.place);
            let required = if place == "path" {
                "required: true, "
            } else {
                ""
            };
            let value = match block.style {
                "content" => format!(
                    "content: {{ application/json: {{ schema: {} }} }}",
                    kind.schema
                ),
                _ => format!("schema: {}", kind.schema),
            };
            let (style, explode) = block.stated;
            writeln!(
                text,
                "        - {{ name: {name}, in: {place}, {required}{style}{explode}{value} }}"
            )
            .expect("a text grows");
        }
    }
}

/// The program that sends each value in each combination and prints what arrives, a line each.
fn program() -> String {
    let mut calls = String::new();
    for block in blocks() {
        for (at, kind) in KINDS.iter().enumerate() {
            for value in kind.values {
                let name = block.parameter(kind);
                let call = match block.place {
                    "path" => path_call(block, kind, value),
                    place => format!("client.{place}().get().{name}({value})"),
                };
                writeln!(calls, "    show(&recorder, ({at}, {name:?}), {call});")
                    .expect("a text grows");
            }
        }
    }
    let support = tests().join("wire/support.rs").display().to_string();
    let program = PROGRAM.replace("SUPPORT", &support.replace('\\', "/"));
    format!("{program}{calls}}}\n")
}

/// A call that gives the first value for each parameter but one.
fn path_call(block: Block, kind: &Kind, value: &str) -> String {
    let operation = format!("{}_{}", block.style, block.explode);
    let fields = KINDS.map(|field| {
        let value = match field.name == kind.name {
            true => value,
            false => field.values[0],
        };
        let sign = if field.borrowed { "&" } else { "" };
        format!("{}: {sign}{value}", block.parameter(&field))
    });
    let camel = |word: &str| word[..1].to_uppercase() + &word[1..];
    format!(
        "client.path().{operation}(path::{}{}Required {{ {} }})",
        camel(block.style),
        camel(block.explode),
        fields.join(", ")
    )
}

/// The beginning of the program. Calls are given as they are built, so that there is one function for each operation, not
/// for each call.
const PROGRAM: &str = r#"//! Prints what is sent in each combination.

extern crate combinations as api;

#[path = "SUPPORT"]
mod support;

use std::collections::BTreeMap;

use api::Error;
use api::resources::path;
use api::serde_json::json;
use api::types::{Nested, Rgb};

use support::{ServerResponse, Recorder};

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn map(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn nested(list: &[&str], rgb: Rgb) -> Nested {
    Nested::new().list(list.iter().copied()).rgb(rgb)
}

fn show<T>(recorder: &Recorder, (at, name): (usize, &str), call: impl IntoFuture<Output = Result<T, Error>>) {
    let result = support::wait(call.into_future());
    let request = recorder.take();
    let part = match result {
        Err(error) => format!("error: {}", error.to_string().rsplit_once(&format!("{name}: ")).expect("the parameter is named").1),
        Ok(_) if request.starts_with("GET /path") => request["GET /path/".len()..].split('/').nth(at).expect("a segment").to_owned(),
        Ok(_) => request.split_once(['?', '\n']).map_or_else(|| "nothing".to_owned(), |(_, sent)| sent.to_owned()),
    };
    println!("{}", part.replace(name, "color"));
}

fn main() {
    let (client, recorder) = support::recording(api::Client::builder(), ServerResponse::new(204));
"#;

/// The table: a block for each place, style and explode, in it a line for each value. A block that differs from an earlier one
/// in nothing but a diagnostic on all its lines names that one.
fn table(sent: &str, outcome: &Outcome) -> String {
    let mut sent = sent.lines();
    let codes = codes(outcome);
    let mut known: Vec<(String, Vec<Line>)> = Vec::new();
    let mut text = HEAD.to_owned();
    for block in blocks() {
        let title = block.title();
        let lines = lines(block, &codes, &mut sent);
        let first = known
            .iter()
            .find_map(|(title, known)| Some((title, further_codes(&lines, known)?)));
        if let Some((first, further)) = first {
            writeln!(text, "{title}: as {first}{further}").expect("a text grows");
            continue;
        }
        writeln!(text, "{title}:").expect("a text grows");
        for line in &lines {
            let line = format!("  {}{}", line.sent, bracketed(&line.codes));
            writeln!(text, "{}", line.trim_end()).expect("a text grows");
        }
        text.push('\n');
        known.push((title, lines));
    }
    assert_eq!(
        sent.next(),
        None,
        "the program prints a line for each value"
    );
    text
}

/// What is sent for a value, and what is said of its parameter.
struct Line {
    sent: String,
    codes: Vec<&'static str>,
}

/// Returns the lines of a block, and fails where something undefined is not said, or something defined is.
fn lines(
    block: Block,
    codes: &BTreeMap<(&'static str, String), Vec<&'static str>>,
    sent: &mut std::str::Lines<'_>,
) -> Vec<Line> {
    let mut lines = Vec::new();
    for kind in &KINDS {
        let name = block.parameter(kind);
        let codes = codes.get(&(block.place, name)).cloned().unwrap_or_default();
        assert!(
            is_defined(block, kind).is_none_or(|defined| defined == codes.is_empty()),
            "{} {}: said is {codes:?}",
            block.title(),
            kind.name
        );
        for value in kind.values {
            let part = sent
                .next()
                .expect("the program prints a line for each value");
            assert!(!part.is_empty(), "{} {value}: silence", block.title());
            lines.push(Line {
                sent: format!("{:<9}{value:<38}{part}", kind.name),
                codes: codes.clone(),
            });
        }
    }
    lines
}

/// Returns what is said of all lines beyond what is said of the known ones; `None` where that or anything else differs.
fn further_codes(lines: &[Line], known: &[Line]) -> Option<String> {
    let mut all: Option<Vec<&str>> = None;
    for (line, known) in lines.iter().zip(known) {
        let is_more = known.codes.iter().all(|code| line.codes.contains(code));
        if line.sent != known.sent || !is_more {
            return None;
        }
        let further = line.codes.iter().copied();
        let further: Vec<&str> = further.filter(|code| !known.codes.contains(code)).collect();
        if all.as_ref().is_some_and(|all| *all != further) {
            return None;
        }
        all = Some(further);
    }
    Some(bracketed(&all.unwrap_or_default()))
}

fn bracketed(codes: &[&str]) -> String {
    match codes {
        [] => String::new(),
        codes => format!("   [{}]", codes.join(", ")),
    }
}

const HEAD: &str = "# What is sent for each place, style, explode and type of a parameter `color`, and in brackets what is said of the document.
# `nothing` stands where no text is sent, and `error:` where no request is. The test writes this table, and people read it.

";

/// Returns the codes of what is said of each parameter.
fn codes(outcome: &Outcome) -> BTreeMap<(&'static str, String), Vec<&'static str>> {
    let diagnostics: Vec<(Vec<String>, &'static str)> = outcome
        .diagnostics
        .iter()
        .filter_map(|diagnostic| Some((diagnostic.location.as_ref()?.tokens(), diagnostic.code)))
        .collect();
    let api = outcome.api.as_ref().expect("the document could be read");
    let mut codes = BTreeMap::new();
    let operations = api.operations.iter();
    for parameter in operations.flat_map(|operation| &operation.parameters) {
        let place = parameter.location.tokens();
        let said: Vec<&'static str> = diagnostics
            .iter()
            .filter(|(tokens, _)| tokens.starts_with(&place))
            .map(|(_, code)| *code)
            .collect();
        let place = PLACES[parameter.encoding.location_in as usize];
        codes.insert((place, parameter.name.clone()), said);
    }
    codes
}

/// Whether the specification says what is sent; `None` where that depends on the value.
/// <https://spec.openapis.org/oas/v3.1.1.html#style-examples>
fn is_defined(block: Block, kind: &Kind) -> Option<bool> {
    let structured = !["text", "integer", "number", "boolean"].contains(&kind.name);
    let object = ["object", "map"].contains(&kind.name);
    let nested = ["arrays", "objects", "nested"].contains(&kind.name);
    let exploded = block.explode == "true";
    let usual = match block.place {
        "path" | "header" => "simple",
        _ => "form",
    };
    let style = match block.style {
        "unset" => usual,
        "reserved" | "empty" if block.place != "query" => return Some(false),
        "reserved" | "empty" => usual,
        style => style,
    };
    let of_place: &[&str] = match block.place {
        "path" => &["simple", "label", "matrix", "content"],
        "query" => &["form", "space", "pipe", "deep", "content"],
        "header" => &["simple", "content"],
        _ => &["form", "content"],
    };
    if !of_place.contains(&style) {
        return Some(false);
    }
    match (block.place, style) {
        (_, "content") => Some(true),
        _ if kind.name == "anything" => None,
        _ if nested => Some(false),
        ("cookie", _) => Some(!structured || block.explode == "false"),
        (_, "space" | "pipe") => Some(structured && !exploded),
        // `explode` changes nothing in this style.
        (_, "deep") => Some(object),
        _ => Some(true),
    }
}

//! Documents that are made to do harm: strings that would become code, invalid names, files outside of the folder, endless values.
//! The output is a valid crate all the same, or an error says why there is none.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::net::TcpListener;
use std::thread;

use generator::Outcome;
use generator::emit::{File, Runtime};
use generator::rust::ResourceFeatures;
use support::crates::Crates;
use support::tokens::{code, docs, has_markup, kinds, literals, parsed};
use support::{Scratch, generate_with_runtime, runtime_crate, tests};

/// Strings that try to break out of a literal, a comment or a template.
const TEXTS: [&str; 22] = [
    "\"",
    "\\",
    "*/",
    "/*",
    "a\nb",
    "a\r\nb",
    "a\rb",
    "#[x]",
    "#![x]",
    "{{",
    "{{ x }} {% x %}",
    "\"#",
    "\"###",
    "a\0b",
    "a\u{202e}b\u{2066}c",
    "a\u{2028}b\u{feff}c\u{85}d",
    "\");std::process::abort();//",
    "']}; compile_error!(\"x\"); //",
    "```\nstd::process::abort();\n```\n    abort()",
    "${x} $x {x} %s \\u{0} \\x00",
    "<script>alert(1)</script> [x](javascript:x) [`Self`]",
    "\u{1f389}\u{200f}",
];

/// The tokens are the same as for harmless strings, except in literals and documentation.
#[test]
fn strings_of_a_document_stay_in_literals() {
    for hostile in TEXTS {
        let printed = files(&document(hostile, hostile), hostile);
        let twin = files(&document(&words(hostile), hostile), hostile);
        for (file, twin) in both(&printed, &twin) {
            assert_eq!(file.path, twin.path, "{hostile:?}");
            assert_eq!(
                code(file, hostile),
                code(twin, hostile),
                "{hostile:?} in {}",
                file.path
            );
        }
    }
}

/// The kinds of tokens are the same as for harmless names: a name never becomes more than one identifier.
#[test]
fn names_of_a_document_stay_identifiers() {
    for hostile in TEXTS {
        let printed = files(&document(hostile, hostile), hostile);
        let twin = files(&document(hostile, &words(hostile)), hostile);
        for (file, twin) in both(&printed, &twin) {
            assert_eq!(
                kinds(file, hostile),
                kinds(twin, hostile),
                "{hostile:?} in {}",
                file.path
            );
        }
    }
}

/// Pairs the files that depend on a document. There are as many, and their manifests are as long.
fn both<'a>(files: &'a [File], twin: &'a [File]) -> Vec<(&'a File, &'a File)> {
    let manifest = |files: &[File]| {
        let file = files.iter().find(|file| file.path == "Cargo.toml");
        file.map(|file| file.text.lines().count())
    };
    assert_eq!(manifest(files), manifest(twin));
    let own = |files: &'a [File]| {
        let own = files.iter().filter(|file| file.path.ends_with(".rs"));
        own.filter(|file| !file.path.starts_with("src/runtime"))
            .collect::<Vec<_>>()
    };
    let (files, twin) = (own(files), own(twin));
    assert_eq!(files.len(), twin.len());
    files.into_iter().zip(twin).collect()
}

/// All hostile strings in one document, and all hostile names in another: no warnings of compiler, clippy or rustdoc.
#[test]
fn crates_from_hostile_documents_compile() {
    let all = TEXTS.concat();
    let mut crates = Crates::new("hostile");
    crates.add("texts", files_as("hostile-texts", &document(&all, &all)));
    crates.add("names", files_as("hostile-names", &document_of_names()));
    // The macros of the runtime are then those of another crate.
    let shared = |package: &str, text: &str| {
        let outcome = outcome_with(package, text, runtime_crate());
        outcome.files.expect("the document was accepted before")
    };
    crates.add(
        "shared-texts",
        shared("shared-texts", &document(&all, &all)),
    );
    crates.add("shared-names", shared("shared-names", &document_of_names()));
    crates.cargo_must(&[
        "clippy",
        "--offline",
        "--workspace",
        "--lib",
        "--no-default-features",
        "--",
        "-D",
        "warnings",
    ]);
    crates.cargo_must(&[
        "doc",
        "--offline",
        "--workspace",
        "--no-deps",
        "--no-default-features",
    ]);
}

#[test]
fn hostile_names_keep_files_inside_the_folder() {
    let files = files(&document_of_names(), "names");
    let mut seen = BTreeSet::new();
    for file in &files {
        assert!(seen.insert(file.path.to_lowercase()), "{} twice", file.path);
        let stem = file
            .path
            .strip_prefix("src/")
            .and_then(|path| path.strip_suffix(".rs"));
        let is_plain = |name: &str| {
            let mut letters = name.chars();
            !name.is_empty() && letters.all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '_'))
        };
        match stem {
            Some(stem) => assert!(stem.split('/').all(is_plain), "{}", file.path),
            None => assert!(
                ["Cargo.toml", "README.md", "src/rustfmt.toml"].contains(&file.path.as_str()),
                "{}",
                file.path
            ),
        }
    }
    let literals: BTreeSet<String> = files
        .iter()
        .filter(|file| file.path.ends_with(".rs"))
        .flat_map(|file| literals(parsed(file, "names")))
        .collect();
    for name in names() {
        assert!(
            literals.contains(&name),
            "{name:?} is missing from the output"
        );
    }
}

/// No option allows foreign types yet, so none reaches the output, whether its path is valid or not.
#[test]
fn foreign_types_are_rejected_with_their_location() {
    let schema = |more: &str| {
        with_schemas(&format!(
            "    A: {{ type: object, properties: {{ a: {{ type: string{more} }} }} }}\n"
        ))
    };
    let plain = files(&schema(""), "plain");
    for path in [
        "String; fn x() {}",
        "a::b",
        "a::",
        "crate::x!()",
        "::",
        "a b",
        "\"x\"",
        "Vec<[u8; { loop {} }]>",
        "é::\u{202e}x",
    ] {
        let outcome = outcome(&schema(&format!(", x-rust-type: {}", quoted(path))));
        let diagnostic = outcome
            .diagnostics
            .iter()
            .find(|diagnostic| diagnostic.code == "type-not-allowed");
        let diagnostic = diagnostic.unwrap_or_else(|| panic!("{path:?}: {}", outcome.rendered));
        assert!(diagnostic.location.is_some(), "{path:?}");
        let printed = outcome
            .files
            .unwrap_or_else(|| panic!("{path:?}: {}", outcome.rendered));
        for (file, plain) in both(&printed, &plain) {
            assert_eq!(
                code(file, path),
                code(plain, path),
                "{path:?} in {}",
                file.path
            );
        }
    }
}

#[test]
fn markup_in_descriptions_is_escaped() {
    let files = files(
        &document("<script>alert(1)</script><img src=x onerror=x>", "x"),
        "markup",
    );
    for (file, _) in both(&files, &files) {
        // One paragraph at a time, because code may continue on the next line.
        let mut paragraph = String::new();
        let mut is_code = false;
        for line in docs(parsed(file, "markup")) {
            if line.trim_start().starts_with("```") {
                is_code = !is_code;
            } else if line.trim().is_empty() {
                assert!(!has_markup(&paragraph), "{}: {paragraph}", file.path);
                paragraph.clear();
            } else if !is_code {
                paragraph.push_str(&line);
            }
        }
        assert!(!has_markup(&paragraph), "{}: {paragraph}", file.path);
    }
}

#[test]
fn nothing_is_ever_fetched() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener
        .set_nonblocking(true)
        .expect("the listener can be non-blocking");
    let url = format!(
        "http://{}/x.yaml",
        listener.local_addr().expect("the listener has an address")
    );
    let text = format!(
        "openapi: 3.2.0
$self: {url}
info: {{ title: T, version: '1', termsOfService: {url} }}
externalDocs: {{ url: {url} }}
servers: [{{ url: {url} }}]
paths:
  /a:
    $ref: {url}#/paths/a
  /b:
    get:
      parameters: [{{ $ref: '{url}#/p' }}]
      requestBody: {{ $ref: '{url}#/b' }}
      responses:
        '200': {{ $ref: '{url}#/r' }}
        '201':
          description: Done
          content: {{ application/json: {{ schema: {{ $ref: {url} }}, examples: {{ a: {{ externalValue: {url} }} }} }} }}
components:
  schemas:
    A: {{ $id: {url}, $ref: {url}, $schema: {url} }}
    B: {{ oneOf: [{{ type: string }}], discriminator: {{ propertyName: a, mapping: {{ a: {url} }} }} }}
"
    );
    let outcome = outcome(&text);
    assert!(
        outcome.files.is_none() && outcome.diagnostics.errors() > 0,
        "{}",
        outcome.rendered
    );
    assert!(listener.accept().is_err(), "something was fetched");
}

/// Deep, long and circular documents are handled in the time of a test, on a stack of two megabytes.
#[test]
fn endless_documents_terminate() {
    for (name, text) in endless() {
        let run = move || {
            let outcome = outcome(&text);
            let handled = outcome.files.is_some() || outcome.diagnostics.has_errors();
            assert!(handled, "{name}: {}", outcome.rendered);
        };
        let thread = thread::Builder::new().stack_size(2 << 20).spawn(run);
        let joined = thread.expect("a thread can be spawned").join();
        joined.unwrap_or_else(|_| panic!("{name}"));
    }
}

fn endless() -> Vec<(&'static str, String)> {
    const LONG: usize = 10_000;
    // If each link is a type, emitting takes time.
    const TYPES: usize = 500;
    let chain = |length: usize, link: &dyn Fn(usize) -> String| {
        let schemas: String = (0..length)
            .map(|at| format!("    A{at}: {}\n", link(at + 1)))
            .collect();
        with_schemas(&format!("{schemas}    A{length}: {{ type: string }}\n"))
    };
    let reference = |at: usize| format!("{{ $ref: '#/components/schemas/A{at}' }}");
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!(
            "    A: {}{inner}{}\n",
            open.repeat(depth),
            close.repeat(depth)
        )
    };
    let mut bomb = "    a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("    a{level}: &a{level} [{below}]\n"));
    }
    let tagged = |at: usize| {
        format!("{{ type: object, required: [t], properties: {{ t: {{ const: v{at} }} }} }}")
    };
    vec![
        ("references", chain(LONG, &reference)),
        ("allOf", chain(LONG, &|at| format!("{{ allOf: [{}] }}", reference(at)))),
        ("oneOf", chain(TYPES, &|at| format!("{{ oneOf: [{}] }}", reference(at)))),
        ("anyOf of two", chain(TYPES, &|at| format!("{{ anyOf: [{}, {{ type: 'null' }}] }}", reference(at)))),
        ("oneOf with a tag", chain(TYPES / 4, &|at| format!("{{ oneOf: [{}, {}] }}", reference(at), tagged(at)))),
        ("oneOf with null", chain(TYPES, &|at| format!("{{ oneOf: [{}, {{ type: 'null' }}, {{ type: integer }}] }}", reference(at)))),
        ("oneOf of all", with_schemas(&each_of_all(40))),
        ("items", chain(TYPES, &|at| format!("{{ type: array, items: {} }}", reference(at)))),
        ("properties", chain(TYPES, &|at| format!("{{ type: object, required: [p], properties: {{ p: {} }} }}", reference(at)))),
        ("maps", chain(TYPES, &|at| format!("{{ type: object, additionalProperties: {} }}", reference(at)))),
        ("nested items", with_schemas(&nested("{ type: array, items: ", "{}", " }", LONG))),
        ("nested properties", with_schemas(&nested("{ properties: { p: ", "{}", " } }", 50))),
        ("nested allOf", with_schemas(&nested("{ allOf: [", "{}", "] }", 55))),
        ("nested oneOf", with_schemas(&nested("{ oneOf: [", "{}", "] }", 55))),
        ("brackets", format!("openapi: {}", "[".repeat(100_000))),
        ("braces", format!("openapi: {}", "{a: ".repeat(100_000))),
        ("bomb", with_schemas(&bomb)),
        ("padded bomb", with_schemas(&format!("{bomb}    pad:\n{}", "    - x\n".repeat(100_000)))),
        ("alias of itself", with_schemas("    A: &a { type: object, properties: { a: *a } }\n")),
        ("reference to itself", with_schemas("    A: { $ref: '#/components/schemas/A' }\n")),
        ("cycle of references", with_schemas("    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n")),
        ("cycle of allOf", with_schemas("    A: { allOf: [{ $ref: '#/components/schemas/B' }] }\n    B: { allOf: [{ $ref: '#/components/schemas/A' }] }\n")),
        ("cycle of oneOf", with_schemas("    A: { oneOf: [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/B' }] }\n    B: { anyOf: [{ $ref: '#/components/schemas/A' }] }\n")),
        ("cycle of items", with_schemas("    A: { type: array, items: { $ref: '#/components/schemas/A' } }\n")),
        ("cycle of maps", with_schemas("    A: { additionalProperties: { $ref: '#/components/schemas/A' } }\n")),
        ("required cycle", with_schemas("    A: { type: object, required: [a], properties: { a: { $ref: '#/components/schemas/A' } } }\n")),
        ("cycle of not", with_schemas("    A: { not: { $ref: '#/components/schemas/A' }, if: { $ref: '#/components/schemas/A' } }\n")),
        ("reference into itself", with_schemas("    A: { type: object, properties: { a: { $ref: '#/components/schemas/A/properties/a' } } }\n")),
        ("reference to the document", with_schemas("    A: { $ref: '#' }\n    B: { $ref: '#/components' }\n")),
        (
            "cycles of other components",
            "openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: { $ref: '#/paths/~1b' }
  /b: { $ref: '#/paths/~1a' }
  /c:
    get:
      parameters: [{ $ref: '#/components/parameters/P' }]
      requestBody: { $ref: '#/components/requestBodies/B' }
      responses: { '200': { $ref: '#/components/responses/R' }, '201': { description: D, headers: { H: { $ref: '#/components/headers/H' } } } }
      callbacks: { c: { $ref: '#/components/callbacks/C' } }
components:
  parameters: { P: { $ref: '#/components/parameters/Q' }, Q: { $ref: '#/components/parameters/P' } }
  requestBodies: { B: { $ref: '#/components/requestBodies/B' } }
  responses: { R: { $ref: '#/components/responses/R' } }
  headers: { H: { $ref: '#/components/headers/H' } }
  callbacks: { C: { $ref: '#/components/callbacks/C' } }
  examples: { E: { $ref: '#/components/examples/E' } }
  securitySchemes: { S: { $ref: '#/components/securitySchemes/S' } }
  pathItems: { I: { $ref: '#/components/pathItems/I' } }
"
            .to_owned(),
        ),
    ]
}

/// Schemas that extend an object and have half of the others as alternatives.
fn each_of_all(count: usize) -> String {
    let reference = |at: usize| format!("{{ $ref: '#/components/schemas/A{}' }}", at % count);
    let mut text = String::new();
    for at in 0..count {
        let listed: Vec<String> = (1..count / 2).map(|next| reference(at + next)).collect();
        text.push_str(&format!(
            "    A{at}: {{ allOf: [{{ $ref: '#/components/schemas/O{at}' }}], oneOf: [{}] }}\n    O{at}: {{ type: object, properties: {{ p: {} }} }}\n",
            listed.join(", "),
            reference(at + 7),
        ));
    }
    text
}

/// The template with a string and a name at every placeholder.
fn document(text: &str, name: &str) -> String {
    let template =
        fs::read_to_string(tests().join("hostile/openapi.yaml")).expect("the template exists");
    let is_of_path = |letter: &char| !matches!(letter, '/' | '{' | '}' | '?' | '#');
    let in_path: String = text.chars().filter(is_of_path).collect();
    template
        .replace("⟦⟧", &escaped(text))
        .replace("⟦n⟧", &escaped(name))
        .replace("⟦#⟧", &escaped(&in_reference(name)))
        .replace("⟦/⟧", &escaped(&in_path))
}

/// Returns a harmless string: everything but letters and digits becomes a space.
fn words(text: &str) -> String {
    let harmless = |letter: char| {
        if letter.is_alphanumeric() {
            letter
        } else {
            ' '
        }
    };
    text.chars().map(harmless).collect()
}

/// Every name at once, as schemas, members, values, tags, operations, parameters and credentials.
fn document_of_names() -> String {
    let names: Vec<String> = names().iter().map(|name| quoted(name)).collect();
    let mut text = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        let parameters: String = names
            .iter()
            .flat_map(|name| {
                ["query", "header", "cookie"].map(|place| {
                    format!(
                        "        - {{ name: {name}, in: {place}, schema: {{ type: string }} }}\n"
                    )
                })
            })
            .collect();
        let parameters = if at == 0 {
            format!("      parameters:\n{parameters}")
        } else {
            String::new()
        };
        text.push_str(&format!(
            "  /x{at}:\n    get:\n      operationId: {name}\n      tags: [{name}]\n{parameters}      responses: {{ '204': {{ description: D }} }}\n"
        ));
    }
    text.push_str("components:\n  schemas:\n");
    for name in &names {
        text.push_str(&format!(
            "    {name}: {{ type: object, properties: {{ a: {{ type: string }} }} }}\n"
        ));
    }
    let members: Vec<String> = names
        .iter()
        .map(|name| format!("{name}: {{ type: string }}"))
        .collect();
    text.push_str(&format!(
        "    Members: {{ type: object, properties: {{ {} }} }}\n",
        members.join(", ")
    ));
    text.push_str(&format!(
        "    Values: {{ type: string, enum: [{}] }}\n",
        names.join(", ")
    ));
    text.push_str("  securitySchemes:\n");
    for name in &names {
        text.push_str(&format!("    {name}: {{ type: http, scheme: bearer }}\n"));
    }
    text
}

fn names() -> Vec<String> {
    let mut names: Vec<String> = [
        "crate",
        "Self",
        "self",
        "super",
        "_",
        "",
        "a;b",
        "\u{1f389}",
        "\u{200f}",
        "\u{fb01}",
        "\u{212a}",
        "k",
        "K",
        "../../etc/x",
        "/abs",
        "C:\\x",
        "con",
        "CON",
        "nul.txt",
        "mod",
        "lib",
        "main",
        "Type",
        "type",
        "TYPE",
        "Option",
        "String",
        "Vec",
        "Box",
        "Result",
        "Some",
        "Ok",
        "Client",
        "std",
        "core",
        "new",
        "r#fn",
        "1",
        "2nd",
        "-1",
        "+1",
        "你好",
        "e\u{301}",
        "é",
        "ß",
        "İ",
        "a\0b",
        "async",
        "gen",
        "dyn",
        "runtime",
        "types",
        "__",
        "'a",
        "a'",
        "$ref",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("long".repeat(75));
    names
}

fn with_schemas(schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

fn outcome(text: &str) -> Outcome {
    outcome_as("hostile", text)
}

fn outcome_as(package: &str, text: &str) -> Outcome {
    outcome_with(package, text, Runtime::Vendored)
}

fn outcome_with(package: &str, text: &str, runtime: Runtime) -> Outcome {
    let folder = Scratch::new();
    let document = folder.0.join("openapi.yaml");
    fs::write(&document, text).expect("the file can be written");
    generate_with_runtime(&document, package, ResourceFeatures::Auto, runtime)
}

fn files_as(package: &str, text: &str) -> Vec<File> {
    let outcome = outcome_as(package, text);
    outcome
        .files
        .unwrap_or_else(|| panic!("{package}: {}", outcome.rendered))
}

fn files(text: &str, name: &str) -> Vec<File> {
    let outcome = outcome(text);
    outcome
        .files
        .unwrap_or_else(|| panic!("{name:?}: {}", outcome.rendered))
}

/// Escapes a string for a double-quoted scalar.
fn escaped(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '"' | '\\' => format!("\\{letter}"),
            letter if letter.is_control() || u32::from(letter) > 0x7e => {
                format!("\\U{:08x}", u32::from(letter))
            }
            letter => letter.to_string(),
        })
        .collect()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// Escapes a string as a token of a JSON pointer in a fragment.
fn in_reference(text: &str) -> String {
    text.replace('~', "~0")
        .replace('/', "~1")
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'~' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

//! Reads an OpenAPI document and prints a Rust client crate.
//!
//! [`generate`] is the whole pipeline. Each stage knows the stage before it, and none that comes after:
//!
//! ```text
//! openapi.yaml
//!     | source::load            text -> Node             knows YAML and JSON, files
//!     v
//!   Node ---- openapi::read --> Document                 knows the OpenAPI specification (3.0 spellings end here)
//!     v
//!   Document - api::lower ----> Api                      knows what an API means: no $ref, no keyword, no Rust
//!     v
//!   Api ------ rust::plan ----> Crate                    knows Rust: every name, type, module, box and attribute decided
//!     v
//!   Crate ---- emit::files ---> Vec<File>                prints; cannot fail
//!     v
//!   output::write | output::compare -> a folder          knows the disk
//! ```

#![forbid(unsafe_code)]

pub mod api;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod openapi;
pub mod options;
pub mod output;
pub mod rust;
pub mod source;
pub mod suggest;
mod unasked;

use std::time::{Duration, Instant};

use diagnostic::{Diagnostic, Diagnostics, escape};
pub use options::Options;

/// Makes the files of a client crate from a document, and touches nothing but what it reads.
///
/// Every stage runs to its end, whatever it has to complain about, so that all mistakes are reported at once. Files are
/// printed only if there is no mistake.
pub fn generate(options: &Options) -> Outcome {
    let mut run = Run::default();
    let reach = source::LoadOptions {
        allowed_roots: options.roots.clone(),
        ..source::LoadOptions::default()
    };
    let sources = run.stage("load", |remarks| {
        source::load_with(&options.document, &reach, remarks)
    });
    let document = run.stage("read", |remarks| openapi::read(&sources, remarks));
    let api = document.as_ref().map(|document| {
        run.stage("lower", |remarks| {
            api::lower_selected(document, &options.selection, remarks)
        })
    });
    if let (Some(document), Some(api)) = (&document, &api)
        && !options.selection.is_all()
    {
        let selection = &options.selection;
        unasked::forget(&sources, (document, api), selection, &mut run.remarks);
    }
    let plan = api
        .as_ref()
        .map(|api| run.stage("plan", |remarks| rust::plan(api, &options.plan, remarks)));
    let denied = options.deny_warnings && run.remarks.warnings() + run.remarks.notes() > 0;
    let sound = !denied && !run.remarks.has_errors();
    let files = plan
        .as_ref()
        .filter(|_| sound)
        .map(|plan| run.stage("print", |_| emit::files(plan, &options.manifest)));
    let document_name = match sources.files().next() {
        Some((_, file)) => file.name.clone(),
        None => String::new(),
    };
    Outcome {
        files,
        rendered: sources.render(&run.remarks, options.style),
        hints: hints(&sources, api.as_ref(), options.style),
        document_name,
        version: document.as_ref().map(|document| document.version.clone()),
        document,
        sources,
        diagnostics: run.remarks,
        timings: run.timings,
        api,
        plan,
    }
}

/// What came of a document.
#[derive(Debug)]
pub struct Outcome {
    /// The printed files; `None` when the document has mistakes.
    pub files: Option<Vec<emit::File>>,
    /// All remarks about the document.
    pub diagnostics: Diagnostics,
    /// The remarks as people read them, with excerpts.
    pub rendered: String,
    /// What the document could say besides, as people read it: nothing is wrong without it, so that it is neither counted nor
    /// denied.
    pub hints: String,
    /// How the document is called in messages.
    pub document_name: String,
    /// The version of OpenAPI that the document follows; `None` when it is no such document.
    pub version: Option<String>,
    /// The files that were read.
    pub sources: source::Sources,
    /// What the document says, if it could be read.
    pub document: Option<openapi::document::Document>,
    /// What the document means, if it could be read.
    pub api: Option<api::Api>,
    /// What it is in Rust, if it could be read.
    pub plan: Option<rust::Crate>,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Outcome {
    /// Returns one line: what was read, how much of it is in the output, and how many remarks there are.
    pub fn summary(&self) -> String {
        let mut line = format!("{}: ", escape(&self.document_name));
        if let (Some(version), Some(api)) = (&self.version, &self.api) {
            let counts = api.counts;
            let (selected, needed) = match counts.narrowed {
                true => (" selected", " needed"),
                false => ("", ""),
            };
            line.push_str(&format!(
                "OpenAPI {}, operations {}/{}{selected}, schemas {}/{}{needed}, ",
                escape(version),
                counts.operations,
                counts.operations_declared,
                counts.schemas,
                counts.schemas_declared
            ));
        }
        if self.diagnostics.has_errors() {
            line.push_str(&counted(self.diagnostics.errors(), "error"));
            line.push_str(", ");
        }
        line.push_str(&counted(self.diagnostics.warnings(), "warning"));
        if self.diagnostics.notes() > 0 {
            line.push_str(", ");
            line.push_str(&counted(self.diagnostics.notes(), "note"));
        }
        line
    }

    /// Returns what the maker of a client may wish to know though nothing is wrong: which operations take a page and have no
    /// `items()`, because it is not known how their pages follow each other.
    pub fn advice(&self) -> Option<String> {
        let operations = &self.api.as_ref()?.operations;
        let named: Vec<String> = operations
            .iter()
            .filter_map(|operation| {
                let parameter = &operation.parameters[operation.unrecognized_page_parameter?];
                let id = match &operation.id {
                    Some(id) => id.clone(),
                    None => format!("{} {}", operation.method, operation.path_template),
                };
                Some(format!("`{}` (`{}`)", escape(&id), escape(&parameter.name)))
            })
            .collect();
        let more = named.len().saturating_sub(NAMED);
        let mut list = named.get(..NAMED).unwrap_or(&named).join(", ");
        if list.is_empty() {
            return None;
        }
        if more > 0 {
            list.push_str(&format!(" and {more} more"));
        }
        Some(format!(
            "note: without `items()`, though asked for a page: {list}. Where they give a list, state the first page's number \
             (`default: 1`) or `x-rust-pagination`; see README.md, \"Pages\""
        ))
    }
}

/// Returns what the document could say besides.
fn hints(sources: &source::Sources, api: Option<&api::Api>, style: diagnostic::Style) -> String {
    let Some(found) = api.and_then(|api| api.unstated_envelope.as_ref()) else {
        return String::new();
    };
    let flag = found.envelope.success.as_deref().unwrap_or_default();
    let note = Diagnostic::note(
        "unstated-envelope",
        found.location.clone(),
        format!(
            "{} of {} JSON responses have the shape of an envelope, and nothing says that they are one: `{flag}: false` is \
             read as a value, not as an error",
            found.operations, found.json_operations
        ),
    );
    let mut hints = Diagnostics::default();
    hints.push(note.label("such as this one").help(format!(
        "if `{flag}: false` means that the call failed, add this to the top level of the document"
    )));
    let is_json = sources
        .files()
        .next()
        .is_some_and(|(_, file)| file.name.ends_with(".json"));
    let key = match is_json {
        true => json_key(&found.envelope),
        false => yaml_key(&found.envelope),
    };
    format!("{}{key}\n", sources.render(&hints, style))
}

fn json_key(envelope: &api::Envelope) -> String {
    let members: Vec<String> = envelope_members(envelope)
        .map(|(key, name)| format!("  \"{key}\": {}", quoted(name)))
        .collect();
    format!("\"x-rust-envelope\": {{\n{}\n}}\n", members.join(",\n"))
}

fn yaml_key(envelope: &api::Envelope) -> String {
    let mut key = "x-rust-envelope:\n".to_owned();
    for (member, name) in envelope_members(envelope) {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let starts = name.starts_with(|first: char| first.is_ascii_alphabetic());
        // Some words are no strings by themselves.
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
        let is_word = words.contains(&name.to_ascii_lowercase().as_str());
        let name = match starts && name.bytes().all(is_plain) && !is_word {
            true => name.to_owned(),
            false => quoted(name),
        };
        key.push_str(&format!("  {member}: {name}\n"));
    }
    key
}

/// Returns a string as both JSON and YAML have it.
fn quoted(text: &str) -> String {
    escape(&serde_json::Value::from(text).to_string()).to_string()
}

fn envelope_members(envelope: &api::Envelope) -> impl Iterator<Item = (&'static str, &str)> {
    let members = [
        ("result", Some(&envelope.result)),
        ("success", envelope.success.as_ref()),
        ("errors", envelope.errors.as_ref()),
        ("messages", envelope.messages.as_ref()),
    ];
    let stated = members.into_iter();
    stated.filter_map(|(key, name)| Some((key, name?.as_str())))
}

/// Operations that are named where pages cannot be followed; of more only the number.
const NAMED: usize = 3;

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// What the stages of one run share.
#[derive(Default)]
struct Run {
    remarks: Diagnostics,
    timings: Vec<(&'static str, Duration)>,
}

impl Run {
    /// Runs a stage, and notes how long it took.
    fn stage<T>(&mut self, name: &'static str, stage: impl FnOnce(&mut Diagnostics) -> T) -> T {
        let start = Instant::now();
        let value = stage(&mut self.remarks);
        self.timings.push((name, start.elapsed()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what comes of a document, warnings denied.
    fn outcome(name: &str, document: &str) -> Outcome {
        let name = format!("{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, document).expect("the document is written");
        let package = options::Package::new("some", None).expect("it is a name");
        let outcome = generate(&Options {
            deny_warnings: true,
            ..Options::new(&path, package)
        });
        std::fs::remove_file(&path).expect("the document is removed");
        outcome
    }

    #[test]
    fn the_key_that_an_envelope_needs_is_printed_and_nothing_is_denied() {
        let document = r#"{"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": {
            "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {
                "type": "object",
                "properties": {
                    "ok": {"type": "boolean"},
                    "it \u001b[2J": {"type": "string"},
                    "errors": {"type": "array", "items": {"type": "string"}}
                }
            }}}}}
        }}}}"#;
        for (name, key) in [
            (
                "envelope.yaml",
                "\nx-rust-envelope:\n  result: \"it \\u001b[2J\"\n  success: ok\n  errors: errors\n",
            ),
            (
                "envelope.json",
                "\n\"x-rust-envelope\": {\n  \"result\": \"it \\u001b[2J\",\n  \"success\": \"ok\",\n  \"errors\": \"errors\"\n}\n",
            ),
        ] {
            let outcome = outcome(name, document);
            assert!(outcome.files.is_some() && outcome.diagnostics.notes() == 0);
            let hints = &outcome.hints;
            assert!(hints.contains("1 of 1 JSON responses"), "{hints}");
            assert!(hints.ends_with(&format!("{key}\n")), "{hints}");
        }
        let without = document.replace("boolean", "string");
        assert_eq!(outcome("envelope-none.json", &without).hints, "");
    }

    #[test]
    fn no_words_of_a_document_move_the_terminal() {
        let document = "
openapi: \"3.1.0\\e[2J\"
info: {title: t, version: '1'}
paths:
  /a:
    get:
      operationId: \"a\\e]0;title\\a\\nERROR\"
      parameters: [{name: page, in: query, schema: {type: integer}}]
      responses: {'200': {description: d, content: {application/json: {schema: {type: array, items: {type: string}}}}}}
";
        let path = std::env::temp_dir().join(format!("advice-{}.yaml", std::process::id()));
        std::fs::write(&path, document).expect("the document is written");
        let package = options::Package::new("some", None).expect("it is a name");
        let outcome = generate(&Options::new(&path, package));
        std::fs::remove_file(&path).expect("the document is removed");
        let advice = outcome.advice().expect("pages are not followed");
        let words = "`a\\u{1b}]0;title\\u{7}\\nERROR` (`page`)";
        assert!(advice.contains(words), "{advice}");
        let summary = outcome.summary();
        assert!(summary.contains("OpenAPI 3.1.0\\u{1b}[2J, "), "{summary}");
    }
}

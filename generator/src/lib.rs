//! Reads an OpenAPI document and generates a Rust client crate.
//!
//! [`generate`] is the whole pipeline. Each stage knows the stage before it, and none after it:
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
//!   Crate ---- emit::files ---> Vec<File>                emits code; cannot fail
//!     v
//!   output::write | output::compare -> a folder          knows the disk
//! ```

#![forbid(unsafe_code)]

pub mod api;
pub mod diagnostic;
pub mod diff;
pub mod emit;
mod limits;
pub mod openapi;
pub mod options;
pub mod output;
pub mod rust;
mod selected_diagnostics;
pub mod source;
pub mod string_types;
pub mod suggest;

use std::time::{Duration, Instant};

use diagnostic::{Diagnostic, Diagnostics, escape};
use limits::diagnostic::ADVISED_OPERATIONS;
pub use options::Options;

/// Generates the files of a client crate from a document, without writing them.
///
/// Every stage runs to its end, so that all errors are reported at once. Files are emitted only if there is no error.
pub fn generate(options: &Options) -> Outcome {
    let mut run = Run::default();
    let load_options = source::LoadOptions {
        allowed_roots: options.roots.clone(),
        overlays: options.overlays.clone(),
        overlay_lenient: options.overlay_lenient,
        ..source::LoadOptions::default()
    };
    let sources = run.stage("source", |diagnostics| {
        source::load_with(&options.document, &load_options, diagnostics)
    });
    let document = run.stage("openapi", |diagnostics| {
        openapi::read(&sources, diagnostics)
    });
    let api = document.as_ref().map(|document| {
        run.stage("api", |diagnostics| {
            let mut api = api::lower_selected(document, &options.selection, diagnostics);
            options.string_types.apply(&mut api, diagnostics);
            api
        })
    });
    if let (Some(document), Some(api)) = (&document, &api)
        && !options.selection.is_all()
    {
        let selection = &options.selection;
        let diagnostics = &mut run.diagnostics;
        selected_diagnostics::retain_selected(diagnostics, &sources, document, api, selection);
    }
    let plan = api.as_ref().map(|api| {
        run.stage("rust", |diagnostics| {
            rust::plan(api, &options.plan, diagnostics)
        })
    });
    let denied = options.deny_warnings && run.diagnostics.warnings() + run.diagnostics.notes() > 0;
    let is_valid = !denied && !run.diagnostics.has_errors();
    let files = plan
        .as_ref()
        .filter(|_| is_valid)
        .map(|plan| run.stage("emit", |_| emit::files(plan, &options.manifest)));
    let document_name = match sources.files().next() {
        Some((_, file)) => file.name.clone(),
        None => String::new(),
    };
    Outcome {
        files,
        rendered: sources.render(&run.diagnostics, options.style),
        hints: hints(&sources, api.as_ref(), options.style),
        document_name,
        version: document.as_ref().map(|document| document.version.clone()),
        document,
        sources,
        diagnostics: run.diagnostics,
        timings: run.timings,
        api,
        plan,
    }
}

/// The result of generating from a document.
#[derive(Debug)]
pub struct Outcome {
    /// The emitted files; `None` if the document has errors.
    pub files: Option<Vec<emit::File>>,
    /// All diagnostics about the document.
    pub diagnostics: Diagnostics,
    /// The diagnostics as rendered text, with excerpts.
    pub rendered: String,
    /// Hints on what the document could declare in addition, as rendered text. The document is valid without it, so they are
    /// neither counted nor denied.
    pub hints: String,
    /// The name of the document in messages.
    pub document_name: String,
    /// The version of OpenAPI of the document; `None` if it is not an OpenAPI document.
    pub version: Option<String>,
    /// The files that were read.
    pub sources: source::Sources,
    /// The objects of the document, if it could be read.
    pub document: Option<openapi::document::Document>,
    /// The API that the document describes, if it could be read.
    pub api: Option<api::Api>,
    /// The planned crate, if the document could be read.
    pub plan: Option<rust::Crate>,
    /// The duration of each stage, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

impl Outcome {
    /// Returns a one-line summary: what was read, how much of it is in the output, and the number of diagnostics.
    pub fn summary(&self) -> String {
        let mut line = format!("{}: ", escape(&self.document_name));
        if let (Some(version), Some(api)) = (&self.version, &self.api) {
            let counts = api.counts;
            let (selected, needed) = if counts.narrowed {
                (" selected", " needed")
            } else {
                ("", "")
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

    /// Returns advice on operations that have a page parameter but no `items()`, because it is unknown how their pages follow each
    /// other.
    pub fn advice(&self) -> Option<String> {
        let operations = &self.api.as_ref()?.operations;
        let named: Vec<String> = operations
            .iter()
            .filter_map(|operation| {
                let parameter = &operation.parameters[operation.unrecognized_page_parameter?];
                let label = operation.label();
                Some(format!(
                    "`{}` (`{}`)",
                    escape(&label),
                    escape(&parameter.name)
                ))
            })
            .collect();
        let more = named.len().saturating_sub(ADVISED_OPERATIONS);
        let mut list = named.get(..ADVISED_OPERATIONS).unwrap_or(&named).join(", ");
        if list.is_empty() {
            return None;
        }
        if more > 0 {
            list.push_str(&format!(" and {more} more"));
        }
        Some(format!(
            "note: operations with a page parameter but without `items()`: {list}. If they return a list, declare the number of the \
             first page (`default: 1`) or `x-rust-pagination`; see README.md, \"Pages\""
        ))
    }
}

/// Renders hints on what the document could declare in addition.
fn hints(sources: &source::Sources, api: Option<&api::Api>, style: diagnostic::Style) -> String {
    let Some(found) = api.and_then(|api| api.unstated_envelope.as_ref()) else {
        return String::new();
    };
    let flag = found.envelope.success.as_deref().unwrap_or_default();
    let note = Diagnostic::note(
        "unstated-envelope",
        found.location.clone(),
        format!(
            "{} of {} JSON responses look like an envelope, but the document does not declare one: a response with \
             `{flag}: false` is a value, not an error",
            found.operations, found.json_operations
        ),
    );
    let mut hints = Diagnostics::default();
    hints.push(note.label("for example here").help(format!(
        "if `{flag}: false` means that the request failed, add this at the top level of the document"
    )));
    let is_json = sources
        .files()
        .next()
        .is_some_and(|(_, file)| file.name.ends_with(".json"));
    let key = if is_json {
        json_key(&found.envelope)
    } else {
        yaml_key(&found.envelope)
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
        // Without quotes these words are not strings.
        let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
        let is_word = words.contains(&name.to_ascii_lowercase().as_str());
        let name = if starts && name.bytes().all(is_plain) && !is_word {
            name.to_owned()
        } else {
            quoted(name)
        };
        key.push_str(&format!("  {member}: {name}\n"));
    }
    key
}

/// Returns a quoted string that is valid in both JSON and YAML.
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

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// The state that the stages of one run share.
#[derive(Default)]
struct Run {
    diagnostics: Diagnostics,
    timings: Vec<(&'static str, Duration)>,
}

impl Run {
    /// Runs a stage and records its duration.
    fn stage<T>(&mut self, name: &'static str, stage: impl FnOnce(&mut Diagnostics) -> T) -> T {
        let start = Instant::now();
        let value = stage(&mut self.diagnostics);
        self.timings.push((name, start.elapsed()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Generates from a document, with warnings denied.
    fn outcome(name: &str, document: &str) -> Outcome {
        let name = format!("{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, document).expect("the document can be written");
        let package = options::Package::new("some", None).expect("the name is valid");
        let outcome = generate(&Options {
            deny_warnings: true,
            ..Options::new(&path, package)
        });
        std::fs::remove_file(&path).expect("the document can be removed");
        outcome
    }

    #[test]
    fn the_missing_envelope_key_is_hinted_and_not_denied() {
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
    fn control_characters_of_a_document_are_escaped() {
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
        std::fs::write(&path, document).expect("the document can be written");
        let package = options::Package::new("some", None).expect("the name is valid");
        let outcome = generate(&Options::new(&path, package));
        std::fs::remove_file(&path).expect("the document can be removed");
        let advice = outcome.advice().expect("there is advice on pages");
        let words = "`a\\u{1b}]0;title\\u{7}\\nERROR` (`page`)";
        assert!(advice.contains(words), "{advice}");
        let summary = outcome.summary();
        assert!(summary.contains("OpenAPI 3.1.0\\u{1b}[2J, "), "{summary}");
    }
}

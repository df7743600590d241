//! Documents in, values and diagnostics out.

mod documents;
mod lenient;
mod mistakes;
mod schemas;
mod wire;

use super::document::{Document, Schema};
use crate::diagnostic::{Diagnostic, Diagnostics, Part, Severity};
use crate::source::Sources;

/// Reads a document of several files; the first is the document.
fn read_files(texts: &[(&str, &str)]) -> (Option<Document>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(texts, &mut diagnostics);
    assert_eq!(diagnostics.errors(), 0, "{diagnostics:?}");
    let document = super::read(&sources, &mut diagnostics);
    (document, diagnostics.iter().cloned().collect())
}

/// Reads one text.
fn read(text: &str) -> (Document, Vec<Diagnostic>) {
    let (document, diagnostics) = read_files(&[("openapi.yaml", text)]);
    (document.expect("the version is supported"), diagnostics)
}

/// Reads one text that must not cause any diagnostic.
fn read_clean(text: &str) -> Document {
    let (document, diagnostics) = read(text);
    assert_eq!(lines(&diagnostics), Vec::<String>::new());
    document
}

/// Reads `components/schemas`, each line indented by four spaces.
fn read_schemas(version: &str, schemas: &str) -> (Document, Vec<Diagnostic>) {
    read(&format!(
        "openapi: {version}\ninfo: {{ title: T, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}

/// Reads one operation, `GET /`, each line indented by six spaces.
fn read_operation(version: &str, operation: &str) -> (Document, Vec<Diagnostic>) {
    read(&format!(
        "openapi: {version}\ninfo: {{ title: T, version: '1' }}\npaths:\n  /:\n    get:\n      responses: {{}}\n{operation}"
    ))
}

/// Returns the schema of a component.
fn component<'d>(document: &'d Document, name: &str) -> &'d Schema {
    let (_, id) = document
        .component_schemas
        .iter()
        .find(|(known, _)| known == name)
        .expect("the component exists");
    document.schema(*id)
}

/// Returns the schema of a property.
fn property<'d>(document: &'d Document, schema: &Schema, name: &str) -> &'d Schema {
    let (_, id) = schema
        .properties
        .iter()
        .find(|(known, _)| known == name)
        .expect("the property exists");
    document.schema(*id)
}

/// Returns diagnostics as `severity code location: message (help)`; the location of a name ends in `#`.
fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            let location = diagnostic
                .location
                .as_ref()
                .map_or(String::new(), |location| {
                    let name = if location.part == Part::Key { "#" } else { "" };
                    format!("{}{name}", location.pointer)
                });
            let help = diagnostic
                .help
                .as_ref()
                .map_or(String::new(), |help| format!(" ({help})"));
            format!(
                "{severity} {} {location}: {}{help}",
                diagnostic.code, diagnostic.message
            )
        })
        .collect()
}

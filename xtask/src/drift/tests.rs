//! Comparisons of small documents: each kind of difference, documents that mean the same, and accepted differences.

mod edits;
mod entries;
mod spellings;

use generator::api::Selection;
use generator::diagnostic::Diagnostics;
use generator::openapi::{self, Document};
use generator::source::Sources;

use super::difference::Difference;
use super::operations::{self, Comparison};

/// A document with a part of each kind.
const DOCUMENT: &str = include_str!("tests/document.yaml");

fn document(text: &str) -> Document {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("openapi.yaml", text)], &mut diagnostics);
    let document = openapi::read(&sources, &mut diagnostics);
    let messages: Vec<&str> = diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert!(!diagnostics.has_errors(), "{messages:?}\n{text}");
    document.expect("the document is readable")
}

fn compared(ours: &str, upstream: &str) -> Comparison {
    let selection = Selection::default();
    operations::compare(&document(ours), &document(upstream), &[], &selection)
}

/// Returns the differences, documentation aside, as the report has them.
fn lines(ours: &str, upstream: &str) -> Vec<String> {
    let comparison = compared(ours, upstream);
    let differences = comparison.differences.iter();
    let differences = differences.filter(|it| !it.is_documentation);
    differences.map(line).collect()
}

fn line(it: &Difference) -> String {
    let side = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let (ours, upstream) = (side(&it.ours), side(&it.upstream));
    let operations = it.operations.len();
    format!("{} {}: {ours} | {upstream} ({operations})", it.kind, it.at)
}

/// Returns the document with a piece of it replaced.
fn edited(from: &str, to: &str) -> String {
    assert_eq!(DOCUMENT.matches(from).count(), 1, "{from}");
    DOCUMENT.replace(from, to)
}

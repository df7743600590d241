//! Overlays on small documents: results, and the places of diagnostics.

mod diagnostics;
mod invalid;
mod results;

use crate::diagnostic::{Diagnostics, Style};
use crate::source::{Node, Sources};

/// The content of a document after its overlays, and its diagnostics as they are rendered.
struct Result {
    root: Node,
    rendered: String,
    sources: Sources,
}

/// Applies an overlay with these actions in version 1.1, or a whole overlay, to a document.
fn apply(document: &str, overlay: &str) -> Result {
    apply_all(&[("api.yaml", document)], &[overlay], false)
}

fn apply_lenient(document: &str, overlay: &str) -> Result {
    apply_all(&[("api.yaml", document)], &[overlay], true)
}

fn apply_all(texts: &[(&str, &str)], overlays: &[&str], lenient: bool) -> Result {
    let overlays: Vec<(String, String)> = overlays
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let text = if text.starts_with("  - ") {
                version("1.1.0", text)
            } else {
                (*text).to_owned()
            };
            (format!("overlay-{}.yaml", index + 1), text)
        })
        .collect();
    let overlays: Vec<(&str, &str)> = overlays
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts_with_overlays(texts, &overlays, lenient, &mut diagnostics);
    Result {
        root: sources.document().cloned().unwrap_or(Node::Null),
        rendered: sources.render(&diagnostics, Style::default()),
        sources,
    }
}

/// Returns an overlay of a version with these actions.
fn version(version: &str, actions: &str) -> String {
    format!("overlay: {version}\ninfo: {{title: Changes, version: '1'}}\nactions:\n{actions}")
}

/// Parses what a document is expected to be.
fn node(text: &str) -> Node {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::from_texts(&[("expected.yaml", text)], &mut diagnostics);
    sources.document().cloned().expect("the text is valid")
}

/// Checks the result of an overlay without diagnostics.
#[track_caller]
fn expect(document: &str, overlay: &str, expected: &str) {
    let result = apply(document, overlay);
    assert_eq!(result.rendered, "");
    assert_eq!(result.root, node(expected));
}

/// Checks that a document is unchanged, and that the rendered diagnostics contain each of some strings.
#[track_caller]
fn expect_error(document: &str, overlay: &str, parts: &[&str]) {
    let result = apply(document, overlay);
    for part in parts {
        assert!(
            result.rendered.contains(part),
            "{part:?} is missing in\n{}",
            result.rendered
        );
    }
    assert!(result.rendered.starts_with("error["), "{}", result.rendered);
}

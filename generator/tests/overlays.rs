//! A document with warnings, and an overlay that corrects it: from the options of a run to its files.
//!
//! Without the feature `overlay` there is an error instead.

mod support;

use std::path::PathBuf;

use generator::options::Package;
use generator::{Options, Outcome};
use support::tests;

/// Generates from the document with these overlays, and with warnings denied.
fn outcome(overlays: Vec<PathBuf>, lenient: bool) -> Outcome {
    let package = Package::new("boards", None).expect("the name is a package name");
    let options = Options {
        overlays,
        overlay_lenient: lenient,
        deny_warnings: true,
        ..Options::new(tests().join("overlays/openapi.yaml"), package)
    };
    generator::generate(&options)
}

fn overlay() -> PathBuf {
    tests().join("overlays/overlay.yaml")
}

#[test]
fn without_its_overlay_the_document_has_warnings() {
    let outcome = outcome(Vec::new(), false);
    assert_eq!(outcome.diagnostics.warnings(), 3, "{}", outcome.rendered);
    assert!(outcome.files.is_none());
}

#[cfg(feature = "overlay")]
#[test]
fn the_overlay_corrects_the_document() {
    let outcome = outcome(vec![overlay()], false);
    assert_eq!(outcome.rendered, "");
    assert!(outcome.document_name.ends_with("openapi.yaml"));
    let files = outcome.files.expect("there are no errors");
    let board = files
        .iter()
        .find(|file| file.path.ends_with("board.rs"))
        .expect("the type has a file");
    assert!(board.text.contains("pub id: Option<i64>"), "{}", board.text);
}

/// The second time its targets are gone, as they are when the document is corrected at its source.
#[cfg(feature = "overlay")]
#[test]
fn an_overlay_that_no_longer_applies_is_reported() {
    let twice = vec![overlay(), overlay()];
    let strict = outcome(twice.clone(), false);
    assert_eq!(strict.diagnostics.errors(), 2, "{}", strict.rendered);
    let lenient = outcome(twice, true);
    assert_eq!(lenient.diagnostics.errors(), 0, "{}", lenient.rendered);
    assert_eq!(lenient.diagnostics.warnings(), 2, "{}", lenient.rendered);
}

#[test]
fn a_missing_overlay_is_an_error() {
    let outcome = outcome(vec![tests().join("overlays/none.yaml")], false);
    assert_eq!(outcome.diagnostics.errors(), 1, "{}", outcome.rendered);
    assert!(
        outcome.rendered.contains("overlays/none.yaml"),
        "{}",
        outcome.rendered
    );
    assert!(
        outcome.rendered.contains("it does not exist"),
        "{}",
        outcome.rendered
    );
}

#[cfg(not(feature = "overlay"))]
#[test]
fn without_the_feature_an_overlay_is_an_error() {
    let outcome = outcome(vec![overlay()], false);
    assert_eq!(outcome.diagnostics.errors(), 1, "{}", outcome.rendered);
    assert!(outcome.rendered.contains("error[overlay-support]"));
}

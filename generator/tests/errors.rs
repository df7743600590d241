//! The rendered diagnostics of each mistake in `errors/`, word for word.
//!
//! A case is a folder named by its mistake. `cargo xtask bless` rewrites `expected.txt`.

mod support;

use support::{cases, expect_text, generate, mode, no_complaints, tests, without_folder};

#[test]
fn diagnostics_are_as_expected() {
    let mut failures = Vec::new();
    for case in cases("errors") {
        let folder = tests().join("errors").join(&case);
        let outcome = generate(&folder.join("openapi.yaml"), "mistakes");
        let text = format!("{}{}\n", outcome.rendered, outcome.summary());
        let text = without_folder(&text, &folder);
        let diagnostics = &outcome.diagnostics;
        let count = diagnostics.errors() + diagnostics.warnings() + diagnostics.notes();
        if count == 0 {
            failures.push(format!("{case}: there is no diagnostic"));
        }
        if outcome.files.is_some() == outcome.diagnostics.has_errors() {
            failures.push(format!(
                "{case}: there must be files if and only if there is no error"
            ));
        }
        failures.extend(expect_text(&folder.join("expected.txt"), &text, mode(&case)).err());
    }
    no_complaints(&failures);
}

/// Not a case, because a case is a document.
#[test]
fn a_missing_document_is_named() {
    let folder = support::Scratch::new();
    let outcome = generate(&folder.0.join("none.yaml"), "mistakes");
    assert!(outcome.files.is_none());
    assert_eq!(outcome.diagnostics.errors(), 1);
    let text = without_folder(&outcome.rendered, &folder.0);
    assert!(
        text.starts_with("error[") && text.contains("none.yaml"),
        "{text}"
    );
}

/// With warnings denied, a document with a warning has no output.
#[test]
fn denied_warnings_are_errors() {
    use generator::{Options, options::Package};
    for (case, valid) in [("errors/name-clash", false), ("cases/minimal", true)] {
        let package = Package::new("denied", None).expect("the name is a package name");
        let options = Options {
            deny_warnings: true,
            ..Options::new(tests().join(case).join("openapi.yaml"), package)
        };
        let outcome = generator::generate(&options);
        assert_eq!(outcome.diagnostics.errors(), 0, "{}", outcome.rendered);
        assert_eq!(outcome.files.is_some(), valid, "{}", outcome.rendered);
    }
}

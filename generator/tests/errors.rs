//! What the generator says of each mistake of `errors/`, word for word.
//!
//! A case is a folder named by its mistake. `cargo xtask bless` rewrites `expected.txt`.

mod support;

use support::{cases, expect_text, generate, mode, no_complaints, tests, without_folder};

#[test]
fn remarks_are_as_expected() {
    let mut complaints = Vec::new();
    for case in cases("errors") {
        let folder = tests().join("errors").join(&case);
        let outcome = generate(&folder.join("openapi.yaml"), "mistakes");
        let text = format!("{}{}\n", outcome.rendered, outcome.summary());
        let text = without_folder(&text, &folder);
        let remarks = &outcome.diagnostics;
        let problems = remarks.errors() + remarks.warnings() + remarks.notes();
        if problems == 0 {
            complaints.push(format!("{case}: nothing was said"));
        }
        if outcome.files.is_some() == outcome.diagnostics.has_errors() {
            complaints.push(format!(
                "{case}: files are printed exactly if there is no error"
            ));
        }
        complaints.extend(expect_text(&folder.join("expected.txt"), &text, mode(&case)).err());
    }
    no_complaints(&complaints);
}

/// A document that is not there is no case, because a case is a document.
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

/// With warnings denied a document that has one gives no file, and one that has none gives all.
#[test]
fn warnings_are_errors_if_asked_for() {
    use generator::{Options, options::Package};
    for (case, sound) in [("errors/name-clash", false), ("cases/minimal", true)] {
        let package = Package::new("denied", None).expect("the name is a package name");
        let options = Options {
            deny_warnings: true,
            ..Options::new(tests().join(case).join("openapi.yaml"), package)
        };
        let outcome = generator::generate(&options);
        assert_eq!(outcome.diagnostics.errors(), 0, "{}", outcome.rendered);
        assert_eq!(outcome.files.is_some(), sound, "{}", outcome.rendered);
    }
}

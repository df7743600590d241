//! Files that are not valid overlays, after the tests of the specification's schemas.

use super::{apply, apply_all, expect_error, version};

#[test]
fn versions_other_than_1_0_and_1_1_are_refused_by_name() {
    for text in ["1.2.0", "2.0.0", "'1.1'", "1.1.x", "1.1.0-rc1"] {
        let overlay = version(text, "  - {target: $.a, update: {b: 1}}\n");
        let name = text.trim_matches('\'');
        let message = format!("version `{name}` of the Overlay Specification is not supported");
        expect_error(
            "a: {}\n",
            &overlay,
            &["error[overlay-version]", &message, "overlay-1.yaml:1:10"],
        );
    }
    for text in ["2", "1.1", "null"] {
        let overlay = version(text, "  - {target: $.a, update: {b: 1}}\n");
        expect_error("a: {}\n", &overlay, &["`overlay` must be a string"]);
    }
}

#[test]
fn members_have_their_kinds() {
    let action = "{target: $.a, update: {b: 1}}";
    let info = "info: {title: t, version: '1'}";
    for (members, message) in [
        (format!("actions: [{action}]"), "missing member `info`"),
        (
            format!("info: text\nactions: [{action}]"),
            "`info` must be an object, found a string",
        ),
        (
            format!("info: {{title: t}}\nactions: [{action}]"),
            "missing member `version`",
        ),
        (
            format!("info: {{version: '1'}}\nactions: [{action}]"),
            "missing member `title`",
        ),
        (
            format!("info: {{title: 1, version: '1'}}\nactions: [{action}]"),
            "`title` must be a string, found an integer",
        ),
        (
            format!("info: {{title: t, version: 1.0}}\nactions: [{action}]"),
            "`version` must be a string, found a number",
        ),
        (
            format!("info: {{title: t, version: '1', description: []}}\nactions: [{action}]"),
            "`description` must be a string, found an array",
        ),
        (
            format!("{info}\nextends: 1\nactions: [{action}]"),
            "`extends` must be a string, found an integer",
        ),
        (
            format!("{info}\nactionz: []\nactions: [{action}]"),
            "unknown member `actionz`",
        ),
        (info.to_owned(), "missing member `actions`"),
        (
            format!("{info}\nactions: []"),
            "`actions` must have at least one element",
        ),
        (
            format!("{info}\nactions: {action}"),
            "`actions` must be an array, found an object",
        ),
        (
            format!("{info}\nactions: [text]"),
            "an action must be an object, found a string",
        ),
        (
            format!("{info}\nactions: [{action}, {action}]"),
            "this action repeats an earlier one",
        ),
        (
            format!("{info}\nactions: [{{update: {{}}}}]"),
            "missing member `target`",
        ),
        (
            format!("{info}\nactions: [{{target: 1, update: {{}}}}]"),
            "`target` must be a string, found an integer",
        ),
        (
            format!("{info}\nactions: [{{target: $, remove: yes please}}]"),
            "`remove` must be a boolean, found a string",
        ),
        (
            format!("{info}\nactions: [{{target: $, copy: []}}]"),
            "`copy` must be a string, found an array",
        ),
        (
            format!("{info}\nactions: [{{target: $, description: 1, update: {{}}}}]"),
            "`description` must be a string",
        ),
        (
            format!("{info}\nactions: [{{target: $, updates: {{}}}}]"),
            "did you mean `update`?",
        ),
        (
            format!("{info}\nactions: [{{target: $, update: {{}}, copy: $.a}}]"),
            "either `update` or `copy`, not both",
        ),
    ] {
        let overlay = format!("overlay: 1.1.0\n{members}\n");
        expect_error("a: {}\n", &overlay, &["overlay-1.yaml", message]);
    }
}

#[test]
fn copy_needs_version_1_1() {
    expect_error(
        "a: {}\nb: {}\n",
        &version("1.0.0", "  - {target: $.a, copy: $.b}\n"),
        &["unknown member `copy`", "`copy` needs version 1.1"],
    );
}

#[test]
fn an_action_without_effect_is_a_warning() {
    let result = apply("a: {}\n", "  - target: $\n");
    assert!(
        result
            .rendered
            .starts_with("warning[overlay-without-effect]"),
        "{}",
        result.rendered
    );
}

#[test]
fn files_that_are_no_overlays_are_reported() {
    expect_error("a: {}\n", "openapi: 3.1.0\n", &["error[not-overlay]"]);
    expect_error("a: {}\n", "- overlay: 1\n", &["error[not-overlay]"]);
    expect_error(
        "a: {}\n",
        "overlay: [\n",
        &["overlay-1.yaml", "cannot read the overlay"],
    );
    expect_error(
        "a: {}\n",
        "",
        &["cannot read the overlay `overlay-1.yaml`: the file is empty"],
    );
    // All overlays are read, so that all errors are reported at once.
    let result = apply_all(
        &[("api.yaml", "a: {}\n")],
        &["overlay: 3\n", "overlay: 4\n"],
        false,
    );
    assert!(
        result.rendered.contains("overlay-1.yaml") && result.rendered.contains("overlay-2.yaml")
    );
}

#[test]
fn a_document_that_cannot_be_read_is_the_only_error() {
    let result = apply("a: [\n", "  - {target: $.a, update: {b: 1}}\n");
    assert_eq!(
        result.rendered.matches("error[").count(),
        1,
        "{}",
        result.rendered
    );
    assert!(result.rendered.contains("api.yaml"), "{}", result.rendered);
}

//! Where the diagnostics about overlays, and about documents with overlays, point.

use super::{apply, apply_all, apply_lenient, expect_error, version};
use crate::diagnostic::{FileId, Location};

#[test]
fn a_target_without_a_match_is_an_error() {
    expect_error(
        "paths:\n  /pets:\n    get: {}\n",
        "  - target: $.paths['/pet'].get\n    update: {a: 1}\n",
        &[
            "error[overlay-no-match]: the target matches nothing in the document",
            "overlay-1.yaml:4:13",
            "`$.paths` matches this",
            "api.yaml:1:1",
            "did you mean `/pets`?",
        ],
    );
}

#[test]
fn a_target_without_a_match_is_a_warning_if_lenient() {
    let overlay = "  - target: $.c\n    remove: true\n  - target: $.a\n    update: {d: 1}\n";
    let result = apply_lenient("a: {}\n", overlay);
    let warning = "warning[overlay-no-match]: the target matches nothing in the document; ignored";
    assert!(result.rendered.starts_with(warning), "{}", result.rendered);
    assert_eq!(result.root, super::node("a: {d: 1}\n"));
}

#[test]
fn a_target_behind_a_reference_says_so() {
    let texts = [
        ("api.yaml", "paths:\n  /pets:\n    $ref: pets.yaml\n"),
        ("pets.yaml", "get: {}\n"),
    ];
    let overlay = "  - target: $.paths['/pets'].get\n    update: {a: 1}\n";
    let result = apply_all(&texts, &[overlay], false);
    for part in [
        "this is a reference to `pets.yaml`",
        "change that file instead",
        "api.yaml:2:3",
    ] {
        assert!(result.rendered.contains(part), "{}", result.rendered);
    }
    let overlay = "  - target: $.paths..get\n    update: {a: 1}\n";
    let result = apply_all(&texts, &[overlay], false);
    let help = "other files, such as that of `pets.yaml`, are not searched";
    assert!(result.rendered.contains(help), "{}", result.rendered);
    expect_error(
        "a: {$ref: '#/b'}\nb: {c: 1}\n",
        "  - target: $.a.c\n    update: 2\n",
        &[
            "this is a reference to `#/b`",
            "target what it refers to instead",
        ],
    );
}

#[test]
fn invalid_expressions_are_located() {
    for path in ["$.a[", "$..", "a.b", "$.a[?@.b = 1]", "$.a['b\"]", ""] {
        let overlay = format!("  - target: {path:?}\n    update: {{a: 1}}\n");
        let result = apply("a: 1\n", &overlay);
        let start = "error[overlay-json-path]: `target` is not a valid JSONPath expression";
        assert!(
            result.rendered.starts_with(start),
            "{path}: {}",
            result.rendered
        );
        assert!(
            result.rendered.contains("overlay-1.yaml:4:13"),
            "{}",
            result.rendered
        );
    }
    for path in [
        "$".to_owned() + &"[?(".repeat(2_000),
        "$".to_owned() + &".a".repeat(5_000),
    ] {
        let overlay = format!("  - target: {path:?}\n    update: {{a: 1}}\n");
        let result = apply("a: 1\n", &overlay);
        assert!(result.rendered.contains("too long or too deeply nested"));
    }
}

#[test]
fn values_of_different_kinds_do_not_merge() {
    expect_error(
        "a:\n  b: {c: 1}\n",
        "  - target: $.a\n    update:\n      b: [1]\n",
        &[
            "error[overlay-value-kind]: an array cannot be merged into an object",
            "overlay-1.yaml:6:10",
            "api.yaml:2:6",
            "remove it in an action before this one",
        ],
    );
    expect_error(
        "a: {b: 1}\n",
        "  - {target: $.a, update: 1}\n",
        &["an integer cannot be merged into an object"],
    );
    expect_error(
        "a: x\n",
        "  - {target: $.a, update: {b: 1}}\n",
        &["an object cannot be merged into a string"],
    );
    expect_error(
        "a: {b: 1}\nc: {b: {}}\n",
        "  - {target: $.a, copy: $.c}\n",
        &[
            "an object cannot be merged into an integer",
            "overlay-1.yaml:4:25",
        ],
    );
    expect_error(
        "a: {b: 1, c: []}\n",
        "  - {target: $.a.*, update: 2}\n",
        &[
            "error[overlay-target-kind]: the target must match only objects, only arrays, or only primitive values",
            "it matches an integer here",
            "and an array here",
        ],
    );
}

#[test]
fn version_1_0_changes_no_primitive_values() {
    for change in ["update: x", "remove: true"] {
        expect_error(
            "a: b\n",
            &version("1.0.0", &format!("  - {{target: $.a, {change}}}\n")),
            &[
                "error[overlay-target-kind]",
                "in version 1.0",
                "overlay: 1.1.0",
            ],
        );
    }
}

#[test]
fn a_copy_needs_one_source() {
    expect_error(
        "a: {}\nb: [{c: 1}, {c: 2}]\n",
        "  - {target: $.a, copy: '$.b[*]'}\n",
        &["error[overlay-copy-source]: `copy` must match one value, but matches 2"],
    );
    expect_error(
        "a: {}\nbook: {}\n",
        "  - {target: $.a, copy: $.books}\n",
        &[
            "`copy` must match one value, but matches 0",
            "did you mean `book`?",
        ],
    );
}

#[test]
fn the_document_cannot_be_removed_or_grow_without_end() {
    expect_error(
        "a: 1\n",
        "  - {target: $, remove: true}\n",
        &["the whole document cannot be removed"],
    );
    let list = "{}, ".repeat(1_001);
    expect_error(
        &format!("list: [{list}]\n"),
        "  - {target: '$.list[*]', update: {a: {}}}\n  - {target: '$.list[*].a', copy: $}\n",
        &["error[overlay-too-large]", "overlay-1.yaml:5:5"],
    );
    // Each action doubles the depth.
    let doubles: String = (0..12)
        .map(|index| {
            let path = format!("$..a{index}");
            format!("  - {{target: $..end, update: {{a{index}: {{}}}}}}\n  - {{target: {path}, copy: $}}\n")
        })
        .collect();
    expect_error("end: {}\n", &doubles, &["error[overlay-too-large]"]);
}

/// The part of a result at a pointer is written at this file, pointer and place.
#[track_caller]
fn origin(document: &str, overlay: &str, pointer: &str, expected: (&str, u32)) {
    let result = apply(document, overlay);
    let location = Location {
        pointer: pointer.to_owned(),
        ..Location::root(FileId(0))
    };
    assert!(result.sources.get(&location).is_some(), "{pointer}");
    let positions = result.sources.positions(&[&location]);
    let (file, line) = expected;
    assert_eq!(positions[&location], format!("{file}:{line}"));
}

#[test]
fn values_keep_the_places_where_they_are_written() {
    let document = "list:\n  - {a: 1}\n  - {a: 2}\n  - {a: 3}\nother:\n  b: 1\n";
    let overlay = "  - target: $.list[0]\n    remove: true\n  - target: $.list\n    update:\n      - {a: 4}\n  - target: $.other\n    update:\n      b: 2\n      c:\n        d: 1\n  - target: $.list\n    copy: $.other\n";
    origin(document, overlay, "/list/0/a", ("api.yaml", 3));
    origin(document, overlay, "/list/1/a", ("api.yaml", 4));
    origin(document, overlay, "/list/2/a", ("overlay-1.yaml", 8));
    origin(document, overlay, "/other/b", ("overlay-1.yaml", 11));
    origin(document, overlay, "/other/c/d", ("overlay-1.yaml", 13));
    origin(document, overlay, "/list/3/c/d", ("overlay-1.yaml", 13));
    let result = apply(document, overlay);
    let key = Location {
        pointer: "/other/b".to_owned(),
        ..Location::root(FileId(0))
    }
    .key();
    // Only the value of the member is replaced: its name is still that of the document.
    assert_eq!(result.sources.positions(&[&key])[&key], "api.yaml:6");
}

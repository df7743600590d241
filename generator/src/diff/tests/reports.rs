//! Rendered reports, and versions.

use super::super::{Format, Version};
use super::{DOCUMENT, compare, compared, revision};
use super::{Detail, edited};

/// Edits for all sections of the report.
const EDITS: &[(&str, &str)] = &[
    (
        "        home: {$ref: '#/components/schemas/Home'}
    Kind:",
        "        home: {$ref: '#/components/schemas/Place'}
    Kind:",
    ),
    (
        "        home: {$ref: '#/components/schemas/Home'}
        code:",
        "        home: {$ref: '#/components/schemas/Place'}
        code:",
    ),
    ("    Home:\n", "    Place:\n"),
    ("Code: {type: string}", "Code: {type: integer}"),
    (
        "/shops/{shop}/owners/{owner}/pets:",
        "/shops/{owner}/owners/{shop}/pets:",
    ),
    ("enum: [cat, dog]", "enum: [cat, dog, fish, bird]"),
    (
        "weight: {type: number}",
        "weight: {type: number, deprecated: true}",
    ),
    ("maxLength: 20", "maxLength: 30"),
    ("default: 10", "default: 20"),
    ("What it is called.", "Its name."),
];

#[test]
fn text_has_a_line_for_each_cause() {
    let report = compared(EDITS).render(Format::Text, None);
    assert_eq!(
        report,
        "\
openapi.yaml at v1 → openapi.yaml

Breaking (6)
  `client.pets().list()`: arguments `shop, owner, kind` → `owner, shop, kind` (openapi.yaml:13)
  `client.pets().create()`: arguments `shop, owner` → `owner, shop` (openapi.yaml:29)
  `types::Home`: renamed to `types::Place` (openapi.yaml:92)
  `types::Code`: stands for `String` → `i64` (openapi.yaml:106)
  `types::Visit::{code, last}`: `Option<String>` → `Option<i64>` (openapi.yaml:106)

Added (2)
  `types::Kind::Fish`: new (openapi.yaml:91)
  `types::Kind::Bird`: new (openapi.yaml:91)

Deprecated (1)
  `types::Pet::weight`: deprecated (openapi.yaml:83)

On the wire only (2)
  `client.pets().list().limit()`: default `10` → `20` (openapi.yaml:21)
  `types::Pet::name`: constraint `..=20 characters` → `..=30 characters` (openapi.yaml:81)

Documentation: 1 place

Verdict: major
"
    );
}

#[test]
fn markdown_is_an_entry_of_a_changelog() {
    let versions = Version::parse("0.1.0").zip(Version::parse("0.2.0"));
    let edits = [
        ("enum: [cat, dog]", "enum: [cat, fish]"),
        ("What it is called.", "Its `name`."),
    ];
    let report = compared(&edits).render(Format::Markdown, versions);
    assert_eq!(
        report,
        "\
## [0.2.0]

### Breaking

- `types::Kind::Dog`: removed (openapi.yaml:91 at v1)

### Added

- `types::Kind::Fish`: new (openapi.yaml:91)

### Documentation

- 1 place

**Verdict: major, 0.1.0 → 0.2.0 or higher**
"
    );
}

#[test]
fn equal_documents_have_no_change() {
    let comparison = compared(&[]);
    assert_eq!(
        comparison.render(Format::Text, None),
        "openapi.yaml at v1 → openapi.yaml: no change\n"
    );
    assert_eq!(
        comparison.render(Format::Markdown, None),
        "No change of the public API.\n"
    );
}

#[test]
fn every_change_has_a_line_if_that_is_requested() {
    let new = edited(&[("Code: {type: string}", "Code: {type: integer}")]);
    let (old, new) = (revision("v1", DOCUMENT), revision("", &new));
    let lines = |detail| {
        let report = compare(&old, &new, detail).render(Format::Text, None);
        report.matches("`Option<String>` → `Option<i64>`").count()
    };
    assert_eq!(lines(Detail::Grouped), 1);
    assert_eq!(lines(Detail::All), 2);
}

#[test]
fn documents_do_not_move_the_terminal() {
    let new = edited(&[("default: 10", "default: \"\\e[2J`\\u202e\"")]);
    let (old, new) = (revision("v\u{1b}1", DOCUMENT), revision("", &new));
    let report = compare(&old, &new, Detail::Grouped).render(Format::Text, None);
    assert!(!report.contains(['\u{1b}', '\u{202e}']), "{report}");
}

#[test]
fn versions_move_as_far_as_cargo_expects() {
    use super::super::Level::{self, Major, Minor, Patch};
    let version = |text| Version::parse(text).expect("it is a version");
    for (old, level, least) in [
        ("0.1.0", Some(Major), "0.2.0"),
        ("0.1.4", Some(Minor), "0.1.5"),
        ("0.1.4", Some(Patch), "0.1.5"),
        ("1.2.3", Some(Major), "2.0.0"),
        ("1.2.3", Some(Minor), "1.3.0"),
        ("1.2.3", Some(Patch), "1.2.4"),
        ("1.2.3", None, "1.2.3"),
    ] {
        let level: Option<Level> = level;
        let (old, least) = (version(old), version(least));
        assert_eq!(old.check(least, level), Ok(()));
        let too_low = old.check(old, level);
        assert_eq!(too_low.is_err(), level.is_some(), "{old} {level:?}");
        if let Err(error) = too_low {
            assert_eq!(error.least, least);
        }
    }
    assert_eq!(
        version("1.0.0").check(version("2.0.0-rc.1"), Some(Major)),
        Ok(())
    );
    for text in ["", "1", "1.2", "1.2.x", "1.2.3.4"] {
        assert_eq!(Version::parse(text), None, "{text}");
    }
}

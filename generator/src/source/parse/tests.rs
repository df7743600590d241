use std::time::{Duration, Instant};

use super::*;
use crate::source::parse::builder::FindingKind;

fn yaml(text: &str) -> Node {
    parse(text, false).expect("the text is valid").root
}

fn json(text: &str) -> Node {
    parse(text, true).expect("the text is valid").root
}

fn failure(text: &str) -> Failure {
    parse(text, false).expect_err("the text is not valid")
}

fn object(members: &[(&str, Node)]) -> Node {
    Node::Object(
        members
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
}

fn text(text: &str) -> Node {
    Node::String(text.to_owned())
}

#[test]
fn yaml_and_json_produce_the_same_nodes() {
    let expected = object(&[
        (
            "a",
            Node::Array(vec![
                Node::Integer(1),
                Node::Float(1.5),
                Node::Bool(true),
                Node::Null,
            ]),
        ),
        ("b", object(&[("200", text("ok"))])),
    ]);
    assert_eq!(yaml("a: [1, 1.5, true, ~]\nb:\n  200: ok\n"), expected);
    assert_eq!(
        json(r#"{"a": [1, 1.5, true, null], "b": {"200": "ok"}}"#),
        expected
    );
    assert_eq!(
        yaml(r#"  {"a": [1, 1.5, true, null], "b": {"200": "ok"}}"#),
        expected
    );
    assert_eq!(
        yaml("{a: [1, 1.5, true, ], b: {200: ok}, }").get("b"),
        expected.get("b")
    );
}

#[test]
fn names_are_strings_as_written() {
    let Node::Object(members) =
        yaml("200: a\n1.10: b\nnull: c\n~: d\nTrue: e\n0x1F: f\n'q': g\nno: h\n")
    else {
        panic!("an object");
    };
    let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        ["200", "1.10", "null", "~", "True", "0x1F", "q", "no"]
    );
}

#[test]
fn a_name_must_be_a_string() {
    assert_eq!(failure("? [a]\n: b\n").code, "yaml-syntax");
    assert_eq!(failure("{a: b}: c\n").code, "yaml-syntax");
}

#[test]
fn scalars_follow_the_core_schema() {
    let root = yaml(
        "- no\n- 0x10\n- 0o17\n- 007\n- 1_000\n- 12:30:45\n- 2020-01-01\n- .inf\n- -.inf\n- .nan\n- 1e3\n- ''\n-\n",
    );
    let expected = [
        text("no"),
        Node::Integer(16),
        Node::Integer(15),
        text("007"),
        text("1_000"),
        text("12:30:45"),
        text("2020-01-01"),
        text(".inf"),
        text("-.inf"),
        text(".nan"),
        Node::Float(1000.0),
        text(""),
        Node::Null,
    ];
    assert_eq!(root, Node::Array(expected.to_vec()));
}

#[test]
fn big_integers_keep_their_digits() {
    let text = "- 9223372036854775807\n- 18446744073709551615\n- -170141183460469231731687303715884105728\n\
                - 170141183460469231731687303715884105727\n- 340282366920938463463374607431768211455\n";
    let expected = [
        Node::Integer(i64::MAX.into()),
        Node::Integer(u64::MAX.into()),
        Node::Integer(i128::MIN),
        Node::Integer(i128::MAX),
        Node::Float(u128::MAX as f64),
    ];
    assert_eq!(yaml(text), Node::Array(expected.to_vec()));
    let expected = [
        Node::Integer(u64::MAX.into()),
        Node::Integer(i64::MIN.into()),
        Node::Float(18_446_744_073_709_551_616.0),
    ];
    let text = "[18446744073709551615, -9223372036854775808, 18446744073709551616]";
    assert_eq!(json(text), Node::Array(expected.to_vec()));
}

#[test]
fn line_ends_and_the_byte_order_mark_make_no_difference() {
    let unix = "a: |\n  x\n  y\nb: 'p\n\n  q'\nc: [1,\n  2] # c\nd: >-\n  f\n  g\n\n  h\n";
    let windows = unix.replace('\n', "\r\n");
    assert_eq!(yaml(unix), yaml(&windows));
    assert_eq!(yaml(unix).get("a"), Some(&text("x\ny\n")));
    let marked = decode([&[0xEF, 0xBB, 0xBF], unix.as_bytes()].concat()).expect("UTF-8");
    assert_eq!(marked, unix);
    let json_unix = "{\n\"a\": \"b\"\n}\n";
    assert_eq!(json(json_unix), json(&json_unix.replace('\n', "\r\n")));
}

#[test]
fn bytes_that_are_not_utf8_are_reported() {
    let failure = decode(b"a: b\nc: \xff\n".to_vec()).expect_err("not UTF-8");
    assert_eq!(failure.code, "not-utf8");
    assert_eq!(
        failure.message,
        "the file is not UTF-8: byte 0xff in line 2"
    );
    let failure = decode(b"\xff\xfea\0".to_vec()).expect_err("UTF-16");
    assert_eq!(failure.message, "the file is UTF-16");
}

#[test]
fn a_file_without_a_value_is_empty() {
    for text in ["", " \n\t\n", "# only\n", "---\n", "--- # x\n...\n"] {
        assert_eq!(failure(text).code, "empty-document", "{text:?}");
    }
    assert_eq!(parse("", true).expect_err("empty").code, "empty-document");
}

fn repeated(last_is_used: bool) -> Finding {
    Finding {
        pointer: "/a~1b/x".to_owned(),
        kind: FindingKind::DuplicateKey { last_is_used },
    }
}

#[test]
fn the_last_of_repeated_scalars_is_used() {
    for content in [
        parse("a/b:\n  x: 1\n  y: 2\n  x: 3\n  x: 4\n", false),
        parse(r#"{"a/b": {"x": 1, "y": 2, "x": 3, "x": 4}}"#, true),
    ] {
        let content = content.expect("valid");
        assert_eq!(content.findings, [repeated(true)]);
        let inner = object(&[("x", Node::Integer(4)), ("y", Node::Integer(2))]);
        assert_eq!(content.root, object(&[("a/b", inner)]));
    }
    let same = parse("a/b:\n  x: {y: [1]}\n  x: {y: [1]}\n", false).expect("valid");
    assert_eq!(same.findings, [repeated(true)]);
}

#[test]
fn repeated_names_with_different_values_are_found_once() {
    let content = parse("a/b:\n  x: {y: 1}\n  x: {y: 1, y: 2}\n  x: 3\n", false).expect("valid");
    assert_eq!(content.findings, [repeated(false)]);
    let inner = object(&[("x", object(&[("y", Node::Integer(1))]))]);
    assert_eq!(content.root, object(&[("a/b", inner)]));
}

#[test]
fn repeated_names_are_found_in_large_objects() {
    let mut text: String = (0..1000)
        .map(|index| format!("k{index}: {index}\n"))
        .collect();
    text.push_str("k999: {}\nk0: y\nnew: z\nnew: z\n");
    let findings = parse(&text, false).expect("valid").findings;
    let pointers: Vec<&str> = findings
        .iter()
        .map(|finding| finding.pointer.as_str())
        .collect();
    assert_eq!(pointers, ["/k999", "/k0", "/new"]);
}

#[test]
fn aliases_are_expanded_and_merges_and_tags_are_found() {
    let content = parse(
        "a: &x {b: !foo 1}\nc: *x\nd:\n  <<: *x\ne: !!str 5\nf: !bar [1]\n",
        false,
    )
    .expect("valid");
    let inner = object(&[("b", Node::Integer(1))]);
    let expected = object(&[
        ("a", inner.clone()),
        ("c", inner.clone()),
        ("d", inner),
        ("e", text("5")),
        ("f", Node::Array(vec![Node::Integer(1)])),
    ]);
    assert_eq!(content.root, expected);
    let tag = |pointer: &str, tag: &str| Finding {
        pointer: pointer.to_owned(),
        kind: FindingKind::Tag(tag.to_owned()),
    };
    let merge = Finding {
        pointer: "/d/<<".to_owned(),
        kind: FindingKind::Merged,
    };
    let expected = [
        tag("/a/b", "foo"),
        tag("/c/b", "foo"),
        tag("/d/<</b", "foo"),
        merge,
        tag("/f", "bar"),
    ];
    assert_eq!(content.findings, expected);
}

#[test]
fn own_members_precede_merged_ones_and_earlier_objects_later_ones() {
    let text = "base: &base {id: 1, kind: 2}\nmore: &more {<<: *base, kind: 3, at: 4}\nalias: &alias\n  <<: *more\n\
                one: {first: 0, <<: *alias, at: 5}\nlist:\n  <<: [*base, *more, {kind: 6, last: 7}]\n  id: 8\n\
                twice: {<<: *base, <<: *more}\n";
    let root = parse(text, false).expect("valid").root;
    let members = |name: &str| match root.get(name) {
        Some(Node::Object(members)) => members
            .iter()
            .map(|(name, value)| match value {
                Node::Integer(value) => (name.as_str(), *value),
                other => panic!("{other:?}"),
            })
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(members("more"), [("id", 1), ("kind", 3), ("at", 4)]);
    assert_eq!(members("alias"), [("id", 1), ("kind", 3), ("at", 4)]);
    assert_eq!(
        members("one"),
        [("first", 0), ("id", 1), ("kind", 3), ("at", 5)]
    );
    assert_eq!(
        members("list"),
        [("kind", 2), ("at", 4), ("last", 7), ("id", 8)]
    );
    assert_eq!(members("twice"), [("id", 1), ("kind", 2), ("at", 4)]);
}

#[test]
fn values_that_cannot_be_merged_are_ignored_and_found() {
    let text = "a: {<<: 5, b: 1}\nc:\n  <<:\n  b: 1\nd: {<<: [{b: 1}, x]}\ne: {<<: [], b: 1}\n";
    let content = parse(text, false).expect("valid");
    let inner = object(&[("b", Node::Integer(1))]);
    for name in ["a", "c", "d", "e"] {
        assert_eq!(content.root.get(name), Some(&inner), "{name}");
    }
    let findings: Vec<_> = content
        .findings
        .iter()
        .map(|finding| (finding.pointer.as_str(), &finding.kind))
        .collect();
    assert_eq!(
        findings,
        [
            ("/a/<<", &FindingKind::NotMerged("an integer")),
            ("/c/<<", &FindingKind::NotMerged("null")),
            ("/d/<<", &FindingKind::NotMerged("a string")),
            ("/e/<<", &FindingKind::Merged),
        ]
    );
}

#[test]
fn nothing_is_merged_in_json() {
    let text = r#"{"a": {"<<": {"b": 1}}}"#;
    for named_json in [true, false] {
        let content = parse(text, named_json).expect("valid");
        let inner = object(&[("b", Node::Integer(1))]);
        let expected = object(&[("a", object(&[("<<", inner)]))]);
        assert_eq!(content.root, expected);
        assert_eq!(content.findings, []);
    }
}

#[test]
fn merged_objects_count_as_values() {
    let mut text = "a0: &a0 {x: 1, y: 1}\n".to_owned();
    for level in 1..40 {
        let below = level - 1;
        text.push_str(&format!(
            "a{level}: &a{level} {{<<: [*a{below}, *a{below}], k{level}: {{<<: *a{below}}}}}\n"
        ));
    }
    let failure = parse(&text, false).expect_err("it unfolds to too many values");
    assert_eq!(failure.code, "too-many-nodes");
}

#[test]
fn syntax_errors_have_a_byte_offset() {
    let text = "ä: 1\nb: [1, 2\nc: 3\n";
    let failure = failure(text);
    assert_eq!(failure.code, "yaml-syntax");
    assert_eq!(
        failure.message,
        "not valid YAML: did not find expected ',' or ']', while parsing a flow sequence"
    );
    assert_eq!(failure.offset.map(|offset| &text[offset..]), Some(": 3\n"));

    let text = "{\n  \"ä\": 1,\n  \"b\" 2\n}";
    let failure = parse(text, true).expect_err("not valid");
    assert_eq!(failure.code, "json-syntax");
    assert_eq!(failure.message, "not valid JSON: expected `:`");
    assert_eq!(failure.offset.map(|offset| &text[offset..]), Some("2\n}"));

    let text = "a: ä\u{1}\n";
    assert_eq!(
        super::parse(text, false).expect_err("not valid").offset,
        text.find('\u{1}')
    );
    assert_eq!(
        parse("{\"a\": 1} x", true).expect_err("not valid").offset,
        Some(9)
    );
    assert_eq!(
        parse("{\"a\": 1", true).expect_err("not valid").offset,
        Some(6)
    );
    assert_eq!(parse("{", true).expect_err("not valid").code, "json-syntax");
    assert_eq!(
        parse("[1e999]", true).expect_err("not valid").code,
        "json-syntax"
    );
    assert_eq!(
        parse("a: *b\n", false).expect_err("not valid").code,
        "yaml-syntax"
    );
}

#[test]
fn a_stream_contains_one_document() {
    assert_eq!(yaml("---\na: 1\n...\n"), object(&[("a", Node::Integer(1))]));
    assert_eq!(yaml("a: 1\n---\n"), object(&[("a", Node::Integer(1))]));
    assert_eq!(
        yaml("%YAML 1.2\n---\na: 1\n---\n# end\n"),
        object(&[("a", Node::Integer(1))])
    );
    let text = "---\na: |\n  --- no\n---\nb: 2\n";
    let failure = failure(text);
    assert_eq!(failure.code, "multiple-documents");
    assert_eq!(failure.offset, text.rfind("---"));
    assert_eq!(
        super::parse("a: 1\n--- b\n", false).expect_err("two").code,
        "multiple-documents"
    );
    assert_eq!(
        super::parse("a: 1\n---\nb: [\n", false)
            .expect_err("two")
            .code,
        "yaml-syntax"
    );
}

#[test]
fn alias_bombs_are_rejected_at_once() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    let padded = format!("{bomb}pad:\n{}", "- x\n".repeat(100_000));
    for text in [bomb, padded] {
        let start = Instant::now();
        assert_eq!(failure(&text).code, "too-many-nodes");
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{:?}",
            start.elapsed()
        );
    }
    assert_eq!(failure("a: &a [*a]\n").code, "too-deep");
}

#[test]
fn deep_nesting_is_rejected_at_once() {
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(100_000),
        "[\n".repeat(100_000),
        format!("a: {}", "[".repeat(100_000)),
        format!("{}{}", "[".repeat(130), "]".repeat(130)),
    ] {
        let start = Instant::now();
        assert_eq!(failure(&text).code, "too-deep", "{:.20}", text);
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{:?}",
            start.elapsed()
        );
    }
    assert_eq!(
        parse(&"[".repeat(100_000), true).expect_err("deep").code,
        "too-deep"
    );
    let deep = format!("{}{}", "[".repeat(120), "]".repeat(120));
    assert_eq!(yaml(&format!("a: {deep}")).get("a"), Some(&json(&deep)));
}

#[test]
fn other_kinds_of_files_are_named() {
    let words = |bytes: &[u8]| {
        let text = super::decode(bytes.to_vec());
        let failure = text
            .and_then(|text| parse(&text, false))
            .expect_err("it is no document");
        assert!(matches!(failure.code, "not-openapi" | "empty-document"));
        failure.message
    };
    for (bytes, message) in [
        (&b"\x1f\x8b\x08\0"[..], "this file is compressed with gzip"),
        (b"PK\x03\x04rest", "this is a ZIP archive"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n",
            "this is a Git LFS pointer instead of the file, not a document in YAML or JSON",
        ),
        (
            b"\n<!-- made by hand -->\n<html lang='en'>",
            "this is an HTML page, not a document in YAML or JSON",
        ),
        (
            b"<?xml version='1.0'?><wsdl:definitions>",
            "this is a WSDL document, not a document in YAML or JSON",
        ),
        (b"<a/>", "this is XML, not a document in YAML or JSON"),
        (
            b"#%RAML 1.0\ntitle: T\n",
            "this is a RAML document, not a document in YAML or JSON",
        ),
        (
            b"syntax = \"proto3\";\npackage a;\n",
            "this is a Protocol Buffers file, not a document in YAML or JSON",
        ),
        (
            b"\"\"\"All\"\"\"\ntype Query {\n  pets(first: Int): [Pet!]!\n}\n",
            "this is a GraphQL schema, not a document in YAML or JSON",
        ),
        (b"", "the file is empty"),
        (b" \n# nothing\n", "the file contains no value"),
    ] {
        assert_eq!(words(bytes), message);
    }
}

#[test]
fn a_web_page_is_not_a_document() {
    for text in [
        "<!DOCTYPE html>\n<html></html>",
        "  <?xml version='1.0'?>",
        "<<: 1",
    ] {
        for named_json in [false, true] {
            let message = parse(text, named_json)
                .map(|content| content.root)
                .map_err(|failure| failure.message);
            if text.starts_with("<<") && !named_json {
                assert!(message.is_ok(), "{text}");
            } else {
                assert!(message.is_err(), "{text}");
            }
        }
    }
    let failure = parse("<html>", false).expect_err("it is HTML");
    assert_eq!(failure.code, "not-openapi");
}

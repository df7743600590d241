use super::*;

/// Returns the marked text of pointers. The prefix `key ` means the name, `again ` its second occurrence.
fn marked<'a>(text: &'a str, wanted: &[&str]) -> Vec<&'a str> {
    let locations: Vec<Location> = wanted
        .iter()
        .map(|wanted| {
            let (part, pointer) = match wanted.split_once(' ') {
                Some(("key", pointer)) => (Part::Key, pointer),
                Some(("again", pointer)) => (Part::RepeatedKey, pointer),
                _ => (Part::Value, *wanted),
            };
            Location {
                file: FileId(0),
                pointer: pointer.to_owned(),
                part,
            }
        })
        .collect();
    let locations: Vec<&Location> = locations.iter().collect();
    ranges(text, &locations)
        .into_iter()
        .map(|range| &text[range])
        .collect()
}

/// Asserts the marked text of each pointer.
fn check(text: &str, expected: &[(&str, &str)]) {
    let wanted: Vec<&str> = expected.iter().map(|(wanted, _)| *wanted).collect();
    let found = marked(text, &wanted);
    let found: Vec<(&str, &str)> = wanted.into_iter().zip(found).collect();
    assert_eq!(found, expected);
    let windows = text.replace('\n', "\r\n");
    let wanted: Vec<&str> = expected.iter().map(|(wanted, _)| *wanted).collect();
    let expected: Vec<&str> = expected.iter().map(|(_, marked)| *marked).collect();
    assert_eq!(marked(&windows, &wanted), expected, "with CRLF");
}

#[test]
fn block_yaml() {
    let text = "\
# ä comment
openapi: 3.1.0
info:
  title: Ünïcode # why
  \"quoted key\": \"a\\tb\"
  'it''s': 'x'
  text: |
    several
    lines
  folded: >-
    one
  long: plain
    text
paths:
  /pets/{id}:
    get:
      tags: [a, 'b']
      empty:
      list:
      - x
      - y: 1
        z: 2
      -  - deep
";
    check(
        text,
        &[
            ("", "openapi: 3.1.0"),
            ("/openapi", "3.1.0"),
            ("key /openapi", "openapi"),
            ("/info", "info"),
            ("key /info", "info"),
            ("/info/title", "Ünïcode"),
            ("/info/quoted key", "\"a\\tb\""),
            ("key /info/quoted key", "\"quoted key\""),
            ("key /info/it's", "'it''s'"),
            ("/info/text", "text"),
            ("/info/folded", "folded"),
            ("/info/long", "long"),
            ("/paths/~1pets~1{id}", "/pets/{id}"),
            ("/paths/~1pets~1{id}/get/tags", "[a, 'b']"),
            ("/paths/~1pets~1{id}/get/tags/1", "'b'"),
            ("/paths/~1pets~1{id}/get/empty", "empty"),
            ("/paths/~1pets~1{id}/get/list", "list"),
            ("/paths/~1pets~1{id}/get/list/0", "x"),
            ("/paths/~1pets~1{id}/get/list/1", "y: 1"),
            ("/paths/~1pets~1{id}/get/list/1/z", "2"),
            ("/paths/~1pets~1{id}/get/list/2/0", "deep"),
            ("/paths/~1pets~1{id}/put", "/pets/{id}"),
            ("/nothing/there", "openapi: 3.1.0"),
        ],
    );
}

#[test]
fn json() {
    let text = "{\n\t\"a/b\": {\"c\": [1, {\"d\": \"é\\\"\"}]},\n  \"e\": {\n    \"f\": null\n  },\n  \"g\": []\n}\n";
    check(
        text,
        &[
            ("", "{"),
            ("/a~1b", "{\"c\": [1, {\"d\": \"é\\\"\"}]}"),
            ("key /a~1b", "\"a/b\""),
            ("/a~1b/c/0", "1"),
            ("/a~1b/c/1/d", "\"é\\\"\""),
            ("key /a~1b/c/1/d", "\"d\""),
            ("/e", "\"e\""),
            ("/e/f", "null"),
            ("/g", "[]"),
        ],
    );
}

#[test]
fn repeated_names() {
    let text = "a: {b: 1}\nc: 2\na: {b: 3}\na: 4\n";
    let found = marked(text, &["key /a", "again /a", "/a/b"]);
    assert_eq!(found, ["a", "a", "1"]);
    let location = Location::root(FileId(0)).child("a");
    let found = ranges(text, &[&location.key(), &location.repeated_key()]);
    assert_eq!(
        (found[0].start, found[1].start),
        (0, text.find("\na").map_or(0, |index| index + 1))
    );
}

#[test]
fn aliases_are_the_nearest_location() {
    let text = "a: &x {b: 1}\nc: *x\nd:\n  *x : 1\n  e: 2\n";
    check(
        text,
        &[
            ("/a/b", "1"),
            ("/c", "*x"),
            ("/c/b", "*x"),
            ("key /c/b", "*x"),
            ("/d/e", "2"),
        ],
    );
}

#[test]
fn bytes_and_invalid_texts() {
    let text = "a: ä\nb: [\n";
    let at = |offset: usize| Location::byte(FileId(0), offset);
    let root = Location::root(FileId(0)).child("b").child("c");
    let found = ranges(text, &[&at(3), &at(4), &at(1000), &root]);
    assert_eq!(found[..3], [3..3, 3..3, text.len()..text.len()]);
    assert_eq!(&text[found[3].clone()], "b");
    assert_eq!(ranges("", &[&at(0), &root]), [0..0, 0..0]);
    assert_eq!(
        marked("? {a: b}\n: c\nb: d\n", &["/b/c", "/a"]),
        ["d", "? {a: b}"]
    );
}

#[test]
fn json_is_found_as_by_the_parser_of_yaml() {
    let text = "{\n \"ä\\u0041\\n\": [1.5e-3, {\"é\": true, \"b\": {}}, [], \"\\\"x\"],\t\"c\": {\"d\": -1\n}, \"c\": null}\n";
    let pointers = [
        "/äA\n",
        "/äA\n/0",
        "/äA\n/1/é",
        "/äA\n/1/b",
        "/äA\n/2",
        "/äA\n/3",
        "/c",
        "/c/d",
    ];
    let locations: Vec<Location> = (pointers.iter())
        .flat_map(|pointer| {
            [Part::Value, Part::Key, Part::RepeatedKey].map(|part| Location {
                file: FileId(0),
                pointer: (*pointer).to_owned(),
                part,
            })
        })
        .collect();
    for text in [text, &text.replace('\n', "\r\n"), &text.replace('\n', "")] {
        let found = |walk: &dyn Fn(&mut Tree)| {
            let mut tree = Tree {
                branches: vec![Branch::default()],
            };
            let leaves: Vec<usize> = (locations.iter())
                .map(|location| tree.insert(location))
                .collect();
            walk(&mut tree);
            let ranges = locations.iter().zip(leaves);
            ranges
                .map(|(location, leaf)| tree.range(leaf, location.part))
                .collect::<Vec<_>>()
        };
        let json = found(&|tree| assert!(tree.walk_json(text)));
        let yaml = found(&|tree| tree.walk_yaml(text));
        assert_eq!(json, yaml, "{text}");
    }
    for text in [
        "{a: 1}",
        "{\"a\" 1}",
        "[1 2]",
        "{\"a\": 1} b",
        "[\"\t\"]",
        "[1",
        "{,}",
    ] {
        assert!(!json::walk(text, |_, _, _| ()), "{text}");
    }
}

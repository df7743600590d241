use super::*;
use crate::diagnostic::Diagnostics;

const ROOT: &str = "\
components:
  schemas:
    Pet: {type: object}
    Pets: {items: [a, b]}
    a/b~c: 1
    100%: 2
    'x{y} z': 3
    a%20b: 4
";

fn sources() -> Sources {
    let mut diagnostics = Diagnostics::default();
    let root = format!("{ROOT}r: {{$ref: other.yaml}}\n");
    let sources = Sources::from_texts(
        &[("root.yaml", root.as_str()), ("other.yaml", "p: {q: 1}\n")],
        &mut diagnostics,
    );
    assert_eq!(diagnostics, Diagnostics::default());
    sources
}

fn resolve_in(file: u32, reference: &str) -> Result<(u32, String), (String, Option<String>)> {
    sources()
        .resolve(&Location::root(FileId(file)), reference)
        .map(|location| (location.file.0, location.pointer))
        .map_err(|error| (error.message, error.help))
}

#[test]
fn pointers_lead_to_places() {
    for (reference, file, pointer) in [
        ("#", 0, ""),
        ("", 0, ""),
        ("#/components/schemas/Pet", 0, "/components/schemas/Pet"),
        (
            "#/components/schemas/Pets/items/1",
            0,
            "/components/schemas/Pets/items/1",
        ),
        (
            "#/components/schemas/a~1b~0c",
            0,
            "/components/schemas/a~1b~0c",
        ),
        (
            "#/components/schemas/a%7E1b~0c",
            0,
            "/components/schemas/a~1b~0c",
        ),
        ("#/components/schemas/100%", 0, "/components/schemas/100%"),
        ("#/components/schemas/100%25", 0, "/components/schemas/100%"),
        (
            "#/components/schemas/x%7By%7D%20z",
            0,
            "/components/schemas/x{y} z",
        ),
        (
            "#/components/schemas/x{y} z",
            0,
            "/components/schemas/x{y} z",
        ),
        ("#/components/schemas/a%20b", 0, "/components/schemas/a%20b"),
        (
            "#/components/schemas/a%2520b",
            0,
            "/components/schemas/a%20b",
        ),
        ("other.yaml", 1, ""),
        ("other.yaml#", 1, ""),
        ("other.yaml#/p/q", 1, "/p/q"),
        ("%6fther.yaml#/p", 1, "/p"),
    ] {
        assert_eq!(
            resolve_in(0, reference),
            Ok((file, pointer.to_owned())),
            "{reference}"
        );
    }
    assert_eq!(resolve_in(1, "#/p"), Ok((1, "/p".to_owned())));
}

#[test]
fn what_is_missing_is_named_with_the_nearest_name() {
    for (file, reference, message, help) in [
        (
            0,
            "#/components/schemas/pet",
            "`#/components/schemas/pet` leads nowhere: `/components/schemas` in `root.yaml` has no member `pet`",
            Some("did you mean `#/components/schemas/Pet`?"),
        ),
        (
            0,
            "#/component/schemas/Pet",
            "`#/component/schemas/Pet` leads nowhere: `root.yaml` has no member `component`",
            Some("did you mean `#/components/schemas/Pet`?"),
        ),
        (
            0,
            "#/components/schemas/Dog",
            "`#/components/schemas/Dog` leads nowhere: `/components/schemas` in `root.yaml` has no member `Dog`",
            None,
        ),
        (
            0,
            "#/components/schemas/Pets/items/2",
            "`#/components/schemas/Pets/items/2` leads nowhere: `/components/schemas/Pets/items` in `root.yaml` has 2 elements and none `2`",
            None,
        ),
        (
            0,
            "#/components/schemas/Pets/items/01",
            "`#/components/schemas/Pets/items/01` leads nowhere: `/components/schemas/Pets/items` in `root.yaml` has 2 elements and none `01`",
            None,
        ),
        (
            0,
            "#/components/schemas/100%/x",
            "`#/components/schemas/100%/x` leads nowhere: `/components/schemas/100%` in `root.yaml` is an integer",
            None,
        ),
        (
            0,
            "other.yaml#/P",
            "`other.yaml#/P` leads nowhere: `other.yaml` has no member `P`",
            None,
        ),
        (
            0,
            "#/a~2b",
            "`#/a~2b` is not a JSON pointer: `~` stands only in `~0` and `~1`",
            Some("write `~0` for a `~` in a name"),
        ),
        (
            0,
            "#/a~",
            "`#/a~` is not a JSON pointer: `~` stands only in `~0` and `~1`",
            Some("write `~0` for a `~` in a name"),
        ),
        (
            0,
            "#Pet",
            "`#Pet` names an anchor, and only JSON pointers are followed",
            Some("write the path to it, such as `#/components/schemas/Pet`"),
        ),
        (
            0,
            "Pet",
            "cannot follow `Pet` to its file: it is not there",
            Some("for the component, write `#/components/schemas/Pet`"),
        ),
        (
            0,
            "x.yaml",
            "cannot follow `x.yaml` to its file: it is not there",
            None,
        ),
    ] {
        let expected = Err((message.to_owned(), help.map(str::to_owned)));
        assert_eq!(resolve_in(file, reference), expected);
    }
}

#[test]
fn large_objects_are_found_through_their_index() {
    let mut text = "a:\n".to_owned();
    for index in 0..5000 {
        text.push_str(&format!("  k~{index}: {{v: {index}}}\n"));
    }
    let sources = Sources::from_texts(&[("big.yaml", text.as_str())], &mut Diagnostics::default());
    let root = Location::root(FileId(0));
    let target = sources
        .resolve(&root, "#/a/k~04321/v")
        .expect("it is there");
    assert_eq!(sources.get(&target), Some(&Node::Integer(4321)));
    assert_eq!(
        sources.get(&root.child("a").child("k~4999")),
        Some(&Node::Object(vec![("v".to_owned(), Node::Integer(4999))]))
    );
    assert_eq!(sources.get(&root.child("a").child("k~5000")), None);
}

#[test]
fn urls_are_told_from_paths() {
    for url in [
        "http://h/p",
        "HTTPS:x",
        "file:///etc/passwd",
        "urn:a:b",
        "//h/p",
        "\\\\h\\p",
        "/\\h/p",
    ] {
        assert!(is_remote(url), "{url}");
    }
    for path in [
        "a.yaml",
        "./a:b.yaml",
        "C:/a.yaml",
        "../a",
        "/a",
        "a/b:c",
        ":a",
        "",
    ] {
        assert!(!is_remote(path), "{path}");
    }
}

#[test]
fn percent_codes_decode_to_text_only() {
    assert_eq!(percent_decode("a%20b%C3%A4%zz%4"), "a bä%zz%4");
    assert_eq!(percent_decode("%ff"), "%ff");
    assert_eq!(percent_decode("%ä%41"), "%äA");
}

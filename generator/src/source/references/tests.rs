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
    let sources = sources();
    sources
        .resolve(&Location::root(FileId(file)), reference)
        .map(|location| (location.file.0, location.pointer))
        .map_err(|error| {
            let help = sources.suggestion(&error, &mut 100).or(error.help);
            (error.message, help)
        })
}

#[test]
fn pointers_resolve_to_locations() {
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
fn unresolved_references_have_a_suggestion() {
    for (file, reference, message, help) in [
        (
            0,
            "#/components/schemas/pet",
            "unresolved reference `#/components/schemas/pet`: `/components/schemas` in `root.yaml` has no member `pet`",
            Some("did you mean `#/components/schemas/Pet`?"),
        ),
        (
            0,
            "#/component/schemas/Pet",
            "unresolved reference `#/component/schemas/Pet`: `root.yaml` has no member `component`",
            Some("did you mean `#/components/schemas/Pet`?"),
        ),
        (
            0,
            "#/components/schemas/Dog",
            "unresolved reference `#/components/schemas/Dog`: `/components/schemas` in `root.yaml` has no member `Dog`",
            None,
        ),
        (
            0,
            "#/components/schemas/Pets/items/2",
            "unresolved reference `#/components/schemas/Pets/items/2`: `/components/schemas/Pets/items` in `root.yaml` has 2 elements, but no `2`",
            None,
        ),
        (
            0,
            "#/components/schemas/Pets/items/01",
            "unresolved reference `#/components/schemas/Pets/items/01`: `/components/schemas/Pets/items` in `root.yaml` has 2 elements, but no `01`",
            None,
        ),
        (
            0,
            "#/components/schemas/100%/x",
            "unresolved reference `#/components/schemas/100%/x`: `/components/schemas/100%` in `root.yaml` is an integer",
            None,
        ),
        (
            0,
            "other.yaml#/P",
            "unresolved reference `other.yaml#/P`: `other.yaml` has no member `P`",
            None,
        ),
        (
            0,
            "#/a~2b",
            "`#/a~2b` is not a valid JSON pointer: `~` must be followed by `0` or `1`",
            Some("write `~0` for a `~` in a name"),
        ),
        (
            0,
            "#/a~",
            "`#/a~` is not a valid JSON pointer: `~` must be followed by `0` or `1`",
            Some("write `~0` for a `~` in a name"),
        ),
        (
            0,
            "#Pet",
            "unresolved reference `#Pet`: `root.yaml` has no `$anchor` of that name",
            Some("write the path to it, such as `#/components/schemas/Pet`"),
        ),
        (
            0,
            "Pet",
            "cannot read the file of `Pet`: it does not exist",
            Some("to refer to the component, write `#/components/schemas/Pet`"),
        ),
        (
            0,
            "x.yaml",
            "cannot read the file of `x.yaml`: it does not exist",
            None,
        ),
    ] {
        let expected = Err((message.to_owned(), help.map(str::to_owned)));
        assert_eq!(resolve_in(file, reference), expected);
    }
}

#[test]
fn names_are_compared_up_to_a_limit() {
    let sources = sources();
    let error = sources
        .resolve(&Location::root(FileId(0)), "#/components/schemas/pet")
        .expect_err("there is none");
    let mut most = 13;
    assert!(sources.suggestion(&error, &mut most).is_some());
    assert_eq!(most, 7);
    assert!(sources.suggestion(&error, &mut most).is_some());
    assert_eq!(sources.suggestion(&error, &mut most), None);
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
fn urls_are_distinguished_from_paths() {
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
fn percent_codes_are_decoded_to_valid_utf8_only() {
    assert_eq!(percent_decode("a%20b%C3%A4%zz%4"), "a bä%zz%4");
    assert_eq!(percent_decode("%ff"), "%ff");
    assert_eq!(percent_decode("%ä%41"), "%äA");
}

/// Resolves a reference; returns the target as the name of a file and a pointer.
fn follow(sources: &Sources, from: (u32, &str), reference: &str) -> Result<String, String> {
    let at = Location {
        pointer: from.1.to_owned(),
        ..Location::root(FileId(from.0))
    };
    sources
        .resolve(&at, reference)
        .map(|found| format!("{}#{}", sources.file(found.file).name, found.pointer))
        .map_err(|error| error.message)
}

#[test]
fn identifiers_are_resolved_without_network_access() {
    let root = "\
$self: https://h/api/openapi.yaml
s:
  Pet: {$id: /schemas/pet, properties: {a: {$anchor: n}, b: {$ref: '#n'}}}
  Tag: {$id: tag.json, $defs: {x: {$dynamicAnchor: n}}}
  Far: {$ref: https://h/api/parts/far.yaml#/p}
  Near: {$ref: parts/far.yaml}
";
    let far = "$id: urn:far\np: 1\nq: {$ref: ../r.yaml}\n";
    let sources = Sources::from_texts(
        &[("api/r.yaml", root), ("api/parts/far.yaml", far)],
        &mut Diagnostics::default(),
    );
    for (from, reference, target) in [
        ((0, ""), "https://h/schemas/pet", "api/r.yaml#/s/Pet"),
        (
            (0, ""),
            "/schemas/pet#/properties/a",
            "api/r.yaml#/s/Pet/properties/a",
        ),
        (
            (0, ""),
            "../schemas/pet#n",
            "api/r.yaml#/s/Pet/properties/a",
        ),
        ((0, ""), "tag.json#n", "api/r.yaml#/s/Tag/$defs/x"),
        ((0, ""), "openapi.yaml#/s/Tag", "api/r.yaml#/s/Tag"),
        ((0, ""), "https://h/api/openapi.yaml", "api/r.yaml#"),
        ((0, ""), "#n", "api/r.yaml#/s/Pet/properties/a"),
        ((0, "/s/Pet/properties/b"), "#", "api/r.yaml#/s/Pet"),
        (
            (0, "/s/Pet/properties/b"),
            "#n",
            "api/r.yaml#/s/Pet/properties/a",
        ),
        ((0, "/s/Tag/$defs"), "#n", "api/r.yaml#/s/Tag/$defs/x"),
        (
            (0, "/s/Tag/$defs"),
            "#/$defs/x",
            "api/r.yaml#/s/Tag/$defs/x",
        ),
        // Below an `$id`, pointers from the root of the file are still found.
        ((0, "/s/Tag/$defs"), "#/s/Pet", "api/r.yaml#/s/Pet"),
        ((0, "/s/Pet"), "../api/tag.json", "api/r.yaml#/s/Tag"),
        // The folder of the file corresponds to the folder of its own URI.
        (
            (0, "/s/Far"),
            "https://h/api/parts/far.yaml#/p",
            "api/parts/far.yaml#/p",
        ),
        ((0, "/s/Near"), "parts/far.yaml", "api/parts/far.yaml#"),
        ((0, ""), "urn:far#/p", "api/parts/far.yaml#/p"),
        ((1, "/q"), "../r.yaml", "api/r.yaml#"),
        ((1, "/q"), "https://h/schemas/pet", "api/r.yaml#/s/Pet"),
    ] {
        assert_eq!(
            follow(&sources, from, reference),
            Ok(target.to_owned()),
            "{reference}"
        );
    }
    for reference in ["https://h/schemas/pets", "http://h/schemas/pet", "urn:near"] {
        assert_eq!(
            follow(&sources, (0, ""), reference),
            Err(format!(
                "cannot read the file of `{reference}`: it is a URL, and URLs are never fetched"
            ))
        );
    }
}

#[test]
fn a_relative_id_changes_the_base_of_file_references() {
    let root = "s: {$id: parts/, items: {$ref: pet.yaml}}\nt: {$id: https://h/x, items: {$ref: other.yaml}}\n";
    let sources = Sources::from_texts(
        &[
            ("o.yaml", root),
            ("parts/pet.yaml", "a: 1"),
            ("other.yaml", "b: 1"),
        ],
        &mut Diagnostics::default(),
    );
    assert_eq!(
        follow(&sources, (0, "/s/items"), "pet.yaml"),
        Ok("parts/pet.yaml#".to_owned())
    );
    // No file has that URL, so the file next to the document is used.
    assert_eq!(
        follow(&sources, (0, "/t/items"), "other.yaml"),
        Ok("other.yaml#".to_owned())
    );
}

#[test]
fn duplicate_identifiers_are_reported() {
    let mut diagnostics = Diagnostics::default();
    let text = "a: {$id: x, b: {$anchor: n}, c: {$anchor: n}}\nd: {$id: ./x}\n";
    let sources = Sources::from_texts(&[("o.yaml", text)], &mut diagnostics);
    let places: Vec<_> = diagnostics
        .iter()
        .map(|finding| {
            (
                finding.code,
                finding.location.as_ref().map(|at| at.pointer.as_str()),
            )
        })
        .collect();
    assert_eq!(
        places,
        [
            ("duplicate-identifier", Some("/a/c/$anchor")),
            ("duplicate-identifier", Some("/d/$id"))
        ]
    );
    assert_eq!(follow(&sources, (0, ""), "x"), Ok("o.yaml#/a".to_owned()));
}

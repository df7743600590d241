//! Documents that are deep, cyclic or odd: lowering ends soon, on a small stack.

use std::fmt::Write as _;

use super::*;

/// Runs on a stack of 2 MiB.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run);
    thread
        .expect("a thread starts")
        .join()
        .expect("no stack overflows");
}

#[test]
fn long_chains_of_references_end_in_one_type() {
    on_a_small_stack(|| {
        let mut text = String::new();
        for index in 0..10_000 {
            let _ = writeln!(
                text,
                "    A{index}: {{$ref: '#/components/schemas/A{}'}}",
                index + 1
            );
        }
        text.push_str("    A10000: {type: [object, 'null'], properties: {x: {}}}\n");
        let (api, reports) = schemas(&text);
        assert_eq!(reports, []);
        assert_eq!(component(&api, "A0"), component(&api, "A10000"));
        assert!(component(&api, "A0").nullable);
    });
}

#[test]
fn long_chains_of_all_of_end() {
    on_a_small_stack(|| {
        let mut text = String::new();
        for index in 0..3_000 {
            let _ = writeln!(
                text,
                "    A{index}: {{allOf: [{{$ref: '#/components/schemas/A{}'}}, {{properties: {{p{index}: {{}}}}}}]}}",
                index + 1
            );
        }
        text.push_str("    A3000: {type: object, properties: {x: {}}}\n");
        let (api, reports) = schemas(&text);
        assert_eq!(object(&api, "A2950").fields.len(), 51);
        assert_eq!(*shape(&api, "A0"), Shape::Any);
        assert!(reports.iter().all(|(code, _)| *code == "schema-too-deep"));
    });
}

#[test]
fn cycles_of_all_of_are_reported_and_recursion_is_not() {
    let (api, reports) = schemas(
        "    A: {allOf: [{$ref: '#/components/schemas/B'}], properties: {a: {}}}
    B: {allOf: [{$ref: '#/components/schemas/A'}], properties: {b: {}}}
    C: {allOf: [{$ref: '#/components/schemas/C'}]}
    D: {oneOf: [{$ref: '#/components/schemas/D'}, {type: 'null'}]}
    Tree: {type: object, properties: {left: {$ref: '#/components/schemas/Tree'}, all: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}
    List: {type: array, items: {$ref: '#/components/schemas/List'}}
    Map: {type: object, additionalProperties: {$ref: '#/components/schemas/Map'}}
    Extends: {allOf: [{$ref: '#/components/schemas/Tree'}, {properties: {left: {$ref: '#/components/schemas/Extends'}}}]}
",
    );
    assert!(
        reports.iter().all(|(code, _)| *code == "cyclic-schema"),
        "{reports:?}"
    );
    assert_eq!(field_names(&api, "A"), ["b", "a"]);
    assert_eq!(*shape(&api, "C"), Shape::Any);
    assert_eq!(*shape(&api, "D"), Shape::Any);
    assert_eq!(field(&api, "Tree", "left").ty, component(&api, "Tree"));
    assert!(matches!(shape(&api, "List"), Shape::List(item) if *item == component(&api, "List")));
    assert!(matches!(shape(&api, "Map"), Shape::Map(value) if *value == component(&api, "Map")));
    assert_eq!(
        field(&api, "Extends", "left").ty,
        component(&api, "Extends")
    );
}

#[test]
fn cycles_of_references_end() {
    let (api, _) = schemas(
        "    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/A'}
    H: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
",
    );
    assert_eq!(*shape(&api, "A"), Shape::Any);
    assert_eq!(api.get(field(&api, "H", "a").ty.id).shape, Shape::Any);
}

#[test]
fn many_intersections_end() {
    // Each `next` of the extending schema is an intersection of other members of two cycles.
    let mut text = String::new();
    for (name, count) in [("A", 97), ("B", 89), ("C", 83)] {
        for index in 0..count {
            let next = (index + 1) % count;
            let _ = writeln!(
                text,
                "    {name}{index}: {{type: object, properties: {{next: {{$ref: '#/components/schemas/{name}{next}'}}}}}}"
            );
        }
    }
    text.push_str(
        "    D: {allOf: [{$ref: '#/components/schemas/A0'}, {$ref: '#/components/schemas/B0'}, {$ref: '#/components/schemas/C0'}]}\n",
    );
    let (api, reports) = schemas(&text);
    assert_eq!(codes(&reports), ["too-many-intersections"]);
    assert!(api.types.len() < 2_000, "{}", api.types.len());
}

#[test]
fn intersections_of_long_lists_end() {
    // Each union lists all others, so the alternatives of alternatives are all schemas of the document.
    let count = 30;
    let mut text = String::new();
    for index in 0..count {
        let others = (0..count).filter(|other| *other != index);
        let others: Vec<String> = others
            .map(|other| format!("{{$ref: '#/components/schemas/A{other}'}}"))
            .collect();
        let _ = writeln!(
            text,
            "    A{index}: {{type: object, properties: {{p{index}: {{}}}}, oneOf: [{}]}}",
            others.join(", ")
        );
    }
    let (api, reports) = schemas(&text);
    assert!(codes(&reports).contains(&"too-many-intersections"));
    assert!(api.types.len() < 2_000, "{}", api.types.len());
}

/// Returns a chain of unions, each with the next one and a tagged object as alternatives.
fn chain_of_unions(length: usize) -> String {
    let tagged = |tag: usize| {
        format!("{{type: object, required: [t], properties: {{t: {{const: v{tag}}}}}}}")
    };
    let mut text = String::new();
    for index in 0..length {
        let _ = writeln!(
            text,
            "    A{index}: {{oneOf: [{{$ref: '#/components/schemas/A{}'}}, {}]}}",
            index + 1,
            tagged(index)
        );
    }
    let _ = writeln!(text, "    A{length}: {}", tagged(length));
    text
}

#[test]
fn chains_of_unions_have_the_tags_of_all_below() {
    let (api, reports) = schemas(&chain_of_unions(300));
    assert_eq!(reports, []);
    let Shape::Union(first) = shape(&api, "A0") else {
        panic!("a union");
    };
    assert_eq!(first.tag.as_deref(), Some("t"));
    assert_eq!(first.variants[0].tags.len(), 300);
    assert_eq!(first.variants[1].tags, ["v0"]);
}

#[test]
fn chains_of_unions_are_read_to_a_limit() {
    let (api, reports) = schemas(&chain_of_unions(700));
    assert!(!reports.is_empty());
    assert!(
        reports
            .iter()
            .all(|(code, _)| *code == "too-many-alternatives"),
        "{:?}",
        codes(&reports)
    );
    let of = |name: &str| match shape(&api, name) {
        Shape::Union(union) => union.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(of("A0").tag, None);
    assert_eq!(of("A0").variants.len(), 2);
    assert_eq!(of("A400").variants[0].tags.len(), 300);
}

#[test]
fn null_is_found_at_the_end_of_a_long_chain() {
    let mut text = String::new();
    for index in 0..700 {
        let _ = writeln!(
            text,
            "    A{index}: {{oneOf: [{{$ref: '#/components/schemas/A{}'}}, {{type: integer}}]}}",
            index + 1
        );
    }
    text.push_str("    A700: {type: [integer, 'null']}\n");
    let (api, _) = schemas(&text);
    assert!(component(&api, "A0").nullable);
}

#[test]
fn a_long_list_of_mapped_alternatives_is_expanded() {
    let count = 600;
    let mut text = String::new();
    let (mut list, mut mapping) = (String::new(), String::new());
    for index in 0..count {
        let _ = write!(list, "{{$ref: '#/components/schemas/A{index}'}}, ");
        let _ = write!(mapping, "t{index}: A{index}, ");
        let _ = writeln!(
            text,
            "    A{index}: {{type: object, properties: {{kind: {{type: string}}}}}}"
        );
    }
    let _ = writeln!(
        text,
        "    Long: {{oneOf: [{list}]}}
    Whole: {{oneOf: [{{$ref: '#/components/schemas/Long'}}, {{type: string}}], discriminator: {{propertyName: kind, mapping: {{{mapping}}}}}}}"
    );
    let (api, reports) = schemas(&text);
    assert_eq!(reports, []);
    let Shape::Union(whole) = shape(&api, "Whole") else {
        panic!("a union");
    };
    assert_eq!(whole.variants.len(), count + 1);
}

//! What overlays make of documents, after the examples and the compliant sets of the specification.

use super::{apply, apply_all, expect, node, version};

#[test]
fn members_are_added_and_replaced() {
    expect(
        "info: {title: Books, version: '1'}\n",
        "  - target: $.info\n    update: {title: Library, contact: {name: Ann}}\n",
        "info: {title: Library, version: '1', contact: {name: Ann}}\n",
    );
    expect(
        "info: {title: Books}\n",
        "  - target: $\n    update:\n      info: {x-checked: true}\n      tags: [{name: a}]\n",
        "info: {title: Books, x-checked: true}\ntags: [{name: a}]\n",
    );
}

#[test]
fn objects_merge_deeply_and_arrays_concatenate() {
    expect(
        "a: {b: {list: [1, 2], c: 1}, d: 2}\n",
        "  - target: $.a\n    update: {b: {list: [3], e: {f: 1}}}\n",
        "a: {b: {list: [1, 2, 3], c: 1, e: {f: 1}}, d: 2}\n",
    );
    for changes in ["1.0.0", "1.1.0"] {
        expect(
            "list: [1]\n",
            &version(
                changes,
                "  - {target: $.list, update: [2, 3]}\n  - {target: $.list, update: {a: 1}}\n  - {target: $.list, update: x}\n",
            ),
            "list: [1, 2, 3, {a: 1}, x]\n",
        );
    }
}

#[test]
fn primitive_values_are_replaced_from_version_1_1() {
    expect(
        "paths: {/a: {get: {summary: old, deprecated: false}}}\n",
        "  - target: $.paths['/a'].get.summary\n    update: new\n  - target: $.paths.*.get.deprecated\n    update: null\n",
        "paths: {/a: {get: {summary: new, deprecated: null}}}\n",
    );
    expect(
        "tags: [a, b, c]\n",
        "  - target: $.tags[1]\n    update: x\n",
        "tags: [a, x, c]\n",
    );
}

#[test]
fn removed_values_are_gone_with_all_they_contain() {
    expect(
        "paths: {/a: {get: {responses: {'200': 1, default: 2}}}, /b: {put: {responses: {default: 3}}}}\n",
        "  - target: $.paths..responses['default']\n    remove: true\n",
        "paths: {/a: {get: {responses: {'200': 1}}}, /b: {put: {responses: {}}}}\n",
    );
    // A value and a value in it, and several elements of one array.
    expect(
        "a: {x: {x: 1, y: 2}}\nlist: [{x: 1}, {y: 1}, {x: 2}, {y: 2}]\n",
        "  - target: $..x\n    remove: true\n  - target: $.list[0, 2]\n    remove: true\n",
        "a: {}\nlist: [{y: 1}, {y: 2}]\n",
    );
    expect(
        "tags: [dummy, real, dummy]\n",
        "  - target: $.tags[?@ == 'dummy']\n    remove: true\n",
        "tags: [real]\n",
    );
}

#[test]
fn remove_takes_precedence_over_an_update() {
    expect(
        "a: {b: 1}\nc: 2\n",
        "  - target: $.a\n    update: {b: 2}\n    copy: $.c\n    remove: true\n",
        "c: 2\n",
    );
    expect(
        "a: {b: 1}\n",
        "  - target: $.a\n    update: {b: 2}\n    remove: false\n",
        "a: {b: 2}\n",
    );
}

#[test]
fn each_action_sees_the_result_of_the_one_before() {
    expect(
        "servers: [{url: 'https://one'}, {url: 'https://two'}]\n",
        "  - target: $.servers\n    remove: true\n  - target: $\n    update: {servers: [{url: 'http://localhost'}]}\n\
         \x20 - target: $.servers[0]\n    update: {description: Local}\n",
        "servers: [{url: 'http://localhost', description: Local}]\n",
    );
}

#[test]
fn filters_select_objects() {
    expect(
        "servers: [{url: a, description: Dev}, {url: b}, {url: c, description: Live}]\n",
        "  - target: $.servers[?( @.description == 'Dev' )]\n    remove: true\n",
        "servers: [{url: b}, {url: c, description: Live}]\n",
    );
    expect(
        "paths:\n  /a: {get: {x-traits: [paged]}}\n  /b: {get: {x-traits: [paged], parameters: [{name: id}]}}\n  /c: {get: {}}\n",
        "  - target: $.paths[?(@.get['x-traits'][?(@ == 'paged')])].get\n    update: {parameters: [{name: page}]}\n",
        "paths:\n  /a: {get: {x-traits: [paged], parameters: [{name: page}]}}\n  \
         /b: {get: {x-traits: [paged], parameters: [{name: id}, {name: page}]}}\n  /c: {get: {}}\n",
    );
    expect(
        "a: [{n: abc}, {n: xyz}]\n",
        "  - target: $.a[?match(@.n, 'a.*')]\n    remove: true\n",
        "a: [{n: xyz}]\n",
    );
}

#[test]
fn a_copy_merges_what_the_document_has() {
    expect(
        "paths: {/items: {get: {responses: {'200': 1}}}, /some: {delete: {x: 1}}}\n",
        "  - target: $.paths['/some']\n    copy: $.paths['/items']\n",
        "paths: {/items: {get: {responses: {'200': 1}}}, /some: {delete: {x: 1}, get: {responses: {'200': 1}}}}\n",
    );
    // A member is renamed by creating, copying and removing.
    expect(
        "paths: {/old: {get: 1}}\n",
        "  - {target: $.paths, update: {/new: {}}}\n  - {target: \"$.paths['/new']\", copy: \"$.paths['/old']\"}\n  \
         - {target: \"$.paths['/old']\", remove: true}\n",
        "paths: {/new: {get: 1}}\n",
    );
    expect(
        "a: x\nb: y\nlist: [1]\n",
        "  - {target: $.a, copy: $.b}\n  - {target: $.list, copy: $.list}\n  - {target: $.list, copy: $.b}\n",
        "a: y\nb: y\nlist: [1, 1, y]\n",
    );
}

#[test]
fn overlays_are_applied_in_order() {
    let result = apply_all(
        &[("api.yaml", "a: {b: 1}\n")],
        &[
            "  - target: $.a\n    update: {c: {}}\n",
            "  - target: $.a.c\n    update: {d: 1}\n",
        ],
        false,
    );
    assert_eq!(result.rendered, "");
    assert_eq!(result.root, node("a: {b: 1, c: {d: 1}}\n"));
}

#[test]
fn an_overlay_and_a_document_may_be_json() {
    let overlay = r#"{"overlay": "1.0.3", "extends": "api.yaml", "x-by": 1, "info": {"title": "t", "version": "1", "x-a": 1},
        "actions": [{"target": "$.a", "update": {"b": 1}, "description": "d", "x-why": 1}]}"#;
    let result = apply("{\"a\": {}}", overlay);
    assert_eq!(result.rendered, "");
    assert_eq!(result.root, node("a: {b: 1}\n"));
}

#[test]
fn order_and_large_integers_survive() {
    let result = apply(
        "z: 340282366920938463463374607431768211455\na: 0.1\nm: {y: 1, b: 2}\n",
        "  - target: $.m\n    update: {a: 3}\n",
    );
    let expected = "z: 340282366920938463463374607431768211455\na: 0.1\nm: {y: 1, b: 2, a: 3}\n";
    assert_eq!(result.root, node(expected));
}

#[test]
fn references_of_the_result_are_followed() {
    let result = apply_all(
        &[
            ("api.yaml", "paths: {}\n"),
            ("parts/pets.yaml", "get: {summary: pets}\n"),
        ],
        &["  - target: $.paths\n    update: {/pets: {$ref: parts/pets.yaml}}\n"],
        false,
    );
    assert_eq!(result.rendered, "");
    let names: Vec<&str> = result
        .sources
        .files()
        .map(|(_, file)| file.name.as_str())
        .collect();
    assert!(names.contains(&"parts/pets.yaml"), "{names:?}");
}

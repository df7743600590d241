//! `oneOf` and `anyOf`, values of several JSON types, and schemas that stand for those that extend them.

use super::*;
use crate::api::{IntegerFormat, TypeName, TypePart, Union};

fn union<'a>(api: &'a Api, name: &str) -> &'a Union {
    match shape(api, name) {
        Shape::Union(union) => union,
        other => panic!("{name} is {other:?}"),
    }
}

/// Returns a label for each variant: the component whose type it has, or else its shape.
fn labels(api: &Api, union: &Union) -> Vec<String> {
    let word = |ty: &Type| match (&ty.name, &ty.shape) {
        (TypeName::Component(name), _) => name.clone(),
        (_, Shape::Struct(object)) => {
            let names: Vec<&str> = object
                .fields
                .iter()
                .map(|field| field.name.as_str())
                .collect();
            format!("{{{}}}", names.join(" "))
        }
        (_, shape) => {
            let text = format!("{shape:?}");
            text.split(['(', ' ']).next().unwrap_or_default().to_owned()
        }
    };
    union
        .variants
        .iter()
        .map(|variant| word(api.get(variant.ty.id)))
        .collect()
}

fn tags(union: &Union) -> (Option<&str>, Vec<Vec<&str>>) {
    let tags = union
        .variants
        .iter()
        .map(|variant| variant.tags.iter().map(String::as_str).collect());
    (union.tag.as_deref(), tags.collect())
}

#[test]
fn overlapping_alternatives_are_reported() {
    let objects = "    Base: {type: object, required: [id], properties: {id: {type: string}, kind: {const: base}}}
    Extra: {type: object, properties: {extra: {type: string}}}
    Other: {type: object, required: [kind], properties: {kind: {const: other}, more: {type: string}}}
    Opened: {type: object, required: [in], properties: {in: {type: object, required: [t], properties: {t: {const: opened}}}, a: {}}}
    Closed: {type: object, required: [in], properties: {in: {type: object, required: [t], properties: {t: {const: closed}}}, b: {}}}
    Loose: {type: object, required: [in], properties: {in: {type: object, required: [t], properties: {t: {type: string}}}, c: {}}}
    Flat: {type: object, required: [in], properties: {in: {type: string}, d: {}}}
    Placed: {type: object, required: [in], properties: {in: {type: object, required: [x], properties: {x: {type: string}}}, e: {}}}
    Named: {type: object, required: [name], properties: {name: {type: string}}}
    Wide: {type: object, properties: {id: {type: string}, kind: {type: string}, wide: {type: string}}}
";
    let of = |keyword: &str, names: &[&str]| {
        let list: Vec<String> = names
            .iter()
            .map(|name| format!("{{$ref: '#/components/schemas/{name}'}}"))
            .collect();
        let text = format!("{objects}    U: {{{keyword}: [{}]}}\n", list.join(", "));
        let reports = schemas(&text).1;
        assert!(
            reports
                .iter()
                .all(|(code, _)| *code == "overlapping-alternatives")
        );
        reports.len()
    };
    assert_eq!(of("anyOf", &["Base", "Extra"]), 1);
    // One of these declares all members of the other.
    assert_eq!(of("anyOf", &["Base", "Wide"]), 0);
    // A value matches only one of these: by the keyword, by a constant, by what each requires.
    assert_eq!(of("oneOf", &["Base", "Extra"]), 0);
    assert_eq!(of("anyOf", &["Base", "Other"]), 0);
    assert_eq!(of("anyOf", &["Base", "Named"]), 0);
    // In a member that both require: nothing distinguishes them; then a constant, a JSON type, what each requires.
    assert_eq!(of("anyOf", &["Loose", "Opened"]), 1);
    assert_eq!(of("anyOf", &["Closed", "Opened"]), 0);
    assert_eq!(of("anyOf", &["Closed", "Flat"]), 0);
    assert_eq!(of("anyOf", &["Closed", "Placed"]), 0);
}

#[test]
fn constants_with_titles_are_an_enum() {
    let (api, reports) = schemas(
        "    A: {oneOf: [{const: a, title: The a}, {const: b, description: The b.}]}
    B: {type: string, anyOf: [{enum: [x, y]}, {}]}
    C: {anyOf: [{type: string}, {type: string, enum: [x]}]}
    D: {anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}
",
    );
    assert_eq!(reports, []);
    let Shape::Enum(values) = shape(&api, "A") else {
        panic!("no enum")
    };
    let said: Vec<Option<&str>> = values
        .iter()
        .map(|value| value.description.as_deref())
        .collect();
    assert_eq!(enum_strings(shape(&api, "A")), ["a", "b"]);
    assert_eq!(said, [Some("The a"), Some("The b.")]);
    assert_eq!(enum_strings(shape(&api, "B")), ["x", "y"]);
    assert_eq!(enum_strings(shape(&api, "C")), ["x"]);
    assert_eq!(enum_strings(shape(&api, "D")), ["a", "b"]);
}

#[test]
fn titles_of_constants_are_names() {
    let (api, reports) = schemas(
        "    Level: {type: integer, oneOf: [{const: 10, title: LOW}, {const: -1, title: None at all, description: Off.}]}
    Plain: {oneOf: [{type: integer, const: 1}, {type: integer, const: 2}]}
    Mixed: {oneOf: [{const: auto, title: Auto}, {const: 1, title: One}]}
    Flag: {oneOf: [{const: true, title: On}, {const: false, title: Off}]}
    Open: {anyOf: [{const: 'urn:a', title: First}, {type: string}]}
",
    );
    assert_eq!(reports, []);
    let Shape::Integers(values) = shape(&api, "Level") else {
        panic!("no enum of numbers")
    };
    assert_eq!(values[0].value, "10");
    assert_eq!(values[0].title.as_deref(), Some("LOW"));
    assert_eq!(values[1].value, "-1");
    assert_eq!(values[1].description.as_deref(), Some("Off."));
    assert_eq!(*shape(&api, "Plain"), Shape::Integer(IntegerFormat::Int64));
    assert!(matches!(shape(&api, "Mixed"), Shape::Union(_)));
    assert_eq!(*shape(&api, "Flag"), Shape::Boolean);
    let Shape::Enum(values) = shape(&api, "Open") else {
        panic!("no enum")
    };
    assert_eq!(values[0].title.as_deref(), Some("First"));
}

#[test]
fn extension_keys_of_other_tools_name_values() {
    let (api, reports) = schemas(
        "    Ranks: {type: integer, enum: [1, 2.0, -3], x-enum-varnames: [One, Two, Minus], x-enumDescriptions: {'1': first, '2': second}}
    Sizes: {type: string, enum: [s, m], x-enumNames: {m: Medium, s: Small}, x-enum-descriptions: [little, '']}
    Short: {type: string, enum: [a, b], x-enum-varnames: [A]}
    Component: {type: integer, enum: [1, 2]}
    Large: {type: integer, enum: [18446744073709551615], x-enum-varnames: [Max]}
    Holder: {type: object, properties: {
      inline: {type: integer, enum: [1, 2]},
      named: {type: integer, enum: [1, 2], x-enum-varnames: [A, B]}}}
",
    );
    assert_eq!(reports, []);
    let values = |name: &str| match shape(&api, name) {
        Shape::Enum(values) | Shape::Integers(values) => values
            .iter()
            .map(|value| {
                (
                    value.value.clone(),
                    value.title.clone().unwrap_or_default(),
                    value.description.clone().unwrap_or_default(),
                )
            })
            .collect::<Vec<_>>(),
        other => panic!("no enum: {other:?}"),
    };
    let of = |value: &str, title: &str, description: &str| {
        (value.to_owned(), title.to_owned(), description.to_owned())
    };
    assert_eq!(
        values("Ranks"),
        [
            of("1", "One", "first"),
            of("2", "Two", "second"),
            of("-3", "Minus", "")
        ]
    );
    assert_eq!(
        values("Sizes"),
        [of("s", "Small", "little"), of("m", "Medium", "")]
    );
    assert_eq!(values("Short"), [of("a", "", ""), of("b", "", "")]);
    assert_eq!(values("Component"), [of("1", "", ""), of("2", "", "")]);
    assert!(matches!(shape(&api, "Large"), Shape::Integer(_)));
    let Shape::Struct(holder) = shape(&api, "Holder") else {
        panic!("no struct")
    };
    let of_field = |index: usize| &api.get(holder.fields[index].ty.id).shape;
    assert!(matches!(of_field(0), Shape::Integer(_)));
    assert!(matches!(of_field(1), Shape::Integers(_)));
}

#[test]
fn alternatives_of_one_json_type_share_it() {
    let (api, reports) = schemas(
        "    A: {anyOf: [{type: string, format: ipv4}, {type: string, format: ipv6}]}
    B: {oneOf: [{type: integer}, {type: number}]}
    C: {oneOf: [{type: integer, format: int32}, {type: integer, format: int32}]}
    D: {anyOf: [{type: string, format: date-time}, {type: string, format: date-time, pattern: x}]}
    E: {oneOf: [{$ref: '#/components/schemas/F'}]}
    F: {type: object, properties: {x: {}}}
",
    );
    assert_eq!(reports, []);
    assert_eq!(*shape(&api, "A"), Shape::String(None));
    assert_eq!(*shape(&api, "B"), Shape::IntegerOrNumber);
    assert_eq!(*shape(&api, "C"), Shape::Integer(IntegerFormat::Int32));
    assert_eq!(*shape(&api, "D"), Shape::DateTime);
    assert_eq!(component(&api, "E"), component(&api, "F"));
}

#[test]
fn alternatives_that_only_require_members_keep_the_struct() {
    let (api, reports) = schemas(
        "    A: {type: object, properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}\n",
    );
    assert_eq!(field_names(&api, "A"), ["a", "b"]);
    assert_eq!(codes(&reports), ["union-without-effect"]);
}

#[test]
fn values_of_several_types_are_a_union() {
    let (api, reports) = schemas(
        "    A: {oneOf: [{type: string}, {type: object, properties: {x: {}}}, {type: 'null'}]}
    B: {type: [string, integer, 'null'], minLength: 2, minimum: 3}
    C: {enum: [1, a, 2, null]}
    D: {type: [string, number, boolean, array, object, 'null']}
    E: {anyOf: [{type: [string, number]}, {type: array, items: {}}]}
    F: {oneOf: [{type: string, nullable: true}, {type: boolean}]}
    G: {anyOf: [{type: boolean}, {type: object, enum: [{a: 1}]}]}
",
    );
    assert_eq!(codes(&reports), ["structured-enum"]);
    assert_eq!(labels(&api, union(&api, "A")), ["String", "{x}"]);
    assert_eq!(labels(&api, union(&api, "B")), ["String", "Integer"]);
    assert_eq!(labels(&api, union(&api, "C")), ["Integer", "Enum"]);
    assert_eq!(*shape(&api, "D"), Shape::Any);
    assert_eq!(labels(&api, union(&api, "E")), ["String", "Number", "List"]);
    assert_eq!(labels(&api, union(&api, "F")), ["String", "Boolean"]);
    assert_eq!(labels(&api, union(&api, "G")), ["Boolean", "Map"]);
    let nullable = ["A", "B", "C", "D", "E", "F"].map(|name| component(&api, name).nullable);
    assert_eq!(nullable, [true, true, true, true, false, true]);
    let of = |name: &str, index: usize| {
        let variant = &union(&api, name).variants[index];
        assert!(!variant.ty.nullable);
        api.get(variant.ty.id)
    };
    assert_eq!(of("B", 0).constraints.min_length, Some(2));
    assert_eq!(of("B", 1).constraints.min_length, None);
    assert_eq!(of("C", 0).constraints.values, ["1", "2"]);
    assert_eq!(enum_strings(&of("C", 1).shape), ["a"]);
    let part = |index| TypeName::Inline {
        owner: component(&api, "A").id,
        part: TypePart::Variant(index),
    };
    assert_eq!(of("A", 1).name, part(1));
}

#[test]
fn tags_come_from_the_mapping_then_values_then_names() {
    let (api, reports) = schemas(
        "    ByName: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}
    Mapped:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/One'}]
      discriminator: {propertyName: kind, mapping: {c: Cat, k: '#/components/schemas/Cat', d: Dog, x: Other}}
    Cat: {type: object, properties: {kind: {type: string}, meow: {}}}
    Dog: {type: object, properties: {kind: {type: string}, bark: {}}}
    One: {type: object, properties: {kind: {type: integer, const: 1}}}
    Other: {type: object}
",
    );
    assert_eq!(labels(&api, union(&api, "ByName")), ["Cat", "Dog"]);
    assert_eq!(
        tags(union(&api, "ByName")),
        (Some("kind"), vec![vec!["Cat"], vec!["Dog"]])
    );
    assert_eq!(
        tags(union(&api, "Mapped")),
        (Some("kind"), vec![vec!["c", "k"], vec!["d"], vec!["1"]])
    );
    let name = union(&api, "Mapped").variants[0].component.as_deref();
    assert_eq!(name, Some("Cat"));
    assert_eq!(field(&api, "One", "kind").constraints.values, ["1"]);
    assert_eq!(
        reports,
        [(
            "mapping-without-alternative",
            "/components/schemas/Mapped/discriminator/mapping/x".to_owned()
        )]
    );
}

#[test]
fn a_tag_is_inferred_where_none_is_stated() {
    let (api, reports) = schemas(
        "    Texts:
      oneOf:
      - {title: First, type: object, required: [kind, name], properties: {name: {type: string}, kind: {const: a}}}
      - {type: object, required: [kind], properties: {kind: {enum: [b, c]}}}
      - {type: string}
    Flags:
      anyOf:
      - {type: object, required: [ok], properties: {ok: {const: true}, value: {}}}
      - {type: object, required: [ok], properties: {ok: {const: false}, error: {}}}
    Optional:
      anyOf:
      - {type: object, properties: {ok: {const: true}, value: {}}}
      - {type: object, required: [ok], properties: {ok: {const: false}, error: {}}}
    Nested: {oneOf: [{$ref: '#/components/schemas/Flags'}, {type: object, required: [ok], properties: {ok: {const: maybe}}}]}
",
    );
    assert_eq!(reports, []);
    assert_eq!(
        tags(union(&api, "Texts")),
        (Some("kind"), vec![vec!["a"], vec!["b", "c"], vec![]])
    );
    let title = union(&api, "Texts").variants[0].docs.summary.as_deref();
    assert_eq!(title, Some("First"));
    assert_eq!(
        tags(union(&api, "Flags")),
        (Some("ok"), vec![vec!["true"], vec!["false"]])
    );
    assert_eq!(union(&api, "Optional").tag, None);
    assert_eq!(
        tags(union(&api, "Nested")),
        (Some("ok"), vec![vec!["true", "false"], vec!["maybe"]])
    );
    assert_eq!(labels(&api, union(&api, "Nested")), ["Flags", "{ok}"]);
}

#[test]
fn a_component_stands_for_those_that_extend_it() {
    let (api, reports) = schemas(
        "    Pet: {type: object, required: [kind], properties: {kind: {type: string}, friend: {$ref: '#/components/schemas/Pet'}}, discriminator: {propertyName: kind}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {meow: {}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}], properties: {bark: {}}}
    Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}], properties: {age: {}}}
    Job:
      type: object
      properties: {type: {type: integer, enum: [0, 1]}}
      discriminator: {propertyName: type, mapping: {0: Job, 1: Work}}
    Work: {allOf: [{$ref: '#/components/schemas/Job'}], properties: {work: {}}}
    Alone: {type: object, properties: {kind: {}}, discriminator: {propertyName: kind}}
    Alias: {description: The same., allOf: [{$ref: '#/components/schemas/Alone'}]}
    H: {type: object, properties: {pet: {description: Mine., allOf: [{$ref: '#/components/schemas/Pet'}]}}}
",
    );
    assert_eq!(reports, []);
    let pet = union(&api, "Pet");
    assert_eq!(
        labels(&api, pet),
        ["Cat", "{kind friend bark}", "Puppy"],
        "a dog can be a puppy"
    );
    assert_eq!(
        tags(pet),
        (Some("kind"), vec![vec!["Cat"], vec!["Dog"], vec!["Puppy"]])
    );
    let dog = union(&api, "Dog");
    assert_eq!(labels(&api, dog), ["{kind friend bark}", "Puppy"]);
    assert_eq!(tags(dog), (Some("kind"), vec![vec!["Dog"], vec!["Puppy"]]));
    assert_eq!(dog.variants[0].ty, pet.variants[1].ty);
    assert_eq!(field_names(&api, "Cat"), ["kind", "friend", "meow"]);
    assert_eq!(
        field_names(&api, "Puppy"),
        ["kind", "friend", "bark", "age"]
    );
    assert_eq!(field(&api, "Cat", "friend").ty, component(&api, "Pet"));
    assert_eq!(field(&api, "H", "pet").ty, component(&api, "Pet"));
    assert_eq!(field_names(&api, "Alone"), ["kind"]);
    assert_eq!(component(&api, "Alias"), component(&api, "Alone"));
    let job = union(&api, "Job");
    assert_eq!(labels(&api, job), ["{type}", "Work"]);
    assert_eq!(tags(job), (Some("type"), vec![vec!["0"], vec!["1"]]));
    let base = TypeName::Inline {
        owner: component(&api, "Job").id,
        part: TypePart::Base,
    };
    assert_eq!(api.get(job.variants[0].ty.id).name, base);
}

/// Returns a hierarchy of four levels with this mapping.
fn documents(mapping: &str) -> String {
    format!(
        "    Node: {{type: object, required: ['@type'], properties: {{'@type': {{type: string}}}}, discriminator: {{propertyName: '@type'{mapping}}}}}
    Media: {{allOf: [{{$ref: '#/components/schemas/Node'}}, {{properties: {{url: {{}}, within: {{$ref: '#/components/schemas/Media'}}}}}}]}}
    Text: {{allOf: [{{$ref: '#/components/schemas/Node'}}, {{properties: {{body: {{}}}}}}]}}
    Image: {{allOf: [{{$ref: '#/components/schemas/Media'}}, {{properties: {{width: {{}}}}}}]}}
    Sound: {{allOf: [{{$ref: '#/components/schemas/Media'}}, {{properties: {{length: {{}}}}}}]}}
    Photo: {{allOf: [{{$ref: '#/components/schemas/Image'}}, {{properties: {{camera: {{}}}}}}]}}
    Holder: {{type: object, properties: {{image: {{description: Its picture., allOf: [{{$ref: '#/components/schemas/Image'}}]}}}}}}
"
    )
}

#[test]
fn a_schema_in_the_middle_stands_for_those_below_it() {
    let image = "{@type url within width}";
    let (api, reports) = schemas(&documents(""));
    assert_eq!(reports, []);
    let found = |name: &str| labels(&api, union(&api, name));
    let media = "{@type url within}";
    assert_eq!(found("Node"), [media, "Text", image, "Sound", "Photo"]);
    assert_eq!(found("Media"), [media, image, "Sound", "Photo"]);
    assert_eq!(found("Image"), [image, "Photo"]);
    assert_eq!(
        tags(union(&api, "Image")),
        (Some("@type"), vec![vec!["Image"], vec!["Photo"]])
    );
    // Nothing is below these, and they have the members of the schemas that they extend.
    for name in ["Text", "Sound", "Photo"] {
        assert!(matches!(shape(&api, name), Shape::Struct(_)), "{name}");
    }
    assert_eq!(
        field_names(&api, "Photo"),
        ["@type", "url", "within", "width", "camera"]
    );
    assert_eq!(
        field(&api, "Photo", "within").ty,
        component(&api, "Media"),
        "wherever it is used"
    );
    assert_eq!(field(&api, "Holder", "image").ty, component(&api, "Image"));
    // The schema itself has one type, named after it, in every union.
    let of = |name: &str, index: usize| union(&api, name).variants[index].ty;
    assert_eq!(of("Node", 2), of("Image", 0));
    assert_eq!(of("Media", 1), of("Image", 0));
    assert_eq!(
        api.get(of("Image", 0).id).name,
        TypeName::Inline {
            owner: component(&api, "Image").id,
            part: TypePart::Base,
        }
    );
}

#[test]
fn a_mapping_applies_below_the_middle_as_at_the_root() {
    let (api, reports) = schemas(&documents(
        ", mapping: {n-image: Image, n-photo: '#/components/schemas/Photo', n-text: Text}",
    ));
    assert_eq!(reports, []);
    assert_eq!(
        tags(union(&api, "Node")).1,
        [
            vec!["n-text"],
            vec!["n-image"],
            vec!["Sound"],
            vec!["n-photo"]
        ],
        "what is extended and not mapped is there to be extended"
    );
    assert_eq!(
        tags(union(&api, "Media")).1,
        [
            vec!["Media"],
            vec!["n-image"],
            vec!["Sound"],
            vec!["n-photo"]
        ],
        "but it is an alternative of what names it"
    );
    assert_eq!(
        tags(union(&api, "Image")).1,
        [vec!["n-image"], vec!["n-photo"]]
    );
}

#[test]
fn a_schema_with_another_tag_below_the_middle_is_one_alternative() {
    let (api, reports) = schemas(
        "    Shape: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {flat: Flat, poly: Poly}}}
    Flat: {allOf: [{$ref: '#/components/schemas/Shape'}], properties: {kind: {const: flat}}}
    Poly:
      allOf: [{$ref: '#/components/schemas/Flat'}]
      type: object
      properties: {sides: {type: string}}
      discriminator: {propertyName: sides}
    Three: {allOf: [{$ref: '#/components/schemas/Poly'}], properties: {a: {}}}
    Four: {allOf: [{$ref: '#/components/schemas/Poly'}], properties: {b: {}}}
    Other: {type: object, properties: {type: {type: string}}, discriminator: {propertyName: type}}
    Both: {allOf: [{$ref: '#/components/schemas/Other'}, {$ref: '#/components/schemas/Shape'}], properties: {c: {}}}
    Last: {allOf: [{$ref: '#/components/schemas/Both'}], properties: {d: {}}}
",
    );
    assert_eq!(reports, []);
    assert_eq!(labels(&api, union(&api, "Flat")), ["{kind}", "Poly"]);
    assert_eq!(
        tags(union(&api, "Flat")),
        (Some("kind"), vec![vec!["flat"], vec!["poly"]])
    );
    assert_eq!(labels(&api, union(&api, "Poly")), ["Three", "Four"]);
    // Of several roots, the one with the fewest below it is the nearest.
    let both = union(&api, "Both");
    assert_eq!(labels(&api, both), ["{type kind c}", "Last"]);
    assert_eq!(tags(both), (Some("type"), vec![vec!["Both"], vec!["Last"]]));
}

#[test]
fn a_list_with_the_middle_and_those_below_it_is_flat() {
    let (api, reports) = schemas(&format!(
        "{}    Any: {{oneOf: [{{$ref: '#/components/schemas/Image'}}, {{$ref: '#/components/schemas/Photo'}}], discriminator: {{propertyName: '@type'}}}}
",
        documents("")
    ));
    assert_eq!(reports, []);
    assert_eq!(
        labels(&api, union(&api, "Any")),
        ["{@type url within width}", "Photo"]
    );
    assert_eq!(tags(union(&api, "Any")).1, [vec!["Image"], vec!["Photo"]]);
}

#[test]
fn an_alternative_that_stands_for_others_has_their_tags() {
    let (api, reports) = schemas(&format!(
        "{}    Some:
      oneOf: [{{$ref: '#/components/schemas/Text'}}, {{$ref: '#/components/schemas/Image'}}]
      discriminator: {{propertyName: '@type', mapping: {{text: Text, image: Image}}}}
    Shared: {{oneOf: [{{$ref: '#/components/schemas/Text'}}, {{$ref: '#/components/schemas/Image'}}]}}
",
        documents(", mapping: {photo: Photo}")
    ));
    assert_eq!(reports, []);
    assert_eq!(
        tags(union(&api, "Some")).1,
        [vec!["text"], vec!["image", "Image", "photo"]]
    );
    assert_eq!(
        tags(union(&api, "Shared")).1,
        [vec!["Text"], vec!["Image", "photo"]]
    );
}

#[test]
fn a_long_chain_of_schemas_is_cut() {
    let mut text = "    S0: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}\n".to_owned();
    for index in 1..200 {
        let above = index - 1;
        text.push_str(&format!(
            "    S{index}: {{allOf: [{{$ref: '#/components/schemas/S{above}'}}], properties: {{m{index}: {{}}}}}}\n"
        ));
    }
    let (api, reports) = schemas(&text);
    let reports: Vec<&str> = codes(&reports)
        .into_iter()
        .filter(|code| *code == "too-many-alternatives")
        .collect();
    assert_eq!(reports, ["too-many-alternatives"]);
    let unions = api.types.iter().map(|ty| match &ty.shape {
        Shape::Union(union) => union.variants.len(),
        _ => 0,
    });
    assert!(unions.sum::<usize>() < 20_000);
}

#[test]
fn a_base_with_alternatives_that_extend_it_is_not_a_cycle() {
    let (api, reports) = schemas(
        "    Pet:
      type: object
      properties: {kind: {type: string}}
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: kind, mapping: {cat: Cat, dog: Dog}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}], properties: {meow: {}}}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}], properties: {bark: {}}}
",
    );
    assert_eq!(reports, []);
    assert_eq!(labels(&api, union(&api, "Pet")), ["Cat", "Dog"]);
    assert_eq!(
        tags(union(&api, "Pet")),
        (Some("kind"), vec![vec!["cat"], vec!["dog"]])
    );
    assert_eq!(field_names(&api, "Cat"), ["kind", "meow"]);
}

#[test]
fn keywords_beside_alternatives_apply_to_each() {
    let (api, reports) = schemas(
        "    A:
      type: object
      required: [id]
      properties: {id: {type: string}}
      oneOf:
      - {properties: {a: {}}}
      - {$ref: '#/components/schemas/B'}
    B: {type: object, properties: {b: {}}}
    Adds: {type: object, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/Other'}]}
    Other: {type: object, properties: {c: {}}}
    Two:
      allOf:
      - oneOf: [{type: object, properties: {a: {}}}, {type: object, properties: {b: {}}}]
      - oneOf: [{type: object, properties: {c: {}}}, {type: string}]
    Narrow: {allOf: [{anyOf: [{type: object}, {type: string}]}, {type: object, properties: {x: {}}}]}
    Wrong: {type: object, oneOf: [{type: string}, {properties: {a: {}}}, {properties: {b: {}}}]}
    Never: {type: object, properties: {x: {}}, oneOf: [{type: string}, {type: integer}]}
",
    );
    assert_eq!(labels(&api, union(&api, "A")), ["{id a}", "{id b}"]);
    assert_eq!(union(&api, "A").variants[1].component.as_deref(), Some("B"));
    assert_eq!(labels(&api, union(&api, "Adds")), ["B", "Other"]);
    assert_eq!(labels(&api, union(&api, "Two")), ["{a c}", "{b c}"]);
    assert_eq!(field_names(&api, "Narrow"), ["x"]);
    assert_eq!(labels(&api, union(&api, "Wrong")), ["{a}", "{b}"]);
    assert_eq!(field_names(&api, "Never"), ["x"]);
    assert_eq!(
        reports,
        [
            (
                "contradiction",
                "/components/schemas/Wrong/oneOf/0".to_owned()
            ),
            (
                "contradiction",
                "/components/schemas/Never/oneOf".to_owned()
            ),
        ]
    );
}

#[test]
fn alternatives_are_flattened_and_none_is_repeated() {
    let (api, reports) = schemas(
        "    A: {oneOf: [{anyOf: [{type: string}, {$ref: '#/components/schemas/B'}]}, {$ref: '#/components/schemas/B'}, {type: boolean}]}
    B: {type: object, properties: {b: {}}}
    C: {oneOf: [{$ref: '#/components/schemas/A'}, {type: array, items: {type: string}}]}
    D: {anyOf: [{type: string}, {$ref: '#/components/schemas/E'}, {type: object}, {type: number}, {type: integer}]}
    E: {type: string, enum: [x]}
    Open: {anyOf: [{$ref: '#/components/schemas/B'}, {description: All else.}]}
    Any: {anyOf: [{title: One}, {description: Two}]}
",
    );
    assert_eq!(labels(&api, union(&api, "A")), ["String", "B", "Boolean"]);
    assert_eq!(labels(&api, union(&api, "C")), ["A", "List"]);
    assert_eq!(
        labels(&api, union(&api, "D")),
        ["E", "Map", "IntegerOrNumber"]
    );
    assert_eq!(*shape(&api, "Open"), Shape::Any);
    assert_eq!(*shape(&api, "Any"), Shape::Any);
    assert_eq!(
        reports,
        [("open-union", "/components/schemas/Open/anyOf/1".to_owned())]
    );
}

#[test]
fn an_alternative_that_accepts_anything_makes_the_union_open() {
    let (api, reports) = schemas(
        "    A: {anyOf: [{description: A file.}, {type: string}]}
    B: {oneOf: [{}, {type: object, required: [x], properties: {x: {type: string}}}, {type: object, required: [y], properties: {y: {}}}]}
    Loose: {oneOf: [{}, {type: object, required: [z], properties: {x: {type: string}}}]}
",
    );
    assert_eq!(labels(&api, union(&api, "A")), ["String"]);
    assert_eq!(union(&api, "B").variants.len(), 2);
    assert!(union(&api, "A").open && union(&api, "B").open);
    assert_eq!(*shape(&api, "Loose"), Shape::Any);
    let place = |rest: &str| ("open-union", format!("/components/schemas/{rest}"));
    assert_eq!(
        reports,
        [
            place("A/anyOf/0"),
            place("B/oneOf/0"),
            place("Loose/oneOf/0")
        ]
    );
}

#[test]
fn lists_and_maps_hold_unions() {
    let (api, reports) = schemas(
        "    Tuple: {type: array, prefixItems: [{type: string}, {type: [integer, 'null']}], maxItems: 2}
    Map: {type: object, patternProperties: {'^a': {type: integer}, '^b': {type: string}}, additionalProperties: false}
",
    );
    assert_eq!(reports, []);
    let part = |name: &str| match shape(&api, name) {
        Shape::List(part) | Shape::Map(part) => *part,
        other => panic!("{name} is {other:?}"),
    };
    let of = |name: &str| match &api.get(part(name).id).shape {
        Shape::Union(union) => labels(&api, union),
        other => panic!("{name} holds {other:?}"),
    };
    assert!(part("Tuple").nullable);
    assert_eq!(of("Tuple"), ["String", "Integer"]);
    assert_eq!(of("Map"), ["Integer", "String"]);
}

#[test]
fn a_type_with_a_union_reaches_its_variants() {
    let (api, _) = lowered(
        r"
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /x:
    get:
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/U'}}}}}
components:
  schemas:
    U: {oneOf: [{$ref: '#/components/schemas/A'}, {type: array, items: {$ref: '#/components/schemas/B'}}]}
    A: {type: object, properties: {a: {}}}
    B: {type: object, properties: {b: {}}}
",
    );
    for name in ["U", "A", "B"] {
        assert!(ty(&api, name).in_response, "{name}");
        assert!(!ty(&api, name).in_request, "{name}");
    }
}

#[test]
fn a_type_beside_a_reference_refuses_null() {
    let (api, reports) = schemas(
        "    T: {type: [string, 'null']}
    H: {type: object, properties: {a: {$ref: '#/components/schemas/T'}, b: {$ref: '#/components/schemas/T', type: string}, c: {$ref: '#/components/schemas/T', type: [string, 'null']}}}
",
    );
    assert_eq!(reports, []);
    let nullable = ["a", "b", "c"].map(|name| field(&api, "H", name).ty.nullable);
    assert_eq!(nullable, [true, false, true]);
}

#[test]
fn unions_are_completed_when_all_types_are_made() {
    let (api, reports) = schemas(
        "    A: {oneOf: [{$ref: '#/components/schemas/B'}, {type: string}]}
    B: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}
    C: {oneOf: [{$ref: '#/components/schemas/C'}, {type: string}, {type: integer}]}
    D: {oneOf: [{$ref: '#/components/schemas/Open'}, {type: integer}, {type: array, items: {}}]}
    Open: {anyOf: [{type: object}, {title: All}, {type: array, items: {}}]}
    Tree: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Tree'}}]}
",
    );
    assert_eq!(labels(&api, union(&api, "A")), ["B", "String"]);
    assert_eq!(labels(&api, union(&api, "B")), ["Integer"]);
    assert_eq!(labels(&api, union(&api, "C")), ["String", "Integer"]);
    assert_eq!(*shape(&api, "D"), Shape::Any);
    assert_eq!(labels(&api, union(&api, "Tree")), ["String", "List"]);
    let place = |rest: &str| format!("/components/schemas/{rest}");
    assert_eq!(
        reports,
        [
            ("open-union", place("Open/anyOf/1")),
            ("open-union", place("D/oneOf/0")),
            ("cyclic-schema", place("B/oneOf/0")),
        ]
    );
}

#[test]
fn the_time_for_large_unions_is_linear() {
    use std::fmt::Write as _;
    let mut text =
        String::from("    U:\n      type: object\n      properties: {kind: {}}\n      oneOf:\n");
    for index in 0..1_000 {
        let _ = writeln!(text, "      - {{$ref: '#/components/schemas/A{index}'}}");
    }
    for index in 0..1_000 {
        let _ = writeln!(
            text,
            "    A{index}: {{allOf: [{{$ref: '#/components/schemas/U'}}], required: [kind], properties: {{kind: {{const: k{index}}}}}}}"
        );
    }
    let (api, reports) = schemas(&text);
    assert_eq!(reports, []);
    assert_eq!(union(&api, "U").tag.as_deref(), Some("kind"));
    assert_eq!(union(&api, "U").variants.len(), 1_000);
}

#[test]
fn a_list_is_kept_beside_a_schema_that_one_of_its_alternatives_extends() {
    let (api, reports) = schemas(
        "    W: {allOf: [{$ref: '#/components/schemas/Base'}], oneOf: [{$ref: '#/components/schemas/Base'}, {$ref: '#/components/schemas/Extra'}]}
    Base: {type: object, required: [id], properties: {id: {type: string}}}
    Extra: {type: object, required: [extra], properties: {extra: {type: integer}}}
    Pet: {type: object, properties: {name: {type: string}}, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [meow], properties: {meow: {type: string}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {required: [bark], properties: {bark: {type: string}}}]}
",
    );
    assert_eq!(reports, []);
    assert_eq!(labels(&api, union(&api, "W")), ["Base", "{id extra}"]);
    // A schema that extends the one with the list is chosen.
    assert_eq!(labels(&api, union(&api, "Pet")), ["Cat", "Dog"]);
    assert!(matches!(shape(&api, "Cat"), Shape::Struct(_)));
}

#[test]
fn nested_alternatives_with_a_mapped_value_are_expanded() {
    let (api, reports) = schemas(
        "    Outer:
      oneOf: [{$ref: '#/components/schemas/Sq'}, {$ref: '#/components/schemas/Poly'}]
      discriminator: {propertyName: kind, mapping: {sq: Sq, tri: Tri, quad: Quad}}
    Whole:
      oneOf: [{$ref: '#/components/schemas/Sq'}, {$ref: '#/components/schemas/Poly'}]
      discriminator: {propertyName: kind, mapping: {sq: Sq, poly: Poly}}
    Poly: {oneOf: [{$ref: '#/components/schemas/Tri'}, {$ref: '#/components/schemas/Quad'}]}
    Sq: {type: object, required: [side], properties: {kind: {type: string}, side: {type: string}}}
    Tri: {type: object, required: [a], properties: {kind: {type: string}, a: {type: string}}}
    Quad: {type: object, required: [b], properties: {kind: {type: string}, b: {type: string}}}
",
    );
    assert_eq!(reports, []);
    assert_eq!(labels(&api, union(&api, "Outer")), ["Sq", "Tri", "Quad"]);
    assert_eq!(
        tags(union(&api, "Outer")).1,
        [vec!["sq"], vec!["tri"], vec!["quad"]]
    );
    assert_eq!(labels(&api, union(&api, "Whole")), ["Sq", "Poly"]);
    assert_eq!(tags(union(&api, "Whole")).1, [vec!["sq"], vec!["poly"]]);
}

#[test]
fn a_tag_that_the_alternative_does_not_declare_is_implicit() {
    let (api, reports) = schemas(
        "    Plain: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: kind, mapping: {b: B}}}
    A: {type: object, properties: {x: {type: string}}}
    B: {type: object, properties: {y: {type: string}}}
    C: {type: object, properties: {kind: {type: string}}}
",
    );
    let plain = union(&api, "Plain");
    assert_eq!(tags(plain).1, [vec!["A"], vec!["b"], vec!["C"]]);
    let implicit: Vec<bool> = plain.variants.iter().map(|one| one.implicit_tag).collect();
    assert_eq!(implicit, [true, false, false]);
    assert_eq!(
        reports,
        [(
            "undeclared-discriminator",
            "/components/schemas/Plain/oneOf/0".to_owned()
        )]
    );
}

#[test]
fn a_tag_is_a_valid_value_of_its_member() {
    let (api, reports) = schemas(
        "    Mapped: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {'0x1': A, '2': B}}}
    Named: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind}}
    A: {type: object, required: [kind], properties: {kind: {type: integer}, x: {type: string}}}
    B: {type: object, required: [kind], properties: {kind: {type: integer}, y: {type: string}}}
",
    );
    assert_eq!(
        tags(union(&api, "Mapped")),
        (Some("kind"), vec![vec![], vec!["2"]])
    );
    assert_eq!(tags(union(&api, "Named")), (None, vec![vec![], vec![]]));
    let place = |rest: &str| ("discriminator-type", format!("/components/schemas/{rest}"));
    assert_eq!(
        reports,
        [
            place("Mapped/discriminator/mapping/0x1"),
            place("Named/oneOf/0"),
            place("Named/oneOf/1"),
        ]
    );
}

#[test]
fn a_conditional_tag_has_all_its_values() {
    let (api, _) = schemas(
        "    Either: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind}}
    A: {type: object, if: {required: [x]}, then: {properties: {kind: {const: a}}}, else: {properties: {kind: {const: aa}}}}
    B: {type: object, properties: {kind: {const: b}}}
    Loose: {oneOf: [{$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: kind, mapping: {one: C}}}
    C: {type: object, then: {properties: {kind: {type: integer}}}, else: {properties: {kind: {description: Any.}}}}
",
    );
    assert_eq!(tags(union(&api, "Loose")).1, [vec!["one"], vec!["b"]]);
    assert_eq!(tags(union(&api, "Either")).1, [vec!["a", "aa"], vec!["b"]]);
}

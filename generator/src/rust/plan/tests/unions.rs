//! Unions: names of variants, wire shapes, tags, constants.

use super::*;
use crate::rust::{Constant, ObjectShape, Tag, Union as PlannedUnion, WireShape};

/// Returns an alternative without a tag.
fn of(ty: u32) -> Variant {
    tagged(ty, &[])
}

fn tagged(ty: u32, tags: &[&str]) -> Variant {
    Variant {
        ty: to(ty),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        implicit_tag: false,
        docs: Docs::default(),
        component: None,
        rust_name: None,
        location: at(&format!("/oneOf/{ty}")),
    }
}

fn union_of(tag: Option<&str>, variants: Vec<Variant>) -> Shape {
    Shape::Union(Union {
        variants,
        tag: tag.map(str::to_owned),
        open: false,
    })
}

fn union<'a>(krate: &'a Crate, name: &str) -> &'a PlannedUnion {
    match item(krate, name) {
        Item::Union(item) => item,
        other => panic!("{other:?}"),
    }
}

/// Returns each variant with what it holds.
fn variants(union: &PlannedUnion) -> Vec<String> {
    let variants = union.variants.iter();
    variants
        .map(|variant| format!("{}({})", variant.name.as_str(), shown(&variant.ty)))
        .collect()
}

/// Returns the names of the variants of a union of components.
fn names_of(name: &str, components: &[&str]) -> Vec<String> {
    let mut draft = Draft::default();
    let ids: Vec<u32> = components
        .iter()
        .map(|component| draft.component(component, object(Vec::new())))
        .collect();
    draft.component(name, union_of(None, ids.into_iter().map(of).collect()));
    let (krate, diagnostics) = draft.plan();
    assert_eq!(diagnostics, [""; 0]);
    let variants = &union(&krate, name).variants;
    variants
        .iter()
        .map(|variant| variant.name.as_str().to_owned())
        .collect()
}

fn object_shape(required: &[&str], optional: &[&str], constants: &[(&str, &[&str])]) -> WireShape {
    let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    WireShape::Object(ObjectShape {
        required: texts(required),
        optional: texts(optional),
        constants: constants
            .iter()
            .map(|(name, values)| ((*name).to_owned(), texts(values)))
            .collect(),
        members: Vec::new(),
    })
}

#[test]
fn variants_are_named_by_the_words_that_differ() {
    assert_eq!(
        names_of(
            "ChatCompletionRequestMessage",
            &[
                "ChatCompletionRequestSystemMessage",
                "ChatCompletionRequestUserMessage",
                "ChatCompletionRequestToolMessage",
            ]
        ),
        ["System", "User", "Tool"]
    );
    assert_eq!(
        names_of("CustomerOrNone", &["customer", "deleted_customer"]),
        ["Customer", "DeletedCustomer"]
    );
    assert_eq!(names_of("Pet", &["Cat", "Dog"]), ["Cat", "Dog"]);
    assert_eq!(
        names_of("Alert", &["Alert1", "Alert2"]),
        ["Alert1", "Alert2"]
    );
    assert_eq!(
        names_of("ToolChoice", &["ToolChoiceFunction"]),
        ["Function"]
    );
    assert_eq!(
        names_of("Block", &["BlockOfText", "BlockOfCode"]),
        ["Text", "Code"]
    );
}

#[test]
fn a_single_extension_of_the_union_is_named_by_the_words_it_adds() {
    for (own, other, expected) in [
        ("CarDto", "VolvoDto", "Volvo"),
        (
            "ActionUpdateInvoice",
            "ActionCreateInvoice",
            "CreateInvoice",
        ),
        ("Event", "EventCreated", "Created"),
        ("Dog", "Puppy", "Puppy"),
        ("Dog", "GuideDog", "GuideDog"),
    ] {
        let mut draft = Draft::default();
        let by_itself = draft.add(
            TypeName::Inline {
                owner: TypeId(1),
                part: TypePart::Base,
            },
            object(Vec::new()),
        );
        let variants = vec![
            Variant {
                component: Some(own.to_owned()),
                ..tagged(by_itself, &["own tag"])
            },
            tagged(2, &["other tag"]),
        ];
        let id = draft.component(own, union_of(Some("kind"), variants));
        draft.component(other, object(Vec::new()));
        assert_eq!((by_itself, id), (0, 1));
        let (krate, diagnostics) = draft.plan();
        assert_eq!(diagnostics, [""; 0]);
        let names = union(&krate, own).variants.iter();
        let names: Vec<&str> = names.map(|variant| variant.name.as_str()).collect();
        assert_eq!(names, ["OwnTag", expected]);
    }
}

#[test]
fn variants_of_equal_constants_are_named_by_a_second_one() {
    let mut draft = Draft::default();
    let [user, add, remove] =
        ["user", "add", "remove"].map(|value| draft.component(value, texts(&[value])));
    let owner = draft.component("Event", Shape::Any);
    let variants = [Some(add), Some(remove), None].into_iter().enumerate();
    let variants: Vec<Variant> = variants
        .map(|(number, op)| {
            let kind = member("type", to(user), true);
            let op = op.map(|op| member("op", to(op), true));
            let name = TypeName::Inline {
                owner: TypeId(owner),
                part: TypePart::Variant(number),
            };
            of(draft.add(name, object([kind].into_iter().chain(op).collect())))
        })
        .collect();
    draft.types[owner as usize].shape = union_of(None, variants);
    let (krate, _) = draft.plan();
    let names: Vec<&str> = union(&krate, "Event")
        .variants
        .iter()
        .map(|variant| variant.name.as_str())
        .collect();
    assert_eq!(names, ["UserAdd", "UserRemove", "User"]);
}

#[test]
fn variants_without_component_are_named_by_tag_title_constant_or_kind() {
    let mut draft = Draft::default();
    let text = draft.component("Text", texts(&["only"]));
    let inline = |draft: &mut Draft, owner: u32, number: usize, shape: Shape| {
        draft.add(
            TypeName::Inline {
                owner: TypeId(owner),
                part: TypePart::Variant(number),
            },
            shape,
        )
    };
    let owner = 1;
    let id = draft.component("Either", Shape::Any);
    assert_eq!(id, owner);
    let string = inline(&mut draft, owner, 0, Shape::String(None));
    let integer = inline(&mut draft, owner, 1, Shape::Integer(IntegerFormat::Int64));
    let strings = inline(&mut draft, owner, 2, Shape::List(to(string)));
    let lists = inline(&mut draft, owner, 3, Shape::List(to(strings)));
    let constant = inline(
        &mut draft,
        owner,
        4,
        object(vec![member("type", to(text), true)]),
    );
    let url = inline(
        &mut draft,
        owner,
        5,
        object(vec![
            member("id", to(string), false),
            member("url", to(string), true),
        ]),
    );
    let file = inline(
        &mut draft,
        owner,
        6,
        object(vec![
            member("id", to(string), true),
            member("file", to(string), false),
        ]),
    );
    let mode = inline(&mut draft, owner, 7, texts(&["auto", "none"]));
    let titled = inline(&mut draft, owner, 8, object(Vec::new()));
    draft.types[titled as usize].docs.summary = Some("Last resort".to_owned());
    let mut map = of(inline(&mut draft, owner, 9, Shape::Map(to(integer))));
    map.rust_name = Some("Counts".to_owned());
    let mut members: Vec<Variant> = [string, integer, strings, lists, constant, url, file, mode]
        .into_iter()
        .map(of)
        .collect();
    members.extend([of(titled), map]);
    draft.types[owner as usize].shape = union_of(None, members);
    let (krate, diagnostics) = draft.plan();
    assert_eq!(diagnostics, [""; 0]);
    assert_eq!(
        variants(union(&krate, "Either")),
        [
            "String(String)",
            "Integer(I64)",
            "StringList(Vec<String>)",
            "StringListList(Vec<Vec<String>>)",
            "Only(EitherOnly)",
            "Url(EitherUrl)",
            "File(EitherFile)",
            "Text(EitherText)",
            "LastResort(EitherLastResort)",
            "Counts(Map<I64>)",
        ]
    );
}

#[test]
fn names_differ_and_the_unrecognized_variant_is_renamed() {
    let mut draft = Draft::default();
    let unrecognized = draft.component("Unrecognized", object(Vec::new()));
    let pet = draft.component("Pet", object(vec![]));
    draft.component(
        "Animal",
        union_of(
            Some("kind"),
            vec![
                of(unrecognized),
                tagged(pet, &["cat", "tomcat"]),
                tagged(pet, &["3"]),
            ],
        ),
    );
    let (krate, diagnostics) = draft.plan();
    let animal = union(&krate, "Animal");
    // One for each tag, for the struct does not know its own.
    assert_eq!(
        variants(animal),
        [
            "Unrecognized(Unrecognized)",
            "Cat(Pet)",
            "Tomcat(Pet)",
            "Kind3(Pet)"
        ]
    );
    assert_eq!(animal.unrecognized.as_str(), "UnrecognizedValue");
    let tag = animal.variants[2].tag.as_ref().expect("it is written");
    assert_eq!(
        (tag.values.as_slice(), tag.is_string),
        (&["tomcat".to_owned()][..], true)
    );
    assert_eq!(diagnostics, [""; 0]);
}

#[test]
fn a_tag_is_written_if_the_struct_may_lack_it() {
    let mut draft = Draft::default();
    let kind = draft.add(of_field(1, "kind"), texts(&["dog"]));
    let dog = draft.component("Dog", object(vec![member("kind", to(kind), true)]));
    let number = draft.add(of_field(3, "kind"), Shape::Integer(IntegerFormat::Int32));
    let cat = draft.component("Cat", object(vec![member("kind", to(number), false)]));
    draft.component(
        "Pet",
        union_of(
            Some("kind"),
            vec![tagged(dog, &["dog", "hound"]), tagged(cat, &["7"])],
        ),
    );
    let (krate, _) = draft.plan();
    let pet = union(&krate, "Pet");
    let tags: Vec<_> = pet.variants.iter().map(|variant| &variant.tag).collect();
    let seven = Tag {
        values: vec!["7".to_owned()],
        is_string: false,
    };
    assert_eq!(tags, [&None, &Some(seven)]);
    assert_eq!(
        pet.variants[0].wire_shape,
        WireShape::Tagged(vec!["dog".to_owned(), "hound".to_owned()])
    );
    // Without a tag, it may still be the one that can be without.
    assert_eq!(
        pet.variants[1].wire_shape,
        WireShape::Either(vec![
            WireShape::Tagged(vec!["7".to_owned()]),
            object_shape(&[], &[], &[]),
        ])
    );
    let kind = field(structure(&krate, "Dog"), "kind");
    let Some(Constant::Variant(ty, variant)) = &kind.constant else {
        panic!("{kind:?}");
    };
    assert_eq!((ty.as_str(), variant.as_str()), ("DogKind", "Dog"));
}

#[test]
fn a_tag_that_is_a_constant_is_not_written_again() {
    let mut draft = Draft::default();
    let one = draft.add(of_field(2, "type"), texts(&["one"]));
    let others = draft.add(of_field(3, "type"), texts(&["two", "three"]));
    let first = draft.component("First", object(vec![member("type", to(one), true)]));
    let second = draft.component("Second", object(vec![member("type", to(others), true)]));
    let name = draft.add(of_field(5, "name"), Shape::String(None));
    draft.component(
        "Both",
        union_of(
            Some("type"),
            vec![
                tagged(first, &["one"]),
                of(name),
                tagged(second, &["two", "three"]),
            ],
        ),
    );
    let (krate, _) = draft.plan();
    let both = union(&krate, "Both");
    assert_eq!(both.tag.as_deref(), Some("type"));
    let wire_shapes: Vec<_> = both
        .variants
        .iter()
        .map(|variant| &variant.wire_shape)
        .collect();
    assert_eq!(
        wire_shapes,
        [
            &WireShape::Tagged(vec!["one".to_owned()]),
            &WireShape::String,
            &WireShape::Tagged(vec!["two".to_owned(), "three".to_owned()]),
        ]
    );
    assert!(both.variants.iter().all(|variant| variant.tag.is_none()));
}

#[test]
fn wire_shapes_have_only_what_distinguishes_alternatives() {
    let mut draft = Draft::default();
    let text = draft.text();
    let one = draft.add(of_field(4, "mode"), texts(&["x", "y"]));
    let other = draft.add(of_field(5, "mode"), texts(&["z"]));
    let free = draft.add(of_field(6, "mode"), texts(&["p", "z"]));
    let a = draft.component(
        "A",
        object(vec![
            member("mode", to(one), false),
            member("id", to(text), true),
            member("b", null_or(text), true),
        ]),
    );
    let b = draft.component("B", object(vec![member("mode", to(other), true)]));
    let c = draft.component("C", object(vec![member("mode", to(free), false)]));
    let list = draft.add(inline(7, TypePart::Variant(3)), Shape::List(to(a)));
    let color = draft.component("Color", texts(&["red"]));
    draft.component(
        "Which",
        union_of(None, vec![of(a), of(b), of(c), of(list), of(color)]),
    );
    draft.component("Lone", union_of(None, vec![of(a), of(text)]));
    let (krate, _) = draft.plan();
    let wire_shapes = |name: &str| -> Vec<WireShape> {
        let variants = union(&krate, name).variants.iter();
        variants.map(|variant| variant.wire_shape.clone()).collect()
    };
    assert_eq!(
        wire_shapes("Which"),
        [
            object_shape(&["id"], &["b", "mode"], &[("mode", &["x", "y"])]),
            object_shape(&["mode"], &[], &[("mode", &["z"])]),
            object_shape(&[], &["mode"], &[("mode", &["p", "z"])]),
            WireShape::Array(Vec::new()),
            WireShape::String,
        ]
    );
    assert_eq!(
        wire_shapes("Lone"),
        [object_shape(&["id"], &[], &[]), WireShape::String]
    );
}

/// Adds a component with the member `kind` that is always `sync`, and `event` with these members.
fn event(draft: &mut Draft, (at, name): (u32, &str), values: &[&str], extra: &str) -> u32 {
    let text = draft.text();
    let kind = draft.add(of_field(at, "kind"), texts(&["sync"]));
    let own = draft.add(of_field(at, "type"), texts(values));
    let inner = draft.add(
        of_field(at, "event"),
        object(vec![
            member("type", to(own), true),
            member(extra, to(text), false),
        ]),
    );
    draft.component(
        name,
        object(vec![
            member("kind", to(kind), true),
            member("event", to(inner), true),
        ]),
    )
}

#[test]
fn wire_shapes_have_nested_conditions_if_only_these_distinguish() {
    let mut draft = Draft::default();
    let created = event(&mut draft, (4, "Created"), &["created"], "by");
    let deleted = event(&mut draft, (5, "Deleted"), &["deleted"], "by");
    let any = event(&mut draft, (6, "Moved"), &["moved", "copied"], "to");
    draft.component(
        "Event",
        union_of(None, vec![of(created), of(deleted), of(any)]),
    );
    let (krate, _) = draft.plan();
    let variants = union(&krate, "Event").variants.iter();
    let told = variants.map(|variant| match &variant.wire_shape {
        WireShape::Object(wire_shape) => wire_shape.members.clone(),
        other => panic!("{other:?}"),
    });
    let expected = |values: &[&str]| {
        let inside = object_shape(&[], &[], &[("type", values)]);
        vec![("event".to_owned(), inside)]
    };
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            expected(&["created"]),
            expected(&["deleted"]),
            expected(&["copied", "moved"]),
        ]
    );
}

#[test]
fn unions_that_close_a_cycle_are_boxed() {
    let mut draft = Draft::default();
    let filter = 0;
    draft.component("Filter", Shape::Any);
    let not = draft.component("Not", object(vec![member("filter", to(filter), true)]));
    let all = draft.add(
        inline(filter, TypePart::Variant(1)),
        Shape::List(to(filter)),
    );
    draft.types[filter as usize].shape = union_of(None, vec![of(not), of(all), of(filter)]);
    draft.component(
        "Own",
        object(vec![member("filter", null_or(filter), false)]),
    );
    let (krate, _) = draft.plan();
    assert_eq!(
        variants(union(&krate, "Filter")),
        ["Not(Not)", "List(Vec<Filter>)", "Either(Box<Filter>)"]
    );
    let not = field(structure(&krate, "Not"), "filter");
    assert_eq!(shown(&not.ty), "Box<Filter>");
    // Nullability is of the use.
    let own = field(structure(&krate, "Own"), "filter");
    assert_eq!(
        (shown(&own.ty).as_str(), own.presence),
        ("Filter", Presence::Patch)
    );
}

#[test]
fn secrets_of_variants_are_redacted() {
    let mut draft = Draft::default();
    let secret = draft.component("Secret", Shape::String(None));
    draft.types[secret as usize].sensitive = true;
    let number = draft.component("Count", Shape::Integer(IntegerFormat::Int32));
    draft.component("Token", union_of(None, vec![of(secret), of(number)]));
    let (krate, _) = draft.plan();
    let token = union(&krate, "Token");
    assert!(token.secret);
    let secrets: Vec<bool> = token
        .variants
        .iter()
        .map(|variant| variant.secret)
        .collect();
    assert_eq!(secrets, [true, false]);
}

#[test]
fn constants_need_no_argument() {
    let mut draft = Draft::default();
    let kind = draft.add(of_field(1, "kind"), texts(&["a-b"]));
    draft.component(
        "Constant",
        object(vec![
            member("kind", to(kind), true),
            member("maybe", null_or(kind), true),
            member("optional", to(kind), false),
        ]),
    );
    let (krate, _) = draft.plan();
    let item = structure(&krate, "Constant");
    assert_eq!(item.constructor, Constructor::New);
    let asked: Vec<&str> = item
        .fields
        .iter()
        .filter(|field| field.is_constructor_argument())
        .map(|field| field.wire.as_str())
        .collect();
    assert_eq!(asked, ["maybe"]);
    assert_eq!(field(item, "kind").docs, ["Always `a-b`; `new` sets it."]);
}

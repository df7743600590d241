//! Cases for types: names, presence, boxes, checks.

use super::*;

#[test]
fn inline_types_are_named_by_owner_and_part_and_live_with_their_component() {
    let mut draft = Draft::default();
    draft.component(
        "Recording",
        object(vec![
            member("mode", to(1), false),
            member("tags", to(2), false),
        ]),
    );
    draft.add(of_field(0, "mode"), texts(&["off"]));
    draft.add(of_field(0, "tags"), Shape::List(to(3)));
    draft.add(
        inline(2, TypePart::Item),
        object(vec![member("by", to(4), false)]),
    );
    draft.add(of_field(3, "by"), Shape::Map(to(5)));
    draft.add(inline(4, TypePart::Value), object(Vec::new()));
    let (krate, diagnostics) = draft.plan();
    let own = [
        "Recording",
        "RecordingMode",
        "RecordingTagsItem",
        "RecordingTagsItemByValue",
    ];
    assert_eq!(
        names(&krate),
        [("recording".to_owned(), own.map(str::to_owned).to_vec())]
    );
    assert_eq!(
        shown(&field(structure(&krate, "Recording"), "tags").ty),
        "Vec<RecordingTagsItem>"
    );
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
}

#[test]
fn components_own_their_names() {
    let mut draft = Draft::default();
    draft.component("Recording", object(vec![member("mode", to(1), false)]));
    draft.add(of_field(0, "mode"), texts(&["off"]));
    draft.component("RecordingMode", texts(&["on"]));
    let (krate, diagnostics) = draft.plan();
    assert_eq!(enumeration(&krate, "RecordingMode").variants[0].wire, "on");
    assert_eq!(
        enumeration(&krate, "RecordingModeValue").variants[0].wire,
        "off"
    );
    assert_eq!(diagnostics, [] as [&str; 0]);
}

#[test]
fn case_twins_get_numbers_and_files_of_their_own() {
    let mut draft = Draft::default();
    for name in ["FooBar", "Foobar", "con", "Option", "types"] {
        draft.component(name, object(Vec::new()));
    }
    let (krate, diagnostics) = draft.plan();
    let files: Vec<&str> = krate
        .types
        .iter()
        .map(|module| module.name.as_str())
        .collect();
    assert_eq!(files, ["foo_bar", "foobar2", "con_", "option", "types_"]);
    assert_eq!(krate.types[3].items[0].name().as_str(), "Option");
    assert_eq!(diagnostics, ["name-clash"]);
}

#[test]
fn components_without_members_are_aliases_that_uses_do_not_mention() {
    let mut draft = Draft::default();
    draft.component("Meta", Shape::Map(to(1)));
    draft.add(inline(0, TypePart::Value), Shape::Any);
    draft.component("Ids", Shape::List(null_or(3)));
    draft.add(
        inline(2, TypePart::Item),
        Shape::Integer(IntegerFormat::UInt32),
    );
    draft.component(
        "Pet",
        object(vec![
            member("meta", to(0), false),
            member("ids", to(2), false),
        ]),
    );
    draft.components.push(("Animal".to_owned(), to(4)));
    let (krate, _) = draft.plan();
    let alias = |name: &str| match item(&krate, name) {
        Item::Alias(Alias { ty, .. }) => shown(ty),
        other => panic!("{other:?}"),
    };
    assert_eq!(alias("Meta"), "JsonMap");
    assert_eq!(alias("Ids"), "Vec<Option<U32>>");
    assert_eq!(alias("Animal"), "Pet");
    assert_eq!(
        shown(&field(structure(&krate, "Pet"), "meta").ty),
        "JsonMap"
    );
    assert_eq!(
        shown(&field(structure(&krate, "Pet"), "ids").ty),
        "Vec<Option<U32>>"
    );
}

#[test]
fn a_list_of_itself_ends_in_a_free_form_value() {
    let mut draft = Draft::default();
    draft.component("Tree", Shape::List(to(0)));
    draft.component(
        "Either",
        Shape::Union(Union {
            variants: Vec::new(),
            tag: None,
            open: false,
        }),
    );
    let (krate, diagnostics) = draft.plan();
    match item(&krate, "Tree") {
        Item::Alias(alias) => assert_eq!(shown(&alias.ty), "Vec<Json>"),
        other => panic!("{other:?}"),
    }
    assert_eq!(diagnostics, ["nested-too-deep"]);
}

#[test]
fn only_fields_that_close_a_cycle_are_boxed() {
    let mut draft = Draft::default();
    draft.component(
        "A",
        object(vec![
            member("b", to(1), true),
            member("list", to(2), false),
            member("c", to(3), false),
        ]),
    );
    draft.component("B", object(vec![member("a", to(0), false)]));
    draft.add(of_field(0, "list"), Shape::List(to(0)));
    draft.component("C", object(vec![member("me", null_or(3), false)]));
    let (krate, _) = draft.plan();
    let ty = |owner: &str, wire: &str| shown(&field(structure(&krate, owner), wire).ty);
    assert_eq!(ty("A", "b"), "B");
    assert_eq!(ty("B", "a"), "Box<A>");
    assert_eq!(ty("A", "list"), "Vec<A>");
    assert_eq!(ty("A", "c"), "C");
    assert_eq!(ty("C", "me"), "Box<C>");
}

#[test]
fn a_chain_of_ten_thousand_types_needs_no_stack() {
    let mut draft = Draft::default();
    for index in 0..10_000 {
        let next = if index == 9_999 { 0 } else { index + 1 };
        draft.component(
            &format!("T{index}"),
            object(vec![member("next", to(next), false)]),
        );
    }
    let first = draft.types.len();
    let count = u32::try_from(first).expect("few types");
    draft.component("Deep", Shape::List(to(count + 1)));
    for index in 1..1000 {
        draft.add(
            inline(count + index - 1, TypePart::Item),
            Shape::List(to(count + index + 1)),
        );
    }
    draft.add(inline(count + 999, TypePart::Item), object(Vec::new()));
    let (krate, _) = draft.plan();
    assert_eq!(
        shown(&field(structure(&krate, "T9999"), "next").ty),
        "Box<T0>"
    );
    assert_eq!(shown(&field(structure(&krate, "T0"), "next").ty), "T1");
}

#[test]
fn presence_depends_on_required_null_and_direction() {
    for (required, nullable, in_request, expected) in [
        (true, false, true, Presence::Required),
        (true, true, true, Presence::RequiredNullable),
        (false, false, true, Presence::Optional),
        (false, true, true, Presence::Patch),
        (false, true, false, Presence::Optional),
        (true, true, false, Presence::RequiredNullable),
    ] {
        let mut draft = Draft::default();
        let ty = if nullable { null_or(1) } else { to(1) };
        draft.component("Pet", object(vec![member("name", ty, required)]));
        draft.text();
        draft.types[0].in_request = in_request;
        let (krate, _) = draft.plan();
        assert_eq!(structure(&krate, "Pet").fields[0].presence, expected);
    }
}

#[test]
fn members_of_responses_alone_are_not_required_of_requests() {
    let mut draft = Draft::default();
    let mut id = member("id", null_or(1), true);
    id.read_only = true;
    id.constraints.max_length = Some(3);
    let mut password = member("password", to(1), true);
    password.write_only = true;
    draft.component("Pet", object(vec![id, password]));
    draft.text();
    let (krate, _) = draft.plan();
    let pet = structure(&krate, "Pet");
    assert_eq!(pet.fields[0].presence, Presence::Optional);
    assert!(pet.fields[0].checks.is_empty());
    assert_eq!(pet.fields[1].presence, Presence::Optional);
    assert_eq!(pet.constructor, Constructor::Default);
}

#[test]
fn constructors_take_up_to_five_members() {
    for (count, expected) in [(0, "Default"), (1, "New"), (5, "New"), (6, "PetRequired2")] {
        let mut draft = Draft::default();
        let fields = (0..count)
            .map(|index| member(&format!("f{index}"), to(1), true))
            .collect();
        draft.component("Pet", object(fields));
        draft.text();
        draft.component("PetRequired", object(Vec::new()));
        draft.component("PetRequiredMembers", object(Vec::new()));
        let (krate, _) = draft.plan();
        let constructor = match &structure(&krate, "Pet").constructor {
            Constructor::Default => "Default",
            Constructor::New => "New",
            Constructor::Required(name) => name.as_str(),
            Constructor::None => "None",
        };
        assert_eq!(constructor, expected);
    }
}

#[test]
fn fields_clash_with_each_other_and_with_methods() {
    let mut draft = Draft::default();
    let fields = [
        "new",
        "type",
        "self",
        "fooBar",
        "foo_bar",
        "requireSignedURLs",
        "2fa",
        "",
    ];
    draft.component(
        "Pet",
        object(
            fields
                .iter()
                .map(|name| member(name, to(1), false))
                .collect(),
        ),
    );
    draft.text();
    let Shape::Struct(shape) = &mut draft.types[0].shape else {
        panic!("a struct")
    };
    shape.additional = Some(to(1));
    let (krate, diagnostics) = draft.plan();
    let pet = structure(&krate, "Pet");
    let names: Vec<&str> = pet.fields.iter().map(|field| field.name.as_str()).collect();
    let expected = [
        "new_",
        "r#type",
        "self_",
        "foo_bar",
        "foo_bar_2",
        "require_signed_urls",
        "_2fa",
        "empty",
    ];
    assert_eq!(names, expected);
    assert_eq!(pet.fields[1].alias, None);
    assert_eq!(pet.fields[7].docs, [r#"Wire name `""`."#]);
    assert_eq!(
        pet.additional
            .as_ref()
            .map(|additional| additional.name.as_str()),
        Some("additional")
    );
    assert_eq!(diagnostics, ["name-clash"]);
}

#[test]
fn variants_are_distinct_whatever_the_values() {
    let mut draft = Draft::default();
    draft.component(
        "Sign",
        texts(&[
            "-1",
            "+1",
            "1",
            "",
            "=",
            "≠",
            ">=",
            "μg",
            "g",
            "G",
            "self",
            "unrecognized",
            "1",
        ]),
    );
    let (krate, diagnostics) = draft.plan();
    let sign = enumeration(&krate, "Sign");
    let names: Vec<&str> = sign
        .variants
        .iter()
        .map(|variant| variant.name.as_str())
        .collect();
    let expected = [
        "Minus1",
        "Plus1",
        "N1",
        "Empty",
        "Equal",
        "NotEqual",
        "GreaterEqual",
        "MuG",
        "G",
        "G2",
        "SelfValue",
        "Unrecognized",
    ];
    assert_eq!(names, expected);
    assert_eq!(sign.unrecognized.as_str(), "UnrecognizedText");
    assert_eq!(sign.variants[0].docs, ["Wire value `-1`."]);
    assert_eq!(diagnostics, ["name-clash"]);
}

#[test]
fn checks_follow_the_constraints_of_requests() {
    let mut draft = Draft::default();
    let mut count = member("count", to(1), false);
    count.constraints = Constraints {
        minimum: Some(Bound::Float(0.5)),
        exclusive_maximum: Some(Bound::Integer(10)),
        multiple_of: Some(Bound::Float(3.0)),
        ..Constraints::default()
    };
    let mut wide = member("wide", to(1), false);
    wide.constraints.maximum = Some(Bound::Float(1e300));
    let mut names = member("names", to(2), false);
    names.constraints.unique_items = true;
    draft.component(
        "Pet",
        object(vec![count, wide, names, member("child", to(4), false)]),
    );
    draft.add(of_field(0, "count"), Shape::Integer(IntegerFormat::Int32));
    draft.add(of_field(0, "names"), Shape::List(to(3)));
    draft.add(inline(2, TypePart::Item), Shape::String(None));
    draft.types[3].constraints.max_length = Some(10);
    draft.component("Child", object(Vec::new()));
    let (krate, _) = draft.plan();
    let pet = structure(&krate, "Pet");
    let expected = IntegerChecks {
        minimum: Some(1),
        maximum: Some(9),
        multiple_of: Some(3),
    };
    assert_eq!(pet.fields[0].checks.integer, Some(expected));
    assert!(pet.fields[1].checks.is_empty());
    let each = Checks {
        length: Some((None, Some(10))),
        ..Checks::default()
    };
    let names = Checks {
        unique: true,
        each: Some(Box::new(each)),
        ..Checks::default()
    };
    assert_eq!(pet.fields[2].checks, names);
    assert!(pet.fields[3].checks.nested);
}

#[test]
fn secrets_are_redacted_in_debug_output() {
    let mut draft = Draft::default();
    draft.component(
        "Keys",
        object(vec![
            member("keys", to(1), false),
            member("id", to(3), false),
        ]),
    );
    draft.add(of_field(0, "keys"), Shape::List(to(2)));
    draft.add(inline(1, TypePart::Item), Shape::String(None));
    draft.types[2].sensitive = true;
    draft.text();
    let (krate, _) = draft.plan();
    let keys = structure(&krate, "Keys");
    assert!(keys.secret);
    assert!(keys.fields[0].secret);
    assert!(!keys.fields[1].secret);
}

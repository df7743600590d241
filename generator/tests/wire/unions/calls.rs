//! Values of one of several types, there and back.

use api::json::{Json, from_str, to_string};
use api::serde_json::json;
use api::types::{
    All, AllNullable, Animal, Anything, Bee, Bike, Bird, Board, Boat, BoatBase, Car, Cat, Dog,
    Event, EventCreated, EventDeleted, Extendable, Extended, ExtendedExtension, Ferry, FerryBase,
    Figures, FileSource, Filter, FilterNot, First, Fish, Image, ImageUrl, Input, Measure, Meeting,
    Message, MessagePicture, MessageText, NightFerry, Notice, Outer, Pair, Pet, PetsEchoOwner,
    Place, Plain, Polygon, Quad, Raft, Scalar, Second, Source, SourceKind, Stage, Task, TaskBase,
    UrlSource, Vehicle, Vessel, Wrapped,
};
use api::{Client, Number, Patch};

use crate::support::{ServerResponse, exchange, refused, sent};

/// Reads a value, expects it to be this one, and writes it as the same text.
#[track_caller]
fn both<T: Json + PartialEq + std::fmt::Debug>(json: &str, value: T) {
    assert_eq!(from_str::<T>(json).expect("it can be read"), value);
    assert_eq!(to_string(&value).expect("it can be written"), json);
}

fn echo(pet: &Pet, response: &str) -> (Pet, String) {
    let (result, request) = exchange(
        Client::builder(),
        ServerResponse::json(response),
        |client| client.pets().echo(pet),
    );
    let head =
        "POST /pets\naccept: application/json\ncontent-type: application/json\n\n".to_owned();
    let body = request.strip_prefix(&head).expect("the usual head");
    (result.expect("a response"), body.to_owned())
}

#[test]
fn a_mapping_chooses_and_the_tag_is_kept() {
    let dog = Pet::from(Dog::new("wolf", "Rex").barks(false));
    let json = r#"{"petType":"wolf","name":"Rex","barks":false}"#;
    assert_eq!(echo(&dog, json), (dog.clone(), json.to_owned()));
    both(
        r#"{"petType":"dog","name":"Rex"}"#,
        Pet::from(Dog::new("dog", "Rex")),
    );
    both(
        r#"{"petType":"cat","friend":{"petType":"cat"}}"#,
        Pet::from(Cat::new().friend(Cat::new())),
    );
    // These values do not hold their tag: it is written for them.
    both(
        r#"{"depth":7,"petType":"shark"}"#,
        Pet::Shark(Fish::new().depth(7.0)),
    );
    both(r#"{"petType":"goldfish"}"#, Pet::Goldfish(Fish::new()));
}

#[test]
fn a_variant_is_sent_with_its_own_tag_whatever_the_value_says() {
    let written = |pet: &Pet| to_string(pet).expect("it can be written");
    assert_eq!(
        written(&Pet::from(Dog::new("petType", "Rex"))),
        r#"{"petType":"dog","name":"Rex"}"#
    );
    assert_eq!(
        to_string(&Vehicle::from(Car::new("Bike", 3))).expect("it can be written"),
        r#"{"kind":"Car","doors":3}"#
    );
    assert_eq!(
        to_string(&Animal::from(Bird::new("species"))).expect("it can be written"),
        r#"{"species":"bird"}"#
    );
    assert_eq!(
        to_string(&Source::from(UrlSource::new(SourceKind::File, "u"))).expect("it can be written"),
        r#"{"kind":"url","url":"u"}"#
    );
    both(
        r#"{"kind":"file","file":"f"}"#,
        Source::from(FileSource::new(SourceKind::File, "f")),
    );
}

#[test]
fn an_object_without_its_tag_is_what_alone_knows_its_members_best() {
    both(r#"{"x":"1"}"#, Plain::from(First::new().x("1")));
    both(r#"{"y":"1","both":"2"}"#, {
        Plain::from(Second::new().y("1").both("2"))
    });
    for json in [
        r#"{"z":"1"}"#,
        r#"{"both":"1"}"#,
        "{}",
        r#"{"x":"1","y":"2"}"#,
    ] {
        both(
            json,
            Plain::Unrecognized(from_str(json).expect("it is JSON")),
        );
    }
    // The name of a schema is read as a tag; nothing says that it may be sent.
    let first: Plain = from_str(r#"{"kind":"First","both":"1"}"#).expect("it can be read");
    assert_eq!(first, Plain::from(First::new().both("1")));
    both(r#"{"depth":7}"#, Pet::Unrecognized(json!({"depth": 7})));
}

#[test]
fn alternatives_of_an_alternative_have_tags_of_their_own() {
    both(
        r#"{"kind":"quad","b":"x"}"#,
        Outer::from(Quad::new("x").kind("quad")),
    );
    assert_eq!(
        to_string(&Outer::from(Quad::new("x"))).expect("it can be written"),
        r#"{"b":"x","kind":"quad"}"#
    );
    assert_eq!(
        to_string(&Polygon::from(Quad::new("x"))).expect("it can be written"),
        r#"{"b":"x"}"#
    );
}

#[test]
fn alternatives_beside_what_one_of_them_extends_keep_their_members() {
    both(r#"{"id":"1"}"#, Extended::from(Extendable::new("1")));
    both(
        r#"{"id":"1","extra":3}"#,
        Extended::from(ExtendedExtension::new("1", 3)),
    );
}

#[test]
fn the_tag_may_stand_anywhere() {
    let dog: Pet = from_str(r#"{"more":[{"petType":"cat"}],"name":"Rex","petType":"dog"}"#)
        .expect("it can be read");
    assert_eq!(dog, Pet::from(Dog::new("dog", "Rex")));
}

#[test]
fn what_is_not_known_is_kept_and_sent_as_it_came() {
    let json = r#"{"petType":"newt","legs":4,"friend":{"petType":"dog"}}"#;
    let (pet, _) = echo(&Pet::from(Cat::new()), json);
    assert!(matches!(pet, Pet::Unrecognized(_)), "{pet:?}");
    let (again, body) = echo(&pet, json);
    assert_eq!(again, pet);
    let expected = json!({"petType": "newt", "legs": 4, "friend": {"petType": "dog"}});
    assert_eq!(body, to_string(&expected).expect("it can be written"));
    for json in ["7", r#""dog""#, "[]", "true", r#"{"petType":7}"#] {
        both(json, Pet::Unrecognized(from_str(json).expect("it is JSON")));
    }
}

#[test]
fn what_is_known_but_wrong_is_kept_too_unless_the_client_is_strict() {
    let json = r#"{"petType":"dog"}"#;
    both(json, Pet::Unrecognized(json!({"petType": "dog"})));
    let call = |builder: api::ClientBuilder| {
        exchange(builder, ServerResponse::json(json), |client| {
            client.pets().echo(&Pet::from(Cat::new()))
        })
        .0
    };
    assert!(call(Client::builder()).is_ok());
    let error = call(Client::builder().strict(true)).expect_err("it has no name");
    assert!(error.is_decode(), "{error}");
}

#[test]
fn limits_hold_in_the_alternative() {
    assert_eq!(
        refused(|client| client.pets().echo(&Pet::from(Dog::new("dog", "")))),
        "POST /pets: invalid request: name: is 0 characters long; the minimum is 1"
    );
}

#[test]
fn names_of_schemas_are_tags() {
    both(
        r#"{"kind":"Car","doors":3}"#,
        Vehicle::from(Car::new("Car", 3)),
    );
    both(
        r#"{"kind":"Bike","gears":7}"#,
        Vehicle::from(Bike::new("Bike").gears(7)),
    );
    both(
        r#"{"kind":"Boat"}"#,
        Vehicle::Unrecognized(json!({"kind": "Boat"})),
    );
}

#[test]
fn a_base_is_one_of_what_extends_it() {
    both(
        r#"{"species":"bird","legs":2,"song":"la"}"#,
        Animal::from(Bird::new("bird").legs(2).song("la")),
    );
    both(
        r#"{"species":"bee","honey":true}"#,
        Animal::from(Bee::new("bee", true)),
    );
    both(
        r#"{"species":"snake"}"#,
        Animal::Unrecognized(json!({"species": "snake"})),
    );
}

#[test]
fn what_is_in_the_middle_holds_what_is_below_it() {
    both(
        r#"{"$kind":"ferry","id":1,"sails":0,"seats":300}"#,
        Boat::from(FerryBase::new("ferry", 1, 300).sails(0)),
    );
    both(
        r#"{"$kind":"NightFerry","id":2,"seats":300,"rooms":90}"#,
        Boat::from(NightFerry::new("NightFerry", 2, 300).rooms(90)),
    );
    both(
        r#"{"$kind":"NightFerry","id":2,"seats":300,"rooms":90}"#,
        Ferry::from(NightFerry::new("NightFerry", 2, 300).rooms(90)),
    );
    both(
        r#"{"$kind":"boat","id":3,"sails":2}"#,
        Boat::from(BoatBase::new("boat", 3).sails(2)),
    );
    // The same types, whichever of them is named.
    both(
        r#"{"$kind":"boat","id":3,"sails":2}"#,
        Vessel::from(BoatBase::new("boat", 3).sails(2)),
    );
    // What is beside it is none of its kinds.
    let raft = json!({"$kind": "raft", "id": 4, "logs": 9});
    both(&raft.to_string(), Boat::Unrecognized(raft.clone()));
    // Sent with its tag, whatever the value says there.
    let all = All::new()
        .boat(FerryBase::new("boat", 1, 300))
        .vessels([Vessel::from(Raft::new("", 4))]);
    assert_eq!(
        to_string(&all).expect("it can be written"),
        r#"{"boat":{"$kind":"ferry","id":1,"seats":300},"vessels":[{"$kind":"raft","id":4}]}"#
    );
}

#[test]
fn without_its_tag_what_is_in_the_middle_is_itself() {
    let read = |json: &str| from_str::<Task>(json).expect("it can be read");
    assert_eq!(
        read(r#"{"text":"t","done":true}"#),
        Task::from(TaskBase::new().text("t").done(true))
    );
    assert_eq!(
        read(r#"{"text":"t"}"#),
        Task::from(TaskBase::new().text("t"))
    );
    assert_eq!(
        read(r#"{"text":"t","room":"r"}"#),
        Task::from(Meeting::new().text("t").room("r"))
    );
    both(r#"{"kind":"Meeting","text":"t"}"#, {
        Task::from(Meeting::new().kind("Meeting").text("t"))
    });
    both(
        r#"{"kind":"Party"}"#,
        Task::Unrecognized(json!({"kind": "Party"})),
    );
}

#[test]
fn a_constant_chooses_without_a_discriminator() {
    both(
        r#"{"code":1,"by":"me"}"#,
        Event::from(EventCreated::new().by("me")),
    );
    both(
        r#"{"code":2,"reason":"old"}"#,
        Event::from(EventDeleted::new("old")),
    );
    assert_eq!(
        from_str::<Event>(r#"{"reason":"old","code":2}"#).ok(),
        Some(Event::from(EventDeleted::new("old")))
    );
    both(r#"{"code":3}"#, Event::Unrecognized(json!({"code": 3})));
}

#[test]
fn types_of_json_choose() {
    both(r#""1""#, Scalar::from("1"));
    both("1", Scalar::from(Number::from(1.0)));
    both("1.5", Scalar::from(Number::from(1.5)));
    both("true", Scalar::from(true));
    both("[1]", Scalar::Unrecognized(json!([1])));
    both("[1]", Anything::Unrecognized(json!([1])));
    both(r#""a""#, Input::from("a"));
    both(r#"["a"]"#, Input::from(vec!["a".to_owned()]));
    both("[1,2]", Input::from(vec![1, 2]));
    both("[[1],[2]]", Input::from(vec![vec![1], vec![2]]));
    both("[]", Input::from(Vec::<String>::new()));
    both(r#"[{"a":1}]"#, Input::Unrecognized(json!([{"a": 1}])));
    both(
        r#"["a",{"not":["b"]}]"#,
        Filter::from(vec![
            Filter::from("a"),
            Filter::from(FilterNot::new(vec![Filter::from("b")])),
        ]),
    );
}

#[test]
fn required_members_choose_whatever_their_order() {
    both(
        r#"{"url":"u","detail":"high"}"#,
        Image::from(ImageUrl::new("u").detail("high")),
    );
    assert!(matches!(
        from_str(r#"{"detail":"low","file":"f"}"#),
        Ok(Image::File(_))
    ));
    both(
        r#"{"detail":"low"}"#,
        Image::Unrecognized(json!({"detail": "low"})),
    );
}

#[test]
fn members_of_the_base_are_in_each() {
    both(
        r#"{"id":"a","text":"t"}"#,
        Message::from(MessageText::new("a", "t")),
    );
    both(
        r#"{"id":"a","picture":{"url":"u"}}"#,
        Message::from(MessagePicture::new("a", ImageUrl::new("u"))),
    );
}

#[test]
fn null_is_none_of_them() {
    let all = |value: Patch<AllNullable>| {
        let all = All::new().nullable(value);
        to_string(&all).expect("it can be written")
    };
    assert_eq!(all(Patch::Omit), "{}");
    assert_eq!(all(Patch::Null), r#"{"nullable":null}"#);
    assert_eq!(
        all(Patch::Value(Car::new("c", 2).into())),
        r#"{"nullable":{"kind":"c","doors":2}}"#
    );
    let read = |json: &str| from_str::<All>(json).expect("it can be read");
    assert_eq!(read(r#"{"nullable":null}"#).nullable, Patch::Null);
    assert_eq!(read("{}").nullable, Patch::Omit);
    let dog = AllNullable::from(Dog::new("dog", "Rex"));
    assert_eq!(
        read(r#"{"nullable":{"name":"Rex","petType":"dog"}}"#).nullable,
        Patch::Value(dog)
    );
    assert_eq!(read(r#"{"anything":null}"#).anything, Patch::Null);
}

#[test]
fn all_of_them_in_one_body() {
    let json = r#"{"pet":{"petType":"cat"},"nullable":null,"vehicle":{"kind":"Bike"},"animal":{"species":"bird"},"event":{"code":1},"scalar":1,"anything":"x","input":[1],"image":{"url":"u"},"message":{"id":"a","text":"t"},"filter":{"not":"x"}}"#;
    let all: All = from_str(json).expect("it can be read");
    let (response, request) = exchange(Client::builder(), ServerResponse::json(json), |client| {
        client.all().echo(&all)
    });
    assert_eq!(
        request,
        format!("POST /all\naccept: application/json\ncontent-type: application/json\n\n{json}")
    );
    assert_eq!(response.expect("a response"), all);
}

#[test]
fn parameters_of_several_types() {
    let sent = |owner: PetsEchoOwner| {
        let request = sent(|client| client.pets().echo(&Pet::from(Cat::new())).owner(owner));
        request.lines().next().map(str::to_owned)
    };
    assert_eq!(sent(7.into()).as_deref(), Some("POST /pets?owner=7"));
    assert_eq!(
        sent("a b".into()).as_deref(),
        Some("POST /pets?owner=a%20b")
    );
}

/// Reads a value as the variant whose name starts so, and expects the same text when it is written.
#[track_caller]
fn kept<T: Json + std::fmt::Debug>(json: &str, variant: &str) {
    let value: T = from_str(json).expect("it can be read");
    let shown = format!("{value:?}");
    assert!(shown.starts_with(&format!("{variant}(")), "{shown}");
    let written = to_string(&value).expect("it can be written");
    let plain = |text: &str| from_str::<api::serde_json::Value>(text).expect("it is JSON");
    assert_eq!(plain(&written), plain(json));
}

#[test]
fn what_is_inside_of_members_tells_alternatives_apart() {
    kept::<Notice>(
        r#"{"kind":"change","detail":{"name":"room.opened","room":"a"}}"#,
        "Opened",
    );
    kept::<Notice>(
        r#"{"kind":"change","detail":{"name":"room.closed","room":"a","cause":"empty"}}"#,
        "Closed",
    );
    kept::<Notice>(r#"{"kind":"beat"}"#, "Beat");
    kept::<Wrapped>(r#"{"body":{"state":{"live":true}}}"#, "On");
    kept::<Wrapped>(r#"{"body":{"state":{"live":false,"since":"May"}}}"#, "Off");
    kept::<Pair>(r#"{"age":"old","size":"small"}"#, "OldSmall");
    kept::<Pair>(r#"{"age":"old","size":"large","floors":3}"#, "OldLarge");
    kept::<Pair>(r#"{"age":"new","size":"small","plan":"p"}"#, "NewSmall");
    kept::<Measure>(r#"{"value":"7","note":"n"}"#, "Word");
    kept::<Measure>(r#"{"value":7,"unit":"m"}"#, "Count");
    kept::<Place>(r#"{"at":{"x":7}}"#, "Point");
    kept::<Place>(r#"{"at":{"street":"s","house":"h"}}"#, "Street");
    kept::<Board>(r#"{"kinds":["thin","tall"]}"#, "Tall");
    kept::<Board>(r#"{"kinds":["wide"],"width":"w"}"#, "Wide");
    kept::<Stage>(r#"{"at":"draft","author":"a"}"#, "Early");
    kept::<Stage>(r#"{"at":"done"}"#, "Late");
    kept::<Stage>(r#"{"at":"review","editor":"e"}"#, "Late");
}

#[test]
fn what_no_alternative_agrees_with_is_none_of_them() {
    fn none<T: Json + std::fmt::Debug>(json: &str) {
        kept::<T>(json, "Unrecognized");
        let read = api::runtime::Reader::new(json).strict(true).read::<T>();
        read.expect_err("no alternative agrees");
    }
    none::<Notice>(r#"{"kind":"change","detail":{"name":"room.locked","room":"a"}}"#);
    none::<Notice>(r#"{"kind":"other","detail":{"name":"room.closed","room":"a","cause":"c"}}"#);
    none::<Wrapped>(r#"{"body":{"state":{"live":"yes"}}}"#);
    none::<Pair>(r#"{"age":"new","size":"large"}"#);
    none::<Place>(r#"{"at":{"town":"t"}}"#);
}

#[test]
fn integers_beside_numbers_keep_their_digits() {
    let json = concat!(
        r#"{"first":9007199254740993,"second":18446744073709551615,"third":-9223372036854775808,"#,
        r#""fourth":9007199254740993,"fifth":18446744073709551615,"sixth":9007199254740993,"#,
        r#""seventh":0.1,"eighth":[9007199254740993,0.1,1e300],"free":[18446744073709551615,0.1]}"#
    );
    let figures: Figures = from_str(json).expect("it can be read");
    assert_eq!(figures.first, Number::from(9_007_199_254_740_993_i64));
    let written = to_string(&figures).expect("it can be written");
    assert_eq!(written.replace("1e+300", "1e300"), json);

    let sent = exchange(Client::builder(), ServerResponse::json(json), |client| {
        let body = Figures::new(9_007_199_254_740_993_i64).second(4.5).third(3);
        client
            .figures()
            .echo(Number::from(9_007_199_254_740_993_i64), &body)
            .least(u64::MAX)
    });
    let request = sent.1;
    let line = "POST /figures/9007199254740993?least=18446744073709551615\n";
    assert!(request.starts_with(line), "{request}");
    assert!(
        request.ends_with(r#"{"first":9007199254740993,"second":4.5,"third":3}"#),
        "{request}"
    );
    assert!(Figures::new(1).second(1.5).validate().is_err());
}

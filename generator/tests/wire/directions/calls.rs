//! Members that only requests have, or only responses.

use api::json::{from_str, to_string};
use api::types::{
    AddressRequest, Group, GroupRequest, Note, Session, User, UserRequest, UserSettings,
};

use crate::support::{ServerResponse, exchange, given, refused, sent};

const ANSWER: &str = r#"{"id":"1","name":"Ann","address":{"city":"Ulm","verified":true},"friends":[{"id":"2","name":"Bo"}],"settings":{"theme":"dark"}}"#;

#[test]
fn what_only_responses_have_is_not_sent_and_what_only_requests_have_is_not_expected() {
    let user = UserRequest::new("Ann", "secret")
        .address(AddressRequest::new("Ulm"))
        .friends([UserRequest::new("Bo", "hidden")])
        .settings(UserSettings::new().theme("dark"));
    let (user, request) = exchange(
        api::Client::builder(),
        ServerResponse::json(ANSWER),
        |client| client.users().create(&user),
    );
    assert_eq!(
        request,
        "POST /users
accept: application/json
content-type: application/json

{\"name\":\"Ann\",\"password\":\"secret\",\"address\":{\"city\":\"Ulm\"},\"friends\":[{\"name\":\"Bo\",\"password\":\"hidden\"}],\"settings\":{\"theme\":\"dark\"}}"
    );
    let user = user.expect("a response");
    assert_eq!((&*user.id, &*user.name), ("1", "Ann"));
    let address = user.address.as_ref().expect("an address");
    assert_eq!((&*address.city, address.verified), ("Ulm", Some(true)));
    let friends = user.friends.as_deref().expect("friends");
    let friends: Vec<_> = friends
        .iter()
        .map(|friend| (&*friend.id, &*friend.name))
        .collect();
    assert_eq!(friends, [("2", "Bo")]);
    let settings = user.settings.expect("settings");
    assert_eq!(settings, UserSettings::new().theme("dark"));
}

#[test]
fn what_an_response_must_have_is_missed() {
    let response = ServerResponse::json(r#"[{"name":"Ann"}]"#);
    let error = given(response, |client| client.users().list()).expect_err("no id");
    assert_eq!(
        error.decode_error().map(ToString::to_string).as_deref(),
        Some("[0]: missing required member `id`")
    );
}

#[test]
fn limits_hold_for_what_is_sent() {
    assert_eq!(
        refused(|client| client.users().create(&UserRequest::new("A", "secret"))),
        "POST /users: invalid request: name: is 1 character long; the minimum is 2"
    );
    let user: User = from_str(r#"{"id":"1","name":"A"}"#).expect("responses are not checked");
    assert_eq!(user.name, "A");
}

#[test]
fn secrets_are_not_printed() {
    let text = format!("{:?}", UserRequest::new("Ann", "secret"));
    assert!(
        !text.contains("secret") && text.contains("[redacted]"),
        "{text}"
    );
}

#[test]
fn an_response_becomes_a_request_where_it_has_all_that_one_needs() {
    let group = r#"{"id":7,"name":"g","owner":{"city":"Ulm","verified":true}}"#;
    let group: Group = from_str(group).expect("it has what is required");
    let request = GroupRequest::try_from(&group).expect("nothing more is needed");
    assert_eq!(
        request,
        GroupRequest::new()
            .name("g")
            .owner(AddressRequest::new("Ulm"))
    );
    assert_eq!(
        sent(|client| client.groups().create(&request)),
        "POST /groups
accept: application/json
content-type: application/json

{\"name\":\"g\",\"owner\":{\"city\":\"Ulm\"}}"
    );
    let user: User = from_str(r#"{"id":"1","name":"Ann"}"#).expect("it has what is required");
    let error = UserRequest::try_from(&user).expect_err("no password");
    assert_eq!(error.to_string(), "missing required member `password`");
}

#[test]
fn a_type_that_goes_one_way_has_one_form() {
    assert_eq!(
        sent(|client| client.notes().add(&Note::new("n"))),
        "POST /notes\ncontent-type: application/json\n\n{\"text\":\"n\"}"
    );
    let response = ServerResponse::json(r#"{"id":"s","secret":"not kept"}"#);
    let session: Session = given(response, |client| client.sessions().get()).expect("a response");
    assert_eq!(
        to_string(&session).expect("it can be written"),
        r#"{"id":"s"}"#
    );
}

//! Lists of a fixed length that go out and come back.

use api::Client;
use api::json::{from_str, to_string};
use api::types::Track;

use crate::support::{ServerResponse, exchange, refused, sent};

const TRACK: &str =
    r#"{"start":[7.45,46.95],"guard":[3,"Eve"],"names":[["a",true],["b",false]],"rest":["x","y"]}"#;

#[test]
fn tuples_are_read_and_written_to_the_byte() {
    let track: Track = from_str(TRACK).expect("it can be read");
    assert_eq!(track.start, (7.45, 46.95));
    assert_eq!(track.guard, Some((3, "Eve".to_owned())));
    assert_eq!(
        track.names,
        Some(vec![("a".to_owned(), true), ("b".to_owned(), false)])
    );
    assert_eq!(track.rest, Some(vec!["x".to_owned(), "y".to_owned()]));
    assert_eq!(to_string(&track).expect("it can be written"), TRACK);
}

#[test]
fn tuples_go_into_bodies_and_queries() {
    let track = Track::new((1.0, 2.5));
    assert_eq!(
        sent(|client| client.tracks().replace(&track).corner((0.5, -1.0))),
        "PUT https://maps.example/tracks?corner=0.5&corner=-1
accept: application/json
content-type: application/json

{\"start\":[1,2.5]}"
    );
}

#[test]
fn a_wrong_length_is_an_error_with_its_path() {
    for (json, problem) in [
        (
            r#"{"start":[1]}"#,
            "start: expected an array of 2 elements, found 1",
        ),
        (
            r#"{"start":[1,2,3]}"#,
            "start: expected an array of 2 elements, found 3",
        ),
    ] {
        let error = from_str::<Track>(json).expect_err("a wrong length");
        assert_eq!(error.to_string(), problem);
    }
    let (result, _) = exchange(
        Client::builder().strict(true),
        ServerResponse::json(r#"{"start":[1,2],"guard":[3]}"#),
        |client| client.tracks().replace(&Track::new((1.0, 2.0))),
    );
    let error = result.expect_err("a wrong length").to_string();
    assert!(
        error.ends_with("guard: expected an array of 2 elements, found 1"),
        "{error}"
    );
}

#[test]
fn elements_are_checked_before_sending() {
    let error = refused(|client| client.tracks().replace(&Track::new((181.0, 0.0))));
    assert_eq!(
        error,
        "PUT /tracks: invalid request: start[0]: 181 is greater than the maximum 180"
    );
}

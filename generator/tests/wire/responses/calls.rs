//! Answers, and what is made of them.

use api::types::{Problem, Thing};
use api::{Error, ErrorKind};

use crate::support::{ServerResponse, exchange, given};

fn expected() -> Thing {
    api::json::from_str(r#"{"id":"a"}"#).expect("it has what is required")
}

fn json(response: ServerResponse) -> Result<Thing, Error> {
    given(response, |client| client.responses().json())
}

#[test]
fn json_by_any_of_its_names() {
    for media_type in [
        "application/json",
        "application/json;charset=utf-8",
        "APPLICATION/JSON; charset=\"UTF-8\"",
        "application/vnd.thing+json",
    ] {
        let response = ServerResponse::new(200).body(media_type, r#"{"id":"a"}"#);
        assert_eq!(json(response).expect(media_type), expected());
    }
}

#[test]
fn what_says_it_is_something_else_is_not_read() {
    let response = ServerResponse::new(200).body("text/plain", r#"{"id":"a"}"#);
    let error = json(response).expect_err("it says it is text");
    assert_eq!(
        error.to_string(),
        "GET /json: 200 OK: cannot decode the response body of 10 bytes: the content type is `text/plain`, not JSON (`application/json;charset=utf-8`); use `with_response()` with `bytes()`, `stream()` or `events()` to read it"
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let response = ServerResponse::json("\u{feff}{\"id\":\"a\"}");
    assert_eq!(json(response).expect("JSON"), expected());
}

#[test]
fn what_is_asked_for() {
    let (_, request) = exchange(api::Client::builder(), ServerResponse::new(204), |client| {
        client.responses().json()
    });
    assert_eq!(request, "GET /json\naccept: application/json;charset=utf-8");
}

#[test]
fn text_bytes_and_nothing() {
    let response = ServerResponse::new(200).body("text/plain", "a\n\"b\"");
    assert_eq!(
        given(response, |client| client.responses().text()).expect("text"),
        "a\n\"b\""
    );
    let response = ServerResponse::new(200).body("application/octet-stream", [0, 159, 146, 150]);
    let bytes = given(response, |client| client.responses().bytes()).expect("bytes");
    assert_eq!(bytes[..], [0, 159, 146, 150]);
    given(ServerResponse::new(204), |client| {
        client.responses().nothing()
    })
    .expect("nothing");
    given(ServerResponse::json("{"), |client| {
        client.responses().nothing()
    })
    .expect("nothing that matters");
}

#[test]
fn every_status_of_the_range_is_a_success() {
    for status in [200, 201, 202, 299] {
        let response = ServerResponse::json(r#"{"id":"a"}"#).status(status);
        let thing = given(response, |client| client.responses().range());
        assert_eq!(thing.expect("a success"), expected());
    }
}

#[test]
fn an_empty_body_where_a_value_is_due() {
    for status in [200, 204] {
        let error = json(ServerResponse::new(status)).expect_err("there is no value");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    }
}

#[test]
fn a_member_of_another_shape_is_left_out_with_a_warning() {
    let (response, _) = exchange(
        api::Client::builder(),
        ServerResponse::json(r#"{"id":"a","size":{"wide":1}}"#),
        |client| client.responses().json().with_response(),
    );
    let response = response.expect("a response");
    let warnings: Vec<String> = response
        .warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        warnings,
        ["responses.json: size: expected a 64-bit integer, found an object"]
    );
    assert_eq!(response.into_value(), expected());
}

#[test]
fn statuses_that_no_document_tells_of() {
    let response = ServerResponse::new(418)
        .body("text/plain", "short and stout")
        .header("x-pot", "tea");
    let error = json(response).expect_err("no success");
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(418));
    assert_eq!(
        error.body().map(|body| &body[..]),
        Some(&b"short and stout"[..])
    );
    let pot = error.headers().and_then(|headers| headers.get("x-pot"));
    assert_eq!(pot.map(|value| value.as_bytes()), Some(&b"tea"[..]));
}

#[test]
fn errors_of_a_declared_type() {
    let response = ServerResponse::new(422).body("application/problem+json", r#"{"title":"no"}"#);
    let error = json(response).expect_err("no success");
    let problem: Problem = error.body_as().expect("a body").expect("a problem");
    assert_eq!(problem.title.as_deref(), Some("no"));
}

#[test]
fn a_page_where_json_is_due() {
    for status in [200, 502] {
        let response = ServerResponse::new(status).body("text/html", "<html>Bad gateway</html>");
        let error = json(response).expect_err("a page");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert!(
            !format!("{error} {error:?}").contains("gateway"),
            "{error:?}"
        );
    }
}

#[test]
fn redirects_are_not_followed() {
    let response = ServerResponse::new(302).header("location", "https://elsewhere/");
    let error = json(response).expect_err("no success");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
}

#[test]
fn responses_that_are_no_json() {
    for body in [
        "",
        "nul",
        "{\"id\":\"a\"",
        "{\"id\":\"a\"} x",
        "{\"id\":1}",
        "[]",
        "{'id':'a'}",
    ] {
        let error = json(ServerResponse::json(body)).expect_err(body);
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

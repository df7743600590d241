//! Answers of several types and forms, their headers, and what the service sends by itself.

use api::resources::responses::{ExactResponse, HeadersHeaders, SeveralResponse};
use api::types::{Problem, ResponsesSeveralFailure400, ThingMadeWebhook};
use api::{Error, Response};

use crate::support::{ServerResponse, exchange, given, sent, wait};

/// Returns a value of a type that only responses have.
fn decoded<T: api::json::Json>(text: &str) -> T {
    api::json::from_str(text).expect("it has what is required")
}

fn several(response: ServerResponse) -> Result<SeveralResponse, Error> {
    given(response, |client| client.responses().several())
}

#[test]
fn each_status_has_its_type_and_the_range_has_the_rest() {
    let thing = ServerResponse::json(r#"{"id":"a"}"#);
    assert_eq!(
        several(thing).expect("200"),
        SeveralResponse::Ok(decoded(r#"{"id":"a"}"#))
    );
    let job = ServerResponse::json(r#"{"job":7}"#).status(201);
    assert_eq!(
        several(job).expect("201"),
        SeveralResponse::Created(decoded(r#"{"job":7}"#))
    );
    assert_eq!(
        several(ServerResponse::new(204)).expect("204"),
        SeveralResponse::NoContent
    );
    let other = ServerResponse::new(203).body("text/plain", "as you wish");
    assert_eq!(
        several(other).expect("203"),
        SeveralResponse::Status2XX("as you wish".to_owned())
    );
    assert_eq!(
        sent(|client| client.responses().several()),
        "POST /several\naccept: application/json, text/plain"
    );
}

#[test]
fn a_status_that_is_not_declared_keeps_its_body() {
    let response = ServerResponse::json(r#"{"id":"a"}"#).status(203);
    match given(response, |client| client.responses().exact()).expect("a success") {
        ExactResponse::Undeclared(undeclared) => {
            assert_eq!(undeclared.status.as_u16(), 203);
            assert_eq!(undeclared.body, r#"{"id":"a"}"#);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_type_or_nothing() {
    let maybe = |response| given(response, |client| client.responses().maybe());
    assert_eq!(maybe(ServerResponse::new(204)).expect("nothing"), None);
    assert_eq!(
        maybe(ServerResponse::json(r#"{"id":"a"}"#)).expect("a thing"),
        Some(decoded(r#"{"id":"a"}"#))
    );
}

#[test]
fn json_is_preferred_and_each_other_form_is_asked_for() {
    let asked = |expected: &str| format!("GET /forms\naccept: {expected}");
    assert_eq!(
        sent(|client| client.responses().forms()),
        asked("application/json")
    );
    assert_eq!(
        sent(|client| client.responses().forms().text()),
        asked("text/csv")
    );
    assert_eq!(
        sent(|client| client.responses().forms().bytes()),
        asked("image/png, image/webp")
    );
    assert_eq!(
        sent(|client| client.responses().forms().lines()),
        asked("application/x-ndjson")
    );
    let (events, request) = exchange(
        api::Client::builder(),
        ServerResponse::new(200).body(
            "text/event-stream",
            "data: {\"id\":\"a\"}\n\ndata: [DONE]\n\n",
        ),
        |client| client.responses().forms().events(),
    );
    assert_eq!(request, asked("text/event-stream"));
    let events = wait(events.expect("events").collect()).expect("all of them");
    assert_eq!(events[0].value(), Ok(decoded(r#"{"id":"a"}"#)));
    assert_eq!(events[1].data, "[DONE]");
    let csv = ServerResponse::new(200).body("text/csv", "id\na\n");
    let error = given(csv, |client| client.responses().forms()).expect_err("not asked for");
    assert_eq!(
        error.to_string(),
        "GET /forms: 200 OK: cannot decode the response body of 5 bytes: the content type is `text/csv`, not JSON (`application/json`); use `with_response()` with `bytes()`, `stream()` or `events()` to read it"
    );
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"id\na\n"[..]));
}

#[test]
fn any_media_type_is_json() {
    assert_eq!(
        sent(|client| client.responses().wild()),
        "GET /wild\naccept: application/json"
    );
    let untyped = ServerResponse::json(r#"{"id":"a"}"#);
    let thing = given(untyped, |client| client.responses().wild());
    assert_eq!(thing.expect("a thing"), decoded(r#"{"id":"a"}"#));
}

#[test]
fn events_and_sequences() {
    let stream = ServerResponse::new(200).body(
        "text/event-stream",
        "\u{feff}: hello\r\nevent: made\r\nid: 7\r\nretry: 10\r\ndata: one\r\ndata: two\r\n\r\n",
    );
    let events = given(stream, |client| client.responses().events()).expect("events");
    let events = wait(events.collect()).expect("all of them");
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].event, "made");
    assert_eq!(events[0].data, "one\ntwo");
    assert_eq!(events[0].id.as_deref(), Some("7"));
    assert_eq!(events[0].retry.map(|retry| retry.as_millis()), Some(10));
    let lines = ServerResponse::new(200).body(
        "application/json-seq",
        "\u{1e}{\n\"id\": \"a\"}\n\u{1e}{\"id\":\"b\"}\n",
    );
    let lines = given(lines, |client| client.responses().lines()).expect("a sequence");
    assert_eq!(
        wait(lines.collect()).expect("all of them"),
        [decoded(r#"{"id":"a"}"#), decoded(r#"{"id":"b"}"#)]
    );
    let lines =
        ServerResponse::new(200).body("application/x-ndjson", "{\"id\":\"a\"}\n{\"id\":2}\n");
    let mut lines = given(lines, |client| client.responses().lines()).expect("a sequence");
    assert!(wait(lines.next()).is_some_and(|line| line.is_ok()));
    let error = wait(lines.next()).expect("a second").expect_err("no text");
    assert!(
        error
            .to_string()
            .ends_with("[1].id: expected a string, found a number"),
        "{error}"
    );
}

#[test]
fn bytes_and_text_come_in_chunks_too() {
    let csv = ServerResponse::new(200).body("text/csv", "id\na\n");
    let (download, request) = exchange(api::Client::builder(), csv, |client| {
        client.responses().forms().stream_text()
    });
    assert_eq!(request, "GET /forms\naccept: text/csv");
    let mut download = download.expect("the head");
    assert_eq!(download.headers()["content-type"], "text/csv");
    let chunk = wait(download.next()).expect("a chunk").expect("sound");
    assert_eq!(chunk, "id\na\n");
    assert!(wait(download.next()).is_none());
}

fn headers(response: ServerResponse) -> Result<HeadersHeaders, Error> {
    let response: Result<Response<()>, Error> = given(response, |client| {
        client.responses().headers().with_response()
    });
    HeadersHeaders::read(response?.headers())
}

#[test]
fn headers_are_typed() {
    let response = ServerResponse::new(200)
        .header("x-count", "7")
        .header("x-tags", "a, b")
        .header("x-tags", "c")
        .header("x-at", "2024-02-29T12:00:00Z")
        .header("x-mode", "fast")
        .header("set-cookie", "a=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT")
        .header("set-cookie", "b=2");
    let headers = headers(response).expect("as declared");
    assert_eq!(headers.x_count, 7);
    let tags = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(headers.x_tags, Some(tags));
    assert_eq!(
        headers.x_at.map(|at| at.to_string()).as_deref(),
        Some("2024-02-29T12:00:00Z")
    );
    assert_eq!(headers.x_mode, Some("fast".into()));
    assert_eq!(headers.set_cookie.map(|cookies| cookies.len()), Some(2));
}

#[test]
fn a_header_that_is_missing_or_wrong_is_named() {
    let line = |response| headers(response).expect_err("not as declared").to_string();
    assert_eq!(
        line(ServerResponse::new(200)),
        "cannot decode the header `x-count`: it is missing"
    );
    let response = ServerResponse::new(200)
        .header("x-count", "7")
        .header("x-at", "now");
    assert!(line(response).starts_with("cannot decode the header `x-at`: "));
}

#[test]
fn failures_have_types_by_their_status() {
    let error = several(ServerResponse::json(r#"{"field":"f"}"#).status(400)).expect_err("400");
    let body: ResponsesSeveralFailure400 = error.body_as().expect("a body").expect("as declared");
    assert_eq!(body.field.as_deref(), Some("f"));
    let error = several(ServerResponse::json(r#"{"title":"t"}"#).status(418)).expect_err("418");
    let body: Problem = error.body_as().expect("a body").expect("as declared");
    assert_eq!(body.title.as_deref(), Some("t"));
}

#[test]
fn what_the_service_sends_by_itself_can_be_read() {
    let webhook: ThingMadeWebhook =
        api::json::from_slice(br#"{"thing":{"id":"a"}}"#).expect("as declared");
    assert_eq!(webhook.thing, decoded(r#"{"id":"a"}"#));
}

//! Responses of other types than declared, and servers without credentials.

use api::{Client, ClientBuilder, ErrorKind};

use crate::support::{ServerResponse, exchange, recording, refused, sent_by, wait};

const CSV: &str = "a,b\n1,2\n";

fn open() -> ClientBuilder {
    Client::builder().no_credentials()
}

fn csv() -> ServerResponse {
    ServerResponse::new(200).body("text/csv", CSV)
}

#[test]
fn any_json_is_read_as_such() {
    let response = ServerResponse::json("[1,2]");
    let (value, request) = exchange(open(), response, |client| client.reports().download("a"));
    assert_eq!(value.expect("JSON")[1], 2);
    assert_eq!(
        request,
        "GET http://reports.example/reports/a\naccept: application/json"
    );
}

#[test]
fn another_type_is_an_error_that_names_the_forms() {
    let (value, _) = exchange(open(), csv(), |client| client.reports().download("a"));
    let error = value.expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(
        error.to_string(),
        "GET /reports/{id}: 200 OK: cannot decode the response body of 8 bytes: the content type is `text/csv`, not JSON (`application/json`); use `with_response()` with `bytes()`, `stream()` or `events()` to read it"
    );
    assert_eq!(error.body().map(|body| &body[..]), Some(CSV.as_bytes()));
}

#[test]
fn free_form_calls_have_the_forms_themselves() {
    let (bytes, request) = exchange(open(), csv(), |client| {
        client.reports().download("a").bytes()
    });
    assert_eq!(bytes.expect("bytes"), CSV);
    assert_eq!(
        request,
        "GET http://reports.example/reports/a\naccept: application/json, */*;q=0.1"
    );

    let (client, _) = recording(open(), csv());
    let mut download = wait(client.reports().download("a").stream()).expect("the head");
    let chunk = wait(download.next()).expect("a chunk").expect("sound");
    assert_eq!(chunk, CSV);
    assert!(wait(download.next()).is_none());

    let events = "event: tick\ndata: {\"n\":1}\n\ndata: [DONE]\n\n";
    let response = ServerResponse::new(200).body("text/event-stream", events);
    let (client, recorder) = recording(open(), response);
    let mut events = wait(client.reports().download("a").events()).expect("events");
    let first = wait(events.next()).expect("one").expect("sound");
    assert_eq!(
        (first.event.as_str(), first.data.as_str()),
        ("tick", "{\"n\":1}")
    );
    assert_eq!(wait(events.collect()).expect("all").len(), 1);
    assert_eq!(
        recorder.take(),
        "GET http://reports.example/reports/a\naccept: text/event-stream"
    );
}

#[test]
fn parameters_keep_their_names() {
    let (bytes, request) = exchange(open(), csv(), |client| {
        client
            .reports()
            .live()
            .bytes(7)
            .stream(true)
            .response_bytes()
    });
    assert_eq!(bytes.expect("bytes"), CSV);
    assert!(request.starts_with("POST http://reports.example/live?bytes=7&stream=true\n"));
    let (client, _) = recording(open(), csv());
    let download = wait(client.reports().live().response_stream()).expect("the head");
    assert_eq!(download.headers()["content-type"], "text/csv");
}

#[test]
fn a_declared_form_is_asked_for_by_its_name() {
    let response = ServerResponse::new(200).body("application/octet-stream", CSV);
    let (bytes, request) = exchange(open(), response, |client| client.reports().table().bytes());
    assert_eq!(bytes.expect("bytes"), CSV);
    assert!(
        request.ends_with("\naccept: application/octet-stream"),
        "{request}"
    );
    let (client, recorder) = recording(open(), csv());
    let download = wait(client.reports().table().stream()).expect("the head");
    assert_eq!(download.status(), 200);
    assert!(
        recorder
            .take()
            .ends_with("\naccept: application/json, */*;q=0.1")
    );
}

#[test]
fn other_calls_have_the_forms_with_the_response() {
    let (response, request) = exchange(open(), csv(), |client| {
        client.reports().thing().with_response().bytes()
    });
    let response = response.expect("bytes");
    assert_eq!(
        (response.text().as_ref(), response.value()),
        (CSV, &CSV.into())
    );
    assert_eq!(
        request,
        "GET http://reports.example/thing\naccept: application/json, */*;q=0.1"
    );
}

#[test]
fn credentials_are_needed_unless_the_program_says_no() {
    assert_eq!(
        refused(|client| client.reports().table()),
        "GET /table: configuration: no credentials: set `key` (REPORTS_KEY); or `no_credentials` if the server requires none"
    );
    assert_eq!(
        refused(|client| client.reports().thing()),
        "GET /thing: configuration: no credentials: set `other`; or `no_credentials` if the server requires none"
    );
    for request in [
        sent_by(open(), |client| client.reports().table()),
        sent_by(open(), |client| client.reports().thing()),
    ] {
        assert!(!request.contains("authorization") && !request.contains("other="));
    }
    let both = open().key("k").build().expect_err("it is one or the other");
    assert_eq!(
        both.to_string(),
        "configuration: `no_credentials` and `key` are both set: remove one of them"
    );
}

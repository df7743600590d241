//! Calls whose response is not the JSON that they declare.

use std::time::Duration;

use http::Method;
use serde_json::Value;

use super::support::{Event, Mock, OPERATION, Script, wait};
use crate::runtime::{Download, ErrorKind, Operation, ResponseKind, Segment};

static FREE: Operation = Operation {
    method: Method::GET,
    template: "/x",
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};

const CSV: &[(&str, &str)] = &[("content-type", "text/csv; charset=utf-8")];
const EVENTS: &[(&str, &str)] = &[("content-type", "text/event-stream")];

async fn all(mut download: Download) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(chunk) = download.next().await {
        bytes.extend_from_slice(&chunk.expect("valid"));
    }
    bytes
}

#[test]
fn unexpected_type_suggests_other_formats() {
    for headers in [CSV, &[("content-type", "application/zip")], EVENTS] {
        let client = Mock::new(200, headers, "a,b\n1,2\n").client();
        let error = wait(client.call(&FREE).send::<Value>()).expect_err("no JSON");
        assert_eq!(error.kind(), ErrorKind::Decode);
        let found = headers[0].1.split(';').next().expect("a type");
        assert_eq!(
            error.to_string(),
            format!(
                "GET /x: 200 OK: cannot decode the response body of 8 bytes: the content type is `{found}`, not JSON (`application/json`); use `with_response()` with `bytes()`, `stream()` or `events()` to read it"
            )
        );
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"a,b\n1,2\n"[..]));
    }
}

#[test]
fn unexpected_type_as_bytes_and_as_a_stream() {
    let mock = Mock::new(200, CSV, "a,b\n1,2\n");
    let pending = mock.client().call(&FREE).send_with_response::<Value>();
    let response = wait(pending.bytes()).expect("bytes");
    assert_eq!(response.value(), "a,b\n1,2\n");
    assert_eq!(response.text(), "a,b\n1,2\n");
    assert_eq!(
        response.headers()["content-type"],
        "text/csv; charset=utf-8"
    );
    assert_eq!(mock.only().header("accept"), "application/json, */*;q=0.1");

    let mock = Mock::new(206, &[], b"\x89png");
    let pending = mock.client().call(&FREE).send_with_response::<Value>();
    let download = wait(pending.stream()).expect("the head");
    assert_eq!(download.status().as_u16(), 206);
    assert_eq!(wait(all(download)), b"\x89png");
    assert_eq!(mock.only().header("accept"), "application/json, */*;q=0.1");

    // Typed JSON can be read as bytes too.
    let mock = Mock::json(200, r#"{"b":1, "a":2}"#);
    let pending = mock.client().call(&FREE).send_with_response::<Value>();
    assert_eq!(
        wait(pending.bytes()).expect("bytes").body(),
        r#"{"b":1, "a":2}"#
    );
}

#[test]
fn error_response_in_every_format() {
    let long = format!(
        r#"{{"input":"{}","message":"no report"}}"#,
        "x".repeat(200_000)
    );
    for form in 0..3 {
        let mock = Mock::json(404, &long);
        let pending = mock.client().call(&FREE).send_with_response::<Value>();
        let result = match form {
            0 => wait(pending.bytes()).map(drop),
            1 => wait(pending.stream()).map(drop),
            _ => wait(pending.events()).map(drop),
        };
        let error = result.expect_err("no such thing");
        assert!(error.is_not_found());
        assert_eq!(error.errors()[0].message, "no report");
        assert_eq!(error.body().map(|body| body.len()), Some(long.len()));
    }
}

#[test]
fn unexpected_type_as_events_and_lines() {
    let mock = Mock::new(
        200,
        EVENTS,
        "event: tick\ndata: {\"n\":1}\n\ndata: [DONE]\n\n",
    );
    let pending = mock.client().call(&FREE).send_with_response::<Value>();
    let response = wait(pending.events()).expect("events");
    let events = wait(response.into_value().collect()).expect("all");
    assert_eq!((events.len(), events[0].event.as_str()), (2, "tick"));
    assert_eq!(events[0].value().expect("JSON")["n"], 1);
    assert_eq!(mock.only().header("accept"), "text/event-stream");

    let ndjson = Mock::new(200, &[("content-type", "application/x-ndjson")], "1\n2\n");
    let pending = ndjson.client().call(&FREE).send_with_response::<Value>();
    let response = wait(pending.lines::<i32>()).expect("lines");
    assert_eq!(wait(response.into_value().collect()).expect("all"), [1, 2]);

    let csv = Mock::new(200, CSV, "a,b\n");
    let pending = csv.client().call(&FREE).send_with_response::<Value>();
    let error = wait(pending.events()).expect_err("no events");
    assert!(
        error
            .to_string()
            .contains("`text/csv`, not an event stream")
    );
}

#[test]
fn timeout_of_endless_events_names_the_content_type() {
    // There is no response for a second attempt.
    let script = Script::new([Event::StallWithHeaders(200, EVENTS, "data: 1\n\n")]);
    let (client, _) = script.client(|builder| builder.timeout(Duration::from_secs(1)));
    let error = wait(client.call(&FREE).send::<Value>()).expect_err("no JSON");
    assert!(error.is_decode() && error.is_body_truncated(), "{error}");
    assert!(
        error.to_string().contains("`text/event-stream`, not JSON"),
        "{error}"
    );
    assert_eq!(
        error.body().map(|body| &body[..]),
        Some(&b"data: 1\n\n"[..])
    );
}

#[test]
fn format_must_be_chosen_before_sending() {
    let mock = Mock::json(200, "7");
    let mut pending = mock.client().call(&FREE).send_with_response::<i32>();
    wait(&mut pending).expect("sent");
    let error = wait(pending.bytes()).expect_err("too late");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(mock.count(), 1);
}

//! Responses: which are values, and which are errors.

use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::support::{API, Mock, OPERATION, TOKEN, wait};
use crate::runtime::json::{DecodeError, Json};
use crate::runtime::{
    Api, ClientBuilder, Envelope, Error, ErrorKind, Operation, Response, ResponseKind, Segment,
};

/// A type with a required and an optional member.
#[derive(Debug, PartialEq)]
struct Input {
    uid: String,
    status: Option<String>,
}

crate::object! {
    Input {
        "uid" => required uid,
        "status" => optional status,
    }
}

static WRAPPED: Operation = operation(ResponseKind::Envelope);
static PLAIN: Operation = operation(ResponseKind::Json);
static NOTHING: Operation = operation(ResponseKind::Ignored);
static ENVELOPE_ONLY: Operation = operation(ResponseKind::EnvelopeOnly);

const fn operation(kind: ResponseKind) -> Operation {
    Operation {
        template: "/x",
        path: Some(&[Segment::Literal("/x")]),
        response: kind,
        ..OPERATION
    }
}

fn call<T: Json>(operation: &'static Operation, mock: Mock) -> Result<Response<T>, Error> {
    wait(mock.client().call(operation).send_with_response())
}

fn wrapped<T: Json>(body: &str) -> Result<Response<T>, Error> {
    call(&WRAPPED, Mock::json(200, body))
}

/// The error message without the operation.
fn line<T>(result: Result<Response<T>, Error>) -> String {
    let line = result.expect_err("it must fail").to_string();
    line.strip_prefix("POST /x: ")
        .expect("the operation comes first")
        .to_owned()
}

#[test]
fn value_in_an_envelope() {
    let body = r#"{"messages":[{"code":1,"message":"m"}],"result":{"uid":"u"},"success":true,"errors":[],"more":[1]}"#;
    let response: Response<Input> = wrapped(body).expect("a value");
    assert_eq!(
        response.value(),
        &Input {
            uid: "u".to_owned(),
            status: None
        }
    );
    assert_eq!(response.text(), body);
    assert_eq!(response.status().as_u16(), 200);
    assert_eq!(response.request_id(), Some("8a1"));
    assert_eq!(response.messages().len(), 1);
    assert_eq!(
        (
            response.messages()[0].code,
            response.messages()[0].message.as_str()
        ),
        (Some(1), "m")
    );
    assert!(response.warnings().is_empty());
}

#[test]
fn failures_with_a_success_status() {
    for body in [
        r#"{"success":false,"errors":[{"code":10000,"message":"Authentication error"}],"result":null}"#,
        r#"{"result":{"uid":1},"errors":[{"code":10000,"message":"Authentication error"}],"success":false}"#,
        r#"{"success":false,"errors":[{"code":"10000","message":"Authentication error"}]}"#,
        r#"{"errors":{"code":10000,"message":"Authentication error"}}"#,
    ] {
        let error = wrapped::<Input>(body).expect_err("a failure");
        assert_eq!(error.kind(), ErrorKind::Api, "{body}");
        assert_eq!(error.code(), Some(10_000));
        assert_eq!(
            error.to_string(),
            "POST /x: 200 OK: [10000] Authentication error (cf-ray 8a1)"
        );
        let error = call::<()>(&ENVELOPE_ONLY, Mock::json(200, body)).expect_err("a failure");
        assert_eq!(error.kind(), ErrorKind::Api, "{body}");
    }
    assert_eq!(
        line(wrapped::<Input>(r#"{"success":false}"#)),
        "200 OK: the response reports a failure (cf-ray 8a1)"
    );
}

#[test]
fn null_lists_in_an_envelope_are_empty() {
    for body in [
        r#"{"success":true,"errors":null,"messages":null,"result":7}"#,
        r#"{"result":7,"messages":null,"errors":null,"success":true}"#,
        r#"{"errors":null,"result":7}"#,
    ] {
        let response = wrapped::<i32>(body).expect("a value");
        assert_eq!((*response.value(), response.messages()), (7, &[][..]));
        assert!(response.warnings().is_empty(), "{body}");
        call::<()>(&ENVELOPE_ONLY, Mock::json(200, body)).expect("a success");
    }
    let failed = r#"{"success":false,"errors":null,"messages":null,"result":null}"#;
    let error = wrapped::<i32>(failed).expect_err("a failure");
    assert_eq!((error.kind(), error.errors().len()), (ErrorKind::Api, 0));
}

#[test]
fn messages_explain_a_failure_without_errors() {
    for body in [
        r#"{"success":false,"messages":[{"code":3,"message":"no such mailbox"}]}"#,
        r#"{"success":false,"errors":[],"messages":{"code":3,"message":"no such mailbox"}}"#,
    ] {
        assert_eq!(
            line(wrapped::<i32>(body)),
            "200 OK: [3] no such mailbox (cf-ray 8a1)"
        );
    }
    let both = r#"{"success":false,"errors":["e"],"messages":["m"]}"#;
    assert_eq!(line(wrapped::<i32>(both)), "200 OK: e (cf-ray 8a1)");
}

#[test]
fn errors_of_a_success_are_ignored() {
    assert_eq!(
        *wrapped::<i32>(r#"{"success":true,"errors":[1],"result":7}"#)
            .expect("a value")
            .value(),
        7
    );
    assert_eq!(
        *wrapped::<i32>(r#"{"errors":[],"result":7}"#)
            .expect("a value")
            .value(),
        7
    );
}

#[test]
fn undecodable_responses() {
    for (body, expected) in [
        (r#"{"success":true}"#, "missing required member `result`"),
        (
            r#"{"success":true,"result":null}"#,
            "result: expected an object, found null",
        ),
        (
            r#"{"success":true,"result":{"uid":1}}"#,
            "result.uid: expected a string, found a number",
        ),
        (
            r#"{"success":true,"result":{}}"#,
            "result: missing required member `uid`",
        ),
        (
            r#"{"success":1,"result":{"uid":"u"}}"#,
            "success: expected a boolean, found a number",
        ),
        (r#"[]"#, "expected an object, found an array"),
    ] {
        let error = wrapped::<Input>(body).expect_err("unreadable");
        let length = body.len();
        assert_eq!(
            error.to_string(),
            format!(
                "POST /x: 200 OK: cannot decode the response body of {length} bytes: {expected} (cf-ray 8a1)"
            )
        );
        assert!(error.is_decode());
        assert_eq!(error.body().map(|kept| &kept[..]), Some(body.as_bytes()));
        assert!(error.decode_error().is_some());
    }
    let cut = r#"{"success":true,"result":{"uid":"u"}"#;
    assert_eq!(
        line(wrapped::<Input>(cut)),
        "200 OK: cannot decode the response body of 36 bytes: result: unexpected end of input at byte 36 (cf-ray 8a1)"
    );
    assert!(line(wrapped::<Input>(r#"{"result":{"uid":"u"}} x"#)).contains("trailing characters"));
    let error = wrapped::<Input>(r#"{"success":true,"result":{"uid":7}}"#).expect_err("unreadable");
    assert_eq!(
        error.decode_error().map(DecodeError::path),
        Some("result.uid")
    );
    let kept = error.body_as::<Value>().expect("a body").expect("JSON");
    assert_eq!(kept["result"]["uid"], 7);
}

#[test]
fn responses_with_the_wrong_content_type() {
    for operation in [&WRAPPED, &PLAIN, &ENVELOPE_ONLY] {
        let html = Mock::new(
            200,
            &[("content-type", "text/html; charset=utf-8")],
            "<html>",
        );
        assert_eq!(
            line(call::<i32>(operation, html)),
            "200 OK: cannot decode the response body of 6 bytes: the content type is `text/html`, not JSON (`application/json`)"
        );
        let odd = Mock::new(200, &[("content-type", "a\tb")], "{}");
        assert!(
            line(call::<i32>(operation, odd))
                .ends_with("the content type is not JSON (`application/json`)")
        );
        let mark = Mock::json(200, "\u{feff}");
        assert!(line(call::<i32>(operation, mark)).contains("unexpected end of input at byte 3"));
        let binary = Mock::new(200, &[], b"\xff");
        assert!(line(call::<i32>(operation, binary)).contains("1 bytes: expected"));
        let html = Mock::new(200, &[], "<html>");
        assert!(line(call::<i32>(operation, html)).contains("6 bytes: expected"));
    }
    for operation in [&WRAPPED, &PLAIN] {
        for status in [200, 204] {
            let empty = Mock::new(status, &[], "");
            assert!(
                line(call::<i32>(operation, empty))
                    .ends_with("cannot decode the response body of 0 bytes: the body is empty")
            );
        }
    }
}

#[test]
fn valid_responses() {
    for media in [
        "application/json;charset=utf-8",
        "APPLICATION/JSON",
        "application/vnd.x+json",
        "text/json",
    ] {
        let mock = Mock::new(200, Box::leak(Box::new([("content-type", media)])), "7");
        assert_eq!(*call::<i32>(&PLAIN, mock).expect("a value").value(), 7);
    }
    assert_eq!(
        *call::<i32>(&PLAIN, Mock::new(299, &[], " 7\n"))
            .expect("undeclared")
            .value(),
        7
    );
    assert_eq!(
        call::<Option<i32>>(&PLAIN, Mock::json(200, "null"))
            .expect("null")
            .into_value(),
        None
    );
    for (status, body) in [(204, ""), (200, " "), (202, "<html>"), (200, "\u{feff}")] {
        call::<()>(
            &NOTHING,
            Mock::new(status, &[("content-type", "text/html")], body),
        )
        .expect("no matter");
    }
    for (status, body) in [
        (204, ""),
        (200, ""),
        (200, r#"{"success":true}"#),
        (200, r#"{"result":[1],"success":true}"#),
    ] {
        call::<()>(&ENVELOPE_ONLY, Mock::json(status, body)).expect("nothing matters");
    }
}

#[test]
fn error_statuses() {
    let body = r#"{"success":false,"errors":[{"code":10000,"message":"Authentication error","documentation_url":"https://d","source":{"pointer":"/a"}},"text",7],"messages":[],"result":null}"#;
    for operation in [&WRAPPED, &PLAIN, &NOTHING] {
        let error = call::<()>(operation, Mock::json(403, body)).expect_err("forbidden");
        assert_eq!(error.kind(), ErrorKind::Status);
        assert!(error.is_forbidden() && !error.is_not_found());
        assert_eq!(
            error.to_string(),
            "POST /x: 403 Forbidden: [10000] Authentication error; text; an error without a message (cf-ray 8a1)"
        );
        let first = &error.errors()[0];
        assert_eq!(first.documentation_url.as_deref(), Some("https://d"));
        assert_eq!(first.additional["source"]["pointer"], "/a");
        assert_eq!(error.errors()[2].additional["value"], 7);
        assert_eq!(error.request_id(), Some("8a1"));
        assert_eq!(error.operation(), Some("inputs.create"));
    }
    let html = Mock::new(502, &[("content-type", "text/html")], "<html>");
    let error = call::<()>(&WRAPPED, html).expect_err("bad gateway");
    assert_eq!(error.to_string(), "POST /x: 502 Bad Gateway");
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"<html>"[..]));
    assert!(error.is_server_error() && !error.is_body_truncated());
    assert_eq!(
        line(call::<()>(&WRAPPED, Mock::json(418, "[1]"))),
        "418 I'm a teapot (cf-ray 8a1)"
    );
    assert_eq!(
        line(call::<()>(
            &NOTHING,
            Mock::new(302, &[("location", "https://evil/")], "")
        )),
        "302 Found: redirects are followed only for GET and HEAD"
    );
}

#[test]
fn bodies_beyond_the_limits() {
    // An error response may repeat the request.
    let long = format!(
        r#"{{"input":"{}","errors":[{{"code":7,"message":"too long"}}]}}"#,
        "x".repeat(300_000)
    );
    for operation in [&WRAPPED, &PLAIN] {
        let error = call::<()>(operation, Mock::json(422, &long)).expect_err("a failure");
        assert_eq!(error.body().map(|body| body.len()), Some(long.len()));
        assert_eq!((error.code(), error.is_body_truncated()), (Some(7), false));
        let body = error.body_as::<serde_json::Value>();
        let body = body.expect("a body").expect("JSON");
        assert_eq!(body["errors"][0]["message"], "too long");
        let printed = format!("{error} {error:?}");
        assert!(
            printed.len() < 1000 && !printed.contains("xxx"),
            "{printed}"
        );
    }
    let client = Mock::json(200, "[1,2,3]").client_with(|builder| builder.max_body_size(6));
    let error = wait(client.call(&PLAIN).send::<Vec<i32>>()).expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(
        error.to_string(),
        "POST /x: 200 OK: the response body is larger than the limit of 6 bytes (cf-ray 8a1)"
    );
}

#[test]
fn lenient_and_strict_decoding() {
    let body = r#"{"success":true,"result":{"uid":"u","status":{"current":1}}}"#;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let client = Mock::json(200, body).client_with(|builder| {
        builder
            .on_warning(move |warning| keep.lock().expect("unpoisoned").push(warning.to_string()))
    });
    let response = wait(client.call(&WRAPPED).send_with_response::<Input>()).expect("a value");
    assert_eq!(response.value().status, None);
    let expected = "inputs.create: result.status: expected a string, found an object";
    assert_eq!(response.warnings()[0].to_string(), expected);
    assert_eq!(*seen.lock().expect("unpoisoned"), [expected]);
    let client = Mock::json(200, body).client_with(|builder| builder.strict(true));
    let error = wait(client.call(&WRAPPED).send::<Input>()).expect_err("strict");
    assert!(
        error
            .to_string()
            .contains("result.status: expected a string, found an object")
    );
}

#[test]
fn other_envelopes() {
    static BARE: Api = Api {
        envelope: Some(Envelope {
            result: "data",
            success: None,
            errors: Some("errors"),
            messages: None,
        }),
        name: "test",
        base_url: API_URL,
        base_url_env: None,
        user_agent: "test/1.0",
        request_id_header: None,
        credentials: &[&TOKEN],
        security: &[&[&TOKEN]],
    };
    const API_URL: Option<&str> = Some("https://h");
    let read = |body: &str| {
        let builder = ClientBuilder::new(&BARE).transport(Mock::json(200, body));
        let client = builder
            .credential(&TOKEN, "t".to_owned())
            .build()
            .expect("valid");
        wait(client.call(&WRAPPED).send::<i32>())
    };
    assert_eq!(read(r#"{"data":7,"success":false}"#).expect("a value"), 7);
    let error = read(r#"{"data":null,"errors":["no"]}"#).expect_err("a failure");
    assert_eq!(error.to_string(), "POST /x: 200 OK: no");
    assert_eq!(API.name, "test");
}

#[test]
fn status_predicates() {
    assert_eq!(
        line(call::<i32>(&PLAIN, Mock::new(304, &[], ""))),
        "304 Not Modified"
    );
    assert_eq!(
        line(call::<i32>(&PLAIN, Mock::new(302, &[], ""))),
        "302 Found: redirects are followed only for GET and HEAD"
    );
    assert_eq!(
        line(call::<i32>(
            &PLAIN,
            Mock::new(200, &[("content-type", "")], "7")
        )),
        "200 OK: cannot decode the response body of 1 bytes: the content type is not JSON (`application/json`)"
    );
}

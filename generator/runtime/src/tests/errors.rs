//! The error type.

use std::error::Error as _;

use super::support::{CREATE, Failing, Mock, wait};
use crate::runtime::{ApiMessage, Error, ErrorKind, Parameter, TimeoutPhase, TransportErrorKind};

fn failed(kind: TransportErrorKind) -> Error {
    let client =
        Mock::json(200, "").client_with(|builder| builder.transport(Failing(kind)).max_retries(0));
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a");
    wait(call.send::<()>()).expect_err("the transport fails")
}

#[test]
fn error_is_small_and_send() {
    fn sendable<T: Send + Sync + 'static>() {}
    sendable::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
}

#[test]
fn transport_errors() {
    let line = |text: &str| format!("POST /accounts/{{account_id}}/inputs: {text}");
    let connect = failed(TransportErrorKind::Connect);
    assert_eq!(connect.kind(), ErrorKind::Connect);
    assert!(connect.is_connect() && !connect.is_timeout());
    assert_eq!(connect.to_string(), line("cannot connect: the cause"));
    let connect = failed(TransportErrorKind::ConnectTimeout);
    assert_eq!(connect.kind(), ErrorKind::Timeout(TimeoutPhase::Connect));
    assert!(connect.is_connect() && connect.is_timeout());
    assert_eq!(connect.to_string(), line("timed out while connecting"));
    let late = failed(TransportErrorKind::Timeout);
    assert_eq!(late.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
    assert!(!late.is_connect() && late.is_timeout());
    assert_eq!(
        late.to_string(),
        line("timed out before the response was complete")
    );
    let other = failed(TransportErrorKind::Other);
    assert_eq!(other.kind(), ErrorKind::Transport);
    assert_eq!(other.to_string(), line("the transport failed: the cause"));
    assert_eq!(
        other.source().map(ToString::to_string).as_deref(),
        Some("the cause")
    );
    assert_eq!(
        (other.status(), other.body(), other.headers(), other.code()),
        (None, None, None, None)
    );
}

#[test]
fn message_is_a_single_line() {
    let body = r#"{"errors":[{"code":1,"message":"a\r\nb\u0000\u202e\u0085c é"}],"success":false}"#;
    let mut call = Mock::json(400, body).client().call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a");
    let error = wait(call.send::<()>()).expect_err("a failure");
    let text = error.to_string();
    assert!(text.contains(r"[1] a\r\nb\u{0}\u{202e}\u{85}c é"), "{text}");
    assert_eq!(format!("{error:?}").lines().count(), 1);
}

#[test]
fn message_length_is_limited() {
    let long = "é".repeat(100_000);
    let many = format!(r#"{{"errors":[{}0],"success":false}}"#, "0,".repeat(10_000));
    for body in [
        format!(r#"{{"errors":[{{"message":"{long}"}}],"success":false}}"#),
        format!(r#"{{"{long}":[,],"success":true}}"#),
        many,
    ] {
        let mut call = Mock::json(200, &body).client().call(&CREATE);
        call.parameter(&Parameter::path("account_id"), "a");
        let error = wait(call.send::<i32>()).expect_err("a failure");
        let text = error.to_string();
        assert!(text.len() < 6000, "{}", text.len());
        assert!(text.ends_with(" (cf-ray 8a1)"), "{text}");
        assert!(error.errors().len() <= 100);
        assert_eq!(error.body().map(|kept| kept.len()), Some(body.len()));
    }
}

#[test]
fn errors_without_an_envelope() {
    let body = r#"{"error":{"code":"no_way","message":"no way"},"secret":"hush"}"#;
    let mut call = Mock::json(422, body).client().call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a");
    let error = wait(call.send::<()>()).expect_err("a failure");
    assert_eq!((error.code(), error.code_name()), (None, Some("no_way")));
    assert_eq!(error.errors()[0].message, "no way");
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("422 Unprocessable Entity: [no_way] no way"),
        "{text}"
    );
    assert!(!text.contains("hush"), "{text}");
}

#[test]
fn messages() {
    let list = ApiMessage::list(
        serde_json::json!([{"code": 5}, {"message": "m"}, {"code": "E1", "message": 3}, {"a": 1}]),
    );
    let texts: Vec<String> = list.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["[5]", "m", "[E1]", "an error without a message"]);
    assert_eq!(list[2].additional["code"], "E1");
    assert_eq!(list[2].additional["message"], 3);
    assert_eq!(ApiMessage::list(serde_json::Value::Null), []);
}

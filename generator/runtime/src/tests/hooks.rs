//! What hooks are told about attempts, and what they can change.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderValue, Method};
use serde_json::Value;

use super::support::{API, CREATE, Failing, Mock, VirtualClock, wait};
use crate::runtime::{
    Api, Client, ClientBuilder, Credential, ErrorKind, Operation, Parameter, Placement,
    ResponseKind, TimeoutPhase, TransportErrorKind,
};

static QUERY: Credential = Credential {
    name: "key",
    setter: "key",
    env: None,
    placement: Placement::Query("api key"),
    token_url: None,
};

static QUERY_API: Api = Api {
    credentials: &[&QUERY],
    security: &[&[&QUERY]],
    ..API
};

static GET: Operation = Operation {
    method: Method::GET,
    response: ResponseKind::Json,
    security: &[&[&QUERY]],
    ..super::support::OPERATION
};

type Log = Arc<Mutex<Vec<String>>>;

fn lines(lines: &Log) -> Vec<String> {
    lines.lock().expect("no test panics inside").clone()
}

/// Records what the hooks are told.
fn record(builder: ClientBuilder, record: &Log) -> ClientBuilder {
    let (before, after) = (record.clone(), record.clone());
    builder
        .before_attempt(move |request| {
            let line = format!(
                "before {} of {}: {} {}",
                request.number(),
                request.operation(),
                request.method(),
                request.url()
            );
            before.lock().expect("no test panics inside").push(line);
        })
        .after_attempt(move |attempt| {
            let line = format!(
                "after {} of {}: {:?} {:?} {:?} {:?} {:?}",
                attempt.number(),
                attempt.operation(),
                attempt.status().map(|status| status.as_u16()),
                attempt.error(),
                attempt.request_id(),
                attempt.duration(),
                attempt.retry_delay().is_some(),
            );
            after.lock().expect("no test panics inside").push(line);
        })
}

fn get(client: &Client) -> crate::runtime::Pending<Value> {
    let mut call = client.call(&GET);
    call.parameter(&Parameter::path("account_id"), "a1");
    call.parameter(&Parameter::query("page"), &2);
    call.send()
}

#[test]
fn hooks_are_called_for_each_attempt() {
    let told_lines = Log::default();
    let mock = Mock::json(500, "{}");
    let builder = ClientBuilder::new(&QUERY_API)
        .credential(&QUERY, "s3cret".to_owned())
        .transport(mock.clone())
        .max_retries(1)
        .clock(VirtualClock::default());
    let client = record(builder, &told_lines).build().expect("valid");
    wait(get(&client)).expect_err("500");
    let url = "https://api.example.com/client/v4/accounts/a1/inputs?page=2";
    assert_eq!(
        lines(&told_lines),
        [
            format!("before 1 of inputs.create: GET {url}"),
            "after 1 of inputs.create: Some(500) Some(Status) Some(\"8a1\") 0ns true".to_owned(),
            format!("before 2 of inputs.create: GET {url}"),
            "after 2 of inputs.create: Some(500) Some(Status) Some(\"8a1\") 0ns false".to_owned(),
        ]
    );
}

#[test]
fn transport_errors_have_a_kind_and_no_status() {
    let told_lines = Log::default();
    let client = Mock::json(200, "").client_with(|builder| {
        record(builder, &told_lines).transport(Failing(TransportErrorKind::Timeout))
    });
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    let error = wait(call.send::<i32>()).expect_err("a fault");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
    let line = lines(&told_lines).pop().expect("two lines");
    assert!(
        line.starts_with("after 1 of inputs.create: None Some(Timeout(Attempt)) None "),
        "{line}"
    );
    assert!(line.ends_with(" false"), "{line}");
}

#[test]
fn hooks_change_headers_without_showing_secrets() {
    let mock = Mock::json(200, r#"{"result":7,"success":true}"#);
    let client = mock.client_with(|builder| {
        builder
            .before_attempt(|request| {
                assert!(!format!("{request:?} {:?}", request.headers()).contains("t0ken"));
                let value = HeaderValue::from(request.number());
                request.headers_mut().insert("x-attempt", value);
            })
            .before_attempt(|request| {
                let seen = request.headers()["x-attempt"].clone();
                request.headers_mut().insert("x-seen", seen);
            })
            .timeout(Duration::from_secs(1))
    });
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    wait(call.send::<i32>()).expect("sent");
    assert_eq!(mock.only().header("x-attempt"), "1");
    assert_eq!(mock.only().header("x-seen"), "1");
}

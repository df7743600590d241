//! The mock transport and the mock clock, as used in tests of programs.

use std::error::Error as _;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::support::{API, CREATE, OPERATION, TOKEN, wait};
use crate::runtime::mock::{MockClock, MockFault, MockResponse, MockTransport};
use crate::runtime::{
    Client, ClientBuilder, ErrorKind, Operation, Parameter, RawCall, TimeoutPhase,
};

static GET: Operation = Operation {
    id: "inputs.get",
    method: Method::GET,
    ..OPERATION
};

fn client(mock: &MockTransport, clock: &MockClock) -> Client {
    ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .transport(mock.clone())
        .clock(clock.clone())
        .build()
        .expect("the settings are valid")
}

fn call(client: &Client, operation: &'static Operation) -> RawCall {
    let mut call = client.call(operation);
    call.parameter(&Parameter::path("account_id"), "a 1");
    call
}

fn done(value: Value) -> MockResponse {
    let response = json!({"result": value, "success": true, "errors": [], "messages": []});
    MockResponse::json_text(response.to_string())
}

#[test]
fn expected_call_is_answered_and_recorded() {
    let mock = MockTransport::new();
    mock.expect("inputs.create")
        .header("authorization", "Bearer t0ken")
        .query("per page", "a+b")
        .json_body(json!({"a": 1}))
        .respond_with(done(json!(7)).status(201).header("cf-ray", "8a1"));
    let mut call = call(&client(&mock, &MockClock::new()), &CREATE);
    call.parameter(&Parameter::query("per page"), "a+b");
    call.raw_body("application/json", Bytes::from_static(b"{\"a\": 1}"));
    let response = wait(call.send_with_response::<i32>()).expect("sent");
    assert_eq!(*response.value(), 7);
    assert_eq!(response.status(), 201);
    assert_eq!(response.request_id(), Some("8a1"));
    mock.assert_met();
    let [sent] = &mock.requests()[..] else {
        panic!("one request");
    };
    assert_eq!(sent.method, Method::POST);
    assert_eq!(sent.path, "/client/v4/accounts/a%201/inputs");
    assert_eq!(sent.query, [("per page".to_owned(), "a+b".to_owned())]);
    assert_eq!(sent.header("accept"), Some("application/json"));
    assert_eq!(sent.json::<Value>().expect("JSON"), json!({"a": 1}));
    assert!(!format!("{mock:?}").contains("t0ken"));
}

#[test]
fn unexpected_request_fails() {
    let mock = MockTransport::new();
    mock.expect("inputs.create").respond_with(done(json!(1)));
    mock.expect("inputs.get")
        .query("page", "2")
        .respond_with(done(json!(2)));
    let clock = MockClock::new();
    let error = wait(call(&client(&mock, &clock), &GET).send::<i32>()).expect_err("not expected");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let text = "the mock has no response for the request: GET /client/v4/accounts/a%201/inputs (`inputs.get`)";
    assert_eq!(error.source().expect("a source").to_string(), text);
    assert!(error.to_string().ends_with(text), "{error}");
    assert_eq!(
        mock.problems(),
        [
            "expected `inputs.create`: unused responses: 1",
            "expected `inputs.get`, query `page`: unused responses: 1",
            "unexpected request: GET /client/v4/accounts/a%201/inputs (`inputs.get`)",
        ]
    );
    assert!(clock.sleeps().is_empty());
}

#[test]
fn paths_are_matched_from_the_end() {
    let mock = MockTransport::new();
    for path in [
        "/s/inputs",
        "puts",
        "/accounts/{id}/other",
        "/x/client/v4/accounts/a/inputs",
    ] {
        mock.expect_request(Method::GET, path)
            .always_respond_with(done(json!(1)));
    }
    mock.expect_request(Method::POST, "/accounts/{id}/inputs")
        .always_respond_with(done(json!(2)));
    mock.expect_request(Method::GET, "/accounts/{id}/inputs")
        .always_respond_with(done(json!(3)));
    let client = client(&mock, &MockClock::new());
    for _ in 0..2 {
        assert_eq!(wait(call(&client, &GET).send::<i32>()).expect("sent"), 3);
    }
    mock.assert_met();
}

#[test]
fn responses_are_used_in_order_and_sleeps_take_no_time() {
    let mock = MockTransport::new();
    mock.expect("inputs.get").respond_with_sequence([
        MockResponse::fault(MockFault::Connect),
        MockResponse::empty()
            .status(429)
            .header("retry-after", "60"),
        done(json!(3)),
    ]);
    let clock = MockClock::new();
    let response = wait(call(&client(&mock, &clock), &GET).send_with_response::<i32>());
    assert_eq!(response.expect("the third attempt").attempts(), 3);
    let sleeps = clock.sleeps();
    assert_eq!(sleeps.len(), 2);
    assert!(sleeps[0] <= Duration::from_millis(500));
    assert_eq!(sleeps[1], Duration::from_secs(60));
    mock.assert_met();
}

#[test]
fn faults_map_to_transport_errors() {
    let kind = |response: MockResponse| {
        let mock = MockTransport::new();
        mock.expect("inputs.create").respond_with(response);
        let client = ClientBuilder::new(&API)
            .credential(&TOKEN, "t0ken".to_owned())
            .transport(mock)
            .max_retries(0)
            .build()
            .expect("the settings are valid");
        wait(call(&client, &CREATE).send::<i32>()).expect_err("a fault")
    };
    assert_eq!(
        kind(MockResponse::fault(MockFault::Connect)).kind(),
        ErrorKind::Connect
    );
    assert_eq!(
        kind(MockResponse::fault(MockFault::ConnectTimeout)).kind(),
        ErrorKind::Timeout(TimeoutPhase::Connect)
    );
    assert_eq!(
        kind(MockResponse::fault(MockFault::Timeout)).kind(),
        ErrorKind::Timeout(TimeoutPhase::Attempt)
    );
    assert_eq!(
        kind(MockResponse::fault(MockFault::Reset)).kind(),
        ErrorKind::Transport
    );
    let chunks = ["{\"resu", "", "lt\":7}"].map(Bytes::from);
    let cut = kind(MockResponse::chunks("application/json", chunks).disconnect_after(8));
    assert_eq!(cut.kind(), ErrorKind::Transport);
    assert_eq!(cut.body().expect("what came in"), &b"{\"result"[..]);
}

#[cfg(feature = "blocking")]
#[test]
fn works_with_blocking_clients() {
    let mock = MockTransport::new();
    mock.expect("inputs.get")
        .respond_with_sequence([MockResponse::empty().status(500), done(json!(7))]);
    let clock = MockClock::new();
    let client = ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .blocking_transport(mock.clone())
        .clock(clock.clone())
        .build_blocking()
        .expect("the settings are valid");
    let mut call = client.call(&GET);
    call.parameter(&Parameter::path("account_id"), "a");
    assert_eq!(call.send::<i32>().send().expect("sent"), 7);
    assert_eq!(clock.sleeps().len(), 1);
    mock.assert_met();
}

//! Calls: which requests they send, and what is rejected.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::support::{API, CREATE, Mock, OPERATION, TOKEN, wait};
use crate::runtime::{
    Api, Call, CallOptions, Checker, Client, ClientBuilder, Encode, ErrorKind, Limits, Operation,
    Parameter, RawCall, ResponseKind, Segment, Style, Writer,
};

const DONE: &str = r#"{"result":7,"success":true,"errors":[],"messages":[]}"#;

fn create(client: &Client) -> RawCall {
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    call
}

struct Days(f64);

impl Encode for Days {
    fn write(&self, writer: &mut Writer) {
        writer.object();
        writer.member("deleteRecordingAfterDays", &self.0);
        writer.end_object();
    }

    fn check(&self, _: &Limits, checker: &mut Checker<'_>) {
        let limits = Limits::NONE.minimum(30);
        checker.members(&[("deleteRecordingAfterDays", &self.0, &limits)]);
    }
}

#[test]
fn complete_request() {
    let mock = Mock::json(200, DONE);
    let client = mock.client_with(|builder| builder.user_agent_suffix("app/2"));
    let mut call = create(&client);
    call.parameter(
        &Parameter::query("per page").style(Style::Form),
        &vec![1, 2],
    );
    call.parameter(&Parameter::query("absent"), &None::<String>);
    call.parameter(&Parameter::header("Idempotency-Key"), &"k".to_owned());
    call.parameter(&Parameter::cookie("a"), &1);
    call.parameter(&Parameter::cookie("b"), &2);
    call.body("application/merge-patch+json", &Days(45.0));
    assert_eq!(wait(call.send::<i32>()).expect("sent"), 7);
    let sent = mock.only();
    assert_eq!(sent.method, Method::POST);
    assert_eq!(
        sent.url,
        "https://api.example.com/client/v4/accounts/a1/inputs?per%20page=1&per%20page=2"
    );
    assert_eq!(sent.header("authorization"), "Bearer t0ken");
    assert_eq!(sent.header("accept"), "application/json");
    assert_eq!(sent.header("user-agent"), "test/1.0 app/2");
    assert_eq!(sent.header("content-type"), "application/merge-patch+json");
    assert_eq!(sent.header("idempotency-key"), "k");
    assert_eq!(sent.header("cookie"), "a=1; b=2");
    assert_eq!(sent.headers.len(), 6);
    assert_eq!(sent.body, r#"{"deleteRecordingAfterDays":45}"#);
}

#[test]
fn no_content_type_without_a_body() {
    let mock = Mock::json(200, DONE);
    wait(create(&mock.client()).send::<i32>()).expect("sent");
    assert!(!mock.only().headers.contains_key("content-type"));
    assert!(mock.only().body.is_empty());
}

#[test]
fn raw_body_is_unchanged() {
    let mock = Mock::json(200, DONE);
    let mut call = create(&mock.client());
    call.raw_body(
        "application/octet-stream",
        Bytes::from_static(b"\x00\xff\r\n"),
    );
    wait(call.send::<i32>()).expect("sent");
    assert_eq!(mock.only().body, b"\x00\xff\r\n"[..]);
    assert_eq!(
        mock.only().header("content-type"),
        "application/octet-stream"
    );
}

#[test]
fn nothing_is_sent_before_await() {
    let mock = Mock::json(200, DONE);
    drop(create(&mock.client()).send::<i32>());
    assert_eq!(mock.count(), 0);
}

#[test]
fn setting_twice_replaces_value_and_violations() {
    let mock = Mock::json(200, DONE);
    let mut call = create(&mock.client());
    let order = Parameter::query("order").explode(false).max_length(3);
    call.parameter(&order, "too long");
    call.parameter(&order, "asc");
    call.parameter(&Parameter::query("gone"), &1);
    call.parameter(&Parameter::query("gone"), &None::<i32>);
    wait(call.send::<i32>()).expect("sent");
    assert_eq!(
        mock.only().url,
        "https://api.example.com/client/v4/accounts/a1/inputs?order=asc"
    );
}

#[test]
fn violations_belong_to_one_parameter_or_the_body() {
    let mock = Mock::json(200, DONE);
    let mut call = create(&mock.client());
    call.parameter(&Parameter::header("order").max_length(3), "too long");
    call.parameter(&Parameter::query("order"), "asc");
    call.parameter(&Parameter::query("order"), "desc");
    let error = wait(call.send::<i32>()).expect_err("the header is too long");
    assert_eq!(error.violations().len(), 1);

    let mut call = create(&mock.client()).with_body("application/json", "too long");
    call.check_body(&Limits::NONE.max_length(3), "too long");
    call.parameter(&Parameter::query("body"), "a");
    call.parameter(&Parameter::query("body"), "b");
    let error = wait(call.send::<i32>()).expect_err("the body is too long");
    assert_eq!(error.violations()[0].path, "body");
    assert_eq!(mock.count(), 0);
}

#[test]
fn options_replace_headers_and_query_parameters() {
    let mock = Mock::json(200, DONE);
    let mut call = create(&mock.client());
    call.parameter(
        &Parameter::query("a"),
        &vec!["1".to_owned(), "2".to_owned()],
    );
    call.parameter(&Parameter::query("b"), "3");
    call.options(CallOptions::new().timeout(Duration::from_secs(1)));
    call.options(
        CallOptions::new()
            .query("a", "x y")
            .query("c[]", "4")
            .query("c[]", "5")
            .header("user-agent", "mine"),
    );
    wait(call.send::<i32>()).expect("sent");
    let sent = mock.only();
    assert!(
        sent.url
            .ends_with("/inputs?b=3&a=x%20y&c%5B%5D=4&c%5B%5D=5"),
        "{}",
        sent.url
    );
    assert_eq!(sent.header("user-agent"), "mine");
    assert_eq!(sent.header("authorization"), "Bearer t0ken");
}

#[test]
fn reserved_headers_cannot_be_parameters() {
    let mock = Mock::json(200, DONE);
    let mut call = create(&mock.client());
    for name in [
        "Accept",
        "Content-Type",
        "Authorization",
        "Content-Length",
        "Transfer-Encoding",
    ] {
        call.parameter(&Parameter::header(name), "no");
    }
    wait(call.send::<i32>()).expect("sent");
    let sent = mock.only();
    assert_eq!(sent.header("accept"), "application/json");
    assert_eq!(sent.header("authorization"), "Bearer t0ken");
    assert_eq!(sent.headers.len(), 3);
}

#[test]
fn all_violations_are_reported_at_once() {
    let mock = Mock::json(200, DONE);
    let mut call = mock.client().call(&CREATE);
    call.parameter(&Parameter::path("account_id").max_length(4), "0123456789");
    call.parameter(&Parameter::header("X-A"), "a\r\nb");
    call.parameter(&Parameter::query("nan"), &f64::NAN);
    call.body("application/json", &Days(7.0));
    call.options(
        CallOptions::new()
            .header("bad name", "x")
            .header("content-length", "1")
            .header("x", "\n"),
    );
    let error = wait(call.send::<i32>()).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "POST /accounts/{account_id}/inputs: invalid request: \
         bad name: is not a valid header name; \
         content-length: is set by the transport; \
         x: contains a control character, which is not allowed in a header; \
         X-A: contains a control character, which is not allowed in a header; \
         nan: JSON cannot represent infinite numbers or NaN; \
         account_id: is 10 characters long; the maximum is 4; \
         deleteRecordingAfterDays: 7 is less than the minimum 30"
    );
    assert_eq!(error.violations().len(), 7);
    assert_eq!(error.violations()[6].path, "deleteRecordingAfterDays");
    assert_eq!(mock.count(), 0);
}

#[test]
fn too_many_headers() {
    let mock = Mock::json(200, DONE);
    let options = (0..40_000).fold(CallOptions::new(), |options, index| {
        options.header(format!("x{index}"), "1")
    });
    let mut call = create(&mock.client());
    call.options(options);
    let error = wait(call.send::<i32>()).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "POST /accounts/{account_id}/inputs: invalid request: more than 1000 headers are not allowed"
    );
    assert_eq!(mock.count(), 0);
}

#[test]
fn violations_in_the_error_message() {
    static LIVE: Operation = Operation {
        template: "/accounts/{account_id}/stream/live_inputs",
        ..OPERATION
    };
    let mut call = Mock::json(200, DONE).client().call(&LIVE);
    call.parameter(&Parameter::path("account_id"), "a");
    call.body("application/json", &Days(7.0));
    assert_eq!(
        wait(call.send::<i32>()).expect_err("refused").to_string(),
        "POST /accounts/{account_id}/stream/live_inputs: invalid request: deleteRecordingAfterDays: 7 is less than the minimum 30"
    );
}

#[test]
fn validation_can_be_disabled_except_for_invalid_values() {
    let mock = Mock::json(200, DONE);
    let client = mock.client_with(|builder| builder.validate(false));
    let mut call = create(&client);
    call.parameter(&Parameter::path("account_id").min_length(10), "a1");
    call.body("application/json", &Days(7.0));
    wait(call.send::<i32>()).expect("not checked");
    assert_eq!(mock.count(), 1);
    let mut call = create(&client);
    call.body("application/json", &Days(f64::INFINITY));
    let error = wait(call.send::<i32>()).expect_err("refused");
    assert!(
        error
            .to_string()
            .ends_with("invalid request: the body: JSON cannot represent infinite numbers or NaN")
    );
    for value in ["", ".", "..", "%2e%2E"] {
        let mut call = client.call(&CREATE);
        call.parameter(&Parameter::path("account_id"), value);
        let error = wait(call.send::<i32>()).expect_err("refused");
        assert_eq!(error.violations()[0].path, "account_id");
    }
    let error = wait(client.call(&CREATE).send::<i32>()).expect_err("refused");
    assert_eq!(
        error.violations()[0].message,
        "is part of the path and is missing"
    );
    assert_eq!(mock.count(), 1);
}

#[test]
fn operation_with_its_own_server() {
    static OWN: Operation = Operation {
        base_url: Some("https://upload.example.com/u?k=1"),
        path: Some(&[Segment::Literal("/x")]),
        ..OPERATION
    };
    static RELATIVE: Operation = Operation {
        base_url: Some("/v2/"),
        path: Some(&[Segment::Literal("/x")]),
        ..OPERATION
    };
    let url = |operation: &'static Operation, base: Option<&str>| {
        let mock = Mock::json(200, DONE);
        let client = mock.client_with(|builder| match base {
            Some(base) => builder.base_url(base),
            None => builder,
        });
        wait(client.call(operation).send::<i32>()).expect("sent");
        mock.only().url
    };
    assert_eq!(url(&OWN, None), "https://upload.example.com/u/x?k=1");
    assert_eq!(url(&RELATIVE, None), "https://api.example.com/v2/x");
    assert_eq!(
        url(&OWN, Some("http://localhost:1/t")),
        "http://localhost:1/t/x"
    );
    assert_eq!(
        url(&RELATIVE, Some("http://localhost:1/t")),
        "http://localhost:1/t/x"
    );
    assert_eq!(
        url(&OWN, Some("http://localhost:1")),
        "http://localhost:1/x"
    );
    assert_eq!(
        url(&RELATIVE, Some("http://localhost:1/?k=2")),
        "http://localhost:1/v2/x?k=2"
    );
}

#[test]
fn path_server_is_appended_to_the_base_url() {
    static SERVED: Api = Api {
        base_url: Some("/api/v1/"),
        base_url_env: Some("SERVED_URL"),
        ..HOMELESS
    };
    const PLAIN_COPY: Operation = Operation {
        path: Some(&[Segment::Literal("/pictures")]),
        response: ResponseKind::Json,
        security: &[],
        ..OPERATION
    };
    static PLAIN: Operation = PLAIN_COPY;
    static OTHER: Operation = Operation {
        base_url: Some("/api/v2"),
        ..PLAIN_COPY
    };
    static ELSEWHERE: Operation = Operation {
        base_url: Some("https://upload.example/u"),
        ..PLAIN_COPY
    };
    let send = |operation: &'static Operation, builder: ClientBuilder| {
        let mock = Mock::json(200, "1");
        let client = builder.transport(mock.clone()).build().expect("valid");
        wait(client.call(operation).send::<i32>()).expect("sent");
        mock.only().url
    };
    for (base, plain, other) in [
        (
            "https://e.example",
            "https://e.example/api/v1/pictures",
            "https://e.example/api/v2/pictures",
        ),
        (
            "https://e.example/",
            "https://e.example/api/v1/pictures",
            "https://e.example/api/v2/pictures",
        ),
        (
            "https://e.example/api/v1",
            "https://e.example/api/v1/pictures",
            "https://e.example/api/v1/pictures",
        ),
        (
            "https://e.example/proxy/",
            "https://e.example/proxy/pictures",
            "https://e.example/proxy/pictures",
        ),
        (
            "https://e.example?k=1",
            "https://e.example/api/v1/pictures?k=1",
            "https://e.example/api/v2/pictures?k=1",
        ),
    ] {
        let set = || ClientBuilder::new(&SERVED).base_url(base);
        assert_eq!(send(&PLAIN, set()), plain);
        assert_eq!(send(&OTHER, set()), other);
        let elsewhere = match base {
            "https://e.example" | "https://e.example/" => "https://e.example/pictures",
            "https://e.example?k=1" => "https://e.example/pictures?k=1",
            _ => plain,
        };
        assert_eq!(send(&ELSEWHERE, set()), elsewhere);
        let from_env = || {
            ClientBuilder::new(&SERVED)
                .env_from(&|name| (name == "SERVED_URL").then(|| base.into()))
        };
        assert_eq!(send(&PLAIN, from_env()), plain);
    }
}

#[test]
fn nothing_is_sent_without_a_base_url() {
    static NOWHERE: Api = HOMELESS;
    static SERVED: Api = Api {
        base_url: Some("/v1"),
        ..HOMELESS
    };
    for (api, words) in [
        (&NOWHERE, "set one with `base_url`"),
        (
            &SERVED,
            "the API description has only the path `/v1` and no host; set the host with `base_url`, such as \
             `https://example.com`, and the path is added",
        ),
    ] {
        let mock = Mock::json(200, DONE);
        let builder = ClientBuilder::new(api).transport(mock.clone());
        let client = builder.build().expect("valid");
        let error = wait(create(&client).send::<i32>()).expect_err("refused");
        assert_eq!(
            error.to_string(),
            format!("POST /accounts/{{account_id}}/inputs: configuration: no base URL: {words}")
        );
        assert_eq!(mock.count(), 0);
    }
}

/// An API description without servers.
const HOMELESS: Api = Api {
    name: "test",
    base_url: None,
    base_url_env: None,
    user_agent: "test/1.0",
    envelope: None,
    request_id_header: None,
    credentials: &[],
    security: &[],
};

#[test]
fn invalid_settings() {
    let builder = || ClientBuilder::new(&API).transport(Mock::json(200, ""));
    let message = |builder: ClientBuilder| builder.build().expect_err("refused").to_string();
    assert_eq!(
        message(builder().base_url("https://user:s3cret@h/")),
        "configuration: `base_url`: the base URL contains a user name or password; set credentials instead"
    );
    assert_eq!(
        message(builder().user_agent_suffix("a\nb")),
        "configuration: `user_agent_suffix` contains a control character"
    );
}

#[test]
fn values_of_a_map_body_are_validated() {
    let mock = Mock::json(200, DONE);
    let mut call = create(&mock.client());
    let map = BTreeMap::from([("a".to_owned(), 1.5)]);
    call.body("application/json", &map);
    wait(call.send::<i32>()).expect("sent");
    assert_eq!(mock.only().body, r#"{"a":1.5}"#);
}

#[test]
fn text_and_byte_responses() {
    static TEXT: Operation = Operation {
        response: ResponseKind::Text,
        path: Some(&[Segment::Literal("/t")]),
        ..OPERATION
    };
    let mock = Mock::new(200, &[("content-type", "text/html")], "<b>é");
    let client = mock.client();
    assert_eq!(wait(client.call(&TEXT).send_text()).expect("sent"), "<b>é");
    assert_eq!(
        wait(client.call(&TEXT).send_bytes()).expect("sent"),
        "<b>é".as_bytes()
    );
    let response = wait(client.call(&TEXT).send_bytes_with_response()).expect("sent");
    assert_eq!(
        (response.text().as_ref(), response.status().as_u16()),
        ("<b>é", 200)
    );
    let response = wait(client.call(&TEXT).send_text_with_response()).expect("sent");
    assert_eq!(response.into_value(), "<b>é");
}

/// Guarantees that users rely on implicitly.
#[test]
fn types_are_send_and_sync() {
    fn sendable<T: Send + 'static>(_: &T) {}
    fn shareable<T: Send + Sync + Clone + 'static>(_: &T) {}
    let client =
        Mock::json(200, DONE).client_with(|builder| builder.credential(&TOKEN, "x".to_owned()));
    shareable(&client);
    sendable(&create(&client));
    sendable(&create(&client).send::<i32>());
    sendable(&create(&client).send_with_response::<i32>());
    assert_eq!(size_of::<RawCall>(), size_of::<usize>());
    assert_eq!(size_of::<Call<String>>(), size_of::<usize>());
}

#[test]
fn the_type_of_a_call_decides_how_the_response_is_read() {
    let client = Mock::json(200, DONE).client();
    let call = || {
        let mut call = client.call(&CREATE);
        call.parameter(&Parameter::path("account_id"), "a");
        call
    };
    let value = Call::<serde_json::Value>::new(call());
    assert_eq!(format!("{value:?}"), "Call(\"inputs.create\")");
    let value = wait(value.into_future()).expect("sent");
    let response = Call::<serde_json::Value>::new(call()).with_response();
    assert_eq!(wait(response).expect("sent").into_value(), value);
    let bytes = Call::<bytes::Bytes>::new(call());
    assert_eq!(wait(bytes.into_future()).expect("sent"), DONE);
}

#[test]
fn limits_of_parameters_are_checked() {
    static ACCOUNT_ID: Parameter = Parameter::path("account_id").min_length(2).max_length(3);
    static LIMIT: Parameter = Parameter::query("limit").minimum(1).maximum(50);
    let client = Mock::json(200, DONE).client();
    let call = |id: &str| client.call(&CREATE).with(&ACCOUNT_ID, id);
    for (call, problem) in [
        (
            call("a"),
            "account_id: is 1 character long; the minimum is 2",
        ),
        (
            call("äöüß"),
            "account_id: is 4 characters long; the maximum is 3",
        ),
        (
            call("ab").with(&LIMIT, &0),
            "limit: 0 is less than the minimum 1",
        ),
        (
            call("ab").with(&LIMIT, &51),
            "limit: 51 is greater than the maximum 50",
        ),
    ] {
        let error = wait(call.send::<i32>()).expect_err("rejected").to_string();
        assert!(error.contains(problem), "{error}");
    }
    // The last value counts, and null passes.
    let mut call = call("a").with(&ACCOUNT_ID, "äöü").with(&LIMIT, &0);
    call.parameter(&LIMIT, &None::<i32>);
    assert_eq!(wait(call.send::<i32>()).expect("sent"), 7);
}

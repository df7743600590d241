//! Requests to endpoints without a method, and clients with default options.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use super::support::{CREATE, Failing, Mock, VirtualClock, wait};
use crate::runtime::{CallOptions, Client, ErrorKind, Parameter, RawCall, TransportErrorKind};

const DONE: &str = r#"{"result":7,"success":true,"errors":[],"messages":[]}"#;

fn create(client: &Client) -> RawCall {
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    call
}

#[test]
fn custom_request_is_sent_like_a_call() {
    let mock = Mock::json(200, DONE);
    let request = mock
        .client()
        .request::<Value>(Method::PATCH, "/zones/z 1/dns%2Frecords")
        .query("a b", "c&d")
        .header("x-a", "1")
        .json(&json!({"e": null}));
    let value = wait(request).expect("sent");
    assert_eq!(value["result"], 7);
    let sent = mock.only();
    assert_eq!(sent.method, Method::PATCH);
    assert_eq!(
        sent.url,
        "https://api.example.com/client/v4/zones/z%201/dns%2Frecords?a%20b=c%26d"
    );
    assert_eq!(sent.header("authorization"), "Bearer t0ken");
    assert_eq!(sent.header("x-a"), "1");
    assert_eq!(sent.header("content-type"), "application/json");
    assert_eq!(sent.header("accept"), "application/json");
    assert_eq!(sent.body, r#"{"e":null}"#);
}

#[test]
fn value_in_an_envelope() {
    let mock = Mock::json(200, DONE);
    let seven: i32 = wait(mock.client().request(Method::GET, "zones").enveloped()).expect("sent");
    assert_eq!(seven, 7);
    let failed = Mock::json(
        200,
        r#"{"result":null,"success":false,"errors":[{"code":10}]}"#,
    );
    let request = failed
        .client()
        .request::<Value>(Method::GET, "zones")
        .enveloped();
    let error = wait(request.with_response()).expect_err("the envelope says so");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Api, Some(10)));
    assert_eq!(error.operation(), Some("request"));
    assert_eq!(
        error.to_string(),
        "GET (path of `request`): 200 OK: [10] (cf-ray 8a1)"
    );
}

#[test]
fn bytes_in_requests_and_responses() {
    let mock = Mock::new(200, &[("content-type", "image/png")], b"\x89png");
    let request = mock.client().request::<()>(Method::POST, "/images");
    let response = wait(
        request
            .body("image/gif", Bytes::from_static(b"GIF"))
            .raw_response(),
    );
    assert_eq!(response.expect("sent").body(), &b"\x89png"[..]);
    let sent = mock.only();
    assert_eq!(sent.header("content-type"), "image/gif");
    assert_eq!(sent.header("accept"), "");
    assert_eq!(sent.body, "GIF");
}

#[test]
fn paths_are_relative_to_the_base_url() {
    let mock = Mock::json(200, DONE);
    for path in [
        "/../secrets",
        "/a/..",
        "a/%2e%2E/b",
        "/a\\..\\b",
        "/a/..;x/b",
        "https://evil.example/a",
        "//evil.example/a",
        "/a?b=c",
        "/a#b",
    ] {
        let error = wait(mock.client().request::<Value>(Method::GET, path)).expect_err(path);
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{path}");
        assert!(!error.to_string().contains("evil"), "{error}");
    }
    assert_eq!(mock.count(), 0);
    for (path, url) in [
        ("", ""),
        ("/", ""),
        ("a/", "a/"),
        ("/a//b", "a//b"),
        ("/a:b", "a:b"),
    ] {
        let mock = Mock::json(200, DONE);
        wait(mock.client().request::<Value>(Method::GET, path)).expect(path);
        assert_eq!(
            mock.only().url,
            format!("https://api.example.com/client/v4/{url}")
        );
    }
}

#[test]
fn only_idempotent_methods_are_retried() {
    let attempts = |method: Method| {
        let client = Mock::json(200, DONE).client_with(|builder| {
            builder
                .transport(Failing(TransportErrorKind::Timeout))
                .clock(VirtualClock::default())
        });
        let error = wait(client.request::<Value>(method, "/a")).expect_err("a fault");
        error.attempts()
    };
    assert_eq!(attempts(Method::GET), 3);
    assert_eq!(attempts(Method::POST), 1);
}

#[test]
fn with_options_changes_the_defaults() {
    let mock = Mock::json(200, DONE);
    let client = mock.client();
    let derived = client.with_options(
        CallOptions::new()
            .header("x-a", "client")
            .header("x-b", "client")
            .query("c", "client")
            .max_retries(0),
    );
    let mut call = create(&derived);
    call.options(CallOptions::new().header("X-A", "call").query("d", "call"));
    wait(call.send::<i32>()).expect("sent");
    let sent = mock.only();
    assert_eq!(sent.header("x-a"), "call");
    assert_eq!(sent.header("x-b"), "client");
    assert_eq!(sent.header("authorization"), "Bearer t0ken");
    assert!(
        sent.url.ends_with("/inputs?c=client&d=call"),
        "{}",
        sent.url
    );
    wait(create(&client).send::<i32>()).expect("sent");
    let sent = mock.sent.lock().expect("no test panics inside")[1].clone();
    assert!(!sent.headers.contains_key("x-a"));

    let failing = Mock::json(500, "").client_with(|builder| builder.clock(VirtualClock::default()));
    let other = failing.with_options(
        CallOptions::new()
            .max_retries(1)
            .timeout(Duration::from_secs(1)),
    );
    let mut get = other
        .with_options(CallOptions::new().header("x", "y"))
        .request::<Value>(Method::GET, "/a");
    get = get.options(CallOptions::new().query("a", "b"));
    assert_eq!(wait(get).expect_err("500").attempts(), 2);
    let once = other
        .request::<Value>(Method::GET, "/a")
        .options(CallOptions::new().max_retries(0));
    assert_eq!(wait(once).expect_err("500").attempts(), 1);
}

#[cfg(feature = "blocking")]
#[test]
fn works_with_blocking_clients() {
    struct Seven;
    impl crate::runtime::BlockingTransport for Seven {
        fn send(
            &self,
            _: crate::runtime::TransportRequest,
        ) -> Result<crate::runtime::TransportResponse, crate::runtime::TransportError> {
            let body = Bytes::from_static(b"7");
            Ok(crate::runtime::TransportResponse::new(
                http::StatusCode::OK,
                http::HeaderMap::new(),
                body,
            ))
        }
    }
    let client = crate::runtime::ClientBuilder::new(&super::support::API)
        .credential(&super::support::TOKEN, "t0ken".to_owned())
        .blocking_transport(Seven)
        .build_blocking()
        .expect("the settings are valid");
    let seven: i32 = client.request(Method::GET, "/seven").send().expect("sent");
    assert_eq!(seven, 7);
    let response = client
        .request::<i32>(Method::GET, "/seven")
        .with_response()
        .send();
    assert_eq!(*response.expect("sent").value(), 7);
    let form = crate::runtime::Form::new().text("a", "b");
    let request = client
        .request::<i32>(Method::POST, "/seven")
        .multipart(form);
    assert_eq!(request.send().expect("sent"), 7);
    let lines = client.request::<i32>(Method::GET, "/seven").lines().send();
    let lines: Result<Vec<i32>, _> = lines.expect("sent").collect();
    assert_eq!(lines.expect("all"), [7]);
    let events = client.request::<i32>(Method::GET, "/seven").events().send();
    // An incomplete event is dropped.
    assert!(events.expect("sent").next().is_none());
    let pending = client.request::<i32>(Method::GET, "/seven").with_response();
    let mut text = String::new();
    let mut download = pending.stream().send().expect("sent");
    std::io::Read::read_to_string(&mut download, &mut text).expect("read");
    assert_eq!(text, "7");
}

#[test]
fn forms_are_retried() {
    use super::support::{Event, Script};
    use crate::runtime::{File, Form};

    let path = std::env::temp_dir().join(format!("form-{}.txt", std::process::id()));
    std::fs::write(&path, "stored").expect("a file");
    let script = Script::new([
        Event::Response(429, &[], ""),
        Event::Response(200, &[], "7"),
    ]);
    let (client, _) = script.client(|builder| builder);
    let form = Form::new()
        .text("purpose", "fine \"tune\"")
        .json("settings", &json!({"a": [1]}))
        .file(
            "file",
            File::new("a,b").file_name("x.csv").content_type("text/csv"),
        )
        .file(
            "file",
            File::open(&path).expect("it is there").file_name("y.txt"),
        );
    assert_eq!(
        format!("{form:?}"),
        r#"Form ["purpose", "settings", "file", "file"]"#
    );
    let request = client
        .request::<i32>(Method::POST, "/files")
        .multipart(form);
    assert_eq!(wait(request).expect("sent"), 7);
    std::fs::remove_file(&path).expect("removed");
    let sent = script.sent();
    assert_eq!((sent.len(), &sent[0].body), (2, &sent[1].body));
    let media_type = sent[1].header("content-type");
    let boundary = media_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a form");
    let part = |head: &str, content: &str| format!("--{boundary}\r\n{head}\r\n\r\n{content}\r\n");
    let disposition = |rest: &str| format!("Content-Disposition: form-data; name={rest}");
    let expected = [
        part(
            &disposition("\"purpose\"\r\nContent-Type: text/plain"),
            "fine \"tune\"",
        ),
        part(
            &disposition("\"settings\"\r\nContent-Type: application/json"),
            r#"{"a":[1]}"#,
        ),
        part(
            &disposition("\"file\"; filename=\"x.csv\"\r\nContent-Type: text/csv"),
            "a,b",
        ),
        part(
            &disposition("\"file\"; filename=\"y.txt\"\r\nContent-Type: application/octet-stream"),
            "stored",
        ),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(String::from_utf8_lossy(&sent[1].body), expected.concat());
}

#[test]
fn one_shot_forms_and_invalid_values() {
    use super::support::{Event, Script};
    use crate::runtime::{File, Form};

    let script = Script::new([Event::Response(503, &[], "")]);
    let (client, _) = script.client(|builder| builder);
    let once = File::from_reader(&b"once"[..], None);
    let form = Form::new().file("file", once);
    let request = client.request::<i32>(Method::PUT, "/files").multipart(form);
    assert_eq!(wait(request).expect_err("503").attempts(), 1);
    let form = Form::new().text("a", "b").json("n", &f64::NAN);
    let request = client.request::<i32>(Method::PUT, "/files").multipart(form);
    let error = wait(request).expect_err("no JSON");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(script.sent().len(), 1);
}

#[test]
fn events_and_lines_are_streamed() {
    let mock = Mock::new(
        200,
        &[("content-type", "text/event-stream")],
        "id: 1\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\n",
    );
    let request = mock.client().request::<Value>(Method::POST, "/chat");
    let mut events = wait(request.json(&json!({"stream": true})).events()).expect("events");
    let first = wait(events.next()).expect("one").expect("valid");
    assert_eq!(first.value().expect("JSON")["n"], 1);
    assert_eq!(events.last_event_id(), Some("1"));
    assert_eq!(wait(events.collect()).expect("all").len(), 1);
    assert_eq!(mock.only().header("accept"), "text/event-stream");

    let mock = Mock::new(200, &[("content-type", "application/x-ndjson")], "1\n2\n3");
    let lines = wait(mock.client().request::<i32>(Method::GET, "/log").lines()).expect("lines");
    assert_eq!(wait(lines.collect()).expect("all"), [1, 2, 3]);
    assert_eq!(
        mock.only().header("accept"),
        "application/x-ndjson, application/jsonl, application/json-seq, application/json;q=0.9"
    );

    let csv = Mock::new(200, &[("content-type", "text/csv")], "a,b\n");
    let get = || csv.client().request::<Value>(Method::GET, "/report");
    let error = wait(get().events()).expect_err("no events");
    assert!(
        error
            .to_string()
            .contains("`text/csv`, not an event stream")
    );
    let error = wait(get()).expect_err("no JSON");
    assert!(
        error
            .to_string()
            .contains("`bytes()`, `stream()` or `events()` to read it"),
        "{error}"
    );
    assert_eq!(
        wait(get().with_response().bytes()).expect("bytes").text(),
        "a,b\n"
    );
}

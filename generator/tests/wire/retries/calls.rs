//! Requests that are sent again, and their keys.

use std::time::Duration;

use api::Client;
use api::transport::{BoxFuture, Clock};
use api::types::{KeyedUploadBody, Thing};

use crate::support::{ServerResponse, recording_all, sent, wait};

/// A clock on which every wait is over at once.
struct NoWait;

impl Clock for NoWait {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// Returns what each attempt of a call sends, where the first two fail with this status, and whether the call succeeds.
fn attempts<F, T>(status: u16, call: impl FnOnce(&Client) -> F) -> (Vec<String>, bool)
where
    F: IntoFuture<Output = Result<T, api::Error>>,
{
    let responses = [
        ServerResponse::new(status),
        ServerResponse::new(status),
        ServerResponse::json(r#"{"id":"a"}"#),
    ];
    let (client, recorder) = recording_all(Client::builder().clock(NoWait), responses);
    let result = wait(call(&client).into_future());
    let mut requests = Vec::new();
    for line in recorder.take().lines() {
        if ["GET /", "PUT /", "POST /", "PATCH /"]
            .iter()
            .any(|start| line.starts_with(start))
        {
            requests.push(String::new());
        }
        let request = requests.last_mut().expect("a request has a first line");
        request.push_str(line);
        request.push('\n');
    }
    let requests = requests
        .iter()
        .map(|request| request.trim_end().to_owned())
        .collect();
    (requests, result.is_ok())
}

/// Returns the value of a header of a request.
fn header<'a>(request: &'a str, name: &str) -> &'a str {
    let line = request.lines().find_map(|line| line.strip_prefix(name));
    let value = line.and_then(|line| line.strip_prefix(": "));
    value.unwrap_or_else(|| panic!("no {name} in {request}"))
}

#[test]
fn what_does_no_harm_twice_is_sent_again_as_it_was() {
    let (requests, succeeded) = attempts(500, |client| client.plain().get());
    assert_eq!(requests, ["GET /plain\naccept: application/json"; 3]);
    assert!(succeeded);
    let (requests, succeeded) = attempts(503, |client| client.plain().put(&Thing::new("a")));
    let request =
        "PUT /plain\naccept: application/json\ncontent-type: application/json\n\n{\"id\":\"a\"}";
    assert_eq!(requests, [request; 3]);
    assert!(succeeded);
}

#[test]
fn what_may_have_been_done_is_not_sent_again() {
    let (requests, succeeded) = attempts(500, |client| client.plain().post(&Thing::new("a")));
    assert_eq!(requests.len(), 1);
    assert!(!succeeded);
    // The service says that it has not acted.
    let (requests, succeeded) = attempts(429, |client| client.plain().post(&Thing::new("a")));
    assert_eq!(requests.len(), 3);
    assert!(succeeded);
}

#[test]
fn every_attempt_has_the_same_key() {
    let call = || {
        attempts(500, |client| {
            client.keyed().post(&Thing::new("a")).x_trace("t")
        })
    };
    let (requests, succeeded) = call();
    assert!(succeeded);
    let key = header(&requests[0], "idempotency-key");
    let request = format!(
        "POST /keyed
accept: application/json
content-type: application/json
idempotency-key: {key}
x-trace: t

{{\"id\":\"a\"}}"
    );
    assert_eq!(requests, [request.as_str(); 3]);
    let parts: Vec<usize> = key.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "{key}");
    // Another call is another request.
    assert_ne!(header(&call().0[0], "idempotency-key"), key);
}

#[test]
fn a_key_of_the_callers_own_is_sent() {
    let (requests, _) = attempts(502, |client| {
        client.keyed().post(&Thing::new("a")).idempotency_key("k")
    });
    let keys = requests
        .iter()
        .map(|request| header(request, "idempotency-key"));
    assert_eq!(keys.collect::<Vec<_>>(), ["k"; 3]);
}

#[test]
fn parts_are_sent_again_whole() {
    let body = KeyedUploadBody::new(b"content");
    let (requests, succeeded) = attempts(500, |client| client.keyed().upload(&body));
    assert!(succeeded);
    assert_eq!(requests.len(), 3);
    assert!(
        requests[0]
            .contains("filename=\"file\"\nContent-Type: application/octet-stream\n\ncontent\n"),
        "{}",
        requests[0]
    );
    assert_eq!(requests[0], requests[1]);
    assert_eq!(requests[0], requests[2]);
    assert_eq!(header(&requests[0], "x-request-token").len(), 36);
}

#[test]
fn a_header_that_nobody_vouches_for_is_the_callers_alone() {
    assert_eq!(
        sent(|client| client.untrusted().post()),
        "POST /untrusted\naccept: application/json"
    );
    let (requests, succeeded) =
        attempts(500, |client| client.untrusted().post().idempotency_key("k"));
    assert_eq!(
        requests,
        ["POST /untrusted\naccept: application/json\nidempotency-key: k"]
    );
    assert!(!succeeded);
}

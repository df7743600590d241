//! Retries, delays and timeouts.

use std::time::Duration;

use http::Method;

use super::support::{Event, OPERATION, Script, VirtualClock, wait};
use crate::runtime::{
    CallOptions, ClientBuilder, Error, ErrorKind, Operation, ResponseKind, Segment, TimeoutPhase,
    TransportErrorKind,
};

const PLAIN: Operation = Operation {
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};
static POST: Operation = PLAIN;
static KEYED: Operation = Operation {
    idempotency_key: Some("idempotency-key"),
    ..PLAIN
};
static GET: Operation = Operation {
    method: Method::GET,
    ..PLAIN
};
static PUT: Operation = Operation {
    method: Method::PUT,
    ..PLAIN
};

const DONE: Event = Event::Response(200, &[], "7");

/// Calls an operation. Returns the result, the number of requests, and the delays.
fn call(
    operation: &'static Operation,
    events: &[Event],
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Result<i32, Error>, usize, Vec<Duration>) {
    let script = Script::new(events.iter().cloned());
    let (client, clock) = script.client(change);
    let result = wait(client.call(operation).send::<i32>());
    (result, script.sent().len(), clock.sleeps())
}

/// Returns the number of requests if this happens to the first and the others succeed.
fn tries(operation: &'static Operation, event: Event) -> usize {
    call(operation, &[event, DONE], |builder| builder).1
}

#[test]
fn statuses_that_are_retried() {
    for status in [408, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529] {
        let event = || Event::Response(status, &[], "");
        for operation in [&GET, &PUT, &KEYED] {
            assert_eq!(
                tries(operation, event()),
                2,
                "{} {status}",
                operation.method
            );
        }
        assert_eq!(
            tries(&POST, event()),
            1 + usize::from(status == 429),
            "{status}"
        );
    }
    for status in [400, 401, 403, 404, 409, 410, 422, 501, 505, 525, 530] {
        for operation in [&GET, &PUT, &KEYED, &POST] {
            assert_eq!(
                tries(operation, Event::Response(status, &[], "")),
                1,
                "{status}"
            );
        }
    }
    // A service that sends `Retry-After` has not processed the request.
    assert_eq!(
        tries(&POST, Event::Response(503, &[("retry-after", "1")], "")),
        2
    );
    assert_eq!(
        tries(&POST, Event::Response(500, &[("retry-after", "1")], "")),
        1
    );
}

#[test]
fn should_retry_header_decides() {
    assert_eq!(
        tries(
            &POST,
            Event::Response(500, &[("x-should-retry", "true")], "")
        ),
        2
    );
    assert_eq!(
        tries(
            &POST,
            Event::Response(404, &[("x-should-retry", "true")], "")
        ),
        2
    );
    assert_eq!(
        tries(
            &GET,
            Event::Response(503, &[("x-should-retry", "false")], "")
        ),
        1
    );
    assert_eq!(
        tries(
            &GET,
            Event::Response(503, &[("x-should-retry", "perhaps")], "")
        ),
        2
    );
}

#[test]
fn transport_errors_that_are_retried() {
    for kind in [
        TransportErrorKind::Connect,
        TransportErrorKind::ConnectTimeout,
    ] {
        for operation in [&GET, &PUT, &KEYED, &POST] {
            assert_eq!(tries(operation, Event::Error(kind)), 2, "{kind:?}");
        }
    }
    for kind in [TransportErrorKind::Timeout, TransportErrorKind::Other] {
        for event in [Event::Error(kind), Event::Interrupted(200, "1", kind)] {
            for operation in [&GET, &PUT, &KEYED] {
                assert_eq!(tries(operation, event.clone()), 2, "{kind:?}");
            }
            assert_eq!(tries(&POST, event), 1, "{kind:?}");
        }
    }
    for event in [Event::Hang, Event::Stall(200, "1")] {
        assert_eq!(tries(&GET, event.clone()), 2);
        assert_eq!(tries(&POST, event), 1);
    }
    assert_eq!(tries(&GET, Event::Error(TransportErrorKind::Unsendable)), 1);
}

#[test]
fn two_retries_by_default() {
    let failing = vec![Event::Response(500, &[], ""); 9];
    let (result, requests, waits) = call(&GET, &failing, |builder| builder);
    let error = result.expect_err("it fails for good");
    assert_eq!((requests, error.attempts(), waits.len()), (3, 3, 2));
    assert_eq!(
        error.to_string(),
        "GET /accounts/{account_id}/inputs: 500 Internal Server Error after 3 attempts"
    );
    for (wait, longest) in waits.iter().zip([500, 1000]) {
        assert!((50..=longest).contains(&wait.as_millis()), "{wait:?}");
    }
    assert_eq!(call(&GET, &failing, |builder| builder.max_retries(0)).1, 1);
    assert_eq!(call(&GET, &failing, |builder| builder.max_retries(5)).1, 6);
    let script = Script::new(failing);
    let (client, _) = script.client(|builder| builder.max_retries(5));
    let mut call = client.call(&GET);
    call.options(CallOptions::new().max_retries(1));
    wait(call.send::<i32>()).expect_err("it fails for good");
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn retry_after_is_honored_up_to_a_minute() {
    let stated = |headers| [Event::Response(429, headers, ""), DONE];
    let waited = |headers| call(&POST, &stated(headers), |builder| builder).2;
    assert_eq!(waited(&[("retry-after", "3")]), [Duration::from_secs(3)]);
    assert_eq!(
        waited(&[("retry-after", "0.25")]),
        [Duration::from_millis(250)]
    );
    assert_eq!(
        waited(&[("retry-after-ms", "1500")]),
        [Duration::from_millis(1500)]
    );
    assert_eq!(waited(&[("retry-after", "60")]), [Duration::from_secs(60)]);
    assert_eq!(waited(&[("retry-after", "0")]), [Duration::from_millis(50)]);
    assert_eq!(
        waited(&[
            ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ("retry-after", "Sun, 06 Nov 1994 08:49:40 GMT"),
        ]),
        [Duration::from_secs(3)]
    );
    let (result, requests, waits) =
        call(&POST, &stated(&[("retry-after", "61")]), |builder| builder);
    let error = result.expect_err("too long to wait here");
    assert_eq!((requests, waits.len()), (1, 0));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(61)));
}

#[test]
fn idempotency_key_is_generated_once_or_set() {
    let script = Script::new([Event::Response(500, &[], ""), Event::Hang, DONE, DONE, DONE]);
    let (client, _) = script.client(|builder| builder);
    wait(client.call(&KEYED).send::<i32>()).expect("the third attempt succeeds");
    wait(client.call(&KEYED).send::<i32>()).expect("a response");
    let mut own = client.call(&KEYED);
    own.options(CallOptions::new().header("Idempotency-Key", "mine"));
    wait(own.send::<i32>()).expect("a response");
    let keys: Vec<String> = script
        .sent()
        .iter()
        .map(|sent| sent.header("idempotency-key"))
        .collect();
    assert_eq!(keys[0], keys[1]);
    assert_eq!(keys[0], keys[2]);
    assert_ne!(keys[0], keys[3]);
    assert_eq!(keys[4], "mine");
    let key = &keys[0];
    assert_eq!(key.len(), 36, "{key}");
    assert!(
        key[14..].starts_with('4') && matches!(&key[19..20], "8" | "9" | "a" | "b"),
        "{key}"
    );
}

#[test]
fn changed_idempotency_key_prevents_retries() {
    // An empty key is replaced by a generated one.
    let script = Script::new([Event::Response(500, &[], ""), DONE]);
    let (client, _) = script.client(|builder| builder);
    let mut call = client.call(&KEYED);
    call.options(CallOptions::new().header("Idempotency-Key", ""));
    wait(call.send::<i32>()).expect("a response");
    let keys: Vec<String> = script
        .sent()
        .iter()
        .map(|sent| sent.header("idempotency-key"))
        .collect();
    assert_eq!((keys[0].len(), &keys[0]), (36, &keys[1]));

    let changed = |builder: ClientBuilder| {
        builder.before_attempt(|request| {
            let value = request.number().into();
            request.headers_mut().insert("idempotency-key", value);
        })
    };
    let (result, requests, _) = call_operation(&KEYED, changed);
    assert_eq!((result.is_err(), requests), (true, 1));
    let removed = |builder: ClientBuilder| {
        builder.before_attempt(|request| {
            request.headers_mut().remove("idempotency-key");
        })
    };
    let (result, requests, _) = call_operation(&KEYED, removed);
    assert_eq!((result.is_err(), requests), (true, 1));
    let (_, requests, _) = call_operation(&GET, removed);
    assert_eq!(requests, 2);
}

/// Calls an operation whose first request is lost.
fn call_operation(
    operation: &'static Operation,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Result<i32, Error>, usize, Vec<Duration>) {
    let events = [Event::Error(TransportErrorKind::Other), DONE];
    call(operation, &events, change)
}

#[test]
fn errors_tell_whether_the_request_may_have_been_processed() {
    use TransportErrorKind::{Connect, ConnectTimeout, Other, Unsendable};

    let maybe_processed = |operation, events: &[Event]| {
        let (result, requests, _) = call(operation, events, |builder| builder);
        let error = result.expect_err("none is a success");
        assert_eq!(requests, events.len());
        error.may_have_been_processed()
    };
    let status = |status| Event::Response(status, &[], "");
    for (events, expected) in [
        (vec![status(400)], false),
        (vec![status(409)], false),
        (vec![status(408)], true),
        (vec![status(502)], true),
        (vec![status(503)], true),
        (vec![Event::Response(200, &[], "no JSON")], true),
        (vec![Event::Error(Unsendable)], false),
        (vec![Event::Error(Other)], true),
        (vec![Event::Hang], true),
        (vec![Event::Error(Connect); 3], false),
        (vec![Event::Error(ConnectTimeout), status(422)], false),
        (vec![status(429), status(429), status(429)], false),
    ] {
        assert_eq!(
            maybe_processed(&POST, &events),
            expected,
            "{}",
            events.len()
        );
    }
    // Earlier attempts count too.
    assert!(maybe_processed(&PUT, &[Event::Error(Other), status(409)]));
    let mut lost = vec![Event::Error(Other)];
    lost.extend(vec![Event::Error(Connect); 2]);
    assert!(maybe_processed(&PUT, &lost));
}

#[test]
fn unsent_attempt_was_not_processed() {
    // The call times out as soon as its first attempt has ended.
    let late = |operation, first: Event| {
        let clock = VirtualClock::default();
        let passing = clock.clone();
        let (result, requests, _) = call(operation, &[first], |builder| {
            builder
                .clock(clock)
                .after_attempt(move |_| passing.advance(Duration::from_secs(90)))
                .total_timeout(Duration::from_secs(90))
        });
        let error = result.expect_err("no success");
        assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Total));
        assert_eq!((requests, error.attempts()), (1, 1));
        error.may_have_been_processed()
    };
    let status = |status| Event::Response(status, &[], "");
    assert!(!late(&POST, status(429)));
    assert!(!late(&POST, Event::Error(TransportErrorKind::Connect)));
    assert!(late(&PUT, status(500)));
    assert!(late(&PUT, Event::Error(TransportErrorKind::Other)));

    // A request that was sent may have arrived, whichever timeout applies.
    for total in [30, 90] {
        let (result, ..) = call(&POST, &[Event::Hang], |builder| {
            builder.total_timeout(Duration::from_secs(total))
        });
        assert!(
            result
                .expect_err("there is no response")
                .may_have_been_processed()
        );
    }
}

#[test]
fn timeouts() {
    let (result, requests, waits) = call(&POST, &[Event::Hang], |builder| builder);
    let error = result.expect_err("there is no response");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
    assert_eq!((requests, waits), (1, vec![Duration::from_secs(60)]));

    let (result, _, _) = call(&POST, &[Event::Stall(200, "[1,")], |builder| builder);
    let error = result.expect_err("it never ends");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
    // The partial body may contain what was created.
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"[1,"[..]));
    assert!(error.is_body_truncated());

    // Two attempts of 60 seconds do not fit into 90: the second is shortened, and there is no third.
    let total = |builder: ClientBuilder| builder.total_timeout(Duration::from_secs(90));
    let (result, requests, waits) = call(&GET, &vec![Event::Hang; 3], total);
    let error = result.expect_err("there is no response");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Total));
    assert_eq!((requests, error.attempts()), (2, 2));
    assert_eq!(waits.iter().sum::<Duration>(), Duration::from_secs(90));

    // A delay that would exceed the timeout does not start.
    let stated = Event::Response(503, &[("retry-after", "50")], "");
    let total = |builder: ClientBuilder| builder.total_timeout(Duration::from_secs(40));
    let (result, requests, waits) = call(&GET, &[stated], total);
    let error = result.expect_err("not in time");
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!((requests, waits.len()), (1, 0));

    let none = |builder: ClientBuilder| builder.total_timeout(Duration::ZERO);
    let (result, requests, _) = call(&GET, &[], none);
    let error = result.expect_err("no time at all");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Total));
    assert_eq!((requests, error.attempts()), (0, 0));
}

#[test]
fn retry_budget_limits_load() {
    let script = Script::new(vec![Event::Response(500, &[], ""); 300]);
    let (client, _) = script.client(|builder| builder.max_retries(1));
    for _ in 0..150 {
        wait(client.call(&GET).send::<i32>()).expect_err("it fails");
    }
    // The budget of 500 is enough for 100 retries; clones share it.
    assert_eq!(script.sent().len(), 250);
}

#[test]
fn skipped_retries_do_not_use_the_budget() {
    let mut events = vec![Event::Response(503, &[("retry-after", "30")], ""); 150];
    events.extend(vec![Event::Response(500, &[], ""); 3]);
    let script = Script::new(events);
    let (client, _) = script.client(|builder| builder);
    for _ in 0..150 {
        let mut call = client.call(&GET);
        call.options(CallOptions::new().total_timeout(Duration::from_secs(10)));
        wait(call.send::<i32>()).expect_err("it fails");
    }
    let error = wait(client.call(&GET).send::<i32>()).expect_err("it fails");
    assert_eq!(error.attempts(), 3);
}

#[test]
fn successes_refill_the_budget() {
    let mut events = vec![Event::Response(500, &[], ""); 202];
    events.extend(vec![DONE; 5]);
    events.extend(vec![Event::Response(500, &[], ""); 3]);
    let script = Script::new(events);
    let (client, _) = script.client(|builder| builder.max_retries(1));
    for _ in 0..102 {
        wait(client.call(&GET).send::<i32>()).expect_err("it fails");
    }
    assert_eq!(script.sent().len(), 202);
    for _ in 0..5 {
        wait(client.call(&GET).send::<i32>()).expect("a response");
    }
    wait(client.call(&GET).send::<i32>()).expect_err("it fails");
    assert_eq!(script.sent().len(), 209);
    wait(client.call(&GET).send::<i32>()).expect_err("it fails");
    assert_eq!(script.sent().len(), 210);
}

#[test]
fn too_large_success_keeps_its_start() {
    let body: &'static str = "7".repeat(200_000).leak();
    let (result, requests, _) = call(&GET, &[Event::Response(200, &[], body)], |builder| {
        builder.max_body_size(100_000)
    });
    let error = result.expect_err("too long");
    assert_eq!((error.kind(), requests), (ErrorKind::Transport, 1));
    assert_eq!(error.body().map(|body| body.len()), Some(64 << 10));
    // An error response is one, whatever happens to the body.
    for (max_body_size, kept) in [(300_000, 200_000), (200_000, 200_000), (150_000, 150_000)] {
        let (result, ..) = call(&GET, &[Event::Response(404, &[], body)], |builder| {
            builder.max_body_size(max_body_size)
        });
        let error = result.expect_err("no such thing");
        assert!(error.is_not_found());
        assert_eq!(error.body().map(|body| body.len()), Some(kept));
        assert_eq!(error.is_body_truncated(), kept < 200_000);
        let line = error.to_string();
        let told =
            line.ends_with("404 Not Found: the body is larger than the limit of 150000 bytes");
        assert_eq!(told, kept < 200_000, "{line}");
    }
}

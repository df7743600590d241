//! Thousands of exchanges that fail, at every byte: the client never panics or hangs, it reports what happened, and it never creates
//! an object twice.

mod support;

use std::time::Duration;

use cloudflare_stream::runtime::Operation;
use cloudflare_stream::transport::{BoxFuture, Clock};
use cloudflare_stream::types::{CreateLiveInput, LiveInput};
use cloudflare_stream::{CallOptions, Client, Error, ErrorKind, TimeoutPhase};
use support::faulty::{Fault, Faulty};
use support::{ACCOUNT, LIVE_INPUT};

/// The timeout of an attempt without a stall, long enough for a busy machine.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The timeout of an attempt with a stall.
const STALL_TIMEOUT: Duration = Duration::from_millis(100);
/// The time limit of a call.
const DEADLINE: Duration = Duration::from_secs(60);

/// The clock of the system, with short delays between attempts.
struct HastyClock(std::time::Instant);

impl Clock for HastyClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        let is_timeout = duration == TIMEOUT || duration == STALL_TIMEOUT;
        let wait = if is_timeout {
            duration
        } else {
            Duration::from_millis(1)
        };
        Box::pin(tokio::time::sleep(wait))
    }
}

fn client(server: &Faulty) -> Client {
    let builder = Client::builder()
        .base_url(server.base_url())
        .api_token("Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY")
        .timeout(TIMEOUT)
        .clock(HastyClock(std::time::Instant::now()));
    builder.build().expect("a client")
}

/// Returns a response with a live input, and the length of its head.
fn response() -> (Vec<u8>, usize) {
    let body = r#"{"success":true,"errors":[],"messages":[],"result":{"uid":"66be4bf738797e01e1fca35a7bdecdcd","meta":{"name":"a"}}}"#;
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let head_length = head.len();
    ((head + body).into_bytes(), head_length)
}

/// Returns every fault that interrupts an exchange with a request of this length.
fn faults(request: usize) -> Vec<Fault> {
    let (response, _) = response();
    let mut faults: Vec<Fault> = (0..request).map(Fault::CutRequest).collect();
    faults.extend((0..response.len()).map(Fault::Cut));
    faults.extend((0..response.len()).map(Fault::Reset));
    faults.extend((0..response.len()).step_by(10).map(Fault::Stall));
    faults
}

/// How many calls a client makes, so that its retry budget of 500 is never exhausted: two stalls of a call use 20 of it.
const CALLS: usize = 20;

async fn in_time<T>(call: impl IntoFuture<Output = T>) -> T {
    let limited = tokio::time::timeout(DEADLINE, call.into_future());
    limited.await.expect("no call hangs")
}

/// Returns the options of a call with a fault.
fn options(fault: Fault) -> CallOptions {
    // A busy machine may need more than one retry after a stall.
    let options = CallOptions::new().max_retries(5);
    match fault {
        Fault::Stall(_) => options.timeout(STALL_TIMEOUT),
        _ => options,
    }
}

async fn create(client: &Client, fault: Fault) -> Result<LiveInput, Error> {
    let live_inputs = client.stream().live_inputs();
    let create = live_inputs.create(ACCOUNT, &CreateLiveInput::new());
    in_time(create.options(options(fault))).await
}

/// Checks the error of an interrupted request, and that at most one live input was created.
fn check(fault: Fault, error: &Error, created: usize) {
    let (whole, head) = response();
    assert!(created <= 1, "{fault:?}: {created} live inputs");
    assert_eq!(error.attempts(), 1, "{fault:?}: {error}");
    let kept = error.body().map(|kept| &kept[..]);
    let kind = match fault {
        Fault::Stall(_) => ErrorKind::Timeout(TimeoutPhase::Attempt),
        _ => ErrorKind::Transport,
    };
    assert_eq!(error.kind(), kind, "{fault:?}: {error}");
    match fault {
        // The received part may have the only copy of the live input's keys.
        Fault::Cut(at) => assert_eq!(kept, (at >= head).then(|| &whole[head..at]), "{fault:?}"),
        Fault::Stall(at) | Fault::Reset(at) if at >= head => {
            assert!(
                kept.is_none_or(|kept| whole[head..at].starts_with(kept)),
                "{fault:?}"
            );
        }
        _ => assert_eq!(kept, None, "{fault:?}"),
    }
}

#[tokio::test]
async fn one_request_never_creates_two_live_inputs() {
    let server = Faulty::start(response().0, false);
    let client = client(&server);
    server.plan(&[]);
    create(&client, Fault::None).await.expect("a live input");
    for fault in faults(server.done().length) {
        // A retry would succeed.
        server.plan(&[fault]);
        let error = create(&client, fault)
            .await
            .expect_err("the exchange is interrupted");
        check(fault, &error, server.done().created);
    }
}

#[cfg(feature = "ureq")]
#[test]
fn one_blocking_request_never_creates_two_live_inputs() {
    let server = Faulty::start(response().0, false);
    let builder = Client::builder().base_url(server.base_url()).api_token("t");
    let client = builder.timeout(TIMEOUT).build_blocking().expect("a client");
    let create = |fault| {
        let live_inputs = client.stream().live_inputs();
        let create = live_inputs.create(ACCOUNT, &CreateLiveInput::new());
        create.options(options(fault)).send()
    };
    server.plan(&[]);
    create(Fault::None).expect("a live input");
    for fault in faults(server.done().length) {
        server.plan(&[fault]);
        let error = create(fault).expect_err("the exchange is interrupted");
        check(fault, &error, server.done().created);
    }
}

#[tokio::test]
async fn a_corrupt_response_is_a_value_or_an_error() {
    let (whole, _) = response();
    let server = Faulty::start(whole.clone(), false);
    let client = client(&server);
    for at in 0..whole.len() {
        for bits in [0x01, 0x20, 0x80] {
            server.plan(&[Fault::Corrupt(at, bits)]);
            let result = create(&client, Fault::None).await;
            let place = format!("byte {at} with {bits:#x}");
            // None if the client kept a connection that the server then closed, because of an earlier corruption.
            let created = server.done().created;
            assert!(
                created <= 1 && (created == 1 || result.is_err()),
                "{place}: {created}"
            );
            if let Err(error) = result {
                let known = matches!(
                    error.kind(),
                    ErrorKind::Decode
                        | ErrorKind::Transport
                        | ErrorKind::Status
                        | ErrorKind::Api
                        | ErrorKind::Timeout(TimeoutPhase::Attempt)
                );
                assert!(known, "{place}: {error:?}");
                assert_eq!(error.attempts(), 1, "{place}");
                assert!(!error.to_string().contains('\n'), "{place}");
            }
        }
    }
}

#[tokio::test]
async fn safe_requests_are_retried() {
    let (whole, _) = response();
    let server = Faulty::start(whole, false);
    let mut client = self::client(&server);
    server.plan(&[]);
    let live_inputs = client.stream().live_inputs();
    let result = in_time(live_inputs.get(ACCOUNT, LIVE_INPUT)).await;
    result.expect("a live input");
    for (index, fault) in faults(server.done().length).into_iter().enumerate() {
        if index % CALLS == 0 {
            client = self::client(&server);
        }
        server.plan(&[fault]);
        let live_inputs = client.stream().live_inputs();
        let get = live_inputs.get(ACCOUNT, LIVE_INPUT).options(options(fault));
        let response = in_time(get.with_response()).await;
        let response = response.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert_eq!(response.value().uid.as_deref(), Some(LIVE_INPUT));
        assert!(response.attempts() >= 2, "{fault:?}");
    }
}

/// A request with an idempotency key, which no operation of this API has.
static KEYED: Operation = Operation::post("keyed", "/keyed")
    .idempotency_key("idempotency-key")
    .envelope();

async fn create_with_key(client: &Client, fault: Fault) -> Result<LiveInput, Error> {
    let mut call = client.call(&KEYED);
    call.options(options(fault));
    call.body("application/json", &CreateLiveInput::new());
    in_time(call.send::<LiveInput>()).await
}

#[tokio::test]
async fn requests_with_an_idempotency_key_are_retried() {
    let (whole, _) = response();
    let server = Faulty::start(whole, true);
    let mut client = self::client(&server);
    server.plan(&[]);
    create_with_key(&client, Fault::None)
        .await
        .expect("a live input");
    for (index, fault) in faults(server.done().length).into_iter().enumerate() {
        if index % CALLS == 0 {
            client = self::client(&server);
        }
        server.plan(&[fault, fault]);
        let live_input = create_with_key(&client, fault).await;
        let live_input = live_input.unwrap_or_else(|error| panic!("{fault:?}: {error:?}"));
        assert_eq!(live_input.uid.as_deref(), Some(LIVE_INPUT));
        let done = server.done();
        assert_eq!(done.created, 1, "{fault:?}");
        let first = done.keys.first().expect("a key");
        assert!(
            done.keys.iter().all(|key| key == first && key.len() == 36),
            "{fault:?}"
        );
    }
}

//! Blocking clients: with a custom transport, with ureq, inside a runtime, and the clocks that need none.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::support::{API, OPERATION, TOKEN, VirtualClock};
use crate::runtime::clock::{Clock, SystemClock, timeout};
use crate::runtime::transport::blocking::wait;
use crate::runtime::{
    Blocking, BlockingTransport, BoxFuture, CallOptions, Chunks, Client, ClientBuilder, ErrorKind,
    Operation, ResponseKind, Segment, TimeoutPhase, TransportBody, TransportError,
    TransportRequest, TransportResponse,
};

static GET: Operation = Operation {
    method: Method::GET,
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};
static POST: Operation = Operation {
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};

fn builder() -> ClientBuilder {
    ClientBuilder::new(&API).credential(&TOKEN, "t0ken".to_owned())
}

/// Returns the body that it receives, or 7 if there is none.
struct Echo;

impl BlockingTransport for Echo {
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let body = request.body.bytes().expect("in memory");
        let body = if body.is_empty() { "7".into() } else { body };
        Ok(TransportResponse::new(
            StatusCode::OK,
            HeaderMap::new(),
            body,
        ))
    }
}

#[test]
fn custom_transport() {
    let client = builder()
        .blocking_transport(Echo)
        .build_blocking()
        .expect("valid");
    assert_eq!(
        client.call(&GET).send::<i32>().send().expect("a response"),
        7
    );
    let mut call = client.call(&POST);
    call.body("application/json", &vec![1, 2]);
    let response = call
        .send_with_response::<Vec<i32>>()
        .send()
        .expect("a response");
    assert_eq!(
        (response.value().as_slice(), response.attempts()),
        (&[1, 2][..], 1)
    );
}

/// Redirects forever, as slowly as the timeout allows, or sends the body byte by byte.
struct Slow {
    clock: VirtualClock,
    redirects: bool,
}

impl BlockingTransport for Slow {
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let pause = Duration::from_millis(900);
        assert!(request.timeout <= Duration::from_secs(1));
        if !self.redirects {
            let drops = std::iter::repeat_n(Bytes::from_static(b"x"), 40);
            let clock = self.clock.clone();
            let drops = drops.inspect(move |_| clock.advance(pause));
            let body = TransportBody::new(Drops(Box::new(drops)));
            return Ok(TransportResponse::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                HeaderMap::new(),
                body,
            ));
        }
        self.clock.advance(pause);
        let mut headers = HeaderMap::new();
        headers.insert("location", HeaderValue::from_static("/again"));
        Ok(TransportResponse::new(StatusCode::FOUND, headers, ""))
    }
}

struct Drops(Box<dyn Iterator<Item = Bytes> + Send>);

impl Chunks for Drops {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        Box::pin(async move { self.0.next().map(Ok) })
    }
}

#[test]
fn timeouts_with_a_blocking_transport() {
    for (redirects, status) in [(true, None), (false, Some(500))] {
        let clock = VirtualClock::default();
        let transport = Slow {
            clock: clock.clone(),
            redirects,
        };
        let client = builder()
            .blocking_transport(transport)
            .clock(clock.clone())
            .timeout(Duration::from_secs(1))
            .max_retries(0)
            .build_blocking()
            .expect("valid");
        let error = client
            .call(&GET)
            .send_stream()
            .send()
            .expect_err("too slow");
        assert_eq!(
            error.status().map(|status| status.as_u16()),
            status,
            "{error}"
        );
        assert!(clock.now() < Duration::from_secs(2), "{:?}", clock.now());
    }
}

#[test]
fn sleeps_without_a_runtime() {
    let clock = SystemClock::new();
    let start = Instant::now();
    wait(clock.sleep(Duration::from_millis(30)));
    assert!(start.elapsed() >= Duration::from_millis(30));
    let never = std::future::pending::<()>();
    let limited = wait(timeout(&clock, Duration::from_millis(20), never));
    assert_eq!(limited, None);
    // A sleep that is no longer needed ends at once.
    let ready = wait(timeout(&clock, Duration::from_secs(600), async { 7 }));
    assert_eq!(ready, Some(7));
    assert!(clock.now() >= Duration::from_millis(50));
}

/// Responds to each request in turn with these bytes. Returns the heads and bodies of the requests.
fn serve(responses: Vec<&'static str>) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let server = thread::spawn(move || {
        let mut requests = Vec::new();
        for response in responses {
            let (stream, _) = listener.accept().expect("a connection");
            let mut reader = BufReader::new(stream);
            let mut request = String::new();
            while reader.read_line(&mut request).is_ok_and(|count| count > 2) {}
            let length = request
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            let mut body = vec![0; length];
            reader.read_exact(&mut body).expect("the whole body");
            request.push_str(&String::from_utf8_lossy(&body));
            let _ = reader.into_inner().write_all(response.as_bytes());
            requests.push(request);
        }
        requests
    });
    (format!("http://{address}/v4"), server)
}

fn over_ureq(base_url: String) -> Client<Blocking> {
    let client = builder().base_url(base_url).build_blocking();
    client.expect("valid")
}

const DONE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[7]";

#[test]
fn request_on_the_wire() {
    let (base_url, server) = serve(vec![DONE, DONE, DONE]);
    let client = over_ureq(base_url);
    let mut call = client.call(&POST);
    call.body("application/json", &vec![1]);
    assert_eq!(call.send::<Vec<i32>>().send().expect("a response"), [7]);
    client
        .call(&POST)
        .send::<Vec<i32>>()
        .send()
        .expect("a response");
    client
        .call(&GET)
        .send::<Vec<i32>>()
        .send()
        .expect("a response");
    let requests = server.join().expect("no panic");
    let lines = |request: &str| {
        let (head, body) = request.split_once("\r\n\r\n").expect("a head");
        let mut lines: Vec<String> = head.split("\r\n").map(str::to_owned).collect();
        let first = lines.remove(0);
        let mut lines: Vec<String> = lines
            .iter()
            .map(|line| line.split_once(": ").expect("a header"))
            .map(|(name, value)| format!("{}: {value}", name.to_ascii_lowercase()))
            .filter(|line| !line.starts_with("host: "))
            .collect();
        lines.sort_unstable();
        (first, lines.join("\n"), body.to_owned())
    };
    let common = "accept: application/json\nauthorization: Bearer t0ken\n";
    assert_eq!(
        lines(&requests[0]),
        (
            "POST /v4/x HTTP/1.1".to_owned(),
            format!(
                "{common}content-length: 3\ncontent-type: application/json\nuser-agent: test/1.0"
            ),
            "[1]".to_owned()
        )
    );
    assert_eq!(
        lines(&requests[1]),
        (
            "POST /v4/x HTTP/1.1".to_owned(),
            format!("{common}content-length: 0\nuser-agent: test/1.0"),
            String::new()
        )
    );
    assert_eq!(
        lines(&requests[2]),
        (
            "GET /v4/x HTTP/1.1".to_owned(),
            format!("{common}user-agent: test/1.0"),
            String::new()
        )
    );
}

#[test]
fn longest_timeout_works_with_ureq() {
    let (base_url, server) = serve(vec![DONE]);
    let client = builder()
        .base_url(base_url)
        .timeout(Duration::MAX)
        .connect_timeout(Duration::MAX)
        .build_blocking()
        .expect("valid");
    let response = client.call(&GET).send::<Vec<i32>>().send();
    assert_eq!(response.expect("a response"), [7]);
    server.join().expect("no panic");
}

#[test]
fn server_that_does_not_read_times_out() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let client = builder()
        .base_url(format!("http://{address}"))
        .timeout(Duration::from_millis(300))
        .max_retries(0)
        .build_blocking()
        .expect("valid");
    let start = Instant::now();
    let mut call = client.call(&POST);
    call.body("application/json", &"x".repeat(64 << 20));
    let error = call.send_stream().send().expect_err("nobody reads");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn unknown_host_is_a_connect_error() {
    // Too long for a host name, so that no DNS query is sent.
    let client = builder()
        .base_url(format!("https://{}.example", "x".repeat(300)))
        .max_retries(0)
        .build_blocking()
        .expect("valid");
    let error = client
        .call(&POST)
        .send::<i32>()
        .send()
        .expect_err("no such host");
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[test]
fn failures_with_ureq() {
    let cut = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[7";
    let (base_url, server) = serve(vec![
        cut,
        "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\nno",
    ]);
    let client = over_ureq(base_url);
    let error = client
        .call(&POST)
        .send::<Vec<i32>>()
        .send()
        .expect_err("cut");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"[7"[..]));
    let error = client
        .call(&POST)
        .send::<Vec<i32>>()
        .send()
        .expect_err("no such thing");
    assert!(error.is_not_found());
    server.join().expect("no panic");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let client = over_ureq(format!("http://{address}"));
    let mut call = client.call(&POST);
    call.options(CallOptions::new().timeout(Duration::from_millis(100)));
    let error = call
        .send::<Vec<i32>>()
        .send()
        .expect_err("there is no response");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
    drop(listener);
    let error = client
        .call(&POST)
        .send::<Vec<i32>>()
        .send()
        .expect_err("nobody listens");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 3));
}

#[test]
fn works_inside_a_runtime() {
    let (base_url, server) = serve(vec![DONE]);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let response = runtime
        .expect("the runtime starts")
        .block_on(async { over_ureq(base_url).call(&GET).send::<Vec<i32>>().send() });
    assert_eq!(response.expect("a response"), [7]);
    server.join().expect("no panic");
}

#[test]
fn stalled_download() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let (done, wait_for_it) = std::sync::mpsc::channel::<()>();
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut request = [0; 4096];
        let _ = stream.read(&mut request);
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 200009\r\n\r\n";
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&[7; 200_000]);
        // Until the client is done.
        let _ = wait_for_it.recv();
    });
    let client = builder()
        .base_url(format!("http://{address}/v4"))
        .idle_timeout(Duration::from_millis(300))
        .max_body_size(1000)
        .build_blocking()
        .expect("valid");
    let download = client.call(&GET).send_stream().send();
    let (mut length, mut failed) = (0, None);
    for chunk in download.expect("the head") {
        match chunk {
            Ok(chunk) => length += chunk.len(),
            Err(error) => failed = Some(error),
        }
    }
    assert_eq!(length, 200_000, "more than a body may have");
    let kind = failed.map(|error| error.kind());
    assert_eq!(kind, Some(ErrorKind::Timeout(TimeoutPhase::Idle)));
    drop(done);
    server.join().expect("no panic");
}

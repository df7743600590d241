//! The built-in transports with a local server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use super::support::{API, OPERATION, TOKEN, wait};
use crate::runtime::{
    CallOptions, Client, ClientBuilder, ErrorKind, Operation, ResponseKind, Segment, TimeoutPhase,
};

static PLAIN: Operation = Operation {
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};

/// Responds to the first request of each connection with these bytes, then runs `after`. Returns the bytes of the
/// requests.
fn serve(
    response: impl Into<Vec<u8>>,
    after: fn(&mut dyn Write),
) -> (SocketAddr, Receiver<String>) {
    let response = response.into();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream);
            let mut request = String::new();
            while reader.read_line(&mut request).is_ok_and(|count| count > 2) {}
            let length = request
                .lines()
                .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())
                .unwrap_or(0);
            let mut body = vec![0; length];
            if reader.read_exact(&mut body).is_err() {
                continue;
            }
            request.push_str(&String::from_utf8_lossy(&body));
            let mut stream = reader.into_inner();
            // The client may have disconnected.
            let _ = stream.write_all(&response).and_then(|()| stream.flush());
            after(&mut stream);
            if sender.send(request).is_err() {
                return;
            }
        }
    });
    (address, receiver)
}

fn client(address: SocketAddr) -> ClientBuilder {
    ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .base_url(format!("http://{address}/v4?k=1"))
}

fn built(address: SocketAddr) -> Client {
    client(address).build().expect("valid")
}

const DONE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[7]";

#[test]
fn request_on_the_wire() {
    let (address, requests) = serve(DONE, |_| {});
    let mut call = built(address).call(&PLAIN);
    call.body("application/json", &vec![1]);
    assert_eq!(wait(call.send::<Vec<i32>>()).expect("a response"), [7]);
    let request = requests.recv().expect("received");
    let mut lines: Vec<&str> = request.lines().collect();
    assert_eq!(lines.remove(0), "POST /v4/x?k=1 HTTP/1.1");
    assert_eq!(lines.pop(), Some("[1]"));
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "",
            "accept: application/json",
            "authorization: Bearer t0ken",
            "content-length: 3",
            "content-type: application/json",
            &format!("host: {address}"),
            "user-agent: test/1.0",
        ]
    );
}

#[test]
fn redirects_do_not_forward_credentials() {
    let (target, reached) = serve(DONE, |_| {});
    let response = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://{target}/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    );
    let (address, _requests) = serve(response, |_| {});
    let error = wait(built(address).call(&PLAIN).send::<Vec<i32>>()).expect_err("not followed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    assert_eq!(error.kind(), ErrorKind::Status);
    assert!(reached.try_recv().is_err());
}

#[test]
fn custom_reqwest_client() {
    let (address, _requests) = serve(DONE, |_| {});
    let client = client(address)
        .reqwest(reqwest::Client::new())
        .build()
        .expect("valid");
    assert_eq!(
        wait(client.call(&PLAIN).send::<Vec<i32>>()).expect("a response"),
        [7]
    );
}

#[test]
fn response_that_times_out() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n[7";
    let (address, _requests) = serve(head, |_| thread::sleep(Duration::from_secs(5)));
    let mut call = built(address).call(&PLAIN);
    call.options(CallOptions::new().timeout(Duration::from_millis(200)));
    let error = wait(call.send::<Vec<i32>>()).expect_err("too late");
    assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Attempt));
}

#[test]
fn interrupted_response() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\nconnection: close\r\n\r\n[7";
    let (address, _requests) = serve(head, |_| {});
    let error = wait(built(address).call(&PLAIN).send::<Vec<i32>>()).expect_err("cut");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let line = error.to_string();
    let start = "POST /accounts/{account_id}/inputs: 200 OK: the transport failed: ";
    assert!(line.starts_with(start), "{line}");
    // The cause is an error of the transport's library.
    assert!(line.len() > start.len(), "{line}");
    // The partial body may contain what was created.
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"[7"[..]));
    assert!(error.is_body_truncated());
}

#[test]
fn interrupted_error_response() {
    let head = "HTTP/1.1 503 Service Unavailable\r\nretry-after: 3\r\ncontent-length: 9\r\n\r\nabc";
    let cut: fn(&mut dyn Write) = |_| {};
    let late: fn(&mut dyn Write) = |_| thread::sleep(Duration::from_secs(5));
    for after in [cut, late] {
        let (address, _requests) = serve(head, after);
        let mut call = built(address).call(&PLAIN);
        call.options(
            CallOptions::new()
                .timeout(Duration::from_millis(500))
                .max_retries(0),
        );
        let error = wait(call.send::<Vec<i32>>()).expect_err("a failure");
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"abc"[..]));
        assert!(error.is_body_truncated());
    }
}

#[test]
fn invalid_request_is_not_sent() {
    let client = ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .base_url("https://256.1.1.1/")
        .build()
        .expect("sound as far as can be seen");
    let error = wait(client.call(&PLAIN).send::<Vec<i32>>()).expect_err("no such address");
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[test]
fn connection_refused() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    let error = wait(built(address).call(&PLAIN).send::<Vec<i32>>()).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(!format!("{error:?}").contains("k=1"), "{error:?}");
}

/// Sends chunks until the client disconnects.
fn endless(stream: &mut dyn Write) {
    let chunk = format!("400\r\n{}\r\n", "x".repeat(0x400));
    while stream.write_all(chunk.as_bytes()).is_ok() {}
}

#[test]
fn endless_bodies() {
    let head = |status: &str| format!("HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n");
    let (address, _requests) = serve(head("200 OK"), endless);
    let client = client(address)
        .max_body_size(100_000)
        .build()
        .expect("valid");
    let error = wait(client.call(&PLAIN).send::<Vec<i32>>()).expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(
        error
            .to_string()
            .ends_with("the response body is larger than the limit of 100000 bytes"),
        "{error}"
    );
    assert_eq!(error.body().map(|body| body.len()), Some(65_536));
    let (address, _requests) = serve(head("500 Internal Server Error"), endless);
    let client = self::client(address)
        .max_body_size(100_000)
        .build()
        .expect("valid");
    let error = wait(client.call(&PLAIN).send::<Vec<i32>>()).expect_err("a failure");
    assert_eq!(error.body().map(|body| body.len()), Some(100_000));
    assert!(error.is_body_truncated());
}

static FILE: Operation = Operation {
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Bytes,
    ..OPERATION
};

#[test]
fn endless_download() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let (address, _requests) = serve(head, endless);
    let client = client(address).max_body_size(1000).build().expect("valid");
    let length = wait(async {
        let mut download = client.call(&FILE).send_stream().await.expect("the head");
        let mut length = 0;
        while length < 1_000_000 {
            let chunk = download.next().await.expect("more").expect("valid");
            length += chunk.len();
        }
        length
    });
    assert!(length >= 1_000_000);
}

#[test]
fn stalled_download() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc";
    let (address, _requests) = serve(head, |_| thread::sleep(Duration::from_secs(5)));
    let client = client(address).idle_timeout(Duration::from_millis(200));
    let client = client.build().expect("valid");
    wait(async {
        let mut download = client.call(&FILE).send_stream().await.expect("the head");
        assert_eq!(download.content_length(), Some(9));
        let chunk = download.next().await.expect("a chunk");
        assert_eq!(chunk.expect("valid"), "abc");
        let error = download.next().await.expect("an end").expect_err("late");
        assert_eq!(error.kind(), ErrorKind::Timeout(TimeoutPhase::Idle));
        assert!(download.next().await.is_none());
    });
}

/// Makes a call with each built-in transport.
fn by_each<T>(
    address: SocketAddr,
    call: impl Fn(&Client) -> Result<T, crate::runtime::Error>,
    #[cfg(feature = "ureq")] blocking: impl Fn(
        &Client<crate::runtime::Blocking>,
    ) -> Result<T, crate::runtime::Error>,
) -> Vec<Result<T, crate::runtime::Error>> {
    let builder = || client(address).max_retries(0);
    #[allow(unused_mut, reason = "there may be one transport alone")]
    let mut results = vec![call(&builder().build().expect("valid"))];
    #[cfg(feature = "ureq")]
    results.push(blocking(&builder().build_blocking().expect("valid")));
    results
}

#[test]
fn long_error_response_is_kept() {
    let body = format!(
        r#"{{"detail":[{{"msg":"Input should be a list","input":"{}"}}]}}"#,
        "x".repeat(300_000)
    );
    let head =
        "HTTP/1.1 422 Unprocessable Content\r\ncontent-type: application/json\r\nconnection: close";
    let response = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let (address, _requests) = serve(response, |_| {});
    let results = by_each(
        address,
        |client| wait(client.call(&PLAIN).send::<Vec<i32>>()),
        #[cfg(feature = "ureq")]
        |client| client.call(&PLAIN).send::<Vec<i32>>().send(),
    );
    for result in results {
        let error = result.expect_err("a failure");
        assert_eq!(error.body().map(|kept| kept.len()), Some(body.len()));
        assert_eq!(error.errors()[0].message, "Input should be a list");
        let typed = error.body_as::<serde_json::Value>().expect("a body");
        assert!(typed.expect("JSON")["detail"][0]["input"].is_string());
    }
}

#[test]
fn unrequested_compression_names_the_feature() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close";
    let mut response =
        format!("{head}\r\ncontent-encoding: gzip\r\ncontent-length: 12\r\n\r\n").into_bytes();
    response.extend_from_slice(b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x8b\x36");
    let (address, requests) = serve(response, |_| {});
    let results = by_each(
        address,
        |client| wait(client.call(&PLAIN).send::<Vec<i32>>()),
        #[cfg(feature = "ureq")]
        |client| client.call(&PLAIN).send::<Vec<i32>>().send(),
    );
    for result in results {
        let line = result.expect_err("compressed").to_string();
        assert!(
            line.contains("compressed with gzip; enable the feature `gzip`"),
            "{line}"
        );
        let request = requests.recv().expect("received");
        assert!(!request.contains("gzip"), "{request}");
    }
}

#[test]
fn endless_events_from_a_json_operation() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\ndata: 2\n\n";
    let (address, requests) = serve(head, |_| thread::sleep(Duration::from_secs(5)));
    let results = by_each(
        address,
        |client| {
            wait(async {
                let call = client.call(&PLAIN).send_with_response::<Vec<i32>>();
                let mut events = call.events().await?.into_value();
                let first = events.next().await.expect("one")?.data;
                Ok((first, events.next().await.expect("another")?.data))
            })
        },
        #[cfg(feature = "ureq")]
        |client| {
            let call = client.call(&PLAIN).send_with_response::<Vec<i32>>();
            let mut events = call.events().send()?.into_value();
            let first = events.next().expect("one")?.data;
            Ok((first, events.next().expect("another")?.data))
        },
    );
    for result in results {
        assert_eq!(result.expect("events"), ("1".to_owned(), "2".to_owned()));
    }
    drop(requests);
}

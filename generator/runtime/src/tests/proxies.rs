//! The built-in transports with a local proxy, set by the program or by the environment.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use http::Method;

use super::support::{API, OPERATION, TOKEN};
use crate::runtime::{ClientBuilder, Error, ErrorKind, Operation, ResponseKind, Segment};

static GET: Operation = Operation {
    method: Method::GET,
    path: Some(&[Segment::Literal("/x")]),
    response: ResponseKind::Json,
    ..OPERATION
};

const DONE: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[7]";

/// The environment variable that makes this program call a server as a child process.
const BASE_URL: &str = "PROXY_TEST_BASE_URL";

/// Reads the head of a request, in lowercase except for the first line; `None` at the end of the connection.
fn head(reader: &mut impl BufRead) -> Option<Vec<String>> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? <= 2 {
            break;
        }
        let line = line.trim_end();
        lines.push(if lines.is_empty() {
            line.to_owned()
        } else {
            line.split_once(": ")
                .map(|(name, value)| format!("{}: {value}", name.to_ascii_lowercase()))?
        });
    }
    (!lines.is_empty()).then_some(lines)
}

/// A proxy that responds to all requests itself, also inside tunnels. Returns the heads that it received.
fn proxy(tunnel: &'static str) -> (SocketAddr, Receiver<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(stream);
            while let Some(head) = head(&mut reader) {
                let response = if head[0].starts_with("CONNECT ") {
                    tunnel
                } else {
                    DONE
                };
                // The test reads the head after it has the response.
                if sender.send(head).is_err() {
                    return;
                }
                let _ = reader.get_mut().write_all(response.as_bytes());
                if response == DONE {
                    break;
                }
            }
        }
    });
    (address, receiver)
}

const TUNNEL: &str = "HTTP/1.1 200 OK\r\n\r\n";

fn builder(base_url: &str) -> ClientBuilder {
    ClientBuilder::new(&API)
        .credential(&TOKEN, "t0ken".to_owned())
        .max_retries(0)
        .timeout(Duration::from_secs(10))
        .base_url(base_url)
}

#[cfg(feature = "reqwest")]
fn over_reqwest(builder: ClientBuilder) -> Result<Vec<i32>, Error> {
    super::support::wait(async { builder.build()?.call(&GET).send().await })
}

#[cfg(feature = "ureq")]
fn over_ureq(builder: ClientBuilder) -> Result<Vec<i32>, Error> {
    builder.build_blocking()?.call(&GET).send().send()
}

/// Makes a call with each transport.
fn each(build: impl Fn() -> ClientBuilder) -> Vec<Result<Vec<i32>, Error>> {
    vec![
        #[cfg(feature = "reqwest")]
        over_reqwest(build()),
        #[cfg(feature = "ureq")]
        over_ureq(build()),
    ]
}

fn far(address: impl std::fmt::Display) -> ClientBuilder {
    let builder = builder("http://api.example.test/v4").allow_plain_http(true);
    builder.proxy(format!("http://user:p%40ss@{address}"))
}

#[cfg(feature = "reqwest")]
#[test]
fn reqwest_sends_http_in_absolute_form() {
    let (address, heads) = proxy(TUNNEL);
    assert_eq!(over_reqwest(far(address)).expect("a response"), [7]);
    let mut head = heads.recv().expect("received");
    assert_eq!(head.remove(0), "GET http://api.example.test/v4/x HTTP/1.1");
    head.sort_unstable();
    assert_eq!(
        head,
        [
            "accept: application/json",
            "authorization: Bearer t0ken",
            "host: api.example.test",
            "proxy-authorization: Basic dXNlcjpwQHNz",
            "user-agent: test/1.0",
        ]
    );
}

#[cfg(feature = "ureq")]
#[test]
fn ureq_uses_a_tunnel() {
    let (address, heads) = proxy(TUNNEL);
    assert_eq!(over_ureq(far(address)).expect("a response"), [7]);
    let head = heads.recv().expect("received");
    assert_eq!(head[0], "CONNECT api.example.test:80 HTTP/1.1");
    let authorization = "proxy-authorization: Basic dXNlcjpwQHNz".to_owned();
    assert!(head.contains(&authorization), "{head:?}");
    assert!(!head.concat().contains("t0ken"), "{head:?}");
    let mut head = heads.recv().expect("received");
    assert_eq!(head.remove(0), "GET /v4/x HTTP/1.1");
    assert!(head.contains(&"authorization: Bearer t0ken".to_owned()));
    assert!(!head.contains(&authorization), "{head:?}");
}

#[test]
fn unreachable_proxy_is_a_connect_error() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = listener.local_addr().expect("it has an address");
    drop(listener);
    for result in each(|| far(address)) {
        let error = result.expect_err("nobody listens");
        assert_eq!(error.kind(), ErrorKind::Connect);
        let printed = format!("{error} {error:?} {:?}", far(address));
        for secret in ["p%40ss", "p@ss", "user:", "dXNl", "t0ken"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

/// Only the host was sent to a proxy that refuses a tunnel.
#[cfg(feature = "ureq")]
#[test]
fn refused_tunnel_is_a_connect_error() {
    let (address, _heads) =
        proxy("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n");
    let error = over_ureq(far(address)).expect_err("no tunnel");
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(format!("{error:?}").contains("407"), "{error:?}");
    assert!(!format!("{error} {error:?}").contains("p@ss"));
}

#[test]
fn invalid_proxy_fails_the_build() {
    for (proxy, problem) in [
        ("http://user:s3cret@", "`proxy` is not a valid proxy URL"),
        (
            "socks5://user:s3cret@127.0.0.1:1080",
            "`proxy` does not start with",
        ),
        (
            "http://user:s3cret@proxy.example.test",
            "plain http requests to this machine are not sent through a remote proxy",
        ),
    ] {
        for result in each(|| builder("http://localhost:9/v4").proxy(proxy)) {
            let error = result.expect_err("no client");
            assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
            assert!(error.to_string().contains(problem), "{error}");
            assert!(!format!("{error} {error:?}").contains("s3cret"));
        }
    }
}

/// A local proxy may forward requests to this machine, for example to record them.
#[test]
fn explicit_proxy_is_used_for_loopback() {
    let (address, heads) = proxy(TUNNEL);
    for result in each(|| builder("http://127.0.0.1:9/v4").proxy(address.to_string())) {
        assert_eq!(result.expect("a response"), [7]);
        assert!(heads.recv().expect("received")[0].contains("127.0.0.1:9"));
    }
}

/// Runs this program as a child process with these variables. Returns the results for each transport.
fn with_environment(base_url: &str, variables: &[(&str, &str)]) -> String {
    let program = std::env::current_exe().expect("it runs");
    let mut command = Command::new(program);
    command
        .args(["--exact", "--nocapture"])
        .arg("runtime::tests::proxies::call_in_child_process");
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command
            .env_remove(name)
            .env_remove(name.to_ascii_lowercase());
    }
    command
        .env(BASE_URL, base_url)
        .envs(variables.iter().copied());
    let output = command.output().expect("it ran");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Does nothing unless another test starts it as a child process.
#[test]
fn call_in_child_process() {
    let Ok(base_url) = std::env::var(BASE_URL) else {
        return;
    };
    for result in each(|| builder(&base_url).allow_plain_http(true)) {
        match result {
            Ok(value) => println!("gave {value:?}"),
            Err(error) => println!("failed: {:?}", error.kind()),
        }
    }
}

#[test]
fn proxies_from_the_environment() {
    let all = each(|| builder("http://127.0.0.1:1")).len();
    let (address, heads) = proxy(TUNNEL);
    let url = format!("http://user:p%40ss@{address}");
    for name in ["HTTP_PROXY", "ALL_PROXY", "http_proxy"] {
        let printed = with_environment("http://api.example.test/v4", &[(name, &url)]);
        assert_eq!(printed.matches("gave [7]").count(), all, "{printed}");
        let heads: Vec<_> = heads.try_iter().collect();
        let authorized = heads
            .iter()
            .filter(|head| head.contains(&"proxy-authorization: Basic dXNlcjpwQHNz".to_owned()));
        assert_eq!(authorized.count(), all, "{heads:?}");
    }
    let printed = with_environment(
        "http://api.example.test/v4",
        &[("HTTP_PROXY", &url), ("NO_PROXY", "api.example.test")],
    );
    assert_eq!(printed.matches("failed: Connect").count(), all, "{printed}");
    // Requests to this machine do not use the proxies of the environment.
    let printed = with_environment("http://127.0.0.1:9/v4", &[("HTTP_PROXY", &url)]);
    assert_eq!(printed.matches("failed: Connect").count(), all, "{printed}");
    assert!(heads.try_recv().is_err());
}

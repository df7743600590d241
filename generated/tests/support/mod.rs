//! A local TCP server that sends prepared responses and records requests.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod faulty;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use cloudflare_stream::{Client, ClientBuilder};

/// The account of the API's reference.
pub const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
/// The live input of the API's reference.
pub const LIVE_INPUT: &str = "66be4bf738797e01e1fca35a7bdecdcd";
/// An output.
pub const OUTPUT: &str = "baea4d9c515887b80289d5c33cf01145";
/// The example response of the API's reference, word for word.
pub const REFERENCE: &str = include_str!("reference.json");

/// A request as the server received it.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    /// The request line.
    pub line: String,
    /// Headers by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: String,
}

impl Received {
    /// Returns the value of a header, or an empty string.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// A server that sends each request the next of its responses, and status 500 after the last.
pub struct Server {
    address: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Starts a server that sends these bytes, one element for each request.
    pub fn raw(responses: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let received = Arc::new(Mutex::new(Vec::new()));
        let store = Arc::clone(&received);
        thread::spawn(move || {
            let mut responses = responses.into_iter();
            for stream in listener.incoming().flatten() {
                let response = responses.next();
                let mut stream = stream;
                stream
                    .set_read_timeout(Some(Duration::from_secs(10)))
                    .expect("a timeout");
                let Some(request) = read(&mut stream) else {
                    continue;
                };
                store.lock().expect("no panic in the server").push(request);
                let response = response.unwrap_or_else(|| {
                    http(
                        "500 Internal Server Error",
                        "text/plain",
                        "no response left",
                    )
                });
                // The client may close the connection early.
                let _ = stream.write_all(&response);
                let _ = stream.shutdown(Shutdown::Write);
            }
        });
        Self { address, received }
    }

    /// Starts a server with one response: status 200 and this JSON.
    pub fn json(body: &str) -> Self {
        Self::raw(vec![http("200 OK", "application/json", body)])
    }

    /// Starts a server with one response: this status line, content type and body.
    pub fn responding(status: &str, content_type: &str, body: &str) -> Self {
        Self::raw(vec![http(status, content_type, body)])
    }

    /// Returns the base URL, with a path like that of the API.
    pub fn base_url(&self) -> String {
        format!("http://{}/client/v4", self.address)
    }

    /// Returns the builder of a client for this server, with the token of the API's reference.
    pub fn builder(&self) -> ClientBuilder {
        Client::builder()
            .base_url(self.base_url())
            .api_token("Sn3lZJTBX6kkg7OdcBUAxOO963GEIyGQqnFTOFYY")
    }

    /// Returns a client for this server.
    pub fn client(&self) -> Client {
        self.builder().build().expect("a client")
    }

    /// Returns the host and port.
    pub fn host(&self) -> &str {
        &self.address
    }

    /// Returns the requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.received
            .lock()
            .expect("no panic in the server")
            .clone()
    }

    /// Returns the only request.
    pub fn only(&self) -> Received {
        let mut all = self.received();
        assert_eq!(all.len(), 1, "exactly one request: {all:?}");
        all.remove(0)
    }
}

/// Returns the bytes of a response.
pub fn http(status: &str, content_type: &str, body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncf-ray: 8a1b2c3d4e5f6789-AMS\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Returns the JSON of a result in the API's envelope.
pub fn envelope(result: &str) -> String {
    format!(r#"{{"success":true,"errors":[],"messages":[],"result":{result}}}"#)
}

fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let head_end = loop {
        if let Some(end) = find(&bytes, b"\r\n\r\n") {
            break end;
        }
        let count = stream.read(&mut chunk).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let line = lines.next()?.to_owned();
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length: usize = headers
        .get("content-length")
        .map_or(0, |value| value.parse().expect("a length"));
    let mut body = bytes.split_off(head_end + 4);
    while body.len() < length {
        let count = stream.read(&mut chunk).ok().filter(|count| *count > 0)?;
        body.extend_from_slice(&chunk[..count]);
    }
    Some(Received {
        line,
        headers,
        body: String::from_utf8(body).ok()?,
    })
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

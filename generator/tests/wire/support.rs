//! What the calls of every case are made with: a client whose requests are kept as text, and responded to at once.
//!
//! A request's text is its first line, its headers in the order of their names, an empty line and its body. Left out is what
//! every request has: the host, if it is `https://test`, and the name of the client.

#![allow(dead_code, reason = "every case uses a part")]

use std::collections::VecDeque;
use std::future::IntoFuture;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use api::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use api::transport::{BoxFuture, Transport, TransportError, TransportRequest, TransportResponse};
use api::{Client, ClientBuilder, Error};

/// An response of the service.
#[derive(Clone)]
pub struct ServerResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl ServerResponse {
    /// Returns a response without headers and body.
    pub fn new(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).expect("a status"),
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    /// Returns a success with a JSON body.
    pub fn json(body: &str) -> Self {
        Self::new(200).body("application/json", body)
    }

    /// Sets the body and its media type.
    pub fn body(self, media_type: &str, body: impl AsRef<[u8]>) -> Self {
        let mut response = self.header("content-type", media_type);
        response.body = body.as_ref().to_owned();
        response
    }

    /// Sets the status.
    pub fn status(mut self, status: u16) -> Self {
        self.status = StatusCode::from_u16(status).expect("a status");
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::from_bytes(value.as_bytes()).expect("a header's value");
        self.headers.append(HeaderName::from_static(name), value);
        self
    }
}

/// Returns what a call sends.
pub fn sent<F, T>(call: impl FnOnce(&Client) -> F) -> String
where
    F: IntoFuture<Output = Result<T, Error>>,
{
    exchange(Client::builder(), ServerResponse::new(204), call).1
}

/// Returns what a call sends with a client that is set up otherwise.
pub fn sent_by<F, T>(builder: ClientBuilder, call: impl FnOnce(&Client) -> F) -> String
where
    F: IntoFuture<Output = Result<T, Error>>,
{
    exchange(builder, ServerResponse::new(204), call).1
}

/// Returns why a call is not sent.
pub fn refused<F, T>(call: impl FnOnce(&Client) -> F) -> String
where
    F: IntoFuture<Output = Result<T, Error>>,
{
    refused_by(Client::builder(), call)
}

/// Returns why a call is not sent with a client that is set up otherwise.
pub fn refused_by<F, T>(builder: ClientBuilder, call: impl FnOnce(&Client) -> F) -> String
where
    F: IntoFuture<Output = Result<T, Error>>,
{
    let (result, request) = exchange(builder, ServerResponse::new(204), call);
    assert_eq!(request, "", "sent all the same");
    result.err().expect("nothing was sent").to_string()
}

/// Returns what a response gives; a failure is not tried again.
pub fn given<F, T>(response: ServerResponse, call: impl FnOnce(&Client) -> F) -> Result<T, Error>
where
    F: IntoFuture<Output = Result<T, Error>>,
{
    exchange(Client::builder().max_retries(0), response, call).0
}

/// Returns what a call gives, and what it sent: the empty text if nothing.
pub fn exchange<F, T>(
    builder: ClientBuilder,
    response: ServerResponse,
    call: impl FnOnce(&Client) -> F,
) -> (Result<T, Error>, String)
where
    F: IntoFuture<Output = Result<T, Error>>,
{
    let (client, recorder) = recording(builder, response);
    let result = wait(call(&client).into_future());
    (result, recorder.take())
}

/// Returns a client that gets the same response to each request, and what records the requests.
pub fn recording(builder: ClientBuilder, response: ServerResponse) -> (Client, Recorder) {
    recording_all(builder, [response])
}

/// Returns a client that gets these responses, the last one for ever, and what records the requests.
pub fn recording_all(
    builder: ClientBuilder,
    responses: impl IntoIterator<Item = ServerResponse>,
) -> (Client, Recorder) {
    let recorder = Recorder::default();
    let service = Service {
        responses: Mutex::new(responses.into_iter().collect()),
        recorder: recorder.clone(),
    };
    let client = builder.transport(service).build().expect("a sound client");
    (client, recorder)
}

/// The requests so far.
#[derive(Clone, Default)]
pub struct Recorder(Arc<Mutex<Vec<String>>>);

impl Recorder {
    /// Returns the requests since the last time, and forgets them.
    pub fn take(&self) -> String {
        let requests = std::mem::take(&mut *self.0.lock().expect("nothing panicked"));
        requests.join("\n\n")
    }
}

/// Returns the result of a future that never has to wait.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a call waits for nothing but its transport"),
    }
}

struct Service {
    responses: Mutex<VecDeque<ServerResponse>>,
    recorder: Recorder,
}

impl Transport for Service {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut requests = self.recorder.0.lock().expect("nothing panicked");
        requests.push(text(&request));
        let mut responses = self.responses.lock().expect("nothing panicked");
        let response = match responses.len() {
            1 => responses.front().cloned(),
            _ => responses.pop_front(),
        };
        let ServerResponse {
            status,
            headers,
            body,
        } = response.expect("there is a response");
        let response = TransportResponse::new(status, headers, body);
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn text(request: &TransportRequest) -> String {
    let url = request.uri.to_string();
    let url = url.strip_prefix("https://test").unwrap_or(&url);
    let mut headers: Vec<String> = request
        .headers
        .iter()
        .filter(|(name, _)| *name != "user-agent")
        .map(|(name, value)| format!("\n{name}: {}", shown(value.as_bytes())))
        .collect();
    headers.sort();
    let mut text = format!("{} {url}{}", request.method, headers.concat());
    if !request.body.is_empty() {
        text.push_str("\n\n");
        text.push_str(&shown(&request.body.bytes().expect("in memory")));
    }
    text
}

/// Returns bytes as text, those that are none as escapes.
fn shown(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.escape_ascii().to_string(),
    }
}

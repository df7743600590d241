//! Shared by the tests: an API, transports without a network, and an executor.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::runtime::{
    Api, BoxFuture, Chunks, Client, ClientBuilder, Clock, Credential, Envelope, Operation,
    Placement, RequestBody, ResponseKind, Transport, TransportBody, TransportError,
    TransportErrorKind, TransportRequest, TransportResponse,
};

pub static TOKEN: Credential = Credential {
    name: "apiToken",
    setter: "api_token",
    env: Some("X_TOKEN"),
    placement: Placement::Bearer,
    token_url: None,
};
pub static EMAIL: Credential = Credential {
    name: "apiEmail",
    setter: "api_email",
    env: Some("X_EMAIL"),
    placement: Placement::Header("X-Auth-Email"),
    token_url: None,
};
pub static KEY: Credential = Credential {
    name: "apiKey",
    setter: "api_key",
    env: Some("X_KEY"),
    placement: Placement::Header("X-Auth-Key"),
    token_url: None,
};

pub static SECURITY: &[&[&Credential]] = &[&[&TOKEN], &[&EMAIL, &KEY]];

pub static API: Api = Api {
    name: "test",
    base_url: Some("https://api.example.com/client/v4"),
    base_url_env: Some("X_BASE_URL"),
    user_agent: "test/1.0",
    envelope: Some(Envelope {
        result: "result",
        success: Some("success"),
        errors: Some("errors"),
        messages: Some("messages"),
    }),
    request_id_header: Some("cf-ray"),
    credentials: &[&TOKEN, &EMAIL, &KEY],
    security: SECURITY,
};

/// An operation for struct update syntax.
pub const OPERATION: Operation = Operation {
    id: "inputs.create",
    method: Method::POST,
    template: "/accounts/{account_id}/inputs",
    path: None,
    base_url: None,
    idempotency_key: None,
    accept: Some("application/json"),
    response: ResponseKind::Envelope,
    security: SECURITY,
};

pub static CREATE: Operation = OPERATION;

/// A request that was sent.
#[derive(Clone)]
pub struct Sent {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Sent {
    /// Returns the values of a header, joined with `|`.
    pub fn header(&self, name: &str) -> String {
        let values: Vec<&str> = self
            .headers
            .get_all(name)
            .iter()
            .map(|value| value.to_str().expect("ASCII"))
            .collect();
        values.join("|")
    }
}

/// Responds to all requests alike, and records them.
#[derive(Clone)]
pub struct Mock {
    pub sent: Arc<Mutex<Vec<Sent>>>,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: Bytes,
}

impl Mock {
    pub fn json(status: u16, body: &str) -> Self {
        Self::new(
            status,
            &[("content-type", "application/json"), ("cf-ray", "8a1")],
            body,
        )
    }

    pub fn new(
        status: u16,
        headers: &'static [(&'static str, &'static str)],
        body: impl AsRef<[u8]>,
    ) -> Self {
        Self {
            sent: Arc::default(),
            status,
            headers,
            body: Bytes::copy_from_slice(body.as_ref()),
        }
    }

    /// Returns a client with a token and this transport.
    pub fn client(&self) -> Client {
        self.client_with(|builder| builder)
    }

    pub fn client_with(&self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let builder = ClientBuilder::new(&API)
            .credential(&TOKEN, "t0ken".to_owned())
            .transport(self.clone());
        change(builder).build().expect("the settings are valid")
    }

    /// Returns the only request.
    pub fn only(&self) -> Sent {
        let sent = self.sent.lock().expect("no test panics inside");
        assert_eq!(sent.len(), 1);
        sent[0].clone()
    }

    pub fn count(&self) -> usize {
        self.sent.lock().expect("no test panics inside").len()
    }
}

impl Transport for Mock {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let sent = Sent {
            method: request.method,
            url: request.uri.to_string(),
            headers: request.headers,
            body: read(request.body),
        };
        self.sent.lock().expect("no test panics inside").push(sent);
        let response = response(self.status, self.headers, self.body.clone());
        Box::pin(async move { Ok(response) })
    }
}

fn response(
    status: u16,
    headers: &[(&'static str, &'static str)],
    body: impl Into<TransportBody>,
) -> TransportResponse {
    let status = StatusCode::from_u16(status).expect("a status");
    let headers = headers.iter().map(|(name, value)| {
        (
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        )
    });
    TransportResponse::new(status, headers.collect(), body)
}

/// Fails all requests.
pub struct Failing(pub TransportErrorKind);

impl Transport for Failing {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let error = TransportError::new(self.0).with_source("the cause");
        Box::pin(async move { Err(error) })
    }
}

/// What happens to a request.
#[derive(Clone)]
pub enum Event {
    /// A response.
    Response(u16, &'static [(&'static str, &'static str)], &'static str),
    /// An error.
    Error(TransportErrorKind),
    /// A response with the start of a body, then an error.
    Interrupted(u16, &'static str, TransportErrorKind),
    /// Nothing, forever.
    Hang,
    /// A response with the start of a body, then nothing, forever.
    Stall(u16, &'static str),
    /// Same as `Stall`, with these headers.
    StallWithHeaders(u16, &'static [(&'static str, &'static str)], &'static str),
}

/// Applies one event to each request in turn, and records the requests.
#[derive(Clone, Default)]
pub struct Script {
    events: Arc<Mutex<std::collections::VecDeque<Event>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Script {
    pub fn new(events: impl IntoIterator<Item = Event>) -> Self {
        Self {
            events: Arc::new(Mutex::new(events.into_iter().collect())),
            sent: Arc::default(),
        }
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().expect("no test panics inside").clone()
    }

    /// Returns a client with a token and this transport, and its clock.
    pub fn client(
        &self,
        change: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> (Client, VirtualClock) {
        let clock = VirtualClock::default();
        let builder = ClientBuilder::new(&API)
            .credential(&TOKEN, "t0ken".to_owned())
            .transport(self.clone())
            .clock(clock.clone());
        (change(builder).build().expect("valid"), clock)
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let sent = Sent {
            method: request.method,
            url: request.uri.to_string(),
            headers: request.headers,
            body: read(request.body),
        };
        self.sent.lock().expect("no test panics inside").push(sent);
        let event = self
            .events
            .lock()
            .expect("no test panics inside")
            .pop_front();
        let event = event.expect("no more requests than events");
        Box::pin(async move {
            Ok(match event {
                Event::Response(status, headers, body) => {
                    response(status, headers, TransportBody::from(body))
                }
                Event::Error(kind) => return Err(TransportError::new(kind)),
                Event::Interrupted(status, body, kind) => response(
                    status,
                    &[],
                    TransportBody::new(BodyStart(Some(body), Some(kind))),
                ),
                Event::Hang => std::future::pending().await,
                Event::StallWithHeaders(status, headers, body) => response(
                    status,
                    headers,
                    TransportBody::new(BodyStart(Some(body), None)),
                ),
                Event::Stall(status, body) => {
                    response(status, &[], TransportBody::new(BodyStart(Some(body), None)))
                }
            })
        })
    }
}

/// The start of a body, then an error or nothing.
struct BodyStart(Option<&'static str>, Option<TransportErrorKind>);

impl Chunks for BodyStart {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        Box::pin(async move {
            if let Some(beginning) = self.0.take() {
                return Some(Ok(beginning.into()));
            }
            match self.1 {
                Some(kind) => Some(Err(TransportError::new(kind))),
                None => std::future::pending().await,
            }
        })
    }
}

/// A clock whose sleeps return immediately and are recorded.
#[derive(Clone, Default)]
pub struct VirtualClock {
    now: Arc<Mutex<Duration>>,
    sleeps: Arc<Mutex<Vec<Duration>>>,
}

impl VirtualClock {
    /// Advances the time.
    pub fn advance(&self, duration: Duration) {
        *self.now.lock().expect("no test panics inside") += duration;
    }

    /// Returns all sleeps so far.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.sleeps.lock().expect("no test panics inside").clone()
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Duration {
        *self.now.lock().expect("no test panics inside")
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            *self.now.lock().expect("no test panics inside") += duration;
            self.sleeps
                .lock()
                .expect("no test panics inside")
                .push(duration);
        })
    }
}

/// Reads a request body whose content is available at once.
fn read(body: RequestBody) -> Bytes {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(body.collect()).poll(&mut context) {
        Poll::Ready(bytes) => bytes.expect("readable"),
        Poll::Pending => panic!("the content is not at hand"),
    }
}

pub fn wait<F: IntoFuture>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the runtime starts")
        .block_on(future.into_future())
}

//! What the tests share: an API, a transport without a network, and a way to wait.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::runtime::{
    Api, BoxFuture, Chunks, Client, ClientBuilder, Clock, Credential, Envelope, Operation,
    Placement, RequestBody, ResponseKind, Segment, Transport, TransportBody, TransportError,
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
    envelope: Some(&Envelope {
        result: "result",
        success: Some("success"),
        errors: Some("errors"),
        messages: Some("messages"),
    }),
    request_id_header: Some("cf-ray"),
    credentials: &[&TOKEN, &EMAIL, &KEY],
    security: SECURITY,
};

/// An operation that tests change by struct update.
pub const OPERATION: Operation = Operation {
    id: "inputs.create",
    method: Method::POST,
    template: "/accounts/{account_id}/inputs",
    path: &[
        Segment::Literal("/accounts/"),
        Segment::Parameter("account_id"),
        Segment::Literal("/inputs"),
    ],
    base_url: None,
    idempotency_key: None,
    accept: Some("application/json"),
    response: ResponseKind::Envelope,
    security: SECURITY,
};

pub static CREATE: Operation = OPERATION;

/// A request as it would be sent.
#[derive(Clone)]
pub struct Sent {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Sent {
    /// Returns a header's values, joined by `|`.
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

/// Answers each request alike and keeps what was sent.
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

    /// Returns a client with a token that sends here.
    pub fn client(&self) -> Client {
        self.client_with(|builder| builder)
    }

    pub fn client_with(&self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
        let builder = ClientBuilder::new(&API)
            .credential(&TOKEN, "t0ken".to_owned())
            .transport(self.clone());
        change(builder).build().expect("the settings are sound")
    }

    /// Returns the one request that was sent.
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

/// Fails each request.
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
    /// It is answered.
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    /// It fails.
    Fault(TransportErrorKind),
    /// It is answered with this beginning of a body, and then fails.
    Broken(u16, &'static str, TransportErrorKind),
    /// Nothing ever happens.
    Silence,
    /// It is answered with this beginning of a body, and then nothing ever happens.
    Stall(u16, &'static str),
    /// As `Stall`, with these headers.
    StallAs(u16, &'static [(&'static str, &'static str)], &'static str),
}

/// Has one event happen to each request in turn, and keeps what was sent.
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

    /// Returns a client with a token that sends here, and the clock it has.
    pub fn client(&self, change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Client, Virtual) {
        let clock = Virtual::default();
        let builder = ClientBuilder::new(&API)
            .credential(&TOKEN, "t0ken".to_owned())
            .transport(self.clone())
            .clock(clock.clone());
        (change(builder).build().expect("sound"), clock)
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
                Event::Answer(status, headers, body) => {
                    response(status, headers, TransportBody::from(body))
                }
                Event::Fault(kind) => return Err(TransportError::new(kind)),
                Event::Broken(status, body, kind) => response(
                    status,
                    &[],
                    TransportBody::new(Beginning(Some(body), Some(kind))),
                ),
                Event::Silence => std::future::pending().await,
                Event::StallAs(status, headers, body) => response(
                    status,
                    headers,
                    TransportBody::new(Beginning(Some(body), None)),
                ),
                Event::Stall(status, body) => {
                    response(status, &[], TransportBody::new(Beginning(Some(body), None)))
                }
            })
        })
    }
}

/// The beginning of a body, then a failure or nothing.
struct Beginning(Option<&'static str>, Option<TransportErrorKind>);

impl Chunks for Beginning {
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

/// A clock of which every wait is over at once, and remembered.
#[derive(Clone, Default)]
pub struct Virtual {
    now: Arc<Mutex<Duration>>,
    sleeps: Arc<Mutex<Vec<Duration>>>,
}

impl Virtual {
    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        *self.now.lock().expect("no test panics inside") += duration;
    }

    /// Returns all waits so far.
    pub fn sleeps(&self) -> Vec<Duration> {
        self.sleeps.lock().expect("no test panics inside").clone()
    }
}

impl Clock for Virtual {
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

/// Waits for a future.
/// Reads a body of a request whose sources have all their content at hand.
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

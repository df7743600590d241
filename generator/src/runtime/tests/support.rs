//! What the tests share: an API, a transport without a network, and a way to wait.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

use crate::runtime::{
    Answer, Api, BoxFuture, Client, ClientBuilder, Credential, Envelope, Operation, Placement,
    Segment, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

pub static TOKEN: Credential = Credential {
    name: "apiToken",
    setter: "api_token",
    env: Some("X_TOKEN"),
    placement: Placement::Bearer,
};
pub static EMAIL: Credential = Credential {
    name: "apiEmail",
    setter: "api_email",
    env: Some("X_EMAIL"),
    placement: Placement::Header("X-Auth-Email"),
};
pub static KEY: Credential = Credential {
    name: "apiKey",
    setter: "api_key",
    env: Some("X_KEY"),
    placement: Placement::Header("X-Auth-Key"),
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
        Segment::Text("/accounts/"),
        Segment::Parameter("account_id"),
        Segment::Text("/inputs"),
    ],
    base_url: None,
    idempotency_key: None,
    accept: Some("application/json"),
    answer: Answer::Envelope,
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
        self.sent.lock().expect("no test panics inside").push(Sent {
            method: request.method,
            url: request.uri.to_string(),
            headers: request.headers,
            body: request.body.into_bytes(),
        });
        let status = StatusCode::from_u16(self.status).expect("a status");
        let headers = self.headers.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        let response = TransportResponse::new(status, headers.collect(), self.body.clone());
        Box::pin(async move { Ok(response) })
    }
}

/// Fails each request.
pub struct Failing(pub TransportErrorKind);

impl Transport for Failing {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let error = TransportError::new(self.0).caused_by("the cause");
        Box::pin(async move { Err(error) })
    }
}

/// Waits for a future.
pub fn wait<F: IntoFuture>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the runtime starts")
        .block_on(future.into_future())
}

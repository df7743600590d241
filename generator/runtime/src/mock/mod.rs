//! A transport without a network, for tests of what uses the client.
//!
//! In: what requests are expected, and how each is answered. Out: [`MockTransport`], which a client sends by, and what it was
//! sent. Printing shows no header value and no body. Knows nothing of calls: it stands where any other transport would.

mod clock;
mod request;
mod response;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::Method;
use serde_json::Value;

pub use self::clock::MockClock;
pub use self::request::SentRequest;
pub use self::response::{MockFault, MockResponse};
#[cfg(feature = "blocking")]
use crate::runtime::transport::BlockingTransport;
use crate::runtime::transport::{
    BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// A transport without a network: it responses as a test tells it to, and keeps what it was sent. Clones share both.
///
/// Each request gets the next response of the first expectation that fits it and has responses left. Where none does, the call
/// fails by an error whose source says so, and [`assert_met`](Self::assert_met) lists the request.
#[derive(Clone, Default)]
pub struct MockTransport(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Vec<Rule>,
    sent: Vec<SentRequest>,
    unexpected: Vec<String>,
}

/// An expectation with its responses.
struct Rule {
    pattern: Pattern,
    responses: VecDeque<MockResponse>,
    /// What responses once the others are used up.
    always: Option<MockResponse>,
}

/// Which requests fit.
#[derive(Default)]
struct Pattern {
    operation: Option<String>,
    request: Option<(Method, String)>,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    json: Option<Value>,
}

impl MockTransport {
    /// Returns a transport that expects nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects calls of an operation, by its id in the API's document.
    pub fn expect(&self, operation: impl Into<String>) -> Expectation {
        self.expecting(Pattern {
            operation: Some(operation.into()),
            ..Pattern::default()
        })
    }

    /// Expects requests of this method and path.
    ///
    /// The path is as the API's document writes it, without the base URL's own; `{…}` stands for any one segment.
    pub fn expect_request(&self, method: Method, path: impl Into<String>) -> Expectation {
        self.expecting(Pattern {
            request: Some((method, path.into())),
            ..Pattern::default()
        })
    }

    /// Returns what was sent so far, unexpected requests included.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.lock().sent.clone()
    }

    /// Returns what is wrong so far: expectations with responses left, and requests that fitted none.
    pub fn problems(&self) -> Vec<String> {
        let state = self.lock();
        let left = state.rules.iter().filter(|rule| !rule.responses.is_empty());
        let left = left.map(|rule| {
            let responses = rule.responses.len();
            format!("expected {}: unused responses: {responses}", rule.pattern)
        });
        let unexpected = state.unexpected.iter();
        left.chain(unexpected.map(|request| format!("unexpected request: {request}")))
            .collect()
    }

    /// Checks that all responses were asked for, and that nothing was sent that is not expected.
    ///
    /// # Panics
    ///
    /// Lists what is wrong.
    #[track_caller]
    pub fn assert_met(&self) {
        let problems = self.problems();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    fn expecting(&self, pattern: Pattern) -> Expectation {
        Expectation {
            transport: self.clone(),
            pattern,
        }
    }

    fn respond(&self, sent: SentRequest) -> Result<TransportResponse, TransportError> {
        let mut state = self.lock();
        let rule = state
            .rules
            .iter_mut()
            .filter(|rule| rule.pattern.fits(&sent))
            .find(|rule| !rule.responses.is_empty() || rule.always.is_some());
        let response =
            rule.and_then(|rule| rule.responses.pop_front().or_else(|| rule.always.clone()));
        if response.is_none() {
            state.unexpected.push(sent.to_string());
        }
        let error = match &response {
            Some(_) => None,
            None => Some(format!("the mock has no response for the request: {sent}")),
        };
        state.sent.push(sent);
        match (response, error) {
            (Some(response), _) => response.into_result(),
            (None, error) => Err(TransportError::new(TransportErrorKind::Unsendable)
                .with_source(error.unwrap_or_default())),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for MockTransport {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move { self.respond(SentRequest::read(request).await?) })
    }
}

#[cfg(feature = "blocking")]
impl BlockingTransport for MockTransport {
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        self.respond(crate::runtime::transport::blocking::wait(
            SentRequest::read(request),
        )?)
    }
}

impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("MockTransport")
            .field("expectations", &state.rules.len())
            .field("requests", &state.sent)
            .finish()
    }
}

/// An expectation that is being put together; it counts once it has an response.
#[must_use = "an expectation has no effect until it is given a response"]
pub struct Expectation {
    transport: MockTransport,
    pattern: Pattern,
}

impl Expectation {
    /// Expects a header with this value among others.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.pattern.headers.push((name.into(), value.into()));
        self
    }

    /// Expects a query parameter with this value among others, both as they are before they are encoded.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.pattern.query.push((name.into(), value.into()));
        self
    }

    /// Expects a body that is this JSON value.
    pub fn json_body(mut self, body: Value) -> Self {
        self.pattern.json = Some(body);
        self
    }

    /// Answers one request.
    pub fn respond_with(self, response: MockResponse) {
        self.respond_with_sequence([response]);
    }

    /// Answers as many requests as there are responses, in this order.
    pub fn respond_with_sequence(self, responses: impl IntoIterator<Item = MockResponse>) {
        self.rule(responses.into_iter().collect(), None);
    }

    /// Answers any number of requests alike, even none.
    pub fn always_respond_with(self, response: MockResponse) {
        self.rule(VecDeque::new(), Some(response));
    }

    fn rule(self, responses: VecDeque<MockResponse>, always: Option<MockResponse>) {
        let rule = Rule {
            pattern: self.pattern,
            responses,
            always,
        };
        self.transport.lock().rules.push(rule);
    }
}

impl fmt::Debug for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expectation({})", self.pattern)
    }
}

impl Pattern {
    fn fits(&self, sent: &SentRequest) -> bool {
        let headers = self.headers.iter().all(|(name, value)| {
            let mut values = sent.headers.get_all(name.as_str()).iter();
            values.any(|found| found.as_bytes() == value.as_bytes())
        });
        self.operation
            .as_ref()
            .is_none_or(|operation| operation == sent.operation)
            && self
                .request
                .as_ref()
                .is_none_or(|(method, path)| *method == sent.method && ends(&sent.path, path))
            && headers
            && self.query.iter().all(|pair| sent.query.contains(pair))
            && self
                .json
                .as_ref()
                .is_none_or(|value| sent.json::<Value>().is_ok_and(|found| found == *value))
    }
}

/// Names what is expected, and no value.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.operation, &self.request) {
            (Some(operation), _) => write!(f, "`{operation}`")?,
            (None, Some((method, path))) => write!(f, "{method} {path}")?,
            (None, None) => f.write_str("any request")?,
        }
        for (name, _) in &self.headers {
            write!(f, ", header `{name}`")?;
        }
        for (name, _) in &self.query {
            write!(f, ", query `{name}`")?;
        }
        f.write_str(if self.json.is_some() {
            ", with this body"
        } else {
            ""
        })
    }
}

/// Whether a path ends as a template says.
fn ends(path: &str, template: &str) -> bool {
    let mut found = path.rsplit('/');
    template.trim_start_matches('/').rsplit('/').all(|wanted| {
        let is_any = wanted.starts_with('{') && wanted.ends_with('}');
        found
            .next()
            .is_some_and(|found| found == wanted || is_any && !found.is_empty())
    })
}

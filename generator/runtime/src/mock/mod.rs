//! A mock transport and a mock clock, to test programs that use the client.
//!
//! In: expected requests and their responses. Out: a [`MockTransport`] that a client sends its requests with, and the
//! requests that it received. `Debug` shows no header values and no bodies. Knows nothing about calls: it is a
//! transport like any other.

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

/// A transport that does not use the network. It responds as a test configures it, and records all requests. Clones
/// share both.
///
/// A request gets the next response of the first expectation that matches it and has responses left. If there is none,
/// the call fails with an error whose source describes the request, and [`assert_met`](Self::assert_met) reports it.
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
    /// The response after all others have been used.
    always: Option<MockResponse>,
}

/// The requests that an expectation matches.
#[derive(Default)]
struct Pattern {
    operation: Option<String>,
    request: Option<(Method, String)>,
    headers: Vec<(String, String)>,
    query: Vec<(String, String)>,
    json: Option<Value>,
}

impl MockTransport {
    /// Creates a transport without expectations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Expects calls of an operation. The argument is the operation ID in the API description.
    pub fn expect(&self, operation: impl Into<String>) -> Expectation {
        self.expectation(Pattern {
            operation: Some(operation.into()),
            ..Pattern::default()
        })
    }

    /// Expects requests with this method and path.
    ///
    /// The path is a path template of the API description, without the path of the base URL; `{…}` matches any one
    /// segment.
    pub fn expect_request(&self, method: Method, path: impl Into<String>) -> Expectation {
        self.expectation(Pattern {
            request: Some((method, path.into())),
            ..Pattern::default()
        })
    }

    /// Returns all requests so far, including unexpected ones.
    pub fn requests(&self) -> Vec<SentRequest> {
        self.lock().sent.clone()
    }

    /// Returns the expectations that have unused responses, and the unexpected requests.
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

    /// Asserts that all responses were used, and that there were no unexpected requests.
    ///
    /// # Panics
    ///
    /// Panics otherwise, with a list of the problems.
    #[track_caller]
    pub fn assert_met(&self) {
        let problems = self.problems();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    fn expectation(&self, pattern: Pattern) -> Expectation {
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
            .filter(|rule| rule.pattern.matches(&sent))
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

/// An expectation. It takes effect when it is given a response.
#[must_use = "an expectation has no effect until it is given a response"]
pub struct Expectation {
    transport: MockTransport,
    pattern: Pattern,
}

impl Expectation {
    /// Requires a header with this value.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.pattern.headers.push((name.into(), value.into()));
        self
    }

    /// Requires a query parameter with this value; neither is percent-encoded.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.pattern.query.push((name.into(), value.into()));
        self
    }

    /// Requires a body that is equal to this JSON value.
    pub fn json_body(mut self, body: Value) -> Self {
        self.pattern.json = Some(body);
        self
    }

    /// Responds to one request.
    pub fn respond_with(self, response: MockResponse) {
        self.respond_with_sequence([response]);
    }

    /// Responds to as many requests as there are responses, in this order.
    pub fn respond_with_sequence(self, responses: impl IntoIterator<Item = MockResponse>) {
        self.rule(responses.into_iter().collect(), None);
    }

    /// Responds to any number of requests, including none.
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
    fn matches(&self, sent: &SentRequest) -> bool {
        let headers = self.headers.iter().all(|(name, value)| {
            let mut values = sent.headers.get_all(name.as_str()).iter();
            values.any(|found| found.as_bytes() == value.as_bytes())
        });
        self.operation
            .as_ref()
            .is_none_or(|operation| operation == sent.operation)
            && self.request.as_ref().is_none_or(|(method, path)| {
                *method == sent.method && ends_with_template(&sent.path, path)
            })
            && headers
            && self.query.iter().all(|pair| sent.query.contains(pair))
            && self
                .json
                .as_ref()
                .is_none_or(|value| sent.json::<Value>().is_ok_and(|found| found == *value))
    }
}

/// Names what is expected, without values.
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

/// Returns `true` if the path ends with segments that match the template.
fn ends_with_template(path: &str, template: &str) -> bool {
    let mut found = path.rsplit('/');
    template.trim_start_matches('/').rsplit('/').all(|wanted| {
        let is_any = wanted.starts_with('{') && wanted.ends_with('}');
        found
            .next()
            .is_some_and(|found| found == wanted || is_any && !found.is_empty())
    })
}

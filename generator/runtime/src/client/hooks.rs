//! Hooks that observe attempts and can change their headers.
//!
//! In: a request before it is sent, and its outcome. Out: [`AttemptRequest`] and [`Attempt`], which are passed to
//! hooks. They contain no body, and their `Debug` output contains no header values.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode, Uri};

use crate::runtime::auth::is_credential_query;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::descriptor::Credential;
use crate::runtime::error::ErrorKind;
use crate::runtime::request::url;

type BeforeAttempt = Box<dyn Fn(&mut AttemptRequest<'_>) + Send + Sync>;
type AfterAttempt = Box<dyn Fn(&Attempt) + Send + Sync>;

/// The hooks of a client.
#[derive(Default)]
pub(crate) struct Hooks {
    before: Vec<BeforeAttempt>,
    after: Vec<AfterAttempt>,
}

impl Hooks {
    pub(crate) fn before(&self, request: &mut AttemptRequest<'_>) {
        self.before.iter().for_each(|hook| hook(request));
    }

    pub(crate) fn after(&self, attempt: &Attempt) {
        self.after.iter().for_each(|hook| hook(attempt));
    }
}

impl ClientBuilder {
    /// Adds a hook that is called before each attempt and can change the headers of the request. Redirects belong to
    /// the same attempt.
    pub fn before_attempt(
        mut self,
        hook: impl Fn(&mut AttemptRequest<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before.push(Box::new(hook));
        self
    }

    /// Adds a hook that is called after each attempt with its outcome, its duration, and whether it will be retried.
    pub fn after_attempt(mut self, hook: impl Fn(&Attempt) + Send + Sync + 'static) -> Self {
        self.hooks.after.push(Box::new(hook));
        self
    }
}

/// A request that is about to be sent.
pub struct AttemptRequest<'a> {
    pub(crate) operation: &'static str,
    pub(crate) method: &'a Method,
    pub(crate) uri: &'a Uri,
    /// The credentials of the API, which `url` leaves out.
    pub(crate) credentials: &'static [&'static Credential],
    pub(crate) number: u32,
    pub(crate) headers: &'a mut HeaderMap,
}

impl AttemptRequest<'_> {
    /// Returns the ID of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        self.method
    }

    /// Returns the URL, without the query parameters that carry credentials.
    pub fn url(&self) -> String {
        url::remove_query_parameters(&self.uri.to_string(), |name| {
            is_credential_query(self.credentials, name)
        })
    }

    /// Returns the number of the attempt within its call, starting at 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the headers to be sent. The values of headers that carry credentials are marked as sensitive.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// Returns a mutable reference to the headers of this attempt.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers
    }
}

/// Omits the URL, which contains arguments.
impl fmt::Debug for AttemptRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AttemptRequest")
            .field("operation", &self.operation)
            .field("method", &self.method)
            .field("number", &self.number)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// A completed attempt.
#[derive(Clone, Debug)]
pub struct Attempt {
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    pub(crate) number: u32,
    pub(crate) status: Option<StatusCode>,
    pub(crate) error: Option<ErrorKind>,
    pub(crate) request_id: Option<String>,
    pub(crate) duration: Duration,
    pub(crate) retry_delay: Option<Duration>,
}

impl Attempt {
    /// Returns the ID of the operation.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the number of the attempt within its call, starting at 1.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns why there was no complete response, or [`ErrorKind::Status`] if its status is not a success; `None` for
    /// a success. The body has not been decoded at this point.
    pub fn error(&self) -> Option<ErrorKind> {
        self.error
    }

    /// Returns the request ID of the response, if it has one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns the duration of the attempt, until the response body was received or, if the body is streamed, the
    /// response headers.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns the delay before the next attempt, or `None` if the attempt is not retried.
    pub fn retry_delay(&self) -> Option<Duration> {
        self.retry_delay
    }
}

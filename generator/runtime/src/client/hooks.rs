//! What programs can see of attempts, and change.
//!
//! In: a request before it is sent, and what came of it. Out: [`AttemptRequest`] and [`Attempt`], which hooks are given. No body
//! is among it, and printing shows no header value.

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

/// What a client tells of attempts.
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
    /// Adds what is told of each attempt before it is sent, and may change its headers. Redirects are part of the attempt.
    ///
    /// What it adds is held to the same rules: no credentials over plain http to another host. A call whose idempotency key it
    /// changes is not repeated as one that has a key.
    pub fn before_attempt(
        mut self,
        hook: impl Fn(&mut AttemptRequest<'_>) + Send + Sync + 'static,
    ) -> Self {
        self.hooks.before.push(Box::new(hook));
        self
    }

    /// Adds what is told of each attempt after it: how it ended, how long it took, and whether another follows.
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
    /// What the API knows of, to leave it out of the URL.
    pub(crate) credentials: &'static [&'static Credential],
    pub(crate) number: u32,
    pub(crate) headers: &'a mut HeaderMap,
}

impl AttemptRequest<'_> {
    /// Returns the id of the operation that is called.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        self.method
    }

    /// Returns the URL, without the query parameters that carry credentials.
    pub fn url(&self) -> String {
        url::remove_query_parameters(&self.uri.to_string(), |name| {
            is_credential_query(self.credentials, name)
        })
    }

    /// Returns which attempt of its call it is: 1 for the first.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the headers as they will be sent. The values of those that carry credentials are marked as sensitive.
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// Returns the headers, to change them for this attempt.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.headers
    }
}

/// Prints no URL, which holds what users sent.
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

/// An attempt that is over.
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
    /// Returns the id of the operation that is called.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns which attempt of its call it was: 1 for the first.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// Returns the answer's status, if there was an answer.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns why there was no complete answer, or that its status is no success; nothing for a success. Whether the value can
    /// be read is not known yet.
    pub fn error(&self) -> Option<ErrorKind> {
        self.error
    }

    /// Returns what identifies the request to the service's operators, if the answer has it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// Returns how long it took, to the end of the answer's body unless that is read as it comes.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// Returns after which wait another attempt follows, if one does.
    pub fn retry_delay(&self) -> Option<Duration> {
        self.retry_delay
    }
}

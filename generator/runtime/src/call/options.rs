//! Options of a single call.
//!
//! In: settings from the program. Out: [`CallOptions`], which are merged over the default options of the client. Knows
//! nothing about how they are applied (see `request`).

use std::fmt;
use std::time::Duration;

/// Options of a single call.
#[derive(Clone, Default)]
#[must_use = "options do nothing until they are passed to a call"]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) strict: Option<bool>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
}

impl CallOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the timeout of an attempt, until the response body has been received or, if the body is streamed, the
    /// response headers.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of the call, including all attempts and the delays between them, until the response body has
    /// been received or, if the body is streamed, the response headers.
    pub fn total_timeout(mut self, total_timeout: Duration) -> Self {
        self.total_timeout = Some(total_timeout);
        self
    }

    /// Sets the maximum number of retries. See
    /// [`ClientBuilder::max_retries`](struct.ClientBuilder.html#method.max_retries).
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = Some(max_retries);
        self
    }

    /// Sets whether an unexpected value in the response is an error. See
    /// [`ClientBuilder::strict`](struct.ClientBuilder.html#method.strict).
    ///
    /// Use this if the program creates, changes or deletes something because of a value in the response, or because a
    /// value is missing.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Adds a header. It replaces a header of the call with the same name. A name can be added several times.
    ///
    /// A header that carries credentials, such as `Authorization`, replaces all credentials of the client.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter. It replaces a parameter of the call with the same name. A name can be added several
    /// times.
    ///
    /// A parameter that carries credentials replaces all credentials of the client.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Merges these options over others. Headers and query parameters are merged by name.
    pub(crate) fn over(self, others: &Self) -> Self {
        let headers = others.headers.iter().filter(|(name, _)| {
            let mut own = self.headers.iter();
            own.all(|(known, _)| !known.eq_ignore_ascii_case(name))
        });
        let query = others
            .query
            .iter()
            .filter(|(name, _)| self.query.iter().all(|(known, _)| known != name));
        Self {
            timeout: self.timeout.or(others.timeout),
            total_timeout: self.total_timeout.or(others.total_timeout),
            max_retries: self.max_retries.or(others.max_retries),
            strict: self.strict.or(others.strict),
            headers: headers.chain(&self.headers).cloned().collect(),
            query: query.chain(&self.query).cloned().collect(),
        }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn names(pairs: &[(String, String)]) -> Vec<&str> {
            pairs.iter().map(|(name, _)| name.as_str()).collect()
        }
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("total_timeout", &self.total_timeout)
            .field("max_retries", &self.max_retries)
            .field("strict", &self.strict)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .finish()
    }
}

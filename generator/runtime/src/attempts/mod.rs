//! Sends a request, with retries and within its timeouts.
//!
//! In: a `PreparedRequest`. Out: the `Exchange`, or the error of the last attempt. `attempt` sends the request once, with
//! redirects; `retry` decides whether another attempt follows. Dropping the future cancels the current attempt. Knows
//! nothing about values, arguments or credentials.

pub mod attempt;
pub mod redirect;
pub mod retry;
pub mod retry_after;
#[cfg(feature = "tracing")]
pub mod trace;

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::runtime::attempts::attempt::{BodyMode, Outcome, Progress};
use crate::runtime::auth;
use crate::runtime::auth::tokens::IssuedToken;
use crate::runtime::client::hooks::{Attempt, AttemptRequest};
use crate::runtime::clock;
use crate::runtime::error::{Error, ErrorKind, TimeoutPhase};
use crate::runtime::random;
use crate::runtime::request::PreparedRequest;
use crate::runtime::response::RawResponse;
use crate::runtime::response::exchange::Exchange;
use crate::runtime::transport::{TransportError, TransportErrorKind};

/// The state of a call across its attempts.
struct CallState {
    /// The time at which the call started.
    start: Duration,
    attempts: u32,
    retries: u32,
    /// Whether a rejected token has been replaced.
    token_renewed: bool,
    /// Whether all attempts so far were sent with the same idempotency key.
    has_key: bool,
    /// Whether the service may have processed one of the attempts before the last.
    maybe_processed: bool,
}

impl CallState {
    /// Adds this state to an error.
    fn fail(&self, error: Error) -> Error {
        error.after_attempts(self.attempts, self.maybe_processed)
    }
}

/// The timeout of an attempt.
struct AttemptLimit {
    duration: Duration,
    /// The phase that times out when the duration has passed.
    phase: TimeoutPhase,
}

impl PreparedRequest {
    /// Sends the request and reads the response body, unless the body is to be streamed.
    pub(crate) async fn exchange(self, mode: BodyMode) -> Result<Exchange, Error> {
        #[cfg(feature = "tracing")]
        return trace::call(self, mode).await;
        #[cfg(not(feature = "tracing"))]
        return self.send_with_retries(mode).await;
    }

    /// Sends the request until an attempt succeeds or must not be retried.
    pub(crate) async fn send_with_retries(self, mode: BodyMode) -> Result<Exchange, Error> {
        let clock = &*self.settings.clock;
        let mut call = CallState {
            start: clock.now(),
            attempts: 0,
            retries: 0,
            token_renewed: false,
            has_key: self.idempotency_key.is_some(),
            maybe_processed: false,
        };
        loop {
            let token = self.token(call.start).await;
            let token = token.map_err(|error| call.fail(error))?;
            let attempt_start = clock.now();
            let Some(limit) = self.limit(attempt_start.saturating_sub(call.start)) else {
                return Err(call.fail(Error::deadline_exceeded(TimeoutPhase::Total)));
            };
            let headers = self
                .attempt_headers(call.attempts + 1, token.as_ref())
                .map_err(|error| call.fail(error))?;
            call.attempts += 1;
            // The service recognizes a repeated request only if a hook has not changed the key.
            call.has_key &=
                self.idempotency_key_in(&headers) == self.idempotency_key_in(&self.headers);
            let mut progress = Progress::default();
            let attempt = self.attempt(mode, limit.duration, headers, &mut progress);
            let error = match clock::timeout(clock, limit.duration, attempt).await {
                Some(result) => result.err(),
                None => Some(TransportError::new(TransportErrorKind::Timeout)),
            };
            let outcome = progress.finish(error, self.empty_response(&call));
            // A cached token may have been revoked. A request that was rejected for its credentials was not processed.
            let rejected = token.filter(|token| {
                !call.token_renewed
                    && token.cached
                    && outcome.status() == Some(StatusCode::UNAUTHORIZED)
            });
            let now = clock.now();
            let remaining = self.total_timeout.map_or(Duration::MAX, |total| {
                total.saturating_sub(now.saturating_sub(call.start))
            });
            let delay = match (&rejected, &self.token) {
                (Some(token), Some(source)) => {
                    source.invalidate(token);
                    (self.body.can_send() && !remaining.is_zero()).then_some(Duration::ZERO)
                }
                _ => self.retry_delay(&outcome, &call, remaining),
            };
            let duration = now.saturating_sub(attempt_start);
            self.report(&outcome, call.attempts, limit.phase, duration, delay);
            let Some(delay) = delay else {
                return self.finish(outcome, limit.phase, &call);
            };
            call.maybe_processed |= retry::may_have_been_processed(outcome.failure());
            // Releases the connection of an unread response before the delay.
            drop(outcome);
            if rejected.is_some() {
                call.token_renewed = true;
            } else {
                clock.sleep(delay).await;
                call.retries += 1;
            }
        }
    }

    /// Returns the token for the next attempt, if the request is sent with one.
    async fn token(&self, start: Duration) -> Result<Option<IssuedToken>, Error> {
        let Some(source) = &self.token else {
            return Ok(None);
        };
        let clock = &*self.settings.clock;
        let limit = self
            .limit(clock.now().saturating_sub(start))
            .ok_or_else(|| Error::deadline_exceeded(TimeoutPhase::Total))?;
        let token = source.get(&self.settings, limit.duration);
        match clock::timeout(clock, limit.duration, token).await {
            Some(Ok(issued)) => Ok(Some(issued)),
            Some(Err(cause)) => Err(Error::credentials(cause)),
            None => Err(match limit.phase {
                TimeoutPhase::Total => Error::deadline_exceeded(limit.phase),
                _ => Error::credentials(Arc::from(Box::from("timed out while fetching a token"))),
            }),
        }
    }

    /// Returns the headers of an attempt, after the hooks have run.
    ///
    /// # Errors
    ///
    /// Fails if a hook adds credentials to a request over plain http.
    fn attempt_headers(
        &self,
        number: u32,
        token: Option<&IssuedToken>,
    ) -> Result<HeaderMap, Error> {
        let mut headers = self.headers.clone();
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.header.clone());
        }
        let credentials = self.settings.api.credentials;
        self.settings.hooks.before(&mut AttemptRequest {
            operation: self.operation.id,
            method: &self.operation.method,
            uri: &self.uri,
            credentials,
            number,
            headers: &mut headers,
        });
        let has_new_secret = headers.iter().any(|(name, value)| {
            auth::is_secret_header(credentials, name) && self.headers.get(name) != Some(value)
        });
        if self.insecure && has_new_secret {
            Err(Error::insecure_credentials())
        } else {
            Ok(headers)
        }
    }

    /// Returns the idempotency key in these headers.
    fn idempotency_key_in<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        headers.get(self.idempotency_key.as_ref()?)
    }

    /// Reports an attempt to the hooks and to `tracing`.
    fn report(
        &self,
        outcome: &Outcome,
        number: u32,
        phase: TimeoutPhase,
        duration: Duration,
        retry_delay: Option<Duration>,
    ) {
        let (response, error) = match outcome {
            Outcome::Response { response, .. } => {
                let error = (!response.status.is_success()).then_some(ErrorKind::Status);
                (Some(response), error)
            }
            Outcome::Failed { error, partial } => {
                let kind = ErrorKind::from_transport(error.kind()).in_phase(phase);
                (partial.as_ref(), Some(kind))
            }
        };
        let attempt = Attempt {
            operation: self.operation.id,
            method: self.operation.method.clone(),
            number,
            status: outcome.status(),
            error,
            request_id: response.and_then(|response| response.request_id().map(str::to_owned)),
            duration,
            retry_delay,
        };
        self.settings.hooks.after(&attempt);
        #[cfg(feature = "tracing")]
        trace::attempt(&attempt);
    }

    /// Returns the timeout of the next attempt, or `None` if the time of the call has run out. `elapsed` is the time since
    /// the call started.
    fn limit(&self, elapsed: Duration) -> Option<AttemptLimit> {
        let remaining = match self.total_timeout {
            Some(total) => total.checked_sub(elapsed).filter(|left| !left.is_zero())?,
            None => Duration::MAX,
        };
        Some(if remaining < self.timeout {
            AttemptLimit {
                duration: remaining,
                phase: TimeoutPhase::Total,
            }
        } else {
            AttemptLimit {
                duration: self.timeout,
                phase: TimeoutPhase::Attempt,
            }
        })
    }

    /// Returns the delay before the next attempt, or `None` if the outcome is final.
    fn retry_delay(
        &self,
        outcome: &Outcome,
        call: &CallState,
        remaining: Duration,
    ) -> Option<Duration> {
        if outcome.is_success() {
            self.settings.budget.deposit();
            return None;
        }
        if call.retries >= self.max_retries || !self.body.can_send() {
            return None;
        }
        let failure = outcome.failure();
        let idempotent = self.idempotent || call.has_key;
        let delay = retry::delay(failure, idempotent, call.retries, random::bits())?;
        // Checked first: a retry that does not happen must not reduce the budget.
        (delay < remaining && self.settings.budget.withdraw(failure)).then_some(delay)
    }

    /// Converts the outcome of the last attempt into the result of the call.
    fn finish(
        &self,
        outcome: Outcome,
        phase: TimeoutPhase,
        call: &CallState,
    ) -> Result<Exchange, Error> {
        match outcome {
            Outcome::Response {
                response,
                stream,
                refused_redirect,
            } => {
                let exchange = Exchange {
                    settings: self.settings.clone(),
                    operation: self.operation.clone(),
                    accept: self.accept,
                    response,
                    stream,
                    idle_timeout: self.idle_timeout,
                    strict: self.strict,
                };
                exchange.check_status(refused_redirect)
            }
            Outcome::Failed { error, partial } => {
                let error = match partial {
                    Some(response) => Error::interrupted(error, response),
                    None => Error::transport(error),
                };
                Err(call.fail(error.in_phase(phase)))
            }
        }
    }

    /// Returns a response of which nothing has been received.
    fn empty_response(&self, call: &CallState) -> RawResponse {
        RawResponse {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            truncated: false,
            attempts: call.attempts,
            maybe_processed: call.maybe_processed,
            request_id_header: self.settings.api.request_id_header,
        }
    }
}

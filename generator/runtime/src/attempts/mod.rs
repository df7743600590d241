//! Sends a request as often as is right, within its limits of time.
//!
//! In: a `Prepared` request. Out: the `Exchange`, or the error of the last attempt. One attempt is a request and its answer
//! with all redirects; whether another follows is decided by `retry`. Dropping the future ends whatever is under way. Knows
//! nothing of values, arguments or credentials.

pub mod redirect;
pub mod retry;
pub mod retry_after;
#[cfg(feature = "tracing")]
pub mod trace;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::runtime::attempts::redirect::Redirect;
use crate::runtime::attempts::retry::Failure;
use crate::runtime::auth;
use crate::runtime::auth::tokens::IssuedToken;
use crate::runtime::client::hooks::{Attempt, AttemptRequest};
use crate::runtime::clock;
use crate::runtime::descriptor::ResponseKind;
use crate::runtime::error::{Error, ErrorKind, TimeoutPhase};
use crate::runtime::random;
use crate::runtime::request::PreparedRequest;
use crate::runtime::response::RawResponse;
use crate::runtime::response::envelope::{self, Exchange};
use crate::runtime::transport::chunks::TransportBody;
use crate::runtime::transport::{TransportError, TransportErrorKind, TransportRequest};

/// How many bytes are kept of the body of a success that is longer than allowed.
const BEGINNING: usize = 64 << 10;

/// How the body of a response is to be read, if its status is a success; of any other it is read to its end.
#[derive(Clone, Copy)]
pub(crate) enum Reading {
    /// To its end, as what the operation declares.
    Declared,
    /// To its end, whatever it is.
    Whole,
    /// As it comes, where it is of this kind.
    Open(ResponseKind),
}

impl Reading {
    /// Returns whether the body is left to be read as it comes.
    fn is_open(self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// Returns whether a response is, as far as its headers say, something else than what is to be read.
    fn is_contradicted(self, prepared: &PreparedRequest, headers: &HeaderMap) -> bool {
        let kind = match self {
            Self::Open(kind) => kind,
            Self::Declared => prepared.operation.response,
            Self::Whole => return false,
        };
        let is_checked = matches!(
            kind,
            ResponseKind::Json
                | ResponseKind::Envelope
                | ResponseKind::Events
                | ResponseKind::Lines
        );
        is_checked && envelope::content_type(headers, prepared.accept, kind).is_err()
    }
}

/// What came in during an attempt. Outlives the attempt, so that nothing is lost when its time is over.
#[derive(Default)]
struct Progress {
    head: Option<(StatusCode, HeaderMap)>,
    body: BytesMut,
    /// Whether the body is the beginning of a longer one.
    truncated: bool,
    /// The body that is left to be read as it comes.
    stream: Option<TransportBody>,
    /// Why a redirect was not followed.
    refused: Option<&'static str>,
    /// Whether the response is a success of another kind than expected, of which the beginning tells enough.
    unexpected: bool,
}

/// How an attempt ended.
enum Ended {
    /// With an answer, of any status.
    RawResponse(RawResponse, Option<TransportBody>, Option<&'static str>),
    /// With no answer, or one that is a success and broke off.
    Broken(TransportError, Option<RawResponse>),
}

impl PreparedRequest {
    /// Sends the request, and reads the answer to its end; but the body is left to be read where the answer is a success of
    /// the kind that is to be open.
    pub(crate) async fn exchange(self, reading: Reading) -> Result<Exchange, Error> {
        #[cfg(feature = "tracing")]
        return crate::runtime::attempts::trace::call(self, reading).await;
        #[cfg(not(feature = "tracing"))]
        return self.repeat(reading).await;
    }

    /// Sends the request, again and again.
    pub(crate) async fn repeat(self, reading: Reading) -> Result<Exchange, Error> {
        let settings = &*self.settings;
        let start = settings.clock.now();
        let (mut attempts, mut retries, mut renewed) = (0, 0, false);
        let (mut keyed, mut maybe_processed) = (self.key.is_some(), false);
        loop {
            let token = self.token(start);
            let token = token
                .await
                .map_err(|error| error.after_attempts(attempts, maybe_processed))?;
            let begun = settings.clock.now();
            let Some((limit, phase)) = self.limit(begun.saturating_sub(start)) else {
                return Err(Error::deadline_exceeded(TimeoutPhase::Total)
                    .after_attempts(attempts, maybe_processed));
            };
            let headers = self
                .headers_of(attempts + 1, token.as_ref())
                .map_err(|error| error.after_attempts(attempts, maybe_processed))?;
            attempts += 1;
            // A key tells the service that it is the same request only where it is the same key.
            keyed &= self.key_of(&headers) == self.key_of(&self.headers);
            let mut progress = Progress::default();
            let attempt = self.attempt((reading, limit), headers, &mut progress);
            let fault = match clock::timeout(&*settings.clock, limit, attempt).await {
                Some(result) => result.err(),
                None => Some(TransportError::new(TransportErrorKind::Timeout)),
            };
            let ended = progress.end(fault, self.response(attempts, maybe_processed));
            // A token that was kept may have been revoked. What is refused for its credentials was not acted on.
            let stale = token.filter(|token| {
                !renewed && token.cached && ended.status() == Some(StatusCode::UNAUTHORIZED)
            });
            let now = settings.clock.now();
            let left = self.total_timeout.map_or(Duration::MAX, |total| {
                total.saturating_sub(now.saturating_sub(start))
            });
            let wait = match (&stale, &self.token) {
                (Some(token), Some(source)) => {
                    source.invalidate(token);
                    (self.body.can_send() && !left.is_zero()).then_some(Duration::ZERO)
                }
                _ => self.wait(&ended, (retries, left), self.idempotent || keyed),
            };
            self.report(&ended, (attempts, phase), (now.saturating_sub(begun), wait));
            let Some(wait) = wait else {
                return self.finish(ended, phase, (attempts, maybe_processed));
            };
            maybe_processed |= retry::may_have_been_processed(ended.failure());
            // The connection of an answer whose body is left over is given back before the wait.
            drop(ended);
            if stale.is_some() {
                renewed = true;
            } else {
                settings.clock.sleep(wait).await;
                retries += 1;
            }
        }
    }

    /// Returns the token of the next attempt, if it has one.
    async fn token(&self, start: Duration) -> Result<Option<IssuedToken>, Error> {
        let Some(source) = &self.token else {
            return Ok(None);
        };
        let clock = &*self.settings.clock;
        let (limit, phase) = self
            .limit(clock.now().saturating_sub(start))
            .ok_or_else(|| Error::deadline_exceeded(TimeoutPhase::Total))?;
        match clock::timeout(clock, limit, source.get(&self.settings, limit)).await {
            Some(Ok(issued)) => Ok(Some(issued)),
            Some(Err(cause)) => Err(Error::credentials(cause)),
            None => Err(match phase {
                TimeoutPhase::Total => Error::deadline_exceeded(phase),
                _ => Error::credentials(Arc::from(Box::from("timed out while fetching a token"))),
            }),
        }
    }

    /// Returns the headers of an attempt, as hooks leave them.
    ///
    /// # Errors
    ///
    /// A hook adds credentials to what is sent over plain http, where the client has none to add.
    fn headers_of(&self, number: u32, token: Option<&IssuedToken>) -> Result<HeaderMap, Error> {
        let mut headers = self.headers.clone();
        if let Some(token) = token {
            headers.insert(AUTHORIZATION, token.header.clone());
        }
        self.settings.hooks.before(&mut AttemptRequest {
            operation: self.operation.id,
            method: &self.operation.method,
            uri: &self.uri,
            credentials: self.settings.api.credentials,
            number,
            headers: &mut headers,
        });
        let known = self.settings.api.credentials;
        let added = headers.iter().any(|(name, value)| {
            auth::is_secret_header(known, name) && self.headers.get(name) != Some(value)
        });
        if self.insecure && added {
            Err(Error::insecure_credentials())
        } else {
            Ok(headers)
        }
    }

    /// Returns the key by which the service knows that it has the request already, if it is sent.
    fn key_of<'a>(&self, headers: &'a HeaderMap) -> Option<&'a HeaderValue> {
        headers.get(self.key.as_ref()?)
    }

    /// Tells how an attempt ended, how long it took, and after which wait another follows.
    fn report(
        &self,
        ended: &Ended,
        (number, phase): (u32, TimeoutPhase),
        (duration, next): (Duration, Option<Duration>),
    ) {
        let response = match ended {
            Ended::RawResponse(response, ..) => Some(response),
            Ended::Broken(_, response) => response.as_ref(),
        };
        let error = match ended {
            Ended::RawResponse(response, ..) => {
                (!response.status.is_success()).then_some(ErrorKind::Status)
            }
            Ended::Broken(fault, _) => {
                Some(ErrorKind::from_transport(fault.kind()).in_phase(phase))
            }
        };
        let attempt = Attempt {
            operation: self.operation.id,
            method: self.operation.method.clone(),
            number,
            status: ended.status(),
            error,
            request_id: response.and_then(|it| it.request_id().map(str::to_owned)),
            duration,
            retry_delay: next,
        };
        self.settings.hooks.after(&attempt);
        #[cfg(feature = "tracing")]
        crate::runtime::attempts::trace::attempt(&attempt);
    }

    /// Returns how long the next attempt may take, and what it means if that is too short.
    fn limit(&self, passed: Duration) -> Option<(Duration, TimeoutPhase)> {
        let left = match self.total_timeout {
            Some(total) => total.checked_sub(passed).filter(|left| !left.is_zero())?,
            None => Duration::MAX,
        };
        Some(if left < self.timeout {
            (left, TimeoutPhase::Total)
        } else {
            (self.timeout, TimeoutPhase::Attempt)
        })
    }

    /// Sends the request once, and follows redirects.
    async fn attempt(
        &self,
        (reading, limit): (Reading, Duration),
        mut headers: HeaderMap,
        progress: &mut Progress,
    ) -> Result<(), TransportError> {
        let settings = &*self.settings;
        let method = &self.operation.method;
        // Blocking transports end nothing by themselves but what they wait for alone.
        let deadline = settings.clock.now().saturating_add(limit);
        let left = || deadline.checked_sub(settings.clock.now());
        let late = || TransportError::new(TransportErrorKind::Timeout);
        let (mut uri, mut followed) = (self.uri.clone(), 0);
        loop {
            let request = TransportRequest {
                operation: self.operation.id,
                method: method.clone(),
                uri: uri.clone(),
                headers: headers.clone(),
                body: self.body.clone(),
                timeout: left().ok_or_else(late)?,
                idle_timeout: reading.is_open().then_some(self.idle_timeout),
            };
            let response = settings.transport.send(request).await;
            let response = response.map_err(|fault| fault.after_redirects(followed))?;
            let head = (response.status, &response.headers);
            match redirect::redirect((method, &uri), head, followed) {
                Redirect::Follow(_, true) if !self.body.is_empty() => {
                    progress.refused =
                        Some("a request with a body is not redirected to another origin");
                }
                Redirect::Follow(next, foreign) => {
                    if foreign {
                        headers = redirect::common(&headers);
                    }
                    uri = next;
                    followed += 1;
                    continue;
                }
                Redirect::Refuse(reason) => progress.refused = Some(reason),
                Redirect::No => {}
            }
            let is_success = response.status.is_success();
            progress.unexpected = is_success && reading.is_contradicted(self, &response.headers);
            let is_left_open = reading.is_open() && is_success && !progress.unexpected;
            progress.head = Some((response.status, response.headers));
            if is_left_open {
                progress.stream = Some(response.body);
                return Ok(());
            }
            let is_late = || left().is_none();
            let is_whole = is_success && !progress.unexpected;
            let limit = (self.max_body_size, is_whole);
            return progress.read(response.body, limit, &is_late).await;
        }
    }

    /// Returns how long to wait before another attempt, if there should be one and it begins while there is time left.
    fn wait(
        &self,
        ended: &Ended,
        (retries, left): (u32, Duration),
        idempotent: bool,
    ) -> Option<Duration> {
        if let Ended::RawResponse(response, ..) = ended
            && response.status.is_success()
        {
            self.settings.budget.give();
            return None;
        }
        let failure = ended.failure();
        if retries >= self.max_retries || !self.body.can_send() {
            return None;
        }
        let wait = retry::wait(failure, idempotent, (retries, random::bits()))?;
        // What is not there to be used is not taken from the budget.
        (wait < left && self.settings.budget.take(failure)).then_some(wait)
    }

    /// Turns the last attempt into what the call gives.
    fn finish(
        &self,
        ended: Ended,
        phase: TimeoutPhase,
        (attempts, maybe_processed): (u32, bool),
    ) -> Result<Exchange, Error> {
        match ended {
            Ended::RawResponse(response, stream, refused) => {
                let exchange = Exchange {
                    settings: self.settings.clone(),
                    operation: self.operation.clone(),
                    accept: self.accept,
                    response,
                    stream,
                    idle_timeout: self.idle_timeout,
                    strict: self.strict,
                };
                exchange.succeeded(refused)
            }
            Ended::Broken(fault, response) => {
                let error = match response {
                    Some(response) => Error::interrupted(fault, response),
                    None => Error::transport(fault),
                };
                Err(error
                    .in_phase(phase)
                    .after_attempts(attempts, maybe_processed))
            }
        }
    }

    /// An answer that nothing has come in of.
    fn response(&self, attempts: u32, maybe_processed: bool) -> RawResponse {
        RawResponse {
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            truncated: false,
            attempts,
            maybe_processed,
            request_id_header: self.settings.api.request_id_header,
        }
    }
}

impl Ended {
    /// What came of the attempt, which is no success.
    fn failure(&self) -> Failure<'_> {
        match self {
            Self::RawResponse(response, ..) => Failure::Answer(response.status, &response.headers),
            Self::Broken(fault, _) => Failure::Fault(fault.kind()),
        }
    }

    /// The answer's status, if there was an answer.
    fn status(&self) -> Option<StatusCode> {
        match self {
            Self::RawResponse(response, ..) | Self::Broken(_, Some(response)) => {
                Some(response.status)
            }
            Self::Broken(_, None) => None,
        }
    }
}

impl Progress {
    /// Reads a body to its end, or as much of it as may be kept. What must be whole has to end before that.
    async fn read(
        &mut self,
        mut body: TransportBody,
        (limit, is_whole): (usize, bool),
        is_late: &(dyn Fn() -> bool + Sync),
    ) -> Result<(), TransportError> {
        while let Some(chunk) = body.next().await {
            let chunk = chunk?;
            if is_late() {
                return Err(TransportError::new(TransportErrorKind::Timeout));
            }
            let room = limit - self.body.len();
            if chunk.len() > room {
                self.truncated = true;
                if is_whole {
                    // What is of no use need not fill the memory.
                    self.body.truncate(BEGINNING);
                    let room = BEGINNING.saturating_sub(self.body.len());
                    self.body.extend_from_slice(&chunk[..room.min(chunk.len())]);
                    return Err(TransportError::body_too_large(limit));
                }
                self.body.extend_from_slice(&chunk[..room]);
                return Ok(());
            }
            self.body.extend_from_slice(&chunk);
        }
        Ok(())
    }

    fn end(self, fault: Option<TransportError>, blank: RawResponse) -> Ended {
        let response = self.head.map(|(status, headers)| RawResponse {
            status,
            headers,
            body: self.body.freeze(),
            truncated: self.truncated || fault.is_some(),
            ..blank
        });
        let is_late = |fault: &Option<TransportError>| {
            let kind = fault.as_ref().map(TransportError::kind);
            kind == Some(TransportErrorKind::Timeout)
        };
        match (response, fault) {
            // Any other status says more than that its body broke off, and so does another content type than expected.
            (Some(response), fault)
                if fault.is_none()
                    || !response.status.is_success()
                    || self.unexpected && is_late(&fault) =>
            {
                Ended::RawResponse(response, self.stream, self.refused)
            }
            (response, Some(fault)) => Ended::Broken(fault, response),
            (_, None) => Ended::Broken(TransportError::new(TransportErrorKind::Other), None),
        }
    }
}

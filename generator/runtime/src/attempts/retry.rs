//! Decides whether a failed attempt is retried, and after which delay.
//!
//! In: the failure of an attempt, and whether the request is idempotent. Out: the delay before the next attempt, or
//! `None`. Pure, except for the budget: `attempts` reads the clock, sleeps and sends.
//!
//! | Failure | Retried |
//! | --- | --- |
//! | The connection failed or timed out, so nothing was sent. | always |
//! | Status 429, or 503 with `Retry-After`: the service rejected the request for now. | always |
//! | Status 408, 500, 502, 503, 504, 520 to 524, or 529. | if idempotent |
//! | The response timed out, or the connection was lost. | if idempotent |
//! | Any other status, an invalid request, or a body that is too large. | never |
//!
//! A response header `x-should-retry: true` or `false` takes precedence over the status. A request is idempotent if its
//! method is GET, HEAD, PUT, DELETE, OPTIONS, TRACE or QUERY, or if it has an idempotency key.
//!
//! The delay is that of `Retry-After`, or else random with exponential backoff. A failure with a `Retry-After` above 60
//! seconds is not retried.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use crate::runtime::attempts::retry_after::retry_after;
use crate::runtime::transport::TransportErrorKind;

/// The default maximum number of retries.
pub(crate) const MAX_RETRIES: u32 = 2;
/// The longest `Retry-After` that is waited for.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);
/// The upper bound of the first random delay. It doubles with each retry.
const BASE_DELAY: Duration = Duration::from_millis(500);
/// The upper bound of all random delays.
const MAX_DELAY: Duration = Duration::from_secs(8);
/// The lower bound of all delays.
const MIN_DELAY: Duration = Duration::from_millis(50);

/// The failure of an attempt.
#[derive(Clone, Copy)]
pub(crate) enum Failure<'a> {
    /// A response with a status that is not a success.
    Response(StatusCode, &'a HeaderMap),
    /// No response, or an incomplete successful one.
    Transport(TransportErrorKind),
}

/// When a failure is retried.
#[derive(Clone, Copy, PartialEq)]
enum Retried {
    Always,
    IfIdempotent,
    Never,
}

impl Failure<'_> {
    /// Looks the failure up in the table of this module.
    fn retried(self) -> Retried {
        match self {
            Self::Transport(kind) => match kind {
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => Retried::Always,
                TransportErrorKind::Timeout
                | TransportErrorKind::IdleTimeout
                | TransportErrorKind::Other => Retried::IfIdempotent,
                TransportErrorKind::Unsendable | TransportErrorKind::BodyTooLarge(_) => {
                    Retried::Never
                }
            },
            Self::Response(status, headers) => match should_retry(headers) {
                Some(true) => Retried::Always,
                Some(false) => Retried::Never,
                None => match status.as_u16() {
                    429 => Retried::Always,
                    503 if retry_after(headers).is_some() => Retried::Always,
                    408 | 500 | 502 | 503 | 504 | 520..=524 | 529 => Retried::IfIdempotent,
                    _ => Retried::Never,
                },
            },
        }
    }
}

/// Returns `true` if the method is idempotent: sending the request twice has the same effect as sending it once.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    // The `http` crate has no constant for QUERY.
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS | Method::TRACE
    ) || method.as_str() == "QUERY"
}

/// Returns `true` if the service may have processed the request. With a status from 400 to 499, it rejected the request,
/// except for 408, which concerns the connection. The only other rejection is 503 with `Retry-After`.
pub(crate) fn may_have_been_processed(failure: Failure<'_>) -> bool {
    match failure {
        Failure::Transport(kind) => !matches!(
            kind,
            TransportErrorKind::Unsendable
                | TransportErrorKind::Connect
                | TransportErrorKind::ConnectTimeout
        ),
        Failure::Response(status, headers) => match status.as_u16() {
            408 => true,
            503 => retry_after(headers).is_none(),
            _ => !status.is_client_error(),
        },
    }
}

/// Returns the delay before the next attempt, or `None` if the failure is not retried.
///
/// `retries` is the number of retries so far, `random` the random bits for the delay.
pub(crate) fn delay(
    failure: Failure<'_>,
    idempotent: bool,
    retries: u32,
    random: u64,
) -> Option<Duration> {
    match failure.retried() {
        Retried::Always => {}
        Retried::IfIdempotent if idempotent => {}
        Retried::IfIdempotent | Retried::Never => return None,
    }
    let stated = match failure {
        Failure::Response(_, headers) => retry_after(headers),
        Failure::Transport(_) => None,
    };
    match stated {
        Some(stated) if stated > MAX_RETRY_AFTER => None,
        Some(stated) => Some(stated.max(MIN_DELAY)),
        None => Some(backoff(retries, random)),
    }
}

/// Reads the header `x-should-retry`.
fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.as_bytes() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

/// Returns a random delay up to a limit that doubles with each retry ("full jitter"), so that clients that failed at the
/// same time do not retry at the same time.
fn backoff(retries: u32, random: u64) -> Duration {
    let limit = BASE_DELAY
        .saturating_mul(1 << retries.min(10))
        .min(MAX_DELAY);
    // The upper 32 bits as a fraction from 0 to 1.
    let fraction = f64::from((random >> 32) as u32) / f64::from(u32::MAX);
    limit.mul_f64(fraction).max(MIN_DELAY)
}

/// The retry budget of a client. It keeps the client from adding load to a service that fails for all requests.
pub(crate) struct RetryBudget(AtomicU32);

impl RetryBudget {
    /// The initial and maximum balance.
    const FULL: u32 = 500;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Withdraws the cost of a retry, which is higher after a timeout, because the service may be overloaded. Returns
    /// `false` if the balance is too low.
    pub(crate) fn withdraw(&self, failure: Failure<'_>) -> bool {
        let cost = match failure {
            Failure::Transport(
                TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout,
            ) => 10,
            _ => 5,
        };
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |balance| {
                balance.checked_sub(cost)
            })
            .is_ok()
    }

    /// Deposits a small amount after a success.
    pub(crate) fn deposit(&self) {
        let update = |balance: u32| (balance < Self::FULL).then_some(balance + 1);
        // Fails if the budget is full, which is fine.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, update);
    }
}

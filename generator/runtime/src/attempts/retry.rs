//! Decides whether a failed attempt is followed by another, and when.
//!
//! In: what came of the attempt, and whether the call can do harm if it arrives twice. Out: how long to wait, or that it
//! ends here. Pure but for the budget: the clock, the sleeping and the sending are the business of `attempts`.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use crate::runtime::attempts::retry_after::retry_after;
use crate::runtime::transport::TransportErrorKind;

/// How many further attempts a call has, unless set.
pub(crate) const MAX_RETRIES: u32 = 2;
/// The longest wait that an answer can ask for; longer ones are the caller's to wait.
const LONGEST_STATED: Duration = Duration::from_secs(60);
/// What the wait before the first further attempt is drawn from; it doubles with each.
const FIRST: Duration = Duration::from_millis(500);
/// What a wait is drawn from at most.
const LONGEST: Duration = Duration::from_secs(8);
/// No wait is shorter.
const SHORTEST: Duration = Duration::from_millis(50);

/// What came of an attempt that failed.
#[derive(Clone, Copy)]
pub(crate) enum Failure<'a> {
    /// An answer that is no success.
    Answer(StatusCode, &'a HeaderMap),
    /// No answer, or one that is a success and broke off.
    Fault(TransportErrorKind),
}

/// Returns whether a request of this method does no more when it arrives twice than when it arrives once.
pub(crate) fn is_idempotent(method: &Method) -> bool {
    // QUERY, which is safe by its definition, has no name in the crate of HTTP's types.
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE | Method::OPTIONS | Method::TRACE
    ) || method.as_str() == "QUERY"
}

/// Returns whether the service may have done what it was asked for. Statuses of 400 to 499 blame the request, and so say that
/// it was refused; but 408 blames the connection. Of the others, only 503 says so, where it asks to come again later.
pub(crate) fn may_have_been_processed(failure: Failure<'_>) -> bool {
    match failure {
        Failure::Fault(kind) => !matches!(
            kind,
            TransportErrorKind::Unsendable
                | TransportErrorKind::Connect
                | TransportErrorKind::ConnectTimeout
        ),
        Failure::Answer(status, headers) => match status.as_u16() {
            408 => true,
            503 => retry_after(headers).is_none(),
            _ => !status.is_client_error(),
        },
    }
}

/// Returns how long to wait before another attempt, if there should be one.
///
/// `repeatable` says whether the request may arrive twice, `retries` how many further attempts there were, `random` draws the
/// wait.
pub(crate) fn wait(
    failure: Failure<'_>,
    idempotent: bool,
    (retries, random): (u32, u64),
) -> Option<Duration> {
    let backoff = Some(backoff(retries, random));
    match failure {
        Failure::Fault(kind) => {
            let again = match kind {
                TransportErrorKind::Connect | TransportErrorKind::ConnectTimeout => true,
                TransportErrorKind::Timeout
                | TransportErrorKind::IdleTimeout
                | TransportErrorKind::Other => idempotent,
                TransportErrorKind::Unsendable | TransportErrorKind::BodyTooLarge(_) => false,
            };
            backoff.filter(|_| again)
        }
        Failure::Answer(status, headers) => {
            let stated = retry_after(headers);
            let again = should_retry(headers).unwrap_or_else(|| match status.as_u16() {
                429 => true,
                503 => idempotent || stated.is_some(),
                408 | 500 | 502 | 504 | 520..=524 | 529 => idempotent,
                _ => false,
            });
            match stated {
                Some(stated) if stated > LONGEST_STATED => None,
                Some(stated) => Some(stated.max(SHORTEST)),
                None => backoff,
            }
            .filter(|_| again)
        }
    }
}

/// Reads the header by which some services decide outright.
fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.as_bytes() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

/// Draws a wait: anything up to a limit that doubles, so that clients which failed together do not return together.
fn backoff(retries: u32, random: u64) -> Duration {
    let limit = FIRST.saturating_mul(1 << retries.min(10)).min(LONGEST);
    // The upper half of the bits: a fraction below 1, exact in floating point.
    let fraction = f64::from((random >> 32) as u32) / f64::from(u32::MAX);
    limit.mul_f64(fraction).max(SHORTEST)
}

/// What a client may spend on further attempts, so that it does not multiply the load of a service that fails for all.
pub(crate) struct Budget(AtomicU32);

impl Budget {
    /// What there is at the start, and at most.
    const FULL: u32 = 500;

    pub(crate) fn new() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    /// Takes what a further attempt costs: more after a timeout, which suggests that the service is overloaded. Returns
    /// whether that was there.
    pub(crate) fn take(&self, failure: Failure<'_>) -> bool {
        let cost = match failure {
            Failure::Fault(TransportErrorKind::Timeout | TransportErrorKind::ConnectTimeout) => 10,
            _ => 5,
        };
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(cost)
            })
            .is_ok()
    }

    /// Gives back a little for a success.
    pub(crate) fn give(&self) {
        let update = |left: u32| (left < Self::FULL).then_some(left + 1);
        // Full already is fine too.
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, update);
    }
}

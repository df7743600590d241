//! The kinds of errors.
//!
//! In: the kind of a transport error. Out: an [`ErrorKind`], on which programs can match. Knows nothing about
//! responses.

use crate::runtime::transport::TransportErrorKind;

/// The kind of an [`Error`](crate::runtime::Error).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not configured for the call: a setting is invalid, or credentials are missing. Nothing was sent.
    Configuration,
    /// The token provider failed or timed out. The last attempt was not sent.
    Credentials,
    /// An argument cannot be sent or violates a documented constraint. Nothing was sent.
    InvalidRequest,
    /// The connection failed. The last attempt was not sent.
    Connect,
    /// The call timed out in this phase.
    Timeout(TimeoutPhase),
    /// The connection was lost, or the response body is too large. The service may have processed the request.
    Transport,
    /// The status of the response is not a success.
    Status,
    /// The status of the response is a success, but its envelope reports a failure.
    Api,
    /// A successful response could not be decoded, or too many consecutive pages contain no items.
    ///
    /// [`Error::body`](crate::runtime::Error::body) is the body that could not be decoded, or at most its start if it
    /// is streamed. It is empty if a header could not be decoded, and for pages without items.
    Decode,
}

/// The phase of a call that timed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutPhase {
    /// Connecting. The last attempt was not sent.
    Connect,
    /// An attempt, until the response body has been received. The service may have processed the request.
    Attempt,
    /// The call as a whole, including all attempts and the delays between them.
    Total,
    /// Waiting for the next chunk of a streamed body.
    Idle,
}

impl ErrorKind {
    /// Returns the kind for a kind of transport error.
    pub(crate) fn from_transport(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::Unsendable => Self::Configuration,
            TransportErrorKind::Connect => Self::Connect,
            TransportErrorKind::ConnectTimeout => Self::Timeout(TimeoutPhase::Connect),
            TransportErrorKind::Timeout => Self::Timeout(TimeoutPhase::Attempt),
            TransportErrorKind::IdleTimeout => Self::Timeout(TimeoutPhase::Idle),
            TransportErrorKind::BodyTooLarge(_) | TransportErrorKind::Other => Self::Transport,
        }
    }

    /// Replaces the phase of an attempt's timeout with another one.
    pub(crate) fn in_phase(self, phase: TimeoutPhase) -> Self {
        match self {
            Self::Timeout(TimeoutPhase::Attempt) => Self::Timeout(phase),
            kind => kind,
        }
    }
}

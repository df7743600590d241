//! What kinds of errors there are.
//!
//! In: what the transport says. Out: [`ErrorKind`], by which programs decide what to do. Knows nothing of answers.

use crate::runtime::transport::TransportErrorKind;

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up for the call: a setting is wrong, or credentials are missing. Nothing was sent.
    Configuration,
    /// What gives the client its tokens failed, or took too long. This attempt was not sent.
    Credentials,
    /// The arguments of the call cannot be sent, or break a documented constraint. Nothing was sent.
    InvalidRequest,
    /// There was no connection. This attempt was not sent.
    Connect,
    /// It took too long.
    Timeout(TimeoutPhase),
    /// The connection failed later on, or the answer was longer than allowed; the service may have acted on the request.
    Transport,
    /// The answer's status is not a success.
    Status,
    /// The answer's status is a success, but the answer itself says that the call failed.
    Api,
    /// The answer is a success, but cannot be read, or is one too many of a row of pages without an item.
    ///
    /// [`Error::body`](crate::runtime::Error::body) has all of an answer that cannot be read, or at most its beginning where it
    /// was to be read as it comes; it has nothing of such pages, and nothing where it is a header that cannot be read.
    Decode,
}

/// What took too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutPhase {
    /// The connection. This attempt was not sent.
    Connect,
    /// The answer, to the end of its body; the service may have acted on the request.
    Attempt,
    /// The call as a whole, with all its attempts and the waits between them.
    Total,
    /// The next part of a body that is read as it comes.
    Idle,
}

impl ErrorKind {
    /// Returns the kind of a transport's failure.
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

    /// Returns the kind that says that the time of another phase was over, where the time of an attempt was.
    pub(crate) fn in_phase(self, phase: TimeoutPhase) -> Self {
        match self {
            Self::Timeout(TimeoutPhase::Attempt) => Self::Timeout(phase),
            kind => kind,
        }
    }
}

//! Sends a request once, with redirects.
//!
//! In: a `PreparedRequest` and the headers of the attempt. Out: an `Outcome`. What has been received is kept when the
//! attempt times out. Knows nothing about retries.

use std::time::Duration;

use bytes::BytesMut;
use http::{HeaderMap, StatusCode};

use crate::runtime::attempts::redirect::{self, Redirect};
use crate::runtime::attempts::retry::Failure;
use crate::runtime::descriptor::ResponseKind;
use crate::runtime::request::PreparedRequest;
use crate::runtime::response::RawResponse;
use crate::runtime::response::content_type::check_content_type;
use crate::runtime::transport::chunks::TransportBody;
use crate::runtime::transport::{TransportError, TransportErrorKind, TransportRequest};

/// How much of a successful response is kept if its body exceeds the size limit, in bytes.
const TRUNCATED_SIZE: usize = 64 << 10;

/// How the body of a successful response is read. The body of any other response is always read completely.
#[derive(Clone, Copy)]
pub(crate) enum BodyMode {
    /// Completely, as the kind that the operation declares.
    Declared,
    /// Completely, as any kind.
    Full,
    /// As a stream of this kind.
    Stream(ResponseKind),
}

impl BodyMode {
    /// Returns `true` if the body is streamed.
    fn is_stream(self) -> bool {
        matches!(self, Self::Stream(_))
    }

    /// Returns `true` if the content type of the response is not the expected one.
    fn is_unexpected(self, request: &PreparedRequest, headers: &HeaderMap) -> bool {
        let kind = match self {
            Self::Stream(kind) => kind,
            Self::Declared => request.operation.response,
            Self::Full => return false,
        };
        let is_checked = matches!(
            kind,
            ResponseKind::Json
                | ResponseKind::Envelope
                | ResponseKind::Events
                | ResponseKind::Lines
        );
        is_checked && check_content_type(headers, request.accept, kind).is_err()
    }
}

/// What an attempt has received. Outlives the attempt, so that nothing is lost when it times out.
#[derive(Default)]
pub(super) struct Progress {
    head: Option<(StatusCode, HeaderMap)>,
    body: BytesMut,
    /// Whether the body is only the start of a longer one.
    truncated: bool,
    /// The body, if it is streamed.
    stream: Option<TransportBody>,
    /// Why a redirect was not followed.
    refused_redirect: Option<&'static str>,
    /// Whether this is a successful response with an unexpected content type. Its start is enough for the error.
    unexpected: bool,
}

/// The outcome of an attempt.
pub(super) enum Outcome {
    /// A response of any status.
    Response {
        response: RawResponse,
        /// The body, if it is streamed.
        stream: Option<TransportBody>,
        /// Why a redirect was not followed.
        refused_redirect: Option<&'static str>,
    },
    /// No response, or a successful one that is incomplete.
    Failed {
        error: TransportError,
        partial: Option<RawResponse>,
    },
}

impl PreparedRequest {
    /// Sends the request once and follows redirects.
    pub(super) async fn attempt(
        &self,
        mode: BodyMode,
        limit: Duration,
        mut headers: HeaderMap,
        progress: &mut Progress,
    ) -> Result<(), TransportError> {
        let settings = &*self.settings;
        let method = &self.operation.method;
        // Blocking transports apply the timeout only to single steps.
        let deadline = settings.clock.now().saturating_add(limit);
        let remaining = || deadline.checked_sub(settings.clock.now());
        let timed_out = || TransportError::new(TransportErrorKind::Timeout);
        let (mut uri, mut redirects) = (self.uri.clone(), 0);
        loop {
            let request = TransportRequest {
                operation: self.operation.id,
                method: method.clone(),
                uri: uri.clone(),
                headers: headers.clone(),
                body: self.body.clone(),
                timeout: remaining().ok_or_else(timed_out)?,
                idle_timeout: mode.is_stream().then_some(self.idle_timeout),
            };
            let response = settings.transport.send(request).await;
            let response = response.map_err(|error| error.after_redirects(redirects))?;
            match redirect::redirect(method, &uri, response.status, &response.headers, redirects) {
                Redirect::Follow {
                    cross_origin: true, ..
                } if !self.body.is_empty() => {
                    progress.refused_redirect =
                        Some("a request with a body is not redirected to another origin");
                }
                Redirect::Follow {
                    target,
                    cross_origin,
                } => {
                    if cross_origin {
                        headers = redirect::cross_origin_headers(&headers);
                    }
                    uri = target;
                    redirects += 1;
                    continue;
                }
                Redirect::Refuse(reason) => progress.refused_redirect = Some(reason),
                Redirect::None => {}
            }
            let is_success = response.status.is_success();
            progress.unexpected = is_success && mode.is_unexpected(self, &response.headers);
            let must_be_complete = is_success && !progress.unexpected;
            progress.head = Some((response.status, response.headers));
            if mode.is_stream() && must_be_complete {
                progress.stream = Some(response.body);
                return Ok(());
            }
            let is_late = || remaining().is_none();
            return progress
                .read(
                    response.body,
                    self.max_body_size,
                    must_be_complete,
                    &is_late,
                )
                .await;
        }
    }
}

impl Outcome {
    /// Returns `true` for a complete response with a successful status.
    pub(super) fn is_success(&self) -> bool {
        matches!(self, Self::Response { response, .. } if response.status.is_success())
    }

    /// Returns this outcome, which is not a success, as a failure.
    pub(super) fn failure(&self) -> Failure<'_> {
        match self {
            Self::Response { response, .. } => {
                Failure::Response(response.status, &response.headers)
            }
            Self::Failed { error, .. } => Failure::Transport(error.kind()),
        }
    }

    /// Returns the status of the response, if there was one.
    pub(super) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Response { response, .. }
            | Self::Failed {
                partial: Some(response),
                ..
            } => Some(response.status),
            Self::Failed { partial: None, .. } => None,
        }
    }
}

impl Progress {
    /// Reads a body up to `limit` bytes. If it must be complete, a larger one is an error.
    async fn read(
        &mut self,
        mut body: TransportBody,
        limit: usize,
        must_be_complete: bool,
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
                if must_be_complete {
                    // The error keeps only the start.
                    self.body.truncate(TRUNCATED_SIZE);
                    let room = TRUNCATED_SIZE.saturating_sub(self.body.len());
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

    /// Returns the outcome of the attempt. `empty` is the response to fill in.
    pub(super) fn finish(self, error: Option<TransportError>, empty: RawResponse) -> Outcome {
        let response = self.head.map(|(status, headers)| RawResponse {
            status,
            headers,
            body: self.body.freeze(),
            truncated: self.truncated || error.is_some(),
            ..empty
        });
        let is_timeout = |error: &Option<TransportError>| {
            let kind = error.as_ref().map(TransportError::kind);
            kind == Some(TransportErrorKind::Timeout)
        };
        match (response, error) {
            // An error status and an unexpected content type are more important than an incomplete body.
            (Some(response), error)
                if error.is_none()
                    || !response.status.is_success()
                    || self.unexpected && is_timeout(&error) =>
            {
                Outcome::Response {
                    response,
                    stream: self.stream,
                    refused_redirect: self.refused_redirect,
                }
            }
            (partial, Some(error)) => Outcome::Failed { error, partial },
            (_, None) => Outcome::Failed {
                error: TransportError::new(TransportErrorKind::Other),
                partial: None,
            },
        }
    }
}

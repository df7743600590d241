//! Emits a `tracing` span for each call, and an event for each attempt.
//!
//! In: a request, and its attempts. Out: spans and events with the field names of OpenTelemetry for HTTP clients. They
//! contain no body, no URL except its template, and no header except the request ID.

use std::time::Duration;

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Instrument, Level, Span};

use crate::runtime::attempts::attempt::BodyMode;
use crate::runtime::client::hooks::Attempt;
use crate::runtime::error::{Error, ErrorKind, TimeoutPhase};
use crate::runtime::request::PreparedRequest;
use crate::runtime::request::reference;
use crate::runtime::response::exchange::Exchange;

/// The target of spans and events: the name of the crate.
const TARGET: &str = env!("CARGO_CRATE_NAME");

/// Creates the span of a call.
fn span(prepared: &PreparedRequest) -> Span {
    let operation = &*prepared.operation;
    tracing::span!(
        target: TARGET,
        Level::INFO,
        "call",
        otel.kind = "client",
        otel.name = format_args!("{} {}", operation.method, operation.template),
        http.request.method = operation.method.as_str(),
        url.template = operation.template,
        server.address = prepared.uri.host().unwrap_or_default(),
        server.port = reference::port(&prepared.uri),
        operation.id = operation.id,
        http.response.status_code = Empty,
        http.request.resend_count = Empty,
        error.type = Empty,
    )
}

/// Emits the event of an attempt, inside the span of its call.
pub(crate) fn attempt(attempt: &Attempt) {
    let status = attempt.status();
    let kind = attempt.error();
    let milliseconds = |duration: Duration| duration.as_secs_f64() * 1000.0;
    tracing::event!(
        target: TARGET,
        Level::DEBUG,
        http.request.resend_count = attempt.number() - 1,
        http.response.status_code = status.map(|status| status.as_u16()),
        error.type = kind.map(|kind| error_type(kind, status.as_ref())),
        request_id = attempt.request_id(),
        duration_ms = milliseconds(attempt.duration()),
        next_attempt_in_ms = attempt.retry_delay().map(milliseconds),
        "attempt",
    );
}

/// Sends a request inside the span of its call, and completes the span.
pub(crate) async fn call(prepared: PreparedRequest, mode: BodyMode) -> Result<Exchange, Error> {
    let span = span(&prepared);
    let result = prepared
        .send_with_retries(mode)
        .instrument(span.clone())
        .await;
    let (status, attempts) = match &result {
        Ok(Exchange { response, .. }) => (Some(response.status), response.attempts),
        Err(error) => (error.status(), error.attempts()),
    };
    if let Some(status) = status {
        span.record("http.response.status_code", status.as_u16());
    }
    if attempts > 1 {
        span.record("http.request.resend_count", attempts - 1);
    }
    if let Err(error) = &result {
        span.record("error.type", error_type(error.kind(), status.as_ref()));
    }
    result
}

/// Returns a short and stable name of the error. For a status, it is the number, as OpenTelemetry specifies.
fn error_type(kind: ErrorKind, status: Option<&StatusCode>) -> &str {
    match kind {
        ErrorKind::Configuration => "configuration",
        ErrorKind::Credentials => "credentials",
        ErrorKind::InvalidRequest => "invalid_request",
        ErrorKind::Connect => "connect",
        ErrorKind::Timeout(TimeoutPhase::Connect) => "connect_timeout",
        ErrorKind::Timeout(TimeoutPhase::Idle) => "idle_timeout",
        ErrorKind::Timeout(_) => "timeout",
        ErrorKind::Transport => "transport",
        ErrorKind::Status => status.map_or("status", StatusCode::as_str),
        ErrorKind::Api => "api",
        ErrorKind::Decode => "decode",
    }
}

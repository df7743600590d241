//! Spans and events, as a subscriber sees them.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::support::{CREATE, Failing, Mock, VirtualClock, wait};
use crate::runtime::{CallOptions, Client, Error, Parameter, TransportErrorKind};

/// Records spans and events, one per line.
#[derive(Clone, Default)]
struct Log {
    lines: Arc<Mutex<Vec<String>>>,
    ids: Arc<AtomicU64>,
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() != "duration_ms" && field.name() != "next_attempt_in_ms" {
            write!(self.0, " {}={value:?}", field.name()).expect("a string takes all");
        }
    }
}

impl Log {
    fn push(&self, what: &str, record: impl FnOnce(&mut Fields)) {
        let mut fields = Fields(what.to_owned());
        record(&mut fields);
        self.lines
            .lock()
            .expect("no test panics inside")
            .push(fields.0);
    }
}

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == env!("CARGO_CRATE_NAME")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.ids.fetch_add(1, Ordering::SeqCst) + 1;
        self.push(&format!("span {id}"), |fields| span.record(fields));
        Id::from_u64(id)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.push(&format!("record {}", span.into_u64()), |fields| {
            values.record(fields)
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.push("event", |fields| event.record(fields));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn create(client: &Client) -> Result<i32, Error> {
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    call.options(CallOptions::new().query("q", "s3cret"));
    wait(call.send::<i32>())
}

fn logged(call: impl FnOnce()) -> Vec<String> {
    let log = Log::default();
    tracing::subscriber::with_default(log.clone(), call);
    let lines = log.lines.lock().expect("no test panics inside");
    assert!(
        !lines.concat().contains("s3cret") && !lines.concat().contains("t0ken"),
        "{lines:?}"
    );
    lines.clone()
}

const SPAN: &str = "span 1 otel.kind=\"client\" otel.name=POST /accounts/{account_id}/inputs \
     http.request.method=\"POST\" url.template=\"/accounts/{account_id}/inputs\" \
     server.address=\"api.example.com\" server.port=443 operation.id=\"inputs.create\"";

#[test]
fn call_is_a_span_with_an_event_per_attempt() {
    let client = Mock::json(200, r#"{"result":7,"success":true}"#).client();
    let lines = logged(|| assert_eq!(create(&client).expect("sent"), 7));
    assert_eq!(
        lines,
        [
            SPAN,
            "event message=attempt http.request.resend_count=0 http.response.status_code=200 request_id=\"8a1\"",
            "record 1 http.response.status_code=200",
        ]
    );
}

#[test]
fn failures_have_an_error_type() {
    let client = Mock::json(429, "{}")
        .client_with(|builder| builder.max_retries(1).clock(VirtualClock::default()));
    let lines = logged(|| assert!(create(&client).is_err()));
    assert_eq!(
        lines,
        [
            SPAN,
            "event message=attempt http.request.resend_count=0 http.response.status_code=429 error.type=\"429\" request_id=\"8a1\"",
            "event message=attempt http.request.resend_count=1 http.response.status_code=429 error.type=\"429\" request_id=\"8a1\"",
            "record 1 http.response.status_code=429",
            "record 1 http.request.resend_count=1",
            "record 1 error.type=\"429\"",
        ]
    );
    let client = Mock::json(200, "")
        .client_with(|builder| builder.transport(Failing(TransportErrorKind::Other)));
    let lines = logged(|| assert!(create(&client).is_err()));
    assert_eq!(
        lines[1..],
        [
            "event message=attempt http.request.resend_count=0 error.type=\"transport\"",
            "record 1 error.type=\"transport\"",
        ]
    );
}

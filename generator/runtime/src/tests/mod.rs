//! Tests of the runtime. They are not copied into generated crates.

mod attempts;
mod auth;
#[cfg(feature = "ureq")]
mod blocking;
mod bodies;
mod by_status;
mod calls;
mod charset;
mod client_credentials;
mod custom_requests;
mod deviations;
mod envelope;
mod errors;
mod hooks;
#[cfg(feature = "test-util")]
mod mock;
mod other_types;
mod pages;
mod parameter;
#[cfg(any(feature = "reqwest", feature = "ureq"))]
mod proxies;
mod redaction;
mod redirects;
mod retry_after;
#[cfg(feature = "reqwest")]
mod server;
mod streams;
mod support;
mod tokens;
#[cfg(feature = "tracing")]
mod trace;
mod uploads;
mod url;

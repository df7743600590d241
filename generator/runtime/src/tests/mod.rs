//! Tests of the runtime; not part of generated crates.

mod answers;
mod attempts;
mod auth;
#[cfg(feature = "ureq")]
mod blocking;
mod bodies;
mod calls;
mod charset;
mod client_credentials;
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
mod slips;
mod streams;
mod support;
mod tokens;
#[cfg(feature = "tracing")]
mod trace;
mod unlisted;
mod uploads;
mod url;

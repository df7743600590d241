//! The runtime of a generated crate: the client, its calls, and the JSON codec of their values.
//!
//! A generated crate has it as `crate::runtime`: either a copy of these sources or the module of this name in the package
//! `openapi-client-runtime`. This is why all paths start there, and paths in macros with `$crate::runtime`. The runtime
//! knows nothing about a particular API: what differs between APIs is passed in as the static descriptors of
//! [`descriptor`]. What generated code uses is listed in [`protocol`].

// Sends a request: attempts, retries, redirects.
pub mod attempts;
// Credentials and tokens.
pub mod auth;
// Request bodies: JSON, forms, files.
pub mod body;
// Calls as generated code builds them, and requests that the program builds.
pub mod call;
// The client, its builder and its hooks.
pub mod client;
// Time and delays.
pub mod clock;
// Static descriptions of APIs and operations.
pub mod descriptor;
// The error type of the client.
pub mod error;
// The JSON codec.
pub mod json;
// A mock transport and a mock clock, for tests.
#[cfg(feature = "test-util")]
pub mod mock;
// Pagination.
pub mod pagination;
// Omitted, null, or a value.
pub mod patch;
// The version of what generated code uses of the runtime.
pub mod protocol;
// Random bits.
pub mod random;
// Redaction of secrets.
pub mod redacted;
// Requests: parameters, URLs, headers.
pub mod request;
// Responses that are read as a whole.
pub mod response;
// `serde` impls for generated types.
#[cfg(feature = "serde")]
pub mod serde_adapters;
// Responses that are read while they arrive.
pub mod streaming;
// Transports: the trait, reqwest, ureq.
pub mod transport;
// Validation of arguments.
pub mod validate;

#[cfg(test)]
mod tests;

pub use self::auth::client_credentials::ClientCredentials;
pub use self::auth::tokens::{Token, TokenClient, TokenProvider};
pub use self::body::Part;
pub use self::body::file::File;
pub use self::body::form::Form;
pub use self::body::upload::{BodySource, RequestBody};
pub use self::call::custom::Request;
pub use self::call::{Call, CallOptions, FromResponse, Pending, RawCall};
pub use self::client::Client;
pub use self::client::builder::ClientBuilder;
pub use self::client::hooks::{Attempt, AttemptRequest};
pub use self::client::mode::{Async, Blocking};
pub use self::clock::Clock;
pub use self::descriptor::{
    Api, Credential, Envelope, Operation, Parameter, ParameterLocation, Placement, ResponseKind,
    Segment, StatusRange, StatusResponse, Style,
};
pub use self::error::{ApiMessage, Error, ErrorKind, TimeoutPhase};
pub use self::json::{
    DecodeError, Encode, EncodeError, Json, Number, Parsed, Reader, StringType, WireShape, Writer,
    convert,
};
pub use self::pagination::pages::{Items, PagePosition, Pages};
pub use self::pagination::{CursorSource, PageSize, PageStrategy, Pagination};
pub use self::patch::Patch;
pub use self::redacted::Redacted;
pub use self::response::by_status::{ResponseBody, ResponseEnum, UndeclaredResponse};
pub use self::response::headers::{HeaderForm, HeaderReader};
pub use self::response::{Response, Warning};
#[cfg(feature = "serde")]
pub use self::serde_adapters::serde_adapters;
pub use self::streaming::download::Download;
pub use self::streaming::events::{EventParser, EventTooLarge, ServerSentEvent};
pub use self::streaming::sequences::{Events, JsonLines};
#[cfg(feature = "blocking")]
pub use self::transport::BlockingTransport;
pub use self::transport::chunks::{BoxChunks, Chunks, TransportBody};
pub use self::transport::{
    BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
pub use self::validate::{Checker, Limits, ValidationError, Violation, Violations, validate};
// Packages that the macros name.
#[doc(hidden)]
pub use http;
#[cfg(feature = "reqwest")]
#[doc(hidden)]
pub use reqwest;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use serde;

#[doc(hidden)]
pub use crate::{
    call_methods, checked_object, checked_union, define_client, integer_enum, limits, object,
    string_enum, union,
};

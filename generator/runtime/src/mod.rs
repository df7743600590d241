//! What every generated crate carries: the client, its calls, and the codec of their values.
//!
//! Copied as it is into each generated crate, where it is `crate::runtime`; hence paths begin there. Knows nothing of a
//! particular API: what differs between APIs arrives as the static descriptors of [`operation`].

pub mod attempts;
pub mod auth;
pub mod body;
pub mod call;
pub mod client;
pub mod clock;
pub mod descriptor;
pub mod error;
pub mod json;
#[cfg(feature = "test-util")]
pub mod mock;
pub mod pagination;
pub mod patch;
pub mod random;
pub mod redacted;
pub mod request;
pub mod response;
#[cfg(feature = "serde")]
pub mod serde_adapters;
pub mod streaming;
pub mod transport;
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
pub use self::call::{CallOptions, Pending, RawCall};
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
    DecodeError, Encode, EncodeError, Json, Number, Reader, WireShape, Writer, convert,
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
pub use self::validate::{
    Checker, IntegerRange, NumberRange, Validate, ValidationError, Violation, Violations,
};

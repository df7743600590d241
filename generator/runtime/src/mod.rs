//! What every generated crate carries: the client, its calls, and the codec of their values.
//!
//! Copied as it is into each generated crate, where it is `crate::runtime`; hence paths begin there. Knows nothing of a
//! particular API: what differs between APIs arrives as the static descriptors of [`operation`].

pub mod answers;
pub mod api_message;
pub mod attempts;
pub mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub mod body;
pub mod builder;
pub mod call;
pub mod charset;
pub mod chunks;
pub mod client;
pub mod client_credentials;
pub mod clock;
pub mod compression;
pub mod download;
pub mod envelope;
pub mod error;
pub mod error_kind;
pub mod events;
pub mod file;
pub mod form;
pub mod form_data;
pub mod headers;
pub mod hooks;
pub mod incoming;
pub mod json;
pub mod location;
#[cfg(feature = "test-util")]
pub mod mock;
pub mod mode;
pub mod multipart;
pub mod operation;
pub mod pages;
pub mod pagination;
pub mod parameter;
pub mod patch;
pub mod proxy;
pub mod random;
pub mod records;
pub mod redacted;
pub mod redirect;
pub mod request;
#[cfg(feature = "reqwest")]
pub mod reqwest_transport;
pub mod response;
pub mod retry;
pub mod retry_after;
pub mod sequences;
#[cfg(feature = "serde")]
pub mod serde_adapters;
#[cfg(not(target_arch = "wasm32"))]
pub mod thread_sleep;
pub mod tokens;
#[cfg(feature = "tracing")]
pub mod trace;
pub mod transport;
pub mod unlisted;
pub mod upload;
#[cfg(feature = "ureq")]
pub mod ureq_transport;
pub mod url;
pub mod validate;

#[cfg(test)]
mod tests;

pub use self::answers::{Alternatives, AnswerBody, Undeclared};
pub use self::body::Part;
pub use self::builder::ClientBuilder;
pub use self::call::{CallOptions, Pending, RawCall};
pub use self::chunks::{BoxChunks, Chunks, TransportBody};
pub use self::client::Client;
pub use self::client_credentials::ClientCredentials;
pub use self::clock::Clock;
pub use self::download::Download;
pub use self::error::{ApiMessage, Error, ErrorKind, TimeoutPhase};
pub use self::events::{EventParser, EventTooLarge, ServerSentEvent};
pub use self::file::File;
pub use self::form_data::Form;
pub use self::headers::{HeaderForm, HeaderReader};
pub use self::hooks::{Attempt, AttemptRequest};
pub use self::json::{
    DecodeError, Encode, EncodeError, Json, Look, Number, Reader, Writer, convert,
};
pub use self::mode::{Async, Blocking};
pub use self::operation::{
    Alternative, Answer, Api, Credential, Envelope, Operation, Parameter, Place, Placement,
    Segment, StatusRange, Style,
};
pub use self::pages::{Items, Pages, Position};
pub use self::pagination::{Advance, PageSize, PageSource, Pagination};
pub use self::patch::Patch;
pub use self::redacted::Redacted;
pub use self::response::{Response, Warning};
pub use self::sequences::{Events, Lines};
#[cfg(feature = "serde")]
pub use self::serde_adapters::serde_adapters;
pub use self::tokens::{Token, TokenClient, TokenProvider};
#[cfg(feature = "blocking")]
pub use self::transport::BlockingTransport;
pub use self::transport::{
    BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};
pub use self::unlisted::Request;
pub use self::upload::{RequestBody, Source};
pub use self::validate::{
    At, IntegerRange, NumberRange, Validate, ValidationError, Violation, Violations,
};

//! Prints `lib.rs`: the page that users read first, and the modules and names that they see.
//!
//! In: the crate. Out: one file. Knows nothing of what the page says (see `guide`).

use quote::quote;

use super::literal::{inner_docs, text};
use super::{guide, print};
use crate::rust::Crate;

/// Prints `lib.rs`.
pub(super) fn file(krate: &Crate) -> String {
    let docs = inner_docs(&[guide::text(krate)]);
    let deep = krate.recursion_limit.map(|limit| {
        let limit = text(&limit.to_string());
        quote!(#![recursion_limit = #limit])
    });
    let attributes = quote! {
        #docs
        #deep
        #![forbid(unsafe_code)]
        #![allow(clippy::should_implement_trait, clippy::large_enum_variant, deprecated)]
    };
    let jiff = krate.needs.jiff.then(|| {
        quote!(
            pub use jiff;
        )
    });
    let modules = quote! {
        mod client;
        pub mod resources;
        #[doc(hidden)]
        pub mod runtime;
        pub mod types;
    };
    let exports = quote! {
        pub use bytes;
        pub use http;
        #jiff
        pub use serde_json;
    };
    let own = quote! {
        pub use crate::runtime::{
            ApiMessage, Async, Attempt, AttemptRequest, Blocking, CallOptions, Client, ClientBuilder, ClientCredentials, Download, Error,
            ErrorKind, Events, File, Form, Items, JsonLines, Number, PagePosition, Pages, Patch, Pending, Request, Response, ServerSentEvent, TimeoutPhase,
            Token, TokenClient, TokenProvider, UndeclaredResponse, ValidationError, Violation, Warning,
        };
    };
    let further = quote! {
        /// Reading and writing the types of this crate as JSON.
        pub mod json {
            pub use crate::runtime::json::{DecodeError, Encode, EncodeError, Json, from_slice, from_str, to_string, to_vec};
        }

        /// Sending calls by other means than the built-in ones, and other clocks.
        pub mod transport {
            #[cfg(feature = "blocking")]
            pub use crate::runtime::BlockingTransport;
            pub use crate::runtime::{
                BodySource, BoxChunks, BoxFuture, Chunks, Clock, RequestBody, Transport, TransportBody, TransportError,
                TransportErrorKind, TransportRequest, TransportResponse,
            };
        }

        /// A transport without a network and a clock without waits, to test programs that use this crate.
        #[cfg(feature = "test-util")]
        pub mod test_util {
            pub use crate::runtime::mock::{Expectation, MockClock, MockFault, MockResponse, MockTransport, SentRequest};
        }
    };
    print::file(attributes, [modules, exports, own, further])
}

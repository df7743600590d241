//! Emits `lib.rs`: the documentation of the crate, and its public modules and names.
//!
//! In: the crate. Out: one file. The text of the documentation is in `crate_docs`.

use quote::quote;

use super::literal::{inner_docs, string_literal};
use super::{crate_docs, render};
use crate::rust::Crate;

/// Emits `lib.rs`. `is_ascii` is false if names of the document have letters outside ASCII, which rustc warns about where they
/// look like others.
pub(super) fn file(krate: &Crate, is_ascii: bool) -> String {
    let docs = inner_docs(&[crate_docs::text(krate)]);
    let recursion_limit = krate.recursion_limit.map(|limit| {
        let limit = string_literal(&limit.to_string());
        quote!(#![recursion_limit = #limit])
    });
    let letters = (!is_ascii).then(
        || quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]),
    );
    let attributes = quote! {
        #docs
        #recursion_limit
        #![forbid(unsafe_code)]
        #![allow(clippy::should_implement_trait, clippy::large_enum_variant, deprecated)]
        #letters
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
            ApiMessage, Async, Attempt, AttemptRequest, Blocking, Call, CallOptions, Client, ClientBuilder, ClientCredentials, Download, Error,
            ErrorKind, Events, File, Form, FromResponse, Items, JsonLines, Number, PagePosition, Pages, Parsed, Patch, Pending, Request, Response, ServerSentEvent, StringType, TimeoutPhase,
            Token, TokenClient, TokenProvider, UndeclaredResponse, ValidationError, Violation, Warning,
        };
    };
    let further = quote! {
        /// Decoding and encoding the types of this crate as JSON.
        pub mod json {
            pub use crate::runtime::json::{DecodeError, Encode, EncodeError, Json, from_slice, from_str, to_string, to_vec};
        }

        /// Traits for transports and clocks of your own.
        pub mod transport {
            #[cfg(feature = "blocking")]
            pub use crate::runtime::BlockingTransport;
            pub use crate::runtime::{
                BodySource, BoxChunks, BoxFuture, Chunks, Clock, RequestBody, Transport, TransportBody, TransportError,
                TransportErrorKind, TransportRequest, TransportResponse,
            };
        }

        /// A mock transport and a mock clock, to test programs that use this crate.
        #[cfg(feature = "test-util")]
        pub mod test_util {
            pub use crate::runtime::mock::{Expectation, MockClock, MockFault, MockResponse, MockTransport, SentRequest};
        }
    };
    render::file(attributes, [modules, exports, own, further])
}

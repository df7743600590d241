//! Emits `lib.rs`: the documentation of the crate, and its public modules and names.
//!
//! In: the crate. Out: one file. The text of the documentation is in `crate_docs`.

use quote::quote;

use super::layout::from_tokens;
use super::literal::inner_docs;
use super::runtime_crate::Runtime;
use super::{crate_docs, render};
use crate::rust::Crate;

/// Emits `lib.rs`. `is_ascii` is false if names of the document have letters outside ASCII, which rustc warns about where they
/// look like others.
pub(super) fn file(krate: &Crate, runtime: &Runtime, is_ascii: bool) -> String {
    let docs = inner_docs(&[crate_docs::text(krate)]);
    let recursion_limit = krate.recursion_limit.map(|limit| {
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let letters = (!is_ascii).then(
        || quote!(#![allow(confusable_idents, mixed_script_confusables, uncommon_codepoints)]),
    );
    let attributes = quote! {
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
    // The only line that depends on where the runtime is.
    let runtime = match runtime {
        Runtime::Vendored => quote!(
            pub mod runtime;
        ),
        Runtime::Crate(_) => quote!(
            pub use openapi_client_runtime::runtime;
        ),
    };
    let runtime = quote!(#[doc(hidden)] #runtime);
    let modules = quote! {
        mod client;
        pub mod resources;
        pub mod types;
    };
    let exports = quote! {
        pub use bytes;
        pub use http;
        #jiff
        pub use serde_json;
    };
    // Without `inline`, rustdoc only lists what another package defines.
    let own = quote! {
        pub use crate::client::{Client, ClientBuilder};
        #[doc(inline)]
        pub use crate::runtime::{
            ApiMessage, Async, Attempt, AttemptRequest, Blocking, Call, CallOptions, ClientCredentials, Download, Error,
            ErrorKind, Events, File, Form, FromResponse, Items, JsonLines, Number, PagePosition, Pages, Parsed, Patch, Pending, Request, Response, ServerSentEvent, StringType, TimeoutPhase,
            Token, TokenClient, TokenProvider, UndeclaredResponse, ValidationError, Violation, Warning,
        };
    };
    let further = quote! {
        /// Decoding and encoding the types of this crate as JSON.
        pub mod json {
            #[doc(inline)]
            pub use crate::runtime::json::{DecodeError, Encode, EncodeError, Json, from_slice, from_str, to_string, to_vec};
        }

        /// Traits for transports and clocks of your own.
        pub mod transport {
            #[cfg(feature = "blocking")]
            #[doc(inline)]
            pub use crate::runtime::BlockingTransport;
            #[doc(inline)]
            pub use crate::runtime::{
                BodySource, BoxChunks, BoxFuture, Chunks, Clock, RequestBody, Transport, TransportBody, TransportError,
                TransportErrorKind, TransportRequest, TransportResponse,
            };
        }

        /// A mock transport and a mock clock, to test programs that use this crate.
        #[cfg(feature = "test-util")]
        pub mod test_util {
            #[doc(inline)]
            pub use crate::runtime::mock::{Expectation, MockClock, MockFault, MockResponse, MockTransport, SentRequest};
        }
    };
    render::file_with_attributes(
        &docs,
        attributes,
        [modules, runtime, exports, own, further].map(from_tokens),
    )
}

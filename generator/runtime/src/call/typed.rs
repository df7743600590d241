//! Calls of operations, with the type of their response.
//!
//! In: a [`RawCall`]. Out: a [`Call`], which is sent when it is awaited. The type of the value decides how the response is
//! read (see [`FromResponse`]). Knows nothing about arguments.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;

use crate::runtime::call::{CallOptions, Pending, RawCall};
use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::error::Error;
use crate::runtime::json::Json;
use crate::runtime::response::Response;
use crate::runtime::streaming::download::Download;
use crate::runtime::streaming::sequences::{Events, JsonLines};

/// A call of an operation whose response is read as `T`.
///
/// The methods of resources create calls. A call is sent when it is awaited or, with a blocking client, by `send`.
/// Dropping it sends nothing.
///
/// # Errors
///
/// A call fails if the service responds with an error, a value is not allowed, the request cannot be sent, or the
/// response cannot be read. See [`ErrorKind`](crate::runtime::ErrorKind). The method that created the call lists the
/// statuses that the API documents.
#[must_use = "a call is not sent until it is awaited"]
pub struct Call<T, M = Async> {
    raw: RawCall<M>,
    value: PhantomData<fn() -> T>,
}

/// A type that a response can be read as: every type that is decoded from JSON, bytes, and streams of values.
pub trait FromResponse<M>: Sized {
    /// Sends a call and reads its response.
    #[doc(hidden)]
    fn send(call: RawCall<M>) -> Pending<Self, M>;

    /// Sends a call and reads its response, with the status and headers.
    #[doc(hidden)]
    fn send_with_response(call: RawCall<M>) -> Pending<Response<Self>, M>;
}

impl<T: Json, M> FromResponse<M> for T {
    fn send(call: RawCall<M>) -> Pending<Self, M> {
        call.send()
    }

    fn send_with_response(call: RawCall<M>) -> Pending<Response<Self>, M> {
        call.send_with_response()
    }
}

impl<M> FromResponse<M> for Bytes {
    fn send(call: RawCall<M>) -> Pending<Self, M> {
        call.send_bytes()
    }

    fn send_with_response(call: RawCall<M>) -> Pending<Response<Self>, M> {
        call.send_bytes_with_response()
    }
}

impl<T, M> FromResponse<M> for Events<T, M> {
    fn send(call: RawCall<M>) -> Pending<Self, M> {
        call.send_events()
    }

    fn send_with_response(call: RawCall<M>) -> Pending<Response<Self>, M> {
        call.send_events_with_response()
    }
}

impl<T: Json, M> FromResponse<M> for JsonLines<T, M> {
    fn send(call: RawCall<M>) -> Pending<Self, M> {
        call.send_lines()
    }

    fn send_with_response(call: RawCall<M>) -> Pending<Response<Self>, M> {
        call.send_lines_with_response()
    }
}

impl<T, M> Call<T, M> {
    /// Creates a call with these arguments.
    #[doc(hidden)]
    pub fn new(raw: RawCall<M>) -> Self {
        Self {
            raw,
            value: PhantomData,
        }
    }

    /// Sets options of this call, such as time limits, retries, and additional headers and query parameters.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.raw.options(options);
        self
    }
}

impl<T: FromResponse<M>, M> Call<T, M> {
    /// Sends the request and returns the value with its status and headers.
    pub fn with_response(self) -> Pending<Response<T>, M> {
        T::send_with_response(self.raw)
    }
}

impl<M> Call<Bytes, M> {
    /// Sends the request and returns when the head of the response has arrived.
    ///
    /// The body is read as it arrives, and can be larger than memory.
    pub fn stream(self) -> Pending<Download<M>, M> {
        self.raw.send_stream()
    }
}

#[cfg(feature = "blocking")]
impl<T: FromResponse<Blocking>> Call<T, Blocking> {
    /// Sends the request and waits for the response.
    ///
    /// # Errors
    ///
    /// See the method that created the call.
    pub fn send(self) -> Result<T, Error> {
        T::send(self.raw).send()
    }
}

impl<T: FromResponse<Async>> IntoFuture for Call<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pending<T>;

    fn into_future(self) -> Pending<T> {
        T::send(self.raw)
    }
}

/// Shows the operation ID, but no arguments.
impl<T, M> fmt::Debug for Call<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call")
            .field(&self.raw.operation_id())
            .finish()
    }
}

/// Implements, for the call of an operation with methods of its own, what it has in common with [`Call`].
///
/// In `List<M> => T`, `T` is the type that the response is read as. `text` reads a string that is not JSON, and
/// `by_status T` a type that depends on the status. A type that has the mode of the call as a parameter is followed by
/// the same type for async and for blocking calls.
#[doc(hidden)]
#[macro_export]
macro_rules! call_methods {
    ($name:ident<$mode:ident> => text) => {
        $crate::call_methods!(
            @common $name, $mode,
            ::std::string::String, ::std::string::String, ::std::string::String,
            $crate::runtime::RawCall::send_text,
            $crate::runtime::RawCall::send_text_with_response
        );
    };
    ($name:ident<$mode:ident> => by_status $value:ty) => {
        $crate::call_methods!(
            @common $name, $mode, $value, $value, $value,
            $crate::runtime::RawCall::send_by_status,
            $crate::runtime::RawCall::send_by_status_with_response
        );
    };
    ($name:ident<$mode:ident> => $value:ty) => {
        $crate::call_methods!($name<$mode> => $value, $value, $value);
    };
    ($name:ident<$mode:ident> => $value:ty, $async_value:ty, $blocking_value:ty) => {
        $crate::call_methods!(
            @common $name, $mode, $value, $async_value, $blocking_value,
            $crate::runtime::FromResponse::send,
            $crate::runtime::FromResponse::send_with_response
        );
    };
    (
        @common $name:ident, $mode:ident, $value:ty, $async_value:ty, $blocking_value:ty,
        $send:path, $send_with_response:path
    ) => {
        impl<$mode> $name<$mode> {
            /// Sets options of this call, such as time limits, retries, and additional headers and query parameters.
            pub fn options(mut self, options: $crate::runtime::CallOptions) -> Self {
                self.call.options(options);
                self
            }

            /// Sends the request and returns the value with its status and headers.
            pub fn with_response(
                self,
            ) -> $crate::runtime::Pending<$crate::runtime::Response<$value>, $mode> {
                $send_with_response(self.call)
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<$crate::runtime::Blocking> {
            /// Sends the request and waits for the response.
            ///
            /// # Errors
            ///
            /// See the method that created the call.
            pub fn send(self) -> ::std::result::Result<$blocking_value, $crate::runtime::Error> {
                $send(self.call).send()
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = ::std::result::Result<$async_value, $crate::runtime::Error>;
            type IntoFuture = $crate::runtime::Pending<$async_value>;

            fn into_future(self) -> Self::IntoFuture {
                $send(self.call)
            }
        }
    };
}

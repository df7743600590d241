//! Pending responses.
//!
//! In: the parts of a call, how its body is read, and a function that decodes the response. Out: a [`Pending`], which sends
//! the call. It is generic only in that function.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use serde_json::Value;

use crate::runtime::attempts::attempt::BodyMode;
use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::descriptor::{OperationRef, ResponseKind};
use crate::runtime::error::Error;
use crate::runtime::json::Json;
use crate::runtime::request::CallParts;
use crate::runtime::response::Response;
use crate::runtime::response::by_status;
use crate::runtime::response::exchange::Exchange;
use crate::runtime::streaming::download::Download;
use crate::runtime::streaming::sequences::{self, Events, JsonLines};
use crate::runtime::transport::BoxFuture;

/// A pending response. The call is sent only when it is awaited or, with a blocking client, by `send`.
#[must_use = "a call is sent only when it is awaited or, with a blocking client, by `send`"]
pub struct Pending<T, M = Async> {
    operation: OperationRef,
    /// The parts of the request and the mode of the body, until the call is sent.
    parts: Option<(Box<CallParts>, BodyMode)>,
    exchange: Option<BoxFuture<'static, Result<Exchange, Error>>>,
    finish: fn(Exchange) -> Result<T, Error>,
    mode: PhantomData<M>,
}

impl<T, M> Pending<T, M> {
    pub(super) fn new(
        parts: Box<CallParts>,
        mode: BodyMode,
        finish: fn(Exchange) -> Result<T, Error>,
    ) -> Self {
        Self {
            operation: parts.operation.clone(),
            parts: Some((parts, mode)),
            exchange: None,
            finish,
            mode: PhantomData,
        }
    }

    /// Returns the future that sends the request. It is created on the first call.
    fn exchange(&mut self) -> Pin<&mut (dyn Future<Output = Result<Exchange, Error>> + '_)> {
        let parts = self.parts.take();
        let exchange = self.exchange.get_or_insert_with(|| match parts {
            Some((parts, mode)) => {
                let prepared = parts.prepare();
                Box::pin(async move { prepared?.exchange(mode).await })
            }
            None => Box::pin(std::future::pending()),
        });
        exchange.as_mut()
    }

    /// Returns the same call with the response in another format.
    fn with_format<V>(
        mut self,
        mode: BodyMode,
        change: impl FnOnce(&mut CallParts),
        finish: fn(Exchange) -> Result<V, Error>,
    ) -> Pending<V, M> {
        let mut exchange = None;
        match &mut self.parts {
            Some((parts, wanted)) => {
                *wanted = mode;
                change(parts);
            }
            None => {
                let detail = "the response format must be chosen before the call is sent";
                let error = Error::configuration(detail);
                exchange = Some(Box::pin(async move { Err(error) }) as BoxFuture<'static, _>);
            }
        }
        Pending {
            operation: self.operation,
            parts: self.parts,
            exchange,
            finish,
            mode: PhantomData,
        }
    }

    fn finish(&self, exchange: Result<Exchange, Error>) -> Result<T, Error> {
        let result = exchange.and_then(self.finish);
        result.map_err(|error| error.in_operation(self.operation.clone()))
    }
}

/// Other formats than the one that the API description declares, for services that do not follow it.
impl<T, M> Pending<Response<T>, M> {
    /// Returns the response body as bytes, regardless of its type. [`Response::text`] converts it to a string.
    pub fn bytes(self) -> Pending<Response<Bytes>, M> {
        self.with_format(
            BodyMode::Full,
            |parts| parts.accept_any = true,
            by_status::bytes,
        )
    }

    /// Returns a response of any type whose body is streamed. The size of the body is not limited.
    pub fn stream(self) -> Pending<Download<M>, M> {
        let mode = BodyMode::Stream(ResponseKind::Bytes);
        let change = |parts: &mut CallParts| parts.accept_any = true;
        self.with_format(mode, change, |exchange| Ok(Download::new(exchange)))
    }

    /// Accepts server-sent events and returns a stream of them.
    pub fn events(self) -> Pending<Response<Events<Value, M>>, M> {
        let change = |parts: &mut CallParts| parts.accept = Some(sequences::EVENTS);
        self.with_format(
            BodyMode::Stream(ResponseKind::Events),
            change,
            sequences::events,
        )
    }

    /// Accepts a sequence of JSON values, one per line, and returns a stream of them.
    pub fn lines<V: Json>(self) -> Pending<Response<JsonLines<V, M>>, M> {
        let change = |parts: &mut CallParts| parts.accept = Some(sequences::LINES);
        self.with_format(
            BodyMode::Stream(ResponseKind::Lines),
            change,
            sequences::lines,
        )
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let exchange = ready!(self.exchange().poll(context));
        Poll::Ready(self.finish(exchange))
    }
}

#[cfg(feature = "blocking")]
impl<T> Pending<T, Blocking> {
    /// Sends the call and blocks until the response arrives.
    ///
    /// # Errors
    ///
    /// Returns the same errors as the call when it is awaited.
    pub fn send(mut self) -> Result<T, Error> {
        let exchange = crate::runtime::transport::blocking::wait(self.exchange());
        self.finish(exchange)
    }
}

impl<T, M> fmt::Debug for Pending<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pending").field(&self.operation.id).finish()
    }
}

//! A call: collects arguments, and gives the value when awaited.
//!
//! In: an operation's descriptor, arguments as generated code gives them, and options. Out: a [`Pending`] answer. What is
//! wrong with arguments is kept and given when the call is sent; then nothing goes out. Not generic up to the last step,
//! the reading of the value. Knows nothing of how a request is made and sent (see `request`), or an answer taken
//! apart (see `envelope`).

pub mod custom;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

use crate::runtime::attempts::attempt::BodyMode;
use crate::runtime::client::Settings;
use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::descriptor::{OperationRef, Parameter, ResponseKind};
use crate::runtime::error::Error;
use crate::runtime::json::{self, Encode, Json, Reader};
use crate::runtime::request::parameter::{self, JsonTree};
use crate::runtime::request::{Argument, Body, CallParts};
use crate::runtime::response::Response;
use crate::runtime::response::by_status::{self, ResponseEnum};
use crate::runtime::response::exchange::Exchange;
use crate::runtime::streaming::download::Download;
use crate::runtime::streaming::sequences::{self, Events, JsonLines};
use crate::runtime::transport::BoxFuture;
use crate::runtime::validate::{Checker, Violations};

/// What applies to one call alone.
#[derive(Clone, Default)]
#[must_use = "options do nothing until they are passed to a call"]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) strict: Option<bool>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
}

impl CallOptions {
    /// Returns options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long an attempt may take, to the end of the answer's body, or of its head where it is read as it comes.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets how long the call may take as a whole, with all its attempts and the waits between them; to the end of the answer's
    /// head where it is read as it comes.
    pub fn total_timeout(mut self, total_timeout: Duration) -> Self {
        self.total_timeout = Some(total_timeout);
        self
    }

    /// Sets how many attempts may follow one that failed, see
    /// [`ClientBuilder::max_retries`](crate::runtime::ClientBuilder::max_retries).
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = Some(max_retries);
        self
    }

    /// Sets whether every unexpected member of the response is an error, see
    /// [`ClientBuilder::strict`](crate::runtime::ClientBuilder::strict).
    ///
    /// Set it where a program creates, changes or deletes something because of what a response says or lacks.
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = Some(strict);
        self
    }

    /// Sends a header, in place of what the call would send under that name. Of one name several can be given.
    ///
    /// A header that carries credentials, such as `Authorization`, takes the place of all of the client's credentials.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sends a query parameter, in place of what the call would send under that name. Of one name several can be given.
    ///
    /// One that carries credentials takes the place of all of the client's credentials.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Returns these options, and where they say nothing, what others say. Headers and query parameters count by their names.
    pub(crate) fn over(self, others: &Self) -> Self {
        let headers = others.headers.iter().filter(|(name, _)| {
            let mut own = self.headers.iter();
            own.all(|(known, _)| !known.eq_ignore_ascii_case(name))
        });
        let query = others
            .query
            .iter()
            .filter(|(name, _)| self.query.iter().all(|(known, _)| known != name));
        Self {
            timeout: self.timeout.or(others.timeout),
            total_timeout: self.total_timeout.or(others.total_timeout),
            max_retries: self.max_retries.or(others.max_retries),
            strict: self.strict.or(others.strict),
            headers: headers.chain(&self.headers).cloned().collect(),
            query: query.chain(&self.query).cloned().collect(),
        }
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn names(pairs: &[(String, String)]) -> Vec<&str> {
            pairs.iter().map(|(name, _)| name.as_str()).collect()
        }
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("total_timeout", &self.total_timeout)
            .field("max_retries", &self.max_retries)
            .field("strict", &self.strict)
            .field("headers", &names(&self.headers))
            .field("query", &names(&self.query))
            .finish()
    }
}

/// A call that is being put together. Generated code wraps it for each operation.
// Boxed: it moves through each method of the call that wraps it.
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall<M = Async>(Box<CallParts>, PhantomData<M>);

impl<M> RawCall<M> {
    pub(crate) fn new(
        settings: Arc<Settings>,
        defaults: Arc<CallOptions>,
        operation: OperationRef,
    ) -> Self {
        let parts = CallParts {
            settings,
            options: CallOptions::clone(&defaults),
            defaults,
            accept: operation.accept,
            accept_any: false,
            operation,
            arguments: Vec::new(),
            checks: Vec::new(),
            body: None,
            follow: None,
        };
        Self(Box::new(parts), PhantomData)
    }

    /// Returns a call that was taken apart.
    pub(crate) fn of(parts: Box<CallParts>) -> Self {
        Self(parts, PhantomData)
    }

    /// Returns what the call was given.
    pub(crate) fn into_parts(self) -> Box<CallParts> {
        self.0
    }

    /// Sets a parameter, in place of what was set for it before.
    pub fn parameter<T: Encode + ?Sized>(&mut self, parameter: &Parameter, value: &T) {
        let pieces = match json::to_string(value) {
            Ok(text) => write(parameter, &text),
            Err(error) => Err(error.to_string().into()),
        };
        self.argument(Argument {
            name: parameter.name,
            location: parameter.location,
            pieces,
        });
    }

    /// Checks constraints of the argument that was set last under this name.
    pub fn check(&mut self, name: &'static str) -> Checker<'_> {
        let checks = &mut self.0.checks;
        let index = checks
            .iter()
            .position(|(known, _)| *known == name)
            .unwrap_or_else(|| {
                checks.push((name, Violations::default()));
                checks.len() - 1
            });
        checks[index].1.at(name)
    }

    /// Asks for other media types than the operation's own.
    pub fn accept(&mut self, accept: &'static str) {
        self.0.accept = Some(accept);
    }

    /// Asks for a response of any type, if need be.
    pub fn accept_any(&mut self) {
        self.0.accept_any = true;
    }

    /// Sets what applies to this call alone, in place of earlier options; what it does not say, the client's defaults do.
    pub fn options(&mut self, options: CallOptions) {
        self.0.options = options.over(&self.0.defaults);
    }

    /// Sends the call when awaited, and gives the value; `()` where nothing that matters is answered.
    pub fn send<T: Json>(self) -> Pending<T, M> {
        self.pending(|exchange| json_response(exchange).map(Response::into_value))
    }

    /// Sends the call when awaited, and gives the value with the rest of the answer.
    pub fn send_with_response<T: Json>(self) -> Pending<Response<T>, M> {
        self.pending(json_response)
    }

    /// Sends the call when awaited, and gives one of several types of answers.
    pub fn send_by_status<T: ResponseEnum>(self) -> Pending<T, M> {
        self.pending(|exchange| by_status::decode_by_status(exchange).map(Response::into_value))
    }

    /// Sends the call when awaited, and gives one of several types of answers with the rest of it.
    pub fn send_by_status_with_response<T: ResponseEnum>(self) -> Pending<Response<T>, M> {
        self.pending(by_status::decode_by_status)
    }

    /// Sends the call when awaited, and gives the events of the answer as they come.
    pub fn send_events<T>(self) -> Pending<Events<T, M>, M> {
        self.open(ResponseKind::Events, |exchange| {
            sequences::events(exchange).map(Response::into_value)
        })
    }

    /// Sends the call when awaited, and gives the events of the answer as they come, with the rest of it.
    pub fn send_events_with_response<T>(self) -> Pending<Response<Events<T, M>>, M> {
        self.open(ResponseKind::Events, sequences::events)
    }

    /// Sends the call when awaited, and gives the values of a sequence as they come.
    pub fn send_lines<T: Json>(self) -> Pending<JsonLines<T, M>, M> {
        self.open(ResponseKind::Lines, |exchange| {
            sequences::lines(exchange).map(Response::into_value)
        })
    }

    /// Sends the call when awaited, and gives the values of a sequence as they come, with the rest of the answer.
    pub fn send_lines_with_response<T: Json>(self) -> Pending<Response<JsonLines<T, M>>, M> {
        self.open(ResponseKind::Lines, sequences::lines)
    }

    /// Sends the call when awaited, and gives the answer as soon as its head is there, its body to be read as it comes.
    pub fn send_stream(self) -> Pending<Download<M>, M> {
        self.open(ResponseKind::Bytes, |exchange| Ok(Download::new(exchange)))
    }

    /// Sends the call when awaited, and gives the answer as text.
    pub fn send_text(self) -> Pending<String, M> {
        self.whole(|exchange| by_status::text(exchange).map(Response::into_value))
    }

    /// Sends the call when awaited, and gives the answer as text with the rest of it.
    pub fn send_text_with_response(self) -> Pending<Response<String>, M> {
        self.whole(by_status::text)
    }

    /// Sends the call when awaited, and gives the answer as bytes.
    pub fn send_bytes(self) -> Pending<Bytes, M> {
        self.whole(|exchange| by_status::bytes(exchange).map(Response::into_value))
    }

    /// Sends the call when awaited, and gives the answer as bytes with the rest of it.
    pub fn send_bytes_with_response(self) -> Pending<Response<Bytes>, M> {
        self.whole(by_status::bytes)
    }

    /// The call, to be sent, whose answer is read to its end.
    fn pending<T>(self, finish: fn(Exchange) -> Result<T, Error>) -> Pending<T, M> {
        Pending::new(self.0, BodyMode::Declared, finish)
    }

    /// The call, to be sent, whose response is read to its end, of whatever type it is.
    fn whole<T>(self, finish: fn(Exchange) -> Result<T, Error>) -> Pending<T, M> {
        Pending::new(self.0, BodyMode::Full, finish)
    }

    /// The call, to be sent, with the body left to be read where the answer is of this kind.
    fn open<T>(
        self,
        kind: ResponseKind,
        finish: fn(Exchange) -> Result<T, Error>,
    ) -> Pending<T, M> {
        Pending::new(self.0, BodyMode::Stream(kind), finish)
    }

    pub(crate) fn argument(&mut self, argument: Argument) {
        let CallParts {
            arguments, checks, ..
        } = &mut *self.0;
        let known = arguments
            .iter_mut()
            .find(|known| known.name == argument.name && known.location == argument.location);
        match known {
            Some(known) => {
                checks.retain(|(name, _)| *name != argument.name);
                *known = argument;
            }
            None => arguments.push(argument),
        }
    }

    pub(crate) fn set_body(&mut self, body: Body) {
        self.0.body = Some(body);
    }

    /// Returns whether the client checks constraints.
    pub(crate) fn validates(&self) -> bool {
        self.0.settings.validate
    }
}

/// Prints which operation is called, and no argument.
impl<M> fmt::Debug for RawCall<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawCall")
            .field(&self.0.operation.id)
            .finish()
    }
}

/// An answer to come. Nothing is sent before it is awaited, or told to `send` where the client is a blocking one.
#[must_use = "a call is sent only when it is awaited or, with a blocking client, by `send`"]
pub struct Pending<T, M = Async> {
    operation: OperationRef,
    /// What the request is made of, and how the body is read, before it is sent.
    parts: Option<(Box<CallParts>, BodyMode)>,
    exchange: Option<BoxFuture<'static, Result<Exchange, Error>>>,
    finish: fn(Exchange) -> Result<T, Error>,
    mode: PhantomData<M>,
}

impl<T, M> Pending<T, M> {
    fn new(
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

    /// Returns what sends the request; it is made when this is asked for the first time.
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

    /// Returns the same call with the response in another form.
    fn otherwise<V>(
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

/// The response in other forms than the one that the API documents, for services that do not keep to it.
impl<T, M> Pending<Response<T>, M> {
    /// Gives the response as bytes, of whatever type it is. [`Response::text`] reads them as text.
    pub fn bytes(self) -> Pending<Response<Bytes>, M> {
        self.otherwise(
            BodyMode::Full,
            |parts| parts.accept_any = true,
            by_status::bytes,
        )
    }

    /// Gives the response as soon as its head is there, of whatever type it is; its body is read as it comes, however long
    /// it is.
    pub fn stream(self) -> Pending<Download<M>, M> {
        let mode = BodyMode::Stream(ResponseKind::Bytes);
        let change = |parts: &mut CallParts| parts.accept_any = true;
        self.otherwise(mode, change, |exchange| Ok(Download::new(exchange)))
    }

    /// Asks for server-sent events, and gives them as they come.
    pub fn events(self) -> Pending<Response<Events<Value, M>>, M> {
        let change = |parts: &mut CallParts| parts.accept = Some(sequences::EVENTS);
        self.otherwise(
            BodyMode::Stream(ResponseKind::Events),
            change,
            sequences::events,
        )
    }

    /// Asks for a sequence of JSON values, one a line, and gives them as they come.
    pub fn lines<V: Json>(self) -> Pending<Response<JsonLines<V, M>>, M> {
        let change = |parts: &mut CallParts| parts.accept = Some(sequences::LINES);
        self.otherwise(
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
    /// Sends the call and waits for the answer.
    ///
    /// # Errors
    ///
    /// As the call says.
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

/// Reads the value of an answer that is one JSON text.
pub(crate) fn json_response<T: Json>(exchange: Exchange) -> Result<Response<T>, Error> {
    let mut kept = None;
    let (kind, accept) = (exchange.operation.response, exchange.accept);
    let meta = exchange.decode(kind, &mut |reader| {
        kept = Some(reader.value()?);
        Ok(())
    });
    let meta = meta.map_err(|error| error.suggest_other_forms(accept, kind))?;
    Ok(meta.with_value(kept.expect("a response without a value is an error")))
}

/// Writes a value, given as JSON text, as a parameter says.
fn write(parameter: &Parameter, text: &str) -> Result<Vec<String>, Cow<'static, str>> {
    let tree = JsonTree::read(&mut Reader::new(text)).map_err(|error| error.to_string())?;
    parameter::write(parameter, &tree, text)
}

//! A call: collects arguments and sends the request.
//!
//! In: the descriptor of an operation, arguments from generated code, and options. Out: a [`Pending`] response. Invalid
//! arguments are recorded and reported when the call is sent; in that case nothing is sent. Only the last step,
//! decoding the value, is generic. Knows nothing about building and sending requests (see `request` and `attempts`) or
//! about the parts of a response (see `response`).

pub mod custom;
pub mod options;
pub mod pending;
pub mod typed;

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use crate::runtime::attempts::attempt::BodyMode;
pub use crate::runtime::call::options::CallOptions;
pub use crate::runtime::call::pending::Pending;
pub use crate::runtime::call::typed::{Call, FromResponse};
use crate::runtime::client::Settings;
use crate::runtime::client::mode::Async;
use crate::runtime::descriptor::{OperationRef, Parameter, ResponseKind};
use crate::runtime::error::Error;
use crate::runtime::json::{self, Encode, Json, Reader};
use crate::runtime::request::parameter::{self, JsonTree};
use crate::runtime::request::{Argument, ArgumentKey, Body, CallParts};
use crate::runtime::response::Response;
use crate::runtime::response::by_status::{self, ResponseEnum};
use crate::runtime::response::exchange::Exchange;
use crate::runtime::streaming::download::Download;
use crate::runtime::streaming::sequences::{self, Events, JsonLines};
use crate::runtime::validate::{Limits, Violations};

/// The name of the body in the paths of violations.
const BODY: &str = "body";

/// A call that generated code builds. [`Call`] and the calls of operations wrap it.
// Boxed, because the methods of the wrapping call move it.
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

    /// Creates a call from its parts.
    pub(crate) fn from_parts(parts: Box<CallParts>) -> Self {
        Self(parts, PhantomData)
    }

    /// Returns the parts of the call.
    pub(crate) fn into_parts(self) -> Box<CallParts> {
        self.0
    }

    /// Sets a parameter, and replaces an earlier value.
    pub fn parameter<T: Encode + ?Sized>(&mut self, parameter: &Parameter, value: &T) {
        let text = json::to_string(value);
        let pieces = match &text {
            Ok(text) => write(parameter, text),
            Err(error) => Err(error.to_string().into()),
        };
        self.argument(Argument {
            name: parameter.name,
            location: parameter.location,
            pieces,
        });
        if !parameter.limits.is_empty() {
            let checks = self.checks(ArgumentKey::of(parameter));
            value.check(&parameter.limits, &mut checks.at(parameter.name));
        }
    }

    /// Sets a parameter, and returns the call.
    pub fn with<T: Encode + ?Sized>(mut self, parameter: &Parameter, value: &T) -> Self {
        self.parameter(parameter, value);
        self
    }

    /// Sets a JSON body, and returns the call.
    pub fn with_body<T: Encode + ?Sized>(mut self, media_type: &'static str, value: &T) -> Self {
        self.body(media_type, value);
        self
    }

    /// Returns the call with the type of its response.
    pub fn typed<T>(self) -> Call<T, M> {
        Call::new(self)
    }

    /// Checks a body that has constraints beside those of its type.
    pub fn check_body<T: Encode + ?Sized>(&mut self, limits: &Limits, value: &T) {
        value.check(limits, &mut self.checks(ArgumentKey::BODY).at(BODY));
    }

    /// Returns the violations of the last value of an argument.
    fn checks(&mut self, key: ArgumentKey) -> &mut Violations {
        let checks = &mut self.0.checks;
        let index = checks
            .iter()
            .position(|(known, _)| *known == key)
            .unwrap_or_else(|| {
                checks.push((key, Violations::default()));
                checks.len() - 1
            });
        &mut checks[index].1
    }

    /// Accepts these media types instead of those of the operation.
    pub fn accept(&mut self, accept: &'static str) {
        self.0.accept = Some(accept);
    }

    /// Also accepts responses of any other type.
    pub fn accept_any(&mut self) {
        self.0.accept_any = true;
    }

    /// Sets the options of this call, and replaces earlier ones. They are merged over the default options of the
    /// client.
    pub fn options(&mut self, options: CallOptions) {
        self.0.options = options.over(&self.0.defaults);
    }

    /// Sends the call and returns the value.
    pub fn send<T: Json>(self) -> Pending<T, M> {
        self.pending(|exchange| json_response(exchange).map(Response::into_value))
    }

    /// Sends the call and returns the value with its status and headers.
    pub fn send_with_response<T: Json>(self) -> Pending<Response<T>, M> {
        self.pending(json_response)
    }

    /// Sends the call and returns the value, whose type depends on the status.
    pub fn send_by_status<T: ResponseEnum>(self) -> Pending<T, M> {
        self.pending(|exchange| by_status::decode_by_status(exchange).map(Response::into_value))
    }

    /// Sends the call and returns the value, whose type depends on the status, with its status and headers.
    pub fn send_by_status_with_response<T: ResponseEnum>(self) -> Pending<Response<T>, M> {
        self.pending(by_status::decode_by_status)
    }

    /// Sends the call and returns a stream of server-sent events.
    pub fn send_events<T>(self) -> Pending<Events<T, M>, M> {
        self.stream(ResponseKind::Events, |exchange| {
            sequences::events(exchange).map(Response::into_value)
        })
    }

    /// Sends the call and returns a stream of server-sent events, with the status and headers.
    pub fn send_events_with_response<T>(self) -> Pending<Response<Events<T, M>>, M> {
        self.stream(ResponseKind::Events, sequences::events)
    }

    /// Sends the call and returns a stream of JSON values.
    pub fn send_lines<T: Json>(self) -> Pending<JsonLines<T, M>, M> {
        self.stream(ResponseKind::Lines, |exchange| {
            sequences::lines(exchange).map(Response::into_value)
        })
    }

    /// Sends the call and returns a stream of JSON values, with the status and headers.
    pub fn send_lines_with_response<T: Json>(self) -> Pending<Response<JsonLines<T, M>>, M> {
        self.stream(ResponseKind::Lines, sequences::lines)
    }

    /// Sends the call and returns a response whose body is streamed.
    pub fn send_stream(self) -> Pending<Download<M>, M> {
        self.stream(ResponseKind::Bytes, |exchange| Ok(Download::new(exchange)))
    }

    /// Sends the call and returns the body as a string.
    pub fn send_text(self) -> Pending<String, M> {
        self.full(|exchange| by_status::text(exchange).map(Response::into_value))
    }

    /// Sends the call and returns the body as a string, with the status and headers.
    pub fn send_text_with_response(self) -> Pending<Response<String>, M> {
        self.full(by_status::text)
    }

    /// Sends the call and returns the body as bytes.
    pub fn send_bytes(self) -> Pending<Bytes, M> {
        self.full(|exchange| by_status::bytes(exchange).map(Response::into_value))
    }

    /// Sends the call and returns the body as bytes, with the status and headers.
    pub fn send_bytes_with_response(self) -> Pending<Response<Bytes>, M> {
        self.full(by_status::bytes)
    }

    /// Reads the whole body as the kind that the operation declares.
    fn pending<T>(self, finish: fn(Exchange) -> Result<T, Error>) -> Pending<T, M> {
        Pending::new(self.0, BodyMode::Declared, finish)
    }

    /// Reads the whole body, regardless of its type.
    fn full<T>(self, finish: fn(Exchange) -> Result<T, Error>) -> Pending<T, M> {
        Pending::new(self.0, BodyMode::Full, finish)
    }

    /// Streams the body if it is of this kind.
    fn stream<T>(
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
            .find(|known| known.key() == argument.key());
        match known {
            Some(known) => {
                checks.retain(|(known, _)| *known != argument.key());
                *known = argument;
            }
            None => arguments.push(argument),
        }
    }

    pub(crate) fn set_body(&mut self, body: Body) {
        self.0
            .checks
            .retain(|(known, _)| *known != ArgumentKey::BODY);
        self.0.body = Some(body);
    }

    /// Returns the ID of the operation.
    pub(crate) fn operation_id(&self) -> &'static str {
        self.0.operation.id
    }

    /// Returns `true` if the client validates arguments.
    pub(crate) fn validates(&self) -> bool {
        self.0.settings.validate
    }
}

/// Shows the operation ID, but no arguments.
impl<M> fmt::Debug for RawCall<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RawCall")
            .field(&self.operation_id())
            .finish()
    }
}

/// Decodes the value of a response that is a single JSON text.
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

/// Serializes a parameter from its JSON.
fn write(parameter: &Parameter, text: &str) -> Result<Vec<String>, Cow<'static, str>> {
    let tree = JsonTree::read(&mut Reader::new(text)).map_err(|error| error.to_string())?;
    parameter::write(parameter, &tree, text)
}

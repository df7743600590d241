//! Requests to endpoints that the API description does not contain.
//!
//! In: a method, a path, and the other parts of a request. Out: a call with the client's credentials, retries, timeouts
//! and errors. Knows nothing about building and sending requests (see `request`).

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;
use http::Method;

use crate::runtime::body::file::File;
use crate::runtime::body::form::Form;
use crate::runtime::body::multipart;
use crate::runtime::call::{CallOptions, Pending, RawCall};
use crate::runtime::client::Client;
use crate::runtime::client::mode::Async;
#[cfg(feature = "blocking")]
use crate::runtime::client::mode::Blocking;
use crate::runtime::descriptor::{
    Operation, OperationRef, ParameterLocation, ResponseKind, Segment,
};
use crate::runtime::error::Error;
use crate::runtime::json::{self, Encode, Json};
use crate::runtime::request::url;
use crate::runtime::request::{Argument, Body};
use crate::runtime::response::Response;
use crate::runtime::streaming::download::Download;
use crate::runtime::streaming::sequences::{self, Events, JsonLines};
use crate::runtime::validate::Violation;

/// The operation ID of these requests in errors and warnings. The path may be confidential.
const ID: &str = "request";
/// The path template in messages.
const TEMPLATE: &str = "(path of `request`)";
/// The name of the only path parameter.
const PATH: &str = "path";

/// A request to an endpoint that the API description does not contain.
///
/// Created by [`Client::request`](struct.Client.html#method.request). It is sent when it is awaited or, with a blocking client, by `send`.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<T, M = Async> {
    client: Client<M>,
    method: Method,
    path: String,
    options: CallOptions,
    body: Option<Body>,
    kind: ResponseKind,
    value: PhantomData<fn() -> T>,
}

impl<M> Client<M> {
    /// Creates a request to an endpoint that the crate has no method for.
    pub fn request<T>(&self, method: Method, path: impl Into<String>) -> Request<T, M> {
        Request {
            client: self.clone(),
            method,
            path: path.into(),
            options: CallOptions::default(),
            body: None,
            kind: ResponseKind::Json,
            value: PhantomData,
        }
    }
}

impl<T, M> Request<T, M> {
    /// Adds a query parameter. Name and value are percent-encoded. A name can be added several times.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.query(name, value);
        self
    }

    /// Adds a header. A name can be added several times.
    ///
    /// A header that carries credentials, such as `Authorization`, replaces all credentials of the client.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// Sets the body to this value as JSON.
    pub fn json<B: Encode + ?Sized>(self, value: &B) -> Self {
        let text = json::to_vec(value).map_err(|error| error.to_string());
        self.set(text.map(|text| Body::new("application/json", text)))
    }

    /// Sets the body to this form, as `multipart/form-data`. The request is retried only if all files of the form can
    /// be read again.
    pub fn multipart(self, form: Form) -> Self {
        let written = multipart::write_form(&form).map_err(Cow::into_owned);
        self.set(written.map(|(media_type, body)| Body::new(media_type, body)))
    }

    /// Sets the body to these bytes, with this media type.
    pub fn body(mut self, media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(Body::new(media_type.into(), bytes.into()));
        self
    }

    /// Sets the body to the content of this file. The file's own media type takes precedence over this one.
    pub fn file(mut self, media_type: impl Into<String>, file: impl Into<File>) -> Self {
        self.body = Some(Body::file(media_type.into(), file.into()));
        self
    }

    /// Decodes the value from the API's envelope. A response whose envelope reports a failure is an error.
    ///
    /// Has no effect if the API has no envelope.
    pub fn enveloped(mut self) -> Self {
        self.kind = ResponseKind::Envelope;
        self
    }

    /// Sets options for this request. They are merged over earlier options.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options.over(&self.options);
        self
    }

    /// Sets the body, or records why it could not be encoded.
    fn set(mut self, body: Result<Body, String>) -> Self {
        self.body = Some(body.unwrap_or_else(|problem| Body {
            violations: vec![Violation {
                path: String::new(),
                message: format!("the body: {problem}"),
            }],
            ..Body::new("", Bytes::new())
        }));
        self
    }

    fn call(self, kind: ResponseKind, accept: Option<&'static str>) -> RawCall<M> {
        let settings = self.client.settings.clone();
        // The leading slash is not part of the parameter, because a segment that a parameter leaves empty is rejected.
        let path = self.path.strip_prefix('/').unwrap_or(&self.path);
        let pieces = match url::encode_relative_path(path) {
            Ok(path) => Ok(vec![path]),
            Err(problem) => Err(problem.into()),
        };
        let segments: &[Segment] = match path {
            "" => &[],
            _ => &[Segment::Literal("/"), Segment::Parameter(PATH)],
        };
        let operation = Operation {
            id: ID,
            method: self.method,
            template: TEMPLATE,
            path: Some(segments),
            base_url: None,
            idempotency_key: None,
            accept,
            response: kind,
            security: settings.api.security,
        };
        let mut call = self
            .client
            .call_operation(OperationRef::Custom(Arc::new(operation)));
        call.argument(Argument {
            name: PATH,
            location: ParameterLocation::Path,
            pieces,
        });
        call.options(self.options);
        if let Some(body) = self.body {
            call.set_body(body);
        }
        call
    }
}

impl<T, M> Request<T, M> {
    /// Sends the request and returns the response body as bytes, regardless of its type, with the status and headers.
    pub fn raw_response(self) -> Pending<Response<Bytes>, M> {
        self.call(ResponseKind::Bytes, None)
            .send_bytes_with_response()
    }

    /// Sends the request and returns a response of any type whose body is streamed.
    pub fn stream(self) -> Pending<Download<M>, M> {
        self.call(ResponseKind::Bytes, None).send_stream()
    }

    /// Sends the request, accepts server-sent events, and returns a stream of them. `T` is the type of their data as
    /// JSON.
    pub fn events(self) -> Pending<Events<T, M>, M> {
        let accept = Some(sequences::EVENTS);
        self.call(ResponseKind::Events, accept).send_events()
    }
}

impl<T: Json, M> Request<T, M> {
    /// Sends the request and returns the value with its status and headers.
    pub fn with_response(self) -> Pending<Response<T>, M> {
        self.json_call().send_with_response()
    }

    /// Sends the request, accepts a sequence of JSON values (NDJSON, JSON Lines or `application/json-seq`), and returns
    /// a stream of them. Each is decoded as `T`.
    pub fn lines(self) -> Pending<JsonLines<T, M>, M> {
        let accept = Some(sequences::LINES);
        self.call(ResponseKind::Lines, accept).send_lines()
    }

    fn json_call(self) -> RawCall<M> {
        let kind = self.kind;
        self.call(kind, Some("application/json"))
    }
}

impl<T: Json> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = Pending<T>;

    fn into_future(self) -> Pending<T> {
        self.json_call().send()
    }
}

#[cfg(feature = "blocking")]
impl<T: Json> Request<T, Blocking> {
    /// Sends the request and blocks until the response arrives.
    ///
    /// # Errors
    ///
    /// Returns the same errors as any call.
    pub fn send(self) -> Result<T, Error> {
        self.json_call().send().send()
    }
}

/// Shows the method and the options, but nothing confidential.
impl<T, M> fmt::Debug for Request<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

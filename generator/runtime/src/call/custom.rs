//! Requests to endpoints that the API's document does not list.
//!
//! In: a method, a path, and what a request can carry. Out: a call like any other: with the client's credentials, attempts,
//! limits and errors. Knows nothing of how a request is made and sent (see `request`).

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

/// What errors and warnings call such a request by: its path may hold what is not to be printed.
const ID: &str = "request";
/// What stands for the path in messages.
const TEMPLATE: &str = "(path of `request`)";
/// The path as the only parameter of its own template.
const PATH: &str = "path";

/// A request to an endpoint that the API's document does not list, which is being put together.
///
/// It is made by [`Client::request`], and sent when it is awaited, or told to `send` where the client is a blocking one.
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
    /// Returns a request to an endpoint that this crate has no method for.
    ///
    /// The path is relative to the base URL and without a query, such as `/zones/023e105f`. It goes out with the client's
    /// credentials, and what holds of any call holds of it: limits of time, further attempts, errors. The answer's body is read
    /// as a `T`: [`serde_json::Value`] takes any JSON.
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
    /// Adds a query parameter; neither name nor value is encoded yet. Of one name several can be given.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.query(name, value);
        self
    }

    /// Adds a header. Of one name several can be given.
    ///
    /// A header that carries credentials, such as `Authorization`, takes the place of all of the client's credentials.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options = self.options.header(name, value);
        self
    }

    /// Sets the body: this value as JSON.
    pub fn json<B: Encode + ?Sized>(self, value: &B) -> Self {
        let text = json::to_vec(value).map_err(|error| error.to_string());
        self.set(text.map(|text| Body::new("application/json", text)))
    }

    /// Sets the body: this form, as `multipart/form-data`. Where the request is tried again, so are the files of the form
    /// that can be read again.
    pub fn multipart(self, form: Form) -> Self {
        let written = multipart::write_form(&form).map_err(Cow::into_owned);
        self.set(written.map(|(media_type, body)| Body::new(media_type, body)))
    }

    /// Sets the body: these bytes, of this media type.
    pub fn body(mut self, media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        self.body = Some(Body::new(media_type.into(), bytes.into()));
        self
    }

    /// Sets the body: the content of this file, of this media type unless the file has one of its own.
    pub fn file(mut self, media_type: impl Into<String>, file: impl Into<File>) -> Self {
        self.body = Some(Body::file(media_type.into(), file.into()));
        self
    }

    /// Reads the value out of the API's envelope, and takes an answer for a failure whose envelope says so.
    ///
    /// Where the API has no envelope this changes nothing.
    pub fn enveloped(mut self) -> Self {
        self.kind = ResponseKind::Envelope;
        self
    }

    /// Sets what applies to this request alone, over what earlier options say.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.options = options.over(&self.options);
        self
    }

    /// Sets the body, or what is wrong with it.
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
        // The slash before it is not part of the parameter: a segment that a parameter leaves empty is refused.
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
            path: segments,
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
    /// Asks for the answer as it is: bytes of whatever type, and the status and headers.
    pub fn raw_response(self) -> Pending<Response<Bytes>, M> {
        self.call(ResponseKind::Bytes, None)
            .send_bytes_with_response()
    }

    /// Asks for the answer as soon as its head is there, its body to be read as it comes, of whatever type and length.
    pub fn stream(self) -> Pending<Download<M>, M> {
        self.call(ResponseKind::Bytes, None).send_stream()
    }

    /// Asks for server-sent events, and gives them as they come. `T` is what their data means as JSON.
    pub fn events(self) -> Pending<Events<T, M>, M> {
        let accept = Some(sequences::EVENTS);
        self.call(ResponseKind::Events, accept).send_events()
    }
}

impl<T: Json, M> Request<T, M> {
    /// Asks for status and headers beside the value.
    pub fn with_response(self) -> Pending<Response<T>, M> {
        self.json_call().send_with_response()
    }

    /// Asks for a sequence of JSON values, one a line (NDJSON, JSON JsonLines) or as `application/json-seq`, and gives each as a
    /// `T` as it comes.
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
    /// Sends the request and waits for the answer.
    ///
    /// # Errors
    ///
    /// As for any other call.
    pub fn send(self) -> Result<T, Error> {
        self.json_call().send().send()
    }
}

/// Prints the method, and nothing that could be secret.
impl<T, M> fmt::Debug for Request<T, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

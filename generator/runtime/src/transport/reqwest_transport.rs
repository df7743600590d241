//! The built-in transport for async clients: reqwest.
//!
//! In: a request of the runtime. Out: its response, to be read in chunks. Together with the builder method that takes a
//! reqwest client, this is the only code that refers to reqwest.

#[cfg(not(target_arch = "wasm32"))]
use std::pin::Pin;
#[cfg(not(target_arch = "wasm32"))]
use std::sync::{Mutex, PoisonError};
#[cfg(not(target_arch = "wasm32"))]
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::CONTENT_LENGTH;
#[cfg(not(target_arch = "wasm32"))]
use http_body::{Frame, SizeHint};

use crate::runtime::body::upload::RequestBody;
use crate::runtime::error::Error;
#[cfg(not(target_arch = "wasm32"))]
use crate::runtime::transport::chunks::BoxChunks;
use crate::runtime::transport::chunks::{Chunks, TransportBody};
use crate::runtime::transport::{
    BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// Sends requests with a reqwest client.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Creates a transport from an existing client.
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self { client }
    }

    /// Builds a client that does not follow redirects, so that credentials cannot reach another host. If the base URL
    /// is on this machine, it does not use the proxies of the environment.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn build(
        connect_timeout: Duration,
        loopback: bool,
        proxy: Option<&str>,
    ) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect_timeout);
        if let Some(proxy) = proxy {
            let proxy = reqwest::Proxy::all(proxy)
                .map_err(|_| Error::configuration("`proxy` is not a valid proxy URL"))?;
            builder = builder.proxy(proxy);
        } else if loopback {
            builder = builder.no_proxy();
        }
        builder.build().map(Self::new).map_err(|error| {
            Error::transport_setup("cannot build the built-in transport", convert_error(error))
        })
    }

    /// Builds a client. The browser controls the connect timeout and redirects.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn build(_: Duration, _: bool, _: Option<&str>) -> Result<Self, Error> {
        Ok(Self::new(reqwest::Client::new()))
    }
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let mut sent = self
                .client
                .request(request.method.clone(), request.uri.to_string())
                .headers(request.headers);
            if !request.body.is_empty() {
                sent = sent.body(sent_body(request.body).await?);
            } else if [Method::POST, Method::PUT, Method::PATCH].contains(&request.method) {
                // Servers may require a length for methods that can have a body (RFC 9110, section 8.6).
                sent = sent.header(CONTENT_LENGTH, 0);
            }
            let mut response = sent.send().await.map_err(convert_error)?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            let body = TransportBody::new(Body(Some(response)));
            Ok(TransportResponse::new(status, headers, body))
        })
    }
}

/// Converts a body: with its length if it is known, otherwise in chunks.
#[cfg(not(target_arch = "wasm32"))]
async fn sent_body(body: RequestBody) -> Result<reqwest::Body, TransportError> {
    Ok(match body.bytes() {
        Some(bytes) => bytes.into(),
        None => reqwest::Body::wrap(Upload {
            left: body.len(),
            state: Mutex::new(State::Waiting(body.into_chunks())),
        }),
    })
}

/// Converts a body. In the browser it must be in memory.
#[cfg(target_arch = "wasm32")]
async fn sent_body(body: RequestBody) -> Result<reqwest::Body, TransportError> {
    Ok(body.collect().await?.into())
}

/// A body that is read while it is sent.
#[cfg(not(target_arch = "wasm32"))]
struct Upload {
    /// The number of remaining bytes, if known.
    left: Option<u64>,
    /// Never locked. It only makes the state `Sync`, as reqwest requires.
    state: Mutex<State>,
}

#[cfg(not(target_arch = "wasm32"))]
enum State {
    Waiting(BoxChunks),
    Reading(BoxFuture<'static, (BoxChunks, Option<Result<Bytes, TransportError>>)>),
    Ended,
}

#[cfg(not(target_arch = "wasm32"))]
impl http_body::Body for Upload {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let this = &mut *self;
        let state = this.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut reading = match std::mem::replace(state, State::Ended) {
            State::Ended => return Poll::Ready(None),
            State::Reading(reading) => reading,
            State::Waiting(mut chunks) => Box::pin(async move {
                let chunk = chunks.next().await;
                (chunks, chunk)
            }),
        };
        let Poll::Ready((chunks, chunk)) = reading.as_mut().poll(context) else {
            *state = State::Reading(reading);
            return Poll::Pending;
        };
        if let Some(Ok(chunk)) = &chunk {
            this.left = this
                .left
                .map(|left| left.saturating_sub(chunk.len() as u64));
            *state = State::Waiting(chunks);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

/// A response body; `None` once it has ended.
struct Body(Option<reqwest::Response>);

impl Chunks for Body {
    #[cfg(not(target_arch = "wasm32"))]
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        Box::pin(async move {
            let chunk = self
                .0
                .as_mut()?
                .chunk()
                .await
                .map_err(convert_error)
                .transpose();
            if !matches!(chunk, Some(Ok(_))) {
                self.0 = None;
            }
            chunk
        })
    }

    /// In the browser, the body arrives as a whole.
    #[cfg(target_arch = "wasm32")]
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        Box::pin(async move {
            let whole = self.0.take()?.bytes().await.map_err(convert_error);
            Some(whole)
        })
    }
}

/// Converts an error of reqwest, without the URL, which contains arguments.
fn convert_error(error: reqwest::Error) -> TransportError {
    #[cfg(not(target_arch = "wasm32"))]
    let is_connect = error.is_connect();
    #[cfg(target_arch = "wasm32")]
    let is_connect = false;
    let kind = match (is_connect, error.is_timeout()) {
        _ if error.is_builder() => TransportErrorKind::Unsendable,
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) => TransportErrorKind::Other,
    };
    TransportError::new(kind).with_source(error.without_url())
}

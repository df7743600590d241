//! The built-in transport: reqwest.
//!
//! In: a request of the runtime. Out: its answer, read chunk by chunk up to the limit. The only file that names reqwest,
//! beside the builder's setter for a user's own client.

use std::time::Duration;

use bytes::BytesMut;
use http::Method;
use http::header::CONTENT_LENGTH;

use crate::runtime::error::Error;
use crate::runtime::transport::{
    BoxFuture, Transport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// Sends requests with a reqwest client.
pub(crate) struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// Uses this client as it is.
    pub(crate) fn new(client: reqwest::Client) -> Self {
        Self { client }
    }

    /// Builds a client that follows no redirect, so that no credential reaches another host; nor does one that speaks to
    /// this machine alone use a proxy, which the environment may name.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn build(connect_timeout: Duration, loopback: bool) -> Result<Self, Error> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(connect_timeout);
        if loopback {
            builder = builder.no_proxy();
        }
        builder.build().map(Self::new).map_err(|error| {
            Error::unusable("the built-in transport cannot be set up", failure(error))
        })
    }

    /// Builds a client; time limits of connections and redirects are the browser's there.
    #[cfg(target_arch = "wasm32")]
    pub(crate) fn build(_: Duration, _: bool) -> Result<Self, Error> {
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
                .headers(request.headers.clone())
                .timeout(request.timeout);
            if !request.body.is_empty() {
                sent = sent.body(request.body.clone());
            } else if [Method::POST, Method::PUT, Method::PATCH].contains(&request.method) {
                // Servers may insist on a length where the method can have a body (RFC 9110, section 8.6).
                sent = sent.header(CONTENT_LENGTH, 0);
            }
            let mut response = sent.send().await.map_err(failure)?;
            let status = response.status();
            let headers = std::mem::take(response.headers_mut());
            let mut body = BytesMut::new();
            let limit = request.limit(status);
            let end = read(response, (limit, status.is_success()), &mut body).await;
            let answer = TransportResponse::new(status, headers, body.freeze());
            match end {
                Ok(()) => Ok(answer),
                Err(error) => Err(error.after(answer)),
            }
        })
    }
}

/// Reads a body; one that is longer than the limit is an error if all of it is needed, else cut.
#[cfg(not(target_arch = "wasm32"))]
async fn read(
    mut response: reqwest::Response,
    (limit, whole): (usize, bool),
    body: &mut BytesMut,
) -> Result<(), TransportError> {
    while let Some(chunk) = response.chunk().await.map_err(failure)? {
        if chunk.len() > limit - body.len() {
            if whole {
                return Err(TransportError::body_too_large(limit));
            }
            body.extend_from_slice(&chunk[..limit - body.len()]);
            break;
        }
        body.extend_from_slice(&chunk);
    }
    Ok(())
}

/// Reads a body; the browser gives it as a whole.
#[cfg(target_arch = "wasm32")]
async fn read(
    response: reqwest::Response,
    (limit, whole): (usize, bool),
    body: &mut BytesMut,
) -> Result<(), TransportError> {
    let all = response.bytes().await.map_err(failure)?;
    if whole && all.len() > limit {
        return Err(TransportError::body_too_large(limit));
    }
    body.extend_from_slice(&all[..all.len().min(limit)]);
    Ok(())
}

/// Turns reqwest's error into the runtime's, without the URL, which holds what users sent.
fn failure(error: reqwest::Error) -> TransportError {
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
    TransportError::new(kind).caused_by(error.without_url())
}

//! The built-in transport for blocking clients: ureq.
//!
//! In: a request of the runtime. Out: its response, to be read in chunks. This is the only code that refers to ureq.

use std::io::Read;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::Method;
use ureq::{Agent, Proxy, SendBody, Timeout};

use crate::runtime::error::Error;
use crate::runtime::transport::blocking::wait;
use crate::runtime::transport::chunks::{BoxChunks, TransportBody};
use crate::runtime::transport::{
    BlockingTransport, TransportError, TransportErrorKind, TransportRequest, TransportResponse,
};

/// The longest timeout. ureq adds timeouts to the current time, which must not overflow.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends requests with a ureq agent.
pub(crate) struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Builds an agent that does not follow redirects, so that credentials cannot reach another host. If the base URL
    /// is on this machine, it does not use the proxies of the environment.
    pub(crate) fn build(
        connect_timeout: Duration,
        loopback: bool,
        proxy: Option<&str>,
    ) -> Result<Self, Error> {
        let mut config = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_connect(Some(connect_timeout.min(MAX_TIMEOUT)));
        // ureq uses the platform's TLS library only if it is configured to, even if there is no other.
        #[cfg(all(
            feature = "native-tls",
            not(any(feature = "rustls", feature = "rustls-no-provider"))
        ))]
        {
            let tls = ureq::tls::TlsConfig::builder().provider(ureq::tls::TlsProvider::NativeTls);
            config = config.tls_config(tls.build());
        }
        if let Some(proxy) = proxy {
            let proxy = Proxy::new(proxy)
                .map_err(|_| Error::configuration("`proxy` is not a valid proxy URL"))?;
            config = config.proxy(Some(proxy));
        } else if loopback {
            config = config.proxy(None);
        }
        Ok(Self {
            agent: config.build().new_agent(),
        })
    }
}

impl BlockingTransport for UreqTransport {
    fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
        let wants_length = [Method::POST, Method::PUT, Method::PATCH].contains(&request.method);
        // Servers may require a length for methods that can have a body (RFC 9110, section 8.6).
        let has_body = wants_length || !request.body.is_empty();
        let length = request.body.len().filter(|_| has_body);
        let body = if has_body {
            SendBody::from_owned_reader(ChunkReader::new(request.body.into_chunks()))
        } else {
            SendBody::none()
        };
        let mut sent = http::Request::new(body);
        *sent.method_mut() = request.method;
        *sent.uri_mut() = request.uri;
        *sent.headers_mut() = request.headers;
        // Without a length, the body is sent with chunked encoding.
        if let Some(length) = length {
            sent.headers_mut()
                .insert(http::header::CONTENT_LENGTH, length.into());
        }
        let config = self.agent.configure_request(sent);
        let limit = Some(request.timeout.min(MAX_TIMEOUT));
        let sent = match request.idle_timeout {
            None => config.timeout_global(limit),
            // ureq has no timeout for everything before the body, so each step gets the whole timeout.
            Some(idle) => config
                .timeout_resolve(limit)
                .timeout_send_request(limit)
                .timeout_send_body(limit)
                .timeout_recv_response(limit)
                .timeout_per_read(Some(idle.min(MAX_TIMEOUT))),
        };
        let response = self.agent.run(sent.build()).map_err(convert_error)?;
        let (head, body) = response.into_parts();
        let body = TransportBody::read_with(body.into_reader(), |error| {
            // The reader wraps its errors in `std::io::Error`.
            match error.downcast::<ureq::Error>() {
                Ok(error) => convert_error(error),
                Err(error) => TransportError::from_io(error),
            }
        });
        Ok(TransportResponse::new(head.status, head.headers, body))
    }
}

/// A reader of chunks. Skips empty chunks.
struct ChunkReader {
    chunks: BoxChunks,
    /// The unread part of the last chunk.
    rest: Bytes,
}

impl ChunkReader {
    /// Creates a reader of these chunks.
    fn new(chunks: BoxChunks) -> Self {
        Self {
            chunks,
            rest: Bytes::new(),
        }
    }
}

impl Read for ChunkReader {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        while self.rest.is_empty() {
            match wait(self.chunks.next()) {
                Some(chunk) => self.rest = chunk.map_err(std::io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.rest.len());
        self.rest.copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

/// Converts an error of ureq. Errors that can occur after the request was sent are never classified as connect errors.
fn convert_error(source: ureq::Error) -> TransportError {
    let kind = match &source {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportErrorKind::ConnectTimeout
        }
        ureq::Error::Timeout(Timeout::PerRead) => TransportErrorKind::IdleTimeout,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        // A proxy that refuses a tunnel has seen only the host of the request.
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::Tls(_) => TransportErrorKind::Connect,
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
        ureq::Error::Rustls(_) => TransportErrorKind::Connect,
        #[cfg(feature = "native-tls")]
        ureq::Error::NativeTls(_) => TransportErrorKind::Connect,
        ureq::Error::Io(error) if is_before_sending(error) => TransportErrorKind::Connect,
        ureq::Error::Http(_) | ureq::Error::BadUri(_) | ureq::Error::TlsRequired => {
            TransportErrorKind::Unsendable
        }
        _ => TransportErrorKind::Other,
    };
    let error = TransportError::new(kind);
    match source {
        // These contain the URL, and with it arguments.
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => error,
        source => error.with_source(source),
    }
}

/// Returns `true` if the error occurred during name resolution, connecting, or certificate verification. An unreachable
/// host or network is not included, because it may be detected on an established connection.
fn is_before_sending(error: &std::io::Error) -> bool {
    // Neither the standard library nor rustls has an error kind for these.
    const MESSAGES: [&str; 2] = [
        "failed to lookup address information",
        "invalid peer certificate",
    ];
    // The error codes of name resolution on Windows. No other function returns them.
    const LOOKUP: std::ops::RangeInclusive<i32> = 11_001..=11_004;
    let is_lookup = cfg!(windows) && error.raw_os_error().is_some_and(|it| LOOKUP.contains(&it));
    let kinds = [
        std::io::ErrorKind::ConnectionRefused,
        std::io::ErrorKind::AddrNotAvailable,
    ];
    is_lookup || kinds.contains(&error.kind()) || {
        let text = error.to_string();
        MESSAGES.iter().any(|known| text.starts_with(known))
    }
}

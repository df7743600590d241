//! The built-in transport of blocking clients: ureq.
//!
//! In: a request of the runtime. Out: its answer, to be read chunk by chunk. The only file that names ureq.

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

/// No limit of time is longer: what ureq adds to the time of day must not overflow.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends requests with an agent of ureq.
pub(crate) struct UreqTransport {
    agent: Agent,
}

impl UreqTransport {
    /// Builds an agent that follows no redirect, so that no credential reaches another host; nor does one that speaks to
    /// this machine alone use a proxy that the environment may name.
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
            .timeout_connect(Some(connect_timeout.min(LONGEST)));
        // ureq takes the library of the platform where it is told to, even if there is no other.
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
        // Servers may insist on a length where the method can have a body (RFC 9110, section 8.6).
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
        // Without a length, it is sent in chunks.
        if let Some(length) = length {
            sent.headers_mut()
                .insert(http::header::CONTENT_LENGTH, length.into());
        }
        let config = self.agent.configure_request(sent);
        let limit = Some(request.timeout.min(LONGEST));
        let sent = match request.idle_timeout {
            None => config.timeout_global(limit),
            // There is no limit for all that comes before the body: each step has it.
            Some(idle) => config
                .timeout_resolve(limit)
                .timeout_send_request(limit)
                .timeout_send_body(limit)
                .timeout_recv_response(limit)
                .timeout_per_read(Some(idle.min(LONGEST))),
        };
        let answer = self.agent.run(sent.build()).map_err(failure)?;
        let (head, body) = answer.into_parts();
        let body = TransportBody::read_with(body.into_reader(), |error| {
            // The reader has its errors wrapped.
            match error.downcast::<ureq::Error>() {
                Ok(error) => failure(error),
                Err(error) => TransportError::from_io(error),
            }
        });
        Ok(TransportResponse::new(head.status, head.headers, body))
    }
}

/// The chunks of a body, as ureq reads them; what is empty is passed over.
struct ChunkReader {
    chunks: BoxChunks,
    /// What is left of the last chunk.
    rest: Bytes,
}

impl ChunkReader {
    /// Reads these chunks.
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

/// Turns ureq's error into the runtime's. What may come after the request was sent is never said to come before.
fn failure(failed: ureq::Error) -> TransportError {
    let kind = match &failed {
        ureq::Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            TransportErrorKind::ConnectTimeout
        }
        ureq::Error::Timeout(Timeout::PerRead) => TransportErrorKind::IdleTimeout,
        ureq::Error::Timeout(_) => TransportErrorKind::Timeout,
        // A proxy that makes no tunnel has seen nothing of the request but its host.
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
    match failed {
        // These name the address, which holds what users sent.
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => error,
        failed => error.with_source(failed),
    }
}

/// Whether the error is one of looking up the host's name, of making a connection, or of its certificate. A host or network
/// that cannot be reached is none: that may be found out when a connection breaks.
fn is_before_sending(error: &std::io::Error) -> bool {
    // Neither the standard library nor the TLS library gives these a kind of their own.
    const TEXTS: [&str; 2] = [
        "failed to lookup address information",
        "invalid peer certificate",
    ];
    // What the functions that look up names give on Windows, and no other function.
    const LOOKUP: std::ops::RangeInclusive<i32> = 11_001..=11_004;
    let of_lookup = cfg!(windows) && error.raw_os_error().is_some_and(|it| LOOKUP.contains(&it));
    let kinds = [
        std::io::ErrorKind::ConnectionRefused,
        std::io::ErrorKind::AddrNotAvailable,
    ];
    of_lookup || kinds.contains(&error.kind()) || {
        let text = error.to_string();
        TEXTS.iter().any(|known| text.starts_with(known))
    }
}

//! Bodies that come and go in chunks.
//!
//! In: bytes, or whatever gives chunks of them. Out: [`RequestBody`], which can be sent more than once, and
//! [`TransportBody`], which is read once. Printing them shows lengths, never content. Knows nothing of what the bytes mean.

use std::fmt;

use bytes::Bytes;

use crate::runtime::transport::{BoxFuture, TransportError};

/// Bytes in chunks.
pub trait Chunks {
    /// Gives the next chunk; `None` at the end, and after an error.
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>>;
}

/// Boxed chunks; `Send` except on wasm32, where nothing is.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxChunks = Box<dyn Chunks + Send>;
/// Boxed chunks; `Send` except on wasm32, where nothing is.
#[cfg(target_arch = "wasm32")]
pub type BoxChunks = Box<dyn Chunks>;

/// The body of a request.
#[derive(Clone, Default)]
pub struct RequestBody(Bytes);

impl RequestBody {
    /// Returns how many bytes it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns its bytes.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self(bytes)
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

/// The body of an answer.
pub struct TransportBody(BoxChunks);

impl TransportBody {
    /// Returns a body of these chunks.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new(chunks: impl Chunks + Send + 'static) -> Self {
        Self(Box::new(chunks))
    }

    /// Returns a body of these chunks.
    #[cfg(target_arch = "wasm32")]
    pub fn new(chunks: impl Chunks + 'static) -> Self {
        Self(Box::new(chunks))
    }

    /// Returns a body that is read from here. Reading holds up the thread.
    #[cfg(feature = "blocking")]
    pub fn from_reader(reader: impl std::io::Read + Send + 'static) -> Self {
        Self::read_with(reader, TransportError::from_io)
    }

    /// Returns a body that is read from here, and what its errors mean.
    #[cfg(feature = "blocking")]
    pub(crate) fn read_with(
        reader: impl std::io::Read + Send + 'static,
        failure: fn(std::io::Error) -> TransportError,
    ) -> Self {
        Self::new(Reading(Some(reader), failure))
    }

    /// Gives the next chunk; `None` at the end, and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        self.0.next().await
    }
}

impl<T: Into<Bytes>> From<T> for TransportBody {
    fn from(bytes: T) -> Self {
        Self::new(Whole(Some(bytes.into())))
    }
}

impl fmt::Debug for TransportBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportBody")
    }
}

/// A body that is there already.
struct Whole(Option<Bytes>);

impl Chunks for Whole {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        let chunk = self.0.take().filter(|bytes| !bytes.is_empty());
        Box::pin(async move { chunk.map(Ok) })
    }
}

/// A body that is read where it stands; nothing once it ended.
#[cfg(feature = "blocking")]
struct Reading<R>(Option<R>, fn(std::io::Error) -> TransportError);

#[cfg(feature = "blocking")]
impl<R: std::io::Read + Send> Chunks for Reading<R> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        const CHUNK: usize = 16 << 10;
        Box::pin(async move {
            let reader = self.0.as_mut()?;
            let mut chunk = vec![0; CHUNK];
            let read = loop {
                match reader.read(&mut chunk) {
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            match read {
                Ok(0) => {
                    self.0 = None;
                    None
                }
                Ok(length) => {
                    chunk.truncate(length);
                    Some(Ok(chunk.into()))
                }
                Err(error) => {
                    self.0 = None;
                    Some(Err((self.1)(error)))
                }
            }
        })
    }
}

//! Request and response bodies in chunks.
//!
//! In: bytes, a reader, or another source of chunks. Out: [`Chunks`], and [`TransportBody`], which can be read once and
//! whose content is never formatted. Knows nothing about the meaning of the bytes, or about bodies that are sent
//! several times (see `body::upload`).

use std::fmt;
use std::io::Read;

use bytes::Bytes;

use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind};

/// A body as a sequence of chunks.
pub trait Chunks {
    /// Returns the next chunk, or `None` at the end and after an error.
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>>;
}

/// Boxed chunks. They are `Send`, except on wasm32.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxChunks = Box<dyn Chunks + Send>;
/// Boxed chunks. They are `Send`, except on wasm32.
#[cfg(target_arch = "wasm32")]
pub type BoxChunks = Box<dyn Chunks>;

/// A response body.
pub struct TransportBody(BoxChunks);

impl TransportBody {
    /// Creates a body from chunks.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn new(chunks: impl Chunks + Send + 'static) -> Self {
        Self(Box::new(chunks))
    }

    /// Creates a body from chunks.
    #[cfg(target_arch = "wasm32")]
    pub fn new(chunks: impl Chunks + 'static) -> Self {
        Self(Box::new(chunks))
    }

    /// Creates a body from a blocking reader.
    #[cfg(feature = "blocking")]
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::read_with(reader, TransportError::from_io)
    }

    /// Creates a body from a blocking reader, with a function that converts its errors.
    #[cfg(feature = "blocking")]
    pub(crate) fn read_with(
        reader: impl Read + Send + 'static,
        map_error: fn(std::io::Error) -> TransportError,
    ) -> Self {
        const CHUNK: usize = 16 << 10;
        Self::new(ReaderChunks {
            reader: Some(reader),
            chunk: CHUNK,
            map_error,
        })
    }

    /// Returns the next chunk, or `None` at the end and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        self.0.next().await
    }
}

impl<T: Into<Bytes>> From<T> for TransportBody {
    fn from(bytes: T) -> Self {
        Self::new(SingleChunk(Some(bytes.into())))
    }
}

impl fmt::Debug for TransportBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TransportBody")
    }
}

/// A body of at most one chunk.
struct SingleChunk(Option<Bytes>);

impl Chunks for SingleChunk {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        let chunk = self.0.take().filter(|bytes| !bytes.is_empty());
        Box::pin(async move { chunk.map(Ok) })
    }
}

/// Reads chunks from a blocking reader.
pub(crate) fn read_chunks(reader: Box<dyn Read + Send>) -> impl Chunks + Send + 'static {
    const CHUNK: usize = 64 << 10;
    ReaderChunks {
        reader: Some(reader),
        chunk: CHUNK,
        map_error: |error| TransportError::new(TransportErrorKind::Other).with_source(error),
    }
}

/// Chunks from a blocking reader; `None` once the reader has ended or failed.
struct ReaderChunks<R> {
    reader: Option<R>,
    /// The size of the buffer for one read.
    chunk: usize,
    map_error: fn(std::io::Error) -> TransportError,
}

impl<R: Read + Send> Chunks for ReaderChunks<R> {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        Box::pin(async move {
            let reader = self.reader.as_mut()?;
            let mut chunk = vec![0; self.chunk];
            let read = loop {
                match reader.read(&mut chunk) {
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            match read {
                Ok(0) => {
                    self.reader = None;
                    None
                }
                Ok(length) => {
                    chunk.truncate(length);
                    Some(Ok(chunk.into()))
                }
                Err(error) => {
                    self.reader = None;
                    Some(Err((self.map_error)(error)))
                }
            }
        })
    }
}

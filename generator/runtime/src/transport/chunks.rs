//! Bodies that come and go in chunks.
//!
//! In: bytes, or whatever gives chunks of them. Out: [`Chunks`], and [`TransportBody`], which is read once and whose content
//! is never printed. Knows nothing of what the bytes mean, or of bodies that are sent more than once (see `upload`).

use std::fmt;
use std::io::Read;

use bytes::Bytes;

use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind};

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
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::read_with(reader, TransportError::from_io)
    }

    /// Returns a body that is read from here, and what its errors mean.
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

    /// Gives the next chunk; `None` at the end, and after an error.
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

/// A body that is there already.
struct SingleChunk(Option<Bytes>);

impl Chunks for SingleChunk {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        let chunk = self.0.take().filter(|bytes| !bytes.is_empty());
        Box::pin(async move { chunk.map(Ok) })
    }
}

/// Returns the chunks of what is read from here. Reading holds up the thread.
pub(crate) fn read_chunks(reader: Box<dyn Read + Send>) -> impl Chunks + Send + 'static {
    const CHUNK: usize = 64 << 10;
    ReaderChunks {
        reader: Some(reader),
        chunk: CHUNK,
        map_error: |error| TransportError::new(TransportErrorKind::Other).with_source(error),
    }
}

/// A body that is read where it stands; nothing once it ended.
struct ReaderChunks<R> {
    reader: Option<R>,
    /// How many bytes are asked for at once.
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

//! The body of a request and its sources.
//!
//! In: bytes, and sources that are read while the request is sent: files, readers, chunks. Out: a [`RequestBody`]. Its
//! length is known if those of all its sources are. It can be sent again if all its sources can be opened again.
//! `Debug` shows lengths, never content. Knows nothing about the meaning of the bytes, or about how they are sent.

use std::fmt;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};

use crate::runtime::transport::chunks::{BoxChunks, Chunks, read_chunks};
use crate::runtime::transport::{BoxFuture, TransportError, TransportErrorKind};

/// A source of content that is read while it is sent.
pub trait BodySource: Send + Sync {
    /// Returns the length in bytes, if known. The request fails if the content has another length.
    fn length(&self) -> Option<u64>;

    /// Returns `true` if [`open`](Self::open) can return the content from its start. A source that can be read only
    /// once returns `false` after the first time; a request with such a source is then not retried.
    fn can_open(&self) -> bool;

    /// Opens the content for reading.
    ///
    /// # Errors
    ///
    /// Fails if the content cannot be read, or not a second time.
    fn open(&self) -> Result<BoxChunks, TransportError>;
}

/// Bytes, or a source of bytes. Clones share the content.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    Source(Arc<dyn BodySource>),
}

impl Content {
    /// Returns the length in bytes, if known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Source(source) => source.length(),
        }
    }
}

impl Default for Content {
    fn default() -> Self {
        Self::Bytes(Bytes::new())
    }
}

/// Sources are equal only if they are the same.
impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(bytes), Self::Bytes(others)) => bytes == others,
            (Self::Source(source), Self::Source(other)) => {
                std::ptr::addr_eq(Arc::as_ptr(source), Arc::as_ptr(other))
            }
            _ => false,
        }
    }
}

impl Eq for Content {}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_length(self.length(), f)
    }
}

fn write_length(length: Option<u64>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match length {
        Some(length) => write!(f, "{length} bytes"),
        None => f.write_str("unknown length"),
    }
}

/// The body of a request: bytes, sources of bytes, or both.
#[derive(Clone, Default)]
pub struct RequestBody(Vec<Content>);

impl RequestBody {
    /// Returns the length in bytes, if known.
    pub fn len(&self) -> Option<u64> {
        self.0.iter().try_fold(0_u64, |length, content| {
            length.checked_add(content.length()?)
        })
    }

    /// Returns `true` if the length is known to be zero.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// Returns the bytes, or `None` if some of them come from a source.
    pub fn bytes(&self) -> Option<Bytes> {
        if let [Content::Bytes(bytes)] = &self.0[..] {
            return Some(bytes.clone());
        }
        let mut all = BytesMut::new();
        for content in &self.0 {
            let Content::Bytes(bytes) = content else {
                return None;
            };
            all.extend_from_slice(bytes);
        }
        Some(all.freeze())
    }

    /// Returns the chunks. Each source is opened when it is reached.
    pub fn into_chunks(self) -> BoxChunks {
        Box::new(ChainedChunks {
            rest: self.0.into_iter(),
            open: None,
        })
    }

    /// Reads the whole body.
    ///
    /// # Errors
    ///
    /// Fails if a source cannot be read.
    pub async fn collect(self) -> Result<Bytes, TransportError> {
        if let Some(bytes) = self.bytes() {
            return Ok(bytes);
        }
        let (mut chunks, mut bytes) = (self.into_chunks(), BytesMut::new());
        while let Some(chunk) = chunks.next().await {
            bytes.extend_from_slice(&chunk?);
        }
        Ok(bytes.freeze())
    }

    /// Returns `true` if the whole body can be sent: all sources can be opened.
    pub(crate) fn can_send(&self) -> bool {
        self.0.iter().all(|content| match content {
            Content::Bytes(_) => true,
            Content::Source(source) => source.can_open(),
        })
    }
}

impl From<Vec<Content>> for RequestBody {
    fn from(contents: Vec<Content>) -> Self {
        Self(contents)
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        if bytes.is_empty() {
            Self::default()
        } else {
            Self(vec![Content::Bytes(bytes)])
        }
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_length(self.len(), f)
    }
}

/// The chunks of several contents in order; `None` after an error.
struct ChainedChunks {
    rest: std::vec::IntoIter<Content>,
    /// The content that is being read, and the number of its remaining bytes, if known.
    open: Option<(BoxChunks, Option<u64>)>,
}

impl ChainedChunks {
    async fn read(&mut self) -> Result<Option<Bytes>, TransportError> {
        loop {
            let Some((chunks, left)) = &mut self.open else {
                match self.rest.next() {
                    None => return Ok(None),
                    Some(Content::Bytes(bytes)) if bytes.is_empty() => {}
                    Some(Content::Bytes(bytes)) => return Ok(Some(bytes)),
                    Some(Content::Source(source)) => {
                        self.open = Some((source.open()?, source.length()));
                    }
                }
                continue;
            };
            let Some(chunk) = next_nonempty(chunks).await? else {
                if left.is_some_and(|left| left > 0) {
                    return Err(failed("the content is shorter than its stated length"));
                }
                self.open = None;
                continue;
            };
            if let Some(left) = left {
                *left = left
                    .checked_sub(chunk.len() as u64)
                    .ok_or_else(|| failed(LONGER))?;
                // Transports do not read beyond the length of the body, so check for excess content now.
                if *left == 0 {
                    if next_nonempty(chunks).await?.is_some() {
                        return Err(failed(LONGER));
                    }
                    self.open = None;
                }
            }
            return Ok(Some(chunk));
        }
    }
}

impl Chunks for ChainedChunks {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, TransportError>>> {
        Box::pin(async move {
            let read = self.read().await;
            if read.is_err() {
                (self.rest, self.open) = (Vec::new().into_iter(), None);
            }
            read.transpose()
        })
    }
}

const LONGER: &str = "the content is longer than its stated length";

/// Returns the next chunk that is not empty.
async fn next_nonempty(chunks: &mut BoxChunks) -> Result<Option<Bytes>, TransportError> {
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk?;
        if !chunk.is_empty() {
            return Ok(Some(chunk));
        }
    }
    Ok(None)
}

fn failed(why: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Other).with_source(why)
}

/// A file of the file system. It is opened each time it is sent.
pub(crate) struct FileSource {
    path: PathBuf,
    length: u64,
}

impl FileSource {
    /// Creates a source from a regular file.
    pub(crate) fn new(path: PathBuf) -> std::io::Result<Self> {
        let metadata = std::fs::metadata(&path)?;
        if !metadata.is_file() {
            return Err(std::io::Error::new(
                std::io::ErrorKind::InvalidInput,
                "not a regular file; use `File::from_reader` for other sources",
            ));
        }
        let length = metadata.len();
        Ok(Self { path, length })
    }
}

impl BodySource for FileSource {
    fn length(&self) -> Option<u64> {
        Some(self.length)
    }

    fn can_open(&self) -> bool {
        true
    }

    fn open(&self) -> Result<BoxChunks, TransportError> {
        let unreadable =
            |error| TransportError::new(TransportErrorKind::Unsendable).with_source(error);
        let file = std::fs::File::open(&self.path).map_err(unreadable)?;
        if file.metadata().map_err(unreadable)?.len() != self.length {
            return Err(TransportError::new(TransportErrorKind::Unsendable)
                .with_source("the length of the file has changed since the call was created"));
        }
        // Data that is appended from now on is not sent.
        Ok(Box::new(read_chunks(Box::new(file.take(self.length)))))
    }
}

/// Chunks that can be read once.
pub(crate) struct OneShotSource {
    length: Option<u64>,
    chunks: Mutex<Option<Box<dyn Chunks + Send>>>,
}

impl OneShotSource {
    /// Creates a source from chunks.
    pub(crate) fn new(chunks: impl Chunks + Send + 'static, length: Option<u64>) -> Self {
        Self {
            length,
            chunks: Mutex::new(Some(Box::new(chunks))),
        }
    }

    /// Creates a source from a reader, up to `length` bytes if a length is given.
    pub(crate) fn reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::new(
            read_chunks(match length {
                Some(length) => Box::new(reader.take(length)),
                None => Box::new(reader),
            }),
            length,
        )
    }
}

impl BodySource for OneShotSource {
    fn length(&self) -> Option<u64> {
        self.length
    }

    fn can_open(&self) -> bool {
        let chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        chunks.is_some()
    }

    fn open(&self) -> Result<BoxChunks, TransportError> {
        let mut chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner);
        match chunks.take() {
            Some(chunks) => Ok(chunks),
            None => Err(TransportError::new(TransportErrorKind::Unsendable)
                .with_source("the content can be read only once and has already been read")),
        }
    }
}

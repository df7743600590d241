//! Files to upload.
//!
//! In: bytes or a source of bytes, a name and a media type. Out: a [`File`], which is a part of a multipart form or a
//! whole body. Knows nothing about the encoding of forms (see `multipart`) or about reading sources (see `upload`).

use std::fmt;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use crate::runtime::auth::base64;
use crate::runtime::body::upload::{BodySource, Content, FileSource, OneShotSource, RequestBody};
use crate::runtime::json::{DecodeError, Json, Reader, Writer};
use crate::runtime::transport::chunks::Chunks;

/// A file to upload: its content, an optional name and an optional media type.
///
/// A `Vec<u8>` or [`Bytes`] converts into a file. Clones share the content and are equal; otherwise, files whose
/// content is not in memory are never equal.
///
/// In a multipart form, a file is a part of its own; as a body, it is sent unchanged. In JSON, a file is its content as
/// a base64 string (RFC 4648, section 4), so a file that is not in memory cannot be encoded as JSON.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl File {
    /// Creates a file with this content.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self::from_content(Content::Bytes(content.into()))
    }

    /// Opens a file of the file system, and uses its name. The file is read while it is sent, and read again if the
    /// call is retried.
    ///
    /// Reading blocks the current thread for a short time, even with an async client.
    ///
    /// # Errors
    ///
    /// Fails if the path is not a regular file. If the file cannot be read when the call is sent, or if its length has
    /// changed, the call fails.
    pub fn open(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = Self::from_source(FileSource::new(path.to_owned())?);
        Ok(match path.file_name().and_then(|name| name.to_str()) {
            Some(name) => file.file_name(name),
            None => file,
        })
    }

    /// Creates a file that is read while it is sent, up to `length` bytes if a length is given.
    ///
    /// The content can be read only once, so the call is not retried after reading has started. Without a length, the
    /// body is sent with chunked encoding, which some servers reject. Reading blocks the current thread, even with an
    /// async client; use [`from_chunks`](Self::from_chunks) for slow sources.
    pub fn from_reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::from_source(OneShotSource::reader(reader, length))
    }

    /// Creates a file from chunks that are sent as they become available, `length` bytes in total if a length is given.
    ///
    /// The content can be read only once, so the call is not retried after reading has started.
    pub fn from_chunks(chunks: impl Chunks + Send + 'static, length: Option<u64>) -> Self {
        Self::from_source(OneShotSource::new(chunks, length))
    }

    /// Creates a file whose content comes from a custom source.
    pub fn from_source(source: impl BodySource + 'static) -> Self {
        Self::from_content(Content::Source(Arc::new(source)))
    }

    fn from_content(content: Content) -> Self {
        Self {
            content,
            file_name: None,
            content_type: None,
        }
    }

    /// Sets the file name that is sent with the content. The default is the name of the form member, because many
    /// services treat a part without a file name as a string.
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the media type. The default is the media type that the API description declares for the member or the body,
    /// or else `application/octet-stream`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns the content if it is in memory.
    pub fn content(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Source(_) => None,
        }
    }

    /// Returns the length of the content in bytes, if known.
    pub fn length(&self) -> Option<u64> {
        self.content.length()
    }

    /// Returns the source of the content if it is not in memory.
    pub(crate) fn source(&self) -> Option<&Arc<dyn BodySource>> {
        match &self.content {
            Content::Bytes(_) => None,
            Content::Source(source) => Some(source),
        }
    }

    /// Converts the content into a request body.
    pub(crate) fn into_content(self) -> RequestBody {
        match self.content {
            Content::Bytes(bytes) => bytes.into(),
            source => vec![source].into(),
        }
    }

    /// Returns the file name, if set.
    pub fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the media type, if set.
    pub fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
        Self::new(content)
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<&'static [u8]> for File {
    fn from(content: &'static [u8]) -> Self {
        Self::new(content)
    }
}

impl<const N: usize> From<&'static [u8; N]> for File {
    fn from(content: &'static [u8; N]) -> Self {
        Self::new(&content[..])
    }
}

/// Shows the length of the content, not the content.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("content", &format_args!("[{:?}]", self.content))
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl Json for File {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        const EXPECTED: &str = "bytes as a base64 string";
        let start = reader.mark();
        let text = reader.string()?;
        match from_base64(text.as_bytes()) {
            Some(content) => Ok(Self::new(content)),
            None => Err(reader.mismatch_at(start, EXPECTED)),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        if writer.file(self) {
            return;
        }
        match self.content() {
            Some(content) => writer.string(&base64(content)),
            None => writer.unreadable_file(),
        }
    }
}

/// Decodes base64 (RFC 4648, section 4). Padding is optional.
fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let unpadded = text
        .strip_suffix(b"==")
        .or_else(|| text.strip_suffix(b"="))
        .unwrap_or(text);
    let padded = unpadded.len() < text.len();
    if unpadded.len() % 4 == 1 || padded && text.len() % 4 != 0 {
        return None;
    }
    let mut bytes = Vec::with_capacity(unpadded.len() / 4 * 3 + 2);
    for group in unpadded.chunks(4) {
        let mut bits = 0_u32;
        for sign in group {
            let value = match sign {
                b'A'..=b'Z' => sign - b'A',
                b'a'..=b'z' => sign - b'a' + 26,
                b'0'..=b'9' => sign - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        bits <<= 6 * (4 - group.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(bytes)
}

//! Files to upload.
//!
//! In: bytes or what they are read from, a name and a media type. Out: a [`File`], which stands in a multipart form as a part
//! of its own, or is a body. Knows nothing of how forms are written (see `multipart`), or how sources are read (`upload`).

use std::fmt;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;

use crate::runtime::auth::base64;
use crate::runtime::body::upload::{BodySource, Content, FileSource, OneShotSource, RequestBody};
use crate::runtime::json::{DecodeError, Json, Reader, Writer};
use crate::runtime::transport::chunks::Chunks;
use crate::runtime::validate::Validate;

/// A file to upload: its content, with a name and a media type.
///
/// Bytes are files: wherever one is taken, a `Vec<u8>` or [`Bytes`] can be given. A clone shares the content, and equals its
/// original; beyond that, files whose content is not in memory equal no others.
///
/// Multipart forms carry files, and bodies that are bytes are files. As JSON, which has none, a file is its content in base64
/// (RFC 4648, section 4); one whose content is not in memory cannot be written as JSON.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl File {
    /// Returns a file of this content.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self::of(Content::Bytes(content.into()))
    }

    /// Returns a file of the system, named as it is there. It is read as it is sent, anew where the call is tried again.
    ///
    /// Reading holds up the thread for a moment each time, that of a client that is awaited too.
    ///
    /// # Errors
    ///
    /// There is no such regular file. If it cannot be read when it is sent, or has another length by then, the call fails.
    pub fn open(path: impl AsRef<Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let file = Self::from_source(FileSource::new(path.to_owned())?);
        Ok(match path.file_name().and_then(|name| name.to_str()) {
            Some(name) => file.file_name(name),
            None => file,
        })
    }

    /// Returns a file whose content is read as it is sent: this many bytes, or all that there are.
    ///
    /// It can be read only once, so the call is not tried again after reading began. Where no length is given, the body is
    /// sent in chunks without one, which some servers refuse. Reading holds up the thread that sends, that of a client that is
    /// awaited too; see [`from_chunks`](Self::from_chunks) for what would do so for long.
    pub fn from_reader(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::from_source(OneShotSource::reader(reader, length))
    }

    /// Returns a file whose content comes in chunks as it is sent, this many bytes if a length is given.
    ///
    /// It can be read only once, so the call is not tried again after reading began.
    pub fn from_chunks(chunks: impl Chunks + Send + 'static, length: Option<u64>) -> Self {
        Self::from_source(OneShotSource::new(chunks, length))
    }

    /// Returns a file whose content comes from here as it is sent.
    pub fn from_source(source: impl BodySource + 'static) -> Self {
        Self::of(Content::Source(Arc::new(source)))
    }

    fn of(content: Content) -> Self {
        Self {
            content,
            file_name: None,
            content_type: None,
        }
    }

    /// Sets the name that is sent with the content: unless set, that of the form's member, because many services take a part
    /// without one for text.
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// Sets the media type: unless set, the one that the API documents for the member or the body, or
    /// `application/octet-stream`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns the content, if it is in memory.
    pub fn content(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Source(_) => None,
        }
    }

    /// Returns how many bytes the content has, if that is known.
    pub fn length(&self) -> Option<u64> {
        self.content.length()
    }

    /// Returns what the content is read from, if it is not in memory.
    pub(crate) fn source(&self) -> Option<&Arc<dyn BodySource>> {
        match &self.content {
            Content::Bytes(_) => None,
            Content::Source(source) => Some(source),
        }
    }

    /// Returns the content as a body.
    pub(crate) fn into_content(self) -> RequestBody {
        match self.content {
            Content::Bytes(bytes) => bytes.into(),
            source => vec![source].into(),
        }
    }

    /// Returns the name, if one was set.
    pub fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// Returns the media type, if one was set.
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

/// Prints how long the content is, not what it is.
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

impl Validate for File {}

/// Reads the base64 of RFC 4648, section 4: padding may be missing, nothing else may be odd.
fn from_base64(text: &[u8]) -> Option<Vec<u8>> {
    let unpadded = text
        .strip_suffix(b"==")
        .or_else(|| text.strip_suffix(b"="))
        .unwrap_or(text);
    let padded = unpadded.len() < text.len();
    if unpadded.len() % 4 == 1 || padded && !text.len().is_multiple_of(4) {
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

//! Files in forms.
//!
//! In: bytes, a name and a media type. Out: a [`File`], which stands in a multipart form as a part of its own. Knows nothing
//! of how forms are written (see `multipart`).

use std::fmt;

use bytes::Bytes;

use crate::runtime::auth::base64;
use crate::runtime::json::{DecodeError, Json, Reader, Writer};
use crate::runtime::validate::Validate;

/// A file to upload: its content, with a name and a media type.
///
/// Bytes are files: wherever one is taken, a `Vec<u8>` or [`Bytes`] can be given. A clone shares the content.
///
/// Multipart forms alone carry files. As JSON, which has none, a file is its content in base64 (RFC 4648, section 4).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct File {
    content: Bytes,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl File {
    /// Returns a file of this content.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self {
            content: content.into(),
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

    /// Sets the media type: unless set, the one that the API documents for the member, or `application/octet-stream`.
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Returns the content.
    pub fn content(&self) -> &Bytes {
        &self.content
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
            .field("content", &format_args!("[{} bytes]", self.content.len()))
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl Json for File {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        const EXPECTED: &str = "bytes as base64 text";
        let start = reader.mark();
        let text = reader.string()?;
        match from_base64(text.as_bytes()) {
            Some(content) => Ok(Self::new(content)),
            None => Err(reader.mismatch_at(start, EXPECTED)),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        if !writer.file(self) {
            writer.string(&base64(&self.content));
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

//! Writes compact JSON to a buffer.
//!
//! In: values in document order. Out: the bytes, or the first value that JSON cannot represent. Whether a comma is
//! needed is determined by the last byte: only a newly opened array or object ends with an opening bracket.

use std::fmt;

use super::error::EncodeError;
use super::reader::DEPTH_LIMIT;
use super::string::{is_plain, plain_prefix};
use super::tag::PendingTag;
use super::{Additional, Encode, Json};
use crate::runtime::{File, Patch};

/// A JSON writer.
///
/// `Debug` shows the length of the output, not the output.
pub struct Writer {
    out: Vec<u8>,
    /// How many more arrays and objects can be nested.
    pub(super) depth: u16,
    /// The tags of the enclosing unions that have not been written yet.
    pub(super) pending_tags: Vec<PendingTag>,
    /// Whether free-form numbers are written like typed ones.
    canonical: bool,
    /// The files so far with their offsets; `None` if files are written as base64.
    files: Option<Vec<FileSlot>>,
    error: Option<EncodeError>,
}

/// The offset of a file in the JSON, where it is represented by null, and the file.
pub(crate) type FileSlot = (usize, File);

/// 2⁵³. Smaller whole numbers are exact in an `f64`, and are written without a fraction.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The maximum capacity to reserve for the elements of a list. The first element may be much longer than the others.
const EXPECTED_LIMIT: usize = 1 << 22;

/// The initial capacity, sufficient for a small value.
const FIRST_CAPACITY: usize = 128;

impl Default for Writer {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("out", &format_args!("{} bytes", self.out.len()))
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Creates an empty writer.
    pub fn new() -> Self {
        Self::append_to(Vec::with_capacity(FIRST_CAPACITY))
    }

    /// Creates a writer that writes equal values as equal JSON: in free-form values too, whole numbers have no
    /// fraction.
    pub(crate) fn canonical() -> Self {
        Self {
            canonical: true,
            ..Self::new()
        }
    }

    /// Creates a writer that collects files instead of writing them.
    pub(crate) fn with_files() -> Self {
        Self {
            files: Some(Vec::new()),
            ..Self::new()
        }
    }

    /// Creates a writer that appends to a buffer, which must not end inside a JSON value.
    pub fn append_to(out: Vec<u8>) -> Self {
        Self {
            out,
            depth: DEPTH_LIMIT,
            pending_tags: Vec::new(),
            canonical: false,
            files: None,
            error: None,
        }
    }

    /// Returns the JSON.
    ///
    /// # Errors
    ///
    /// Returns the first error: an infinite number or NaN, nesting beyond [`DEPTH_LIMIT`], or a file that is not in
    /// memory.
    pub fn finish(self) -> Result<Vec<u8>, EncodeError> {
        match self.error {
            None => Ok(self.out),
            Some(error) => Err(error),
        }
    }

    /// Returns the JSON and the files. Each file is represented by null.
    pub(crate) fn finish_with_files(mut self) -> Result<(Vec<u8>, Vec<FileSlot>), EncodeError> {
        let files = self.files.take().unwrap_or_default();
        Ok((self.finish()?, files))
    }

    /// Collects a file and returns `true`, or returns `false` if files are to be written.
    pub(crate) fn file(&mut self, file: &File) -> bool {
        let Some(files) = &mut self.files else {
            return false;
        };
        files.push((self.out.len(), file.clone()));
        self.null();
        true
    }

    /// Records an error for a file that is not in memory.
    pub(crate) fn unreadable_file(&mut self) {
        self.fail(EncodeError::FileNotInMemory);
    }

    /// Opens an object. Write its members, then call [`Writer::end_object`].
    pub fn object(&mut self) {
        self.open(b'{');
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        if !self.pending_tags.is_empty() {
            self.write_pending_tags();
        }
        self.close(b'}');
    }

    /// Opens an array. Write its elements, then call [`Writer::end_array`].
    pub fn array(&mut self) {
        self.open(b'[');
    }

    /// Closes an array.
    pub fn end_array(&mut self) {
        self.close(b']');
    }

    /// Writes a member.
    pub fn member<T: Encode + ?Sized>(&mut self, name: &str, value: &T) {
        if self.key(name) {
            value.write(self);
        }
    }

    /// Writes a member if it is present.
    pub fn optional<T: Json>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            if self.key(name) {
                value.encode(self);
            }
        }
    }

    /// Writes a member, null, or nothing.
    pub fn patch<T: Json>(&mut self, name: &str, value: &Patch<T>) {
        match value {
            Patch::Omit => {}
            Patch::Null => {
                if self.key(name) {
                    self.null();
                }
            }
            Patch::Value(value) => {
                if self.key(name) {
                    value.encode(self);
                }
            }
        }
    }

    /// Writes the members that a type does not declare.
    pub fn additional<M: Additional>(&mut self, map: &M) {
        map.write(self);
    }

    /// Returns the length of the output.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Returns `true` if the output after `end` is the same member as that from `start` to `end`, regardless of commas.
    pub(super) fn is_same_member(&self, start: usize, end: usize) -> bool {
        let (before, last) = self.out.split_at(end);
        let member = |text| <[u8]>::strip_prefix(text, b",").unwrap_or(text);
        member(&before[start..]) == member(last)
    }

    /// Removes the output after an offset.
    pub(super) fn truncate(&mut self, place: usize) {
        self.out.truncate(place);
        if let Some(files) = &mut self.files {
            files.retain(|(begin, _)| *begin < place);
        }
    }

    /// Writes an element of an array.
    pub fn element<T: Encode + ?Sized>(&mut self, value: &T) {
        if self.next_element() {
            value.write(self);
        }
    }

    /// Writes the name of a member. Returns `true` if its value must be written. After an error it returns `false`,
    /// which also ends infinite recursion.
    pub fn key(&mut self, name: &str) -> bool {
        if !self.pending_tags.is_empty() {
            self.check_pending_tags(name);
        }
        if self.out.last() != Some(&b'{') {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.push_escaped(name.as_bytes());
        self.out.extend_from_slice(b"\":");
        self.error.is_none()
    }

    /// Starts an element of an array. Returns `true` if it must be written, like [`Writer::key`].
    pub fn next_element(&mut self) -> bool {
        if self.out.last() != Some(&b'[') {
            self.out.push(b',');
        }
        self.error.is_none()
    }

    /// Writes an array. The capacity for it is estimated from the first element, to avoid repeated copies.
    pub(super) fn list<T: Json>(&mut self, list: &[T]) {
        self.array();
        let start = self.out.len();
        for (index, value) in list.iter().enumerate() {
            self.element(value);
            if index == 0 {
                self.expect_elements(start, list.len() - 1);
            }
        }
        self.end_array();
    }

    /// Reserves capacity for more elements like the one that starts at `start`.
    fn expect_elements(&mut self, start: usize, more: usize) {
        let each = self.out.len() - start + ",".len();
        self.out
            .reserve(each.saturating_mul(more).min(EXPECTED_LIMIT));
    }

    /// Writes null.
    pub fn null(&mut self) {
        self.out.extend_from_slice(b"null");
    }

    /// Writes a boolean.
    pub fn boolean(&mut self, value: bool) {
        let text: &[u8] = if value { b"true" } else { b"false" };
        self.out.extend_from_slice(text);
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.out.push(b'"');
        self.push_escaped(value.as_bytes());
        self.out.push(b'"');
    }

    /// Writes an ASCII string that needs no escapes.
    pub fn ascii(&mut self, value: &[u8]) {
        debug_assert!(
            value.is_ascii() && is_plain(value),
            "the string needs no escapes"
        );
        self.out.push(b'"');
        self.push_plain(value);
        self.out.push(b'"');
    }

    /// Writes the content of a string.
    #[inline(never)]
    fn push_escaped(&mut self, bytes: &[u8]) {
        if is_plain(bytes) {
            self.push_plain(bytes);
        } else {
            self.push_with_escapes(bytes);
        }
    }

    /// Appends bytes. Most names and values are short; for them, two overlapping copies of a fixed length are faster
    /// than a call of `memcpy`.
    #[inline]
    fn push_plain(&mut self, bytes: &[u8]) {
        match bytes.len() {
            4..8 => self.push_overlapping::<4>(bytes),
            8..16 => self.push_overlapping::<8>(bytes),
            16..=32 => self.push_overlapping::<16>(bytes),
            _ => self.out.extend_from_slice(bytes),
        }
    }

    /// Appends between `N` and `2 * N` bytes.
    #[inline]
    fn push_overlapping<const N: usize>(&mut self, bytes: &[u8]) {
        if let (Some(first), Some(last)) = (bytes.first_chunk::<N>(), bytes.last_chunk::<N>()) {
            let end = self.out.len() + bytes.len() - N;
            self.out.extend_from_slice(first);
            self.out.truncate(end);
            self.out.extend_from_slice(last);
        }
    }

    #[inline(never)]
    fn push_with_escapes(&mut self, bytes: &[u8]) {
        let mut start = 0;
        loop {
            let end = start + plain_prefix(&bytes[start..]);
            self.out.extend_from_slice(&bytes[start..end]);
            let Some(&byte) = bytes.get(end) else { break };
            self.escape(byte);
            start = end + 1;
        }
    }

    /// Writes an unsigned integer.
    pub fn unsigned(&mut self, mut value: u64) {
        let mut digits = [b'0'; 20];
        let mut start = digits.len();
        loop {
            start -= 1;
            digits[start] += (value % 10) as u8;
            value /= 10;
            if value == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[start..]);
    }

    /// Writes a signed integer.
    pub fn signed(&mut self, value: i64) {
        if value < 0 {
            self.out.push(b'-');
        }
        self.unsigned(value.unsigned_abs());
    }

    /// Writes a number: whole numbers below 2⁵³ without a fraction, others in the shortest form that preserves the
    /// value.
    pub fn float(&mut self, value: f64) {
        if value.abs() < EXACT && value.fract() == 0.0 {
            if value.is_sign_negative() {
                self.out.push(b'-');
            }
            self.unsigned(value.abs() as u64);
        } else {
            self.shortest(value);
        }
    }

    /// Writes a free-form number as `serde_json` does.
    pub(super) fn free_form(&mut self, number: &serde_json::Number) {
        match number.as_f64() {
            Some(value) if self.canonical => self.float(value),
            _ => self.raw(&number.to_string()),
        }
    }

    fn shortest(&mut self, value: f64) {
        match serde_json::Number::from_f64(value) {
            Some(number) => self.out.extend_from_slice(number.to_string().as_bytes()),
            None => self.fail(EncodeError::NotFinite),
        }
    }

    /// Writes a single JSON value unchanged.
    pub fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn open(&mut self, bracket: u8) {
        self.out.push(bracket);
        match self.depth.checked_sub(1) {
            Some(depth) => self.depth = depth,
            None => self.fail(EncodeError::TooDeep),
        }
    }

    fn close(&mut self, bracket: u8) {
        self.out.push(bracket);
        self.depth = self.depth.saturating_add(1);
    }

    #[cold]
    fn fail(&mut self, error: EncodeError) {
        // Something must be written between two commas.
        self.null();
        self.error.get_or_insert(error);
    }

    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            _ => {
                const HEX: &[u8; 16] = b"0123456789abcdef";
                let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
                self.out
                    .extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
                return;
            }
        };
        self.out.extend_from_slice(&[b'\\', short]);
    }
}

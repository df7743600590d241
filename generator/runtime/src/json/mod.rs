//! Reads and writes JSON: the `Json` trait that every generated type implements, and the functions users call.
//!
//! In: text that a service answered, or a value. Out: a value with warnings, or compact JSON text. Types get two short
//! concrete functions over a [`Reader`] and a [`Writer`] instead of serde's derive, which costs several times the compile time.
//! Knows nothing of HTTP.

mod choice;
mod error;
mod members;
mod number;
mod path;
mod reader;
mod skip;
mod string;
mod tag;
mod text;
mod value;
mod values;
mod writer;

mod date_time;

#[cfg(test)]
mod tests;

pub use self::choice::WireShape;
pub use self::error::{DecodeError, EncodeError, JsonType, Warning};
pub use self::members::Additional;
pub use self::number::Number;
pub use self::path::member_path;
pub use self::reader::{DEPTH_LIMIT, Mark, Reader};
pub(crate) use self::text::JsonText;
pub use self::value::{to_json_value, write_value};
pub(crate) use self::writer::FileSlot;
pub use self::writer::Writer;

/// A type that reads itself from JSON and writes itself as JSON.
///
/// Every generated type implements it. Both functions are concrete: nothing in a generated file is generic, so each type is
/// compiled once.
pub trait Json: Sized {
    /// Reads the value that starts at the reader's position, and leaves the reader behind it.
    ///
    /// # Errors
    ///
    /// The text is not JSON, is nested too deeply, or has another shape than this type's.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Appends the value.
    fn encode(&self, writer: &mut Writer);
}

/// A value that can be written as JSON, also where it cannot be read: every [`Json`] type, and borrowed text.
pub trait Encode {
    /// Appends the value.
    fn write(&self, writer: &mut Writer);
}

impl<T: Json> Encode for T {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        self.encode(writer);
    }
}

impl Encode for str {
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl<T: Json> Encode for [T] {
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }
}

impl Encode for &str {
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

/// Reads a value from UTF-8 encoded JSON text, as the client reads a response unless it is strict: an optional member of the
/// wrong shape is read as absent, and bytes that are not UTF-8 are replaced by U+FFFD. No warnings are given.
///
/// # Errors
///
/// The text is not JSON, or has another shape than `T`'s, or a required number is beyond what its type holds; the error names
/// the JSON path.
pub fn from_slice<T: Json>(text: &[u8]) -> Result<T, DecodeError> {
    read(&JsonText::new(text, false)?)
}

/// Reads a value from JSON text, as the client reads a response unless it is strict: an optional member of the wrong shape is
/// read as absent. No warnings are given.
///
/// # Errors
///
/// The text is not JSON, or has another shape than `T`'s, or a required number is beyond what its type holds; the error names
/// the JSON path.
pub fn from_str<T: Json>(text: &str) -> Result<T, DecodeError> {
    read(&JsonText::from(text))
}

fn read<T: Json>(text: &JsonText<'_>) -> Result<T, DecodeError> {
    let (value, _) = text.reader(false).silent().read()?;
    Ok(value)
}

/// Writes a value as compact JSON text.
///
/// # Errors
///
/// The value holds a number that JSON has no text for, or is nested too deeply.
pub fn to_vec<T: Encode + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.finish()
}

/// Writes a value as compact JSON text.
///
/// # Errors
///
/// The value holds a number that JSON has no text for, or is nested too deeply.
pub fn to_string<T: Encode + ?Sized>(value: &T) -> Result<String, EncodeError> {
    let text = to_vec(value)?;
    Ok(String::from_utf8(text).expect("the writer appends only whole strings and ASCII"))
}

/// Makes a value of another type that has the same members, such as what a request sends of what an answer gave. Members
/// that the other type does not have are left out.
///
/// # Errors
///
/// The value has no JSON text, or lacks a member that the other type requires.
pub fn convert<T: Encode + ?Sized, U: Json>(value: &T) -> Result<U, DecodeError> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    match writer.finish() {
        Ok(text) => from_slice(&text),
        Err(EncodeError::TooDeep) => Err(DecodeError::new(error::Problem::TooDeep, 0)),
        Err(EncodeError::FileNotInMemory) => Err(DecodeError::new(
            error::Problem::Syntax("the content of a file is not in memory"),
            0,
        )),
        Err(EncodeError::NotFinite) => Err(DecodeError::new(error::Problem::NumberTooLarge, 0)),
    }
}

/// Checks that bytes which are no JSON are UTF-8.
///
/// # Errors
///
/// They are not UTF-8.
pub fn check_utf8(text: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(text).map_err(|error| error::not_utf8(text, error.valid_up_to()))
}

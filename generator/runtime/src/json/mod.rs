//! The JSON codec: the `Json` trait that every generated type implements, and functions to decode and encode values.
//!
//! In: JSON from a service, or a value. Out: a value with warnings, or compact JSON. Types implement two short
//! functions with a [`Reader`] and a [`Writer`]. serde's derive would multiply the compile time. Knows nothing about
//! HTTP.

mod error;
mod members;
mod number;
mod object;
mod open_enum;
mod parsed;
mod path;
mod reader;
mod skip;
mod string;
mod tag;
mod text;
mod tuples;
mod union;
mod value;
mod values;
mod writer;

mod date_time;

#[cfg(test)]
mod tests;

pub use self::error::{DecodeError, EncodeError, JsonType, Warning};
pub use self::members::Additional;
pub use self::number::Number;
pub use self::object::{NullableSlot, RequiredSlot, Slot};
pub use self::parsed::{Parsed, StringType};
pub use self::path::member_path;
pub(crate) use self::path::shown as shown_path;
pub use self::reader::{DEPTH_LIMIT, Mark, Reader};
pub(crate) use self::text::JsonText;
pub use self::union::WireShape;
pub use self::value::{to_json_value, write_value};
pub(crate) use self::writer::FileSlot;
pub use self::writer::Writer;
use crate::runtime::validate::{Checker, Limits};

/// A type that can be decoded from and encoded as JSON.
///
/// All generated types implement it. Both functions are concrete, and generated code is not generic, so each type is
/// compiled once.
pub trait Json: Sized {
    /// Decodes the value at the position of the reader, and moves past it.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON, is nested too deeply, or does not have the shape of this type.
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;

    /// Writes the value.
    fn encode(&self, writer: &mut Writer);

    /// Checks constraints: those of a use of the type, and those that the type has itself.
    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        let _ = (limits, checker);
    }
}

/// A value that can be encoded as JSON, but not necessarily decoded: all [`Json`] types, and borrowed strings and
/// slices.
pub trait Encode {
    /// Writes the value.
    fn write(&self, writer: &mut Writer);

    /// Checks constraints, like [`Json::check`].
    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        let _ = (limits, checker);
    }
}

impl<T: Json> Encode for T {
    #[inline]
    fn write(&self, writer: &mut Writer) {
        self.encode(writer);
    }

    #[inline]
    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        Json::check(self, limits, checker);
    }
}

impl Encode for str {
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.string(self, limits);
    }
}

impl<T: Json> Encode for [T] {
    fn write(&self, writer: &mut Writer) {
        writer.list(self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.list(self, limits);
    }
}

impl Encode for &str {
    fn write(&self, writer: &mut Writer) {
        writer.string(self);
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.string(self, limits);
    }
}

/// Decodes a value from JSON in UTF-8. Decoding is not strict: an optional member with an unexpected shape is absent,
/// and invalid UTF-8 is replaced by U+FFFD. There are no warnings.
///
/// # Errors
///
/// Fails if the input is not JSON, if it does not have the shape of `T`, or if a required number is out of range. The
/// error contains the path of the value.
pub fn from_slice<T: Json>(text: &[u8]) -> Result<T, DecodeError> {
    read(&JsonText::new(text, false)?)
}

/// Decodes a value from JSON. Decoding is not strict: an optional member with an unexpected shape is absent. There are
/// no warnings.
///
/// # Errors
///
/// Fails if the input is not JSON, if it does not have the shape of `T`, or if a required number is out of range. The
/// error contains the path of the value.
pub fn from_str<T: Json>(text: &str) -> Result<T, DecodeError> {
    read(&JsonText::from(text))
}

fn read<T: Json>(text: &JsonText<'_>) -> Result<T, DecodeError> {
    let (value, _) = text.reader(false).silent().read()?;
    Ok(value)
}

/// Encodes a value as compact JSON.
///
/// # Errors
///
/// Fails if the value contains an infinite number or NaN, or is nested too deeply.
pub fn to_vec<T: Encode + ?Sized>(value: &T) -> Result<Vec<u8>, EncodeError> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.finish()
}

/// Encodes a value as compact JSON.
///
/// # Errors
///
/// Fails if the value contains an infinite number or NaN, or is nested too deeply.
pub fn to_string<T: Encode + ?Sized>(value: &T) -> Result<String, EncodeError> {
    let text = to_vec(value)?;
    Ok(String::from_utf8(text).expect("the writer appends only whole strings and ASCII"))
}

/// Converts a value into another type with the same members, for example a response into a request. Members that the
/// other type does not have are dropped.
///
/// # Errors
///
/// Fails if the value cannot be encoded, or lacks a required member of the other type.
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

/// Checks that bytes are valid UTF-8.
///
/// # Errors
///
/// Fails if they are not.
pub fn check_utf8(text: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(text).map_err(|error| error::not_utf8(text, error.valid_up_to()))
}

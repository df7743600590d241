//! Free-form values, compatible with `serde_json`: the same input is accepted, and the values are the same.
//!
//! Numbers are 64-bit integers or else the nearest `f64`. Of duplicate members the last one is used, with a warning. A
//! number that is out of range for `f64`, which `serde_json` rejects, becomes a string of its digits, unless the reader
//! is strict.

use serde_json::{Map, Value};

use super::error::JsonType;
use super::number::{KEPT_AS_STRING, Number};
use super::{DecodeError, Encode, EncodeError, Json, Reader, Writer};
use crate::runtime::validate::{Checker, Limits};

/// Converts a value into free-form JSON.
///
/// # Errors
///
/// See [`super::to_vec`].
pub fn to_json_value(value: &dyn Encode) -> Result<Value, EncodeError> {
    let text = super::to_string(value)?;
    Ok(super::from_str(&text).expect("the reader accepts what the writer writes"))
}

/// Writes a free-form value. Numbers are written as `serde_json` writes them, so that they are equal when decoded
/// again.
pub fn write_value(value: &Value, writer: &mut Writer) {
    match value {
        Value::Null => writer.null(),
        Value::Bool(value) => writer.boolean(*value),
        Value::Number(number) => {
            if let Some(value) = number.as_u64() {
                writer.unsigned(value);
            } else if let Some(value) = number.as_i64() {
                writer.signed(value);
            } else {
                writer.free_form(number);
            }
        }
        Value::String(value) => writer.string(value),
        Value::Array(list) => list.encode(writer),
        Value::Object(map) => map.encode(writer),
    }
}

impl Json for Value {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match reader.peek()? {
            JsonType::Null => reader.literal("null").map(|()| Value::Null),
            JsonType::Boolean => reader.boolean().map(Value::Bool),
            JsonType::Number => read_number(reader),
            JsonType::String => String::decode(reader).map(Value::String),
            JsonType::Array => Vec::decode(reader).map(Value::Array),
            JsonType::Object => Map::decode(reader).map(Value::Object),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        write_value(self, writer);
    }
}

impl Json for Map<String, Value> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if let Err(error) = reader.object() {
            return reader.empty(error).map(|()| Map::new());
        }
        let mut map = Map::new();
        while let Some(name) = reader.key()? {
            if map
                .insert(name.into_owned(), Value::decode(reader)?)
                .is_some()
            {
                reader.replaced();
            }
        }
        Ok(map)
    }

    fn encode(&self, writer: &mut Writer) {
        writer.object();
        for (name, value) in self {
            writer.member(name, value);
        }
        writer.end_object();
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.map_size(self.len(), limits);
    }
}

fn read_number(reader: &mut Reader<'_>) -> Result<Value, DecodeError> {
    let start = reader.position;
    Ok(match reader.number("a number")? {
        Number::Unsigned(value) => Value::from(value),
        Number::Negative(value) => Value::from(value),
        Number::Float(value) if value.is_infinite() => keep_digits(reader, start),
        Number::Float(value) => Value::from(value),
    })
}

/// Converts a number that has just been read, and is out of range for `f64`, into a string of its digits.
#[cold]
fn keep_digits(reader: &mut Reader<'_>, start: usize) -> Value {
    reader.deviation(KEPT_AS_STRING, start);
    Value::from(&reader.text[start..reader.position])
}

//! Shapes of values without parts: strings, numbers, booleans.
//!
//! In: the assertions about one value, or those of alternatives that all have one JSON type. Out: the shape that holds all of
//! the values.

use std::collections::HashSet;

use crate::openapi::document::{Format, SchemaType};
use crate::source::Node;

use crate::api::schemas::assertions::{Assertions, Value};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{constraints, docs, enums, json_types};
use crate::api::{Bound, Constraints, Docs, EnumValue, IntegerFormat, Shape};

/// Returns the shape of strings of a format.
pub(crate) fn string_shape(format: Option<&Format>) -> Shape {
    match format {
        Some(Format::DateTime) => Shape::DateTime,
        Some(Format::Date) => Shape::Date,
        format => Shape::String(format.cloned()),
    }
}

/// Returns the narrowest range that holds every integer which the format and the bounds allow.
pub(crate) fn integer_format(assertions: &Assertions<'_>) -> IntegerFormat {
    let stated = match assertions.format {
        Some(Format::Int8 | Format::Int16 | Format::Int32) => IntegerFormat::Int32,
        Some(Format::UInt8 | Format::UInt16 | Format::UInt32) => IntegerFormat::UInt32,
        Some(Format::UInt64 | Format::UInt | Format::UInt128) => IntegerFormat::UInt64,
        _ => IntegerFormat::Int64,
    };
    let (floor, ceiling) = match stated {
        IntegerFormat::Int32 => (f64::from(i32::MIN), f64::from(i32::MAX)),
        IntegerFormat::Int64 => (i64::MIN as f64, i64::MAX as f64),
        IntegerFormat::UInt32 => (0.0, f64::from(u32::MAX)),
        IntegerFormat::UInt64 => (0.0, u64::MAX as f64),
    };
    let bounds = &assertions.constraints;
    let least = least(bounds);
    let below = least.is_some_and(|least| least < floor);
    let above = greatest(bounds).is_some_and(|greatest| greatest > ceiling);
    // 2⁶³ as a float is also what 2⁶³ - 1 is rounded to: the exact integer decides.
    let above_i64 =
        matches!(bounds.maximum, Some(Bound::Integer(value)) if value > i128::from(i64::MAX));
    match stated {
        IntegerFormat::Int64 if (above || above_i64) && least.is_none_or(|least| least >= 0.0) => {
            IntegerFormat::UInt64
        }
        IntegerFormat::Int32 | IntegerFormat::UInt32 if below || above => IntegerFormat::Int64,
        stated => stated,
    }
}

fn least(bounds: &Constraints) -> Option<f64> {
    let bound = bounds.minimum.or(bounds.exclusive_minimum);
    bound.map(constraints::float)
}

fn greatest(bounds: &Constraints) -> Option<f64> {
    let bound = bounds.maximum.or(bounds.exclusive_maximum);
    bound.map(constraints::float)
}

/// Returns the shape that alternatives of one JSON type share; `None` for a type with parts.
pub(crate) fn shared_shape(
    kind: SchemaType,
    branches: &[Merged<'_>],
    base_format: Option<&Format>,
) -> Option<Shape> {
    match kind {
        SchemaType::Boolean => Some(Shape::Boolean),
        SchemaType::Number if branches.iter().any(has_integers) => Some(Shape::IntegerOrNumber),
        SchemaType::Number => Some(Shape::Number),
        SchemaType::Integer => Some(match shared_integer_enum(branches) {
            Some(values) => Shape::Integers(values),
            None => Shape::Integer(shared_integer_format(branches)),
        }),
        SchemaType::String => Some(shared_string_shape(branches, base_format)),
        SchemaType::Array | SchemaType::Object | SchemaType::Null => None,
    }
}

/// Returns whether `integer` is stated among the types.
fn has_integers(branch: &Merged<'_>) -> bool {
    json_types::stated_types(&branch.assertions).contains(&SchemaType::Integer)
}

fn shared_integer_format(branches: &[Merged<'_>]) -> IntegerFormat {
    let mut formats = branches
        .iter()
        .map(|branch| integer_format(&branch.assertions));
    let first = formats.next().unwrap_or(IntegerFormat::Int64);
    if formats.all(|format| format == first) {
        first
    } else {
        IntegerFormat::Int64
    }
}

/// Returns the shape of strings: an enum as soon as one alternative lists values, since enums are open anyway.
fn shared_string_shape(branches: &[Merged<'_>], base_format: Option<&Format>) -> Shape {
    let values = listed_values(branches, enums::string_value);
    if !values.is_empty() {
        return Shape::Enum(values);
    }
    let mut formats = branches
        .iter()
        .map(|branch| branch.assertions.format.or(base_format));
    let first = formats.next().flatten();
    if formats.all(|format| format == first) {
        string_shape(first)
    } else {
        Shape::String(None)
    }
}

/// Returns the values of alternatives that are integers, where each alternative lists integers and one of them has a name.
/// Without names, integers are more convenient than an enum.
fn shared_integer_enum(branches: &[Merged<'_>]) -> Option<Vec<EnumValue>> {
    for branch in branches {
        enums::integer_enum(branch.assertions.values.as_deref()?)?;
    }
    let values = listed_values(branches, enums::canonical_string);
    let is_named = |value: &EnumValue| value.title.is_some() || value.rust_name.is_some();
    values.iter().any(is_named).then_some(values)
}

/// Returns the values that alternatives list, each once. The documentation of an alternative with one value is that of the
/// value: its title is the name.
fn listed_values(
    branches: &[Merged<'_>],
    to_string: impl Fn(&Node) -> Option<String>,
) -> Vec<EnumValue> {
    let mut values: Vec<EnumValue> = Vec::new();
    let mut seen = HashSet::new();
    for branch in branches {
        let listed: &[Value<'_>] = branch.assertions.values.as_deref().unwrap_or_default();
        for value in listed {
            let Some(string) = to_string(value.node) else {
                continue;
            };
            if !seen.insert(string.clone()) {
                continue;
            }
            let mut made = enums::enum_value(value, string);
            if let [_] = listed {
                let mut own = Docs::default();
                docs::fall_back(&mut own, &branch.docs);
                made.title = made.title.or_else(|| own.summary.clone());
                // A title of one word adds nothing to the name that is made of it.
                let sentence = own.summary.filter(|title| title.trim().contains(' '));
                made.description = made.description.or(own.description).or(sentence);
                made.rust_name.clone_from(&branch.rust.name);
            }
            values.push(made);
        }
    }
    values
}

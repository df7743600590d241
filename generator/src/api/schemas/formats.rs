//! Formats. <https://spec.openapis.org/registry/format/>
//!
//! In: a format, two of one value, or a [`Merged`] that has one. Out: whether it says that numbers are whole, and what two say
//! together.

use crate::source::Node;

use crate::api::schemas::constraints;
use crate::api::schemas::merged::Merged;

/// Returns whether numbers of this format are integers: an `f64` would round the digits of a long one. A fraction among the
/// values, or in the bounds, says that the format is a mistake.
pub(crate) fn are_integers(merged: &Merged<'_>) -> bool {
    let listed = merged.values.iter().flatten().map(|value| value.node);
    let mut values = listed
        .chain(&merged.docs.default)
        .chain(&merged.docs.example);
    let bounds = &merged.constraints;
    let mut bounds = [bounds.minimum, bounds.maximum, bounds.multiple_of]
        .into_iter()
        .flatten();
    merged.format.is_some_and(is_whole)
        && !values.any(|value| matches!(value, Node::Float(value) if value.fract() != 0.0))
        && bounds.all(|bound| constraints::float(bound).fract() == 0.0)
}

/// Returns the format of values that have two: `stated` is of the schema that extends the one with `known`. `None` where no
/// value has both.
///
/// A format that nobody knows says nothing, so it takes nothing away. Of whole numbers the narrower range is what both allow. Of
/// `float` and `double` the wider one loses no digits. Of other numbers what extends refines. Two formats of text have no value in
/// common, nor has text with a number.
pub(crate) fn both<'a>(known: &'a str, stated: &'a str) -> Option<&'a str> {
    if let (Some(one), Some(other)) = (width(known), width(stated)) {
        return Some(if one < other { known } else { stated });
    }
    match (is_of_numbers(known), is_of_numbers(stated)) {
        (true, true) if (known, stated) == ("double", "float") => Some(known),
        (true, true) => Some(stated),
        (true, false) if !is_of_text(stated) => Some(known),
        (false, false) if !is_of_text(stated) && is_of_text(known) => Some(known),
        _ if known == stated || !is_of_text(known) && !is_of_numbers(known) => Some(stated),
        _ => None,
    }
}

fn is_of_numbers(format: &str) -> bool {
    width(format).is_some() || matches!(format, "float" | "double" | "decimal" | "number")
}

/// Returns how many bits whole numbers of a format have.
fn width(format: &str) -> Option<u32> {
    match format {
        "int8" | "uint8" => Some(8),
        "int16" | "uint16" => Some(16),
        "int32" | "uint32" => Some(32),
        "int64" | "uint64" | "uint" => Some(64),
        "uint128" => Some(128),
        _ => None,
    }
}

fn is_of_text(format: &str) -> bool {
    matches!(
        format,
        "date-time"
            | "date"
            | "time"
            | "duration"
            | "uuid"
            | "uri"
            | "uri-reference"
            | "uri-template"
            | "iri"
            | "iri-reference"
            | "email"
            | "idn-email"
            | "hostname"
            | "idn-hostname"
            | "ipv4"
            | "ipv6"
            | "json-pointer"
            | "relative-json-pointer"
            | "regex"
            | "byte"
            | "binary"
            | "password"
    )
}

fn is_whole(format: &str) -> bool {
    matches!(
        format,
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
    )
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn two_formats_are_one_where_values_have_both() {
        for (known, stated, together) in [
            ("int32", "int64", Some("int32")),
            ("int64", "int32", Some("int32")),
            ("uint64", "int8", Some("int8")),
            ("int32", "uint32", Some("uint32")),
            ("float", "double", Some("double")),
            ("double", "float", Some("double")),
            ("int64", "double", Some("double")),
            ("int32", "custom", Some("int32")),
            ("custom", "int32", Some("int32")),
            ("date", "custom", Some("date")),
            ("custom", "date", Some("date")),
            ("custom", "other", Some("other")),
            ("date", "date", Some("date")),
            ("date", "date-time", None),
            ("date", "int32", None),
            ("int32", "date", None),
        ] {
            assert_eq!(both(known, stated), together, "{known} {stated}");
        }
    }
}

//! Formats. <https://spec.openapis.org/registry/format/>
//!
//! In: [`Assertions`] with a format, or two formats of one value. Out: whether numbers are integers because of it, and the format
//! of values that have both.

use crate::openapi::document::Format;
use crate::source::Node;

use crate::api::Docs;
use crate::api::schemas::assertions::Assertions;
use crate::api::schemas::constraints;

/// Returns whether numbers of the format are integers: an `f64` would round the digits of a long one. A fraction among the
/// values, or in the bounds, shows that the format is a mistake.
pub(crate) fn are_integers(assertions: &Assertions<'_>, docs: &Docs) -> bool {
    let listed = assertions.values.iter().flatten().map(|value| value.node);
    let mut values = listed.chain(&docs.default).chain(&docs.example);
    let bounds = &assertions.constraints;
    let mut bounds = [bounds.minimum, bounds.maximum, bounds.multiple_of]
        .into_iter()
        .flatten();
    assertions.format.is_some_and(is_whole)
        && !values.any(|value| matches!(value, Node::Float(value) if value.fract() != 0.0))
        && bounds.all(|bound| constraints::float(bound).fract() == 0.0)
}

/// Returns the format of values that have two: `stated` is of the schema that extends the one with `known`. `None` where no
/// value has both.
///
/// A format that is not known takes nothing away. Of two integer formats the narrower range is what both allow. Of `float` and
/// `double` the wider one loses no digits. Of other numeric formats the one of the extending schema refines. Two formats of strings
/// have no value in common, nor has one of strings with one of numbers.
pub(crate) fn both<'a>(known: &'a Format, stated: &'a Format) -> Option<&'a Format> {
    if let (Some(one), Some(other)) = (known.bits(), stated.bits()) {
        return Some(if one < other { known } else { stated });
    }
    match (known.applies_to_numbers(), stated.applies_to_numbers()) {
        (true, true) if (known, stated) == (&Format::Double, &Format::Float) => Some(known),
        (true, true) => Some(stated),
        (true, false) if !stated.applies_to_strings() => Some(known),
        (false, false) if !stated.applies_to_strings() && known.applies_to_strings() => Some(known),
        _ if known == stated || !known.applies_to_strings() && !known.applies_to_numbers() => {
            Some(stated)
        }
        _ => None,
    }
}

/// Returns whether a number of this format is an integer of a stated width, 64 bits at most. `uint` states none.
fn is_whole(format: &Format) -> bool {
    *format != Format::UInt && format.bits().is_some_and(|bits| bits <= 64)
}

#[cfg(test)]
mod tests {
    use super::both;
    use crate::openapi::document::Format;

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
            let (first, second) = (Format::from_name(known), Format::from_name(stated));
            let found = both(&first, &second).map(Format::as_str);
            assert_eq!(found, together, "{known} {stated}");
        }
    }
}

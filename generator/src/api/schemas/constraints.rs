//! Bounds: from the document's keywords to what is checked, tightened where several schemas apply together.
//!
//! In: the `Constraints` of schemas. Out: the `Constraints` of a type, without those that its shape cannot break.

use crate::openapi::document::{Constraints as Keywords, Number};

use crate::api::{Bound, Constraints, IntegerFormat, Shape};

/// Makes `left` as strict as both together are.
pub(crate) fn tighten(left: &mut Constraints, right: &Keywords) {
    greater(&mut left.minimum, right.minimum);
    greater(&mut left.exclusive_minimum, right.exclusive_minimum);
    lesser(&mut left.maximum, right.maximum);
    lesser(&mut left.exclusive_maximum, right.exclusive_maximum);
    // The stricter of two multiples would be their least common multiple. The later one refines the earlier and is used.
    if let Some(multiple) = right.multiple_of {
        left.multiple_of = Some(bound(multiple));
    }
    left.min_length = left.min_length.max(right.min_length);
    left.max_length = least(left.max_length, right.max_length);
    if right.pattern.is_some() {
        left.pattern.clone_from(&right.pattern);
    }
    left.min_items = left.min_items.max(right.min_items);
    left.max_items = least(left.max_items, right.max_items);
    left.unique_items |= right.unique_items;
    left.min_properties = left.min_properties.max(right.min_properties);
    left.max_properties = least(left.max_properties, right.max_properties);
}

/// Removes the bounds that do not apply to `shape`, and returns their keywords. `uniqueItems` is not among them: tools write it
/// for every parameter, where it means nothing beside other types than lists.
///
/// A free-form value keeps none, and none is returned: what made it free-form was reported already.
pub(crate) fn fit(constraints: &mut Constraints, shape: &Shape) -> Vec<&'static str> {
    let numeric = matches!(
        shape,
        Shape::Integer(_) | Shape::Integers(_) | Shape::Number | Shape::IntegerOrNumber
    );
    let textual = matches!(
        shape,
        Shape::String(_) | Shape::Enum(_) | Shape::DateTime | Shape::Date | Shape::Bytes
    );
    let list = matches!(shape, Shape::List(_) | Shape::Tuple(_));
    let object = matches!(shape, Shape::Map(_) | Shape::Struct(_));
    let bounds = &*constraints;
    let keywords = [
        ("minimum", numeric, bounds.minimum.is_some()),
        ("maximum", numeric, bounds.maximum.is_some()),
        (
            "exclusiveMinimum",
            numeric,
            bounds.exclusive_minimum.is_some(),
        ),
        (
            "exclusiveMaximum",
            numeric,
            bounds.exclusive_maximum.is_some(),
        ),
        ("multipleOf", numeric, bounds.multiple_of.is_some()),
        ("minLength", textual, bounds.min_length.is_some()),
        ("maxLength", textual, bounds.max_length.is_some()),
        ("pattern", textual, bounds.pattern.is_some()),
        ("minItems", list, bounds.min_items.is_some()),
        ("maxItems", list, bounds.max_items.is_some()),
        ("minProperties", object, bounds.min_properties.is_some()),
        ("maxProperties", object, bounds.max_properties.is_some()),
    ];
    let dropped = keywords.into_iter();
    let dropped = dropped.filter(|(_, applies, is_stated)| *is_stated && !applies);
    let mut dropped: Vec<&'static str> = dropped.map(|(keyword, ..)| keyword).collect();

    let stated = std::mem::take(constraints);
    constraints.values = stated.values;
    if numeric {
        constraints.minimum = stated.minimum;
        constraints.maximum = stated.maximum;
        constraints.exclusive_minimum = stated.exclusive_minimum;
        constraints.exclusive_maximum = stated.exclusive_maximum;
        constraints.multiple_of = stated.multiple_of;
    }
    if textual {
        constraints.min_length = stated.min_length;
        constraints.max_length = stated.max_length;
        constraints.pattern = stated.pattern;
    }
    if list {
        // The type of a tuple states how many elements there are.
        let is_tuple = matches!(shape, Shape::Tuple(_));
        constraints.min_items = stated.min_items.filter(|_| !is_tuple);
        constraints.max_items = stated.max_items.filter(|_| !is_tuple);
        constraints.unique_items = stated.unique_items;
    }
    if object {
        constraints.min_properties = stated.min_properties;
        constraints.max_properties = stated.max_properties;
    }
    if matches!(shape, Shape::Any | Shape::Union(_)) {
        dropped.clear();
    }
    dropped
}

/// Removes the bounds that leave no value of `shape`, or that are beyond integers of 64 bits, and returns their problems.
pub(crate) fn remove_invalid(constraints: &mut Constraints, shape: &Shape) -> Vec<BoundProblem> {
    let mut problems = Vec::new();
    if let Shape::Integer(format) = shape {
        remove_beyond_64_bits(constraints, *format, &mut problems);
    }
    let least = constraints.minimum.or(constraints.exclusive_minimum);
    let most = constraints.maximum.or(constraints.exclusive_maximum);
    if let (Some(least), Some(most)) = (least, most)
        && less(most, least)
    {
        constraints.minimum = None;
        constraints.exclusive_minimum = None;
        constraints.maximum = None;
        constraints.exclusive_maximum = None;
        problems.push(BoundProblem {
            keyword: "minimum",
            message: EMPTY,
        });
    }
    let counts = [
        (
            &mut constraints.min_length,
            &mut constraints.max_length,
            "minLength",
        ),
        (
            &mut constraints.min_items,
            &mut constraints.max_items,
            "minItems",
        ),
        (
            &mut constraints.min_properties,
            &mut constraints.max_properties,
            "minProperties",
        ),
    ];
    for (least, most, keyword) in counts {
        if let (Some(few), Some(many)) = (*least, *most)
            && few > many
        {
            *least = None;
            *most = None;
            problems.push(BoundProblem {
                keyword,
                message: EMPTY,
            });
        }
    }
    problems
}

/// A bound that cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BoundProblem {
    /// Its keyword.
    pub keyword: &'static str,
    /// What is wrong with it: the rest of a sentence that begins with the keyword.
    pub message: &'static str,
}

/// The message for a minimum that is greater than the maximum.
const EMPTY: &str = "is greater than the maximum, so that no value is valid; neither is checked";

/// The message for a bound that no integer of the type reaches.
const BEYOND: &str =
    "is outside the range of 64-bit integers; integers outside that range cannot be sent or read";

/// Removes the bounds of an integer that its type implies.
fn remove_beyond_64_bits(
    constraints: &mut Constraints,
    format: IntegerFormat,
    problems: &mut Vec<BoundProblem>,
) {
    let (floor, ceiling) = match format {
        IntegerFormat::UInt32 | IntegerFormat::UInt64 => (0, i128::from(u64::MAX)),
        IntegerFormat::Int32 | IntegerFormat::Int64 => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    // The next number can be an exclusive bound, and the last one as a float is rounded to it.
    let above = |bound: Bound| match bound {
        Bound::Integer(whole) => whole > ceiling + 1,
        Bound::Float(float) => float > ceiling as f64,
    };
    let below = |bound: Bound| match bound {
        Bound::Integer(whole) => whole < floor - 1,
        Bound::Float(float) => float < floor as f64,
    };
    let bounds = [
        (&mut constraints.minimum, "minimum"),
        (&mut constraints.exclusive_minimum, "exclusiveMinimum"),
        (&mut constraints.maximum, "maximum"),
        (&mut constraints.exclusive_maximum, "exclusiveMaximum"),
    ];
    for (bound, keyword) in bounds {
        if bound.is_some_and(|bound| above(bound) || floor < 0 && below(bound)) {
            *bound = None;
            problems.push(BoundProblem {
                keyword,
                message: BEYOND,
            });
        }
    }
}

fn bound(number: Number) -> Bound {
    match number {
        Number::Integer(value) => Bound::Integer(value),
        Number::Float(value) => Bound::Float(value),
    }
}

fn least(left: Option<u64>, right: Option<u64>) -> Option<u64> {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    }
}

fn greater(left: &mut Option<Bound>, right: Option<Number>) {
    if let Some(right) = right.map(bound)
        && left.is_none_or(|left| less(left, right))
    {
        *left = Some(right);
    }
}

fn lesser(left: &mut Option<Bound>, right: Option<Number>) {
    if let Some(right) = right.map(bound)
        && left.is_none_or(|left| less(right, left))
    {
        *left = Some(right);
    }
}

fn less(left: Bound, right: Bound) -> bool {
    match (left, right) {
        (Bound::Integer(left), Bound::Integer(right)) => left < right,
        (left, right) => float(left) < float(right),
    }
}

/// Returns a bound as a float; a whole number beyond 2⁵³ is rounded, which is only used to compare it with a fraction.
pub(crate) fn float(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(value) => value as f64,
        Bound::Float(value) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stricter_bound_is_kept() {
        let mut left = Constraints {
            minimum: Some(Bound::Integer(3)),
            maximum: Some(Bound::Float(9.5)),
            max_length: Some(10),
            ..Constraints::default()
        };
        let right = Keywords {
            minimum: Some(Number::Float(3.5)),
            maximum: Some(Number::Integer(10)),
            min_length: Some(1),
            max_length: Some(4),
            unique_items: true,
            ..Keywords::default()
        };
        tighten(&mut left, &right);
        assert_eq!(left.minimum, Some(Bound::Float(3.5)));
        assert_eq!(left.maximum, Some(Bound::Float(9.5)));
        assert_eq!((left.min_length, left.max_length), (Some(1), Some(4)));
        assert!(left.unique_items);
    }

    #[test]
    fn bounds_that_leave_no_value_are_removed_and_reported() {
        let mut constraints = Constraints {
            minimum: Some(Bound::Integer(5)),
            maximum: Some(Bound::Float(4.5)),
            min_length: Some(2),
            max_length: Some(1),
            min_items: Some(1),
            max_items: Some(1),
            ..Constraints::default()
        };
        let problems = remove_invalid(&mut constraints, &Shape::Number);
        let problem = |keyword| BoundProblem {
            keyword,
            message: EMPTY,
        };
        assert_eq!(problems, [problem("minimum"), problem("minLength")]);
        let left = Constraints {
            min_items: Some(1),
            max_items: Some(1),
            ..Constraints::default()
        };
        assert_eq!(constraints, left);
    }

    #[test]
    fn bounds_beyond_64_bits_are_removed_and_reported() {
        let keywords_and_rest = |minimum, maximum, format| {
            let mut constraints = Constraints {
                minimum: Some(minimum),
                maximum: Some(maximum),
                ..Constraints::default()
            };
            let problems = remove_invalid(&mut constraints, &Shape::Integer(format));
            let keywords: Vec<_> = problems.iter().map(|problem| problem.keyword).collect();
            (keywords, (constraints.minimum, constraints.maximum))
        };
        let far = Bound::Integer(1 << 100);
        assert_eq!(
            keywords_and_rest(Bound::Integer(0), far, IntegerFormat::UInt64),
            (vec!["maximum"], (Some(Bound::Integer(0)), None))
        );
        let ends = (
            Bound::Integer(i64::MIN.into()),
            Bound::Float(9.223_372_036_854_776e18),
        );
        assert_eq!(
            keywords_and_rest(ends.0, ends.1, IntegerFormat::Int64),
            (Vec::new(), (Some(ends.0), Some(ends.1)))
        );
    }

    #[test]
    fn bounds_of_other_shapes_are_removed_and_returned() {
        let stated = Constraints {
            minimum: Some(Bound::Integer(1)),
            min_length: Some(1),
            min_items: Some(1),
            ..Constraints::default()
        };
        let mut constraints = stated.clone();
        assert_eq!(
            fit(&mut constraints, &Shape::Number),
            ["minLength", "minItems"]
        );
        assert_eq!(constraints.minimum, Some(Bound::Integer(1)));
        assert_eq!(constraints.min_length, None);
        let mut constraints = stated;
        assert!(fit(&mut constraints, &Shape::Any).is_empty());
        assert_eq!(constraints, Constraints::default());
    }
}

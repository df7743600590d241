//! The bounds of schemas that apply to one value.

use generator::openapi::document::{Constraints, Number, SchemaType};

use super::values;

/// Adds bounds; of two of a kind the stricter one is kept.
pub(super) fn tighten(known: &mut Constraints, stated: &Constraints) {
    let at_least = |known: &mut Option<Number>, stated: Option<Number>, is_lower: bool| {
        let Some(new) = stated else { return };
        let is_stricter = known.is_none_or(|old| {
            let (old, new) = (values::as_f64(old), values::as_f64(new));
            if is_lower { new > old } else { new < old }
        });
        if is_stricter {
            *known = Some(new);
        }
    };
    at_least(&mut known.minimum, stated.minimum, true);
    at_least(&mut known.exclusive_minimum, stated.exclusive_minimum, true);
    at_least(&mut known.maximum, stated.maximum, false);
    at_least(
        &mut known.exclusive_maximum,
        stated.exclusive_maximum,
        false,
    );
    known.multiple_of = known.multiple_of.or(stated.multiple_of);
    known.pattern = known.pattern.take().or_else(|| stated.pattern.clone());
    known.unique_items |= stated.unique_items;
    for (known, stated) in [
        (&mut known.min_length, stated.min_length),
        (&mut known.min_items, stated.min_items),
        (&mut known.min_properties, stated.min_properties),
    ] {
        // Zero is no bound.
        *known = (*known).max(stated.filter(|bound| *bound > 0));
    }
    for (known, stated) in [
        (&mut known.max_length, stated.max_length),
        (&mut known.max_items, stated.max_items),
        (&mut known.max_properties, stated.max_properties),
    ] {
        *known = match (*known, stated) {
            (Some(known), Some(stated)) => Some(known.min(stated)),
            (known, stated) => known.or(stated),
        };
    }
}

/// Removes bounds of values that the types do not have.
pub(super) fn drop_meaningless(constraints: &mut Constraints, types: &[SchemaType]) {
    if !types.contains(&SchemaType::Number) && !types.contains(&SchemaType::Integer) {
        constraints.minimum = None;
        constraints.maximum = None;
        constraints.exclusive_minimum = None;
        constraints.exclusive_maximum = None;
        constraints.multiple_of = None;
    }
    if !types.contains(&SchemaType::String) {
        constraints.min_length = None;
        constraints.max_length = None;
        constraints.pattern = None;
    }
    if !types.contains(&SchemaType::Array) {
        constraints.min_items = None;
        constraints.max_items = None;
        constraints.unique_items = false;
    }
    if !types.contains(&SchemaType::Object) {
        constraints.min_properties = None;
        constraints.max_properties = None;
    }
}

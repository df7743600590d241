//! Alternatives that accept any value.
//!
//! In: the alternatives of a union. Out: those that accept some values only, and whether there was another one: then a value
//! that none of them accepts is expected.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::SchemaType;

use crate::api::schemas::json_types::{ALL_TYPES, effective_types};
use crate::api::types::alternative::Alternative;
use crate::api::types::graph::Types;

/// The message for an alternative that accepts any value, beside others that can be distinguished from it.
const REST: &str = "this alternative accepts any value: a value that matches none of the others is kept as raw JSON; of an \
    object that matches one of them, other members are not kept";

/// The message for an alternative that accepts any value, beside others that cannot be distinguished from it.
pub(crate) const ACCEPTS_ANY_VALUE: &str = "this alternative accepts any value, so the others cannot be distinguished from it; \
    a free-form value is used";

/// Removes the alternatives that accept any value, and returns whether there were some. `None` if the others cannot be
/// distinguished from them, or there are no others.
pub(super) fn remove_open(
    types: &mut Types<'_>,
    alternatives: &mut Vec<Alternative<'_>>,
) -> Option<bool> {
    let Some(open) = alternatives.iter().find(|one| accepts_anything(one)) else {
        return Some(false);
    };
    let place = types.document.schema(open.source).location.clone();
    alternatives.retain(|one| !accepts_anything(one));
    if alternatives.is_empty() {
        return None;
    }
    if !alternatives.iter().all(is_distinguishable) {
        types.report(Diagnostic::degraded("open-union", place, ACCEPTS_ANY_VALUE));
        return None;
    }
    types.report(Diagnostic::warning("open-union", place, REST));
    Some(true)
}

/// Returns whether no other value is read as one of this alternative, as any object is if no member is required.
fn is_distinguishable(alternative: &Alternative<'_>) -> bool {
    let merged = &alternative.merged;
    let assertions = &merged.assertions;
    let is_object = effective_types(assertions).contains(&SchemaType::Object);
    let mut required = assertions.required.iter();
    assertions.unions.is_empty()
        && (!is_object || required.any(|required| merged.property(required.name).is_some()))
}

fn accepts_anything(alternative: &Alternative<'_>) -> bool {
    let assertions = &alternative.merged.assertions;
    let count = || effective_types(assertions).len();
    assertions.unions.is_empty() && !(1..ALL_TYPES).contains(&count())
}

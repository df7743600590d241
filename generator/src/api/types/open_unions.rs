//! Alternatives that accept any value.
//!
//! In: the alternatives of a union. Out: those that accept some values only, and whether there was another one: what is none
//! of them is then no surprise.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::SchemaType;

use crate::api::passes::settle;
use crate::api::types::graph::Types;
use crate::api::types::shapes;
use crate::api::types::variants::Alternative;

/// What is said of an alternative that accepts any value, beside others that can be told from it.
const REST: &str = "this alternative accepts any value: what is none of the others is kept as it comes; \
    of an object that is one of them, other members are not kept";

/// Returns whether no other value is taken for one of this alternative, as objects are where it requires no member.
fn is_told_apart(alternative: &Alternative<'_>) -> bool {
    let merged = &alternative.merged;
    let object = shapes::kinds_of(merged).contains(&SchemaType::Object);
    let mut required = merged.required.iter();
    merged.unions.is_empty()
        && (!object || required.any(|(name, _)| merged.property(name).is_some()))
}

/// Takes out the alternatives that accept any value, and returns whether there were some. None if nothing tells a value of
/// the others from any value, or there are no others.
pub(crate) fn take(types: &mut Types<'_>, alternatives: &mut Vec<Alternative<'_>>) -> Option<bool> {
    let Some(any) = alternatives.iter().find(|one| is_anything(one)) else {
        return Some(false);
    };
    let place = types.document.schema(any.source).location.clone();
    alternatives.retain(|one| !is_anything(one));
    if alternatives.is_empty() {
        return None;
    }
    let apart = alternatives.iter().all(is_told_apart);
    types.report(match apart {
        true => Diagnostic::warning("open-union", place, REST),
        false => Diagnostic::degraded("open-union", place, settle::OPEN),
    });
    apart.then_some(true)
}

fn is_anything(alternative: &Alternative<'_>) -> bool {
    let kinds = || shapes::kinds_of(&alternative.merged).len();
    alternative.merged.unions.is_empty() && !(1..shapes::ALL_TYPES).contains(&kinds())
}

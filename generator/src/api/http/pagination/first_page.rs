//! The number of the first page, or the offset of the first item.
//!
//! In: the parameter that takes the number. Out: the number, or nothing where it is not certain. A number that is too high by one
//! would skip a page, and one that is too low would request a page that does not exist.

use crate::source::Node;

use crate::api::http::member_names::normalized;
use crate::api::http::pagination::evidence::Evidence;
use crate::api::{Bound, Docs, Parameter};

/// Returns the number of the first page where the document states it.
pub(super) fn stated(evidence: &Evidence<'_>, parameter: usize) -> Option<u64> {
    let declared = &evidence.operation.parameters[parameter];
    if let Some(default) = default_of(declared) {
        return (default <= 1).then_some(default);
    }
    let bounds = &evidence.types.graph[declared.ty.id].ty.constraints;
    let is = |bound: &Option<Bound>, number: i128| *bound == Some(Bound::Integer(number));
    let is_from_one = is(&bounds.minimum, 1) || is(&bounds.exclusive_minimum, 0);
    is_from_one.then_some(1)
}

/// Returns 1, unless something suggests otherwise. Most services whose documents do not state the first number count from 1.
/// Those that count from 0 mention it by a bound, an example or in words, or have names that go with it.
pub(super) fn usual(evidence: &Evidence<'_>, parameter: usize) -> Option<u64> {
    let declared = &evidence.operation.parameters[parameter];
    let bounds = &evidence.types.graph[declared.ty.id].ty.constraints;
    let is_bounded = bounds.minimum.is_some() || bounds.exclusive_minimum.is_some();
    let is_zero = |node: &Option<Node>| *node == Some(Node::Integer(0));
    // An index counts from 0 as often as from 1, and so do the pages of the Spring framework.
    let is_index = normalized(&declared.name) == "pageindex";
    let is_spring = evidence.members.iter().any(|member| {
        matches!(
            member.name(),
            "totalelements" | "numberofelements" | "pageindex"
        )
    });
    let is_doubtful = is_bounded
        || declared.docs.default.is_some()
        || is_zero(&declared.docs.example)
        || mentions_zero(&declared.docs)
        || mentions_zero(&evidence.operation.docs)
        || is_index
        || is_spring;
    (!is_doubtful).then_some(1)
}

/// Returns the default of a parameter, if it is a number that is not negative.
pub(super) fn default_of(parameter: &Parameter) -> Option<u64> {
    match parameter.docs.default {
        Some(Node::Integer(default)) => u64::try_from(default).ok(),
        _ => None,
    }
}

fn mentions_zero(docs: &Docs) -> bool {
    let mut texts = [&docs.summary, &docs.description].into_iter().flatten();
    texts.any(|text| {
        let mut words = text.split(|letter: char| !letter.is_alphanumeric());
        words.any(|word| word == "0" || word.to_lowercase().starts_with("zero"))
    })
}

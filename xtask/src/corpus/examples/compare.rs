//! Whether an example survived decoding and encoding.
//!
//! In: an example, and the value that came back. Out: how they differ. Objects are equal if they have equal members in any order,
//! numbers if they have the same value, date-times if they are the same instant; everything else must be exact. What the types
//! drop by design is only counted: members that no schema documents, members of the other direction, and `null` in the place of an
//! optional member, which means the same as its absence.

use generator::openapi::document::{Format, SchemaId};
use generator::source::Node;

use super::applicable;
use super::cases::Case;
use super::formats;
use super::validate::Validator;

/// The differences between two values.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// The first difference that is a failure.
    pub(super) failure: Option<String>,
    /// Lost members that no schema documents.
    pub(super) undocumented: usize,
    /// Lost members of the other direction.
    pub(super) other_direction: usize,
    /// Lost optional members that were `null`.
    pub(super) nulls: usize,
}

/// Compares an example with the value that came back.
pub(super) fn compare(validator: &mut Validator<'_>, case: &Case<'_>, actual: &Node) -> Difference {
    let mut found = Difference::default();
    let mut open: Vec<(String, &Node, &Node, Vec<SchemaId>)> =
        vec![(String::new(), case.value, actual, vec![case.schema])];
    while let Some((path, expected, actual, schemas)) = open.pop() {
        let schemas = applicable::to_value(validator, &schemas, expected);
        let mut fail = |path: &str, what: String| {
            found.failure.get_or_insert_with(|| match path {
                "" => what,
                path => format!("{path}: {what}"),
            });
        };
        match (expected, actual) {
            (Node::Object(expected), Node::Object(actual)) => {
                for (name, value) in expected {
                    let below = format!("{path}/{name}");
                    let member = applicable::to_member(validator, &schemas, name);
                    match actual.iter().find(|(known, _)| known == name) {
                        Some((_, actual)) => open.push((below, value, actual, member.schemas)),
                        None if !member.is_documented => found.undocumented += 1,
                        None if member.has_one_direction => found.other_direction += 1,
                        None if *value == Node::Null && !member.required => found.nulls += 1,
                        None => fail(&below, format!("{} is lost", value.kind())),
                    }
                }
                for (name, value) in actual {
                    if !expected.iter().any(|(known, _)| known == name) {
                        fail(
                            &format!("{path}/{name}"),
                            format!("{} is added", value.kind()),
                        );
                    }
                }
            }
            (Node::Array(expected), Node::Array(actual)) if expected.len() == actual.len() => {
                for (index, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                    let parts = applicable::to_element(validator, &schemas, index);
                    open.push((format!("{path}/{index}"), expected, actual, parts));
                }
            }
            (Node::String(left), Node::String(right)) => {
                let is_date_time = schemas
                    .iter()
                    .any(|id| validator.document.schema(*id).format == Some(Format::DateTime));
                let instant = formats::instant(left);
                let same = left == right
                    || is_date_time && instant.is_some() && instant == formats::instant(right);
                if !same {
                    fail(&path, format!("{left:?} came back as {right:?}"));
                }
            }
            (expected, actual) => {
                if !equal(expected, actual) {
                    let (left, right) = (
                        super::json::to_string(expected),
                        super::json::to_string(actual),
                    );
                    fail(&path, format!("{left} came back as {right}"));
                }
            }
        }
    }
    found
}

/// Returns whether two values are equal: members in any order, numbers by value.
pub(super) fn equal(left: &Node, right: &Node) -> bool {
    match (left, right) {
        (Node::Integer(left), Node::Float(right)) | (Node::Float(right), Node::Integer(left)) => {
            *left as f64 == *right
        }
        (Node::Array(left), Node::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| equal(left, right))
        }
        (Node::Object(left), Node::Object(right)) => {
            let has = |name: &str, value: &Node| {
                let same = right.iter().find(|(known, _)| known == name);
                same.is_some_and(|(_, other)| equal(value, other))
            };
            left.len() == right.len() && left.iter().all(|(name, value)| has(name, value))
        }
        (left, right) => left == right,
    }
}

//! Whether an example came back as it was.
//!
//! In: an example, and what was written of the value that it was read as. Out: how it differs. Equal are: objects with equal
//! members in any order, numbers of equal value, date-times of the same instant; all else must be exact. What is not kept by
//! intention is counted apart: members of which no schema speaks, those that only the other way has, and null where a member
//! is optional, which says no more than its absence.

use generator::openapi::document::SchemaId;
use generator::source::Node;

use super::applicable;
use super::cases::Case;
use super::formats;
use super::validate::Validator;

/// How two values differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The first difference that should not be.
    pub(super) failure: Option<String>,
    /// Members of which no schema speaks, and which are gone.
    pub(super) undocumented: usize,
    /// Members that only one way has, and which are gone.
    pub(super) other_direction: usize,
    /// Optional members that were null, and are gone.
    pub(super) nulls: usize,
}

/// Compares an example with what came back.
pub(super) fn compare(validator: &mut Validator<'_>, case: &Case<'_>, actual: &Node) -> Found {
    let mut found = Found::default();
    let mut open: Vec<(String, &Node, &Node, Vec<SchemaId>)> =
        vec![(String::new(), case.value, actual, vec![case.schema])];
    while let Some((path, expected, actual, schemas)) = open.pop() {
        let schemas = applicable::of_value(validator, &schemas, expected);
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
                    let said = applicable::of_member(validator, &schemas, name);
                    match actual.iter().find(|(known, _)| known == name) {
                        Some((_, actual)) => open.push((below, value, actual, said.schemas)),
                        None if !said.spoken_of => found.undocumented += 1,
                        None if said.one_way => found.other_direction += 1,
                        None if *value == Node::Null && !said.required => found.nulls += 1,
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
                for (index, pair) in expected.iter().zip(actual).enumerate() {
                    let parts = applicable::of_element(validator, &schemas, index);
                    open.push((format!("{path}/{index}"), pair.0, pair.1, parts));
                }
            }
            (Node::String(left), Node::String(right)) => {
                let timed = schemas.iter().any(|id| {
                    validator.document.schema(*id).format.as_deref() == Some("date-time")
                });
                let instant = formats::instant(left);
                let same = left == right
                    || timed && instant.is_some() && instant == formats::instant(right);
                if !same {
                    fail(&path, format!("{left:?} came back as {right:?}"));
                }
            }
            (expected, actual) => {
                if !equal(expected, actual) {
                    let (left, right) = (super::json::text(expected), super::json::text(actual));
                    fail(&path, format!("{left} came back as {right}"));
                }
            }
        }
    }
    found
}

/// Returns whether two values are the same: members in any order, numbers by value.
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

//! Finds responses that look wrapped in a document that does not say so.
//!
//! In: the success responses of all operations. Out: the members that `x-rust-envelope` would name, where most operations have
//! them. Nothing is read differently because of it: what looks like an envelope in one document is a value in another.

use std::collections::{HashMap, HashSet};

use crate::openapi::document::{Operation, SchemaId, SchemaType};

use crate::api::http::{answers, media, responses};
use crate::api::schemas::all_of;
use crate::api::schemas::merged::Merged;
use crate::api::types::graph::Types;
use crate::api::types::shapes;
use crate::api::{Envelope, UnstatedEnvelope};

/// Names of the flag, in the spelling of [`plain`].
const FLAGS: &[&str] = &[
    "issuccess",
    "issuccessful",
    "ok",
    "status",
    "succeeded",
    "success",
    "successful",
];

/// Names of the value, the most telling first.
const RESULTS: &[&str] = &["result", "data", "results", "response", "payload", "value"];

/// Names of what lists errors.
const ERRORS: &[&str] = &["errors", "error", "errormessages"];

/// Names of what lists messages.
const MESSAGES: &[&str] = &["messages", "message", "warnings", "msg"];

/// The members of one response, by the names that the document gives them.
#[derive(Clone, Debug)]
struct Found<'a> {
    schema: SchemaId,
    flag: &'a str,
    result: Option<&'a str>,
    errors: Option<&'a str>,
    messages: Option<&'a str>,
}

/// Returns the envelope that most operations answer with, if the document states none.
pub(crate) fn envelope(types: &mut Types<'_>) -> Option<UnstatedEnvelope> {
    let document = types.document;
    if document.envelope.is_some() {
        return None;
    }
    let mut of = 0;
    let mut known: HashMap<SchemaId, Option<Found<'_>>> = HashMap::new();
    let mut found: Vec<Found<'_>> = Vec::new();
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    for operation in operations {
        let Some(schema) = answered(types, operation) else {
            continue;
        };
        of += 1;
        let (end, _) = types.references.resolve(schema);
        let looked_at = known.entry(end).or_insert_with(|| look(types, end));
        found.extend(looked_at.clone());
    }
    // All have the same members, or it is no envelope but what some values are like.
    let flag = most(found.iter().map(|found| Some(found.flag)))?;
    let result = most(found.iter().map(|found| found.result))?;
    found.retain(|found| found.flag == flag && found.result.is_none_or(|own| own == result));
    if found.len() * 2 <= of {
        return None;
    }
    let errors = most(found.iter().map(|found| found.errors));
    let messages = most(found.iter().map(|found| found.messages));
    let first = found.iter().find(|found| found.result.is_some())?;
    Some(UnstatedEnvelope {
        operations: found.len(),
        of,
        location: document.schema(first.schema).location.clone(),
        envelope: Envelope {
            result: result.to_owned(),
            success: Some(flag.to_owned()),
            errors: errors.map(str::to_owned),
            messages: messages.map(str::to_owned),
        },
    })
}

/// Returns the schema of the JSON that an operation answers with.
fn answered(types: &Types<'_>, operation: &Operation) -> Option<SchemaId> {
    responses::successes(operation)
        .into_iter()
        .filter_map(|response| answers::pick(types, &response.content))
        .find(|media| media::kind(&media.name) == media::Kind::Json)?
        .schema
}

/// Returns the members of an envelope that a response has, if it is nothing else: beside the flag a value, or else nothing but
/// errors or messages.
fn look<'a>(types: &Types<'a>, schema: SchemaId) -> Option<Found<'a>> {
    let document = types.document;
    let merged = all_of::merge(document, &[schema]);
    if merged.impossible || !merged.unions.is_empty() {
        return None;
    }
    let flag = named(&merged, FLAGS, |name| {
        kind(types, &merged, name) == [SchemaType::Boolean]
    })?;
    let is_list = |name: &str| {
        // `error: true` is a flag of its own.
        let kinds = kind(types, &merged, name);
        !kinds.is_empty() && !kinds.contains(&SchemaType::Boolean)
    };
    let errors = named(&merged, ERRORS, is_list);
    let messages = named(&merged, MESSAGES, is_list);
    let about: HashSet<&str> = [Some(flag), errors, messages]
        .into_iter()
        .flatten()
        .collect();
    let others: Vec<&str> = merged
        .properties
        .iter()
        .map(|property| property.name)
        .filter(|name| !about.contains(name))
        .collect();
    let result = match (named(&merged, RESULTS, |_| true), others.as_slice()) {
        (Some(named), _) => Some(named),
        (None, [only]) => Some(*only),
        (None, []) if errors.is_some() || messages.is_some() => None,
        (None, _) => return None,
    };
    Some(Found {
        schema,
        flag,
        result,
        errors,
        messages,
    })
}

/// Returns the first member of one of these names that is wanted.
fn named<'a>(
    merged: &Merged<'a>,
    names: &[&str],
    wanted: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let properties = merged.properties.iter().map(|property| property.name);
        let mut found = properties.filter(|own| plain(own) == *name && wanted(own));
        found.next()
    })
}

/// Returns a name without case and signs.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the JSON types of a member.
fn kind(types: &Types<'_>, merged: &Merged<'_>, name: &str) -> Vec<SchemaType> {
    let Some(property) = merged.property(name) else {
        return Vec::new();
    };
    let each = all_of::merge_property(types.document, property);
    each.iter().flat_map(shapes::kinds_of).collect()
}

/// Returns the name that is given most often, the first of several.
fn most<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in names.flatten() {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max()?;
    let first = counts.iter().find(|(_, count)| *count == most)?;
    Some(first.0)
}

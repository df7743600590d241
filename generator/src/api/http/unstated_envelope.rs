//! Finds responses that look like an envelope in a document that does not state one.
//!
//! In: the successful responses of all operations. Out: the members that `x-rust-envelope` would name, where most operations have
//! them. This is advice only, and changes nothing in the generated code: what is an envelope in one document is a value in
//! another.

use std::collections::{HashMap, HashSet};

use crate::openapi::document::{Operation, SchemaId, SchemaType};

use crate::api::http::member_names::normalized;
use crate::api::http::{content, responses};
use crate::api::media_types;
use crate::api::media_types::MediaKind;
use crate::api::schemas::all_of;
use crate::api::schemas::json_types::effective_types;
use crate::api::schemas::merged::Merged;
use crate::api::types::graph::Types;
use crate::api::{Envelope, UnstatedEnvelope};

/// Names of the success flag, normalized by [`normalized`].
const FLAGS: &[&str] = &[
    "issuccess",
    "issuccessful",
    "ok",
    "status",
    "succeeded",
    "success",
    "successful",
];

/// Names of the value, the most specific first.
const RESULTS: &[&str] = &["result", "data", "results", "response", "payload", "value"];

/// Names of the list of errors.
const ERRORS: &[&str] = &["errors", "error", "errormessages"];

/// Names of the list of messages.
const MESSAGES: &[&str] = &["messages", "message", "warnings", "msg"];

/// The members of one response that looks like an envelope, by their names in the document.
#[derive(Clone, Debug)]
struct Candidate<'a> {
    schema: SchemaId,
    flag: &'a str,
    result: Option<&'a str>,
    errors: Option<&'a str>,
    messages: Option<&'a str>,
}

/// Returns the envelope that most operations with a JSON response have, if the document states none.
pub(crate) fn find(types: &mut Types<'_>) -> Option<UnstatedEnvelope> {
    let document = types.document;
    if document.envelope.is_some() {
        return None;
    }
    let mut json_operations = 0;
    let mut known: HashMap<SchemaId, Option<Candidate<'_>>> = HashMap::new();
    let mut candidates: Vec<Candidate<'_>> = Vec::new();
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    for operation in operations {
        let Some(schema) = response_schema(types, operation) else {
            continue;
        };
        json_operations += 1;
        let (end, _) = types.references.resolve(schema);
        let candidate = known.entry(end).or_insert_with(|| candidate(types, end));
        candidates.extend(candidate.clone());
    }
    // If the members differ between operations, they are those of ordinary values.
    let flag = most_frequent(candidates.iter().map(|one| Some(one.flag)))?;
    let result = most_frequent(candidates.iter().map(|one| one.result))?;
    candidates.retain(|one| one.flag == flag && one.result.is_none_or(|own| own == result));
    if candidates.len() * 2 <= json_operations {
        return None;
    }
    let errors = most_frequent(candidates.iter().map(|one| one.errors));
    let messages = most_frequent(candidates.iter().map(|one| one.messages));
    let first = candidates.iter().find(|one| one.result.is_some())?;
    Some(UnstatedEnvelope {
        operations: candidates.len(),
        json_operations,
        location: document.schema(first.schema).location.clone(),
        envelope: Envelope {
            result: result.to_owned(),
            success: Some(flag.to_owned()),
            errors: errors.map(str::to_owned),
            messages: messages.map(str::to_owned),
        },
    })
}

/// Returns the schema of an operation's JSON response.
fn response_schema(types: &Types<'_>, operation: &Operation) -> Option<SchemaId> {
    responses::successes(operation)
        .into_iter()
        .filter_map(|response| content::preferred(types, &response.content))
        .find(|media| media_types::kind(&media.name) == MediaKind::Json)?
        .schema
}

/// Returns the members of an envelope in a response that has no others: beside the flag a value, or else only errors or messages.
fn candidate<'a>(types: &Types<'a>, schema: SchemaId) -> Option<Candidate<'a>> {
    let document = types.document;
    let merged = all_of::merge(document, &[schema]);
    if merged.assertions.impossible || !merged.assertions.unions.is_empty() {
        return None;
    }
    let json_types = |name: &str| json_types(types, &merged, name);
    let flag = find_member(&merged, FLAGS, |name| {
        json_types(name) == [SchemaType::Boolean]
    })?;
    let is_list = |name: &str| {
        // `error: true` is another flag.
        let found = json_types(name);
        !found.is_empty() && !found.contains(&SchemaType::Boolean)
    };
    let errors = find_member(&merged, ERRORS, is_list);
    let messages = find_member(&merged, MESSAGES, is_list);
    let known: HashSet<&str> = [Some(flag), errors, messages]
        .into_iter()
        .flatten()
        .collect();
    let others: Vec<&str> = merged
        .assertions
        .properties
        .iter()
        .map(|property| property.name)
        .filter(|name| !known.contains(name))
        .collect();
    let result = match (find_member(&merged, RESULTS, |_| true), others.as_slice()) {
        (Some(result), _) => Some(result),
        (None, [only]) => Some(*only),
        (None, []) if errors.is_some() || messages.is_some() => None,
        (None, _) => return None,
    };
    Some(Candidate {
        schema,
        flag,
        result,
        errors,
        messages,
    })
}

/// Returns the first member with one of these names that satisfies a condition.
fn find_member<'a>(
    merged: &Merged<'a>,
    names: &[&str],
    condition: impl Fn(&str) -> bool,
) -> Option<&'a str> {
    names.iter().find_map(|name| {
        let properties = merged
            .assertions
            .properties
            .iter()
            .map(|property| property.name);
        let mut found = properties.filter(|own| normalized(own) == *name && condition(own));
        found.next()
    })
}

/// Returns the JSON types of a member.
fn json_types(types: &Types<'_>, merged: &Merged<'_>, name: &str) -> Vec<SchemaType> {
    let Some(property) = merged.property(name) else {
        return Vec::new();
    };
    let each = all_of::merge_property(types.document, property);
    each.iter()
        .flat_map(|merged| effective_types(&merged.assertions))
        .collect()
}

/// Returns the most frequent name, the first of several.
fn most_frequent<'a>(names: impl Iterator<Item = Option<&'a str>>) -> Option<&'a str> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in names.flatten() {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let max = counts.iter().map(|(_, count)| *count).max()?;
    let first = counts.iter().find(|(_, count)| *count == max)?;
    Some(first.0)
}

//! The id of an operation, without what tools append to all ids.
//!
//! In: an id as it is written, with its operation. Out: its words. Each rule depends on the id and its operation alone, so that
//! one more operation changes no other name. The exception is a version, which most ids must have.

use std::collections::BTreeMap;

use crate::api::Operation;

use super::super::words::words;
use super::path::is_version;

/// A dotted id has at most this many accessors; the others are part of the method's name.
const MAX_ACCESSORS: usize = 6;

/// The words of an id.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Id {
    /// The pieces before the last dot, if dots make it a path of accessors.
    pub(super) namespace: Vec<String>,
    /// The words of the method, without those that all ids of its resource have.
    pub(super) words: Vec<String>,
    /// All words of the method.
    pub(super) all_words: Vec<String>,
    /// The controller that it begins with, without the word `controller`.
    pub(super) controller: Option<Vec<String>>,
    /// Whether only a number distinguishes it from other ids.
    pub(super) is_numbered: bool,
}

impl Id {
    /// Reads an id; `version` is the one that most ids have.
    pub(super) fn new(id: &str, operation: &Operation, version: Option<&str>) -> Self {
        let id = version.map_or(id, |version| without_version(id, version));
        let (id, is_numbered) = match id.rsplit_once('.') {
            Some((front, number)) if is_number(number) && !front.is_empty() => (front, true),
            _ => (id, false),
        };
        let new = |namespace, method: &str, controller| {
            let words = words(method);
            Self {
                namespace,
                all_words: words.clone(),
                words,
                controller,
                is_numbered,
            }
        };
        if let Some((namespace, method)) = dotted(id) {
            return new(namespace, &method, None);
        }
        let id = without_request(id, operation);
        match controller(&id) {
            Some((controller, method)) => new(Vec::new(), method, Some(words(controller))),
            None => new(Vec::new(), &id, None),
        }
    }
}

/// Returns whether an id is the path itself, in whatever way it writes the parameters.
pub(super) fn is_path(id: &str, operation: &Operation) -> bool {
    let pieces = |text: &str| -> Vec<String> {
        let pieces = text.split('/').filter(|piece| !piece.is_empty());
        pieces.map(str::to_ascii_lowercase).collect()
    };
    let (id, path) = (pieces(id), pieces(&operation.path_template));
    id.len() > 1 && id.len() == path.len() && id.last() == path.last()
}

/// Returns the version that at least three of five ids begin or end with.
pub(super) fn usual_version(operations: &[Operation]) -> Option<String> {
    let ids: Vec<&str> = operations
        .iter()
        .filter_map(|operation| operation.id.as_deref())
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in &ids {
        for version in [leading_version(id), trailing_version(id)]
            .into_iter()
            .flatten()
        {
            *counts.entry(version).or_default() += 1;
        }
    }
    let (version, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 1 && count * 5 >= ids.len() * 3).then(|| version.to_owned())
}

/// The signs between a version and the rest of an id.
const BETWEEN: [char; 4] = ['_', '-', '.', ' '];

/// Returns the version at the end of an id, such as `v2` or `v2025.0`, after a sign.
fn trailing_version(id: &str) -> Option<&str> {
    let start = id.rfind(['v', 'V'])?;
    let digits = &id[start + 1..];
    let is_version = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .chars()
            .all(|sign| sign.is_ascii_digit() || BETWEEN.contains(&sign));
    (id[..start].ends_with(BETWEEN) && is_version).then(|| &id[start..])
}

/// Returns the version at the beginning of an id, such as `v1`, before a sign.
fn leading_version(id: &str) -> Option<&str> {
    let (version, _) = id.split_once(BETWEEN)?;
    let digits = version.strip_prefix(['v', 'V'])?;
    is_number(digits).then_some(version)
}

/// Returns an id without a version at the beginning or end, unless it is nothing else.
fn without_version<'a>(id: &'a str, version: &str) -> &'a str {
    let behind = id
        .strip_prefix(version)
        .filter(|rest| rest.starts_with(BETWEEN));
    let front = id
        .strip_suffix(version)
        .filter(|rest| rest.ends_with(BETWEEN));
    let rest = behind.or(front).unwrap_or(id).trim_matches(BETWEEN);
    if rest.is_empty() { id } else { rest }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit())
}

/// Returns whether a piece between dots is a word, and not a number or a version.
pub(super) fn is_namespace(piece: &str) -> bool {
    let piece = piece.trim();
    piece.starts_with(char::is_alphabetic) && !words(piece).iter().all(|word| is_version(word))
}

/// Returns the pieces of a dotted id: accessors, and the method.
fn dotted(id: &str) -> Option<(Vec<String>, String)> {
    let pieces: Vec<&str> = id.split('.').collect();
    if pieces.len() < 2 || pieces.iter().any(|piece| piece.trim().is_empty()) {
        return None;
    }
    // A version is not a resource, and cannot be the name of a method.
    let last = pieces[pieces.len() - 1];
    if !is_namespace(last) {
        return None;
    }
    let named: Vec<&str> = pieces[..pieces.len() - 1]
        .iter()
        .copied()
        .filter(|piece| is_namespace(piece))
        .collect();
    if named.is_empty() {
        return None;
    }
    let depth = named.len().min(MAX_ACCESSORS);
    let method = [&named[depth..], &[last]].concat().join(" ");
    Some((
        named[..depth]
            .iter()
            .map(|piece| (*piece).to_owned())
            .collect(),
        method,
    ))
}

/// Returns an id without the path and the HTTP method that frameworks append to the name of a function.
fn without_request(id: &str, operation: &Operation) -> String {
    let plain = collapsed(id);
    let method = operation.method.to_ascii_lowercase();
    let template = operation.path_template.split(['?', '#']).next();
    let path = collapsed(template.unwrap_or_default());
    let front = plain
        .strip_suffix(&method)
        .and_then(|front| front.strip_suffix('_'))
        .unwrap_or(&plain);
    if path.is_empty() || front.len() == plain.len() {
        return id.to_owned();
    }
    match front.strip_suffix(&path) {
        // A path of one word may be the object of the name's verb.
        Some(name)
            if name.ends_with('_')
                && name.len() > 1
                && (path.contains('_') || id.contains("__")) =>
        {
            name.trim_end_matches('_').to_owned()
        }
        _ => id.to_owned(),
    }
}

/// Returns a text in lowercase, with one `_` for all signs between letters and digits.
fn collapsed(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for sign in text.chars() {
        if sign.is_alphanumeric() {
            collapsed.extend(sign.to_lowercase());
        } else if !collapsed.is_empty() && !collapsed.ends_with('_') {
            collapsed.push('_');
        }
    }
    collapsed.truncate(collapsed.trim_end_matches('_').len());
    collapsed
}

/// Returns the controller that an id begins with, and the rest.
fn controller(id: &str) -> Option<(&str, &str)> {
    for word in ["Controller", "controller"] {
        let Some(start) = id.find(word) else { continue };
        let (front, rest) = (&id[..start], &id[start + word.len()..]);
        let method = rest.trim_start_matches(['_', '.', '-', '/', ' ']);
        if !front.is_empty() && method.len() < rest.len() && !method.is_empty() {
            return Some((front.trim_end_matches(['_', '-', '.', ' ']), method));
        }
    }
    None
}

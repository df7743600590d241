//! The operations that a client is generated for, where it is not for all of them.
//!
//! In: tags and operations as the user named them. Out: whether a declared operation is selected, and an error for each name
//! that matches nothing. The whole document is read nevertheless, so that names do not depend on the selection; the exception
//! is a type that several operations share (see `passes::dedup_inline`) when only one of them is selected. Components that no
//! selected operation needs are removed by `passes::needed_components`.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{Document, Operation as Declared, PathItem};
use crate::suggest::closest_or_prefix;

/// How many known names a diagnostic lists where none is close to the one that was given.
const LISTED: usize = 12;

/// Which operations are selected: those that have one of the tags, and those that are named. In each pattern, `*` matches any
/// string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Tags.
    pub tags: Vec<String>,
    /// Operation ids, or methods with paths: `GET /pets/{id}`. Webhooks are named likewise, `POST newPet`.
    pub operations: Vec<String>,
}

impl Selection {
    /// Returns whether nothing is named, which selects all operations.
    pub fn is_all(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    /// Returns whether an operation is selected.
    pub fn includes(&self, item: &PathItem, declared: &Declared) -> bool {
        let tagged = |pattern: &String| declared.tags.iter().any(|tag| matches(pattern, tag));
        let named = |pattern: &String| {
            let id = declared.operation_id.as_deref();
            id.is_some_and(|id| matches(pattern, id)) || matches(pattern, &request(item, declared))
        };
        self.is_all() || self.tags.iter().any(tagged) || self.operations.iter().any(named)
    }
}

/// Reports the tags and operations that are not in the document.
pub(crate) fn report_unknown(
    selection: &Selection,
    document: &Document,
    diagnostics: &mut Diagnostics,
) {
    let declared = || {
        let items = document.paths.iter().chain(&document.webhooks);
        items.flat_map(|item| {
            item.operations
                .iter()
                .map(move |operation| (item, operation))
        })
    };
    let mut tags: Vec<&str> = Vec::new();
    for tag in declared().flat_map(|(_, operation)| &operation.tags) {
        tags.push(tag);
    }
    tags.sort_unstable();
    tags.dedup();
    for pattern in unmatched(&selection.tags, &tags) {
        let message = format!("no operation has the tag `{pattern}`");
        let diagnostic = Diagnostic::error("unknown-tag", None, message);
        diagnostics.push(diagnostic.help(suggestion(pattern, &tags)));
    }
    let mut names: Vec<String> = Vec::new();
    for (item, operation) in declared() {
        names.extend(operation.operation_id.clone());
        names.push(request(item, operation));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for pattern in unmatched(&selection.operations, &names) {
        let message = format!("no operation is named `{pattern}`");
        let diagnostic = Diagnostic::error("unknown-operation", None, message);
        diagnostics.push(diagnostic.help(suggestion(pattern, &names)));
    }
}

/// Returns the patterns that match none of the known names.
fn unmatched<'p>(patterns: &'p [String], known: &[&str]) -> impl Iterator<Item = &'p String> {
    let matched = |pattern: &String| known.iter().any(|known| matches(pattern, known));
    patterns.iter().filter(move |pattern| !matched(pattern))
}

/// Returns the closest of the known names, or some of them.
fn suggestion(pattern: &str, known: &[&str]) -> String {
    if let Some(near) = closest_or_prefix(pattern, known.iter().copied()) {
        return format!("did you mean `{near}`?");
    }
    if known.is_empty() {
        return "the document has none".to_owned();
    }
    let listed: Vec<String> = known
        .iter()
        .take(LISTED)
        .map(|known| format!("`{known}`"))
        .collect();
    let more = if known.len() > LISTED { ", …" } else { "" };
    format!("there are {}{more}", listed.join(", "))
}

/// Returns how an operation without an id can be named.
fn request(item: &PathItem, declared: &Declared) -> String {
    format!("{} {}", declared.method, item.path)
}

/// Returns whether a pattern matches a string. Without `*`, the two must be equal.
///
/// Each piece between two `*` is searched once, from the end of the piece before it: if the first occurrence does not lead to a
/// match, a later one does not either.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut pieces = rest.split('*');
    let last = pieces.next_back().unwrap_or_default();
    for piece in pieces {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_matches_any_string() {
        for (pattern, text) in [
            ("pets", "pets"),
            ("pets*", "pets"),
            ("pets.*", "pets.list"),
            ("*list", "pets.list"),
            ("*", ""),
            ("p*.l*t", "pets.list"),
            ("a*b*b", "abb"),
            ("GET /pets*", "GET /pets/{id}"),
            ("*ä*", "bär"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("pets", "pet"),
            ("", "pets"),
            ("pets.*", "pets"),
            ("a*a", "a"),
            ("a*b*b", "ab"),
            ("*list", "pets.lists"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }
}

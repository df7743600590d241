//! Narrows a client to some operations of a document of many.
//!
//! In: tags and operations as somebody named them. Out: which declared operations are meant, complaints of words that mean none,
//! and an [`Api`] without the components that nothing in it needs. The document itself is read whole: names do not depend on
//! what is selected, save where several operations have a type in common (see `share`) and only one of them is selected.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{Document, Operation as Declared, PathItem};
use crate::suggest::closest_or_prefix;

use crate::api::Api;

use crate::api::passes::direction;

/// How many words are listed where none is near the one that was given.
const LISTED: usize = 12;

/// Which operations are meant: those that have one of the tags, and those that are named. In each word `*` stands for any
/// text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Tags.
    pub tags: Vec<String>,
    /// Operation ids, or methods with paths: `GET /pets/{id}`. Webhooks are named likewise, `POST newPet`.
    pub operations: Vec<String>,
}

impl Selection {
    /// Returns whether nothing is named, which means all operations.
    pub fn is_all(&self) -> bool {
        self.tags.is_empty() && self.operations.is_empty()
    }

    /// Returns whether an operation is meant.
    pub(crate) fn means(&self, item: &PathItem, declared: &Declared) -> bool {
        let tagged = |pattern: &String| declared.tags.iter().any(|tag| matches(pattern, tag));
        let named = |pattern: &String| {
            let id = declared.operation_id.as_deref();
            id.is_some_and(|id| matches(pattern, id)) || matches(pattern, &request(item, declared))
        };
        self.is_all() || self.tags.iter().any(tagged) || self.operations.iter().any(named)
    }
}

/// Reports the words that mean no operation of a document.
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
    report(
        &selection.tags,
        &tags,
        ("unknown-tag", "has the tag"),
        diagnostics,
    );
    let mut names: Vec<String> = Vec::new();
    for (item, operation) in declared() {
        names.extend(operation.operation_id.clone());
        names.push(request(item, operation));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    report(
        &selection.operations,
        &names,
        ("unknown-operation", "is called"),
        diagnostics,
    );
}

fn report(
    words: &[String],
    known: &[&str],
    (code, what): (&'static str, &str),
    diagnostics: &mut Diagnostics,
) {
    for word in words {
        if known.iter().any(|known| matches(word, known)) {
            continue;
        }
        let message = format!("no operation {what} `{word}`, which was asked for");
        let help = match closest_or_prefix(word, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "the document has none".to_owned(),
            None => {
                let listed: Vec<String> = known
                    .iter()
                    .take(LISTED)
                    .map(|known| format!("`{known}`"))
                    .collect();
                let more = match known.len() > LISTED {
                    true => ", …",
                    false => "",
                };
                format!("there are {}{more}", listed.join(", "))
            }
        };
        diagnostics.push(Diagnostic::error(code, None, message).help(help));
    }
}

/// Returns how an operation without an id can be named.
fn request(item: &PathItem, declared: &Declared) -> String {
    format!("{} {}", declared.method, item.path)
}

/// Returns whether a text is what a pattern says. Without `*` it must be the same text.
///
/// Each piece between two `*` is looked for once, from where the one before ended: that finds a way if there is one.
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

/// Leaves out the components that no operation needs. The first `declared` of them are the document's own; how many of those
/// stay is counted.
pub(crate) fn keep_needed(api: &mut Api, declared: usize) {
    let needed = direction::needed(api);
    let mut index = 0;
    let mut kept = 0;
    api.components.retain(|(_, ty)| {
        let stays = needed[ty.id.0 as usize];
        kept += usize::from(stays && index < declared);
        index += 1;
        stays
    });
    api.counts.schemas = kept;
    api.counts.narrowed = true;
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_text() {
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

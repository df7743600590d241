//! The members of an answer's body that speak of pages: which there are, and of what kind.
//!
//! In: the schema of a body, whatever wraps the value. Out: [`Member`]s with their paths. No type is made of what wraps a value,
//! which is why schemas are looked at here. Knows nothing of what names mean, but for the objects in which such members stand.

use crate::openapi::document::{Document, Format, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::schemas::all_of;
use crate::api::schemas::merged::Merged;

/// How deep members that speak of pages can stand.
const DEEPEST: usize = 3;

/// The objects that hold such members.
const HOLDERS: &[&str] = &[
    "collection",
    "cursors",
    "data",
    "info",
    "links",
    "meta",
    "metadata",
    "next",
    "page",
    "pageinfo",
    "pagemeta",
    "pages",
    "pagination",
    "paginationinfo",
    "paging",
    "response",
    "responsemetadata",
    "result",
    "resultinfo",
    "results",
];

/// What a member holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// Text that is an address, as the document says.
    Url,
    /// A whole number.
    Integer,
    /// A boolean.
    Flag,
}

/// A scalar member of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The path from the whole body.
    pub path: Vec<String>,
    /// The names on the path in the spelling of [`plain`], the member's own last.
    pub names: Vec<String>,
    /// What it holds.
    pub kind: Kind,
}

impl Member {
    /// Returns the member's own name, in the spelling of [`plain`].
    pub(crate) fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// Returns whether one of the objects around it has this name.
    pub(crate) fn is_in(&self, holder: &str) -> bool {
        let holders = &self.names[..self.names.len().saturating_sub(1)];
        holders.iter().any(|name| name == holder)
    }
}

/// Returns a name without case and signs, in which documents differ: `next_page_token` is `nextPageToken`.
pub(crate) fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the scalar members of a body and of the objects in it that speak of pages. `wrapping` is the member that holds the
/// value, where it is wrapped.
pub(crate) fn members(
    document: &Document,
    schema: SchemaId,
    wrapping: Option<&str>,
) -> Vec<Member> {
    let mut members = Vec::new();
    let mut open = vec![(vec![schema], Vec::<String>::new(), Vec::<String>::new())];
    while let Some((schemas, path, names)) = open.pop() {
        let merged = all_of::merge(document, &schemas);
        if merged.impossible || !merged.unions.is_empty() {
            continue;
        }
        for property in &merged.properties {
            let below = |list: &[String], name: &str| [list, &[name.to_owned()]].concat();
            let (path, names) = (
                below(&path, property.name),
                below(&names, &plain(property.name)),
            );
            // What a member may be, depending on others, is none that pages are followed by.
            let Ok([own]) = <[_; 1]>::try_from(all_of::merge_property(document, property)) else {
                continue;
            };
            match kind(&own) {
                Some(kind) => members.push(Member { path, names, kind }),
                None => {
                    let name = names.last().map_or("", String::as_str);
                    let holds = HOLDERS.contains(&name)
                        || path.len() == 1 && wrapping == Some(property.name);
                    if holds && path.len() < DEEPEST && !own.properties.is_empty() {
                        open.push((property.schemas.clone(), path, names));
                    }
                }
            }
        }
    }
    members
}

/// Returns the first step of a path that no answer has. What is free-form can have any member.
pub(crate) fn missing<'p>(
    document: &Document,
    schema: SchemaId,
    path: &'p [String],
) -> Option<&'p str> {
    let mut schemas = vec![schema];
    for step in path {
        let merged = all_of::merge(document, &schemas);
        match merged.property(step) {
            Some(property) => schemas = property.schemas.clone(),
            None if merged.properties.is_empty() && merged.items.is_empty() => return None,
            None if !merged.unions.is_empty() => return None,
            None => return Some(step),
        }
    }
    None
}

fn kind(merged: &Merged<'_>) -> Option<Kind> {
    if merged.impossible || !merged.unions.is_empty() {
        return None;
    }
    let types = merged.types.as_deref()?;
    let all =
        |wanted: &[SchemaType]| !types.is_empty() && types.iter().all(|ty| wanted.contains(ty));
    if all(&[SchemaType::Boolean]) {
        return Some(Kind::Flag);
    }
    if all(&[SchemaType::Integer, SchemaType::Number]) {
        return Some(Kind::Integer);
    }
    if !all(&[SchemaType::String]) || merged.values.is_some() {
        return None;
    }
    let is_address = |text: &str| {
        ["http://", "https://", "/"]
            .iter()
            .any(|start| text.starts_with(start))
    };
    let by_format = matches!(
        merged.format,
        Some(Format::Uri | Format::Url | Format::UriReference | Format::Iri | Format::IriReference)
    );
    let by_example = merged
        .docs
        .example
        .as_ref()
        .and_then(Node::as_str)
        .is_some_and(is_address);
    Some(match by_format || by_example {
        true => Kind::Url,
        false => Kind::Text,
    })
}

//! The scalar members of a response body that can be about pages, with their paths.
//!
//! In: the schema of a body, with its envelope. Out: [`Member`]s. Reads schemas and not types, because envelopes have no type.
//! What the names of members mean is decided in `recognize`.

use crate::openapi::document::{Document, Format, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::http::member_names::normalized;
use crate::api::schemas::all_of;
use crate::api::schemas::merged::Merged;

/// How deep members about pages can be nested.
const MAX_DEPTH: usize = 3;

/// Names of objects that can have such members.
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

/// What values a member has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MemberKind {
    /// A string.
    String,
    /// A string that is a URL, by its format or its example.
    Url,
    /// A number.
    Integer,
    /// A boolean.
    Flag,
}

/// A scalar member of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    /// The path from the whole body.
    pub path: Vec<String>,
    /// The names on the path, normalized by [`normalized`]; the last one is the member's own.
    pub names: Vec<String>,
    /// What values it has.
    pub kind: MemberKind,
}

impl Member {
    /// Returns the member's own name, normalized.
    pub(crate) fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    /// Returns whether one of the objects that contain it has this normalized name.
    pub(crate) fn is_in(&self, holder: &str) -> bool {
        let holders = &self.names[..self.names.len().saturating_sub(1)];
        holders.iter().any(|name| name == holder)
    }
}

/// Returns the scalar members of a body, and of the objects in it that can be about pages. `envelope_value` is the member that
/// contains the value, if the body is an envelope.
pub(crate) fn members(
    document: &Document,
    schema: SchemaId,
    envelope_value: Option<&str>,
) -> Vec<Member> {
    let mut members = Vec::new();
    let mut open = vec![(vec![schema], Vec::<String>::new(), Vec::<String>::new())];
    while let Some((schemas, path, names)) = open.pop() {
        let merged = all_of::merge(document, &schemas);
        if merged.assertions.impossible || !merged.assertions.unions.is_empty() {
            continue;
        }
        for property in &merged.assertions.properties {
            let below = |list: &[String], name: &str| [list, &[name.to_owned()]].concat();
            let (path, names) = (
                below(&path, property.name),
                below(&names, &normalized(property.name)),
            );
            // A member whose schema depends on other members is not about pages.
            let Ok([own]) = <[_; 1]>::try_from(all_of::merge_property(document, property)) else {
                continue;
            };
            match kind(&own) {
                Some(kind) => members.push(Member { path, names, kind }),
                None => {
                    let name = names.last().map_or("", String::as_str);
                    let is_holder = HOLDERS.contains(&name)
                        || path.len() == 1 && envelope_value == Some(property.name);
                    if is_holder && path.len() < MAX_DEPTH && !own.assertions.properties.is_empty()
                    {
                        open.push((property.schemas.clone(), path, names));
                    }
                }
            }
        }
    }
    members
}

/// Returns the first step of a path that no response body has. A free-form value can have any member.
pub(crate) fn missing_step<'p>(
    document: &Document,
    schema: SchemaId,
    path: &'p [String],
) -> Option<&'p str> {
    let mut schemas = vec![schema];
    for step in path {
        let merged = all_of::merge(document, &schemas);
        match merged.property(step) {
            Some(property) => schemas = property.schemas.clone(),
            None if merged.assertions.properties.is_empty()
                && merged.assertions.items.is_empty() =>
            {
                return None;
            }
            None if !merged.assertions.unions.is_empty() => return None,
            None => return Some(step),
        }
    }
    None
}

fn kind(merged: &Merged<'_>) -> Option<MemberKind> {
    if merged.assertions.impossible || !merged.assertions.unions.is_empty() {
        return None;
    }
    let types = merged.assertions.types.as_deref()?;
    let are_all =
        |expected: &[SchemaType]| !types.is_empty() && types.iter().all(|ty| expected.contains(ty));
    if are_all(&[SchemaType::Boolean]) {
        Some(MemberKind::Flag)
    } else if are_all(&[SchemaType::Integer, SchemaType::Number]) {
        Some(MemberKind::Integer)
    } else if !are_all(&[SchemaType::String]) || merged.assertions.values.is_some() {
        None
    } else if is_url(merged) {
        Some(MemberKind::Url)
    } else {
        Some(MemberKind::String)
    }
}

/// Returns whether the format or the example of a string is that of a URL.
fn is_url(merged: &Merged<'_>) -> bool {
    let by_format = matches!(
        merged.assertions.format,
        Some(Format::Uri | Format::Url | Format::UriReference | Format::Iri | Format::IriReference)
    );
    let example = merged.docs.example.as_ref().and_then(Node::as_str);
    let by_example = example.is_some_and(|example| {
        ["http://", "https://", "/"]
            .iter()
            .any(|start| example.starts_with(start))
    });
    by_format || by_example
}

//! The Info Object and the Tag Object. <https://spec.openapis.org/oas/v3.1.1.html#info-object>
//!
//! What is missing here costs documentation, never soundness: hence warnings.

use super::document::{Info, Tag};
use super::keywords;
use super::reader::{Object, Reader};
use crate::diagnostic::{Diagnostic, Location};
use crate::source::Node;

/// The title of a document that has none.
const UNTITLED: &str = "API";

/// The version of a document that states none.
const UNVERSIONED: &str = "0.0.0";

/// Reads `info` of the document's root.
pub(super) fn read_info<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> Info {
    let member = root.get("info");
    if member.is_none() {
        let fallback = format!("the title is `{UNTITLED}`");
        reader.expected(root, "info", (&keywords::DOCUMENT, &fallback));
    }
    let Some(info) = member.and_then(|member| reader.object_of(member)) else {
        return Info {
            title: UNTITLED.to_owned(),
            summary: None,
            description: None,
            version: UNVERSIONED.to_owned(),
            license: None,
            location: member.map_or_else(|| root.location.clone(), |member| member.location()),
        };
    };
    reader.check(&info, &keywords::INFO);
    let title = text_or(reader, &info, "title", UNTITLED);
    let version = text_or(reader, &info, "version", UNVERSIONED);
    let license = info
        .get("license")
        .and_then(|member| reader.optional_object_of(member))
        .and_then(|license| {
            reader.check(&license, &keywords::LICENSE);
            reader.text(&license, "name")
        });
    Info {
        title,
        summary: reader.prose(&info, "summary"),
        description: reader.prose(&info, "description"),
        version,
        license,
        location: info.location,
    }
}

fn text_or<'a>(reader: &mut Reader<'a>, info: &Object<'a>, name: &str, fallback: &str) -> String {
    match info.get(name) {
        Some(member) => reader.text_of(member),
        None => {
            let words = format!("`{fallback}` is used");
            reader.expected(info, name, (&keywords::INFO, &words));
            None
        }
    }
    .unwrap_or_else(|| fallback.to_owned())
}

/// Reads `tags` of the document's root.
pub(super) fn read_tags<'a>(reader: &mut Reader<'a>, root: &Object<'a>) -> Vec<Tag> {
    let mut tags = Vec::new();
    for element in reader.elements(root, "tags") {
        if let Node::String(name) = element.node {
            let location = element.location;
            let words = "a tag must be an object, found a string; read as its `name`";
            reader.report(Diagnostic::warning("wrong-kind", location.clone(), words));
            tags.push(Tag {
                name: name.clone(),
                description: None,
                location,
            });
            continue;
        }
        let Some(tag) = reader.linked(element, &keywords::TAG) else {
            continue;
        };
        reader.check(&tag, &keywords::TAG);
        let description = reader.prose(&tag, "description");
        let summary = reader.prose(&tag, "summary");
        let name = reader.text(&tag, "name");
        if name.is_none() {
            reader.expected(&tag, "name", (&keywords::TAG, "the tag is left out"));
        }
        if let Some(name) = name {
            let location: Location = tag.location;
            tags.push(Tag {
                name,
                description: description.or(summary),
                location,
            });
        }
    }
    tags
}

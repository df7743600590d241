//! The Info Object and the Tag Object. <https://spec.openapis.org/oas/v3.1.1.html#info-object>
//!
//! A missing member here affects only documentation, so it is a warning.

use super::document::{Info, Tag};
use super::keywords;
use super::object::Object;
use super::reader::Reader;
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
        reader.warn_missing(root, "info", &keywords::DOCUMENT, &fallback);
    }
    let Some(info) = member.and_then(|member| reader.read_object(member)) else {
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
    let title = string_or(reader, &info, "title", UNTITLED);
    let version = string_or(reader, &info, "version", UNVERSIONED);
    let license = info
        .get("license")
        .and_then(|member| reader.read_optional_object(member))
        .and_then(|license| {
            reader.check(&license, &keywords::LICENSE);
            reader.string(&license, "name")
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

fn string_or<'a>(reader: &mut Reader<'a>, info: &Object<'a>, name: &str, fallback: &str) -> String {
    match info.get(name) {
        Some(member) => reader.read_string(member),
        None => {
            let message = format!("`{fallback}` is used");
            reader.warn_missing(info, name, &keywords::INFO, &message);
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
            let message = "a tag must be an object, found a string; read as its `name`";
            reader.report(Diagnostic::warning("wrong-type", location.clone(), message));
            tags.push(Tag {
                name: name.clone(),
                description: None,
                location,
            });
            continue;
        }
        let Some(tag) = reader.follow_misplaced(element, &keywords::TAG) else {
            continue;
        };
        reader.check(&tag, &keywords::TAG);
        let description = reader.prose(&tag, "description");
        let summary = reader.prose(&tag, "summary");
        let name = reader.string(&tag, "name");
        if name.is_none() {
            reader.warn_missing(&tag, "name", &keywords::TAG, "the tag is left out");
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

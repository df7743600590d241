//! The Discriminator Object. <https://spec.openapis.org/oas/v3.1.1.html#discriminator-object>

use super::document::{Discriminator, SchemaId};
use super::keywords::DISCRIMINATOR;
use super::reader::{Located, Member, Object, Reader};
use crate::diagnostic::{Diagnostic, FileId, Location, Severity};
use crate::source::Node;

/// Reads `discriminator`; `None` after a report.
pub(super) fn read_discriminator<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
) -> Option<Discriminator> {
    if let Node::String(name) = member.value {
        reader.report(
            Diagnostic::warning(
                "outdated-keyword",
                member.location(),
                format!(
                    "`discriminator` must be an object, found a string; `{name}` is the property"
                ),
            )
            .help(format!("write `discriminator: {{ propertyName: {name} }}`")),
        );
        return Some(Discriminator {
            property_name: name.clone(),
            mapping: Vec::new(),
            location: member.location(),
        });
    }
    let object = reader.object_of(member)?;
    reader.check(&object, &DISCRIMINATOR);
    if let Some(default) = object.get("defaultMapping") {
        reader.report(
            Diagnostic::warning(
                "unsupported",
                default.key(),
                "`defaultMapping` is not supported; values without a mapping are kept as they come",
            )
            .label("ignored"),
        );
    }
    let mapping = read_mapping(reader, &object);
    let Some(property_name) = reader.text(&object, "propertyName") else {
        let fallback = "values are told apart by what they look like";
        reader.expected(&object, "propertyName", (&DISCRIMINATOR, fallback));
        return None;
    };
    Some(Discriminator {
        property_name,
        mapping,
        location: object.location,
    })
}

fn read_mapping<'a>(reader: &mut Reader<'a>, object: &Object<'a>) -> Vec<(String, SchemaId)> {
    let Some(mapping) = object
        .get("mapping")
        .and_then(|member| reader.optional_object_of(member))
    else {
        return Vec::new();
    };
    let mut targets = Vec::new();
    for entry in mapping.iter() {
        let Node::String(text) = entry.value else {
            if reader.present(entry) {
                reader.ignored(entry, "the name of a schema or a reference to one");
            }
            continue;
        };
        if let Some(target) = find_target(reader, entry, text) {
            targets.push((entry.name.to_owned(), reader.schema(target)));
        }
    }
    targets
}

/// Finds what a mapping's value means: a component's name, or else a reference.
fn find_target<'a>(
    reader: &mut Reader<'a>,
    entry: Member<'_, 'a>,
    text: &'a str,
) -> Option<Located<'a>> {
    let at = entry.location();
    let here = component(reader, at.file, text);
    if let Some(target) = here.or_else(|| component(reader, FileId(0), text)) {
        return Some(target);
    }
    let mut remark = match reader.look_up(&at, text) {
        Ok(target) => return Some(target),
        Err(_) if !text.contains(['#', '/', '.']) => unknown_name(reader, &at, text),
        Err(remark) => *remark,
    };
    // The variant is still found by its other names, so the rest of the document stands.
    remark.severity = Severity::Warning;
    remark.message = format!("{}; `{}` is left out", remark.message, entry.name);
    reader.report(remark);
    None
}

fn unknown_name(reader: &mut Reader<'_>, at: &Location, name: &str) -> Diagnostic {
    let schemas = Location::root(at.file).child("components").child("schemas");
    let suggestion = match reader.sources.get(&schemas) {
        Some(Node::Object(members)) => {
            reader.closest_name(name, members.iter().map(|(known, _)| known.as_str()))
        }
        _ => None,
    };
    let remark = Diagnostic::warning(
        "unknown-reference",
        at.clone(),
        format!("`{name}` is no schema of `components/schemas`"),
    )
    .label("unknown schema");
    match suggestion {
        Some(word) => remark.help(format!("did you mean `{word}`?")),
        None => remark,
    }
}

fn component<'a>(reader: &Reader<'a>, file: FileId, name: &str) -> Option<Located<'a>> {
    let schemas = Location::root(file).child("components").child("schemas");
    let location = schemas.child(name);
    let node = reader.sources.get(&location)?;
    Some(Located { location, node })
}

//! The Discriminator Object. <https://spec.openapis.org/oas/v3.1.1.html#discriminator-object>

use crate::diagnostic::{Diagnostic, FileId, Location, Severity};
use crate::openapi::document::{Discriminator, SchemaId};
use crate::openapi::keywords::DISCRIMINATOR;
use crate::openapi::object::{Located, Member, Object};
use crate::openapi::reader::Reader;
use crate::source::Node;

/// Reads `discriminator`; `None` after an error is reported.
pub(crate) fn read_discriminator<'a>(
    reader: &mut Reader<'a>,
    member: Member<'_, 'a>,
) -> Option<Discriminator> {
    if let Node::String(name) = member.value {
        reader.report(
            Diagnostic::warning(
                "outdated-keyword",
                member.location(),
                format!(
                    "`discriminator` must be an object, found a string; read as `propertyName: {name}`"
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
    let object = reader.read_object(member)?;
    reader.check(&object, &DISCRIMINATOR);
    if let Some(default) = object.get("defaultMapping") {
        reader.report(
            Diagnostic::warning(
                "unsupported",
                default.key(),
                "`defaultMapping` is not supported; values without a mapping are kept as they are",
            )
            .label("ignored"),
        );
    }
    let mapping = read_mapping(reader, &object);
    let Some(property_name) = reader.string(&object, "propertyName") else {
        let fallback = "variants are distinguished by their structure";
        reader.warn_missing(&object, "propertyName", &DISCRIMINATOR, fallback);
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
        .and_then(|member| reader.read_optional_object(member))
    else {
        return Vec::new();
    };
    let mut targets = Vec::new();
    for entry in mapping.iter() {
        let Node::String(target) = entry.value else {
            if reader.has_value(entry) {
                reader.warn_ignored(entry, "the name of a schema or a reference to one");
            }
            continue;
        };
        if let Some(target) = find_target(reader, entry, target) {
            targets.push((entry.name.to_owned(), reader.schema_id(target)));
        }
    }
    targets
}

/// Resolves a value of `mapping`: the name of a component, or else a reference.
fn find_target<'a>(
    reader: &mut Reader<'a>,
    entry: Member<'_, 'a>,
    reference: &'a str,
) -> Option<Located<'a>> {
    let at = entry.location();
    let here = component(reader, at.file, reference);
    if let Some(target) = here.or_else(|| component(reader, FileId(0), reference)) {
        return Some(target);
    }
    let mut diagnostic = match reader.look_up(&at, reference) {
        Ok(target) => return Some(target),
        Err(_) if !reference.contains(['#', '/', '.']) => unknown_name(reader, &at, reference),
        Err(diagnostic) => *diagnostic,
    };
    // The schema is a variant without this value too, so the rest of the document is still valid.
    diagnostic.severity = Severity::Warning;
    diagnostic.message = format!("{}; `{}` is left out", diagnostic.message, entry.name);
    reader.report(diagnostic);
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
    let diagnostic = Diagnostic::warning(
        "unknown-reference",
        at.clone(),
        format!("`{name}` is not a schema in `components/schemas`"),
    )
    .label("unknown schema");
    match suggestion {
        Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
        None => diagnostic,
    }
}

fn component<'a>(reader: &Reader<'a>, file: FileId, name: &str) -> Option<Located<'a>> {
    let schemas = Location::root(file).child("components").child("schemas");
    let location = schemas.child(name);
    let node = reader.sources.get(&location)?;
    Some(Located { location, node })
}

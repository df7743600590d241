//! The keyword `type`. <https://spec.openapis.org/oas/v3.1.1.html#data-types>

use super::document::SchemaType;
use super::reader::{Located, Member, Reader};
use super::values::{elements_at, found};
use super::version::Version;
use crate::diagnostic::Diagnostic;
use crate::source::Node;
use crate::suggest::closest;

const TYPES: &[(&str, SchemaType)] = &[
    ("null", SchemaType::Null),
    ("boolean", SchemaType::Boolean),
    ("integer", SchemaType::Integer),
    ("number", SchemaType::Number),
    ("string", SchemaType::String),
    ("array", SchemaType::Array),
    ("object", SchemaType::Object),
];

/// What people write who have another language in mind, and what it is read as; nothing where it may be anything.
const FOREIGN: &[(&str, Option<SchemaType>)] = &[
    ("any", None),
    ("arr", Some(SchemaType::Array)),
    ("bool", Some(SchemaType::Boolean)),
    ("date", Some(SchemaType::String)),
    ("date-time", Some(SchemaType::String)),
    ("datetime", Some(SchemaType::String)),
    ("decimal", Some(SchemaType::Number)),
    ("dict", Some(SchemaType::Object)),
    ("double", Some(SchemaType::Number)),
    ("file", Some(SchemaType::String)),
    ("float", Some(SchemaType::Number)),
    ("hash", Some(SchemaType::Object)),
    ("int", Some(SchemaType::Integer)),
    ("int32", Some(SchemaType::Integer)),
    ("int64", Some(SchemaType::Integer)),
    ("list", Some(SchemaType::Array)),
    ("long", Some(SchemaType::Integer)),
    ("map", Some(SchemaType::Object)),
    ("str", Some(SchemaType::String)),
    ("text", Some(SchemaType::String)),
    ("uuid", Some(SchemaType::String)),
];

/// Returns the type that a word means, also one of another language or in other letters.
pub(super) fn type_of(word: &str) -> Option<SchemaType> {
    let word = word.trim();
    let known = TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    let foreign = FOREIGN
        .iter()
        .find(|(foreign, _)| foreign.eq_ignore_ascii_case(word));
    known
        .map(|(_, found)| *found)
        .or_else(|| foreign.and_then(|(_, found)| *found))
}

/// Returns how the specification spells a type.
pub(super) fn spelling(wanted: SchemaType) -> &'static str {
    TYPES
        .iter()
        .find(|(_, found)| *found == wanted)
        .map_or("string", |(name, _)| name)
}

/// Reads `type`: one name or, since 3.1, several.
pub(super) fn read_types<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<SchemaType> {
    let mut types = Vec::new();
    let names = match member.value {
        Node::String(_) => vec![member.located()],
        Node::Array(names) => {
            report_list_in_3_0(reader, member);
            elements_at(&member.location(), names)
        }
        // YAML's `type: null` is no text, but in 3.1 it is the type that is meant.
        Node::Null if reader.version > Version::V30 => vec![member.located()],
        _ => {
            if reader.present(member) {
                reader.ignored(member, "a string or an array of strings");
            }
            Vec::new()
        }
    };
    for name in names {
        match read_type(reader, &name) {
            Some(found) if !types.contains(&found) => types.push(found),
            Some(_) => {}
            // What an unknown type allows is unknown too, so the others cannot be all.
            None => return Vec::new(),
        }
    }
    types
}

fn read_type<'a>(reader: &mut Reader<'a>, value: &Located<'a>) -> Option<SchemaType> {
    let location = value.location.clone();
    let name = match value.node {
        Node::String(name) => name,
        Node::Null => {
            reader.report(
                Diagnostic::warning(
                    "wrong-kind",
                    location,
                    "`type` must be a string, found null; read as `\"null\"`",
                )
                .help("write it in quotes: `\"null\"`"),
            );
            return Some(SchemaType::Null);
        }
        other => {
            reader.report(Diagnostic::warning(
                "wrong-kind",
                location,
                format!(
                    "`type` must hold strings, found {}; any value is accepted",
                    found(other)
                ),
            ));
            return None;
        }
    };
    if let Some((_, found)) = TYPES.iter().find(|(known, _)| known == name) {
        return Some(*found);
    }
    let meant = type_of(name);
    let reading = match meant {
        Some(found) => format!("read as `{}`", spelling(found)),
        None => "any value is accepted".to_owned(),
    };
    let remark = Diagnostic::warning(
        "unknown-type",
        location,
        format!("`{name}` is no type of JSON Schema; {reading}"),
    )
    .label("unknown type");
    reader.report(match (name.as_str(), meant) {
        (_, Some(_)) => remark,
        ("any", _) => remark.help("leave `type` out to accept any value"),
        _ => match closest(name, TYPES.iter().map(|(known, _)| *known)) {
            Some(word) => remark.help(format!("did you mean `{word}`?")),
            None => remark.help(
                "types are `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`",
            ),
        },
    });
    meant
}

fn report_list_in_3_0<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) {
    if reader.version > Version::V30 {
        return;
    }
    reader.report(
        Diagnostic::warning(
            "later-keyword",
            member.location(),
            "`type` is an array since OpenAPI 3.1, this document is 3.0; read as there",
        )
        .help("write `nullable: true` for null, or `openapi: 3.1.0` at the top of the document"),
    );
}

//! The keyword `type`. <https://spec.openapis.org/oas/v3.1.1.html#data-types>

use crate::diagnostic::Diagnostic;
use crate::openapi::document::SchemaType;
use crate::openapi::object::{Located, Member, elements_at, found};
use crate::openapi::reader::Reader;
use crate::openapi::version::Version;
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

/// Names of types in other languages, and the JSON types they are read as; `None` accepts any value.
const FOREIGN_TYPES: &[(&str, Option<SchemaType>)] = &[
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

/// Returns the type of a name, also of a name in another language or case.
pub(crate) fn type_of(word: &str) -> Option<SchemaType> {
    let word = word.trim();
    let known = TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(word));
    let foreign = FOREIGN_TYPES
        .iter()
        .find(|(foreign, _)| foreign.eq_ignore_ascii_case(word));
    known
        .map(|(_, found)| *found)
        .or_else(|| foreign.and_then(|(_, found)| *found))
}

/// Returns how the specification spells a type.
pub(crate) fn spelling(wanted: SchemaType) -> &'static str {
    TYPES
        .iter()
        .find(|(_, found)| *found == wanted)
        .map_or("string", |(name, _)| name)
}

/// Reads `type`: one name or, since 3.1, several.
pub(crate) fn read_types<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) -> Vec<SchemaType> {
    let mut types = Vec::new();
    let names = match member.value {
        Node::String(_) => vec![member.located()],
        Node::Array(names) => {
            warn_array_in_3_0(reader, member);
            elements_at(&member.location(), names)
        }
        // YAML's `type: null` is not a string, but in 3.1 its meaning is clear.
        Node::Null if reader.version > Version::V30 => vec![member.located()],
        _ => {
            if reader.has_value(member) {
                reader.warn_ignored(member, "a string or an array of strings");
            }
            Vec::new()
        }
    };
    for name in names {
        match read_type(reader, &name) {
            Some(found) if !types.contains(&found) => types.push(found),
            Some(_) => {}
            // An unknown type may accept anything.
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
                    "wrong-type",
                    location,
                    "`type` must be a string, found null; read as `\"null\"`",
                )
                .help("write it in quotes: `\"null\"`"),
            );
            return Some(SchemaType::Null);
        }
        other => {
            reader.report(Diagnostic::warning(
                "wrong-type",
                location,
                format!(
                    "`type` must contain strings, found {}; any value is accepted",
                    found(other)
                ),
            ));
            return None;
        }
    };
    if let Some((_, found)) = TYPES.iter().find(|(known, _)| known == name) {
        return Some(*found);
    }
    let found = type_of(name);
    let reading = match found {
        Some(found) => format!("read as `{}`", spelling(found)),
        None => "any value is accepted".to_owned(),
    };
    let diagnostic = Diagnostic::warning(
        "unknown-type",
        location,
        format!("`{name}` is not a JSON Schema type; {reading}"),
    )
    .label("unknown type");
    reader.report(match (name.as_str(), found) {
        (_, Some(_)) => diagnostic,
        ("any", _) => diagnostic.help("omit `type` to accept any value"),
        _ => match closest(name, TYPES.iter().map(|(known, _)| *known)) {
            Some(word) => diagnostic.help(format!("did you mean `{word}`?")),
            None => diagnostic.help(
                "the types are `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`",
            ),
        },
    });
    found
}

fn warn_array_in_3_0<'a>(reader: &mut Reader<'a>, member: Member<'_, 'a>) {
    if reader.version > Version::V30 {
        return;
    }
    reader.report(
        Diagnostic::warning(
            "later-keyword",
            member.location(),
            "`type` can be an array since OpenAPI 3.1, but this document is 3.0; read as in 3.1",
        )
        .help("write `nullable: true` for null, or `openapi: 3.1.0` at the top of the document"),
    );
}

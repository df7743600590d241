//! The keyword `type`. <https://spec.openapis.org/oas/v3.1.1.html#data-types>

use super::document::SchemaType;
use super::reader::{Located, Member, Reader, elements_at, found};
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

/// What people write who have another language in mind, and what to write instead.
const FOREIGN: &[(&str, &str)] = &[
    ("any", "leave `type` out to accept any value"),
    ("bool", "did you mean `boolean`?"),
    ("date", "write `type: string`, `format: date`"),
    ("date-time", "write `type: string`, `format: date-time`"),
    ("datetime", "write `type: string`, `format: date-time`"),
    ("decimal", "did you mean `number`?"),
    ("dict", "did you mean `object`?"),
    ("double", "write `type: number`, `format: double`"),
    ("enum", "write `type: string` and list the values in `enum`"),
    (
        "file",
        "this is Swagger 2.0; in OpenAPI 3 write `type: string`, `format: binary`",
    ),
    ("float", "write `type: number`, `format: float`"),
    ("int", "did you mean `integer`?"),
    ("int32", "write `type: integer`, `format: int32`"),
    ("int64", "write `type: integer`, `format: int64`"),
    ("list", "did you mean `array`?"),
    ("long", "write `type: integer`, `format: int64`"),
    (
        "map",
        "write `type: object` and give the values' schema in `additionalProperties`",
    ),
    ("str", "did you mean `string`?"),
    ("text", "did you mean `string`?"),
    ("timestamp", "write `type: string`, `format: date-time`"),
    ("uuid", "write `type: string`, `format: uuid`"),
];

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
                reader.wrong_kind(member, "a string or an array of strings");
            }
            Vec::new()
        }
    };
    for name in names {
        if let Some(found) = read_type(reader, &name)
            && !types.contains(&found)
        {
            types.push(found);
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
            reader.report(Diagnostic::error(
                "wrong-kind",
                location,
                format!("`type` must hold strings, found {}", found(other)),
            ));
            return None;
        }
    };
    if let Some((_, found)) = TYPES.iter().find(|(known, _)| known == name) {
        return Some(*found);
    }
    let remark = Diagnostic::error(
        "unknown-type",
        location,
        format!("`{name}` is no type of JSON Schema"),
    )
    .label("unknown type");
    let foreign = FOREIGN
        .iter()
        .find(|(foreign, _)| foreign.eq_ignore_ascii_case(name));
    reader.report(if let Some((_, help)) = foreign {
        remark.help(*help)
    } else if let Some(word) = closest(name, TYPES.iter().map(|(known, _)| *known)) {
        remark.help(format!("did you mean `{word}`?"))
    } else {
        remark.help(
            "types are `null`, `boolean`, `integer`, `number`, `string`, `array` and `object`",
        )
    });
    None
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

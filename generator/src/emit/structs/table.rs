//! Emits the table of a struct's members, from which a macro of the runtime makes the codec, the checks and a redacted
//! `Debug`.

use super::super::checks;
use super::super::literal::string_literal;
use super::super::names::Names;
use super::super::render::Chunk;
use crate::rust::{Presence, Struct};

/// Emits the table of a struct.
pub(super) fn emit(names: &Names<'_>, item: &Struct) -> Chunk {
    let macro_name = names.get(if item.in_request {
        "checked_object"
    } else {
        "object"
    });
    let mut source = format!("{macro_name}! {{\n");
    if item.secret {
        source.push_str("    #[redacted]\n");
    }
    source.push_str(&format!("    {} {{", item.name.as_str()));
    if item.fields.is_empty() && item.additional.is_none() {
        source.push_str("}\n}\n");
        return Chunk::Source(source);
    }
    source.push('\n');
    let secret = |is_secret: bool| if is_secret { " secret" } else { "" };
    for field in &item.fields {
        let presence = match field.presence {
            Presence::Required => "required",
            Presence::RequiredNullable => "nullable",
            Presence::Optional => "optional",
            Presence::Patch => "patch",
        };
        let limits = if item.in_request {
            checks::in_table(names, &field.checks)
        } else {
            String::new()
        };
        source.push_str(&format!(
            "        {} => {presence} {}{}{limits},\n",
            string_literal(&field.wire),
            field.name.as_str(),
            secret(field.secret),
        ));
    }
    if let Some(additional) = &item.additional {
        let limits = if item.in_request {
            checks::of_values_in_table(names, &additional.checks)
        } else {
            String::new()
        };
        source.push_str(&format!(
            "        ..{}{}{limits}\n",
            additional.name.as_str(),
            secret(additional.secret),
        ));
    }
    source.push_str("    }\n}\n");
    Chunk::Source(source)
}

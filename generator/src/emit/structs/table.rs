//! Emits the table of a struct's members, from which a macro of the runtime makes the codec, the checks and a redacted
//! `Debug`.

use super::super::checks;
use super::super::layout::{Chunk, Source};
use super::super::names::Names;
use crate::rust::{Presence, Struct};

/// Emits the table of a struct.
pub(super) fn emit(names: &Names<'_>, item: &Struct) -> Chunk {
    let macro_name = names.get(if item.in_request {
        "checked_object"
    } else {
        "object"
    });
    let mut source = Source::default();
    source.add_code(&macro_name).add("! {");
    if item.secret {
        source.add_line(1).add("#[redacted]");
    }
    source.add_line(1).add_name(&item.name).add(" {");
    if item.fields.is_empty() && item.additional.is_none() {
        source.add("}").add_line(0).add("}\n");
        return Chunk::Source(source);
    }
    let secret = |is_secret: bool| if is_secret { " secret" } else { "" };
    for field in &item.fields {
        let presence = match field.presence {
            Presence::Required => " => required ",
            Presence::RequiredNullable => " => nullable ",
            Presence::Optional => " => optional ",
            Presence::Patch => " => patch ",
        };
        source.add_line(2).add_string(&field.wire).add(presence);
        source.add_name(&field.name).add(secret(field.secret));
        if item.in_request {
            checks::add_to_table(names, &field.checks, &mut source);
        }
        source.add(",");
    }
    if let Some(additional) = &item.additional {
        source.add_line(2).add("..").add_name(&additional.name);
        source.add(secret(additional.secret));
        if item.in_request {
            checks::add_of_values_to_table(names, &additional.checks, &mut source);
        }
    }
    source.add_line(1).add("}").add_line(0).add("}\n");
    Chunk::Source(source)
}

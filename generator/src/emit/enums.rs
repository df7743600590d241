//! Emits open enums of strings, and of integers.
//!
//! In: an enum. Out: its definition by a macro of the runtime, which also makes the conversions and the codec: each value
//! stands once.

use super::literal::{alias_source, docs_source, string_literal};
use super::names::Names;
use super::render::Chunk;
use crate::rust::Enum;

/// Emits an enum.
pub(super) fn emit(names: &Names<'_>, item: &Enum) -> Chunk {
    let macro_name = names.get(if item.is_integer {
        "integer_enum"
    } else {
        "string_enum"
    });
    let mut source = format!("{macro_name}! {{\n");
    source.push_str(&docs_source(&item.docs, 1));
    source.push_str(&alias_source(item.alias.as_ref(), 1));
    if item.deprecated {
        source.push_str("    #[deprecated]\n");
    }
    let documented = if item.documents_values {
        "documented "
    } else {
        ""
    };
    let secret = if item.secret { "secret " } else { "" };
    source.push_str(&format!(
        "    pub {documented}{secret}enum {} {{\n",
        item.name.as_str()
    ));
    for variant in &item.variants {
        source.push_str(&docs_source(&variant.docs, 2));
        source.push_str(&alias_source(variant.alias.as_ref(), 2));
        let value = if item.is_integer {
            variant.wire.clone()
        } else {
            string_literal(&variant.wire).to_string()
        };
        source.push_str(&format!("        {} = {value},\n", variant.name.as_str()));
    }
    source.push_str(&format!("        ..{}\n", item.unrecognized.as_str()));
    source.push_str("    }\n}\n");
    Chunk::Source(source)
}

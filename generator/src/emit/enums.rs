//! Emits open enums of strings, and of integers.
//!
//! In: an enum. Out: its definition by a macro of the runtime, which also makes the conversions and the codec: each value
//! stands once.

use super::layout::{Chunk, Source};
use super::names::Names;
use crate::rust::Enum;

/// Emits an enum.
pub(super) fn emit(names: &Names<'_>, item: &Enum) -> Chunk {
    let macro_name = names.get(if item.is_integer {
        "integer_enum"
    } else {
        "string_enum"
    });
    let mut source = Source::default();
    source.add_code(&macro_name).add("! {");
    source.add_docs(&item.docs, 1);
    source.add_alias(item.alias.as_ref(), 1);
    if item.deprecated {
        source.add_line(1).add("#[deprecated]");
    }
    source.add_line(1).add("pub ");
    if item.documents_values {
        source.add("documented ");
    }
    if item.secret {
        source.add("secret ");
    }
    source.add("enum ").add_name(&item.name).add(" {");
    for variant in &item.variants {
        source.add_docs(&variant.docs, 2);
        source.add_alias(variant.alias.as_ref(), 2);
        source.add_line(2).add_name(&variant.name).add(" = ");
        if item.is_integer {
            let value = variant.wire.parse();
            source.add_number(value.expect("the plan has only integers in enums of integers"));
        } else {
            source.add_string(&variant.wire);
        }
        source.add(",");
    }
    source.add_line(2).add("..").add_name(&item.unrecognized);
    source.add_line(1).add("}").add_line(0).add("}\n");
    Chunk::Source(source)
}

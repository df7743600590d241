//! Emits unions: enums whose variants hold values.
//!
//! In: a union. Out: the definition, `From` for values that only one variant holds if requests can contain it, and the table
//! of the variants. Their wire shapes are data, from which the runtime chooses one.

mod shapes;

use super::checks;
use super::layout::{Chunk, Code, Source, code};
use super::literal::{alias, deprecated, docs};
use super::names::Names;
use super::shared::{convertible, unboxed};
use super::structs;
use super::ty::ty;
use crate::rust::{Ty, Union, UnionVariant, WireShape};

/// Emits a union.
pub(super) fn emit(names: &Names<'_>, item: &Union) -> Vec<Chunk> {
    let mut tokens = definition(names, item);
    if item.in_request {
        tokens.push(conversions(names, item));
    }
    let mut chunks = vec![tokens.into(), table(names, item)];
    if let Some(whole) = &item.response_form {
        chunks.push(structs::conversion(names, &item.name, whole).into());
    }
    chunks
}

fn definition(names: &Names<'_>, item: &Union) -> Code {
    let (name, unrecognized, value) = (&item.name, &item.unrecognized, names.get("Value"));
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let debug = (!item.secret).then(|| code!(Debug,));
    let variants = item.variants.iter().map(|variant| {
        let (docs, alias, deprecated) = (
            super::literal::docs(&variant.docs),
            super::literal::alias(variant.alias.as_ref()),
            super::literal::deprecated(variant.deprecated),
        );
        let (name, ty) = (&variant.name, ty(names, &variant.ty));
        code!(#docs #alias #deprecated #name(#ty),)
    });
    let variants: Code = variants.collect();
    let any_other = if item.open {
        "Any other value."
    } else {
        "Any other value that the service sends."
    };
    let any_other = super::literal::docs(&[any_other]);
    code! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            #any_other
            #unrecognized(#value),
        }
    }
}

fn conversions(names: &Names<'_>, item: &Union) -> Code {
    let (name, from) = (&item.name, names.get("From"));
    let conversions = convertible(item).map(|variant| {
        let (variant_name, inner) = (&variant.name, unboxed(variant));
        let value = match &variant.ty {
            Ty::Box(_) => {
                let boxed = names.get("Box");
                code!(#boxed::new(value))
            }
            _ => code!(value),
        };
        let inner_type = ty(names, inner);
        let text = (*inner == Ty::String).then(|| {
            code! {
                impl #from<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant_name(value.to_owned())
                    }
                }
            }
        });
        code! {
            impl #from<#inner_type> for #name {
                fn from(value: #inner_type) -> Self {
                    Self::#variant_name(#value)
                }
            }

            #text
        }
    });
    conversions.collect()
}

/// Emits the table of the variants, from which a macro of the runtime makes the codec, the checks and a redacted `Debug`.
fn table(names: &Names<'_>, item: &Union) -> Chunk {
    let macro_name = names.get(if item.in_request {
        "checked_union"
    } else {
        "union"
    });
    let mut source = Source::default();
    source.add_code(&macro_name).add("! {");
    if item.secret {
        source.add_line(1).add("#[redacted]");
    }
    source.add_line(1).add_name(&item.name);
    if let Some(tag) = &item.tag {
        source.add(" by ").add_string(tag);
    }
    source.add(" {");
    for variant in &item.variants {
        source.add_line(2).add_name(&variant.name).add("(");
        add_form(names, item, variant, &mut source);
        source.add(if variant.secret { ") secret" } else { ")" });
        if item.in_request {
            checks::add_to_table(names, &variant.checks, &mut source);
        }
        source.add(",");
    }
    source.add_line(2).add("..").add_name(&item.unrecognized);
    if item.open {
        let any = shapes::source(names, &WireShape::Any, 2);
        source.add("(").add_source(&any).add(")");
    }
    source.add_line(1).add("}").add_line(0).add("}\n");
    Chunk::Source(source)
}

/// Adds the shape of a variant's values and the tags that are written.
fn add_form(names: &Names<'_>, item: &Union, variant: &UnionVariant, source: &mut Source) {
    let tag = item.tag.as_ref().and(variant.tag.as_ref());
    let is_told_by_tag = match (&variant.wire_shape, tag) {
        (WireShape::Tagged(values), Some(tag)) => *values == tag.values,
        _ => false,
    };
    if !is_told_by_tag {
        source.add_source(&shapes::source(names, &variant.wire_shape, 2));
    }
    let Some(tag) = tag else {
        return;
    };
    if !is_told_by_tag {
        source.add(", ");
    }
    source.add(if tag.is_string {
        "tagged "
    } else {
        "tagged raw "
    });
    for (number, value) in tag.values.iter().enumerate() {
        if number > 0 {
            source.add(" | ");
        }
        source.add_string(value);
    }
}

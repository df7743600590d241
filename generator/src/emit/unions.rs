//! Emits unions: enums whose variants hold values.
//!
//! In: a union. Out: the definition, `From` for values that only one variant holds if requests can contain it, and the table
//! of the variants. Their wire shapes are data, from which the runtime chooses one.

mod shapes;

use proc_macro2::TokenStream;
use quote::quote;

use super::checks;
use super::literal::{alias, deprecated, docs, ident, string_literal};
use super::names::Names;
use super::render::Chunk;
use super::shared::{convertible, unboxed};
use super::structs;
use super::ty::ty;
use crate::rust::{Ty, Union, UnionVariant, WireShape};

/// Emits a union.
pub(super) fn emit(names: &Names<'_>, item: &Union) -> Vec<Chunk> {
    let mut tokens = definition(names, item);
    if item.in_request {
        tokens.extend(conversions(names, item));
    }
    let mut chunks = vec![tokens.into(), table(names, item)];
    if let Some(whole) = &item.response_form {
        chunks.push(structs::conversion(names, &item.name, whole).into());
    }
    chunks
}

fn definition(names: &Names<'_>, item: &Union) -> TokenStream {
    let (name, unrecognized, value) = (
        ident(&item.name),
        ident(&item.unrecognized),
        names.get("Value"),
    );
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let debug = (!item.secret).then(|| quote!(Debug,));
    let variants = item.variants.iter().map(|variant| {
        let (docs, alias, deprecated) = (
            super::literal::docs(&variant.docs),
            super::literal::alias(variant.alias.as_ref()),
            super::literal::deprecated(variant.deprecated),
        );
        let (name, ty) = (ident(&variant.name), ty(names, &variant.ty));
        quote!(#docs #alias #deprecated #name(#ty),)
    });
    let any_other = if item.open {
        " Any other value."
    } else {
        " Any other value that the service sends."
    };
    quote! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = #any_other]
            #unrecognized(#value),
        }
    }
}

fn conversions(names: &Names<'_>, item: &Union) -> TokenStream {
    let (name, from) = (ident(&item.name), names.get("From"));
    let conversions = convertible(item).map(|variant| {
        let (variant_name, inner) = (ident(&variant.name), unboxed(variant));
        let value = match &variant.ty {
            Ty::Box(_) => {
                let boxed = names.get("Box");
                quote!(#boxed::new(value))
            }
            _ => quote!(value),
        };
        let inner_type = ty(names, inner);
        let text = (*inner == Ty::String).then(|| {
            quote! {
                impl #from<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant_name(value.to_owned())
                    }
                }
            }
        });
        quote! {
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
    let mut source = format!("{macro_name}! {{\n");
    if item.secret {
        source.push_str("    #[redacted]\n");
    }
    let tag = item
        .tag
        .as_ref()
        .map(|tag| format!(" by {}", string_literal(tag)));
    source.push_str(&format!(
        "    {}{} {{\n",
        item.name.as_str(),
        tag.unwrap_or_default()
    ));
    for variant in &item.variants {
        let secret = if variant.secret { " secret" } else { "" };
        let limits = if item.in_request {
            checks::in_table(names, &variant.checks)
        } else {
            String::new()
        };
        source.push_str(&format!(
            "        {}({}){secret}{limits},\n",
            variant.name.as_str(),
            form(names, item, variant)
        ));
    }
    let rest = if item.open {
        format!("({})", shapes::source(names, &WireShape::Any, 2))
    } else {
        String::new()
    };
    source.push_str(&format!("        ..{}{rest}\n", item.unrecognized.as_str()));
    source.push_str("    }\n}\n");
    Chunk::Source(source)
}

/// Returns the shape of a variant's values and the tags that are written.
fn form(names: &Names<'_>, item: &Union, variant: &UnionVariant) -> String {
    let tag = match (&item.tag, &variant.tag) {
        (Some(_), Some(tag)) => {
            let raw = if tag.is_string { "" } else { "raw " };
            let values: Vec<String> = (tag.values.iter())
                .map(|value| string_literal(value).to_string())
                .collect();
            Some((tag, format!("tagged {raw}{}", values.join(" | "))))
        }
        _ => None,
    };
    match (&variant.wire_shape, tag) {
        (WireShape::Tagged(values), Some((tag, form))) if *values == tag.values => form,
        (shape, Some((_, form))) => format!("{}, {form}", shapes::source(names, shape, 2)),
        (shape, None) => shapes::source(names, shape, 2),
    }
}

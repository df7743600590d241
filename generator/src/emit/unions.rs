//! Prints unions: enums whose variants hold values.
//!
//! In: a union. Out: its tokens: the definition, `From` for what only one variant holds, `Debug` where values are secret, the
//! codec, and the checks where a request can carry it. How a value is told apart is printed as data: the runtime chooses.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::checks::{self, Value};
use super::literal::{alias, deprecated, docs, ident, text};
use super::names::Names;
use super::structs;
use super::ty::ty;
use crate::rust::{Ty, Union, UnionVariant, WireShape};

/// Prints a union.
pub(super) fn print(names: &Names<'_>, item: &Union) -> TokenStream {
    let mut tokens = definition(names, item);
    if item.in_request {
        tokens.extend(checks::validate_method(names, &item.name));
    }
    tokens.extend(conversions(names, item));
    if item.secret {
        tokens.extend(debug(names, item));
    }
    tokens.extend(codec(names, item));
    if let Some(whole) = &item.response_form {
        tokens.extend(structs::conversion(names, &item.name, whole));
    }
    if item.in_request {
        tokens.extend(validate(names, item));
    }
    tokens
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
    let debug = match item.secret {
        true => TokenStream::new(),
        false => quote!(Debug,),
    };
    let variants = item.variants.iter().map(|variant| {
        let (docs, alias, deprecated) = (
            super::literal::docs(&variant.docs),
            super::literal::alias(variant.alias.as_ref()),
            super::literal::deprecated(variant.deprecated),
        );
        let (name, ty) = (ident(&variant.name), ty(names, &variant.ty));
        quote!(#docs #alias #deprecated #name(#ty),)
    });
    let rest = match item.open {
        true => " Any other value.",
        false => " Any other value that the service answers.",
    };
    quote! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = #rest]
            #unrecognized(#value),
        }
    }
}

/// Returns the type that a variant holds, without the box.
fn held(variant: &UnionVariant) -> &Ty {
    match &variant.ty {
        Ty::Box(inner) => inner,
        ty => ty,
    }
}

/// Returns the variants that hold what no other one does, and that is not the union itself.
pub(super) fn convertible(item: &Union) -> impl Iterator<Item = &UnionVariant> {
    let mut counts: HashMap<&Ty, usize> = HashMap::new();
    for variant in &item.variants {
        *counts.entry(held(variant)).or_default() += 1;
    }
    let is_own = |ty: &Ty| matches!(ty, Ty::Item(name) if *name == item.name);
    item.variants
        .iter()
        .filter(move |variant| counts.get(held(variant)) == Some(&1) && !is_own(held(variant)))
}

fn conversions(names: &Names<'_>, item: &Union) -> TokenStream {
    let (name, from) = (ident(&item.name), names.get("From"));
    let conversions = convertible(item).map(|variant| {
        let (variant_name, held) = (ident(&variant.name), held(variant));
        let value = match &variant.ty {
            Ty::Box(_) => {
                let boxed = names.get("Box");
                quote!(#boxed::new(value))
            }
            _ => quote!(value),
        };
        let held_type = ty(names, held);
        let text = (*held == Ty::String).then(|| {
            quote! {
                impl #from<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant_name(value.to_owned())
                    }
                }
            }
        });
        quote! {
            impl #from<#held_type> for #name {
                fn from(value: #held_type) -> Self {
                    Self::#variant_name(#value)
                }
            }

            #text
        }
    });
    conversions.collect()
}

/// Prints `Debug` that shows which variant it is, and not the value where that is secret. The raw value might be a secret one
/// that was not recognized.
fn debug(names: &Names<'_>, item: &Union) -> TokenStream {
    let (name, fmt, redacted) = (ident(&item.name), names.get("fmt"), names.get("Redacted"));
    let arm = |variant: &crate::rust::Ident, secret: bool| {
        let (variant, shown) = (ident(variant), text(variant.plain()));
        match secret {
            true => quote!(Self::#variant(_) => f.debug_tuple(#shown).field(&#redacted).finish(),),
            false => {
                quote!(Self::#variant(value) => f.debug_tuple(#shown).field(value).finish(),)
            }
        }
    };
    let arms = item
        .variants
        .iter()
        .map(|variant| arm(&variant.name, variant.secret));
    let last = arm(&item.unrecognized, true);
    quote! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                match self {
                    #(#arms)*
                    #last
                }
            }
        }
    }
}

fn codec(names: &Names<'_>, item: &Union) -> TokenStream {
    let name = ident(&item.name);
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let (error, look) = (names.get("DecodeError"), names.get("Look"));
    let rest = item.open.then_some(&WireShape::Any);
    let looks: Vec<TokenStream> = item
        .variants
        .iter()
        .map(|variant| &variant.wire_shape)
        .chain(rest)
        .map(|look| self::look(names, look))
        .collect();
    let count = proc_macro2::Literal::usize_unsuffixed(looks.len());
    let tag = match &item.tag {
        Some(tag) => {
            let tag = text(tag);
            quote!(Some(#tag))
        }
        None => quote!(None),
    };
    let reads = item.variants.iter().enumerate().map(|(index, variant)| {
        let (index, name) = (
            proc_macro2::Literal::usize_unsuffixed(index),
            ident(&variant.name),
        );
        quote!(#index => reader.variant(Self::#name),)
    });
    let writes = item.variants.iter().map(|variant| {
        let name = ident(&variant.name);
        let write = match (&item.tag, &variant.tag) {
            (Some(member), Some(tag)) => {
                let (member, tags) = (text(member), tag.values.iter().map(|value| text(value)));
                let method = match tag.is_string {
                    true => quote!(tagged),
                    false => quote!(tagged_raw),
                };
                quote!(writer.#method(#member, &[#(#tags),*], value))
            }
            _ => quote!(value.encode(writer)),
        };
        quote!(Self::#name(value) => #write,)
    });
    let unrecognized = ident(&item.unrecognized);
    quote! {
        impl #json for #name {
            #[inline]
            fn decode(reader: &mut #reader<'_>) -> #result<Self, #error> {
                static LOOKS: [#look; #count] = [#(#looks),*];
                let read = |reader: &mut #reader<'_>, index| match index {
                    #(#reads)*
                    _ => reader.variant(Self::#unrecognized),
                };
                reader.choose(#tag, &LOOKS, read)
            }

            #[inline]
            fn encode(&self, writer: &mut #writer) {
                match self {
                    #(#writes)*
                    Self::#unrecognized(value) => value.encode(writer),
                }
            }
        }
    }
}

fn look(names: &Names<'_>, look: &WireShape) -> TokenStream {
    let name = names.get("Look");
    let texts = |texts: &[String]| {
        let texts = texts.iter().map(|value| text(value));
        quote!(&[#(#texts),*])
    };
    match look {
        WireShape::Any => quote!(#name::Any),
        WireShape::Boolean => quote!(#name::Boolean),
        WireShape::Integer => quote!(#name::Integer),
        WireShape::Number => quote!(#name::Number),
        WireShape::String => quote!(#name::Text),
        WireShape::Map => quote!(#name::Map),
        WireShape::Strings(values) => {
            let values = texts(values);
            quote!(#name::Texts(#values))
        }
        WireShape::Except(values) => {
            let values = texts(values);
            quote!(#name::Except(#values))
        }
        WireShape::Tagged(values) => {
            let values = texts(values);
            quote!(#name::Tagged(#values))
        }
        WireShape::Array(looks) => {
            let looks = looks.iter().map(|look| self::look(names, look));
            quote!(#name::Array(&[#(#looks),*]))
        }
        WireShape::Either(looks) => {
            let looks = looks.iter().map(|look| self::look(names, look));
            quote!(#name::Either(&[#(#looks),*]))
        }
        WireShape::Object(object) => {
            let (required, optional) = (texts(&object.required), texts(&object.optional));
            let constants = object.constants.iter().map(|(member, values)| {
                let (member, values) = (text(member), texts(values));
                quote!((#member, #values))
            });
            let own = quote! {
                #name::Object { required: #required, optional: #optional, constants: &[#(#constants),*] }
            };
            if object.members.is_empty() {
                return own;
            }
            let members = object.members.iter().map(|(member, look)| {
                let (member, look) = (text(member), self::look(names, look));
                quote!((#member, #look))
            });
            quote!(#name::Nested(&#own, &[#(#members),*]))
        }
    }
}

fn validate(names: &Names<'_>, item: &Union) -> TokenStream {
    let (validate, name) = (names.get("Validate"), ident(&item.name));
    let checked: Vec<_> = item
        .variants
        .iter()
        .filter(|variant| !variant.checks.is_empty())
        .map(|variant| {
            let name = ident(&variant.name);
            let statements = checks::of_argument(
                names,
                quote!(violations.here()),
                &Value::reference("value"),
                (&variant.ty, &variant.checks),
            );
            (variant, quote!(Self::#name(value)), statements)
        })
        .collect();
    let body = match checked.as_slice() {
        [] => return quote!(impl #validate for #name {}),
        [(_, pattern, statements)] => quote!(if let #pattern = self { #statements }),
        several => {
            let arms = several.iter().map(|(variant, pattern, statements)| {
                match variant.checks.is_only_nested() {
                    true => quote!(#pattern => violations.here().nested(value),),
                    false => quote!(#pattern => { #statements }),
                }
            });
            quote! {
                match self {
                    #(#arms)*
                    _ => {}
                }
            }
        }
    };
    let violations = names.get("Violations");
    quote! {
        impl #validate for #name {
            fn check(&self, violations: &mut #violations) {
                #body
            }
        }
    }
}

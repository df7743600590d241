//! Emits unions: enums whose variants hold values.
//!
//! In: a union. Out: its tokens: the definition, `From` for values that only one variant holds, `Debug` if values are secret,
//! the codec, and the checks if requests can contain it. The wire shapes of the variants are data, from which the runtime
//! chooses one.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::checks::{self, Value};
use super::literal::{alias, deprecated, docs, ident, string_literal};
use super::names::Names;
use super::shared::{convertible, unboxed};
use super::structs;
use super::ty::ty;
use crate::rust::{Ty, Union, WireShape};

/// Emits a union.
pub(super) fn emit(names: &Names<'_>, item: &Union) -> TokenStream {
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

/// Emits a `Debug` that names the variant and redacts secret values. An unrecognized value may be secret too.
fn debug(names: &Names<'_>, item: &Union) -> TokenStream {
    let (name, fmt, redacted) = (ident(&item.name), names.get("fmt"), names.get("Redacted"));
    let arm = |variant: &crate::rust::Ident, secret: bool| {
        let (variant, name) = (ident(variant), string_literal(variant.plain()));
        if secret {
            quote!(Self::#variant(_) => f.debug_tuple(#name).field(&#redacted).finish(),)
        } else {
            quote!(Self::#variant(value) => f.debug_tuple(#name).field(value).finish(),)
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
    let (error, look) = (names.get("DecodeError"), names.get("WireShape"));
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
            let tag = string_literal(tag);
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
                let (member, tags) = (
                    string_literal(member),
                    tag.values.iter().map(|value| string_literal(value)),
                );
                let method = format_ident!(
                    "{}",
                    if tag.is_string {
                        "tagged"
                    } else {
                        "tagged_raw"
                    }
                );
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
                static SHAPES: [#look; #count] = [#(#looks),*];
                let read = |reader: &mut #reader<'_>, index| match index {
                    #(#reads)*
                    _ => reader.variant(Self::#unrecognized),
                };
                reader.choose(#tag, &SHAPES, read)
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
    let name = names.get("WireShape");
    let texts = |texts: &[String]| {
        let texts = texts.iter().map(|value| string_literal(value));
        quote!(&[#(#texts),*])
    };
    match look {
        WireShape::Any => quote!(#name::Any),
        WireShape::Boolean => quote!(#name::Boolean),
        WireShape::Integer => quote!(#name::Integer),
        WireShape::Number => quote!(#name::Number),
        WireShape::String => quote!(#name::String),
        WireShape::Map => quote!(#name::Map),
        WireShape::Strings(values) => {
            let values = texts(values);
            quote!(#name::Strings(#values))
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
            quote!(#name::OneOf(&[#(#looks),*]))
        }
        WireShape::Object(object) => {
            let (required, optional) = (texts(&object.required), texts(&object.optional));
            let constants = object.constants.iter().map(|(member, values)| {
                let (member, values) = (string_literal(member), texts(values));
                quote!((#member, #values))
            });
            let own = quote! {
                #name::Object { required: #required, optional: #optional, constants: &[#(#constants),*] }
            };
            if object.members.is_empty() {
                return own;
            }
            let members = object.members.iter().map(|(member, look)| {
                let (member, look) = (string_literal(member), self::look(names, look));
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
            let statements = checks::scoped_statements(
                names,
                quote!(violations.here()),
                &Value::reference("value"),
                &variant.ty,
                &variant.checks,
            );
            (variant, quote!(Self::#name(value)), statements)
        })
        .collect();
    let body = match checked.as_slice() {
        [] => return quote!(impl #validate for #name {}),
        [(_, pattern, statements)] => quote!(if let #pattern = self { #statements }),
        several => {
            let arms = several.iter().map(|(variant, pattern, statements)| {
                if variant.checks.is_only_nested() {
                    quote!(#pattern => violations.here().nested(value),)
                } else {
                    quote!(#pattern => { #statements })
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

//! Emits open enums of strings, and of integers.
//!
//! In: an enum. Out: its tokens: the definition, the conversions from and to the wire value, and the codec.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::{alias, deprecated, docs, ident, string_literal};
use super::names::Names;
use crate::rust::Enum;

/// Emits an enum.
pub(super) fn emit(names: &Names<'_>, item: &Enum) -> TokenStream {
    if item.is_integer {
        return integers(names, item);
    }
    let parts = [
        definition(names, item),
        as_str(item),
        from_str(names, item),
        formatting(names, item),
        codec(names, item),
    ];
    parts.into_iter().collect()
}

fn definition(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let (any_other, value) = if item.is_integer {
        (" Any other number that the service sends.", quote!(i64))
    } else {
        let string = names.get("String");
        (" Any other string that the service sends.", string)
    };
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let debug = if item.secret {
        TokenStream::new()
    } else {
        quote!(Debug,)
    };
    let variants = item.variants.iter().map(|variant| {
        let (docs, alias) = (
            super::literal::docs(&variant.docs),
            super::literal::alias(variant.alias.as_ref()),
        );
        let name = ident(&variant.name);
        quote!(#docs #alias #name,)
    });
    quote! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = #any_other]
            #unrecognized(#value),
        }
    }
}

fn as_str(item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let body = if item.variants.is_empty() {
        quote! {
            let Self::#unrecognized(value) = self;
            value
        }
    } else {
        let arms = item.variants.iter().map(|variant| {
            let (name, wire) = (ident(&variant.name), string_literal(&variant.wire));
            quote!(Self::#name => #wire,)
        });
        quote! {
            match self {
                #(#arms)*
                Self::#unrecognized(value) => value,
            }
        }
    };
    quote! {
        impl #name {
            /// Returns the wire value.
            pub fn as_str(&self) -> &str {
                #body
            }
        }
    }
}

fn from_str(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let (from, string) = (names.get("From"), names.get("String"));
    let body = if item.variants.is_empty() {
        quote!(Self::#unrecognized(value.to_owned()))
    } else {
        let arms = item.variants.iter().map(|variant| {
            let (name, wire) = (ident(&variant.name), string_literal(&variant.wire));
            quote!(#wire => Self::#name,)
        });
        quote! {
            match value {
                #(#arms)*
                _ => Self::#unrecognized(value.to_owned()),
            }
        }
    };
    quote! {
        impl #from<&str> for #name {
            fn from(value: &str) -> Self {
                #body
            }
        }

        impl #from<#string> for #name {
            fn from(value: #string) -> Self {
                Self::from(value.as_str())
            }
        }
    }
}

/// Emits an enum of integers.
fn integers(names: &Names<'_>, item: &Enum) -> TokenStream {
    let parts = [
        definition(names, item),
        as_i64(item),
        from_number(names, item),
        formatting(names, item),
        codec(names, item),
    ];
    parts.into_iter().collect()
}

/// Returns the number of a variant as a literal.
fn number(wire: &str) -> TokenStream {
    let value: i64 = wire
        .parse()
        .expect("the plan has only 64-bit integers in enums of integers");
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#digits)
    } else {
        quote!(#digits)
    }
}

fn as_i64(item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let arms = item.variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), number(&variant.wire));
        quote!(Self::#name => #wire,)
    });
    quote! {
        impl #name {
            /// Returns the wire value.
            pub fn as_i64(&self) -> i64 {
                match self {
                    #(#arms)*
                    Self::#unrecognized(value) => *value,
                }
            }
        }
    }
}

fn from_number(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let from = names.get("From");
    let arms = item.variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), number(&variant.wire));
        quote!(#wire => Self::#name,)
    });
    quote! {
        impl #from<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #(#arms)*
                    _ => Self::#unrecognized(value),
                }
            }
        }
    }
}

/// Emits `Display`, or instead of it a redacted `Debug` if the values are secret. Then only `as_str` returns them.
fn formatting(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, fmt) = (ident(&item.name), names.get("fmt"));
    let (format, body) = if item.secret {
        let redacted = names.get("Redacted");
        (quote!(Debug), quote!(#fmt::Debug::fmt(&#redacted, f)))
    } else {
        let body = if item.is_integer {
            quote!(#fmt::Display::fmt(&self.as_i64(), f))
        } else {
            quote!(f.write_str(self.as_str()))
        };
        (quote!(Display), body)
    };
    quote! {
        impl #fmt::#format for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                #body
            }
        }
    }
}

fn codec(names: &Names<'_>, item: &Enum) -> TokenStream {
    let name = ident(&item.name);
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let (error, validate) = (names.get("DecodeError"), names.get("Validate"));
    let (decode, encode) = if item.is_integer {
        (
            quote!(i64::decode(reader).map(Self::from)),
            quote!(writer.signed(self.as_i64());),
        )
    } else {
        (
            quote!(Ok(Self::from(&*reader.string()?))),
            quote!(writer.string(self.as_str());),
        )
    };
    quote! {
        impl #json for #name {
            #[inline]
            fn decode(reader: &mut #reader<'_>) -> #result<Self, #error> {
                #decode
            }

            #[inline]
            fn encode(&self, writer: &mut #writer) {
                #encode
            }
        }

        impl #validate for #name {}
    }
}

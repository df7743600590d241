//! Prints open enums of texts, and of whole numbers.
//!
//! In: an enum. Out: its tokens: the definition, the conversions from and to the value on the wire, and the codec.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::literal::{alias, deprecated, docs, ident, text};
use super::names::Names;
use crate::rust::Enum;

/// Prints an enum.
pub(super) fn print(names: &Names<'_>, item: &Enum) -> TokenStream {
    if item.is_integer {
        return integers(names, item);
    }
    let parts = [
        definition(names, item),
        text_of(item),
        from_text(names, item),
        formatting(names, item),
        codec(names, item),
    ];
    parts.into_iter().collect()
}

fn definition(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let (any_other, kept) = match item.is_integer {
        true => (" Any other number that the service sends.", quote!(i64)),
        false => (
            " Any other string that the service sends.",
            names.get("String"),
        ),
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
            #unrecognized(#kept),
        }
    }
}

fn text_of(item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let body = if item.variants.is_empty() {
        quote! {
            let Self::#unrecognized(text) = self;
            text
        }
    } else {
        let arms = item.variants.iter().map(|variant| {
            let (name, wire) = (ident(&variant.name), text(&variant.wire));
            quote!(Self::#name => #wire,)
        });
        quote! {
            match self {
                #(#arms)*
                Self::#unrecognized(text) => text,
            }
        }
    };
    quote! {
        impl #name {
            /// Returns the text on the wire.
            pub fn as_str(&self) -> &str {
                #body
            }
        }
    }
}

fn from_text(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let (from, string) = (names.get("From"), names.get("String"));
    let body = if item.variants.is_empty() {
        quote!(Self::#unrecognized(text.to_owned()))
    } else {
        let arms = item.variants.iter().map(|variant| {
            let (name, wire) = (ident(&variant.name), text(&variant.wire));
            quote!(#wire => Self::#name,)
        });
        quote! {
            match text {
                #(#arms)*
                _ => Self::#unrecognized(text.to_owned()),
            }
        }
    };
    quote! {
        impl #from<&str> for #name {
            fn from(text: &str) -> Self {
                #body
            }
        }

        impl #from<#string> for #name {
            fn from(text: #string) -> Self {
                Self::from(text.as_str())
            }
        }
    }
}

/// Prints an enum of whole numbers.
fn integers(names: &Names<'_>, item: &Enum) -> TokenStream {
    let parts = [
        definition(names, item),
        number_of(item),
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
        .expect("enums of whole numbers have none but those of 64 bits");
    let digits = Literal::u64_unsuffixed(value.unsigned_abs());
    match value < 0 {
        true => quote!(-#digits),
        false => quote!(#digits),
    }
}

fn number_of(item: &Enum) -> TokenStream {
    let (name, unrecognized) = (ident(&item.name), ident(&item.unrecognized));
    let arms = item.variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.name), number(&variant.wire));
        quote!(Self::#name => #wire,)
    });
    quote! {
        impl #name {
            /// Returns the number on the wire.
            pub fn as_i64(&self) -> i64 {
                match self {
                    #(#arms)*
                    Self::#unrecognized(number) => *number,
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
            fn from(number: i64) -> Self {
                match number {
                    #(#arms)*
                    _ => Self::#unrecognized(number),
                }
            }
        }
    }
}

/// Prints `Display`; or `Debug` in its place where values are secret, so that they are shown by [`text_of`] alone.
fn formatting(names: &Names<'_>, item: &Enum) -> TokenStream {
    let (name, fmt) = (ident(&item.name), names.get("fmt"));
    let (format, body) = if item.secret {
        let redacted = names.get("Redacted");
        (quote!(Debug), quote!(#fmt::Debug::fmt(&#redacted, f)))
    } else {
        let body = match item.is_integer {
            true => quote!(#fmt::Display::fmt(&self.as_i64(), f)),
            false => quote!(f.write_str(self.as_str())),
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
    let (decoded, encoded) = match item.is_integer {
        true => (
            quote!(i64::decode(reader).map(Self::from)),
            quote!(writer.signed(self.as_i64());),
        ),
        false => (
            quote!(Ok(Self::from(&*reader.string()?))),
            quote!(writer.string(self.as_str());),
        ),
    };
    quote! {
        impl #json for #name {
            #[inline]
            fn decode(reader: &mut #reader<'_>) -> #result<Self, #error> {
                #decoded
            }

            #[inline]
            fn encode(&self, writer: &mut #writer) {
                #encoded
            }
        }

        impl #validate for #name {}
    }
}

//! Writes types where they are used: as fields, as arguments, and how an argument becomes the value that is kept.
//!
//! In: a planned type. Out: tokens. Knows nothing of the items that types stand in.

use heck::ToUpperCamelCase;
use proc_macro2::TokenStream;
use quote::quote;

use super::checks::Value;
use super::names::Names;
use crate::rust::{Field, Ident, Presence, Ty};

/// Returns a type as it is kept.
pub(super) fn ty(names: &Names<'_>, ty: &Ty) -> TokenStream {
    let generic = |name, value| {
        let (name, value) = (names.get(name), self::ty(names, value));
        quote!(#name<#value>)
    };
    match ty {
        Ty::Bool => quote!(bool),
        Ty::I32 => quote!(i32),
        Ty::I64 => quote!(i64),
        Ty::U32 => quote!(u32),
        Ty::U64 => quote!(u64),
        Ty::F64 => quote!(f64),
        Ty::Number => names.get("Number"),
        Ty::String => names.get("String"),
        Ty::Timestamp => names.get("Timestamp"),
        Ty::Date => names.get("Date"),
        Ty::Bytes => names.get("Bytes"),
        Ty::File => names.get("File"),
        Ty::Json => names.get("Value"),
        Ty::JsonMap => {
            let (map, string, value) = (names.get("Map"), names.get("String"), names.get("Value"));
            quote!(#map<#string, #value>)
        }
        Ty::Vec(item) => generic("Vec", item),
        Ty::Option(value) => generic("Option", value),
        Ty::Box(value) => generic("Box", value),
        Ty::Map(value) => {
            let (map, string, value) = (
                names.get("BTreeMap"),
                names.get("String"),
                self::ty(names, value),
            );
            quote!(#map<#string, #value>)
        }
        Ty::Item(name) => names.item(name),
    }
}

/// Returns a type as a program that uses the crate of this library name writes it, with full paths.
pub fn path(ty: &Ty, library: &str) -> String {
    let of = |wrapper: &str, inner: &Ty| format!("{wrapper}<{}>", path(inner, library));
    match ty {
        Ty::Bool => "bool".to_owned(),
        Ty::I32 => "i32".to_owned(),
        Ty::I64 => "i64".to_owned(),
        Ty::U32 => "u32".to_owned(),
        Ty::U64 => "u64".to_owned(),
        Ty::F64 => "f64".to_owned(),
        Ty::Number => format!("{library}::Number"),
        Ty::String => "String".to_owned(),
        Ty::Timestamp => format!("{library}::jiff::Timestamp"),
        Ty::Date => format!("{library}::jiff::civil::Date"),
        Ty::Bytes => format!("{library}::bytes::Bytes"),
        Ty::File => format!("{library}::File"),
        Ty::Json => format!("{library}::serde_json::Value"),
        Ty::JsonMap => {
            format!("{library}::serde_json::Map<String, {library}::serde_json::Value>")
        }
        Ty::Vec(item) => of("Vec", item),
        Ty::Map(value) => format!(
            "std::collections::BTreeMap<String, {}>",
            path(value, library)
        ),
        Ty::Option(value) => of("Option", value),
        Ty::Box(value) => of("Box", value),
        Ty::Item(name) => format!("{library}::types::{}", name.as_str()),
    }
}

/// What clippy lets a type in a signature cost, by its own count.
const LONGEST: u64 = 250;

/// Returns what a type costs within others: the deeper, the more.
fn cost(ty: &Ty, depth: u64) -> u64 {
    let own = 10 * depth;
    match ty {
        Ty::Vec(inner) | Ty::Option(inner) | Ty::Box(inner) => own + cost(inner, depth + 1),
        Ty::Map(inner) => own + 10 * (depth + 1) + cost(inner, depth + 1),
        Ty::JsonMap => own + 20 * (depth + 1),
        _ => own,
    }
}

/// Returns a type, by another name where it is too long to stand in a signature within `depth` others.
pub(super) fn short(names: &Names<'_>, ty: &Ty, (wish, depth): (&str, u64)) -> TokenStream {
    let tokens = self::ty(names, ty);
    match cost(ty, depth + 1) + 10 * depth * (depth + 1) / 2 > LONGEST {
        true => names.shorten(wish, tokens),
        false => tokens,
    }
}

/// Returns the type of a field of this struct.
pub(super) fn field(names: &Names<'_>, owner: &Ident, field: &Field) -> TokenStream {
    let wish = format!(
        "{}{}",
        owner.as_str(),
        field.name.plain().to_upper_camel_case()
    );
    let ty = short(names, &field.ty, (&wish, 1));
    let wrapper = match field.presence {
        Presence::Required => return ty,
        Presence::RequiredNullable | Presence::Optional => names.get("Option"),
        Presence::Patch => names.get("Patch"),
    };
    quote!(#wrapper<#ty>)
}

/// How a method takes a value that is kept: the argument's type, and the value made of the argument.
pub(super) struct Taken {
    /// The type of the argument.
    pub(super) ty: TokenStream,
    /// The value.
    pub(super) value: TokenStream,
}

/// Returns how a method takes a value that is kept.
pub(super) fn taken(names: &Names<'_>, ty: &Ty, argument: &proc_macro2::Ident) -> Taken {
    let into = |kept: TokenStream| {
        let into = names.get("Into");
        Taken {
            ty: quote!(impl #into<#kept>),
            value: quote!(#argument.into()),
        }
    };
    match names.shared.resolve(ty) {
        Ty::Number | Ty::String | Ty::Bytes | Ty::File | Ty::Json => into(self::ty(names, ty)),
        ty if names.shared.is_made_of_values(ty) => into(self::ty(names, ty)),
        Ty::Vec(item) => {
            let iterator = names.get("IntoIterator");
            match names.shared.resolve(item) {
                Ty::String | Ty::File => {
                    let (item, into) = (self::ty(names, item), names.get("Into"));
                    Taken {
                        ty: quote!(impl #iterator<Item = impl #into<#item>>),
                        value: quote!(#argument.into_iter().map(#into::into).collect()),
                    }
                }
                _ => {
                    let item = self::ty(names, item);
                    Taken {
                        ty: quote!(impl #iterator<Item = #item>),
                        value: quote!(#argument.into_iter().collect()),
                    }
                }
            }
        }
        Ty::JsonMap => {
            let (iterator, into) = (names.get("IntoIterator"), names.get("Into"));
            let (string, value) = (names.get("String"), names.get("Value"));
            Taken {
                ty: quote!(impl #iterator<Item = (impl #into<#string>, impl #into<#value>)>),
                value: quote!(
                    #argument.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
                ),
            }
        }
        Ty::Box(value) if names.shared.is_made_of_values(value) => {
            let (boxed, Taken { ty, value }) = (names.get("Box"), taken(names, value, argument));
            Taken {
                ty,
                value: quote!(#boxed::new(#value)),
            }
        }
        Ty::Box(value) => {
            let (value, boxed) = (self::ty(names, value), names.get("Box"));
            Taken {
                ty: value,
                value: quote!(#boxed::new(#argument)),
            }
        }
        // Within `impl Into`, a type may be as long as it likes.
        _ if cost(ty, 1) > LONGEST => into(self::ty(names, ty)),
        _ => Taken {
            ty: self::ty(names, ty),
            value: quote!(#argument),
        },
    }
}

/// Returns how a setter takes the value of a field.
pub(super) fn taken_by_setter(
    names: &Names<'_>,
    owner: &Ident,
    field: &Field,
    argument: &proc_macro2::Ident,
) -> Taken {
    match field.presence {
        Presence::Required => taken(names, &field.ty, argument),
        Presence::RequiredNullable | Presence::Optional => {
            let Taken { ty, value } = taken(names, &field.ty, argument);
            Taken {
                ty,
                value: quote!(Some(#value)),
            }
        }
        Presence::Patch => {
            let (into, ty) = (names.get("Into"), self::field(names, owner, field));
            Taken {
                ty: quote!(impl #into<#ty>),
                value: quote!(#argument.into()),
            }
        }
    }
}

/// Returns the type of an argument that is read at once and not kept: a reference, but for numbers and the like.
/// `wish` is the name for a type that is too long; `lifetime` is that of references, for a struct of arguments.
pub(super) fn read(
    names: &Names<'_>,
    ty: &Ty,
    wish: &str,
    lifetime: Option<&syn::Lifetime>,
) -> TokenStream {
    match names.shared.resolve(ty) {
        Ty::Bool
        | Ty::I32
        | Ty::I64
        | Ty::U32
        | Ty::U64
        | Ty::F64
        | Ty::Number
        | Ty::Timestamp
        | Ty::Date => self::ty(names, ty),
        Ty::String => quote!(&#lifetime str),
        Ty::Vec(item) => {
            let item = short(names, item, (wish, 2));
            quote!(&#lifetime [#item])
        }
        Ty::Box(value) => read(names, value, wish, lifetime),
        _ => {
            let ty = short(names, ty, (wish, 1));
            quote!(&#lifetime #ty)
        }
    }
}

/// Returns whether an argument of [`read`] is a reference.
pub(super) fn is_read_by_reference(names: &Names<'_>, ty: &Ty) -> bool {
    match names.shared.resolve(ty) {
        Ty::Bool
        | Ty::I32
        | Ty::I64
        | Ty::U32
        | Ty::U64
        | Ty::F64
        | Ty::Number
        | Ty::Timestamp
        | Ty::Date => false,
        Ty::Box(value) => is_read_by_reference(names, value),
        _ => true,
    }
}

/// Returns an argument of [`read`] as the checks see it.
pub(super) fn read_value(names: &Names<'_>, ty: &Ty, argument: &proc_macro2::Ident) -> Value {
    match is_read_by_reference(names, ty) {
        true => Value::reference_to(quote!(#argument)),
        false => Value::place(quote!(#argument)),
    }
}

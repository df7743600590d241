//! Emits the codec of structs.
//!
//! In: a struct. Out: its implementation of `Json`, with a line for each field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::super::literal::{ident, string_literal};
use super::super::names::Names;
use super::{additional_map, empty, initializer};
use crate::rust::{Field, Ident, Presence, Struct};

/// Emits the codec of a struct.
pub(super) fn emit(names: &Names<'_>, item: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let error = names.get("DecodeError");
    let decode = if item.fields.iter().any(Field::is_always_sent) {
        decode_into_locals(names, item)
    } else {
        decode_into_value(item)
    };
    let fields = item.fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), string_literal(&field.wire));
        let method = match field.presence {
            Presence::Required | Presence::RequiredNullable => quote!(member),
            Presence::Optional => quote!(optional),
            Presence::Patch => quote!(patch),
        };
        quote!(writer.#method(#wire, &self.#name);)
    });
    let additional = item.additional.as_ref().map(|additional| {
        let name = ident(&additional.name);
        quote!(writer.additional(&self.#name);)
    });
    quote! {
        impl #json for #name {
            #[inline]
            fn decode(reader: &mut #reader<'_>) -> #result<Self, #error> {
                #decode
            }

            #[inline]
            fn encode(&self, writer: &mut #writer) {
                writer.object();
                #(#fields)*
                #additional
                writer.end_object();
            }
        }
    }
}

/// Emits the decoding of a struct without required members: values are decoded into its fields.
fn decode_into_value(item: &Struct) -> TokenStream {
    if item.fields.is_empty() && item.additional.is_none() {
        return quote! {
            reader.object()?;
            while reader.key()?.is_some() {
                reader.skip()?;
            }
            Ok(Self::default())
        };
    }
    let members = members(item, |name| {
        let name = ident(name);
        quote!(value.#name)
    });
    quote! {
        let mut value = Self::default();
        reader.object()?;
        #members
        Ok(value)
    }
}

/// Emits the decoding of a struct with required members: values are decoded into variables, until all of them are known.
fn decode_into_locals(names: &Names<'_>, item: &Struct) -> TokenStream {
    let locals = item.fields.iter().map(|field| {
        let local = local(&field.name, item);
        let empty = match field.presence {
            Presence::Patch => empty(names, field),
            Presence::Required | Presence::RequiredNullable | Presence::Optional => quote!(None),
        };
        quote!(let mut #local = #empty;)
    });
    let additional_local = item.additional.as_ref().map(|additional| {
        let (local, map) = (
            local(&additional.name, item),
            additional_map(names, &additional.value),
        );
        quote!(let mut #local = #map::new();)
    });
    let members = members(item, |name| {
        let local = local(name, item);
        quote!(#local)
    });
    let values = item.fields.iter().map(|field| {
        let (name, local, wire) = (
            ident(&field.name),
            local(&field.name, item),
            string_literal(&field.wire),
        );
        match field.presence {
            Presence::Required => quote!(#name: reader.member(#wire, #local)?),
            Presence::RequiredNullable => quote!(#name: reader.nullable_member(#wire, #local)?),
            Presence::Optional | Presence::Patch => initializer(&name, quote!(#local)),
        }
    });
    let additional = item.additional.as_ref().map(|additional| {
        let (name, local) = (ident(&additional.name), local(&additional.name, item));
        initializer(&name, quote!(#local))
    });
    quote! {
        #(#locals)*
        #additional_local
        reader.object()?;
        #members
        Ok(Self { #(#values,)* #additional })
    }
}

/// Emits the loop over the members. `place` returns the place into which a field is decoded.
fn members(item: &Struct, place: impl Fn(&Ident) -> TokenStream) -> TokenStream {
    let rest = match &item.additional {
        Some(additional) => {
            let place = place(&additional.name);
            quote!(reader.additional(key, &mut #place))
        }
        None => quote!(reader.skip()),
    };
    if item.fields.is_empty() {
        return quote! {
            while let Some(key) = reader.key()? {
                #rest?;
            }
        };
    }
    let arms = item.fields.iter().map(|field| {
        let (wire, place) = (string_literal(&field.wire), place(&field.name));
        let method = match field.presence {
            Presence::Required | Presence::RequiredNullable => quote!(required),
            Presence::Optional => quote!(optional),
            Presence::Patch => quote!(patch),
        };
        quote!(#wire => reader.#method(&mut #place),)
    });
    quote! {
        while let Some(key) = reader.key()? {
            match &*key {
                #(#arms)*
                _ => #rest,
            }?;
        }
    }
}

/// Returns the variable of a field: its name, unless `decode` uses that otherwise.
fn local(field: &Ident, item: &Struct) -> proc_macro2::Ident {
    let used = |text: &str| ["reader", "key"].contains(&text);
    if !used(field.as_str()) {
        return ident(field);
    }
    let mut local = format_ident!("{}_member", field.as_str());
    while item.fields.iter().any(|other| local == other.name.as_str()) {
        local = format_ident!("{local}_");
    }
    local
}

//! Prints structs.
//!
//! In: a struct. Out: its tokens: the definition, the constructor and setters, `Debug` where values are secret, the codec, and
//! the checks where a request can carry it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::checks;
use super::literal::{alias, deprecated, docs, float, ident, integer, text};
use super::names::Names;
use super::ty::{self, Taken};
use crate::rust::{Additional, Constant, Constructor, Field, Ident, Presence, Struct, Ty};

/// Prints a struct.
pub(super) fn print(names: &Names<'_>, item: &Struct) -> TokenStream {
    let mut tokens = definition(names, item);
    if let Constructor::Required(required) = &item.constructor {
        tokens.extend(required_definition(names, item, required));
    }
    tokens.extend(methods(names, item));
    if item.constructor == Constructor::New && required_fields(item).next().is_none() {
        tokens.extend(default(names, item));
    }
    if item.secret {
        tokens.extend(debug(
            names,
            &item.name,
            &item.fields.iter().collect::<Vec<_>>(),
            item.additional.as_ref(),
        ));
    }
    tokens.extend(codec(names, item));
    if let Some(whole) = &item.response_form {
        tokens.extend(conversion(names, &item.name, whole));
    }
    if item.in_request {
        tokens.extend(checks::of_struct(names, item));
    }
    tokens
}

/// Prints how what an answer gave becomes what a request takes, for those who change a part and send it back.
pub(super) fn conversion(names: &Names<'_>, item: &Ident, whole: &Ident) -> TokenStream {
    let (name, whole) = (ident(item), names.item(whole));
    let (convert, error, result) = (
        names.get("convert"),
        names.get("DecodeError"),
        names.get("Result"),
    );
    let try_from = names.get("TryFrom");
    quote! {
        impl #try_from<&#whole> for #name {
            type Error = #error;
            fn try_from(answer: &#whole) -> #result<Self, #error> {
                #convert(answer)
            }
        }
    }
}

fn definition(names: &Names<'_>, item: &Struct) -> TokenStream {
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let name = ident(&item.name);
    let debug = if item.secret {
        TokenStream::new()
    } else {
        quote!(Debug,)
    };
    let default = if item.constructor == Constructor::Default {
        quote!(Default,)
    } else {
        TokenStream::new()
    };
    let fields = item
        .fields
        .iter()
        .map(|field| field_definition(field, ty::field(names, &item.name, field)));
    let additional = item.additional.as_ref().map(|additional| {
        let (name, ty) = (
            ident(&additional.name),
            additional_type(names, &additional.value),
        );
        quote! {
            /// Members that have no field of their own.
            pub #name: #ty,
        }
    });
    quote! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #additional
        }
    }
}

fn field_definition(field: &Field, ty: TokenStream) -> TokenStream {
    let (docs, alias, deprecated) = (
        docs(&field.docs),
        alias(field.alias.as_ref()),
        deprecated(field.deprecated),
    );
    let name = ident(&field.name);
    quote! {
        #docs
        #alias
        #deprecated
        pub #name: #ty,
    }
}

/// Prints the plain struct of required members that takes the place of a long list of arguments.
fn required_definition(names: &Names<'_>, item: &Struct, required: &Ident) -> TokenStream {
    let (name, owner) = (ident(required), item.name.as_str());
    let fields: Vec<_> = required_fields(item).collect();
    let secret = fields.iter().any(|field| field.secret);
    let docs = docs(&[format!("What [`{owner}::new`] needs.")]);
    let debug = if secret {
        TokenStream::new()
    } else {
        quote!(Debug,)
    };
    let definitions = fields
        .iter()
        .map(|field| field_definition(field, ty::field(names, &item.name, field)));
    let written = secret.then(|| self::debug(names, required, &fields, None));
    quote! {
        #docs
        #[derive(Clone, #debug PartialEq)]
        pub struct #name {
            #(#definitions)*
        }

        #written
    }
}

fn methods(names: &Names<'_>, item: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let new = new(names, item);
    // What is asked for is there already; a function more for each member takes the compiler time and memory.
    let unasked = item
        .fields
        .iter()
        .filter(|field| !field.is_constructor_argument());
    let setters = unasked.map(|field| setter(names, &item.name, field));
    let additional = item.additional.as_ref().map(|additional| {
        let (name, ty) = (
            ident(&additional.name),
            additional_type(names, &additional.value),
        );
        let docs = setter_docs(&additional.name);
        quote! {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = #name;
                self
            }
        }
    });
    let validate = item.in_request.then(|| checks::validate_function(names));
    quote! {
        impl #name {
            #new
            #(#setters)*
            #additional
            #validate
        }
    }
}

fn new(names: &Names<'_>, item: &Struct) -> TokenStream {
    let others = || {
        let fields = item
            .fields
            .iter()
            .filter(|field| !field.is_constructor_argument())
            .map(|field| {
                let (name, unasked) = (ident(&field.name), unasked(names, field));
                quote!(#name: #unasked,)
            });
        let additional = item.additional.as_ref().map(|additional| {
            let (name, map) = (
                ident(&additional.name),
                additional_map(names, &additional.value),
            );
            quote!(#name: #map::new(),)
        });
        quote!(#(#fields)* #additional)
    };
    match &item.constructor {
        Constructor::Default => quote! {
            /// Returns a value with no member set.
            pub fn new() -> Self {
                Self::default()
            }
        },
        Constructor::New => {
            let (mut arguments, mut values) = (Vec::new(), Vec::new());
            for field in required_fields(item) {
                let name = ident(&field.name);
                let Taken { ty, value } = match field.presence {
                    Presence::RequiredNullable => Taken {
                        ty: ty::field(names, &item.name, field),
                        value: quote!(#name),
                    },
                    _ => ty::taken(names, &field.ty, &name),
                };
                arguments.push(quote!(#name: #ty));
                values.push(initializer(&name, value));
            }
            let others = others();
            let docs = match arguments.is_empty() {
                true => docs(&["Returns a value with nothing but what it always has."]),
                false => docs(&["Returns a value with the required members set."]),
            };
            quote! {
                #docs
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values,)* #others }
                }
            }
        }
        Constructor::Required(required) => {
            let (required, others) = (ident(required), others());
            let values = required_fields(item).map(|field| {
                let name = ident(&field.name);
                quote!(#name: required.#name,)
            });
            quote! {
                /// Returns a value with the required members set.
                pub fn new(required: #required) -> Self {
                    Self { #(#values)* #others }
                }
            }
        }
    }
}

/// Prints `Default` for a struct that needs nothing but its constants.
fn default(names: &Names<'_>, item: &Struct) -> TokenStream {
    let (default, name) = (names.get("Default"), ident(&item.name));
    quote! {
        impl #default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

fn setter(names: &Names<'_>, owner: &Ident, field: &Field) -> TokenStream {
    let name = ident(&field.name);
    let Taken { ty, value } = ty::taken_by_setter(names, owner, field, &name);
    let docs = setter_docs(&field.name);
    let deprecated = deprecated(field.deprecated);
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn setter_docs(name: &Ident) -> TokenStream {
    // Links name members without `r#`.
    docs(&[format!("Sets [`{0}`](Self::{0}).", name.plain())])
}

fn debug(
    names: &Names<'_>,
    item: &Ident,
    fields: &[&Field],
    additional: Option<&Additional>,
) -> TokenStream {
    let (fmt, shown) = (names.get("fmt"), text(item.as_str()));
    let item = ident(item);
    let redacted = || {
        let redacted = names.get("Redacted");
        quote!(&#redacted)
    };
    let fields = fields.iter().map(|field| {
        let (name, shown) = (ident(&field.name), text(field.name.plain()));
        let value = match (field.secret, field.presence) {
            (false, _) => quote!(&self.#name),
            (true, Presence::Required) => redacted(),
            (true, _) => {
                let redacted = names.get("Redacted");
                quote!(&self.#name.as_ref().map(|_| #redacted))
            }
        };
        quote!(.field(#shown, #value))
    });
    let additional = additional.map(|additional| {
        let (name, shown) = (ident(&additional.name), text(additional.name.plain()));
        let value = if additional.secret {
            redacted()
        } else {
            quote!(&self.#name)
        };
        quote!(.field(#shown, #value))
    });
    quote! {
        impl #fmt::Debug for #item {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#shown) #(#fields)* #additional .finish()
            }
        }
    }
}

fn codec(names: &Names<'_>, item: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let error = names.get("DecodeError");
    let decode = match item.fields.iter().any(Field::is_always_sent) {
        true => decode_into_locals(names, item),
        false => decode_into_value(item),
    };
    let fields = item.fields.iter().map(|field| {
        let (name, wire) = (ident(&field.name), text(&field.wire));
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

/// Prints the reading of an object all of whose members may be missing: they go where they stay.
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

/// Prints the reading of an object some of whose members must be there: they wait in locals until it is known.
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
            text(&field.wire),
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

/// Prints the loop over the members; `place` is where a member goes.
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
        let (wire, place) = (text(&field.wire), place(&field.name));
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

/// Returns the local variable of a field: its name, unless the function has another use for that.
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

/// Returns the fields that `new` must be given.
fn required_fields(item: &Struct) -> impl Iterator<Item = &Field> {
    item.fields
        .iter()
        .filter(|field| field.is_constructor_argument())
}

/// Returns the value of a field that `new` is not given.
fn unasked(names: &Names<'_>, field: &Field) -> TokenStream {
    match &field.constant {
        Some(Constant::Variant(item, variant)) => {
            let (item, variant) = (names.item(item), ident(variant));
            quote!(#item::#variant)
        }
        Some(Constant::Boolean(value)) => quote!(#value),
        Some(Constant::Integer(value)) => integer(*value),
        Some(Constant::Number(value)) => float(*value),
        None => empty(names, field),
    }
}

/// Returns the value of a field that is not set.
fn empty(names: &Names<'_>, field: &Field) -> TokenStream {
    match field.presence {
        Presence::Patch => {
            let patch = names.get("Patch");
            quote!(#patch::Omit)
        }
        Presence::Required | Presence::RequiredNullable | Presence::Optional => quote!(None),
    }
}

/// Returns `name: value`, or `name` by itself where that says the same.
fn initializer(name: &proc_macro2::Ident, value: TokenStream) -> TokenStream {
    if *name == value.to_string() {
        quote!(#name)
    } else {
        quote!(#name: #value)
    }
}

fn additional_map(names: &Names<'_>, value: &Ty) -> TokenStream {
    names.get(if *value == Ty::Json {
        "Map"
    } else {
        "BTreeMap"
    })
}

fn additional_type(names: &Names<'_>, value: &Ty) -> TokenStream {
    let (map, string, value) = (
        additional_map(names, value),
        names.get("String"),
        ty::ty(names, value),
    );
    quote!(#map<#string, #value>)
}

//! Emits structs.
//!
//! In: a struct. Out: its tokens: the definition, the constructor and setters, `Debug` if values are secret, the codec, and
//! the checks if requests can contain it.

mod table;

use proc_macro2::TokenStream;
use quote::quote;

use super::literal::{alias, deprecated, docs, float, ident, integer, string_literal};
use super::names::Names;
use super::render::Chunk;
use super::ty::{self, Stored};
use crate::rust::{Constant, Constructor, Field, Ident, Presence, Struct, Ty};

/// Emits a struct.
pub(super) fn emit(names: &Names<'_>, item: &Struct) -> Vec<Chunk> {
    let mut tokens = definition(names, item);
    if let Constructor::Required(required) = &item.constructor {
        tokens.extend(required_definition(names, item, required));
    }
    if item.constructor != Constructor::None {
        tokens.extend(methods(names, item));
    }
    if item.constructor == Constructor::New && required_fields(item).next().is_none() {
        tokens.extend(default(names, item));
    }
    let mut chunks = vec![tokens.into(), table::emit(names, item)];
    if let Some(whole) = &item.response_form {
        chunks.push(conversion(names, &item.name, whole).into());
    }
    chunks
}

/// Emits the conversion of the type in responses to that in requests, to change a part of a value and send it back.
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
            fn try_from(response: &#whole) -> #result<Self, #error> {
                #convert(response)
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
    let has_default = match item.constructor {
        Constructor::Default => true,
        Constructor::None => !item.fields.iter().any(Field::is_always_sent),
        Constructor::New | Constructor::Required(_) => false,
    };
    let default = if has_default {
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
            /// Members without a field of their own.
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

/// Emits the struct of required members that `new` takes instead of a long list of arguments.
fn required_definition(names: &Names<'_>, item: &Struct, required: &Ident) -> TokenStream {
    let (name, owner) = (ident(required), item.name.as_str());
    let fields: Vec<_> = required_fields(item).collect();
    let secret = fields.iter().any(|field| field.secret);
    let docs = docs(&[format!(
        "The required members of [`{owner}`], for [`{owner}::new`]."
    )]);
    let debug = if secret {
        TokenStream::new()
    } else {
        quote!(Debug,)
    };
    let definitions = fields.iter().map(|field| {
        let (name, ty) = (ident(&field.name), ty::field(names, &item.name, field));
        let docs = super::literal::docs(&[format!("See [`{owner}::{}`].", field.name.plain())]);
        quote!(#docs pub #name: #ty,)
    });
    let written = secret.then(|| self::debug(names, required, &fields));
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
    // `new` has set the required ones, and each setter costs compile time.
    let optional = item
        .fields
        .iter()
        .filter(|field| !field.is_constructor_argument());
    let setters = optional.map(|field| setter(names, &item.name, field));
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
    quote! {
        impl #name {
            #new
            #(#setters)*
            #additional
        }
    }
}

fn new(names: &Names<'_>, item: &Struct) -> TokenStream {
    match &item.constructor {
        Constructor::None => TokenStream::new(),
        Constructor::Default => {
            let docs = docs(&[format!("Creates an empty `{}`.", item.name.plain())]);
            quote! {
                #docs
                pub fn new() -> Self {
                    Self::default()
                }
            }
        }
        Constructor::New => new_from_arguments(names, item),
        Constructor::Required(required) => {
            let (required, others) = (ident(required), other_fields(names, item));
            let values = required_fields(item).map(|field| {
                let name = ident(&field.name);
                quote!(#name: required.#name,)
            });
            quote! {
                /// Creates a value from its required members.
                pub fn new(required: #required) -> Self {
                    Self { #(#values)* #others }
                }
            }
        }
    }
}

fn new_from_arguments(names: &Names<'_>, item: &Struct) -> TokenStream {
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for field in required_fields(item) {
        let name = ident(&field.name);
        let Stored { ty, value } = match field.presence {
            Presence::RequiredNullable => Stored {
                ty: ty::field(names, &item.name, field),
                value: quote!(#name),
            },
            _ => ty::by_value(names, &field.ty, &name),
        };
        arguments.push(quote!(#name: #ty));
        values.push(initializer(&name, value));
    }
    let others = other_fields(names, item);
    let docs = if arguments.is_empty() {
        docs(&["Creates a value with only its constant members."])
    } else {
        docs(&["Creates a value from its required members."])
    };
    quote! {
        #docs
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #others }
        }
    }
}

/// Emits the initial values of the fields that `new` does not take.
fn other_fields(names: &Names<'_>, item: &Struct) -> TokenStream {
    let fields = item
        .fields
        .iter()
        .filter(|field| !field.is_constructor_argument());
    let fields = fields.map(|field| {
        let (name, value) = (ident(&field.name), initial(names, field));
        quote!(#name: #value,)
    });
    let additional = item.additional.as_ref().map(|additional| {
        let (name, map) = (
            ident(&additional.name),
            additional_map(names, &additional.value),
        );
        quote!(#name: #map::new(),)
    });
    quote!(#(#fields)* #additional)
}

/// Emits `Default` for a struct whose required members are all constants.
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
    let Stored { ty, value } = ty::setter_argument(names, owner, field, &name);
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

/// Emits a `Debug` that redacts secret members.
fn debug(names: &Names<'_>, item: &Ident, fields: &[&Field]) -> TokenStream {
    let (fmt, struct_name) = (names.get("fmt"), string_literal(item.as_str()));
    let item = ident(item);
    let fields = fields.iter().map(|field| {
        let (name, label) = (ident(&field.name), string_literal(field.name.plain()));
        let value = match (field.secret, field.presence) {
            (false, _) => quote!(&self.#name),
            (true, Presence::Required) => {
                let redacted = names.get("Redacted");
                quote!(&#redacted)
            }
            (true, _) => {
                let redacted = names.get("Redacted");
                quote!(&self.#name.as_ref().map(|_| #redacted))
            }
        };
        quote!(.field(#label, #value))
    });
    quote! {
        impl #fmt::Debug for #item {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#struct_name) #(#fields)* .finish()
            }
        }
    }
}

/// Returns the fields that `new` takes.
fn required_fields(item: &Struct) -> impl Iterator<Item = &Field> {
    item.fields
        .iter()
        .filter(|field| field.is_constructor_argument())
}

/// Returns the initial value of a field that `new` does not take.
fn initial(names: &Names<'_>, field: &Field) -> TokenStream {
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

/// Returns `name: value`, or the short form `name`.
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

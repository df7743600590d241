//! Emits structs.
//!
//! In: a struct. Out: its code: the definition, the constructor and setters, `Debug` if values are secret, the codec, and
//! the checks if requests can contain it.

mod table;

use super::layout::{Chunk, Code, code, commas};
use super::literal::{alias, deprecated, docs, float, integer};
use super::names::Names;
use super::redacted::{RedactedField, debug_struct};
use super::ty::{self, Stored};
use crate::rust::{Constant, Constructor, Field, Ident, Presence, Struct, Ty};

/// Emits a struct.
pub(super) fn emit(names: &Names<'_>, item: &Struct) -> Vec<Chunk> {
    let mut tokens = definition(names, item);
    if let Constructor::Required(required) = &item.constructor {
        tokens.push(required_definition(names, item, required));
    }
    if item.constructor != Constructor::None {
        tokens.push(methods(names, item));
    }
    if item.constructor == Constructor::New && required_fields(item).next().is_none() {
        tokens.push(default(names, item));
    }
    let mut chunks = vec![tokens.into(), table::emit(names, item)];
    if let Some(whole) = &item.response_form {
        chunks.push(conversion(names, &item.name, whole).into());
    }
    chunks
}

/// Emits the conversion of the type in responses to that in requests, to change a part of a value and send it back.
pub(super) fn conversion(names: &Names<'_>, item: &Ident, whole: &Ident) -> Code {
    let (name, whole) = (item, names.item(whole));
    let (convert, error, result) = (
        names.get("convert"),
        names.get("DecodeError"),
        names.get("Result"),
    );
    let try_from = names.get("TryFrom");
    code! {
        impl #try_from<&#whole> for #name {
            type Error = #error;
            fn try_from(response: &#whole) -> #result<Self, #error> {
                #convert(response)
            }
        }
    }
}

fn definition(names: &Names<'_>, item: &Struct) -> Code {
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let name = &item.name;
    let debug = if item.secret {
        Code::default()
    } else {
        code!(Debug,)
    };
    let has_default = match item.constructor {
        Constructor::Default => true,
        Constructor::None => !item.fields.iter().any(Field::is_always_sent),
        Constructor::New | Constructor::Required(_) => false,
    };
    let default = if has_default {
        code!(Default,)
    } else {
        Code::default()
    };
    let fields = item
        .fields
        .iter()
        .map(|field| field_definition(field, ty::field(names, &item.name, field)));
    let fields: Code = fields.collect();
    let additional = item.additional.as_ref().map(|additional| {
        let (name, ty) = (&additional.name, additional_type(names, &additional.value));
        code! {
            /// Members without a field of their own.
            pub #name: #ty,
        }
    });
    code! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug #default PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #fields
            #additional
        }
    }
}

fn field_definition(field: &Field, ty: Code) -> Code {
    let (docs, alias, deprecated) = (
        docs(&field.docs),
        alias(field.alias.as_ref()),
        deprecated(field.deprecated),
    );
    let name = &field.name;
    code! {
        #docs
        #alias
        #deprecated
        pub #name: #ty,
    }
}

/// Emits the struct of required members that `new` takes instead of a long list of arguments.
fn required_definition(names: &Names<'_>, item: &Struct, required: &Ident) -> Code {
    let (name, owner) = (required, item.name.as_str());
    let fields: Vec<_> = required_fields(item).collect();
    let secret = fields.iter().any(|field| field.secret);
    let docs = docs(&[format!(
        "The required members of [`{owner}`], for [`{owner}::new`]."
    )]);
    let debug = if secret {
        Code::default()
    } else {
        code!(Debug,)
    };
    let definitions = fields.iter().map(|field| {
        let (name, ty) = (&field.name, ty::field(names, &item.name, field));
        let docs = super::literal::docs(&[format!("See [`{owner}::{}`].", field.name.plain())]);
        code!(#docs pub #name: #ty,)
    });
    let definitions: Code = definitions.collect();
    let written = secret.then(|| {
        let fields = fields.iter().map(|field| RedactedField {
            name: &field.name,
            secret: field.secret,
            optional: field.presence != Presence::Required,
        });
        debug_struct(names, required, None, fields)
    });
    code! {
        #docs
        #[derive(Clone, #debug PartialEq)]
        pub struct #name {
            #definitions
        }

        #written
    }
}

fn methods(names: &Names<'_>, item: &Struct) -> Code {
    let name = &item.name;
    let new = new(names, item);
    // `new` has set the required ones, and each setter costs compile time.
    let optional = item
        .fields
        .iter()
        .filter(|field| !field.is_constructor_argument());
    let setters: Code = optional
        .map(|field| setter(names, &item.name, field))
        .collect();
    let additional = item.additional.as_ref().map(|additional| {
        let (name, ty) = (&additional.name, additional_type(names, &additional.value));
        let docs = setter_docs(&additional.name);
        code! {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                self.#name = #name;
                self
            }
        }
    });
    code! {
        impl #name {
            #new
            #setters
            #additional
        }
    }
}

fn new(names: &Names<'_>, item: &Struct) -> Code {
    match &item.constructor {
        Constructor::None => Code::default(),
        Constructor::Default => {
            let docs = docs(&[format!("Creates an empty `{}`.", item.name.plain())]);
            code! {
                #docs
                pub fn new() -> Self {
                    Self::default()
                }
            }
        }
        Constructor::New => new_from_arguments(names, item),
        Constructor::Required(required) => {
            let (required, others) = (required, other_fields(names, item));
            let values = required_fields(item).map(|field| {
                let name = &field.name;
                code!(#name: required.#name,)
            });
            let values: Code = values.collect();
            code! {
                /// Creates a value from its required members.
                pub fn new(required: #required) -> Self {
                    Self { #values #others }
                }
            }
        }
    }
}

fn new_from_arguments(names: &Names<'_>, item: &Struct) -> Code {
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for field in required_fields(item) {
        let name = &field.name;
        let Stored { ty, value } = match field.presence {
            Presence::RequiredNullable => Stored {
                ty: ty::field(names, &item.name, field),
                value: code!(#name),
            },
            _ => ty::by_value(names, &field.ty, name),
        };
        arguments.push(code!(#name: #ty));
        values.push(initializer(name, value));
    }
    let others = other_fields(names, item);
    let values: Code = values.iter().map(|value| code!(#value,)).collect();
    let docs = if arguments.is_empty() {
        docs(&["Creates a value with only its constant members."])
    } else {
        docs(&["Creates a value from its required members."])
    };
    let arguments = commas(arguments);
    code! {
        #docs
        pub fn new(#arguments) -> Self {
            Self { #values #others }
        }
    }
}

/// Emits the initial values of the fields that `new` does not take.
fn other_fields(names: &Names<'_>, item: &Struct) -> Code {
    let fields = item
        .fields
        .iter()
        .filter(|field| !field.is_constructor_argument());
    let fields = fields.map(|field| {
        let (name, value) = (&field.name, initial(names, field));
        code!(#name: #value,)
    });
    let additional = item.additional.as_ref().map(|additional| {
        let (name, map) = (&additional.name, additional_map(names, &additional.value));
        code!(#name: #map::new(),)
    });
    let fields: Code = fields.collect();
    code!(#fields #additional)
}

/// Emits `Default` for a struct whose required members are all constants.
fn default(names: &Names<'_>, item: &Struct) -> Code {
    let (default, name) = (names.get("Default"), &item.name);
    code! {
        impl #default for #name {
            fn default() -> Self {
                Self::new()
            }
        }
    }
}

fn setter(names: &Names<'_>, owner: &Ident, field: &Field) -> Code {
    let name = &field.name;
    let Stored { ty, value } = ty::setter_argument(names, owner, field, name);
    let docs = setter_docs(&field.name);
    let deprecated = deprecated(field.deprecated);
    code! {
        #docs
        #deprecated
        pub fn #name(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn setter_docs(name: &Ident) -> Code {
    // Links name members without `r#`.
    docs(&[format!("Sets [`{0}`](Self::{0}).", name.plain())])
}

/// Returns the fields that `new` takes.
fn required_fields(item: &Struct) -> impl Iterator<Item = &Field> {
    item.fields
        .iter()
        .filter(|field| field.is_constructor_argument())
}

/// Returns the initial value of a field that `new` does not take.
fn initial(names: &Names<'_>, field: &Field) -> Code {
    match &field.constant {
        Some(Constant::Variant(item, variant)) => {
            let (item, variant) = (names.item(item), variant);
            code!(#item::#variant)
        }
        Some(Constant::Boolean(value)) => code!(#value),
        Some(Constant::Integer(value)) => integer(*value),
        Some(Constant::Number(value)) => float(*value),
        None => empty(names, field),
    }
}

/// Returns the value of a field that is not set.
fn empty(names: &Names<'_>, field: &Field) -> Code {
    match field.presence {
        Presence::Patch => {
            let patch = names.get("Patch");
            code!(#patch::Omit)
        }
        Presence::Required | Presence::RequiredNullable | Presence::Optional => code!(None),
    }
}

/// Returns `name: value`, or the short form `name`.
fn initializer(name: &Ident, value: Code) -> Code {
    if value == code!(#name) {
        code!(#name)
    } else {
        code!(#name: #value)
    }
}

fn additional_map(names: &Names<'_>, value: &Ty) -> Code {
    names.get(if *value == Ty::Json {
        "Map"
    } else {
        "BTreeMap"
    })
}

fn additional_type(names: &Names<'_>, value: &Ty) -> Code {
    let (map, string, value) = (
        additional_map(names, value),
        names.get("String"),
        ty::ty(names, value),
    );
    code!(#map<#string, #value>)
}

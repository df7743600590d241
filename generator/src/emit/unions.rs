//! Emits unions: enums whose variants hold values.
//!
//! In: a union. Out: its tokens: the definition, `From` for values that only one variant holds, `Debug` if values are secret,
//! the codec, and the checks if requests can contain it. The wire shapes of the variants are data, from which the runtime
//! chooses one.

use super::checks::{self, Value};
use super::layout::{Code, Name, code, commas, number};
use super::literal::{alias, deprecated, docs, string_literal};
use super::names::Names;
use super::shared::{convertible, unboxed};
use super::structs;
use super::ty::ty;
use crate::rust::{Ty, Union, WireShape};

/// Emits a union.
pub(super) fn emit(names: &Names<'_>, item: &Union) -> Code {
    let mut tokens = definition(names, item);
    if item.in_request {
        tokens.push(checks::validate_method(names, &item.name));
    }
    tokens.push(conversions(names, item));
    if item.secret {
        tokens.push(debug(names, item));
    }
    tokens.push(codec(names, item));
    if let Some(whole) = &item.response_form {
        tokens.push(structs::conversion(names, &item.name, whole));
    }
    if item.in_request {
        tokens.push(validate(names, item));
    }
    tokens
}

fn definition(names: &Names<'_>, item: &Union) -> Code {
    let (name, unrecognized, value) = (&item.name, &item.unrecognized, names.get("Value"));
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let debug = (!item.secret).then(|| code!(Debug,));
    let variants = item.variants.iter().map(|variant| {
        let (docs, alias, deprecated) = (
            super::literal::docs(&variant.docs),
            super::literal::alias(variant.alias.as_ref()),
            super::literal::deprecated(variant.deprecated),
        );
        let (name, ty) = (&variant.name, ty(names, &variant.ty));
        code!(#docs #alias #deprecated #name(#ty),)
    });
    let variants: Code = variants.collect();
    let any_other = if item.open {
        "Any other value."
    } else {
        "Any other value that the service sends."
    };
    let any_other = super::literal::docs(&[any_other]);
    code! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            #any_other
            #unrecognized(#value),
        }
    }
}

fn conversions(names: &Names<'_>, item: &Union) -> Code {
    let (name, from) = (&item.name, names.get("From"));
    let conversions = convertible(item).map(|variant| {
        let (variant_name, inner) = (&variant.name, unboxed(variant));
        let value = match &variant.ty {
            Ty::Box(_) => {
                let boxed = names.get("Box");
                code!(#boxed::new(value))
            }
            _ => code!(value),
        };
        let inner_type = ty(names, inner);
        let text = (*inner == Ty::String).then(|| {
            code! {
                impl #from<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant_name(value.to_owned())
                    }
                }
            }
        });
        code! {
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
fn debug(names: &Names<'_>, item: &Union) -> Code {
    let (name, fmt, redacted) = (&item.name, names.get("fmt"), names.get("Redacted"));
    let arm = |variant: &crate::rust::Ident, secret: bool| {
        let (variant, name) = (variant, string_literal(variant.plain()));
        if secret {
            code!(Self::#variant(_) => f.debug_tuple(#name).field(&#redacted).finish(),)
        } else {
            code!(Self::#variant(value) => f.debug_tuple(#name).field(value).finish(),)
        }
    };
    let arms = item
        .variants
        .iter()
        .map(|variant| arm(&variant.name, variant.secret));
    let arms: Code = arms.collect();
    let last = arm(&item.unrecognized, true);
    code! {
        impl #fmt::Debug for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                match self {
                    #arms
                    #last
                }
            }
        }
    }
}

fn codec(names: &Names<'_>, item: &Union) -> Code {
    let name = &item.name;
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let (error, look) = (names.get("DecodeError"), names.get("WireShape"));
    let rest = item.open.then_some(&WireShape::Any);
    let looks: Vec<Code> = item
        .variants
        .iter()
        .map(|variant| &variant.wire_shape)
        .chain(rest)
        .map(|look| self::look(names, look))
        .collect();
    let count = number(looks.len() as u64);
    let tag = match &item.tag {
        Some(tag) => {
            let tag = string_literal(tag);
            code!(Some(#tag))
        }
        None => code!(None),
    };
    let reads = item.variants.iter().enumerate().map(|(index, variant)| {
        let (index, name) = (number(index as u64), &variant.name);
        code!(#index => reader.variant(Self::#name),)
    });
    let reads: Code = reads.collect();
    let writes = item.variants.iter().map(|variant| {
        let name = &variant.name;
        let write = match (&item.tag, &variant.tag) {
            (Some(member), Some(tag)) => {
                let (member, tags) = (
                    string_literal(member),
                    tag.values.iter().map(|value| string_literal(value)),
                );
                let method = Name::new(if tag.is_string {
                    "tagged"
                } else {
                    "tagged_raw"
                });
                let tags = commas(tags);
                code!(writer.#method(#member, &[#tags], value))
            }
            _ => code!(value.encode(writer)),
        };
        code!(Self::#name(value) => #write,)
    });
    let writes: Code = writes.collect();
    let looks = commas(looks);
    let unrecognized = &item.unrecognized;
    code! {
        impl #json for #name {
            #[inline]
            fn decode(reader: &mut #reader<'_>) -> #result<Self, #error> {
                static SHAPES: [#look; #count] = [#looks];
                let read = |reader: &mut #reader<'_>, index| match index {
                    #reads
                    _ => reader.variant(Self::#unrecognized),
                };
                reader.choose(#tag, &SHAPES, read)
            }

            #[inline]
            fn encode(&self, writer: &mut #writer) {
                match self {
                    #writes
                    Self::#unrecognized(value) => value.encode(writer),
                }
            }
        }
    }
}

fn look(names: &Names<'_>, look: &WireShape) -> Code {
    let name = names.get("WireShape");
    let texts = |texts: &[String]| {
        let texts = commas(texts.iter().map(|value| string_literal(value)));
        code!(&[#texts])
    };
    match look {
        WireShape::Any => code!(#name::Any),
        WireShape::Boolean => code!(#name::Boolean),
        WireShape::Integer => code!(#name::Integer),
        WireShape::Number => code!(#name::Number),
        WireShape::String => code!(#name::String),
        WireShape::Map => code!(#name::Map),
        WireShape::Strings(values) => {
            let values = texts(values);
            code!(#name::Strings(#values))
        }
        WireShape::Except(values) => {
            let values = texts(values);
            code!(#name::Except(#values))
        }
        WireShape::Tagged(values) => {
            let values = texts(values);
            code!(#name::Tagged(#values))
        }
        WireShape::Array(looks) => {
            let looks = commas(looks.iter().map(|look| self::look(names, look)));
            code!(#name::Array(&[#looks]))
        }
        WireShape::Either(looks) => {
            let looks = commas(looks.iter().map(|look| self::look(names, look)));
            code!(#name::OneOf(&[#looks]))
        }
        WireShape::Object(object) => {
            let (required, optional) = (texts(&object.required), texts(&object.optional));
            let constants = object.constants.iter().map(|(member, values)| {
                let (member, values) = (string_literal(member), texts(values));
                code!((#member, #values))
            });
            let constants = commas(constants);
            let own = code! {
                #name::Object { required: #required, optional: #optional, constants: &[#constants] }
            };
            if object.members.is_empty() {
                return own;
            }
            let members = object.members.iter().map(|(member, look)| {
                let (member, look) = (string_literal(member), self::look(names, look));
                code!((#member, #look))
            });
            let members = commas(members);
            code!(#name::Nested(&#own, &[#members]))
        }
    }
}

fn validate(names: &Names<'_>, item: &Union) -> Code {
    let (validate, name) = (names.get("Validate"), &item.name);
    let checked: Vec<_> = item
        .variants
        .iter()
        .filter(|variant| !variant.checks.is_empty())
        .map(|variant| {
            let name = &variant.name;
            let statements = checks::scoped_statements(
                names,
                code!(violations.here()),
                &Value::reference("value"),
                &variant.ty,
                &variant.checks,
            );
            (variant, code!(Self::#name(value)), statements)
        })
        .collect();
    let body = match checked.as_slice() {
        [] => return code!(impl #validate for #name {}),
        [(_, pattern, statements)] => code!(if let #pattern = self { #statements }),
        several => {
            let arms = several.iter().map(|(variant, pattern, statements)| {
                if variant.checks.is_only_nested() {
                    code!(#pattern => violations.here().nested(value),)
                } else {
                    code!(#pattern => { #statements })
                }
            });
            let arms: Code = arms.collect();
            code! {
                match self {
                    #arms
                    _ => {}
                }
            }
        }
    };
    let violations = names.get("Violations");
    code! {
        impl #validate for #name {
            fn check(&self, violations: &mut #violations) {
                #body
            }
        }
    }
}

//! Emits open enums of strings, and of integers.
//!
//! In: an enum. Out: its tokens: the definition, the conversions from and to the wire value, and the codec.

use super::layout::{self, Code, code};
use super::literal::{alias, deprecated, docs, string_literal};
use super::names::Names;
use crate::rust::Enum;

/// Emits an enum.
pub(super) fn emit(names: &Names<'_>, item: &Enum) -> Code {
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

fn definition(names: &Names<'_>, item: &Enum) -> Code {
    let (name, unrecognized) = (&item.name, &item.unrecognized);
    let (any_other, value) = if item.is_integer {
        ("Any other number that the service sends.", code!(i64))
    } else {
        let string = names.get("String");
        ("Any other string that the service sends.", string)
    };
    let (docs, alias, deprecated) = (
        docs(&item.docs),
        alias(item.alias.as_ref()),
        deprecated(item.deprecated),
    );
    let debug = if item.secret {
        Code::default()
    } else {
        code!(Debug,)
    };
    let variants = item.variants.iter().map(|variant| {
        let (docs, alias) = (
            super::literal::docs(&variant.docs),
            super::literal::alias(variant.alias.as_ref()),
        );
        let name = &variant.name;
        code!(#docs #alias #name,)
    });
    let variants: Code = variants.collect();
    let any_other = super::literal::docs(&[any_other]);
    code! {
        #docs
        #alias
        #deprecated
        #[derive(Clone, #debug PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #variants
            #any_other
            #unrecognized(#value),
        }
    }
}

fn as_str(item: &Enum) -> Code {
    let (name, unrecognized) = (&item.name, &item.unrecognized);
    let body = if item.variants.is_empty() {
        code! {
            let Self::#unrecognized(value) = self;
            value
        }
    } else {
        let arms = item.variants.iter().map(|variant| {
            let (name, wire) = (&variant.name, string_literal(&variant.wire));
            code!(Self::#name => #wire,)
        });
        let arms: Code = arms.collect();
        code! {
            match self {
                #arms
                Self::#unrecognized(value) => value,
            }
        }
    };
    code! {
        impl #name {
            /// Returns the wire value.
            pub fn as_str(&self) -> &str {
                #body
            }
        }
    }
}

fn from_str(names: &Names<'_>, item: &Enum) -> Code {
    let (name, unrecognized) = (&item.name, &item.unrecognized);
    let (from, string) = (names.get("From"), names.get("String"));
    let body = if item.variants.is_empty() {
        code!(Self::#unrecognized(value.to_owned()))
    } else {
        let arms = item.variants.iter().map(|variant| {
            let (name, wire) = (&variant.name, string_literal(&variant.wire));
            code!(#wire => Self::#name,)
        });
        let arms: Code = arms.collect();
        code! {
            match value {
                #arms
                _ => Self::#unrecognized(value.to_owned()),
            }
        }
    };
    code! {
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
fn integers(names: &Names<'_>, item: &Enum) -> Code {
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
fn number(wire: &str) -> Code {
    let value: i64 = wire
        .parse()
        .expect("the plan has only 64-bit integers in enums of integers");
    let digits = layout::number(value.unsigned_abs());
    if value < 0 {
        code!(-#digits)
    } else {
        code!(#digits)
    }
}

fn as_i64(item: &Enum) -> Code {
    let (name, unrecognized) = (&item.name, &item.unrecognized);
    let arms = item.variants.iter().map(|variant| {
        let (name, wire) = (&variant.name, number(&variant.wire));
        code!(Self::#name => #wire,)
    });
    let arms: Code = arms.collect();
    code! {
        impl #name {
            /// Returns the wire value.
            pub fn as_i64(&self) -> i64 {
                match self {
                    #arms
                    Self::#unrecognized(value) => *value,
                }
            }
        }
    }
}

fn from_number(names: &Names<'_>, item: &Enum) -> Code {
    let (name, unrecognized) = (&item.name, &item.unrecognized);
    let from = names.get("From");
    let arms = item.variants.iter().map(|variant| {
        let (name, wire) = (&variant.name, number(&variant.wire));
        code!(#wire => Self::#name,)
    });
    let arms: Code = arms.collect();
    code! {
        impl #from<i64> for #name {
            fn from(value: i64) -> Self {
                match value {
                    #arms
                    _ => Self::#unrecognized(value),
                }
            }
        }
    }
}

/// Emits `Display`, or instead of it a redacted `Debug` if the values are secret. Then only `as_str` returns them.
fn formatting(names: &Names<'_>, item: &Enum) -> Code {
    let (name, fmt) = (&item.name, names.get("fmt"));
    let (format, body) = if item.secret {
        let redacted = names.get("Redacted");
        (code!(Debug), code!(#fmt::Debug::fmt(&#redacted, f)))
    } else {
        let body = if item.is_integer {
            code!(#fmt::Display::fmt(&self.as_i64(), f))
        } else {
            code!(f.write_str(self.as_str()))
        };
        (code!(Display), body)
    };
    code! {
        impl #fmt::#format for #name {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                #body
            }
        }
    }
}

fn codec(names: &Names<'_>, item: &Enum) -> Code {
    let name = &item.name;
    let (json, reader, writer, result) = (
        names.get("Json"),
        names.get("Reader"),
        names.get("Writer"),
        names.get("Result"),
    );
    let (error, validate) = (names.get("DecodeError"), names.get("Validate"));
    let (decode, encode) = if item.is_integer {
        (
            code!(i64::decode(reader).map(Self::from)),
            code!(writer.signed(self.as_i64());),
        )
    } else {
        (
            code!(Ok(Self::from(&*reader.string()?))),
            code!(writer.string(self.as_str());),
        )
    };
    code! {
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

//! Types where they are used: as fields, as arguments, and how an argument becomes the stored value.
//!
//! In: a planned type. Out: code. The differences between types are in one table, [`properties`]. Knows nothing of the items
//! that types are used in.

use heck::ToUpperCamelCase;

use super::layout::{Code, Name as CodeName, Piece, code, commas};
use super::names::Names;
use crate::rust::{Field, Ident, Presence, Ty};

/// What emitted code depends on in a type.
struct Properties<'a> {
    name: Name<'a>,
    generics: Generics<'a>,
    by_reference: ByReference<'a>,
    by_value: ByValue<'a>,
}

/// How a type is called.
enum Name<'a> {
    /// A name of the language.
    Primitive(&'static str),
    /// A path in the standard library; a single segment is in the prelude.
    Std(&'static str),
    /// A path in the generated crate, which re-exports the packages of its public types.
    Exported(&'static str),
    /// An item of the generated crate's `types` module.
    Item(&'a Ident),
}

/// The generic arguments of a type.
enum Generics<'a> {
    Plain,
    One(&'a Ty),
    /// `String`, and the type of the values.
    Map(&'a Ty),
    /// The path of a type of another crate.
    External(&'a str),
    /// The elements of a tuple, which has no name.
    Tuple(&'a [Ty]),
}

/// The type of an argument that is only read.
enum ByReference<'a> {
    /// The type itself, which is `Copy`.
    Copied,
    /// `&str`
    Str,
    /// `&[T]`
    Slice(&'a Ty),
    /// `&T`
    Reference,
    /// As for this type.
    As(&'a Ty),
}

/// How an argument that is stored is converted.
enum ByValue<'a> {
    /// Not at all.
    Itself,
    /// `impl Into<T>`
    Into,
    /// `impl Into<T>`, and so are the items of a list of it.
    IntoEach,
    /// `impl IntoIterator` over items.
    Items(&'a Ty),
    /// `impl IntoIterator` over names and JSON values.
    JsonMembers,
    /// The value is boxed.
    Boxed(&'a Ty),
}

static JSON: Ty = Ty::Json;

/// The table of types.
fn properties(ty: &Ty) -> Properties<'_> {
    use ByReference::{As, Copied, Reference, Slice, Str};
    use ByValue::{Boxed, Into, IntoEach, Items, Itself, JsonMembers};
    use Generics::{External, Map, One, Plain, Tuple};
    use Name::{Exported, Item, Primitive, Std};
    match ty {
        Ty::Bool => row(Primitive("bool"), Plain, Copied, Itself),
        Ty::I32 => row(Primitive("i32"), Plain, Copied, Itself),
        Ty::I64 => row(Primitive("i64"), Plain, Copied, Itself),
        Ty::U32 => row(Primitive("u32"), Plain, Copied, Itself),
        Ty::U64 => row(Primitive("u64"), Plain, Copied, Itself),
        Ty::F64 => row(Primitive("f64"), Plain, Copied, Itself),
        Ty::Number => row(Exported("Number"), Plain, Copied, Into),
        Ty::String => row(Std("String"), Plain, Str, IntoEach),
        Ty::Parsed(path) => row(Exported("Parsed"), External(path), Reference, IntoEach),
        Ty::Timestamp => row(Exported("jiff::Timestamp"), Plain, Copied, Itself),
        Ty::Date => row(Exported("jiff::civil::Date"), Plain, Copied, Itself),
        Ty::Bytes => row(Exported("bytes::Bytes"), Plain, Reference, Into),
        Ty::File => row(Exported("File"), Plain, Reference, IntoEach),
        Ty::Json => row(Exported("serde_json::Value"), Plain, Reference, Into),
        Ty::JsonMap => row(
            Exported("serde_json::Map"),
            Map(&JSON),
            Reference,
            JsonMembers,
        ),
        Ty::Vec(item) => row(Std("Vec"), One(item), Slice(item), Items(item)),
        Ty::Tuple(elements) => row(Primitive(""), Tuple(elements), Reference, Itself),
        Ty::Map(value) => row(
            Std("std::collections::BTreeMap"),
            Map(value),
            Reference,
            Itself,
        ),
        Ty::Option(value) => row(Std("Option"), One(value), Reference, Itself),
        Ty::Box(value) => row(Std("Box"), One(value), As(value), Boxed(value)),
        Ty::Item(name) => row(Item(name), Plain, Reference, Itself),
    }
}

fn row<'a>(
    name: Name<'a>,
    generics: Generics<'a>,
    by_reference: ByReference<'a>,
    by_value: ByValue<'a>,
) -> Properties<'a> {
    Properties {
        name,
        generics,
        by_reference,
        by_value,
    }
}

/// Returns a type as it is stored.
pub(super) fn ty(names: &Names<'_>, ty: &Ty) -> Code {
    let properties = properties(ty);
    if let Generics::Tuple(elements) = properties.generics {
        let elements = commas(elements.iter().map(|element| self::ty(names, element)));
        return code!((#elements));
    }
    let name = match properties.name {
        Name::Primitive(name) => {
            let name = CodeName::new(name);
            code!(#name)
        }
        Name::Std(path) | Name::Exported(path) => {
            names.get(path.rsplit("::").next().unwrap_or(path))
        }
        Name::Item(name) => names.item(name),
    };
    match properties.generics {
        Generics::Plain => name,
        Generics::One(argument) => {
            let argument = self::ty(names, argument);
            code!(#name<#argument>)
        }
        Generics::Map(value) => {
            let (string, value) = (names.get("String"), self::ty(names, value));
            code!(#name<#string, #value>)
        }
        Generics::External(path) => {
            let path: Code = (path.split("::").map(CodeName::new))
                .map(|part| code!(::#part))
                .collect();
            code!(#name<#path>)
        }
        Generics::Tuple(_) => unreachable!("tuples have no name"),
    }
}

/// Returns a type as a program that uses the crate of this library name writes it, with full paths.
pub fn path(ty: &Ty, library: &str) -> String {
    let properties = properties(ty);
    let name = match properties.name {
        Name::Primitive(name) | Name::Std(name) => name.to_owned(),
        Name::Exported(name) => format!("{library}::{name}"),
        Name::Item(name) => format!("{library}::types::{}", name.as_str()),
    };
    match properties.generics {
        Generics::Plain => name,
        Generics::One(argument) => format!("{name}<{}>", path(argument, library)),
        Generics::Map(value) => format!("{name}<String, {}>", path(value, library)),
        Generics::External(path) => format!("{name}<::{path}>"),
        Generics::Tuple(elements) => {
            let elements: Vec<String> = elements.iter().map(|ty| path(ty, library)).collect();
            format!("({})", elements.join(", "))
        }
    }
}

/// The complexity that clippy allows a type in a signature, by its own measure.
const MAX_COMPLEXITY: u64 = 250;

/// Returns the complexity of a type within `depth` others: the deeper, the higher.
fn complexity(ty: &Ty, depth: u64) -> u64 {
    let own = 10 * depth;
    match properties(ty).generics {
        Generics::Plain => own,
        Generics::External(_) => own + 10 * (depth + 1),
        Generics::One(argument) => own + complexity(argument, depth + 1),
        Generics::Map(value) => own + 10 * (depth + 1) + complexity(value, depth + 1),
        Generics::Tuple(elements) => {
            let elements = elements.iter();
            own + elements.map(|ty| complexity(ty, depth + 1)).sum::<u64>()
        }
    }
}

/// Returns a type for a signature, within `depth` others: where it is too complex, by an alias of this name.
pub(super) fn in_signature(names: &Names<'_>, ty: &Ty, depth: u64, alias: &str) -> Code {
    let tokens = self::ty(names, ty);
    if complexity(ty, depth + 1) + 10 * depth * (depth + 1) / 2 > MAX_COMPLEXITY {
        names.type_alias(alias, tokens)
    } else {
        tokens
    }
}

/// Returns the type of a field of this struct.
pub(super) fn field(names: &Names<'_>, owner: &Ident, field: &Field) -> Code {
    let alias = format!(
        "{}{}",
        owner.as_str(),
        field.name.plain().to_upper_camel_case()
    );
    let ty = in_signature(names, &field.ty, 1, &alias);
    let wrapper = match field.presence {
        Presence::Required => return ty,
        Presence::RequiredNullable | Presence::Optional => names.get("Option"),
        Presence::Patch => names.get("Patch"),
    };
    code!(#wrapper<#ty>)
}

/// How a method takes a value that it stores.
pub(super) struct Stored {
    /// The type of the argument.
    pub(super) ty: Code,
    /// The stored value, made from the argument.
    pub(super) value: Code,
}

/// Returns how a method takes a value that it stores.
pub(super) fn by_value(names: &Names<'_>, ty: &Ty, argument: &impl Piece) -> Stored {
    let resolved = names.shared.resolve(ty);
    let into = || {
        let (into, ty) = (names.get("Into"), self::ty(names, ty));
        Stored {
            ty: code!(impl #into<#ty>),
            value: code!(#argument.into()),
        }
    };
    match properties(resolved).by_value {
        ByValue::Into | ByValue::IntoEach => into(),
        ByValue::Items(item) => items_by_value(names, item, argument),
        ByValue::JsonMembers => {
            let (iterator, into) = (names.get("IntoIterator"), names.get("Into"));
            let (string, value) = (names.get("String"), names.get("Value"));
            Stored {
                ty: code!(impl #iterator<Item = (impl #into<#string>, impl #into<#value>)>),
                value: code!(
                    #argument.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
                ),
            }
        }
        ByValue::Boxed(inner) => {
            let boxed = names.get("Box");
            let Stored { ty, value } = if names.shared.is_convertible_union(inner) {
                by_value(names, inner, argument)
            } else {
                Stored {
                    ty: self::ty(names, inner),
                    value: code!(#argument),
                }
            };
            Stored {
                ty,
                value: code!(#boxed::new(#value)),
            }
        }
        ByValue::Itself if names.shared.is_convertible_union(resolved) => into(),
        // clippy does not measure the complexity within `impl Into`.
        ByValue::Itself if complexity(ty, 1) > MAX_COMPLEXITY => into(),
        ByValue::Itself => Stored {
            ty: self::ty(names, ty),
            value: code!(#argument),
        },
    }
}

fn items_by_value(names: &Names<'_>, item: &Ty, argument: &impl Piece) -> Stored {
    let iterator = names.get("IntoIterator");
    let each = properties(names.shared.resolve(item)).by_value;
    if matches!(each, ByValue::IntoEach) {
        let (item, into) = (self::ty(names, item), names.get("Into"));
        Stored {
            ty: code!(impl #iterator<Item = impl #into<#item>>),
            value: code!(#argument.into_iter().map(#into::into).collect()),
        }
    } else {
        let item = self::ty(names, item);
        Stored {
            ty: code!(impl #iterator<Item = #item>),
            value: code!(#argument.into_iter().collect()),
        }
    }
}

/// Returns how a setter takes the value of a field.
pub(super) fn setter_argument(
    names: &Names<'_>,
    owner: &Ident,
    field: &Field,
    argument: &impl Piece,
) -> Stored {
    match field.presence {
        Presence::Required => by_value(names, &field.ty, argument),
        Presence::RequiredNullable | Presence::Optional => {
            let Stored { ty, value } = by_value(names, &field.ty, argument);
            Stored {
                ty,
                value: code!(Some(#value)),
            }
        }
        Presence::Patch => {
            let (into, ty) = (names.get("Into"), self::field(names, owner, field));
            Stored {
                ty: code!(impl #into<#ty>),
                value: code!(#argument.into()),
            }
        }
    }
}

/// Returns the type of an argument that is read at once and not stored: a reference, unless the type is `Copy`. `alias` names
/// it where it is too complex; `lifetime` is that of references, for a struct of arguments.
pub(super) fn by_reference(
    names: &Names<'_>,
    ty: &Ty,
    alias: &str,
    lifetime: Option<&Code>,
) -> Code {
    match properties(names.shared.resolve(ty)).by_reference {
        ByReference::Copied => self::ty(names, ty),
        ByReference::Str => code!(&#lifetime str),
        ByReference::Slice(item) => {
            let item = in_signature(names, item, 2, alias);
            code!(&#lifetime [#item])
        }
        ByReference::As(inner) => by_reference(names, inner, alias, lifetime),
        ByReference::Reference => {
            let ty = in_signature(names, ty, 1, alias);
            code!(&#lifetime #ty)
        }
    }
}

/// Returns whether an argument of [`by_reference`] is a reference.
pub(super) fn is_reference(names: &Names<'_>, ty: &Ty) -> bool {
    match properties(names.shared.resolve(ty)).by_reference {
        ByReference::Copied => false,
        ByReference::As(inner) => is_reference(names, inner),
        ByReference::Str | ByReference::Slice(_) | ByReference::Reference => true,
    }
}

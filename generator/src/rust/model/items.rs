//! The items of the `types` module: structs, enums and aliases. Unions have a file of their own.

use super::checks::Checks;
use super::ident::Ident;
use super::ty::Ty;
use super::unions::Union;

/// A file below `types/`.
#[derive(Clone, Debug)]
pub struct TypeModule {
    /// The module and file name, such as `live_input`.
    pub name: Ident,
    /// The component's item first, then those of its inline types.
    pub items: Vec<Item>,
}

/// A type of the output.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most items are structs")]
pub enum Item {
    /// A struct.
    Struct(Struct),
    /// An open enum of strings or integers.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Alias),
}

impl Item {
    /// Returns the lines of the item's documentation.
    pub(in crate::rust) fn docs_mut(&mut self) -> &mut Vec<String> {
        match self {
            Item::Struct(item) => &mut item.docs,
            Item::Enum(item) => &mut item.docs,
            Item::Union(item) => &mut item.docs,
            Item::Alias(item) => &mut item.docs,
        }
    }

    /// Returns the item's name.
    pub fn name(&self) -> &Ident {
        match self {
            Item::Struct(item) => &item.name,
            Item::Enum(item) => &item.name,
            Item::Union(item) => &item.name,
            Item::Alias(item) => &item.name,
        }
    }
}

/// A struct.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The fields, in document order.
    pub fields: Vec<Field>,
    /// The field for members that are not named: its name and the type of the values.
    pub additional: Option<Additional>,
    /// How `new` takes the required members.
    pub constructor: Constructor,
    /// Whether any field is secret, so that `Debug` is implemented by hand and redacts it.
    pub secret: bool,
    /// Whether requests can contain it, so that it has `validate`.
    pub in_request: bool,
    /// The struct that responses have where requests have this one: this one converts from it.
    pub response_form: Option<Ident>,
}

/// How a struct is made. Members of [`Presence::Required`] and [`Presence::RequiredNullable`] must be given, the latter as
/// `Option<T>`, except those that can have only one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// Nothing is required: `new()` and `Default`.
    Default,
    /// `new(a, b)`: the required fields in order. `new()` and `Default` if all of them are constants.
    New,
    /// `new(FooRequired { … })`: the name of the struct of required fields.
    Required(Ident),
    /// None, and no setters: only responses contain it. `Default` if nothing is required.
    None,
}

/// The field that keeps members that are not named.
#[derive(Clone, Debug)]
pub struct Additional {
    /// The field's name, `additional` unless that name is in use.
    pub name: Ident,
    /// The type of the values.
    pub value: Ty,
    /// Whether `Debug` redacts the values.
    pub secret: bool,
    /// What `validate` checks of each value.
    pub checks: Checks,
}

/// A field.
#[derive(Clone, Debug)]
pub struct Field {
    /// The field, and its setter.
    pub name: Ident,
    /// The wire name.
    pub wire: String,
    /// The type without the [`Presence`].
    pub ty: Ty,
    /// Whether and how it can be missing.
    pub presence: Presence,
    /// Whether `Debug` redacts its value.
    pub secret: bool,
    /// Documentation, a line each, wire name, constraints, default and example included.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The only value that a required member can have: `new` sets it.
    pub constant: Option<Constant>,
    /// What `validate` checks.
    pub checks: Checks,
}

impl Field {
    /// Returns whether the member is always sent, even if as null.
    pub fn is_always_sent(&self) -> bool {
        matches!(
            self.presence,
            Presence::Required | Presence::RequiredNullable
        )
    }

    /// Returns whether the member is an argument of `new`.
    pub fn is_constructor_argument(&self) -> bool {
        self.is_always_sent() && self.constant.is_none()
    }
}

/// The only value of a member.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// The enum and its variant.
    Variant(Ident, Ident),
    /// A boolean.
    Boolean(bool),
    /// An integer.
    Integer(i128),
    /// A number.
    Number(f64),
}

/// Whether and how a member can be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, always sent, `None` as null.
    RequiredNullable,
    /// `Option<T>`, not sent when `None`.
    Optional,
    /// `Patch<T>`
    Patch,
}

/// An open enum of strings or integers.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The known values, in document order.
    pub variants: Vec<EnumVariant>,
    /// The variant that keeps any other value, `Unrecognized` unless that name is in use.
    pub unrecognized: Ident,
    /// Whether values are integers (`i64`) and not strings.
    pub is_integer: bool,
    /// Whether the documentation of the variants contains their values: some cannot be shown as they are.
    pub documents_values: bool,
    /// Whether values are secret.
    pub secret: bool,
}

/// A known value of an enum.
#[derive(Clone, Debug)]
pub struct EnumVariant {
    /// The variant.
    pub name: Ident,
    /// The string on the wire, or the digits of the integer.
    pub wire: String,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
}

/// Another name for a type: a component that is not a struct, enum or union.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Its name.
    pub name: Ident,
    /// Documentation, a line each.
    pub docs: Vec<String>,
    /// A further name that rustdoc's search finds it by.
    pub alias: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The type that it names.
    pub ty: Ty,
}

impl Item {
    /// Returns the types of an item's members.
    pub fn types(&self) -> Vec<&Ty> {
        match self {
            Item::Struct(item) => {
                let additional = item.additional.iter().map(|additional| &additional.value);
                let fields = item.fields.iter().map(|field| &field.ty);
                fields.chain(additional).collect()
            }
            Item::Alias(item) => vec![&item.ty],
            Item::Union(item) => item.variants.iter().map(|variant| &variant.ty).collect(),
            Item::Enum(_) => Vec::new(),
        }
    }

    /// Returns the items that an item needs to compile.
    pub fn needs(&self) -> impl Iterator<Item = &Ident> {
        let (constants, form) = match self {
            Item::Struct(item) => {
                let constants = item.fields.iter().map(|field| match &field.constant {
                    Some(Constant::Variant(item, _)) => Some(item),
                    _ => None,
                });
                (constants.collect(), item.response_form.as_ref())
            }
            Item::Union(item) => (Vec::new(), item.response_form.as_ref()),
            Item::Enum(_) | Item::Alias(_) => (Vec::new(), None),
        };
        let named = self.types().into_iter().filter_map(Ty::named);
        named.chain(constants.into_iter().flatten()).chain(form)
    }
}

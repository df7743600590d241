//! Emits `Debug` for items with secrets, which are redacted.
//!
//! In: the fields of a struct, or the variants of an enum. Out: an impl that shows everything else, as the derive does. Structs and
//! unions of the API have a table, from which the runtime makes the same impl.

use super::layout::{Code, code};
use super::literal::string_literal;
use super::names::Names;
use crate::rust::Ident;

/// A field of a struct.
#[derive(Clone, Copy)]
pub(super) struct RedactedField<'a> {
    pub(super) name: &'a Ident,
    pub(super) secret: bool,
    /// Whether it is an `Option` or a `Patch`.
    pub(super) optional: bool,
}

/// A variant of an enum.
#[derive(Clone, Copy)]
pub(super) struct RedactedVariant<'a> {
    pub(super) name: &'a Ident,
    pub(super) secret: bool,
    pub(super) has_value: bool,
}

/// Emits the impl of a struct. `generics` are those of the type, such as `<'_>`.
pub(super) fn debug_struct<'a>(
    names: &Names<'_>,
    item: &Ident,
    generics: Option<&Code>,
    fields: impl IntoIterator<Item = RedactedField<'a>>,
) -> Code {
    let (fmt, redacted) = (names.get("fmt"), names.get("Redacted"));
    let label = string_literal(item.as_str());
    let fields = fields.into_iter().map(|field| {
        let (name, label) = (field.name, string_literal(field.name.plain()));
        let value = match (field.secret, field.optional) {
            (false, _) => code!(&self.#name),
            (true, false) => code!(&#redacted),
            (true, true) => code!(&self.#name.as_ref().map(|_| #redacted)),
        };
        code!(.field(#label, #value))
    });
    let fields: Code = fields.collect();
    code! {
        impl #fmt::Debug for #item #generics {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                f.debug_struct(#label) #fields .finish()
            }
        }
    }
}

/// Emits the impl of an enum. `generics` are those of the type, such as `<'_>`.
pub(super) fn debug_enum<'a>(
    names: &Names<'_>,
    item: &Ident,
    generics: Option<&Code>,
    variants: impl IntoIterator<Item = RedactedVariant<'a>>,
) -> Code {
    let (fmt, redacted) = (names.get("fmt"), names.get("Redacted"));
    let arms = variants.into_iter().map(|variant| {
        let (name, label) = (variant.name, string_literal(variant.name.as_str()));
        match (variant.has_value, variant.secret) {
            (false, _) => code!(Self::#name => f.write_str(#label),),
            (true, false) => {
                code!(Self::#name(value) => f.debug_tuple(#label).field(value).finish(),)
            }
            (true, true) => {
                code!(Self::#name(_) => f.debug_tuple(#label).field(&#redacted).finish(),)
            }
        }
    });
    let arms: Code = arms.collect();
    code! {
        impl #fmt::Debug for #item #generics {
            fn fmt(&self, f: &mut #fmt::Formatter<'_>) -> #fmt::Result {
                match self {
                    #arms
                }
            }
        }
    }
}

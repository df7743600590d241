//! From enums of the API to Rust enums.

use crate::api::{EnumValue, Shape, TypeId};

use super::super::analysis::members::distinct_values;
use super::super::docs;
use super::super::model::{Enum, EnumVariant, Ident};
use super::item_docs::{type_alias, type_docs};
use super::rust_types::Types;

/// Plans an enum.
pub(super) fn plan(
    types: &Types<'_>,
    id: TypeId,
    name: &Ident,
    values: &[EnumValue],
) -> Option<Enum> {
    let owner = types.api.get(id);
    let names = types.names.variants(id)?;
    let values = distinct_values(values);
    let documents_values =
        (values.iter()).any(|value| docs::code(&value.value) != format!("`{}`", value.value));
    let variants = (values.into_iter())
        .zip(&names.variants)
        .map(|(value, ident)| EnumVariant {
            name: ident.clone(),
            docs: docs::variant(value, documents_values),
            alias: docs::alias(&value.value, ident),
            wire: value.value.clone(),
        })
        .collect();
    Some(Enum {
        name: name.clone(),
        docs: type_docs(types, owner, name),
        alias: type_alias(owner, name),
        deprecated: owner.docs.deprecated,
        variants,
        unrecognized: names.unrecognized.clone(),
        documents_values,
        is_integer: matches!(owner.shape, Shape::Integers(_)),
        secret: owner.sensitive,
    })
}

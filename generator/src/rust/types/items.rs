//! The modules below `types/`.
//!
//! In: the named types of an API. Out: a module for each component and what belongs to it.

use crate::api::Shape;
use crate::diagnostic::Diagnostics;

use super::super::docs;
use super::super::model::{Alias, Ident, Item, TypeModule};
use super::super::names::types::Entry;
use super::rust_types::Types;
use super::{enums, structs, unions, webhooks};

/// Plans the files below `types/`.
pub(in crate::rust) fn modules(
    types: &Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<TypeModule> {
    let modules = types.names.modules.iter();
    modules
        .filter(|module| !module.entries.is_empty())
        .map(|module| {
            let entries = module.entries.iter();
            TypeModule {
                name: module.name.clone(),
                items: entries
                    .filter_map(|entry| item(types, entry, diagnostics))
                    .collect(),
            }
        })
        .collect()
}

fn item(types: &Types<'_>, entry: &Entry, diagnostics: &mut Diagnostics) -> Option<Item> {
    let (id, required) = match entry {
        Entry::Alias { component, name } => {
            return Some(Item::Alias(alias(types, *component, name)));
        }
        Entry::Webhook(alias) => return webhooks::alias(types, alias).map(Item::Alias),
        Entry::Type { id, required } => (*id, required.as_ref()),
    };
    let name = types.names.item(id)?;
    Some(match &types.api.get(id).shape {
        Shape::Struct(shape) => {
            Item::Struct(structs::plan(types, id, name, required, shape, diagnostics))
        }
        Shape::Enum(values) | Shape::Integers(values) => {
            Item::Enum(enums::plan(types, id, name, values)?)
        }
        Shape::Union(shape) => Item::Union(unions::plan(types, id, name, shape)?),
        _ => return None,
    })
}

/// Plans another name for a type, for the component of this index.
fn alias(types: &Types<'_>, component: usize, name: &Ident) -> Alias {
    let (wire, reference) = &types.api.components[component];
    let ty = types.api.get(reference.id);
    let mut lines = docs::describe(&ty.docs, &format!("The schema {}.", docs::code(wire)));
    docs::append(&mut lines, docs::facts(None, &ty.constraints, &ty.docs));
    Alias {
        name: name.clone(),
        docs: lines,
        alias: docs::alias(wire, name),
        deprecated: ty.docs.deprecated,
        ty: types.ty(*reference),
    }
}

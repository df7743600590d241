//! Documentation that all kinds of items have.
//!
//! In: a type of the API and its name. Out: lines of documentation, and the alias that rustdoc's search finds it by.

use crate::api::{Type, TypeId, TypeName};

use super::super::docs;
use super::super::model::Ident;
use super::rust_types::Types;
use super::webhooks;

/// Returns the documentation of a struct or union, which names its other form if it has one.
pub(super) fn item_docs(types: &Types<'_>, id: TypeId, name: &Ident) -> Vec<String> {
    let mut lines = type_docs(types, types.api.get(id), name);
    let sentence = match types.api.get(id).name {
        TypeName::Request(response_form) => types.names.item(response_form).map(|form| {
            format!(
                "The request form; responses have [`{0}`](crate::types::{0}).",
                form.plain()
            )
        }),
        _ => types.names.request_form(id).map(|form| {
            format!(
                "The response form; requests have [`{0}`](crate::types::{0}).",
                form.plain()
            )
        }),
    };
    docs::append(&mut lines, sentence.into_iter().collect());
    lines
}

/// Returns the documentation of an item.
pub(super) fn type_docs(types: &Types<'_>, ty: &Type, name: &Ident) -> Vec<String> {
    let fallback = match &ty.name {
        TypeName::Component(component) => format!("The schema {}.", docs::code(component)),
        _ => format!("A value that the API calls {}.", docs::code(name.plain())),
    };
    let mut lines = match &ty.name {
        TypeName::Webhook { webhook, part } => {
            webhooks::body_docs(types, *webhook, *part, &ty.docs)
        }
        _ => docs::describe(&ty.docs, &fallback),
    };
    if ty.docs.deprecated {
        docs::append(&mut lines, vec!["Deprecated.".to_owned()]);
    }
    lines
}

/// Returns the name of the component that a type is, if rustdoc's search should find the type by it.
pub(super) fn type_alias(ty: &Type, name: &Ident) -> Option<String> {
    match &ty.name {
        TypeName::Component(component) => docs::alias(component, name),
        _ => None,
    }
}

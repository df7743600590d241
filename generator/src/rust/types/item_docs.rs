//! Documentation that all kinds of items have.
//!
//! In: a type of the API and its name. Out: lines of documentation, and the alias that rustdoc's search finds it by.

use crate::api::{OperationPart, Type, TypeId, TypeName, TypePart};

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
    let fallback = fallback(ty, name);
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

/// Returns the documentation of a type that the document does not describe.
pub(super) fn fallback(ty: &Type, name: &Ident) -> String {
    match &ty.name {
        TypeName::Component(component) => format!("The schema {}.", docs::code(component)),
        TypeName::Inline { part, .. } => match part {
            TypePart::Field(property) => {
                format!("A value of the property {}.", docs::code(property))
            }
            TypePart::Item => "An item of a list.".to_owned(),
            TypePart::Element(_) => "An element of a tuple.".to_owned(),
            TypePart::Value => "A value of a map.".to_owned(),
            TypePart::Variant(_) => "An alternative of a union.".to_owned(),
            TypePart::Base => format!("The schema {}.", docs::code(name.plain())),
        },
        TypeName::Operation { part, .. } => match part {
            OperationPart::Body | OperationPart::Request | OperationPart::Content(_) => {
                "The body of a request.".to_owned()
            }
            OperationPart::Response | OperationPart::StatusResponse(_) => {
                "The value of a response.".to_owned()
            }
            OperationPart::Event => "An event of a response.".to_owned(),
            OperationPart::Line => "A value of a response.".to_owned(),
            OperationPart::Header(header) => {
                format!("A value of the header {}.", docs::code(header))
            }
            OperationPart::Failure(_) => "The body of a failure.".to_owned(),
            OperationPart::Parameter(parameter) => {
                format!("A value of the parameter {}.", docs::code(parameter))
            }
        },
        _ => format!("The type {}.", docs::code(name.plain())),
    }
}

/// Returns the name of the component that a type is, if rustdoc's search should find the type by it.
pub(super) fn type_alias(ty: &Type, name: &Ident) -> Option<String> {
    match &ty.name {
        TypeName::Component(component) => docs::alias(component, name),
        _ => None,
    }
}

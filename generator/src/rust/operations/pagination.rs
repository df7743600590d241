//! How the pages of a method follow each other.
//!
//! In: an operation, and its method's parameters. Out: a [`PaginationPlan`], except for its example.

use crate::api::{Operation, Shape, TypeRef};

use super::super::docs;
use super::super::model::{Ident, PaginationPlan, Parameter};
use super::super::types::rust_types::Types;

/// Plans how the pages of a method follow each other.
pub(super) fn plan<'p>(
    types: &Types<'_>,
    operation: &Operation,
    constant: Option<Ident>,
    parameters: impl Iterator<Item = &'p Parameter>,
) -> Option<PaginationPlan> {
    let pagination = operation.pagination.as_ref()?;
    let declared = pagination.advance.parameter();
    let declared = declared.and_then(|index| operation.parameters.get(index));
    let is_declared = |planned: &&Parameter| {
        declared.is_some_and(|declared| {
            planned.wire == declared.name
                && planned.encoding.location_in == declared.encoding.location_in
        })
    };
    let parameter = parameters.into_iter().find(is_declared);
    if declared.is_some() != parameter.is_some() {
        return None;
    }
    Some(PaginationPlan {
        constant: constant?,
        item: types.ty(item(types, operation.success.value?, &pagination.items)?),
        items: pagination.items.clone(),
        advance: pagination.advance.clone(),
        parameter: parameter.cloned(),
        more: pagination.more.clone(),
        size: pagination.size.clone(),
        example: Vec::new(),
    })
}

/// Returns the type of the elements of the list at a path in a value.
fn item(types: &Types<'_>, value: TypeRef, path: &[String]) -> Option<TypeRef> {
    let mut ty = value;
    for step in path {
        let Shape::Struct(object) = &types.api.get(ty.id).shape else {
            return None;
        };
        ty = object.fields.iter().find(|field| field.name == *step)?.ty;
    }
    match &types.api.get(ty.id).shape {
        Shape::List(item) => Some(*item),
        _ => None,
    }
}

/// Returns what a method's documentation says about pages, under a heading.
pub(super) fn pages_docs(builder: &Ident) -> Vec<String> {
    let name = builder.as_str();
    docs::wrap(&format!(
        "The call returns one page. [`{name}::items`] and [`{name}::pages`] also request those \
         that follow it."
    ))
}

//! From pages that follow each other to what a method is given for them.
//!
//! In: an operation, and its method's parameters. Out: a [`PaginationPlan`], but for its example.

use crate::api::{Operation, Shape, TypeRef};

use super::docs;
use super::model::{PaginationPlan, Parameter};
use super::names::Ident;
use super::types::Types;

/// Plans how the pages of a method follow each other.
pub(super) fn plan(
    types: &Types<'_>,
    operation: &Operation,
    constant: Option<Ident>,
    parameters: impl Iterator<Item = Parameter>,
) -> Option<PaginationPlan> {
    let pagination = operation.pagination.as_ref()?;
    let wanted = pagination.advance.parameter();
    let wanted = wanted.and_then(|index| operation.parameters.get(index));
    let is_wanted = |planned: &Parameter| {
        wanted.is_some_and(|wanted| {
            planned.wire == wanted.name
                && planned.encoding.location_in == wanted.encoding.location_in
        })
    };
    let parameter = parameters.into_iter().find(is_wanted);
    if wanted.is_some() != parameter.is_some() {
        return None;
    }
    Some(PaginationPlan {
        constant: constant?,
        item: types.nullable(item(types, operation.success.value?, &pagination.items)?),
        items: pagination.items.clone(),
        advance: pagination.advance.clone(),
        parameter,
        more: pagination.more.clone(),
        size: pagination.size.clone(),
        example: Vec::new(),
    })
}

/// Returns the type of the elements of the list at a path of a value.
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

/// Returns what the documentation of a method says of pages, under a heading.
pub(super) fn words(builder: &Ident) -> Vec<String> {
    let name = builder.as_str();
    docs::wrap(&format!(
        "The call gives one page. [`{name}::items`] and [`{name}::pages`] go on with those that \
         follow it."
    ))
}

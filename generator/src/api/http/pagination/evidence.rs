//! What pages are recognized by, and how it is searched.
//!
//! In: an operation, the members of its response and the type of its items. Out: single parameters, members and headers that
//! satisfy a condition, or nothing where several do.

use crate::api::http::member_names::normalized;
use crate::api::http::pagination::items::Items;
use crate::api::http::pagination::members::Member;
use crate::api::types::graph::Types;
use crate::api::{Operation, Parameter, ParameterLocation, Shape, TypeRef};

/// What pages are recognized by.
pub(super) struct Evidence<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) operation: &'a Operation,
    /// The scalar members of the body.
    pub(super) members: &'a [Member],
    /// Where the items are.
    pub(super) items: &'a Items,
    /// The type of an item.
    pub(super) item: TypeRef,
}

/// What values a parameter accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Accepts {
    String,
    Number,
    StringOrNumber,
}

impl Evidence<'_> {
    /// Returns the only member that satisfies a condition.
    pub(super) fn only_member(&self, condition: impl Fn(&Member) -> bool) -> Option<&Member> {
        only(self.members.iter().filter(|member| condition(member)))
    }

    /// Returns the index of the only query parameter whose name satisfies a condition, and that accepts such values.
    pub(super) fn parameter(
        &self,
        condition: impl Fn(&str) -> bool,
        values: Accepts,
    ) -> Option<usize> {
        let accepts = |ty: TypeRef| match &self.types.graph[ty.id].ty.shape {
            Shape::Integer(_) | Shape::Number | Shape::IntegerOrNumber => values != Accepts::String,
            Shape::String(_) => values != Accepts::Number,
            _ => false,
        };
        let parameters = self.operation.parameters.iter().enumerate();
        let found = only(parameters.filter(|(_, parameter)| {
            is_query(parameter) && condition(&normalized(&parameter.name)) && accepts(parameter.ty)
        }));
        found.map(|(index, _)| index)
    }

    /// Returns the name of the declared header whose normalized name satisfies a condition.
    pub(super) fn header(&self, condition: impl Fn(&str) -> bool) -> Option<String> {
        let headers = &self.operation.success.headers;
        let found = headers
            .iter()
            .find(|header| condition(&normalized(&header.name)));
        found.map(|header| header.name.clone())
    }
}

/// Returns whether a parameter is sent in the query.
pub(super) fn is_query(parameter: &Parameter) -> bool {
    parameter.encoding.location_in == ParameterLocation::Query
}

/// Returns the item of an iterator of one.
pub(super) fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    match (found.next(), found.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

//! Where the items of a page are.
//!
//! In: the type of a page. Out: the path of the only list in it that can be the items, or nothing where that is not certain.

use crate::api::{Field, Operation, PathSegment, Shape, Struct, TypeRef};

use crate::api::http::member_names::normalized;
use crate::api::types::graph::Types;

/// Names of the list of items, whatever the items are.
const LISTS: &[&str] = &[
    "content",
    "contents",
    "data",
    "elements",
    "entries",
    "entities",
    "hits",
    "items",
    "list",
    "objects",
    "records",
    "resources",
    "result",
    "results",
    "rows",
    "value",
    "values",
];

/// Lists in a page that are not its items.
const OTHER_LISTS: &[&str] = &[
    "aggregations",
    "columns",
    "errors",
    "facets",
    "failures",
    "fields",
    "filters",
    "headers",
    "included",
    "includes",
    "links",
    "messages",
    "notes",
    "notices",
    "orderby",
    "sort",
    "suggestions",
    "warnings",
];

/// Objects that contain nothing but a page.
const WRAPPERS: &[&str] = &[
    "data", "embedded", "payload", "response", "result", "results",
];

/// The list of items of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Items {
    /// Its path from the value.
    pub path: Vec<String>,
    /// Whether the page is the list itself, or the list has a name for items.
    pub is_named: bool,
}

/// Returns the list of items in a value, if there is only one candidate. `resource` is the name of what is listed.
pub(crate) fn find(types: &Types<'_>, value: TypeRef, resource: Option<&str>) -> Option<Items> {
    let fields = match shape(types, value) {
        Shape::List(_) => {
            return Some(Items {
                path: Vec::new(),
                is_named: true,
            });
        }
        Shape::Struct(page) => &page.fields,
        _ => return None,
    };
    let is_list = |ty: TypeRef| matches!(shape(types, ty), Shape::List(_));
    let lists: Vec<&str> = fields
        .iter()
        .filter(|field| {
            is_list(field.ty) && !OTHER_LISTS.contains(&normalized(&field.name).as_str())
        })
        .map(|field| field.name.as_str())
        .collect();
    let is_named = |name: &&&str| {
        let name = normalized(name);
        LISTS.contains(&name.as_str()) || resource == Some(name.as_str())
    };
    let mut named = lists.iter().filter(is_named);
    let found = match (named.next(), named.next(), lists.as_slice()) {
        (Some(only), None, _) => Some((*only, true)),
        (None, None, [only]) => Some((*only, false)),
        _ => None,
    };
    if let Some((name, is_named)) = found {
        return Some(Items {
            path: vec![name.to_owned()],
            is_named,
        });
    }
    if !lists.is_empty() {
        return None;
    }
    let (wrapper, page) = wrapped_page(types, fields)?;
    let mut lists = page.fields.iter().filter(|field| is_list(field.ty));
    match (lists.next(), lists.next()) {
        (Some(list), None) => Some(Items {
            path: vec![wrapper.name.clone(), list.name.clone()],
            is_named: is_named(&&list.name.as_str()),
        }),
        _ => None,
    }
}

/// Returns the only field that contains nothing but a page, and its type.
fn wrapped_page<'t>(types: &'t Types<'_>, fields: &'t [Field]) -> Option<(&'t Field, &'t Struct)> {
    let mut wrapped = fields.iter().filter_map(|field| {
        let is_wrapper = WRAPPERS.contains(&normalized(&field.name).as_str());
        match shape(types, field.ty) {
            Shape::Struct(page) if is_wrapper => Some((field, page)),
            _ => None,
        }
    });
    match (wrapped.next(), wrapped.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Returns the type of the items of the list at this path of a value.
pub(crate) fn item_type(types: &Types<'_>, value: TypeRef, path: &[String]) -> Option<TypeRef> {
    let mut ty = value;
    for step in path {
        let Shape::Struct(object) = shape(types, ty) else {
            return None;
        };
        ty = object.fields.iter().find(|field| field.name == *step)?.ty;
    }
    match shape(types, ty) {
        Shape::List(item) => Some(*item),
        _ => None,
    }
}

/// Returns whether an item has a required string of this name.
pub(crate) fn has_required_string(types: &Types<'_>, item: TypeRef, name: &str) -> bool {
    let Shape::Struct(object) = shape(types, item) else {
        return false;
    };
    object.fields.iter().any(|field| {
        field.name == name && field.required && matches!(shape(types, field.ty), Shape::String(_))
    })
}

/// Returns the name of what an operation lists: the last word of its path, normalized by [`normalized`].
pub(crate) fn resource(operation: &Operation) -> Option<String> {
    let Some(PathSegment::Text(text)) = operation.path.last() else {
        return None;
    };
    let text = text.split(['?', '#']).next()?;
    let last = text.trim_end_matches('/').rsplit('/').next()?;
    let last = last.split_once('.').map_or(last, |(name, _)| name);
    Some(normalized(last)).filter(|name| !name.is_empty())
}

fn shape<'t>(types: &'t Types<'_>, ty: TypeRef) -> &'t Shape {
    &types.graph[ty.id].ty.shape
}

//! Where the items of a page are.
//!
//! In: the type of a page. Out: the path of the one list in it that holds items, or nothing where that is not certain.

use crate::api::{Operation, PathSegment, Shape, TypeRef};

use crate::api::http::pagination::body::plain;
use crate::api::types::graph::Types;

/// What the list of items is called, whatever the items are.
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

/// Lists that stand beside the items.
const OTHERS: &[&str] = &[
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

/// The objects that hold nothing but a page.
const WRAPPINGS: &[&str] = &[
    "data", "embedded", "payload", "response", "result", "results",
];

/// The list of items of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Items {
    /// Its path from the value.
    pub path: Vec<String>,
    /// Whether the page is the list, or its name says that it holds the items.
    pub is_named: bool,
}

/// Returns the list of items in a value, if there is one and no doubt.
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
        .filter(|field| is_list(field.ty) && !OTHERS.contains(&plain(&field.name).as_str()))
        .map(|field| field.name.as_str())
        .collect();
    let is_named = |name: &&&str| {
        let name = plain(name);
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
    // An object with nothing but a page in it; what holds several says nothing.
    let mut inside = fields
        .iter()
        .filter(|field| WRAPPINGS.contains(&plain(&field.name).as_str()))
        .filter(|field| matches!(shape(types, field.ty), Shape::Struct(_)));
    let (Some(wrapping), None) = (inside.next(), inside.next()) else {
        return None;
    };
    let Shape::Struct(page) = shape(types, wrapping.ty) else {
        return None;
    };
    let mut lists = page.fields.iter().filter(|field| is_list(field.ty));
    match (lists.next(), lists.next()) {
        (Some(list), None) => Some(Items {
            path: vec![wrapping.name.clone(), list.name.clone()],
            is_named: is_named(&&list.name.as_str()),
        }),
        _ => None,
    }
}

/// Returns the type of the items of a list at a path of a value.
pub(crate) fn at(types: &Types<'_>, value: TypeRef, path: &[String]) -> Option<TypeRef> {
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

/// Returns whether an item always has a text of this name.
pub(crate) fn has_text(types: &Types<'_>, item: TypeRef, name: &str) -> bool {
    let Shape::Struct(object) = shape(types, item) else {
        return false;
    };
    object.fields.iter().any(|field| {
        field.name == name && field.required && matches!(shape(types, field.ty), Shape::String(_))
    })
}

/// Returns what the operation's path calls the things that it lists: its last piece of text, as [`plain`] has it.
pub(crate) fn resource(operation: &Operation) -> Option<String> {
    let Some(PathSegment::Text(text)) = operation.path.last() else {
        return None;
    };
    let text = text.split(['?', '#']).next()?;
    let last = text.trim_end_matches('/').rsplit('/').next()?;
    let last = last.split_once('.').map_or(last, |(name, _)| name);
    Some(plain(last)).filter(|name| !name.is_empty())
}

fn shape<'t>(types: &'t Types<'_>, ty: TypeRef) -> &'t Shape {
    &types.list[ty.id.0 as usize].shape
}

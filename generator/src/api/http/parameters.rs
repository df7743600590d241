//! The parameters of an operation: its own and its path's, and those that its path template names.
//!
//! In: a path item and an operation. Out: [`Parameter`](crate::api::Parameter)s, path parameters in template order first, and the
//! segments of the path.

mod builder;
mod parameter;

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::openapi::document::{Operation, Parameter as Declared, ParameterIn, PathItem};

use self::builder::Builder;
pub(crate) use self::builder::Parameters;
use crate::api::http::paths;
use crate::api::types::graph::Types;

/// Returns the parameters and the path of the operation of this index.
pub(crate) fn parameters(
    types: &mut Types<'_>,
    item: &PathItem,
    operation: &Operation,
    index: usize,
) -> Parameters {
    let declared = declared(item, operation);
    let template = paths::template(&item.path);
    let mut builder = Builder::new(item, &declared, index);
    for piece in &template.path {
        builder.add_piece(types, piece);
    }
    let mut separator = "?";
    for pair in &template.query {
        if builder.is_sent_as_parameter(types, pair) {
            continue;
        }
        builder.add_text(separator);
        separator = "&";
        for piece in pair {
            builder.add_piece(types, piece);
        }
    }
    for name in template.listed {
        builder.add_query_parameter(types, name, false);
    }
    if let Some(fragment) = template.fragment {
        builder.add_text(fragment);
    }
    builder.finish(types, declared)
}

/// Returns the declared parameters. One of the operation replaces one of the path item with the same name and location; of two
/// such parameters of the same owner, the first is kept.
fn declared<'b>(item: &'b PathItem, operation: &'b Operation) -> Vec<&'b Declared> {
    let mut list: Vec<&Declared> = Vec::new();
    let mut positions: HashMap<(ParameterIn, String), usize> = HashMap::new();
    // A header's name has no case.
    let key = |declared: &Declared| {
        let name = match declared.location_in {
            ParameterIn::Header => declared.name.to_ascii_lowercase(),
            _ => declared.name.clone(),
        };
        (declared.location_in, name)
    };
    for declared in &item.parameters {
        if let Entry::Vacant(entry) = positions.entry(key(declared)) {
            entry.insert(list.len());
            list.push(declared);
        }
    }
    let of_item = list.len();
    for declared in &operation.parameters {
        match positions.entry(key(declared)) {
            Entry::Vacant(entry) => {
                entry.insert(list.len());
                list.push(declared);
            }
            Entry::Occupied(entry) if *entry.get() < of_item => {
                list[*entry.get()] = declared;
            }
            Entry::Occupied(_) => {}
        }
    }
    list
}

//! Operations, in document order.
//!
//! In: path items. Out: [`Operation`]s, and how many are left out. The parts of an operation are lowered in the files named after
//! them.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::openapi::document::{Operation as Declared, PathItem};

use crate::api::http::pagination;
use crate::api::http::parameters;
use crate::api::http::parameters::Parameters;
use crate::api::http::request_bodies;
use crate::api::http::responses;
use crate::api::http::security;
use crate::api::http::servers;
use crate::api::schemas::docs;
use crate::api::selection::Selection;
use crate::api::types::graph::Types;
use crate::api::{Operation, Server};

/// Operations, and how many of the selected ones the document leaves out.
#[derive(Debug)]
pub(crate) struct Operations {
    /// The operations.
    pub list: Vec<Operation>,
    /// How many are marked `x-rust-skip`.
    pub skipped: usize,
}

/// Returns the operations of all paths that are selected. `servers` are the API's.
pub(crate) fn operations(
    types: &mut Types<'_>,
    servers: &[Server],
    selection: &Selection,
) -> Operations {
    let mut list = Vec::new();
    let mut skipped = 0;
    for item in &types.document.paths {
        for declared in &item.operations {
            if !selection.includes(item, declared) {
                continue;
            }
            if declared.hints.skip {
                skipped += 1;
                continue;
            }
            let operation = operation(types, item, declared, servers, list.len());
            list.push(operation);
        }
    }
    report_duplicate_ids(types, &list);
    report_missing_ids(types, &list);
    if selection.is_all() {
        pagination::report_unused(types, &list);
    }
    Operations { list, skipped }
}

fn operation(
    types: &mut Types<'_>,
    item: &PathItem,
    declared: &Declared,
    servers: &[Server],
    index: usize,
) -> Operation {
    let Parameters {
        list: parameters,
        path,
    } = parameters::parameters(types, item, declared, index);
    let body = declared
        .request_body
        .as_ref()
        .and_then(|body| request_bodies::lower(types, body, index));
    let success = responses::success(types, declared, index);
    let failures = responses::failures(types, declared, index);
    let operation = Operation {
        id: declared.operation_id.clone(),
        method: declared.method.clone(),
        path_template: item.path.clone(),
        path,
        servers: own_servers(item, declared, servers),
        groups: declared.tags.clone(),
        docs: docs::from_operation(item, declared),
        parameters,
        body,
        success,
        failures,
        security: security::alternatives(types.document, declared),
        hints: declared.hints.clone(),
        location: declared.location.clone(),
        pagination: None,
        unrecognized_page_parameter: None,
    };
    let operation = Operation {
        pagination: pagination::lower(types, declared, &operation),
        ..operation
    };
    Operation {
        unrecognized_page_parameter: pagination::unrecognized_page_parameter(declared, &operation),
        ..operation
    }
}

/// Returns the servers of the operation, or else those of its path. Empty if the first of them is also the API's first server.
fn own_servers(item: &PathItem, declared: &Declared, servers: &[Server]) -> Vec<Server> {
    let declared_servers = if declared.servers.is_empty() {
        &item.servers
    } else {
        &declared.servers
    };
    // `lower` has reported what is wrong with these servers.
    let own: Vec<Server> = declared_servers
        .iter()
        .map(|declared_servers| servers::server(declared_servers, &mut Diagnostics::default()))
        .collect();
    let url = |list: &[Server]| list.first().map(|server| server.url.clone());
    if url(&own) == url(servers) {
        Vec::new()
    } else {
        own
    }
}

/// Reports operations without an id where nearly all others have one: it was probably forgotten.
fn report_missing_ids(types: &mut Types<'_>, list: &[Operation]) {
    let without_id: Vec<&Operation> = list
        .iter()
        .filter(|operation| operation.id.is_none())
        .collect();
    if without_id.len() * 10 > list.len() {
        return;
    }
    for operation in without_id {
        types.report(
            Diagnostic::warning(
                "missing-operation-id",
                operation.location.key(),
                format!(
                    "`{}` has no `operationId`, unlike nearly all other operations; its method is named after its path",
                    operation.request()
                ),
            )
            .help("add an `operationId`"),
        );
    }
}

fn report_duplicate_ids(types: &mut Types<'_>, operations: &[Operation]) {
    let mut first: HashMap<&str, &Location> = HashMap::new();
    for operation in operations {
        let Some(id) = &operation.id else { continue };
        let location = operation.location.child("operationId");
        match first.get(id.as_str()) {
            Some(known) => types.report(
                Diagnostic::warning(
                    "duplicate-operation-id",
                    location,
                    format!(
                        "`{id}` is the id of another operation too; a number is added to the name"
                    ),
                )
                .related(known.child("operationId"), "first here"),
            ),
            None => {
                first.insert(id, &operation.location);
            }
        }
    }
}

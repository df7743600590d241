//! Operations, in document order.
//!
//! In: path items. Out: [`Operation`]s; how many there are is counted by the caller.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Location};
use crate::openapi::document::{Operation as Declared, PathItem};

use super::bodies;
use super::docs;
use super::pagination;
use super::parameters;
use super::responses;
use super::security;
use super::select::Selection;
use super::servers;
use super::types::Types;
use super::{Operation, Server};

/// Operations, and how many were left out as the document wishes.
#[derive(Debug)]
pub(super) struct Operations {
    /// The operations.
    pub list: Vec<Operation>,
    /// How many are marked `x-rust-skip`.
    pub skipped: usize,
}

/// Reports operations without an id where nearly all others have one: it was probably forgotten.
fn report_without_id(types: &mut Types<'_>, list: &[Operation]) {
    let without: Vec<&Operation> = list.iter().filter(|it| it.id.is_none()).collect();
    if without.len() * 10 > list.len() {
        return;
    }
    for operation in without {
        types.report(
            Diagnostic::warning(
                "missing-operation-id",
                operation.location.key(),
                format!(
                    "`{}` has no `operationId`, as nearly all other operations have; its method is named after its path",
                    operation.request()
                ),
            )
            .help("give it an id"),
        );
    }
}

/// Returns the operations of all paths that are selected. `servers` are the API's.
pub(super) fn operations(
    types: &mut Types<'_>,
    servers: &[Server],
    selection: &Selection,
) -> Operations {
    let mut list = Vec::new();
    let mut skipped = 0;
    for item in &types.document.paths {
        for declared in &item.operations {
            if !selection.means(item, declared) {
                continue;
            }
            if declared.hints.skip {
                skipped += 1;
                continue;
            }
            let operation = operation(types, (item, declared), servers, list.len());
            list.push(operation);
        }
    }
    report_duplicates(types, &list);
    report_without_id(types, &list);
    if selection.is_all() {
        pagination::report_unused(types, &list);
    }
    Operations { list, skipped }
}

fn operation(
    types: &mut Types<'_>,
    (item, declared): (&PathItem, &Declared),
    servers: &[Server],
    index: usize,
) -> Operation {
    let (parameters, path) = parameters::parameters(types, item, declared, index);
    let body = declared
        .request_body
        .as_ref()
        .and_then(|body| bodies::body(types, body, index));
    let success = responses::success(types, declared, index);
    let failures = responses::failures(types, declared, index);
    let operation = Operation {
        id: declared.operation_id.clone(),
        method: declared.method.clone(),
        path_template: item.path.clone(),
        path,
        servers: own_servers(item, declared, servers),
        groups: declared.tags.clone(),
        docs: docs::of_operation(item, declared),
        parameters,
        body,
        success,
        failures,
        security: security::alternatives(types.document, declared),
        rust_name: declared.hints.name.clone(),
        location: declared.location.clone(),
        pagination: None,
        unfollowed: None,
    };
    let operation = Operation {
        pagination: pagination::of(types, declared, &operation),
        ..operation
    };
    Operation {
        unfollowed: pagination::unfollowed(declared, &operation),
        ..operation
    }
}

/// Returns the servers of the operation, else those of its path, if the first is another one than the API's first.
fn own_servers(item: &PathItem, declared: &Declared, servers: &[Server]) -> Vec<Server> {
    let stated = match declared.servers.is_empty() {
        true => &item.servers,
        false => &declared.servers,
    };
    // What is wrong with a server is said once, when the servers are looked at by themselves.
    let own: Vec<Server> = stated
        .iter()
        .map(|stated| servers::server(stated, &mut Diagnostics::default()))
        .collect();
    let url = |list: &[Server]| list.first().map(|server| server.url.clone());
    match url(&own) == url(servers) {
        true => Vec::new(),
        false => own,
    }
}

fn report_duplicates(types: &mut Types<'_>, operations: &[Operation]) {
    let mut first: HashMap<&str, &Location> = HashMap::new();
    for operation in operations {
        let Some(id) = &operation.id else { continue };
        let place = operation.location.child("operationId");
        match first.get(id.as_str()) {
            Some(known) => types.report(
                Diagnostic::warning(
                    "duplicate-operation-id",
                    place,
                    format!(
                        "`{id}` is the id of another operation too; they are told apart by a number"
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

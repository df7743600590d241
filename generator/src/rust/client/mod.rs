//! The configuration of the client: credentials, base URLs, envelope.
//!
//! In: an `Api`. Out: a [`ClientPlan`]. Knows nothing of types or resources.
//!
//! * `credentials`: the builder's methods for credentials
//! * `servers`: base URLs of the client and of operations

mod credentials;
pub(super) mod servers;

use std::collections::HashMap;

use crate::api::Api;
use crate::diagnostic::Diagnostics;

use super::docs;
use super::model::ClientPlan;

/// Plans the client.
pub(super) fn plan(api: &Api, diagnostics: &mut Diagnostics) -> ClientPlan {
    let first = api.servers.first();
    if let Some(server) = first {
        servers::report_relative(server, diagnostics);
    }
    let description = |text: &Option<String>| {
        let line = text.as_deref().map(docs::one_line);
        line.filter(|line| !line.is_empty())
    };
    let documented = || api.servers.iter().filter(|server| !server.has_user_info);
    let request_id_header = api.request_id_header.as_ref();
    ClientPlan {
        base_url: servers::absolute_url(first),
        base_path: first.and_then(|server| servers::relative_path(&server.url)),
        other_servers: documented()
            .filter(|server| Some(*server) != first)
            .map(|server| (server.url.clone(), description(&server.description)))
            .collect(),
        server_templates: documented()
            .filter(|server| !server.variables.is_empty())
            .map(|server| {
                let variables = server.variables.iter().map(servers::variable_docs);
                (server.template.clone(), variables.collect())
            })
            .collect(),
        base_url_env: first.and_then(|server| server.env.clone()),
        credentials: credentials::plan(api, diagnostics),
        security: most_frequent_security(api),
        envelope: api.envelope.clone(),
        request_id_header: request_id_header.map(|name| name.to_ascii_lowercase()),
    }
}

/// Returns the security that most operations have; of equally frequent ones, the first.
fn most_frequent_security(api: &Api) -> Vec<Vec<usize>> {
    let mut counts: HashMap<&[Vec<usize>], usize> = HashMap::new();
    for operation in &api.operations {
        *counts.entry(&operation.security).or_default() += 1;
    }
    let mut best: Option<(&[Vec<usize>], usize)> = None;
    for operation in &api.operations {
        let count = counts
            .get(operation.security.as_slice())
            .copied()
            .unwrap_or(0);
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((&operation.security, count));
        }
    }
    best.map(|(security, _)| security.to_vec())
        .unwrap_or_default()
}

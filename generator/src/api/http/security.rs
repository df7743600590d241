//! Credentials, and which of them an operation requires.
//!
//! In: security schemes and requirements. Out: [`Credential`]s, and for each operation the alternatives, each a set of indices of
//! credentials.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::openapi::document::{
    Document, Operation, ParameterIn, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};

use crate::api::{ClientCredentialsFlow, Credential, Placement};

/// Schemes whose value depends on a challenge of the service, so that a constant value is not enough.
const CHALLENGE_SCHEMES: &[&str] = &[
    "digest",
    "hoba",
    "mutual",
    "negotiate",
    "scram-sha-1",
    "scram-sha-256",
];

/// Returns the credentials of a document, in document order.
pub(crate) fn credentials(document: &Document, diagnostics: &mut Diagnostics) -> Vec<Credential> {
    document
        .security_schemes
        .iter()
        .map(|scheme| Credential {
            name: scheme.name.clone(),
            description: scheme.description.clone(),
            placement: placement(scheme, diagnostics),
            flow: flow(&scheme.kind),
            env: scheme.env.clone(),
            rust_name: scheme.hints.name.clone(),
            location: scheme.location.clone(),
        })
        .collect()
}

fn placement(scheme: &SecurityScheme, diagnostics: &mut Diagnostics) -> Placement {
    match &scheme.kind {
        SecuritySchemeKind::Bearer
        | SecuritySchemeKind::OAuth2(_)
        | SecuritySchemeKind::OpenIdConnect(_) => Placement::Bearer,
        SecuritySchemeKind::Basic => Placement::Basic,
        SecuritySchemeKind::MutualTls => Placement::Transport,
        SecuritySchemeKind::ApiKey { location_in, name } => match location_in {
            ParameterIn::Query => Placement::Query(name.clone()),
            ParameterIn::Cookie => Placement::Cookie(name.clone()),
            ParameterIn::Header | ParameterIn::Path => Placement::Header(name.clone()),
        },
        SecuritySchemeKind::Http(name) => {
            if CHALLENGE_SCHEMES.contains(&name.to_ascii_lowercase().as_str()) {
                diagnostics.push(Diagnostic::warning(
                    "unsupported-security",
                    scheme.location.clone(),
                    format!("the scheme `{name}` needs a challenge from the service, which is not supported; the credential is sent as `Authorization: {name} <value>`"),
                ));
            }
            Placement::Authorization(name.clone())
        }
    }
}

fn flow(kind: &SecuritySchemeKind) -> Option<ClientCredentialsFlow> {
    match kind {
        SecuritySchemeKind::OAuth2(Some(flow)) => Some(ClientCredentialsFlow {
            token_url: flow.token_url.clone(),
            scopes: flow.scopes.clone(),
        }),
        _ => None,
    }
}

/// Returns the alternatives for an operation, each a set of indices of credentials. Empty if no credential is required.
pub(crate) fn alternatives(document: &Document, operation: &Operation) -> Vec<Vec<usize>> {
    let stated: &[SecurityRequirement] = operation
        .security
        .as_ref()
        .or(document.security.as_ref())
        .map(Vec::as_slice)
        .unwrap_or_default();
    if stated.is_empty() {
        return Vec::new();
    }
    // If two schemes have the same name, the first one is used.
    let mut indices_by_name: HashMap<&str, usize> = HashMap::new();
    for (index, scheme) in document.security_schemes.iter().enumerate() {
        indices_by_name.entry(scheme.name.as_str()).or_insert(index);
    }
    let mut alternatives: Vec<Vec<usize>> = Vec::new();
    let mut known: HashSet<Vec<usize>> = HashSet::new();
    for requirement in stated {
        let indices: Option<Vec<usize>> = requirement
            .schemes
            .iter()
            .map(|(name, _)| indices_by_name.get(name.as_str()).copied())
            .collect();
        // Unknown schemes are reported by `openapi`. Alternatives that differ only in scopes use the same credential.
        if let Some(mut indices) = indices {
            let mut seen = HashSet::new();
            indices.retain(|index| seen.insert(*index));
            if known.insert(indices.clone()) {
                alternatives.push(indices);
            }
        }
    }
    if alternatives.iter().all(Vec::is_empty) {
        Vec::new()
    } else {
        alternatives
    }
}

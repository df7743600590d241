//! The credentials of the client, and the methods of its builder that set them.
//!
//! In: the credentials of an API. Out: a [`CredentialPlan`] for each.

use crate::api::{Api, ClientCredentialsFlow, Credential, Placement};
use crate::diagnostic::Diagnostics;

use super::super::docs;
use super::super::model::{CredentialPlan, ExchangePlan, Ident};
use super::super::names::case::{constant, snake};
use super::super::names::scope::{Case, NameRequest, Scope};
use super::super::names::words::words;

/// Methods of the builder, which no credential can have the name of.
const RESERVED_SETTERS: &[&str] = &[
    "new",
    "credential",
    "basic",
    "env",
    "env_from",
    "no_credentials",
    "base_url",
    "connect_timeout",
    "timeout",
    "total_timeout",
    "idle_timeout",
    "clock",
    "proxy",
    "blocking_transport",
    "before_attempt",
    "after_attempt",
    "token_provider",
    "user_agent",
    "user_agent_suffix",
    "strict",
    "validate",
    "on_warning",
    "max_body_size",
    "max_retries",
    "allow_plain_http",
    "transport",
    "reqwest",
    "build",
    "build_blocking",
    "header",
    "query",
    "clone",
    "default",
    "fmt",
    "eq",
    "options",
    "send",
];

/// Statics in the same file as those of the credentials.
const RESERVED_STATICS: &[&str] = &["API", "SECURITY"];

/// Plans the credentials.
pub(super) fn plan(api: &Api, diagnostics: &mut Diagnostics) -> Vec<CredentialPlan> {
    let names = names(&api.credentials, diagnostics);
    let credentials = api.credentials.iter().zip(names);
    credentials
        .map(|(credential, names)| CredentialPlan {
            name: credential.name.clone(),
            docs: credential_docs(credential),
            method: names.method,
            provider: (credential.placement == Placement::Bearer).then_some(names.provider),
            exchange: credential.flow.as_ref().map(|flow| ExchangePlan {
                method: names.exchange,
                token_url: flow.token_url.clone(),
                scopes: scopes(flow),
            }),
            constant: names.constant,
            placement: credential.placement.clone(),
            env: credential.env.clone(),
        })
        .collect()
}

/// The names of a credential.
struct CredentialNames {
    method: Ident,
    /// The method that takes a provider of tokens.
    provider: Ident,
    /// The method that exchanges client credentials for a token.
    exchange: Ident,
    constant: Ident,
}

fn names(credentials: &[Credential], diagnostics: &mut Diagnostics) -> Vec<CredentialNames> {
    let mut setters = Scope::new(Case::Snake, RESERVED_SETTERS);
    let requests: Vec<NameRequest<'_>> = credentials
        .iter()
        .map(|credential| {
            let name = snake(&words(&credential.name));
            let longer = format!("{name}_credential");
            NameRequest::new(name, &credential.location)
                .or(longer)
                .hint(credential.rust_name.as_deref())
        })
        .collect();
    let methods = setters.claim_all(&requests, diagnostics);
    // Claimed after the methods, which take the names that the document gives.
    let mut claim_suffixed = |suffix: &str| {
        let requests: Vec<NameRequest<'_>> = methods
            .iter()
            .map(|method| {
                // A name with an underscore because it is a keyword needs none before a suffix.
                let name = method.plain().trim_end_matches('_');
                NameRequest::internal(format!("{name}_{suffix}"))
            })
            .collect();
        setters.claim_all(&requests, diagnostics)
    };
    let providers = claim_suffixed("provider");
    let exchanges = claim_suffixed("client_credentials");
    let requests: Vec<NameRequest<'_>> = methods
        .iter()
        .map(|method| NameRequest::internal(constant(&words(method.plain()))))
        .collect();
    let constants = Scope::new(Case::Constant, RESERVED_STATICS).claim_all(&requests, diagnostics);
    methods
        .into_iter()
        .zip(providers)
        .zip(exchanges)
        .zip(constants)
        .map(
            |(((method, provider), exchange), constant)| CredentialNames {
                method,
                provider,
                exchange,
                constant,
            },
        )
        .collect()
}

/// Returns the scopes, each with its meaning in one line.
fn scopes(flow: &ClientCredentialsFlow) -> Vec<(String, String)> {
    let scopes = flow.scopes.iter();
    scopes
        .map(|(name, meaning)| (name.clone(), docs::one_line(meaning)))
        .collect()
}

fn credential_docs(credential: &Credential) -> Vec<String> {
    let mut lines = vec![format!(
        "Sets the credential {}.",
        docs::code(&credential.name)
    )];
    if let Some(description) = &credential.description {
        docs::append(&mut lines, docs::clean(description));
    }
    let sent = match &credential.placement {
        Placement::Bearer => "Sent as `Authorization: Bearer …`.".to_owned(),
        Placement::Basic => {
            "Sent as `Authorization: Basic …`, made of user name and password.".to_owned()
        }
        Placement::Authorization(scheme) => format!(
            "Sent as {}.",
            docs::code(&format!("Authorization: {scheme} …"))
        ),
        Placement::Header(name) => format!("Sent in the header {}.", docs::code(name)),
        Placement::Query(name) => format!("Sent in the query as {}.", docs::code(name)),
        Placement::Cookie(name) => format!("Sent in the cookie {}.", docs::code(name)),
        Placement::Transport => "Not sent: the transport authenticates.".to_owned(),
    };
    let env = credential
        .env
        .as_ref()
        .map(|env| format!(" `Client::from_env` takes it from {}.", docs::code(env)));
    docs::append(&mut lines, vec![sent + &env.unwrap_or_default()]);
    lines
}

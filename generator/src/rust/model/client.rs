//! The configuration of the client: base URLs and credentials.

use crate::api::{Envelope, Placement};

use super::ident::Ident;

/// The configuration of the client.
#[derive(Clone, Debug)]
pub struct ClientPlan {
    /// The default base URL, absolute; `None` if the document has no absolute one.
    pub base_url: Option<String>,
    /// The path that the document has instead of an absolute base URL.
    pub base_path: Option<String>,
    /// Further base URLs for the documentation: URL and description.
    pub other_servers: Vec<(String, Option<String>)>,
    /// URLs with variables in braces, each with a line of documentation for each variable.
    pub server_templates: Vec<(String, Vec<String>)>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<String>,
    /// The credentials.
    pub credentials: Vec<CredentialPlan>,
    /// The security of most operations: alternative sets of indices into `credentials`.
    pub security: Vec<Vec<usize>>,
    /// The envelope's member names.
    pub envelope: Option<Envelope>,
    /// The response header that identifies a request, in lowercase.
    pub request_id_header: Option<String>,
}

/// A credential of the client.
#[derive(Clone, Debug)]
pub struct CredentialPlan {
    /// The name in the document.
    pub name: String,
    /// The method of the builder, such as `api_token`.
    pub method: Ident,
    /// The method of the builder that takes a provider, such as `api_token_provider`; for bearer tokens alone.
    pub provider: Option<Ident>,
    /// How a client can obtain it, if the document says so.
    pub exchange: Option<ExchangePlan>,
    /// The static, such as `API_TOKEN`.
    pub constant: Ident,
    /// Where it is sent in a request.
    pub placement: Placement,
    /// The environment variable.
    pub env: Option<String>,
    /// Documentation of the method.
    pub docs: Vec<String>,
}

/// The exchange of client credentials (id and secret) for a token.
#[derive(Clone, Debug)]
pub struct ExchangePlan {
    /// The method of the builder, such as `oauth_client_credentials`.
    pub method: Ident,
    /// The URL of the token endpoint; may be relative.
    pub token_url: String,
    /// Names and descriptions of scopes.
    pub scopes: Vec<(String, String)>,
}

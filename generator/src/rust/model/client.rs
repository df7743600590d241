//! The configuration of the client: base URLs and credentials.

use crate::api::{Envelope, Placement};

use super::ident::Ident;

/// What the client is configured with.
#[derive(Clone, Debug)]
pub struct ClientPlan {
    /// The default base URL, absolute; `None` when the document names none that is absolute.
    pub base_url: Option<String>,
    /// The path that the document names in place of an absolute base URL, if it does.
    pub base_path: Option<String>,
    /// Further base URLs the document names: URL and description, for the documentation.
    pub other_servers: Vec<(String, Option<String>)>,
    /// URLs with variables in braces, each with a line of documentation on each of them.
    pub server_templates: Vec<(String, Vec<String>)>,
    /// The environment variable that overrides the base URL.
    pub base_url_env: Option<String>,
    /// The credentials.
    pub credentials: Vec<CredentialPlan>,
    /// The alternatives most operations use: sets of indices into `credentials`.
    pub security: Vec<Vec<usize>>,
    /// The envelope's member names.
    pub envelope: Option<Envelope>,
    /// The response header that identifies a request, in lower case.
    pub request_id_header: Option<String>,
}

/// A credential of the client.
#[derive(Clone, Debug)]
pub struct CredentialPlan {
    /// The name in the document.
    pub name: String,
    /// The method of the builder, such as `api_token`.
    pub method: Ident,
    /// The method of the builder that takes what fetches it, such as `api_token_provider`; for bearer tokens alone.
    pub provider: Option<Ident>,
    /// How a program gets it for itself, if the document says so.
    pub exchange: Option<ExchangePlan>,
    /// The static, such as `API_TOKEN`.
    pub constant: Ident,
    /// How it is put into a request.
    pub placement: Placement,
    /// The environment variable.
    pub env: Option<String>,
    /// Documentation of the method.
    pub docs: Vec<String>,
}

/// The exchange of a program's own id and secret for a credential.
#[derive(Clone, Debug)]
pub struct ExchangePlan {
    /// The method of the builder, such as `oauth_client_credentials`.
    pub method: Ident,
    /// Where it happens; may be relative.
    pub token_url: String,
    /// Names of scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

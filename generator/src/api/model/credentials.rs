//! Ways to authenticate.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;

/// A credential that a client can hold. Others refer to it by its index in [`Api::credentials`](super::Api::credentials).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The name in the document.
    pub name: String,
    /// Its description, CommonMark.
    pub description: Option<String>,
    /// How it is added to a request.
    pub placement: Placement,
    /// How a program obtains it by itself, if the document states it.
    pub flow: Option<ClientCredentialsFlow>,
    /// The environment variable that holds it.
    pub env: Option<String>,
    /// The Rust name that the document requests for it.
    pub rust_name: Option<String>,
    /// Where it is declared.
    pub location: Location,
}

/// The exchange of a program's own id and secret for tokens: the client-credentials grant of OAuth 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentialsFlow {
    /// The URL that tokens are requested from; may be relative.
    pub token_url: String,
    /// Names of scopes and what they allow, CommonMark.
    pub scopes: Vec<(String, String)>,
}

/// How a credential is added to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// `Authorization: Bearer <value>`
    Bearer,
    /// `Authorization: Basic <base64 of user:password>`
    Basic,
    /// `Authorization: <scheme> <value>`
    Authorization(String),
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
    /// Nothing in the request: the transport authenticates.
    Transport,
}

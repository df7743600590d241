//! The Security Scheme Object and the Security Requirement Object.
//! <https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object>

use super::{Hints, ParameterIn};
use crate::diagnostic::Location;

/// An alternative of schemes that are all required. Without schemes, the request is anonymous.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityRequirement {
    /// Scheme name and scopes, in document order.
    pub schemes: Vec<(String, Vec<String>)>,
    /// The location.
    pub location: Location,
}

/// The Security Scheme Object, with its name.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// The key in `components/securitySchemes`.
    pub name: String,
    /// CommonMark.
    pub description: Option<String>,
    /// The kind of scheme.
    pub kind: SecuritySchemeKind,
    /// `x-rust-env`: the environment variable that holds the credential.
    pub env: Option<String>,
    /// `x-rust-name` and the like.
    pub hints: Hints,
    /// The location.
    pub location: Location,
}

/// The OAuth Flow Object of `clientCredentials`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentialsFlow {
    /// The URL that issues tokens; may be relative.
    pub token_url: String,
    /// Names of scopes and what they allow, CommonMark.
    pub scopes: Vec<(String, String)>,
}

/// The kinds of security scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Header, query or cookie (never path).
        location_in: ParameterIn,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// `Authorization: Bearer …`
    Bearer,
    /// `Authorization: Basic …`
    Basic,
    /// `Authorization: <scheme> …` for another registered scheme.
    Http(String),
    /// OAuth 2; used as a bearer token. With the flow for clients without a user, if it is declared.
    OAuth2(Option<ClientCredentialsFlow>),
    /// OpenID Connect; used as a bearer token.
    OpenIdConnect(String),
    /// Mutual TLS, which the transport handles.
    MutualTls,
}

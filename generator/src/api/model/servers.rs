//! Base URLs.
//!
//! Part of the [`Api`](super::Api), and like it made by [`lower`](fn@crate::api::lower) alone.

use crate::diagnostic::Location;

/// A base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Where it is declared.
    pub location: Location,
    /// The URL with every variable's default filled in; may be relative.
    pub url: String,
    /// The URL as it is declared, with the variables in braces.
    pub template: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
    /// The description.
    pub description: Option<String>,
    /// The environment variable that overrides it.
    pub env: Option<String>,
    /// Whether it contains a user name, often with a password: such a URL is not repeated in documentation.
    pub has_user_info: bool,
}

/// A part of a server's URL that can differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// Its value unless another is chosen.
    pub default: String,
    /// The other values that it can have, where the document lists them.
    pub other_values: Vec<String>,
    /// The description.
    pub description: Option<String>,
}

//! Holds the credentials of a client, and applies one security alternative of an operation.
//!
//! In: values from builder methods and from the environment, and the security alternatives of an operation. Out:
//! headers, query parameters and cookies, or an error that lists the missing credentials. Values are never formatted;
//! errors name the builder method or the environment variable. Knows nothing about URLs, and reads the environment only
//! through a function argument.

pub mod client_credentials;
pub mod tokens;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue};

use crate::runtime::auth::tokens::TokenSource;
use crate::runtime::descriptor::{Credential, Placement};
use crate::runtime::request::parameter::{
    encode_component, has_control_character, is_valid_cookie,
};

/// The security alternatives of an operation.
pub(crate) type SecurityAlternatives<'a> = &'a [&'a [&'static Credential]];

/// The credentials of a client.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    stored: Vec<StoredCredential>,
    /// Whether the program disabled credentials.
    disabled: bool,
}

#[derive(Clone)]
struct StoredCredential {
    credential: &'static Credential,
    secret: Secret,
    /// Whether the program set it. Takes precedence over the environment.
    explicit: bool,
}

#[derive(Clone)]
enum Secret {
    Value(String),
    /// A source that provides a token for each attempt.
    Token(Arc<TokenSource>),
}

/// What the credentials add to a request.
#[derive(Default)]
pub(crate) struct AppliedCredentials {
    /// Headers, marked as sensitive.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Encoded `name=value` pairs.
    pub(crate) query: Vec<String>,
    /// `name=value` pairs.
    pub(crate) cookies: Vec<String>,
    /// The source of the `Authorization` header, which provides a token for each attempt.
    pub(crate) token: Option<Arc<TokenSource>>,
}

impl AppliedCredentials {
    /// Returns `true` if no credentials are applied.
    pub(crate) fn is_empty(&self) -> bool {
        self.headers.is_empty()
            && self.query.is_empty()
            && self.cookies.is_empty()
            && self.token.is_none()
    }
}

impl Credentials {
    /// Stores a value that the program set.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with the value, with the name of the builder method.
    pub(crate) fn set(
        &mut self,
        credential: &'static Credential,
        value: String,
    ) -> Result<(), String> {
        check(credential, &value)
            .map_err(|problem| format!("`{}` {problem}", credential.setter))?;
        self.store(credential, Secret::Value(value), true);
        Ok(())
    }

    /// Disables credentials, even if the API description requires them.
    pub(crate) fn disable(&mut self) {
        self.disabled = true;
    }

    /// Returns `true` unless credentials are disabled.
    pub(crate) fn are_enabled(&self) -> bool {
        !self.disabled
    }

    /// Returns an error if the program both set credentials and disabled them.
    pub(crate) fn check_conflict(&self) -> Result<(), String> {
        match self.stored.iter().find(|stored| stored.explicit) {
            Some(stored) if self.disabled => Err(format!(
                "`no_credentials` and `{}` are both set: remove one of them",
                stored.credential.setter
            )),
            _ => Ok(()),
        }
    }

    /// Stores a source that provides a token for each attempt.
    pub(crate) fn set_token_source(
        &mut self,
        credential: &'static Credential,
        source: Arc<TokenSource>,
    ) {
        self.store(credential, Secret::Token(source), true);
    }

    /// Stores the credentials that are set in the environment, except those that the program set.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with a value, with the name of the variable.
    pub(crate) fn read(
        &mut self,
        credentials: &'static [&'static Credential],
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<(), String> {
        for credential in credentials {
            let Some(name) = credential.env else { continue };
            let Some(value) = read(name, variable)? else {
                continue;
            };
            check(credential, &value)
                .map_err(|problem| format!("the environment variable `{name}` {problem}"))?;
            if !self
                .stored
                .iter()
                .any(|stored| stored.credential.name == credential.name && stored.explicit)
            {
                self.store(credential, Secret::Value(value), false);
            }
        }
        Ok(())
    }

    /// Returns what the chosen alternative adds to a request.
    ///
    /// The first alternative with all its credentials available is chosen. One whose credentials the program set takes
    /// precedence over one from the environment. Anonymous access, if allowed, is the last choice.
    ///
    /// # Errors
    ///
    /// Returns the missing credentials if no alternative is complete.
    pub(crate) fn apply(
        &self,
        alternatives: SecurityAlternatives<'_>,
    ) -> Result<AppliedCredentials, String> {
        let mut applied = AppliedCredentials::default();
        if let Some(alternative) = self.choose(alternatives)? {
            for credential in alternative {
                if let Some(stored) = self.get(credential) {
                    stored
                        .apply(&mut applied)
                        .map_err(|problem| format!("`{}` {problem}", credential.setter))?;
                }
            }
        }
        Ok(applied)
    }

    /// Returns the alternative to use; `None` if no credentials are required, or if they are disabled.
    ///
    /// # Errors
    ///
    /// Returns the missing credentials if no alternative is complete.
    pub(crate) fn choose<'a>(
        &self,
        alternatives: SecurityAlternatives<'a>,
    ) -> Result<Option<&'a [&'static Credential]>, String> {
        if self.disabled {
            return Ok(None);
        }
        let mut best: Option<(u8, &'a [&'static Credential])> = None;
        for alternative in alternatives {
            let Some(rank) = self.rank(alternative) else {
                continue;
            };
            if best.is_none_or(|(known, _)| known < rank) {
                best = Some((rank, alternative));
            }
        }
        match best {
            Some((_, alternative)) => Ok(Some(alternative)),
            None if alternatives.is_empty() => Ok(None),
            None => Err(missing(alternatives)),
        }
    }

    /// Returns the precedence of an alternative, or `None` if a credential is missing.
    fn rank(&self, alternative: &[&'static Credential]) -> Option<u8> {
        if alternative.is_empty() {
            return Some(0);
        }
        let mut explicit = 0;
        for credential in alternative {
            match self.get(credential) {
                Some(stored) => explicit += usize::from(stored.explicit),
                None if credential.placement == Placement::Transport => {}
                None => return None,
            }
        }
        Some(match explicit {
            0 => 1,
            some if some < alternative.len() => 2,
            _ => 3,
        })
    }

    /// Stores a credential and replaces an earlier one of the same name.
    fn store(&mut self, credential: &'static Credential, secret: Secret, explicit: bool) {
        self.stored
            .retain(|stored| stored.credential.name != credential.name);
        self.stored.push(StoredCredential {
            credential,
            secret,
            explicit,
        });
    }

    fn get(&self, credential: &Credential) -> Option<&StoredCredential> {
        self.stored
            .iter()
            .find(|stored| stored.credential.name == credential.name)
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.stored.iter().map(|stored| stored.credential.setter))
            .finish()
    }
}

impl StoredCredential {
    fn apply(&self, applied: &mut AppliedCredentials) -> Result<(), &'static str> {
        let value = match &self.secret {
            Secret::Value(value) => value,
            Secret::Token(source) => {
                applied.token = Some(source.clone());
                return Ok(());
            }
        };
        let (name, text) = match self.credential.placement {
            Placement::Bearer => (AUTHORIZATION, format!("Bearer {value}")),
            Placement::Basic => (AUTHORIZATION, format!("Basic {}", base64(value.as_bytes()))),
            Placement::Authorization(scheme) => (AUTHORIZATION, format!("{scheme} {value}")),
            Placement::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes());
                (
                    name.map_err(|_| "belongs to a header with an invalid name")?,
                    value.clone(),
                )
            }
            Placement::Query(name) => {
                applied.query.push(format!(
                    "{}={}",
                    encode_component(name),
                    encode_component(value)
                ));
                return Ok(());
            }
            Placement::Cookie(name) => {
                if !is_valid_cookie(name, value) {
                    return Err("contains a character that is not allowed in a cookie");
                }
                applied.cookies.push(format!("{name}={value}"));
                return Ok(());
            }
            Placement::Transport => return Ok(()),
        };
        let mut text = HeaderValue::from_bytes(text.as_bytes())
            .map_err(|_| "contains a control character, which is not allowed in a header")?;
        text.set_sensitive(true);
        applied.headers.push((name, text));
        Ok(())
    }
}

/// Returns `true` if the header carries one of these credentials.
pub(crate) fn is_credential_header(credentials: &[&'static Credential], name: &HeaderName) -> bool {
    name == AUTHORIZATION
        || credentials
            .iter()
            .any(|credential| match credential.placement {
                Placement::Header(header) => header.eq_ignore_ascii_case(name.as_str()),
                Placement::Cookie(_) => name == COOKIE,
                _ => false,
            })
}

/// Returns `true` if the header carries one of these credentials or other confidential data.
pub(crate) fn is_secret_header(credentials: &[&'static Credential], name: &HeaderName) -> bool {
    name == COOKIE || name == PROXY_AUTHORIZATION || is_credential_header(credentials, name)
}

/// Returns `true` if the query parameter carries one of these credentials.
pub(crate) fn is_credential_query(credentials: &[&'static Credential], name: &str) -> bool {
    credentials
        .iter()
        .any(|credential| match credential.placement {
            Placement::Query(query) => query == name,
            _ => false,
        })
}

/// Reads an environment variable. An empty variable is treated as unset.
///
/// # Errors
///
/// Fails if the value is not valid UTF-8.
pub(crate) fn read(
    name: &str,
    variable: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Option<String>, String> {
    match variable(name) {
        None => Ok(None),
        Some(value) => match value.into_string() {
            Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
            Err(_) => Err(format!(
                "the environment variable `{name}` is not valid UTF-8"
            )),
        },
    }
}

fn check(credential: &Credential, value: &str) -> Result<(), &'static str> {
    if value.is_empty() {
        Err("is empty")
    } else if has_control_character(value) {
        Err("contains a control character, such as a line break")
    } else if credential.placement == Placement::Basic && !value.contains(':') {
        Err("is not of the form `user:password`")
    } else {
        Ok(())
    }
}

/// Returns an error message that lists the missing credentials.
fn missing(alternatives: SecurityAlternatives<'_>) -> String {
    let mut out = String::from("no credentials: set ");
    for (index, alternative) in alternatives.iter().enumerate() {
        if index > 0 {
            out.push_str(", or ");
        }
        let parts = alternative
            .iter()
            .filter(|part| part.placement != Placement::Transport);
        for (index, credential) in parts.enumerate() {
            if index > 0 {
                out.push_str(" and ");
            }
            out.push_str(&format!("`{}`", credential.setter));
            if let Some(env) = credential.env {
                out.push_str(&format!(" ({env})"));
            }
        }
    }
    out.push_str("; or `no_credentials` if the server requires none");
    out
}

/// Encodes bytes as base64 with padding (RFC 4648, section 4).
pub(crate) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for index in 0..4 {
            if index <= chunk.len() {
                let sextet = bits >> (18 - 6 * index) & 0x3f;
                out.push(char::from(ALPHABET[sextet as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

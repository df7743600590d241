//! Holds a client's credentials, and applies exactly one alternative of an operation's security.
//!
//! In: values from the builder's setters and from the environment, and the alternatives of an operation. Out: headers,
//! query pairs and cookies, or an error that lists what would do. Values are never printed, and errors name the setter
//! or the variable, never the value. Knows nothing of URLs, and reads the environment only through the given function.

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

/// The alternatives of an operation's security.
pub(crate) type SecurityAlternatives<'a> = &'a [&'a [&'static Credential]];

/// The credentials that a client holds.
#[derive(Clone, Default)]
pub(crate) struct Credentials {
    stored: Vec<StoredCredential>,
    /// Whether the program said that none is sent.
    disabled: bool,
}

#[derive(Clone)]
struct StoredCredential {
    credential: &'static Credential,
    secret: Secret,
    /// Whether the program gave it, which counts for more than the environment.
    explicit: bool,
}

#[derive(Clone)]
enum Secret {
    Value(String),
    /// What gives the value for each attempt anew.
    Token(Arc<TokenSource>),
}

/// What credentials add to a request.
#[derive(Default)]
pub(crate) struct AppliedCredentials {
    /// Headers, marked as sensitive.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    /// Encoded pairs.
    pub(crate) query: Vec<String>,
    /// Pairs.
    pub(crate) cookies: Vec<String>,
    /// What gives `Authorization` for each attempt anew.
    pub(crate) token: Option<Arc<TokenSource>>,
}

impl AppliedCredentials {
    /// Whether there is nothing secret in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.headers.is_empty()
            && self.query.is_empty()
            && self.cookies.is_empty()
            && self.token.is_none()
    }
}

impl Credentials {
    /// Keeps a value that the program gave.
    ///
    /// # Errors
    ///
    /// What is wrong with the value, naming the setter.
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

    /// Has no credentials sent, whatever the API's document says is needed.
    pub(crate) fn disable(&mut self) {
        self.disabled = true;
    }

    /// Whether credentials are sent where there are any.
    pub(crate) fn are_enabled(&self) -> bool {
        !self.disabled
    }

    /// Returns an error if the program both gave credentials and said that there are none.
    pub(crate) fn check_conflict(&self) -> Result<(), String> {
        match self.stored.iter().find(|stored| stored.explicit) {
            Some(stored) if self.disabled => Err(format!(
                "`no_credentials` and `{}` are both set: remove one of them",
                stored.credential.setter
            )),
            _ => Ok(()),
        }
    }

    /// Keeps what gives the value for each attempt anew.
    pub(crate) fn set_token_source(
        &mut self,
        credential: &'static Credential,
        source: Arc<TokenSource>,
    ) {
        self.store(credential, Secret::Token(source), true);
    }

    /// Keeps what the environment holds of these credentials, except where the program gave a value.
    ///
    /// # Errors
    ///
    /// What is wrong with a value, naming the variable.
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
    /// The alternative is the first whose parts are all there. One with parts that the program gave goes before one from
    /// the environment alone, and anonymous use, where allowed, comes last.
    ///
    /// # Errors
    ///
    /// What would do, if nothing is complete.
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

    /// Returns the alternative that is sent; nothing where none is needed, or the program said that there is none.
    ///
    /// # Errors
    ///
    /// What would do, if nothing is complete.
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

    /// How much speaks for an alternative: nothing if it is incomplete.
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

    /// Keeps a value in place of an earlier one.
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

/// Whether the header carries one of these credentials.
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

/// Whether the header carries what nobody else should read, be it one of these credentials or not.
pub(crate) fn is_secret_header(credentials: &[&'static Credential], name: &HeaderName) -> bool {
    name == COOKIE || name == PROXY_AUTHORIZATION || is_credential_header(credentials, name)
}

/// Whether the query parameter carries one of these credentials.
pub(crate) fn is_credential_query(credentials: &[&'static Credential], name: &str) -> bool {
    credentials
        .iter()
        .any(|credential| match credential.placement {
            Placement::Query(query) => query == name,
            _ => false,
        })
}

/// Reads a variable of the environment; an empty one counts as not set.
///
/// # Errors
///
/// Says so if it is not UTF-8.
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

/// Says which credentials would do.
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

/// The base64 of RFC 4648, section 4, with padding.
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

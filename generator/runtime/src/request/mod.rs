//! Builds the request of a call.
//!
//! In: the parts of a call. Out: a request with its URL, headers and credentials, or an error with all violations of
//! the arguments. Knows nothing about values (see `call`), about their serialization (see `parameter`), or about
//! retries (see `attempts`).

pub mod parameter;
pub mod reference;
pub mod url;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, TRANSFER_ENCODING, USER_AGENT,
};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::runtime::attempts::retry;
use crate::runtime::auth::tokens::TokenSource;
use crate::runtime::auth::{
    AppliedCredentials, is_credential_header, is_credential_query, is_secret_header,
};
use crate::runtime::body::file::File;
use crate::runtime::body::upload::RequestBody;
use crate::runtime::call::CallOptions;
use crate::runtime::client::{DocumentServers, Settings};
use crate::runtime::descriptor::{Credential, OperationRef, Parameter, ParameterLocation};
use crate::runtime::error::Error;
use crate::runtime::random;
use crate::runtime::request::url::BaseUrl;
use crate::runtime::validate::{Violation, Violations};

/// The maximum number of headers that options can add: far more than servers accept, and far less than a `HeaderMap`
/// can hold.
const MAX_HEADERS: usize = 1000;

/// The parts of a call.
#[derive(Clone)]
pub(crate) struct CallParts {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: OperationRef,
    /// The default options of the client. `options` already includes them.
    pub(crate) defaults: Arc<CallOptions>,
    pub(crate) options: CallOptions,
    /// The accepted media types, separated by commas.
    pub(crate) accept: Option<&'static str>,
    /// Whether other media types are accepted too.
    pub(crate) accept_any: bool,
    /// The arguments, in the order in which they were set.
    pub(crate) arguments: Vec<Argument>,
    /// The violated constraints of the arguments, by name.
    pub(crate) checks: Vec<(ArgumentKey, Violations)>,
    pub(crate) body: Option<Body>,
    /// A URL of the same origin that is requested in place of the operation's own URL: another page, with its whole
    /// query.
    pub(crate) follow: Option<Uri>,
}

/// Identifies an argument: a parameter by its location and name, or the body, which has no location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ArgumentKey(Option<ParameterLocation>, &'static str);

impl ArgumentKey {
    pub(crate) const BODY: Self = Self(None, "body");

    pub(crate) fn of(parameter: &Parameter) -> Self {
        Self(Some(parameter.location), parameter.name)
    }
}

/// A serialized argument.
#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) name: &'static str,
    pub(crate) location: ParameterLocation,
    pub(crate) pieces: Result<Vec<String>, Cow<'static, str>>,
}

impl Argument {
    pub(crate) fn key(&self) -> ArgumentKey {
        ArgumentKey(Some(self.location), self.name)
    }
}

/// A request body.
#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) media_type: Cow<'static, str>,
    pub(crate) content: RequestBody,
    pub(crate) violations: Vec<Violation>,
}

impl Body {
    /// Creates a body that is sent unchanged.
    pub(crate) fn new(
        media_type: impl Into<Cow<'static, str>>,
        content: impl Into<RequestBody>,
    ) -> Self {
        Self {
            media_type: media_type.into(),
            content: content.into(),
            violations: Vec::new(),
        }
    }

    /// Creates a body from a file. The file's own media type takes precedence over this one.
    pub(crate) fn file(media_type: impl Into<Cow<'static, str>>, file: File) -> Self {
        let own = file.media_type().map(str::to_owned);
        let is_sound = own
            .as_ref()
            .is_none_or(|own| HeaderValue::from_str(own).is_ok());
        let media_type = own.map_or_else(|| media_type.into(), Cow::Owned);
        let mut body = Self::new(media_type, file.into_content());
        if !is_sound {
            let message = "the body: the media type of the file is not a valid header value";
            body.violations.push(violation("", message));
        }
        body
    }
}

/// A request that can be sent any number of times, unless its body can be read only once.
pub(crate) struct PreparedRequest {
    pub(crate) settings: Arc<Settings>,
    pub(crate) operation: OperationRef,
    pub(crate) accept: Option<&'static str>,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    /// The source of the `Authorization` header, which provides a token for each attempt.
    pub(crate) token: Option<Arc<TokenSource>>,
    pub(crate) body: RequestBody,
    /// Whether the method is idempotent: sending the request twice has the same effect as sending it once.
    pub(crate) idempotent: bool,
    /// The header with the idempotency key, which lets the service recognize a repeated request.
    pub(crate) idempotency_key: Option<HeaderName>,
    /// Whether the request is sent over plain http to another machine, so that it must not carry credentials.
    pub(crate) insecure: bool,
    pub(crate) max_retries: u32,
    /// Whether every unexpected value in the response is an error.
    pub(crate) strict: bool,
    pub(crate) timeout: Duration,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) idle_timeout: Duration,
    pub(crate) max_body_size: usize,
}

impl CallParts {
    /// Builds the request.
    ///
    /// # Errors
    ///
    /// Returns all violations of the arguments, or an error if the client is not configured for the call.
    pub(crate) fn prepare(self) -> Result<PreparedRequest, Error> {
        let settings = self.settings.clone();
        let mut violations = Vec::new();
        let values = self.path_values();
        let base = self.base_url()?;
        let query = self.query();
        let headers = self.headers(&mut violations);
        for argument in &self.arguments {
            if let Err(problem) = &argument.pieces {
                violations.push(violation(argument.name, problem.clone()));
            }
        }
        if settings.validate {
            violations.extend(
                self.checks
                    .iter()
                    .flat_map(|(_, checks)| into_list(checks.clone())),
            );
        }
        violations.extend(self.body.iter().flat_map(|body| body.violations.clone()));
        if !violations.is_empty() {
            return Err(Error::invalid(violations));
        }

        let applied = self.credentials(&base)?;
        let query: Vec<String> = query.into_iter().chain(applied.query.clone()).collect();
        let uri = match &self.follow {
            Some(target) => base.follow(target, &query),
            None => base.join(&self.operation.segments(), &values, &query),
        };
        let uri = uri.map_err(|(name, problem)| Error::invalid(vec![violation(name, problem)]))?;
        let token = applied.token.clone();
        let mut headers = self.finish_headers(headers, applied)?;
        let key = self.operation.idempotency_key;
        let key = key.and_then(|key| HeaderName::from_bytes(key.as_bytes()).ok());
        if let Some(key) = &key {
            if headers.get(key).is_none_or(HeaderValue::is_empty) {
                let value = HeaderValue::try_from(random::uuid()).expect("hex digits");
                headers.insert(key, value);
            }
        }
        let options = self.options;
        Ok(PreparedRequest {
            idempotent: retry::is_idempotent(&self.operation.method),
            idempotency_key: key,
            insecure: base.is_insecure() && !settings.allow_plain_http,
            operation: self.operation,
            accept: self.accept,
            uri,
            headers,
            token,
            body: self.body.map(|body| body.content).unwrap_or_default(),
            max_retries: options.max_retries.unwrap_or(settings.max_retries),
            strict: options.strict.unwrap_or(settings.strict),
            timeout: options.timeout.unwrap_or(settings.timeout),
            total_timeout: options.total_timeout.or(settings.total_timeout),
            idle_timeout: settings.idle_timeout,
            max_body_size: settings.max_body_size,
            settings: self.settings,
        })
    }

    /// Returns the base URL: the one that was set, or else the operation's own, or else the API's. The path of the
    /// operation's own base URL is appended to a base URL that was set without a path; an operation with a server on
    /// its own host uses the base URL that was set unchanged.
    fn base_url(&self) -> Result<BaseUrl, Error> {
        let settings = &*self.settings;
        let own = self
            .operation
            .base_url
            .filter(|_| settings.document_servers != DocumentServers::None)
            .map(|own| match settings.document_servers {
                DocumentServers::Paths if own.contains("://") => "",
                _ => own,
            });
        let base = match (own, &settings.base_url) {
            (Some(own), _) if own.contains("://") => BaseUrl::parse(own),
            (Some(path), Some(base)) => base.with_path(path),
            (None, Some(base)) => return Ok(base.clone()),
            (own, None) => return Err(no_base_url(own.or(settings.api.base_url))),
        };
        base.map_err(Error::configuration)
    }

    fn path_values(&self) -> Vec<(&'static str, String)> {
        self.pieces(ParameterLocation::Path)
            .map(|(name, pieces)| (name, pieces.concat()))
            .collect()
    }

    /// Returns the query without credentials. If a URL is followed, only the query parameters of the options.
    fn query(&self) -> Vec<String> {
        let options: Vec<(String, &str)> = self
            .options
            .query
            .iter()
            .map(|(name, value)| (parameter::encode_component(name), value.as_str()))
            .collect();
        let is_replaced = |pair: &str| {
            let name = url::pair_name(pair);
            options.iter().any(|(replaced, _)| replaced == name)
        };
        self.pieces(ParameterLocation::Query)
            .filter(|_| self.follow.is_none())
            .flat_map(|(_, pieces)| pieces)
            .filter(|pair| !is_replaced(pair))
            .cloned()
            .chain(
                options
                    .iter()
                    .map(|(name, value)| format!("{name}={}", parameter::encode_component(value))),
            )
            .collect()
    }

    /// Returns the headers without credentials, cookies and options.
    fn headers(&self, violations: &mut Vec<Violation>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, pieces) in self.pieces(ParameterLocation::Header) {
            let Ok(header) = HeaderName::from_bytes(name.as_bytes()) else {
                violations.push(violation(name, "is not a valid header name"));
                continue;
            };
            // OpenAPI ignores header parameters with the first three names. The others are set by the transport.
            let ignored = [
                ACCEPT,
                CONTENT_TYPE,
                AUTHORIZATION,
                CONTENT_LENGTH,
                TRANSFER_ENCODING,
            ];
            if ignored.contains(&header) {
                continue;
            }
            for value in pieces {
                match HeaderValue::from_bytes(value.as_bytes()) {
                    Ok(value) => drop(headers.insert(header.clone(), value)),
                    Err(_) => violations.push(violation(name, "is not a valid header value")),
                }
            }
        }
        if self.options.headers.len() > MAX_HEADERS {
            violations.push(violation(
                "",
                format!("more than {MAX_HEADERS} headers are not allowed"),
            ));
        }
        for (name, value) in &self.options.headers {
            let problem = match HeaderName::from_bytes(name.as_bytes()) {
                Err(_) => "is not a valid header name",
                Ok(name) if name == CONTENT_LENGTH || name == TRANSFER_ENCODING => {
                    "is set by the transport"
                }
                Ok(_) if parameter::has_control_character(value) => {
                    "contains a control character, which is not allowed in a header"
                }
                Ok(_) => continue,
            };
            violations.push(violation(name, problem));
        }
        headers
    }

    /// Returns what the client's credentials add, unless the options contain credentials.
    fn credentials(&self, base: &BaseUrl) -> Result<AppliedCredentials, Error> {
        let settings = &*self.settings;
        let known = settings.api.credentials;
        let has_header = |is_such: fn(&[&'static Credential], &HeaderName) -> bool| {
            self.options.headers.iter().any(|(name, _)| {
                HeaderName::from_bytes(name.as_bytes()).is_ok_and(|name| is_such(known, &name))
            })
        };
        let replaced = has_header(is_credential_header)
            || self
                .options
                .query
                .iter()
                .any(|(name, _)| is_credential_query(known, name));
        let applied = if replaced {
            AppliedCredentials::default()
        } else {
            let applied = settings.credentials.apply(self.operation.security);
            applied.map_err(Error::configuration)?
        };
        let secret = replaced || has_header(is_secret_header) || !applied.is_empty();
        if secret && base.is_insecure() && !settings.allow_plain_http {
            return Err(Error::insecure_credentials());
        }
        Ok(applied)
    }

    fn finish_headers(
        &self,
        mut headers: HeaderMap,
        applied: AppliedCredentials,
    ) -> Result<HeaderMap, Error> {
        let settings = &*self.settings;
        headers
            .entry(USER_AGENT)
            .or_insert_with(|| settings.user_agent.clone());
        if let Some(accept) = self.accept {
            let accept = if self.accept_any {
                constant(&format!("{accept}, */*;q=0.1"))?
            } else {
                constant(accept)?
            };
            headers.insert(ACCEPT, accept);
        }
        if let Some(body) = &self.body {
            headers.insert(CONTENT_TYPE, constant(&body.media_type)?);
        }
        let mut cookies: Vec<String> = self
            .pieces(ParameterLocation::Cookie)
            .flat_map(|(_, pieces)| pieces.iter().cloned())
            .collect();
        cookies.extend(applied.cookies);
        if !cookies.is_empty() {
            let mut value = HeaderValue::from_bytes(cookies.join("; ").as_bytes())
                .map_err(|_| Error::configuration("a cookie cannot be sent"))?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        for (name, value) in applied.headers {
            headers.insert(name, value);
        }
        let mut replaced: Vec<HeaderName> = Vec::new();
        for (name, value) in &self.options.headers {
            // Names and values have been checked before.
            let (Ok(name), Ok(mut value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_bytes(value.as_bytes()),
            ) else {
                continue;
            };
            value.set_sensitive(is_secret_header(settings.api.credentials, &name));
            if !replaced.contains(&name) {
                headers.remove(&name);
                replaced.push(name.clone());
            }
            headers.append(name, value);
        }
        Ok(headers)
    }

    fn pieces(
        &self,
        location: ParameterLocation,
    ) -> impl Iterator<Item = (&'static str, &Vec<String>)> {
        self.arguments
            .iter()
            .filter(move |argument| argument.location == location)
            .filter_map(|argument| Some((argument.name, argument.pieces.as_ref().ok()?)))
    }
}

pub(crate) fn into_list(violations: Violations) -> Vec<Violation> {
    match violations.finish() {
        Ok(()) => Vec::new(),
        Err(error) => error.violations,
    }
}

fn violation(path: &str, message: impl Into<String>) -> Violation {
    Violation {
        path: path.to_owned(),
        message: message.into(),
    }
}

/// Returns the error for a missing base URL. If the API description declares only a path, the error explains how to set
/// the host.
fn no_base_url(path: Option<&str>) -> Error {
    match path {
        Some(path) => Error::configuration(format!(
            "no base URL: the API description has only the path `{path}` and no host; set the host with `base_url`, such as \
             `https://example.com`, and the path is added"
        )),
        None => Error::configuration("no base URL: set one with `base_url`"),
    }
}

/// Returns a header value that comes from the API description.
fn constant(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_str(text).map_err(|_| {
        Error::configuration(
            "the API description contains a media type that is not a valid header value",
        )
    })
}

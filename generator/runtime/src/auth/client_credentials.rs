//! The client credentials grant of OAuth 2.
//!
//! In: a client ID, a client secret, and further parameters for the authorization server. Out: a [`TokenProvider`] that
//! requests tokens through the client's transport, with the client's retries and timeouts, or an error with the
//! server's own message. Neither the secret nor a token is ever formatted. Knows nothing about how tokens are cached
//! (see `tokens`).
//! <https://www.rfc-editor.org/rfc/rfc6749#section-4.4>

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Uri};
use serde_json::Value;

use crate::runtime::attempts::attempt::BodyMode;
use crate::runtime::auth::base64;
use crate::runtime::auth::tokens::{Token, TokenClient, TokenProvider};
use crate::runtime::body::upload::RequestBody;
use crate::runtime::body::urlencoded;
use crate::runtime::descriptor::{Operation, OperationRef, ResponseKind};
use crate::runtime::error::{ApiMessage, Error, ErrorKind};
use crate::runtime::json::Json;
use crate::runtime::redacted::{self, Redacted};
use crate::runtime::request::PreparedRequest;
use crate::runtime::request::reference;
use crate::runtime::request::url::BaseUrl;
use crate::runtime::response::RawResponse;
use crate::runtime::transport::BoxFuture;

/// The token request, as it appears in errors, hooks and mocks. It is retried, because requesting a second token does
/// no harm.
static TOKEN_OPERATION: Operation = Operation {
    id: "oauth2.token",
    method: Method::POST,
    template: "(token endpoint)",
    path: Some(&[]),
    base_url: None,
    idempotency_key: None,
    accept: Some("application/json"),
    response: ResponseKind::Json,
    security: &[],
};

/// The size limit of a token response. Tokens are sent in headers, which are limited to some kilobytes.
const MAX_RESPONSE_SIZE: usize = 1 << 20;
/// The maximum length of each string from an error response of the server.
const MAX_MESSAGE_LEN: usize = 500;

/// Parameters whose values are not secret, so that they are not redacted in error messages.
const PUBLIC_PARAMETERS: &[&str] = &[
    "audience",
    "client_assertion_type",
    "client_id",
    "grant_type",
    "resource",
    "scope",
];

/// A client ID and a client secret, which an authorization server exchanges for tokens (the client credentials grant of
/// OAuth 2).
///
/// This is a [`TokenProvider`]. It requests tokens through the client's transport, with the client's retries and
/// timeouts. Hooks and the mock transport see the request as the operation `oauth2.token`.
///
/// `Debug` does not show the secret.
#[derive(Clone)]
#[must_use = "client credentials do nothing until they are passed to a builder"]
pub struct ClientCredentials {
    id: String,
    secret: String,
    token_url: Option<String>,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    in_body: bool,
}

impl ClientCredentials {
    /// Creates client credentials that request tokens with the default scope of the server.
    pub fn new(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            secret: secret.into(),
            token_url: None,
            scopes: Vec::new(),
            parameters: Vec::new(),
            in_body: false,
        }
    }

    /// Sets the token URL. The default is the one in the API description. A relative URL is resolved against the
    /// client's base URL.
    pub fn token_url(mut self, token_url: impl Into<String>) -> Self {
        self.token_url = Some(token_url.into());
        self
    }

    /// Adds a scope to the request.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Adds a parameter such as `audience` or `resource` to the request. It replaces a default parameter of the same
    /// name.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the ID and the secret in the request body, as `client_id` and `client_secret`. The default is HTTP Basic
    /// authentication; use this for servers that do not support it.
    pub fn in_body(mut self, in_body: bool) -> Self {
        self.in_body = in_body;
        self
    }

    /// Requests a token.
    async fn fetch(&self, client: TokenClient<'_>) -> Result<Token, Error> {
        let result = match self.prepare(client) {
            Ok(request) => self.exchange(request).await,
            Err(problem) => Err(Error::configuration(problem)),
        };
        result.map_err(|error| {
            self.redact_error(error)
                .in_operation(OperationRef::Documented(&TOKEN_OPERATION))
        })
    }

    async fn exchange(&self, request: PreparedRequest) -> Result<Token, Error> {
        let exchange = request.exchange(BodyMode::Declared).await?;
        let mut found = None;
        let read = exchange.decode(ResponseKind::Json, &mut |reader| {
            found = Some(Value::decode(reader)?);
            Ok(())
        });
        let response = read?.response;
        let Some(Value::Object(members)) = found else {
            return Err(decode_error("the body is not a JSON object", response));
        };
        // Some servers report errors with a success status.
        if members.get("error").is_some_and(is_not_empty) {
            let errors = ApiMessage::in_failure(Value::Object(members.clone()));
            if !errors.is_empty() {
                return Err(Error::from_response(ErrorKind::Api, "", response).with_errors(errors));
            }
        }
        let token_type = members.get("token_type").and_then(Value::as_str);
        if !token_type.is_none_or(|it| it.trim().eq_ignore_ascii_case("bearer")) {
            return Err(decode_error("`token_type` is not `Bearer`", response));
        }
        let Some(token) = members.get("access_token").and_then(Value::as_str) else {
            return Err(decode_error("`access_token` is missing", response));
        };
        let token = Token::new(token);
        Ok(match members.get("expires_in").and_then(lifetime) {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        })
    }

    /// Builds the request.
    fn prepare(&self, client: TokenClient<'_>) -> Result<PreparedRequest, &'static str> {
        let settings = client.settings;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, settings.user_agent.clone());
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        if self.id.is_empty() {
            return Err("the client ID is empty");
        }
        if !self.in_body {
            let mut value = HeaderValue::try_from(format!("Basic {}", self.basic()))
                .expect("base64 is a valid header value");
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        Ok(PreparedRequest {
            settings: settings.clone(),
            operation: OperationRef::Documented(&TOKEN_OPERATION),
            accept: TOKEN_OPERATION.accept,
            uri: self.uri(client)?,
            headers,
            token: None,
            body: RequestBody::from(self.form().into_bytes()),
            idempotent: true,
            idempotency_key: None,
            // `uri` has checked this.
            insecure: false,
            max_retries: settings.max_retries,
            strict: settings.strict,
            timeout: client.limit,
            total_timeout: Some(client.limit),
            idle_timeout: settings.idle_timeout,
            max_body_size: MAX_RESPONSE_SIZE.min(settings.max_body_size),
        })
    }

    /// Returns the token URL.
    fn uri(&self, client: TokenClient<'_>) -> Result<Uri, &'static str> {
        let url = self.token_url.as_deref().or(client.credential.token_url);
        let url = url.ok_or("no token URL: set one with `ClientCredentials::token_url`")?;
        if url.contains('#') {
            return Err("the token URL has a fragment");
        }
        let base = match &client.settings.base_url {
            Some(base) => base.public(),
            None if url.contains("://") => url.to_owned(),
            None => return Err("the token URL is relative, and there is no base URL"),
        };
        let base = base.parse().map_err(|_| "the token URL is not a URL")?;
        let uri = reference::resolve(&base, url);
        let uri = uri.ok_or("the token URL must be an http or https URL without a user name")?;
        let host = uri.authority().map(|it| it.as_str()).unwrap_or_default();
        let scheme = uri.scheme_str().unwrap_or_default();
        let origin = BaseUrl::parse(&format!("{scheme}://{host}"));
        let origin = origin.map_err(|_| "the token URL has an invalid host or port")?;
        if origin.is_insecure() && !client.settings.allow_plain_http {
            return Err(
                "client credentials are not sent to another host over plain http: use https, or set `allow_plain_http`",
            );
        }
        Ok(uri)
    }

    /// Returns the request body.
    fn form(&self) -> String {
        let scope = self.scopes.join(" ");
        let mut pairs = vec![("grant_type", "client_credentials")];
        if !scope.is_empty() {
            pairs.push(("scope", &scope));
        }
        if self.in_body {
            pairs.push(("client_id", &self.id));
            pairs.push(("client_secret", &self.secret));
        }
        let is_own = |name: &str| self.parameters.iter().all(|(other, _)| other != name);
        pairs.retain(|(name, _)| is_own(name));
        let further = self.parameters.iter();
        pairs.extend(further.map(|(name, value)| (name.as_str(), value.as_str())));
        let pairs = pairs.iter();
        let pairs = pairs.map(|(name, value)| {
            format!("{}={}", urlencoded::encode(name), urlencoded::encode(value))
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Adds the server's own message to an error, with secrets redacted.
    fn redact_error(&self, mut error: Error) -> Error {
        // Regardless of the content type, and without the API's envelope, which the authorization server need not use.
        if error.kind() == ErrorKind::Status {
            if let Some(Ok(body)) = error.body_as::<Value>() {
                error = error.with_errors(ApiMessage::in_failure(body));
            }
        }
        let secrets = self.secrets();
        error.map_strings(&|text| redacted::redact(text, &secrets, MAX_MESSAGE_LEN))
    }

    /// Returns the secrets, in each encoding in which they are sent.
    fn secrets(&self) -> Vec<String> {
        let basic = self.basic();
        let mut secrets = vec![basic.trim_end_matches('=').to_owned(), basic];
        let parameters = self.parameters.iter();
        let private = parameters.filter(|(name, _)| !PUBLIC_PARAMETERS.contains(&name.as_str()));
        for value in std::iter::once(&self.secret).chain(private.map(|(_, value)| value)) {
            let encoded = urlencoded::encode(value);
            secrets.extend([encoded.replace('+', "%20"), encoded, value.clone()]);
        }
        secrets
    }

    /// Returns the ID and the secret in the encoding of HTTP Basic authentication.
    fn basic(&self) -> String {
        // Both are URL-encoded first, so that either can contain a colon (RFC 6749, section 2.3.1).
        let pair = format!(
            "{}:{}",
            urlencoded::encode(&self.id),
            urlencoded::encode(&self.secret)
        );
        base64(pair.as_bytes())
    }
}

impl TokenProvider for ClientCredentials {
    /// Fails, because without a client there is no transport. Clients call [`token_for`](TokenProvider::token_for).
    fn token(&self) -> BoxFuture<'_, Result<Token, Box<dyn StdError + Send + Sync>>> {
        Box::pin(async { Err("client credentials can only be exchanged by a client".into()) })
    }

    fn token_for<'a>(
        &'a self,
        client: TokenClient<'a>,
    ) -> BoxFuture<'a, Result<Token, Box<dyn StdError + Send + Sync>>> {
        Box::pin(async move { self.fetch(client).await.map_err(Into::into) })
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parameters.iter().map(|(name, _)| name.as_str());
        f.debug_struct("ClientCredentials")
            .field("id", &self.id)
            .field("secret", &Redacted)
            .field("scopes", &self.scopes)
            .field("parameters", &names.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

fn decode_error(problem: &str, response: RawResponse) -> Error {
    Error::from_response(ErrorKind::Decode, problem, response)
}

/// Returns `true` if a value can describe an error.
fn is_not_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads the lifetime of a token in seconds, from a number or a numeric string. Anything else is an unknown lifetime.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}

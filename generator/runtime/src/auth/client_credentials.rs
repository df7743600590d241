//! Tokens for a program itself: the client-credentials grant of OAuth 2.
//!
//! In: an id and a secret, and what else the authorization server wants to know. Out: a [`TokenProvider`] that asks for a token
//! by the client's own transport, as often and as long as one of the client's calls would, or the server's refusal in its own
//! words. The secret is never printed, nor is a token. Knows nothing of how tokens are kept (see `tokens`).
//! <https://www.rfc-editor.org/rfc/rfc6749#section-4.4>

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Uri};
use serde_json::Value;

use crate::runtime::attempts::Reading;
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

/// The request for a token, as errors, hooks and mocks know it. Another token does no harm, so it may be sent again.
static TOKEN: Operation = Operation {
    id: "oauth2.token",
    method: Method::POST,
    template: "(token endpoint)",
    path: &[],
    base_url: None,
    idempotency_key: None,
    accept: Some("application/json"),
    response: ResponseKind::Json,
    security: &[],
};

/// How many bytes an answer may have: tokens stand in headers, which have a few thousand.
const MAX_ANSWER: usize = 1 << 20;
/// How many bytes are kept of each text in which the server says what is wrong.
const MAX_TEXT: usize = 500;

/// The further parameters whose values are no secret, so that what the server says of them can be told.
const PUBLIC: &[&str] = &[
    "audience",
    "client_assertion_type",
    "client_id",
    "grant_type",
    "resource",
    "scope",
];

/// An id and a secret that an authorization server exchanges for tokens, by the client-credentials grant of OAuth 2.
///
/// A [`TokenProvider`]: it asks for a token by the client's own transport, with the client's retries and limits of time. Hooks
/// and the mock transport know that request as the operation `oauth2.token`.
///
/// Printing it does not show the secret.
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
    /// Returns the credentials of a program, for tokens of the server's usual scope.
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

    /// Sets where tokens are asked for: where the API's document says unless set. A relative URL is resolved against the
    /// client's base URL.
    pub fn token_url(mut self, token_url: impl Into<String>) -> Self {
        self.token_url = Some(token_url.into());
        self
    }

    /// Asks for a scope; of several, each is added.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// Sends a further parameter, such as `audience` or `resource`, in place of what would be sent under that name.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the id and the secret as the parameters `client_id` and `client_secret`, for servers that do not take them by HTTP
    /// Basic authentication, which is how they are sent unless this is set.
    pub fn in_body(mut self, in_body: bool) -> Self {
        self.in_body = in_body;
        self
    }

    /// Asks for a token.
    async fn fetch(&self, client: TokenClient<'_>) -> Result<Token, Error> {
        let result = match self.prepare(client) {
            Ok(request) => self.exchange(request).await,
            Err(problem) => Err(Error::configuration(problem)),
        };
        result.map_err(|error| {
            self.describe(error)
                .in_operation(OperationRef::Documented(&TOKEN))
        })
    }

    async fn exchange(&self, request: PreparedRequest) -> Result<Token, Error> {
        let exchange = request.exchange(Reading::Declared).await?;
        let mut found = None;
        let read = exchange.read(ResponseKind::Json, &mut |reader| {
            found = Some(Value::decode(reader)?);
            Ok(())
        });
        let response = read?.response;
        let Some(Value::Object(members)) = found else {
            return Err(unreadable("the body is not a JSON object", response));
        };
        // Some servers refuse with a status that says otherwise.
        if members.get("error").is_some_and(is_filled) {
            let errors = ApiMessage::in_failure(Value::Object(members.clone()));
            if !errors.is_empty() {
                return Err(Error::from_response(ErrorKind::Api, "", response).with_errors(errors));
            }
        }
        let token_type = members.get("token_type").and_then(Value::as_str);
        if !token_type.is_none_or(|it| it.trim().eq_ignore_ascii_case("bearer")) {
            return Err(unreadable("`token_type` is not `Bearer`", response));
        }
        let Some(token) = members.get("access_token").and_then(Value::as_str) else {
            return Err(unreadable("`access_token` is missing", response));
        };
        let token = Token::new(token);
        Ok(match members.get("expires_in").and_then(lifetime) {
            Some(lifetime) => token.expires_in(lifetime),
            None => token,
        })
    }

    /// Makes the request.
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
            operation: OperationRef::Documented(&TOKEN),
            accept: TOKEN.accept,
            uri: self.uri(client)?,
            headers,
            token: None,
            body: RequestBody::from(self.form().into_bytes()),
            idempotent: true,
            key: None,
            // Where it is, that is allowed.
            insecure: false,
            max_retries: settings.max_retries,
            strict: settings.strict,
            timeout: client.limit,
            total_timeout: Some(client.limit),
            idle_timeout: settings.idle_timeout,
            max_body_size: MAX_ANSWER.min(settings.max_body_size),
        })
    }

    /// Returns where tokens are asked for.
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

    /// Returns the body.
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
        let pairs = pairs
            .map(|(name, value)| format!("{}={}", urlencoded::text(name), urlencoded::text(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Has an error tell what the server says, without what is secret, should that be in it.
    fn describe(&self, mut error: Error) -> Error {
        // Whatever its content type is, and without the API's envelope, which need not be that of who gives tokens.
        if error.kind() == ErrorKind::Status
            && let Some(Ok(body)) = error.body_as::<Value>()
        {
            error = error.with_errors(ApiMessage::in_failure(body));
        }
        let secrets = self.secrets();
        error.map_strings(&|text| redacted::redact(text, &secrets, MAX_TEXT))
    }

    /// Returns what is never printed, in each form in which it is sent.
    fn secrets(&self) -> Vec<String> {
        let basic = self.basic();
        let mut secrets = vec![basic.trim_end_matches('=').to_owned(), basic];
        let parameters = self.parameters.iter();
        let private = parameters.filter(|(name, _)| !PUBLIC.contains(&name.as_str()));
        for value in std::iter::once(&self.secret).chain(private.map(|(_, value)| value)) {
            let encoded = urlencoded::text(value);
            secrets.extend([encoded.replace('+', "%20"), encoded, value.clone()]);
        }
        secrets
    }

    /// Returns the id and the secret as HTTP Basic authentication sends them.
    fn basic(&self) -> String {
        // Both are encoded first (RFC 6749, section 2.3.1), so that a colon can stand in either.
        let pair = format!(
            "{}:{}",
            urlencoded::text(&self.id),
            urlencoded::text(&self.secret)
        );
        base64(pair.as_bytes())
    }
}

impl TokenProvider for ClientCredentials {
    /// Fails: alone, they have nothing to send a request with. A client asks [`token_for`](TokenProvider::token_for).
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

fn unreadable(problem: &str, response: RawResponse) -> Error {
    Error::from_response(ErrorKind::Decode, problem, response)
}

/// Returns whether a value can say what is wrong.
fn is_filled(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Reads how long a token can be used, in seconds: a number, or text that is one. What is neither is not known.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}

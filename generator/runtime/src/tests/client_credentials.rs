//! Client credentials: the token request, its responses, and redaction.

use std::error::Error as StdError;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};

use super::support::{API, CREATE, Event, TOKEN, VirtualClock, wait};
use crate::runtime::{
    BoxFuture, Client, ClientBuilder, ClientCredentials, Credential, Error, ErrorKind, Parameter,
    TokenProvider, Transport, TransportError, TransportRequest, TransportResponse,
};

static OAUTH: Credential = Credential {
    token_url: Some("https://login.example.com/token/?a=1"),
    ..TOKEN_OF_API
};
const TOKEN_OF_API: Credential = Credential {
    name: "apiToken",
    setter: "api_token",
    env: None,
    placement: crate::runtime::Placement::Bearer,
    token_url: None,
};
static RELATIVE: Credential = Credential {
    token_url: Some("/oauth/token"),
    ..TOKEN_OF_API
};

/// A received request.
#[derive(Clone, Debug, PartialEq)]
struct TokenRequest {
    url: String,
    authorization: String,
    body: String,
}

/// An authorization server with a list of responses, and the service itself, which responds to every request with a
/// token.
#[derive(Clone, Default)]
struct Server {
    responses: Arc<Mutex<Vec<Event>>>,
    requested: Arc<Mutex<Vec<TokenRequest>>>,
    tokens: Arc<Mutex<Vec<String>>>,
    /// Whether it is slow, which the virtual clock would not allow for otherwise.
    is_slow: bool,
}

impl Server {
    fn new(responses: impl IntoIterator<Item = Event>) -> Self {
        let mut responses: Vec<Event> = responses.into_iter().collect();
        responses.reverse();
        Self {
            responses: Arc::new(Mutex::new(responses)),
            ..Self::default()
        }
    }

    fn requested(&self) -> Vec<TokenRequest> {
        self.requested
            .lock()
            .expect("no test panics inside")
            .clone()
    }

    fn tokens(&self) -> Vec<String> {
        self.tokens.lock().expect("no test panics inside").clone()
    }

    async fn response(
        &self,
        request: TransportRequest,
    ) -> Result<TransportResponse, TransportError> {
        let json = HeaderMap::from_iter([(
            CONTENT_TYPE,
            HeaderValue::from_static("application/json;charset=UTF-8"),
        )]);
        let authorization = request.headers.get(AUTHORIZATION);
        let authorization = authorization.map_or("", |it| it.to_str().expect("ASCII"));
        let authorization = authorization.to_owned();
        if request.operation != "oauth2.token" {
            let mut tokens = self.tokens.lock().expect("no test panics inside");
            tokens.push(authorization);
            let body =
                Bytes::from_static(br#"{"result":7,"success":true,"errors":[],"messages":[]}"#);
            return Ok(TransportResponse::new(StatusCode::OK, json, body));
        }
        assert_eq!(request.method, http::Method::POST);
        assert_eq!(
            request.headers[CONTENT_TYPE],
            "application/x-www-form-urlencoded"
        );
        assert_eq!(request.headers["accept"], "application/json");
        assert_eq!(request.headers["user-agent"], "test/1.0");
        let requested = TokenRequest {
            url: request.uri.to_string(),
            authorization,
            body: String::from_utf8(request.body.bytes().expect("in memory").to_vec())
                .expect("text"),
        };
        self.requested
            .lock()
            .expect("no test panics inside")
            .push(requested);
        let response = self.responses.lock().expect("no test panics inside").pop();
        match response.expect("no more requests than responses") {
            Event::Response(status, _, body) => {
                let status = StatusCode::from_u16(status).expect("a status");
                Ok(TransportResponse::new(status, json, Bytes::from(body)))
            }
            Event::Error(kind) => Err(TransportError::new(kind)),
            _ => std::future::pending().await,
        }
    }
}

impl Transport for Server {
    fn send(
        &self,
        request: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            if self.is_slow {
                tokio::task::yield_now().await;
            }
            self.response(request).await
        })
    }
}

const GRANTED: Event = Event::Response(
    200,
    &[],
    r#"{"access_token":"t1","token_type":"Bearer","expires_in":3600,"scope":"read"}"#,
);

fn credentials() -> ClientCredentials {
    ClientCredentials::new("the id", "s3:cr%t")
}

fn builder(server: &Server, provider: impl TokenProvider) -> ClientBuilder {
    ClientBuilder::new(&API)
        .token_provider(&OAUTH, provider)
        .transport(server.clone())
}

fn client(server: &Server, provider: impl TokenProvider) -> Client {
    builder(server, provider).build().expect("valid")
}

async fn call(client: &Client) -> Result<i32, Error> {
    let mut call = client.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a1");
    call.send().await
}

/// Returns the only token request.
fn token_request_with(provider: ClientCredentials) -> TokenRequest {
    let server = Server::new([GRANTED]);
    wait(call(&client(&server, provider))).expect("sent");
    assert_eq!(server.tokens(), ["Bearer t1"]);
    server.requested().remove(0)
}

#[test]
fn token_request() {
    assert_eq!(
        token_request_with(credentials()),
        TokenRequest {
            url: "https://login.example.com/token/?a=1".to_owned(),
            // `the+id:s3%3Acr%25t`: both are encoded before they are joined.
            authorization: "Basic dGhlK2lkOnMzJTNBY3IlMjV0".to_owned(),
            body: "grant_type=client_credentials".to_owned(),
        }
    );
    let provider = credentials()
        .token_url("https://other.example.com")
        .scope("read")
        .scope("write:all")
        .parameter("audience", "https://a/?b=ä")
        .in_body(true);
    assert_eq!(
        token_request_with(provider),
        TokenRequest {
            url: "https://other.example.com/".to_owned(),
            authorization: String::new(),
            body: "grant_type=client_credentials&scope=read+write%3Aall&client_id=the+id\
                   &client_secret=s3%3Acr%25t&audience=https%3A%2F%2Fa%2F%3Fb%3D%C3%A4"
                .to_owned(),
        }
    );
    let replaced = credentials().scope("a").parameter("scope", "b");
    assert_eq!(
        token_request_with(replaced).body,
        "grant_type=client_credentials&scope=b"
    );
}

#[test]
fn relative_token_url() {
    let server = Server::new([GRANTED]);
    let client = ClientBuilder::new(&API)
        .token_provider(&RELATIVE, credentials())
        .transport(server.clone())
        .base_url("https://eu.example.com/v4");
    wait(call(&client.build().expect("valid"))).expect("sent");
    assert_eq!(
        server.requested()[0].url,
        "https://eu.example.com/oauth/token"
    );
}

#[test]
fn token_is_cached_until_shortly_before_it_expires() {
    for lifetime in ["3600", "\"3600\"", "3600.0", "\" 3600 \""] {
        let response: &'static str =
            format!(r#"{{"access_token":"t1","token_type":"bearer","expires_in":{lifetime}}}"#)
                .leak();
        let server = Server::new([Event::Response(200, &[], response), GRANTED]);
        let clock = VirtualClock::default();
        let client = builder(&server, credentials()).clock(clock.clone());
        let client = client.build().expect("valid");
        wait(async {
            call(&client).await.expect("sent");
            clock.advance(Duration::from_secs(3539));
            call(&client).await.expect("sent");
            assert_eq!(server.requested().len(), 1, "{lifetime}");
            clock.advance(Duration::from_secs(1));
            call(&client).await.expect("sent");
            assert_eq!(server.requested().len(), 2, "{lifetime}");
        });
    }
}

#[test]
fn token_is_fetched_once_for_all_calls() {
    let mut server = Server::new([GRANTED]);
    server.is_slow = true;
    let client = client(&server, credentials());
    wait(async {
        let (a, b, c) = tokio::join!(call(&client), call(&client), call(&client));
        for result in [a, b, c] {
            assert_eq!(result.expect("sent"), 7);
        }
    });
    assert_eq!(server.requested().len(), 1);
    assert_eq!(server.tokens(), ["Bearer t1"; 3]);
}

#[test]
fn token_without_lifetime_does_not_expire() {
    for body in [
        r#"{"access_token":"t1","token_type":"Bearer"}"#,
        r#"{"access_token":"t1","expires_in":null}"#,
        r#"{"access_token":"t1","expires_in":"soon"}"#,
        r#"{"access_token":"t1","expires_in":1e300}"#,
    ] {
        let server = Server::new([Event::Response(200, &[], body)]);
        let clock = VirtualClock::default();
        let client = builder(&server, credentials()).clock(clock.clone());
        let client = client.build().expect("valid");
        wait(async {
            call(&client).await.expect(body);
            clock.advance(Duration::from_secs(1_000_000));
            call(&client).await.expect(body);
        });
        assert_eq!(server.requested().len(), 1, "{body}");
    }
}

/// Returns the error of a call after a single token request.
#[track_caller]
fn rejected(response: Event) -> (Error, String) {
    let server = Server::new([response]);
    let error = wait(call(&client(&server, credentials()))).expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(server.tokens(), [""; 0]);
    let source = error
        .source()
        .expect("why no token is available")
        .to_string();
    for printed in [format!("{error} {error:?}"), source.clone()] {
        for secret in ["s3:cr%t", "s3%3Acr%25t", "dGhlK2lk", "t0p"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
    (error, source)
}

#[test]
fn errors_contain_the_servers_message() {
    let body = r#"{"error":"invalid_client","error_description":"No client has s3:cr%t, or s3%3Acr%25t","error_uri":"https://x"}"#;
    let (error, source) = rejected(Event::Response(401, &[], body));
    assert_eq!(
        source,
        "POST (token endpoint): 401 Unauthorized: [invalid_client] No client has [redacted], or [redacted]"
    );
    let source = error.source().expect("a source");
    let inner = source.downcast_ref::<Error>().expect("an error of a call");
    assert_eq!(inner.kind(), ErrorKind::Status);
    assert_eq!(inner.operation(), Some("oauth2.token"));
    assert_eq!(inner.code_name(), Some("invalid_client"));
    assert_eq!(inner.body().map(|body| body.len()), Some(body.len()));

    let (_, source) = rejected(Event::Response(200, &[], r#"{"error":"invalid_scope"}"#));
    assert_eq!(source, "POST (token endpoint): 200 OK: invalid_scope");
    let (_, source) = rejected(Event::Response(400, &[], "no JSON"));
    assert_eq!(source, "POST (token endpoint): 400 Bad Request");
    let long: &'static str = format!(r#"{{"error":"{}"}}"#, "é".repeat(10_000)).leak();
    let (_, source) = rejected(Event::Response(400, &[], long));
    assert!(source.len() < 600, "{}", source.len());
}

#[test]
fn errors_do_not_contain_the_secret() {
    for (status, body, line) in [
        (
            401,
            r#"{"message":"No client has s3:cr%t"}"#,
            "401 Unauthorized: No client has [redacted]",
        ),
        (
            401,
            r#"{"error":{"message":"s3:cr%t, S3%3acr%25t","code":"x.s3"}}"#,
            "401 Unauthorized: [x.s3] [redacted], [redacted]",
        ),
        (
            400,
            r#"{"errors":{"client_secret":["s3:cr%t is short"]}}"#,
            "400 Bad Request: client_secret: [redacted] is short",
        ),
        (
            401,
            r#"{"detail":"Basic dGhlK2lkOnMzJTNBY3IlMjV0 is of none, nor the+id:s3%3Acr%25t"}"#,
            "401 Unauthorized: Basic [redacted] is of none, nor the+id:[redacted]",
        ),
        (
            200,
            r#"{"error":{"code":7,"message":"s3:cr%t?"},"access_token":"t0p"}"#,
            "200 OK: [7] [redacted]?",
        ),
        (
            200,
            r#"{"error":"invalid_client","error_description":"s3:cr%t"}"#,
            "200 OK: [invalid_client] [redacted]",
        ),
    ] {
        let (_, source) = rejected(Event::Response(status, &[], body));
        assert_eq!(source, format!("POST (token endpoint): {line}"), "{body}");
    }
    let (_, source) = rejected(Event::Response(200, &[], r#"{"s3:cr%t":[,]}"#));
    assert!(source.contains("[redacted]"), "{source}");

    let body =
        r#"{"message":"m","documentation_url":"https://x/?s3:cr%t","a":{"s3:cr%t":["s3:cr%t"]}}"#;
    let (error, _) = rejected(Event::Response(401, &[], body));
    let source = error.source().expect("a source");
    let inner = source.downcast_ref::<Error>().expect("an error of a call");
    let message = &inner.errors()[0];
    let url = message.documentation_url.as_deref();
    assert_eq!(url, Some("https://x/?[redacted]"));
    let additional = serde_json::json!({"[redacted]": ["[redacted]"]});
    assert_eq!(message.additional["a"], additional);
}

#[test]
fn secret_parameters_are_redacted() {
    let body =
        r#"{"error":"invalid_request","error_description":"hunter2 is not for https://a, 77"}"#;
    let server = Server::new([Event::Response(400, &[], body)]);
    let provider = ClientCredentials::new("id", "77")
        .parameter("password", "hunter2")
        .parameter("audience", "https://a");
    let error = wait(call(&client(&server, provider))).expect_err("no token");
    assert_eq!(
        error.source().expect("why").to_string(),
        "POST (token endpoint): 400 Bad Request: [invalid_request] [redacted] is not for https://a, [redacted]"
    );
}

#[test]
fn error_strings_are_limited() {
    let long = "é".repeat(10_000);
    for body in [
        format!(r#"{{"message":"{long}"}}"#),
        format!(r#"{{"error":{{"message":"{long}","documentation_url":"{long}"}}}}"#),
    ] {
        let (error, source) = rejected(Event::Response(401, &[], body.leak()));
        assert!(source.len() < 600, "{}", source.len());
        let source = error.source().expect("a source");
        let inner = source.downcast_ref::<Error>().expect("an error of a call");
        for message in inner.errors() {
            assert!(format!("{message:?}").len() < 1200);
        }
    }
}

#[test]
fn empty_error_next_to_a_token_is_ignored() {
    for error in ["null", "false", "\"\"", "{}", "[]"] {
        let body = format!(r#"{{"error":{error},"message":"fine","access_token":"t1"}}"#);
        let server = Server::new([Event::Response(200, &[], body.leak())]);
        wait(call(&client(&server, credentials()))).expect(error);
        assert_eq!(server.tokens(), ["Bearer t1"]);
    }
}

#[test]
fn responses_without_a_token() {
    for (body, problem) in [
        (
            r#"{"access_token":"t0p","token_type":"mac"}"#,
            "`token_type` is not `Bearer`",
        ),
        (r#"{"token":"t0p"}"#, "`access_token` is missing"),
        (r#"["t0p"]"#, "the body is not a JSON object"),
        (r#"{"access_token":"t0p""#, "unexpected end of input"),
        ("", "the body is not a JSON object"),
    ] {
        let (_, source) = rejected(Event::Response(200, &[], body));
        assert!(source.contains(problem), "{source}");
    }
    let (_, source) = rejected(Event::Response(200, &[], r#"{"access_token":""}"#));
    assert_eq!(source, "the token is empty");
}

#[test]
fn token_request_is_retried() {
    use crate::runtime::TransportErrorKind::Other;
    let server = Server::new([Event::Response(503, &[], ""), Event::Error(Other), GRANTED]);
    let clock = VirtualClock::default();
    let client = builder(&server, credentials()).clock(clock.clone());
    wait(call(&client.build().expect("valid"))).expect("sent");
    assert_eq!(server.requested().len(), 3);
    assert_eq!(clock.sleeps().len(), 2);
}

#[test]
fn token_request_times_out() {
    let server = Server::new([Event::Hang]);
    let client = builder(&server, credentials()).timeout(Duration::from_millis(50));
    let error = wait(call(&client.build().expect("valid"))).expect_err("late");
    assert!(
        error.is_timeout() || error.kind() == ErrorKind::Credentials,
        "{error:?}"
    );
    assert_eq!(error.attempts(), 0);
}

#[test]
fn invalid_token_urls() {
    for (url, problem) in [
        ("http://login.example.com/token", "over plain http"),
        ("https://u:p@login.example.com/", "without a user name"),
        ("https://login.example.com/#x", "has a fragment"),
        ("ftp://login.example.com/", "must be an http or https URL"),
        ("https://h:99999/", "must be an http or https URL"),
    ] {
        let server = Server::default();
        let provider = credentials().token_url(url);
        let error = wait(call(&client(&server, provider))).expect_err("not asked");
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let source = error.source().expect("why").to_string();
        assert!(source.contains(problem), "{url}: {source}");
        assert_eq!(server.requested(), []);
    }
    let server = Server::new([GRANTED, GRANTED]);
    let plain = credentials().token_url("http://login.example.com/token");
    let allowed = builder(&server, plain).allow_plain_http(true);
    wait(call(&allowed.build().expect("valid"))).expect("allowed");
    let here = credentials().token_url("http://localhost:8080/token");
    wait(call(&client(&server, here))).expect("this machine");

    let client = ClientBuilder::new(&API)
        .token_provider(&TOKEN, credentials())
        .transport(Server::default());
    let error = wait(call(&client.build().expect("valid"))).expect_err("no URL");
    let source = error.source().expect("why").to_string();
    assert!(source.contains("no token URL"), "{source}");
}

#[test]
fn secret_is_not_shown() {
    let provider = credentials().parameter("password", "s3:cr%t").scope("read");
    let printed = format!("{provider:?} {provider:#?}");
    assert!(!printed.contains("cr%t"), "{printed}");
    assert!(printed.contains("the id") && printed.contains("read"));
    let server = Server::default();
    assert!(!format!("{:?}", client(&server, provider)).contains("cr%t"));
}

#[cfg(feature = "blocking")]
#[test]
fn works_with_blocking_clients() {
    struct Adapted(Server);
    impl crate::runtime::BlockingTransport for Adapted {
        fn send(&self, request: TransportRequest) -> Result<TransportResponse, TransportError> {
            crate::runtime::transport::blocking::wait(self.0.response(request))
        }
    }
    let server = Server::new([GRANTED]);
    let client = ClientBuilder::new(&API)
        .token_provider(&OAUTH, credentials())
        .blocking_transport(Adapted(server.clone()))
        .build_blocking()
        .expect("valid");
    for _ in 0..2 {
        let mut call = client.call(&CREATE);
        call.parameter(&Parameter::path("account_id"), "a1");
        assert_eq!(call.send::<i32>().send().expect("sent"), 7);
    }
    assert_eq!(server.requested().len(), 1);
    assert_eq!(server.tokens(), ["Bearer t1"; 2]);
}

//! Credentials: which alternative is applied, and what is rejected.

use std::ffi::OsString;

use http::{HeaderValue, Method};

use super::support::{API, CREATE, EMAIL, KEY, Mock, OPERATION, SECURITY, TOKEN, wait};
use crate::runtime::auth::Credentials;
use crate::runtime::{
    Api, CallOptions, ClientBuilder, Credential, Error, ErrorKind, Operation, Parameter, Placement,
};

/// Applies credentials and lists what they add. The flag tells whether the program set them.
fn apply(
    held: &[(&'static Credential, bool)],
    alternatives: &[&[&'static Credential]],
) -> Result<String, String> {
    let mut credentials = Credentials::default();
    for (credential, explicit) in held {
        let value = format!("{}-value", credential.setter);
        if *explicit {
            credentials.set(credential, value)?;
        } else {
            credentials.read(API.credentials, &|name| {
                (Some(name) == credential.env).then(|| value.clone().into())
            })?;
        }
    }
    let applied = credentials.apply(alternatives)?;
    assert!(
        applied
            .headers
            .iter()
            .all(|(_, value)| value.is_sensitive())
    );
    let headers = applied
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {}", value.to_str().expect("ASCII")));
    Ok(headers
        .chain(applied.query)
        .chain(applied.cookies)
        .collect::<Vec<_>>()
        .join(" | "))
}

const BY_TOKEN: &str = "authorization: Bearer api_token-value";
const BY_KEY: &str = "x-auth-email: api_email-value | x-auth-key: api_key-value";

#[test]
fn one_complete_alternative_is_applied() {
    let cases: &[(&[(&'static Credential, bool)], &str)] = &[
        (&[(&TOKEN, true)], BY_TOKEN),
        (&[(&EMAIL, true), (&KEY, true)], BY_KEY),
        (&[(&TOKEN, true), (&EMAIL, true)], BY_TOKEN),
        (&[(&TOKEN, true), (&EMAIL, true), (&KEY, true)], BY_TOKEN),
        (&[(&TOKEN, false), (&EMAIL, false), (&KEY, false)], BY_TOKEN),
        // Credentials of the program take precedence over the environment, regardless of the order of alternatives.
        (&[(&TOKEN, false), (&EMAIL, true), (&KEY, true)], BY_KEY),
        (&[(&TOKEN, false), (&EMAIL, false), (&KEY, true)], BY_KEY),
        // An incomplete alternative is not used, whoever set its credentials.
        (&[(&TOKEN, false), (&KEY, true)], BY_TOKEN),
    ];
    for (held, expected) in cases {
        assert_eq!(apply(held, SECURITY).as_deref(), Ok(*expected));
    }
}

#[test]
fn missing_credentials_are_listed() {
    let message = "no credentials: set `api_token` (X_TOKEN), or `api_email` (X_EMAIL) and `api_key` (X_KEY); or `no_credentials` if the server requires none";
    assert_eq!(apply(&[], SECURITY), Err(message.to_owned()));
    assert_eq!(apply(&[(&EMAIL, true)], SECURITY), Err(message.to_owned()));
}

#[test]
fn anonymous_access() {
    assert_eq!(apply(&[(&TOKEN, true)], &[]).as_deref(), Ok(""));
    assert_eq!(apply(&[], &[&[], &[&TOKEN]]).as_deref(), Ok(""));
    assert_eq!(
        apply(&[(&TOKEN, false)], &[&[], &[&TOKEN]]).as_deref(),
        Ok(BY_TOKEN)
    );
}

#[test]
fn placements() {
    static BASIC: Credential = Credential {
        name: "b",
        setter: "basic",
        env: None,
        placement: Placement::Basic,
        token_url: None,
    };
    static SCHEME: Credential = Credential {
        name: "s",
        setter: "digest",
        env: None,
        placement: Placement::Authorization("GenieKey"),
        token_url: None,
    };
    static QUERY: Credential = Credential {
        name: "q",
        setter: "key",
        env: None,
        placement: Placement::Query("api[key]"),
        token_url: None,
    };
    static COOKIE: Credential = Credential {
        name: "c",
        setter: "session",
        env: None,
        placement: Placement::Cookie("sid"),
        token_url: None,
    };
    static TLS: Credential = Credential {
        name: "t",
        setter: "tls",
        env: None,
        placement: Placement::Transport,
        token_url: None,
    };
    let apply =
        |credential: &'static Credential, value: &str, alternatives: &[&[&'static Credential]]| {
            let mut credentials = Credentials::default();
            credentials.set(credential, value.to_owned())?;
            let applied = credentials.apply(alternatives)?;
            let header = applied
                .headers
                .first()
                .map(|(_, value)| value.to_str().expect("ASCII").to_owned());
            Ok::<_, String>((header, applied.query, applied.cookies))
        };
    let header = |text: &str| Ok((Some(text.to_owned()), Vec::new(), Vec::new()));
    assert_eq!(
        apply(&BASIC, "Aladdin:open sesame", &[&[&BASIC]]),
        header("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    assert_eq!(apply(&BASIC, "a:", &[&[&BASIC]]), header("Basic YTo="));
    assert_eq!(apply(&BASIC, "ab:", &[&[&BASIC]]), header("Basic YWI6"));
    assert_eq!(apply(&SCHEME, "x", &[&[&SCHEME]]), header("GenieKey x"));
    assert_eq!(
        apply(&QUERY, "a&b c", &[&[&QUERY]]),
        Ok((None, vec!["api%5Bkey%5D=a%26b%20c".to_owned()], vec![]))
    );
    assert_eq!(
        apply(&COOKIE, "1", &[&[&COOKIE, &TLS]]),
        Ok((None, vec![], vec!["sid=1".to_owned()]))
    );
    assert_eq!(
        apply(&COOKIE, "1;x=2", &[&[&COOKIE]]),
        Err("`session` contains a character that is not allowed in a cookie".to_owned())
    );
}

#[test]
fn invalid_values_name_the_setter() {
    for value in ["s3cret\r\nx: y", "s3cret\n", "s3cret\0", "s3cret\u{7f}"] {
        let error = ClientBuilder::new(&API)
            .transport(Mock::json(200, "{}"))
            .credential(&TOKEN, value.to_owned())
            .build()
            .expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!(
            error.to_string(),
            "configuration: `api_token` contains a control character, such as a line break"
        );
    }
    let error = ClientBuilder::new(&API)
        .transport(Mock::json(200, "{}"))
        .credential(&TOKEN, String::new())
        .build()
        .expect_err("refused");
    assert_eq!(error.to_string(), "configuration: `api_token` is empty");
    let error = ClientBuilder::new(&API)
        .transport(Mock::json(200, "{}"))
        .basic(&TOKEN, "a:b".into(), "s3cret".into())
        .build()
        .expect_err("refused");
    assert_eq!(
        error.to_string(),
        "configuration: `api_token`: the user name contains a colon"
    );
}

fn from_env(variables: &'static [(&'static str, &'static str)]) -> (Mock, ClientBuilder) {
    let mock = Mock::json(200, r#"{"result":null,"success":true}"#);
    let builder = ClientBuilder::new(&API)
        .transport(mock.clone())
        .env_from(&|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        });
    (mock, builder)
}

fn send(builder: ClientBuilder) -> Result<(), Error> {
    let mut call = builder.build()?.call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a");
    wait(call.send())
}

#[test]
fn credentials_from_the_environment() {
    let (mock, builder) = from_env(&[("X_TOKEN", "t"), ("X_BASE_URL", "https://other/v9/")]);
    send(builder).expect("sent");
    assert_eq!(mock.only().url, "https://other/v9/accounts/a/inputs");
    assert_eq!(mock.only().header("authorization"), "Bearer t");

    let (mock, builder) = from_env(&[("X_TOKEN", "t"), ("X_EMAIL", ""), ("X_BASE_URL", "")]);
    send(
        builder
            .credential(&TOKEN, "explicit".to_owned())
            .base_url("https://mine"),
    )
    .expect("sent");
    assert_eq!(mock.only().url, "https://mine/accounts/a/inputs");
    assert_eq!(mock.only().header("authorization"), "Bearer explicit");

    let (mock, builder) = from_env(&[("X_TOKEN", ""), ("X_EMAIL", "e")]);
    assert_eq!(
        send(builder).expect_err("nothing is complete").to_string(),
        "configuration: no credentials: set `api_token` (X_TOKEN), or `api_email` (X_EMAIL) and `api_key` (X_KEY); or `no_credentials` if the server requires none"
    );
    assert_eq!(mock.count(), 0);

    let (_, builder) = from_env(&[("X_TOKEN", "s3cret\n")]);
    let error = send(builder).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "configuration: the environment variable `X_TOKEN` contains a control character, such as a line break"
    );
    let (_, builder) = from_env(&[("X_TOKEN", "t"), ("X_BASE_URL", "ftp://x")]);
    let error = send(builder).expect_err("refused");
    assert_eq!(
        error.to_string(),
        "configuration: the environment variable `X_BASE_URL`: the base URL does not start with `https://` or `http://`"
    );
}

#[test]
fn nothing_is_sent_without_credentials() {
    let mock = Mock::json(200, "{}");
    let error = send(ClientBuilder::new(&API).transport(mock.clone())).expect_err("no credentials");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert_eq!(
        error.to_string(),
        "POST /accounts/{account_id}/inputs: configuration: no credentials: set `api_token` (X_TOKEN), or `api_email` (X_EMAIL) and `api_key` (X_KEY); or `no_credentials` if the server requires none"
    );
    assert_eq!(mock.count(), 0);
}

#[test]
fn credentials_in_options_replace_the_clients() {
    for name in ["Authorization", "x-auth-key"] {
        let mock = Mock::json(200, r#"{"result":1}"#);
        let mut call = mock.client().call(&CREATE);
        call.parameter(&Parameter::path("account_id"), "a");
        call.options(
            CallOptions::new()
                .header(name, "mine")
                .header("accept", "a/b")
                .header("accept", "c/d"),
        );
        wait(call.send::<i32>()).expect("sent");
        let sent = mock.only();
        assert_eq!(sent.header(name), "mine");
        assert_eq!(
            sent.headers.contains_key("authorization"),
            name == "Authorization"
        );
        assert!(sent.headers[name].is_sensitive());
        assert_eq!(sent.header("accept"), "a/b|c/d");
    }
}

/// The error for credentials over plain http, after the operation.
const REFUSED: &str = "configuration: credentials are not sent to another host over plain http: use https, or set `allow_plain_http`";

static ANONYMOUS: Operation = Operation {
    security: &[],
    method: Method::GET,
    ..OPERATION
};

/// A client with a base URL that is plain http to another host.
fn plain_http(mock: &Mock) -> ClientBuilder {
    ClientBuilder::new(&API)
        .transport(mock.clone())
        .credential(&TOKEN, "t".to_owned())
        .base_url("http://h")
}

fn call_with(
    operation: &'static Operation,
    builder: ClientBuilder,
    options: CallOptions,
) -> Result<(), Error> {
    let mut call = builder
        .build()
        .expect("valid configuration")
        .call(operation);
    call.parameter(&Parameter::path("account_id"), "a");
    call.options(options);
    wait(call.send::<()>())
}

#[test]
fn no_credentials_over_http_to_other_hosts() {
    let mock = Mock::json(200, r#"{"result":1}"#);
    let refused = format!("POST /accounts/{{account_id}}/inputs: {REFUSED}");
    let header = CallOptions::new().header("authorization", "x");
    for options in [CallOptions::new(), header] {
        let error = call_with(&CREATE, plain_http(&mock), options).expect_err("refused");
        assert_eq!(error.to_string(), refused);
    }
    assert_eq!(mock.count(), 0);
    let allowed = plain_http(&mock).allow_plain_http(true);
    call_with(&CREATE, allowed, CallOptions::new()).expect("allowed");
    call_with(&ANONYMOUS, plain_http(&mock), CallOptions::new()).expect("no credentials");
    let loopback = plain_http(&mock).base_url("http://127.0.0.1:1");
    call_with(&CREATE, loopback, CallOptions::new()).expect("the same host");
    assert_eq!(mock.count(), 3);
}

#[test]
fn no_credentials_from_options_or_hooks_over_http_to_other_hosts() {
    static QUERY_KEY: Credential = Credential {
        name: "k",
        setter: "k",
        env: None,
        placement: Placement::Query("key"),
        token_url: None,
    };
    static QUERY_API: Api = Api {
        base_url: Some("http://h"),
        credentials: &[&QUERY_KEY],
        security: &[&[&QUERY_KEY]],
        envelope: None,
        ..copy(&API)
    };
    let mock = Mock::json(200, r#"{"result":1}"#);
    let by_query = ClientBuilder::new(&QUERY_API).transport(mock.clone());
    let query = CallOptions::new().query("key", "x");
    let error = call_with(&ANONYMOUS, by_query, query).expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let cookie = CallOptions::new().header("cookie", "session=1");
    let error = call_with(&ANONYMOUS, plain_http(&mock), cookie).expect_err("refused");
    assert!(error.to_string().ends_with(REFUSED), "{error}");
    let hook = plain_http(&mock).before_attempt(|request| {
        let value = HeaderValue::from_static("Bearer t0ken");
        request.headers_mut().insert("authorization", value);
    });
    let error = call_with(&ANONYMOUS, hook, CallOptions::new()).expect_err("refused");
    assert!(error.to_string().ends_with(REFUSED), "{error}");
    assert_eq!(error.attempts(), 0);
    assert_eq!(mock.count(), 0);
}

const fn copy(api: &Api) -> Api {
    Api { ..*api }
}

#[test]
fn server_without_credentials() {
    let mock = Mock::json(200, r#"{"result":1}"#);
    let builder = || {
        ClientBuilder::new(&API)
            .transport(mock.clone())
            .no_credentials()
    };
    send(builder()).expect("sent");
    assert!(!mock.only().headers.contains_key("authorization"));

    // Plain http is allowed without credentials, unless the call itself has some.
    let plain = || builder().base_url("http://chroma.example:8000");
    send(plain()).expect("sent");
    assert_eq!(mock.count(), 2);
    let mut call = plain().build().expect("valid").call(&CREATE);
    call.parameter(&Parameter::path("account_id"), "a");
    call.options(CallOptions::new().header("authorization", "Bearer own"));
    let error = wait(call.send::<i32>()).expect_err("exposed");
    assert!(error.to_string().contains("plain http"), "{error}");
    assert_eq!(mock.count(), 2);

    // The security of a single operation, and a custom request.
    static OWN: Operation = Operation {
        security: &[&[&KEY]],
        ..OPERATION
    };
    let client = builder().build().expect("valid");
    let mut call = client.call(&OWN);
    call.parameter(&Parameter::path("account_id"), "a");
    wait(call.send::<i32>()).expect("sent");
    let request = client.request::<serde_json::Value>(http::Method::GET, "/version");
    wait(request).expect("sent");
    let sent = mock.sent.lock().expect("no test panics inside").clone();
    assert!(
        sent.iter()
            .all(|sent| !sent.headers.contains_key("x-auth-key")
                && !sent.headers.contains_key("authorization"))
    );
}

#[test]
fn no_credentials_and_the_environment() {
    let variables = &[
        ("X_TOKEN", "t\n"),
        ("X_BASE_URL", "http://10.0.0.7:4200/api"),
    ];
    let (mock, builder) = from_env(variables);
    send(builder.no_credentials()).expect("sent");
    assert_eq!(
        mock.only().url,
        "http://10.0.0.7:4200/api/accounts/a/inputs"
    );
    assert!(!mock.only().headers.contains_key("authorization"));
    // Credentials that are not required need not be in the environment.
    let (_, builder) = from_env(&[]);
    send(builder.no_credentials()).expect("sent");
}

#[test]
fn credentials_and_no_credentials_conflict() {
    let mock = Mock::json(200, "{}");
    let builder = || ClientBuilder::new(&API).transport(mock.clone());
    let set = |builder: ClientBuilder| builder.credential(&TOKEN, "t".to_owned());
    for builder in [
        set(builder().no_credentials()),
        set(builder()).no_credentials(),
    ] {
        let error = send(builder).expect_err("both");
        assert_eq!(
            error.to_string(),
            "configuration: `no_credentials` and `api_token` are both set: remove one of them"
        );
    }
    let provider = || async { Ok::<_, std::io::Error>(crate::runtime::Token::new("t")) };
    let builder = builder().token_provider(&TOKEN, provider).no_credentials();
    assert!(send(builder).is_err_and(|error| error.kind() == ErrorKind::Configuration));
    assert_eq!(mock.count(), 0);
}

//! The examples in the documentation of a generated crate.
//!
//! In: the crate, and a call that all of them can show. Out: code blocks, which are documentation tests.

use super::super::doctest::Doctest;
use super::super::sample_call::{self, SampleCall};
use crate::rust::{Crate, ExchangePlan, Ident, Method, Resource, Ty};

/// Returns the first call of a new client.
pub(super) fn first_call(krate: &Crate) -> Option<String> {
    let (resource, method) = sample_call::first_call(krate)?;
    let mut statements = sample_call::first_client(krate);
    statements.extend(method.example.iter().cloned());
    Some(
        Doctest::new(krate)
            .awaiting()
            .calling(resource)
            .render(&statements),
    )
}

/// Returns a client whose settings are in code.
pub(super) fn client_in_code(krate: &Crate) -> String {
    let timeout = ".timeout(std::time::Duration::from_secs(20))";
    let mut statement = sample_call::client_in_code(krate, &[timeout]);
    // Between the credentials and these two calls: the timeout and `build`.
    let at = statement.len() - 2;
    statement.splice(at..at, sample_call::rarer_setters(krate));
    Doctest::new(krate).render(&statement)
}

/// Returns a client with a provider of tokens.
pub(super) fn tokens(krate: &Crate) -> Option<String> {
    let mut credentials = krate.client.credentials.iter();
    let provider = credentials.find_map(|credential| credential.provider.as_ref())?;
    let library = &krate.library;
    let mut lines = vec![format!("let client = {library}::Client::builder()")];
    lines.extend(sample_call::base_url(krate));
    lines.extend([
        format!("    .{}(|| async {{", provider.as_str()),
        "        let token = std::fs::read_to_string(\"/run/secrets/token\")?;".to_owned(),
        format!("        let token = {library}::Token::new(token.trim());"),
        "        Ok::<_, std::io::Error>(token.expires_in(std::time::Duration::from_secs(300)))"
            .to_owned(),
        "    })".to_owned(),
        "    .build()?;".to_owned(),
    ]);
    Some(Doctest::new(krate).render(&lines))
}

/// Returns clients that exchange an id and a secret for tokens: the short way, and with parameters.
pub(super) fn exchange(krate: &Crate, provider: &Ident, exchange: &ExchangePlan) -> String {
    let library = &krate.library;
    let builder = |call: String| {
        let mut lines = vec![format!("let client = {library}::Client::builder()")];
        lines.extend(sample_call::base_url(krate));
        lines.extend([format!("    .{call}"), "    .build()?;".to_owned()]);
        lines
    };
    let mut lines = builder(format!("{}(\"id\", \"secret\")", exchange.method.as_str()));
    let scopes = exchange.scopes.iter().map(|(name, _)| name.as_str());
    let scope = scopes.chain(["read"]).next().unwrap_or_default();
    lines.extend([
        String::new(),
        "// With a scope and a parameter.".to_owned(),
        format!("let credentials = {library}::ClientCredentials::new(\"id\", \"secret\")"),
        format!("    .scope({scope:?})"),
        "    .parameter(\"audience\", \"https://api.example.com\");".to_owned(),
    ]);
    lines.extend(builder(format!("{}(credentials)", provider.as_str())));
    Doctest::new(krate).render(&lines)
}

/// Returns how to decode the body of most failures, unless an envelope reports the errors.
pub(super) fn failure(krate: &Crate) -> Option<String> {
    if krate.client.envelope.is_some() {
        return None;
    }
    let (name, resource) = most_frequent_failure(krate)?;
    let library = &krate.library;
    let lines = [
        format!("use {library}::types::{name};"),
        String::new(),
        format!("if let Some(Ok(body)) = error.body_as::<{name}>() {{"),
        "    println!(\"{body:?}\");".to_owned(),
        "}".to_owned(),
    ];
    let doctest = Doctest::new(krate)
        .signature(format!("fn example(error: {library}::Error)"))
        .calling(resource);
    Some(doctest.render(&lines))
}

/// Returns the type that most operations declare for the body of a failure, and a resource with such an operation.
fn most_frequent_failure(krate: &Crate) -> Option<(&str, &Resource)> {
    struct Failure<'a> {
        name: &'a str,
        resource: &'a Resource,
        operations: usize,
    }
    let mut found: Vec<Failure<'_>> = Vec::new();
    for (resource, method) in sample_call::methods(krate) {
        let mut names: Vec<&str> = Vec::new();
        for ty in &method.failures {
            if let Ty::Item(name) = ty
                && !names.contains(&name.as_str())
            {
                names.push(name.as_str());
            }
        }
        for name in names {
            match found.iter_mut().find(|known| known.name == name) {
                Some(known) => known.operations += 1,
                None => found.push(Failure {
                    name,
                    resource,
                    operations: 1,
                }),
            }
        }
    }
    // Of equally frequent ones, the first.
    let most = found
        .into_iter()
        .rev()
        .max_by_key(|known| known.operations)?;
    Some((most.name, most.resource))
}

/// Returns calls with options, and the parts of a response besides its value.
pub(super) fn options(krate: &Crate, sample: &SampleCall<'_>) -> String {
    let library = &krate.library;
    let mut lines = sample.uses(&[
        "use std::time::Duration;".to_owned(),
        String::new(),
        format!("use {library}::CallOptions;"),
    ]);
    lines.extend(
        [
            "// For all calls of another client.",
            "let nightly = CallOptions::new().header(\"x-request-source\", \"nightly\");",
            "let client = client.with_options(nightly);",
            "",
            "// For one call.",
            "let quick = CallOptions::new().timeout(Duration::from_secs(5)).max_retries(0);",
        ]
        .map(str::to_owned),
    );
    lines.extend(sample.statement(
        "response",
        &[".options(quick)", ".with_response()", ".await?;"],
    ));
    lines.extend([
        "println!(\"{} {:?}\", response.status(), response.request_id());".to_owned(),
        "for warning in response.warnings() {".to_owned(),
        "    eprintln!(\"{warning}\");".to_owned(),
        "}".to_owned(),
        format!("let {} = response.into_value();", sample.variable),
    ]);
    Doctest::with_client(krate)
        .needing(sample.feature)
        .render(&lines)
}

/// Returns how to read a response that is not what the document describes.
pub(super) fn other_forms(krate: &Crate, sample: &SampleCall<'_>) -> String {
    let mut lines = sample.uses(&[]);
    lines.extend(sample.statement("response", &[".with_response()", ".bytes()", ".await?;"]));
    lines.push("println!(\"{}\", response.text());".to_owned());
    Doctest::with_client(krate)
        .needing(sample.feature)
        .render(&lines)
}

/// Returns a loop over the items of all pages.
pub(super) fn pages(krate: &Crate) -> Option<String> {
    let example = |method: &Method| {
        let pagination = method.pagination.as_ref()?;
        (!pagination.example.is_empty()).then(|| pagination.example.clone())
    };
    let (resource, method) = sample_call::first_of(krate, &|method| example(method).is_some())?;
    let doctest = Doctest::with_client(krate).calling(resource);
    Some(doctest.render(&example(method)?))
}

/// Returns a blocking call.
pub(super) fn blocking(krate: &Crate, sample: &SampleCall<'_>) -> String {
    let library = &krate.library;
    let mut lines = sample.uses(&[]);
    if sample_call::is_from_env(krate) {
        lines.push(format!(
            "let client = {library}::Client::blocking_from_env()?;"
        ));
    } else {
        lines.extend(sample_call::builder(krate));
        lines.push("    .build_blocking()?;".to_owned());
    }
    lines.extend(sample.statement(sample.variable, &[".send()?;"]));
    Doctest::new(krate)
        .needing(sample.feature)
        .needing(Some("blocking"))
        .render(&lines)
}

/// Returns a test with a mock transport and a mock clock.
pub(super) fn testing(krate: &Crate, sample: &SampleCall<'_>) -> String {
    let library = &krate.library;
    let mut lines = sample.uses(&[format!(
        "use {library}::test_util::{{MockClock, MockResponse, MockTransport}};"
    )]);
    lines.extend([
        "let mock = MockTransport::new();".to_owned(),
        "// Too many requests at first, then not found.".to_owned(),
        format!("mock.expect({:?}).respond_with_sequence([", sample.id),
        "    MockResponse::empty().status(429),".to_owned(),
        "    MockResponse::empty().status(404),".to_owned(),
        "]);".to_owned(),
        "let clock = MockClock::new();".to_owned(),
    ]);
    lines.extend(sample_call::client_in_code(
        krate,
        &[".transport(mock.clone())", ".clock(clock.clone())"],
    ));
    lines.push(String::new());
    lines.extend(sample.statement("result", &[".await;"]));
    lines.extend([
        "assert!(result.is_err_and(|error| error.is_not_found()));".to_owned(),
        "assert_eq!(clock.sleeps().len(), 1);".to_owned(),
        "mock.assert_met();".to_owned(),
    ]);
    Doctest::new(krate)
        .needing(sample.feature)
        .needing(Some("test-util"))
        .awaiting()
        .render(&lines)
}

/// Returns a request to an endpoint that the crate has no method for.
pub(super) fn unlisted(krate: &Crate) -> String {
    let library = &krate.library;
    let mut lines = vec![
        format!("use {library}::http::Method;"),
        format!("use {library}::serde_json::Value;"),
        String::new(),
        "let value: Value = client".to_owned(),
        "    .request(Method::GET, \"/something/new\")".to_owned(),
        "    .query(\"limit\", \"10\")".to_owned(),
    ];
    if krate.client.envelope.is_some() {
        lines.push("    // Takes the value out of the API's envelope.".to_owned());
        lines.push("    .enveloped()".to_owned());
    }
    lines.push("    .await?;".to_owned());
    Doctest::with_client(krate).render(&lines)
}

/// Returns such requests with a form, and with a stream of events.
pub(super) fn unlisted_form(krate: &Crate) -> String {
    let library = &krate.library;
    let mut lines = vec![
        format!("use {library}::http::Method;"),
        format!("use {library}::serde_json::{{Value, json}};"),
        format!("use {library}::{{File, Form}};"),
        String::new(),
    ];
    lines.extend(
        [
            "let form = Form::new()",
            "    .text(\"purpose\", \"import\")",
            "    .file(\"file\", File::new(\"one,two\").file_name(\"notes.csv\"));",
            "let uploaded: Value = client",
            "    .request(Method::POST, \"/something/new\")",
            "    .multipart(form)",
            "    .await?;",
            "",
            "let mut events = client",
            "    .request::<Value>(Method::POST, \"/something/live\")",
            "    .json(&json!({\"stream\": true}))",
            "    .events()",
            "    .await?;",
            "while let Some(event) = events.next().await {",
            "    println!(\"{}\", event?.data);",
            "}",
        ]
        .map(str::to_owned),
    );
    Doctest::with_client(krate).render(&lines)
}

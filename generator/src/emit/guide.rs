//! Prints the front page of the printed crate's documentation, which teaches the crate.
//!
//! In: the crate. Out: Markdown, by the template `front.md`, whose code is compiled as documentation tests of the printed crate.
//! What the template says holds of every crate; what depends on the document is made here.

use std::collections::HashSet;

use askama::Template;

use super::client::variables;
use super::shown::{self, Shown};
use super::{features, readme};
use crate::api::{BodyEncoding, Placement, SuccessEncoding};
use crate::rust::{Crate, Ident, Method, Resource, Ty, code};

#[derive(Template)]
#[template(path = "front.md", escape = "none")]
struct Page<'a> {
    library: &'a str,
    introduction: String,
    first_call: Option<String>,
    authentication: String,
    built: String,
    /// How a token is fetched, where there are any.
    tokens: Option<String>,
    /// How a program's own id and secret are exchanged for tokens, if the document says so: in words and in code.
    exchange: Option<(String, String)>,
    request_id_header: Option<String>,
    /// The headers of keys by which the service knows requests again, in words.
    idempotency_keys: String,
    /// How the body of a failure is read, where its type is the way to know what is wrong.
    failure: Option<String>,
    options: Option<String>,
    /// How a response is read that is not what the document says.
    other_forms: Option<String>,
    /// Whether any call needs credentials.
    needs_credentials: bool,
    blocking: Option<String>,
    testing: Option<String>,
    has_envelope: bool,
    /// An example of going through pages, where there are any.
    pages: Option<String>,
    streams: Streams,
    uploads: Uploads,
    unlisted: String,
    unlisted_form: String,
    servers: String,
    features: &'static [(&'static str, &'static str)],
    /// The features of resources.
    resource_features: Vec<(String, String)>,
    /// How one of them is asked for.
    narrow: Option<String>,
}

/// Returns the page.
pub(super) fn text(krate: &Crate) -> String {
    let shown = shown::shown(krate);
    let shown = shown.as_ref();
    let page = Page {
        library: &krate.library,
        introduction: introduction(krate),
        first_call: first_call(krate),
        authentication: authentication(krate),
        built: built(krate),
        tokens: tokens(krate),
        exchange: exchange(krate),
        request_id_header: krate.client.request_id_header.as_deref().map(code),
        idempotency_keys: idempotency_keys(krate),
        failure: failure(krate),
        options: shown.map(|shown| options(krate, shown)),
        other_forms: shown.map(|shown| other_forms(krate, shown)),
        needs_credentials: needs_credentials(krate),
        blocking: shown.map(|shown| blocking(krate, shown)),
        testing: shown.map(|shown| testing(krate, shown)),
        pages: pages(krate),
        streams: Streams::of(krate),
        uploads: Uploads::of(krate),
        has_envelope: krate.client.envelope.is_some(),
        unlisted: unlisted(krate),
        unlisted_form: unlisted_form(krate),
        servers: servers(krate),
        features: readme::FEATURES,
        resource_features: krate
            .features
            .as_ref()
            .map(features::meanings)
            .unwrap_or_default(),
        narrow: features::dependency(krate, &krate.package),
    };
    let text = page.render().expect("writing to a string does not fail");
    text.trim_end().to_owned()
}

fn introduction(krate: &Crate) -> String {
    let mut lines = match krate.docs.as_slice() {
        [] => vec![format!("A client for {}.", krate.title)],
        docs => docs.to_vec(),
    };
    if let Some(limit) = krate.recursion_limit {
        lines.push(String::new());
        lines.extend(wrap(&format!(
            "Its types contain one another more deeply than the compiler looks by itself. Where it asks for a higher recursion \
             limit in your crate, write `#![recursion_limit = \"{limit}\"]` there, as this crate does."
        )));
    }
    if !krate.api_version.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "It is made for version {} of the API.",
            code(&krate.api_version)
        ));
    }
    lines.join("\n")
}

fn first_call(krate: &Crate) -> Option<String> {
    let (resource, method) = shown::first_call(krate)?;
    let mut statements = shown::first_client(krate);
    statements.extend(method.example.iter().cloned());
    Some(Doctest::new(krate).calling(resource).print(&statements))
}

fn authentication(krate: &Crate) -> String {
    let variables = variables(krate);
    let mut paragraphs = Vec::new();
    if !variables.is_empty() {
        let mut lines = vec![
            "[`Client::from_env`] reads what it needs from environment variables:".to_owned(),
            String::new(),
        ];
        let items = variables.iter();
        lines.extend(items.map(|(variable, meaning)| format!("* {}: {meaning}", code(variable))));
        paragraphs.push(lines.join("\n"));
    }
    let sets = krate.client.security.iter();
    let sets: Vec<_> = sets.filter(|set| !set.is_empty()).collect();
    if sets.len() > 1 {
        let sets: Vec<_> = sets.iter().map(|set| alternative(krate, set)).collect();
        let text = format!(
            "One of these is needed: {}. The first that is complete is sent.",
            sets.join("; ")
        );
        paragraphs.push(wrap(&text).join("\n"));
    }
    let builder = match (variables.is_empty(), krate.client.credentials.is_empty()) {
        (false, _) => {
            "The builder takes the same in code, and whatever else differs from the defaults:"
        }
        (true, false) => {
            "The builder takes credentials, and whatever else differs from the defaults:"
        }
        (true, true) => {
            "The API declares no credentials. The builder takes what differs from the defaults:"
        }
    };
    paragraphs.push(builder.to_owned());
    paragraphs.join("\n\n")
}

/// Returns whether any call needs credentials, as far as the document says.
fn needs_credentials(krate: &Crate) -> bool {
    let is_needed = |sets: &[Vec<usize>]| sets.iter().any(|set| !set.is_empty());
    let mut methods = shown::methods(krate).into_iter();
    is_needed(&krate.client.security) || methods.any(|(_, method)| is_needed(&method.security))
}

/// Returns how the credentials of an alternative are set, in words.
fn alternative(krate: &Crate, set: &[usize]) -> String {
    let names = set.iter().map(|index| {
        let credential = &krate.client.credentials[*index];
        let method = credential.method.plain();
        match credential.placement {
            Placement::Transport => format!("{} by the transport", code(&credential.name)),
            _ => format!("[`{method}`](ClientBuilder::{method})"),
        }
    });
    names.collect::<Vec<_>>().join(" with ")
}

fn built(krate: &Crate) -> String {
    let timeout = ".timeout(std::time::Duration::from_secs(20))";
    let mut statement = shown::built_client(krate, &[timeout]);
    // Before the call above and the last one.
    let at = statement.len() - 2;
    statement.splice(at..at, shown::rarer_setters(krate));
    Doctest::new(krate).signature("fn example()", &statement)
}

fn tokens(krate: &Crate) -> Option<String> {
    let mut credentials = krate.client.credentials.iter();
    let provider = credentials.find_map(|credential| credential.provider.as_ref())?;
    let library = &krate.library;
    let mut lines = vec![format!("let client = {library}::Client::builder()")];
    lines.extend(shown::base_url(krate));
    lines.extend([
        format!("    .{}(|| async {{", provider.as_str()),
        "        let token = std::fs::read_to_string(\"/run/secrets/token\")?;".to_owned(),
        format!("        let token = {library}::Token::new(token.trim());"),
        "        Ok::<_, std::io::Error>(token.expires_in(std::time::Duration::from_secs(300)))"
            .to_owned(),
        "    })".to_owned(),
        "    .build()?;".to_owned(),
    ]);
    Some(Doctest::new(krate).signature("fn example()", &lines))
}

fn exchange(krate: &Crate) -> Option<(String, String)> {
    let mut credentials = krate.client.credentials.iter();
    let (provider, exchange) = credentials.find_map(|credential| {
        credential
            .provider
            .as_ref()
            .zip(credential.exchange.as_ref())
    })?;
    let library = &krate.library;
    let builder = |call: String| {
        let mut lines = vec![format!("let client = {library}::Client::builder()")];
        lines.extend(shown::base_url(krate));
        lines.extend([format!("    .{call}"), "    .build()?;".to_owned()]);
        lines
    };
    let mut lines = builder(format!("{}(\"id\", \"secret\")", exchange.method.as_str()));
    let scopes = exchange.scopes.iter().map(|(name, _)| name.as_str());
    let scope = scopes.chain(["read"]).next().unwrap_or_default();
    lines.extend([
        String::new(),
        "// With all that the server wants to know.".to_owned(),
        format!("let credentials = {library}::ClientCredentials::new(\"id\", \"secret\")"),
        format!("    .scope({scope:?})"),
        "    .parameter(\"audience\", \"https://api.example.com\");".to_owned(),
    ]);
    lines.extend(builder(format!("{}(credentials)", provider.as_str())));
    let example = Doctest::new(krate).signature("fn example()", &lines);
    let place = format!(
        "A program's own id and secret are exchanged for tokens at {}, by the grant `client_credentials` of OAuth 2. \
         [`ClientCredentials`] also take scopes, further parameters and another URL:",
        code(&exchange.token_url)
    );
    Some((wrap(&place).join("\n"), example))
}

fn idempotency_keys(krate: &Crate) -> String {
    let methods = shown::methods(krate).into_iter();
    let keys = methods.filter_map(|(_, method)| method.idempotency_key.as_deref());
    let mut keys: Vec<_> = keys.map(code).collect();
    keys.sort();
    keys.dedup();
    keys.join(", ")
}

/// Returns how the body of most failures is read, where there is no envelope to tell what is wrong.
fn failure(krate: &Crate) -> Option<String> {
    if krate.client.envelope.is_some() {
        return None;
    }
    let mut found: Vec<(&str, &Resource, usize)> = Vec::new();
    for (resource, method) in shown::methods(krate) {
        let mut named: Vec<&str> = Vec::new();
        for ty in &method.failures {
            if let Ty::Item(name) = ty
                && !named.contains(&name.as_str())
            {
                named.push(name.as_str());
            }
        }
        for name in named {
            match found.iter_mut().find(|(known, ..)| *known == name) {
                Some((.., count)) => *count += 1,
                None => found.push((name, resource, 1)),
            }
        }
    }
    // The first of equally frequent ones.
    let (name, resource, _) = found.into_iter().rev().max_by_key(|(.., count)| *count)?;
    let library = &krate.library;
    let lines = [
        format!("use {library}::types::{name};"),
        String::new(),
        format!("if let Some(Ok(body)) = error.body_as::<{name}>() {{"),
        "    println!(\"{body:?}\");".to_owned(),
        "}".to_owned(),
    ];
    let signature = format!("fn example(error: {library}::Error)");
    let doctest = Doctest::new(krate).calling(resource);
    Some(doctest.signature(&signature, &lines))
}

fn options(krate: &Crate, shown: &Shown<'_>) -> String {
    let library = &krate.library;
    let mut lines = shown.uses(&[
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
    lines.extend(shown.statement(
        "response",
        &[".options(quick)", ".with_response()", ".await?;"],
    ));
    lines.extend([
        "println!(\"{} {:?}\", response.status(), response.request_id());".to_owned(),
        "for warning in response.warnings() {".to_owned(),
        "    eprintln!(\"{warning}\");".to_owned(),
        "}".to_owned(),
        format!("let {} = response.into_value();", shown.variable),
    ]);
    Doctest::new(krate)
        .needing(shown.feature)
        .signature(&with_client(krate), &lines)
}

/// Returns how a response is read that is not what the document says.
fn other_forms(krate: &Crate, shown: &Shown<'_>) -> String {
    let mut lines = shown.uses(&[]);
    if lines.len() == 1 {
        lines.clear();
    }
    lines.extend(shown.statement("response", &[".with_response()", ".bytes()", ".await?;"]));
    lines.push("println!(\"{}\", response.text());".to_owned());
    Doctest::new(krate)
        .needing(shown.feature)
        .signature(&with_client(krate), &lines)
}

fn pages(krate: &Crate) -> Option<String> {
    let example = |method: &Method| {
        let pagination = method.pagination.as_ref()?;
        (!pagination.example.is_empty()).then(|| pagination.example.clone())
    };
    let (resource, method) = shown::first_of(krate, &|method| example(method).is_some())?;
    let doctest = Doctest::new(krate).calling(resource);
    Some(doctest.signature(&with_client(krate), &example(method)?))
}

/// What answers are there that can be read as they come.
#[derive(Clone, Copy, Default)]
struct Streams {
    /// Events and sequences.
    many: bool,
    /// Bytes and texts.
    raw: bool,
}

impl Streams {
    fn of(krate: &Crate) -> Self {
        let mut streams = Self::default();
        for (_, method) in shown::methods(krate) {
            let answer = &method.response;
            let views = answer.views.iter().map(|view| view.encoding);
            let own = answer.several.is_none().then_some(answer.encoding);
            for encoding in own.into_iter().chain(views) {
                match encoding {
                    SuccessEncoding::Events | SuccessEncoding::Lines => streams.many = true,
                    SuccessEncoding::Bytes | SuccessEncoding::Text => streams.raw = true,
                    SuccessEncoding::Json | SuccessEncoding::Envelope => {}
                }
            }
        }
        streams
    }
}

/// What calls there are that send files.
#[derive(Clone, Copy, Default)]
struct Uploads {
    /// As the body.
    bodies: bool,
    /// In forms.
    forms: bool,
}

impl Uploads {
    fn of(krate: &Crate) -> Self {
        let items = krate.types.iter().flat_map(|module| &module.items);
        let with_files: HashSet<&Ident> = items
            .filter(|item| item.types().into_iter().any(is_file))
            .map(|item| item.name())
            .collect();
        let methods = shown::methods(krate).into_iter();
        let contents = methods
            .filter_map(|(_, method)| method.body.as_ref())
            .flat_map(|body| &body.contents);
        let mut uploads = Self::default();
        for content in contents {
            match content.encoding {
                BodyEncoding::Bytes => uploads.bodies = true,
                BodyEncoding::Multipart(_) => {
                    let named = content.ty.named();
                    uploads.forms |= named.is_some_and(|name| with_files.contains(name));
                }
                _ => {}
            }
        }
        uploads
    }
}

/// Whether values of a type are files, or lists or the like of them.
fn is_file(mut ty: &Ty) -> bool {
    while let Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) = ty {
        ty = inner;
    }
    *ty == Ty::File
}

fn blocking(krate: &Crate, shown: &Shown<'_>) -> String {
    let library = &krate.library;
    let mut lines = shown.uses(&[]);
    if lines.len() == 1 {
        lines.clear();
    }
    if shown::is_from_env(krate) {
        lines.push(format!(
            "let client = {library}::Client::blocking_from_env()?;"
        ));
    } else {
        lines.extend(shown::builder(krate));
        lines.push("    .build_blocking()?;".to_owned());
    }
    lines.extend(shown.statement(shown.variable, &[".send()?;"]));
    Doctest::new(krate)
        .needing(shown.feature)
        .needing(Some("blocking"))
        .signature("fn example()", &lines)
}

fn testing(krate: &Crate, shown: &Shown<'_>) -> String {
    let library = &krate.library;
    let mut lines = shown.uses(&[format!(
        "use {library}::test_util::{{MockAnswer, MockClock, MockTransport}};"
    )]);
    lines.extend([
        "let mock = MockTransport::new();".to_owned(),
        "// It is too much at first, and then there is no such thing.".to_owned(),
        format!("mock.expect({:?}).answers([", shown.id),
        "    MockAnswer::empty().status(429),".to_owned(),
        "    MockAnswer::empty().status(404),".to_owned(),
        "]);".to_owned(),
        "let clock = MockClock::new();".to_owned(),
    ]);
    lines.extend(shown::built_client(
        krate,
        &[".transport(mock.clone())", ".clock(clock.clone())"],
    ));
    lines.push(String::new());
    lines.extend(shown.statement("result", &[".await;"]));
    lines.extend([
        "assert!(result.is_err_and(|error| error.is_not_found()));".to_owned(),
        "assert_eq!(clock.sleeps().len(), 1);".to_owned(),
        "mock.assert_met();".to_owned(),
    ]);
    Doctest::new(krate)
        .needing(shown.feature)
        .needing(Some("test-util"))
        .print(&lines)
}

fn unlisted(krate: &Crate) -> String {
    let library = &krate.library;
    let mut lines = vec![
        format!("use {library}::http::Method;"),
        format!("use {library}::serde_json::Value;"),
        String::new(),
        "let answer: Value = client".to_owned(),
        "    .request(Method::GET, \"/something/new\")".to_owned(),
        "    .query(\"limit\", \"10\")".to_owned(),
    ];
    if krate.client.envelope.is_some() {
        lines.push("    // Reads the value out of the API's envelope.".to_owned());
        lines.push("    .enveloped()".to_owned());
    }
    lines.push("    .await?;".to_owned());
    Doctest::new(krate).signature(&with_client(krate), &lines)
}

fn unlisted_form(krate: &Crate) -> String {
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
    Doctest::new(krate).signature(&with_client(krate), &lines)
}

/// Returns the signature of a function that is given a client.
fn with_client(krate: &Crate) -> String {
    format!("async fn example(client: {}::Client)", krate.library)
}

fn servers(krate: &Crate) -> String {
    let client = &krate.client;
    let mut lines = wrap(&match (&client.base_url, &client.base_path) {
        (Some(url), _) => format!(
            "Calls go to {} unless the builder is given another [`base_url`](ClientBuilder::base_url).",
            code(url)
        ),
        (None, Some(path)) => format!(
            "The API names no host, only the path {path}: give the builder a [`base_url`](ClientBuilder::base_url). To one \
             without a path, such as `https://api.example.com`, {path} is added; one with a path is used as it is.",
            path = code(path)
        ),
        (None, None) => {
            "The API names no server: give the builder a [`base_url`](ClientBuilder::base_url)."
                .to_owned()
        }
    });
    if !client.other_servers.is_empty() {
        lines.extend(["Others are:".to_owned(), String::new()]);
        let others = client
            .other_servers
            .iter()
            .map(|(url, description)| match description {
                Some(description) => format!("* {}: {description}", code(url)),
                None => format!("* {}", code(url)),
            });
        lines.extend(others);
    }
    for (template, variables) in &client.server_templates {
        lines.push(String::new());
        lines.extend(wrap(&format!(
            "Of {} these are the default; a base URL can have others:",
            code(template)
        )));
        lines.push(String::new());
        lines.extend(variables.iter().map(|line| format!("* {line}")));
    }
    if lines.iter().any(|line| line.starts_with("* ")) {
        lines.extend([String::new(), "Of connections holds:".to_owned()]);
    }
    lines.join("\n")
}

/// Code that is compiled and not run, and only with the features that it needs.
struct Doctest<'a> {
    krate: &'a Crate,
    features: Vec<&'a str>,
}

impl<'a> Doctest<'a> {
    fn new(krate: &'a Crate) -> Self {
        Self {
            krate,
            features: Vec::new(),
        }
    }

    fn needing(mut self, feature: Option<&'a str>) -> Self {
        self.features.extend(feature);
        self
    }

    fn calling(self, resource: &Resource) -> Self {
        let feature = features::feature_of(self.krate, &resource.path);
        self.needing(feature)
    }

    fn print(&self, statements: &[String]) -> String {
        self.signature("async fn example()", statements)
    }

    fn signature(&self, signature: &str, statements: &[String]) -> String {
        let features = self.features.iter();
        let features: Vec<_> = features.map(|name| format!("feature = {name:?}")).collect();
        let condition = match features.as_slice() {
            [] => None,
            [feature] => Some(format!("# #[cfg({feature})]")),
            features => Some(format!("# #[cfg(all({}))]", features.join(", "))),
        };
        let library = &self.krate.library;
        let mut lines = vec!["```no_run".to_owned()];
        lines.extend(condition);
        lines.push(format!("# {signature} -> Result<(), {library}::Error> {{"));
        lines.extend(statements.iter().cloned());
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines.join("\n")
    }
}

/// Breaks a text of our own into lines.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line from the start");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= 100 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

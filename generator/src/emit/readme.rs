//! Emits `README.md`.
//!
//! In: the crate and its manifest. Out: one file of Markdown, whose table lists every operation.

use askama::Template;

use super::features;
use super::listing::{self, Table};
use super::manifest::Manifest;
use super::render::HEADER;
use super::sample_call::{first_call, first_client};
use crate::rust::{Crate, code};

/// The features of every generated crate, and what they do.
pub(super) const FEATURES: &[(&str, &str)] = &[
    ("reqwest", "sends calls by `reqwest` (default)"),
    ("ureq", "sends the calls of blocking clients, by `ureq`"),
    (
        "blocking",
        "blocking clients over a transport of your own; `ureq` has it along",
    ),
    (
        "rustls",
        "TLS by rustls, with its usual provider of cryptography (default)",
    ),
    (
        "rustls-no-provider",
        "TLS by rustls, with the provider that the application installs",
    ),
    ("native-tls", "TLS by the library of the platform"),
    (
        "http2",
        "HTTP/2 where the server offers it, by `reqwest` alone",
    ),
    ("gzip", "answers compressed by gzip"),
    (
        "charset",
        "text in other charsets than UTF-8, such as Latin-1 and UTF-16, by `encoding_rs`",
    ),
    (
        "serde",
        "`Serialize` and `Deserialize` for all types (default)",
    ),
    (
        "stream",
        "`Stream` of `futures-core` for what comes one by one",
    ),
    (
        "test-util",
        "a transport without a network and a clock without waits, for tests",
    ),
    (
        "tracing",
        "spans and events of calls, by the crate `tracing`",
    ),
];

#[derive(Template)]
#[template(path = "README.md", escape = "none")]
struct Readme<'a> {
    header: &'static str,
    package: &'a str,
    dependency: String,
    library: &'a str,
    introduction: Vec<String>,
    client: Vec<String>,
    first_call: &'a [String],
    /// The variable that the first call fills.
    value: Option<&'a str>,
    variables: Vec<String>,
    resources: Vec<Table>,
    features: &'static [(&'static str, &'static str)],
    /// The features of resources.
    resource_features: Vec<(String, String)>,
    /// How one of them is asked for.
    narrow: Option<String>,
    license: Option<&'a str>,
}

/// Emits `README.md`.
pub(super) fn file(krate: &Crate, manifest: &Manifest) -> String {
    let introduction = match krate.docs.as_slice() {
        [] => vec![format!("A client for {}.", plain(&krate.title))],
        docs => docs.to_vec(),
    };
    let package = manifest.package_text("name").unwrap_or(&krate.package);
    let credentials = krate
        .client
        .credentials
        .iter()
        .filter_map(|credential| credential.env.as_ref());
    let first_call = first_call(krate)
        .map(|(_, method)| method.example.as_slice())
        .unwrap_or_default();
    let template = Readme {
        header: HEADER,
        package,
        // Whether it is published, nobody here knows.
        dependency: format!("{package} = {{ path = \"…\" }}"),
        variables: credentials.map(|variable| code(variable)).collect(),
        library: &krate.library,
        introduction,
        client: first_client(krate),
        first_call,
        value: first_call
            .iter()
            .find_map(|line| line.strip_prefix("let ")?.split(' ').next())
            // What changes is gone through by the example itself.
            .filter(|name| *name != "mut"),
        resources: listing::tables(krate),
        features: FEATURES,
        resource_features: krate
            .features
            .as_ref()
            .map(features::meanings)
            .unwrap_or_default(),
        narrow: features::dependency(krate, package),
        license: manifest.package_text("license"),
    };
    template
        .render()
        .expect("writing to a string does not fail")
        + "\n"
}

/// Returns text without what Markdown or HTML would take for more.
fn plain(text: &str) -> String {
    let mut markdown = String::new();
    for sign in text.chars() {
        match sign {
            '<' => markdown.push_str("&lt;"),
            '&' => markdown.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' => markdown.extend(['\\', sign]),
            _ if super::literal::is_hidden(sign) => markdown.push(' '),
            _ => markdown.push(sign),
        }
    }
    markdown
}

//! Renders `README.md`.
//!
//! In: the crate and its manifest. Out: Markdown with a table of all operations and one of all features.

use askama::Template;

use super::features::{self, Feature};
use super::listing::{self, Table};
use super::manifest::Manifest;
use super::render::HEADER;
use super::sample_call::{first_call, first_client};
use crate::rust::{Crate, code};

#[derive(Template)]
#[template(path = "README.md", escape = "none")]
struct Readme<'a> {
    header: &'static str,
    package: &'a str,
    dependency: String,
    rust_version: &'a str,
    library: &'a str,
    introduction: Vec<String>,
    client: Vec<String>,
    first_call: &'a [String],
    /// The variable that holds the value of the first call.
    value: Option<&'a str>,
    variables: Vec<String>,
    resources: Vec<Table>,
    features: Vec<Feature>,
    resource_features: Vec<Feature>,
    /// A dependency with the feature of one resource.
    narrow: Option<String>,
    license: Option<&'a str>,
}

/// Renders `README.md`.
pub(super) fn file(krate: &Crate, manifest: &Manifest) -> String {
    let introduction = match krate.docs.as_slice() {
        [] => vec![format!("A client for {}.", plain(&krate.title))],
        docs => docs.to_vec(),
    };
    let package = manifest.package_string("name").unwrap_or(&krate.package);
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
        // The crate may not be published.
        dependency: format!("{package} = {{ path = \"…\" }}"),
        rust_version: manifest.rust_version(),
        variables: credentials.map(|variable| code(variable)).collect(),
        library: &krate.library,
        introduction,
        client: first_client(krate),
        first_call,
        value: first_call
            .iter()
            .find_map(|line| line.strip_prefix("let ")?.split(' ').next())
            // A `let mut` is an iterator, whose items the example prints itself.
            .filter(|name| *name != "mut"),
        resources: listing::tables(krate),
        features: features::of_every_crate(),
        resource_features: features::of_resources(krate),
        narrow: features::dependency(krate, package),
        license: manifest.package_string("license"),
    };
    template
        .render()
        .expect("writing to a string does not fail")
        + "\n"
}

/// Returns plain text as Markdown.
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

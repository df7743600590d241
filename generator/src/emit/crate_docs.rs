//! The documentation of a generated crate as a whole, which teaches its use.
//!
//! In: the crate. Out: Markdown, by the template `crate_docs.md`, whose examples are documentation tests of the generated crate.
//! The template holds what is true of every crate; here is what depends on the document.

mod examples;
mod usage;

use askama::Template;

use self::usage::{Streams, Uploads};
use super::client::variables;
use super::features::{self, Feature};
use super::sample_call;
use crate::rust::{Crate, Placement, code, wrap};

#[derive(Template)]
#[template(path = "crate_docs.md", escape = "none")]
struct Page<'a> {
    library: &'a str,
    introduction: String,
    first_call: Option<String>,
    authentication: String,
    /// An example of a client whose settings are in code.
    client_in_code: String,
    /// An example of a provider of tokens, if any credential takes one.
    tokens: Option<String>,
    /// How a client id and secret are exchanged for tokens, if the document describes it.
    exchange: Option<Exchange>,
    request_id_header: Option<String>,
    /// The headers of idempotency keys, separated by commas.
    idempotency_keys: String,
    /// An example of decoding the body of a failure, if its type is the way to know the reason.
    failure: Option<String>,
    options: Option<String>,
    /// An example of reading a response in another form than the document describes.
    other_forms: Option<String>,
    /// Whether any call needs credentials.
    needs_credentials: bool,
    blocking: Option<String>,
    testing: Option<String>,
    has_envelope: bool,
    /// An example of iterating over pages, if any operation has them.
    pages: Option<String>,
    streams: Streams,
    uploads: Uploads,
    unlisted: String,
    unlisted_form: String,
    servers: String,
    features: Vec<Feature>,
    resource_features: Vec<Feature>,
    /// A dependency with the feature of one resource.
    narrow: Option<String>,
}

/// How a client id and secret are exchanged for tokens.
struct Exchange {
    words: String,
    code: String,
}

/// Returns the page.
pub(super) fn text(krate: &Crate) -> String {
    let sample = sample_call::sample_call(krate);
    let sample = sample.as_ref();
    let page = Page {
        library: &krate.library,
        introduction: introduction(krate),
        first_call: examples::first_call(krate),
        authentication: authentication(krate),
        client_in_code: examples::client_in_code(krate),
        tokens: examples::tokens(krate),
        exchange: exchange(krate),
        request_id_header: krate.client.request_id_header.as_deref().map(code),
        idempotency_keys: idempotency_keys(krate),
        failure: examples::failure(krate),
        options: sample.map(|sample| examples::options(krate, sample)),
        other_forms: sample.map(|sample| examples::other_forms(krate, sample)),
        needs_credentials: needs_credentials(krate),
        blocking: sample.map(|sample| examples::blocking(krate, sample)),
        testing: sample.map(|sample| examples::testing(krate, sample)),
        pages: examples::pages(krate),
        streams: Streams::in_crate(krate),
        uploads: Uploads::in_crate(krate),
        has_envelope: krate.client.envelope.is_some(),
        unlisted: examples::unlisted(krate),
        unlisted_form: examples::unlisted_form(krate),
        servers: servers(krate),
        features: features::of_every_crate(),
        resource_features: features::of_resources(krate),
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
            "Its types are nested more deeply than the compiler's default recursion limit allows. If the compiler asks for a \
             higher limit in your crate, add `#![recursion_limit = \"{limit}\"]` there, as this crate does."
        )));
    }
    if !krate.api_version.is_empty() {
        lines.push(String::new());
        lines.push(format!(
            "Generated for version {} of the API.",
            code(&krate.api_version)
        ));
    }
    lines.join("\n")
}

fn authentication(krate: &Crate) -> String {
    let variables = variables(krate);
    let mut paragraphs = Vec::new();
    if !variables.is_empty() {
        let mut lines = vec![
            "[`Client::from_env`] reads environment variables:".to_owned(),
            String::new(),
        ];
        lines.extend(variables.iter().map(|variable| variable.list_item()));
        paragraphs.push(lines.join("\n"));
    }
    let sets = krate.client.security.iter();
    let sets: Vec<_> = sets.filter(|set| !set.is_empty()).collect();
    if sets.len() > 1 {
        let sets: Vec<_> = sets.iter().map(|set| alternative(krate, set)).collect();
        let text = format!(
            "Set one of these: {}. The client sends the first that is complete.",
            sets.join("; ")
        );
        paragraphs.push(wrap(&text).join("\n"));
    }
    let builder = if !variables.is_empty() {
        "The builder sets the same values in code, and everything else that can be configured:"
    } else if krate.client.credentials.is_empty() {
        "The API declares no credentials. The builder sets everything that can be configured:"
    } else {
        "The builder sets the credentials, and everything else that can be configured:"
    };
    paragraphs.push(builder.to_owned());
    paragraphs.join("\n\n")
}

/// Returns whether any call needs credentials, as far as the document tells.
fn needs_credentials(krate: &Crate) -> bool {
    let is_needed = |sets: &[Vec<usize>]| sets.iter().any(|set| !set.is_empty());
    let mut methods = sample_call::methods(krate).into_iter();
    is_needed(&krate.client.security) || methods.any(|(_, method)| is_needed(&method.security))
}

/// Returns the setters of the credentials of one alternative, in words.
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

fn exchange(krate: &Crate) -> Option<Exchange> {
    let mut credentials = krate.client.credentials.iter();
    let (provider, exchange) = credentials.find_map(|credential| {
        credential
            .provider
            .as_ref()
            .zip(credential.exchange.as_ref())
    })?;
    let words = format!(
        "A client id and secret are exchanged for tokens at {}, with the client credentials grant of OAuth 2. \
         [`ClientCredentials`] can also set scopes, other parameters and another URL:",
        code(&exchange.token_url)
    );
    Some(Exchange {
        words: wrap(&words).join("\n"),
        code: examples::exchange(krate, provider, exchange),
    })
}

fn idempotency_keys(krate: &Crate) -> String {
    let methods = sample_call::methods(krate).into_iter();
    let keys = methods.filter_map(|(_, method)| method.idempotency_key.as_deref());
    let mut keys: Vec<_> = keys.map(code).collect();
    keys.sort();
    keys.dedup();
    keys.join(", ")
}

fn servers(krate: &Crate) -> String {
    let client = &krate.client;
    let mut lines = wrap(&match (&client.base_url, &client.base_path) {
        (Some(url), _) => format!(
            "Requests are sent to {}, unless the builder sets another [`base_url`](ClientBuilder::base_url).",
            code(url)
        ),
        (None, Some(path)) => format!(
            "The API declares no host, only the path {path}, so the builder needs a \
             [`base_url`](ClientBuilder::base_url). If that has no path, as `https://api.example.com`, {path} is appended; \
             otherwise it is used as it is.",
            path = code(path)
        ),
        (None, None) => "The API declares no server, so the builder needs a [`base_url`](ClientBuilder::base_url)."
            .to_owned(),
    });
    if !client.other_servers.is_empty() {
        lines.extend(["Other servers:".to_owned(), String::new()]);
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
            "The URL is {} with these defaults. To change them, set a base URL:",
            code(template)
        )));
        lines.push(String::new());
        lines.extend(variables.iter().map(|line| format!("* {line}")));
    }
    if lines.iter().any(|line| line.starts_with("* ")) {
        lines.extend([String::new(), "Connections:".to_owned()]);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::runtime;

    /// Returns the statuses in a list such as `408, 500 to 502` or `408 | 500..=502`.
    fn statuses(list: &str) -> BTreeSet<u16> {
        let numbers = |text: &str| -> Vec<u16> {
            text.split(|sign: char| !sign.is_ascii_digit())
                .filter(|word| word.len() == 3)
                .map(|word| word.parse().expect("digits are a number"))
                .collect()
        };
        let list = list.replace("..=", " to ");
        let parts = list.split([',', '|']).flat_map(|part| part.split(" or "));
        let ranges = parts.map(numbers).map(|range| match range.as_slice() {
            [] => Vec::new(),
            [one] => vec![*one],
            [first, .., last] => (*first..=*last).collect(),
        });
        ranges.flatten().collect()
    }

    #[test]
    fn the_table_of_retries_is_that_of_the_runtime() {
        let source = runtime::text_of("retry.rs").expect("the runtime decides about retries");
        let line = |prefix: &str| {
            let mut lines = source.lines().map(str::trim);
            let line = lines.find_map(|line| line.strip_prefix(prefix));
            line.map(statuses).expect("the runtime lists the statuses")
        };
        let conditional = line("//! | Status 408, ");
        let conditional: BTreeSet<u16> = conditional.into_iter().chain([408]).collect();
        let arm = source
            .lines()
            .find(|line| line.contains("408 |") && line.ends_with("=> Retried::IfIdempotent,"));
        assert_eq!(
            statuses(arm.expect("the code has one arm for them")),
            conditional
        );
        let page = include_str!("../../templates/crate_docs.md");
        let row = page
            .lines()
            .find_map(|line| line.strip_prefix("| The response is late or lost, or its status is "))
            .expect("the page has a table of retries");
        assert_eq!(statuses(row), conditional);
        assert!(
            conditional.contains(&503) && conditional.contains(&523),
            "{conditional:?}"
        );
    }
}

//! Prints `lib.rs`: the page that users read first, and the modules and names that they see.
//!
//! In: the crate. Out: one file. What the page teaches is compiled as documentation tests of the printed crate.

use quote::quote;

use super::client::variables;
use super::literal::{inner_docs, text};
use super::{features, print};
use crate::api::{Placement, SuccessEncoding};
use crate::rust::{Crate, CredentialPlan, Method, Resource, code};

/// Prints `lib.rs`.
pub(super) fn file(krate: &Crate) -> String {
    let docs = inner_docs(&page(krate));
    let deep = krate.recursion_limit.map(|limit| {
        let limit = text(&limit.to_string());
        quote!(#![recursion_limit = #limit])
    });
    let attributes = quote! {
        #docs
        #deep
        #![forbid(unsafe_code)]
        #![allow(clippy::should_implement_trait, clippy::large_enum_variant, deprecated)]
    };
    let jiff = krate.needs.jiff.then(|| {
        quote!(
            pub use jiff;
        )
    });
    let modules = quote! {
        mod client;
        pub mod resources;
        #[doc(hidden)]
        pub mod runtime;
        pub mod types;
    };
    let exports = quote! {
        pub use bytes;
        pub use http;
        #jiff
        pub use serde_json;
    };
    let own = quote! {
        pub use crate::runtime::{
            ApiMessage, Async, Attempt, AttemptRequest, Blocking, CallOptions, Client, ClientBuilder, Download, Error, ErrorKind,
            Events, File, Items, Lines, Pages, Patch, Pending, Position, Request, Response, ServerSentEvent, TimeoutPhase,
            Token, TokenProvider, Undeclared, ValidationError, Violation, Warning,
        };
    };
    let further = quote! {
        /// Reading and writing the types of this crate as JSON.
        pub mod json {
            pub use crate::runtime::json::{DecodeError, Encode, EncodeError, Json, from_slice, from_str, to_string, to_vec};
        }

        /// Sending calls by other means than the built-in ones, and other clocks.
        pub mod transport {
            #[cfg(feature = "blocking")]
            pub use crate::runtime::BlockingTransport;
            pub use crate::runtime::{
                BoxChunks, BoxFuture, Chunks, Clock, RequestBody, Transport, TransportBody, TransportError,
                TransportErrorKind, TransportRequest, TransportResponse,
            };
        }

        /// A transport without a network and a clock without waits, to test programs that use this crate.
        #[cfg(feature = "test-util")]
        pub mod test_util {
            pub use crate::runtime::mock::{Expectation, MockAnswer, MockClock, MockFault, MockTransport, SentRequest};
        }
    };
    print::file(attributes, [modules, exports, own, further])
}

/// Returns the lines of the page.
fn page(krate: &Crate) -> Vec<String> {
    let mut page = Page {
        krate,
        lines: Vec::new(),
    };
    page.introduction();
    page.first_call();
    page.authentication();
    page.servers();
    page.errors();
    page.options();
    page.streams();
    page.features();
    page.lines
}

struct Page<'a> {
    krate: &'a Crate,
    lines: Vec<String>,
}

impl Page<'_> {
    fn introduction(&mut self) {
        let docs = match self.krate.docs.as_slice() {
            [] => vec![format!("A client for {}.", self.krate.title)],
            docs => docs.to_vec(),
        };
        self.lines.extend(docs);
        if let Some(limit) = self.krate.recursion_limit {
            self.text(&format!(
                "Its types contain one another more deeply than the compiler looks by itself. Where it asks for a higher \
                 recursion limit in your crate, write `#![recursion_limit = \"{limit}\"]` there, as this crate does."
            ));
        }
        if !self.krate.api_version.is_empty() {
            self.text(&format!(
                "It is made for version {} of the API.",
                code(&self.krate.api_version)
            ));
        }
    }

    fn first_call(&mut self) {
        let Some((resource, method)) = first_call(self.krate) else {
            return;
        };
        let mut statements = first_client(self.krate);
        statements.extend(method.example.iter().cloned());
        self.section("A first call");
        self.text("Calls are methods of the resources that a [`Client`] gives access to. A call is sent when it is awaited; until then its optional parameters can be set by its own methods. The built-in transport runs in a Tokio runtime.");
        let feature = features::feature_of(self.krate, &resource.path);
        self.doctest(feature, true, &statements);
    }

    fn authentication(&mut self) {
        let krate = self.krate;
        self.section("Authentication");
        let variables = variables(krate);
        if !variables.is_empty() {
            self.text("[`Client::from_env`] reads what it needs from environment variables:");
            self.lines.push(String::new());
            self.lines.extend(
                variables
                    .iter()
                    .map(|(variable, meaning)| format!("* {}: {meaning}", code(variable))),
            );
        }
        if krate
            .client
            .security
            .iter()
            .filter(|set| !set.is_empty())
            .count()
            > 1
        {
            let sets = krate.client.security.iter().filter(|set| !set.is_empty());
            let sets = sets.map(|set| {
                let names = set.iter().map(|index| {
                    let credential = &krate.client.credentials[*index];
                    let method = credential.method.plain();
                    match credential.placement {
                        Placement::Transport => {
                            format!("{} by the transport", code(&credential.name))
                        }
                        _ => format!("[`{method}`](ClientBuilder::{method})"),
                    }
                });
                names.collect::<Vec<_>>().join(" with ")
            });
            let sets: Vec<_> = sets.collect();
            self.text(&format!(
                "One of these is needed: {}. The first that is complete is sent.",
                sets.join("; ")
            ));
        }
        self.text(match (variables.is_empty(), krate.client.credentials.is_empty()) {
            (false, _) => {
                "The builder takes the same in code, and whatever else differs from the defaults:"
            }
            (true, false) => {
                "The builder takes credentials, and whatever else differs from the defaults:"
            }
            (true, true) => {
                "The API declares no credentials. The builder takes what differs from the defaults:"
            }
        });
        let timeout = "    .timeout(std::time::Duration::from_secs(20))".to_owned();
        self.doctest(None, false, &built_client(krate, vec![timeout]));
        self.tokens();
    }

    /// Shows how tokens are fetched, where there are any.
    fn tokens(&mut self) {
        let krate = self.krate;
        let mut credentials = krate.client.credentials.iter();
        let Some(provider) = credentials.find_map(|credential| credential.provider.as_ref()) else {
            return;
        };
        self.text("A token that expires comes from a provider: a function, or a [`TokenProvider`]. It is asked when a token is needed, once for all calls that wait for it, and again shortly before the token expires or where the service refuses it.");
        let library = &krate.library;
        let mut statement = vec![format!("let client = {library}::Client::builder()")];
        if krate.client.base_url.is_none() {
            statement.push("    .base_url(\"https://api.example.com\")".to_owned());
        }
        statement.extend([
            format!("    .{}(|| async {{", provider.as_str()),
            "        let token = std::fs::read_to_string(\"/run/secrets/token\")?;".to_owned(),
            format!("        let token = {library}::Token::new(token.trim());"),
            "        Ok::<_, std::io::Error>(token.expires_in(std::time::Duration::from_secs(300)))"
                .to_owned(),
            "    })".to_owned(),
            "    .build()?;".to_owned(),
        ]);
        self.doctest(None, false, &statement);
    }

    fn servers(&mut self) {
        let client = &self.krate.client;
        self.section("Servers");
        match &client.base_url {
            Some(url) => self.text(&format!(
                "Calls go to {} unless the builder is given another base URL.",
                code(url)
            )),
            None => self.text("The API names no server: give the builder a base URL."),
        }
        let others = client
            .other_servers
            .iter()
            .map(|(url, description)| match description {
                Some(description) => format!("* {}: {description}", code(url)),
                None => format!("* {}", code(url)),
            });
        let others: Vec<_> = others.collect();
        if !others.is_empty() {
            self.text("Others are:");
            self.lines.push(String::new());
            self.lines.extend(others);
        }
    }

    fn errors(&mut self) {
        let library = &self.krate.library;
        self.section("Errors");
        self.text("Every call gives an [`Error`] when it fails, whatever the reason. It prints as one line without secrets, and answers what programs ask:");
        self.lines.extend([
            String::new(),
            "```".to_owned(),
            format!("fn explain(error: &{library}::Error) -> String {{"),
            "    if error.is_not_found() {".to_owned(),
            "        return \"there is no such thing\".to_owned();".to_owned(),
            "    }".to_owned(),
            "    match error.retry_after() {".to_owned(),
            "        Some(wait) => format!(\"come back in {} seconds\", wait.as_secs()),"
                .to_owned(),
            "        None => error.to_string(),".to_owned(),
            "    }".to_owned(),
            "}".to_owned(),
            "```".to_owned(),
        ]);
    }

    fn options(&mut self) {
        let library = &self.krate.library;
        self.section("Options");
        self.text("What applies to one call alone is set by its method `options`, and `with_response` gives status and headers beside the value, and the warnings: what in the answer was not as the API documents it and is left out of the value. A client can be told to pass warnings on ([`on_warning`](ClientBuilder::on_warning)), or to take them as errors ([`strict`](ClientBuilder::strict)).");
        self.text("So a call of its own may look:");
        self.lines.extend([
            String::new(),
            "```".to_owned(),
            "use std::time::Duration;".to_owned(),
            String::new(),
            format!("use {library}::CallOptions;"),
            String::new(),
            "let options = CallOptions::new()".to_owned(),
            "    .timeout(Duration::from_secs(5))".to_owned(),
            "    .header(\"x-request-source\", \"nightly\");".to_owned(),
            "```".to_owned(),
        ]);
    }

    /// Tells of answers that are read as they come, where there are any.
    fn streams(&mut self) {
        let mut encodings = Vec::new();
        let mut open: Vec<&Resource> = self.krate.resources.iter().collect();
        while let Some(resource) = open.pop() {
            for method in &resource.methods {
                let answer = &method.answer;
                if answer.several.is_none() {
                    encodings.push(answer.encoding);
                }
                encodings.extend(answer.views.iter().map(|view| view.encoding));
            }
            open.extend(&resource.children);
        }
        let is_many = |encoding: &SuccessEncoding| {
            matches!(encoding, SuccessEncoding::Events | SuccessEncoding::Lines)
        };
        let is_raw = |encoding: &SuccessEncoding| {
            matches!(encoding, SuccessEncoding::Bytes | SuccessEncoding::Text)
        };
        let (many, raw) = (encodings.iter().any(is_many), encodings.iter().any(is_raw));
        if !many && !raw {
            return;
        }
        self.section("Streams");
        if many {
            self.text("Answers of many values, server-sent events ([`Events`]) and sequences of JSON ([`Lines`]), are given one by one, as they come: by `next().await`, as an `Iterator` where the client is a blocking one, and as a `Stream` by the feature `stream`. Nothing is repeated once the first of them is there.");
        }
        if raw {
            self.text("Bytes and text are given as a whole, or by a call's method `stream` as a [`Download`], which can be longer than memory: the call is repeated until the answer begins, and its body is read as it comes.");
        }
        self.text("What stops coming is an error after 30 seconds, or as long as [`idle_timeout`](ClientBuilder::idle_timeout) says.");
    }

    fn features(&mut self) {
        self.section("Features");
        self.lines.extend(
            super::readme::FEATURES
                .iter()
                .map(|(feature, meaning)| format!("* `{feature}`: {meaning}")),
        );
        let (Some(features), Some(narrow)) = (
            &self.krate.features,
            features::dependency(self.krate, &self.krate.package),
        ) else {
            return;
        };
        self.text("Each resource has a feature too, and takes along the types that its calls need. What is off is not compiled: name the resources that a program uses, and the transport, in place of the default.");
        self.lines.extend([
            String::new(),
            "```toml".to_owned(),
            "[dependencies]".to_owned(),
            narrow,
            "```".to_owned(),
            String::new(),
        ]);
        let meanings = features::meanings(features);
        self.lines.extend(
            meanings
                .iter()
                .map(|(feature, meaning)| format!("* `{feature}`: {meaning}")),
        );
    }

    fn section(&mut self, title: &str) {
        self.lines
            .extend([String::new(), format!("# {title}"), String::new()]);
    }

    fn text(&mut self, text: &str) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
        self.lines.extend(wrap(text));
    }

    /// Adds a doctest that is compiled and not run, and only with the feature that it needs.
    fn doctest(&mut self, feature: Option<&str>, is_async: bool, statements: &[String]) {
        let library = &self.krate.library;
        let function = if is_async { "async fn" } else { "fn" };
        self.lines.extend([String::new(), "```no_run".to_owned()]);
        let condition = feature.map(|feature| format!("# #[cfg(feature = \"{feature}\")]"));
        self.lines.extend(condition);
        self.lines.extend([format!(
            "# {function} example() -> Result<(), {library}::Error> {{"
        )]);
        self.lines.extend(statements.iter().cloned());
        self.lines
            .extend(["# Ok(())".to_owned(), "# }".to_owned(), "```".to_owned()]);
    }
}

/// Returns the statement that makes the client of the first call: by the environment where that can hold credentials.
pub(super) fn first_client(krate: &Crate) -> Vec<String> {
    let client = &krate.client;
    let from_env = client.base_url.is_some()
        && client
            .credentials
            .iter()
            .any(|credential| credential.env.is_some());
    if from_env {
        let library = &krate.library;
        return vec![format!("let client = {library}::Client::from_env()?;")];
    }
    built_client(krate, Vec::new())
}

/// Returns the statement that makes a client in code, with the first alternative of credentials and further calls.
fn built_client(krate: &Crate, further: Vec<String>) -> Vec<String> {
    let client = &krate.client;
    let mut statement = vec![format!("let client = {}::Client::builder()", krate.library)];
    if client.base_url.is_none() {
        statement.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    let first = client.security.iter().find(|set| !set.is_empty());
    let credentials = first
        .into_iter()
        .flatten()
        .map(|index| &client.credentials[*index]);
    statement.extend(credentials.filter_map(call_of_setter));
    statement.extend(further);
    statement.push("    .build()?;".to_owned());
    statement
}

/// Returns the call of a credential's setter, in a chain.
fn call_of_setter(credential: &CredentialPlan) -> Option<String> {
    let method = credential.method.as_str();
    match credential.placement {
        Placement::Transport => None,
        Placement::Basic => Some(format!("    .{method}(\"user\", \"password\")")),
        _ => Some(format!("    .{method}(\"…\")")),
    }
}

/// Returns the call that is shown first: one that changes nothing, if there is one.
pub(super) fn first_call(krate: &Crate) -> Option<(&Resource, &Method)> {
    let mut methods = Vec::new();
    let mut open: Vec<&Resource> = krate.resources.iter().rev().collect();
    while let Some(resource) = open.pop() {
        let shown = resource.methods.iter();
        let shown = shown.filter(|method| !method.example.is_empty() && !method.deprecated);
        methods.extend(shown.map(|method| (resource, method)));
        open.extend(resource.children.iter().rev());
    }
    let read = methods
        .iter()
        .find(|(_, method)| method.http_method == "GET");
    read.or(methods.first()).copied()
}

/// Breaks a text of our own into lines.
fn wrap(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().expect("there is a line from the start");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= 96 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

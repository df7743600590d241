//! Examples in the documentation of generated crates: compiled as documentation tests, and not run.
//!
//! In: the lines of an example. Out: a code block of Markdown, with the hidden lines that make it compile.

use super::features;
use crate::rust::{Crate, Resource};

/// The function around an example, and the features that it needs.
pub(super) struct Doctest<'a> {
    krate: &'a Crate,
    signature: String,
    features: Vec<&'a str>,
}

impl<'a> Doctest<'a> {
    /// Returns an example that builds its own clients, and does not await.
    pub(super) fn new(krate: &'a Crate) -> Self {
        Self {
            krate,
            signature: "fn example()".to_owned(),
            features: Vec::new(),
        }
    }

    /// Returns an async example with a `client` in scope.
    pub(super) fn with_client(krate: &'a Crate) -> Self {
        Self::new(krate).signature(format!(
            "async fn example(client: {}::Client)",
            krate.library
        ))
    }

    /// Sets the signature of the function, up to its return type.
    pub(super) fn signature(mut self, signature: String) -> Self {
        self.signature = signature;
        self
    }

    /// Lets the example await.
    pub(super) fn awaiting(self) -> Self {
        let signature = format!("async {}", self.signature);
        self.signature(signature)
    }

    /// Adds a feature without which the example is not compiled.
    pub(super) fn needing(mut self, feature: Option<&'a str>) -> Self {
        self.features.extend(feature);
        self
    }

    /// Adds the feature of a resource.
    pub(super) fn calling(self, resource: &Resource) -> Self {
        let feature = features::feature_of(self.krate, &resource.path);
        self.needing(feature)
    }

    /// Returns the code block, a line each.
    pub(super) fn lines(&self, statements: &[String]) -> Vec<String> {
        let features = self.features.iter();
        let features: Vec<_> = features.map(|name| format!("feature = {name:?}")).collect();
        let condition = match features.as_slice() {
            [] => None,
            [feature] => Some(format!("# #[cfg({feature})]")),
            features => Some(format!("# #[cfg(all({}))]", features.join(", "))),
        };
        let (signature, library) = (&self.signature, &self.krate.library);
        let mut lines = vec!["```no_run".to_owned()];
        lines.extend(condition);
        lines.push(format!("# {signature} -> Result<(), {library}::Error> {{"));
        lines.extend(statements.iter().cloned());
        lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
        lines
    }

    /// Returns the code block.
    pub(super) fn render(&self, statements: &[String]) -> String {
        self.lines(statements).join("\n")
    }
}

//! The Rust version, features and dependencies of the runtime, which are also those of generated crates.
//!
//! In: `runtime/Cargo.toml`, the only place for versions, features and their meanings. Out: the lines of its tables and a list of
//! its features, for the manifest, the README and the documentation of a generated crate.

/// The manifest of the runtime.
const RUNTIME: &str = include_str!("../../runtime/Cargo.toml");

/// The package of the runtime.
pub const RUNTIME_PACKAGE: &str = "openapi-client-runtime";

const PACKAGE: &str = "[package]";
const FEATURES: &str = "[features]";
const DEPENDENCIES: &str = "[dependencies]";
const WASM_DEPENDENCIES: &str = "[target.'cfg(target_arch = \"wasm32\")'.dependencies]";

/// Returns the oldest Rust version that generated crates support.
pub(super) fn rust_version() -> &'static str {
    let line = table(PACKAGE).find(|line| key(line) == Some("rust-version"));
    let version = line.and_then(|line| line.split_once('='));
    version.map_or("", |(_, version)| version.trim().trim_matches('"'))
}

/// A feature of every generated crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feature {
    /// Its name.
    pub(super) name: String,
    /// What it is for: one line of Markdown, a sentence or several.
    pub(super) meaning: String,
}

/// Returns the features, in the order of the manifest. The comment above a feature is its meaning, to which is added whether it
/// is on by default and which other features it turns on.
pub(super) fn features() -> Vec<Feature> {
    let defaults = list(default_features());
    let mut features = Vec::new();
    let mut comment: Vec<&str> = Vec::new();
    for line in table(FEATURES) {
        if let Some(text) = line.strip_prefix("# ") {
            comment.push(text);
            continue;
        }
        let Some((name, implied)) = line.split_once(" = ") else {
            continue;
        };
        let mut meaning = std::mem::take(&mut comment).join(" ");
        for other in implied_features(implied) {
            meaning.push_str(&format!(" Implies `{other}`."));
        }
        if defaults.clone().any(|default| default == name) {
            meaning.push_str(" On by default.");
        }
        if name != "default" {
            features.push(Feature {
                name: name.to_owned(),
                meaning,
            });
        }
    }
    features
}

/// Returns the features among what a feature turns on, which is an array on one line.
pub(super) fn implied_features(array: &str) -> impl Iterator<Item = &str> {
    list(array).filter(|name| table(FEATURES).filter_map(key).any(|known| known == *name))
}

/// Returns the features and their comments as lines of a manifest, without `default`.
pub(super) fn feature_lines() -> impl Iterator<Item = &'static str> {
    table(FEATURES).filter(|line| key(line) != Some("default"))
}

/// Returns the default features, separated by commas.
pub(super) fn default_features() -> &'static str {
    let line = table(FEATURES).find(|line| key(line) == Some("default"));
    let list = line
        .and_then(|line| line.split_once('='))
        .map(|(_, list)| list);
    list.unwrap_or_default().trim().trim_matches(['[', ']'])
}

/// Returns the dependencies of every target as lines of a manifest, that on `jiff` only if it is needed.
pub(super) fn dependency_lines(needs_jiff: bool) -> impl Iterator<Item = &'static str> {
    table(DEPENDENCIES).filter(move |line| needs_jiff || key(line) != Some("jiff"))
}

/// Returns the header of the table of dependencies for WebAssembly, and its lines.
pub(super) fn wasm_dependency_lines() -> impl Iterator<Item = &'static str> {
    std::iter::once(WASM_DEPENDENCIES).chain(table(WASM_DEPENDENCIES))
}

/// Returns the names of the packages that generated crates can depend on for every target.
pub fn dependencies() -> impl Iterator<Item = &'static str> {
    let own = std::iter::once(RUNTIME_PACKAGE);
    table(DEPENDENCIES).filter_map(key).chain(own)
}

/// Returns the lines of a table without its header and empty lines.
fn table(header: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = RUNTIME
        .lines()
        .skip_while(move |line| *line != header)
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty())
}

/// Returns the strings of an array on one line.
fn list(array: &str) -> impl Iterator<Item = &str> + Clone {
    let words = array.trim_matches(['[', ']']).split(", ");
    words.map(|word| word.trim_matches('"'))
}

/// Returns the key that a line sets, if any.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    (!line.starts_with('#')).then(|| key.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rust::RESERVED_FEATURES;

    #[test]
    fn every_feature_has_a_meaning() {
        let features = features();
        assert_eq!(features[0].name, "reqwest");
        for Feature { name, meaning } in &features {
            assert!(
                meaning.ends_with('.') && !meaning.starts_with(' '),
                "{name}: {meaning}"
            );
            assert!(
                !meaning.contains('|'),
                "{name} would break a table: {meaning}"
            );
            // Otherwise a resource could have a feature of that name.
            assert!(RESERVED_FEATURES.contains(&name.as_str()), "{name}");
        }
        let ureq = features.iter().find(|feature| feature.name == "ureq");
        let ureq = ureq
            .map(|feature| feature.meaning.as_str())
            .unwrap_or_default();
        assert!(ureq.ends_with(" Implies `blocking`."), "{ureq}");
        let rustls = features.iter().find(|feature| feature.name == "rustls");
        let rustls = rustls
            .map(|feature| feature.meaning.as_str())
            .unwrap_or_default();
        assert!(rustls.ends_with(" On by default."), "{rustls}");
    }

    #[test]
    fn dependencies_are_named() {
        let names: Vec<_> = dependencies().collect();
        assert!(
            names.contains(&"reqwest") && names.contains(&"http-body"),
            "{names:?}"
        );
        assert_eq!(
            dependency_lines(false).count() + 1,
            dependency_lines(true).count()
        );
        assert_eq!(wasm_dependency_lines().count(), 3);
    }
}

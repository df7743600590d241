//! The manifest of a generated crate: a template, merged with a part that is maintained by hand.
//!
//! In: the hand-maintained part, or a name and a version. Out: `Cargo.toml`. The hand-maintained part is split at its table
//! headers, and its lines are copied as they are: cargo reads the result in any case, and a TOML parser would be one more
//! dependency of every build of the generator. Tables and keys that the generator writes itself are rejected there.

use askama::Template;

use super::render::HEADER;
use super::runtime_manifest;
use crate::rust::{ALL_RESOURCES, Crate};

/// The tables that the generator writes.
const GENERATED_TABLES: &[&str] = &["lib", "features", "workspace", "lints"];

/// The table to which the hand-maintained part can add dependencies.
const DEPENDENCIES: &str = "dependencies";

/// The table of the Rust types that strings of a format have. Cargo ignores it.
const FORMATS: &str = "package.metadata.codegen.formats";

/// The keys of `[package]` that the generator writes.
const GENERATED_KEYS: &[&str] = &["edition", "readme", "autolib"];

/// The hand-maintained part of a manifest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The lines of `[package]`; without them, it has the plan's package name and the version below.
    package: Option<Vec<String>>,
    /// The version if there is no `[package]`.
    version: String,
    /// Dependencies in addition to those of every crate.
    dependencies: Vec<String>,
    /// The Rust type of each string format.
    formats: Vec<(String, String)>,
    /// Other tables, with their headers.
    tables: Vec<String>,
    /// The workspace that the crate belongs to.
    workspace: Workspace,
}

/// The workspace that a generated crate belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workspace {
    /// One of its own, so that the crate can be anywhere.
    #[default]
    Own,
    /// That of an enclosing folder.
    Enclosing,
    /// That of an enclosing folder, whose lints it inherits.
    EnclosingWithLints,
}

impl Default for Manifest {
    /// Returns the manifest of a crate that is not published: version `0.0.0`, in a workspace of its own.
    fn default() -> Self {
        Self {
            package: None,
            version: "0.0.0".to_owned(),
            dependencies: Vec::new(),
            formats: Vec::new(),
            tables: Vec::new(),
            workspace: Workspace::Own,
        }
    }
}

impl Manifest {
    /// Returns the manifest of a crate of this version that is not published.
    pub fn with_version(version: &str) -> Self {
        Self {
            version: version.to_owned(),
            ..Self::default()
        }
    }

    /// Parses the hand-maintained part. Comments on lines of their own are dropped.
    ///
    /// # Errors
    ///
    /// Returns a message if the text has no `[package]`, or has a table or key that the generator writes itself.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tables: Vec<(String, Vec<String>)> = Vec::new();
        let mut in_string = false;
        for line in text.lines() {
            if !in_string {
                if let Some(header) = header(line) {
                    tables.push((header, vec![line.trim_end().to_owned()]));
                    continue;
                }
                if line.trim().is_empty() || line.trim_start().starts_with('#') {
                    continue;
                }
            }
            // A line within a multi-line string can look like anything.
            if (line.matches("\"\"\"").count() + line.matches("'''").count()) % 2 == 1 {
                in_string = !in_string;
            }
            match tables.last_mut() {
                Some((_, lines)) => lines.push(line.to_owned()),
                None => return Err(format!("`{}` is before the first table", line.trim())),
            }
        }
        let mut manifest = Self::default();
        for (header, lines) in tables {
            let root = header.split('.').next().unwrap_or_default();
            if header == "package" {
                let generated = lines[1..]
                    .iter()
                    .filter_map(|line| key(line))
                    .find(|key| GENERATED_KEYS.contains(key));
                if let Some(key) = generated {
                    return Err(format!(
                        "`{key}` of `[package]` is written by the generator: remove it"
                    ));
                }
                manifest.package = Some(lines[1..].to_vec());
            } else if header == DEPENDENCIES {
                for line in &lines[1..] {
                    manifest.add_dependency(line)?;
                }
            } else if root == DEPENDENCIES {
                return Err(format!(
                    "`[{header}]` must be a line of `[dependencies]`: `{} = {{ … }}`",
                    header.trim_start_matches("dependencies.")
                ));
            } else if header == FORMATS {
                for line in &lines[1..] {
                    let (format, path) = line.split_once('=').unwrap_or((line, ""));
                    let plain = |text: &str| text.trim().trim_matches('"').to_owned();
                    manifest.formats.push((plain(format), plain(path)));
                }
            } else if GENERATED_TABLES.contains(&root) {
                return Err(format!("`[{root}]` is written by the generator: remove it"));
            } else {
                manifest.tables.push(lines.join("\n"));
            }
        }
        match manifest.package {
            Some(_) => Ok(manifest),
            None => Err("there is no `[package]`".to_owned()),
        }
    }

    /// Adds a dependency, as a line of `[dependencies]`.
    ///
    /// # Errors
    ///
    /// Returns a message if every generated crate has this dependency anyway.
    pub fn add_dependency(&mut self, line: &str) -> Result<(), String> {
        let name = key(line).unwrap_or(line.trim());
        if runtime_manifest::dependencies().any(|dependency| dependency == name) {
            return Err(format!(
                "the dependency `{name}` is written by the generator: remove it"
            ));
        }
        self.dependencies.push(line.to_owned());
        Ok(())
    }

    /// Returns the names of all dependencies: those of every crate and those in addition.
    pub fn dependencies(&self) -> impl Iterator<Item = &str> + '_ {
        let added = self.dependencies.iter().filter_map(|line| key(line));
        let every = runtime_manifest::dependencies();
        added.chain(every.map(|name| -> &str { name }))
    }

    /// Returns the Rust type of each string format that has one.
    pub fn formats(&self) -> impl Iterator<Item = (&str, &str)> {
        let formats = self.formats.iter();
        formats.map(|(format, path)| (format.as_str(), path.as_str()))
    }

    /// Sets the workspace that the crate belongs to.
    pub fn in_workspace(mut self, workspace: Workspace) -> Self {
        self.workspace = workspace;
        self
    }

    /// Returns the value of a string in `[package]`, such as `name`.
    pub fn package_string(&self, key: &str) -> Option<&str> {
        let line = self
            .package
            .iter()
            .flatten()
            .find(|line| self::key(line) == Some(key))?;
        let (_, value) = line.split_once('=')?;
        value.trim().strip_prefix('"')?.split('"').next()
    }

    /// Returns the oldest Rust version that the crate supports.
    pub(super) fn rust_version(&self) -> &str {
        let stated = self.package_string("rust-version");
        stated.unwrap_or_else(|| runtime_manifest::rust_version())
    }

    /// Renders `Cargo.toml`.
    pub(super) fn render(&self, krate: &Crate) -> String {
        let package = match &self.package {
            Some(lines) => lines.clone(),
            None => vec![
                format!("name = {}", toml_string(&krate.package)),
                format!("version = {}", toml_string(&self.version)),
                format!(
                    "description = {}",
                    toml_string(&format!("A client for {}", krate.title))
                ),
                format!("rust-version = {}", toml_string(self.rust_version())),
                "publish = false".to_owned(),
            ],
        };
        let features = krate.features.as_ref();
        let template = CargoToml {
            header: HEADER,
            package,
            library: &krate.library,
            all_resources: ALL_RESOURCES,
            resources: features
                .map(|features| features.names().collect())
                .unwrap_or_default(),
            default_features: runtime_manifest::default_features(),
            runtime_features: runtime_manifest::feature_lines().collect(),
            dependencies: self.dependency_lines(krate.needs.jiff),
            wasm_dependencies: runtime_manifest::wasm_dependency_lines().collect(),
            workspace: self.workspace,
            tables: &self.tables,
        };
        template
            .render()
            .expect("writing to a string does not fail")
            + "\n"
    }
}

impl Manifest {
    fn dependency_lines(&self, needs_jiff: bool) -> Vec<&str> {
        let mut lines: Vec<&str> = runtime_manifest::dependency_lines(needs_jiff).collect();
        lines.extend(self.dependencies.iter().map(String::as_str));
        lines
    }
}

#[derive(Template)]
#[template(path = "Cargo.toml.txt", escape = "none")]
struct CargoToml<'a> {
    header: &'static str,
    package: Vec<String>,
    library: &'a str,
    all_resources: &'static str,
    /// The features of resources.
    resources: Vec<&'a str>,
    /// The default features of the runtime, separated by commas.
    default_features: &'static str,
    /// The features of the runtime, with their comments.
    runtime_features: Vec<&'static str>,
    dependencies: Vec<&'a str>,
    /// The table of dependencies for WebAssembly, its header first.
    wasm_dependencies: Vec<&'static str>,
    workspace: Workspace,
    tables: &'a [String],
}

/// Returns the name in a line that is a table's header.
fn header(line: &str) -> Option<String> {
    let line = line.split_once('#').map_or(line, |(line, _)| line).trim();
    let name = line
        .strip_prefix("[[")
        .and_then(|line| line.strip_suffix("]]"));
    let name = name
        .or_else(|| {
            line.strip_prefix('[')
                .and_then(|line| line.strip_suffix(']'))
        })?
        .trim();
    let is_name = name.starts_with(char::is_alphabetic) && !name.contains(['[', ']', ',']);
    is_name.then(|| name.to_owned())
}

/// Returns the key of a line that sets one.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    Some(key.trim())
}

/// Returns a string literal of TOML.
fn toml_string(text: &str) -> String {
    let mut literal = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' | '\\' => literal.extend(['\\', sign]),
            _ if super::literal::is_hidden(sign) => {
                literal.push_str(&format!("\\u{:04X}", u32::from(sign)))
            }
            _ => literal.push(sign),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample::live_inputs;
    use super::*;
    use crate::rust::{Features, Ident, RESERVED_FEATURES, ResourceFeature};

    #[test]
    fn tables_are_copied_and_comments_are_dropped() {
        let text = "# About.\n\n[package]\nname = \"a-b\"\n# Later.\nversion = \"1.2.3\" # now\n\n[dev-dependencies]\ntokio = \"1\"\n\n[[bench]]\nname = \"json\"\n";
        let manifest = Manifest::parse(text).unwrap();
        assert_eq!(manifest.package_string("name"), Some("a-b"));
        assert_eq!(manifest.package_string("version"), Some("1.2.3"));
        assert_eq!(manifest.package_string("license"), None);
        assert_eq!(
            manifest.tables,
            [
                "[dev-dependencies]\ntokio = \"1\"",
                "[[bench]]\nname = \"json\""
            ]
        );
    }

    #[test]
    fn multi_line_strings_are_not_split() {
        let manifest = Manifest::parse(
            "[package]\nname = \"a\"\ndescription = \"\"\"\n[lib]\n# no comment\n\"\"\"\n",
        )
        .unwrap();
        assert_eq!(
            manifest.package.unwrap()[1..],
            ["description = \"\"\"", "[lib]", "# no comment", "\"\"\""]
        );
    }

    #[test]
    fn what_the_generator_writes_is_rejected() {
        let rejected = |text: &str| Manifest::parse(text).unwrap_err();
        assert_eq!(
            rejected("[package]\nname = \"a\"\n[lib]\npath = \"x\""),
            "`[lib]` is written by the generator: remove it"
        );
        assert_eq!(
            rejected("[package]\n[dependencies.uuid]\nversion = \"1\""),
            "`[dependencies.uuid]` must be a line of `[dependencies]`: `uuid = { … }`"
        );
        assert_eq!(
            rejected("[package]\n[dependencies]\nbytes = \"1\""),
            "the dependency `bytes` is written by the generator: remove it"
        );
        assert_eq!(
            rejected("[package]\nedition = \"2021\""),
            "`edition` of `[package]` is written by the generator: remove it"
        );
        assert_eq!(rejected("[dev-dependencies]"), "there is no `[package]`");
        assert_eq!(
            rejected("name = \"a\""),
            "`name = \"a\"` is before the first table"
        );
    }

    #[test]
    fn the_manifest_of_this_repository_is_parsed() {
        let manifest = Manifest::parse(include_str!("../../../schema/package.toml")).unwrap();
        assert_eq!(manifest.package_string("name"), Some("cloudflare-stream"));
        assert_eq!(
            manifest.package_string("license"),
            Some("MIT OR Apache-2.0")
        );
    }

    #[test]
    fn features_of_resources_follow_those_of_every_crate() {
        let features = Features {
            resources: ["live-pets", "toys"]
                .map(|name| ResourceFeature {
                    accessor: Ident::new_unchecked(name),
                    name: name.to_owned(),
                })
                .to_vec(),
            webhooks: Some("webhook-types".to_owned()),
            ..Features::default()
        };
        let mut krate = live_inputs();
        let named = |text: &str| {
            let lines = text
                .lines()
                .skip_while(|line| *line != "[features]")
                .skip(1);
            let features = lines.take_while(|line| !line.is_empty());
            let named = features.filter_map(|line| Some(line.split_once(" = [")?.0.to_owned()));
            named.collect::<Vec<_>>()
        };
        let without = named(&Manifest::default().render(&krate));
        assert!(
            without
                .iter()
                .all(|name| RESERVED_FEATURES.contains(&name.as_str())),
            "{without:?}"
        );
        krate.features = Some(features);
        let text = Manifest::default().render(&krate);
        let own = ["all-resources", "live-pets", "toys", "webhook-types"].map(str::to_owned);
        assert_eq!(named(&text), [without, own.to_vec()].concat());
        assert!(text.contains("\", \"all-resources\"]\n"));
        assert!(text.contains(
            "\nall-resources = [\n    \"live-pets\",\n    \"toys\",\n    \"webhook-types\",\n]\n"
        ));
    }

    #[test]
    fn toml_strings_are_escaped() {
        assert_eq!(
            toml_string("a \"b\" \\ \n\u{202e}"),
            r#""a \"b\" \\ \u000A\u202E""#
        );
    }
}

//! The manifest of a generated crate: a template, merged with a part that is maintained by hand.
//!
//! In: the hand-maintained part, or a name and a version. Out: `Cargo.toml`. The hand-maintained part is split at its table
//! headers, and its lines are copied as they are: cargo reads the result in any case, and a TOML parser would be one more
//! dependency of every build of the generator. Tables and keys that the generator writes itself are rejected there.

use askama::Template;

use super::literal::toml_string;
use super::render::HEADER;
use super::runtime_crate::{Runtime, RuntimeCrate};
use super::runtime_manifest;
use crate::rust::{ALL_RESOURCES, Crate};

/// The tables that the generator writes.
const GENERATED_TABLES: &[&str] = &["lib", "features", "workspace", "lints"];

/// The table to which the hand-maintained part can add dependencies.
const DEPENDENCIES: &str = "dependencies";

/// The table of the Rust types that strings of a format have. Cargo ignores it.
const FORMATS: &str = "package.metadata.codegen.formats";

/// The table that says where the runtime is.
const RUNTIME_TABLE: &str = "runtime";

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
    /// Where the crate has its runtime.
    runtime: Runtime,
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
            runtime: Runtime::Vendored,
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

    /// Parses the hand-maintained part. Comments on lines of their own are dropped. The table `[runtime]` is not copied: it
    /// says where the runtime is.
    ///
    /// # Errors
    ///
    /// Returns a message if the text has no `[package]`, has a table or key that the generator writes itself, or an invalid
    /// `[runtime]`.
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
            } else if header == RUNTIME_TABLE {
                manifest.runtime = runtime(&lines[1..])?;
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
                    let format = key(line).unwrap_or_default().trim_matches('"').to_owned();
                    let path = string(line).ok_or_else(|| {
                        let line = line.trim();
                        format!("`[{FORMATS}]` takes lines such as `uuid = \"uuid::Uuid\"`, not `{line}`")
                    })?;
                    manifest.formats.push((format, path.to_owned()));
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

    /// Sets where the crate has its runtime.
    pub fn with_runtime(mut self, runtime: Runtime) -> Self {
        self.runtime = runtime;
        self
    }

    /// Returns where the crate has its runtime.
    pub(super) fn runtime(&self) -> &Runtime {
        &self.runtime
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
            runtime_features: self.runtime.feature_lines(),
            dependencies: self.dependency_lines(krate.needs.jiff),
            wasm_dependencies: self.runtime.wasm_dependency_lines(),
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
    fn dependency_lines(&self, needs_jiff: bool) -> Vec<String> {
        let mut lines = self.runtime.dependency_lines(needs_jiff);
        lines.extend(self.dependencies.iter().cloned());
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
    runtime_features: Vec<String>,
    dependencies: Vec<String>,
    /// The table of dependencies for WebAssembly, its header first; empty if there is none.
    wasm_dependencies: Vec<String>,
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

/// Returns where the runtime is, as the lines of its table say.
fn runtime(lines: &[String]) -> Result<Runtime, String> {
    let (mut path, mut version) = (None, None);
    for line in lines {
        match (key(line), string(line)) {
            (Some("path"), Some(value)) => path = Some(value),
            (Some("version"), Some(value)) => version = Some(value),
            _ => {
                return Err(format!(
                    "`[{RUNTIME_TABLE}]` takes `path = \"…\"` and `version = \"…\"`, not `{}`",
                    line.trim()
                ));
            }
        }
    }
    let package = RuntimeCrate::new(path, version);
    let package = package.map_err(|error| format!("`[{RUNTIME_TABLE}]`: {error}"))?;
    Ok(Runtime::Crate(package))
}

/// Returns the string that a line sets a key to, without the comment after it.
fn string(line: &str) -> Option<&str> {
    let (_, value) = line.split_once('=')?;
    let (value, rest) = value.trim().strip_prefix('"')?.split_once('"')?;
    let is_end = rest.trim_start().is_empty() || rest.trim_start().starts_with('#');
    is_end.then_some(value)
}

/// Returns the key of a line that sets one.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    Some(key.trim())
}

#[cfg(test)]
mod tests {
    use super::super::tests::sample::live_inputs;
    use super::*;
    use crate::rust::{Features, Ident, RESERVED_FEATURES, ResourceFeature};

    #[test]
    fn formats_are_strings_with_or_without_a_comment() {
        let formats = |lines: &str| {
            Manifest::parse(&format!("[package]\nname = \"a\"\n[{FORMATS}]\n{lines}\n"))
                .map(|manifest| manifest.formats)
        };
        assert_eq!(
            formats("uuid = \"uuid::Uuid\" # ids\n\"x.y\" = \"a::B\""),
            Ok(vec![
                ("uuid".to_owned(), "uuid::Uuid".to_owned()),
                ("x.y".to_owned(), "a::B".to_owned())
            ])
        );
        assert!(formats("uuid = uuid::Uuid").is_err());
        assert!(formats("uuid").is_err());
    }

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
    fn a_table_says_where_the_runtime_is() {
        let runtime = |lines: &str| {
            let text = format!("[package]\nname = \"a\"\n[runtime]\n{lines}[dev-dependencies]\n");
            Manifest::parse(&text).map(|manifest| {
                assert_eq!(manifest.tables, ["[dev-dependencies]"]);
                manifest.runtime
            })
        };
        let expected = RuntimeCrate::new(Some("../runtime"), Some("0.1.0")).map(Runtime::Crate);
        assert_eq!(
            runtime("path = \"../runtime\" # why\nversion = \"0.1.0\"\n"),
            Ok(expected.expect("valid"))
        );
        assert_eq!(
            runtime("git = \"a\"\n"),
            Err(
                "`[runtime]` takes `path = \"…\"` and `version = \"…\"`, not `git = \"a\"`"
                    .to_owned()
            )
        );
        assert_eq!(
            runtime(""),
            Err("`[runtime]`: the runtime needs a path, a version or both".to_owned())
        );
        assert_eq!(
            runtime("version = \"new\"\n"),
            Err(
                "`[runtime]`: `new` is not a version of the runtime: write one like `1.2.3`"
                    .to_owned()
            )
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

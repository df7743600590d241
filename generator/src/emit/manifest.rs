//! The manifest of the printed crate: what is printed, merged with what is maintained by hand.
//!
//! In: the hand-maintained part as text, or a name and a version. Out: `Cargo.toml`. The hand-maintained part is split at its
//! table headers and its lines are passed on as they are: cargo reads the result in any case, and a second reader of TOML would
//! add a dependency to every build of the generator. What the generator prints itself is refused there, by name.

use askama::Template;

use super::print::HEADER;
use crate::rust::{ALL_RESOURCES, Crate};

/// The manifest of the runtime, which says what a generated crate depends on.
const RUNTIME: &str = include_str!("../../runtime/Cargo.toml");

/// The tables of the runtime's manifest that a generated crate takes over.
const RUNTIME_FEATURES: &str = "[features]";
const RUNTIME_DEPENDENCIES: &str = "[dependencies]";
const RUNTIME_WASM_DEPENDENCIES: &str = "[target.'cfg(target_arch = \"wasm32\")'.dependencies]";

/// The tables of a manifest that are printed.
const PRINTED_TABLES: &[&str] = &["lib", "dependencies", "features", "workspace", "lints"];

/// The keys of `[package]` that are printed.
const PRINTED_KEYS: &[&str] = &["edition", "readme", "autolib"];

/// What a printed manifest is merged with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The lines of `[package]`; `None` prints the plan's package name, with this version.
    package: Option<Vec<String>>,
    /// The version where there is no `[package]`.
    version: String,
    /// Further tables, a header and lines each.
    tables: Vec<String>,
    /// The workspace that the crate belongs to.
    workspace: Workspace,
}

/// The workspace that a printed crate belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workspace {
    /// One of its own, so that it can be printed anywhere.
    #[default]
    Own,
    /// One of a folder around it.
    Around,
    /// One of a folder around it, whose lints it shares.
    AroundWithLints,
}

impl Default for Manifest {
    /// Returns the manifest of a crate that is not published: version `0.0.0`, in a workspace of its own.
    fn default() -> Self {
        Self {
            package: None,
            version: "0.0.0".to_owned(),
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

    /// Returns the manifest whose hand-maintained part is this text. Comments that take whole lines stay behind: who edits,
    /// edits there.
    ///
    /// # Errors
    ///
    /// A message where the text has no `[package]`, or has what the generator prints itself.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut tables: Vec<(String, Vec<String>)> = Vec::new();
        let mut in_text = false;
        for line in text.lines() {
            if !in_text {
                if let Some(header) = header(line) {
                    tables.push((header, vec![line.trim_end().to_owned()]));
                    continue;
                }
                if line.trim().is_empty() || line.trim_start().starts_with('#') {
                    continue;
                }
            }
            // Text of several lines can look like anything.
            if (line.matches("\"\"\"").count() + line.matches("'''").count()) % 2 == 1 {
                in_text = !in_text;
            }
            match tables.last_mut() {
                Some((_, lines)) => lines.push(line.to_owned()),
                None => return Err(format!("`{}` stands before the first table", line.trim())),
            }
        }
        let mut manifest = Self::default();
        for (header, lines) in tables {
            let root = header.split('.').next().unwrap_or_default();
            if header == "package" {
                let printed = lines[1..]
                    .iter()
                    .filter_map(|line| key(line))
                    .find(|key| PRINTED_KEYS.contains(key));
                if let Some(key) = printed {
                    return Err(format!("the generator prints `{key}` of `[package]`"));
                }
                manifest.package = Some(lines[1..].to_vec());
            } else if PRINTED_TABLES.contains(&root) {
                return Err(format!("the generator prints `[{root}]`"));
            } else {
                manifest.tables.push(lines.join("\n"));
            }
        }
        match manifest.package {
            Some(_) => Ok(manifest),
            None => Err("there is no `[package]`".to_owned()),
        }
    }

    /// Sets the workspace that the crate belongs to.
    pub fn in_workspace(mut self, workspace: Workspace) -> Self {
        self.workspace = workspace;
        self
    }

    /// Returns the value of a text in `[package]`, such as `name`.
    pub fn package_text(&self, key: &str) -> Option<&str> {
        let line = self
            .package
            .iter()
            .flatten()
            .find(|line| self::key(line) == Some(key))?;
        let (_, value) = line.split_once('=')?;
        value.trim().strip_prefix('"')?.split('"').next()
    }

    /// Prints `Cargo.toml`.
    pub(super) fn print(&self, krate: &Crate) -> String {
        let package = match &self.package {
            Some(lines) => lines.clone(),
            None => vec![
                format!("name = {}", toml_text(&krate.package)),
                format!("version = {}", toml_text(&self.version)),
                format!(
                    "description = {}",
                    toml_text(&format!("A client for {}", krate.title))
                ),
                format!(
                    "rust-version = {}",
                    toml_text(env!("CARGO_PKG_RUST_VERSION"))
                ),
                "publish = false".to_owned(),
            ],
        };
        let features = krate.features.as_ref();
        let dependencies = table(RUNTIME_DEPENDENCIES);
        let template = CargoToml {
            header: HEADER,
            package,
            library: &krate.library,
            all_resources: ALL_RESOURCES,
            resources: features
                .map(|features| features.names().collect())
                .unwrap_or_default(),
            default_features: default_features(),
            runtime_features: table(RUNTIME_FEATURES)
                .filter(|line| key(line) != Some("default"))
                .collect(),
            dependencies: dependencies
                .filter(|line| krate.needs.jiff || key(line) != Some("jiff"))
                .collect(),
            wasm_header: RUNTIME_WASM_DEPENDENCIES,
            wasm_dependencies: table(RUNTIME_WASM_DEPENDENCIES).collect(),
            workspace: self.workspace,
            tables: &self.tables,
        };
        template
            .render()
            .expect("writing to a string does not fail")
            + "\n"
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
    /// Those of the runtime that are on by default, as the inside of a list.
    default_features: &'static str,
    /// The features of the runtime, with their comments.
    runtime_features: Vec<&'static str>,
    dependencies: Vec<&'static str>,
    wasm_header: &'static str,
    wasm_dependencies: Vec<&'static str>,
    workspace: Workspace,
    tables: &'a [String],
}

/// Returns the lines of a table of the runtime's manifest, without its header and empty lines.
fn table(header: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = RUNTIME
        .lines()
        .skip_while(move |line| *line != header)
        .skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter(|line| !line.is_empty())
}

/// Returns the inside of the runtime's list of default features.
fn default_features() -> &'static str {
    let line = table(RUNTIME_FEATURES).find(|line| key(line) == Some("default"));
    let list = line
        .and_then(|line| line.split_once('='))
        .map(|(_, list)| list);
    list.unwrap_or_default().trim().trim_matches(['[', ']'])
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

/// Returns a text in TOML.
fn toml_text(text: &str) -> String {
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
    fn tables_are_passed_on_and_comments_stay_behind() {
        let text = "# About.\n\n[package]\nname = \"a-b\"\n# Later.\nversion = \"1.2.3\" # now\n\n[dev-dependencies]\ntokio = \"1\"\n\n[[bench]]\nname = \"json\"\n";
        let manifest = Manifest::parse(text).unwrap();
        assert_eq!(manifest.package_text("name"), Some("a-b"));
        assert_eq!(manifest.package_text("version"), Some("1.2.3"));
        assert_eq!(manifest.package_text("license"), None);
        assert_eq!(
            manifest.tables,
            [
                "[dev-dependencies]\ntokio = \"1\"",
                "[[bench]]\nname = \"json\""
            ]
        );
    }

    #[test]
    fn text_of_several_lines_is_not_split() {
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
    fn what_is_printed_is_refused() {
        let refused = |text: &str| Manifest::parse(text).unwrap_err();
        assert_eq!(
            refused("[package]\nname = \"a\"\n[lib]\npath = \"x\""),
            "the generator prints `[lib]`"
        );
        assert_eq!(
            refused("[package]\n[dependencies.bytes]\nversion = \"1\""),
            "the generator prints `[dependencies]`"
        );
        assert_eq!(
            refused("[package]\nedition = \"2021\""),
            "the generator prints `edition` of `[package]`"
        );
        assert_eq!(refused("[dev-dependencies]"), "there is no `[package]`");
        assert_eq!(
            refused("name = \"a\""),
            "`name = \"a\"` stands before the first table"
        );
    }

    #[test]
    fn the_own_package_is_read() {
        let manifest = Manifest::parse(include_str!("../../../schema/package.toml")).unwrap();
        assert_eq!(manifest.package_text("name"), Some("cloudflare-stream"));
        assert_eq!(manifest.package_text("license"), Some("MIT OR Apache-2.0"));
    }

    #[test]
    fn features_of_resources_stand_behind_those_of_every_crate() {
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
        let without = named(&Manifest::default().print(&krate));
        assert!(
            without
                .iter()
                .all(|name| RESERVED_FEATURES.contains(&name.as_str())),
            "{without:?}"
        );
        krate.features = Some(features);
        let text = Manifest::default().print(&krate);
        let own = ["all-resources", "live-pets", "toys", "webhook-types"].map(str::to_owned);
        assert_eq!(named(&text), [without, own.to_vec()].concat());
        assert!(text.contains("\", \"all-resources\"]\n"));
        assert!(text.contains(
            "\nall-resources = [\n    \"live-pets\",\n    \"toys\",\n    \"webhook-types\",\n]\n"
        ));
    }

    #[test]
    fn text_in_toml_is_quoted() {
        assert_eq!(
            toml_text("a \"b\" \\ \n\u{202e}"),
            r#""a \"b\" \\ \u000A\u202E""#
        );
    }
}

//! Where a generated crate has its runtime: a copy in `src/runtime`, or the package `openapi-client-runtime`.
//!
//! In: the path and version of that package. Out: the lines about it in a manifest. The emitted files do not depend on it, except
//! for one line of `lib.rs`.

use std::fmt;

use super::literal::toml_string;
use super::runtime_manifest::{self, RUNTIME_PACKAGE};

/// The dependencies that emitted files name, or export.
const NAMED: &[&str] = &["bytes", "http", "jiff", "serde_json"];

/// Where a generated crate has its runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Runtime {
    /// A copy in `src/runtime`.
    #[default]
    Vendored,
    /// A dependency on the package.
    Crate(RuntimeCrate),
}

/// Where cargo finds the package of the runtime: in a folder, in a registry, or in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeCrate {
    path: Option<String>,
    version: Option<String>,
}

/// Why a dependency on the runtime is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeError {
    /// There is neither a path nor a version.
    Nowhere,
    /// The version is not a requirement that cargo accepts.
    Version(String),
}

impl fmt::Display for RuntimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nowhere => formatter.write_str("the runtime needs a path, a version or both"),
            Self::Version(version) => write!(
                formatter,
                "`{version}` is not a version of the runtime: write one like `1.2.3`"
            ),
        }
    }
}

impl std::error::Error for RuntimeError {}

impl RuntimeCrate {
    /// Returns a dependency on the package in a folder, in a registry, or in both. The path is absolute or relative to the
    /// generated crate, with `/` between segments.
    ///
    /// # Errors
    ///
    /// Returns an error if both are missing, or if cargo would reject the version.
    pub fn new(path: Option<&str>, version: Option<&str>) -> Result<Self, RuntimeError> {
        if path.is_none() && version.is_none() {
            return Err(RuntimeError::Nowhere);
        }
        match version.filter(|version| !is_requirement(version)) {
            Some(version) => Err(RuntimeError::Version(version.to_owned())),
            None => Ok(Self {
                path: path.map(str::to_owned),
                version: version.map(str::to_owned),
            }),
        }
    }
}

/// Returns whether cargo accepts a version as a requirement: one to three numbers, perhaps with an operator and a pre-release.
fn is_requirement(text: &str) -> bool {
    let version = text.strip_prefix(['^', '~', '=']).unwrap_or(text);
    let (numbers, pre_release) = match version.split_once('-') {
        Some((numbers, pre_release)) => (numbers, Some(pre_release)),
        None => (version, None),
    };
    let parts: Vec<&str> = numbers.split('.').collect();
    let is_number = |part: &&str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_digit())
            && (*part == "0" || !part.starts_with('0'))
    };
    let is_word = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_pre_release =
        pre_release.is_none_or(|text| parts.len() == 3 && text.split('.').all(is_word));
    parts.len() <= 3 && parts.iter().all(is_number) && is_pre_release
}

impl Runtime {
    /// Returns the features of the runtime as lines of a manifest, with their comments.
    pub(super) fn feature_lines(&self) -> Vec<String> {
        let lines = runtime_manifest::feature_lines();
        match self {
            Self::Vendored => lines.map(str::to_owned).collect(),
            Self::Crate(_) => lines.map(pass_through).collect(),
        }
    }

    /// Returns the dependencies of every target as lines of a manifest.
    pub(super) fn dependency_lines(&self, needs_jiff: bool) -> Vec<String> {
        let lines = runtime_manifest::dependency_lines(needs_jiff);
        let Self::Crate(package) = self else {
            return lines.map(str::to_owned).collect();
        };
        let is_named = |line: &&str| {
            let name = line.split(" = ").next();
            name.is_some_and(|name| NAMED.contains(&name))
        };
        let mut lines: Vec<String> = lines.filter(is_named).map(str::to_owned).collect();
        lines.push(dependency(package));
        lines.sort();
        lines
    }

    /// Returns the table of dependencies for WebAssembly as lines of a manifest, or none.
    pub(super) fn wasm_dependency_lines(&self) -> Vec<String> {
        match self {
            Self::Vendored => {
                let lines = runtime_manifest::wasm_dependency_lines();
                lines.map(str::to_owned).collect()
            }
            Self::Crate(_) => Vec::new(),
        }
    }
}

/// Returns the line of a feature that turns on the same feature of the package, after the features of the crate itself that it
/// implies. Comments stay as they are.
fn pass_through(line: &str) -> String {
    let Some((name, implied)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
        return line.to_owned();
    };
    let mut features: Vec<String> = runtime_manifest::implied_features(implied)
        .map(toml_string)
        .collect();
    features.push(toml_string(&format!("{RUNTIME_PACKAGE}/{name}")));
    format!("{name} = [{}]", features.join(", "))
}

/// Returns the line of the dependency on the package. Its default features are those of the generated crate, not of the package.
fn dependency(package: &RuntimeCrate) -> String {
    let value = |key: &str, value: &Option<String>| {
        let value = value.as_ref()?;
        Some(format!("{key} = {}", toml_string(value)))
    };
    let mut keys = Vec::new();
    keys.extend(value("version", &package.version));
    keys.extend(value("path", &package.path));
    keys.push("default-features = false".to_owned());
    format!("{RUNTIME_PACKAGE} = {{ {} }}", keys.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_path() -> Runtime {
        Runtime::Crate(RuntimeCrate::new(Some("../runtime"), Some("0.1.0")).expect("valid"))
    }

    #[test]
    fn a_dependency_needs_a_place() {
        assert_eq!(RuntimeCrate::new(None, None), Err(RuntimeError::Nowhere));
        assert!(RuntimeCrate::new(Some("../runtime"), None).is_ok());
        for version in ["1", "0.1", "0.1.0", "^0.1", "~1.2", "=1.2.3", "1.0.0-rc.1"] {
            assert!(RuntimeCrate::new(None, Some(version)).is_ok(), "{version}");
        }
        for version in [
            "", "v1", "1.", "01.0", "1.2.3.4", "1-rc", "1.0.0-", "1 \"", "*",
        ] {
            assert_eq!(
                RuntimeCrate::new(None, Some(version)),
                Err(RuntimeError::Version(version.to_owned()))
            );
        }
    }

    /// The project's own crate depends on the runtime of this workspace.
    #[test]
    fn the_version_of_this_repository_is_the_one_of_the_runtime() {
        let version = |manifest: &str, table: &str| {
            let lines = manifest.lines().skip_while(|line| *line != table);
            let mut versions = lines.filter(|line| line.starts_with("version = "));
            versions.next().map(str::to_owned)
        };
        let runtime = version(include_str!("../../runtime/Cargo.toml"), "[package]");
        let own = version(include_str!("../../../schema/package.toml"), "[runtime]");
        assert!(runtime.is_some());
        assert_eq!(own, runtime);
    }

    #[test]
    fn features_turn_on_those_of_the_package() {
        let lines = by_path().feature_lines();
        for expected in [
            "reqwest = [\"openapi-client-runtime/reqwest\"]",
            "ureq = [\"blocking\", \"openapi-client-runtime/ureq\"]",
            "rustls = [\"openapi-client-runtime/rustls\"]",
            "test-util = [\"openapi-client-runtime/test-util\"]",
        ] {
            assert!(lines.iter().any(|line| line == expected), "{lines:#?}");
        }
        assert_eq!(lines.len(), Runtime::Vendored.feature_lines().len());
    }

    #[test]
    fn only_named_dependencies_stay() {
        let lines = by_path().dependency_lines(true);
        let names: Vec<_> = lines
            .iter()
            .filter_map(|line| line.split(" = ").next())
            .collect();
        assert_eq!(
            names,
            ["bytes", "http", "jiff", RUNTIME_PACKAGE, "serde_json"]
        );
        assert!(
            lines.contains(
                &"openapi-client-runtime = { version = \"0.1.0\", path = \"../runtime\", default-features = false }"
                    .to_owned()
            ),
            "{lines:#?}"
        );
        let without = by_path().dependency_lines(false);
        assert!(!without.iter().any(|line| line.starts_with("jiff")));
        assert!(by_path().wasm_dependency_lines().is_empty());
    }
}

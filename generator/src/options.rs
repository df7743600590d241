//! What is made of which document.
//!
//! In: what the command line and `schema/package.toml` say. Out: the options of a run. Knows what a package may be called, and
//! nothing of documents.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::api::Selection;
use crate::diagnostic::Style;
use crate::emit::{Manifest, Workspace};
use crate::rust::{PlanOptions, ResourceFeatures};

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The document.
    pub document: PathBuf,
    /// Folders, besides the document's own, that references may reach into.
    pub roots: Vec<PathBuf>,
    /// Which operations are wanted; all, if it names none.
    pub selection: Selection,
    /// What decides about names and types.
    pub plan: PlanOptions,
    /// What the printed manifest holds beside what follows from the document.
    pub manifest: Manifest,
    /// Whether a warning keeps the output from being made, as an error does.
    pub deny_warnings: bool,
    /// How remarks are rendered.
    pub style: Style,
}

impl Options {
    /// Returns the options for a document and a package: warnings are allowed, not all are rendered, and nothing is coloured.
    pub fn new(document: impl AsRef<Path>, package: Package) -> Self {
        Self {
            document: document.as_ref().to_owned(),
            roots: Vec::new(),
            selection: Selection::default(),
            plan: PlanOptions {
                package: package.name,
                resource_features: ResourceFeatures::default(),
            },
            manifest: package.manifest,
            deny_warnings: false,
            style: Style::default(),
        }
    }
}

/// The package that is made.
#[derive(Clone, Debug)]
pub struct Package {
    name: String,
    manifest: Manifest,
}

impl Package {
    /// Returns a package that stands alone; without a version it has 0.0.0.
    ///
    /// # Errors
    ///
    /// When cargo or the compiler would refuse the name or the version.
    pub fn new(name: &str, version: Option<&str>) -> Result<Self, PackageError> {
        check_name(name)?;
        let version = version.unwrap_or("0.0.0");
        check_version(version)?;
        Ok(Self {
            name: name.to_owned(),
            manifest: Manifest::with_version(version),
        })
    }

    /// Returns the package that the hand-maintained part of a manifest describes, a member of the workspace around it.
    ///
    /// # Errors
    ///
    /// When it has what the generator prints itself, or no name that cargo and the compiler take.
    pub fn from_toml(text: &str) -> Result<Self, PackageError> {
        let manifest = Manifest::parse(text).map_err(PackageError::Manifest)?;
        let name = manifest
            .package_string("name")
            .ok_or(PackageError::NoName)?
            .to_owned();
        check_name(&name)?;
        Ok(Self {
            name,
            manifest: manifest.in_workspace(Workspace::EnclosingWithLints),
        })
    }

    /// Makes the package a member of the workspace that a folder around it has. It shares nothing of it.
    pub fn in_workspace(mut self) -> Self {
        self.manifest = self.manifest.in_workspace(Workspace::Enclosing);
        self
    }
}

/// Why a package cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The hand-maintained part of the manifest cannot be merged with the printed one: why.
    Manifest(String),
    /// The hand-maintained part of the manifest has no name.
    NoName,
    /// The name has characters that a package's name cannot have, or begins with one that it cannot begin with.
    Name(String),
    /// The name is taken, by the language or by a package that every output uses.
    Taken(String),
    /// The version is no semantic version.
    Version(String),
}

impl fmt::Display for PackageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest(why) => formatter.write_str(why),
            Self::NoName => {
                formatter.write_str("there is no line `name = \"…\"` in a table `[package]`")
            }
            Self::Name(name) => write!(
                formatter,
                "`{name}` is no package name: it takes letters and digits of ASCII, `-` and `_`, and begins with a letter"
            ),
            Self::Taken(name) => write!(
                formatter,
                "a package cannot be called `{name}` here: the language or a dependency has the name. Add a word, such as \
                 `{name}-client`"
            ),
            Self::Version(version) => write!(
                formatter,
                "`{version}` is no version: write one like `1.2.3`"
            ),
        }
    }
}

impl std::error::Error for PackageError {}

/// Names that the language has in every crate.
const LANGUAGE: [&str; 7] = [
    "std",
    "core",
    "alloc",
    "test",
    "proc_macro",
    "build",
    "deps",
];

/// Names of what every output depends on.
const DEPENDENCIES: [&str; 13] = [
    "bytes",
    "encoding_rs",
    "futures_core",
    "http",
    "http_body",
    "jiff",
    "percent_encoding",
    "reqwest",
    "serde",
    "serde_json",
    "tokio",
    "tracing",
    "ureq",
];

fn check_name(name: &str) -> Result<(), PackageError> {
    let characters = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let first = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic());
    if !characters || !first || name.len() > 64 {
        return Err(PackageError::Name(name.to_owned()));
    }
    let library = name.replace('-', "_");
    // What does not parse as an identifier now is a keyword.
    let keyword = syn::parse_str::<proc_macro2::Ident>(&library).is_err()
        || syn::parse_str::<syn::Ident>(&library).is_err();
    if keyword || LANGUAGE.contains(&library.as_str()) || DEPENDENCIES.contains(&library.as_str()) {
        return Err(PackageError::Taken(name.to_owned()));
    }
    Ok(())
}

fn check_version(version: &str) -> Result<(), PackageError> {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let mut parts = 0;
    let sound = numbers.split('.').all(|part| {
        parts += 1;
        part == "0" || (part.parse::<u64>().is_ok() && !part.starts_with(['0', '+']))
    });
    let rest = version[numbers.len()..]
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+'));
    let ends = version.ends_with(['-', '+', '.']) || version.contains("..");
    if sound && parts == 3 && rest && !ends {
        Ok(())
    } else {
        Err(PackageError::Version(version.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_cargo_and_the_compiler_take() {
        for name in ["cloudflare-stream", "a", "Pets_2"] {
            assert_eq!(check_name(name), Ok(()));
        }
        for name in ["", "1st", "-a", "_a", "a b", "naïve", "a.b", "a\"", "../a"] {
            assert_eq!(check_name(name), Err(PackageError::Name(name.to_owned())));
        }
        for name in ["type", "self", "async", "std", "serde-json", "http", "test"] {
            assert_eq!(check_name(name), Err(PackageError::Taken(name.to_owned())));
        }
    }

    #[test]
    fn versions_are_semantic() {
        for version in ["0.0.0", "1.20.3", "1.0.0-rc.1", "1.0.0+build-5"] {
            assert_eq!(check_version(version), Ok(()));
        }
        for version in [
            "", "1", "1.2", "1.2.3.4", "01.0.0", "1.0.x", "1.0.0-", "1.0.0\"", "+1.0.0", "1.0.0 ",
        ] {
            assert_eq!(
                check_version(version),
                Err(PackageError::Version(version.to_owned()))
            );
        }
    }

    #[test]
    fn a_manifest_names_its_package() {
        let package = Package::from_toml("[package]\nversion = \"1.0.0\"\nname = \"pets\" # why\n")
            .map(|package| package.name);
        assert_eq!(package, Ok("pets".to_owned()));
        let error = |text: &str| {
            Package::from_toml(text)
                .map(|package| package.name)
                .expect_err("it is refused")
        };
        assert_eq!(
            error("[package]\n[[bench]]\nname = \"no\"\n"),
            PackageError::NoName
        );
        assert_eq!(
            error("[package]\nname = \"a b\"\n"),
            PackageError::Name("a b".to_owned())
        );
        assert!(matches!(error("[lib]\n"), PackageError::Manifest(_)));
    }
}

//! The options of a run: the document, the package, and how strict to be.
//!
//! In: values from the command line and `schema/package.toml`. Out: [`Options`]. Knows which package names and versions are
//! valid; nothing of documents.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::api::Selection;
use crate::diagnostic::Style;
use crate::emit::{self, Manifest, Runtime, Workspace};
use crate::rust::{PlanOptions, ResourceFeatures};
use crate::string_types::{StringTypeError, StringTypes};

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The document.
    pub document: PathBuf,
    /// Folders that references may lead to, besides that of the document.
    pub roots: Vec<PathBuf>,
    /// Overlays to apply to the document, in order. They need the feature `overlay`.
    pub overlays: Vec<PathBuf>,
    /// Whether an action of an overlay that matches nothing is a warning instead of an error.
    pub overlay_lenient: bool,
    /// The operations to generate; all of them if it names none.
    pub selection: Selection,
    /// The options that names and types depend on.
    pub plan: PlanOptions,
    /// The types of other crates that strings can have.
    pub string_types: StringTypes,
    /// The part of the manifest that does not follow from the document.
    pub manifest: Manifest,
    /// Whether warnings prevent generation, as errors do.
    pub deny_warnings: bool,
    /// How diagnostics are rendered.
    pub style: Style,
}

impl Options {
    /// Returns the options for a document and a package. Warnings are allowed, the number of rendered diagnostics is limited, and
    /// nothing is coloured.
    pub fn new(document: impl AsRef<Path>, package: Package) -> Self {
        Self {
            document: document.as_ref().to_owned(),
            roots: Vec::new(),
            overlays: Vec::new(),
            overlay_lenient: false,
            selection: Selection::default(),
            plan: PlanOptions {
                package: package.name,
                resource_features: ResourceFeatures::default(),
            },
            string_types: package.string_types,
            manifest: package.manifest,
            deny_warnings: false,
            style: Style::default(),
        }
    }
}

/// The package to generate.
#[derive(Clone, Debug)]
pub struct Package {
    name: String,
    manifest: Manifest,
    string_types: StringTypes,
}

impl Package {
    /// Returns a package in a workspace of its own. The default version is 0.0.0.
    ///
    /// # Errors
    ///
    /// Returns an error if cargo or the compiler would reject the name or the version.
    pub fn new(name: &str, version: Option<&str>) -> Result<Self, PackageError> {
        check_name(name)?;
        let version = version.unwrap_or("0.0.0");
        check_version(version)?;
        let manifest = Manifest::with_version(version);
        Ok(Self {
            name: name.to_owned(),
            string_types: string_types(&manifest),
            manifest,
        })
    }

    /// Parses the hand-maintained part of a manifest. The package is a member of the enclosing workspace.
    ///
    /// # Errors
    ///
    /// Returns an error if it has a table or key that the generator writes itself, or no name that cargo and the compiler accept.
    pub fn from_toml(text: &str) -> Result<Self, PackageError> {
        let manifest = Manifest::parse(text).map_err(PackageError::Manifest)?;
        let name = manifest
            .package_string("name")
            .ok_or(PackageError::NoName)?
            .to_owned();
        check_name(&name)?;
        let mut string_types = string_types(&manifest);
        for (format, path) in manifest.formats() {
            let text = format!("{format}={path}");
            string_types
                .set(&text)
                .map_err(|error| PackageError::Manifest(error.to_string()))?;
        }
        if let Some(name) = string_types.missing_crates().first() {
            return Err(PackageError::Manifest(format!(
                "`[package.metadata.codegen.formats]` needs the crate `{name}`: add it to `[dependencies]`"
            )));
        }
        Ok(Self {
            string_types,
            name,
            manifest: manifest.in_workspace(Workspace::EnclosingWithLints),
        })
    }

    /// Makes the package a workspace of its own.
    pub fn in_own_workspace(mut self) -> Self {
        self.manifest = self.manifest.in_workspace(Workspace::Own);
        self
    }

    /// Sets the Rust type of strings of a format, from a string such as `uuid=uuid::Uuid`.
    ///
    /// # Errors
    ///
    /// Returns an error if it does not name a format and a type.
    pub fn set_format(&mut self, text: &str) -> Result<(), StringTypeError> {
        self.string_types.set(text)
    }

    /// Adds dependencies on the crates that the types of formats need, in any version, and returns their names.
    pub fn add_missing_dependencies(&mut self) -> Vec<String> {
        let missing = self.string_types.missing_crates();
        for name in &missing {
            // A crate that every generated crate depends on is not missing.
            let added = self.manifest.add_dependency(&format!("{name} = \"*\""));
            if added.is_ok() {
                self.string_types.allow_crate(name);
            }
        }
        missing
    }

    /// Makes the package a member of the enclosing workspace, from which it inherits nothing.
    pub fn in_workspace(mut self) -> Self {
        self.manifest = self.manifest.in_workspace(Workspace::Enclosing);
        self
    }

    /// Sets where the package has its runtime. The default is a copy.
    pub fn with_runtime(mut self, runtime: Runtime) -> Self {
        self.manifest = self.manifest.with_runtime(runtime);
        self
    }
}

/// Returns types of no format, from the crates that a manifest depends on.
fn string_types(manifest: &Manifest) -> StringTypes {
    let mut types = StringTypes::default();
    for package in manifest.dependencies() {
        types.allow_crate(package);
    }
    types
}

/// Why a package is invalid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackageError {
    /// The hand-maintained part of the manifest cannot be merged: the reason.
    Manifest(String),
    /// The hand-maintained part of the manifest has no name.
    NoName,
    /// The name has an invalid character.
    Name(String),
    /// The name is too long.
    LongName(String),
    /// The name is that of a crate of the language, or of a dependency of generated crates.
    Taken(String),
    /// The version is not a semantic version.
    Version(String),
}

impl fmt::Display for PackageError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Manifest(why) => formatter.write_str(why),
            Self::NoName => formatter.write_str("`[package]` has no line `name = \"…\"`"),
            Self::Name(name) => write!(
                formatter,
                "`{name}` is not a package name: use ASCII letters and digits, `-` and `_`, and begin with a letter"
            ),
            Self::LongName(name) => write!(
                formatter,
                "`{name}` is too long for a package name: use at most {NAME_LIMIT} characters"
            ),
            Self::Taken(name) => write!(
                formatter,
                "a package cannot be called `{name}`: the language or a dependency uses that name. Add a word, such as \
                 `{name}-client`"
            ),
            Self::Version(version) => write!(
                formatter,
                "`{version}` is not a version: write one like `1.2.3`"
            ),
        }
    }
}

impl std::error::Error for PackageError {}

/// Crate names that the language reserves.
const RESERVED: [&str; 7] = [
    "std",
    "core",
    "alloc",
    "test",
    "proc_macro",
    "build",
    "deps",
];

/// The maximum length of a package name, which is that of registries.
const NAME_LIMIT: usize = 64;

fn check_name(name: &str) -> Result<(), PackageError> {
    let is_ascii = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let begins_with_letter = name
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic());
    if !is_ascii || !begins_with_letter {
        return Err(PackageError::Name(name.to_owned()));
    }
    if name.len() > NAME_LIMIT {
        return Err(PackageError::LongName(name.to_owned()));
    }
    let library = name.replace('-', "_");
    // The characters are those of identifiers, so only keywords do not parse.
    let is_keyword = syn::parse_str::<proc_macro2::Ident>(&library).is_err()
        || syn::parse_str::<syn::Ident>(&library).is_err();
    let is_dependency = emit::dependencies().any(|package| package.replace('-', "_") == library);
    if is_keyword || is_dependency || RESERVED.contains(&library.as_str()) {
        return Err(PackageError::Taken(name.to_owned()));
    }
    Ok(())
}

fn check_version(version: &str) -> Result<(), PackageError> {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    let mut parts = 0;
    let is_numeric = numbers.split('.').all(|part| {
        parts += 1;
        part == "0" || (part.parse::<u64>().is_ok() && !part.starts_with(['0', '+']))
    });
    let is_ascii = version[numbers.len()..]
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+'));
    let has_empty_part = version.ends_with(['-', '+', '.']) || version.contains("..");
    if is_numeric && parts == 3 && is_ascii && !has_empty_part {
        Ok(())
    } else {
        Err(PackageError::Version(version.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_cargo_and_the_compiler_accept() {
        for name in ["cloudflare-stream", "a", "Pets_2"] {
            assert_eq!(check_name(name), Ok(()));
        }
        for name in ["", "1st", "-a", "_a", "a b", "naïve", "a.b", "a\"", "../a"] {
            assert_eq!(check_name(name), Err(PackageError::Name(name.to_owned())));
        }
        let long = "a".repeat(NAME_LIMIT);
        assert_eq!(check_name(&long), Ok(()));
        let longer = long + "a";
        assert_eq!(check_name(&longer), Err(PackageError::LongName(longer)));
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
    fn the_name_comes_from_the_manifest() {
        let package = Package::from_toml("[package]\nversion = \"1.0.0\"\nname = \"pets\" # why\n")
            .map(|package| package.name);
        assert_eq!(package, Ok("pets".to_owned()));
        let error = |text: &str| {
            Package::from_toml(text)
                .map(|package| package.name)
                .expect_err("it is rejected")
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

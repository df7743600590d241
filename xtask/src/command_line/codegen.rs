//! The options of `codegen`.

use std::path::{Path, PathBuf};

use generator::api::Selection;
use generator::emit::RuntimeCrate;
use generator::options::Package;
use generator::rust::ResourceFeatures;
use generator::string_types::StringTypes;

use super::arguments::Arguments;
use super::table::Section;

/// What to generate, and how.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Codegen {
    /// The document and its output; `None` for the project's own.
    pub(crate) other: Option<OtherDocument>,
    /// Whether to compare only.
    pub(crate) check: bool,
    /// Whether warnings are errors.
    pub(crate) deny_warnings: bool,
    /// Whether every warning is printed.
    pub(crate) all_warnings: bool,
    /// Whether to print how long the stages took.
    pub(crate) timings: bool,
    /// What is printed instead of writing files.
    pub(crate) dump: Option<Dump>,
}

/// A document other than the project's own.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct OtherDocument {
    /// The document.
    pub(crate) schema: PathBuf,
    /// The output folder; `None` only with [`Codegen::dump`].
    pub(crate) out: Option<PathBuf>,
    /// Further folders that references may reach into.
    pub(crate) roots: Vec<PathBuf>,
    /// Overlays to apply to the document, in order.
    pub(crate) overlays: Vec<PathBuf>,
    /// Whether an action of an overlay that matches nothing is a warning.
    pub(crate) overlay_lenient: bool,
    /// Whether files that the generator did not write are replaced.
    pub(crate) force: bool,
    /// The crate's name.
    pub(crate) package: Option<String>,
    /// The crate's version.
    pub(crate) version: Option<String>,
    /// The hand-maintained part of the manifest.
    pub(crate) manifest: Option<PathBuf>,
    /// The Rust types of string formats, such as `uuid=uuid::Uuid`.
    pub(crate) formats: Vec<String>,
    /// Whether the crate is a member of the workspace around it.
    pub(crate) workspace_member: bool,
    /// The package with the runtime; `None` if the crate has a copy.
    pub(crate) runtime: Option<RuntimePackage>,
    /// Whether the command line says where the runtime is. If it does not, `manifest` can.
    pub(crate) sets_runtime: bool,
    /// The operations to generate.
    pub(crate) selection: Selection,
    /// Whether resources have cargo features; `None` for the generator's default.
    pub(crate) resource_features: Option<ResourceFeatures>,
    /// The command that writes the output with the same options, as messages suggest it.
    pub(crate) command: String,
}

/// Where the package with the runtime is: in a folder, in a registry, or in both.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RuntimePackage {
    /// The folder.
    pub(crate) path: Option<PathBuf>,
    /// The version in a registry.
    pub(crate) version: Option<String>,
}

/// What can be printed instead of writing files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dump {
    /// What the document means.
    Api,
    /// What it becomes in Rust.
    Rust,
    /// The names of its operations in Rust.
    Names,
}

impl Codegen {
    pub(super) fn new(arguments: &Arguments) -> Result<Self, String> {
        let stages = [("api", Dump::Api), ("rust", Dump::Rust)];
        let stage = arguments.choice("--dump", &stages)?;
        if stage.is_some() && arguments.has("--names") {
            return Err("`--dump` and `--names` exclude each other: remove one".to_owned());
        }
        let dump = stage.or(arguments.has("--names").then_some(Dump::Names));
        Ok(Self {
            other: OtherDocument::new(arguments, dump)?,
            check: arguments.has("--check"),
            deny_warnings: arguments.has("--deny-warnings"),
            all_warnings: arguments.has("--all-warnings"),
            timings: arguments.has("--timings"),
            dump,
        })
    }
}

impl OtherDocument {
    fn new(arguments: &Arguments, dump: Option<Dump>) -> Result<Option<Self>, String> {
        let choices = [
            ("auto", ResourceFeatures::Auto),
            ("always", ResourceFeatures::Always),
            ("never", ResourceFeatures::Never),
        ];
        let resource_features = arguments.choice("--resource-features", &choices)?;
        let Some(schema) = arguments.path("--schema") else {
            return match arguments.first_of(Section::OtherDocument) {
                Some(option) => Err(format!(
                    "`{option}` needs `--schema FILE`; it has no effect on the project's own crate"
                )),
                None => Ok(None),
            };
        };
        check_schema(&schema)?;
        let out = arguments.path("--out");
        if out.is_none() && dump.is_none() {
            return Err("`--schema` needs `--out FOLDER`".to_owned());
        }
        let (package, version) = (
            arguments.string("--package")?,
            arguments.string("--package-version")?,
        );
        // Without a name the folder provides one; the version can be checked now.
        let name = package.as_deref().unwrap_or("client");
        Package::new(name, version.as_deref()).map_err(|error| error.to_string())?;
        let manifest = arguments.path("--manifest");
        if manifest.is_some() && (package.is_some() || version.is_some()) {
            return Err(
                "`--manifest` states the name and the version: remove `--package` and `--package-version`"
                    .to_owned(),
            );
        }
        let (overlays, overlay_lenient) = arguments.overlays()?;
        let formats = arguments.strings("--format")?;
        let mut string_types = StringTypes::default();
        for format in &formats {
            string_types
                .set(format)
                .map_err(|error| error.to_string())?;
        }
        Ok(Some(Self {
            manifest,
            formats,
            schema,
            out,
            roots: arguments.paths("--root"),
            overlays,
            overlay_lenient,
            force: arguments.has("--force"),
            package,
            version,
            workspace_member: arguments.has("--workspace-member"),
            runtime: RuntimePackage::new(arguments)?,
            sets_runtime: arguments.has("--runtime"),
            selection: Selection {
                tags: arguments.list("--tags")?,
                operations: arguments.list("--operations")?,
            },
            resource_features,
            command: arguments.command(Section::OtherDocument),
        }))
    }
}

impl RuntimePackage {
    fn new(arguments: &Arguments) -> Result<Option<Self>, String> {
        let choices = [("vendored", false), ("crate", true)];
        let is_crate = arguments.choice("--runtime", &choices)?;
        let path = arguments.path("--runtime-path");
        let version = arguments.string("--runtime-version")?;
        if is_crate != Some(true) {
            let given = [
                ("--runtime-path", path.is_some()),
                ("--runtime-version", version.is_some()),
            ];
            return match given.iter().find(|(_, is_given)| *is_given) {
                Some((option, _)) => Err(format!(
                    "`{option}` needs `--runtime crate`; a copied runtime has no {}",
                    option.trim_start_matches("--runtime-")
                )),
                None => Ok(None),
            };
        }
        if path.is_none() && version.is_none() {
            return Err(
                "`--runtime crate` needs `--runtime-path FOLDER`, `--runtime-version VERSION` or both"
                    .to_owned(),
            );
        }
        // The version can be checked now; the path depends on the output folder.
        let place = path.as_ref().map(|_| ".");
        RuntimeCrate::new(place, version.as_deref()).map_err(|error| error.to_string())?;
        Ok(Some(Self { path, version }))
    }
}

/// Reports a URL in the place of a file, unless a file has that name.
fn check_schema(schema: &Path) -> Result<(), String> {
    let text = schema.to_string_lossy().to_ascii_lowercase();
    let schemes = ["http://", "https://", "ftp://", "file://"];
    if schemes.iter().any(|scheme| text.starts_with(scheme)) && !schema.exists() {
        return Err(format!(
            "`--schema` takes a file, not a URL; download the document first: \
             `curl --location --output openapi.yaml '{}'`",
            schema.display()
        ));
    }
    Ok(())
}

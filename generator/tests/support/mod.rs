//! What the tests share: cases in folders, folders that vanish, and whether expected files are compared or rewritten.

#![allow(
    dead_code,
    reason = "every test file is a program of its own and uses a part"
)]

pub mod crates;
pub mod tokens;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use generator::emit::{Runtime, RuntimeCrate};
use generator::options::Package;
use generator::output::Mode;
use generator::rust::ResourceFeatures;
use generator::{Options, Outcome};

/// Returns the folder of the tests.
pub fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Returns the workspace's folder.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the names of the cases in a folder of the tests, sorted.
pub fn cases(kind: &str) -> Vec<String> {
    let folder = tests().join(kind);
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(!names.is_empty(), "{kind} holds no case");
    names
}

/// Returns what is done with the expected files of a case: `cargo xtask bless` sets a variable.
pub fn mode(case: &str) -> Mode {
    match env::var("BLESS") {
        Ok(blessed) if blessed == "*" || blessed == case => Mode::Write,
        _ => Mode::Check,
    }
}

/// Makes a crate from a document.
pub fn generate(document: &Path, package: &str) -> Outcome {
    generate_with(document, package, ResourceFeatures::Auto)
}

/// Makes a crate from a document, with cargo features for its resources or without.
pub fn generate_with(document: &Path, package: &str, features: ResourceFeatures) -> Outcome {
    generate_with_runtime(document, package, features, Runtime::Vendored)
}

/// Makes a crate from a document that has its runtime in this place.
pub fn generate_with_runtime(
    document: &Path,
    package: &str,
    features: ResourceFeatures,
    runtime: Runtime,
) -> Outcome {
    let package = match fs::read_to_string(document.with_file_name("package.toml")) {
        Ok(text) => Package::from_toml(&with_name(&text, package))
            .expect("the manifest is sound")
            .in_own_workspace(),
        Err(_) => Package::new(package, None).expect("the name is a package name"),
    };
    let package = package.with_runtime(runtime);
    let mut options = Options::new(document, package);
    options.plan.resource_features = features;
    // Expected files hold every diagnostic.
    options.style.all = true;
    generator::generate(&options)
}

/// Returns a manifest with this name of the package.
fn with_name(manifest: &str, name: &str) -> String {
    let lines = manifest.lines().map(|line| {
        if line.starts_with("name = ") {
            format!("name = \"{name}\"\n")
        } else {
            format!("{line}\n")
        }
    });
    lines.collect()
}

/// Returns the runtime of this workspace as a package.
pub fn runtime_crate() -> Runtime {
    let folder = workspace().join("generator/runtime");
    let folder = folder.canonicalize().expect("the runtime is there");
    let path = folder.to_str().map(|path| path.replace('\\', "/"));
    RuntimeCrate::new(path.as_deref(), None)
        .map(Runtime::Crate)
        .expect("a path is enough")
}

/// Returns a text of a run as expected files hold it: without this machine's folders.
pub fn without_folder(text: &str, folder: &Path) -> String {
    // Files are named with forward slashes everywhere.
    let folder = format!("{}/", folder.display()).replace('\\', "/");
    text.replace(&folder, "")
}

/// Compares an expected text file, or rewrites it. An empty text has no file. Returns what is wrong.
pub fn expect_text(path: &Path, actual: &str, mode: Mode) -> Result<(), String> {
    let expected = fs::read_to_string(path)
        .unwrap_or_default()
        .replace("\r\n", "\n");
    if expected == actual {
        return Ok(());
    }
    match mode {
        Mode::Check => Err(format!(
            "{} is not what came out. Expected:\n{expected}\nActual:\n{actual}",
            path.display()
        )),
        Mode::Write if actual.is_empty() => {
            fs::remove_file(path).map_err(|error| error.to_string())
        }
        Mode::Write => fs::write(path, actual).map_err(|error| error.to_string()),
    }
}

/// Fails with all complaints and the command that accepts what came out.
pub fn no_complaints(complaints: &[String]) {
    assert!(
        complaints.is_empty(),
        "{}\n\nIf this is as it should be, run `cargo xtask bless` and read the difference.",
        complaints.join("\n\n")
    );
}

/// A folder for one test, removed at its end.
pub struct Scratch(pub PathBuf);

impl Scratch {
    /// Makes an empty folder.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("generator-tests-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("a temporary folder can be made");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Copies a folder with all files in it, each changed by `change`.
pub fn copy(from: &Path, to: &Path, change: &dyn Fn(String) -> String) {
    fs::create_dir_all(to).expect("folders can be made");
    for entry in fs::read_dir(from).expect("the folder is there").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target, change);
        } else {
            let text = fs::read_to_string(entry.path()).expect("files of the tests are text");
            fs::write(target, change(text)).expect("files can be written");
        }
    }
}

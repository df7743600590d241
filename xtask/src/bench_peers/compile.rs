//! Compiles a generated crate and measures the compiler.
//!
//! In: a [`Crate`] and a step. Out: the time and memory of the compiler for this crate alone, or its first error. Cargo compiles the
//! dependencies before, for an empty crate with the same manifest.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use serde_json::Value;

use super::Step;
use super::generate::{PACKAGE, first_error};
use crate::rustc::{self, Record};
use crate::watch::ProcessLimits;
use crate::workspace;

/// A generated crate.
#[derive(Debug)]
pub(super) struct Crate<'a> {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Cargo's target folder.
    pub(super) target: &'a Path,
    /// The limits of the compiler.
    pub(super) limits: ProcessLimits,
}

/// A compilation of a crate.
#[derive(Debug)]
pub(super) struct Compiled {
    /// The time and memory of the compiler.
    pub(super) record: Record,
    /// The size of the library, if the step creates one.
    pub(super) rlib_bytes: Option<u64>,
}

impl Crate<'_> {
    /// Compiles the dependencies for a step, and returns how many crates there are with this one.
    ///
    /// # Errors
    ///
    /// The first error of cargo.
    pub(super) fn compile_dependencies(&self, step: Step) -> Result<u64, String> {
        let folder = self.folder.with_file_name("dependencies");
        self.prepare(&folder)
            .map_err(|error| format!("cannot prepare `{}`: {error}", folder.display()))?;
        let output = run(&mut self.cargo(step, &folder))?;
        if !output.status.success() {
            return Err(format!("dependencies: {}", cargo_error(&output)));
        }
        // The versions that cargo selected, so that it does not select others for the crate.
        fs::copy(folder.join("Cargo.lock"), self.folder.join("Cargo.lock"))
            .map_err(|error| format!("cannot copy `Cargo.lock`: {error}"))?;
        let mut tree = workspace::cargo(&["tree", "--edges", "normal", "--prefix", "none"]);
        let output = run(tree.args(["--format", "{p}"]).current_dir(&folder))?;
        if !output.status.success() {
            return Err(format!("`cargo tree`: {}", cargo_error(&output)));
        }
        Ok(count_crates(&String::from_utf8_lossy(&output.stdout)))
    }

    /// Creates the empty crate.
    fn prepare(&self, folder: &Path) -> io::Result<()> {
        let manifest = self.folder.join("Cargo.toml");
        let mut text = fs::read_to_string(&manifest)?;
        if !text.lines().any(|line| line.trim() == "[workspace]") {
            // Otherwise cargo could look for a workspace around the folder.
            text.push_str("\n[workspace]\n");
            fs::write(manifest, &text)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("src/lib.rs"), "")?;
        fs::write(folder.join("Cargo.toml"), text)?;
        // The versions of this workspace, so that generators share dependencies. Cargo adds those that are missing.
        let lock = workspace::folder().join("Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).map(drop)
    }

    /// Compiles the crate, even if it is up to date.
    ///
    /// # Errors
    ///
    /// The first error of the compiler, or the limit that it exceeded.
    pub(super) fn compile(&self, step: Step) -> Result<Compiled, String> {
        let library = PACKAGE.replace('-', "_");
        let records = self.folder.with_file_name("records");
        fs::create_dir_all(&records)
            .and_then(|()| touch(&self.folder.join("src/lib.rs")))
            .map_err(|error| format!("cannot prepare `{}`: {error}", self.folder.display()))?;
        rustc::forget(&records, &library);
        let mut cargo = self.cargo(step, &self.folder);
        rustc::wrap(&mut cargo, &records, self.limits)?;
        let output = run(&mut cargo)?;
        let record = Record::read(&records, &library);
        if let Some(why) = record.as_ref().and_then(|record| record.stopped.clone()) {
            return Err(why);
        }
        let messages = Messages::parse(&String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            return Err(messages.error.unwrap_or_else(|| cargo_error(&output)));
        }
        let rlib = messages.rlib.and_then(|path| fs::metadata(path).ok());
        Ok(Compiled {
            record: record.ok_or("cargo did not compile the crate")?,
            rlib_bytes: rlib.map(|metadata| metadata.len()),
        })
    }

    /// Returns the command that compiles a crate.
    fn cargo(&self, step: Step, folder: &Path) -> Command {
        let arguments: &[&str] = match step {
            Step::Generate | Step::Check => &["check"],
            Step::Debug => &["build"],
            Step::Release => &["build", "--release"],
        };
        let mut command = workspace::cargo(arguments);
        command
            .args(["--lib", "--message-format", "json"])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", self.target)
            // Incremental compilation would reuse the results of the run before.
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }
}

/// Runs cargo to its end.
pub(super) fn run(command: &mut Command) -> Result<Output, String> {
    let output = command.output();
    output.map_err(|error| format!("cannot run cargo: {error}"))
}

/// Returns the first error that cargo printed.
pub(super) fn cargo_error(output: &Output) -> String {
    let error = first_error(&String::from_utf8_lossy(&output.stderr));
    error.unwrap_or_else(|| output.status.to_string())
}

/// Makes a file newer than everything that was compiled from it.
fn touch(path: &Path) -> io::Result<()> {
    let file = File::options().append(true).open(path)?;
    file.set_modified(SystemTime::now())
}

/// Returns the number of crates in what `cargo tree` printed.
fn count_crates(tree: &str) -> u64 {
    let lines = tree.lines().map(|line| line.trim_end_matches(" (*)"));
    let crates: BTreeSet<&str> = lines.filter(|line| !line.is_empty()).collect();
    u64::try_from(crates.len()).unwrap_or(u64::MAX)
}

/// What cargo's messages tell about a crate.
#[derive(Debug, Default, PartialEq, Eq)]
struct Messages {
    /// The first error.
    error: Option<String>,
    /// The path of the library.
    rlib: Option<PathBuf>,
}

impl Messages {
    fn parse(text: &str) -> Self {
        let library = PACKAGE.replace('-', "_");
        let mut messages = Self::default();
        for line in text.lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else {
                continue;
            };
            if message["target"]["name"] != library.as_str() {
                continue;
            }
            let diagnostic = &message["message"];
            let is_error = diagnostic["level"] == "error";
            if is_error && messages.error.is_none() {
                messages.error = Some(rustc::describe(diagnostic));
            }
            let files = message["filenames"].as_array();
            let mut files = files.into_iter().flatten().filter_map(Value::as_str);
            if let Some(rlib) = files.find(|file| file.ends_with(".rlib")) {
                messages.rlib = Some(rlib.into());
            }
        }
        messages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crates_are_counted_once() {
        let tree = "bench-client v0.1.0 (/a)\nserde v1.0.0\nserde_core v1.0.0\nbytes v1.0.0\nserde v1.0.0 (*)\n";
        assert_eq!(count_crates(tree), 4);
        assert_eq!(count_crates(""), 0);
    }

    #[test]
    fn the_first_error_and_the_library_are_found_in_messages() {
        let text = r#"
{"reason":"compiler-artifact","target":{"name":"serde"},"filenames":["/t/libserde.rlib"]}
{"reason":"compiler-message","target":{"name":"bench_client"},"message":{"level":"warning","message":"unused"}}
{"reason":"compiler-message","target":{"name":"bench_client"},"message":{"level":"error","message":"mismatched types","code":{"code":"E0308"},"spans":[{"is_primary":true,"file_name":"src/types.rs","line_start":7}]}}
{"reason":"compiler-message","target":{"name":"bench_client"},"message":{"level":"error","message":"another"}}
{"reason":"compiler-artifact","target":{"name":"bench_client"},"filenames":["/t/libbench_client.rlib","/t/libbench_client.rmeta"]}
not JSON
"#;
        assert_eq!(
            Messages::parse(text),
            Messages {
                error: Some("error[E0308]: mismatched types (src/types.rs:7)".to_owned()),
                rlib: Some("/t/libbench_client.rlib".into()),
            }
        );
    }
}

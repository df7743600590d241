//! Checks all crates with the compiler, as members of one workspace.
//!
//! In: a folder of crates. Out: for each, the compiler's diagnostics, time and memory. Cargo schedules the work and compiles each
//! dependency once; `rustc` is the wrapper between cargo and the compiler.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Stdio};

use generator::rust::ALL_RESOURCES;
use serde_json::Value;

use super::progress::Progress;
use crate::rustc::{self, Record};
use crate::watch::ProcessLimits;
use crate::workspace;

/// The workspace of the crates, and how it is checked.
#[derive(Debug)]
pub(super) struct Workspace {
    /// The folder of the workspace's manifest.
    pub(super) folder: PathBuf,
    /// How many crates are checked in parallel.
    pub(super) jobs: usize,
    /// The compiler's memory limit for each crate, in MiB.
    pub(super) mebibytes: u64,
    /// The compiler's time limit for each crate, in seconds.
    pub(super) seconds: u64,
    /// Arguments of cargo that select features.
    pub(super) features: Vec<String>,
}

/// A crate to check.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// The document's id, which is the name of the crate's folder.
    pub(super) id: String,
    /// How many lines of Rust it has, for the estimate of the time left.
    pub(super) lines: u64,
}

/// The result of checking a crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Checked {
    /// Whether it compiles, now or in an earlier run.
    pub(super) accepted: bool,
    /// The number of warnings.
    pub(super) warnings: usize,
    /// The number of errors.
    pub(super) errors: usize,
    /// The first error, or else the first warning, with its position.
    pub(super) first: Option<String>,
    /// The time and memory of the last compilation.
    pub(super) record: Option<Record>,
}

/// The folder of the workspace that holds its crates.
pub(super) const CRATES: &str = "crates";

const MANIFEST: &str = r#"[profile.dev]
debug = "line-tables-only"

[workspace]
resolver = "3"
members = [
"#;

/// Checks the crates, and returns the results by id.
///
/// # Errors
///
/// Only errors that do not depend on a crate: cargo cannot be run, or finds no versions for the dependencies.
pub(super) fn all(
    workspace: &Workspace,
    crates: &[Candidate],
) -> Result<BTreeMap<String, Checked>, String> {
    if crates.is_empty() {
        return Ok(BTreeMap::new());
    }
    let records = workspace.folder.join("records");
    prepare(workspace, crates, &records)?;
    let log = workspace.folder.join("cargo.log");
    let mut child = cargo(workspace, &records)?
        .args(resource_features(workspace, crates))
        .stderr(
            fs::File::create(&log)
                .map_err(|error| format!("cannot write `{}`: {error}", log.display()))?,
        )
        .spawn()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let mut results: BTreeMap<String, Checked> = crates
        .iter()
        .map(|one| (one.id.clone(), Checked::default()))
        .collect();
    if let Some(stdout) = child.stdout.take() {
        read_messages(stdout, crates, &mut results);
    }
    let status = child
        .wait()
        .map_err(|error| format!("cannot wait for cargo: {error}"))?;
    let log = fs::read_to_string(&log).unwrap_or_default();
    for (id, result) in &mut results {
        result.record = Record::read(&records, &library(id));
        add_manifest_warnings(result, id, &log);
    }
    if !status.success() && !results.values().any(Checked::was_reached) {
        return Err(format!("cargo checked no crate:\n{}", log.trim_end()));
    }
    Ok(results)
}

impl Checked {
    /// Returns whether cargo came to this crate.
    fn was_reached(&self) -> bool {
        let record = self.record.as_ref();
        let was_stopped = record.is_some_and(|record| record.stopped.is_some());
        self.accepted || self.errors > 0 || was_stopped
    }
}

/// Adds the warnings about a crate's manifest, which cargo writes to its log rather than as messages.
fn add_manifest_warnings(result: &mut Checked, id: &str, log: &str) {
    let manifest = Path::new(CRATES).join(id).join("Cargo.toml");
    let manifest = manifest.to_string_lossy();
    let warnings = log
        .lines()
        .filter(|line| line.starts_with("warning: ") && line.contains(&*manifest));
    for warning in warnings {
        result.warnings += 1;
        result.first.get_or_insert_with(|| warning.to_owned());
    }
}

/// Writes the manifest and the lock file of the workspace. Files that do not change are left alone, because cargo compares times.
fn prepare(workspace: &Workspace, crates: &[Candidate], records: &Path) -> Result<(), String> {
    let mut manifest = MANIFEST.to_owned();
    for Candidate { id, .. } in crates {
        manifest.push_str(&format!("  \"{CRATES}/{id}\",\n"));
        // The record of a compilation that was stopped would count for this run if cargo did not reach the crate.
        if Record::read(records, &library(id)).is_some_and(|record| record.stopped.is_some()) {
            rustc::forget(records, &library(id));
        }
    }
    manifest.push_str("]\n");
    let write = |path: PathBuf, text: &str| {
        if fs::read_to_string(&path).is_ok_and(|found| found == text) {
            return Ok(());
        }
        fs::write(&path, text)
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    };
    fs::create_dir_all(records)
        .map_err(|error| format!("cannot make `{}`: {error}", records.display()))?;
    write(workspace.folder.join("Cargo.toml"), &manifest)?;
    // The versions that this workspace is tested with, so that cargo needs no network.
    let lock = workspace::folder().join("Cargo.lock");
    let lock = fs::read_to_string(&lock)
        .map_err(|error| format!("cannot read `{}`: {error}", lock.display()))?;
    write(workspace.folder.join("Cargo.lock"), &lock)
}

/// Returns the command that checks the crates.
fn cargo(workspace: &Workspace, records: &Path) -> Result<std::process::Command, String> {
    let mut command = workspace::cargo(&["check", "--workspace", "--lib", "--keep-going"]);
    command
        .args(["--message-format", "json", "--jobs"])
        .arg(workspace.jobs.to_string())
        .args(&workspace.features)
        .current_dir(&workspace.folder)
        .env("CARGO_TARGET_DIR", workspace.folder.join("target"))
        // Flags that change lints would hide warnings that users see.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let limits = ProcessLimits {
        seconds: workspace.seconds as f64,
        mebibytes: workspace.mebibytes,
    };
    rustc::wrap(&mut command, records, limits)?;
    Ok(command)
}

/// Returns the arguments that enable the resources of large documents if the default features are off: otherwise their crates
/// would be empty.
fn resource_features(workspace: &Workspace, crates: &[Candidate]) -> Vec<String> {
    if !workspace
        .features
        .iter()
        .any(|it| it == "--no-default-features")
    {
        return Vec::new();
    }
    let has_features = |id: &&String| {
        let manifest = workspace.folder.join(CRATES).join(id).join("Cargo.toml");
        let text = fs::read_to_string(manifest).unwrap_or_default();
        text.lines().any(|line| line.starts_with(ALL_RESOURCES))
    };
    let ids = crates.iter().map(|one| &one.id).filter(has_features);
    ids.flat_map(|id| ["--features".to_owned(), format!("{id}/{ALL_RESOURCES}")])
        .collect()
}

/// Reads cargo's messages to the end.
fn read_messages(
    stdout: ChildStdout,
    crates: &[Candidate],
    results: &mut BTreeMap<String, Checked>,
) {
    let work = crates.iter().map(|one| one.lines).sum();
    let mut progress = Progress::new(crates.len(), work);
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let Ok(message) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let Some(id) = id(&message) else { continue };
        let Some(result) = results.get_mut(id) else {
            continue;
        };
        match message["reason"].as_str() {
            Some("compiler-artifact") => {
                result.accepted = true;
                let mut crates = crates.iter();
                let lines = crates.find(|one| one.id == id).map_or(0, |one| one.lines);
                progress.finish(lines, &format!("{id} checked"));
            }
            Some("compiler-message") => count(result, &message["message"]),
            _ => {}
        }
    }
}

/// Returns the id of the crate that a message is about: the name of the folder of its manifest.
fn id(message: &Value) -> Option<&str> {
    let manifest = Path::new(message["manifest_path"].as_str()?);
    manifest.parent()?.file_name()?.to_str()
}

/// Counts a diagnostic of the compiler, unless it only sums up the diagnostics before it.
fn count(result: &mut Checked, message: &Value) {
    let text = message["message"].as_str().unwrap_or_default();
    let is_summary = text.ends_with(" emitted")
        || text.starts_with("aborting due to")
        || text.starts_with("For more information about")
        || text.starts_with("Some errors have detailed");
    if is_summary {
        return;
    }
    let level = message["level"].as_str().unwrap_or_default();
    let first_error = match level {
        "warning" => {
            result.warnings += 1;
            false
        }
        level if level.starts_with("error") => {
            result.errors += 1;
            result.errors == 1
        }
        _ => return,
    };
    if first_error || result.first.is_none() {
        result.first = Some(rustc::describe(message));
    }
}

/// Returns the name of the library of a crate.
fn library(id: &str) -> String {
    id.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(level: &str, text: &str) -> Value {
        serde_json::json!({
            "level": level,
            "message": text,
            "code": { "code": "E0308" },
            "spans": [{ "is_primary": true, "file_name": "crates/a/src/lib.rs", "line_start": 7 }],
        })
    }

    #[test]
    fn errors_and_warnings_are_counted_and_the_first_error_is_kept() {
        let mut checked = Checked::default();
        count(&mut checked, &message("warning", "unused"));
        count(&mut checked, &message("error", "mismatched types"));
        count(&mut checked, &message("error", "another"));
        count(
            &mut checked,
            &message(
                "error",
                "aborting due to 2 previous errors; 1 warning emitted",
            ),
        );
        count(
            &mut checked,
            &message("failure-note", "For more information about this error"),
        );
        assert_eq!(
            checked,
            Checked {
                warnings: 1,
                errors: 2,
                first: Some("error[E0308]: mismatched types (crates/a/src/lib.rs:7)".to_owned()),
                ..Checked::default()
            }
        );
    }

    #[test]
    fn a_message_is_about_the_crate_of_its_manifest() {
        let message = serde_json::json!({ "manifest_path": "/t/corpus/crates/d001/Cargo.toml" });
        assert_eq!(id(&message), Some("d001"));
        assert_eq!(id(&serde_json::json!({ "reason": "build-finished" })), None);
    }
}

//! Has the compiler check all crates, as members of one workspace that share their dependencies.
//!
//! In: a folder of crates. Out: for each, what the compiler says of it and what it took. Cargo shares out the work and compiles
//! each dependency once; `rustc` stands between it and the compiler.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Stdio};

use generator::rust::ALL_RESOURCES;
use serde_json::Value;

use super::progress::Progress;
use super::rustc::{self, Record};
use crate::root;

/// Where the crates are and how they are checked.
#[derive(Debug)]
pub(super) struct Workspace {
    /// The folder, which holds the manifest.
    pub(super) folder: PathBuf,
    /// How many crates are checked at a time.
    pub(super) jobs: usize,
    /// How much memory the compiler may have for each, in MiB.
    pub(super) mebibytes: u64,
    /// How long it may take for each, in seconds.
    pub(super) seconds: u64,
    /// Arguments of cargo that choose features.
    pub(super) features: Vec<String>,
}

/// What the compiler says of a crate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Checked {
    /// Whether it was accepted, or found accepted already.
    pub(super) accepted: bool,
    /// How many warnings there were.
    pub(super) warnings: usize,
    /// How many errors there were.
    pub(super) errors: usize,
    /// The first error, or else the first warning, with its place.
    pub(super) first: Option<String>,
    /// What it took, now or when it was last checked.
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

/// Checks the crates of these ids, each of which counts as much work as is named beside it.
///
/// # Errors
///
/// What has nothing to do with a crate: cargo cannot be run, or finds no versions for the dependencies.
pub(super) fn all(
    workspace: &Workspace,
    ids: &[(String, u64)],
) -> Result<BTreeMap<String, Checked>, String> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let records = workspace.folder.join("records");
    prepare(workspace, ids, &records)?;
    let log = workspace.folder.join("cargo.log");
    let mut child = cargo(workspace, &records)
        .args(resources(workspace, ids))
        .stderr(
            fs::File::create(&log)
                .map_err(|error| format!("cannot write `{}`: {error}", log.display()))?,
        )
        .spawn()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    let mut checked: BTreeMap<String, Checked> = ids
        .iter()
        .map(|(id, _)| (id.clone(), Checked::default()))
        .collect();
    let mut progress = Progress::new(ids.len(), ids.iter().map(|(_, work)| work).sum());
    if let Some(out) = child.stdout.take() {
        listen(out, ids, (&mut checked, &mut progress));
    }
    let status = child
        .wait()
        .map_err(|error| format!("cannot wait for cargo: {error}"))?;
    let log = fs::read_to_string(&log).unwrap_or_default();
    let heard = checked
        .values()
        .any(|checked| checked.accepted || checked.errors > 0);
    for (id, checked) in &mut checked {
        checked.record = Record::read(&records, &library(id));
        // Cargo itself complains of manifests, in words.
        let manifest = Path::new(CRATES).join(id).join("Cargo.toml");
        let manifest = manifest.to_string_lossy();
        let complaints = log
            .lines()
            .filter(|line| line.starts_with("warning: ") && line.contains(&*manifest));
        for complaint in complaints {
            checked.warnings += 1;
            checked.first.get_or_insert_with(|| complaint.to_owned());
        }
    }
    let stopped = |checked: &Checked| {
        let record = checked.record.as_ref();
        record.is_some_and(|record| record.stopped.is_some())
    };
    if !status.success() && !heard && !checked.values().any(stopped) {
        return Err(format!("cargo checked no crate:\n{}", log.trim_end()));
    }
    Ok(checked)
}

/// Writes what makes the crates a workspace. What is as it should be stays untouched, because cargo looks at times.
fn prepare(workspace: &Workspace, ids: &[(String, u64)], records: &Path) -> Result<(), String> {
    let mut manifest = MANIFEST.to_owned();
    for (id, _) in ids {
        manifest.push_str(&format!("  \"{CRATES}/{id}\",\n"));
        // A record of what is compiled now is written anew; one of what was stopped would be taken for it.
        if Record::read(records, &library(id)).is_some_and(|record| record.stopped.is_some()) {
            let _ = fs::remove_file(records.join(format!("{}.tsv", library(id))));
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
    // The versions that this workspace is tested with: nothing is looked up.
    let lock = root::folder().join("Cargo.lock");
    let lock = fs::read_to_string(&lock)
        .map_err(|error| format!("cannot read `{}`: {error}", lock.display()))?;
    write(workspace.folder.join("Cargo.lock"), &lock)
}

fn cargo(workspace: &Workspace, records: &Path) -> std::process::Command {
    let mut command = root::cargo(&["check", "--workspace", "--lib", "--keep-going"]);
    command
        .args(["--message-format", "json", "--jobs"])
        .arg(workspace.jobs.to_string())
        .args(&workspace.features)
        .current_dir(&workspace.folder)
        .env("CARGO_TARGET_DIR", workspace.folder.join("target"))
        .env(rustc::RECORDS, records)
        .env(rustc::SECONDS, workspace.seconds.to_string())
        .env(rustc::MEBIBYTES, workspace.mebibytes.to_string())
        // Flags that cap or change lints would hide what users see.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    if let Ok(program) = env::current_exe() {
        command.env("RUSTC_WORKSPACE_WRAPPER", program);
    }
    command
}

/// Returns the arguments that keep the resources of large documents on where the default features are off: an empty crate
/// shows nothing.
fn resources(workspace: &Workspace, ids: &[(String, u64)]) -> Vec<String> {
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
    let ids = ids.iter().map(|(id, _)| id).filter(has_features);
    ids.flat_map(|id| ["--features".to_owned(), format!("{id}/{ALL_RESOURCES}")])
        .collect()
}

/// Takes note of cargo's messages until it has no more.
fn listen(
    out: ChildStdout,
    ids: &[(String, u64)],
    (checked, progress): (&mut BTreeMap<String, Checked>, &mut Progress),
) {
    for line in BufReader::new(out).lines().map_while(Result::ok) {
        let Ok(message) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let Some(id) = id(&message) else { continue };
        let Some(known) = checked.get_mut(id) else {
            continue;
        };
        match message["reason"].as_str() {
            Some("compiler-artifact") => {
                known.accepted = true;
                let work = ids
                    .iter()
                    .find(|(other, _)| other == id)
                    .map_or(0, |(_, work)| *work);
                progress.done(work, &format!("{id} checked"));
            }
            Some("compiler-message") => note(known, &message["message"]),
            _ => {}
        }
    }
}

/// Returns the id of the crate that a message is about: the name of the folder that its manifest stands in.
fn id(message: &Value) -> Option<&str> {
    let manifest = Path::new(message["manifest_path"].as_str()?);
    manifest.parent()?.file_name()?.to_str()
}

/// Counts a message of the compiler. What it says at the end about the messages before is none.
fn note(checked: &mut Checked, message: &Value) {
    let text = message["message"].as_str().unwrap_or_default();
    let is_sum = text.ends_with(" emitted")
        || text.starts_with("aborting due to")
        || text.starts_with("For more information about")
        || text.starts_with("Some errors have detailed");
    if is_sum {
        return;
    }
    let level = message["level"].as_str().unwrap_or_default();
    let first_error = match level {
        "warning" => {
            checked.warnings += 1;
            false
        }
        level if level.starts_with("error") => {
            checked.errors += 1;
            checked.errors == 1
        }
        _ => return,
    };
    if first_error || checked.first.is_none() {
        let code = match message["code"]["code"].as_str() {
            Some(code) => format!("[{code}]"),
            None => String::new(),
        };
        let mut first = format!("{level}{code}: {text}");
        let spans = message["spans"].as_array().map_or(&[][..], Vec::as_slice);
        if let Some(span) = spans.iter().find(|span| span["is_primary"] == true) {
            let file = span["file_name"].as_str().unwrap_or_default();
            first.push_str(&format!(" ({file}:{})", span["line_start"]));
        }
        checked.first = Some(first);
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
        note(&mut checked, &message("warning", "unused"));
        note(&mut checked, &message("error", "mismatched types"));
        note(&mut checked, &message("error", "another"));
        note(
            &mut checked,
            &message(
                "error",
                "aborting due to 2 previous errors; 1 warning emitted",
            ),
        );
        note(
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

//! `cargo xtask codegen`: generates a crate from a document, or compares a folder with it.
//!
//! In: the options. Out: the folder, and a report of what was read and what changed.

mod members;
mod runtime;

use std::env;
use std::fs;
use std::mem;
use std::path::{Path, PathBuf};

use generator::diagnostic::Style;
use generator::options::Package;
use generator::output::{self, ChangeKind, Changes, Claim, Mode};
use generator::rust::Crate;
use generator::{Options, Outcome};

use crate::command_line::{Codegen, Dump, OtherDocument};
use crate::{terminal, workspace};

/// The project's document.
pub(crate) const SCHEMA: &str = "schema/openapi.yaml";

/// The hand-maintained part of the manifest of the project's crate.
pub(crate) const PACKAGE: &str = "schema/package.toml";

/// The folder of the project's crate.
const GENERATED: &str = "generated";

/// Generates or compares the project's own crate, or another one.
pub(crate) fn run(codegen: &Codegen) -> Result<(), String> {
    let job = match &codegen.other {
        None => own(codegen)?,
        Some(other) => from_other(other, codegen)?,
    };
    let outcome = generator::generate(&job.options);
    print_outcome(&outcome, codegen.timings);
    if let Some(dump) = codegen.dump {
        return print_stage(&outcome, dump);
    }
    let Some(files) = &outcome.files else {
        return Err(failure(&outcome));
    };
    let Some(folder) = &job.folder else {
        return Ok(());
    };
    let mode = if codegen.check {
        Mode::Check
    } else {
        Mode::Write
    };
    if mode == Mode::Write && job.claim == Claim::Made {
        check_package(folder, &outcome)?;
    }
    let changes =
        output::sync(files, folder, mode, job.claim).map_err(|error| error.to_string())?;
    report(&changes, &job)?;
    if let Some(other) = &codegen.other {
        note_workspace(folder, other, &changes);
    }
    // The command ends here, and the system frees memory faster.
    mem::forget(outcome);
    Ok(())
}

/// What to read, and where the output goes.
struct Job {
    options: Options,
    /// The output folder, if files are written or compared.
    folder: Option<PathBuf>,
    /// The output folder in messages.
    folder_name: String,
    claim: Claim,
    /// The command that writes the folder.
    command: String,
}

fn own(codegen: &Codegen) -> Result<Job, String> {
    // Messages name the document by its path from here, and so the same wherever the command was started.
    env::set_current_dir(workspace::folder())
        .map_err(|error| format!("cannot enter the workspace's folder: {error}"))?;
    let text =
        fs::read_to_string(PACKAGE).map_err(|error| format!("cannot read {PACKAGE}: {error}"))?;
    let package = Package::from_toml(&text).map_err(|error| format!("{PACKAGE}: {error}"))?;
    Ok(Job {
        options: Options {
            deny_warnings: true,
            style: style(codegen),
            ..Options::new(SCHEMA, package)
        },
        folder: codegen.dump.is_none().then(|| GENERATED.into()),
        folder_name: format!("{GENERATED}/"),
        claim: Claim::Known,
        command: "cargo xtask codegen".to_owned(),
    })
}

fn from_other(other: &OtherDocument, codegen: &Codegen) -> Result<Job, String> {
    let not_a_folder = other.roots.iter().find(|root| !root.is_dir());
    if let Some(root) = not_a_folder {
        return Err(format!("`--root {}` is not a folder", root.display()));
    }
    let mut package = package_of(other)?;
    if other.workspace_member {
        package = package.in_workspace();
    }
    for format in &other.formats {
        package
            .set_format(format)
            .map_err(|error| error.to_string())?;
    }
    for name in package.add_missing_dependencies() {
        terminal::note(&format!(
            "note: `--format` needs the crate `{name}`: `{name} = \"*\"` is among the dependencies. To choose its version, \
             add it to `[dependencies]` of `--manifest FILE`\n"
        ));
    }
    if other.sets_runtime || other.manifest.is_none() {
        let runtime = runtime::of(other.runtime.as_ref(), other.out.as_deref())?;
        package = package.with_runtime(runtime);
    }
    let mut options = Options {
        roots: other.roots.clone(),
        overlays: other.overlays.clone(),
        overlay_lenient: other.overlay_lenient,
        selection: other.selection.clone(),
        deny_warnings: codegen.deny_warnings,
        style: style(codegen),
        ..Options::new(&other.schema, package)
    };
    if let Some(when) = other.resource_features {
        options.plan.resource_features = when;
    }
    let out = other.out.as_deref().unwrap_or(Path::new(""));
    Ok(Job {
        options,
        folder: other.out.clone(),
        folder_name: out.display().to_string(),
        claim: if other.force {
            Claim::Forced
        } else {
            Claim::Made
        },
        command: other.command.clone(),
    })
}

/// Returns the package of another document.
fn package_of(other: &OtherDocument) -> Result<Package, String> {
    if let Some(path) = &other.manifest {
        let shown = path.display();
        let text =
            fs::read_to_string(path).map_err(|error| format!("cannot read {shown}: {error}"))?;
        let package = Package::from_toml(&text).map_err(|error| format!("{shown}: {error}"))?;
        return Ok(package.in_own_workspace());
    }
    let name = match (&other.package, &other.out) {
        (Some(name), _) => name.clone(),
        // The compiler warns of names of crates that are not in snake case.
        (None, Some(out)) => folder_name(out)?.to_ascii_lowercase(),
        (None, None) => "client".to_owned(),
    };
    Package::new(&name, other.version.as_deref()).map_err(|error| error.to_string())
}

fn style(codegen: &Codegen) -> Style {
    Style {
        color: terminal::has_color(),
        all: codegen.all_warnings,
        all_hint: Some("add `--all-warnings` for all warnings and notes"),
    }
}

/// Returns the name of a folder whose path may end in `..` or be `.`.
fn folder_name(out: &Path) -> Result<String, String> {
    let absolute = out.canonicalize().or_else(|_| std::path::absolute(out));
    absolute
        .ok()
        .and_then(|path| Some(path.file_name()?.to_str()?.to_owned()))
        .ok_or_else(|| {
            format!(
                "`{}` has no name to use for the crate; add `--package NAME`",
                out.display()
            )
        })
}

/// Reports a folder that already has the crate of another package.
fn check_package(folder: &Path, outcome: &Outcome) -> Result<(), String> {
    let (Some(found), Some(plan)) = (package_in(folder), &outcome.plan) else {
        return Ok(());
    };
    if found == plan.package {
        return Ok(());
    }
    Err(format!(
        "{} has the crate `{found}`, not `{}`; choose another folder, or replace that crate with `--force`",
        folder.display(),
        plan.package
    ))
}

/// Returns the name of the package whose manifest is in a folder.
fn package_in(folder: &Path) -> Option<String> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let lines = manifest
        .lines()
        .skip_while(|line| line.trim() != "[package]");
    let mut names = lines.filter_map(|line| line.trim().strip_prefix("name"));
    let value = names.next()?.trim_start().strip_prefix('=')?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// Prints diagnostics, hints, what was read, and how long it took.
fn print_outcome(outcome: &Outcome, timings: bool) {
    terminal::note(&outcome.rendered);
    terminal::note(&outcome.hints);
    terminal::print(&outcome.summary());
    if let Some(advice) = outcome.advice() {
        terminal::note(&format!("{advice}\n"));
    }
    if !timings {
        return;
    }
    for (stage, time) in &outcome.timings {
        let milliseconds = time.as_secs_f64() * 1e3;
        terminal::print(&format!("  {stage:<6} {milliseconds:>9.2} ms"));
    }
}

fn print_stage(outcome: &Outcome, dump: Dump) -> Result<(), String> {
    let text = match dump {
        Dump::Api => outcome.api.as_ref().map(|api| format!("{api:#?}")),
        Dump::Rust => outcome.plan.as_ref().map(|plan| format!("{plan:#?}")),
        Dump::Names => outcome.plan.as_ref().map(Crate::names_table),
    };
    if let Some(text) = &text {
        terminal::print(text);
    }
    if text.is_some() && !outcome.diagnostics.has_errors() {
        Ok(())
    } else {
        Err(failure(outcome))
    }
}

/// Returns why nothing was written.
fn failure(outcome: &Outcome) -> String {
    let diagnostics = &outcome.diagnostics;
    let why = match (diagnostics.errors(), diagnostics.warnings()) {
        (0, 0) => "notes are treated as errors",
        (0, _) => "warnings are treated as errors",
        _ => "see above",
    };
    format!(
        "cannot generate a crate from {}: {why}. Nothing was written.",
        outcome.document_name
    )
}

/// Prints what changed, or would change.
fn report(changes: &Changes, job: &Job) -> Result<(), String> {
    let folder = &job.folder_name;
    if changes.is_empty() {
        terminal::print(&format!(
            "{folder} is up to date ({} files)",
            changes.unchanged
        ));
        return Ok(());
    }
    terminal::print(&changes.to_string());
    match changes.mode {
        Mode::Write => Ok(()),
        Mode::Check => Err(format!(
            "{folder} does not match {}. Run `{}` and commit the changes.",
            job.options.document.display(),
            job.command
        )),
    }
}

/// Prints a note if cargo will not accept a crate where it is.
fn note_workspace(folder: &Path, other: &OtherDocument, changes: &Changes) {
    let note = if other.workspace_member {
        members::note_for_member(folder)
    } else if is_new(changes) {
        members::note_for_own_workspace(folder)
    } else {
        None
    };
    if let Some(note) = note {
        terminal::note(&note);
    }
}

/// Returns whether the crate was created by this run.
fn is_new(changes: &Changes) -> bool {
    let mut list = changes.list.iter();
    list.any(|change| change.path == "Cargo.toml" && change.kind == ChangeKind::Created)
}

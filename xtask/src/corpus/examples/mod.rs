//! `cargo xtask corpus DIR --examples`: whether documented examples survive decoding and encoding with the generated types.
//!
//! In: the documents, and the list of examples that are known not to survive. Out: a table in `target/corpus/examples.tsv`, the
//! examples that were lost or contradict their schema in `target/corpus/examples-details.tsv`, and whether enough survived.
//!
//! `cases` finds the examples, `program` decodes and encodes them, `compare` compares the results, and `validate` decides whether
//! an example matches its own schema.

mod applicable;
mod cases;
mod compare;
mod document;
mod formats;
mod json;
mod known_failures;
mod program;
mod report;
#[cfg(test)]
mod tests;
mod validate;

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use generator::diagnostic::escape;

use super::manifest::Document;
use super::progress::Progress;
use crate::command_line::CORPUS_EXAMPLES;
use crate::watch::{self, ProcessLimits};
use crate::{terminal, workspace};
pub(crate) use document::{Job, run as run_document};
use known_failures::KnownFailures;
use report::Report;

/// The project's own list of examples that are known not to survive.
const KNOWN_FAILURES: &str = "xtask/corpus-examples.tsv";

/// The folder of a run and its limits.
#[derive(Clone, Debug)]
pub(super) struct Limits {
    /// The folder for results.
    pub(super) folder: PathBuf,
    /// How many documents run in parallel.
    pub(super) jobs: usize,
    /// The memory limit of each process, in MiB.
    pub(super) mebibytes: u64,
    /// The time limit of each compilation, in seconds.
    pub(super) seconds: u64,
}

/// Tests the types of all documents with their examples, and prints the table.
///
/// # Errors
///
/// An example is lost that is not listed, too few survived, or a program cannot be built or run.
pub(super) fn run(documents: &[Document], limits: &Limits) -> Result<(), String> {
    let known = KnownFailures::read(&workspace::folder().join(KNOWN_FAILURES))?;
    let mut total = Report::new("all");
    let mut table = format!("{}\n", Report::head());
    let mut details = String::new();
    let mut errors = Vec::new();
    for (document, result) in documents.iter().zip(all(documents, limits)?) {
        match result {
            Ok(report) => {
                table.push_str(&format!("{}\n", report.line()));
                details.push_str(&report.details());
                // They can quote the document.
                let found = known.errors(&report, &document.root);
                errors.extend(found.iter().map(|error| escape(error).into_owned()));
                total.add(&report);
            }
            Err(why) => errors.push(format!("{}: {why}", document.id)),
        }
    }
    table.push_str(&format!("{}\n", total.line()));
    for (name, text) in [("examples.tsv", &table), ("examples-details.tsv", &details)] {
        let path = limits.folder.join(name);
        fs::write(&path, text)
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    terminal::print(&table);
    if total.lost_too_many() {
        errors.push(format!("too few survived: {}", total.line()));
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.join("\n  "))
    }
}

/// Runs a process for each document, several at a time. The results are in the order of the documents.
fn all(documents: &[Document], limits: &Limits) -> Result<Vec<Result<Report, String>>, String> {
    let next = AtomicUsize::new(0);
    let work = documents.iter().map(|document| document.bytes).sum();
    let progress = Mutex::new(Progress::new(documents.len(), work));
    let results = Mutex::new(vec![Err("not tested".to_owned()); documents.len()]);
    let worker = |number: usize| -> Result<(), String> {
        // Cargo locks a target folder while it builds.
        let target = limits.folder.join(format!("examples-target-{number}"));
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(index) else {
                return Ok(());
            };
            let result = one(document, limits, &target)?;
            let message = match &result {
                Ok(report) => format!(
                    "{}: {} of {} valid examples survived",
                    document.id,
                    report.survived,
                    report.valid()
                ),
                Err(_) => format!("{} failed", document.id),
            };
            super::generate::lock(&progress).finish(document.bytes, &message);
            super::generate::lock(&results)[index] = result;
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..limits.jobs)
            .map(|number| scope.spawn(move || worker(number)))
            .collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err("a worker panicked".to_owned()))
        })
    })?;
    Ok(results.into_inner().unwrap_or_default())
}

/// Tests the types of one document.
///
/// The outer error ends the run, the inner one belongs to the document.
fn one(
    document: &Document,
    limits: &Limits,
    target: &Path,
) -> Result<Result<Report, String>, String> {
    let folder = limits.folder.join("examples").join(&document.id);
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot create `{}`: {error}", folder.display()))?;
    let (out, err) = (folder.join("report.txt"), folder.join("errors.txt"));
    let create = |path: &Path| {
        File::create(path).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    };
    let program =
        env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut child = Command::new(&program)
        .arg(CORPUS_EXAMPLES)
        .args([&document.path, &folder])
        .arg(target)
        .args([
            &document.id,
            &limits.seconds.to_string(),
            &limits.mebibytes.to_string(),
        ])
        .stdin(Stdio::null())
        .stdout(create(&out)?)
        .stderr(create(&err)?)
        .spawn()
        .map_err(|error| format!("cannot start a process: {error}"))?;
    let process_limits = ProcessLimits {
        // For the program and its dependencies.
        seconds: limits.seconds as f64 * 3.0,
        mebibytes: limits.mebibytes,
    };
    let exit = watch::wait(&mut child, process_limits)
        .map_err(|error| format!("cannot wait for a process: {error}"))?;
    let read =
        |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    Ok(match (Report::parse(&read(&out)), exit.stopped) {
        (Some(report), _) => Ok(report),
        (None, Some(why)) => Err(why),
        (None, None) => Err(read(&err)),
    })
}

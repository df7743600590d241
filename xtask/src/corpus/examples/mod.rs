//! `cargo xtask corpus DIR --examples`: whether documented examples survive the types that are made of their schemas.
//!
//! In: the documents, and the list of examples that do not survive for a reason that is known. Out: a table,
//! `target/corpus/examples.tsv`, what was lost and what contradicts itself, `target/corpus/examples-details.tsv`, and whether
//! enough survived. `cases` finds examples, `program` has them decoded and encoded, `compare` says what differs, `validate`
//! whose fault that is.

mod applicable;
mod cases;
mod compare;
mod document;
mod formats;
mod json;
mod listed;
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
use super::watch::{self, Bounds};
use crate::{root, say};
pub(crate) use document::{Job, run as run_document};
use listed::Listed;
use report::Report;

/// The project's own list of examples that do not survive.
const LISTED: &str = "xtask/corpus-examples.tsv";

/// How the work is done.
#[derive(Clone, Debug)]
pub(super) struct Effort {
    /// The folder of results.
    pub(super) folder: PathBuf,
    /// How many documents are worked at at a time.
    pub(super) jobs: usize,
    /// How much memory each process may have, in MiB.
    pub(super) mebibytes: u64,
    /// How long each compilation may take, in seconds.
    pub(super) seconds: u64,
}

/// Holds the examples of all documents against their types, and prints the table.
///
/// # Errors
///
/// An example is lost without explanation, too few survived, or a program could not be built or run.
pub(super) fn run(documents: &[Document], effort: &Effort) -> Result<(), String> {
    let beside = root::folder().join(LISTED);
    let listed = Listed::read(&beside)?;
    let mut total = Report::new("all");
    let mut table = format!("{}\n", Report::head());
    let mut details = String::new();
    let mut complaints = Vec::new();
    for (document, result) in documents.iter().zip(all(documents, effort)?) {
        match result {
            Ok(report) => {
                table.push_str(&format!("{}\n", report.line()));
                details.push_str(&report.details());
                // They have words of the document.
                let found = listed.complaints(&report, &document.root);
                complaints.extend(found.iter().map(|words| escape(words).into_owned()));
                total.add(&report);
            }
            Err(why) => complaints.push(format!("{}: {why}", document.id)),
        }
    }
    table.push_str(&format!("{}\n", total.line()));
    for (name, text) in [("examples.tsv", &table), ("examples-details.tsv", &details)] {
        let path = effort.folder.join(name);
        fs::write(&path, text)
            .map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    say::out(&table);
    if total.is_too_little() {
        complaints.push(format!("too few survived: {}", total.line()));
    }
    match complaints.is_empty() {
        true => Ok(()),
        false => Err(complaints.join("\n  ")),
    }
}

/// Runs a process for each document, several at a time. The results are in the order of the documents.
fn all(documents: &[Document], effort: &Effort) -> Result<Vec<Result<Report, String>>, String> {
    let next = AtomicUsize::new(0);
    let work = documents.iter().map(|document| document.bytes).sum();
    let progress = Mutex::new(Progress::new(documents.len(), work));
    let results = Mutex::new(vec![Err("not looked at".to_owned()); documents.len()]);
    let worker = |number: usize| -> Result<(), String> {
        // Cargo builds one thing at a time in a folder.
        let target = effort.folder.join(format!("examples-target-{number}"));
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(index) else {
                return Ok(());
            };
            let result = one(document, effort, &target)?;
            let words = match &result {
                Ok(report) => format!(
                    "{}: {} of {} agreeing examples survived",
                    document.id,
                    report.survived,
                    report.agreeing()
                ),
                Err(_) => format!("{} failed", document.id),
            };
            super::generate::lock(&progress).done(document.bytes, &words);
            super::generate::lock(&results)[index] = result;
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..effort.jobs)
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

fn one(
    document: &Document,
    effort: &Effort,
    target: &Path,
) -> Result<Result<Report, String>, String> {
    let folder = effort.folder.join("examples").join(&document.id);
    fs::create_dir_all(&folder)
        .map_err(|error| format!("cannot make `{}`: {error}", folder.display()))?;
    let (out, err) = (folder.join("report.txt"), folder.join("errors.txt"));
    let create = |path: &Path| {
        File::create(path).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    };
    let program =
        env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    let mut child = Command::new(&program)
        .arg("corpus-examples")
        .args([&document.path, &folder])
        .arg(target)
        .args([
            &document.id,
            &effort.seconds.to_string(),
            &effort.mebibytes.to_string(),
        ])
        .stdin(Stdio::null())
        .stdout(create(&out)?)
        .stderr(create(&err)?)
        .spawn()
        .map_err(|error| format!("cannot start a process: {error}"))?;
    let bounds = Bounds {
        // The program, and what it depends on.
        seconds: effort.seconds as f64 * 3.0,
        mebibytes: effort.mebibytes,
    };
    let ended = watch::watch(&mut child, bounds)
        .map_err(|error| format!("cannot wait for a process: {error}"))?;
    let read =
        |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    Ok(match (Report::parse(&read(&out)), ended.stopped) {
        (Some(report), _) => Ok(report),
        (None, Some(why)) => Err(why),
        (None, None) => Err(read(&err)),
    })
}

//! Generates the crates of all documents in parallel, each in a process with limits.
//!
//! In: documents. Out: for each, the summary that the process printed or why it failed. Knows processes; `document` is what runs
//! in each.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::document::Summary;
use super::manifest::Document;
use super::progress::Progress;
use crate::command_line::CORPUS_DOCUMENT;
use crate::watch::{self, Exit, ProcessLimits};

/// The time limit of an empty document, in seconds.
const BASE_SECONDS: f64 = 10.0;

/// How much the time limit grows with each MiB of a document, because time must not grow faster than the document.
const SECONDS_PER_MEBIBYTE: f64 = 10.0;

/// The result of one document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Generated {
    /// The summary; `None` if the process did not complete.
    pub(super) summary: Option<Summary>,
    /// How the process failed.
    pub(super) failure: Option<Failure>,
    /// How long it took, in seconds.
    pub(super) seconds: f64,
    /// Its peak memory in MiB, if known.
    pub(super) peak_mebibytes: Option<u64>,
}

/// Why a process did not generate a crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// The outcome in the table of results.
    pub(super) outcome: &'static str,
    /// The details.
    pub(super) message: String,
}

/// How many processes run, and how much memory they may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// How many processes run in parallel.
    pub(super) jobs: usize,
    /// The memory limit of each, in MiB.
    pub(super) mebibytes: u64,
}

/// Generates all crates, each in a folder of `crates` that has the document's id as its name. The results are in the order of the
/// documents.
///
/// # Errors
///
/// Only errors that do not depend on a document: a process cannot be started, a folder cannot be written.
pub(super) fn all(
    documents: &[Document],
    crates: &Path,
    limits: Limits,
) -> Result<Vec<Generated>, String> {
    let next = AtomicUsize::new(0);
    let work = documents.iter().map(|document| document.bytes).sum();
    let progress = Mutex::new(Progress::new(documents.len(), work));
    let results = Mutex::new(vec![None; documents.len()]);
    let worker = || -> Result<(), String> {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(document) = documents.get(index) else {
                return Ok(());
            };
            let generated = one(document, crates, limits.mebibytes)?;
            let message = match &generated.failure {
                None => format!("{} generated in {:.1} s", document.id, generated.seconds),
                Some(failure) => format!("{} {}", document.id, failure.outcome),
            };
            lock(&progress).finish(document.bytes, &message);
            lock(&results)[index] = Some(generated);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..limits.jobs).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err("a worker panicked".to_owned()))
        })
    })?;
    let results = lock(&results).iter().flatten().cloned().collect();
    Ok(results)
}

/// Locks a mutex, even if a worker panicked while it held the lock: each result is written once and whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Generates the crate of one document.
fn one(document: &Document, crates: &Path, mebibytes: u64) -> Result<Generated, String> {
    let folder = crates.join(&document.id);
    let (out, err) = (
        crates.join(format!("{}.out", document.id)),
        crates.join(format!("{}.err", document.id)),
    );
    let create = |path: &Path| {
        File::create(path).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
    };
    let program =
        env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    // Files, because pipes would fill up while nobody reads them.
    let mut child = Command::new(program)
        .arg(CORPUS_DOCUMENT)
        .args([&document.path, &folder])
        .arg(&document.id)
        .stdin(Stdio::null())
        .stdout(create(&out)?)
        .stderr(create(&err)?)
        .env_remove("RUST_MIN_STACK")
        .env_remove("RUST_BACKTRACE")
        .spawn()
        .map_err(|error| format!("cannot start a process: {error}"))?;
    let limits = ProcessLimits {
        seconds: time_limit(document.bytes),
        mebibytes,
    };
    let exit = watch::wait(&mut child, limits)
        .map_err(|error| format!("cannot wait for a process: {error}"))?;
    // As bytes, because a process that is stopped may have written half a character.
    let read =
        |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    let summary = Summary::parse(&read(&out));
    let failure = failure(&exit, summary.is_some(), &read(&err));
    for path in [&out, &err] {
        let _ = fs::remove_file(path);
    }
    // Otherwise the crate of an earlier run would be checked.
    let refused = summary
        .as_ref()
        .is_none_or(|summary| !summary.codes.is_empty());
    if (failure.is_some() || refused) && folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove `{}`: {error}", folder.display()))?;
    }
    Ok(Generated {
        summary,
        failure,
        seconds: exit.seconds,
        peak_mebibytes: exit.peak_mebibytes,
    })
}

/// Returns the time limit of a document of this many bytes, in seconds.
fn time_limit(bytes: u64) -> f64 {
    BASE_SECONDS + SECONDS_PER_MEBIBYTE * bytes as f64 / f64::from(1 << 20)
}

/// Returns how a process failed, if it did.
fn failure(exit: &Exit, complete: bool, err: &str) -> Option<Failure> {
    if let Some(why) = &exit.stopped {
        let outcome = if why.contains("MiB") {
            "memory"
        } else {
            "slow"
        };
        return Some(Failure {
            outcome,
            message: format!("generation was {why}"),
        });
    }
    if complete && exit.status.success() {
        return None;
    }
    let mut lines = err.lines();
    // The location of a panic is in its first line, the message in the second.
    let message =
        match lines.find(|line| line.contains("panicked at") || line.contains("overflowed")) {
            Some(location) => format!("{location} {}", lines.next().unwrap_or_default()),
            None => format!(
                "{} {}",
                exit.status,
                err.lines().next_back().unwrap_or_default()
            ),
        };
    Some(Failure {
        outcome: "panic",
        message: message.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_limit_grows_with_the_document() {
        assert!((time_limit(0) - 10.0).abs() < 1e-9);
        assert!((time_limit(4 << 20) - 50.0).abs() < 1e-9);
    }
}

//! Makes the crates of all documents, several at a time, each in a process within bounds.
//!
//! In: documents. Out: for each, what came of it or why nothing did. Knows processes; what one of them does is `document`'s.

use std::env;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::document::Made;
use super::manifest::Document;
use super::progress::Progress;
use super::watch::{self, Bounds, Ended};

/// How long a document may take: some seconds, and more for each MiB, because the time must not grow faster than the document.
const SECONDS: (f64, f64) = (10.0, 10.0);

/// What came of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Generated {
    /// What was made; `None` where the process did not come to its end.
    pub(super) made: Option<Made>,
    /// How it failed: an outcome and a message.
    pub(super) failure: Option<(&'static str, String)>,
    /// How long it took, in seconds.
    pub(super) seconds: f64,
    /// The most memory it had, in MiB, where that is known.
    pub(super) peak: Option<u64>,
}

/// How the work is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    /// How many processes run at a time.
    pub(super) jobs: usize,
    /// How much memory each may have, in MiB.
    pub(super) mebibytes: u64,
}

/// Makes all crates, each in a folder of `crates` called by the document's id. The results are in the order of the documents.
///
/// # Errors
///
/// What has nothing to do with a document: no process can be started, a folder cannot be written.
pub(super) fn all(
    documents: &[Document],
    crates: &Path,
    effort: Effort,
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
            let generated = one(document, crates, effort.mebibytes)?;
            let words = match &generated.failure {
                None => format!("{} generated in {:.1} s", document.id, generated.seconds),
                Some((outcome, _)) => format!("{} {outcome}", document.id),
            };
            lock(&progress).done(document.bytes, &words);
            lock(&results)[index] = Some(generated);
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..effort.jobs).map(|_| scope.spawn(worker)).collect();
        workers.into_iter().try_for_each(|worker| {
            worker
                .join()
                .unwrap_or_else(|_| Err("a worker panicked".to_owned()))
        })
    })?;
    let results = lock(&results).iter().flatten().cloned().collect();
    Ok(results)
}

/// What a worker that panicked held is as good as before: each result is written once, whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

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
    // Pipes would fill up while nobody reads them.
    let mut child = Command::new(program)
        .arg("corpus-document")
        .args([&document.path, &folder])
        .arg(&document.id)
        .stdin(Stdio::null())
        .stdout(create(&out)?)
        .stderr(create(&err)?)
        .env_remove("RUST_MIN_STACK")
        .env_remove("RUST_BACKTRACE")
        .spawn()
        .map_err(|error| format!("cannot start a process: {error}"))?;
    let bounds = Bounds {
        seconds: most_seconds(document.bytes),
        mebibytes,
    };
    let ended = watch::watch(&mut child, bounds)
        .map_err(|error| format!("cannot wait for a process: {error}"))?;
    // Bytes, because a process that is stopped may have written half a character.
    let read =
        |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap_or_default()).into_owned();
    let made = Made::parse(&read(&out));
    let failure = failure(&ended, made.is_some(), &read(&err));
    for path in [&out, &err] {
        let _ = fs::remove_file(path);
    }
    // An earlier run's crate would be checked in the place of this one's.
    let refused = made.as_ref().is_none_or(|made| !made.codes.is_empty());
    if (failure.is_some() || refused) && folder.exists() {
        fs::remove_dir_all(&folder)
            .map_err(|error| format!("cannot remove `{}`: {error}", folder.display()))?;
    }
    Ok(Generated {
        made,
        failure,
        seconds: ended.seconds,
        peak: ended.peak,
    })
}

/// Returns how long a document of this many bytes may take.
fn most_seconds(bytes: u64) -> f64 {
    let (least, for_each_mebibyte) = SECONDS;
    least + for_each_mebibyte * bytes as f64 / f64::from(1 << 20)
}

/// Returns how a process failed to make anything of its document.
fn failure(ended: &Ended, complete: bool, err: &str) -> Option<(&'static str, String)> {
    if let Some(why) = &ended.stopped {
        let outcome = if why.contains("MiB") {
            "memory"
        } else {
            "slow"
        };
        return Some((outcome, format!("generation was {why}")));
    }
    if complete && ended.status.success() {
        return None;
    }
    let mut lines = err.lines();
    // The place of a panic is in its first line, what it says in the second.
    let message =
        match lines.find(|line| line.contains("panicked at") || line.contains("overflowed")) {
            Some(place) => format!("{place} {}", lines.next().unwrap_or_default()),
            None => format!(
                "{} {}",
                ended.status,
                err.lines().next_back().unwrap_or_default()
            ),
        };
    Some(("panic", message.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_grows_with_the_document() {
        assert!((most_seconds(0) - 10.0).abs() < 1e-9);
        assert!((most_seconds(4 << 20) - 50.0).abs() < 1e-9);
    }
}

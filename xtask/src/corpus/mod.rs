//! `cargo xtask corpus DIR`: generates and compiles the crate of every document in a folder with a `MANIFEST.tsv`.
//!
//! In: the folder, a list of refusals, the table of an earlier run. Out: a table of results, `target/corpus/results.tsv`, and
//! whether all documents passed. The crates are in `target/corpus/crates`, as members of one workspace.
//!
//! `manifest` lists the documents, `generate` runs a process of `document` for each, `check` runs cargo with this program as the
//! wrapper of the compiler, `results` decides which documents pass. `table` reads tables, `progress` prints how far a run has
//! come. With `--examples`, `examples` tests the types with documented values instead, and with `--names`, `names` counts names.

mod check;
mod document;
#[cfg(feature = "examples")]
mod examples;
mod generate;
mod manifest;
mod names;
mod progress;
mod results;
mod table;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use crate::{terminal, workspace};
pub(crate) use document::{Job, run as run_document};
#[cfg(feature = "examples")]
pub(crate) use examples::{Job as ExamplesJob, run_document as run_examples};
use generate::Generated;
use manifest::{Document, Refusals};
use results::Row;

/// The options of a run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Corpus {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The ids of the selected documents; empty for all.
    pub(crate) only: Vec<String>,
    /// How many documents run in parallel; `None` for the number of cores.
    pub(crate) jobs: Option<usize>,
    /// Whether to test the types with documented examples, instead of checking the crates.
    pub(crate) examples: bool,
    /// Whether to count names instead.
    pub(crate) names: bool,
    /// Whether to generate without compiling.
    pub(crate) no_check: bool,
    /// The list of documents that must be refused.
    pub(crate) refusals: Option<PathBuf>,
    /// The table to compare with; `None` for that of the last run.
    pub(crate) compare: Option<PathBuf>,
    /// Arguments of cargo that select features.
    pub(crate) features: Vec<String>,
    /// The compiler's time limit for each document, in seconds.
    pub(crate) seconds: Option<u64>,
    /// The memory limit of each process, in MiB.
    pub(crate) mebibytes: Option<u64>,
    /// Whether to use this build of the program, even without optimizations.
    pub(crate) as_built: bool,
}

/// The project's own list of refusals.
const REFUSALS: &str = "xtask/corpus-refusals.tsv";

/// The default time limit of the compiler, in seconds.
const SECONDS: u64 = 900;

/// The default memory limit of a process, in MiB.
const MEBIBYTES: u64 = 4096;

/// Generates and compiles all crates, and prints the table.
pub(crate) fn run(corpus: &Corpus) -> Result<(), String> {
    let lacks_validator = corpus.examples && !cfg!(feature = "examples");
    if (cfg!(debug_assertions) || lacks_validator) && !corpus.as_built {
        return run_optimized(corpus.examples);
    }
    let all = manifest::documents(&corpus.folder)?;
    let refusals = refusals(corpus, &all)?;
    let documents = manifest::select(all, &corpus.only)?;
    let folder = workspace::target().join("corpus");
    let table = folder.join("results.tsv");
    let crates = folder.join(check::CRATES);
    fs::create_dir_all(&crates)
        .map_err(|error| format!("cannot create `{}`: {error}", crates.display()))?;
    if corpus.examples {
        return run_examples_of(corpus, &documents, folder);
    }
    if corpus.names {
        return names::run(&documents, &folder);
    }
    let earlier = match &corpus.compare {
        Some(path) => results::read(path)?,
        None if table.exists() => results::read(&table)?,
        None => Vec::new(),
    };

    let limits = generate::Limits {
        jobs: corpus.jobs.unwrap_or_else(cores),
        mebibytes: corpus.mebibytes.unwrap_or(MEBIBYTES),
    };
    terminal::note(&format!("generating {} crates\n", documents.len()));
    let generated = generate::all(&documents, &crates, limits)?;
    let checked = if corpus.no_check {
        None
    } else {
        Some(check(corpus, &folder, &documents, &generated)?)
    };
    let rows: Vec<Row> = documents
        .iter()
        .zip(&generated)
        .map(|(document, generated)| {
            let checked = checked
                .as_ref()
                .map(|checked| checked.get(&document.id).cloned().unwrap_or_default());
            Row::new(document, generated, checked.as_ref(), &refusals)
        })
        .collect();

    let text = results::to_tsv(&rows);
    // The results of some documents must not replace those of all.
    let table = if corpus.only.is_empty() {
        table
    } else {
        folder.join("results-only.tsv")
    };
    fs::write(&table, text)
        .map_err(|error| format!("cannot write `{}`: {error}", table.display()))?;
    terminal::print(&results::render(&rows));
    terminal::print(&format!("written to {}", table.display()));
    verdict(&rows, &earlier)
}

#[cfg(feature = "examples")]
fn run_examples_of(corpus: &Corpus, documents: &[Document], folder: PathBuf) -> Result<(), String> {
    let limits = examples::Limits {
        folder,
        jobs: corpus.jobs.unwrap_or_else(cores),
        mebibytes: corpus.mebibytes.unwrap_or(MEBIBYTES),
        seconds: corpus.seconds.unwrap_or(SECONDS),
    };
    examples::run(documents, &limits)
}

#[cfg(not(feature = "examples"))]
fn run_examples_of(_: &Corpus, _: &[Document], _: PathBuf) -> Result<(), String> {
    Err("this program was built without the feature `examples`".to_owned())
}

/// Runs this command again as an optimized program, with the feature `examples` if it is needed. Without optimizations, the
/// largest documents would take minutes each.
fn run_optimized(examples: bool) -> Result<(), String> {
    let mut command = workspace::cargo(&["run", "--quiet", "--release", "--manifest-path"]);
    command.arg(workspace::folder().join("xtask/Cargo.toml"));
    if examples {
        command.args(["--features", "examples"]);
    }
    // Paths are relative to the folder where the command was started.
    if let Ok(folder) = env::current_dir() {
        command.current_dir(folder);
    }
    let status = command
        .args(["--", "corpus"])
        .args(env::args_os().skip(2))
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("not all documents passed; see above".to_owned())
    }
}

/// Reads the list of refusals.
fn refusals(corpus: &Corpus, documents: &[Document]) -> Result<Refusals, String> {
    let in_folder = corpus.folder.join("REFUSALS.tsv");
    match &corpus.refusals {
        Some(path) => Refusals::read(path, documents),
        None if in_folder.exists() => Refusals::read(&in_folder, documents),
        None => Refusals::read(&workspace::folder().join(REFUSALS), documents),
    }
}

/// Checks the crates of the documents that were accepted.
fn check(
    corpus: &Corpus,
    folder: &Path,
    documents: &[Document],
    generated: &[Generated],
) -> Result<BTreeMap<String, check::Checked>, String> {
    let crates: Vec<check::Candidate> = documents
        .iter()
        .zip(generated)
        .filter(|(_, generated)| generated.failure.is_none())
        .filter_map(|(document, generated)| {
            let summary = generated.summary.as_ref()?;
            let accepted = summary.codes.is_empty();
            accepted.then(|| check::Candidate {
                id: document.id.clone(),
                lines: u64::try_from(summary.lines).unwrap_or(u64::MAX),
            })
        })
        .collect();
    terminal::note(&format!("checking {} crates\n", crates.len()));
    let workspace = check::Workspace {
        folder: folder.to_owned(),
        jobs: corpus.jobs.unwrap_or_else(cores),
        mebibytes: corpus.mebibytes.unwrap_or(MEBIBYTES),
        seconds: corpus.seconds.unwrap_or(SECONDS),
        features: corpus.features.clone(),
    };
    check::all(&workspace, &crates)
}

/// Reports the documents that failed, and those that are worse than before.
fn verdict(rows: &[Row], earlier: &[Row]) -> Result<(), String> {
    let comparison = results::compare(earlier, rows);
    for note in &comparison.notes {
        terminal::print(&format!("note: {note}"));
    }
    let mut failures: Vec<String> = rows
        .iter()
        .filter(|row| !row.passes())
        .map(|row| format!("{}: {}: {}", row.id, row.outcome, row.message))
        .collect();
    let failed = failures.len();
    failures.extend(
        comparison
            .regressions
            .iter()
            .map(|regression| format!("regression: {regression}")),
    );
    if failures.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{failed} of {} documents failed, {} regressions:\n  {}",
        rows.len(),
        comparison.regressions.len(),
        failures.join("\n  ")
    ))
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

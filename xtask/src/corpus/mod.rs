//! `cargo xtask corpus DIR`: makes and compiles the crate of every document of a folder with a `MANIFEST.tsv`.
//!
//! In: the folder, a list of refusals, the table of an earlier run. Out: a result table, `target/corpus/results.tsv`, and
//! whether all went well. The crates stand in `target/corpus/crates` and are members of one workspace there.
//!
//! `manifest` says which documents there are, `generate` runs one process of `document` for each, `check` runs cargo with
//! `rustc` before the compiler, `results` judges. `watch` bounds processes, `table` reads tables, `progress` says how far.
//! With `--examples`, `examples` tries the types with documented values instead.

mod check;
mod document;
#[cfg(feature = "examples")]
mod examples;
mod generate;
mod manifest;
mod progress;
mod results;
mod rustc;
mod table;
mod watch;

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use crate::{root, say};
pub(crate) use document::{Job, run as run_document};
#[cfg(feature = "examples")]
pub(crate) use examples::{Job as ExamplesJob, run_document as run_examples};
use generate::Generated;
use manifest::{Document, Refusals};
use results::Row;
pub(crate) use rustc::run_instead;

/// What to do with which documents.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Corpus {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// The ids of the documents that are meant; empty for all.
    pub(crate) only: Vec<String>,
    /// How many documents are worked at at a time; `None` for as many as there are cores.
    pub(crate) jobs: Option<usize>,
    /// Whether documented examples are held against the types, instead of compiling with all features.
    pub(crate) examples: bool,
    /// Whether nothing is compiled.
    pub(crate) no_check: bool,
    /// The documents that are expected to be refused.
    pub(crate) refusals: Option<PathBuf>,
    /// The table to compare with; `None` for the last one.
    pub(crate) compare: Option<PathBuf>,
    /// Arguments of cargo that choose features.
    pub(crate) features: Vec<String>,
    /// How long the compiler may take for each document, in seconds.
    pub(crate) seconds: Option<u64>,
    /// How much memory each process may have, in MiB.
    pub(crate) mebibytes: Option<u64>,
    /// Whether this program is used as it was built, even without optimisation.
    pub(crate) as_built: bool,
}

/// The project's own list of refusals.
const REFUSALS: &str = "xtask/corpus-refusals.tsv";

/// How long the compiler may take for a document unless something else is asked for, in seconds.
const SECONDS: u64 = 900;

/// How much memory a process may have unless something else is asked for, in MiB.
const MEBIBYTES: u64 = 4096;

/// Makes and compiles all crates, and prints the table.
pub(crate) fn run(corpus: &Corpus) -> Result<(), String> {
    let lacks_judge = corpus.examples && !cfg!(feature = "examples");
    if (cfg!(debug_assertions) || lacks_judge) && !corpus.as_built {
        return run_optimised(corpus.examples);
    }
    let all = manifest::documents(&corpus.folder)?;
    let refusals = refusals(corpus, &all)?;
    let documents = manifest::only(all, &corpus.only)?;
    let folder = target().join("corpus");
    let table = folder.join("results.tsv");
    let crates = folder.join(check::CRATES);
    fs::create_dir_all(&crates)
        .map_err(|error| format!("cannot make `{}`: {error}", crates.display()))?;
    if corpus.examples {
        return run_examples_of(corpus, &documents, folder);
    }
    let earlier = match &corpus.compare {
        Some(path) => results::read(path)?,
        None if table.exists() => results::read(&table)?,
        None => Vec::new(),
    };

    let effort = generate::Effort {
        jobs: corpus.jobs.unwrap_or_else(cores),
        mebibytes: corpus.mebibytes.unwrap_or(MEBIBYTES),
    };
    say::note(&format!("generating {} crates\n", documents.len()));
    let generated = generate::all(&documents, &crates, effort)?;
    let checked = match corpus.no_check {
        true => None,
        false => Some(check(corpus, &folder, &documents, &generated)?),
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

    let text = results::to_text(&rows);
    // A part of the documents says nothing of the others.
    let table = match corpus.only.is_empty() {
        true => table,
        false => folder.join("results-only.tsv"),
    };
    fs::write(&table, text)
        .map_err(|error| format!("cannot write `{}`: {error}", table.display()))?;
    say::out(&results::shown(&rows));
    say::out(&format!("written to {}", table.display()));
    judge(&rows, &earlier)
}

#[cfg(feature = "examples")]
fn run_examples_of(corpus: &Corpus, documents: &[Document], folder: PathBuf) -> Result<(), String> {
    let effort = examples::Effort {
        folder,
        jobs: corpus.jobs.unwrap_or_else(cores),
        mebibytes: corpus.mebibytes.unwrap_or(MEBIBYTES),
        seconds: corpus.seconds.unwrap_or(SECONDS),
    };
    examples::run(documents, &effort)
}

#[cfg(not(feature = "examples"))]
fn run_examples_of(_: &Corpus, _: &[Document], _: PathBuf) -> Result<(), String> {
    Err("this program was built without the feature `examples`".to_owned())
}

/// Runs this command again as an optimised program, with what judges examples if they are meant: the largest documents would
/// take minutes each otherwise.
fn run_optimised(examples: bool) -> Result<(), String> {
    let mut command = root::cargo(&["run", "--quiet", "--release", "--manifest-path"]);
    command.arg(root::folder().join("xtask/Cargo.toml"));
    if examples {
        command.args(["--features", "examples"]);
    }
    // Paths are meant from where the command was given.
    if let Ok(folder) = env::current_dir() {
        command.current_dir(folder);
    }
    let status = command
        .args(["--", "corpus"])
        .args(env::args_os().skip(2))
        .status()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    match status.success() {
        true => Ok(()),
        false => Err("not all documents passed; see above".to_owned()),
    }
}

fn refusals(corpus: &Corpus, documents: &[Document]) -> Result<Refusals, String> {
    let beside = corpus.folder.join("REFUSALS.tsv");
    match &corpus.refusals {
        Some(path) => Refusals::read(path, documents),
        None if beside.exists() => Refusals::read(&beside, documents),
        None => Refusals::read(&root::folder().join(REFUSALS), documents),
    }
}

/// Checks the crates that there are.
fn check(
    corpus: &Corpus,
    folder: &Path,
    documents: &[Document],
    generated: &[Generated],
) -> Result<BTreeMap<String, check::Checked>, String> {
    let ids: Vec<(String, u64)> = documents
        .iter()
        .zip(generated)
        .filter(|(_, generated)| generated.failure.is_none())
        .filter_map(|(document, generated)| {
            let made = generated.made.as_ref()?;
            let lines = u64::try_from(made.lines).unwrap_or(u64::MAX);
            made.codes.is_empty().then(|| (document.id.clone(), lines))
        })
        .collect();
    say::note(&format!("checking {} crates\n", ids.len()));
    let workspace = check::Workspace {
        folder: folder.to_owned(),
        jobs: corpus.jobs.unwrap_or_else(cores),
        mebibytes: corpus.mebibytes.unwrap_or(MEBIBYTES),
        seconds: corpus.seconds.unwrap_or(SECONDS),
        features: corpus.features.clone(),
    };
    check::all(&workspace, &ids)
}

/// Says what failed and what has become worse.
fn judge(rows: &[Row], earlier: &[Row]) -> Result<(), String> {
    let comparison = results::compare(earlier, rows);
    for note in &comparison.notes {
        say::out(&format!("note: {note}"));
    }
    let mut wrong: Vec<String> = rows
        .iter()
        .filter(|row| !row.is_good())
        .map(|row| format!("{}: {}: {}", row.id, row.outcome, row.message))
        .collect();
    let failed = wrong.len();
    wrong.extend(
        comparison
            .regressions
            .iter()
            .map(|regression| format!("worse than before: {regression}")),
    );
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{failed} of {} documents failed, {} things are worse than before:\n  {}",
        rows.len(),
        comparison.regressions.len(),
        wrong.join("\n  ")
    ))
}

/// Returns the folder of what is built.
fn target() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    // Cargo takes a relative path from the folder it is started in, which is this one.
    match target.is_absolute() {
        true => target,
        false if env::var_os("CARGO_TARGET_DIR").is_some() => {
            std::path::absolute(&target).unwrap_or(target)
        }
        false => root::folder().join(target),
    }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get)
}

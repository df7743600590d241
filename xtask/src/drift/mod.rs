//! `cargo xtask drift`: whether our schema still says what the owner of the API publishes.
//!
//! In: our document, upstream's, and the accepted differences in `schema/upstream.toml`. Out: a report and an exit status: 0 without
//! differences, 1 with some, 2 if a document cannot be read. Compares what documents mean: a document in OpenAPI 3.0 and the same in
//! 3.1 have no differences.
//!
//! | File | Owns |
//! | --- | --- |
//! | `operations` | which operations correspond to each other, and which only one side has |
//! | `messages`, `parameters`, `security` | bodies and responses; parameters and headers; authentication |
//! | `shape`, `merger`, `bounds` | what a schema means: references followed, `allOf` merged, null apart |
//! | `pairs` | which schemas correspond to each other, each pair once |
//! | `schemas`, `alternatives`, `facets` | comparison of the schemas of a pair |
//! | `values` | values and schemas as text |
//! | `difference` | a difference, and its hash |
//! | `accepted` | which differences are accepted, and whether the entries still apply |
//! | `report` | the report, as text and as JSON |

mod accepted;
mod alternatives;
mod bounds;
mod difference;
mod facets;
mod merger;
mod messages;
mod operations;
mod pairs;
mod parameters;
mod report;
mod schemas;
mod security;
mod shape;
#[cfg(test)]
mod tests;
mod values;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use std::{env, fs, io, thread};

use generator::api::Selection;
use generator::diagnostic::{Diagnostic, Diagnostics, Severity, Style, escape};
use generator::openapi::{self, Document};
use generator::source::{self, LoadOptions, Sources};
use generator::suggest;

use crate::codegen::SCHEMA;
use crate::command_line::Drift;
use crate::upstream::{Edit, UPSTREAM, Upstream};
use crate::{terminal, workspace};

use operations::Comparison;
use report::Report;

/// A user at a terminal sees a message if reading takes longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// Compares, prints the report, and returns the exit status.
pub(crate) fn run(command: &Drift) -> ExitCode {
    match compare(command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            terminal::error(&message);
            ExitCode::from(2)
        }
    }
}

/// One of the two documents.
struct Side {
    sources: Sources,
    document: Document,
}

/// Compares and reports. Returns whether nothing is left to decide.
fn compare(command: &Drift) -> Result<bool, String> {
    let own = match &command.schema {
        Some(path) => path.clone(),
        None => own_path(SCHEMA)?,
    };
    let (ours, upstream) = read_both(&own, command)?;
    let accepted = own_path(UPSTREAM)?;
    let mut file = match command.schema {
        Some(_) => Upstream::default(),
        None => Upstream::read(&accepted, UPSTREAM)?,
    };
    let selection = Selection {
        tags: Vec::new(),
        operations: command.operations.clone(),
    };
    let (we, they) = (&ours.document, &upstream.document);
    check_names(command, we, they)?;
    let comparison = operations::compare(we, they, &file.names, &selection);
    check_operations(&comparison, command)?;
    let differences = &comparison.differences;
    let is_partial = !selection.is_all();
    if command.accept {
        let edit = accepted::judge(differences, &file.accepted, is_partial).edit;
        let text = file.edited(&edit);
        // Without a change, a file that does not exist stays so.
        if edit != Edit::default() {
            fs::write(&accepted, &text)
                .map_err(|error| format!("cannot write {UPSTREAM}: {error}"))?;
        }
        terminal::note(&format!(
            "{UPSTREAM}: {} added, {} changed, {} removed\n",
            match edit.added.len() {
                1 => "1 entry".to_owned(),
                count => format!("{count} entries"),
            },
            edit.changed.len(),
            edit.removed.len()
        ));
        file = Upstream::parse(&text).map_err(|error| format!("{UPSTREAM}:{error}"))?;
    }
    let verdict = accepted::judge(differences, &file.accepted, is_partial);
    let report = Report {
        comparison: &comparison,
        verdict: &verdict,
        ours: &ours.sources,
        upstream: &upstream.sources,
        docs: command.docs,
        accepted: UPSTREAM,
    };
    terminal::print(&if command.json {
        report.json()
    } else {
        report.text()
    });
    Ok(verdict.open.is_empty() && verdict.problems.is_empty())
}

/// Refuses names of operations that neither document has.
fn check_names(command: &Drift, ours: &Document, upstream: &Document) -> Result<(), String> {
    for pattern in &command.operations {
        let selection = Selection {
            tags: Vec::new(),
            operations: vec![pattern.clone()],
        };
        let mut all = operations::declared(ours).chain(operations::declared(upstream));
        if all.any(|it| selection.includes(it.item, it.operation)) {
            continue;
        }
        let ids = operations::declared(ours).filter_map(|it| it.operation.operation_id.as_deref());
        let ids: Vec<&str> = ids.collect();
        let hint = suggest::closest_or_prefix(pattern, ids.iter().copied());
        let hint = hint.map_or(String::new(), |id| format!("; did you mean `{id}`?"));
        return Err(format!("no operation is named `{pattern}`{hint}"));
    }
    Ok(())
}

/// Refuses to compare with a document that has too little of the API.
fn check_operations(comparison: &Comparison, command: &Drift) -> Result<(), String> {
    let Comparison {
        operations,
        matched,
        ..
    } = *comparison;
    if matched * 2 < operations {
        return Err(format!(
            "upstream-empty: {} has {matched} of our {operations} operations; a document with fewer than half of them is not compared",
            command.upstream.display()
        ));
    }
    Ok(())
}

/// Returns the path of a file of the workspace: as messages show it if this is the current folder.
fn own_path(name: &str) -> Result<PathBuf, String> {
    let folder = workspace::folder();
    let current =
        env::current_dir().map_err(|error| format!("cannot find the current folder: {error}"))?;
    Ok(if current == folder {
        name.into()
    } else {
        folder.join(name)
    })
}

/// Reads both documents in parallel.
fn read_both(ours: &Path, command: &Drift) -> Result<(Side, Side), String> {
    let options = LoadOptions {
        overlays: command.overlays.clone(),
        overlay_lenient: command.overlay_lenient,
        ..LoadOptions::default()
    };
    thread::scope(|scope| {
        let (done, waiting) = mpsc::channel::<()>();
        let upstream = scope.spawn(|| read(&command.upstream, &options));
        scope.spawn(move || {
            // The channel closes when both are read.
            let is_slow = waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
            if is_slow && io::stderr().is_terminal() {
                terminal::note("reading both documents …\n");
            }
        });
        let ours = read(ours, &LoadOptions::default());
        let upstream = upstream
            .join()
            .unwrap_or_else(|_| Err("the published document could not be read".to_owned()));
        drop(done);
        Ok((ours?, upstream?))
    })
}

/// Reads a document.
fn read(path: &Path, options: &LoadOptions) -> Result<Side, String> {
    let mut diagnostics = Diagnostics::default();
    let sources = source::load_with(path, options, &mut diagnostics);
    match openapi::read(&sources, &mut diagnostics) {
        Some(document) => {
            let count = diagnostics.errors();
            if count > 0 {
                let errors = if count == 1 { "error" } else { "errors" };
                let name = path.display().to_string();
                terminal::note(&format!(
                    "note: {} has {count} {errors}; the parts with errors are not compared\n",
                    escape(&name)
                ));
            }
            Ok(Side { sources, document })
        }
        None => {
            let mut errors = Diagnostics::default();
            let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
            for error in diagnostics.iter().filter(is_error) {
                errors.push(error.clone());
            }
            let errors = sources.render(&errors, Style::default());
            Err(format!("cannot read {}:\n{errors}", path.display()))
        }
    }
}

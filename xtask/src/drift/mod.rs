//! `cargo xtask drift`: whether our schema still says what the owner of the API publishes.
//!
//! In: our document, upstream's, and the accepted differences in `schema/upstream.toml`. Out: a report and an exit status: 0 without
//! differences, 1 with some, 2 if a document cannot be read. Compares what documents mean: a document in OpenAPI 3.0 and the same in
//! 3.1 have no differences.
//!
//! | File | Owns |
//! | --- | --- |
//! | `operations` | which operations correspond to each other, and which only one side has |
//! | `messages`, `security` | parameters, bodies, responses, headers; authentication |
//! | `shape` | what a schema means: references followed, `allOf` merged, null apart |
//! | `schemas`, `alternatives`, `facets` | comparison of shapes |
//! | `values` | values and schemas as text |
//! | `difference` | a difference, and its hash |
//! | `report` | the report as text |

mod alternatives;
mod difference;
mod facets;
mod messages;
mod operations;
mod report;
mod schemas;
mod security;
mod shape;
mod values;

use std::path::Path;
use std::process::ExitCode;
use std::{env, io};

use generator::api::Selection;
use generator::diagnostic::{Diagnostic, Diagnostics, Severity, Style};
use generator::openapi::{self, Document};
use generator::source::{self, LoadOptions, Sources};

use crate::codegen::SCHEMA;
use crate::command_line::Drift;
use crate::{terminal, workspace};

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
    let own;
    let ours = match &command.schema {
        Some(path) => path.as_path(),
        None => {
            own = own_path(SCHEMA).map_err(|error| format!("cannot find the folder: {error}"))?;
            own.as_path()
        }
    };
    let (ours, upstream) = (read(ours)?, read(&command.upstream)?);
    let selection = Selection {
        tags: Vec::new(),
        operations: command.operations.clone(),
    };
    let comparison = operations::compare(&ours.document, &upstream.document, &[], &selection);
    terminal::print(&report::text(&comparison, &ours.sources, &upstream.sources));
    Ok(comparison.differences.iter().all(|it| it.is_documentation))
}

/// Returns the path of a file of the workspace: as messages show it if this is the current folder.
fn own_path(name: &str) -> io::Result<std::path::PathBuf> {
    let folder = workspace::folder();
    if env::current_dir()? == folder {
        return Ok(name.into());
    }
    Ok(folder.join(name))
}

/// Reads a document.
fn read(path: &Path) -> Result<Side, String> {
    let mut diagnostics = Diagnostics::default();
    let sources = source::load_with(path, &LoadOptions::default(), &mut diagnostics);
    match openapi::read(&sources, &mut diagnostics) {
        Some(document) => Ok(Side { sources, document }),
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

//! Generates the crate of one document in a process of its own, which may run out of stack or memory without affecting others.
//!
//! In: a document, a folder and a package's name. Out: the crate, and a [`Summary`] as lines on standard output: a name, a tab,
//! a value. The last line is `end`; without it the summary is incomplete.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::thread;

use generator::diagnostic::{Diagnostic, Severity};
use generator::options::Package;
use generator::output;
use generator::{Options, Outcome};

use crate::terminal;

/// The stack that must suffice for every document: the default of a thread.
const STACK: usize = 2 << 20;

/// A document and its output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The document.
    pub(crate) document: PathBuf,
    /// The folder for its crate.
    pub(crate) folder: PathBuf,
    /// The package's name.
    pub(crate) package: String,
}

/// The result of generation, as tables show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    /// Operations that the document declares.
    pub(super) operations_declared: usize,
    /// Operations in the output.
    pub(super) operations: usize,
    /// Schemas that the document declares.
    pub(super) schemas_declared: usize,
    /// Schemas in the output.
    pub(super) schemas: usize,
    /// Places where a free-form value takes the place of a type.
    pub(super) free_form: usize,
    /// Warnings.
    pub(super) warnings: usize,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// The codes of errors.
    pub(super) codes: BTreeSet<String>,
    /// The codes of errors without a location.
    pub(super) unlocated: BTreeSet<String>,
    /// The first error and its position, in one line.
    pub(super) error: String,
}

/// Generates the crate, and prints the summary.
///
/// # Errors
///
/// Only errors that do not depend on the document, such as a full disk.
pub(crate) fn run(job: Job) -> Result<(), String> {
    let worker = thread::Builder::new()
        .name("document".to_owned())
        .stack_size(STACK)
        .spawn(move || generate(&job))
        .map_err(|error| format!("cannot start a thread: {error}"))?;
    // If the thread panicked, it printed a message, and the last line is missing.
    if let Ok(summary) = worker.join() {
        terminal::print(&summary?.to_lines());
    }
    Ok(())
}

fn generate(job: &Job) -> Result<Summary, String> {
    let package = Package::new(&job.package, None).map_err(|error| error.to_string())?;
    let outcome = generator::generate(&Options::new(&job.document, package.in_workspace()));
    if let Some(files) = &outcome.files {
        output::write(files, &job.folder).map_err(|error| error.to_string())?;
    }
    Ok(Summary::new(&outcome))
}

impl Summary {
    fn new(outcome: &Outcome) -> Self {
        let counts = outcome.api.as_ref().map(|api| api.counts);
        let counts = counts.unwrap_or_default();
        let is_error = |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error;
        let errors: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(is_error).collect();
        let codes = |matches: &dyn Fn(&Diagnostic) -> bool| {
            errors
                .iter()
                .filter(|error| matches(error))
                .map(|error| error.code.to_owned())
                .collect()
        };
        let files = outcome.files.iter().flatten();
        Self {
            operations_declared: counts.operations_declared,
            operations: counts.operations,
            schemas_declared: counts.schemas_declared,
            schemas: counts.schemas,
            free_form: outcome.diagnostics.free_form(),
            warnings: outcome.diagnostics.warnings(),
            lines: files
                .filter(|file| file.path.ends_with(".rs"))
                .map(|file| file.text.lines().count())
                .sum(),
            codes: codes(&|_| true),
            unlocated: codes(&|error| error.location.is_none()),
            error: first_error(&outcome.rendered),
        }
    }

    fn to_lines(&self) -> String {
        let list = |codes: &BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(",");
        let mut text = String::new();
        for (name, value) in [
            ("operations-declared", self.operations_declared.to_string()),
            ("operations", self.operations.to_string()),
            ("schemas-declared", self.schemas_declared.to_string()),
            ("schemas", self.schemas.to_string()),
            ("free-form", self.free_form.to_string()),
            ("warnings", self.warnings.to_string()),
            ("lines", self.lines.to_string()),
            ("codes", list(&self.codes)),
            ("unlocated", list(&self.unlocated)),
            ("error", self.error.clone()),
            ("end", String::new()),
        ] {
            text.push_str(&super::table::line(&[name, &value]));
        }
        text
    }

    /// Parses what the process printed; `None` if it is incomplete.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut summary = Self::default();
        let number = |value: &str| value.parse().unwrap_or_default();
        let list = |value: &str| {
            let codes = value.split(',').filter(|code| !code.is_empty());
            codes.map(str::to_owned).collect()
        };
        for line in text.lines() {
            let (name, value) = line.split_once('\t')?;
            match name {
                "operations-declared" => summary.operations_declared = number(value),
                "operations" => summary.operations = number(value),
                "schemas-declared" => summary.schemas_declared = number(value),
                "schemas" => summary.schemas = number(value),
                "free-form" => summary.free_form = number(value),
                "warnings" => summary.warnings = number(value),
                "lines" => summary.lines = number(value),
                "codes" => summary.codes = list(value),
                "unlocated" => summary.unlocated = list(value),
                "error" => summary.error = value.to_owned(),
                "end" => return Some(summary),
                _ => return None,
            }
        }
        None
    }
}

/// Returns the first error of rendered diagnostics and its position, in one line.
fn first_error(rendered: &str) -> String {
    let mut lines = rendered
        .lines()
        .skip_while(|line| !line.starts_with("error["));
    let Some(error) = lines.next() else {
        return String::new();
    };
    match lines
        .next()
        .and_then(|line| line.trim().strip_prefix("--> "))
    {
        Some(position) => format!("{error} ({position})"),
        None => error.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_survive_a_round_trip() {
        let summary = Summary {
            operations_declared: 3,
            operations: 2,
            schemas_declared: 5,
            schemas: 4,
            free_form: 1,
            warnings: 7,
            lines: 900,
            codes: BTreeSet::from(["one".to_owned(), "two".to_owned()]),
            unlocated: BTreeSet::new(),
            error: "error[one]: it is (a.yaml:1:2)".to_owned(),
        };
        let lines = summary.to_lines();
        assert_eq!(Summary::parse(&lines), Some(summary));
        assert_eq!(Summary::parse(lines.trim_end_matches("end\t\n")), None);
        assert_eq!(Summary::parse(""), None);
    }

    #[test]
    fn the_first_error_has_its_position() {
        let rendered = "warning[a]: b\n --> a.yaml:1:1\n\nerror[c]: d\n  --> a.yaml:3:4\n   |\n";
        assert_eq!(first_error(rendered), "error[c]: d (a.yaml:3:4)");
        assert_eq!(first_error("error[c]: d\n"), "error[c]: d");
        assert_eq!(first_error("warning[a]: b\n"), "");
    }
}

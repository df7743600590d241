//! Makes the crate of one document in a process of its own, which may run out of stack or memory without harm to the others.
//!
//! In: a document, a folder and a package's name. Out: the crate, and lines on standard output: a word, a tab, a value. A last
//! line `end` says that nothing is missing.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::thread;

use generator::diagnostic::{Diagnostic, Severity};
use generator::options::Package;
use generator::output;
use generator::{Options, Outcome};

use crate::say;

/// The stack that every document must do with: what a thread has where nobody chose.
const STACK: usize = 2 << 20;

/// What is made of which document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// The document.
    pub(crate) document: PathBuf,
    /// Where its crate goes.
    pub(crate) folder: PathBuf,
    /// The package's name.
    pub(crate) package: String,
}

/// What came of a document, as far as a table shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Made {
    /// Operations and schemas as the document declares them.
    pub(super) operations_declared: usize,
    /// Operations in the output.
    pub(super) operations: usize,
    /// Schemas that the document declares.
    pub(super) schemas_declared: usize,
    /// Schemas in the output.
    pub(super) schemas: usize,
    /// Places where a free-form value stands in for what the document says.
    pub(super) free_form: usize,
    /// Warnings.
    pub(super) warnings: usize,
    /// Lines of Rust.
    pub(super) lines: usize,
    /// The codes of errors, each once.
    pub(super) codes: BTreeSet<String>,
    /// The codes of errors that have no place in the document, each once.
    pub(super) unlocated: BTreeSet<String>,
    /// The first error, in a line, with its place.
    pub(super) error: String,
}

/// Makes the crate, and prints what came of it.
///
/// # Errors
///
/// Only what has nothing to do with the document, such as a full disk.
pub(crate) fn run(job: Job) -> Result<(), String> {
    let worker = thread::Builder::new()
        .name("document".to_owned())
        .stack_size(STACK)
        .spawn(move || make(&job))
        .map_err(|error| format!("cannot start a thread: {error}"))?;
    // Where the thread panicked, it has said so, and the last line stays out.
    if let Ok(made) = worker.join() {
        say::out(&made?.to_lines());
    }
    Ok(())
}

fn make(job: &Job) -> Result<Made, String> {
    let package = Package::new(&job.package, None).map_err(|error| error.to_string())?;
    let outcome = generator::generate(&Options::new(&job.document, package.in_workspace()));
    if let Some(files) = &outcome.files {
        output::write(files, &job.folder).map_err(|error| error.to_string())?;
    }
    Ok(Made::new(&outcome))
}

impl Made {
    fn new(outcome: &Outcome) -> Self {
        let counts = outcome.api.as_ref().map(|api| api.counts);
        let counts = counts.unwrap_or_default();
        let is_error = |remark: &&Diagnostic| remark.severity == Severity::Error;
        let errors: Vec<&Diagnostic> = outcome.diagnostics.iter().filter(is_error).collect();
        let codes = |wanted: &dyn Fn(&Diagnostic) -> bool| {
            errors
                .iter()
                .filter(|error| wanted(error))
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

    /// Reads what the process printed; `None` where it did not come to its end.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut made = Self::default();
        let number = |value: &str| value.parse().unwrap_or_default();
        let list = |value: &str| {
            let codes = value.split(',').filter(|code| !code.is_empty());
            codes.map(str::to_owned).collect()
        };
        for line in text.lines() {
            let (name, value) = line.split_once('\t')?;
            match name {
                "operations-declared" => made.operations_declared = number(value),
                "operations" => made.operations = number(value),
                "schemas-declared" => made.schemas_declared = number(value),
                "schemas" => made.schemas = number(value),
                "free-form" => made.free_form = number(value),
                "warnings" => made.warnings = number(value),
                "lines" => made.lines = number(value),
                "codes" => made.codes = list(value),
                "unlocated" => made.unlocated = list(value),
                "error" => made.error = value.to_owned(),
                "end" => return Some(made),
                _ => return None,
            }
        }
        None
    }
}

/// Returns the first error of rendered remarks in a line, and where it stands.
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
        Some(place) => format!("{error} ({place})"),
        None => error.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        let made = Made {
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
        let lines = made.to_lines();
        assert_eq!(Made::parse(&lines), Some(made));
        assert_eq!(Made::parse(lines.trim_end_matches("end\t\n")), None);
        assert_eq!(Made::parse(""), None);
    }

    #[test]
    fn errors_are_told_with_their_place() {
        let rendered = "warning[a]: b\n --> a.yaml:1:1\n\nerror[c]: d\n  --> a.yaml:3:4\n   |\n";
        assert_eq!(first_error(rendered), "error[c]: d (a.yaml:3:4)");
        assert_eq!(first_error("error[c]: d\n"), "error[c]: d");
        assert_eq!(first_error("warning[a]: b\n"), "");
    }
}

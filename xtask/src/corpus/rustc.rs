//! Stands between cargo and the compiler: keeps each compilation of a document's crate within bounds, and notes what it took.
//!
//! In: the command line that cargo gives to a `RUSTC_WORKSPACE_WRAPPER`. Out: what the compiler gives, and a [`Record`] in the
//! folder of records. Dependencies are compiled without it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::table;
use super::watch::{self, Bounds};
use crate::say;

/// The variables that say what to do; that the first is there tells the program that it is called by cargo.
pub(super) const RECORDS: &str = "XTASK_CORPUS_RECORDS";
pub(super) const SECONDS: &str = "XTASK_CORPUS_SECONDS";
pub(super) const MEBIBYTES: &str = "XTASK_CORPUS_MEBIBYTES";

/// What a compilation took.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// How long it ran, in seconds.
    pub(super) seconds: f64,
    /// The most memory it had, in MiB, where that is known.
    pub(super) peak: Option<u64>,
    /// Why it was stopped, if it was.
    pub(super) stopped: Option<String>,
}

impl Record {
    /// Reads the record of a library.
    pub(super) fn read(records: &Path, library: &str) -> Option<Self> {
        let text = fs::read_to_string(path(records, library)).ok()?;
        let mut cells = text.trim_end_matches('\n').split('\t');
        Some(Self {
            seconds: cells.next()?.parse().ok()?,
            peak: cells.next()?.parse().ok(),
            stopped: cells
                .next()
                .filter(|why| !why.is_empty())
                .map(str::to_owned),
        })
    }

    fn to_line(&self) -> String {
        table::line(&[
            format!("{:.3}", self.seconds),
            self.peak.map_or_else(String::new, |peak| peak.to_string()),
            self.stopped.clone().unwrap_or_default(),
        ])
    }
}

fn path(records: &Path, library: &str) -> PathBuf {
    records.join(format!("{library}.tsv"))
}

/// Runs the compiler if cargo calls this program in its place; `None` if it does not.
pub(crate) fn run_instead() -> Option<ExitCode> {
    let records = env::var_os(RECORDS)?;
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let done = compile(Path::new(&records), &arguments);
    Some(done.unwrap_or_else(|message| {
        say::error(&message);
        ExitCode::FAILURE
    }))
}

fn compile(records: &Path, arguments: &[OsString]) -> Result<ExitCode, String> {
    let (compiler, rest) = arguments.split_first().ok_or("cargo named no compiler")?;
    let mut child = Command::new(compiler)
        .args(rest)
        .spawn()
        .map_err(|error| format!("cannot start the compiler: {error}"))?;
    let bounds = Bounds {
        seconds: number(SECONDS)? as f64,
        mebibytes: number(MEBIBYTES)?,
    };
    let ended = watch::watch(&mut child, bounds)
        .map_err(|error| format!("cannot wait for the compiler: {error}"))?;
    if let Some(library) = library(rest) {
        let record = Record {
            seconds: ended.seconds,
            peak: ended.peak,
            stopped: ended.stopped,
        };
        fs::write(path(records, &library), record.to_line())
            .map_err(|error| format!("cannot write a record: {error}"))?;
    }
    let code = ended.status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(101)))
}

fn number(variable: &str) -> Result<u64, String> {
    env::var(variable)
        .ok()
        .and_then(|value| value.parse().ok())
        .ok_or_else(|| format!("`{variable}` is no number"))
}

/// Returns the name of the library that is compiled. Cargo also asks the compiler what it knows, under the name `___`.
fn library(arguments: &[OsString]) -> Option<String> {
    let mut arguments = arguments.iter();
    arguments.find(|argument| argument.as_os_str() == OsStr::new("--crate-name"))?;
    let name = arguments.next()?.to_str()?;
    (name != "___").then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_what_is_compiled() {
        let arguments = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let named = arguments(&["--crate-name", "d001", "--edition=2024"]);
        assert_eq!(library(&named), Some("d001".to_owned()));
        assert_eq!(library(&arguments(&["-", "--crate-name", "___"])), None);
        assert_eq!(library(&arguments(&["-vV"])), None);
    }

    #[test]
    fn records_are_read_back() {
        let folder = env::temp_dir().join(format!("xtask-records-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let record = Record {
            seconds: 1.25,
            peak: Some(300),
            stopped: Some("stopped after 1 s".to_owned()),
        };
        fs::write(path(&folder, "a"), record.to_line()).expect("files can be written");
        fs::write(path(&folder, "b"), "2.000\t\t\n").expect("files can be written");
        let (a, b, c) = (
            Record::read(&folder, "a"),
            Record::read(&folder, "b"),
            Record::read(&folder, "c"),
        );
        fs::remove_dir_all(&folder).expect("the folder is there");
        assert_eq!(a, Some(record));
        assert_eq!(
            b,
            Some(Record {
                seconds: 2.0,
                ..Record::default()
            })
        );
        assert_eq!(c, None);
    }
}

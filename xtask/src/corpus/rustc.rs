//! A wrapper of the compiler, which limits each compilation of a document's crate and records its time and memory.
//!
//! In: the command line that cargo passes to `RUSTC_WORKSPACE_WRAPPER`. Out: the compiler's output, and a [`Record`] in the
//! folder of records. Dependencies are compiled without the wrapper.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use super::table;
use super::watch::{self, ProcessLimits};
use crate::terminal;

/// The environment variable with the folder of records. If it is set, cargo started this program as the wrapper.
pub(super) const RECORDS: &str = "XTASK_CORPUS_RECORDS";
/// The environment variable with the time limit.
pub(super) const SECONDS: &str = "XTASK_CORPUS_SECONDS";
/// The environment variable with the memory limit.
pub(super) const MEBIBYTES: &str = "XTASK_CORPUS_MEBIBYTES";

/// The time and memory of a compilation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Record {
    /// How long it took, in seconds.
    pub(super) seconds: f64,
    /// Its peak memory in MiB, if known.
    pub(super) peak_mebibytes: Option<u64>,
    /// Why it was stopped, if a limit was exceeded.
    pub(super) stopped: Option<String>,
}

impl Record {
    /// Reads the record of a library.
    pub(super) fn read(records: &Path, library: &str) -> Option<Self> {
        let text = fs::read_to_string(path(records, library)).ok()?;
        let mut cells = text.trim_end_matches('\n').split('\t');
        Some(Self {
            seconds: cells.next()?.parse().ok()?,
            peak_mebibytes: cells.next()?.parse().ok(),
            stopped: cells
                .next()
                .filter(|why| !why.is_empty())
                .map(str::to_owned),
        })
    }

    fn to_line(&self) -> String {
        table::line(&[
            format!("{:.3}", self.seconds),
            self.peak_mebibytes
                .map_or_else(String::new, |peak| peak.to_string()),
            self.stopped.clone().unwrap_or_default(),
        ])
    }
}

fn path(records: &Path, library: &str) -> PathBuf {
    records.join(format!("{library}.tsv"))
}

/// Runs the compiler if cargo started this program as its wrapper; otherwise returns `None`.
pub(crate) fn rustc_wrapper() -> Option<ExitCode> {
    let records = env::var_os(RECORDS)?;
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let result = compile(Path::new(&records), &arguments);
    Some(result.unwrap_or_else(|message| {
        terminal::error(&message);
        ExitCode::FAILURE
    }))
}

fn compile(records: &Path, arguments: &[OsString]) -> Result<ExitCode, String> {
    let (compiler, rest) = arguments
        .split_first()
        .ok_or("cargo did not name a compiler")?;
    let mut child = Command::new(compiler)
        .args(rest)
        .spawn()
        .map_err(|error| format!("cannot start the compiler: {error}"))?;
    let limits = ProcessLimits {
        seconds: number(SECONDS)? as f64,
        mebibytes: number(MEBIBYTES)?,
    };
    let exit = watch::wait(&mut child, limits)
        .map_err(|error| format!("cannot wait for the compiler: {error}"))?;
    if let Some(library) = library(rest) {
        let record = Record {
            seconds: exit.seconds,
            peak_mebibytes: exit.peak_mebibytes,
            stopped: exit.stopped,
        };
        fs::write(path(records, &library), record.to_line())
            .map_err(|error| format!("cannot write a record: {error}"))?;
    }
    let code = exit.status.code().and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(code.unwrap_or(101)))
}

fn number(variable: &str) -> Result<u64, String> {
    env::var(variable)
        .ok()
        .and_then(|value| value.parse().ok())
        .ok_or_else(|| format!("`{variable}` is not a number"))
}

/// Returns the name of the library that is compiled. Cargo also queries the compiler, with the name `___`.
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
    fn the_library_is_found_unless_cargo_queries_the_compiler() {
        let arguments = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        let compilation = arguments(&["--crate-name", "d001", "--edition=2024"]);
        assert_eq!(library(&compilation), Some("d001".to_owned()));
        assert_eq!(library(&arguments(&["-", "--crate-name", "___"])), None);
        assert_eq!(library(&arguments(&["-vV"])), None);
    }

    #[test]
    fn records_survive_a_round_trip() {
        let folder = env::temp_dir().join(format!("xtask-records-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder can be made");
        let record = Record {
            seconds: 1.25,
            peak_mebibytes: Some(300),
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

//! A wrapper of the compiler, which limits each compilation of a generated crate and records its time and memory.
//!
//! In: the command line that cargo passes to `RUSTC_WORKSPACE_WRAPPER`. Out: the compiler's output, and a [`Record`] in the
//! folder of records. Dependencies are compiled without the wrapper.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::str::FromStr;

use serde_json::Value;

use crate::terminal;
use crate::watch::{self, ProcessLimits};

/// The environment variable with the folder of records. If it is set, cargo started this program as the wrapper.
const RECORDS: &str = "XTASK_RUSTC_RECORDS";
/// The environment variable with the time limit.
const SECONDS: &str = "XTASK_RUSTC_SECONDS";
/// The environment variable with the memory limit.
const MEBIBYTES: &str = "XTASK_RUSTC_MEBIBYTES";

/// Makes cargo use this program as the wrapper of the compiler for the members of its workspace.
pub(crate) fn wrap(
    cargo: &mut Command,
    records: &Path,
    limits: ProcessLimits,
) -> Result<(), String> {
    let program =
        env::current_exe().map_err(|error| format!("cannot find this program: {error}"))?;
    cargo
        .env("RUSTC_WORKSPACE_WRAPPER", program)
        .env(RECORDS, records)
        .env(SECONDS, limits.seconds.to_string())
        .env(MEBIBYTES, limits.mebibytes.to_string());
    Ok(())
}

/// The time and memory of a compilation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    /// How long it took, in seconds.
    pub(crate) seconds: f64,
    /// Its peak memory in MiB, if known.
    pub(crate) peak_mebibytes: Option<u64>,
    /// Why it was stopped, if a limit was exceeded.
    pub(crate) stopped: Option<String>,
}

impl Record {
    /// Reads the record of a library.
    pub(crate) fn read(records: &Path, library: &str) -> Option<Self> {
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
        format!(
            "{:.3}\t{}\t{}\n",
            self.seconds,
            self.peak_mebibytes
                .map_or_else(String::new, |peak| peak.to_string()),
            self.stopped.as_deref().unwrap_or_default(),
        )
    }
}

/// Removes the record of a library, which would count again if cargo did not compile it.
pub(crate) fn forget(records: &Path, library: &str) {
    let _ = fs::remove_file(path(records, library));
}

fn path(records: &Path, library: &str) -> PathBuf {
    records.join(format!("{library}.tsv"))
}

/// Returns a diagnostic of the compiler in one line: its level, code, message and position.
pub(crate) fn describe(message: &Value) -> String {
    let level = message["level"].as_str().unwrap_or_default();
    let code = match message["code"]["code"].as_str() {
        Some(code) => format!("[{code}]"),
        None => String::new(),
    };
    let text = message["message"].as_str().unwrap_or_default();
    let mut line = format!("{level}{code}: {text}");
    let spans = message["spans"].as_array().map_or(&[][..], Vec::as_slice);
    if let Some(span) = spans.iter().find(|span| span["is_primary"] == true) {
        let file = span["file_name"].as_str().unwrap_or_default();
        line.push_str(&format!(" ({file}:{})", span["line_start"]));
    }
    line
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
        seconds: number(SECONDS)?,
        mebibytes: number(MEBIBYTES)?,
    };
    let exit = watch::wait_alone(&mut child, limits)
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

fn number<T: FromStr>(variable: &str) -> Result<T, String> {
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

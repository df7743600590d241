//! The program that decodes and encodes the examples of one document.
//!
//! In: the generated files, the types and the examples. Out: for each what came back. The program is the generated crate with
//! another root: the runtime and the types without the operations, so that nothing is compiled that is not run. That the crate
//! compiles as it is, is what `corpus` without `--examples` shows.

use std::env;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use generator::diagnostic::Diagnostics;
use generator::emit::File;
use generator::output;
use generator::source::{Node, Sources};

use super::super::rustc;
use super::document::Job;
use crate::root;

/// What to run.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// The types, as Rust writes them.
    pub(super) types: Vec<String>,
    /// The examples: the index of the type, and the text.
    pub(super) cases: Vec<(usize, String)>,
}

/// What came of an example.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Checked {
    /// It could not be read, or not be written: why.
    Refused(String),
    /// It could.
    Value {
        /// What was written.
        value: Node,
        /// What was remarked when it was read.
        warnings: Vec<String>,
    },
}

impl Program {
    /// Makes the program, builds it, and runs it.
    pub(super) fn run(&self, files: &[File], job: &Job) -> Result<Vec<Checked>, String> {
        let failed = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
        let folder = job.folder.join("program");
        output::write(&self.files(files), &folder)
            .map_err(|error| failed("cannot write the program", &error))?;
        // The versions that this workspace is tested with: nothing is looked up.
        fs::copy(root::folder().join("Cargo.lock"), folder.join("Cargo.lock"))
            .map_err(|error| failed("cannot write the program", &error))?;
        let built = root::cargo(&["build", "--offline", "--quiet", "--no-default-features"])
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", &job.target)
            .env(rustc::RECORDS, &job.folder)
            .env(rustc::SECONDS, job.seconds.to_string())
            .env(rustc::MEBIBYTES, job.mebibytes.to_string())
            .env(
                "RUSTC_WORKSPACE_WRAPPER",
                env::current_exe().map_err(|error| failed("cannot find this program", &error))?,
            )
            .output()
            .map_err(|error| failed("cannot run cargo", &error))?;
        if !built.status.success() {
            return Err(failed(
                "the program cannot be built",
                &String::from_utf8_lossy(&built.stderr),
            ));
        }
        let mut child = Command::new(job.target.join("debug").join(job.id.replace('-', "_")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| failed("cannot run the program", &error))?;
        let mut input = child.stdin.take().ok_or("the program takes no input")?;
        let mut text = String::new();
        for (ty, case) in &self.cases {
            text.push_str(&format!("{ty}\t{case}\n"));
        }
        let writer = thread::spawn(move || input.write_all(text.as_bytes()));
        let output = child
            .wait_with_output()
            .map_err(|error| failed("cannot run the program", &error))?;
        let written = writer.join();
        if !output.status.success() || !matches!(written, Ok(Ok(()))) {
            return Err(failed("the program failed", &output.status));
        }
        self.read(&String::from_utf8_lossy(&output.stdout))
    }

    /// Returns the files of the program.
    fn files(&self, files: &[File]) -> Vec<File> {
        let mut root = String::from("#![allow(dead_code, deprecated, unused_imports)]\n");
        let mut kept = Vec::new();
        for file in files {
            let part = file.path.split('/').nth(1).unwrap_or_default();
            match (file.path.as_str(), part) {
                ("Cargo.toml", _) => kept.push(File {
                    path: file.path.clone(),
                    text: manifest(&file.text),
                }),
                ("src/lib.rs", _) => {
                    let of_root = |line: &&str| {
                        line.starts_with("#![recursion_limit") || REEXPORTED.contains(line)
                    };
                    for line in file.text.lines().filter(of_root) {
                        root.push_str(line);
                        root.push('\n');
                    }
                }
                (_, "runtime" | "types") => kept.push(file.clone()),
                _ => {}
            }
        }
        root.push_str(SOURCE);
        root.push_str("\nconst CHECKS: &[fn(&str) -> String] = &[\n");
        for ty in &self.types {
            root.push_str(&format!("    check::<{ty}>,\n"));
        }
        root.push_str("];\n");
        kept.push(File {
            path: "src/main.rs".to_owned(),
            text: root,
        });
        kept
    }

    /// Reads what the program printed: a line for each example.
    fn read(&self, output: &str) -> Result<Vec<Checked>, String> {
        // One array of all lines: positions and limits are found out once.
        let lines: Vec<&str> = output.lines().collect();
        let text = format!("[{}]", lines.join(",\n"));
        let mut remarks = Diagnostics::default();
        let sources = Sources::from_texts(&[("output.json", &text)], &mut remarks);
        let answers = match sources.document() {
            Some(Node::Array(answers)) if answers.len() == self.cases.len() => answers,
            _ => {
                return Err(format!(
                    "the program's output cannot be read:\n{}",
                    sources.render(&remarks, generator::diagnostic::Style::default())
                ));
            }
        };
        answers
            .iter()
            .map(|answer| match answer {
                Node::Array(parts) => match parts.as_slice() {
                    [Node::String(message)] => Ok(Checked::Refused(message.clone())),
                    [value, warnings @ ..] => Ok(Checked::Value {
                        value: value.clone(),
                        warnings: (warnings.iter().filter_map(Node::as_str))
                            .map(str::to_owned)
                            .collect(),
                    }),
                    [] => Err("the program's output cannot be read".to_owned()),
                },
                _ => Err("the program's output cannot be read".to_owned()),
            })
            .collect()
    }
}

/// Makes the manifest of a library that of a program, which is built as fast as can be.
fn manifest(text: &str) -> String {
    let text = text
        .replace("\n[lib]\n", "\n[[bin]]\n")
        .replace("\"src/lib.rs\"", "\"src/main.rs\"");
    format!("{text}\n[profile.dev]\ndebug = false\nincremental = false\n")
}

/// The packages that the root gives on, and that types name by it.
const REEXPORTED: [&str; 4] = [
    "pub use bytes;",
    "pub use http;",
    "pub use jiff;",
    "pub use serde_json;",
];

const SOURCE: &str = r#"
mod runtime;
mod types;

use std::io::{self, BufRead as _, Write as _};

use crate::runtime::json::{Json, Reader, to_string};

/// Decodes each line of the input as the type whose number it begins with, and prints what is written of the value.
fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (number, text) = line.split_once('\t').expect("a line is a number and a text");
        let number: usize = number.parse().expect("a line begins with a number");
        writeln!(output, "{}", CHECKS[number](text))?;
    }
    output.flush()
}

/// Returns an array: a value and remarks, or the error alone.
fn check<T: Json>(text: &str) -> String {
    match Reader::new(text).read::<T>() {
        Err(error) => refused(&error),
        Ok((value, warnings)) => match to_string(&value) {
            Err(error) => refused(&error),
            Ok(text) => {
                let mut line = format!("[{text}, true");
                for warning in warnings {
                    line.push_str(&format!(",{}", quoted(&warning.to_string())));
                }
                line.push(']');
                line
            }
        },
    }
}

fn refused(error: &dyn std::fmt::Display) -> String {
    format!("[{}]", quoted(&error.to_string()))
}

fn quoted(text: &str) -> String {
    to_string(text).expect("texts are not nested")
}
"#;

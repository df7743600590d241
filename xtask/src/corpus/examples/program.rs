//! The program that decodes and encodes the examples of one document.
//!
//! In: the types and the examples. Out: for each what came back. The program depends on the generated crate as any other
//! would, and has one line for each type.

use std::env;
use std::fs;
use std::io::{self, Write as _};
use std::process::{Command, Stdio};
use std::thread;

use generator::diagnostic::Diagnostics;
use generator::source::{Node, Sources};

use super::super::rustc;
use super::document::Job;
use crate::root;

/// How the program calls the generated crate.
pub(super) const CLIENT: &str = "client";

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
    pub(super) fn run(&self, job: &Job) -> Result<Vec<Checked>, String> {
        let failed = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
        let name = format!("examples-of-{}", job.id);
        self.write(&name, job)
            .map_err(|error| failed("cannot write the program", &error))?;
        let built = root::cargo(&["build", "--offline", "--quiet", "--package", &name])
            .current_dir(&job.folder)
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
        let mut child = Command::new(job.target.join("debug").join(&name))
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

    /// Writes the program and the workspace of it and the generated crate.
    fn write(&self, name: &str, job: &Job) -> io::Result<()> {
        let manifest = format!(
            "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n\
             {CLIENT} = {{ package = {:?}, path = \"../{CLIENT}\", default-features = false }}\n",
            job.id
        );
        let program = job.folder.join("program");
        fs::create_dir_all(program.join("src"))?;
        fs::write(program.join("Cargo.toml"), manifest)?;
        fs::write(program.join("src/main.rs"), self.source())?;
        fs::write(job.folder.join("Cargo.toml"), WORKSPACE)?;
        // The versions that this workspace is tested with: nothing is looked up.
        let lock = root::folder().join("Cargo.lock");
        fs::copy(lock, job.folder.join("Cargo.lock")).map(drop)
    }

    /// Returns the text of the program.
    fn source(&self) -> String {
        let mut text = SOURCE.to_owned();
        text.push_str("\nconst CHECKS: &[fn(&str) -> String] = &[\n");
        for ty in &self.types {
            text.push_str(&format!("    check::<{ty}>,\n"));
        }
        text.push_str("];\n");
        text
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
                    sources.render(&remarks, false)
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

const WORKSPACE: &str = r#"[profile.dev]
debug = false
incremental = false

[workspace]
resolver = "3"
members = ["client", "program"]
"#;

const SOURCE: &str = r#"//! Decodes each line of the input as the type whose number it begins with, and prints what is written of the value.

use std::io::{self, BufRead as _, Write as _};

use client::runtime::json::{Json, Reader, to_string};

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

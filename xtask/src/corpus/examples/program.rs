//! The program that decodes and encodes the examples of one document.
//!
//! In: the generated files, the types and the examples. Out: a [`ProgramResult`] for each example. The program is the generated
//! crate with another root file: the runtime and the types without the operations, which are not needed. `corpus` without
//! `--examples` compiles the whole crate.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use generator::diagnostic::Diagnostics;
use generator::emit::File;
use generator::output;
use generator::source::{Node, Sources};

use super::document::Job;
use crate::watch::ProcessLimits;
use crate::{rustc, workspace};

/// The types and examples of a document.
#[derive(Debug, Default)]
pub(super) struct Program {
    /// The types, as paths in Rust.
    pub(super) types: Vec<String>,
    /// The examples.
    pub(super) cases: Vec<Input>,
}

/// An example as the program reads it.
#[derive(Debug)]
pub(super) struct Input {
    /// The index of its type.
    pub(super) ty: usize,
    /// The example in JSON.
    pub(super) json: String,
}

/// What the program made of an example.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum ProgramResult {
    /// It cannot be decoded or encoded: why.
    Error(String),
    /// It was decoded and encoded.
    Value {
        /// The encoded value.
        value: Node,
        /// The warnings of decoding.
        warnings: Vec<String>,
    },
}

impl Program {
    /// Writes the program, builds it, and runs it.
    pub(super) fn run(&self, files: &[File], job: &Job) -> Result<Vec<ProgramResult>, String> {
        let failed = |what: &str, error: &dyn std::fmt::Display| format!("{what}: {error}");
        let folder = job.folder.join("program");
        output::write(&self.files(files), &folder)
            .map_err(|error| failed("cannot write the program", &error))?;
        // The versions that this workspace is tested with, so that cargo needs no network.
        fs::copy(
            workspace::folder().join("Cargo.lock"),
            folder.join("Cargo.lock"),
        )
        .map_err(|error| failed("cannot write the program", &error))?;
        let limits = ProcessLimits {
            seconds: job.seconds as f64,
            mebibytes: job.mebibytes,
        };
        let mut cargo =
            workspace::cargo(&["build", "--offline", "--quiet", "--no-default-features"]);
        rustc::wrap(&mut cargo, &job.folder, limits)?;
        let built = cargo
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", &job.target)
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
        for Input { ty, json } in &self.cases {
            text.push_str(&format!("{ty}\t{json}\n"));
        }
        let writer = thread::spawn(move || input.write_all(text.as_bytes()));
        let output = child
            .wait_with_output()
            .map_err(|error| failed("cannot run the program", &error))?;
        let written = writer.join();
        if !output.status.success() || !matches!(written, Ok(Ok(()))) {
            return Err(failed("the program failed", &output.status));
        }
        self.parse(&String::from_utf8_lossy(&output.stdout))
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
                    let belongs_to_root = |line: &&str| {
                        line.starts_with("#![recursion_limit") || REEXPORTED.contains(line)
                    };
                    for line in file.text.lines().filter(belongs_to_root) {
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

    /// Parses what the program printed: a line for each example.
    fn parse(&self, output: &str) -> Result<Vec<ProgramResult>, String> {
        // As one array, because reading has a fixed cost for each document.
        let lines: Vec<&str> = output.lines().collect();
        let text = format!("[{}]", lines.join(",\n"));
        let mut diagnostics = Diagnostics::default();
        let sources = Sources::from_texts(&[("output.json", &text)], &mut diagnostics);
        let results = match sources.document() {
            Some(Node::Array(results)) if results.len() == self.cases.len() => results,
            _ => {
                return Err(format!(
                    "the program's output cannot be read:\n{}",
                    sources.render(&diagnostics, generator::diagnostic::Style::default())
                ));
            }
        };
        results
            .iter()
            .map(|result| match result {
                Node::Array(parts) => match parts.as_slice() {
                    [Node::String(message)] => Ok(ProgramResult::Error(message.clone())),
                    [value, warnings @ ..] => Ok(ProgramResult::Value {
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

/// Turns the manifest of the library into that of a program, with the fastest build.
fn manifest(text: &str) -> String {
    let text = text
        .replace("\n[lib]\n", "\n[[bin]]\n")
        .replace("\"src/lib.rs\"", "\"src/main.rs\"");
    format!("{text}\n[profile.dev]\ndebug = false\nincremental = false\n")
}

/// The packages that the root re-exports, which the paths of types contain.
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

/// Decodes each line of the input as the type whose number it begins with, and prints the encoded value.
fn main() -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (number, text) = line.split_once('\t').expect("a line is a number and JSON");
        let number: usize = number.parse().expect("a line begins with a number");
        writeln!(output, "{}", CHECKS[number](text))?;
    }
    output.flush()
}

/// Returns an array in JSON: the value and the warnings, or only an error.
fn check<T: Json>(text: &str) -> String {
    match Reader::new(text).read::<T>() {
        Err(error) => failed(&error),
        Ok((value, warnings)) => match to_string(&value) {
            Err(error) => failed(&error),
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

fn failed(error: &dyn std::fmt::Display) -> String {
    format!("[{}]", quoted(&error.to_string()))
}

fn quoted(text: &str) -> String {
    to_string(text).expect("a string can be encoded")
}
"#;

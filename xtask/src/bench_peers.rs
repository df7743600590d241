//! `cargo xtask bench-peers`: measures this generator and other published ones on the same documents.
//!
//! In: documents. Out: a table in Markdown, printed and written to `target/bench-peers/table.md`. A generator that fails, or whose
//! crate does not compile, is in the table with its first error.
//!
//! `peers` lists the generators and installs them, `generate` runs one, `compile` runs cargo on its crate, `program` builds a program
//! with it, `results` collects the measurements, and `report` renders them.

mod compile;
mod generate;
mod peers;
mod program;
mod report;
mod results;

use std::fs;
use std::path::{Path, PathBuf};

use compile::Crate;
use generate::Generator;
pub(crate) use peers::PEERS;
use results::{Column, Quantity};

use crate::watch::{self, ProcessLimits};
use crate::{terminal, workspace};

/// The options of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BenchPeers {
    /// The documents; empty for the project's own.
    pub(crate) documents: Vec<PathBuf>,
    /// The steps to measure, in the order of [`Step::ALL`].
    pub(crate) steps: Vec<Step>,
    /// How many times each step is measured.
    pub(crate) runs: usize,
    /// The names of peers that are left out.
    pub(crate) skip: Vec<&'static str>,
}

/// What is measured of each generator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// The generator itself.
    Generate,
    /// `cargo check` of the generated crate alone.
    Check,
    /// `cargo build` of the generated crate alone.
    Debug,
    /// `cargo build --release` of the generated crate alone.
    Release,
}

impl Step {
    /// All steps. Each needs those before it, so a generator that fails in one is not measured in the next.
    pub(crate) const ALL: [Self; 4] = [Self::Generate, Self::Check, Self::Debug, Self::Release];

    /// Returns the name on the command line and in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Generate => "generate",
            Self::Check => "check",
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// The document of the project's own crate.
const DOCUMENT: &str = "schema/openapi.yaml";

/// The time limit of a process, in seconds.
const SECONDS: f64 = 1800.0;

/// Runs the generators, and prints the table.
pub(crate) fn run(options: &BenchPeers) -> Result<(), String> {
    let documents = documents(options)?;
    let folder = workspace::target().join("bench-peers");
    let generators = peers::generators(options)?;
    // A compiler that used all memory would slow down or end other processes.
    let limits = ProcessLimits {
        seconds: SECONDS,
        mebibytes: watch::available_mebibytes().map_or(u64::MAX, |available| available / 4 * 3),
    };
    let mut text = report::introduction(options.runs, limits);
    let table = folder.join("table.md");
    for (index, document) in documents.iter().enumerate() {
        let bench = Bench {
            options,
            generators: &generators,
            document,
            folder: folder.join(format!("{}-{}", index + 1, stem(document))),
            target: folder.join("build"),
            limits,
        };
        let columns = bench.run();
        text.push_str(&report::document(document, &columns));
        // After each document, because a run can take hours.
        fs::write(&table, &text)
            .map_err(|error| format!("cannot write `{}`: {error}", table.display()))?;
    }
    terminal::print(&text);
    terminal::print(&format!("written to {}", table.display()));
    Ok(())
}

/// Returns the absolute paths of the documents.
fn documents(options: &BenchPeers) -> Result<Vec<PathBuf>, String> {
    if options.documents.is_empty() {
        return Ok(vec![workspace::folder().join(DOCUMENT)]);
    }
    let documents = options.documents.iter();
    documents
        .map(|path| {
            path.canonicalize()
                .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
        })
        .collect()
}

/// Returns the name of a file without its extension.
fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// The measurement of all generators with one document.
#[derive(Debug)]
struct Bench<'a> {
    options: &'a BenchPeers,
    generators: &'a [Generator],
    document: &'a Path,
    /// The folder for the generated crates.
    folder: PathBuf,
    /// Cargo's target folder for all crates, so that shared dependencies are compiled once.
    target: PathBuf,
    limits: ProcessLimits,
}

impl Bench<'_> {
    /// Measures the generators, and returns a column of the table for each.
    fn run(&self) -> Vec<Column> {
        let mut columns: Vec<Column> = self
            .generators
            .iter()
            .map(|generator| Column::new(&generator.title))
            .collect();
        for step in Step::ALL {
            let is_measured = self.options.steps.contains(&step);
            if step != Step::Generate && is_measured {
                self.each(
                    step,
                    "dependencies",
                    false,
                    &mut columns,
                    |index, column| self.compile_dependencies(step, index, column),
                );
            }
            let runs = match (is_measured, step) {
                (true, _) => self.options.runs,
                // Without a crate, nothing can be compiled.
                (false, Step::Generate) => 1,
                (false, _) => 0,
            };
            for run in 0..runs {
                let title = format!("run {} of {runs}", run + 1);
                let is_reversed = run % 2 == 1;
                self.each(
                    step,
                    &title,
                    is_reversed,
                    &mut columns,
                    |index, column| match step {
                        Step::Generate => self.generate(index, column),
                        _ => self.compile(step, index, column),
                    },
                );
            }
            if step == Step::Release && is_measured && self.is_own_document() {
                self.each(step, "program", false, &mut columns, |index, column| {
                    self.build_program(index, column);
                    Ok(())
                });
            }
            if step == Step::Generate && !is_measured {
                columns.iter_mut().for_each(Column::forget_values);
            }
        }
        columns
    }

    /// Does something for every generator that has not failed, and records those that fail. Runs alternate between both orders, so
    /// that a change of the machine's load does not favor one generator.
    fn each(
        &self,
        step: Step,
        title: &str,
        is_reversed: bool,
        columns: &mut [Column],
        mut one: impl FnMut(usize, &mut Column) -> Result<(), String>,
    ) {
        let mut order: Vec<usize> = (0..columns.len()).collect();
        if is_reversed {
            order.reverse();
        }
        for index in order {
            let column = &mut columns[index];
            if column.failure.is_some() {
                continue;
            }
            let result = one(index, column);
            let outcome = match &result {
                Ok(()) => "done",
                Err(why) => why,
            };
            let document = stem(self.document);
            let (step_name, generator) = (step.name(), &column.title);
            terminal::note(&format!(
                "{document}: {step_name}, {title}: {generator}: {outcome}\n"
            ));
            if let Err(why) = result {
                column.failure = Some((step, why));
            }
        }
    }

    fn generate(&self, index: usize, column: &mut Column) -> Result<(), String> {
        let generator = &self.generators[index];
        let folder = self.crate_folder(generator);
        let usage = generator.run(self.document, &folder, self.limits)?;
        column.push(Step::Generate, Quantity::Seconds, usage.seconds);
        column.push_optional(Step::Generate, Quantity::Memory, usage.peak_mebibytes);
        let lines = generator.lines(&folder);
        column.set(Step::Generate, Quantity::Lines, lines.document);
        column.set(Step::Generate, Quantity::RuntimeLines, lines.runtime);
        Ok(())
    }

    fn compile_dependencies(
        &self,
        step: Step,
        index: usize,
        column: &mut Column,
    ) -> Result<(), String> {
        let one = self.one_crate(&self.generators[index]);
        let count = one.compile_dependencies(step)?;
        column.set(step, Quantity::Crates, count);
        Ok(())
    }

    fn compile(&self, step: Step, index: usize, column: &mut Column) -> Result<(), String> {
        let compiled = self.one_crate(&self.generators[index]).compile(step)?;
        column.push(step, Quantity::Seconds, compiled.record.seconds);
        column.push_optional(step, Quantity::Memory, compiled.record.peak_mebibytes);
        if let Some(bytes) = compiled.rlib_bytes {
            column.set(step, Quantity::RlibBytes, bytes);
        }
        Ok(())
    }

    /// Returns whether the document is the project's own, for which there is a call for each generator.
    fn is_own_document(&self) -> bool {
        let own = workspace::folder().join(DOCUMENT);
        own.canonicalize().ok() == self.document.canonicalize().ok()
    }

    fn build_program(&self, index: usize, column: &mut Column) {
        let generator = &self.generators[index];
        let Some(call) = generator.call else { return };
        match program::build(call, &self.crate_folder(generator), &self.target) {
            Ok(bytes) => column.set(Step::Release, Quantity::ProgramBytes, bytes),
            Err(why) => column.notes.push(format!("one-call program: {why}")),
        }
    }

    fn one_crate(&self, generator: &Generator) -> Crate<'_> {
        Crate {
            folder: self.crate_folder(generator),
            target: &self.target,
            limits: self.limits,
        }
    }

    /// Returns the folder of the crate that a generator emits. oas3-gen names the crate after it.
    fn crate_folder(&self, generator: &Generator) -> PathBuf {
        self.folder.join(&generator.name).join(generate::PACKAGE)
    }
}

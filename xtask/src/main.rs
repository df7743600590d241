//! The project's commands: `cargo xtask codegen`, `cargo xtask ci` and the others that `cargo xtask help` lists.
//!
//! In: the command line. Out: an exit code: 0 for success, 1 for a failure in the project or the document, 2 for a mistake in
//! the command line. Knows the commands and the project's files; everything about OpenAPI is in the generator.

#![forbid(unsafe_code)]

mod api_diff;
mod bench_peers;
mod bless;
mod ci;
mod codegen;
mod command_line;
mod corpus;
mod drift;
mod overlay;
mod rustc;
mod terminal;
mod upstream;
mod watch;
mod workspace;

use std::process::ExitCode;

use command_line::Command;

fn main() -> ExitCode {
    if let Some(code) = rustc::rustc_wrapper() {
        return code;
    }
    let command = match command_line::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(message) => {
            terminal::error(&format!(
                "{message}\nRun `cargo xtask help` for the commands and their options."
            ));
            return ExitCode::from(2);
        }
    };
    run(command)
}

/// Runs a command. Most fail with 1; `api-diff` and `drift` have more to say.
fn run(command: Command) -> ExitCode {
    let result = match command {
        Command::Help(name) => {
            terminal::print(&command_line::help(name));
            Ok(())
        }
        Command::Codegen(codegen) => {
            let overlays = codegen
                .other
                .as_ref()
                .map(|other| other.overlays.as_slice());
            if overlay::lacks_feature(overlays.unwrap_or_default()) {
                return overlay::run_with_feature();
            }
            codegen::run(&codegen)
        }
        Command::Bless(case) => bless::run(case.as_deref()),
        Command::Corpus(corpus) => corpus::run(&corpus),
        Command::CorpusDocument(job) => corpus::run_document(job),
        #[cfg(feature = "examples")]
        Command::CorpusExamples(job) => corpus::run_examples(&job),
        Command::ApiDiff(command) => return api_diff::run(&command),
        Command::Drift(command) if overlay::lacks_feature(&command.overlays) => {
            return overlay::run_with_feature();
        }
        Command::Drift(command) => return drift::run(&command),
        Command::BenchPeers(bench) => bench_peers::run(&bench),
        Command::Ci => ci::run(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            terminal::error(&message);
            ExitCode::FAILURE
        }
    }
}

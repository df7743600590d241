//! The project's commands: `cargo xtask codegen`, `cargo xtask ci` and the others that `cargo xtask help` lists.
//!
//! In: the command line. Out: an exit code: 0 when all went well, 1 when something is wrong with the project or the
//! document, 2 when the command line is. Knows what the commands are called and where the project's files stand; all that is
//! known about documents is the generator's.

#![forbid(unsafe_code)]

mod api_diff;
mod bless;
mod ci;
mod codegen;
mod command_line;
mod corpus;
mod root;
mod say;

use std::process::ExitCode;

use command_line::Command;

fn main() -> ExitCode {
    if let Some(code) = corpus::run_instead() {
        return code;
    }
    let command = match command_line::parse(lexopt::Parser::from_env()) {
        Ok(command) => command,
        Err(message) => {
            say::error(&format!(
                "{message}\nRun `cargo xtask help` for what there is."
            ));
            return ExitCode::from(2);
        }
    };
    let done = match command {
        Command::Help => {
            say::out(command_line::HELP);
            Ok(())
        }
        Command::Codegen(codegen) => codegen::run(&codegen),
        Command::Bless(case) => bless::run(case.as_deref()),
        Command::Corpus(corpus) => corpus::run(&corpus),
        Command::CorpusDocument(job) => corpus::run_document(job),
        #[cfg(feature = "examples")]
        Command::CorpusExamples(job) => corpus::run_examples(&job),
        Command::ApiDiff(command) => return api_diff::run(&command),
        Command::Ci => ci::run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            say::error(&message);
            ExitCode::FAILURE
        }
    }
}

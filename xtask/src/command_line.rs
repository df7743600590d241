//! The command line.
//!
//! In: the arguments. Out: a [`Command`] with its options, or what is wrong with them and what was probably meant. Runs
//! nothing.
//!
//! `table` lists the commands and their options. `arguments` parses by that table, `help` renders it, and `api_diff`, `bench_peers`,
//! `codegen`, `corpus` and `drift` make values of what was parsed.

mod api_diff;
mod arguments;
mod bench_peers;
mod codegen;
mod corpus;
mod drift;
mod help;
mod table;

use lexopt::{Arg, Parser};

pub(crate) use api_diff::ApiDiff;
use arguments::{Arguments, Request};
pub(crate) use codegen::{Codegen, Dump, OtherDocument, RuntimePackage};
pub(crate) use drift::Drift;
use table::CommandSpec;

use crate::bench_peers::BenchPeers;
#[cfg(feature = "examples")]
use crate::corpus::ExamplesJob;
use crate::corpus::{Corpus, Job};

/// The command that `corpus` runs for each document. It is not in the table, because people do not run it.
pub(crate) const CORPUS_DOCUMENT: &str = "corpus-document";

/// The command that `corpus --examples` runs for each document.
#[cfg(feature = "examples")]
pub(crate) const CORPUS_EXAMPLES: &str = "corpus-examples";

/// A command with its options.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    /// Generate a crate, or compare with one.
    Codegen(Codegen),
    /// Rewrite the expected files of one case or all.
    Bless(Option<String>),
    /// Generate and compile the crates of many documents.
    Corpus(Corpus),
    /// Generate the crate of one of them.
    CorpusDocument(Job),
    /// Try the types of one of them with its examples.
    #[cfg(feature = "examples")]
    CorpusExamples(ExamplesJob),
    /// Compare the crates of two schemas.
    ApiDiff(ApiDiff),
    /// Compare our schema with the one that the owner of the API publishes.
    Drift(Drift),
    /// Measure this generator and its peers.
    BenchPeers(BenchPeers),
    /// Run every check.
    Ci,
    /// Print the help of one command, or of all.
    Help(Option<&'static str>),
}

/// Reads the arguments.
///
/// # Errors
///
/// One line: what is wrong, and what was probably meant.
pub(crate) fn parse(mut parser: Parser) -> Result<Command, String> {
    let first = parser.next().map_err(|error| error.to_string())?;
    let name = match first {
        None | Some(Arg::Long("help") | Arg::Short('h')) => return Ok(Command::Help(None)),
        Some(Arg::Value(name)) => arguments::string(&name)?,
        Some(option) => {
            let option = arguments::shown(&option);
            return Err(format!("expected a command before `{option}`"));
        }
    };
    match name.as_str() {
        CORPUS_DOCUMENT => corpus::document(parser),
        #[cfg(feature = "examples")]
        CORPUS_EXAMPLES => corpus::examples(parser),
        name => {
            let spec = arguments::command(name)?;
            match Arguments::parse(spec, parser)? {
                Request::Help => Ok(Command::Help(Some(spec.name))),
                Request::Run(arguments) => command(spec, arguments),
            }
        }
    }
}

/// Makes a command of its arguments.
fn command(spec: &CommandSpec, mut arguments: Arguments) -> Result<Command, String> {
    let positional = arguments.take_positional();
    let first = positional.first();
    let word = || first.map(|word| arguments::string(word)).transpose();
    match spec.name {
        "codegen" => Codegen::new(&arguments).map(Command::Codegen),
        "bless" => Ok(Command::Bless(word()?)),
        "corpus" => corpus::corpus(first, &arguments).map(Command::Corpus),
        "api-diff" => ApiDiff::new(word()?, &arguments).map(Command::ApiDiff),
        "drift" => Drift::new(&arguments).map(Command::Drift),
        "bench-peers" => bench_peers::bench_peers(&positional, &arguments).map(Command::BenchPeers),
        "ci" => Ok(Command::Ci),
        _ => {
            let name = word()?;
            let spec = name.as_deref().map(arguments::command).transpose()?;
            Ok(Command::Help(spec.map(|spec| spec.name)))
        }
    }
}

/// Returns the help of one command, or of all.
pub(crate) fn help(name: Option<&str>) -> String {
    let spec = name.and_then(|name| arguments::command(name).ok());
    help::render(spec)
}

#[cfg(test)]
mod tests;

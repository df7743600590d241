//! The options of `corpus`, and the arguments of the commands that it runs for each document.

use std::ffi::OsString;

use lexopt::{Arg, Parser};

use super::Command;
use super::arguments::{Arguments, string};
#[cfg(feature = "examples")]
use crate::corpus::ExamplesJob;
use crate::corpus::{Corpus, Job};

/// Makes a value of the arguments of `corpus`.
pub(super) fn corpus(folder: Option<&OsString>, arguments: &Arguments) -> Result<Corpus, String> {
    let folder = folder.ok_or("`corpus` needs a folder that has a MANIFEST.tsv")?;
    let mut features = Vec::new();
    if arguments.has("--no-default-features") {
        features.push("--no-default-features".to_owned());
    }
    for list in arguments.strings("--features")? {
        features.extend(["--features".to_owned(), list]);
    }
    let jobs = arguments.number("--jobs")?;
    Ok(Corpus {
        folder: folder.into(),
        only: arguments.list("--only")?,
        jobs: jobs.map(|jobs| usize::try_from(jobs).unwrap_or(usize::MAX)),
        examples: arguments.has("--examples"),
        names: arguments.has("--names"),
        no_check: arguments.has("--no-check"),
        refusals: arguments.path("--refusals"),
        compare: arguments.path("--compare"),
        features,
        seconds: arguments.number("--time")?,
        mebibytes: arguments.number("--memory")?,
        as_built: arguments.has("--as-built"),
    })
}

/// Reads the arguments of the command that `corpus` runs for each document.
pub(super) fn document(parser: Parser) -> Result<Command, String> {
    let [document, folder, package] = values(parser)?;
    Ok(Command::CorpusDocument(Job {
        document: document.into(),
        folder: folder.into(),
        package: string(&package)?,
    }))
}

/// Reads the arguments of the command that `corpus --examples` runs for each document.
#[cfg(feature = "examples")]
pub(super) fn examples(parser: Parser) -> Result<Command, String> {
    let [document, folder, target, id, seconds, mebibytes] = values(parser)?;
    let limit = |value: &OsString| {
        let value = string(value)?;
        value
            .parse()
            .map_err(|_| format!("expected a limit, not `{value}`"))
    };
    Ok(Command::CorpusExamples(ExamplesJob {
        document: document.into(),
        folder: folder.into(),
        target: target.into(),
        id: string(&id)?,
        seconds: limit(&seconds)?,
        mebibytes: limit(&mebibytes)?,
    }))
}

/// Returns the positional arguments of a command that has nothing else.
fn values<const COUNT: usize>(mut parser: Parser) -> Result<[OsString; COUNT], String> {
    let mut values = Vec::new();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Arg::Value(value) => values.push(value),
            option => return Err(option.unexpected().to_string()),
        }
    }
    <[OsString; COUNT]>::try_from(values)
        .map_err(|values| format!("expected {COUNT} arguments, found {}", values.len()))
}

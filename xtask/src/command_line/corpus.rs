//! The arguments of `corpus`, and of the command by which it works on one document.

use std::path::PathBuf;

use lexopt::{Arg, Parser};

use super::{Command, list, meant, shown, text, value, words};
#[cfg(feature = "examples")]
use crate::corpus::ExamplesJob;
use crate::corpus::{Corpus, Job};

const OPTIONS: [&str; 11] = [
    "--only",
    "--examples",
    "--jobs",
    "--no-check",
    "--refusals",
    "--compare",
    "--no-default-features",
    "--features",
    "--time",
    "--memory",
    "--as-built",
];

/// Reads the arguments of `corpus`.
pub(super) fn corpus(mut parser: Parser) -> Result<Command, String> {
    let mut corpus = Corpus::default();
    let mut folder = None;
    while let Some(argument) = parser.next().map_err(words)? {
        match argument {
            Arg::Long("only") => {
                let ids = text(value(&mut parser, "--only", "ids, separated by commas")?)?;
                corpus.only.extend(list(&ids));
            }
            Arg::Long("jobs") => {
                let jobs = number(&mut parser, "--jobs")?;
                corpus.jobs = Some(usize::try_from(jobs).unwrap_or(usize::MAX));
            }
            Arg::Long("examples") => corpus.examples = true,
            Arg::Long("no-check") => corpus.no_check = true,
            Arg::Long("refusals") => {
                corpus.refusals = Some(value(&mut parser, "--refusals", "a file")?.into());
            }
            Arg::Long("compare") => {
                corpus.compare = Some(value(&mut parser, "--compare", "a file")?.into());
            }
            Arg::Long("no-default-features") => {
                corpus.features.push("--no-default-features".to_owned());
            }
            Arg::Long("features") => {
                let features = text(value(&mut parser, "--features", "features")?)?;
                corpus.features.extend(["--features".to_owned(), features]);
            }
            Arg::Long("time") => corpus.seconds = Some(number(&mut parser, "--time")?),
            Arg::Long("memory") => corpus.mebibytes = Some(number(&mut parser, "--memory")?),
            Arg::Long("as-built") => corpus.as_built = true,
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(path) if folder.is_none() => folder = Some(PathBuf::from(path)),
            Arg::Value(more) => {
                return Err(format!(
                    "`{}` is one argument too many",
                    more.to_string_lossy()
                ));
            }
            other => {
                let option = shown(&other);
                return Err(format!(
                    "`corpus` has no option `{option}`{}",
                    meant(&option, &OPTIONS)
                ));
            }
        }
    }
    corpus.folder = folder.ok_or("`corpus` needs a folder with a MANIFEST.tsv")?;
    Ok(Command::Corpus(corpus))
}

/// Reads the arguments of the command that `corpus` gives to itself for each document.
pub(super) fn document(mut parser: Parser) -> Result<Command, String> {
    let mut next = || match parser.next().map_err(words)? {
        Some(Arg::Value(value)) => Ok(value),
        _ => Err("`corpus-document` takes a document, a folder and a name".to_owned()),
    };
    let job = Job {
        document: next()?.into(),
        folder: next()?.into(),
        package: text(next()?)?,
    };
    Ok(Command::CorpusDocument(job))
}

/// Reads the arguments of the command that `corpus --examples` gives to itself for each document.
#[cfg(feature = "examples")]
pub(super) fn examples(mut parser: Parser) -> Result<Command, String> {
    let mut next = || match parser.next().map_err(words)? {
        Some(Arg::Value(value)) => Ok(value),
        _ => {
            Err("`corpus-examples` takes a document, two folders, a name and two bounds".to_owned())
        }
    };
    let (document, folder, target, id) = (next()?, next()?, next()?, text(next()?)?);
    let mut bound = || {
        let given = text(next()?)?;
        given
            .parse()
            .map_err(|_| format!("`corpus-examples` takes a bound, not `{given}`"))
    };
    let job = ExamplesJob {
        document: document.into(),
        folder: folder.into(),
        target: target.into(),
        id,
        seconds: bound()?,
        mebibytes: bound()?,
    };
    Ok(Command::CorpusExamples(job))
}

fn number(parser: &mut Parser, option: &str) -> Result<u64, String> {
    let given = text(value(parser, option, "a number")?)?;
    given
        .parse()
        .ok()
        .filter(|number| *number > 0)
        .ok_or_else(|| format!("`{option}` takes a number above zero, not `{given}`"))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, String> {
        parse(Parser::from_args(arguments))
    }

    #[test]
    fn options_are_read() {
        let arguments = [
            "corpus",
            "there",
            "--only",
            "a,b",
            "--only=c",
            "--jobs",
            "3",
            "--examples",
            "--no-check",
            "--refusals",
            "r.tsv",
            "--compare",
            "t.tsv",
            "--no-default-features",
            "--features",
            "serde",
            "--time",
            "60",
            "--memory",
            "512",
            "--as-built",
        ];
        let expected = Corpus {
            folder: "there".into(),
            only: ["a", "b", "c"].map(str::to_owned).to_vec(),
            jobs: Some(3),
            examples: true,
            no_check: true,
            refusals: Some("r.tsv".into()),
            compare: Some("t.tsv".into()),
            features: ["--no-default-features", "--features", "serde"]
                .map(str::to_owned)
                .to_vec(),
            seconds: Some(60),
            mebibytes: Some(512),
            as_built: true,
        };
        assert_eq!(parsed(&arguments), Ok(Command::Corpus(expected)));
    }

    #[test]
    fn mistakes_are_named() {
        for (arguments, message) in [
            (
                &["corpus"][..],
                "`corpus` needs a folder with a MANIFEST.tsv",
            ),
            (
                &["corpus", "a", "--no-chek"],
                "`corpus` has no option `--no-chek`; did you mean `--no-check`?",
            ),
            (&["corpus", "a", "b"], "`b` is one argument too many"),
            (
                &["corpus", "a", "--jobs", "0"],
                "`--jobs` takes a number above zero, not `0`",
            ),
        ] {
            assert_eq!(parsed(arguments), Err(message.to_owned()));
        }
    }
}

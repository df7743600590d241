//! The options of `cargo xtask api-diff`.
//!
//! In: the arguments after the command. Out: an [`ApiDiff`], or what is wrong with them.

use std::path::PathBuf;

use generator::diff::{Detail, Format, Level};
use lexopt::{Arg, Parser};

use super::{Command, meant, shown, text, value, words};

const OPTIONS: [&str; 6] = [
    "--all",
    "--from",
    "--to",
    "--format",
    "--fail-on",
    "--check-version",
];

/// What to compare, and when to fail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ApiDiff {
    /// The revision of the old schema, unless a document is named.
    pub(crate) revision: String,
    /// The old document, in place of the one at the revision.
    pub(crate) from: Option<PathBuf>,
    /// The new document, in place of the one of the working tree.
    pub(crate) to: Option<PathBuf>,
    /// How much of the changes is shown.
    pub(crate) detail: Detail,
    /// The form of the report.
    pub(crate) format: Format,
    /// The command fails for changes of this level and above.
    pub(crate) fail_on: Option<Level>,
    /// Whether the command fails where the version of the package has not moved far enough.
    pub(crate) check_version: bool,
}

impl Default for ApiDiff {
    fn default() -> Self {
        Self {
            revision: "origin/main".to_owned(),
            from: None,
            to: None,
            detail: Detail::Grouped,
            format: Format::Text,
            fail_on: None,
            check_version: false,
        }
    }
}

pub(super) fn api_diff(mut parser: Parser) -> Result<Command, String> {
    let mut command = ApiDiff::default();
    let mut revision = None;
    while let Some(argument) = parser.next().map_err(words)? {
        match argument {
            Arg::Long("from") => {
                command.from = Some(PathBuf::from(value(&mut parser, "--from", "a file")?));
            }
            Arg::Long("to") => {
                command.to = Some(PathBuf::from(value(&mut parser, "--to", "a file")?));
            }
            Arg::Long("format") => {
                let choices = "`text` or `markdown`";
                let format = text(value(&mut parser, "--format", choices)?)?;
                command.format = match format.as_str() {
                    "text" => Format::Text,
                    "markdown" => Format::Markdown,
                    other => return Err(format!("`--format` takes {choices}, not `{other}`")),
                };
            }
            Arg::Long("fail-on") => {
                let choices = "`major` or `minor`";
                let word = text(value(&mut parser, "--fail-on", choices)?)?;
                let level = crate::api_diff::level(&word);
                let wrong = || format!("`--fail-on` takes {choices}, not `{word}`");
                command.fail_on = Some(level.ok_or_else(wrong)?);
            }
            Arg::Long("all") => command.detail = Detail::All,
            Arg::Long("check-version") => command.check_version = true,
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Value(name) if revision.is_none() => revision = Some(text(name)?),
            Arg::Value(more) => {
                return Err(format!(
                    "`{}` is one argument too many",
                    more.to_string_lossy()
                ));
            }
            other => {
                let option = shown(&other);
                return Err(format!(
                    "`api-diff` has no option `{option}`{}",
                    meant(&option, &OPTIONS)
                ));
            }
        }
    }
    if command.from.is_some() && revision.is_some() {
        return Err(
            "a revision and `--from` both name the old schema; give one of them".to_owned(),
        );
    }
    if command.check_version && (command.from.is_some() || command.to.is_some()) {
        return Err(
            "`--check-version` compares schema/package.toml at a revision with the one of the working tree; it does not go \
             with `--from` or `--to`"
                .to_owned(),
        );
    }
    if let Some(revision) = revision {
        command.revision = revision;
    }
    Ok(Command::ApiDiff(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(arguments: &[&str]) -> Result<Command, String> {
        super::super::parse(Parser::from_args(arguments))
    }

    #[test]
    fn options_are_read() {
        let parsed = |arguments: &[&str]| parsed(&[&["api-diff"], arguments].concat());
        assert_eq!(parsed(&[]), Ok(Command::ApiDiff(ApiDiff::default())));
        assert_eq!(parsed(&["v1", "--help"]), Ok(Command::Help));
        let expected = ApiDiff {
            revision: "v1".to_owned(),
            detail: Detail::All,
            format: Format::Markdown,
            fail_on: Some(Level::Minor),
            check_version: true,
            ..ApiDiff::default()
        };
        let arguments = "v1 --all --format markdown --fail-on=minor --check-version";
        let arguments: Vec<&str> = arguments.split(' ').collect();
        assert_eq!(parsed(&arguments), Ok(Command::ApiDiff(expected)));
        let expected = ApiDiff {
            from: Some("a.yaml".into()),
            to: Some("b.yaml".into()),
            ..ApiDiff::default()
        };
        let arguments = ["--from", "a.yaml", "--to", "b.yaml"];
        assert_eq!(parsed(&arguments), Ok(Command::ApiDiff(expected)));
    }

    #[test]
    fn mistakes_are_named() {
        for (arguments, message) in [
            (
                &["--formt"][..],
                "`api-diff` has no option `--formt`; did you mean `--format`?",
            ),
            (
                &["--format", "html"],
                "`--format` takes `text` or `markdown`, not `html`",
            ),
            (
                &["--fail-on", "patch"],
                "`--fail-on` takes `major` or `minor`, not `patch`",
            ),
            (&["v1", "v2"], "`v2` is one argument too many"),
            (&["--from"], "`--from` needs a file after it"),
            (
                &["v1", "--from", "a"],
                "a revision and `--from` both name the old schema; give one of them",
            ),
            (
                &["--check-version", "--to", "b"],
                "`--check-version` compares schema/package.toml at a revision with the one of the working tree; it does not go \
                 with `--from` or `--to`",
            ),
        ] {
            let arguments = [&["api-diff"], arguments].concat();
            assert_eq!(parsed(&arguments), Err(message.to_owned()));
        }
    }
}

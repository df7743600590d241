//! The options of `api-diff`.

use std::path::PathBuf;

use generator::diff::{Detail, Format, Level};

use super::arguments::Arguments;

/// What to compare, and when to fail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ApiDiff {
    /// The revision of the old schema.
    pub(crate) revision: String,
    /// The old document, in place of the one at the revision.
    pub(crate) from: Option<PathBuf>,
    /// The new document, in place of the one of the working tree.
    pub(crate) to: Option<PathBuf>,
    /// Which changes the report has.
    pub(crate) detail: Detail,
    /// The format of the report.
    pub(crate) format: Format,
    /// The command fails if there are changes of this level or a higher one.
    pub(crate) fail_on: Option<Level>,
    /// Whether the command fails if the version of the package has not moved far enough.
    pub(crate) check_version: bool,
}

impl ApiDiff {
    pub(super) fn new(revision: Option<String>, arguments: &Arguments) -> Result<Self, String> {
        let formats = [("text", Format::Text), ("markdown", Format::Markdown)];
        let levels = [("major", Level::Major), ("minor", Level::Minor)];
        let (from, to) = (arguments.path("--from"), arguments.path("--to"));
        let check_version = arguments.has("--check-version");
        if from.is_some() && revision.is_some() {
            return Err(
                "the old schema is given twice: by a revision and by `--from`; remove one of them"
                    .to_owned(),
            );
        }
        if check_version && (from.is_some() || to.is_some()) {
            return Err(
                "`--check-version` compares `schema/package.toml` at a revision with the working tree; remove `--from` and \
                 `--to`"
                    .to_owned(),
            );
        }
        Ok(Self {
            revision: revision.unwrap_or_else(|| "origin/main".to_owned()),
            from,
            to,
            detail: if arguments.has("--all") {
                Detail::All
            } else {
                Detail::Grouped
            },
            format: arguments.choice("--format", &formats)?.unwrap_or_default(),
            fail_on: arguments.choice("--fail-on", &levels)?,
            check_version,
        })
    }
}

#[cfg(test)]
mod tests {
    use lexopt::Parser;

    use super::super::{Command, parse};
    use super::*;

    fn parsed(line: &str) -> Result<Command, String> {
        parse(Parser::from_args(line.split_whitespace()))
    }

    fn defaults() -> ApiDiff {
        ApiDiff {
            revision: "origin/main".to_owned(),
            from: None,
            to: None,
            detail: Detail::Grouped,
            format: Format::Text,
            fail_on: None,
            check_version: false,
        }
    }

    #[test]
    fn options_are_parsed() {
        assert_eq!(parsed("api-diff"), Ok(Command::ApiDiff(defaults())));
        let expected = ApiDiff {
            revision: "v1".to_owned(),
            detail: Detail::All,
            format: Format::Markdown,
            fail_on: Some(Level::Minor),
            check_version: true,
            ..defaults()
        };
        let line = "api-diff v1 --all --format markdown --fail-on=minor --check-version";
        assert_eq!(parsed(line), Ok(Command::ApiDiff(expected)));
        let expected = ApiDiff {
            from: Some("a.yaml".into()),
            to: Some("b.yaml".into()),
            ..defaults()
        };
        let line = "api-diff --from a.yaml --to b.yaml";
        assert_eq!(parsed(line), Ok(Command::ApiDiff(expected)));
    }

    #[test]
    fn mistakes_are_reported() {
        for (line, message) in [
            (
                "api-diff --format html",
                "`--format` takes `text` or `markdown`, not `html`",
            ),
            (
                "api-diff --fail-on patch",
                "`--fail-on` takes `major` or `minor`, not `patch`",
            ),
            ("api-diff v1 v2", "unexpected argument `v2`"),
            (
                "api-diff v1 --from a",
                "the old schema is given twice: by a revision and by `--from`; remove one of them",
            ),
            (
                "api-diff --check-version --to b",
                "`--check-version` compares `schema/package.toml` at a revision with the working tree; remove `--from` and \
                 `--to`",
            ),
        ] {
            assert_eq!(parsed(line), Err(message.to_owned()), "{line}");
        }
    }
}

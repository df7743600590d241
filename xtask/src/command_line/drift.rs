//! The options of `drift`.

use std::path::PathBuf;

use super::arguments::Arguments;

/// What to compare, and how to report it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Drift {
    /// The document that the owner of the API publishes.
    pub(crate) upstream: PathBuf,
    /// Overlays to apply to that document, in order.
    pub(crate) overlays: Vec<PathBuf>,
    /// Whether an action of an overlay that matches nothing is a warning.
    pub(crate) overlay_lenient: bool,
    /// The document in place of `schema/openapi.yaml`.
    pub(crate) schema: Option<PathBuf>,
    /// The operations to compare; empty for all.
    pub(crate) operations: Vec<String>,
    /// Whether differences of documentation are listed.
    pub(crate) docs: bool,
    /// Whether the report is JSON.
    pub(crate) json: bool,
    /// Whether the differences are added to `schema/upstream.toml`.
    pub(crate) accept: bool,
}

impl Drift {
    pub(super) fn new(arguments: &Arguments) -> Result<Self, String> {
        let upstream = arguments
            .path("--upstream")
            .ok_or("expected the document to compare with: `cargo xtask drift --upstream FILE`")?;
        let (overlays, overlay_lenient) = arguments.overlays()?;
        let drift = Self {
            upstream,
            overlays,
            overlay_lenient,
            schema: arguments.path("--schema"),
            operations: arguments.list("--operations")?,
            docs: arguments.has("--docs"),
            json: arguments.has("--json"),
            accept: arguments.has("--accept"),
        };
        if drift.accept && drift.schema.is_some() {
            return Err(
                "`--accept` writes `schema/upstream.toml`, which is about `schema/openapi.yaml`; remove `--schema`"
                    .to_owned(),
            );
        }
        Ok(drift)
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

    #[test]
    fn options_are_parsed() {
        let defaults = Drift {
            upstream: "up.json".into(),
            overlays: Vec::new(),
            overlay_lenient: false,
            schema: None,
            operations: Vec::new(),
            docs: false,
            json: false,
            accept: false,
        };
        assert_eq!(
            parsed("drift --upstream up.json"),
            Ok(Command::Drift(defaults))
        );
        let all = Drift {
            upstream: "up.json".into(),
            overlays: vec!["fix.yaml".into()],
            overlay_lenient: true,
            schema: Some("our.yaml".into()),
            operations: vec!["pets.*".to_owned(), "pet".to_owned()],
            docs: true,
            json: true,
            accept: false,
        };
        let line = "drift --upstream=up.json --overlay fix.yaml --overlay-lenient --schema our.yaml --operations pets.*,pet --docs --json";
        assert_eq!(parsed(line), Ok(Command::Drift(all)));
    }

    #[test]
    fn mistakes_are_reported() {
        for (line, message) in [
            (
                "drift",
                "expected the document to compare with: `cargo xtask drift --upstream FILE`",
            ),
            ("drift up.json", "unexpected argument `up.json`"),
            (
                "drift --upstream a --overlay-lenient",
                "`--overlay-lenient` needs `--overlay FILE`",
            ),
            (
                "drift --upstream a --schema b --accept",
                "`--accept` writes `schema/upstream.toml`, which is about `schema/openapi.yaml`; remove `--schema`",
            ),
        ] {
            assert_eq!(parsed(line), Err(message.to_owned()), "{line}");
        }
    }
}

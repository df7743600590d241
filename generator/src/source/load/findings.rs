//! Diagnostics for what the parser finds in a file.

use crate::diagnostic::{Diagnostic, FileId, Location};
use crate::source::parse::Failure;
use crate::source::parse::builder::{Finding, FindingKind};

impl Failure {
    /// Converts the failure into a diagnostic.
    pub(crate) fn diagnostic(&self, file: FileId) -> Diagnostic {
        let location = self.offset.map(|offset| Location::byte(file, offset));
        let mut diagnostic = Diagnostic::error(self.code, location, self.message.clone());
        diagnostic.help.clone_from(&self.help);
        diagnostic
    }
}

impl Finding {
    /// Converts the finding into a diagnostic.
    pub(crate) fn diagnostic(self, file: FileId) -> Diagnostic {
        let value = Location {
            pointer: self.pointer,
            ..Location::root(file)
        };
        let name = value.tokens().pop().unwrap_or_default();
        match self.kind {
            FindingKind::DuplicateKey { last_is_used } => {
                let message = format!("duplicate member `{name}`");
                let at = value.repeated_key();
                let diagnostic = if last_is_used {
                    let message = format!("{message}; the last one is used");
                    Diagnostic::warning("duplicate-key", at, message)
                } else {
                    Diagnostic::error("duplicate-key", at, message)
                };
                diagnostic
                    .label("repeated here")
                    .related(value.key(), "first defined here")
                    .help("remove or rename one of them")
            }
            FindingKind::Merged => Diagnostic::note(
                "merge-key",
                value.key(),
                "the objects of `<<` are merged into this object, as in YAML 1.1; its own members take precedence",
            ),
            FindingKind::NotMerged(kind) => {
                let message =
                    format!("`<<` must be an object or a list of objects, found {kind}; ignored");
                Diagnostic::warning("merge-key", value.key(), message)
                    .help("write `<<: *anchor`, or `<<: [*one, *other]`")
            }
            FindingKind::Tag(tag) => {
                Diagnostic::warning("yaml-tag", value, format!("unknown tag `!{tag}`; ignored"))
            }
        }
    }
}

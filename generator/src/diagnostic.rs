//! Diagnostics: errors, warnings and notes about a document, each with its location.
//!
//! In: diagnostics from every stage. Out: an ordered list that the caller counts, or renders with the source ranges that `source`
//! finds for their locations.
//! Knows nothing of OpenAPI or Rust; the bottom of the crate, used by all.

mod render;

pub use render::{SourceRange, Style, escape};

use std::collections::BTreeSet;
use std::fmt;

/// A file that takes part in a run; an index into [`crate::source::Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// The part of what a pointer refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Part {
    /// The name of the member that the pointer ends in.
    Key,
    /// The value that the pointer refers to.
    #[default]
    Value,
    /// The second occurrence of the name of the member that the pointer ends in.
    RepeatedKey,
    /// A byte offset in the text of the file, for a file that did not parse.
    Byte(u32),
}

/// A location in a document: a file and a JSON pointer (RFC 6901) in it.
///
/// Lines and columns are computed only when a diagnostic is rendered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The JSON pointer, escaped: empty for the whole document, else `/paths/~1pets/get`.
    pub pointer: String,
    /// The member's name, its value, or a byte.
    pub part: Part,
}

impl Location {
    /// Returns the location of a whole document.
    pub fn root(file: FileId) -> Self {
        Self {
            file,
            pointer: String::new(),
            part: Part::Value,
        }
    }

    /// Returns the location of a byte in a file that did not parse.
    pub fn byte(file: FileId, offset: usize) -> Self {
        Self {
            part: Part::Byte(u32::try_from(offset).unwrap_or(u32::MAX)),
            ..Self::root(file)
        }
    }

    /// Returns the location of the member or array element `token` (unescaped) below this one.
    pub fn child(&self, token: impl fmt::Display) -> Self {
        let token = token.to_string();
        let mut pointer = String::with_capacity(self.pointer.len() + token.len() + 1);
        pointer.push_str(&self.pointer);
        push_token(&mut pointer, &token);
        Self {
            file: self.file,
            pointer,
            part: Part::Value,
        }
    }

    /// Returns the location of the name of the member that the pointer ends in.
    pub fn key(&self) -> Self {
        Self {
            part: Part::Key,
            ..self.clone()
        }
    }

    /// Returns the location of the second occurrence of that name.
    pub fn repeated_key(&self) -> Self {
        Self {
            part: Part::RepeatedKey,
            ..self.clone()
        }
    }

    /// Returns the tokens of the pointer, unescaped, outermost first.
    pub fn tokens(&self) -> Vec<String> {
        self.pointer.split('/').skip(1).map(unescape).collect()
    }
}

/// Adds a token to a JSON pointer, escaped.
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    if !token.contains(['~', '/']) {
        pointer.push_str(token);
        return;
    }
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// Unescapes a token of a JSON pointer.
pub(crate) fn unescape(token: &str) -> String {
    if token.contains('~') {
        token.replace("~1", "/").replace("~0", "~")
    } else {
        token.to_owned()
    }
}

/// How severe a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// There is no correct output: nothing is written.
    Error,
    /// There is output; the message says what was done instead.
    Warning,
    /// There is output, and it is what the document means, but the document should be written differently.
    Note,
}

/// An error, a warning or a note about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How severe it is.
    pub severity: Severity,
    /// A stable kebab-case name of the problem, such as `unknown-reference`.
    pub code: &'static str,
    /// What is wrong, in one line; for a warning also what was done instead.
    pub message: String,
    /// Where, if it is in a file that could be read.
    pub location: Option<Location>,
    /// A few words beside the marked text.
    pub label: Option<String>,
    /// Related locations with a label each (`first defined here`).
    pub related: Vec<(Location, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether a free-form value replaces what the document describes.
    pub free_form: bool,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, code, location.into(), message.into())
    }

    /// Creates a warning.
    pub fn warning(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, location.into(), message.into())
    }

    /// Creates a note.
    pub fn note(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, code, location.into(), message.into())
    }

    /// Creates a warning that a free-form value replaces what the document describes; the message states it too.
    pub fn degraded(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::warning(code, location, message).free_form(true)
    }

    fn new(
        severity: Severity,
        code: &'static str,
        location: Option<Location>,
        message: String,
    ) -> Self {
        Self {
            severity,
            code,
            message,
            location,
            label: None,
            related: Vec::new(),
            help: None,
            free_form: false,
        }
    }

    /// Sets the label of the marked text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a related location.
    pub fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push((location, label.into()));
        self
    }

    /// Sets what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets whether a free-form value replaces what the document describes; the message states it too.
    pub fn free_form(mut self, free_form: bool) -> Self {
        self.free_form = free_form;
        self
    }
}

/// The diagnostics of a run, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Code, location and message of the diagnostics that were added by [`Diagnostics::push_once`].
    once: BTreeSet<(&'static str, Option<Location>, String)>,
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds a diagnostic, unless an equal one was added by this method before: several types can report what they share.
    pub fn push_once(&mut self, diagnostic: Diagnostic) {
        let key = (
            diagnostic.code,
            diagnostic.location.clone(),
            diagnostic.message.clone(),
        );
        if self.once.insert(key) {
            self.push(diagnostic);
        }
    }

    /// Returns all diagnostics.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns the number of errors.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    /// Returns the number of warnings.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    /// Returns the number of notes.
    pub fn notes(&self) -> usize {
        self.count(Severity::Note)
    }

    /// Keeps all errors, and the warnings and notes whose location meets a condition or that have none.
    pub(crate) fn retain_located(&mut self, keep: impl Fn(&Location) -> bool) {
        self.list.retain(|diagnostic| {
            let location = diagnostic.location.as_ref();
            diagnostic.severity == Severity::Error || location.is_none_or(&keep)
        });
    }

    /// Returns the number of locations where a free-form value replaces what the document describes.
    pub fn free_form(&self) -> usize {
        let locations: BTreeSet<Option<&Location>> = self
            .list
            .iter()
            .filter(|diagnostic| diagnostic.free_form)
            .map(|diagnostic| diagnostic.location.as_ref())
            .collect();
        locations.len()
    }

    /// Returns whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    fn count(&self, severity: Severity) -> usize {
        self.list
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    }
}

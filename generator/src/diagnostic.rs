//! What the generator has to say about a document, each remark with its place.
//!
//! In: complaints from every stage. Out: an ordered list that the caller counts, or renders with the places that `source`
//! finds for them.
//! Knows nothing of OpenAPI or Rust; the bottom of the crate, used by all.

mod render;

pub use render::{Place, Style, escape};

use std::collections::BTreeSet;
use std::fmt;

/// A file that takes part in a run; an index into [`crate::source::Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// What of the place that a pointer leads to a location means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Part {
    /// The name of the member that the pointer ends in.
    Key,
    /// The value that the pointer leads to.
    #[default]
    Value,
    /// The name of the member that the pointer ends in where the object gives it a second time.
    RepeatedKey,
    /// A byte of the file's text, counted from zero: for what stands in a file that did not parse, where no pointer leads.
    Byte(u32),
}

/// A place in a document: a file and a JSON pointer (RFC 6901) in it.
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
    /// Returns the place of a whole document.
    pub fn root(file: FileId) -> Self {
        Self {
            file,
            pointer: String::new(),
            part: Part::Value,
        }
    }

    /// Returns the place of a byte of a file that did not parse.
    pub fn byte(file: FileId, offset: usize) -> Self {
        Self {
            part: Part::Byte(u32::try_from(offset).unwrap_or(u32::MAX)),
            ..Self::root(file)
        }
    }

    /// Returns the place of the member or array element `token` (unescaped) below this one.
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

    /// Returns the place of the name of the member that this location's pointer ends in.
    pub fn key(&self) -> Self {
        Self {
            part: Part::Key,
            ..self.clone()
        }
    }

    /// Returns the place where the object gives the name of that member a second time.
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

/// Returns what a token of a JSON pointer says.
pub(crate) fn unescape(token: &str) -> String {
    if token.contains('~') {
        token.replace("~1", "/").replace("~0", "~")
    } else {
        token.to_owned()
    }
}

/// How bad a remark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// No sound output exists: nothing is written.
    Error,
    /// Output exists; the message names what was done instead.
    Warning,
    /// Output exists and is what the document means, though the document says it in an odd way.
    Note,
}

/// One remark about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable kebab-case name for this kind of remark, such as `unknown-reference`.
    pub code: &'static str,
    /// What is wrong, in one line; for a warning also what was done instead.
    pub message: String,
    /// Where, if it stands in a file that could be read.
    pub location: Option<Location>,
    /// A few words printed beside the marked text.
    pub label: Option<String>,
    /// Second places that belong to it (`first defined here`).
    pub related: Vec<(Location, String)>,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether a free-form value stands in for what the document says.
    pub free_form: bool,
}

impl Diagnostic {
    /// Returns an error without further detail.
    pub fn error(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Error, code, location.into(), message.into())
    }

    /// Returns a warning without further detail.
    pub fn warning(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Warning, code, location.into(), message.into())
    }

    /// Returns a note without further detail.
    pub fn note(
        code: &'static str,
        location: impl Into<Option<Location>>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(Severity::Note, code, location.into(), message.into())
    }

    /// Returns a warning that a free-form value stands in for what the document says; the message says so too.
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

    /// Sets the words beside the marked text.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a second place.
    pub fn related(mut self, location: Location, words: impl Into<String>) -> Self {
        self.related.push((location, words.into()));
        self
    }

    /// Sets what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets whether a free-form value stands in for what the document says; the message says so too.
    pub fn free_form(mut self, free_form: bool) -> Self {
        self.free_form = free_form;
        self
    }
}

/// Collects the remarks of a run, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Code, place and message of the remarks that are given once.
    once: BTreeSet<(&'static str, Option<Location>, String)>,
}

impl Diagnostics {
    /// Adds a remark.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds a remark, unless the same was added this way before: what several types share can be complained about by each.
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

    /// Returns all remarks.
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

    /// Drops the warnings and notes whose place is one that nobody asked about.
    pub(crate) fn forget(&mut self, is_unasked: impl Fn(&Location) -> bool) {
        self.list.retain(|diagnostic| {
            let place = diagnostic.location.as_ref();
            diagnostic.severity == Severity::Error || !place.is_some_and(&is_unasked)
        });
    }

    /// Returns the number of places where a free-form value stands in for what the document says.
    pub fn free_form(&self) -> usize {
        let places: BTreeSet<Option<&Location>> = self
            .list
            .iter()
            .filter(|diagnostic| diagnostic.free_form)
            .map(|diagnostic| diagnostic.location.as_ref())
            .collect();
        places.len()
    }

    /// Returns whether any remark is an error.
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

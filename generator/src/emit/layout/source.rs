//! Source that is laid out by whoever builds it: tables in macros of the runtime.
//!
//! In: fixed text, names, escaped strings and code. Out: lines. As with [`Code`], a string of the document is only written escaped.

use std::fmt::Write;

use super::code::{Code, Kind};
use super::literals::{add_escaped, is_hidden};
use super::tokens;
use crate::rust::Ident;

/// The text of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::emit) struct Source(String);

impl Source {
    /// Returns text of this crate.
    pub(in crate::emit) fn new(text: &'static str) -> Self {
        Self(text.to_owned())
    }

    /// Returns an escaped string literal.
    pub(in crate::emit) fn string(text: &str) -> Self {
        let mut source = Self::default();
        source.add_string(text);
        source
    }

    /// Adds text of this crate.
    pub(in crate::emit) fn add(&mut self, text: &'static str) -> &mut Self {
        self.0.push_str(text);
        self
    }

    /// Adds other source.
    pub(in crate::emit) fn add_source(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Adds a name.
    pub(in crate::emit) fn add_name(&mut self, name: &Ident) -> &mut Self {
        self.0.push_str(name.as_str());
        self
    }

    /// Adds an escaped string literal.
    pub(in crate::emit) fn add_string(&mut self, text: &str) -> &mut Self {
        add_escaped(&mut self.0, text);
        self
    }

    /// Adds a whole number.
    pub(in crate::emit) fn add_number(&mut self, number: i128) -> &mut Self {
        write!(self.0, "{number}").expect("a string takes everything");
        self
    }

    /// Adds code on one line: paths, numbers and calls of methods.
    pub(in crate::emit) fn add_code(&mut self, code: &Code) -> &mut Self {
        let mut is_after_word = false;
        for token in tokens::read(code.marked()).unwrap_or_default() {
            let is_word = matches!(token.kind, Kind::Word | Kind::Literal);
            match token.text {
                "," => self.0.push_str(", "),
                "/" => self.0.push_str(" / "),
                text => {
                    if is_word && is_after_word {
                        self.0.push(' ');
                    }
                    self.0.push_str(text);
                }
            }
            is_after_word = is_word;
        }
        self
    }

    /// Begins a line that is indented by a number of levels.
    pub(in crate::emit) fn add_line(&mut self, level: usize) -> &mut Self {
        self.0.push('\n');
        self.add_indentation(level)
    }

    fn add_indentation(&mut self, level: usize) -> &mut Self {
        for _ in 0..level {
            self.0.push_str("    ");
        }
        self
    }

    /// Adds a comment of documentation for each line, each on a line of its own at this level.
    pub(in crate::emit) fn add_docs<T: AsRef<str>>(
        &mut self,
        lines: &[T],
        level: usize,
    ) -> &mut Self {
        for line in lines.iter().flat_map(|lines| lines.as_ref().split('\n')) {
            let line = line.trim_end().replace('\t', "    ");
            self.add_line(level);
            if line.chars().any(is_hidden) {
                self.add("#[doc = concat!(")
                    .add_string(&format!(" {line}"))
                    .add(")]");
            } else if line.is_empty() {
                self.add("///");
            } else {
                self.add("/// ").0.push_str(&line);
            }
        }
        self
    }

    /// Adds `#[doc(alias = "…")]` on a line of its own at this level, or nothing.
    pub(in crate::emit) fn add_alias(&mut self, alias: Option<&String>, level: usize) -> &mut Self {
        if let Some(alias) = alias {
            self.add_line(level);
            self.add("#[doc(alias = ").add_string(alias).add(")]");
        }
        self
    }

    /// Returns the length in bytes.
    pub(in crate::emit) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns the text.
    pub(in crate::emit) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A part of a file.
#[derive(Clone, Debug)]
pub(in crate::emit) enum Chunk {
    /// Items.
    Code(Code),
    /// An item whose lines are decided: a macro with a table.
    Source(Source),
}

impl From<Code> for Chunk {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

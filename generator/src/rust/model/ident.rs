//! An identifier of the generated crate.

/// An identifier of the generated crate, valid as it is (raw if it must be).
///
/// Made by `Scope` alone, which keeps identifiers valid and distinct.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// Returns an identifier from source text that is valid. For `Scope` alone: nothing is checked here.
    pub(in crate::rust) fn from_valid(text: String) -> Self {
        Self(text)
    }

    /// Returns the identifier as it is written in source code, including `r#`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the identifier without `r#`, for messages, documentation and file names.
    pub fn plain(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// Returns an identifier from text that is one, for tests of later stages.
    #[cfg(test)]
    pub(crate) fn new_unchecked(text: &str) -> Self {
        Self(text.to_owned())
    }
}

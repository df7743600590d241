//! Forms that a program puts together, for requests that the API's document does not list.
//!
//! In: names with text, values and files. Out: a [`Form`], which `multipart` writes. Knows nothing of how that is done.

use std::fmt;

use crate::runtime::body::FormValue;
use crate::runtime::body::file::File;
use crate::runtime::json::{self, Encode, EncodeError};

/// A form, `multipart/form-data`: parts with names, in the order in which they are added. Several parts can have one name.
///
/// Printing it shows the names of its parts, never their content.
#[derive(Clone, Default)]
#[must_use = "a form does nothing until it is passed to a request"]
pub struct Form {
    parts: Vec<(String, Content)>,
    /// Why the first value that cannot be written cannot be.
    problem: Option<EncodeError>,
}

#[derive(Clone)]
enum Content {
    Text(String),
    Json(String),
    File(File),
}

impl Form {
    /// Returns a form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of text.
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name, Content::Text(text.into()))
    }

    /// Adds a part that is this value as JSON.
    pub fn json<T: Encode + ?Sized>(mut self, name: impl Into<String>, value: &T) -> Self {
        match json::to_string(value) {
            Ok(text) => self.part(name, Content::Json(text)),
            Err(problem) => {
                self.problem.get_or_insert(problem);
                self
            }
        }
    }

    /// Adds a file. Unless it has a name of its own, the part's is sent as the name of the file too.
    pub fn file(self, name: impl Into<String>, file: impl Into<File>) -> Self {
        self.part(name, Content::File(file.into()))
    }

    fn part(mut self, name: impl Into<String>, content: Content) -> Self {
        self.parts.push((name.into(), content));
        self
    }

    /// Returns the parts.
    ///
    /// # Errors
    ///
    /// One of them cannot be written.
    pub(crate) fn form_values(
        &self,
    ) -> Result<impl Iterator<Item = (&str, FormValue<'_>)>, EncodeError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        Ok(self.parts.iter().map(|(name, content)| {
            let form_value = match content {
                Content::Text(text) => FormValue::String(text.into(), ""),
                Content::Json(text) => FormValue::Json(text),
                Content::File(file) => FormValue::File(file),
            };
            (name.as_str(), form_value)
        }))
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parts.iter().map(|(name, _)| name);
        f.write_str("Form ")?;
        f.debug_list().entries(names).finish()
    }
}

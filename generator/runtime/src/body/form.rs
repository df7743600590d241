//! Multipart forms that the program builds, for requests that the API description does not contain.
//!
//! In: names with strings, values and files. Out: a [`Form`]. Knows nothing about its encoding (see `multipart`).

use std::fmt;

use crate::runtime::body::FormValue;
use crate::runtime::body::file::File;
use crate::runtime::json::{self, Encode, EncodeError};

/// A `multipart/form-data` form. The parts are sent in the order in which they are added. Several parts can have the
/// same name.
///
/// `Debug` shows the names of the parts, not their content.
#[derive(Clone, Default)]
#[must_use = "a form does nothing until it is passed to a request"]
pub struct Form {
    parts: Vec<(String, Content)>,
    /// The error of the first value that could not be encoded.
    problem: Option<EncodeError>,
}

#[derive(Clone)]
enum Content {
    Text(String),
    Json(String),
    File(File),
}

impl Form {
    /// Creates a form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part with a string.
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name, Content::Text(text.into()))
    }

    /// Adds a part with this value as JSON.
    pub fn json<T: Encode + ?Sized>(mut self, name: impl Into<String>, value: &T) -> Self {
        match json::to_string(value) {
            Ok(text) => self.part(name, Content::Json(text)),
            Err(problem) => {
                self.problem.get_or_insert(problem);
                self
            }
        }
    }

    /// Adds a file. If the file has no name, the name of the part is also sent as the file name.
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
    /// Fails if a value could not be encoded.
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

//! One side of a comparison: a document, read and planned as a crate, without emitting it.

use crate::api::{self, Api};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Style};
use crate::openapi;
use crate::options::Options;
use crate::rust::{self, Crate};
use crate::source::{self, Sources};

/// A document and the crate that today's generator makes of it.
#[derive(Debug)]
pub struct Revision {
    /// The name in the report, such as `origin/main`; empty for a document on the disk.
    pub(super) name: String,
    pub(super) sources: Sources,
    pub(super) api: Api,
    pub(super) krate: Crate,
    /// The number of errors. The parts of the document that have errors are not compared.
    errors: usize,
}

/// Why a document cannot be compared: its errors, rendered with excerpts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl Revision {
    /// Reads the document that the options name from the disk.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not an OpenAPI document.
    pub fn from_disk(options: &Options) -> Result<Self, Unreadable> {
        let mut diagnostics = Diagnostics::default();
        let reach = source::LoadOptions {
            allowed_roots: options.roots.clone(),
            ..source::LoadOptions::default()
        };
        let sources = source::load_with(&options.document, &reach, &mut diagnostics);
        Self::read("", sources, options, diagnostics)
    }

    /// Reads a document from memory: the name of the revision, and the name and contents of each file, beginning with the
    /// document.
    ///
    /// # Errors
    ///
    /// When it cannot be read, or is not an OpenAPI document.
    pub fn from_texts(
        name: &str,
        texts: &[(&str, &str)],
        options: &Options,
    ) -> Result<Self, Unreadable> {
        let mut diagnostics = Diagnostics::default();
        let sources = Sources::from_texts(texts, &mut diagnostics);
        Self::read(name, sources, options, diagnostics)
    }

    /// Returns the number of errors. No crate can be generated from a document with errors, but most of it can be compared.
    pub fn errors(&self) -> usize {
        self.errors
    }

    fn read(
        name: &str,
        sources: Sources,
        options: &Options,
        mut diagnostics: Diagnostics,
    ) -> Result<Self, Unreadable> {
        let planned = openapi::read(&sources, &mut diagnostics).map(|document| {
            let api = api::lower_selected(&document, &options.selection, &mut diagnostics);
            let krate = rust::plan(&api, &options.plan, &mut diagnostics);
            (api, krate)
        });
        if let Some((api, krate)) = planned {
            return Ok(Self {
                name: name.to_owned(),
                sources,
                api,
                krate,
                errors: diagnostics.errors(),
            });
        }
        let mut errors = Diagnostics::default();
        let all = diagnostics.iter();
        let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
        for error in all.filter(is_error) {
            errors.push(error.clone());
        }
        Err(Unreadable(sources.render(&errors, Style::default())))
    }
}

//! Reads a document together with its overlays.
//!
//! In: the files. Out: `FileId(0)` with the changed document, which all references are resolved in, and after it the files that
//! diagnostics show: the document as it is written, and each overlay.

use std::path::PathBuf;

use super::{LoadOptions, Loader, parsed};
use crate::diagnostic::{Diagnostics, FileId};
use crate::source::overlay::{self, Overlaid};
use crate::source::parse::Failure;
use crate::source::store::{FileError, file_error, slashes};
use crate::source::{Node, file_id};

/// The overlays of a document, in order.
pub(super) struct Overlays {
    pub files: Vec<OverlayFile>,
    /// Whether an action that matches nothing is a warning.
    pub lenient: bool,
}

/// One overlay.
pub(super) struct OverlayFile {
    pub path: PathBuf,
    /// Its name in messages.
    pub name: String,
    pub bytes: Result<Vec<u8>, FileError>,
}

impl Loader {
    /// Reads the files of the overlays, which may be in any folder.
    pub(super) fn read_overlays(&mut self, options: &LoadOptions) -> Overlays {
        let files = options.overlays.iter().map(|path| {
            let bytes = path
                .canonicalize()
                .map_err(|error| file_error(&error))
                .and_then(|path| self.store.read(&path));
            OverlayFile {
                path: path.clone(),
                name: slashes(path),
                bytes,
            }
        });
        Overlays {
            files: files.collect(),
            lenient: options.overlay_lenient,
        }
    }

    /// Adds the document with its overlays applied.
    pub(super) fn add_with_overlays(
        &mut self,
        path: PathBuf,
        name: String,
        bytes: Vec<u8>,
        overlays: Overlays,
        diagnostics: &mut Diagnostics,
    ) {
        let (text, content) = parsed(&path, bytes);
        let content = match content {
            Ok(content) => content,
            Err(failure) => {
                self.push(path, name, text, Err(failure));
                return;
            }
        };
        let written = FileId(1);
        for finding in content.findings {
            diagnostics.push(finding.diagnostic(written));
        }
        let mut document = Overlaid::new(content.root, written);
        let mut others = vec![(path.clone(), name.clone(), text.clone(), Ok(Node::Null))];
        for file in overlays.files {
            let id = file_id(others.len() + 1);
            let (text, content) = match file.bytes {
                Ok(bytes) => parsed(&file.path, bytes),
                Err(reason) => {
                    let failure = Failure::new("unreadable-file", reason.reason());
                    (String::new(), Err(failure))
                }
            };
            let root = match content {
                Ok(content) => {
                    for finding in content.findings {
                        diagnostics.push(finding.diagnostic(id));
                    }
                    let lenient = overlays.lenient;
                    overlay::apply(&mut document, &content.root, id, lenient, diagnostics);
                    Ok(content.root)
                }
                Err(mut failure) => {
                    failure.message = format!(
                        "cannot read the overlay `{}`: {}",
                        file.name, failure.message
                    );
                    diagnostics.push(failure.diagnostic(id));
                    Err(failure)
                }
            };
            others.push((file.path, file.name, text, root));
        }
        let id = self.push(path.clone(), name, text, Ok(document.root));
        self.sources.files[id.0 as usize].origins = Some(document.origins);
        for (path, name, text, root) in others {
            self.push(path, name, text, root);
        }
        self.shown = 1..self.sources.files.len();
        // No reference leads to a file that is only shown.
        self.known.clear();
        self.known.insert(path, id);
        self.add_identifiers(id, diagnostics);
    }
}

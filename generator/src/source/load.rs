//! Reads the files of a document from the disk.
//!
//! In: a path. Out: [`Sources`] with that file and every file that a reference in it, or in one of those, names; diagnostics about
//! what was read. A referenced file that cannot be read is not an error here: the stage that resolves the reference reports it.

mod file_references;
mod findings;
mod overlays;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Location, push_token};
use crate::limits::source::{BYTES, FILES, UNINDEXED_MEMBERS};

use super::parse::{self, Content, Failure};
use super::references::{self, Identifiers};
use super::store::{Disk, FileError, Store, file_error, normalize, slashes};
use super::{File, Node, Sources, file_id};
use file_references::file_references;
use overlays::{OverlayFile, Overlays};

/// Which files may be read.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Folders, in addition to the document's own, below which referenced files may be.
    pub allowed_roots: Vec<PathBuf>,
    /// How many bytes all files together may have.
    pub max_bytes: u64,
    /// How many files there may be.
    pub max_files: usize,
    /// Overlays to apply to the document, in this order, before its references are followed. They may be in any folder.
    pub overlays: Vec<PathBuf>,
    /// Whether an action of an overlay that matches nothing is a warning instead of an error.
    pub overlay_lenient: bool,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            allowed_roots: Vec::new(),
            max_bytes: BYTES,
            max_files: FILES,
            overlays: Vec::new(),
            overlay_lenient: false,
        }
    }
}

/// Reads a document and all files it refers to, below the folder of the document.
///
/// Always returns sources, so that diagnostics can be rendered: [`Sources::document`] tells whether the document could be read.
pub fn load(path: &Path, diagnostics: &mut Diagnostics) -> Sources {
    load_with(path, &LoadOptions::default(), diagnostics)
}

/// Reads a document and all files it refers to, as [`load`] does, with other options. Overlays need the feature `overlay`.
pub fn load_with(path: &Path, options: &LoadOptions, diagnostics: &mut Diagnostics) -> Sources {
    let canonical = path.canonicalize();
    let root = canonical.as_deref().unwrap_or(path).to_path_buf();
    let folder = root.parent().map(Path::to_path_buf).unwrap_or_default();
    let allowed = options.allowed_roots.iter();
    let allowed = allowed
        .filter_map(|folder| Some((folder.clone(), folder.canonicalize().ok()?)))
        .collect();
    let mut loader = Loader {
        sources: Sources::default(),
        store: Store::Disk(Disk {
            given: path.parent().map(Path::to_path_buf).unwrap_or_default(),
            folder,
            allowed,
            bytes_left: options.max_bytes,
        }),
        known: HashMap::new(),
        shown: 0..0,
        max_files: options.max_files.saturating_add(options.overlays.len()),
    };
    let overlays = loader.read_overlays(options);
    let bytes = canonical
        .map_err(|error| file_error(&error))
        .and_then(|path| loader.store.read(&path));
    loader.run(root, slashes(path), bytes, overlays, diagnostics);
    loader.sources
}

/// Creates sources from strings in memory. See [`Sources::from_texts`].
pub(super) fn from_texts(
    texts: &[(&str, &str)],
    overlays: &[(&str, &str)],
    lenient: bool,
    diagnostics: &mut Diagnostics,
) -> Sources {
    let (name, text) = texts.first().copied().unwrap_or_default();
    let memory = texts
        .iter()
        .map(|(name, text)| (normalize(Path::new(name)), (*text).to_owned()));
    let mut loader = Loader {
        sources: Sources::default(),
        store: Store::Memory(memory.collect()),
        known: HashMap::new(),
        shown: 0..0,
        // The document without its overlays is a file of its own.
        max_files: texts.len() + overlays.len() + 1,
    };
    let overlays = overlays
        .iter()
        .map(|(name, text)| OverlayFile {
            path: PathBuf::from(name),
            name: (*name).to_owned(),
            bytes: Ok(text.as_bytes().to_vec()),
        })
        .collect();
    let overlays = Overlays {
        files: overlays,
        lenient,
    };
    loader.run(
        normalize(Path::new(name)),
        name.to_owned(),
        Ok(text.as_bytes().to_vec()),
        overlays,
        diagnostics,
    );
    loader.sources
}

/// The state of one load.
struct Loader {
    sources: Sources,
    store: Store,
    known: HashMap<PathBuf, FileId>,
    /// The files that only diagnostics show, whose references are not followed: those of overlays.
    shown: Range<usize>,
    max_files: usize,
}

impl Loader {
    /// Adds the document, then every file that the files so far refer to.
    fn run(
        &mut self,
        path: PathBuf,
        name: String,
        bytes: Result<Vec<u8>, FileError>,
        overlays: Overlays,
        diagnostics: &mut Diagnostics,
    ) {
        match bytes {
            Ok(bytes) if !overlays.files.is_empty() => {
                self.add_with_overlays(path, name, bytes, overlays, diagnostics);
            }
            Ok(bytes) => {
                self.add(path, name, bytes, diagnostics);
            }
            Err(reason) => {
                let message = format!("cannot read `{name}`: {}", reason.reason());
                let failure = Failure::new("unreadable-file", message);
                self.push(path, name, String::new(), Err(failure));
            }
        }
        if let Some(failure) = self
            .sources
            .files
            .first()
            .and_then(|file| file.failure.as_ref())
        {
            diagnostics.push(failure.diagnostic(FileId(0)));
        }
        let mut index = 0;
        while let Some(file) = self.sources.files.get(index) {
            let from = file.path.clone();
            let mut links = BTreeMap::new();
            let is_shown = self.shown.contains(&index);
            let references = (!is_shown).then(|| file_references(file));
            for path in references.into_iter().flatten() {
                let target = self.link(&from, &path, diagnostics);
                links.insert(path, target);
            }
            self.sources.files[index].links = links;
            index += 1;
        }
    }

    /// Returns the file that the file part of a reference names, and reads it the first time.
    fn link(
        &mut self,
        from: &Path,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, FileError> {
        let found = self.store.locate(from, path)?;
        if let Some(id) = self.known.get(&found) {
            return Ok(*id);
        }
        if self.sources.files.len() >= self.max_files {
            return Err(FileError::TooMany);
        }
        let bytes = self.store.read(&found)?;
        let name = self.store.name(&found);
        Ok(self.add(found, name, bytes, diagnostics))
    }

    /// Adds a file that could be read, whatever its content.
    fn add(
        &mut self,
        path: PathBuf,
        name: String,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> FileId {
        let (text, content) = parsed(&path, bytes);
        match content {
            Ok(content) => {
                let id = self.push(path, name, text, Ok(content.root));
                for finding in content.findings {
                    diagnostics.push(finding.diagnostic(id));
                }
                self.add_identifiers(id, diagnostics);
                id
            }
            Err(failure) => self.push(path, name, text, Err(failure)),
        }
    }

    /// Adds the identifiers of a file, and reports those that are already used.
    fn add_identifiers(&mut self, id: FileId, diagnostics: &mut Diagnostics) {
        let file = &self.sources.files[id.0 as usize];
        let duplicate = |at: Location, first: Option<Location>, member: &str| {
            let message = format!("`{member}` repeats a name; the first location keeps it");
            let diagnostic =
                Diagnostic::warning("duplicate-identifier", at, message).label("already used");
            match first {
                Some(first) => diagnostic.related(first, "first used here"),
                None => diagnostic,
            }
        };
        let at = |file, pointer: &str| Location {
            pointer: pointer.to_owned(),
            ..Location::root(file)
        };
        for pointer in file.identifiers.repeated() {
            let member = if file.walk(&format!("{pointer}/$anchor")).is_ok() {
                "$anchor"
            } else {
                "$dynamicAnchor"
            };
            diagnostics.push(duplicate(at(id, pointer).child(member), None, member));
        }
        for (pointer, base) in file.identifiers.bases() {
            let location = (id, pointer.to_owned());
            match self
                .sources
                .resources
                .entry(references::global_uri(file, base))
            {
                Entry::Vacant(entry) => {
                    entry.insert(location);
                }
                Entry::Occupied(entry) => {
                    let (first, known) = entry.get();
                    let member = match file.walk(&format!("{pointer}/$id")) {
                        Ok(_) => "$id",
                        Err(_) => "$self",
                    };
                    let first = Some(at(*first, known));
                    diagnostics.push(duplicate(at(id, pointer).child(member), first, member));
                }
            }
        }
    }

    fn push(
        &mut self,
        path: PathBuf,
        name: String,
        text: String,
        content: Result<Node, Failure>,
    ) -> FileId {
        let id = file_id(self.sources.files.len());
        let (root, failure) = match content {
            Ok(root) => (root, None),
            Err(failure) => (Node::Null, Some(failure)),
        };
        let identifiers = Identifiers::from_root(&root);
        let mut members = HashMap::new();
        index_members(&root, &mut String::new(), &mut members);
        self.known.insert(path.clone(), id);
        self.sources.files.push(File {
            path,
            name,
            text,
            root,
            failure,
            links: BTreeMap::new(),
            members,
            identifiers,
            origins: None,
        });
        id
    }
}

/// Parses the bytes of a file. Returns its text, which is empty if it is not UTF-8, and its content.
fn parsed(path: &Path, bytes: Vec<u8>) -> (String, Result<Content, Failure>) {
    let text = match parse::decode(bytes) {
        Ok(text) => text,
        Err(failure) => return (String::new(), Err(failure)),
    };
    let named_json = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let content = parse::parse(&text, named_json);
    (text, content)
}

/// Indexes the members of large objects.
fn index_members(
    node: &Node,
    pointer: &mut String,
    index: &mut HashMap<String, HashMap<String, usize>>,
) {
    let parent = pointer.len();
    match node {
        Node::Array(elements) => {
            for (position, element) in elements.iter().enumerate() {
                push_token(pointer, &position.to_string());
                index_members(element, pointer, index);
                pointer.truncate(parent);
            }
        }
        Node::Object(members) => {
            if members.len() > UNINDEXED_MEMBERS {
                let names = members
                    .iter()
                    .enumerate()
                    .map(|(position, (name, _))| (name.clone(), position));
                index.insert(pointer.clone(), names.collect());
            }
            for (name, value) in members {
                push_token(pointer, name);
                index_members(value, pointer, index);
                pointer.truncate(parent);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;

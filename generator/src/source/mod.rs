//! Reads the files of a document: from bytes to [`Node`]s.
//!
//! [`load`] reads a document and, transitively, every file that a `$ref` in it names, so that later stages do not access the disk.
//! Knows YAML, JSON and files; nothing of OpenAPI.
//!
//! | Module | Owns |
//! | --- | --- |
//! | `node` | [`Node`], the data that YAML and JSON have in common |
//! | `store`, `load` | the disk, and which files belong to a document |
//! | `parse` | one file: from bytes to a [`Node`], with limits for hostile input |
//! | `references`, `uri` | identifiers in files, and resolution of `$ref` |
//! | `overlay` | changes of a document by OpenAPI overlays |
//! | `origins` | which file the parts of a changed document are written in |
//! | `positions` | lines and columns of locations, for diagnostics |

mod load;
mod node;
mod origins;
mod overlay;
mod parse;
mod positions;
mod references;
mod store;
mod uri;

pub use load::{LoadOptions, load, load_with};
pub use node::Node;
pub use references::{MISSING_FILE, ResolveError};

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::diagnostic::{Diagnostics, FileId, Location, Style, unescape};
use crate::limits::source::UNINDEXED_MEMBERS;

/// The files of a run. The document itself is `FileId(0)`.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
    /// The resources that files identify by `$self` and `$id`: URI, file, and pointer in it.
    resources: BTreeMap<String, (FileId, String)>,
}

/// One file that was read, or at least found.
#[derive(Debug)]
pub struct File {
    /// Its path on the disk, with links resolved; its name if it comes from memory.
    pub path: PathBuf,
    /// Its name in messages, with forward slashes: the path that the user gave, or one relative to it.
    pub name: String,
    /// Its text, without a byte-order mark; empty when it could not be read.
    pub text: String,
    /// Its content; [`Node::Null`] when it could not be read.
    pub root: Node,
    /// Why it has no content, if it has none.
    failure: Option<parse::Failure>,
    /// The files that its references name, by their percent-decoded file part.
    links: BTreeMap<String, Result<FileId, store::FileError>>,
    /// The indices of the members of its large objects: by pointer of the object, then by name.
    members: HashMap<String, HashMap<String, usize>>,
    /// Its `$self`, `$id` and `$anchor`.
    identifiers: references::Identifiers,
    /// Where the parts of its content are written, if overlays changed it.
    origins: Option<origins::Origins>,
}

impl Sources {
    /// Reads a document from memory, for tests and tools. References name the other texts by their relative names.
    ///
    /// The first text is the document. Each consists of a name, such as `parts/pets.yaml`, and the text.
    pub fn from_texts(texts: &[(&str, &str)], diagnostics: &mut Diagnostics) -> Self {
        load::from_texts(texts, &[], false, diagnostics)
    }

    /// Reads a document from memory, as [`Sources::from_texts`] does, and applies overlays, each a name and a text.
    pub fn from_texts_with_overlays(
        texts: &[(&str, &str)],
        overlays: &[(&str, &str)],
        lenient: bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        load::from_texts(texts, overlays, lenient, diagnostics)
    }

    /// Returns the content of the document, unless it could not be read: the reason is among the diagnostics of the load.
    pub fn document(&self) -> Option<&Node> {
        let file = self.files.first()?;
        file.failure.is_none().then_some(&file.root)
    }

    /// Returns all files, in the order in which they were first referred to; the document comes first.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &File)> {
        self.files
            .iter()
            .enumerate()
            .map(|(index, file)| (file_id(index), file))
    }

    /// Returns a file of this run.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// Returns the content of a file of this run.
    pub fn root(&self, id: FileId) -> &Node {
        &self.file(id).root
    }

    /// Returns the node at a location, whichever part of it the location refers to.
    pub fn get(&self, location: &Location) -> Option<&Node> {
        let file = self.files.get(location.file.0 as usize)?;
        file.walk(&location.pointer).ok()
    }

    /// Returns the pointer of the resource around a location, against which its references are resolved: the innermost schema with
    /// an `$id`, or else the whole file. Equal references with equal resources in one file have the same target.
    pub fn base(&self, at: &Location) -> &str {
        self.file(at.file).identifiers.base_of(at).0
    }

    /// Resolves the `$ref` at the location `from`.
    pub fn resolve(&self, from: &Location, reference: &str) -> Result<Location, ResolveError> {
        references::resolve(self, from, reference)
    }

    /// Suggests a correction of an unresolved reference.
    ///
    /// `comparisons_left` is how many more names may be compared, and is lowered: comparing thousands of references with thousands
    /// of names would take minutes.
    pub fn suggestion(&self, error: &ResolveError, comparisons_left: &mut usize) -> Option<String> {
        references::suggestion(self, error, comparisons_left)
    }

    /// Returns where the part of a file at a location is written: in an overlay if an overlay added it, elsewhere in the file if
    /// overlays moved it, and otherwise at the location itself.
    pub fn origin(&self, location: &Location) -> Location {
        origin(&self.files, location)
    }

    /// Renders all diagnostics of a run with excerpts.
    pub fn render(&self, diagnostics: &Diagnostics, style: Style) -> String {
        let wanted: Vec<&Location> = diagnostics.shown_locations(style.all).collect();
        let ranges = positions::source_ranges(&self.files, &wanted);
        diagnostics.render(&ranges, style)
    }

    /// Returns file and line of each location in a readable file, as `schema/openapi.yaml:12`. If the file has only one line, the
    /// JSON pointer replaces the line: `openapi.json#/paths`.
    pub fn positions(&self, wanted: &[&Location]) -> HashMap<Location, String> {
        let ranges = positions::source_ranges(&self.files, wanted).into_iter();
        let positions = ranges.map(|(location, range)| {
            let position = if range.text.trim_end().contains('\n') {
                format!("{}:{}", range.name, range.line + 1)
            } else {
                format!("{}#{}", range.name, self.origin(&location).pointer)
            };
            (location, position)
        });
        positions.collect()
    }
}

/// Returns where the part of a file at a location is written.
fn origin(files: &[File], location: &Location) -> Location {
    let file = files.get(location.file.0 as usize);
    match file.and_then(|file| file.origins.as_ref()) {
        Some(origins) => origins.origin(location),
        None => location.clone(),
    }
}

/// Where the walk along a pointer without a target stopped.
#[derive(Debug)]
struct Missing<'a> {
    /// The last node that was found.
    node: &'a Node,
    /// How many bytes of the pointer were followed.
    found: usize,
    /// The token, unescaped, that it has no member or element for.
    token: String,
}

impl File {
    /// Walks an escaped pointer from the root.
    fn walk(&self, pointer: &str) -> Result<&Node, Missing<'_>> {
        let mut node = &self.root;
        let mut found = 0;
        while found < pointer.len() {
            let end = pointer[found + 1..]
                .find('/')
                .map_or(pointer.len(), |length| found + 1 + length);
            let token = unescape(&pointer[found + 1..end]);
            let next = match node {
                Node::Object(members) if members.len() > UNINDEXED_MEMBERS => self
                    .members
                    .get(&pointer[..found])
                    .and_then(|names| names.get(token.as_str()))
                    .and_then(|index| members.get(*index))
                    .map(|(_, value)| value),
                Node::Object(_) => node.get(&token),
                Node::Array(elements) => array_index(&token).and_then(|index| elements.get(index)),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => return Err(Missing { node, found, token }),
            }
            found = end;
        }
        Ok(node)
    }
}

/// Returns the id of the file at an index; a run has few enough files for 32 bits.
fn file_id(index: usize) -> FileId {
    FileId(u32::try_from(index).unwrap_or(u32::MAX))
}

/// Returns the array index of a token: digits without a leading zero (RFC 6901, section 4).
fn array_index(token: &str) -> Option<usize> {
    let digits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (token.len() > 1 && token.starts_with('0')) {
        return None;
    }
    token.parse().ok()
}

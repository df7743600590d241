//! Files as data: text in, [`Node`]s out.
//!
//! [`load`] reads a document and, transitively, every file that a `$ref` in it names, so that the later stages touch no
//! disk. Knows YAML, JSON and files; nothing of OpenAPI.

mod identifiers;
mod load;
mod nesting;
mod node;
mod positions;
mod read;
mod reference;
mod store;
mod unfold;
mod uri;
mod visit;

pub use load::{LoadOptions, load, load_with};
pub use node::Node;
pub use reference::{MISSING_FILE, ResolveError};

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::diagnostic::{Diagnostics, FileId, Location, Style, unescape};

/// The files of a run. The document itself is `FileId(0)`.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
    /// Where the wholes are that files name by `$self` and `$id`: the URI, then the file and the pointer in it.
    named: BTreeMap<String, (FileId, String)>,
}

/// One file that was read, or at least found.
#[derive(Debug)]
pub struct File {
    /// Where it is on the disk, links followed; for a text that came from memory its name.
    pub path: PathBuf,
    /// How it is named in messages, with forward slashes: as the user gave it, or beside what the user gave.
    pub name: String,
    /// Its text, without a byte-order mark; empty when it could not be read.
    pub text: String,
    /// Its content; [`Node::Null`] when it could not be read.
    pub root: Node,
    /// Why it has no content, when it has none.
    failure: Option<read::Failure>,
    /// What the file parts of its references lead to, by their percent-decoded text.
    links: BTreeMap<String, Result<FileId, reference::Unlinked>>,
    /// Where the members of its large objects stand: the object's pointer, then the member's name.
    members: HashMap<String, HashMap<String, usize>>,
    /// The names that it gives to places in it.
    identifiers: identifiers::Identifiers,
}

/// Objects with more members than this are found through [`File::members`]: below it a walk is as fast.
const LARGE_OBJECT: usize = 16;

impl Sources {
    /// Reads a document from memory, for tests and tools. References lead to the other texts, by their relative names.
    ///
    /// The first text is the document. Each is a name, such as `parts/pets.yaml`, and its text.
    pub fn from_texts(texts: &[(&str, &str)], diagnostics: &mut Diagnostics) -> Self {
        load::from_texts(texts, diagnostics)
    }

    /// Returns the document's content, unless it could not be read: the reason is then among the diagnostics of the load.
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

    /// Returns the node at a location, whichever part of it the location means.
    pub fn get(&self, location: &Location) -> Option<&Node> {
        let file = self.files.get(location.file.0 as usize)?;
        file.walk(&location.pointer).ok()
    }

    /// Returns the pointer of the place around another from which its references are read: the innermost one that has an
    /// `$id`, or else the whole file. Equal references with equal such places in one file lead to the same place.
    pub fn base(&self, at: &Location) -> &str {
        self.file(at.file).identifiers.base_of(at).0
    }

    /// Returns the place that the text of a `$ref` leads to, seen from the place `from`.
    pub fn resolve(&self, from: &Location, reference: &str) -> Result<Location, ResolveError> {
        reference::resolve(self, from, reference)
    }

    /// Returns what was probably meant by a reference that leads nowhere.
    ///
    /// `most` is how many names it may still be compared with, and is lowered: thousands of wrong references, each
    /// compared with thousands of names, would take minutes.
    pub fn suggestion(&self, error: &ResolveError, most: &mut usize) -> Option<String> {
        reference::suggestion(self, error, most)
    }

    /// Renders all remarks of a run with their excerpts, for a terminal or without colours for a file.
    pub fn render(&self, diagnostics: &Diagnostics, style: Style) -> String {
        let wanted: Vec<&Location> = diagnostics.shown_locations(style.all).collect();
        let places = positions::places(&self.files, &wanted);
        diagnostics.render(&places, style)
    }

    /// Returns the place of each location whose file has a text, as `schema/openapi.yaml:12`. In a file of one line it is the
    /// pointer that tells places apart: `openapi.json#/paths`.
    pub fn lines(&self, wanted: &[&Location]) -> HashMap<Location, String> {
        let places = positions::places(&self.files, wanted).into_iter();
        let lines = places.map(|(location, place)| {
            let shown = match place.text.trim_end().contains('\n') {
                true => format!("{}:{}", place.name, place.line + 1),
                false => format!("{}#{}", place.name, location.pointer),
            };
            (location, shown)
        });
        lines.collect()
    }
}

/// A pointer that leads nowhere: where the walk stopped.
#[derive(Debug)]
struct Missing<'a> {
    /// The last node that was found.
    node: &'a Node,
    /// How many bytes of the pointer led to it.
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
                Node::Object(members) if members.len() > LARGE_OBJECT => self
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

/// Returns the index that a token means for an array: digits without a leading zero (RFC 6901, section 4).
fn array_index(token: &str) -> Option<usize> {
    let digits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || (token.len() > 1 && token.starts_with('0')) {
        return None;
    }
    token.parse().ok()
}

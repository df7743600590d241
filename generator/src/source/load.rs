//! Reads a document's files from the disk.
//!
//! In: a path. Out: [`Sources`] with that file and every file that a reference in it, or in one of those, names; remarks
//! about what was read. A referenced file that cannot be read is no error here: whoever follows the reference complains.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Location, push_token};

use super::identifiers::Identifiers;
use super::read::{self, Failure};
use super::reference::{self, Unlinked};
use super::store::{Disk, Store, plain, slashes, unreadable};
use super::visit::{Remark, RemarkKind};
use super::{File, LARGE_OBJECT, Node, Sources, file_id, uri};

/// What a load may read.
#[derive(Clone, Debug)]
pub struct LoadOptions {
    /// Folders, besides the document's own, below which referenced files may be.
    pub allowed_roots: Vec<PathBuf>,
    /// How many bytes all files together may have.
    pub max_bytes: u64,
    /// How many files there may be.
    pub max_files: usize,
}

impl Default for LoadOptions {
    fn default() -> Self {
        Self {
            allowed_roots: Vec::new(),
            max_bytes: 256 * 1024 * 1024,
            max_files: 10_000,
        }
    }
}

/// Reads a document and all files it refers to, below the folder of the document.
///
/// Returns sources in any case, so that the complaints can be rendered: [`Sources::document`] tells whether there is a
/// document in them.
pub fn load(path: &Path, diagnostics: &mut Diagnostics) -> Sources {
    load_with(path, &LoadOptions::default(), diagnostics)
}

/// Reads a document and all files it refers to, as [`load`] does, within other limits.
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
        max_files: options.max_files,
    };
    let bytes = canonical
        .map_err(|error| unreadable(&error))
        .and_then(|path| loader.store.read(&path));
    loader.run(root, slashes(path), bytes, diagnostics);
    loader.sources
}

/// Makes sources of texts in memory. See [`Sources::from_texts`].
pub(super) fn from_texts(texts: &[(&str, &str)], diagnostics: &mut Diagnostics) -> Sources {
    let (name, text) = texts.first().copied().unwrap_or_default();
    let memory = texts
        .iter()
        .map(|(name, text)| (plain(Path::new(name)), (*text).to_owned()));
    let mut loader = Loader {
        sources: Sources::default(),
        store: Store::Memory(memory.collect()),
        known: HashMap::new(),
        max_files: texts.len(),
    };
    loader.run(
        plain(Path::new(name)),
        name.to_owned(),
        Ok(text.as_bytes().to_vec()),
        diagnostics,
    );
    loader.sources
}

/// The work of one load.
struct Loader {
    sources: Sources,
    store: Store,
    known: HashMap<PathBuf, FileId>,
    max_files: usize,
}

impl Loader {
    /// Adds the document, then every file that the files so far refer to.
    fn run(
        &mut self,
        path: PathBuf,
        name: String,
        bytes: Result<Vec<u8>, Unlinked>,
        diagnostics: &mut Diagnostics,
    ) {
        match bytes {
            Ok(bytes) => {
                self.add(path, name, bytes, diagnostics);
            }
            Err(reason) => {
                let message = format!("cannot read `{name}`: {}", reason.words());
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
            for path in file_parts(file) {
                let target = self.link(&from, &path, diagnostics);
                links.insert(path, target);
            }
            self.sources.files[index].links = links;
            index += 1;
        }
    }

    /// Returns the file that a reference's file part leads to, read if this is the first time.
    fn link(
        &mut self,
        from: &Path,
        path: &str,
        diagnostics: &mut Diagnostics,
    ) -> Result<FileId, Unlinked> {
        let found = self.store.locate(from, path)?;
        if let Some(id) = self.known.get(&found) {
            return Ok(*id);
        }
        if self.sources.files.len() >= self.max_files {
            return Err(Unlinked::TooMany);
        }
        let bytes = self.store.read(&found)?;
        let name = self.store.name(&found);
        Ok(self.add(found, name, bytes, diagnostics))
    }

    /// Adds a file that could be read, whatever it holds.
    fn add(
        &mut self,
        path: PathBuf,
        name: String,
        bytes: Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> FileId {
        let text = match read::decode(bytes) {
            Ok(text) => text,
            Err(failure) => return self.push(path, name, String::new(), Err(failure)),
        };
        let named_json = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        match read::parse(&text, named_json) {
            Ok(content) => {
                let id = self.push(path, name, text, Ok(content.root));
                for remark in content.remarks {
                    diagnostics.push(remark.diagnostic(id));
                }
                self.name(id, diagnostics);
                id
            }
            Err(failure) => self.push(path, name, text, Err(failure)),
        }
    }

    /// Notes what a file calls itself and what it calls places in it.
    fn name(&mut self, id: FileId, diagnostics: &mut Diagnostics) {
        let file = &self.sources.files[id.0 as usize];
        let taken = |at: Location, first: Option<Location>, member: &str| {
            let message = format!("`{member}` gives a name that is taken; the first keeps it");
            let diagnostic = Diagnostic::warning("name-taken", at, message).label("is taken");
            match first {
                Some(first) => diagnostic.related(first, "has that name"),
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
            diagnostics.push(taken(at(id, pointer).child(member), None, member));
        }
        for (pointer, base) in file.identifiers.bases() {
            let place = (id, pointer.to_owned());
            match self.sources.named.entry(reference::global(file, base)) {
                Entry::Vacant(entry) => {
                    entry.insert(place);
                }
                Entry::Occupied(entry) => {
                    let (first, known) = entry.get();
                    let member = match file.walk(&format!("{pointer}/$id")) {
                        Ok(_) => "$id",
                        Err(_) => "$self",
                    };
                    let first = Some(at(*first, known));
                    diagnostics.push(taken(at(id, pointer).child(member), first, member));
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
        let identifiers = Identifiers::of(&root);
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
        });
        id
    }
}

impl Failure {
    fn diagnostic(&self, file: FileId) -> Diagnostic {
        let location = self.offset.map(|offset| Location::byte(file, offset));
        let mut diagnostic = Diagnostic::error(self.code, location, self.message.clone());
        diagnostic.help.clone_from(&self.help);
        diagnostic
    }
}

impl Remark {
    fn diagnostic(self, file: FileId) -> Diagnostic {
        let value = Location {
            pointer: self.pointer,
            ..Location::root(file)
        };
        let name = value.tokens().pop().unwrap_or_default();
        match self.kind {
            RemarkKind::DuplicateKey { settled } => {
                let message = format!("the member `{name}` is given more than once");
                let at = value.repeated_key();
                let diagnostic = match settled {
                    true => {
                        let message = format!("{message}; the last counts");
                        Diagnostic::warning("duplicate-key", at, message)
                    }
                    false => Diagnostic::error("duplicate-key", at, message),
                };
                diagnostic
                    .label("given again here")
                    .related(value.key(), "first given here")
                    .help("remove or rename one of them")
            }
            RemarkKind::Merged => Diagnostic::note(
                "merge-key",
                value.key(),
                "the objects of `<<` are merged into this one, as in YAML 1.1; its own members count first",
            ),
            RemarkKind::NotMerged(kind) => {
                let message = format!(
                    "`<<` merges an object or a list of objects, found {kind}; that value is ignored"
                );
                Diagnostic::warning("merge-key", value.key(), message)
                    .help("write `<<: *anchor`, or `<<: [*one, *other]`")
            }
            RemarkKind::Tag(tag) => Diagnostic::warning(
                "yaml-tag",
                value,
                format!("the tag `!{tag}` means nothing here and is ignored"),
            ),
        }
    }
}

/// Returns the files that all references of a file may mean, as paths from its folder, each once, sorted.
///
/// Besides `$ref`, the values of a discriminator's `mapping` and the `operationRef` of a link may name files.
fn file_parts(file: &File) -> BTreeSet<String> {
    let whole = file.identifiers.base_of(&Location::root(FileId(0))).1;
    let mut parts = Parts {
        whole,
        found: BTreeSet::new(),
    };
    parts.collect(&file.root, ("", whole));
    parts.found
}

struct Parts<'f> {
    /// What the file calls itself.
    whole: &'f str,
    found: BTreeSet<String>,
}

impl Parts<'_> {
    /// Collects from a node: the name of the member that holds it, and the base of its references.
    fn collect(&mut self, node: &Node, (holder, base): (&str, &str)) {
        match node {
            Node::Array(elements) => {
                for element in elements {
                    self.collect(element, ("", base));
                }
            }
            Node::Object(members) => {
                let inner = match node.get("$id") {
                    Some(Node::String(id)) if !id.starts_with('#') => {
                        Some(uri::join(base, uri::without_fragment(id)))
                    }
                    _ => None,
                };
                let base = inner.as_deref().unwrap_or(base);
                for (name, value) in members {
                    match value {
                        Node::String(text)
                            if matches!(name.as_str(), "$ref" | "operationRef")
                                || holder == "mapping" =>
                        {
                            let names = reference::file_names(self.whole, base, text);
                            self.found.extend(names);
                        }
                        _ => self.collect(value, (name, base)),
                    }
                }
            }
            _ => {}
        }
    }
}

/// Notes where the members of large objects stand.
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
            if members.len() > LARGE_OBJECT {
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

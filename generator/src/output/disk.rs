//! Looks at the owned files of a folder, and replaces them.
//!
//! In: a folder; the texts to write and the files to remove. Out: what stands there. Symbolic links are entries like any
//! other here: they can be removed or replaced, and nothing is read or written through them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Claim, OutputError, ROOT_FILES};
use crate::emit::HEADER;

/// Everything is written here first. It stands under `src`, so what an interrupted run leaves is a stray of the next one.
const STAGING: &str = ".codegen-tmp";

/// The header stands this near to the beginning of a file, also where a merge conflict pushed it down.
const BEGINNING: u64 = 1024;

/// The owned files of a folder.
#[derive(Debug)]
pub(super) struct Found {
    folder: PathBuf,
    /// Path with forward slashes, and the entry.
    entries: BTreeMap<String, Entry>,
    /// The name of something in the folder that is not owned, if there is anything.
    other: Option<String>,
}

/// Something that is not a folder.
#[derive(Debug)]
struct Entry {
    place: PathBuf,
    /// Whether it is a file, and not a link or another special thing.
    plain: bool,
}

impl Found {
    /// Looks at a folder, which need not exist.
    pub(super) fn read(folder: &Path, claim: Claim) -> Result<Self, OutputError> {
        let mut found = Self {
            folder: folder.to_owned(),
            entries: BTreeMap::new(),
            other: None,
        };
        match fs::metadata(folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(OutputError::NotAFolder(folder.to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(found),
            Err(error) => return Err(OutputError::Io("look at", folder.to_owned(), error)),
        }
        if claim == Claim::Made {
            found.other = other_name(folder)?;
        }
        for name in ROOT_FILES {
            let place = folder.join(name);
            if let Some(metadata) = look(&place)? {
                if metadata.is_dir() {
                    return Err(OutputError::Foreign(folder.to_owned(), name.to_owned()));
                }
                found.add(name.to_owned(), place, metadata.is_file());
            }
        }
        let src = folder.join("src");
        match look(&src)? {
            Some(metadata) if metadata.is_symlink() => return Err(OutputError::Link(src)),
            Some(metadata) if !metadata.is_dir() => return Err(OutputError::NotAFolder(src)),
            Some(_) => found.walk(&src)?,
            None => {}
        }
        Ok(found)
    }

    fn add(&mut self, path: String, place: PathBuf, plain: bool) {
        self.entries.insert(path, Entry { place, plain });
    }

    /// Adds everything below `src`. The folders still to be visited are a list, so depth cannot exhaust the stack.
    fn walk(&mut self, src: &Path) -> Result<(), OutputError> {
        let mut folders = vec![("src".to_owned(), src.to_owned())];
        while let Some((path, place)) = folders.pop() {
            let refused = |error| OutputError::Io("read the folder", place.clone(), error);
            for entry in fs::read_dir(&place).map_err(refused)? {
                let entry = entry.map_err(refused)?;
                let kind = entry.file_type().map_err(refused)?;
                let path = format!("{path}/{}", entry.file_name().to_string_lossy());
                if kind.is_dir() {
                    folders.push((path, entry.path()));
                } else {
                    self.add(path, entry.path(), kind.is_file());
                }
            }
        }
        Ok(())
    }

    /// Returns an error when the folder is somebody else's work.
    ///
    /// The manifest decides if it says anything. Without it a single file with the header is enough, because a merge can
    /// spoil any of them; where there is no text at all there is nothing to lose.
    pub(super) fn must_be_ours(&self, claim: Claim) -> Result<(), OutputError> {
        if claim == Claim::Forced {
            return Ok(());
        }
        let mut foreign = None;
        let manifest = self.entries.get_key_value("Cargo.toml");
        for (path, entry) in manifest.into_iter().chain(&self.entries) {
            let text = entry.beginning()?;
            if text.contains(HEADER) {
                return Ok(());
            }
            if !text.trim().is_empty() {
                foreign.get_or_insert(path);
                if path == "Cargo.toml" {
                    break;
                }
            }
        }
        match (foreign, &self.other) {
            (Some(path), _) => Err(OutputError::Foreign(self.folder.clone(), path.clone())),
            (None, Some(name)) => Err(OutputError::Other(self.folder.clone(), name.clone())),
            (None, None) => Ok(()),
        }
    }

    /// Returns the content of a file, or `None` where there is no file.
    pub(super) fn text(&self, path: &str) -> Result<Option<Vec<u8>>, OutputError> {
        match self.entries.get(path) {
            None => Ok(None),
            // A link is not what was printed, whatever it leads to.
            Some(entry) if !entry.plain => Ok(Some(Vec::new())),
            Some(entry) => fs::read(&entry.place)
                .map(Some)
                .map_err(|error| OutputError::Io("read", entry.place.clone(), error)),
        }
    }

    /// Returns path and place of everything under `src`.
    pub(super) fn under_src(&self) -> impl Iterator<Item = (&str, &PathBuf)> {
        self.entries
            .iter()
            .filter(|(path, _)| path.starts_with("src/"))
            .map(|(path, entry)| (path.as_str(), &entry.place))
    }
}

impl Entry {
    /// Returns the text at the beginning of a file; empty for all that is no file.
    fn beginning(&self) -> Result<String, OutputError> {
        if !self.plain {
            return Ok(String::new());
        }
        let mut bytes = Vec::new();
        fs::File::open(&self.place)
            .and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes))
            .map_err(|error| OutputError::Io("read", self.place.clone(), error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Returns whether nobody wants a crate right in this folder: it is the home folder, or the root of a disk.
pub(super) fn is_precious(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else {
        return false;
    };
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    folder.parent().is_none() || home.is_some_and(|home| home == folder)
}

/// Returns the first name of what is in a folder and not owned. What a version control keeps for itself does not count: a
/// fresh repository is an empty folder to its author.
fn other_name(folder: &Path) -> Result<Option<String>, OutputError> {
    let refused = |error| OutputError::Io("read the folder", folder.to_owned(), error);
    let mut first: Option<String> = None;
    for entry in fs::read_dir(folder).map_err(refused)? {
        let name = entry.map_err(refused)?.file_name();
        let name = name.to_string_lossy().into_owned();
        let counts = !ROOT_FILES.contains(&name.as_str()) && name != "src" && name != ".git";
        if counts && first.as_ref().is_none_or(|first| name < *first) {
            first = Some(name);
        }
    }
    Ok(first)
}

/// Returns what stands at a place, without following a link there.
fn look(place: &Path) -> Result<Option<fs::Metadata>, OutputError> {
    match fs::symlink_metadata(place) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::Io("look at", place.to_owned(), error)),
    }
}

/// Writes texts to their paths and removes files.
///
/// All texts are on the disk before the first file is replaced, and each takes its place by being renamed: so a full disk
/// changes nothing, and no file is ever half written.
pub(super) fn apply(
    folder: &Path,
    fresh: &[(&str, &str)],
    strays: &[&PathBuf],
) -> Result<(), OutputError> {
    let src = folder.join("src");
    let staging = src.join(STAGING);
    let existed = src.exists();
    remove_folder(&staging)?;
    if let Err(error) = stage(&staging, fresh) {
        // What cannot be removed now is a stray of the next run.
        let _ = fs::remove_dir_all(&staging);
        if !existed {
            let _ = fs::remove_dir(&src);
        }
        return Err(error);
    }
    // What an interrupted run left there went away above, and this run's texts have taken its place.
    for stray in strays.iter().filter(|stray| !stray.starts_with(&staging)) {
        remove_file(stray)?;
    }
    remove_empty_folders(&src)?;
    for (index, (path, _)) in fresh.iter().enumerate() {
        let place = folder.join(path);
        if let Some(parent) = place.parent() {
            create(parent)?;
        }
        fs::rename(staging.join(index.to_string()), &place)
            .map_err(|error| OutputError::Io("write", place.clone(), error))?;
    }
    remove_folder(&staging)
}

fn stage(staging: &Path, fresh: &[(&str, &str)]) -> Result<(), OutputError> {
    create(staging)?;
    for (index, (_, text)) in fresh.iter().enumerate() {
        let place = staging.join(index.to_string());
        fs::write(&place, text).map_err(|error| OutputError::Io("write", place.clone(), error))?;
    }
    Ok(())
}

fn create(folder: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(folder)
        .map_err(|error| OutputError::Io("create the folder", folder.to_owned(), error))
}

/// Removes a folder with its content, if it is there. A link in its place is removed, not what it leads to.
fn remove_folder(folder: &Path) -> Result<(), OutputError> {
    ignore_missing(fs::remove_dir_all(folder))
        .map_err(|error| OutputError::Io("remove the folder", folder.to_owned(), error))
}

/// Removes a file or link, if it is there.
fn remove_file(place: &Path) -> Result<(), OutputError> {
    ignore_missing(fs::remove_file(place))
        // On Windows a link to a folder is removed as a folder is; its target stays.
        .or_else(|error| fs::remove_dir(place).map_err(|_| error))
        .map_err(|error| OutputError::Io("remove", place.to_owned(), error))
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Removes the folders below `src` in which nothing is left, the inner ones first.
fn remove_empty_folders(src: &Path) -> Result<(), OutputError> {
    let mut folders = vec![src.to_owned()];
    let mut next = 0;
    while let Some(place) = folders.get(next).cloned() {
        next += 1;
        let refused = |error| OutputError::Io("read the folder", place.clone(), error);
        for entry in fs::read_dir(&place).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            if entry.file_type().map_err(refused)?.is_dir() {
                folders.push(entry.path());
            }
        }
    }
    for folder in folders.iter().skip(1).rev() {
        let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
        if empty {
            fs::remove_dir(folder)
                .map_err(|error| OutputError::Io("remove the folder", folder.clone(), error))?;
        }
    }
    Ok(())
}

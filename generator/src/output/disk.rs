//! Reads the owned files of a folder, and replaces them.
//!
//! In: a folder; the files to write and those to remove. Out: what the folder contains. Symbolic links are entries like any
//! other: they can be removed or replaced, and nothing is read or written through them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::{Claim, OutputError, ROOT_FILES};
use crate::emit::HEADER;

/// Everything is written here first. It is under `src`, so that the next run removes what an interrupted one leaves.
const STAGING: &str = ".codegen-tmp";

/// The header is in this many bytes at the beginning of a file, even if a merge conflict moved it down.
const HEADER_REACH: u64 = 1024;

/// The owned files of a folder.
#[derive(Debug)]
pub(super) struct Owned {
    folder: PathBuf,
    /// By path, with forward slashes.
    entries: BTreeMap<String, Entry>,
    /// The first name in the folder that is not owned, if there is any.
    other: Option<String>,
}

/// Anything but a folder.
#[derive(Debug)]
struct Entry {
    location: PathBuf,
    /// Whether it is a regular file, and not a link or something else.
    is_file: bool,
}

impl Owned {
    /// Reads a folder, which need not exist.
    pub(super) fn read(folder: &Path, claim: Claim) -> Result<Self, OutputError> {
        let mut owned = Self {
            folder: folder.to_owned(),
            entries: BTreeMap::new(),
            other: None,
        };
        match fs::metadata(folder) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(OutputError::NotAFolder(folder.to_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(owned),
            Err(error) => return Err(OutputError::Io("inspect", folder.to_owned(), error)),
        }
        if claim == Claim::Made {
            owned.other = other_name(folder)?;
        }
        for name in ROOT_FILES {
            let location = folder.join(name);
            if let Some(metadata) = metadata(&location)? {
                if metadata.is_dir() {
                    return Err(OutputError::Foreign(folder.to_owned(), name.to_owned()));
                }
                owned.add(name.to_owned(), location, metadata.is_file());
            }
        }
        let src = folder.join("src");
        match metadata(&src)? {
            Some(metadata) if metadata.is_symlink() => return Err(OutputError::Link(src)),
            Some(metadata) if !metadata.is_dir() => return Err(OutputError::NotAFolder(src)),
            Some(_) => owned.walk(&src)?,
            None => {}
        }
        Ok(owned)
    }

    fn add(&mut self, path: String, location: PathBuf, is_file: bool) {
        self.entries.insert(path, Entry { location, is_file });
    }

    /// Adds everything below `src`. The open folders are a list, so that deep nesting cannot exhaust the stack.
    fn walk(&mut self, src: &Path) -> Result<(), OutputError> {
        let mut folders = vec![("src".to_owned(), src.to_owned())];
        while let Some((path, location)) = folders.pop() {
            let refused = |error| OutputError::Io("read the folder", location.clone(), error);
            for entry in fs::read_dir(&location).map_err(refused)? {
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

    /// Returns an error if somebody else wrote the owned files.
    ///
    /// The manifest decides, unless it is missing or empty. Then one file with the header is enough, because a merge can damage
    /// any of them. If all files are empty, there is nothing to lose.
    pub(super) fn check_origin(&self, claim: Claim) -> Result<(), OutputError> {
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

    /// Returns the content of a file, or `None` if there is none.
    pub(super) fn content(&self, path: &str) -> Result<Option<Vec<u8>>, OutputError> {
        match self.entries.get(path) {
            None => Ok(None),
            // A link differs from the generated file, whatever it leads to.
            Some(entry) if !entry.is_file => Ok(Some(Vec::new())),
            Some(entry) => fs::read(&entry.location)
                .map(Some)
                .map_err(|error| OutputError::Io("read", entry.location.clone(), error)),
        }
    }

    /// Returns everything under `src`, by its path in the folder.
    pub(super) fn under_src(&self) -> impl Iterator<Item = (&str, &PathBuf)> {
        self.entries
            .iter()
            .filter(|(path, _)| path.starts_with("src/"))
            .map(|(path, entry)| (path.as_str(), &entry.location))
    }
}

impl Entry {
    /// Returns the beginning of a file; empty for anything else.
    fn beginning(&self) -> Result<String, OutputError> {
        if !self.is_file {
            return Ok(String::new());
        }
        let mut bytes = Vec::new();
        fs::File::open(&self.location)
            .and_then(|file| file.take(HEADER_REACH).read_to_end(&mut bytes))
            .map_err(|error| OutputError::Io("read", self.location.clone(), error))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// Returns whether this is the home folder or the root of a disk.
pub(super) fn is_home_or_root(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else {
        return false;
    };
    let home = std::env::home_dir().and_then(|home| home.canonicalize().ok());
    folder.parent().is_none() || home.is_some_and(|home| home == folder)
}

/// Returns the first name in a folder that is not owned. `.git` does not count: to its author, a fresh repository is an empty
/// folder.
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

/// Returns what there is at a path, without following a link.
fn metadata(location: &Path) -> Result<Option<fs::Metadata>, OutputError> {
    match fs::symlink_metadata(location) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(OutputError::Io("inspect", location.to_owned(), error)),
    }
}

/// Writes files and removes others.
///
/// All files are written to temporary ones before the first is replaced, and then renamed. So a full disk changes nothing, and
/// no file is ever half written.
pub(super) fn apply(
    folder: &Path,
    changed: &[(&str, &str)],
    strays: &[&PathBuf],
) -> Result<(), OutputError> {
    let src = folder.join("src");
    let staging = src.join(STAGING);
    let existed = src.exists();
    remove_folder(&staging)?;
    if let Err(error) = stage(&staging, changed) {
        // If this fails, the next run removes it.
        let _ = fs::remove_dir_all(&staging);
        if !existed {
            let _ = fs::remove_dir(&src);
        }
        return Err(error);
    }
    // What an interrupted run left in the staging folder is removed already, and this run's files are there.
    for stray in strays.iter().filter(|stray| !stray.starts_with(&staging)) {
        remove_file(stray)?;
    }
    remove_empty_folders(&src)?;
    for (index, (path, _)) in changed.iter().enumerate() {
        let location = folder.join(path);
        if let Some(parent) = location.parent() {
            create(parent)?;
        }
        fs::rename(staging.join(index.to_string()), &location)
            .map_err(|error| OutputError::Io("write", location.clone(), error))?;
    }
    remove_folder(&staging)
}

fn stage(staging: &Path, changed: &[(&str, &str)]) -> Result<(), OutputError> {
    create(staging)?;
    for (index, (_, text)) in changed.iter().enumerate() {
        let location = staging.join(index.to_string());
        fs::write(&location, text)
            .map_err(|error| OutputError::Io("write", location.clone(), error))?;
    }
    Ok(())
}

fn create(folder: &Path) -> Result<(), OutputError> {
    fs::create_dir_all(folder)
        .map_err(|error| OutputError::Io("create the folder", folder.to_owned(), error))
}

/// Removes a folder with its content, if it exists. Of a link, the link is removed, not its target.
fn remove_folder(folder: &Path) -> Result<(), OutputError> {
    ignore_missing(fs::remove_dir_all(folder))
        .map_err(|error| OutputError::Io("remove the folder", folder.to_owned(), error))
}

/// Removes a file or link, if it exists.
fn remove_file(location: &Path) -> Result<(), OutputError> {
    ignore_missing(fs::remove_file(location))
        // On Windows, `remove_dir` removes a link to a folder; the target stays.
        .or_else(|error| fs::remove_dir(location).map_err(|_| error))
        .map_err(|error| OutputError::Io("remove", location.to_owned(), error))
}

fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Removes the empty folders below `src`, the inner ones first.
fn remove_empty_folders(src: &Path) -> Result<(), OutputError> {
    let mut folders = vec![src.to_owned()];
    let mut next = 0;
    while let Some(location) = folders.get(next).cloned() {
        next += 1;
        let refused = |error| OutputError::Io("read the folder", location.clone(), error);
        for entry in fs::read_dir(&location).map_err(refused)? {
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

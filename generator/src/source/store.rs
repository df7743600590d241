//! Where files come from: the folders that a document may read, or strings in memory.
//!
//! In: the file part of a reference and the file that contains it. Out: the path of a file, its bytes and its name in messages,
//! or why it is not or cannot be read. Knows nothing of the content of files.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::uri;

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileError {
    /// It is a URL.
    Remote,
    /// It does not exist.
    NotFound,
    /// It is outside the folders that may be read.
    Outside,
    /// It is a folder, a device or a pipe.
    NotAFile,
    /// Together with the files before it, it exceeds the limit of bytes.
    TooLarge,
    /// The limit of files is reached.
    TooMany,
    /// The error of the system.
    Unreadable(String),
}

impl FileError {
    /// Returns the reason for messages.
    pub fn reason(&self) -> &str {
        match self {
            FileError::Remote => "it is a URL, and URLs are never fetched",
            FileError::NotFound => "it does not exist",
            FileError::Outside => "it is outside the document's folder",
            FileError::NotAFile => "it is not a regular file",
            FileError::TooLarge => "it is too large",
            FileError::TooMany => "the document has too many files",
            FileError::Unreadable(reason) => reason,
        }
    }
}

/// Where files come from.
pub(super) enum Store {
    /// Files.
    Disk(Disk),
    /// Contents by path.
    Memory(BTreeMap<PathBuf, String>),
}

/// The folders that may be read.
pub(super) struct Disk {
    /// The document's folder as the user named it.
    pub given: PathBuf,
    /// The document's folder, links followed.
    pub folder: PathBuf,
    /// Other folders: as the user named them, and with links followed.
    pub allowed: Vec<(PathBuf, PathBuf)>,
    /// How many bytes may still be read.
    pub bytes_left: u64,
}

impl Store {
    /// Returns the path of the file that the file part of a reference in the file `from` names.
    pub fn locate(&self, from: &Path, path: &str) -> Result<PathBuf, FileError> {
        if uri::is_remote(path) {
            return Err(FileError::Remote);
        }
        let joined = from.parent().unwrap_or(Path::new("")).join(path);
        match self {
            Store::Memory(files) => {
                let joined = normalize(&joined);
                if files.contains_key(&joined) {
                    Ok(joined)
                } else {
                    Err(FileError::NotFound)
                }
            }
            Store::Disk(disk) => {
                let found = joined.canonicalize().map_err(|error| file_error(&error))?;
                let allowed = found.starts_with(&disk.folder)
                    || disk
                        .allowed
                        .iter()
                        .any(|(_, folder)| found.starts_with(folder));
                if allowed {
                    Ok(found)
                } else {
                    Err(FileError::Outside)
                }
            }
        }
    }

    /// Returns the bytes of a file that [`Store::locate`] found.
    pub fn read(&mut self, path: &Path) -> Result<Vec<u8>, FileError> {
        let disk = match self {
            Store::Memory(files) => {
                return files
                    .get(path)
                    .map(|content| content.as_bytes().to_vec())
                    .ok_or(FileError::NotFound);
            }
            Store::Disk(disk) => disk,
        };
        // Opening a pipe would wait for its writer, and a device has no end.
        let metadata = fs::metadata(path).map_err(|error| file_error(&error))?;
        if !metadata.is_file() {
            return Err(FileError::NotAFile);
        }
        let file = fs::File::open(path).map_err(|error| file_error(&error))?;
        let mut bytes = Vec::new();
        // The file may grow while it is read, and its stated size may be wrong.
        let mut limited = file.take(disk.bytes_left.saturating_add(1));
        limited
            .read_to_end(&mut bytes)
            .map_err(|error| file_error(&error))?;
        match disk.bytes_left.checked_sub(bytes.len() as u64) {
            Some(left) => disk.bytes_left = left,
            None => return Err(FileError::TooLarge),
        }
        Ok(bytes)
    }

    /// Returns the name of a referenced file for messages.
    pub fn name(&self, path: &Path) -> String {
        match self {
            Store::Memory(_) => slashes(path),
            Store::Disk(disk) => {
                let allowed = disk.allowed.iter().map(|(given, folder)| (given, folder));
                let mut folders = std::iter::once((&disk.given, &disk.folder)).chain(allowed);
                let named = folders.find_map(|(given, folder)| {
                    let below = path.strip_prefix(folder).ok()?;
                    Some(slashes(&given.join(below)))
                });
                named.unwrap_or_else(|| slashes(path))
            }
        }
    }
}

/// Converts an error of the system.
pub(super) fn file_error(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::NotFound,
        _ => FileError::Unreadable(error.kind().to_string()),
    }
}

/// Returns a path with forward slashes, as messages show it on every system.
pub(super) fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

/// Returns a path without `.` and with `..` taken literally, for files that are in memory only.
pub(super) fn normalize(path: &Path) -> PathBuf {
    let mut normalized = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normalized.pop();
            }
            other => normalized.push(other),
        }
    }
    normalized
}

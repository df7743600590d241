//! Where files come from: the part of the disk that a document may read, or texts in memory.
//!
//! In: the file part of a reference and the file it stands in. Out: the path of a file, its bytes and its printed name, or
//! why it may not or cannot be read. Knows nothing of what files hold.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::reference::{self, Unlinked};

/// Where files come from.
pub(super) enum Store {
    /// Files.
    Disk(Disk),
    /// Texts by their paths.
    Memory(BTreeMap<PathBuf, String>),
}

/// The part of the disk that may be read.
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
    /// Returns the file that a reference's file part means, seen from another file.
    pub fn locate(&self, from: &Path, path: &str) -> Result<PathBuf, Unlinked> {
        if reference::is_remote(path) {
            return Err(Unlinked::Remote);
        }
        let joined = from.parent().unwrap_or(Path::new("")).join(path);
        match self {
            Store::Memory(files) => {
                let joined = plain(&joined);
                if files.contains_key(&joined) {
                    Ok(joined)
                } else {
                    Err(Unlinked::NotFound)
                }
            }
            Store::Disk(disk) => {
                let found = joined.canonicalize().map_err(|error| unreadable(&error))?;
                let allowed = found.starts_with(&disk.folder)
                    || disk
                        .allowed
                        .iter()
                        .any(|(_, folder)| found.starts_with(folder));
                if allowed {
                    Ok(found)
                } else {
                    Err(Unlinked::Outside)
                }
            }
        }
    }

    /// Returns the bytes of a file that [`Store::locate`] found.
    pub fn read(&mut self, path: &Path) -> Result<Vec<u8>, Unlinked> {
        let disk = match self {
            Store::Memory(files) => {
                return files
                    .get(path)
                    .map(|text| text.as_bytes().to_vec())
                    .ok_or(Unlinked::NotFound);
            }
            Store::Disk(disk) => disk,
        };
        // Opening a pipe would wait for its writer, and a device has no end.
        let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if !metadata.is_file() {
            return Err(Unlinked::NotAFile);
        }
        let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
        let mut bytes = Vec::new();
        // The file may grow while it is read, and its stated size may be wrong.
        let mut limited = file.take(disk.bytes_left.saturating_add(1));
        limited
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&error))?;
        match disk.bytes_left.checked_sub(bytes.len() as u64) {
            Some(left) => disk.bytes_left = left,
            None => return Err(Unlinked::TooLarge),
        }
        Ok(bytes)
    }

    /// Returns the name of a file that a reference led to, for messages.
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

/// Returns the reason that an error of the system is.
pub(super) fn unreadable(error: &io::Error) -> Unlinked {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Unlinked::NotFound,
        _ => Unlinked::Unreadable(error.kind().to_string()),
    }
}

/// Returns a path with forward slashes, as it is printed on every system.
pub(super) fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

/// Returns a path without `.` and with `..` taken literally, for files that are in memory only.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

//! Brings a folder into line with the printed files, or says how it differs.
//!
//! In: the printed files and a folder. Out: what was created, updated and removed, or what is missing, different and stray.
//! Writing and comparing are one function, so that the check cannot disagree with the writer. Knows the disk; nothing of
//! what stands in the files, except the words by which it recognises its own.
//!
//! Owned, so overwritten: `Cargo.toml` and `README.md`. Owned, so overwritten and removed: everything under `src`. Nothing
//! else is touched, a folder whose files somebody else wrote is refused, and symbolic links are never followed.

mod disk;
mod show;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::emit::{File, HEADER};
use disk::Found;

/// The owned files outside `src`.
const ROOT_FILES: [&str; 2] = ["Cargo.toml", "README.md"];

/// Whether a folder is changed or only looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The folder is brought into line.
    Write,
    /// The folder stays as it is.
    Check,
}

/// By what right a folder's owned files are replaced. Never are those of the home folder or of a whole disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The folder is new, empty, or one that this generator made, as the first line of its files says.
    Made,
    /// The folder may hold other files too, but no owned ones that somebody else wrote: it is known to be for the output.
    Known,
    /// Whoever asked knows that files of others are replaced.
    Forced,
}

/// How a folder differed from the printed files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The files that differed, by path.
    pub list: Vec<Change>,
    /// How many files were as they should be.
    pub unchanged: usize,
    /// Whether the folder was brought into line.
    pub mode: Mode,
}

impl Changes {
    /// Returns whether every file was as it should be.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn add(&mut self, path: &str, kind: ChangeKind, diff: Option<String>) {
        self.list.push(Change {
            path: path.to_owned(),
            kind,
            diff,
        });
    }
}

/// A file that differed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path in the folder, with forward slashes.
    pub path: String,
    /// How it differed.
    pub kind: ChangeKind,
    /// The difference in unified form; only of updated files, and only where the folder stays as it is.
    pub diff: Option<String>,
}

/// How a file differed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was missing.
    Created,
    /// It had another content.
    Updated,
    /// It stood under `src` and is not printed.
    Removed,
}

/// Makes the folder hold the files. Files that are as they should be are not touched.
///
/// # Errors
///
/// When the folder is somebody else's, or the disk refuses. Up to the moment in which everything is written beside its
/// place the folder stays as it was; when the disk refuses after that, the next run completes the work.
pub fn write(files: &[File], folder: &Path) -> Result<Changes, OutputError> {
    bring(files, folder, (Mode::Write, Claim::Made))
}

/// Returns how the folder differs from the files, and changes nothing.
///
/// # Errors
///
/// When the folder is somebody else's, or cannot be read.
pub fn compare(files: &[File], folder: &Path) -> Result<Changes, OutputError> {
    bring(files, folder, (Mode::Check, Claim::Made))
}

/// Finds the differences and, if asked to, removes them.
///
/// # Errors
///
/// See [`write()`] and [`compare`].
pub fn bring(
    files: &[File],
    folder: &Path,
    (mode, claim): (Mode, Claim),
) -> Result<Changes, OutputError> {
    let wanted = by_path(files)?;
    if disk::is_precious(folder) {
        return Err(OutputError::Precious(folder.to_owned()));
    }
    let found = Found::read(folder, claim)?;
    found.must_be_ours(claim)?;
    let mut changes = Changes {
        list: Vec::new(),
        unchanged: 0,
        mode,
    };
    for (path, text) in &wanted {
        match found.text(path)? {
            None => changes.add(path, ChangeKind::Created, None),
            Some(bytes) if same(&bytes, text) => changes.unchanged += 1,
            Some(bytes) => {
                let diff = (mode == Mode::Check).then(|| show::unified(path, &bytes, text));
                changes.add(path, ChangeKind::Updated, diff);
            }
        }
    }
    let mut strays = Vec::new();
    for (path, place) in found
        .under_src()
        .filter(|(path, _)| !wanted.contains_key(path))
    {
        changes.add(path, ChangeKind::Removed, None);
        strays.push(place);
    }
    changes.list.sort_by(|a, b| a.path.cmp(&b.path));
    if mode == Mode::Write && !changes.is_empty() {
        let fresh: Vec<(&str, &str)> = changes
            .list
            .iter()
            .filter_map(|change| wanted.get_key_value(change.path.as_str()))
            .map(|(path, text)| (*path, *text))
            .collect();
        disk::apply(folder, &fresh, &strays)?;
    }
    Ok(changes)
}

/// Returns the files by their paths, which must be owned ones.
fn by_path(files: &[File]) -> Result<BTreeMap<&str, &str>, OutputError> {
    let mut wanted = BTreeMap::new();
    for File { path, text } in files {
        let inside = path.strip_prefix("src/").is_some_and(|rest| {
            rest.split('/')
                .all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']))
        });
        if !inside && !ROOT_FILES.contains(&path.as_str()) {
            return Err(OutputError::NotOwned(path.clone()));
        }
        if wanted.insert(path.as_str(), text.as_str()).is_some() {
            return Err(OutputError::Twice(path.clone()));
        }
    }
    Ok(wanted)
}

/// Returns whether a file holds the text. Git on Windows may have turned line ends into CRLF, which changes nothing.
fn same(bytes: &[u8], text: &str) -> bool {
    if bytes == text.as_bytes() {
        return true;
    }
    let mut expected = text.bytes();
    let mut actual = bytes.iter().copied().peekable();
    while let Some(mut byte) = actual.next() {
        if byte == b'\r' && actual.peek() == Some(&b'\n') {
            actual.next();
            byte = b'\n';
        }
        if expected.next() != Some(byte) {
            return false;
        }
    }
    expected.next().is_none()
}

/// Why a folder was neither written nor compared.
#[derive(Debug)]
pub enum OutputError {
    /// The folder holds files that this generator did not write: the folder and the first of them.
    Foreign(PathBuf, String),
    /// The folder holds files that this generator did not write, and none that it wrote: the folder and one of them.
    Other(PathBuf, String),
    /// The folder is the home folder or that of a whole disk.
    Precious(PathBuf),
    /// A symbolic link stands where a folder of the output should be.
    Link(PathBuf),
    /// A file stands where the folder should be.
    NotAFolder(PathBuf),
    /// A printed file's path is none that the generator owns.
    NotOwned(String),
    /// Two printed files have one path.
    Twice(String),
    /// The disk refused: what was to be done, where, and its words.
    Io(&'static str, PathBuf, io::Error),
}

impl fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(folder, file) => write!(
                formatter,
                "`{}` is not a folder of this generator: `{file}` does not begin with the line \"{HEADER}\". Nothing was \
                 written. Give a new folder, an empty one, or one that codegen made; `--force` replaces the files of this one",
                folder.display()
            ),
            Self::Other(folder, file) => write!(
                formatter,
                "`{}` is neither new nor empty, and codegen did not make it: it holds `{file}`. Nothing was written. Give \
                 another folder; `--force` writes into this one",
                folder.display()
            ),
            Self::Precious(folder) => write!(
                formatter,
                "`{}` is the home folder or the root of a disk, where no crate belongs. Nothing was written. Give a folder \
                 below it",
                folder.display()
            ),
            Self::Link(path) => write!(
                formatter,
                "`{}` is a symbolic link, and links are not followed. Nothing was written. Put a folder in its place",
                path.display()
            ),
            Self::NotAFolder(path) => write!(formatter, "`{}` is not a folder", path.display()),
            Self::NotOwned(path) => write!(
                formatter,
                "`{path}` is no path that the generator may write"
            ),
            Self::Twice(path) => write!(formatter, "`{path}` was printed twice"),
            Self::Io(doing, path, error) => {
                write!(formatter, "cannot {doing} `{}`: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for OutputError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, _, error) => Some(error),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;

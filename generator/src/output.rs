//! Writes the generated files into a folder, or reports how the folder differs.
//!
//! In: the generated files and a folder. Out: which files were created, updated and removed, or are missing, different and stray.
//! Writing and comparing are one function, so that they cannot disagree. Knows the disk; of the content of files only the header
//! by which it recognises its own.
//!
//! The owned files are overwritten: `Cargo.toml`, `README.md` and everything under `src`, where stray files are removed too.
//! Nothing else is changed, a folder with owned files that somebody else wrote is rejected, and symbolic links are never
//! followed.

mod disk;
mod report;

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::emit::{File, HEADER};
use disk::Owned;

/// The owned files outside `src`.
const ROOT_FILES: [&str; 2] = ["Cargo.toml", "README.md"];

/// Whether to write a folder or only to compare it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write the files.
    Write,
    /// Change nothing.
    Check,
}

/// Why the owned files of a folder may be replaced. Those of the home folder or the root of a disk never may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// The folder is new, empty, or has files with the header of this generator.
    Made,
    /// The folder is known to be for the output. It may have other files, but no owned ones that somebody else wrote.
    Known,
    /// The user agreed to replace whatever is there.
    Forced,
}

/// How a folder differed from the generated files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The files that differed, by path.
    pub list: Vec<Change>,
    /// How many files were up to date.
    pub unchanged: usize,
    /// Whether the differences were removed.
    pub mode: Mode,
}

impl Changes {
    /// Returns whether every file was up to date.
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
    /// A unified diff; only of updated files, and only in [`Mode::Check`].
    pub diff: Option<String>,
}

/// How a file differed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was missing.
    Created,
    /// Its content was different.
    Updated,
    /// It was under `src`, and is not a generated file.
    Removed,
}

/// Writes the files into the folder. Files that are up to date are not touched.
///
/// # Errors
///
/// Returns an error if the folder is not that of a generated crate, or if the disk fails. Everything is first written to
/// temporary files. If the disk fails before that is done, the folder is unchanged; if it fails later, the next run completes
/// the work.
pub fn write(files: &[File], folder: &Path) -> Result<Changes, OutputError> {
    sync(files, folder, Mode::Write, Claim::Made)
}

/// Compares the folder with the files, and changes nothing.
///
/// # Errors
///
/// Returns an error if the folder is not that of a generated crate, or cannot be read.
pub fn compare(files: &[File], folder: &Path) -> Result<Changes, OutputError> {
    sync(files, folder, Mode::Check, Claim::Made)
}

/// Finds the differences, and in [`Mode::Write`] removes them.
///
/// # Errors
///
/// See [`write()`] and [`compare`].
pub fn sync(
    files: &[File],
    folder: &Path,
    mode: Mode,
    claim: Claim,
) -> Result<Changes, OutputError> {
    let expected = by_path(files)?;
    if disk::is_home_or_root(folder) {
        return Err(OutputError::HomeOrRoot(folder.to_owned()));
    }
    let owned = Owned::read(folder, claim)?;
    owned.check_origin(claim)?;
    let mut changes = Changes {
        list: Vec::new(),
        unchanged: 0,
        mode,
    };
    for (path, text) in &expected {
        match owned.content(path)? {
            None => changes.add(path, ChangeKind::Created, None),
            Some(bytes) if is_same(&bytes, text) => changes.unchanged += 1,
            Some(bytes) => {
                let diff = (mode == Mode::Check).then(|| report::unified(path, &bytes, text));
                changes.add(path, ChangeKind::Updated, diff);
            }
        }
    }
    let mut strays = Vec::new();
    for (path, location) in owned
        .under_src()
        .filter(|(path, _)| !expected.contains_key(path))
    {
        changes.add(path, ChangeKind::Removed, None);
        strays.push(location);
    }
    changes.list.sort_by(|a, b| a.path.cmp(&b.path));
    if mode == Mode::Write && !changes.is_empty() {
        let fresh: Vec<(&str, &str)> = changes
            .list
            .iter()
            .filter_map(|change| expected.get_key_value(change.path.as_str()))
            .map(|(path, text)| (*path, *text))
            .collect();
        disk::apply(folder, &fresh, &strays)?;
    }
    Ok(changes)
}

/// Returns the files by path, and checks that the generator owns the paths.
fn by_path(files: &[File]) -> Result<BTreeMap<&str, &str>, OutputError> {
    let mut expected = BTreeMap::new();
    for File { path, text } in files {
        let inside = path.strip_prefix("src/").is_some_and(|rest| {
            rest.split('/')
                .all(|part| !matches!(part, "" | "." | "..") && !part.contains(['\\', ':']))
        });
        if !inside && !ROOT_FILES.contains(&path.as_str()) {
            return Err(OutputError::NotOwned(path.clone()));
        }
        if expected.insert(path.as_str(), text.as_str()).is_some() {
            return Err(OutputError::Duplicate(path.clone()));
        }
    }
    Ok(expected)
}

/// Returns whether a file has this content. Line ends may be CRLF, which Git on Windows makes of them.
fn is_same(bytes: &[u8], text: &str) -> bool {
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

/// Why a folder could not be written or compared.
#[derive(Debug)]
pub enum OutputError {
    /// An owned file is not one that this generator wrote: the folder and the file.
    Foreign(PathBuf, String),
    /// The folder has other files, and no owned ones: the folder and a file.
    Other(PathBuf, String),
    /// The folder is the home folder or the root of a disk.
    HomeOrRoot(PathBuf),
    /// There is a symbolic link in place of `src`.
    Link(PathBuf),
    /// There is a file in place of the folder.
    NotAFolder(PathBuf),
    /// A generated file has a path that the generator does not own.
    NotOwned(String),
    /// Two generated files have the same path.
    Duplicate(String),
    /// The disk failed: what was attempted, where, and the error.
    Io(&'static str, PathBuf, io::Error),
}

impl fmt::Display for OutputError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign(folder, file) => write!(
                formatter,
                "`{}` is not a folder of this generator: `{file}` does not begin with the line \"{HEADER}\". Nothing was \
                 written. Choose a new or empty folder, or one that codegen wrote, or replace the files of this one with `--force`",
                folder.display()
            ),
            Self::Other(folder, file) => write!(
                formatter,
                "`{}` is neither new nor empty, and codegen did not create it: it contains `{file}`. Nothing was written. \
                 Choose another folder, or write into this one with `--force`",
                folder.display()
            ),
            Self::HomeOrRoot(folder) => write!(
                formatter,
                "`{}` is the home folder or the root of a disk, where no crate belongs. Nothing was written. Choose a folder \
                 below it",
                folder.display()
            ),
            Self::Link(path) => write!(
                formatter,
                "`{}` is a symbolic link, which codegen does not follow. Nothing was written. Replace it with a folder",
                path.display()
            ),
            Self::NotAFolder(path) => write!(formatter, "`{}` is not a folder", path.display()),
            Self::NotOwned(path) => write!(
                formatter,
                "`{path}` is not a path that the generator may write"
            ),
            Self::Duplicate(path) => write!(formatter, "`{path}` was generated twice"),
            Self::Io(action, path, error) => {
                write!(formatter, "cannot {action} `{}`: {error}", path.display())
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

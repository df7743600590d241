//! What is wrong with JSON text or with a value to write: errors and warnings, without the text of any value.
//!
//! In: a byte offset and a problem. Out: one line that names the JSON path. The path is found by reading the text again
//! (see `path`), so that reading without errors pays nothing for it.

use std::borrow::Cow;
use std::fmt;

use super::choice::{self, WireShape};
use super::path;

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// Returns the type's name with its article: `a string`, `an object`, `null`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is wrong. Holds nothing of the text: an answer may be secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// A value of another shape.
    Mismatch {
        expected: &'static str,
        found: JsonType,
    },
    /// An object without a required member.
    Missing(&'static str),
    /// A value that no alternative of a union reads.
    NoAlternative {
        tag: Option<&'static str>,
        looks: &'static [WireShape],
        found: JsonType,
    },
    /// A member for the second time.
    Duplicate,
    /// Text that is not JSON.
    Syntax(&'static str),
    /// A number that no 64-bit type can hold, not even rounded.
    NumberTooLarge,
    /// A number of the right kind that is beyond what its type of 64 bits holds.
    OutOfRange { expected: &'static str },
    /// Valid JSON that cannot be kept as it is; only ever a warning.
    Deviation(Deviation),
    /// More arrays and objects within each other than the limit.
    TooDeep,
    /// Bytes that are not UTF-8.
    NotUtf8,
}

impl Problem {
    /// Returns whether the text is sound JSON and only of another shape: what lenient reading forgives.
    pub(super) fn is_shape(self) -> bool {
        matches!(
            self,
            Self::Mismatch { .. }
                | Self::Missing(_)
                | Self::NoAlternative { .. }
                | Self::OutOfRange { .. }
        )
    }
}

/// What is unexpected in valid JSON, and what lenient reading does about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deviation {
    pub(super) problem: &'static str,
    pub(super) action: &'static str,
}

/// JSON text that could not be read.
///
/// Prints the JSON path and what is wrong there, in one line, and never the text of a value:
/// `result.recording.mode: expected a string, found an object`.
// Boxed, so that the result of reading a member fits a register: the good path is the one that counts.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Details>);

#[derive(Clone, PartialEq, Eq)]
struct Details {
    problem: Problem,
    offset: usize,
    path: Option<String>,
}

impl DecodeError {
    /// Returns an error without path; see [`DecodeError::locate`].
    #[cold]
    #[inline(never)]
    pub(super) fn new(problem: Problem, offset: usize) -> Self {
        Self(Box::new(Details {
            problem,
            offset,
            path: None,
        }))
    }

    /// Returns the offset, in bytes from the start of the whole answer, of what is wrong.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns the JSON path of what is wrong, such as `result.items[3].uid`: empty for the whole text.
    pub fn path(&self) -> &str {
        self.0.path.as_deref().unwrap_or_default()
    }

    /// Returns whether the text is no sound JSON, in contrast to sound JSON of another shape.
    pub fn is_syntax(&self) -> bool {
        !self.0.problem.is_shape()
    }

    /// Finds the JSON path in the text that was read; `text` is the whole answer.
    #[must_use]
    pub fn locate(mut self, text: &str) -> Self {
        if self.0.path.is_none() {
            self.0.path = path::paths(text, &[self.0.offset]).pop();
        }
        self
    }

    /// Puts the number of an element before the path, where the text that was read is one element of an answer.
    #[must_use]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.0.path = Some(element_path(index, self.path()));
        self
    }

    pub(super) fn problem(&self) -> Problem {
        self.0.problem
    }
}

/// Returns a path within the element of a list.
fn element_path(index: usize, path: &str) -> String {
    if path.is_empty() || path.starts_with('[') {
        format!("[{index}]{path}")
    } else {
        format!("[{index}].{path}")
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Details {
            problem,
            offset,
            path,
        } = &*self.0;
        if let Some(path) = path
            && !path.is_empty()
        {
            write!(f, "{path}: ")?;
        }
        match problem {
            Problem::Mismatch { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            Problem::Missing(name) => write!(f, "missing required member `{name}`"),
            Problem::NoAlternative { tag, looks, found } => {
                let expected = choice::describe(*tag, looks);
                write!(f, "expected {expected}, found {found}")
            }
            Problem::Duplicate => f.write_str("duplicate member"),
            Problem::Syntax(message) => write!(f, "{message} at byte {offset}"),
            Problem::NumberTooLarge => write!(f, "number out of range at byte {offset}"),
            Problem::OutOfRange { expected } => {
                write!(f, "expected {expected}, found {}", JsonType::Number)
            }
            Problem::Deviation(deviation) => f.write_str(deviation.problem),
            Problem::TooDeep => write!(
                f,
                "arrays and objects are nested more than {} levels deep",
                super::DEPTH_LIMIT
            ),
            Problem::NotUtf8 => write!(f, "invalid UTF-8 at byte {offset}"),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// Returns the error of text whose first `valid` bytes alone are UTF-8.
pub(super) fn not_utf8(text: &[u8], valid: usize) -> DecodeError {
    let sound = std::str::from_utf8(&text[..valid]).unwrap_or_default();
    DecodeError::new(Problem::NotUtf8, valid).locate(sound)
}

/// Something in a response that is not as documented, or that no Rust value can hold as it is, and that was read all the
/// same.
///
/// Prints, like an error, the JSON path and what is wrong, and never the text of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The JSON path of what is unexpected, such as `result.recording.mode`.
    pub path: String,
    /// The JSON path of the value that is read otherwise: `path`, or an object or array around it.
    pub member: String,
    /// What is unexpected, such as `expected a string, found a number`.
    pub problem: Cow<'static, str>,
    /// What the value is read as.
    pub outcome: Outcome,
}

/// What lenient reading makes of an unexpected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The member counts as absent.
    Absent,
    /// The value is kept as raw JSON.
    Raw,
    /// What these words say.
    Other(&'static str),
}

impl Warning {
    /// Puts the number of an element before the paths, where the text that was read is one element of an answer.
    #[must_use]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.path = element_path(index, &self.path);
        self.member = element_path(index, &self.member);
        self
    }

    /// Returns what is unexpected and what was done, without the path.
    pub fn message(&self) -> String {
        let problem = &self.problem;
        match (self.outcome, self.member == self.path) {
            (Outcome::Absent, true) => problem.to_string(),
            (Outcome::Absent, false) => format!("{problem}; {} is read as absent", self.member),
            (Outcome::Raw, true) => format!("{problem}; it is kept as raw JSON"),
            (Outcome::Raw, false) if self.member.is_empty() => {
                format!("{problem}; the value is kept as raw JSON")
            }
            (Outcome::Raw, false) => format!("{problem}; {} is kept as raw JSON", self.member),
            (Outcome::Other(action), _) => format!("{problem}; {action}"),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        f.write_str(&self.message())
    }
}

/// A warning as it is kept while reading: without paths.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnlocatedWarning {
    pub(super) problem: Problem,
    pub(super) offset: usize,
    pub(super) member: usize,
    /// Whether the member is kept as raw JSON.
    pub(super) raw: bool,
}

/// Finds the paths of what was kept while reading `text`, all in one pass.
pub(super) fn warnings(text: &str, kept: &[UnlocatedWarning]) -> Vec<Warning> {
    let offsets: Vec<usize> = kept
        .iter()
        .flat_map(|mismatch| [mismatch.offset, mismatch.member])
        .collect();
    let mut paths = path::paths(text, &offsets).into_iter();
    let mut list = Vec::with_capacity(kept.len());
    for mismatch in kept {
        let (Some(path), Some(member)) = (paths.next(), paths.next()) else {
            break;
        };
        let expected = |expected: &str, found| format!("expected {expected}, found {found}");
        let problem = match mismatch.problem {
            Problem::Mismatch {
                expected: wanted,
                found,
            } => Cow::Owned(expected(wanted, found)),
            Problem::OutOfRange { expected: wanted } => {
                Cow::Owned(expected(wanted, JsonType::Number))
            }
            Problem::Missing(name) => {
                let wanted = format!("an object with `{name}`");
                Cow::Owned(expected(&wanted, JsonType::Object))
            }
            Problem::NoAlternative { tag, looks, found } => {
                Cow::Owned(expected(&choice::describe(tag, looks), found))
            }
            Problem::Deviation(deviation) => Cow::Borrowed(deviation.problem),
            _ => continue,
        };
        let outcome = match mismatch.problem {
            Problem::Deviation(deviation) => Outcome::Other(deviation.action),
            _ if mismatch.raw => Outcome::Raw,
            _ => Outcome::Absent,
        };
        let warning = Warning {
            path,
            member,
            problem,
            outcome,
        };
        // A string can have the same slip many times.
        if !list.contains(&warning) {
            list.push(warning);
        }
    }
    list
}

/// A value that cannot be written as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// A number is infinite or not a number, which JSON has no text for.
    NotFinite,
    /// More arrays and objects within each other than the limit.
    TooDeep,
    /// The content of a file is not in memory.
    FileNotInMemory,
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFinite => f.write_str("JSON cannot represent infinite numbers or NaN"),
            Self::TooDeep => write!(
                f,
                "arrays and objects are nested more than {} levels deep",
                super::DEPTH_LIMIT
            ),
            Self::FileNotInMemory => {
                f.write_str("a file that is not in memory cannot be written as JSON")
            }
        }
    }
}

impl std::error::Error for EncodeError {}

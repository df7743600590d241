//! Errors and warnings of the JSON codec. They never contain values.
//!
//! In: a byte offset and a problem. Out: a single line with the path. The path is found by parsing the input again (see
//! `path`), so successful decoding has no cost for it.

use std::borrow::Cow;
use std::fmt;

use super::path;
use super::union::{self, WireShape};

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
    /// Returns the name of the type with an article: `a string`, `an object`, `null`.
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

/// What is wrong. Contains nothing from the input, which may be confidential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// A value with another shape.
    Mismatch {
        expected: &'static str,
        found: JsonType,
    },
    /// An object without a required member.
    Missing(&'static str),
    /// An array with another number of elements than a tuple has.
    WrongLength { expected: usize, found: usize },
    /// A string that is not a value of this Rust type.
    NotParsed(&'static str),
    /// A value that matches no alternative of a union.
    NoAlternative {
        tag: Option<&'static str>,
        shapes: &'static [WireShape],
        found: JsonType,
    },
    /// A duplicate member.
    Duplicate,
    /// Invalid syntax.
    Syntax(&'static str),
    /// A number that no 64-bit type can represent, not even rounded.
    NumberTooLarge,
    /// A number that is out of range for its type.
    OutOfRange { expected: &'static str },
    /// Valid JSON that was accepted in another form. Only used in warnings.
    Deviation(Deviation),
    /// Arrays and objects are nested beyond the depth limit.
    TooDeep,
    /// Invalid UTF-8.
    NotUtf8,
}

impl Problem {
    /// Returns `true` if the input is valid JSON with another shape, which lenient decoding accepts.
    pub(super) fn is_shape(self) -> bool {
        matches!(
            self,
            Self::Mismatch { .. }
                | Self::Missing(_)
                | Self::WrongLength { .. }
                | Self::NotParsed(_)
                | Self::NoAlternative { .. }
                | Self::OutOfRange { .. }
        )
    }
}

/// Something unexpected in valid JSON, and how lenient decoding handles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Deviation {
    pub(super) problem: &'static str,
    pub(super) action: &'static str,
}

/// An error while decoding JSON.
///
/// Formats the path and the problem on one line, without any value: `result.recording.mode: expected a string, found an
/// object`.
// Boxed, so that a `Result` fits into a register on the fast path.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Details>);

#[derive(Clone, PartialEq, Eq)]
struct Details {
    problem: Problem,
    offset: usize,
    path: Option<String>,
}

impl DecodeError {
    /// Creates an error without a path; see [`DecodeError::locate`].
    #[cold]
    #[inline(never)]
    pub(super) fn new(problem: Problem, offset: usize) -> Self {
        Self(Box::new(Details {
            problem,
            offset,
            path: None,
        }))
    }

    /// Returns the byte offset of the problem, from the start of the whole input.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns the JSON path of the problem, such as `result.items[3].uid`. Empty for the whole input.
    pub fn path(&self) -> &str {
        self.0.path.as_deref().unwrap_or_default()
    }

    /// Returns `true` if the input is not valid JSON, as opposed to JSON of another shape.
    pub fn is_syntax(&self) -> bool {
        !self.0.problem.is_shape()
    }

    /// Adds the JSON path. `text` is the whole input.
    #[must_use]
    pub fn locate(mut self, text: &str) -> Self {
        if self.0.path.is_none() {
            self.0.path = path::paths(text, &[self.0.offset]).pop();
        }
        self
    }

    /// Prepends the index of an element to the path, if the input was an element of a response.
    #[must_use]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.0.path = Some(element_path(index, self.path()));
        self
    }

    pub(super) fn problem(&self) -> Problem {
        self.0.problem
    }
}

/// Returns a path inside an element of a list.
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
        if let Some(path) = path.as_ref().filter(|path| !path.is_empty()) {
            write!(f, "{}: ", path::shown(path))?;
        }
        match problem {
            Problem::Mismatch { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            Problem::Missing(name) => write!(f, "missing required member `{name}`"),
            Problem::WrongLength { expected, found } => {
                f.write_str(&wrong_length(*expected, *found))
            }
            Problem::NotParsed(ty) => f.write_str(&not_parsed(ty)),
            Problem::NoAlternative { tag, shapes, found } => {
                let expected = union::describe(*tag, shapes);
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
                "arrays and objects are nested too deeply; the limit is {} levels, and fewer of large types",
                super::DEPTH_LIMIT
            ),
            Problem::NotUtf8 => write!(f, "invalid UTF-8 at byte {offset}"),
        }
    }
}

fn not_parsed(ty: &str) -> String {
    format!("the string is not a valid `{ty}`")
}

fn wrong_length(expected: usize, found: usize) -> String {
    format!("expected an array of {expected} elements, found {found}")
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// Returns the error of input of which only the first `valid` bytes are valid UTF-8.
pub(super) fn not_utf8(text: &[u8], valid: usize) -> DecodeError {
    let sound = std::str::from_utf8(&text[..valid]).unwrap_or_default();
    DecodeError::new(Problem::NotUtf8, valid).locate(sound)
}

/// An unexpected value in a response that was accepted.
///
/// Formats the path and the problem, without any value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The JSON path of the problem, such as `result.recording.mode`.
    pub path: String,
    /// The JSON path of the affected value: `path`, or an object or array that contains it.
    pub member: String,
    /// The problem, such as `expected a string, found a number`.
    pub problem: Cow<'static, str>,
    /// How the value was handled.
    pub outcome: Outcome,
}

/// How lenient decoding handled an unexpected value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The member is absent.
    Absent,
    /// The value is kept as raw JSON.
    Raw,
    /// As described by this string.
    Other(&'static str),
}

impl Warning {
    /// Prepends the index of an element to the paths, if the input was an element of a response.
    #[must_use]
    pub(crate) fn in_element(mut self, index: usize) -> Self {
        self.path = element_path(index, &self.path);
        self.member = element_path(index, &self.member);
        self
    }

    /// Returns the problem and how it was handled, without the path.
    pub fn message(&self) -> String {
        let problem = &self.problem;
        let member = path::shown(&self.member);
        match (self.outcome, self.member == self.path) {
            (Outcome::Absent, true) => problem.to_string(),
            (Outcome::Absent, false) => format!("{problem}; `{member}` is read as absent"),
            (Outcome::Raw, true) => format!("{problem}; it is kept as raw JSON"),
            (Outcome::Raw, false) if self.member.is_empty() => {
                format!("{problem}; the value is kept as raw JSON")
            }
            (Outcome::Raw, false) => format!("{problem}; `{member}` is kept as raw JSON"),
            (Outcome::Other(action), _) => format!("{problem}; {action}"),
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", path::shown(&self.path))?;
        }
        f.write_str(&self.message())
    }
}

/// A warning without paths, as stored while decoding.
#[derive(Clone, Copy, Debug)]
pub(super) struct UnlocatedWarning {
    pub(super) problem: Problem,
    pub(super) offset: usize,
    pub(super) member: usize,
    /// Whether the value is kept as raw JSON.
    pub(super) raw: bool,
}

/// Adds the paths of all warnings in a single pass.
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
            Problem::WrongLength { expected, found } => Cow::Owned(wrong_length(expected, found)),
            Problem::NotParsed(ty) => Cow::Owned(not_parsed(ty)),
            Problem::Missing(name) => {
                let wanted = format!("an object with `{name}`");
                Cow::Owned(expected(&wanted, JsonType::Object))
            }
            Problem::NoAlternative { tag, shapes, found } => {
                Cow::Owned(expected(&union::describe(tag, shapes), found))
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
        // A string can have the same deviation several times.
        if !list.contains(&warning) {
            list.push(warning);
        }
    }
    list
}

/// A value that cannot be encoded as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// The value contains an infinite number or NaN.
    NotFinite,
    /// Arrays and objects are nested beyond the depth limit.
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

//! Strings that have a Rust type of another crate.
//!
//! In: a string. Out: the value that its type parses from it. The codec's trait cannot be implemented for types of other crates,
//! so a wrapper implements it for all of them.

use std::fmt::{self, Debug, Display};
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use super::error::Problem;
use super::{DecodeError, Json, Mark, Reader, Writer};
use crate::runtime::Patch;
use crate::runtime::validate::{Checker, Limits};

/// A value that the API represents as a string, such as a UUID.
///
/// It is read by the [`FromStr`] of its type, and written by its [`Display`]. A string that the type rejects is treated
/// like a value of the wrong JSON type. Converts from the value with `into()`; the value itself is the field `0`, and its
/// methods can be called directly.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Parsed<T>(pub T);

/// A type that a string of the API can have.
///
/// Implemented for every type that implements all of these traits.
pub trait StringType: FromStr + Display + Debug + Clone + PartialEq {}

impl<T: FromStr + Display + Debug + Clone + PartialEq> StringType for T {}

impl Reader<'_> {
    /// Returns an error for a string that has been read and that its type rejects, and returns to its position.
    #[cold]
    fn not_parsed(&mut self, mark: Mark, ty: &'static str) -> DecodeError {
        self.rewind(mark);
        DecodeError::new(Problem::NotParsed(ty), self.position)
    }
}

impl<T: StringType> Json for Parsed<T> {
    fn decode(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.peek()?;
        let mark = reader.mark();
        match reader.string()?.parse() {
            Ok(value) => Ok(Self(value)),
            Err(_) => Err(reader.not_parsed(mark, std::any::type_name::<T>())),
        }
    }

    fn encode(&self, writer: &mut Writer) {
        writer.string(&self.0.to_string());
    }

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        checker.string_of(&self.0, limits);
    }
}

impl<T> From<T> for Parsed<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

/// Lets setters of nullable properties accept the value itself.
impl<T> From<T> for Patch<Parsed<T>> {
    fn from(value: T) -> Self {
        Self::Value(Parsed(value))
    }
}

impl<T: FromStr> FromStr for Parsed<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl<T> Deref for Parsed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Parsed<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Debug> Debug for Parsed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Display> Display for Parsed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

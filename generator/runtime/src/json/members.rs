//! Members of objects as generated types read them: required, optional, nullable, additional.
//!
//! In: a slot for each member. Out: filled slots, an error, or, for an optional member of the wrong shape, a warning. The
//! generic functions are thin: one instance of each is compiled for every member type, so all that needs no type stands
//! in functions without one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{DecodeError, Mismatch, Problem};
use super::reader::{Mark, Reader, WARNING_LIMIT};
use super::{Json, Writer};
use crate::runtime::Patch;

/// A skipped range is remembered from this length on. Shorter ones are skipped again sooner than found.
const REMEMBERED: usize = 256;

impl<'de> Reader<'de> {
    /// Reads an optional member. Null leaves it absent; so does a value of the wrong shape, with a warning, unless the
    /// reader is strict.
    ///
    /// # Errors
    ///
    /// The text is not JSON or too deep, the member is given twice, or the reader is strict and the shape wrong.
    pub fn optional<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        let next = self.slot(slot.is_some())?;
        if next == Some(b'n') {
            return self.absent();
        }
        let mark = self.mark();
        match T::decode(self) {
            Ok(value) => {
                *slot = Some(value);
                Ok(())
            }
            Err(error) => self.forgive(mark, error),
        }
    }

    /// Reads a required member.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`], or the member is given twice.
    pub fn required<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        self.slot(slot.is_some())?;
        *slot = Some(T::decode(self)?);
        Ok(())
    }

    /// Reads an optional member that can be null. A value of the wrong shape is as for [`Reader::optional`].
    ///
    /// # Errors
    ///
    /// As [`Reader::optional`].
    pub fn patch<T: Json>(&mut self, slot: &mut Patch<T>) -> Result<(), DecodeError> {
        let next = self.slot(!slot.is_omit())?;
        if next == Some(b'n') {
            *slot = Patch::Null;
            return self.absent();
        }
        let mark = self.mark();
        match T::decode(self) {
            Ok(value) => {
                *slot = Patch::Value(value);
                Ok(())
            }
            Err(error) => self.forgive(mark, error),
        }
    }

    /// Reads the value of a member that the type has no name for. A value of the wrong shape is left out as for
    /// [`Reader::optional`]; of equal names the last one counts.
    ///
    /// # Errors
    ///
    /// As [`Reader::optional`].
    pub fn additional<M: Additional>(
        &mut self,
        name: Cow<'de, str>,
        map: &mut M,
    ) -> Result<(), DecodeError> {
        self.slot(false)?;
        let mark = self.mark();
        match map.read(name.into_owned(), self) {
            Ok(()) => Ok(()),
            Err(error) => self.forgive(mark, error),
        }
    }

    /// Takes a required member from its slot, once the object is closed.
    ///
    /// # Errors
    ///
    /// The object did not hold it.
    #[inline]
    pub fn member<T>(&self, name: &'static str, slot: Option<T>) -> Result<T, DecodeError> {
        match slot {
            Some(value) => Ok(value),
            None => Err(self.missing(name)),
        }
    }

    /// Takes a required member that can be null from its slot, once the object is closed. If the object did not hold it,
    /// it counts as null, with a warning, unless the reader is strict.
    ///
    /// # Errors
    ///
    /// The object did not hold it, and the reader is strict.
    #[inline]
    pub fn nullable_member<T>(
        &mut self,
        name: &'static str,
        slot: Option<Option<T>>,
    ) -> Result<Option<T>, DecodeError> {
        match slot {
            Some(value) => Ok(value),
            None => self.missing_nullable(name).map(|()| None),
        }
    }

    /// Moves before a member's value, which must be its only one, and returns its first byte.
    #[inline]
    fn slot(&mut self, filled: bool) -> Result<Option<u8>, DecodeError> {
        let next = self.next_byte();
        if filled {
            return Err(self.duplicate());
        }
        Ok(next)
    }

    /// Moves past null.
    #[inline(never)]
    fn absent(&mut self) -> Result<(), DecodeError> {
        self.literal("null")
    }

    #[cold]
    #[inline(never)]
    fn duplicate(&self) -> DecodeError {
        DecodeError::new(Problem::Duplicate, self.position)
    }

    /// Moves past a value of the wrong shape and keeps a warning, if that is all that is wrong.
    #[cold]
    #[inline(never)]
    fn forgive(&mut self, mark: Mark, error: DecodeError) -> Result<(), DecodeError> {
        if self.strict || !error.problem().is_shape() {
            return Err(error);
        }
        self.rewind(mark);
        self.skip()?;
        self.remember(mark.position..self.position);
        self.warn(Mismatch {
            problem: error.problem(),
            offset: error.offset(),
            member: mark.position,
            raw: false,
        });
        Ok(())
    }

    /// Remembers a skipped range in place of those within it. Without it, a wrong member at the bottom of optional objects
    /// within each other would be skipped once for each of them.
    fn remember(&mut self, range: std::ops::Range<usize>) {
        if range.len() < REMEMBERED {
            return;
        }
        while self
            .skipped
            .last()
            .is_some_and(|last| last.start >= range.start)
        {
            self.skipped.pop();
        }
        self.skipped.push(range);
    }

    pub(super) fn warn(&mut self, mismatch: Mismatch) {
        if self.mismatches.len() < WARNING_LIMIT {
            self.mismatches.push(mismatch);
        }
    }

    /// The object was closed just now: its last byte stands for it.
    #[cold]
    fn missing(&self, name: &'static str) -> DecodeError {
        DecodeError::new(Problem::Missing(name), self.position.saturating_sub(1))
    }

    #[cold]
    fn missing_nullable(&mut self, name: &'static str) -> Result<(), DecodeError> {
        let error = self.missing(name);
        if self.strict {
            return Err(error);
        }
        self.warn(Mismatch {
            problem: error.problem(),
            offset: error.offset(),
            member: error.offset(),
            raw: false,
        });
        Ok(())
    }
}

/// A map that takes the members of an object which its type has no names for.
pub trait Additional {
    /// Reads one member's value.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`].
    fn read(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Writes all members.
    fn write(&self, writer: &mut Writer);
}

impl<T: Json> Additional for BTreeMap<String, T> {
    fn read(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let value = T::decode(reader)?;
        self.insert(name, value);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        for (name, value) in self {
            writer.member(name, value);
        }
    }
}

impl Additional for Map<String, Value> {
    fn read(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        let value = Value::decode(reader)?;
        self.insert(name, value);
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        for (name, value) in self {
            writer.member(name, value);
        }
    }
}

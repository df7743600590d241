//! Members of objects as generated types read them: required, optional, nullable, additional.
//!
//! In: a slot for each member. Out: filled slots, an error, or, for an optional member of the wrong shape, a warning. The
//! generic functions are thin: one instance of each is compiled for every member type, so all that needs no type stands
//! in functions without one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{DecodeError, Deviation, JsonType, Problem, UnlocatedWarning};
use super::reader::{AN_ARRAY, Mark, Reader, WARNING_LIMIT};
use super::{Json, Writer};
use crate::runtime::Patch;

/// A skipped range is remembered from this length on. Shorter ones are skipped again sooner than found.
const REMEMBERED: usize = 256;

pub(super) const REPEATED: Deviation = Deviation {
    problem: "duplicate member",
    action: "the last value is used",
};

const NULL_LIST: Deviation = Deviation {
    problem: "expected an array, found null",
    action: "it is read as empty",
};

const NULL_MAP: Deviation = Deviation {
    problem: "expected an object, found null",
    action: "it is read as empty",
};

impl<'de> Reader<'de> {
    /// Reads an optional member. Null leaves it absent; so does a value of the wrong shape, with a warning, unless the
    /// reader is strict.
    ///
    /// # Errors
    ///
    /// The text is not JSON or too deep, or the reader is strict and the shape wrong or the member given twice.
    pub fn optional<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        let next = self.next_byte();
        if slot.is_some() {
            return self.optional_again(slot);
        }
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

    /// Reads an optional member that was there before.
    #[cold]
    #[inline(never)]
    fn optional_again<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        self.repeated()?;
        *slot = None;
        self.optional(slot)
    }

    /// Reads a required member.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`], or the reader is strict and the member is given twice.
    pub fn required<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        if slot.is_some() {
            self.next_byte();
            self.repeated()?;
        }
        *slot = Some(self.value()?);
        Ok(())
    }

    /// Reads a value that has to be there. A number beyond what its type of 64 bits holds becomes the nearest one that it
    /// holds, with a warning, unless the reader is strict: otherwise the whole response would be lost.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`].
    #[inline]
    pub fn value<T: Json>(&mut self) -> Result<T, DecodeError> {
        let mark = self.mark();
        match T::decode(self) {
            Ok(value) => Ok(value),
            Err(error) => self.nearest_value(mark, error),
        }
    }

    /// Reads a value again whose first error is that a number is beyond its type.
    #[cold]
    #[inline(never)]
    fn nearest_value<T: Json>(&mut self, mark: Mark, error: DecodeError) -> Result<T, DecodeError> {
        let is_beyond = matches!(error.problem(), Problem::OutOfRange { .. });
        if self.strict || self.silent || self.nearest || !is_beyond {
            return Err(error);
        }
        self.rewind(mark);
        self.nearest = true;
        let read = T::decode(self);
        self.nearest = false;
        read
    }

    /// Reads an optional member that can be null. A value of the wrong shape is as for [`Reader::optional`].
    ///
    /// # Errors
    ///
    /// As [`Reader::optional`].
    pub fn patch<T: Json>(&mut self, slot: &mut Patch<T>) -> Result<(), DecodeError> {
        let next = self.next_byte();
        if !slot.is_omit() {
            self.repeated()?;
            *slot = Patch::Omit;
            return self.patch(slot);
        }
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
        self.next_byte();
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

    /// Moves past null.
    #[inline(never)]
    fn absent(&mut self) -> Result<(), DecodeError> {
        self.literal("null")
    }

    /// Says that the member whose value comes next was there before: the last one counts, unless the reader is strict.
    ///
    /// # Errors
    ///
    /// The reader is strict.
    #[cold]
    #[inline(never)]
    pub(crate) fn repeated(&mut self) -> Result<(), DecodeError> {
        if self.exact {
            return Err(DecodeError::new(Problem::Duplicate, self.position));
        }
        self.repeats += 1;
        self.deviation(REPEATED, self.position);
        Ok(())
    }

    /// Says that the value that was just read took the place of one with the same name.
    #[cold]
    #[inline(never)]
    pub(super) fn replaced(&mut self) {
        self.repeats += 1;
        self.deviation(REPEATED, self.position.saturating_sub(1));
    }

    /// Moves past null in place of a list or map, which is read as empty, unless the reader is strict.
    #[cold]
    #[inline(never)]
    pub(super) fn empty(&mut self, error: DecodeError) -> Result<(), DecodeError> {
        let deviation = match error.problem() {
            Problem::Mismatch {
                found: JsonType::Null,
                expected,
            } if !self.strict => match expected {
                AN_ARRAY => NULL_LIST,
                _ => NULL_MAP,
            },
            _ => return Err(error),
        };
        self.deviation(deviation, self.position);
        self.literal("null")
    }

    /// Keeps a warning of something that is read otherwise than it is written.
    pub(super) fn deviation(&mut self, deviation: Deviation, at: usize) {
        self.warn(UnlocatedWarning {
            problem: Problem::Deviation(deviation),
            offset: at,
            member: at,
            raw: false,
        });
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
        // That it is not read is all there is to say.
        self.pending_warnings
            .truncate(usize::from(mark.pending_warnings));
        self.remember(mark.position..self.position);
        self.warn(UnlocatedWarning {
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

    pub(super) fn warn(&mut self, mismatch: UnlocatedWarning) {
        if self.pending_warnings.len() < WARNING_LIMIT {
            self.pending_warnings.push(mismatch);
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
        self.warn(UnlocatedWarning {
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
        match T::decode(reader) {
            Ok(value) => {
                if self.insert(name, value).is_some() {
                    reader.replaced();
                }
                Ok(())
            }
            Err(error) => {
                // The last one counts, and it cannot be read.
                self.remove(&name);
                Err(error)
            }
        }
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
        if self.insert(name, value).is_some() {
            reader.replaced();
        }
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        for (name, value) in self {
            writer.member(name, value);
        }
    }
}

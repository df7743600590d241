//! Members of objects: required, optional, nullable and additional.
//!
//! In: a slot for each member. Out: filled slots, an error, or a warning for an optional member with the wrong shape.
//! The generic functions are thin, because they are compiled for every member type; everything else is in functions
//! that are not generic.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::error::{DecodeError, Deviation, JsonType, Problem, UnlocatedWarning};
use super::reader::{AN_ARRAY, Mark, Reader, WARNING_LIMIT};
use super::{Json, Writer};
use crate::runtime::Patch;
use crate::runtime::validate::{Checker, Limits};

/// The minimum length of a skipped span to remember. Shorter ones are skipped again faster than they are found.
const MIN_REMEMBERED: usize = 256;

pub(super) const DUPLICATE: Deviation = Deviation {
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
    /// Reads an optional member. Null is absent. A value with the wrong shape is absent with a warning, unless the
    /// reader is strict.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON or is nested too deeply. If the reader is strict, also fails for the wrong shape
    /// and for a duplicate member.
    pub fn optional<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        let next = self.next_byte();
        if slot.is_some() {
            return self.optional_duplicate(slot);
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

    /// Reads a duplicate of an optional member.
    #[cold]
    #[inline(never)]
    fn optional_duplicate<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        self.repeated()?;
        *slot = None;
        self.optional(slot)
    }

    /// Reads a required member.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`]. If the reader is strict, also fails for a duplicate member.
    pub fn required<T: Json>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        if slot.is_some() {
            self.next_byte();
            self.repeated()?;
        }
        *slot = Some(self.value()?);
        Ok(())
    }

    /// Reads a required value. A number that is out of range becomes the nearest value of its type, with a warning,
    /// unless the reader is strict. Otherwise the whole response would be lost.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`].
    #[inline]
    pub fn value<T: Json>(&mut self) -> Result<T, DecodeError> {
        let mark = self.mark();
        match T::decode(self) {
            Ok(value) => Ok(value),
            Err(error) => self.nearest_value(mark, error),
        }
    }

    /// Reads a value again, after an error because of a number that is out of range.
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

    /// Reads an optional and nullable member. A value with the wrong shape is handled as by [`Reader::optional`].
    ///
    /// # Errors
    ///
    /// See [`Reader::optional`].
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

    /// Reads the value of a member that the type does not declare. A value with the wrong shape is handled as by
    /// [`Reader::optional`]. Of duplicate names, the last value is used.
    ///
    /// # Errors
    ///
    /// See [`Reader::optional`].
    pub fn additional<M: Additional + ?Sized>(
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

    /// Moves past null.
    #[inline(never)]
    fn absent(&mut self) -> Result<(), DecodeError> {
        self.literal("null")
    }

    /// Adds a warning for a duplicate of a member, whose value comes next.
    ///
    /// # Errors
    ///
    /// Fails if the reader is strict.
    #[cold]
    #[inline(never)]
    pub(crate) fn repeated(&mut self) -> Result<(), DecodeError> {
        if self.exact {
            return Err(DecodeError::new(Problem::Duplicate, self.position));
        }
        self.repeats += 1;
        self.deviation(DUPLICATE, self.position);
        Ok(())
    }

    /// Adds a warning for a value that has just replaced one with the same name.
    #[cold]
    #[inline(never)]
    pub(super) fn replaced(&mut self) {
        self.repeats += 1;
        self.deviation(DUPLICATE, self.position.saturating_sub(1));
    }

    /// Moves past null in place of a list or map, with a warning, unless the reader is strict.
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

    /// Adds a warning for a value that is accepted in another form.
    pub(super) fn deviation(&mut self, deviation: Deviation, at: usize) {
        self.warn(UnlocatedWarning {
            problem: Problem::Deviation(deviation),
            offset: at,
            member: at,
            raw: false,
        });
    }

    /// Moves past a value with the wrong shape and adds a warning, or returns the error.
    #[cold]
    #[inline(never)]
    fn forgive(&mut self, mark: Mark, error: DecodeError) -> Result<(), DecodeError> {
        if self.strict || !error.problem().is_shape() {
            return Err(error);
        }
        self.rewind(mark);
        self.skip()?;
        // Drops warnings about the parts of the skipped value.
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

    /// Remembers a skipped span in place of those inside it. Otherwise, an invalid member in nested optional objects
    /// would be skipped once for each of them.
    fn remember(&mut self, range: std::ops::Range<usize>) {
        if range.len() < MIN_REMEMBERED {
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

    /// Returns an error for a required member, at the closing bracket, which represents the object.
    #[cold]
    pub(crate) fn missing(&self, name: &'static str) -> DecodeError {
        DecodeError::new(Problem::Missing(name), self.position.saturating_sub(1))
    }

    /// Adds a warning for a required member that is read as null.
    ///
    /// # Errors
    ///
    /// Fails if the reader is strict.
    #[cold]
    pub(super) fn missing_nullable(&mut self, name: &'static str) -> Result<(), DecodeError> {
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

/// A map for the members that a type does not declare.
pub trait Additional {
    /// Reads the value of a member.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`].
    fn read(&mut self, name: String, reader: &mut Reader<'_>) -> Result<(), DecodeError>;

    /// Writes all members.
    fn write(&self, writer: &mut Writer);

    /// Checks the constraints of the values.
    fn check(&self, limits: &Limits, checker: &mut Checker<'_>);
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
                // The last value is used, and it cannot be decoded.
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

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        Json::check(self, limits, checker);
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

    fn check(&self, limits: &Limits, checker: &mut Checker<'_>) {
        Json::check(self, limits, checker);
    }
}

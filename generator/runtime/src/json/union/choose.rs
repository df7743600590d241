//! Chooses the alternative of a union value, by its tag or by trying candidates.
//!
//! In: a reader at the value, and the shapes of the alternatives. Out: the decoded value. Candidates without a tag are
//! ranked in `score`.

use std::borrow::Cow;

use super::shape::{WireShape, is_tagged, only_one};
use crate::runtime::json::Json;
use crate::runtime::json::error::{DecodeError, JsonType, Problem, UnlocatedWarning};
use crate::runtime::json::members::DUPLICATE;
use crate::runtime::json::reader::{Mark, Reader};

/// The limit for bytes that are read again, in multiples of the length of the input.
const REREAD_FACTOR: usize = 16;

/// The limit for bytes that are read again in a short input.
const REREAD_MINIMUM: usize = 1 << 16;

/// Returns how many bytes of the input can be read more than once.
pub(in crate::runtime::json) fn reread_limit(text: &str) -> usize {
    text.len()
        .saturating_mul(REREAD_FACTOR)
        .saturating_add(REREAD_MINIMUM)
}

/// The candidates for a union value, and the state of trying them.
pub(super) struct Choice {
    pub(super) tag: Option<&'static str>,
    pub(super) shapes: &'static [WireShape],
    pub(super) found: JsonType,
    mark: Mark,
    /// The alternative to try first, and those after it. They are separate, because there is rarely more than one.
    first: Option<usize>,
    others: Vec<usize>,
    tried: usize,
    /// Whether the tag has a value that no alternative declares.
    pub(super) unknown_tag: bool,
    /// Whether the value is an object without a tag, and the alternatives have tags.
    pub(super) untagged: bool,
    /// Whether the reader is strict outside of the union.
    strict: bool,
    /// The error of the first alternative that was tried.
    error: Option<DecodeError>,
    /// The number of duplicate members before the value; `None` once the last tag of the object is known.
    repeats: Option<usize>,
}

impl<'de> Reader<'de> {
    /// Decodes a union value. `read` decodes the alternative with this index, or the raw value for an index after the
    /// last.
    ///
    /// # Errors
    ///
    /// Fails if the input is not JSON, or if the reader is strict and no alternative matches.
    pub fn choose<T>(
        &mut self,
        tag: Option<&'static str>,
        shapes: &'static [WireShape],
        read: fn(&mut Reader<'_>, usize) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        // The functions that choose and read an alternative have space for more values than those of a struct.
        let levels = self.use_stack(2 * size_of::<T>())?;
        let value = self.read_candidates(tag, shapes, read)?;
        self.depth += levels;
        Ok(value)
    }

    fn read_candidates<T>(
        &mut self,
        tag: Option<&'static str>,
        shapes: &'static [WireShape],
        read: fn(&mut Reader<'_>, usize) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        // In most cases, the JSON type identifies the alternative.
        if tag.is_none() && self.reread > 0 {
            if let Some(index) = only_one(shapes, self.peek()?) {
                let mark = self.mark();
                match read(self, index) {
                    Ok(value) => return Ok(value),
                    Err(_) => self.reread_from(mark),
                }
            }
        }
        let mut choice = self.find_candidates(tag, shapes)?;
        while let Some(index) = self.next_candidate(&mut choice) {
            let result = read(self, index);
            if self.has_other_tag(&mut choice)? {
                continue;
            }
            match result {
                Ok(value) => {
                    self.strict = choice.strict;
                    return Ok(value);
                }
                Err(error) => self.retry_after_error(&mut choice, error)?,
            }
        }
        self.keep_raw(choice)?;
        read(self, shapes.len())
    }

    /// Decodes an alternative. A separate function, so that the stack frame of [`Reader::choose`] does not have space
    /// for all of them.
    ///
    /// # Errors
    ///
    /// See [`Json::decode`].
    #[inline(never)]
    pub fn variant<T: Json, U>(&mut self, make: fn(T) -> U) -> Result<U, DecodeError> {
        T::decode(self).map(make)
    }

    /// Finds the candidates for the next value, without moving past it.
    fn find_candidates(
        &mut self,
        tag: Option<&'static str>,
        shapes: &'static [WireShape],
    ) -> Result<Choice, DecodeError> {
        let found = self.peek()?;
        let mut choice = Choice {
            tag,
            shapes,
            found,
            mark: self.mark(),
            first: None,
            others: Vec::new(),
            tried: 0,
            unknown_tag: false,
            untagged: false,
            strict: self.strict,
            error: None,
            repeats: tag.map(|_| self.repeats),
        };
        if self.reread == 0 {
            return Ok(choice);
        }
        if let (Some(tag), JsonType::Object) = (tag, found) {
            match self.tag(tag)? {
                Some(value) => choice.select_tag(&value),
                None => choice.untagged = true,
            }
        }
        self.rank_untagged(&mut choice)?;
        Ok(choice)
    }

    /// Finds the candidates without a tag, if the tag has not identified one.
    fn rank_untagged(&mut self, choice: &mut Choice) -> Result<(), DecodeError> {
        if choice.first.is_none() {
            let mut ranked = self.rank(choice)?.into_iter();
            choice.first = ranked.next();
            choice.others.extend(ranked);
        }
        Ok(())
    }

    /// Returns `true` if the value has a duplicate tag with another value. In that case the last tag is used, and the
    /// value is decoded again. A duplicate that the alternative does not declare is not noticed.
    #[inline]
    fn has_other_tag(&mut self, choice: &mut Choice) -> Result<bool, DecodeError> {
        match choice.repeats {
            Some(repeats) if repeats != self.repeats => self.select_last_tag(choice),
            _ => Ok(false),
        }
    }

    #[cold]
    #[inline(never)]
    fn select_last_tag(&mut self, choice: &mut Choice) -> Result<bool, DecodeError> {
        choice.repeats = None;
        let (Some(tag), JsonType::Object) = (choice.tag, choice.found) else {
            return Ok(false);
        };
        if self.reread == 0 {
            return Ok(false);
        }
        let start = choice.mark.position;
        let mut object = Reader::new(self.text).within(start..self.text.len());
        // The alternative reports invalid JSON.
        let tags = object.tags(tag).unwrap_or_default();
        self.reread = self.reread.saturating_sub(object.position - start);
        let (Some(first), Some(last)) = (tags.first(), tags.last()) else {
            return Ok(false);
        };
        let value = match &last.value {
            Some(value) if last.value != first.value => value,
            _ => return Ok(false),
        };
        self.reread_from(choice.mark);
        // The alternative may not declare its tag, so it would not report the duplicate.
        self.deviation(DUPLICATE, last.offset);
        choice.mark = self.mark();
        choice.select_tag(value);
        self.rank_untagged(choice)?;
        Ok(true)
    }

    /// Returns all tags of the next object and their offsets.
    fn tags(&mut self, name: &str) -> Result<Vec<FoundTag<'de>>, DecodeError> {
        let mut tags = Vec::new();
        self.object()?;
        while let Some(key) = self.key()? {
            if key == name {
                tags.push(FoundTag {
                    offset: self.position,
                    value: self.scalar()?,
                });
            } else {
                self.skip()?;
            }
        }
        Ok(tags)
    }

    /// Returns the next alternative to try. If there are several, each is first tried strictly, because another one may
    /// match without leniency.
    fn next_candidate(&mut self, choice: &mut Choice) -> Option<usize> {
        let count = usize::from(choice.first.is_some()) + choice.others.len();
        let rounds = if count > 1 && !choice.strict { 2 } else { 1 };
        self.strict = choice.strict || (rounds == 2 && choice.tried < count);
        if choice.tried >= count * rounds || (choice.tried > 0 && self.reread == 0) {
            self.strict = choice.strict;
            return None;
        }
        let index = match choice.tried % count {
            0 => choice.first,
            other => choice.others.get(other - 1).copied(),
        };
        choice.tried += 1;
        index
    }

    /// Returns to the start of the value after an alternative failed, unless the input is not valid JSON.
    #[cold]
    #[inline(never)]
    fn retry_after_error(
        &mut self,
        choice: &mut Choice,
        error: DecodeError,
    ) -> Result<(), DecodeError> {
        if !error.problem().is_shape() {
            self.strict = choice.strict;
            return Err(error);
        }
        if choice.error.is_none() {
            choice.error = Some(error);
        }
        self.reread_from(choice.mark);
        Ok(())
    }

    /// Lets the value be kept as raw JSON, unless the reader is strict. Adds a warning, except for an unknown tag,
    /// which is expected in future versions of an API.
    #[cold]
    #[inline(never)]
    fn keep_raw(&mut self, choice: Choice) -> Result<(), DecodeError> {
        let offset = choice.mark.position;
        let unfitting = Problem::NoAlternative {
            tag: choice.tag,
            shapes: choice.shapes,
            found: choice.found,
        };
        let error = match choice.error {
            Some(error) if choice.others.is_empty() => error,
            _ => DecodeError::new(unfitting, offset),
        };
        if choice.strict {
            return Err(error);
        }
        if !choice.unknown_tag {
            self.warn(UnlocatedWarning {
                problem: error.problem(),
                offset: error.offset(),
                member: offset,
                raw: true,
            });
        }
        Ok(())
    }

    /// Returns the tag of the next object, without moving past it; `None` if there is none, or if it is not a string,
    /// number or boolean.
    fn tag(&mut self, name: &str) -> Result<Option<Cow<'de, str>>, DecodeError> {
        let mark = self.mark();
        self.object()?;
        let mut tag = None;
        while let Some(key) = self.key()? {
            if key == name {
                tag = self.scalar()?;
                break;
            }
            self.skip()?;
        }
        self.reread_from(mark);
        Ok(tag)
    }

    /// Returns to an earlier position, and counts the bytes that will be read again.
    pub(super) fn reread_from(&mut self, mark: Mark) {
        let read = self.position.saturating_sub(mark.position);
        self.reread = self.reread.saturating_sub(read);
        self.rewind(mark);
    }
}

/// A tag in an object.
struct FoundTag<'de> {
    offset: usize,
    /// `None` if it is not a string, number or boolean.
    value: Option<Cow<'de, str>>,
}

impl Choice {
    /// Selects the alternatives with this tag.
    fn select_tag(&mut self, value: &str) {
        let shapes = self.shapes;
        let mut chosen = (0..shapes.len()).filter(|index| is_tagged(&shapes[*index], value));
        self.first = chosen.next();
        self.others.clear();
        self.others.extend(chosen);
        self.unknown_tag = self.first.is_none();
        self.untagged = false;
        self.tried = 0;
        self.error = None;
    }
}

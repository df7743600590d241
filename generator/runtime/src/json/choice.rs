//! Unions: which alternative a value is.
//!
//! In: one [`WireShape`] for each alternative, and the member that is the tag, if there is one. Out: the first alternative that
//! reads the value, or the raw JSON. The tag decides where it is known; else the JSON type, then required members and
//! constants, in whatever order they stand, and inside of members where only that tells alternatives apart; of objects that
//! fit, the one that knows most members. An alternative whose constants the value contradicts is never chosen. An object
//! without the tag must have a member that one alternative knows better than the others. What fits is tried from the start
//! of the value; where several fit, first without the forgiveness of lenient reading.
//!
//! All that is read more than once is counted and limited, in proportion to the text: unions within unions cannot make
//! reading worse than linear. Beyond the limit, values are kept raw.

use std::borrow::Cow;

use super::Json;
use super::error::{DecodeError, JsonType, Problem, UnlocatedWarning};
use super::members::REPEATED;
use super::number::{self, exact_integer};
use super::reader::{Mark, Reader};

/// How values of an alternative look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WireShape {
    /// Like anything.
    Any,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction, though it may be written with one that is zero.
    Integer,
    /// A number.
    Number,
    /// A string.
    String,
    /// One of these strings.
    Strings(&'static [&'static str]),
    /// Any string, number or boolean but these, which only other alternatives have: strings, or the JSON text.
    Except(&'static [&'static str]),
    /// An array, the first element of which looks like one of these; like anything where there are none.
    Array(&'static [WireShape]),
    /// An object.
    Object {
        /// The members that it must have, sorted.
        required: &'static [&'static str],
        /// The other members that it has a name for, sorted.
        optional: &'static [&'static str],
        /// Members that have one of these values, if they are there: strings, or the JSON text of numbers and booleans.
        constants: &'static [(&'static str, &'static [&'static str])],
    },
    /// An object that looks like the first, and members of which look like these if they are there and not null.
    Nested(&'static WireShape, &'static [(&'static str, WireShape)]),
    /// An object with members of any name.
    Map,
    /// An object whose tag has one of these values: strings, or the JSON text of numbers and booleans.
    Tagged(&'static [&'static str]),
    /// Like one of these; where one of them has a tag, not like an object with another one.
    OneOf(&'static [WireShape]),
}

/// So many times the length of the text may be read again.
const REREAD_FACTOR: usize = 16;

/// So many bytes may be read again in any text.
const REREAD_LEAST: usize = 1 << 16;

/// Returns how many bytes of a text may be read more than once.
pub(super) fn reread_limit(text: &str) -> usize {
    text.len()
        .saturating_mul(REREAD_FACTOR)
        .saturating_add(REREAD_LEAST)
}

/// The alternatives that a value may be, and how far they were tried.
struct Choice {
    tag: Option<&'static str>,
    looks: &'static [WireShape],
    found: JsonType,
    mark: Mark,
    /// The alternative to try first, and those after it: apart, because there is seldom more than one.
    first: Option<usize>,
    others: Vec<usize>,
    tried: usize,
    /// Whether the tag has a value that no alternative knows.
    foreign: bool,
    /// Whether it is an object without the tag that the alternatives have.
    untagged: bool,
    /// Whether the reader is strict outside of the union.
    strict: bool,
    /// What was wrong with the first alternative that was tried last.
    error: Option<DecodeError>,
    /// How many members were repeated before the value; none once the tag is known to be the last one of the object.
    repeats: Option<usize>,
}

impl<'de> Reader<'de> {
    /// Reads a union's value: `read` reads the alternative of a number, and the raw value for the number behind the last.
    ///
    /// # Errors
    ///
    /// The text is not JSON, or the reader is strict and no alternative reads the value.
    pub fn choose<T>(
        &mut self,
        tag: Option<&'static str>,
        looks: &'static [WireShape],
        read: fn(&mut Reader<'_>, usize) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        // Mostly the JSON type decides, and the alternative reads the value.
        if tag.is_none()
            && self.reread > 0
            && let Some(index) = only_one(looks, self.peek()?)
        {
            let mark = self.mark();
            match read(self, index) {
                Ok(value) => return Ok(value),
                Err(_) => self.return_to(mark),
            }
        }
        let mut choice = self.consider(tag, looks)?;
        while let Some(index) = self.attempt(&mut choice) {
            let result = read(self, index);
            if self.has_other_tag(&mut choice)? {
                continue;
            }
            match result {
                Ok(value) => {
                    self.strict = choice.strict;
                    return Ok(value);
                }
                Err(error) => self.reconsider(&mut choice, error)?,
            }
        }
        self.give_up(choice)?;
        read(self, looks.len())
    }

    /// Reads an alternative. Apart from [`Reader::choose`], so that the stack holds one alternative and not all.
    ///
    /// # Errors
    ///
    /// As [`Json::decode`].
    #[inline(never)]
    pub fn variant<T: Json, U>(&mut self, make: fn(T) -> U) -> Result<U, DecodeError> {
        T::decode(self).map(make)
    }

    /// Finds the alternatives that the next value may be, and stays before it.
    fn consider(
        &mut self,
        tag: Option<&'static str>,
        looks: &'static [WireShape],
    ) -> Result<Choice, DecodeError> {
        let found = self.peek()?;
        let mut choice = Choice {
            tag,
            looks,
            found,
            mark: self.mark(),
            first: None,
            others: Vec::new(),
            tried: 0,
            foreign: false,
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
                Some(value) => choice.take_tag(&value),
                None => choice.untagged = true,
            }
        }
        self.complete(&mut choice)?;
        Ok(choice)
    }

    /// Looks further where the tag says nothing.
    fn complete(&mut self, choice: &mut Choice) -> Result<(), DecodeError> {
        if choice.first.is_none() {
            let mut ranked = self.rank(choice)?.into_iter();
            choice.first = ranked.next();
            choice.others.extend(ranked);
        }
        Ok(())
    }

    /// Returns whether the value, which an alternative has read or refused, has its tag twice with two values. Then the last
    /// one decides, and the value is to be read again. A repeated
    /// member that the alternative does not know goes unnoticed.
    #[inline]
    fn has_other_tag(&mut self, choice: &mut Choice) -> Result<bool, DecodeError> {
        match choice.repeats {
            Some(repeats) if repeats != self.repeats => self.take_last_tag(choice),
            _ => Ok(false),
        }
    }

    #[cold]
    #[inline(never)]
    fn take_last_tag(&mut self, choice: &mut Choice) -> Result<bool, DecodeError> {
        choice.repeats = None;
        let (Some(tag), JsonType::Object) = (choice.tag, choice.found) else {
            return Ok(false);
        };
        if self.reread == 0 {
            return Ok(false);
        }
        let start = choice.mark.position;
        let mut object = Reader::new(self.text).within(start..self.text.len());
        // What is no JSON is said by the alternative.
        let tags = object.tags(tag).unwrap_or_default();
        self.reread = self.reread.saturating_sub(object.position - start);
        let (Some(first), Some(last)) = (tags.first(), tags.last()) else {
            return Ok(false);
        };
        let value = match &last.value {
            Some(value) if last.value != first.value => value,
            _ => return Ok(false),
        };
        self.return_to(choice.mark);
        // The alternative may not know its tag, and then would not say it.
        self.deviation(REPEATED, last.place);
        choice.mark = self.mark();
        choice.take_tag(value);
        self.complete(choice)?;
        Ok(true)
    }

    /// Returns all tags of the object that comes next, and where they are.
    fn tags(&mut self, name: &str) -> Result<Vec<FoundTag<'de>>, DecodeError> {
        let mut tags = Vec::new();
        self.object()?;
        while let Some(key) = self.key()? {
            if key == name {
                tags.push(FoundTag {
                    place: self.position,
                    value: self.scalar()?,
                });
            } else {
                self.skip()?;
            }
        }
        Ok(tags)
    }

    /// Returns the alternative that is tried next. Where there are several, each is first tried strictly: what one of them
    /// would only forgive may be what another one has.
    fn attempt(&mut self, choice: &mut Choice) -> Option<usize> {
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

    /// Goes back before the value after an alternative that did not read it, if only its shape is wrong.
    #[cold]
    #[inline(never)]
    fn reconsider(&mut self, choice: &mut Choice, error: DecodeError) -> Result<(), DecodeError> {
        if !error.problem().is_shape() {
            self.strict = choice.strict;
            return Err(error);
        }
        if choice.error.is_none() {
            choice.error = Some(error);
        }
        self.return_to(choice.mark);
        Ok(())
    }

    /// Allows that the value is kept raw, unless the reader is strict. A tag that is new is no surprise; all else is
    /// reported.
    #[cold]
    #[inline(never)]
    fn give_up(&mut self, choice: Choice) -> Result<(), DecodeError> {
        let offset = choice.mark.position;
        let unfitting = Problem::NoAlternative {
            tag: choice.tag,
            looks: choice.looks,
            found: choice.found,
        };
        let error = match choice.error {
            Some(error) if choice.others.is_empty() => error,
            _ => DecodeError::new(unfitting, offset),
        };
        if choice.strict {
            return Err(error);
        }
        if !choice.foreign {
            self.warn(UnlocatedWarning {
                problem: error.problem(),
                offset: error.offset(),
                member: offset,
                raw: true,
            });
        }
        Ok(())
    }

    /// Returns the tag of the object that comes next, and stays before it. None if there is no such member, or its value is
    /// no string, number or boolean.
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
        self.return_to(mark);
        Ok(tag)
    }

    /// Moves past the next value, and returns it if it is a string, or its canonical text if it is a number or boolean.
    fn scalar(&mut self) -> Result<Option<Cow<'de, str>>, DecodeError> {
        match self.peek()? {
            JsonType::String => self.string().map(Some),
            JsonType::Number => self.raw().map(number::canonical).map(Some),
            JsonType::Boolean => self.raw().map(|text| Some(Cow::Borrowed(text))),
            JsonType::Null | JsonType::Array | JsonType::Object => self.skip().map(|()| None),
        }
    }

    /// Returns the numbers of the looks that the next value has, the best first, and stays before it. What has a tag is no
    /// object with another one.
    fn rank(&mut self, choice: &Choice) -> Result<Vec<usize>, DecodeError> {
        let found = choice.found;
        let mut leaves = Vec::new();
        for (index, look) in choice.looks.iter().enumerate() {
            if !choice.foreign || !has_tag(look) {
                add_leaves(look, found, index, &mut leaves);
            }
        }
        // Where one alternative is left, it will say itself what is wrong.
        if choice.untagged || leaves.iter().any(|leaf| leaf.index != leaves[0].index) {
            self.score(&mut leaves, found)?;
        }
        if choice.untagged {
            leaves.retain(Leaf::knows_something);
        }
        let mut best: Vec<(usize, u32, &'static WireShape)> = Vec::new();
        for leaf in leaves {
            let Some(score) = leaf.score else { continue };
            match best.last_mut() {
                Some((index, known, look)) if *index == leaf.index => {
                    if score > *known {
                        (*known, *look) = (score, leaf.look);
                    }
                }
                _ => best.push((leaf.index, score, leaf.look)),
            }
        }
        // Stable: of equals, the first in the document stays first.
        best.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
        // Without the tag there is no guessing: what could as well be another alternative is none, unless this one is what all
        // others extend: then it has a name for each member that they have one for.
        if choice.untagged {
            let most = best.first().map(|(_, score, _)| *score);
            best.retain(|(_, score, _)| Some(*score) == most);
            let extended = best.iter().position(|(index, _, look)| {
                let mut others = best.iter().filter(|(other, ..)| other != index);
                others.all(|(_, _, other)| is_extended_by(look, other))
            });
            best = extended.map(|at| best[at]).into_iter().collect();
        }
        Ok(best.into_iter().map(|(index, ..)| index).collect())
    }

    /// Says how well each look fits the next value, and stays before it.
    fn score(&mut self, leaves: &mut [Leaf], found: JsonType) -> Result<(), DecodeError> {
        let mark = self.mark();
        self.score_past(leaves, found)?;
        self.return_to(mark);
        Ok(())
    }

    /// Moves past the next value, and says how well each look fits it.
    fn score_past(&mut self, leaves: &mut [Leaf], found: JsonType) -> Result<(), DecodeError> {
        match found {
            JsonType::Null => self.skip()?,
            JsonType::Boolean => {
                let text = self.raw()?;
                for leaf in leaves {
                    if let WireShape::Except(others) = leaf.look {
                        leaf.score = leaf.score.filter(|_| !others.contains(&text));
                    }
                }
            }
            JsonType::Number => {
                let text = self.raw()?;
                let plain = !text.contains(['.', 'e', 'E']);
                for leaf in leaves {
                    match leaf.look {
                        WireShape::Except(others) => {
                            let value = number::canonical(text);
                            leaf.score = leaf.score.filter(|_| !others.contains(&&*value));
                        }
                        WireShape::Integer if plain => leaf.score = Some(2),
                        WireShape::Integer => leaf.score = exact_integer(text).map(|_| 1),
                        // What is written with a fraction is rather a number, though it be whole.
                        WireShape::Number if !plain => leaf.score = Some(2),
                        _ => {}
                    }
                }
            }
            JsonType::String => {
                let text = self.string()?;
                for leaf in leaves {
                    match leaf.look {
                        WireShape::Strings(texts) => {
                            leaf.score = texts.contains(&&*text).then_some(2);
                        }
                        WireShape::Except(others) => {
                            leaf.score = leaf.score.filter(|_| !others.contains(&&*text));
                        }
                        _ => {}
                    }
                }
            }
            JsonType::Array => {
                let mark = self.mark();
                self.score_by_element(leaves)?;
                self.return_to(mark);
                self.skip()?;
            }
            JsonType::Object => self.score_by_members(leaves)?,
        }
        Ok(())
    }

    /// Looks at the first element of an array. An array without any fits all.
    fn score_by_element(&mut self, leaves: &mut [Leaf]) -> Result<(), DecodeError> {
        self.array()?;
        if !self.element()? {
            return Ok(());
        }
        let found = self.peek()?;
        if found == JsonType::Null {
            return Ok(());
        }
        let mut inner = Vec::new();
        for (index, leaf) in leaves.iter().enumerate() {
            if let WireShape::Array(looks) = leaf.look {
                let looks = if looks.is_empty() {
                    &[WireShape::Any]
                } else {
                    *looks
                };
                for look in looks {
                    add_leaves(look, found, index, &mut inner);
                }
            }
        }
        self.score(&mut inner, found)?;
        for (index, leaf) in leaves.iter_mut().enumerate() {
            if let WireShape::Array(_) = leaf.look {
                let own = inner.iter().filter(|inner| inner.index == index);
                let best = own.filter_map(|inner| inner.score).max();
                leaf.score = best.map(|best| best.saturating_add(1));
            }
        }
        Ok(())
    }

    /// Looks at the names of an object's members, and at the values of those that are constants.
    fn score_by_members(&mut self, leaves: &mut [Leaf]) -> Result<(), DecodeError> {
        let mut missing: Vec<usize> = leaves.iter().map(|leaf| leaf.required().len()).collect();
        self.object()?;
        while let Some(key) = self.key()? {
            let compared = leaves.iter().any(|leaf| leaf.constant(&key).is_some());
            let nested = leaves.iter().any(|leaf| leaf.member(&key).is_some());
            let value = match (nested, compared) {
                (false, true) => self.scalar()?,
                (false, false) => self.skip().map(|()| None)?,
                (true, false) => self.score_member(leaves, &key).map(|()| None)?,
                (true, true) => {
                    let mark = self.mark();
                    self.score_member(leaves, &key)?;
                    self.return_to(mark);
                    self.scalar()?
                }
            };
            for (leaf, missing) in leaves.iter_mut().zip(&mut missing) {
                let WireShape::Object { optional, .. } = leaf.look else {
                    continue;
                };
                let is_required = leaf.required().binary_search(&&*key).is_ok();
                *missing = missing.saturating_sub(usize::from(is_required));
                let mut worth = u32::from(is_required || optional.binary_search(&&*key).is_ok());
                if let (Some(value), Some(allowed)) = (&value, leaf.constant(&key)) {
                    if !allowed.contains(&&**value) {
                        leaf.score = None;
                    }
                    worth += 1;
                }
                leaf.score = leaf.score.map(|score| score.saturating_add(worth));
            }
        }
        for (leaf, missing) in leaves.iter_mut().zip(missing) {
            leaf.score = leaf.score.filter(|_| missing == 0);
        }
        Ok(())
    }

    /// Moves past a member's value, and looks at it for the alternatives that it tells apart by what is inside.
    fn score_member(&mut self, leaves: &mut [Leaf], name: &str) -> Result<(), DecodeError> {
        let found = self.peek()?;
        let mut inner = Vec::new();
        for (index, leaf) in leaves.iter().enumerate() {
            if let Some(look) = leaf.member(name) {
                add_leaves(look, found, index, &mut inner);
            }
        }
        self.score_past(&mut inner, found)?;
        // Whether there may be a null, the alternative says itself.
        if found == JsonType::Null {
            return Ok(());
        }
        for (index, leaf) in leaves.iter_mut().enumerate() {
            if leaf.member(name).is_some() {
                let own = inner.iter().filter(|inner| inner.index == index);
                let best = own.filter_map(|inner| inner.score).max();
                let worth = best.map(|best| best.saturating_sub(BASE));
                let sum = leaf.score.zip(worth);
                leaf.score = sum.map(|(score, worth)| score.saturating_add(worth));
            }
        }
        Ok(())
    }

    /// Goes back to a place, and counts what was read since.
    fn return_to(&mut self, mark: Mark) {
        let read = self.position.saturating_sub(mark.position);
        self.reread = self.reread.saturating_sub(read);
        self.rewind(mark);
    }
}

/// A tag in an object.
struct FoundTag<'de> {
    place: usize,
    /// None if it is no string, number or boolean.
    value: Option<Cow<'de, str>>,
}

impl Choice {
    /// Chooses what has a tag.
    fn take_tag(&mut self, value: &str) {
        let looks = self.looks;
        let mut chosen = (0..looks.len()).filter(|index| is_tagged(&looks[*index], value));
        self.first = chosen.next();
        self.others.clear();
        self.others.extend(chosen);
        self.foreign = self.first.is_none();
        self.untagged = false;
        self.tried = 0;
        self.error = None;
    }
}

/// How well a look fits that says no more than the JSON type.
const BASE: u32 = 1;

/// A look that is no list of looks, and how well it fits.
struct Leaf {
    /// The alternative that it belongs to.
    index: usize,
    look: &'static WireShape,
    /// What members look like inside.
    members: &'static [(&'static str, WireShape)],
    /// The more the better; none where it does not fit.
    score: Option<u32>,
}

impl Leaf {
    fn required(&self) -> &'static [&'static str] {
        match self.look {
            WireShape::Object { required, .. } => required,
            _ => &[],
        }
    }

    /// Returns whether the look has a name for any of an object's members, or needs none.
    fn knows_something(&self) -> bool {
        match self.look {
            WireShape::Object { .. } => self.score > Some(BASE),
            _ => true,
        }
    }

    /// Returns what a member looks like inside.
    fn member(&self, name: &str) -> Option<&'static WireShape> {
        let member = self.members.iter().find(|(member, _)| *member == name);
        member.map(|(_, look)| look)
    }

    /// Returns the values that a member may have.
    fn constant(&self, name: &str) -> Option<&'static [&'static str]> {
        match self.look {
            WireShape::Object { constants, .. } => {
                let constant = constants.iter().find(|(member, _)| *member == name);
                constant.map(|(_, allowed)| *allowed)
            }
            _ => None,
        }
    }
}

/// Returns the number of the only look that a value of a JSON type can have.
fn only_one(looks: &'static [WireShape], found: JsonType) -> Option<usize> {
    let mut fitting = looks
        .iter()
        .enumerate()
        .filter(|(_, look)| can_have(look, found));
    match (fitting.next(), fitting.next()) {
        (Some((index, _)), None) => Some(index),
        _ => None,
    }
}

/// Returns whether a value of a JSON type can have a look.
fn can_have(look: &WireShape, found: JsonType) -> bool {
    match look {
        WireShape::OneOf(looks) => looks.iter().any(|look| can_have(look, found)),
        WireShape::Nested(object, _) => can_have(object, found),
        WireShape::Any => true,
        WireShape::Boolean => found == JsonType::Boolean,
        WireShape::Integer | WireShape::Number => found == JsonType::Number,
        WireShape::String | WireShape::Strings(_) => found == JsonType::String,
        WireShape::Array(_) => found == JsonType::Array,
        WireShape::Except(_) => !matches!(found, JsonType::Array | JsonType::Object),
        WireShape::Object { .. } | WireShape::Map => found == JsonType::Object,
        WireShape::Tagged(_) => false,
    }
}

/// Adds the looks that a value of a JSON type can have. A tag counts for nothing here: it was looked at before.
fn add_leaves(look: &'static WireShape, found: JsonType, index: usize, leaves: &mut Vec<Leaf>) {
    let (look, members) = match look {
        WireShape::Nested(object, members) => (*object, *members),
        look => (look, &[][..]),
    };
    if let WireShape::OneOf(looks) = look {
        for look in *looks {
            add_leaves(look, found, index, leaves);
        }
    } else if can_have(look, found) {
        leaves.push(Leaf {
            index,
            look,
            members,
            score: Some(if *look == WireShape::Any { 0 } else { BASE }),
        });
    }
}

/// Returns whether another look has a name for all members that one has a name for, and for more.
fn is_extended_by(look: &WireShape, other: &WireShape) -> bool {
    let (
        WireShape::Object {
            required, optional, ..
        },
        WireShape::Object {
            required: theirs,
            optional: also_theirs,
            ..
        },
    ) = (look, other)
    else {
        return false;
    };
    let knows =
        |name: &&str| theirs.binary_search(name).is_ok() || also_theirs.binary_search(name).is_ok();
    required.len() + optional.len() < theirs.len() + also_theirs.len()
        && required.iter().chain(*optional).all(knows)
}

fn is_tagged(look: &WireShape, tag: &str) -> bool {
    match look {
        WireShape::Tagged(tags) => tags.contains(&tag),
        WireShape::OneOf(looks) => looks.iter().any(|look| is_tagged(look, tag)),
        _ => false,
    }
}

fn has_tag(look: &WireShape) -> bool {
    match look {
        WireShape::Tagged(_) => true,
        WireShape::OneOf(looks) => looks.iter().any(has_tag),
        _ => false,
    }
}

/// More alternatives than these are not listed in a message.
const LISTED: usize = 12;

/// Returns what values of a union look like, such as `a string or an object with `url``.
pub(super) fn describe(tag: Option<&str>, looks: &[WireShape]) -> String {
    let mut parts = Vec::new();
    let mut tags = Vec::new();
    for look in looks {
        add_parts(look, &mut parts, &mut tags);
    }
    if !tags.is_empty() {
        let name = tag.unwrap_or_default();
        parts.push(format!("an object whose `{name}` is {}", list(&tags)));
    }
    let mut distinct: Vec<String> = Vec::new();
    for part in parts {
        if !distinct.contains(&part) {
            distinct.push(part);
        }
    }
    list(&distinct)
}

fn add_parts(look: &WireShape, parts: &mut Vec<String>, tags: &mut Vec<String>) {
    let quoted =
        |names: &[&str]| -> Vec<String> { names.iter().map(|name| format!("`{name}`")).collect() };
    parts.push(match look {
        WireShape::Any => "a value".to_owned(),
        WireShape::Boolean => "a boolean".to_owned(),
        WireShape::Integer => "an integer".to_owned(),
        WireShape::Number => "a number".to_owned(),
        WireShape::String => "a string".to_owned(),
        WireShape::Strings(texts) => format!("the string {}", list(&quoted(texts))),
        WireShape::Except(_) => "another value".to_owned(),
        WireShape::Nested(object, members) => {
            let mut path = Vec::new();
            let mut told = Vec::new();
            add_told(members, &mut path, &mut told);
            let start = parts.len();
            add_parts(object, parts, tags);
            if let (Some(part), false) = (parts.get_mut(start), told.is_empty()) {
                part.push_str(" whose ");
                part.push_str(&told.join(", "));
            }
            return;
        }
        WireShape::Array(_) => "an array".to_owned(),
        WireShape::Map | WireShape::Object { required: [], .. } => "an object".to_owned(),
        WireShape::Object { required, .. } => {
            format!("an object with {}", quoted(required).join(", "))
        }
        WireShape::Tagged(own) => return tags.extend(quoted(own)),
        WireShape::OneOf(looks) if has_tag(look) => {
            let tagged = looks.iter().filter(|look| has_tag(look));
            return tagged.for_each(|look| add_parts(look, parts, tags));
        }
        WireShape::OneOf(looks) => {
            return looks.iter().for_each(|look| add_parts(look, parts, tags));
        }
    });
}

/// Adds the constants inside of members, such as ``event.type` is `created``.
fn add_told<'l>(
    members: &'l [(&'l str, WireShape)],
    path: &mut Vec<&'l str>,
    told: &mut Vec<String>,
) {
    for (name, look) in members {
        path.push(name);
        let (object, inner) = match look {
            WireShape::Nested(object, inner) => (*object, *inner),
            look => (look, &[][..]),
        };
        match object {
            WireShape::Object { constants, .. } => {
                for (name, values) in *constants {
                    let values: Vec<String> =
                        values.iter().map(|value| format!("`{value}`")).collect();
                    told.push(format!("`{}.{name}` is {}", path.join("."), list(&values)));
                }
            }
            WireShape::Strings(_) => {
                let (mut parts, mut tags) = (Vec::new(), Vec::new());
                add_parts(object, &mut parts, &mut tags);
                told.push(format!("`{}` is {}", path.join("."), list(&parts)));
            }
            _ => {}
        }
        add_told(inner, path, told);
        path.pop();
    }
}

/// Joins parts by commas and a last `or`.
fn list(parts: &[String]) -> String {
    match parts {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] if parts.len() <= LISTED => format!("{} or {last}", first.join(", ")),
        _ => format!("{} or others", parts[..LISTED].join(", ")),
    }
}

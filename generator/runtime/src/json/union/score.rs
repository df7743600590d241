//! Ranks the alternatives of a union by how well they match a value.
//!
//! In: a reader at the value, and the shapes of the alternatives. Out: the indices of the alternatives that match, the best
//! first. The value is read once, except for nested members that distinguish alternatives.

use std::borrow::Cow;

use super::choose::Choice;
use super::shape::{WireShape, can_have, has_tag, is_extended_by};
use crate::runtime::json::error::{DecodeError, JsonType};
use crate::runtime::json::number::{self, exact_integer};
use crate::runtime::json::reader::Reader;

impl<'de> Reader<'de> {
    /// Returns the alternatives that match the next value, the best first, without moving past it. Tagged alternatives
    /// do not match an object with another tag.
    pub(super) fn rank(&mut self, choice: &Choice) -> Result<Vec<usize>, DecodeError> {
        let found = choice.found;
        let mut candidates = Vec::new();
        for (index, shape) in choice.shapes.iter().enumerate() {
            if !choice.unknown_tag || !has_tag(shape) {
                add_candidates(shape, found, index, &mut candidates);
            }
        }
        // A single alternative reports its own errors.
        if choice.untagged
            || candidates
                .iter()
                .any(|candidate| candidate.index != candidates[0].index)
        {
            self.score(&mut candidates, found)?;
        }
        if choice.untagged {
            candidates.retain(Candidate::matches_more_than_type);
        }
        let mut best: Vec<(usize, u32, &'static WireShape)> = Vec::new();
        for candidate in candidates {
            let Some(score) = candidate.score else {
                continue;
            };
            match best.last_mut() {
                Some((index, known, shape)) if *index == candidate.index => {
                    if score > *known {
                        (*known, *shape) = (score, candidate.shape);
                    }
                }
                _ => best.push((candidate.index, score, candidate.shape)),
            }
        }
        // The sort is stable: equal alternatives keep the order of the API description.
        best.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
        // Without a tag, an object must match one alternative better than all others. Exception: an alternative that
        // all others extend, because it declares all the members that the object has.
        if choice.untagged {
            let most = best.first().map(|(_, score, _)| *score);
            best.retain(|(_, score, _)| Some(*score) == most);
            let extended = best.iter().position(|(index, _, shape)| {
                let mut others = best.iter().filter(|(other, ..)| other != index);
                others.all(|(_, _, other)| is_extended_by(shape, other))
            });
            best = extended.map(|at| best[at]).into_iter().collect();
        }
        Ok(best.into_iter().map(|(index, ..)| index).collect())
    }

    /// Scores how well each candidate matches the next value, without moving past it.
    fn score(&mut self, candidates: &mut [Candidate], found: JsonType) -> Result<(), DecodeError> {
        let mark = self.mark();
        self.score_past(candidates, found)?;
        self.reread_from(mark);
        Ok(())
    }

    /// Moves past the next value and scores how well each candidate matches it.
    fn score_past(
        &mut self,
        candidates: &mut [Candidate],
        found: JsonType,
    ) -> Result<(), DecodeError> {
        match found {
            JsonType::Null => self.skip()?,
            JsonType::Boolean => {
                let text = self.raw()?;
                for candidate in candidates {
                    if let WireShape::Except(others) = candidate.shape {
                        candidate.score = candidate.score.filter(|_| !others.contains(&text));
                    }
                }
            }
            JsonType::Number => {
                let text = self.raw()?;
                let plain = !text.contains(['.', 'e', 'E']);
                for candidate in candidates {
                    match candidate.shape {
                        WireShape::Except(others) => {
                            let value = number::canonical(text);
                            candidate.score =
                                candidate.score.filter(|_| !others.contains(&&*value));
                        }
                        WireShape::Integer if plain => candidate.score = Some(2),
                        WireShape::Integer => candidate.score = exact_integer(text).map(|_| 1),
                        // A number with a fraction is more likely a number than an integer, even if it is whole.
                        WireShape::Number if !plain => candidate.score = Some(2),
                        _ => {}
                    }
                }
            }
            JsonType::String => {
                let text = self.string()?;
                for candidate in candidates {
                    match candidate.shape {
                        WireShape::Strings(texts) => {
                            candidate.score = texts.contains(&&*text).then_some(2);
                        }
                        WireShape::Except(others) => {
                            candidate.score = candidate.score.filter(|_| !others.contains(&&*text));
                        }
                        _ => {}
                    }
                }
            }
            JsonType::Array => {
                let mark = self.mark();
                self.score_by_element(candidates)?;
                self.reread_from(mark);
                self.skip()?;
            }
            JsonType::Object => self.score_by_members(candidates)?,
        }
        Ok(())
    }

    /// Scores by the first element of an array. An empty array matches all.
    fn score_by_element(&mut self, candidates: &mut [Candidate]) -> Result<(), DecodeError> {
        self.array()?;
        if !self.element()? {
            return Ok(());
        }
        let found = self.peek()?;
        if found == JsonType::Null {
            return Ok(());
        }
        let mut inner = Vec::new();
        for (index, candidate) in candidates.iter().enumerate() {
            if let WireShape::Array(shapes) = candidate.shape {
                let shapes = if shapes.is_empty() {
                    &[WireShape::Any]
                } else {
                    *shapes
                };
                for shape in shapes {
                    add_candidates(shape, found, index, &mut inner);
                }
            }
        }
        self.score(&mut inner, found)?;
        for (index, candidate) in candidates.iter_mut().enumerate() {
            if let WireShape::Array(_) = candidate.shape {
                let own = inner.iter().filter(|inner| inner.index == index);
                let best = own.filter_map(|inner| inner.score).max();
                candidate.score = best.map(|best| best.saturating_add(1));
            }
        }
        Ok(())
    }

    /// Scores by the names of the members of an object, and by the values of constants.
    fn score_by_members(&mut self, candidates: &mut [Candidate]) -> Result<(), DecodeError> {
        let mut missing: Vec<usize> = candidates
            .iter()
            .map(|candidate| candidate.required().len())
            .collect();
        self.object()?;
        while let Some(key) = self.key()? {
            let compared = candidates
                .iter()
                .any(|candidate| candidate.constant(&key).is_some());
            let nested = candidates
                .iter()
                .any(|candidate| candidate.member(&key).is_some());
            let value = match (nested, compared) {
                (false, true) => self.scalar()?,
                (false, false) => self.skip().map(|()| None)?,
                (true, false) => self.score_member(candidates, &key).map(|()| None)?,
                (true, true) => {
                    let mark = self.mark();
                    self.score_member(candidates, &key)?;
                    self.reread_from(mark);
                    self.scalar()?
                }
            };
            for (candidate, missing) in candidates.iter_mut().zip(&mut missing) {
                let WireShape::Object { optional, .. } = candidate.shape else {
                    continue;
                };
                let is_required = candidate.required().binary_search(&&*key).is_ok();
                *missing = missing.saturating_sub(usize::from(is_required));
                let mut worth = u32::from(is_required || optional.binary_search(&&*key).is_ok());
                if let (Some(value), Some(allowed)) = (&value, candidate.constant(&key)) {
                    if !allowed.contains(&&**value) {
                        candidate.score = None;
                    }
                    worth += 1;
                }
                candidate.score = candidate.score.map(|score| score.saturating_add(worth));
            }
        }
        for (candidate, missing) in candidates.iter_mut().zip(missing) {
            candidate.score = candidate.score.filter(|_| missing == 0);
        }
        Ok(())
    }

    /// Moves past the value of a member, and scores it for the alternatives that are distinguished by nested values.
    fn score_member(
        &mut self,
        candidates: &mut [Candidate],
        name: &str,
    ) -> Result<(), DecodeError> {
        let found = self.peek()?;
        let mut inner = Vec::new();
        for (index, candidate) in candidates.iter().enumerate() {
            if let Some(shape) = candidate.member(name) {
                add_candidates(shape, found, index, &mut inner);
            }
        }
        self.score_past(&mut inner, found)?;
        // The alternative checks whether null is allowed.
        if found == JsonType::Null {
            return Ok(());
        }
        for (index, candidate) in candidates.iter_mut().enumerate() {
            if candidate.member(name).is_some() {
                let own = inner.iter().filter(|inner| inner.index == index);
                let best = own.filter_map(|inner| inner.score).max();
                let worth = best.map(|best| best.saturating_sub(BASE));
                let sum = candidate.score.zip(worth);
                candidate.score = sum.map(|(score, worth)| score.saturating_add(worth));
            }
        }
        Ok(())
    }

    /// Moves past the next value, and returns a string, or the canonical form of a number or boolean.
    pub(super) fn scalar(&mut self) -> Result<Option<Cow<'de, str>>, DecodeError> {
        match self.peek()? {
            JsonType::String => self.string().map(Some),
            JsonType::Number => self.raw().map(number::canonical).map(Some),
            JsonType::Boolean => self.raw().map(|text| Some(Cow::Borrowed(text))),
            JsonType::Null | JsonType::Array | JsonType::Object => self.skip().map(|()| None),
        }
    }
}

/// The score of a shape of which only the JSON type matches.
const BASE: u32 = 1;

/// A shape of an alternative, and how well it matches.
struct Candidate {
    /// The index of the alternative.
    index: usize,
    shape: &'static WireShape,
    /// The shapes of nested members.
    members: &'static [(&'static str, WireShape)],
    /// Higher is better; `None` if it does not match.
    score: Option<u32>,
}

impl Candidate {
    fn required(&self) -> &'static [&'static str] {
        match self.shape {
            WireShape::Object { required, .. } => required,
            _ => &[],
        }
    }

    /// Returns `true` if the shape declares a member of the object, or is not an object shape.
    fn matches_more_than_type(&self) -> bool {
        match self.shape {
            WireShape::Object { .. } => self.score > Some(BASE),
            _ => true,
        }
    }

    /// Returns the shape of a nested member.
    fn member(&self, name: &str) -> Option<&'static WireShape> {
        let member = self.members.iter().find(|(member, _)| *member == name);
        member.map(|(_, shape)| shape)
    }

    /// Returns the allowed values of a constant member.
    fn constant(&self, name: &str) -> Option<&'static [&'static str]> {
        match self.shape {
            WireShape::Object { constants, .. } => {
                let constant = constants.iter().find(|(member, _)| *member == name);
                constant.map(|(_, allowed)| *allowed)
            }
            _ => None,
        }
    }
}

/// Adds the shapes that a value of this JSON type can have as candidates. Tags have already been checked.
fn add_candidates(
    shape: &'static WireShape,
    found: JsonType,
    index: usize,
    candidates: &mut Vec<Candidate>,
) {
    let (shape, members) = match shape {
        WireShape::Nested(object, members) => (*object, *members),
        shape => (shape, &[][..]),
    };
    if let WireShape::OneOf(shapes) = shape {
        for shape in *shapes {
            add_candidates(shape, found, index, candidates);
        }
    } else if can_have(shape, found) {
        candidates.push(Candidate {
            index,
            shape,
            members,
            score: Some(if *shape == WireShape::Any { 0 } else { BASE }),
        });
    }
}

//! The path of an operation, as words.
//!
//! In: the segments of its template. Out: its nouns and parameters, in order, without leading `api` and versions.

use crate::api::{Operation, PathSegment};

use super::super::words::words;
use super::nouns::{is_plural, matches, one_of, same_noun};
use super::verbs::is_action;

/// One piece between slashes.
#[derive(Debug)]
struct Piece {
    words: Vec<String>,
    is_parameter: bool,
}

/// The pieces of a path.
#[derive(Debug)]
pub(super) struct Path {
    pieces: Vec<Piece>,
    /// The words after a `?` or `#`.
    query: Vec<String>,
}

impl Path {
    /// Splits the path of an operation.
    pub(super) fn new(operation: &Operation) -> Self {
        let mut pieces = Vec::new();
        let mut query = Vec::new();
        let mut is_query = false;
        for segment in &operation.path {
            match segment {
                PathSegment::Text(text) => {
                    for (index, part) in text.split(['?', '#']).enumerate() {
                        is_query |= index > 0;
                        if is_query {
                            query.extend(literal_words(part));
                            continue;
                        }
                        let texts = part
                            .split(['/', ':'])
                            .filter(|piece| piece.contains(char::is_alphanumeric));
                        pieces.extend(texts.map(|text| Piece {
                            words: literal_words(text),
                            is_parameter: false,
                        }));
                    }
                }
                PathSegment::Parameter(_) if is_query => {}
                PathSegment::Parameter(index) => {
                    let name = operation.parameters.get(*index);
                    pieces.push(Piece {
                        words: words(name.map_or("", |parameter| parameter.name.as_str())),
                        is_parameter: true,
                    });
                }
            }
        }
        let is_prefix = |piece: &Piece| {
            !piece.is_parameter
                && piece
                    .words
                    .iter()
                    .all(|word| is_version(word) || matches!(word.as_str(), "api" | "rest"))
        };
        let start = pieces.iter().position(|piece| !is_prefix(piece));
        pieces.drain(..start.unwrap_or(0));
        Self { pieces, query }
    }

    /// Returns the words of the first literal piece; `root` if there is none.
    pub(super) fn first_noun(&self) -> Vec<String> {
        let mut texts = self.pieces.iter().filter(|piece| !piece.is_parameter);
        let is_word = |piece: &&Piece| !piece.words.iter().all(|word| is_version(word));
        match texts.find(is_word) {
            Some(piece) => piece.words.clone(),
            None => words("root"),
        }
    }

    /// Returns whether the path is a single literal piece that the id repeats, and not a plural noun.
    pub(super) fn is_call_of(&self, id: &[String]) -> bool {
        match self.pieces.as_slice() {
            [only] => {
                let first = only.words.first().is_some_and(|word| is_action(word));
                let last = only.words.last().is_some_and(|word| is_plural(word));
                !only.is_parameter && only.words == id && (first || !last)
            }
            _ => false,
        }
    }

    /// Returns whether the last piece is a parameter.
    pub(super) fn ends_in_parameter(&self) -> bool {
        self.pieces.last().is_some_and(|piece| piece.is_parameter)
    }

    /// Returns whether the last literal piece has the noun of a resource, after other words: `parent_goals` of `goals`.
    pub(super) fn ends_in_kind_of(&self, accessor: &[String]) -> bool {
        let mut texts = self.pieces.iter().rev().filter(|piece| !piece.is_parameter);
        let last = texts.next().map_or(&[][..], |piece| &piece.words);
        let nouns = last.last().zip(accessor.last());
        last.len() > 1
            && nouns.is_some_and(|(noun, other)| same_noun(noun, other))
            && !last
                .iter()
                .all(|word| accessor.iter().any(|other| same_noun(word, other)))
    }

    /// Returns the words of the last piece if it is a parameter.
    pub(super) fn last_parameter(&self) -> &[String] {
        match self.pieces.last() {
            Some(piece) if piece.is_parameter => &piece.words,
            _ => &[],
        }
    }

    /// Returns whether the last piece is literal, a single word, and follows a parameter.
    pub(super) fn ends_after_parameter(&self) -> bool {
        matches!(
            self.pieces.as_slice(),
            [.., before, last]
                if before.is_parameter && !last.is_parameter && last.words.len() == 1
        )
    }

    /// Returns the words of the piece before the last one.
    pub(super) fn before_last(&self) -> &[String] {
        match self.pieces.as_slice() {
            [.., piece, _] => &piece.words,
            _ => &[],
        }
    }

    /// Returns whether a literal piece has a word.
    pub(super) fn has_literal(&self, word: &str) -> bool {
        let texts = self.pieces.iter().filter(|piece| !piece.is_parameter);
        let mut words = texts.flat_map(|piece| &piece.words);
        words.any(|other| same_noun(word, other))
    }

    /// Returns the last word of the last literal piece.
    pub(super) fn last_noun(&self) -> Option<&str> {
        let mut texts = self.pieces.iter().rev().filter(|piece| !piece.is_parameter);
        Some(texts.next()?.words.last()?.as_str())
    }

    /// Returns the names of the parameters before the last literal piece, and of those after it.
    pub(super) fn parameters(&self) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let last = self.pieces.iter().rposition(|piece| !piece.is_parameter);
        let (before, after) = self.pieces.split_at(last.unwrap_or(0));
        let names = |pieces: &[Piece]| {
            let parameters = pieces.iter().filter(|piece| piece.is_parameter);
            parameters.map(|piece| piece.words.clone()).collect()
        };
        (names(before), names(after))
    }

    /// Returns whether the path contains words, in their order.
    pub(super) fn contains(&self, words: &[String]) -> bool {
        let mut path = self.pieces.iter().flat_map(|piece| &piece.words);
        words
            .iter()
            .filter(|word| {
                !matches!(word.as_str(), "by" | "id" | "identifier") && !is_version(word)
            })
            .all(|word| path.any(|other| same_noun(word, other)))
    }

    /// Returns whether the last piece is a verb of one word such as `get`.
    pub(super) fn ends_in_verb(&self, verb: &str) -> bool {
        self.pieces
            .last()
            .is_some_and(|piece| !piece.is_parameter && piece.words == [verb])
            && matches!(
                verb,
                "create" | "delete" | "get" | "list" | "remove" | "update"
            )
    }

    /// Returns whether words are those of all pieces, parameters among them.
    pub(super) fn is_repeated_by(&self, words: &[String]) -> bool {
        let has_parameter = self.pieces.iter().any(|piece| {
            piece.is_parameter && piece.words.len() > 1 && nouns_in(words, &piece.words)
        });
        let mut texts = self.pieces.iter().filter(|piece| !piece.is_parameter);
        has_parameter && texts.all(|piece| nouns_in(words, &piece.words)) && self.contains(words)
    }

    /// Returns whether words are those of all literal pieces.
    pub(super) fn is_spelled_by(&self, words: &[String]) -> bool {
        let texts = self.pieces.iter().filter(|piece| !piece.is_parameter);
        texts.flat_map(|piece| &piece.words).eq(words)
    }

    /// Returns the index of a resource's piece: the last one with its name, or else with a part of its name.
    fn position(&self, accessor: &[String]) -> Option<usize> {
        let exact = |piece: &Piece| !piece.is_parameter && matches(&piece.words, accessor);
        let is_part = |piece: &Piece| {
            let mut words = piece.words.iter();
            !piece.is_parameter
                && words.all(|word| accessor.iter().any(|other| same_noun(word, other)))
        };
        let place = self.pieces.iter().rposition(exact);
        place.or_else(|| self.pieces.iter().rposition(is_part))
    }

    /// Returns whether the path names a resource.
    pub(super) fn names(&self, accessor: &[String]) -> bool {
        self.position(accessor).is_some()
    }

    /// Returns the literal pieces after a resource's, in the singular if a parameter follows. If the path does not name the
    /// resource, these are the last literal piece, and those before it up to a parameter.
    pub(super) fn tail(&self, accessor: &[String]) -> Vec<Vec<String>> {
        let start = match self.position(accessor) {
            Some(place) => place + 1,
            None => {
                let end = self.pieces.iter().rposition(|piece| !piece.is_parameter);
                let before = self.pieces[..end.unwrap_or(0)].iter();
                before
                    .clone()
                    .rposition(|piece| piece.is_parameter)
                    .map_or(0, |place| place + 1)
            }
        };
        let pieces = self.pieces.iter().enumerate().skip(start);
        pieces
            .filter(|(_, piece)| !piece.is_parameter)
            .map(|(index, piece)| {
                let next = self.pieces.get(index + 1);
                if next.is_some_and(|next| next.is_parameter) {
                    one_of(&piece.words)
                } else {
                    piece.words.clone()
                }
            })
            .collect()
    }

    /// Returns the last literal piece before a resource's that a parameter follows, as one word.
    pub(super) fn owner(&self, accessor: &[String]) -> Option<String> {
        let place = self.position(accessor)?;
        let mut pairs = self.pieces[..place].windows(2).rev();
        let pair = pairs.find(|pair| !pair[0].is_parameter && pair[1].is_parameter)?;
        Some(pair[0].words.join("_"))
    }

    /// Returns whether a word is the noun of a literal piece that a parameter follows, and another literal piece after that.
    pub(super) fn has_owner(&self, noun: &str) -> bool {
        let end = self.pieces.iter().rposition(|piece| !piece.is_parameter);
        let pairs = self.pieces[..end.unwrap_or(0)].windows(2);
        pairs
            .filter(|pair| !pair[0].is_parameter && pair[1].is_parameter)
            .any(|pair| {
                pair[0]
                    .words
                    .last()
                    .is_some_and(|word| same_noun(word, noun))
            })
    }

    /// Returns the words of the last literal piece before a resource's.
    pub(super) fn piece_before(&self, accessor: &[String]) -> Option<Vec<String>> {
        let place = self.position(accessor)?;
        let mut before = self.pieces[..place].iter().rev();
        Some(before.find(|piece| !piece.is_parameter)?.words.clone())
    }

    /// Returns HTTP method and path as words: `get pets by id`.
    pub(super) fn request_words(&self, method: &str) -> Vec<String> {
        let mut all = words(&method.to_ascii_lowercase());
        for piece in &self.pieces {
            if piece.is_parameter {
                all.push("by".to_owned());
            }
            all.extend(piece.words.iter().cloned());
        }
        all.extend(self.query.iter().cloned());
        all
    }
}

/// Returns whether words contain others in a row.
fn nouns_in(words: &[String], others: &[String]) -> bool {
    words
        .windows(others.len().max(1))
        .any(|part| part == others)
}

/// Returns the words of a literal piece, in which signs only separate words.
fn literal_words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .map(|sign| if sign.is_alphanumeric() { sign } else { ' ' })
        .collect();
    words(plain.trim())
}

/// Returns whether a word is a version or a date: `v1`, `2`, `v2025`, `v1beta1`.
pub(super) fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix('v').unwrap_or(word);
    digits.starts_with(|first: char| first.is_ascii_digit())
        && digits
            .trim_start_matches(|sign: char| sign.is_ascii_digit())
            .trim_start_matches("alpha")
            .trim_start_matches("beta")
            .chars()
            .all(|sign| sign.is_ascii_digit())
}

//! Finds the word that was probably meant.
//!
//! In: a word and the words that would have been right. Out: the nearest, if it is near enough to be a slip of the
//! fingers. Knows nothing of documents.

/// The largest distance that still counts as a misspelling.
const FURTHEST: usize = 2;

/// Longer words are not compared: the comparison takes time in the square of the length.
const LONGEST: usize = 100;

/// Returns the candidate nearest to `word`, the first of equally near ones.
///
/// Short words must be nearer: in a word of two letters any other is two changes away.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    closest_within(word, candidates, word.chars().take(LONGEST).count() / 3)
}

/// Returns the candidate nearest to `word`, or else the first of those that begin like it for longest: a name of which only the
/// beginning is remembered.
pub fn closest_or_longer<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str> + Clone,
) -> Option<&'c str> {
    closest(word, candidates.clone()).or_else(|| {
        let mut best: Option<(usize, &str)> = None;
        for candidate in candidates {
            let pairs = word.chars().zip(candidate.chars());
            let shared = pairs.take_while(|(one, other)| one.eq_ignore_ascii_case(other));
            let shared = shared.count();
            if best.is_none_or(|(most, _)| shared > most) {
                best = Some((shared, candidate));
            }
        }
        let (shared, candidate) = best?;
        let length = word.chars().count();
        // Three letters of four, and enough to mean something.
        (shared >= 4 && shared * 4 >= length * 3).then_some(candidate)
    })
}

/// Returns the candidate nearest to `word`, the first of equally near ones, if it is no more than `limit` changes away
/// and near enough to be a misspelling at all.
pub fn closest_within<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    limit: usize,
) -> Option<&'c str> {
    let letters: Vec<char> = word.chars().take(LONGEST + 1).collect();
    if letters.len() > LONGEST {
        return None;
    }
    let limit = FURTHEST.min(limit);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word {
            continue;
        }
        let distance = if candidate.eq_ignore_ascii_case(word) {
            0
        } else if candidate.len().abs_diff(word.len()) > 4 * FURTHEST {
            continue;
        } else {
            match distance(&letters, candidate, limit) {
                Some(distance) => distance,
                None => continue,
            }
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns how many insertions, deletions, replacements and swaps of neighbours lead from one word to the other, if they
/// are no more than the limit.
fn distance(left: &[char], right: &str, limit: usize) -> Option<usize> {
    let right: Vec<char> = right.chars().take(LONGEST + 1).collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, from) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, to) in right.iter().enumerate() {
            let replaced = last[column] + usize::from(from != to);
            let mut least = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && *from == right[column - 1] && left[row - 1] == *to {
                least = least.min(before_last[column - 1] + 1);
            }
            current.push(least);
        }
        // A later row builds on this one, or by a swap, which counts one, on the one before.
        if current.iter().all(|distance| *distance > limit)
            && last.iter().all(|distance| *distance >= limit)
        {
            return None;
        }
        before_last = last;
        last = current;
    }
    last.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::{closest, closest_or_longer};

    #[test]
    fn slips_of_the_fingers_are_found() {
        let words = ["string", "integer", "description", "required", "type"];
        assert_eq!(closest("strng", words), Some("string"));
        assert_eq!(closest("tpye", words), Some("type"));
        assert_eq!(closest("desciptoin", words), Some("description"));
        assert_eq!(closest("Required", words), Some("required"));
    }

    #[test]
    fn a_beginning_is_enough_where_nothing_is_nearer() {
        let names = ["createPet", "createChatCompletion", "createChart"];
        let found = |word| closest_or_longer(word, names);
        assert_eq!(found("createChat"), Some("createChart"));
        assert_eq!(found("createChatCom"), Some("createChatCompletion"));
        assert_eq!(found("createToy"), None);
        assert_eq!(found("cre"), None);
        assert_eq!(found("deletePet"), None);
    }

    #[test]
    fn other_words_are_left_alone() {
        assert_eq!(closest("id", ["if", "in"]), None);
        assert_eq!(closest("name", ["not", "items"]), None);
        assert_eq!(closest("", ["not"]), None);
        assert_eq!(closest(&"a".repeat(5_000), ["items"]), None);
    }

    #[test]
    fn the_nearest_wins_and_the_first_of_equals() {
        assert_eq!(closest("itemz", ["items", "item"]), Some("items"));
        assert_eq!(closest("petz", ["pets", "pete"]), Some("pets"));
    }
}

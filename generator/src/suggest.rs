//! Suggests corrections of misspelt words.
//!
//! In: a word and the valid ones. Out: the nearest, if it is near enough for a misspelling. Knows nothing of documents.

use crate::limits::diagnostic::{EDIT_DISTANCE, MISSPELT_CHARACTERS};

/// Returns the candidate nearest to `word`, the first of equally near ones.
///
/// Short words must be nearer: two changes turn a word of two letters into any other.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    closest_within(
        word,
        candidates,
        word.chars().take(MISSPELT_CHARACTERS).count() / 3,
    )
}

/// Returns the candidate nearest to `word`, or else the one with the longest common prefix, for a name of which only the beginning
/// is remembered.
pub fn closest_or_prefix<'c>(
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
        // Three of four letters, and at least four.
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
    let length = word.chars().count();
    if length > MISSPELT_CHARACTERS {
        return None;
    }
    let limit = EDIT_DISTANCE.min(limit);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate == word {
            continue;
        }
        let distance = if candidate.eq_ignore_ascii_case(word) {
            0
        } else if candidate.chars().count().abs_diff(length) > limit {
            continue;
        } else {
            // Swapped neighbours count as one change.
            strsim::osa_distance(word, candidate)
        };
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{closest, closest_or_prefix};

    #[test]
    fn misspellings_are_found() {
        let words = ["string", "integer", "description", "required", "type"];
        assert_eq!(closest("strng", words), Some("string"));
        assert_eq!(closest("tpye", words), Some("type"));
        assert_eq!(closest("desciptoin", words), Some("description"));
        assert_eq!(closest("Required", words), Some("required"));
    }

    #[test]
    fn a_common_prefix_is_enough_if_nothing_is_nearer() {
        let names = ["createPet", "createChatCompletion", "createChart"];
        let found = |word| closest_or_prefix(word, names);
        assert_eq!(found("createChat"), Some("createChart"));
        assert_eq!(found("createChatCom"), Some("createChatCompletion"));
        assert_eq!(found("createToy"), None);
        assert_eq!(found("cre"), None);
        assert_eq!(found("deletePet"), None);
    }

    #[test]
    fn other_words_have_no_suggestion() {
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

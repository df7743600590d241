//! Words that all ids of a resource have, and that say nothing about one operation: `genai_create_agent`, `genai_list_agents`.
//!
//! In: the operations of an API with the words of their ids. Out: the same words without those. Decided by counting, so that it
//! holds for any tool that makes ids.

use std::collections::HashMap;

use super::Draft;
use super::nouns::{is_link, is_plural, same_noun};
use super::verbs::is_action;

/// A word is a habit if at least this many ids of a resource have it.
const LEAST: usize = 4;

/// Removes the words that all ids of a resource begin or end with.
pub(super) fn remove_habits(drafts: &mut [Draft<'_>]) {
    let mut resources: HashMap<Vec<Vec<String>>, Vec<usize>> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        let plain = draft.id.as_ref();
        if plain.is_some_and(|id| id.namespace.is_empty() && !id.is_numbered) {
            let known = resources.entry(draft.accessors.clone()).or_default();
            known.push(index);
        }
    }
    for members in resources.into_values().filter(|all| all.len() >= LEAST) {
        while all(drafts, &members, begins_with_habit) {
            for &member in &members {
                words_of(&mut drafts[member]).remove(0);
            }
        }
        while all(drafts, &members, ends_in_habit) {
            for &member in &members {
                words_of(&mut drafts[member]).pop();
            }
        }
    }
}

fn words_of<'a>(draft: &'a mut Draft<'_>) -> &'a mut Vec<String> {
    let id = draft.id.as_mut();
    &mut id.expect("only drafts with an id are members").words
}

/// Returns the first and the last word of an id that has a word more.
fn ends<'a>(draft: &'a Draft<'_>) -> Option<(&'a str, &'a str)> {
    match draft.id.as_ref()?.words.as_slice() {
        [first, .., last] => Some((first, last)),
        _ => None,
    }
}

/// Returns whether a condition holds for all members, with the first one as the example.
fn all(
    drafts: &[Draft<'_>],
    members: &[usize],
    condition: fn(example: (&str, &str), member: &Draft<'_>) -> bool,
) -> bool {
    let Some(example) = members.first().and_then(|&first| ends(&drafts[first])) else {
        return false;
    };
    let mut members = members.iter();
    members.all(|&member| condition(example, &drafts[member]))
}

/// Returns whether an id begins with the word of the example, which is neither a verb nor the resource, and a verb follows somewhere.
fn begins_with_habit((first, _): (&str, &str), draft: &Draft<'_>) -> bool {
    let Some(id) = &draft.id else { return false };
    ends(draft).is_some_and(|(word, _)| word == first)
        && !is_action(first)
        && !is_link(&id.words[1])
        && !is_of_resource(first, draft)
        && id.words[1..].iter().any(|word| is_action(word))
}

/// Returns whether an id ends in the word of the example after a verb, and neither the resource nor the path has that word. A plural
/// is the object of the verb.
fn ends_in_habit((_, last): (&str, &str), draft: &Draft<'_>) -> bool {
    let Some(id) = &draft.id else { return false };
    let words = id.words.as_slice();
    ends(draft).is_some_and(|(_, word)| word == last)
        && is_action(&words[0])
        && !is_action(last)
        && !is_plural(last)
        && !is_link(&words[words.len() - 2])
        && !is_of_resource(last, draft)
        && !draft.path.has_literal(last)
}

fn is_of_resource(word: &str, draft: &Draft<'_>) -> bool {
    let mut words = draft.accessor().iter();
    words.any(|other| same_noun(word, other))
}

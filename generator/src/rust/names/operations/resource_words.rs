//! The words of a resource in the ids of its operations: left out where the rest says the same.
//!
//! In: the words of an id, and the operation with its accessors. Out: the words of the method's name.

use super::nouns::{self, before_link, matches};
use super::path::is_version;
use super::verbs::{is_action, without_articles};
use super::{Draft, words};

impl Draft<'_> {
    /// Returns an id's words without those of the accessor, unless that would change the meaning of the others.
    pub(super) fn without_accessor(&self, id_words: &[String]) -> Vec<String> {
        let accessor = self.plain_accessor(id_words);
        let whole = id_words;
        let id_words = without_resource_at_beginning(&accessor, id_words);
        let id_words = without_common_end(&accessor, id_words);
        let id_words = without_words_before_verb(&accessor, id_words);
        let id_words = without_resource_at_beginning(&accessor, id_words);
        // `radar_get_attacks_summary` repeats `radar attacks` around its verb.
        let before = whole.len() - id_words.len();
        if let [verb, object @ ..] = id_words
            && (1..accessor.len()).contains(&before)
            && is_action(verb)
            && let Some(place) = nouns::find(&accessor[before..], object)
            && place.start == 0
            && place.end < object.len()
            && (!self.acts_on_resource() || nouns::is_link(&object[place.end]))
            && object.last().is_some_and(|last| !nouns::is_link(last))
        {
            return [&id_words[..1], &object[place.end..]].concat();
        }
        // `worker_routes().delete_route` means the same as `worker_routes().delete`.
        if let [verb, object @ ..] = id_words
            && is_action(verb)
            && self.is_object(&accessor, object)
        {
            return vec![verb.clone()];
        }
        // `remove_tag_for_task` of the resource `tasks`.
        if let Some(front) = without_resource_at_end(&accessor, id_words) {
            return self.without_accessor(front);
        }
        let Some(place) = nouns::find(&accessor, id_words) else {
            return self.without_words_of(&accessor, id_words);
        };
        let rest = [&id_words[..place.start], &id_words[place.end..]].concat();
        match rest.as_slice() {
            [] => id_words.to_vec(),
            [first, ..] if nouns::is_link(first) => id_words.to_vec(),
            // `list_attachment_by_account` without `account` would be incomplete.
            [.., last] if nouns::is_link(last) => id_words.to_vec(),
            [_] => rest,
            [_, second, ..] if nouns::is_link(second) => rest,
            // Without `downtime`, `list_monitor_downtimes` of `/monitors/{id}/downtime_matches` would name its owner.
            [_, .., object] if place.end == id_words.len() && self.path.has_owner(object) => {
                id_words.to_vec()
            }
            // `list_parent_goals` of `/goals/{id}/parent_goals`, in the resource `goals`.
            _ if place.end == id_words.len() && self.path.ends_in_kind_of(&accessor) => {
                id_words.to_vec()
            }
            _ if !self.acts_on_resource() => rest,
            [verb, noun] if place.start == 1 && nouns::is_generic(noun) => vec![verb.clone()],
            // The remaining words qualify the object, which the path does too.
            [verb, ..] if self.path.ends_in_parameter() && is_action(verb) => vec![verb.clone()],
            _ => id_words.to_vec(),
        }
    }

    /// Returns the words of the accessor without articles, and without versions that an id does not have.
    fn plain_accessor(&self, id_words: &[String]) -> Vec<String> {
        let words = without_articles(self.accessor());
        let is_plain = |word: &&String| !is_version(word) || id_words.contains(word);
        let plain = words.iter().filter(is_plain);
        let plain: Vec<String> = plain.cloned().collect();
        if plain.is_empty() { words } else { plain }
    }

    /// Returns the name of an operation on a resource with its owner, such as `list_organization_dashboards` of
    /// `/organizations/{id}/dashboards`: `list`, or `list_for_organization` if the resource usually has another owner.
    pub(super) fn without_owner(
        &self,
        id_words: &[String],
        usual_owner: Option<&str>,
    ) -> Option<Vec<String>> {
        let owner = self.path.owner(self.accessor())?;
        let owner_words = nouns::one_of(&words(&owner));
        let (verb, object) = id_words.split_first()?;
        let resource = object.strip_prefix(owner_words.as_slice())?;
        if !is_action(verb) || !matches(resource, self.accessor()) || !self.acts_on_resource() {
            return None;
        }
        Some(if Some(owner.as_str()) == usual_owner {
            vec![verb.clone()]
        } else {
            let link = vec![verb.clone(), "for".to_owned()];
            [link, owner_words].concat()
        })
    }

    /// Returns whether an object is the resource: the last words of the accessor, or of its part before a preposition, as `rate
    /// limits` of `rate limits for zone`. One word of several is not enough, unless the path ends in the resource.
    fn is_object(&self, accessor: &[String], object: &[String]) -> bool {
        let head = before_link(accessor);
        let is_end =
            |words: &[String]| (0..words.len()).any(|start| matches(object, &words[start..]));
        let is_named = is_end(accessor) || is_end(head) || is_shortened(accessor, object);
        is_named && (object.len() > 1 || self.acts_on_resource())
    }

    /// Returns an id's words without single words of the accessor, if the others still name what the path ends in.
    fn without_words_of(&self, accessor: &[String], id_words: &[String]) -> Vec<String> {
        let is_in =
            |words: &[String], word: &str| words.iter().any(|other| nouns::same_noun(word, other));
        let Some(object) = self
            .path
            .last_noun()
            .filter(|object| !is_in(accessor, object))
        else {
            return id_words.to_vec();
        };
        let rest: Vec<String> = id_words
            .iter()
            .filter(|word| !is_in(accessor, word))
            .cloned()
            .collect();
        let is_whole = !id_words.iter().any(|word| nouns::is_link(word))
            && rest.len() > 1
            && is_in(&rest, object);
        if is_whole { rest } else { id_words.to_vec() }
    }

    /// Returns whether the last noun of the path is the resource itself.
    pub(super) fn acts_on_resource(&self) -> bool {
        self.path.names(self.accessor()) && self.path.tail(self.accessor()).is_empty()
    }
}

/// Returns an id's words without the accessor at the beginning: it is where the operation belongs, not what it acts on.
fn without_resource_at_beginning<'a>(accessor: &[String], id_words: &'a [String]) -> &'a [String] {
    match nouns::find(accessor, id_words) {
        Some(place)
            if place.start == 0
                && id_words
                    .get(place.end)
                    .is_some_and(|next| !nouns::is_link(next)) =>
        {
            &id_words[place.end..]
        }
        _ => id_words,
    }
}

/// Returns the index of the first word of an id that is not one of the accessor's, in their order.
pub(super) fn first_other_word(accessor: &[String], id_words: &[String]) -> Option<usize> {
    let mut others = accessor.iter();
    let mut words = id_words.iter();
    words.position(|word| !others.any(|other| nouns::same_noun(word, other)))
}

/// Returns an id's words from its verb on, if only words of the accessor precede it: `radar_get_attacks` of `radar attacks`. A word
/// of the accessor is not the verb, even if it could be one.
fn without_words_before_verb<'a>(accessor: &[String], id_words: &'a [String]) -> &'a [String] {
    match first_other_word(accessor, id_words) {
        // A verb without an object is left to the other rules.
        Some(verb) if is_action(&id_words[verb]) && verb + 1 < id_words.len() => &id_words[verb..],
        _ => id_words,
    }
}

/// Returns an id's words without the accessor after a preposition at the end, if a verb with an object is left.
fn without_resource_at_end<'a>(
    accessor: &[String],
    id_words: &'a [String],
) -> Option<&'a [String]> {
    let start = (0..id_words.len()).find(|&start| matches(&id_words[start..], accessor))?;
    let (link, front) = id_words[..start].split_last()?;
    let is_link = matches!(link.as_str(), "by" | "for" | "from" | "of" | "per" | "to");
    let is_whole = front.len() > 1 && is_action(&front[0]);
    (is_link && is_whole).then_some(front)
}

/// Returns whether an object has only words of the accessor, in their order and with its last noun: `access policy` of `access
/// application policies`.
fn is_shortened(accessor: &[String], object: &[String]) -> bool {
    if before_link(object) != object {
        return false;
    }
    let accessor = before_link(accessor);
    let mut others = accessor.iter();
    let are_in_order = object
        .iter()
        .all(|word| others.any(|other| nouns::same_noun(word, other)));
    let nouns = accessor.last().zip(object.last());
    are_in_order && nouns.is_some_and(|(noun, other)| nouns::same_noun(noun, other))
}

/// Returns an id's words without the end that the accessor has too, from a preposition on: `for port` of `registry for port`.
fn without_common_end<'a>(accessor: &[String], id_words: &'a [String]) -> &'a [String] {
    let end = &accessor[before_link(accessor).len()..];
    let is_joined = end
        .first()
        .is_some_and(|link| link == "and" || link == "or");
    match id_words.strip_suffix(end) {
        Some(front) if front.len() > 1 && !is_joined && !matches(id_words, accessor) => front,
        _ => id_words,
    }
}

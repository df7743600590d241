//! The name of each operation: the accessors that lead to it, and the possible names of its method, the best first.
//!
//! In: the operations of an API. Out: an [`OperationName`] for each. Knows nothing of clashes (see `operations::resources`).
//!
//! * A dotted id (`stream.live_inputs.create`) is the path of accessors and the method, as it is written.
//! * Otherwise the first tag is the accessor; without a tag, the first segment of the path that is a word.
//! * The method is named by the id, without the words of the accessor. The path and HTTP method that web frameworks append to
//!   ids are left out, and so are the names of controllers, articles, and a version that most ids end in.
//! * An operation without an id, or with one that only repeats the path, is named by what it does: `list`, `get`, `create`,
//!   `update`, `replace`, `delete`, or the action that the path ends in.
//! * The name never suggests an object other than the path's: if the remaining words would, the words of the accessor are kept.

mod by_path;
mod habits;
mod id;
mod nouns;
mod path;
mod resource_words;
mod verbs;

use std::collections::HashMap;

use crate::api::{Api, Operation, Shape};

use self::id::Id;
use self::nouns::{is_plural, matches};
use self::path::Path;
use self::resource_words::first_other_word;
use self::verbs::{is_action, without_articles};
use super::words::words;

/// The accessor of operations whose path is an action, such as `/sendMessage`.
const ACCESSOR_OF_ACTIONS: &str = "api";

/// The name of an operation.
#[derive(Debug, PartialEq)]
pub(in crate::rust) struct OperationName {
    /// The words of each accessor.
    pub(in crate::rust) accessors: Vec<Vec<String>>,
    /// The words of the method's name, then those of alternatives.
    pub(in crate::rust) names: Vec<Vec<String>>,
}

/// Names all operations.
pub(in crate::rust) fn name_operations(api: &Api) -> Vec<OperationName> {
    let mut operations = drafts(api);
    habits::remove_habits(&mut operations);
    let owners = usual_owners(&operations);
    operations
        .iter()
        .map(|draft| {
            let usual = owners.get(&draft.accessors).and_then(Option::as_deref);
            OperationName {
                names: draft.names(usual),
                accessors: draft.accessors.clone(),
            }
        })
        .collect()
}

/// How often each owner precedes a resource. The owner is the last word before it in the path that a
/// parameter follows: `users` in `/users/{id}/keys`.
type OwnerCounts = Vec<(Option<String>, usize)>;

/// An operation whose accessors are known.
struct Draft<'a> {
    operation: &'a Operation,
    path: Path,
    id: Option<Id>,
    accessors: Vec<Vec<String>>,
    /// Whether the operation returns a list.
    is_list: bool,
}

fn drafts(api: &Api) -> Vec<Draft<'_>> {
    let version = id::usual_version(&api.operations);
    api.operations
        .iter()
        .map(|operation| {
            let path = Path::new(operation);
            let id = operation.id.as_deref();
            let id = id.filter(|id| !id::is_path(id, operation));
            let id = id.map(|id| Id::new(id, operation, version.as_deref()));
            Draft {
                accessors: accessors(operation, id.as_ref(), &path),
                is_list: is_list(api, operation, &path),
                operation,
                path,
                id,
            }
        })
        .collect()
}

/// Returns the accessors of an operation: at least one.
fn accessors(operation: &Operation, id: Option<&Id>, path: &Path) -> Vec<Vec<String>> {
    if let Some(id) = id
        && !id.namespace.is_empty()
    {
        return id.namespace.iter().map(|part| tag_words(part)).collect();
    }
    let tagged = operation.groups.first().map(|tag| tag_accessors(tag));
    if let Some(accessors) = tagged
        && !accessors.is_empty()
    {
        return accessors;
    }
    match id {
        Some(id) if !id.is_numbered && path.is_call_of(&id.words) => {
            vec![words(ACCESSOR_OF_ACTIONS)]
        }
        Some(Id {
            controller: Some(controller),
            ..
        }) => vec![controller.clone()],
        _ => vec![path.first_noun()],
    }
}

/// Returns the accessors that a tag names; none if it is only a version.
fn tag_accessors(tag: &str) -> Vec<Vec<String>> {
    let parts: Vec<&str> = tag.split('.').collect();
    let is_path = parts.len() > 1 && parts.iter().all(|part| id::is_namespace(part));
    let parts = if is_path { parts } else { vec![tag] };
    let accessors: Vec<Vec<String>> = parts.into_iter().map(tag_words).collect();
    match accessors.as_slice() {
        [only] if only.iter().all(|word| path::is_version(word)) => Vec::new(),
        _ => accessors,
    }
}

/// Returns the words of a tag, without signs between words and without a suffix such as `api` or `controller`.
fn tag_words(tag: &str) -> Vec<String> {
    let is_kept = |sign: char| sign.is_alphanumeric() || "+#&'_-".contains(sign);
    let plain: String = tag
        .chars()
        .map(|sign| if is_kept(sign) { sign } else { ' ' })
        .collect();
    let mut found = if plain.trim().is_empty() {
        words(tag)
    } else {
        words(plain.trim())
    };
    while found.len() > 1
        && matches!(
            found[found.len() - 1].as_str(),
            "api" | "apis" | "controller" | "controllers" | "endpoint" | "endpoints"
        )
    {
        found.pop();
    }
    found
}

fn is_list(api: &Api, operation: &Operation, path: &Path) -> bool {
    if operation.method != "GET" || path.ends_in_parameter() {
        return false;
    }
    let value = operation
        .success
        .value
        .map(|value| &api.get(value.id).shape);
    operation.pagination.is_some()
        || matches!(value, Some(Shape::List(_)))
        || path.last_noun().is_some_and(is_plural)
}

/// Returns for each resource the owner that precedes it in the paths of most of its operations, or `None` if most have none.
/// The names of methods do not mention it.
fn usual_owners(drafts: &[Draft<'_>]) -> HashMap<Vec<Vec<String>>, Option<String>> {
    let mut counts: HashMap<&[Vec<String>], OwnerCounts> = HashMap::new();
    for draft in drafts {
        let owner = draft.path.owner(draft.accessor());
        let known = counts.entry(draft.accessors.as_slice()).or_default();
        match known.iter_mut().find(|(other, _)| *other == owner) {
            Some((_, count)) => *count += 1,
            None => known.push((owner, 1)),
        }
    }
    let mut usual = HashMap::with_capacity(counts.len());
    for draft in drafts {
        let Some(known) = counts.get(draft.accessors.as_slice()) else {
            continue;
        };
        // If several owners are equally frequent, none of them is usual.
        let most = known.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let mut found = known.iter().filter(|(_, count)| *count == most);
        let owner = match (found.next(), found.next()) {
            (Some((owner, _)), None) => owner.clone(),
            _ => None,
        };
        usual.insert(draft.accessors.clone(), owner);
    }
    usual
}

/// Returns whether a word distinguishes a variant of an operation: `v2`, `beta`.
fn is_qualifier(word: &str) -> bool {
    let is_stage = matches!(
        word,
        "alpha" | "beta" | "experimental" | "legacy" | "preview"
    );
    is_stage || word.starts_with('v') && path::is_version(word)
}

impl Draft<'_> {
    /// Returns the words of the last accessor, whose noun is the object of the methods.
    fn accessor(&self) -> &[String] {
        self.accessors.last().map_or(&[], Vec::as_slice)
    }

    /// Returns the possible names of the method, the best first.
    fn names(&self, usual_owner: Option<&str>) -> Vec<Vec<String>> {
        let by_path = self.by_path(usual_owner);
        let mut names = Vec::new();
        match &self.id {
            Some(id) if id.namespace.is_empty() => {
                names.extend(self.by_qualified_id(id, &by_path, usual_owner));
            }
            Some(id) => {
                let method = self.operation.method.to_ascii_lowercase();
                names.push(if id.is_numbered {
                    self.by_request(&id.words)
                } else {
                    id.words.clone()
                });
                names.push([vec![method], id.words.clone()].concat());
            }
            None => {}
        }
        names.push(by_path.clone());
        names.push(self.with_owner(by_path));
        if let Some(Id { words: id, .. }) = &self.id
            && id.last().is_some_and(|last| self.is_method(last))
        {
            names.push(id[id.len() - 1..].to_vec());
        }
        names.extend(self.id.as_ref().map(|id| id.all_words.clone()));
        names.push(self.path.request_words(&self.operation.method));
        let mut distinct: Vec<Vec<String>> = Vec::new();
        for name in names {
            let mut name = name;
            if !self.repeats_a_word() {
                name.dedup();
            }
            if !name.is_empty() && !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        distinct
    }

    /// Returns whether the id has a word twice in a row, so that the repetition is intended.
    fn repeats_a_word(&self) -> bool {
        let id = self.id.as_ref();
        id.is_some_and(|id| id.words.windows(2).any(|pair| pair[0] == pair[1]))
    }

    /// Returns the name from the id, in which a word such as `beta` before the verb goes to the end: `create_beta`.
    fn by_qualified_id(
        &self,
        id: &Id,
        by_path: &[String],
        usual_owner: Option<&str>,
    ) -> Option<Vec<String>> {
        let Some(place) = first_other_word(self.accessor(), &id.words) else {
            return self.by_id(id, usual_owner);
        };
        match &id.words[place..] {
            [first, second, .., last] | [first, second @ last]
                if is_qualifier(first) && (is_action(second) || self.is_method(last)) =>
            {
                let mut words = id.words.clone();
                let qualifier = words.remove(place);
                let rest = Id {
                    words,
                    ..id.clone()
                };
                let name = self.by_id(&rest, usual_owner);
                let mut name = name.unwrap_or_else(|| by_path.to_vec());
                name.push(qualifier);
                Some(name)
            }
            _ => self.by_id(id, usual_owner),
        }
    }

    /// Returns the name from the id; `None` if the id only repeats the path.
    fn by_id(&self, id: &Id, usual_owner: Option<&str>) -> Option<Vec<String>> {
        if id.is_numbered {
            return Some(self.by_request(&id.words));
        }
        if self.path.is_repeated_by(&id.all_words[1..]) && verbs::is_http_method(&id.all_words[0]) {
            return None;
        }
        let mut id_words = without_articles(&id.words);
        if let Some(controller) = &id.controller
            && !matches(controller, self.accessor())
            && !id_words.is_empty()
        {
            id_words.splice(1..1, controller.iter().cloned());
        }
        self.drop_trailing_parameter(&mut id_words);
        self.put_request_first(&mut id_words);
        verbs::put_verb_first(&mut id_words, &self.operation.method);
        nouns::drop_repeated(&mut id_words);
        self.drop_words_of_lists(&mut id_words);
        // `POST /ships/{id}/dock` with the id `dock`.
        if let [verb] = id_words.as_slice()
            && self.is_action_on_one(verb)
        {
            return Some(id_words);
        }
        if (self.only_repeats_path(&id_words) || self.only_repeats_path(&id.all_words))
            && (self.path.names(self.accessor()) || id_words.len() < 2)
        {
            return None;
        }
        if matches(&id_words, self.accessor()) {
            return None;
        }
        let mut rest = match self.without_owner(&id_words, usual_owner) {
            Some(name) => name,
            None => self.without_accessor(&id_words),
        };
        verbs::put_verb_first(&mut rest, &self.operation.method);
        self.put_verb_before_details(&mut rest);
        let is_many = rest.len() == 1 || rest[1..].iter().any(|word| is_plural(word));
        if self.is_list && is_many && rest[0] == "get" {
            "list".clone_into(&mut rest[0]);
        }
        self.put_list_in_plural(&mut rest);
        match rest.as_slice() {
            [verb] if self.is_method(verb) => None,
            _ if matches(&rest, self.accessor()) => None,
            [first, ..] if first.starts_with(|digit: char| digit.is_ascii_digit()) => None,
            _ => Some(rest),
        }
    }

    /// Returns whether the path ends in a word after a parameter, which the request does to one object.
    fn is_action_on_one(&self, word: &str) -> bool {
        self.operation.method == "POST"
            && !is_plural(word)
            && self.path.last_noun() == Some(word)
            && self.path.ends_after_parameter()
    }

    /// Removes the path's last parameter from the end: `id`, `by id`, `by name` of `/pets/{name}`.
    fn drop_trailing_parameter(&self, id_words: &mut Vec<String>) {
        if !self.path.ends_in_parameter() || id_words.len() < 2 {
            return;
        }
        let by = id_words.iter().rposition(|word| word == "by");
        if let Some(by) = by.filter(|&by| by > 0)
            && self.path.last_parameter() == &id_words[by + 1..]
            && self.path.before_last() != self.path.last_parameter()
        {
            id_words.truncate(by);
            return;
        }
        let last = id_words.last().map(String::as_str);
        if matches!(last, Some("id" | "ids")) {
            id_words.pop();
            if id_words.last().is_some_and(|last| last == "by") {
                id_words.pop();
            }
        }
    }

    /// Removes `all`, and `collection` or `list` at the end, from the id of an operation that returns a list.
    fn drop_words_of_lists(&self, id_words: &mut Vec<String>) {
        let is_getter = id_words
            .first()
            .is_some_and(|verb| matches!(verb.as_str(), "get" | "list"));
        if !self.is_list || !is_getter || id_words.len() < 3 {
            return;
        }
        id_words.retain(|word| word != "all");
        let last = id_words.last().map(String::as_str);
        if let Some(last @ ("collection" | "list")) = last
            && id_words.len() > 2
            && self.path.last_noun() != Some(last)
        {
            id_words.pop();
            "list".clone_into(&mut id_words[0]);
        }
    }

    /// Names an operation that reads by `get` if its id has no verb but `details`: `tunnel_details` becomes `get_tunnel`.
    fn put_verb_before_details(&self, rest: &mut Vec<String>) {
        let is_details = matches!(rest.last().map(String::as_str), Some("detail" | "details"));
        if self.operation.method == "GET"
            && is_details
            && !verbs::is_only_action(&rest[0])
            && rest[0] != "list"
            && !rest.iter().any(|word| nouns::is_link(word))
        {
            rest.pop();
            rest.insert(0, "get".to_owned());
            *rest = self.without_accessor(rest);
        }
    }

    /// Writes the noun of a list as the path does: `list_pet` of `/owners/{id}/pets` becomes `list_pets`.
    fn put_list_in_plural(&self, rest: &mut [String]) {
        let end = nouns::before_link(rest).len();
        let Some(plural) = self.path.last_noun().filter(|noun| is_plural(noun)) else {
            return;
        };
        if end < 2 || rest[0] != "list" || !self.is_list {
            return;
        }
        // A path such as `/cargoitems` may write several words as one.
        for start in 1..end {
            let one = nouns::singular(&rest[start..end].concat());
            let before = rest[start..end - 1].concat().len();
            if nouns::singular(plural) == one
                && let Some(noun) = plural.get(before..)
            {
                noun.clone_into(&mut rest[end - 1]);
                return;
            }
        }
    }

    /// Moves a verb from the end to the beginning if it is the request's method, or if the id is the path and the verb its last
    /// piece: `link_token_get` of `/link/token/get` becomes `get_link_token`.
    fn put_request_first(&self, id_words: &mut [String]) {
        let [first, .., before, last] = &*id_words else {
            return;
        };
        let is_request = self.is_method(last) && !is_action(first) && !nouns::is_link(before);
        if is_request || self.path.ends_in_verb(last) && self.path.is_spelled_by(id_words) {
            id_words.rotate_right(1);
        }
    }

    fn is_method(&self, word: &str) -> bool {
        word.eq_ignore_ascii_case(&self.operation.method)
    }

    /// Returns whether an id has only the HTTP method and words of the path, in their order.
    fn only_repeats_path(&self, id_words: &[String]) -> bool {
        // `get_user_by_email` of `/users/email/{email}` says that the e-mail address is not the object.
        let key = self.path.last_parameter();
        if key == self.path.before_last()
            && let Some(front) = id_words.strip_suffix(key)
            && front.last().is_some_and(|link| link == "by")
        {
            return false;
        }
        let mut rest = id_words;
        if let [first, others @ ..] = rest
            && self.is_method(first)
        {
            rest = others;
        } else if let [others @ .., last] = rest
            && self.is_method(last)
        {
            rest = others;
        } else if let [first, others @ ..] = rest
            && is_action(first)
        {
            // `delete_zones_check` of `POST /zones/{id}/check`.
            return verbs::is_http_method(first) && self.path.is_spelled_by(others);
        }
        self.path.contains(rest)
    }
}

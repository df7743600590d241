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

mod id;
mod nouns;
mod path;
mod verbs;

use std::collections::HashMap;

use crate::api::{Api, Operation, Shape};

use self::id::Id;
use self::nouns::{is_plural, matches};
use self::path::Path;
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
    let operations: Vec<Draft<'_>> = drafts(api);
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
            Some(id) if id.namespace.is_empty() => names.extend(self.by_id(id)),
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
        names.extend(self.id.as_ref().map(|id| id.words.clone()));
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

    /// Returns the name from the id; `None` if the id only repeats the path.
    fn by_id(&self, id: &Id) -> Option<Vec<String>> {
        if id.is_numbered {
            return Some(self.by_request(&id.words));
        }
        let mut id_words = without_articles(&id.words);
        if let Some(controller) = &id.controller
            && !matches(controller, self.accessor())
            && !id_words.is_empty()
        {
            id_words.splice(1..1, controller.iter().cloned());
        }
        self.drop_trailing_id(&mut id_words);
        self.put_request_first(&mut id_words);
        verbs::put_verb_first(&mut id_words);
        if self.is_list && id_words.len() > 2 && matches!(id_words[0].as_str(), "get" | "list") {
            id_words.retain(|word| word != "all");
        }
        if self.only_repeats_path(&id_words)
            && (self.path.names(self.accessor()) || id_words.len() < 2)
        {
            return None;
        }
        if matches(&id_words, self.accessor()) {
            return None;
        }
        let mut rest = self.without_accessor(&id_words);
        verbs::put_verb_first(&mut rest);
        let is_many = rest.len() == 1 || rest[1..].iter().any(|word| is_plural(word));
        if self.is_list && is_many && rest[0] == "get" {
            "list".clone_into(&mut rest[0]);
        }
        match rest.as_slice() {
            [verb] if self.is_method(verb) => None,
            [first, ..] if first.starts_with(|digit: char| digit.is_ascii_digit()) => None,
            _ => Some(rest),
        }
    }

    /// Returns a name made from the HTTP method and the parameters, for one of several operations whose ids differ only by a number.
    fn by_request(&self, id_words: &[String]) -> Vec<String> {
        let mut name = vec![self.operation.method.to_ascii_lowercase()];
        if !matches(id_words, self.accessor()) {
            name.extend(id_words.iter().cloned());
        }
        let (before, after) = self.path.parameters();
        for (link, parameters) in [("for", before), ("by", after)] {
            for parameter in parameters {
                name.push(link.to_owned());
                name.extend(parameter);
            }
        }
        name
    }

    /// Removes `id` and `by id` at the end if the path ends in a parameter.
    fn drop_trailing_id(&self, id_words: &mut Vec<String>) {
        if !self.path.ends_in_parameter() || id_words.len() < 2 {
            return;
        }
        if id_words
            .last()
            .is_some_and(|last| last == "id" || last == "ids")
        {
            id_words.pop();
            if id_words.last().is_some_and(|last| last == "by") {
                id_words.pop();
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
        let mut rest = id_words;
        if let [first, others @ ..] = rest
            && self.is_method(first)
        {
            rest = others;
        } else if let [others @ .., last] = rest
            && self.is_method(last)
        {
            rest = others;
        } else if let [first, ..] = rest
            && is_action(first)
        {
            return false;
        }
        self.path.contains(rest)
    }

    /// Returns an id's words without those of the accessor, unless that would change the meaning of the others.
    fn without_accessor(&self, id_words: &[String]) -> Vec<String> {
        let accessor = without_articles(self.accessor());
        let whole = id_words;
        let mut id_words = without_words_before_verb(&accessor, id_words);
        // At the beginning, the accessor is where the operation belongs, not what it acts on.
        if let Some(place) = nouns::find(&accessor, id_words)
            && place.start == 0
            && id_words
                .get(place.end)
                .is_some_and(|next| !nouns::is_link(next))
        {
            id_words = &id_words[place.end..];
        }
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
            _ if !self.acts_on_resource() => rest,
            // The remaining words qualify the object, which the path does too.
            [verb, ..] if self.path.ends_in_parameter() && is_action(verb) => vec![verb.clone()],
            _ => id_words.to_vec(),
        }
    }

    /// Returns whether an object is the resource: the last words of the accessor, or of its part before a preposition, as `rate
    /// limits` of `rate limits for zone`. One word of several is not enough, unless the path ends in the resource.
    fn is_object(&self, accessor: &[String], object: &[String]) -> bool {
        let link = accessor.iter().position(|word| nouns::is_link(word));
        let head = &accessor[..link.unwrap_or(accessor.len())];
        let is_end =
            |words: &[String]| (0..words.len()).any(|start| matches(object, &words[start..]));
        (is_end(accessor) || is_end(head)) && (object.len() > 1 || self.acts_on_resource())
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
    fn acts_on_resource(&self) -> bool {
        self.path.names(self.accessor()) && self.path.tail(self.accessor()).is_empty()
    }

    /// Returns a name made from the HTTP method and the path.
    fn by_path(&self, usual_owner: Option<&str>) -> Vec<String> {
        let tail = self.path.tail(self.accessor());
        let last = tail.last();
        let method = self.operation.method.as_str();
        let ends_in_parameter = self.path.ends_in_parameter();
        let is_command = match method {
            "POST" => true,
            "PUT" | "PATCH" => !ends_in_parameter,
            "GET" => last.is_some_and(|last| verbs::is_reading(last)),
            _ => false,
        };
        if let Some(last) = last
            && is_command
            && verbs::is_command(last)
        {
            return [last.clone(), before(&tail)].concat();
        }
        let is_resource_itself = tail.is_empty();
        let is_action = self.accessor().last().is_some_and(|word| is_action(word));
        let is_plural = self.path.last_noun().is_some_and(is_plural);
        let verb: &[&str] = match method {
            "GET" if self.is_list => &["list"],
            "GET" => &["get"],
            "POST" if ends_in_parameter => &["update"],
            "POST" if is_resource_itself && is_action => &["post"],
            "POST" => &["create"],
            "PUT" if is_resource_itself && is_plural && !ends_in_parameter => &["replace", "all"],
            "PUT" => &["replace"],
            "PATCH" if is_resource_itself && is_plural && !ends_in_parameter => &["update", "many"],
            "PATCH" => &["update"],
            "DELETE" if is_resource_itself && is_plural && !ends_in_parameter => {
                &["delete", "many"]
            }
            "DELETE" => &["delete"],
            "HEAD" => &["head"],
            "QUERY" => &["query"],
            _ => &[],
        };
        let mut name: Vec<String> = verb.iter().map(|word| (*word).to_owned()).collect();
        if name.is_empty() {
            name = words(&method.to_ascii_lowercase());
        }
        name.extend(before(&tail));
        if let Some(last) = last {
            let one = ends_in_parameter || method == "POST";
            name.extend(if one {
                nouns::one_of(last)
            } else {
                last.clone()
            });
        }
        let owner = self.path.owner(self.accessor());
        match owner {
            Some(owner)
                if is_resource_itself
                    && !ends_in_parameter
                    && Some(owner.as_str()) != usual_owner =>
            {
                name.push("for".to_owned());
                name.extend(nouns::one_of(&words(&owner)));
                name
            }
            _ => name,
        }
    }

    /// Returns a name with the owner of the object, if the path has one.
    fn with_owner(&self, name: Vec<String>) -> Vec<String> {
        match self.path.piece_before(self.accessor()) {
            Some(owner) if !name.iter().any(|word| word == "for") => {
                [name, vec!["for".to_owned()], nouns::one_of(&owner)].concat()
            }
            _ => name,
        }
    }
}

/// Returns the words of all segments except the last.
fn before(tail: &[Vec<String>]) -> Vec<String> {
    let others = tail.split_last().map_or(&[][..], |(_, others)| others);
    others.concat()
}

/// Returns an id's words from its verb on, if only words of the accessor precede it: `radar_get_attacks` of `radar attacks`.
fn without_words_before_verb<'a>(accessor: &[String], id_words: &'a [String]) -> &'a [String] {
    let Some(verb) = id_words.iter().position(|word| is_action(word)) else {
        return id_words;
    };
    let mut others = accessor.iter();
    let is_accessor = id_words[..verb]
        .iter()
        .all(|word| others.any(|other| nouns::same_noun(word, other)));
    // A verb without an object is left to the other rules.
    if is_accessor && verb + 1 < id_words.len() {
        &id_words[verb..]
    } else {
        id_words
    }
}

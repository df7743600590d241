//! What each operation is called: the accessors that lead to it, and the names of its method, the best first.
//!
//! In: the operations of an API. Out: an [`OperationName`] for each. Knows nothing of clashes (see `resources`).
//!
//! * A dotted id (`stream.live_inputs.create`) is the path of accessors and the method, as it is written.
//! * Otherwise the first tag is the accessor; without a tag, the first segment of the path that is a word.
//! * The method is what the id says beyond the words of the accessor. What an id repeats of its own path and method, as web
//!   frameworks append it, is no part of the name, nor are the names of controllers, articles, and a version that most ids
//!   end in.
//! * An id that says no more than the path does, and an operation without one, are named by what they do: `list`, `get`,
//!   `create`, `update`, `replace`, `delete`, or the action that the path ends in.
//! * No name takes another object than the path's: where the words that are left would, the name keeps those of the accessor.

mod id;
mod nouns;
mod path;

use std::collections::HashMap;

use crate::api::{Api, Operation, Shape};

use self::id::Id;
use self::nouns::{is_action, is_plural, matches, without_articles};
use self::path::Path;
use super::words::words;

/// The accessor of operations whose paths are what they do, such as `/sendMessage`.
const CALLS: &str = "api";

/// Where an operation stands, and what its method is called.
#[derive(Debug, PartialEq)]
pub(in crate::rust) struct OperationName {
    /// The words of each accessor.
    pub(in crate::rust) accessors: Vec<Vec<String>>,
    /// The words of the method: what it should be called, then what else would do.
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

/// How often each owner stands before a resource.
type OwnerCounts = Vec<(Option<String>, usize)>;

/// An operation whose accessors are known.
struct Draft<'a> {
    operation: &'a Operation,
    path: Path,
    id: Option<Id>,
    accessors: Vec<Vec<String>>,
    /// Whether the operation gives a list.
    is_list: bool,
}

fn drafts(api: &Api) -> Vec<Draft<'_>> {
    let version = id::usual_version(&api.operations);
    api.operations
        .iter()
        .map(|operation| {
            let path = Path::of(operation);
            let id = operation.id.as_deref();
            let id = id.map(|id| Id::of(id, operation, version.as_deref()));
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
        Some(id) if !id.is_numbered && path.is_call_of(&id.words) => vec![words(CALLS)],
        Some(Id {
            controller: Some(controller),
            ..
        }) => vec![controller.clone()],
        _ => vec![path.first_noun()],
    }
}

/// Returns the accessors that a tag names; none where it is a version alone.
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

/// Returns the words of a tag. Signs between words say nothing, nor does it that the tag is one of an API or a controller.
fn tag_words(tag: &str) -> Vec<String> {
    let is_kept = |sign: char| sign.is_alphanumeric() || "+#&'_-".contains(sign);
    let plain: String = tag
        .chars()
        .map(|sign| if is_kept(sign) { sign } else { ' ' })
        .collect();
    let mut found = match plain.trim().is_empty() {
        true => words(tag),
        false => words(plain.trim()),
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

/// Returns for each resource the owner that most of its operations have before it in their paths, `None` where most have none.
/// It goes without saying in their names.
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
        // Of equally frequent ones none is usual, unless one has no owner.
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

    /// Returns what the method can be called.
    fn names(&self, usual_owner: Option<&str>) -> Vec<Vec<String>> {
        let by_path = self.by_path(usual_owner);
        let mut names = Vec::new();
        match &self.id {
            Some(id) if id.namespace.is_empty() => names.extend(self.by_id(id)),
            Some(id) => {
                let method = self.operation.method.to_ascii_lowercase();
                names.push(match id.is_numbered {
                    true => self.by_request(&id.words),
                    false => id.words.clone(),
                });
                names.push([vec![method], id.words.clone()].concat());
            }
            None => {}
        }
        names.push(by_path.clone());
        names.push(self.with_owner(by_path));
        names.extend(self.id.as_ref().map(|id| id.words.clone()));
        names.push(self.path.request_words(&self.operation.method));
        let mut distinct: Vec<Vec<String>> = Vec::new();
        for name in names {
            let mut name = name;
            if !self.repeats_itself() {
                name.dedup();
            }
            if !name.is_empty() && !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        distinct
    }

    /// Returns whether the id has a word twice side by side, so that its maker means it.
    fn repeats_itself(&self) -> bool {
        let id = self.id.as_ref();
        id.is_some_and(|id| id.words.windows(2).any(|pair| pair[0] == pair[1]))
    }

    /// Returns the name that the id gives; none where it says no more than the path.
    fn by_id(&self, id: &Id) -> Option<Vec<String>> {
        if id.is_numbered {
            return Some(self.by_request(&id.words));
        }
        let mut said = without_articles(&id.words);
        if let Some(controller) = &id.controller
            && !matches(controller, self.accessor())
            && !said.is_empty()
        {
            said.splice(1..1, controller.iter().cloned());
        }
        self.drop_trailing_id(&mut said);
        nouns::put_verb_first(&mut said);
        if self.is_list && said.len() > 2 && matches!(said[0].as_str(), "get" | "list") {
            said.retain(|word| word != "all");
        }
        if self.is_said_by_path(&said) && (self.path.names(self.accessor()) || said.len() < 2) {
            return None;
        }
        if matches(&said, self.accessor()) {
            return None;
        }
        let mut rest = self.without_accessor(&said);
        nouns::put_verb_first(&mut rest);
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

    /// Returns the name of one of several numbered operations: what differs is how they are requested.
    fn by_request(&self, said: &[String]) -> Vec<String> {
        let mut name = vec![self.operation.method.to_ascii_lowercase()];
        if !matches(said, self.accessor()) {
            name.extend(said.iter().cloned());
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

    /// Removes `id` and `by id` at the end, where the path ends in a parameter.
    fn drop_trailing_id(&self, said: &mut Vec<String>) {
        if !self.path.ends_in_parameter() || said.len() < 2 {
            return;
        }
        if said
            .last()
            .is_some_and(|last| last == "id" || last == "ids")
        {
            said.pop();
            if said.last().is_some_and(|last| last == "by") {
                said.pop();
            }
        }
    }

    fn is_method(&self, word: &str) -> bool {
        word.eq_ignore_ascii_case(&self.operation.method)
    }

    /// Returns whether an id holds nothing but the HTTP method and words of the path, in their order.
    fn is_said_by_path(&self, said: &[String]) -> bool {
        let mut rest = said;
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
        self.path.holds(rest)
    }

    /// Returns an id's words less those of the accessor, unless the others would say something else then.
    fn without_accessor(&self, said: &[String]) -> Vec<String> {
        let accessor = without_articles(self.accessor());
        let mut said = said;
        // In front it says where the operation belongs, not what it acts on.
        if let Some(place) = nouns::place_of(&accessor, said)
            && place.start == 0
            && said
                .get(place.end)
                .is_some_and(|next| !nouns::is_link(next))
        {
            said = &said[place.end..];
        }
        // `worker_routes().delete_route` says no more than `worker_routes().delete`.
        if let [verb, object @ ..] = said
            && is_action(verb)
            && (0..accessor.len()).any(|start| matches(object, &accessor[start..]))
            && self.acts_on_resource()
        {
            return vec![verb.clone()];
        }
        let Some(place) = nouns::place_of(&accessor, said) else {
            return self.without_words_of(&accessor, said);
        };
        let rest = [&said[..place.start], &said[place.end..]].concat();
        match rest.as_slice() {
            [] => said.to_vec(),
            [first, ..] if nouns::is_link(first) => said.to_vec(),
            // `list_attachment_by_account` without `account` would end in the air.
            [.., last] if nouns::is_link(last) => said.to_vec(),
            [_] => rest,
            [_, second, ..] if nouns::is_link(second) => rest,
            _ if !self.acts_on_resource() => rest,
            // What is left is not what the method acts on, but tells more of it, which the path tells too.
            [verb, ..] if self.path.ends_in_parameter() && is_action(verb) => vec![verb.clone()],
            _ => said.to_vec(),
        }
    }

    /// Returns an id's words without single words of the accessor, where the others still name what the path ends in.
    fn without_words_of(&self, accessor: &[String], said: &[String]) -> Vec<String> {
        let is_in =
            |words: &[String], word: &str| words.iter().any(|other| nouns::same_noun(word, other));
        let Some(object) = self
            .path
            .last_noun()
            .filter(|object| !is_in(accessor, object))
        else {
            return said.to_vec();
        };
        let rest: Vec<String> = said
            .iter()
            .filter(|word| !is_in(accessor, word))
            .cloned()
            .collect();
        let is_whole =
            !said.iter().any(|word| nouns::is_link(word)) && rest.len() > 1 && is_in(&rest, object);
        match is_whole {
            true => rest,
            false => said.to_vec(),
        }
    }

    /// Returns whether the last noun of the path is the resource itself.
    fn acts_on_resource(&self) -> bool {
        self.path.names(self.accessor()) && self.path.tail(self.accessor()).is_empty()
    }

    /// Returns the name by method and path.
    fn by_path(&self, usual_owner: Option<&str>) -> Vec<String> {
        let tail = self.path.tail(self.accessor());
        let last = tail.last();
        let method = self.operation.method.as_str();
        let ends_in_parameter = self.path.ends_in_parameter();
        let is_command = match method {
            "POST" => true,
            "PUT" | "PATCH" => !ends_in_parameter,
            "GET" => last.is_some_and(|last| nouns::is_reading(last)),
            _ => false,
        };
        if let Some(last) = last
            && is_command
            && nouns::is_command(last)
        {
            return [last.clone(), before(&tail)].concat();
        }
        let is_own = tail.is_empty();
        let is_action = self.accessor().last().is_some_and(|word| is_action(word));
        let is_plural = self.path.last_noun().is_some_and(is_plural);
        let verb: &[&str] = match method {
            "GET" if self.is_list => &["list"],
            "GET" => &["get"],
            "POST" if ends_in_parameter => &["update"],
            "POST" if is_own && is_action => &["post"],
            "POST" => &["create"],
            "PUT" if is_own && is_plural && !ends_in_parameter => &["replace", "all"],
            "PUT" => &["replace"],
            "PATCH" if is_own && is_plural && !ends_in_parameter => &["update", "many"],
            "PATCH" => &["update"],
            "DELETE" if is_own && is_plural && !ends_in_parameter => &["delete", "many"],
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
            Some(owner) if is_own && !ends_in_parameter && Some(owner.as_str()) != usual_owner => {
                name.push("for".to_owned());
                name.extend(nouns::one_of(&words(&owner)));
                name
            }
            _ => name,
        }
    }

    /// Returns a name that says whose the object is, if the path does.
    fn with_owner(&self, name: Vec<String>) -> Vec<String> {
        match self.path.place_before(self.accessor()) {
            Some(owner) if !name.iter().any(|word| word == "for") => {
                [name, vec!["for".to_owned()], nouns::one_of(&owner)].concat()
            }
            _ => name,
        }
    }
}

/// Returns the words of all texts but the last.
fn before(tail: &[Vec<String>]) -> Vec<String> {
    let others = tail.split_last().map_or(&[][..], |(_, others)| others);
    others.concat()
}

//! Names made from the HTTP method and the path, for operations whose id says no more.
//!
//! In: an operation with its accessors. Out: the words of a name, such as `list`, `create_output` or `cancel`.

use super::nouns::{self, is_plural, matches};
use super::verbs::{self, is_action};
use super::{Draft, words};

impl Draft<'_> {
    /// Returns a name made from the HTTP method and the path.
    pub(super) fn by_path(&self, usual_owner: Option<&str>) -> Vec<String> {
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
            return if last[0] == "exists" {
                tail.concat()
            } else {
                [last.clone(), before(&tail)].concat()
            };
        }
        // `POST /threads/{id}/messages/new` creates a message.
        if let [front @ .., noun, last] = tail.as_slice()
            && method == "POST"
            && last == &["new"]
        {
            let front = front.concat();
            return [vec!["create".to_owned()], front, nouns::one_of(noun)].concat();
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
    pub(super) fn with_owner(&self, name: Vec<String>) -> Vec<String> {
        match self.path.piece_before(self.accessor()) {
            Some(owner) if !name.iter().any(|word| word == "for") => {
                [name, vec!["for".to_owned()], nouns::one_of(&owner)].concat()
            }
            _ => name,
        }
    }

    /// Returns a name made from the HTTP method and the parameters, for one of several operations whose ids differ only by a number.
    pub(super) fn by_request(&self, id_words: &[String]) -> Vec<String> {
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
}

/// Returns the words of all segments except the last.
fn before(tail: &[Vec<String>]) -> Vec<String> {
    let others = tail.split_last().map_or(&[][..], |(_, others)| others);
    others.concat()
}

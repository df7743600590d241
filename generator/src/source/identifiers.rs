//! The names that documents give to places: `$self` and `$id` to wholes, `$anchor` to parts of them.
//!
//! In: a file's content. Out: by what base URI a reference in it is read, and where its anchors are. A file that says
//! nothing is its own base, written as the empty URI: what is relative to it is a path from its folder.
//! <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2> Resolves nothing (see `reference`).

use std::collections::BTreeMap;

use super::{Node, uri};
use crate::diagnostic::{Location, push_token};

/// Members whose values are data, not parts of the document: what looks like a name in them is none.
const DATA: &[&str] = &[
    "const",
    "dataValue",
    "default",
    "enum",
    "example",
    "examples",
    "value",
];

/// Members whose values are maps: the names in them are the author's, even if one is called `default`.
const MAPS: &[&str] = &[
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "webhooks",
];

/// The names in one file.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// The places that have a base URI of their own, by pointer, and that URI.
    bases: BTreeMap<String, String>,
    /// The anchors by name: the place that has a base of its own, and where the anchor is in it.
    anchors: BTreeMap<String, BTreeMap<String, String>>,
    /// Places that take a name that another has.
    repeated: Vec<String>,
}

impl Identifiers {
    /// Returns the names in a file.
    pub fn of(root: &Node) -> Self {
        let mut identifiers = Self::default();
        let mut base = String::new();
        if let Some(Node::String(text)) = root.get("$self") {
            base = uri::without_fragment(text).to_owned();
            identifiers.bases.insert(String::new(), base.clone());
        }
        let walk = Walk {
            resource: String::new(),
            base,
        };
        identifiers.collect(root, (&mut String::new(), &walk));
        identifiers
    }

    /// Returns the places with a URI of their own, and that URI: absolute, or a path from the file's folder.
    pub fn bases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bases
            .iter()
            .map(|(pointer, base)| (pointer.as_str(), base.as_str()))
    }

    /// Returns the places whose `$anchor` is another's.
    pub fn repeated(&self) -> &[String] {
        &self.repeated
    }

    /// Returns the innermost place around a pointer that has a URI of its own, or the whole file; and its base URI.
    pub fn base_of(&self, location: &Location) -> (&str, &str) {
        let mut pointer = location.pointer.as_str();
        while !self.bases.is_empty() {
            if let Some((known, base)) = self.bases.get_key_value(pointer) {
                return (known, base);
            }
            match pointer.rfind('/') {
                Some(slash) => pointer = &pointer[..slash],
                None => break,
            }
        }
        ("", "")
    }

    /// Returns where an anchor is: in the place that has its base, or else anywhere in the file.
    pub fn anchor(&self, resource: &str, name: &str) -> Option<&str> {
        let named = self.anchors.get(name)?;
        named
            .get(resource)
            .or_else(|| named.values().next())
            .map(String::as_str)
    }

    /// Returns the names of all anchors.
    pub fn anchors(&self) -> impl ExactSizeIterator<Item = &str> {
        self.anchors.keys().map(String::as_str)
    }

    fn collect(&mut self, node: &Node, (pointer, walk): (&mut String, &Walk)) {
        let parent = pointer.len();
        match node {
            Node::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    if matches!(element, Node::Array(_) | Node::Object(_)) {
                        push_token(pointer, &index.to_string());
                        self.collect(element, (pointer, walk));
                        pointer.truncate(parent);
                    }
                }
            }
            Node::Object(members) => {
                let inner = node
                    .get("$id")
                    .and_then(Node::as_str)
                    .map(|id| self.identify(id, (pointer, walk)));
                let walk = inner.as_ref().unwrap_or(walk);
                for (name, value) in members {
                    if let (Node::String(text), "$anchor" | "$dynamicAnchor") =
                        (value, name.as_str())
                    {
                        self.anchor_at(text, (pointer, walk));
                    }
                    if DATA.contains(&name.as_str()) || name.starts_with("x-") {
                        continue;
                    }
                    push_token(pointer, name);
                    match value {
                        Node::Object(_) if MAPS.contains(&name.as_str()) => {
                            self.collect_map(value, (pointer, walk));
                        }
                        Node::Object(_) | Node::Array(_) => self.collect(value, (pointer, walk)),
                        _ => {}
                    }
                    pointer.truncate(parent);
                }
            }
            _ => {}
        }
    }

    fn collect_map(&mut self, node: &Node, (pointer, walk): (&mut String, &Walk)) {
        let parent = pointer.len();
        if let Node::Object(members) = node {
            for (name, value) in members {
                push_token(pointer, name);
                self.collect(value, (pointer, walk));
                pointer.truncate(parent);
            }
        }
    }

    /// Notes an `$id`; returns what holds below it. Before 2019 an `$id` of a fragment alone was what `$anchor` is now.
    fn identify(&mut self, id: &str, (pointer, walk): (&str, &Walk)) -> Walk {
        if let Some(name) = id.strip_prefix('#') {
            self.anchor_at(name, (pointer, walk));
            return walk.clone();
        }
        let base = uri::join(&walk.base, uri::without_fragment(id));
        self.bases.insert(pointer.to_owned(), base.clone());
        Walk {
            resource: pointer.to_owned(),
            base,
        }
    }

    fn anchor_at(&mut self, name: &str, (pointer, walk): (&str, &Walk)) {
        let named = self.anchors.entry(name.to_owned()).or_default();
        match named.get(&walk.resource) {
            Some(known) if known == pointer => {}
            Some(_) => self.repeated.push(pointer.to_owned()),
            None => {
                named.insert(walk.resource.clone(), pointer.to_owned());
            }
        }
    }
}

/// What holds at a place: the place whose URI is the base, and that URI.
#[derive(Clone, Debug)]
struct Walk {
    resource: String,
    base: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;

    fn identifiers(text: &str) -> Identifiers {
        let mut diagnostics = crate::diagnostic::Diagnostics::default();
        let sources = crate::source::Sources::from_texts(&[("o.yaml", text)], &mut diagnostics);
        Identifiers::of(sources.root(FileId(0)))
    }

    #[test]
    fn names_are_found_where_schemas_stand_and_not_in_data() {
        let found = identifiers(
            "$self: https://h/api/o.yaml#x\ncomponents:\n  schemas:\n    A: {$id: a/b.json, items: {$id: c.json, $anchor: n}}\n    \
             default: {$anchor: d, default: {$id: no}, example: {$anchor: no}, enum: [{$id: no}], x-y: {$id: no}}\n    \
             P: {properties: {$id: {type: string}, $anchor: {type: string}}, $id: '#old'}\n",
        );
        let bases: Vec<_> = found.bases().collect();
        assert_eq!(
            bases,
            [
                ("", "https://h/api/o.yaml"),
                ("/components/schemas/A", "https://h/api/a/b.json"),
                ("/components/schemas/A/items", "https://h/api/a/c.json"),
            ]
        );
        assert_eq!(found.anchors().collect::<Vec<_>>(), ["d", "n", "old"]);
        let at = |pointer: &str| Location {
            pointer: pointer.to_owned(),
            ..Location::root(FileId(0))
        };
        assert_eq!(
            found.base_of(&at("/components/schemas/A/items/x/y")).0,
            "/components/schemas/A/items"
        );
        assert_eq!(found.base_of(&at("/components/schemas/AB")).0, "");
        assert_eq!(found.anchor("", "d"), Some("/components/schemas/default"));
        assert_eq!(found.anchor("", "n"), Some("/components/schemas/A/items"));
        assert_eq!(found.anchor("", "no"), None);
    }

    #[test]
    fn a_name_that_is_taken_stays_where_it_is() {
        let found = identifiers("a: {$anchor: n}\nb: {$anchor: n, $dynamicAnchor: m}\n");
        assert_eq!(found.anchor("", "n"), Some("/a"));
        assert_eq!(found.anchor("", "m"), Some("/b"));
        assert_eq!(found.repeated(), ["/b"]);
    }
}

//! Identifiers in documents: `$self` and `$id` of resources, `$anchor` of locations in them.
//!
//! In: the content of a file. Out: the base URIs of the references in it, and the locations of its anchors. A file without
//! identifiers is its own base, written as the empty URI: what is relative to it is a path from its folder.
//! <https://json-schema.org/draft/2020-12/json-schema-core#section-8.2> Resolves nothing (see `references`).

use std::collections::BTreeMap;

use crate::diagnostic::{Location, push_token};
use crate::source::Node;
use crate::source::uri::{join, without_fragment};

/// Members whose values are data, in which `$id` and `$anchor` have no meaning.
const DATA: &[&str] = &[
    "const",
    "dataValue",
    "default",
    "enum",
    "example",
    "examples",
    "value",
];

/// Members whose values are maps, whose keys are names even if one is called `default`.
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

/// The identifiers in one file.
#[derive(Debug, Default)]
pub(crate) struct Identifiers {
    /// The resources, which have their own base URI: pointer and URI.
    bases: BTreeMap<String, String>,
    /// The anchors by name: the pointers of the resource and of the anchor.
    anchors: BTreeMap<String, BTreeMap<String, String>>,
    /// The pointers of anchors whose name another anchor of the resource has.
    repeated: Vec<String>,
}

impl Identifiers {
    /// Collects the identifiers in a file.
    pub fn from_root(root: &Node) -> Self {
        let mut identifiers = Self::default();
        let mut base = String::new();
        if let Some(Node::String(uri)) = root.get("$self") {
            base = without_fragment(uri).to_owned();
            identifiers.bases.insert(String::new(), base.clone());
        }
        let scope = Scope {
            resource: String::new(),
            base,
        };
        identifiers.collect(root, &mut String::new(), &scope);
        identifiers
    }

    /// Returns the pointers of resources and their URIs: absolute, or paths from the folder of the file.
    pub fn bases(&self) -> impl Iterator<Item = (&str, &str)> {
        self.bases
            .iter()
            .map(|(pointer, base)| (pointer.as_str(), base.as_str()))
    }

    /// Returns the pointers of anchors whose name is already used.
    pub fn repeated(&self) -> &[String] {
        &self.repeated
    }

    /// Returns the pointer of the innermost resource around a location, or of the whole file, and its base URI.
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

    /// Returns the pointer of an anchor: in a resource, or else anywhere in the file.
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

    fn collect(&mut self, node: &Node, pointer: &mut String, scope: &Scope) {
        let parent = pointer.len();
        match node {
            Node::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    if matches!(element, Node::Array(_) | Node::Object(_)) {
                        push_token(pointer, &index.to_string());
                        self.collect(element, pointer, scope);
                        pointer.truncate(parent);
                    }
                }
            }
            Node::Object(members) => {
                let inner = node
                    .get("$id")
                    .and_then(Node::as_str)
                    .map(|id| self.identify(id, pointer, scope));
                let scope = inner.as_ref().unwrap_or(scope);
                for (name, value) in members {
                    if let (Node::String(anchor), "$anchor" | "$dynamicAnchor") =
                        (value, name.as_str())
                    {
                        self.add_anchor(anchor, pointer, scope);
                    }
                    if DATA.contains(&name.as_str()) || name.starts_with("x-") {
                        continue;
                    }
                    push_token(pointer, name);
                    match value {
                        Node::Object(_) if MAPS.contains(&name.as_str()) => {
                            self.collect_map(value, pointer, scope);
                        }
                        Node::Object(_) | Node::Array(_) => self.collect(value, pointer, scope),
                        _ => {}
                    }
                    pointer.truncate(parent);
                }
            }
            _ => {}
        }
    }

    fn collect_map(&mut self, node: &Node, pointer: &mut String, scope: &Scope) {
        let parent = pointer.len();
        if let Node::Object(members) = node {
            for (name, value) in members {
                push_token(pointer, name);
                self.collect(value, pointer, scope);
                pointer.truncate(parent);
            }
        }
    }

    /// Adds an `$id`; returns the scope below it. Before 2019 an `$id` that is only a fragment was what `$anchor` is now.
    fn identify(&mut self, id: &str, pointer: &str, scope: &Scope) -> Scope {
        if let Some(name) = id.strip_prefix('#') {
            self.add_anchor(name, pointer, scope);
            return scope.clone();
        }
        let base = join(&scope.base, without_fragment(id));
        self.bases.insert(pointer.to_owned(), base.clone());
        Scope {
            resource: pointer.to_owned(),
            base,
        }
    }

    fn add_anchor(&mut self, name: &str, pointer: &str, scope: &Scope) {
        let named = self.anchors.entry(name.to_owned()).or_default();
        match named.get(&scope.resource) {
            Some(known) if known == pointer => {}
            Some(_) => self.repeated.push(pointer.to_owned()),
            None => {
                named.insert(scope.resource.clone(), pointer.to_owned());
            }
        }
    }
}

/// The scope of references at a location: the resource around it and its base URI.
#[derive(Clone, Debug)]
struct Scope {
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
        Identifiers::from_root(sources.root(FileId(0)))
    }

    #[test]
    fn identifiers_are_found_in_schemas_and_not_in_data() {
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
    fn the_first_of_equal_anchors_keeps_the_name() {
        let found = identifiers("a: {$anchor: n}\nb: {$anchor: n, $dynamicAnchor: m}\n");
        assert_eq!(found.anchor("", "n"), Some("/a"));
        assert_eq!(found.anchor("", "m"), Some("/b"));
        assert_eq!(found.repeated(), ["/b"]);
    }
}

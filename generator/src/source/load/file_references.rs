//! The files that the references of a file may name.

use std::collections::BTreeSet;

use crate::diagnostic::{FileId, Location};
use crate::source::{File, Node, references, uri};

/// Returns the files that the references of a file may name, as paths from its folder, sorted.
///
/// Besides `$ref`, the values of a discriminator's `mapping` and the `operationRef` of a link may name files.
pub(crate) fn file_references(file: &File) -> BTreeSet<String> {
    let own_uri = file.identifiers.base_of(&Location::root(FileId(0))).1;
    let mut collector = Collector {
        own_uri,
        found: BTreeSet::new(),
    };
    collector.collect(&file.root, "", own_uri);
    collector.found
}

struct Collector<'f> {
    /// The URI of the file itself.
    own_uri: &'f str,
    found: BTreeSet<String>,
}

impl Collector<'_> {
    /// Collects the references in a node. `holder` is the name of the member with the node, `base` the base of its references.
    fn collect(&mut self, node: &Node, holder: &str, base: &str) {
        match node {
            Node::Array(elements) => {
                for element in elements {
                    self.collect(element, "", base);
                }
            }
            Node::Object(members) => {
                let inner = match node.get("$id") {
                    Some(Node::String(id)) if !id.starts_with('#') => {
                        Some(uri::join(base, uri::without_fragment(id)))
                    }
                    _ => None,
                };
                let base = inner.as_deref().unwrap_or(base);
                for (name, value) in members {
                    match value {
                        Node::String(reference)
                            if matches!(name.as_str(), "$ref" | "operationRef")
                                || holder == "mapping" =>
                        {
                            let names = references::file_names(self.own_uri, base, reference);
                            self.found.extend(names);
                        }
                        _ => self.collect(value, name, base),
                    }
                }
            }
            _ => {}
        }
    }
}

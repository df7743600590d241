//! Drops diagnostics about parts of a document that are not selected.
//!
//! In: a document, the selected operations, the types that they need, and the diagnostics of the stages that read all of it. Out:
//! the diagnostics without those about other operations, and about components that no selected operation refers to. Errors are
//! kept, because a document with an error anywhere has no correct output. Diagnostics that may be about either are kept too: of
//! other files only operations are distinguished. Knows nothing of messages.

use std::collections::BTreeSet;

use crate::api::{Api, Selection};
use crate::diagnostic::{Diagnostics, FileId, Location};
use crate::openapi::{self, document::Document};
use crate::source::{Node, Sources};

/// Locations, by file and pointer.
type Locations = BTreeSet<(FileId, String)>;

/// Keeps the errors, and the warnings and notes about what is selected or needed.
pub(crate) fn retain_selected(
    diagnostics: &mut Diagnostics,
    sources: &Sources,
    document: &Document,
    api: &Api,
    selection: &Selection,
) {
    let (Some((file, _)), Some(root)) = (sources.files().next(), sources.document()) else {
        return;
    };
    let mut unselected = Locations::new();
    let mut walker = ReferenceWalker {
        sources,
        root: file,
        reached: Locations::new(),
        open: Vec::new(),
    };
    for item in document.paths.iter().chain(&document.webhooks) {
        for operation in &item.operations {
            let location = &operation.location;
            if selection.includes(item, operation) {
                walker.add(location.clone());
                // What the operations of a path share is beside them, or beside the `$ref` to their path item.
                if let Some((path, _)) = location.pointer.rsplit_once('/') {
                    let item = Location {
                        pointer: path.to_owned(),
                        ..Location::root(location.file)
                    };
                    walker.add(item.child("parameters"));
                }
                walker.add(item.location.child("parameters"));
            } else {
                unselected.insert((location.file, location.pointer.clone()));
            }
        }
    }
    for (name, _) in &api.components {
        walker.add(component(file, "schemas", name));
    }
    walker.walk();
    if let Some(Node::Object(kinds)) = root.get("components") {
        // The operations of path items are handled above.
        let kept = ["securitySchemes", "pathItems"];
        let kinds = kinds.iter();
        for (kind, components) in kinds.filter(|(kind, _)| !kept.contains(&kind.as_str())) {
            let Node::Object(components) = components else {
                continue;
            };
            let locations = components
                .iter()
                .map(|(name, _)| component(file, kind, name));
            unselected.extend(locations.map(|location| (location.file, location.pointer)));
        }
    }
    diagnostics.retain_located(|location| {
        !is_in_any(location, &unselected) || is_in_any(location, &walker.reached)
    });
}

/// Walks all values that selected operations and needed components refer to.
struct ReferenceWalker<'s> {
    sources: &'s Sources,
    /// The file of the document, which has the components.
    root: FileId,
    reached: Locations,
    /// Values whose references are still to be followed.
    open: Vec<(Location, &'s Node)>,
}

impl ReferenceWalker<'_> {
    /// Adds a location to walk, if it exists.
    fn add(&mut self, location: Location) {
        let key = (location.file, location.pointer);
        if self.reached.contains(&key) {
            return;
        }
        let location = Location {
            pointer: key.1.clone(),
            ..Location::root(key.0)
        };
        if let Some(node) = self.sources.get(&location) {
            self.reached.insert(key);
            self.open.push((location, node));
        }
    }

    /// Follows the references in all added values, and in their targets.
    fn walk(&mut self) {
        while let Some((location, node)) = self.open.pop() {
            match node {
                Node::Object(members) => {
                    let below = members
                        .iter()
                        .map(|(name, value)| (location.child(name), value));
                    self.open.extend(below);
                }
                Node::Array(values) => {
                    let below = values.iter().enumerate();
                    self.open
                        .extend(below.map(|(index, value)| (location.child(index), value)));
                }
                Node::String(string) => self.follow(&location, string),
                Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) => {}
            }
        }
    }

    /// Follows a string if it is or may be a reference. A link names an operation but does not need it.
    fn follow(&mut self, location: &Location, string: &str) {
        let mut names = location.pointer.rsplit('/');
        let name = names.next().unwrap_or_default();
        let is_mapped = names.next() == Some("mapping");
        let is_reference = is_mapped || matches!(name, "$ref" | "$dynamicRef");
        if name == "operationRef" || !(is_reference || string.contains('#')) {
            return;
        }
        if is_mapped {
            self.add(component(self.root, "schemas", string));
        }
        let Some(target) = openapi::resolve_as_intended(self.sources, location, string) else {
            return;
        };
        // Diagnostics about a component concern everything that needs a part of it.
        let mut ends = target.pointer.match_indices('/').map(|(at, _)| at);
        let is_component = target.file == self.root && target.pointer.starts_with("/components/");
        let length = if is_component {
            ends.nth(3).unwrap_or(target.pointer.len())
        } else {
            target.pointer.len()
        };
        self.add(Location {
            pointer: target.pointer[..length].to_owned(),
            ..target
        });
    }
}

/// Returns whether a location is one of several, or inside one of them.
fn is_in_any(location: &Location, locations: &Locations) -> bool {
    let pointer = &location.pointer;
    let ends = pointer.match_indices('/').map(|(at, _)| at);
    let mut above = ends.chain([pointer.len()]);
    above.any(|end| locations.contains(&(location.file, pointer[..end].to_owned())))
}

/// Returns the location of a component of the document.
fn component(file: FileId, kind: &str, name: &str) -> Location {
    Location::root(file)
        .child("components")
        .child(kind)
        .child(name)
}

#[cfg(test)]
mod tests {
    use crate::options::{Options, Package};

    const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    get:
      operationId: a
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
  /b:
    get:
      operationId: b
      responses: {'200': {description: d, odd: 1, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}
components:
  schemas:
    A: {type: object, properties: {a: {$ref: '#/components/schemas/Inner'}}}
    B: {type: object, odd: 2}
    Inner: {type: object, odd: 3}
";

    /// Returns the parents of the locations of all diagnostics, with some operations selected. The first file is the document.
    fn parents(files: &[(&str, &str)], operations: &[&str]) -> Vec<String> {
        let thread = std::thread::current().id();
        let name = format!("selected-{}-{thread:?}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("the folder can be created");
        for (name, text) in files {
            std::fs::write(folder.join(name), text).expect("the file can be written");
        }
        let package = Package::new("some", None).expect("the name is valid");
        let mut options = Options::new(folder.join(files[0].0), package);
        options.selection.operations = operations.iter().map(|id| (*id).to_owned()).collect();
        let outcome = crate::generate(&options);
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
        let parents = outcome.diagnostics.iter().filter_map(|diagnostic| {
            let location = diagnostic.location.as_ref()?;
            Some(location.pointer.rsplit_once('/')?.0.to_owned())
        });
        parents.collect()
    }

    #[test]
    fn diagnostics_about_what_is_not_selected_are_dropped() {
        let parents = |operations: &[&str]| parents(&[("openapi.yaml", DOCUMENT)], operations);
        let (b, inner) = ("/components/schemas/B", "/components/schemas/Inner");
        let all = parents(&[]);
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(parents(&["a"]), [inner]);
        let of_b = parents(&["b"]);
        assert!(of_b.len() == 2 && of_b.contains(&b.to_owned()), "{of_b:?}");
    }

    #[test]
    fn references_are_followed_in_every_spelling_and_through_other_files() {
        let document = "
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    parameters: [{$ref: '#/components/parameters/s'}]
    get:
      operationId: a
      parameters: [{$ref: '#/components/parameters/p%20q'}, {$ref: '#components/parameters/t'}]
      responses:
        '200': {$ref: 'r.yaml'}
        '202': {$ref: '#/paths/~1b/get/responses/202'}
  /b:
    get:
      operationId: b
      odd: 1
      responses: {'202': {description: d, odd: 2}, '204': {description: d, odd: 3}}
components:
  parameters:
    p q: {name: q, in: query, odd: 4, schema: {type: string}}
    s: {name: s, in: query, odd: 5, schema: {$ref: '#/components/schemas/x~1y~0'}}
    t: {name: t, in: query, odd: 6, schema: {$ref: '#/components/schemas/Inner/properties/one'}}
    u: {name: u, in: query, odd: 7, schema: {type: string}}
  headers:
    H: {odd: 8, schema: {type: integer}}
  schemas:
    x/y~: {type: string, odd: 9}
    Inner: {type: object, odd: 10, properties: {one: {type: string}}}
";
        let response = "
description: d
headers: {X-H: {$ref: 'openapi.yaml#/components/headers/H'}}
";
        let files = [("openapi.yaml", document), ("r.yaml", response)];
        let mut found = parents(&files, &["a"]);
        found.sort_unstable();
        found.dedup();
        assert_eq!(
            found,
            [
                "/components/headers/H",
                "/components/parameters/p q",
                "/components/parameters/s",
                "/components/parameters/t",
                "/components/schemas/Inner",
                "/components/schemas/x~1y~0",
                // The location of a corrected reference.
                "/paths/~1a/get/parameters/1",
                "/paths/~1b/get/responses/202",
            ]
        );
        let of_b = parents(&files, &["b"]);
        assert!(
            of_b.len() == 3
                && of_b
                    .iter()
                    .all(|parent| parent.starts_with("/paths/~1b/get")),
            "{of_b:?}"
        );
    }

    #[test]
    fn diagnostics_about_a_referenced_path_item_are_kept() {
        let document = "
openapi: 3.1.0
info: {title: t, version: '1'}
paths:
  /a: {$ref: '#/components/pathItems/P'}
components:
  pathItems:
    P:
      odd: 1
      get: {operationId: a, odd: 2, responses: {}}
      put: {operationId: b, odd: 3, responses: {}}
";
        let mut found = parents(&[("openapi.yaml", document)], &["a"]);
        found.sort_unstable();
        assert_eq!(
            found,
            ["/components/pathItems/P", "/components/pathItems/P/get"]
        );
    }
}

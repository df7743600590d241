//! Forgets what was said of parts of a document that nobody asked for.
//!
//! In: a document of which some operations are selected, what they need, and the remarks of the stages that read it whole. Out:
//! the remarks without those about other operations, and about components that no selected one leads to. Errors stay: a document
//! with a mistake anywhere has no sound meaning. So does what may be about either: of other files only the operations are told
//! apart. Knows nothing of what remarks say.

use std::collections::BTreeSet;

use crate::api::{Api, Selection};
use crate::diagnostic::{Diagnostics, FileId, Location};
use crate::openapi::{self, document::Document};
use crate::source::{Node, Sources};

/// Places, by file and pointer.
type Places = BTreeSet<(FileId, String)>;

/// Drops the warnings and notes about what is not selected and not needed.
pub(crate) fn forget(
    sources: &Sources,
    (document, api): (&Document, &Api),
    selection: &Selection,
    remarks: &mut Diagnostics,
) {
    let (Some((file, _)), Some(root)) = (sources.files().next(), sources.document()) else {
        return;
    };
    let mut unasked = Places::new();
    let mut ways = Ways {
        sources,
        root: file,
        asked: Places::new(),
        open: Vec::new(),
    };
    for item in document.paths.iter().chain(&document.webhooks) {
        for operation in &item.operations {
            let place = &operation.location;
            if selection.includes(item, operation) {
                ways.ask(place.clone());
                // What all operations of a path share stands beside them, or beside the `$ref` that leads to them.
                if let Some((path, _)) = place.pointer.rsplit_once('/') {
                    let beside = Location {
                        pointer: path.to_owned(),
                        ..Location::root(place.file)
                    };
                    ways.ask(beside.child("parameters"));
                }
                ways.ask(item.location.child("parameters"));
            } else {
                unasked.insert((place.file, place.pointer.clone()));
            }
        }
    }
    for (name, _) in &api.components {
        ways.ask(component(file, "schemas", name));
    }
    ways.follow();
    if let Some(Node::Object(kinds)) = root.get("components") {
        // Of path items the operations were told apart already.
        let whole = ["securitySchemes", "pathItems"];
        let kinds = kinds.iter();
        for (kind, components) in kinds.filter(|(kind, _)| !whole.contains(&kind.as_str())) {
            let Node::Object(components) = components else {
                continue;
            };
            let places = components
                .iter()
                .map(|(name, _)| component(file, kind, name));
            unasked.extend(places.map(|place| (place.file, place.pointer)));
        }
    }
    remarks.forget(|place| is_below(place, &unasked) && !is_below(place, &ways.asked));
}

/// Where the ways lead that begin at what was asked for.
struct Ways<'s> {
    sources: &'s Sources,
    /// The document's own file, which has the components.
    root: FileId,
    asked: Places,
    open: Vec<(Location, &'s Node)>,
}

impl Ways<'_> {
    /// Notes that a place was asked for, if it is there.
    fn ask(&mut self, place: Location) {
        let known = (place.file, place.pointer);
        if self.asked.contains(&known) {
            return;
        }
        let place = Location {
            pointer: known.1.clone(),
            ..Location::root(known.0)
        };
        if let Some(node) = self.sources.get(&place) {
            self.asked.insert(known);
            self.open.push((place, node));
        }
    }

    /// Follows the references in all that was asked for, and in what they lead to.
    fn follow(&mut self) {
        while let Some((place, node)) = self.open.pop() {
            match node {
                Node::Object(members) => {
                    let below = members
                        .iter()
                        .map(|(name, value)| (place.child(name), value));
                    self.open.extend(below);
                }
                Node::Array(values) => {
                    let below = values.iter().enumerate();
                    self.open
                        .extend(below.map(|(index, value)| (place.child(index), value)));
                }
                Node::String(text) => self.follow_text(&place, text),
                Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) => {}
            }
        }
    }

    /// Follows a text, if it is a reference or may be read as one. A link names an operation and needs nothing of it.
    fn follow_text(&mut self, place: &Location, text: &str) {
        let mut names = place.pointer.rsplit('/');
        let name = names.next().unwrap_or_default();
        let is_mapped = names.next() == Some("mapping");
        let is_reference = is_mapped || matches!(name, "$ref" | "$dynamicRef");
        if name == "operationRef" || !(is_reference || text.contains('#')) {
            return;
        }
        if is_mapped {
            self.ask(component(self.root, "schemas", text));
        }
        let Some(target) = openapi::target(self.sources, place, text) else {
            return;
        };
        // Whoever needs a part of a component speaks of the component.
        let mut ends = target.pointer.match_indices('/').map(|(at, _)| at);
        let length = match target.file == self.root && target.pointer.starts_with("/components/") {
            true => ends.nth(3).unwrap_or(target.pointer.len()),
            false => target.pointer.len(),
        };
        self.ask(Location {
            pointer: target.pointer[..length].to_owned(),
            ..target
        });
    }
}

/// Returns whether a place is one of some, or in one.
fn is_below(place: &Location, places: &Places) -> bool {
    let pointer = &place.pointer;
    let ends = pointer.match_indices('/').map(|(at, _)| at);
    let mut above = ends.chain([pointer.len()]);
    above.any(|end| places.contains(&(place.file, pointer[..end].to_owned())))
}

/// Returns the place of a component of the document.
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

    /// Returns the places above the remarks about the first of some files, with some operations selected.
    fn places(files: &[(&str, &str)], operations: &[&str]) -> Vec<String> {
        let thread = std::thread::current().id();
        let name = format!("unasked-{}-{thread:?}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("the folder is made");
        for (name, text) in files {
            std::fs::write(folder.join(name), text).expect("the file is written");
        }
        let package = Package::new("some", None).expect("it is a name");
        let mut options = Options::new(folder.join(files[0].0), package);
        options.selection.operations = operations.iter().map(|id| (*id).to_owned()).collect();
        let outcome = crate::generate(&options);
        std::fs::remove_dir_all(&folder).expect("the folder is removed");
        let places = outcome.diagnostics.iter().filter_map(|remark| {
            let place = remark.location.as_ref()?;
            Some(place.pointer.rsplit_once('/')?.0.to_owned())
        });
        places.collect()
    }

    #[test]
    fn what_was_not_asked_for_is_not_spoken_of() {
        let places = |operations: &[&str]| places(&[("openapi.yaml", DOCUMENT)], operations);
        let (b, inner) = ("/components/schemas/B", "/components/schemas/Inner");
        let all = places(&[]);
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(places(&["a"]), [inner]);
        let of_b = places(&["b"]);
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
        let mut found = places(&files, &["a"]);
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
                // Of the place of a reference that is read in another way than it is written.
                "/paths/~1a/get/parameters/1",
                "/paths/~1b/get/responses/202",
            ]
        );
        let of_b = places(&files, &["b"]);
        assert!(
            of_b.len() == 3 && of_b.iter().all(|place| place.starts_with("/paths/~1b/get")),
            "{of_b:?}"
        );
    }

    #[test]
    fn a_path_item_that_stands_elsewhere_is_spoken_of() {
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
        let mut found = places(&[("openapi.yaml", document)], &["a"]);
        found.sort_unstable();
        assert_eq!(
            found,
            ["/components/pathItems/P", "/components/pathItems/P/get"]
        );
    }
}

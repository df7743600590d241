//! Forgets what was said of parts of a document that nobody asked for.
//!
//! In: a document of which some operations are selected, what they need, and the remarks of the stages that read it whole. Out:
//! the remarks without those about other operations, and about components that no selected one leads to. Errors stay: a document
//! with a mistake anywhere has no sound meaning. Knows nothing of what remarks say.

use std::collections::BTreeSet;

use crate::api::{Api, Selection};
use crate::diagnostic::{Diagnostics, FileId, Location, push_token};
use crate::openapi::document::Document;
use crate::source::{Node, Sources};

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
    let mut unasked: BTreeSet<(FileId, String)> = BTreeSet::new();
    let mut open: Vec<&Node> = Vec::new();
    for item in document.paths.iter().chain(&document.webhooks) {
        let mut is_asked = false;
        for operation in &item.operations {
            let place = &operation.location;
            if selection.means(item, operation) {
                is_asked = true;
                open.extend(sources.get(place));
            } else {
                unasked.insert((place.file, place.pointer.clone()));
            }
        }
        if is_asked {
            // What all operations of a path share stands beside them.
            let shared = sources
                .get(&item.location)
                .and_then(|node| node.get("parameters"));
            open.extend(shared);
        }
    }
    let schemas = api.components.iter();
    let mut needed: BTreeSet<String> = schemas
        .map(|(name, _)| component("schemas", name).pointer)
        .collect();
    for pointer in &needed {
        let location = Location {
            pointer: pointer.clone(),
            ..Location::root(file)
        };
        open.extend(sources.get(&location));
    }
    // Whatever is called like a component counts as a way to it: the words of a discriminator's mapping do, too.
    while let Some(node) = open.pop() {
        match node {
            Node::Object(members) => open.extend(members.iter().map(|(_, value)| value)),
            Node::Array(values) => open.extend(values),
            Node::String(text) => {
                let Some(place) = text.find("#/components/").map(|at| &text[at + 1..]) else {
                    continue;
                };
                let end = place.match_indices('/').nth(3).map(|(at, _)| at);
                let place = &place[..end.unwrap_or(place.len())];
                if needed.insert(place.to_owned()) {
                    let location = Location {
                        pointer: place.to_owned(),
                        ..Location::root(file)
                    };
                    open.extend(sources.get(&location));
                }
            }
            Node::Null | Node::Bool(_) | Node::Integer(_) | Node::Float(_) => {}
        }
    }
    if let Some(Node::Object(kinds)) = root.get("components") {
        for (kind, components) in kinds.iter().filter(|(kind, _)| kind != "securitySchemes") {
            let Node::Object(components) = components else {
                continue;
            };
            for (name, _) in components {
                let place = component(kind, name);
                if !needed.contains(&place.pointer) {
                    unasked.insert((file, place.pointer));
                }
            }
        }
    }
    remarks.forget_below(&unasked);
}

/// Returns the place of a component of the root file; its file is of no matter.
fn component(kind: &str, name: &str) -> Location {
    let mut pointer = "/components".to_owned();
    push_token(&mut pointer, kind);
    push_token(&mut pointer, name);
    Location {
        pointer,
        ..Location::root(FileId(0))
    }
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

    #[test]
    fn what_was_not_asked_for_is_not_spoken_of() {
        let folder = std::env::temp_dir().join(format!("unasked-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("the folder is made");
        let path = folder.join("openapi.yaml");
        std::fs::write(&path, DOCUMENT).expect("the document is written");
        let places = |operations: &[&str]| {
            let package = Package::new("some", None).expect("it is a name");
            let mut options = Options::new(&path, package);
            options.selection.operations = operations.iter().map(|id| (*id).to_owned()).collect();
            let outcome = crate::generate(&options);
            let places = outcome.diagnostics.iter().filter_map(|remark| {
                let place = remark.location.as_ref()?;
                Some(place.pointer.rsplit_once('/')?.0.to_owned())
            });
            places.collect::<Vec<_>>()
        };
        let (b, inner) = ("/components/schemas/B", "/components/schemas/Inner");
        let all = places(&[]);
        assert_eq!(all.len(), 3, "{all:?}");
        assert_eq!(places(&["a"]), [inner]);
        let of_b = places(&["b"]);
        assert!(of_b.len() == 2 && of_b.contains(&b.to_owned()), "{of_b:?}");
        std::fs::remove_dir_all(&folder).expect("the folder is removed");
    }
}

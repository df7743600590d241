//! Merges the schemas that apply to one value together: a schema, the members of its `allOf`, the target of its `$ref`.
//!
//! In: schemas by id. Out: one [`Merged`] with the keywords of all, and what contradicts. Walks with a stack of its own,
//! so that no document is too deep. Reports nothing itself: the same schemas may be merged more than once.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::choices::{Alternatives, Choice, Key, Keyword};
use crate::api::schemas::merged::{Merged, Property};
use crate::api::schemas::{nullable, references, unions};

/// How many references and `allOf` may stand between a schema and one that it extends.
const DEPTH: usize = 128;

enum Step {
    Enter {
        id: SchemaId,
        depth: usize,
        referred: bool,
        null_settled: bool,
    },
    Leave {
        id: SchemaId,
        referred: bool,
    },
}

/// Merges schemas that all apply to one value.
pub(crate) fn merge<'a>(document: &'a Document, ids: &[SchemaId]) -> Merged<'a> {
    let key = Key {
        schemas: ids.to_vec(),
        choices: Vec::new(),
    };
    merge_chosen(document, &key)
}

/// Merges the schemas of a property: those of a conditional one each by itself, as only one of them applies.
pub(crate) fn merge_property<'a>(
    document: &'a Document,
    property: &Property<'_>,
) -> Vec<Merged<'a>> {
    let schemas = property.schemas.as_slice();
    match property.conditional {
        true => schemas.chunks(1).map(|id| merge(document, id)).collect(),
        false => vec![merge(document, schemas)],
    }
}

/// Merges the schemas of a type with the alternatives that were chosen for it.
pub(crate) fn merge_chosen<'a>(document: &'a Document, key: &Key) -> Merged<'a> {
    let mut merged = Merged::new(key.clone());
    let mut open: HashMap<SchemaId, bool> = HashMap::new();
    let mut accepted = false;
    let mut refused = false;
    let mut order: Vec<(SchemaId, bool)> = Vec::new();
    let mut stack = roots(key);
    while let Some(step) = stack.pop() {
        let (id, depth, referred, mut null_settled) = match step {
            Step::Leave { id, referred } => {
                open.insert(id, false);
                order.push((id, referred));
                continue;
            }
            Step::Enter {
                id,
                depth,
                referred,
                null_settled,
            } => (id, depth, referred, null_settled),
        };
        let schema = document.schema(id);
        match open.get(&id) {
            Some(true) => {
                merged.problems.push(
                    Diagnostic::warning(
                        "cyclic-schema",
                        schema.location.clone(),
                        "this schema extends itself; that part of it is ignored",
                    )
                    .help("a schema can contain itself by a property, an item or a map, but not by `$ref` or `allOf` alone"),
                );
                continue;
            }
            Some(false) => continue,
            None => {}
        }
        if depth > DEPTH {
            merged.impossible = true;
            merged.problems.push(Diagnostic::degraded(
                "schema-too-deep",
                document.schema(key.schemas[0]).location.clone(),
                format!("more than {DEPTH} references and `allOf` follow each other; a free-form value is used"),
            ));
            break;
        }
        if !null_settled {
            match nullable::statement(schema) {
                Some(true) => {
                    accepted = true;
                    null_settled = true;
                }
                Some(false) => refused = true,
                None => {}
            }
        }
        open.insert(id, true);
        stack.push(Step::Leave { id, referred });
        let mut enter = |child: SchemaId, referred: bool, null_settled: bool| {
            stack.push(Step::Enter {
                id: child,
                depth: depth + 1,
                referred,
                null_settled,
            });
        };
        // The last pushed is visited first: what is referred to, then the members in order.
        for keyword in Keyword::BOTH.into_iter().rev() {
            let alternatives = keyword.of(schema);
            let of = Alternatives {
                schema: id,
                keyword,
            };
            if alternatives.is_empty() || merged.has_chosen(of) {
                continue;
            }
            accepted |= !null_settled && unions::has_null(document, alternatives);
            if let Some((only, with_null)) = unions::only_alternative(document, alternatives) {
                enter(only, referred, null_settled || with_null);
            }
        }
        for member in schema.all_of.iter().rev() {
            enter(*member, referred, null_settled);
        }
        if let Some(target) = schema.reference {
            // What stands at the end of a plain reference speaks for the value; what is extended does not.
            let own = depth == 0 && references::is_plain(schema);
            enter(target, referred || !own, null_settled);
        }
    }
    merged.add_all(document, &order);
    let flagged = order.iter().any(|(id, _)| {
        let schema = document.schema(*id);
        schema.nullable && schema.types.is_empty()
    });
    merged.nullable = accepted && !refused || flagged;
    merged.finish(document);
    merged
}

/// Returns the steps to begin with: the schemas, then the alternatives that refine them.
///
/// What the schemas say to readers is about the union; its variants have texts of their own.
fn roots(key: &Key) -> Vec<Step> {
    let mut of_union = false;
    let mut branches = Vec::new();
    for choice in &key.choices {
        match choice {
            Choice::Branch { branch, .. } => {
                of_union = true;
                branches.extend(*branch);
            }
            Choice::Kind(_) => of_union = true,
            Choice::Base => {}
        }
    }
    let schemas = key.schemas.iter().map(|id| (*id, of_union));
    schemas
        .chain(branches.into_iter().map(|id| (id, false)))
        .rev()
        .map(|(id, referred)| Step::Enter {
            id,
            depth: 0,
            referred,
            null_settled: false,
        })
        .collect()
}

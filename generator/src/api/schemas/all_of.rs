//! Merges the schemas that apply to one value together: a schema, the members of its `allOf`, the target of its `$ref`.
//!
//! In: schemas by id. Out: one [`Merged`] with the keywords of all, and their contradictions. Walks with an explicit stack,
//! so that no document is too deep. Reports nothing itself: the same schemas may be merged more than once.
//!
//! Merges are not cached. In documents with thousands of schemas about half of them are repeated, but all merges together take
//! 2 % of the time of a generation, and what is merged would have to be shared or copied.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{Document, Schema, SchemaId};

use crate::api::limits::EXTENSION_DEPTH;
use crate::api::schemas::assertions::Property;
use crate::api::schemas::choices::{Alternatives, Choice, Key, Keyword};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::merger::Merger;
use crate::api::schemas::{conditional, docs, implied_unions, keywords, nullable};

/// Merges schemas that all apply to one value.
pub(crate) fn merge<'a>(document: &'a Document, ids: &[SchemaId]) -> Merged<'a> {
    let key = Key {
        schemas: ids.to_vec(),
        choices: Vec::new(),
    };
    merge_key(document, &key)
}

/// Merges the schemas of a property: those of a conditional one each by itself, as only one of them applies.
pub(crate) fn merge_property<'a>(
    document: &'a Document,
    property: &Property<'_>,
) -> Vec<Merged<'a>> {
    let schemas = property.schemas.as_slice();
    if property.conditional {
        schemas.chunks(1).map(|id| merge(document, id)).collect()
    } else {
        vec![merge(document, schemas)]
    }
}

/// Merges the schemas of a type with the alternatives that were chosen for it.
pub(crate) fn merge_key<'a>(document: &'a Document, key: &Key) -> Merged<'a> {
    let mut walk = Walk {
        document,
        merger: Merger::new(document, key),
        stack: first_steps(key),
        states: HashMap::new(),
        leaves: Vec::new(),
        null_accepted: false,
        null_refused: false,
    };
    walk.run(key);
    let Walk {
        mut merger, leaves, ..
    } = walk;
    for leaf in &leaves {
        merger.add(leaf.id);
    }
    let merged = &mut merger.merged;
    conditional::add(merged, document);
    implied_unions::remove(merged, document);
    add_annotations(merged, document, &leaves);
    let flagged = leaves.iter().any(|leaf| {
        let schema = document.schema(leaf.id);
        schema.nullable && schema.types.is_empty()
    });
    merged.nullable = walk.null_accepted && !walk.null_refused || flagged;
    merger.finish()
}

/// Adds what does not restrict the value. What extends speaks before what it extends.
fn add_annotations(merged: &mut Merged<'_>, document: &Document, leaves: &[Leaf]) {
    for leaf in leaves.iter().rev() {
        let schema = document.schema(leaf.id);
        if !leaf.is_extended {
            docs::add(&mut merged.docs, schema);
            if merged.rust.name.is_none() {
                merged.rust.name.clone_from(&schema.hints.name);
            }
            if merged.rust.type_path.is_none() {
                merged.rust.type_path.clone_from(&schema.hints.type_path);
            }
        }
        merged.marks.add(schema);
    }
}

/// A schema that applies to the value.
#[derive(Clone, Copy, Debug)]
struct Leaf {
    id: SchemaId,
    /// Whether a `$ref` of a schema that extends it leads to it: its documentation is about that schema alone.
    is_extended: bool,
}

/// A schema to be visited.
#[derive(Clone, Copy, Debug)]
struct Visit {
    leaf: Leaf,
    /// How many references and `allOf` lead to it.
    depth: usize,
    /// Whether a schema on the way has stated that null is accepted, which no extended schema can take back.
    null_is_decided: bool,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Enter(Visit),
    /// All that the schema extends has been visited.
    Leave(Leaf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Entered,
    Left,
}

/// The walk over all schemas that apply to one value.
struct Walk<'a> {
    document: &'a Document,
    merger: Merger<'a>,
    stack: Vec<Step>,
    states: HashMap<SchemaId, State>,
    /// The schemas, in the order in which they are left.
    leaves: Vec<Leaf>,
    null_accepted: bool,
    null_refused: bool,
}

impl Walk<'_> {
    fn run(&mut self, key: &Key) {
        while let Some(step) = self.stack.pop() {
            match step {
                Step::Leave(leaf) => {
                    self.states.insert(leaf.id, State::Left);
                    self.leaves.push(leaf);
                }
                Step::Enter(visit) => match self.states.get(&visit.leaf.id) {
                    Some(State::Entered) => self.report_cycle(visit.leaf.id),
                    Some(State::Left) => {}
                    None if visit.depth > EXTENSION_DEPTH => {
                        self.give_up(key.schemas[0]);
                        break;
                    }
                    None => self.enter(visit),
                },
            }
        }
    }

    /// Notes what a schema states about null, and plans the visits of those that it extends.
    fn enter(&mut self, mut visit: Visit) {
        let schema = self.document.schema(visit.leaf.id);
        if !visit.null_is_decided {
            match nullable::statement(schema) {
                Some(true) => {
                    self.null_accepted = true;
                    visit.null_is_decided = true;
                }
                Some(false) => self.null_refused = true,
                None => {}
            }
        }
        self.states.insert(visit.leaf.id, State::Entered);
        self.stack.push(Step::Leave(visit.leaf));
        // The last pushed is visited first: what is referred to, then the members in order.
        self.push_only_alternatives(schema, visit);
        for member in schema.all_of.iter().rev() {
            self.push(*member, visit);
        }
        if let Some(target) = schema.reference {
            // The documentation at the end of a plain reference is about the value; that of what is extended is not.
            let is_same = visit.depth == 0 && keywords::is_plain_reference(schema);
            let leaf = Leaf {
                is_extended: visit.leaf.is_extended || !is_same,
                ..visit.leaf
            };
            self.push(target, Visit { leaf, ..visit });
        }
    }

    /// Plans the visits of alternatives that are the only ones, and notes whether lists of alternatives accept null.
    fn push_only_alternatives(&mut self, schema: &Schema, visit: Visit) {
        for keyword in Keyword::BOTH.into_iter().rev() {
            let alternatives = keyword.alternatives(schema);
            let of = Alternatives {
                schema: visit.leaf.id,
                keyword,
            };
            if alternatives.is_empty() || self.merger.merged.has_chosen(of) {
                continue;
            }
            self.null_accepted |=
                !visit.null_is_decided && nullable::any_accepts_null(self.document, alternatives);
            if let Some(only) = nullable::only_alternative(self.document, alternatives) {
                let null_is_decided = visit.null_is_decided || only.with_null;
                self.push(
                    only.schema,
                    Visit {
                        null_is_decided,
                        ..visit
                    },
                );
            }
        }
    }

    /// Plans the visit of a schema that the visited one extends.
    fn push(&mut self, id: SchemaId, from: Visit) {
        self.stack.push(Step::Enter(Visit {
            leaf: Leaf { id, ..from.leaf },
            depth: from.depth + 1,
            ..from
        }));
    }

    fn report_cycle(&mut self, id: SchemaId) {
        let report = Diagnostic::warning(
            "cyclic-schema",
            self.document.schema(id).location.clone(),
            "this schema extends itself; that part of it is ignored",
        );
        self.merger.merged.problems.push(report.help(
            "a schema can contain itself in a property, an item or a map, but not through `$ref` or `allOf` alone",
        ));
    }

    fn give_up(&mut self, root: SchemaId) {
        let merged = &mut self.merger.merged;
        merged.assertions.impossible = true;
        merged.problems.push(Diagnostic::degraded(
            "schema-too-deep",
            self.document.schema(root).location.clone(),
            format!(
                "more than {EXTENSION_DEPTH} references and `allOf` follow each other; a free-form value is used"
            ),
        ));
    }
}

/// Returns the steps to begin with: the schemas, then the alternatives that refine them.
///
/// The documentation of the schemas is about the union; its variants have documentation of their own.
fn first_steps(key: &Key) -> Vec<Step> {
    let mut is_variant = false;
    let mut branches = Vec::new();
    for choice in &key.choices {
        match choice {
            Choice::Branch { branch, .. } => {
                is_variant = true;
                branches.extend(*branch);
            }
            Choice::Kind(_) => is_variant = true,
            Choice::Base => {}
        }
    }
    let step = |id: SchemaId, is_extended: bool| {
        Step::Enter(Visit {
            leaf: Leaf { id, is_extended },
            depth: 0,
            null_is_decided: false,
        })
    };
    let schemas = key.schemas.iter().map(|id| step(*id, is_variant));
    let branches = branches.into_iter().map(|id| step(id, false));
    let mut steps: Vec<Step> = schemas.chain(branches).collect();
    steps.reverse();
    steps
}

//! Which schemas are only another one by a longer way: a `$ref`, an `allOf` of one, an `anyOf` of one and null.
//!
//! In: schemas. Out: for each the schema that it stands for, and whether null was added on the way. Each schema is
//! resolved once, in a loop, so that chains of any length are fine.

use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};

use crate::api::schemas::{all_of, nullable, unions};

use crate::api::types::shapes;

/// How far the text of a use is looked for along a chain.
const HOPS: usize = 64;

/// What is said of null on the way to the schema that a use stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Null {
    /// Nothing: the schema itself decides.
    Unsaid,
    /// It is accepted.
    Accepted,
    /// It is not, as a `type` beside the reference does not name it.
    Refused,
}

impl Null {
    fn stated(statement: Option<bool>) -> Self {
        match statement {
            Some(true) => Null::Accepted,
            Some(false) => Null::Refused,
            None => Null::Unsaid,
        }
    }

    /// Returns what is said where this comes before `next` on the way.
    fn before(self, next: Null) -> Null {
        match self {
            Null::Unsaid => next,
            said => said,
        }
    }

    /// Returns whether null is accepted, given what the schema at the end says.
    pub(crate) fn or(self, end: bool) -> bool {
        match self {
            Null::Unsaid => end,
            Null::Accepted => true,
            Null::Refused => false,
        }
    }
}

/// Where chains of schemas end; see the file.
#[derive(Debug)]
pub(crate) struct References<'a> {
    document: &'a Document,
    /// The schemas that a type is made of by name: components, and what a `$ref` leads to.
    named: Vec<bool>,
    /// Components that get no type of their own.
    skipped: Vec<bool>,
    resolved: Vec<Option<(SchemaId, Null)>>,
}

impl<'a> References<'a> {
    /// Returns what nothing is resolved of yet.
    pub(crate) fn new(document: &'a Document) -> Self {
        let count = document.schemas.len();
        let mut named = vec![false; count];
        let mut skipped = vec![false; count];
        for target in document
            .schemas
            .iter()
            .filter_map(|schema| schema.reference)
        {
            named[target.0 as usize] = true;
        }
        for (_, id) in &document.component_schemas {
            named[id.0 as usize] = true;
            skipped[id.0 as usize] = document.schema(*id).hints.skip;
        }
        Self {
            document,
            named,
            skipped,
            resolved: vec![None; count],
        }
    }

    /// Returns whether a schema is a component or what a `$ref` leads to.
    pub(crate) fn is_named(&self, id: SchemaId) -> bool {
        self.named[id.0 as usize]
    }

    /// Returns whether a schema is a component that gets no type of its own.
    pub(crate) fn is_skipped(&self, id: SchemaId) -> bool {
        self.skipped[id.0 as usize]
    }

    /// Returns the schema that `id` stands for, and what is said of null on the way.
    pub(crate) fn resolve(&mut self, id: SchemaId) -> (SchemaId, Null) {
        let mut path: Vec<(SchemaId, Null)> = Vec::new();
        let mut current = id;
        let (target, mut null) = loop {
            if let Some(known) = self.resolved[current.0 as usize] {
                break known;
            }
            // Marks the way, so that a cycle ends where it closes; merging reports it.
            self.resolved[current.0 as usize] = Some((current, Null::Unsaid));
            match self.hop(current) {
                Some((next, said)) => {
                    path.push((current, said));
                    current = next;
                }
                None => break (current, Null::Unsaid),
            }
        };
        for (step, said) in path.into_iter().rev() {
            null = said.before(null);
            self.resolved[step.0 as usize] = Some((target, null));
        }
        self.resolved[id.0 as usize].unwrap_or((target, null))
    }

    /// Returns whether null is accepted by all of several schemas that apply together, as `all_of` decides it.
    pub(crate) fn all_accept_null(&mut self, ids: &[SchemaId]) -> bool {
        let mut accepted = false;
        let mut refused = false;
        for id in ids {
            let (target, said) = self.resolve(*id);
            let schema = self.document.schema(target);
            if schema.nullable && schema.types.is_empty() {
                return true;
            }
            let merged = all_of::merge(self.document, &[target]);
            let nullable = said.or(merged.nullable);
            accepted |= nullable;
            refused |= !nullable && (merged.types.is_some() || said == Null::Refused);
        }
        accepted && !refused
    }

    /// Returns the schemas whose text speaks for a use of `id`, nearest first, without the one it stands for.
    pub(crate) fn way(&self, id: SchemaId) -> Vec<&'a Schema> {
        let mut way = Vec::new();
        let mut current = id;
        while way.len() < HOPS
            && let Some((next, _)) = self.hop(current)
        {
            way.push(self.document.schema(current));
            current = next;
        }
        way
    }

    /// Returns the next schema of the chain, and what is said of null beside it.
    fn hop(&self, id: SchemaId) -> Option<(SchemaId, Null)> {
        let schema = self.document.schema(id);
        if !nullable::has_no_own_effect(schema) {
            return None;
        }
        let said = Null::stated(nullable::statement(schema));
        let (next, null) = match (schema.reference, schema.all_of.as_slice()) {
            (Some(target), []) if schema.one_of.is_empty() && schema.any_of.is_empty() => {
                (target, said)
            }
            (None, [only]) if schema.one_of.is_empty() && schema.any_of.is_empty() => (*only, said),
            (None, []) => {
                let alternatives = match (schema.one_of.is_empty(), schema.any_of.is_empty()) {
                    (false, true) => &schema.one_of,
                    (true, false) => &schema.any_of,
                    _ => return None,
                };
                let (only, null) = unions::only_alternative(self.document, alternatives)?;
                let among = if null { Null::Accepted } else { Null::Unsaid };
                (only, said.before(among))
            }
            _ => return None,
        };
        // What has a name of its own stands for another only if that one has a name as well.
        if self.is_named(id) && schema.reference.is_none() && !is_plain(self.document.schema(next))
        {
            return None;
        }
        let end = self.document.schema(next).reference.unwrap_or(next);
        if self.is_skipped(end) && (self.is_named(id) || schema.reference.is_none()) {
            // Made of a component that has no type: a type of its own, unless the component itself is asked for.
            return None;
        }
        self.types_agree(id, schema, next).then_some((next, null))
    }

    /// Returns whether `type` beside the reference says nothing that the target does not say.
    fn types_agree(&self, id: SchemaId, schema: &Schema, next: SchemaId) -> bool {
        let stated: Vec<SchemaType> = schema
            .types
            .iter()
            .copied()
            .filter(|kind| *kind != SchemaType::Null)
            .collect();
        if stated.is_empty() {
            return true;
        }
        // A component that says what it is itself extends what it refers to.
        !self.is_named(id) && shapes::types_of(&all_of::merge(self.document, &[next])) == stated
    }
}

/// Returns whether a schema refers to another one and says nothing of values beside.
pub(crate) fn is_plain(schema: &Schema) -> bool {
    schema.reference.is_some()
        && nullable::has_no_own_effect(schema)
        && schema.types.is_empty()
        && schema.all_of.is_empty()
        && schema.one_of.is_empty()
        && schema.any_of.is_empty()
}

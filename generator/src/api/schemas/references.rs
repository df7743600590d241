//! Which schemas only stand for another one: a `$ref`, an `allOf` with one member, an `anyOf` of one schema and null.
//!
//! In: schemas. Out: for each the schema that it stands for, whether null was added on the way, and which schemas have names.
//! Each schema is resolved once, in a loop, so that chains of any length are fine.

use std::collections::HashMap;

use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};

use crate::api::limits::REFERENCE_HOPS;
use crate::api::schemas::json_types::stated_types;
use crate::api::schemas::keywords::{has_no_assertions, is_plain_reference};
use crate::api::schemas::{all_of, nullable};

/// What is stated about null on the way to the schema that a use stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Null {
    /// Nothing: the schema itself decides.
    Unstated,
    /// It is accepted.
    Accepted,
    /// It is not, as a `type` beside the reference does not name it.
    Refused,
}

impl Null {
    fn from_statement(statement: Option<bool>) -> Self {
        match statement {
            Some(true) => Null::Accepted,
            Some(false) => Null::Refused,
            None => Null::Unstated,
        }
    }

    /// Returns what is stated where this comes before `next` on the way.
    fn before(self, next: Null) -> Null {
        match self {
            Null::Unstated => next,
            stated => stated,
        }
    }

    /// Returns whether null is accepted, given whether the schema at the end accepts it.
    pub(crate) fn or(self, end: bool) -> bool {
        match self {
            Null::Unstated => end,
            Null::Accepted => true,
            Null::Refused => false,
        }
    }
}

/// Which schemas stand for which; see the file.
#[derive(Debug)]
pub(crate) struct References<'a> {
    document: &'a Document,
    /// The names of components of the root file.
    components: HashMap<SchemaId, &'a str>,
    /// The schemas whose types have names: components, and the targets of `$ref`.
    named: Vec<bool>,
    /// Components that get no type of their own.
    skipped: Vec<bool>,
    /// For each schema the last one that has it as a member of its `allOf`.
    member_of: Vec<Option<SchemaId>>,
    resolved: Vec<Option<(SchemaId, Null)>>,
}

impl<'a> References<'a> {
    /// Returns the references of a document, none of them resolved yet.
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
        let mut components = HashMap::new();
        for (name, id) in &document.component_schemas {
            components.entry(*id).or_insert(name.as_str());
            named[id.0 as usize] = true;
            skipped[id.0 as usize] = document.schema(*id).hints.skip;
        }
        let mut member_of = vec![None; count];
        for (id, schema) in (0u32..).map(SchemaId).zip(&document.schemas) {
            for member in &schema.all_of {
                member_of[member.0 as usize] = Some(id);
            }
        }
        Self {
            document,
            components,
            named,
            skipped,
            member_of,
            resolved: vec![None; count],
        }
    }

    /// Returns the name of the component that a schema is.
    pub(crate) fn component_name(&self, id: SchemaId) -> Option<&'a str> {
        self.components.get(&id).copied()
    }

    /// Returns a schema that has this one as a member of its `allOf`.
    pub(crate) fn member_of(&self, id: SchemaId) -> Option<SchemaId> {
        self.member_of[id.0 as usize]
    }

    /// Returns whether a schema is a component or the target of a `$ref`.
    pub(crate) fn is_named(&self, id: SchemaId) -> bool {
        self.named[id.0 as usize]
    }

    /// Returns whether a schema is a component that gets no type of its own.
    pub(crate) fn is_skipped(&self, id: SchemaId) -> bool {
        self.skipped[id.0 as usize]
    }

    /// Returns the schema that `id` stands for, and what is stated about null on the way.
    pub(crate) fn resolve(&mut self, id: SchemaId) -> (SchemaId, Null) {
        let mut path: Vec<(SchemaId, Null)> = Vec::new();
        let mut current = id;
        let (target, mut null) = loop {
            if let Some(known) = self.resolved[current.0 as usize] {
                break known;
            }
            // A cycle ends where it closes; merging reports it.
            self.resolved[current.0 as usize] = Some((current, Null::Unstated));
            match self.next(current) {
                Some((next, stated)) => {
                    path.push((current, stated));
                    current = next;
                }
                None => break (current, Null::Unstated),
            }
        };
        for (step, stated) in path.into_iter().rev() {
            null = stated.before(null);
            self.resolved[step.0 as usize] = Some((target, null));
        }
        self.resolved[id.0 as usize].unwrap_or((target, null))
    }

    /// Returns whether null is accepted by all of several schemas that apply together, as `all_of` decides it.
    pub(crate) fn all_accept_null(&mut self, ids: &[SchemaId]) -> bool {
        let mut accepted = false;
        let mut refused = false;
        for id in ids {
            let (target, stated) = self.resolve(*id);
            let schema = self.document.schema(target);
            if schema.nullable && schema.types.is_empty() {
                return true;
            }
            let merged = all_of::merge(self.document, &[target]);
            let nullable = stated.or(merged.nullable);
            accepted |= nullable;
            refused |= !nullable && (merged.assertions.types.is_some() || stated == Null::Refused);
        }
        accepted && !refused
    }

    /// Returns the schemas from `id` to the one that it stands for, without that one: their documentation is about the use.
    pub(crate) fn chain(&self, id: SchemaId) -> Vec<&'a Schema> {
        let mut chain = Vec::new();
        let mut current = id;
        while chain.len() < REFERENCE_HOPS
            && let Some((next, _)) = self.next(current)
        {
            chain.push(self.document.schema(current));
            current = next;
        }
        chain
    }

    /// Returns the next schema of the chain, and what is stated about null beside it.
    fn next(&self, id: SchemaId) -> Option<(SchemaId, Null)> {
        let schema = self.document.schema(id);
        if !has_no_assertions(schema) {
            return None;
        }
        let stated = Null::from_statement(nullable::statement(schema));
        let lists = (schema.one_of.as_slice(), schema.any_of.as_slice());
        let (next, null) = match (schema.reference, schema.all_of.as_slice(), lists) {
            (Some(target), [], ([], [])) => (target, stated),
            (None, [only], ([], [])) => (*only, stated),
            (None, [], (alternatives, []) | ([], alternatives)) if !alternatives.is_empty() => {
                let only = nullable::only_alternative(self.document, alternatives)?;
                let among = if only.with_null {
                    Null::Accepted
                } else {
                    Null::Unstated
                };
                (only.schema, stated.before(among))
            }
            _ => return None,
        };
        // A schema with a name of its own stands for another only if that one has a name as well.
        if self.is_named(id)
            && schema.reference.is_none()
            && !is_plain_reference(self.document.schema(next))
        {
            return None;
        }
        let end = self.document.schema(next).reference.unwrap_or(next);
        if self.is_skipped(end) && (self.is_named(id) || schema.reference.is_none()) {
            // What extends a component without a type has a type of its own, unless it is a plain use of that component.
            return None;
        }
        self.types_agree(id, schema, next).then_some((next, null))
    }

    /// Returns whether `type` beside the reference states nothing that the target does not state.
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
        // A component that states its own type extends what it refers to.
        !self.is_named(id)
            && stated_types(&all_of::merge(self.document, &[next]).assertions) == stated
    }
}

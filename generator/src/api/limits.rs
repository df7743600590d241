//! How much is read and built for one document, and why it is limited.
//!
//! Small documents can be expensive to read: schemas that list each other as alternatives, long chains of references, `allOf`
//! with every schema of the document. Each limit keeps the time and the output in proportion to the document. Documents that people write stay
//! far below the limits. What exceeds one is reported.

use crate::openapi::document::Document;

/// A limit that grows with the number of schemas.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PerDocument {
    /// How much is allowed for each schema of the document.
    per_schema: usize,
    /// How much is allowed besides, for documents of few schemas.
    base: usize,
}

impl PerDocument {
    /// Returns the limit for a document.
    pub(crate) fn for_document(self, document: &Document) -> usize {
        self.per_schema * document.schemas.len() + self.base
    }
}

/// How many types are made of combinations of schemas. Documents that people write need one for each seven of their schemas
/// at most.
const INTERSECTIONS: PerDocument = PerDocument {
    per_schema: 1,
    base: 200,
};

/// How many schemas, properties and alternatives are read to make these combinations. Each combination can have every schema
/// among its alternatives, so a limit on their number alone bounds nothing.
const READ_FOR_INTERSECTIONS: PerDocument = PerDocument {
    per_schema: 8,
    base: 20_000,
};

/// How many subtypes schemas in the middle of hierarchies have together: in a chain of schemas each one would have all that
/// come after it.
pub(crate) const INHERITED_SUBTYPES: PerDocument = PerDocument {
    per_schema: 8,
    base: 1000,
};

/// How many references are followed where only the end of the chain matters: the schema that is extended, the name of an
/// alternative, whether it is null, the text of a use. Chains of more than three are rare.
pub(crate) const REFERENCE_HOPS: usize = 64;

/// How many references and `allOf` are between a schema and one that it extends: each of them is merged.
pub(crate) const EXTENSION_DEPTH: usize = 128;

/// How many nested alternatives are flattened for one union: many unions can lead to the same lists, and each of them would
/// read all of these.
pub(crate) const FLATTENED_ALTERNATIVES: usize = 512;

/// How many lists of alternatives of one value are chosen from, one after the other. The number of types is the product of
/// their lengths.
pub(crate) const UNION_LISTS: usize = 4;

/// How often the only alternative of a value can have an only alternative itself before it counts as a cycle.
pub(crate) const ONLY_ALTERNATIVES: usize = 16;

/// How many alternatives of a union are compared with each other to find two that overlap: the work is quadratic.
pub(crate) const COMPARED_ALTERNATIVES: usize = 40;

/// How many levels of members are compared to find out whether two alternatives overlap.
pub(crate) const COMPARED_LEVELS: usize = 3;

/// How many pairs of types are compared before two types count as different: types can contain each other in many ways.
pub(crate) const COMPARED_PAIRS: usize = 10_000;

/// What is left of the limits on combinations of schemas.
#[derive(Debug)]
pub(crate) struct Budget {
    intersections: usize,
    read: usize,
    most_intersections: usize,
    most_read: usize,
}

impl Budget {
    /// Returns the unused budget of a document.
    pub(crate) fn new(document: &Document) -> Self {
        Self {
            intersections: 0,
            read: 0,
            most_intersections: INTERSECTIONS.for_document(document),
            most_read: READ_FOR_INTERSECTIONS.for_document(document),
        }
    }

    /// Counts a further combination, and returns whether it can be made.
    pub(crate) fn take_intersection(&mut self) -> bool {
        self.intersections += 1;
        self.intersections <= self.most_intersections && !self.is_exhausted()
    }

    /// Counts what was read for a combination.
    pub(crate) fn add_read(&mut self, count: usize) {
        self.read += count;
    }

    /// Returns whether more was read for combinations than is in proportion to the document.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.read > self.most_read
    }
}

//! The pairs of schemas that correspond to each other, each compared once.
//!
//! In: pairs of schemas that operations use. Out: the differences of each pair, and of the pairs below it. A list of open pairs takes
//! the place of recursion: schemas can refer to themselves, and chains of references can be long.

use std::collections::{HashMap, HashSet};

use generator::diagnostic::Location;
use generator::openapi::document::SchemaId;

use super::difference::Difference;
use super::shape::Schemas;

/// The schemas of both documents, and all pairs of them that correspond to each other.
#[derive(Debug)]
pub(super) struct Pairs<'a> {
    pub(super) ours: Schemas<'a>,
    pub(super) upstream: Schemas<'a>,
    /// Names of upstream and what we call them.
    pub(super) names: &'a [(String, String)],
    pairs: Vec<Pair>,
    by_ids: HashMap<Schemata, PairId>,
    /// How many pairs are compared.
    compared: usize,
}

/// The index of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct PairId(usize);

/// Schemas that correspond to each other: all that apply to one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Schemata {
    pub(super) ours: Vec<SchemaId>,
    pub(super) upstream: Vec<SchemaId>,
    /// Whether they are alternatives: null is one of its own.
    pub(super) is_alternative: bool,
    /// The place, if a side has no schema: then the other one does not tell the places apart.
    place: Option<String>,
}

impl Schemata {
    pub(super) fn new(ours: Vec<SchemaId>, upstream: Vec<SchemaId>, is_alternative: bool) -> Self {
        Self {
            ours,
            upstream,
            is_alternative,
            place: None,
        }
    }
}

/// Schemas that correspond to each other, and what was found.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) schemas: Schemata,
    pub(super) at: String,
    /// The place where it was found, which is another one if ours is a component.
    pub(super) used_at: String,
    /// Where the differences are if a side has no schema.
    pub(super) locations: (Location, Location),
    differences: Vec<Difference>,
    below: Vec<PairId>,
}

impl<'a> Pairs<'a> {
    pub(super) fn new(
        ours: Schemas<'a>,
        upstream: Schemas<'a>,
        names: &'a [(String, String)],
    ) -> Self {
        Self {
            ours,
            upstream,
            names,
            pairs: Vec::new(),
            by_ids: HashMap::new(),
            compared: 0,
        }
    }

    /// Returns the pair of two lists of schemas. `at` is its place unless ours is a component.
    pub(super) fn pair(
        &mut self,
        ours: &[SchemaId],
        upstream: &[SchemaId],
        at: &str,
        locations: (&Location, &Location),
    ) -> PairId {
        let schemas = Schemata::new(ours.to_vec(), upstream.to_vec(), false);
        self.insert(&schemas, at, locations)
    }

    fn insert(
        &mut self,
        schemas: &Schemata,
        at: &str,
        locations: (&Location, &Location),
    ) -> PairId {
        let targets = |of: &Schemas<'_>, ids: &[SchemaId]| {
            ids.iter().map(|id| of.target(*id)).collect::<Vec<_>>()
        };
        let mut schemas = Schemata::new(
            targets(&self.ours, &schemas.ours),
            targets(&self.upstream, &schemas.upstream),
            schemas.is_alternative,
        );
        if schemas.ours.is_empty() || schemas.upstream.is_empty() {
            schemas.place = Some(at.to_owned());
        }
        if let Some(known) = self.by_ids.get(&schemas) {
            return *known;
        }
        let component = match &schemas.ours[..] {
            [only] => self.ours.component(*only),
            _ => None,
        };
        let id = PairId(self.pairs.len());
        self.by_ids.insert(schemas.clone(), id);
        self.pairs.push(Pair {
            schemas,
            at: component.unwrap_or(at).to_owned(),
            used_at: at.to_owned(),
            locations: (locations.0.clone(), locations.1.clone()),
            differences: Vec::new(),
            below: Vec::new(),
        });
        id
    }

    /// Compares all pairs, and those that are found below them.
    pub(super) fn compare(&mut self) {
        while let Some(pair) = self.pairs.get(self.compared) {
            let found = self.found(pair);
            let locations = pair.locations.clone();
            let below = found.below.into_iter();
            let below =
                below.map(|it| self.insert(&it.schemas, &it.at, (&locations.0, &locations.1)));
            let below: Vec<PairId> = below.collect();
            let pair = &mut self.pairs[self.compared];
            pair.differences = found.differences;
            pair.below = below;
            self.compared += 1;
        }
    }

    /// Returns the differences of pairs and of all pairs below them.
    pub(super) fn differences(&self, roots: &[PairId]) -> impl Iterator<Item = &Difference> {
        let mut seen: HashSet<PairId> = HashSet::new();
        let mut open: Vec<PairId> = roots.iter().rev().copied().collect();
        let mut reached = Vec::new();
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                reached.push(id);
                open.extend(self.pairs[id.0].below.iter().rev());
            }
        }
        let pairs = reached.into_iter().map(|id| &self.pairs[id.0]);
        pairs.flat_map(|pair| &pair.differences)
    }
}

//! Compares `oneOf` and `anyOf`: which alternatives correspond to each other, and which only one side has.

use std::cmp::Reverse;

use generator::openapi::document::SchemaId;

use super::pairs::{Pairs, Schemata};
use super::schemas::{Below, Both, Found};
use super::shape::{Schemas, Shape};
use super::values::{brief, full, json};

/// Compares the alternatives of two shapes, of which at least one has some. Returns whether nothing else is left to compare.
///
/// A schema without alternatives is like one with a single alternative.
pub(super) fn compare(pairs: &Pairs<'_>, both: &Both<'_, '_>, found: &mut Found) -> bool {
    let has_own = |shape: &Shape<'_>| !shape.properties.is_empty() || !shape.items.is_empty();
    let of = |shape: &Shape<'_>, ids: &[SchemaId]| match &shape.alternatives[..] {
        [] if has_own(&both.ours) && has_own(&both.upstream) => Vec::new(),
        [] => vec![ids.to_vec()],
        list => list.iter().map(|id| vec![*id]).collect(),
    };
    let mut ours = of(&both.ours, both.our_ids);
    let mut upstream = of(&both.upstream, both.upstream_ids);
    let is_done = both.ours.alternatives.is_empty() || both.upstream.alternatives.is_empty();
    let is_done = is_done && !ours.is_empty() && !upstream.is_empty();
    if is_done && both.ours.nullable != both.upstream.nullable {
        let words = |shape: &Shape<'_>| shape.nullable.then(|| "true".to_owned());
        let (ours, upstream) = (words(&both.ours), words(&both.upstream));
        found
            .differences
            .push(both.difference("nullable", both.at, ours, upstream));
    }
    for (our, their) in pairs_of(pairs, &mut ours, &mut upstream) {
        // The side without alternatives is compared as a whole, without going in circles.
        if our != both.our_ids || their != both.upstream_ids {
            found.below.push(Below {
                schemas: Schemata::new(our, their, true),
                at: format!("{}|", both.at),
            });
        }
    }
    for ids in ours {
        let words = Some(words(&pairs.ours, &ids));
        found
            .differences
            .push(both.difference("alternative", both.at, words, None));
    }
    for ids in upstream {
        let words = Some(words(&pairs.upstream, &ids));
        let difference = both.difference("alternative", both.at, None, words);
        found
            .differences
            .push(difference.detail(full(&pairs.upstream, &ids)));
    }
    is_done
}

/// Returns the name of an alternative, or else a description.
fn words(schemas: &Schemas<'_>, ids: &[SchemaId]) -> String {
    let name = match ids {
        [only] => schemas.component(*only),
        _ => None,
    };
    name.map_or_else(|| brief(schemas, ids), str::to_owned)
}

/// Takes the alternatives that correspond to each other from both lists, the most similar first.
fn pairs_of(
    pairs: &Pairs<'_>,
    ours: &mut Vec<Vec<SchemaId>>,
    upstream: &mut Vec<Vec<SchemaId>>,
) -> Vec<(Vec<SchemaId>, Vec<SchemaId>)> {
    let traits = |schemas: &Schemas<'_>, all: &[Vec<SchemaId>]| {
        let traits = all.iter().map(|ids| Traits::new(schemas, ids));
        traits.collect::<Vec<_>>()
    };
    let we = traits(&pairs.ours, ours);
    let mut they = traits(&pairs.upstream, upstream);
    for component in they.iter_mut().filter_map(|it| it.component.as_mut()) {
        let mut names = pairs.names.iter();
        if let Some((_, our_name)) = names.find(|(name, _)| name == component) {
            component.clone_from(our_name);
        }
    }
    let mut similar: Vec<(usize, usize, usize)> = Vec::new();
    for (our, traits) in we.iter().enumerate() {
        for (their, others) in they.iter().enumerate() {
            if let Some(similarity) = traits.similarity(others) {
                similar.push((similarity, our, their));
            }
        }
    }
    // Of equally similar ones, the first of each list correspond to each other.
    similar.sort_by_key(|(similarity, our, their)| (Reverse(*similarity), *our, *their));
    let (mut our_left, mut their_left) = (vec![true; we.len()], vec![true; they.len()]);
    let mut taken = Vec::new();
    for (_, our, their) in similar {
        if our_left[our] && their_left[their] {
            our_left[our] = false;
            their_left[their] = false;
            taken.push((ours[our].clone(), upstream[their].clone()));
        }
    }
    let keep = |all: &mut Vec<Vec<SchemaId>>, left: Vec<bool>| {
        let mut left = left.into_iter();
        all.retain(|_| left.next().unwrap_or(true));
    };
    keep(ours, our_left);
    keep(upstream, their_left);
    taken
}

/// By what an alternative is recognized.
struct Traits {
    component: Option<String>,
    types: String,
    properties: Vec<String>,
    /// Properties with one value, such as a tag.
    tags: Vec<(String, String)>,
    values: Vec<String>,
}

impl Traits {
    fn new(schemas: &Schemas<'_>, ids: &[SchemaId]) -> Self {
        let shape = schemas.shape(ids);
        let tags = shape.properties.iter().filter_map(|property| {
            let values = schemas.shape(&property.schemas).values?;
            match values[..] {
                [only] => Some((property.name.to_owned(), json(only))),
                _ => None,
            }
        });
        let properties = shape.properties.iter().map(|it| it.name.to_owned());
        Self {
            component: match ids {
                [only] => schemas.component(*only).map(str::to_owned),
                _ => None,
            },
            types: super::values::types(&shape),
            tags: tags.collect(),
            properties: properties.collect(),
            values: shape
                .values
                .iter()
                .flatten()
                .map(|node| json(node))
                .collect(),
        }
    }

    /// Returns how much two alternatives have in common; `None` if they cannot be the same.
    fn similarity(&self, other: &Self) -> Option<usize> {
        let shared_tags = self.tags.iter().filter(|tag| other.tags.contains(tag));
        let is_named_alike = self.component.is_some() && self.component == other.component;
        let differs = |(name, value): &(String, String)| {
            let same = other.tags.iter().find(|(it, _)| it == name);
            same.is_some_and(|(_, it)| it != value)
        };
        if self.types != other.types || (!is_named_alike && self.tags.iter().any(differs)) {
            return None;
        }
        let alike = share(&self.properties, &other.properties) + share(&self.values, &other.values);
        let is_nameless = self.properties.is_empty() && other.properties.is_empty();
        if alike == 0 && !is_named_alike && !is_nameless {
            return None;
        }
        Some(alike + 1000 * shared_tags.count() + if is_named_alike { 4000 } else { 0 })
    }
}

/// Returns the share of two lists that they have in common, in thousandths.
fn share(ours: &[String], upstream: &[String]) -> usize {
    let common = ours.iter().filter(|it| upstream.contains(it)).count();
    let all = ours.len() + upstream.len() - common;
    (common * 1000).checked_div(all).unwrap_or(0)
}

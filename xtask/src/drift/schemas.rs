//! Compares the schemas of a pair.
//!
//! In: a pair. Out: its differences, and the pairs below it: properties, items, alternatives.

use generator::diagnostic::Location;
use generator::openapi::document::{SchemaId, SchemaType};

use super::alternatives;
use super::difference::Difference;
use super::facets::{differing, documentation, facets};
use super::pairs::{Pair, Pairs, Schemata};
use super::shape::{Additional, Property, Schemas, Shape};
use super::values::{brief, full, json, types};

/// What the comparison of a pair finds.
pub(super) struct Found {
    pub(super) differences: Vec<Difference>,
    pub(super) below: Vec<Below>,
}

/// Schemas below a pair that correspond to each other.
pub(super) struct Below {
    pub(super) schemas: Schemata,
    pub(super) at: String,
}

/// Two shapes that correspond to each other, with their schemas.
pub(super) struct Both<'p, 'a> {
    pub(super) at: &'p str,
    /// The place for a difference that is about the use of a component, not about the component.
    used_at: &'p str,
    pub(super) ours: Shape<'a>,
    pub(super) upstream: Shape<'a>,
    pub(super) our_ids: &'p [SchemaId],
    pub(super) upstream_ids: &'p [SchemaId],
    pub(super) our_location: &'p Location,
    pub(super) upstream_location: &'p Location,
}

impl Pairs<'_> {
    /// Compares the schemas of a pair, but not those below it.
    pub(super) fn found(&self, pair: &Pair) -> Found {
        let schemas = &pair.schemas;
        let mut ours = self.ours.shape(&schemas.ours);
        let mut upstream = self.upstream.shape(&schemas.upstream);
        if schemas.is_alternative {
            ours.nullable = false;
            upstream.nullable = false;
        }
        let both = Both {
            at: &pair.at,
            used_at: &pair.used_at,
            our_location: ours.location.unwrap_or(&pair.locations.0),
            upstream_location: upstream.location.unwrap_or(&pair.locations.1),
            our_ids: &schemas.ours,
            upstream_ids: &schemas.upstream,
            ours,
            upstream,
        };
        let mut found = Found {
            differences: Vec::new(),
            below: Vec::new(),
        };
        for (kind, ours, upstream) in
            differing(&documentation(&both.ours), &documentation(&both.upstream))
        {
            let difference = both.difference(kind, both.at, ours, upstream);
            found.differences.push(difference.documentation());
        }
        let has_alternatives = |shape: &Shape<'_>| !shape.alternatives.is_empty();
        if both.ours.is_anything() != both.upstream.is_anything() {
            found.differences.push(self.type_difference(&both));
            return found;
        }
        if has_alternatives(&both.ours) || has_alternatives(&both.upstream) {
            let is_done = alternatives::compare(self, &both, &mut found);
            if is_done {
                return found;
            }
        } else if both.ours.types != both.upstream.types {
            found.differences.push(self.type_difference(&both));
            if !share_types(&both.ours, &both.upstream) {
                return found;
            }
        }
        for (kind, ours, upstream) in differing(&facets(&both.ours), &facets(&both.upstream)) {
            found
                .differences
                .push(both.difference(kind, both.at, ours, upstream));
        }
        compare_values(&both, &mut found);
        self.compare_properties(&both, &mut found);
        self.compare_parts(&both, &mut found);
        found
    }

    fn type_difference(&self, both: &Both<'_, '_>) -> Difference {
        let [ours, upstream] = [types(&both.ours), types(&both.upstream)];
        let is_plain = ours != upstream
            && !both.ours.is_anything()
            && both.ours.alternatives.is_empty()
            && both.upstream.alternatives.is_empty();
        let words = if is_plain {
            [ours, upstream]
        } else {
            [
                brief(&self.ours, both.our_ids),
                brief(&self.upstream, both.upstream_ids),
            ]
        };
        let [ours, upstream] = words;
        let is_component = match both.upstream_ids {
            [only] => self.upstream.component(*only).is_some(),
            _ => false,
        };
        let is_related = is_component || share_types(&both.ours, &both.upstream);
        let at = if is_related { both.at } else { both.used_at };
        let difference = both.difference("type", at, Some(ours), Some(upstream));
        difference.detail(full(&self.upstream, both.upstream_ids))
    }

    fn compare_properties(&self, both: &Both<'_, '_>, found: &mut Found) {
        for ours in &both.ours.properties {
            let at = format!("{}.{}", ours.owner.unwrap_or(both.at), ours.name);
            let Some(upstream) = both.upstream.property(ours.name) else {
                let words = self.property_words(&self.ours, ours, &both.ours);
                let difference = both.difference("property", &at, Some(words), None);
                found
                    .differences
                    .push(difference.our_location(self.ours.location(&ours.schemas)));
                continue;
            };
            self.compare_required(both, ours, upstream, found);
            found
                .below
                .push(below(ours.schemas.clone(), upstream.schemas.clone(), at));
        }
        for upstream in &both.upstream.properties {
            if both.ours.property(upstream.name).is_none() {
                let owner = both.ours.extends.unwrap_or(both.at);
                let at = format!("{owner}.{}", upstream.name);
                let words = self.property_words(&self.upstream, upstream, &both.upstream);
                let detail = format!("{words} {}", full(&self.upstream, &upstream.schemas));
                let difference = both.difference("property", &at, None, Some(words));
                let location = self.upstream.location(&upstream.schemas);
                found
                    .differences
                    .push(difference.detail(detail).upstream_location(location));
            }
        }
    }

    /// Compares whether a property is required, at the component that requires it.
    fn compare_required(
        &self,
        both: &Both<'_, '_>,
        ours: &Property<'_>,
        upstream: &Property<'_>,
        found: &mut Found,
    ) {
        let required = |shape: &Shape<'_>| shape.requires(ours.name).then(|| "true".to_owned());
        let (we, they) = (required(&both.ours), required(&both.upstream));
        if we == they {
            return;
        }
        let mut requirers = both.ours.required.iter();
        let owner = match requirers.find(|(name, _)| *name == ours.name) {
            Some((_, requirer)) => *requirer,
            None => ours.owner,
        };
        let at = format!("{}.{}", owner.unwrap_or(both.at), ours.name);
        let difference = both.difference("required", &at, we, they);
        found.differences.push(
            difference
                .our_location(self.ours.location(&ours.schemas))
                .upstream_location(self.upstream.location(&upstream.schemas)),
        );
    }

    fn property_words(
        &self,
        schemas: &Schemas<'_>,
        property: &Property<'_>,
        of: &Shape<'_>,
    ) -> String {
        let required = if of.requires(property.name) {
            "required "
        } else {
            ""
        };
        format!("{required}{}", brief(schemas, &property.schemas))
    }

    /// Compares items, additional properties and the like.
    fn compare_parts(&self, both: &Both<'_, '_>, found: &mut Found) {
        let (ours, upstream) = (&both.ours, &both.upstream);
        let mut part = |kind, sign: &str, we: &[SchemaId], they: &[SchemaId]| {
            let at = format!("{}{sign}", both.at);
            let words = |schemas: &Schemas<'_>, ids: &[SchemaId]| {
                (!ids.is_empty()).then(|| brief(schemas, ids))
            };
            if we.is_empty() != they.is_empty() {
                let (we, words) = (words(&self.ours, we), words(&self.upstream, they));
                let difference = both.difference(kind, &at, we, words);
                let detail = full(&self.upstream, they);
                found.differences.push(difference.detail(detail));
            } else if !we.is_empty() {
                found.below.push(below(we.to_vec(), they.to_vec(), at));
            }
        };
        part("items", "[]", &ours.items, &upstream.items);
        let typed = |shape: &Shape<'_>| match &shape.additional {
            Additional::Typed(list) => list.clone(),
            Additional::Any | Additional::Never => Vec::new(),
        };
        part("additionalProperties", ".*", &typed(ours), &typed(upstream));
        let longest = ours.prefix_items.len().max(upstream.prefix_items.len());
        for index in 0..longest {
            let at = |list: &[SchemaId]| list.get(index).copied().into_iter().collect::<Vec<_>>();
            let sign = format!("[{index}]");
            let (ours, upstream) = (at(ours.prefix_items), at(upstream.prefix_items));
            part("prefixItems", &sign, &ours, &upstream);
        }
        let mut patterns: Vec<&str> = ours.patterns.iter().map(|(it, _)| *it).collect();
        patterns.extend(upstream.patterns.iter().map(|(it, _)| *it));
        patterns.sort_unstable();
        patterns.dedup();
        for pattern in patterns {
            let of = |shape: &Shape<'_>| {
                let matching = shape.patterns.iter().filter(|(it, _)| *it == pattern);
                matching.map(|(_, id)| *id).collect::<Vec<_>>()
            };
            let sign = format!(".{pattern}");
            part("patternProperties", &sign, &of(ours), &of(upstream));
        }
    }
}

/// Compares the lists of values.
fn compare_values(both: &Both<'_, '_>, found: &mut Found) {
    let texts = |shape: &Shape<'_>| {
        let values = shape.values.as_ref()?;
        Some(values.iter().map(|node| json(node)).collect::<Vec<_>>())
    };
    // Upstream can drop a value that ours keeps, so all of them count, in any order.
    let mut detail = texts(&both.upstream).unwrap_or_default();
    detail.sort_unstable();
    let detail = detail.join(", ");
    let (ours, upstream) = match (texts(&both.ours), texts(&both.upstream)) {
        (None, None) => return,
        (Some(ours), Some(upstream)) => (ours, upstream),
        (ours, upstream) => {
            let words = |values: Option<Vec<String>>| values.map(|values| values.join(", "));
            let difference = both.difference("enum", both.at, words(ours), words(upstream));
            found.differences.push(difference.detail(detail));
            return;
        }
    };
    let only = |values: &[String], others: &[String]| {
        let only = values.iter().filter(|value| !others.contains(value));
        let only: Vec<&str> = only.map(String::as_str).collect();
        (!only.is_empty()).then(|| only.join(", "))
    };
    let (we, they) = (only(&ours, &upstream), only(&upstream, &ours));
    if we.is_none() && they.is_none() {
        return;
    }
    found
        .differences
        .push(both.difference("enum", both.at, we, they).detail(detail));
}

/// Returns whether some type is accepted by both.
fn share_types(ours: &Shape<'_>, upstream: &Shape<'_>) -> bool {
    let is_number = |kind: &SchemaType| matches!(kind, SchemaType::Integer | SchemaType::Number);
    match (&ours.types, &upstream.types) {
        (None, None) => true,
        (Some(ours), Some(upstream)) => ours.iter().any(|kind| {
            upstream.contains(kind) || (is_number(kind) && upstream.iter().any(is_number))
        }),
        _ => false,
    }
}

impl Both<'_, '_> {
    /// Returns a difference at the locations of both schemas.
    pub(super) fn difference(
        &self,
        kind: &'static str,
        at: &str,
        ours: Option<String>,
        upstream: Option<String>,
    ) -> Difference {
        Difference::new(
            kind,
            at,
            (ours, self.our_location),
            (upstream, self.upstream_location),
        )
    }
}

impl<'a> Schemas<'a> {
    /// Returns the location of the first of some schemas.
    fn location(&self, ids: &[SchemaId]) -> Option<&'a Location> {
        let first = ids.first()?;
        Some(&self.document.schema(*first).location)
    }
}

impl Difference {
    fn our_location(mut self, location: Option<&Location>) -> Self {
        if let Some(location) = location {
            self.our_location = location.clone();
        }
        self
    }

    fn upstream_location(mut self, location: Option<&Location>) -> Self {
        if let Some(location) = location {
            self.upstream_location = location.clone();
        }
        self
    }
}

/// Returns schemas that apply to values of which null may be one.
fn below(ours: Vec<SchemaId>, upstream: Vec<SchemaId>, at: String) -> Below {
    Below {
        schemas: Schemata::new(ours, upstream, false),
        at,
    }
}

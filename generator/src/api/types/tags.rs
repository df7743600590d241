//! The tag of a union: the member whose value identifies the alternative, and the values of each alternative.
//!
//! In: the alternatives of a union, and the discriminator where one is stated. Out: the member and its values by
//! alternative, as canonical strings. <https://spec.openapis.org/oas/v3.1.1.html#discriminator-object>

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Discriminator, Document, SchemaId, SchemaType};

use crate::api::limits::FLATTENED_ALTERNATIVES;
use crate::api::schemas::flatten::{ExpandMode, flatten};
use crate::api::schemas::json_types::effective_types;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::tag_values::{self, MemberValues, TooManyAlternatives};
use crate::api::schemas::{all_of, enums};
use crate::api::types::alternative::{Alternative, component_name};
use crate::api::types::graph::Types;

/// Where the tag is stated.
#[derive(Clone, Copy, Debug)]
pub(super) enum TagSource<'d> {
    /// By a discriminator beside the alternatives.
    Stated(&'d Discriminator),
    /// By the discriminator of the schema that the alternatives extend.
    Inherited(&'d Discriminator),
    /// Nowhere: it is inferred from what the alternatives have in common.
    Inferred,
}

/// The tag of a union.
#[derive(Debug)]
pub(super) struct Tagged {
    /// The member, if the union has a tag.
    pub member: Option<String>,
    /// The values for each alternative.
    pub by_alternative: Vec<Tags>,
}

/// The values of the tag that identify an alternative.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags {
    /// The values.
    pub values: Vec<String>,
    /// Whether the only value is the name of the alternative, and the alternative does not declare the member.
    pub is_implicit: bool,
}

/// Returns the tag of a union.
pub(super) fn choose<'a>(
    types: &mut Types<'a>,
    place: &Location,
    alternatives: &[Alternative<'a>],
    source: TagSource<'_>,
) -> Tagged {
    let objects: Vec<usize> = (0..alternatives.len())
        .filter(|index| alternatives[*index].is_object())
        .collect();
    let untagged = Tagged {
        member: None,
        by_alternative: vec![Tags::default(); alternatives.len()],
    };
    let common = match source {
        TagSource::Inferred if objects.len() < 2 => return untagged,
        TagSource::Inferred => common_discriminator(types.document, alternatives, &objects),
        TagSource::Stated(discriminator) | TagSource::Inherited(discriminator) => {
            Some(discriminator)
        }
    };
    let Some(discriminator) = common else {
        return infer(types, alternatives, &objects).unwrap_or(untagged);
    };
    if objects.is_empty() {
        return untagged;
    }
    let assigned = assign(types, alternatives, &objects, discriminator);
    for (value, _) in &discriminator.mapping {
        if assigned.invalid.contains(value.as_str()) {
            let place = discriminator.location.child("mapping").child(value);
            report_invalid(types, discriminator, &place, value);
        }
    }
    report_implicit(types, alternatives, discriminator, &assigned.tags);
    if matches!(source, TagSource::Stated(_)) {
        report_unassigned(types, place, discriminator, &assigned);
    }
    let is_tagged = assigned.tags.iter().any(|tags| !tags.values.is_empty());
    Tagged {
        member: is_tagged.then(|| discriminator.property_name.clone()),
        by_alternative: assigned.tags,
    }
}

/// Replaces each list of alternatives by its own alternatives if a value of the tag is mapped to one of these: of the whole list
/// it would not be known which value is whose.
pub(super) fn expand_mapped(
    types: &mut Types<'_>,
    listed: Vec<SchemaId>,
    discriminator: Option<&Discriminator>,
) -> Vec<SchemaId> {
    let document = types.document;
    let mapping = discriminator.map_or(&[][..], |discriminator| &discriminator.mapping);
    let mapped: HashSet<SchemaId> = mapping
        .iter()
        .map(|(_, target)| types.references.resolve(*target).0)
        .collect();
    if mapped.is_empty() {
        return listed;
    }
    let mut expanded = Vec::with_capacity(listed.len());
    for source in listed {
        let end = types.references.resolve(source).0;
        if mapped.contains(&end) || document.schema(end).discriminator.is_some() {
            expanded.push(source);
            continue;
        }
        let inner = flatten(document, &[source], ExpandMode::References);
        let mut ends = inner.iter().map(|id| types.references.resolve(*id).0);
        if ends.any(|end| mapped.contains(&end)) {
            expanded.extend(inner);
        } else {
            expanded.push(source);
        }
    }
    expanded
}

/// The values of a discriminator, assigned to alternatives; each value belongs to one.
struct Assigned<'d> {
    tags: Vec<Tags>,
    /// The values that belong to an alternative already.
    used: HashSet<String>,
    /// The mapped values that the member of their alternative cannot have.
    invalid: HashSet<&'d str>,
}

impl Assigned<'_> {
    fn add(&mut self, index: usize, value: &str) {
        if self.used.insert(value.to_owned()) {
            self.tags[index].values.push(value.to_owned());
        }
    }
}

/// Assigns to each alternative the values that are mapped to it, those that only its own schema lists, or else its name, and the
/// values of the schemas that extend it.
fn assign<'d>(
    types: &mut Types<'_>,
    alternatives: &[Alternative<'_>],
    objects: &[usize],
    discriminator: &'d Discriminator,
) -> Assigned<'d> {
    let member = discriminator.property_name.as_str();
    let mut assigned = Assigned {
        tags: vec![Tags::default(); alternatives.len()],
        used: HashSet::new(),
        invalid: HashSet::new(),
    };
    let with_invalid = assign_mapped(types, alternatives, objects, discriminator, &mut assigned);
    assign_listed(types, alternatives, objects, member, &mut assigned);
    for index in objects {
        if assigned.tags[*index].values.is_empty() {
            let is_reported = with_invalid.contains(index);
            let alternative = &alternatives[*index];
            if let Some(name) = implicit_name(types, alternative, discriminator, is_reported)
                && assigned.used.insert(name.clone())
            {
                let merged = &alternative.merged;
                assigned.tags[*index] = Tags {
                    values: vec![name],
                    is_implicit: merged.assertions.unions.is_empty()
                        && merged.property(member).is_none(),
                };
            }
        }
    }
    for index in objects {
        for value in subtype_values(types, &alternatives[*index], member) {
            assigned.add(*index, &value);
        }
    }
    assigned
}

/// Assigns the values of the mapping, and returns the alternatives with a value that their member cannot have.
fn assign_mapped<'d>(
    types: &mut Types<'_>,
    alternatives: &[Alternative<'_>],
    objects: &[usize],
    discriminator: &'d Discriminator,
    assigned: &mut Assigned<'d>,
) -> HashSet<usize> {
    let mut mapped: HashMap<SchemaId, Vec<&str>> = HashMap::new();
    for (value, target) in &discriminator.mapping {
        let (end, _) = types.references.resolve(*target);
        mapped.entry(end).or_default().push(value);
    }
    let mut with_invalid = HashSet::new();
    for index in objects {
        let alternative = &alternatives[*index];
        let kinds = member_types(types.document, &alternative.merged, discriminator);
        for id in sources(types, alternative) {
            for value in mapped.get(&id).into_iter().flatten() {
                if enums::is_canonical_string_of(&kinds, value) {
                    assigned.add(*index, value);
                } else {
                    assigned.invalid.insert(value);
                    with_invalid.insert(*index);
                }
            }
        }
    }
    with_invalid
}

/// Assigns the values that the schema of one alternative alone lists for the member.
fn assign_listed(
    types: &mut Types<'_>,
    alternatives: &[Alternative<'_>],
    objects: &[usize],
    member: &str,
    assigned: &mut Assigned<'_>,
) {
    let own: Vec<Vec<String>> = objects
        .iter()
        .map(|index| {
            let values = member_values(types, &alternatives[*index].merged, member);
            values.map_or_else(Vec::new, |values| values.values)
        })
        .collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for value in own.iter().flatten() {
        *count.entry(value).or_default() += 1;
    }
    for (index, own) in objects.iter().zip(&own) {
        for value in own.iter().filter(|value| count[value.as_str()] == 1) {
            assigned.add(*index, value);
        }
    }
}

/// Returns the name of an alternative if the member can have it as a value.
fn implicit_name(
    types: &mut Types<'_>,
    alternative: &Alternative<'_>,
    discriminator: &Discriminator,
    is_reported: bool,
) -> Option<String> {
    let document = types.document;
    let name = component_name(document, &types.references, alternative.source)?;
    let kinds = member_types(document, &alternative.merged, discriminator);
    if enums::is_canonical_string_of(&kinds, &name) {
        return Some(name);
    }
    if !is_reported {
        let place = &document.schema(alternative.source).location;
        report_invalid(types, discriminator, place, &name);
    }
    None
}

/// Returns the values that identify the schemas which extend an alternative, where it stands for them with the same tag.
fn subtype_values(
    types: &mut Types<'_>,
    alternative: &Alternative<'_>,
    member: &str,
) -> Vec<String> {
    let document = types.document;
    let Some(base) = alternative.key.only().filter(|id| types.subtypes.has(*id)) else {
        return Vec::new();
    };
    let discriminator = types.subtypes.discriminator(document, base);
    let Some(discriminator) = discriminator.filter(|own| own.property_name == member) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for source in types.subtypes.alternatives(document, base) {
        let end = types.references.resolve(source).0;
        if types.references.is_skipped(source) {
            continue;
        }
        let mapping = discriminator.mapping.iter();
        let mut own: Vec<String> = mapping
            .filter(|(_, target)| types.references.resolve(*target).0 == end)
            .map(|(value, _)| value.clone())
            .collect();
        if own.is_empty() {
            let merged = all_of::merge(document, &[end]);
            if let Some(listed) = tag_values::own_values(document, &merged, member)
                && let [only] = listed.values.as_slice()
            {
                own.push(only.clone());
            }
        }
        if own.is_empty() {
            own.extend(component_name(document, &types.references, source));
        }
        found.extend(own);
    }
    found
}

/// Returns the JSON types that the member of a discriminator has in an alternative; empty if nothing is known.
fn member_types(
    document: &Document,
    merged: &Merged<'_>,
    discriminator: &Discriminator,
) -> Vec<SchemaType> {
    let Some(property) = merged.property(&discriminator.property_name) else {
        return Vec::new();
    };
    let each = all_of::merge_property(document, property);
    let kinds: Vec<Vec<SchemaType>> = each
        .iter()
        .map(|merged| effective_types(&merged.assertions))
        .collect();
    if kinds.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    kinds.concat()
}

/// Returns the schemas by which a mapping can mean an alternative, those of the alternatives below it included.
fn sources(types: &mut Types<'_>, alternative: &Alternative<'_>) -> Vec<SchemaId> {
    let document = types.document;
    let mut sources = vec![types.references.resolve(alternative.source).0];
    for of in &alternative.merged.assertions.unions {
        for id in flatten(document, of.list(document), ExpandMode::References) {
            sources.push(types.references.resolve(id).0);
        }
    }
    let mut seen = HashSet::new();
    sources.retain(|id| seen.insert(*id));
    sources
}

/// Returns the discriminator of a schema that all object alternatives extend.
fn common_discriminator<'a>(
    document: &'a Document,
    alternatives: &[Alternative<'_>],
    objects: &[usize],
) -> Option<&'a Discriminator> {
    let (first, others) = objects.split_first()?;
    let mut leaves = alternatives[*first].merged.leaves.iter();
    leaves.find_map(|leaf| {
        let discriminator = document.schema(*leaf).discriminator.as_ref()?;
        let mut others = others.iter();
        let is_common = others.all(|other| alternatives[*other].merged.leaves.contains(leaf));
        is_common.then_some(discriminator)
    })
}

/// Returns the first member that all object alternatives require, each with values of its own.
fn infer<'a>(
    types: &mut Types<'a>,
    alternatives: &[Alternative<'a>],
    objects: &[usize],
) -> Option<Tagged> {
    let first = &alternatives[*objects.first()?].merged;
    let (candidates, cut) = tag_values::required_members(types.document, first);
    if let Some(cut) = cut {
        report_cut(types, cut);
    }
    candidates.into_iter().find_map(|member| {
        let mut tags: Vec<Tags> = vec![Tags::default(); alternatives.len()];
        let mut used: HashSet<String> = HashSet::new();
        for index in objects {
            let own = member_values(types, &alternatives[*index].merged, member)?;
            let is_shared = own.values.iter().any(|value| used.contains(value));
            if !own.required || own.values.is_empty() || is_shared {
                return None;
            }
            used.extend(own.values.iter().cloned());
            tags[*index].values = own.values;
        }
        Some(Tagged {
            member: Some(member.to_owned()),
            by_alternative: tags,
        })
    })
}

/// Returns the values that the schemas of an alternative list for a member.
fn member_values(types: &mut Types<'_>, merged: &Merged<'_>, member: &str) -> Option<MemberValues> {
    let values = types
        .tag_values
        .member_values(types.document, merged, member);
    values.unwrap_or_else(|cut| {
        report_cut(types, cut);
        None
    })
}

/// Reports a list with more alternatives of alternatives than are read.
fn report_cut(types: &mut Types<'_>, TooManyAlternatives(of): TooManyAlternatives) {
    let place = types.document.schema(of.schema).location.clone();
    types.report(Diagnostic::warning(
        "too-many-alternatives",
        place.child(of.keyword.name()),
        format!(
            "more than {FLATTENED_ALTERNATIVES} alternatives of alternatives: no member with a value for each is looked for, \
             and values are distinguished by the members that they have"
        ),
    ));
}

/// Reports a value that should identify a schema, and that the member cannot have.
fn report_invalid(
    types: &mut Types<'_>,
    discriminator: &Discriminator,
    place: &Location,
    value: &str,
) {
    let name = &discriminator.property_name;
    types.report(
        Diagnostic::warning(
            "discriminator-type",
            place.clone(),
            format!(
                "{value:?} is not a valid value of `{name}`, which is not a string here: the schema is recognized by its members"
            ),
        )
        .related(discriminator.location.clone(), "the discriminator"),
    );
}

/// Reports alternatives that are identified by their name alone, in a member that they do not declare.
fn report_implicit(
    types: &mut Types<'_>,
    alternatives: &[Alternative<'_>],
    discriminator: &Discriminator,
    tags: &[Tags],
) {
    for (alternative, tags) in alternatives.iter().zip(tags) {
        if !tags.is_implicit {
            continue;
        }
        let place = types.document.schema(alternative.source).location.clone();
        types.report(
            Diagnostic::warning(
                "undeclared-discriminator",
                place,
                format!(
                    "this alternative does not declare `{}`, and no value is mapped to it: its name is read as the value, but \
                     not sent",
                    discriminator.property_name
                ),
            )
            .related(discriminator.location.clone(), "the discriminator"),
        );
    }
}

/// Reports values that are mapped to no alternative.
fn report_unassigned(
    types: &mut Types<'_>,
    place: &Location,
    discriminator: &Discriminator,
    assigned: &Assigned<'_>,
) {
    let values = assigned.tags.iter().flat_map(|tags| &tags.values);
    let known: HashSet<&str> = values.map(String::as_str).collect();
    for (value, _) in &discriminator.mapping {
        if !known.contains(value.as_str()) && !assigned.invalid.contains(value.as_str()) {
            types.report(
                Diagnostic::warning(
                    "mapping-without-alternative",
                    discriminator.location.child("mapping").child(value),
                    format!(
                        "`{value}` is mapped to a schema that is not one of the alternatives; such values are kept as raw JSON"
                    ),
                )
                .related(place.clone(), "the alternatives"),
            );
        }
    }
}

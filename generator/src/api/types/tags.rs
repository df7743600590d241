//! Which member's value chooses among the alternatives of a union, and which values choose which.
//!
//! In: the alternatives of a union, and the discriminator where one is stated. Out: the member and its values by
//! alternative, as canonical texts. <https://spec.openapis.org/oas/v3.1.1.html#discriminator-object>

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Location};
use crate::openapi::document::{Discriminator, Document, SchemaId, SchemaType};

use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::unions;
use crate::api::schemas::unions::{Expanded, LOOKED_AT, Through};
use crate::api::schemas::{all_of, enums};
use crate::api::types::graph::Types;
use crate::api::types::shapes;
use crate::api::types::variants;
use crate::api::types::variants::Alternative;

/// Where it is said what chooses.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Chooser<'d> {
    /// Beside the alternatives.
    Stated(&'d Discriminator),
    /// At the schema that the alternatives extend.
    Inherited(&'d Discriminator),
    /// Nowhere: by what the alternatives have in common.
    Inferred,
}

/// The values that choose an alternative.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags {
    /// The values.
    pub values: Vec<String>,
    /// Whether the only one is the alternative's name, and nothing says that the alternative has the member at all.
    pub is_presumed: bool,
}

/// What is known of the members of alternatives of alternatives: by the name of the member, then by schema.
///
/// Unions that have each other as alternatives come to the same schemas again and again.
pub(crate) type Known = HashMap<String, HashMap<SchemaId, Listed>>;

/// What a schema lists for a member.
#[derive(Clone, Debug)]
pub(crate) enum Listed {
    /// Its only value is null.
    Null,
    /// No values.
    Nothing,
    /// These, and whether the member is required.
    Values(Vec<Rc<str>>, bool),
}

/// Returns the member that chooses, if there is one, and its values for each alternative.
pub(crate) fn choose<'a>(
    types: &mut Types<'a>,
    place: &Location,
    alternatives: &[Alternative<'a>],
    chooser: Chooser<'_>,
) -> (Option<String>, Vec<Tags>) {
    let document = types.document;
    let objects: Vec<usize> = (0..alternatives.len())
        .filter(|index| alternatives[*index].is_object())
        .collect();
    let none = vec![Tags::default(); alternatives.len()];
    let discriminator = match chooser {
        Chooser::Stated(discriminator) | Chooser::Inherited(discriminator) => discriminator,
        Chooser::Inferred if objects.len() < 2 => return (None, none),
        Chooser::Inferred => match common_base(document, alternatives, &objects) {
            Some(discriminator) => discriminator,
            None => {
                return match inferred(types, alternatives, &objects) {
                    Some((name, values)) => {
                        let tags = |values| Tags {
                            values,
                            is_presumed: false,
                        };
                        (Some(name), values.into_iter().map(tags).collect())
                    }
                    None => (None, none),
                };
            }
        },
    };
    if objects.is_empty() {
        return (None, none);
    }
    let (tags, unfit) = stated(types, alternatives, &objects, discriminator);
    for (value, _) in &discriminator.mapping {
        if unfit.contains(value.as_str()) {
            let place = discriminator.location.child("mapping").child(value);
            report_unfit(types, discriminator, &place, value);
        }
    }
    report_presumed(types, alternatives, discriminator, &tags);
    if matches!(chooser, Chooser::Stated(_)) {
        report_others(types, place, discriminator, (&tags, &unfit));
    }
    let told = tags.iter().any(|tags| !tags.values.is_empty());
    let name = &discriminator.property_name;
    (told.then(|| name.clone()), tags)
}

/// Returns alternatives, and in place of a list of alternatives those of its own to which a tag is mapped: of the whole list
/// it would not be known which tag is whose.
pub(crate) fn mapped_one_by_one(
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
    let mut apart = Vec::with_capacity(listed.len());
    for source in listed {
        let end = types.references.resolve(source).0;
        if mapped.contains(&end) || document.schema(end).discriminator.is_some() {
            apart.push(source);
            continue;
        }
        let inner = unions::expand(document, &[source], Through::References);
        let mut ends = inner.iter().map(|id| types.references.resolve(*id).0);
        match ends.any(|end| mapped.contains(&end)) {
            true => apart.extend(inner),
            false => apart.push(source),
        }
    }
    apart
}

/// Returns the values that choose each alternative: those mapped to it, those that only its own schema allows, or else
/// its name. Then those that are mapped to an alternative whose member cannot have them.
fn stated<'d>(
    types: &mut Types<'_>,
    alternatives: &[Alternative<'_>],
    objects: &[usize],
    discriminator: &'d Discriminator,
) -> (Vec<Tags>, HashSet<&'d str>) {
    let document = types.document;
    let mut mapped: HashMap<SchemaId, Vec<&str>> = HashMap::new();
    for (value, target) in &discriminator.mapping {
        let (end, _) = types.references.resolve(*target);
        mapped.entry(end).or_default().push(value);
    }
    let mut tags: Vec<Tags> = vec![Tags::default(); alternatives.len()];
    let mut taken: HashSet<String> = HashSet::new();
    let mut unfit: HashSet<&str> = HashSet::new();
    let mut told = vec![false; alternatives.len()];
    for index in objects {
        let kinds = kinds(document, &alternatives[*index].merged, discriminator);
        for id in sources(types, &alternatives[*index]) {
            for value in mapped.get(&id).into_iter().flatten() {
                if !enums::is_text_of(&kinds, value) {
                    unfit.insert(value);
                    told[*index] = true;
                } else if taken.insert((*value).to_owned()) {
                    tags[*index].values.push((*value).to_owned());
                }
            }
        }
    }
    let own: Vec<Vec<String>> = objects
        .iter()
        .map(|index| {
            let merged = &alternatives[*index].merged;
            values(types, merged, &discriminator.property_name).map_or_else(Vec::new, |own| own.0)
        })
        .collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for value in own.iter().flatten() {
        *count.entry(value).or_default() += 1;
    }
    for (index, own) in objects.iter().zip(&own) {
        for value in own {
            if count[value.as_str()] == 1 && taken.insert(value.clone()) {
                tags[*index].values.push(value.clone());
            }
        }
    }
    for index in objects
        .iter()
        .filter(|index| tags[**index].values.is_empty())
        .collect::<Vec<_>>()
    {
        let merged = &alternatives[*index].merged;
        let source = alternatives[*index].source;
        let Some(name) = variants::component(types, source) else {
            continue;
        };
        if !enums::is_text_of(&kinds(document, merged, discriminator), &name) {
            if !told[*index] {
                let place = &document.schema(source).location;
                report_unfit(types, discriminator, place, &name);
            }
        } else if taken.insert(name.clone()) {
            tags[*index] = Tags {
                values: vec![name],
                is_presumed: merged.unions.is_empty()
                    && merged.property(&discriminator.property_name).is_none(),
            };
        }
    }
    for index in objects {
        for value in of_extending(types, &alternatives[*index], &discriminator.property_name) {
            if taken.insert(value.clone()) {
                tags[*index].values.push(value);
            }
        }
    }
    (tags, unfit)
}

/// Returns the values that choose among those that extend an alternative, where it stands for them and the same member chooses.
fn of_extending(types: &mut Types<'_>, alternative: &Alternative<'_>, name: &str) -> Vec<String> {
    let document = types.document;
    let Some(base) = alternative.key.only().filter(|id| types.subtypes.has(*id)) else {
        return Vec::new();
    };
    let discriminator = types.subtypes.discriminator(document, base);
    let Some(discriminator) = discriminator.filter(|own| own.property_name == name) else {
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
        if own.is_empty()
            && let Some((values, _)) =
                values_of_one(document, &all_of::merge(document, &[end]), name)
            && let [only] = values.as_slice()
        {
            own.push(only.clone());
        }
        if own.is_empty() {
            own.extend(variants::component(types, source));
        }
        found.extend(own);
    }
    found
}

/// Returns the JSON types that the member which chooses has in an alternative; none where nothing is said of it.
fn kinds(
    document: &Document,
    merged: &Merged<'_>,
    discriminator: &Discriminator,
) -> Vec<SchemaType> {
    let Some(property) = merged.property(&discriminator.property_name) else {
        return Vec::new();
    };
    let each = all_of::merge_property(document, property);
    let kinds: Vec<Vec<SchemaType>> = each.iter().map(shapes::kinds_of).collect();
    match kinds.iter().any(Vec::is_empty) {
        true => Vec::new(),
        false => kinds.concat(),
    }
}

/// Reports a text that should stand for a schema, and that the member which chooses cannot be.
fn report_unfit(
    types: &mut Types<'_>,
    discriminator: &Discriminator,
    place: &Location,
    text: &str,
) {
    let name = &discriminator.property_name;
    types.report(
        Diagnostic::warning(
            "discriminator-type",
            place.clone(),
            format!("{text:?} is no value of `{name}`, which is no string here: the schema is told by its members"),
        )
        .related(discriminator.location.clone(), "the discriminator"),
    );
}

/// Returns the schemas by which a mapping can mean an alternative, those of the alternatives below it included.
fn sources(types: &mut Types<'_>, alternative: &Alternative<'_>) -> Vec<SchemaId> {
    let document = types.document;
    let mut sources = vec![types.references.resolve(alternative.source).0];
    if !alternative.merged.unions.is_empty() {
        for of in &alternative.merged.unions {
            for id in unions::expand(document, of.list(document), Through::References) {
                sources.push(types.references.resolve(id).0);
            }
        }
    }
    let mut seen = HashSet::new();
    sources.retain(|id| seen.insert(*id));
    sources
}

/// Reports alternatives that are told by their name alone, in a member that they do not have.
fn report_presumed(
    types: &mut Types<'_>,
    alternatives: &[Alternative<'_>],
    discriminator: &Discriminator,
    tags: &[Tags],
) {
    for (alternative, tags) in alternatives.iter().zip(tags) {
        if !tags.is_presumed {
            continue;
        }
        let place = types.document.schema(alternative.source).location.clone();
        types.report(
            Diagnostic::warning(
                "undeclared-discriminator",
                place,
                format!(
                    "this alternative does not declare `{}`, and no value is mapped to it: values are known by its name, which is not sent",
                    discriminator.property_name
                ),
            )
            .related(discriminator.location.clone(), "the discriminator"),
        );
    }
}

/// Reports values that are mapped to no alternative.
fn report_others(
    types: &mut Types<'_>,
    place: &Location,
    discriminator: &Discriminator,
    (tags, unfit): (&[Tags], &HashSet<&str>),
) {
    let values = tags.iter().flat_map(|tags| &tags.values);
    let known: HashSet<&str> = values.map(String::as_str).collect();
    for (value, _) in &discriminator.mapping {
        if !known.contains(value.as_str()) && !unfit.contains(value.as_str()) {
            types.report(
                Diagnostic::warning(
                    "mapping-without-alternative",
                    discriminator.location.child("mapping").child(value),
                    format!(
                        "`{value}` stands for a schema that is none of the alternatives; such values are kept as they come"
                    ),
                )
                .related(place.clone(), "the alternatives"),
            );
        }
    }
}

/// Returns the discriminator of a schema that all object alternatives extend.
fn common_base<'a>(
    document: &'a Document,
    alternatives: &[Alternative<'_>],
    objects: &[usize],
) -> Option<&'a Discriminator> {
    let (first, others) = objects.split_first()?;
    let leaves = alternatives[*first].merged.leaves.iter();
    leaves
        .filter(|leaf| document.schema(**leaf).discriminator.is_some())
        .find(|leaf| {
            others
                .iter()
                .all(|other| alternatives[*other].merged.leaves.contains(leaf))
        })
        .and_then(|leaf| document.schema(*leaf).discriminator.as_ref())
}

/// Returns the first member that all object alternatives require, each with values of its own.
fn inferred<'a>(
    types: &mut Types<'a>,
    alternatives: &[Alternative<'a>],
    objects: &[usize],
) -> Option<(String, Vec<Vec<String>>)> {
    let first = &alternatives[*objects.first()?].merged;
    candidates(types, first).into_iter().find_map(|name| {
        let mut tags: Vec<Vec<String>> = vec![Vec::new(); alternatives.len()];
        let mut taken: HashSet<String> = HashSet::new();
        for index in objects {
            let (own, required) = values(types, &alternatives[*index].merged, name)?;
            if !required || own.is_empty() || own.iter().any(|value| taken.contains(value)) {
                return None;
            }
            taken.extend(own.iter().cloned());
            tags[*index] = own;
        }
        Some((name.to_owned(), tags))
    })
}

/// Returns the members of an alternative that are required and whose values are listed.
fn candidates<'a>(types: &mut Types<'a>, merged: &Merged<'a>) -> Vec<&'a str> {
    let document = types.document;
    let of = |merged: &Merged<'a>| -> Vec<&'a str> {
        let required: HashSet<&str> = merged.required.iter().map(|(name, _)| *name).collect();
        let properties = merged.properties.iter();
        properties
            .filter(|property| required.contains(property.name))
            .map(|property| property.name)
            .collect()
    };
    let mut own = of(merged);
    if own.is_empty()
        && let Some(list) = merged.unions.first()
    {
        let mut leaves = Expanded::new(document, list.list(document), Through::References);
        if let Some(leaf) = leaves.next() {
            own = of(&all_of::merge(document, &[leaf]));
        }
        if leaves.is_cut {
            report_cut(types, *list);
        }
    }
    own
}

/// Returns the values that the schemas of an alternative list for a member, and whether it is required.
///
/// An alternative that is a union itself has the values of all its alternatives.
fn values(types: &mut Types<'_>, merged: &Merged<'_>, name: &str) -> Option<(Vec<String>, bool)> {
    let document = types.document;
    if merged.property(name).is_some() || merged.unions.is_empty() {
        return values_of_one(document, merged, name);
    }
    let known = types.tag_values.entry(name.to_owned()).or_default();
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    let mut required = true;
    for of in &merged.unions {
        let mut leaves = Expanded::new(document, of.list(document), Through::References);
        while let Some(id) = leaves.next() {
            if leaves.is_cut {
                report_cut(types, *of);
                return None;
            }
            let listed = known
                .entry(id)
                .or_insert_with(|| listed_by(document, id, name));
            match listed {
                Listed::Null => {}
                Listed::Nothing => return None,
                Listed::Values(own, needed) => {
                    required &= *needed;
                    let new = own.iter().filter(|value| seen.insert(Rc::clone(value)));
                    all.extend(new.map(|value| value.to_string()));
                }
            }
        }
    }
    Some((all, required))
}

fn listed_by(document: &Document, id: SchemaId, name: &str) -> Listed {
    let leaf = all_of::merge(document, &[id]);
    if leaf.is_null() {
        return Listed::Null;
    }
    match values_of_one(document, &leaf, name) {
        Some((own, required)) => Listed::Values(own.into_iter().map(Rc::from).collect(), required),
        None => Listed::Nothing,
    }
}

/// Reports that a list has more alternatives of alternatives than are looked at.
fn report_cut(types: &mut Types<'_>, of: Alternatives) {
    let place = types.document.schema(of.schema).location.clone();
    types.report(Diagnostic::warning(
        "too-many-alternatives",
        place.child(of.keyword.name()),
        format!(
            "more than {LOOKED_AT} alternatives of alternatives; no member is looked for that tells them from others, \
             values are told apart by the members that they have"
        ),
    ));
}

fn values_of_one(
    document: &Document,
    merged: &Merged<'_>,
    name: &str,
) -> Option<(Vec<String>, bool)> {
    let values = enums::of_property(document, merged.property(name)?)?;
    let required = merged.required.iter().any(|(known, _)| *known == name);
    Some((values, required))
}

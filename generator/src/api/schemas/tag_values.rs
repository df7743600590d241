//! The values that schemas list for a member, by which the alternatives of a union can be distinguished.
//!
//! In: merged schemas and the name of a member. Out: its values as canonical strings.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::assertions::Property;
use crate::api::schemas::choices::Alternatives;
use crate::api::schemas::flatten::{ExpandMode, FlattenedAlternatives};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::{all_of, enums};

/// The values of a member.
#[derive(Clone, Debug)]
pub(crate) struct MemberValues {
    /// The values as canonical strings, each once.
    pub values: Vec<String>,
    /// Whether the member is required.
    pub required: bool,
}

/// The values that one schema lists for a member.
#[derive(Clone, Debug)]
enum TagValues {
    /// The schema accepts null alone.
    Null,
    /// No values are listed.
    Unlisted,
    /// These values.
    Listed {
        values: Vec<Rc<str>>,
        required: bool,
    },
}

/// The values that are known already: by the name of the member, then by schema.
///
/// Unions that have each other as alternatives come to the same schemas again and again.
#[derive(Debug, Default)]
pub(crate) struct TagValueCache(HashMap<String, HashMap<SchemaId, TagValues>>);

/// The list has more alternatives of alternatives than are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooManyAlternatives(pub Alternatives);

/// Returns the values that are listed for a property: of a conditional one those of all schemas that may apply. `None` where
/// other values are possible.
pub(crate) fn property_values(document: &Document, property: &Property<'_>) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for own in all_of::merge_property(document, property) {
        let values = own.assertions.values.as_deref()?.iter();
        let strings = values.filter_map(|value| enums::canonical_string(value.node));
        all.extend(strings.filter(|string| seen.insert(string.clone())));
    }
    Some(all)
}

/// Returns the values that a schema itself lists for a member, alternatives aside.
pub(crate) fn own_values(
    document: &Document,
    merged: &Merged<'_>,
    name: &str,
) -> Option<MemberValues> {
    Some(MemberValues {
        values: property_values(document, merged.property(name)?)?,
        required: merged.assertions.requires(name),
    })
}

/// Returns the members of an alternative that are required: of one that is a union itself, those of its first alternative.
pub(crate) fn required_members<'a>(
    document: &'a Document,
    merged: &Merged<'a>,
) -> (Vec<&'a str>, Option<TooManyAlternatives>) {
    let own = own_required_members(merged);
    let Some(list) = merged.assertions.unions.first().filter(|_| own.is_empty()) else {
        return (own, None);
    };
    let mut leaves =
        FlattenedAlternatives::new(document, list.list(document), ExpandMode::References);
    let first = leaves.next();
    let members = first.map_or_else(Vec::new, |leaf| {
        own_required_members(&all_of::merge(document, &[leaf]))
    });
    (members, leaves.is_cut.then_some(TooManyAlternatives(*list)))
}

fn own_required_members<'a>(merged: &Merged<'a>) -> Vec<&'a str> {
    let required = merged.assertions.required_names();
    let properties = merged.assertions.properties.iter();
    properties
        .map(|property| property.name)
        .filter(|name| required.contains(name))
        .collect()
}

impl TagValueCache {
    /// Returns the values that the schemas of an alternative list for a member; `None` where other values are possible.
    ///
    /// An alternative that is a union itself has the values of all its alternatives.
    pub(crate) fn member_values(
        &mut self,
        document: &Document,
        merged: &Merged<'_>,
        name: &str,
    ) -> Result<Option<MemberValues>, TooManyAlternatives> {
        if merged.property(name).is_some() || merged.assertions.unions.is_empty() {
            return Ok(own_values(document, merged, name));
        }
        let known = self.0.entry(name.to_owned()).or_default();
        let mut all = Vec::new();
        let mut seen = HashSet::new();
        let mut all_required = true;
        for of in &merged.assertions.unions {
            let list = of.list(document);
            let mut leaves = FlattenedAlternatives::new(document, list, ExpandMode::References);
            while let Some(id) = leaves.next() {
                if leaves.is_cut {
                    return Err(TooManyAlternatives(*of));
                }
                let values = known
                    .entry(id)
                    .or_insert_with(|| TagValues::from_schema(document, id, name));
                match values {
                    TagValues::Null => {}
                    TagValues::Unlisted => return Ok(None),
                    TagValues::Listed { values, required } => {
                        all_required &= *required;
                        let new = values.iter().filter(|value| seen.insert(Rc::clone(value)));
                        all.extend(new.map(|value| value.to_string()));
                    }
                }
            }
        }
        Ok(Some(MemberValues {
            values: all,
            required: all_required,
        }))
    }
}

impl TagValues {
    fn from_schema(document: &Document, id: SchemaId, name: &str) -> Self {
        let merged = all_of::merge(document, &[id]);
        if merged.is_null() {
            return Self::Null;
        }
        match own_values(document, &merged, name) {
            Some(MemberValues { values, required }) => Self::Listed {
                values: values.into_iter().map(Rc::from).collect(),
                required,
            },
            None => Self::Unlisted,
        }
    }
}

//! Lists of alternatives that the schemas merged with them decide already.
//!
//! A schema that extends another one is often among the alternatives that this one lists: then the list does not restrict it.

use std::collections::{HashMap, HashSet};

use crate::openapi::document::{Document, SchemaId};

use crate::api::schemas::choices::Keyword;
use crate::api::schemas::merged::Merged;
use crate::api::schemas::nullable;

/// Removes the lists of which an alternative extends the schema that has the list.
pub(super) fn remove(merged: &mut Merged<'_>, document: &Document) {
    let Merged {
        assertions, leaves, ..
    } = merged;
    if assertions.unions.is_empty() || leaves.len() < 2 {
        return;
    }
    let known: HashSet<SchemaId> = leaves.iter().copied().collect();
    let applying = |id: SchemaId| -> Option<SchemaId> {
        let target = document.schema(id).reference;
        [Some(id), target]
            .into_iter()
            .flatten()
            .find(|id| known.contains(id))
    };
    let mut extended_by: Option<HashMap<SchemaId, Vec<SchemaId>>> = None;
    assertions.unions.retain(|of| {
        let list = of.list(document).iter();
        let found: HashSet<SchemaId> = list.filter_map(|id| applying(*id)).collect();
        // One that applies for another reason does not decide which of the others apply too.
        found.is_empty() || {
            let extended_by = extended_by.get_or_insert_with(|| extended_by_each(document, leaves));
            !is_extended_by_any(extended_by, of.schema, &found)
        }
    });
}

/// Returns which of the schemas extend each schema directly.
fn extended_by_each(document: &Document, leaves: &[SchemaId]) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut extended_by: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for id in leaves {
        let schema = document.schema(*id);
        let alternatives = Keyword::BOTH
            .into_iter()
            .filter_map(|keyword| {
                nullable::only_alternative(document, keyword.alternatives(schema))
            })
            .map(|only| only.schema);
        let extended = schema.all_of.iter().copied().chain(schema.reference);
        for extended in extended.chain(alternatives) {
            extended_by.entry(extended).or_default().push(*id);
        }
    }
    extended_by
}

/// Returns whether a schema is one of `wanted`, or is extended by one, directly or not.
fn is_extended_by_any(
    extended_by: &HashMap<SchemaId, Vec<SchemaId>>,
    schema: SchemaId,
    wanted: &HashSet<SchemaId>,
) -> bool {
    let mut seen = HashSet::from([schema]);
    let mut next = vec![schema];
    while let Some(id) = next.pop() {
        if wanted.contains(&id) {
            return true;
        }
        let above = extended_by.get(&id).into_iter().flatten();
        next.extend(above.copied().filter(|id| seen.insert(*id)));
    }
    false
}

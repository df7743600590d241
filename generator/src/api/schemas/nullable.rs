//! Which schemas accept null, which stands for no value.
//!
//! In: schemas. Out: what each states about null by itself, and what a list of alternatives is without null. What several
//! schemas state together is decided in `all_of`, what a chain of references states in `references`.

use crate::openapi::document::{Document, Schema, SchemaId, SchemaType};
use crate::source::Node;

use crate::api::limits::REFERENCE_HOPS;
use crate::api::schemas::keywords;

/// The only alternative of a list that is not null.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnlyAlternative {
    /// The alternative.
    pub schema: SchemaId,
    /// Whether null is another alternative.
    pub with_null: bool,
}

/// Returns whether a schema accepts null by itself; `None` where it does not state it.
///
/// Documents use many spellings, and often forget one of the two places where the specification wants null: a nullable
/// enum without null among its values, and the reverse, both mean that null is accepted.
pub(crate) fn statement(schema: &Schema) -> Option<bool> {
    let named = schema.types.contains(&SchemaType::Null)
        || schema.nullable
        || schema.constant == Some(Node::Null)
        || schema
            .enumeration
            .as_ref()
            .is_some_and(|values| values.contains(&Node::Null));
    if named {
        Some(true)
    } else if !schema.types.is_empty() {
        Some(false)
    } else {
        None
    }
}

/// Returns whether null is all that a schema accepts.
pub(crate) fn is_null(document: &Document, id: SchemaId) -> bool {
    let mut schema = document.schema(id);
    for _ in 0..REFERENCE_HOPS {
        match schema.reference {
            Some(target) => schema = document.schema(target),
            None => break,
        }
    }
    if schema.reference.is_some() {
        return false;
    }
    let by_type = schema.types == [SchemaType::Null];
    let by_value = schema.constant == Some(Node::Null)
        || schema.enumeration.as_ref().is_some_and(|values| {
            !values.is_empty() && values.iter().all(|value| *value == Node::Null)
        });
    // `anyOf: [X, {nullable: true}]` is how some documents of version 3.0 spell it.
    let by_flag = schema.nullable && keywords::asserts_at_most_null(schema);
    by_type || by_value || by_flag
}

/// Returns the only alternative that is not null, if there is exactly one.
pub(crate) fn only_alternative(
    document: &Document,
    alternatives: &[SchemaId],
) -> Option<OnlyAlternative> {
    let mut only: Option<SchemaId> = None;
    let mut with_null = false;
    for alternative in alternatives {
        if is_null(document, *alternative) {
            with_null = true;
            continue;
        }
        match only {
            None => only = Some(*alternative),
            Some(known) if is_same(document, known, *alternative) => {}
            Some(_) => return None,
        }
    }
    only.map(|schema| OnlyAlternative { schema, with_null })
}

fn is_same(document: &Document, left: SchemaId, right: SchemaId) -> bool {
    let (one, other) = (document.schema(left), document.schema(right));
    left == right || one.reference.is_some() && one.reference == other.reference
}

/// Returns whether one of the alternatives accepts null, alternatives of alternatives included.
pub(crate) fn any_accepts_null(document: &Document, alternatives: &[SchemaId]) -> bool {
    let accepting = document
        .null_among
        .get_or_init(|| schemas_accepting_null(document));
    alternatives.iter().any(|id| accepting[id.0 as usize])
}

/// Returns for each schema whether it accepts null: by a statement of its own, or of a schema to which alternatives,
/// references and an `allOf` with one member lead.
fn schemas_accepting_null(document: &Document) -> Vec<bool> {
    let mut accepting = vec![false; document.schemas.len()];
    let mut led_to_by: Vec<Vec<usize>> = vec![Vec::new(); document.schemas.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, schema) in document.schemas.iter().enumerate() {
        match statement(schema) {
            Some(true) => {
                accepting[index] = true;
                open.push(index);
                continue;
            }
            Some(false) => continue,
            None => {}
        }
        let alternatives = schema.one_of.iter().chain(&schema.any_of);
        let only_member = match schema.all_of.as_slice() {
            [only] => Some(only),
            _ => None,
        };
        for next in alternatives.chain(&schema.reference).chain(only_member) {
            led_to_by[next.0 as usize].push(index);
        }
    }
    while let Some(index) = open.pop() {
        for by in std::mem::take(&mut led_to_by[index]) {
            if !accepting[by] {
                accepting[by] = true;
                open.push(by);
            }
        }
    }
    accepting
}

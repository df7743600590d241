//! Which schemas speak of a value.
//!
//! In: the schemas of a place, and the value there. Out: these and all that they refer to or are made of, of alternatives
//! those that the value agrees with, and the schemas of the value's members and elements.

use std::collections::HashSet;

use generator::openapi::document::SchemaId;
use generator::source::Node;

use super::validate::Validator;

/// What the schemas of an object say of one of its members.
#[derive(Debug, Default)]
pub(super) struct Member {
    /// The schemas of its value.
    pub(super) schemas: Vec<SchemaId>,
    /// Whether a schema names it, or says what members without a name are.
    pub(super) spoken_of: bool,
    /// Whether it must be there.
    pub(super) required: bool,
    /// Whether only one way has it.
    pub(super) one_way: bool,
}

/// Returns all schemas that speak of a value.
pub(super) fn of_value(
    validator: &mut Validator<'_>,
    schemas: &[SchemaId],
    value: &Node,
) -> Vec<SchemaId> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut open: Vec<SchemaId> = schemas.to_vec();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        found.push(id);
        let schema = validator.document.schema(id);
        open.extend(schema.reference);
        open.extend(&schema.all_of);
        for part in schema.one_of.iter().chain(&schema.any_of) {
            if validator.check(*part, value).is_ok() {
                open.push(*part);
            }
        }
    }
    found
}

/// Returns what the schemas of an object say of a member.
pub(super) fn of_member(validator: &Validator<'_>, schemas: &[SchemaId], name: &str) -> Member {
    let mut member = Member::default();
    for id in schemas {
        let schema = validator.document.schema(*id);
        member.required |= schema.required.iter().any(|known| known == name);
        let property = schema.properties.iter().find(|(known, _)| known == name);
        if let Some((_, part)) = property {
            member.spoken_of = true;
            member.schemas.push(*part);
            let (read_only, write_only) = validator.marks(*part);
            member.one_way |= read_only || write_only;
            continue;
        }
        let patterns = schema.pattern_properties.iter().map(|(_, part)| *part);
        let others = patterns.chain(schema.additional_properties);
        for part in others.filter(|part| validator.document.schema(*part).boolean != Some(false)) {
            member.spoken_of = true;
            member.schemas.push(part);
        }
    }
    member
}

/// Returns the schemas of an element of a list.
pub(super) fn of_element(
    validator: &Validator<'_>,
    schemas: &[SchemaId],
    index: usize,
) -> Vec<SchemaId> {
    schemas
        .iter()
        .filter_map(|id| {
            let schema = validator.document.schema(*id);
            schema.prefix_items.get(index).copied().or(schema.items)
        })
        .collect()
}

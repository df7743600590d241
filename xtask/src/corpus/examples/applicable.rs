//! The schemas that apply to a value.
//!
//! In: a value, and the schemas that are known to apply to it. Out: these with the schemas that they refer to, the members of their
//! `allOf` and the alternatives that the value matches; and the schemas that apply to the value's members and elements.

use std::collections::HashSet;

use generator::openapi::document::SchemaId;
use generator::source::Node;

use super::validate::Validator;

/// What the schemas of an object say about one of its members.
#[derive(Debug, Default)]
pub(super) struct Member {
    /// The schemas of its value.
    pub(super) schemas: Vec<SchemaId>,
    /// Whether a schema describes it, by name or as an additional property.
    pub(super) is_documented: bool,
    /// Whether it is required.
    pub(super) required: bool,
    /// Whether it occurs in requests alone or in responses alone.
    pub(super) has_one_direction: bool,
}

/// Returns all schemas that apply to a value.
pub(super) fn to_value(
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

/// Returns what the schemas of an object say about a member.
pub(super) fn to_member(validator: &Validator<'_>, schemas: &[SchemaId], name: &str) -> Member {
    let mut member = Member::default();
    for id in schemas {
        let schema = validator.document.schema(*id);
        member.required |= schema.required.iter().any(|known| known == name);
        let property = schema.properties.iter().find(|(known, _)| known == name);
        if let Some((_, part)) = property {
            member.is_documented = true;
            member.schemas.push(*part);
            let access = validator.access(*part);
            member.has_one_direction |= access.read_only || access.write_only;
            continue;
        }
        let patterns = schema.pattern_properties.iter().map(|(_, part)| *part);
        let others = patterns.chain(schema.additional_properties);
        for part in others.filter(|part| validator.document.schema(*part).boolean != Some(false)) {
            member.is_documented = true;
            member.schemas.push(part);
        }
    }
    member
}

/// Returns the schemas that apply to an element of a list.
pub(super) fn to_element(
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

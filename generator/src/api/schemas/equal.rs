//! Whether two schemas state the same, each written out on its own.
//!
//! In: two schemas of one document. Out: whether their keywords are equal, those that only document values aside. Objects that
//! are referred to are the same only if both refer to one schema.

use crate::openapi::document::{Document, Schema, SchemaId};

/// How many pairs of schemas are compared. Longer schemas differ in practice.
const MAX_PAIRS: usize = 400;

/// Returns whether two schemas state the same.
pub(crate) fn state_the_same(document: &Document, left: SchemaId, right: SchemaId) -> bool {
    let mut open = vec![(left, right)];
    for _ in 0..MAX_PAIRS {
        let Some((left, right)) = open.pop() else {
            return true;
        };
        if left == right {
            continue;
        }
        if !compare(document.schema(left), document.schema(right), &mut open) {
            return false;
        }
    }
    false
}

/// Returns whether two schemas are equal, provided that those which they consist of are; these are added to `open`.
fn compare(left: &Schema, right: &Schema, open: &mut Vec<(SchemaId, SchemaId)>) -> bool {
    // Names every field, so that a new one cannot be forgotten here.
    let Schema {
        boolean,
        reference,
        types,
        nullable,
        format,
        title: _,
        description: _,
        default,
        examples: _,
        deprecated: _,
        read_only,
        write_only,
        enumeration,
        value_names,
        value_descriptions: _,
        constant,
        properties,
        required,
        additional_properties,
        pattern_properties,
        unevaluated_properties,
        conditional,
        items,
        prefix_items,
        all_of,
        one_of,
        any_of,
        discriminator,
        constraints,
        content_encoding,
        content_media_type,
        without_effect: _,
        sensitive,
        hints,
        location: _,
    } = left;
    let has_equal_keywords = *boolean == right.boolean
        && *reference == right.reference
        && *types == right.types
        && *nullable == right.nullable
        && *format == right.format
        && *default == right.default
        && *read_only == right.read_only
        && *write_only == right.write_only
        && *enumeration == right.enumeration
        && *value_names == right.value_names
        && *constant == right.constant
        && *required == right.required
        && *constraints == right.constraints
        && *content_encoding == right.content_encoding
        && *content_media_type == right.content_media_type
        && *sensitive == right.sensitive
        && *hints == right.hints;
    if !has_equal_keywords {
        return false;
    }
    let has_equal_tags = match (discriminator, &right.discriminator) {
        (None, None) => true,
        (Some(left), Some(right)) => {
            left.property_name == right.property_name && left.mapping == right.mapping
        }
        _ => false,
    };
    if !has_equal_tags {
        return false;
    }
    let named = [
        (properties, &right.properties),
        (pattern_properties, &right.pattern_properties),
    ];
    for (left, right) in named {
        if !left
            .iter()
            .map(|(name, _)| name)
            .eq(right.iter().map(|(name, _)| name))
        {
            return false;
        }
        let pairs = left.iter().zip(right);
        open.extend(pairs.map(|((_, left), (_, right))| (*left, *right)));
    }
    let one = [
        (additional_properties, right.additional_properties),
        (unevaluated_properties, right.unevaluated_properties),
        (items, right.items),
    ];
    for (left, right) in one {
        match (*left, right) {
            (None, None) => {}
            (Some(left), Some(right)) => open.push((left, right)),
            _ => return false,
        }
    }
    let lists = [
        (conditional, &right.conditional),
        (prefix_items, &right.prefix_items),
        (all_of, &right.all_of),
        (one_of, &right.one_of),
        (any_of, &right.any_of),
    ];
    for (left, right) in lists {
        if left.len() != right.len() {
            return false;
        }
        open.extend(left.iter().copied().zip(right.iter().copied()));
    }
    true
}

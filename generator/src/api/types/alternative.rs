//! Alternatives of a union in the making.
//!
//! In: a listed schema, and the key and the keywords of its type. Out: one [`Alternative`], or one for each JSON type.

use crate::openapi::document::{Document, SchemaId, SchemaType};

use crate::api::Shape;
use crate::api::limits::REFERENCE_HOPS;
use crate::api::schemas::all_of;
use crate::api::schemas::choices::{Choice, Key};
use crate::api::schemas::json_types::{are_several, effective_types, stated_types};
use crate::api::schemas::merged::Merged;
use crate::api::schemas::references::References;
use crate::api::schemas::unions::{self, Decision};

/// An alternative in the making.
#[derive(Debug)]
pub(super) struct Alternative<'a> {
    /// The schema that is listed.
    pub source: SchemaId,
    /// The key of its type.
    pub key: Key,
    /// What its schemas state.
    pub merged: Merged<'a>,
    /// The JSON type, if it is one without parts.
    pub scalar: Option<SchemaType>,
}

impl<'a> Alternative<'a> {
    /// Returns whether values are objects, as far as the alternative itself states it.
    pub(super) fn is_object(&self) -> bool {
        self.scalar.is_none() && stated_types(&self.merged.assertions) != [SchemaType::Array]
    }

    /// Returns the alternatives of a schema: one for each JSON type if it has several and no name, or else itself.
    pub(super) fn from_schema(
        document: &'a Document,
        source: SchemaId,
        key: Key,
        merged: Merged<'a>,
    ) -> Vec<Self> {
        let types = effective_types(&merged.assertions);
        let is_reference = document.schema(source).reference.is_some();
        if merged.assertions.unions.is_empty() && !is_reference && are_several(&types) {
            return Self::from_json_types(document, source, &key, &types);
        }
        vec![Self {
            source,
            scalar: scalar_type(document, &merged, &types),
            key,
            merged,
        }]
    }

    /// Returns an alternative for each of several JSON types of one schema.
    pub(super) fn from_json_types(
        document: &'a Document,
        source: SchemaId,
        key: &Key,
        types: &[SchemaType],
    ) -> Vec<Self> {
        let mut alternatives = Vec::with_capacity(types.len());
        for kind in types {
            // Every integer is a number.
            if *kind == SchemaType::Integer && types.contains(&SchemaType::Number) {
                continue;
            }
            let key = key.with(Choice::Kind(*kind));
            let merged = all_of::merge_key(document, &key);
            alternatives.push(Self {
                source,
                scalar: scalar_type(document, &merged, &[*kind]),
                key,
                merged,
            });
        }
        alternatives
    }
}

/// Returns the JSON type of all values, if it is one without parts.
fn scalar_type(
    document: &Document,
    merged: &Merged<'_>,
    types: &[SchemaType],
) -> Option<SchemaType> {
    if !merged.assertions.unions.is_empty() {
        match unions::decide(document, merged) {
            Decision::Refinement => {}
            Decision::Choose(_) => return None,
            Decision::Shared(Shape::Boolean) => return Some(SchemaType::Boolean),
            Decision::Shared(Shape::Integer(_) | Shape::Integers(_)) => {
                return Some(SchemaType::Integer);
            }
            Decision::Shared(Shape::Number | Shape::IntegerOrNumber) => {
                return Some(SchemaType::Number);
            }
            Decision::Shared(_) => return Some(SchemaType::String),
        }
    }
    match types {
        [SchemaType::Integer, SchemaType::Number] | [SchemaType::Number, SchemaType::Integer] => {
            Some(SchemaType::Number)
        }
        [SchemaType::Array | SchemaType::Object | SchemaType::Null] => None,
        [only] => Some(*only),
        _ => None,
    }
}

/// Returns the name of the component that an alternative is, or refers to.
pub(super) fn component_name(
    document: &Document,
    references: &References<'_>,
    source: SchemaId,
) -> Option<String> {
    let mut id = source;
    for _ in 0..REFERENCE_HOPS {
        if let Some(name) = references.component_name(id) {
            return Some(name.to_owned());
        }
        match document.schema(id).reference {
            Some(target) => id = target,
            None => break,
        }
    }
    if id == source {
        return None;
    }
    document.schema(id).location.tokens().last().cloned()
}

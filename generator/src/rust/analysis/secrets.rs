//! Which types contain a secret.
//!
//! In: an `Api`. Out: the types of which a value can contain a value that the document marks as secret, at any depth.

use std::collections::{HashMap, HashSet};

use super::reach::contained;
use crate::api::{Api, Shape, TypeId};

/// The types that contain a secret.
#[derive(Debug, Default)]
pub(in crate::rust) struct Secrets(HashSet<TypeId>);

impl Secrets {
    /// Finds the types among these, which contain only each other.
    pub(in crate::rust) fn new(api: &Api, types: &[TypeId]) -> Self {
        let secret = |id: &TypeId| has_secret(api, *id);
        let mut open: Vec<TypeId> = types.iter().copied().filter(secret).collect();
        let mut found = HashSet::new();
        // Most documents have no secret.
        if open.is_empty() {
            return Self(found);
        }
        let mut owners: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
        for &id in types {
            for inner in contained(api, id) {
                owners.entry(inner).or_default().push(id);
            }
        }
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(owners.get(&id).into_iter().flatten());
            }
        }
        Self(found)
    }

    /// Returns whether a value of a type can contain a secret.
    pub(in crate::rust) fn contain(&self, id: TypeId) -> bool {
        self.0.contains(&id)
    }
}

/// Returns whether the document marks a type, or a member of it, as secret.
fn has_secret(api: &Api, id: TypeId) -> bool {
    let ty = api.get(id);
    ty.sensitive
        || match &ty.shape {
            Shape::Struct(shape) => shape.fields.iter().any(|field| field.sensitive),
            _ => false,
        }
}

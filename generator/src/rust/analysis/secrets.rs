//! Which types contain a secret.
//!
//! In: an `Api`. Out: the types of which a value can contain a value that the document marks as secret, at any depth.

use std::collections::HashSet;

use super::reach::contained;
use crate::api::{Api, Shape, TypeId};

/// The types that contain a secret.
#[derive(Debug, Default)]
pub(in crate::rust) struct Secrets(HashSet<TypeId>);

impl Secrets {
    /// Finds the types among these, which contain only each other.
    pub(in crate::rust) fn new(api: &Api, types: &[TypeId]) -> Self {
        let mut found = HashSet::new();
        loop {
            let before = found.len();
            // Types stand before what they contain, so one round finds most.
            for &id in types.iter().rev() {
                let is_secret = has_secret(api, id)
                    || contained(api, id).iter().any(|inner| found.contains(inner));
                if is_secret {
                    found.insert(id);
                }
            }
            if found.is_empty() || found.len() == before {
                return Self(found);
            }
        }
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

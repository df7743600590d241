//! Sets which types requests carry and which responses carry.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same with `in_request` and `in_response` of each type. Runs before
//! `request_forms`, which needs to know what operations really use, and after all passes that change which types are used.

use crate::api::{Api, Direction, TypeId};

/// Which types operations and webhooks use, directly or as parts of others; indexed by [`TypeId`].
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    /// Whether a request carries it.
    pub(crate) in_request: Vec<bool>,
    /// Whether a response carries it.
    pub(crate) in_response: Vec<bool>,
}

/// Marks the types that requests and responses carry, and returns them. A component that neither carries, with its parts, is
/// marked for both, but is not among those returned.
pub(crate) fn mark(api: &mut Api) -> Reached {
    let reached = Reached {
        in_request: reached(api, Direction::Request),
        in_response: reached(api, Direction::Response),
    };
    let unused: Vec<TypeId> = api
        .components
        .iter()
        .map(|(_, ty)| ty.id)
        .filter(|id| !reached.in_request[id.0 as usize] && !reached.in_response[id.0 as usize])
        .collect();
    let mut marks = reached.clone();
    api.mark_reachable(unused.iter().copied(), &mut marks.in_request);
    api.mark_reachable(unused, &mut marks.in_response);
    for (index, ty) in api.types.iter_mut().enumerate() {
        ty.in_request = marks.in_request[index];
        ty.in_response = marks.in_response[index];
    }
    reached
}

fn reached(api: &Api, direction: Direction) -> Vec<bool> {
    let mut reached = vec![false; api.types.len()];
    let used = api
        .type_uses()
        .filter(|(usage, _)| usage.direction() == Some(direction));
    api.mark_reachable(used.map(|(_, ty)| ty.id), &mut reached);
    reached
}

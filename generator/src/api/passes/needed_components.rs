//! Removes the components that no selected operation needs.
//!
//! In: an [`Api`] of some of a document's operations. Out: the same without the other components. Runs before the
//! passes that report something about components.

use crate::api::Api;

/// Keeps the components that an operation or a webhook needs. The first `declared` components are those of the document's own
/// file; how many of them are kept is counted.
pub(crate) fn retain(api: &mut Api, declared: usize) {
    let mut needed = vec![false; api.types.len()];
    let used = api
        .type_uses()
        .filter(|(usage, _)| usage.direction().is_some());
    let roots: Vec<_> = used.map(|(_, ty)| ty.id).collect();
    api.mark_reachable(roots, &mut needed);
    let mut index = 0;
    let mut kept = 0;
    api.components.retain(|(_, ty)| {
        let is_needed = needed[ty.id.0 as usize];
        kept += usize::from(is_needed && index < declared);
        index += 1;
        is_needed
    });
    api.counts.schemas = kept;
    api.counts.narrowed = true;
}

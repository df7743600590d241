//! Makes lists of tuples whose Rust type would be endless or too long to read.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same, where the lists, maps and tuples around one another in a tuple
//! are few; each other tuple is a list of free-form values, and is reported.

use crate::diagnostic::{Diagnostic, Diagnostics};

use crate::api::{Api, Constraints, Shape, TypeId, TypeName, TypeRef};

/// How many types a tuple consists of at most, those inside of other tuples, lists and maps included.
const MAX_PARTS: usize = 64;

/// How deep lists, maps and tuples nest in a tuple at most.
const MAX_DEPTH: usize = 12;

/// Replaces such tuples.
pub(crate) fn make_lists(api: &mut Api, diagnostics: &mut Diagnostics) {
    for index in 0..api.types.len() {
        let ty = &api.types[index];
        let Shape::Tuple(elements) = &ty.shape else {
            continue;
        };
        let count = elements.len() as u64;
        let Ok(id) = u32::try_from(index) else { return };
        if has_few_parts(api, TypeId(id), MAX_DEPTH, &mut MAX_PARTS.clone()) {
            continue;
        }
        diagnostics.push(Diagnostic::degraded(
            "nested-too-deep",
            ty.location.clone(),
            "tuples nest endlessly, or a tuple has too many parts; a list of free-form values is used".to_owned(),
        ));
        let mut any = ty.clone();
        any.shape = Shape::Any;
        any.name = TypeName::Inline {
            owner: TypeId(id),
            part: crate::api::TypePart::Item,
        };
        any.constraints = Constraints::default();
        let element = TypeRef {
            id: TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX)),
            nullable: false,
        };
        api.types.push(any);
        let ty = &mut api.types[index];
        ty.shape = Shape::List(element);
        ty.constraints.min_items = Some(count);
        ty.constraints.max_items = Some(count);
    }
}

/// Returns whether a type consists of no more parts than `left` says, and of no more than `depth` lists, maps and tuples around
/// one another. Structs and unions are items with names, so what is inside of them does not count.
fn has_few_parts(api: &Api, id: TypeId, depth: usize, left: &mut usize) -> bool {
    if *left == 0 {
        return false;
    }
    *left -= 1;
    let shape = &api.get(id).shape;
    match shape {
        Shape::Tuple(_) | Shape::List(_) | Shape::Map(_) => {
            depth > 0
                && shape
                    .parts()
                    .all(|part| has_few_parts(api, part.id, depth - 1, left))
        }
        _ => true,
    }
}

//! Which fields are boxed, so that every struct and union has a size.
//!
//! In: an `Api` and its reachable types. Out: the fields of structs and the variants of unions that close a cycle of types that
//! contain one another directly. A list or map in between is already an indirection. Knows nothing of names.
//!
//! A depth-first walk in document order finds them: a field whose type is still being walked closes a cycle. Without these
//! fields no cycle is left, and no other field needs a box.

use std::collections::{HashMap, HashSet};

use crate::api::{Api, Shape, TypeId};

use super::reach::Reach;

/// The fields that are boxed.
#[derive(Debug, Default)]
pub(in crate::rust) struct Boxes {
    fields: HashSet<(TypeId, usize)>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Open,
    Done,
}

impl Boxes {
    /// Finds the fields that close a cycle.
    pub(in crate::rust) fn new(api: &Api, reach: &Reach) -> Self {
        let mut boxes = Self::default();
        let mut states: HashMap<TypeId, State> = HashMap::new();
        for root in &reach.order {
            if states.contains_key(root) {
                continue;
            }
            // A stack of our own: a document may nest structs deeper than the thread's stack would allow.
            let mut stack = vec![(*root, 0)];
            states.insert(*root, State::Open);
            while let Some((id, next)) = stack.pop() {
                let Some(target) = field_type(api, id, next) else {
                    states.insert(id, State::Done);
                    continue;
                };
                stack.push((id, next + 1));
                match states.get(&target) {
                    Some(State::Open) => {
                        boxes.fields.insert((id, next));
                    }
                    Some(State::Done) => {}
                    None => {
                        states.insert(target, State::Open);
                        stack.push((target, 0));
                    }
                }
            }
        }
        boxes
    }

    /// Returns whether the field of this index is boxed.
    pub(in crate::rust) fn contains(&self, owner: TypeId, index: usize) -> bool {
        self.fields.contains(&(owner, index))
    }
}

/// Returns the type of the field or variant of this index; `None` after the last.
fn field_type(api: &Api, id: TypeId, index: usize) -> Option<TypeId> {
    match &api.get(id).shape {
        Shape::Struct(shape) => shape.fields.get(index).map(|field| field.ty.id),
        Shape::Union(shape) => shape.variants.get(index).map(|variant| variant.ty.id),
        Shape::Tuple(elements) => elements.get(index).map(|element| element.id),
        _ => None,
    }
}

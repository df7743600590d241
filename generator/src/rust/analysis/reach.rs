//! Which types of an API reach the output.
//!
//! In: an `Api`. Out: the types that components, operations or webhooks use, each once.

use std::collections::HashSet;

use crate::api::{Api, Operation, Shape, TypeId, TypeRef};

/// The types that reach the output.
#[derive(Debug, Default)]
pub(in crate::rust) struct Reach {
    /// Each once, in the order in which a reader of the document meets them.
    pub(in crate::rust) order: Vec<TypeId>,
    seen: HashSet<TypeId>,
}

impl Reach {
    /// Walks the types from components, then from operations, then from webhooks: depth first, in document order.
    pub(in crate::rust) fn new(api: &Api) -> Self {
        let mut reach = Self::default();
        for (_, reference) in &api.components {
            reach.visit(api, *reference);
        }
        for operation in &api.operations {
            for ty in operation_types(operation) {
                reach.visit(api, ty);
            }
        }
        for webhook in &api.webhooks {
            let body = webhook.body.iter().map(|(ty, _)| *ty);
            for ty in body.chain(webhook.response) {
                reach.visit(api, ty);
            }
        }
        reach
    }

    /// Returns whether a type reaches the output.
    pub(in crate::rust) fn contains(&self, id: TypeId) -> bool {
        self.seen.contains(&id)
    }

    /// Adds a type and all that it contains. Uses a stack of its own: types may nest deeper than the thread's stack allows.
    fn visit(&mut self, api: &Api, root: TypeRef) {
        let mut stack = vec![root.id];
        while let Some(id) = stack.pop() {
            if !self.seen.insert(id) {
                continue;
            }
            self.order.push(id);
            stack.extend(contained(api, id).into_iter().rev());
        }
    }
}

/// Returns the types that a type directly contains, in the order of the document.
pub(super) fn contained(api: &Api, id: TypeId) -> Vec<TypeId> {
    match &api.get(id).shape {
        Shape::List(inner) | Shape::Map(inner) => vec![inner.id],
        Shape::Tuple(elements) => elements.iter().map(|element| element.id).collect(),
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().map(|field| field.ty.id);
            fields
                .chain(shape.additional.map(|value| value.id))
                .collect()
        }
        Shape::Union(shape) => shape.variants.iter().map(|variant| variant.ty.id).collect(),
        _ => Vec::new(),
    }
}

/// Returns the types that an operation uses: parameters, body, responses.
fn operation_types(operation: &Operation) -> impl Iterator<Item = TypeRef> {
    let parameters = operation.parameters.iter().map(|parameter| parameter.ty);
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let failures = operation.failures.iter().filter_map(|failure| failure.body);
    parameters
        .chain(contents.map(|content| content.ty))
        .chain(operation.success.types())
        .chain(failures)
}

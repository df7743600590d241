//! Which types requests and responses carry, and what of a field that only one of them has.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same with the marks set.

use crate::api::{Api, Shape, Struct, TypeId, TypeRef};

/// Which types operations reach; indexed by [`TypeId`].
#[derive(Debug)]
pub(crate) struct Reached {
    /// Whether a request carries it.
    pub(crate) in_request: Vec<bool>,
    /// Whether a response carries it.
    pub(crate) in_response: Vec<bool>,
}

/// Marks the types that requests and responses carry. What neither carries but a component names is marked for both.
pub(crate) fn mark(api: &mut Api) -> Reached {
    let (requests, responses) = roots(api);
    let mut in_request = vec![false; api.types.len()];
    let mut in_response = vec![false; api.types.len()];
    reach(api, requests, &mut in_request);
    reach(api, responses, &mut in_response);
    let reached = Reached {
        in_request: in_request.clone(),
        in_response: in_response.clone(),
    };
    let neither: Vec<TypeId> = api
        .components
        .iter()
        .map(|(_, ty)| ty.id)
        .filter(|id| !in_request[id.0 as usize] && !in_response[id.0 as usize])
        .collect();
    reach(api, neither.clone(), &mut in_request);
    reach(api, neither, &mut in_response);
    for (index, ty) in api.types.iter_mut().enumerate() {
        ty.in_request = in_request[index];
        ty.in_response = in_response[index];
    }
    reached
}

/// Returns whether an operation needs each type; indexed by [`TypeId`].
pub(crate) fn needed(api: &Api) -> Vec<bool> {
    let (requests, responses) = roots(api);
    let mut needed = vec![false; api.types.len()];
    reach(api, requests, &mut needed);
    reach(api, responses, &mut needed);
    needed
}

/// Returns the types that operations send, and those that they are answered.
fn roots(api: &Api) -> (Vec<TypeId>, Vec<TypeId>) {
    let mut requests: Vec<TypeId> = Vec::new();
    let mut responses: Vec<TypeId> = Vec::new();
    for operation in &api.operations {
        requests.extend(operation.parameters.iter().map(|parameter| parameter.ty.id));
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        requests.extend(contents.map(|content| content.ty.id));
        responses.extend(operation.success.types().map(|value| value.id));
        responses.extend(
            operation
                .failures
                .iter()
                .filter_map(|failure| failure.body)
                .map(|ty| ty.id),
        );
    }
    // Requests of the service arrive like answers, and its answers are sent like requests.
    for webhook in &api.webhooks {
        responses.extend(webhook.body.iter().map(|(ty, _)| ty.id));
        requests.extend(webhook.answer.iter().map(|ty| ty.id));
    }
    (requests, responses)
}

/// Makes optional what is required but not there in both directions: a request cannot give what only answers have.
pub(crate) fn relax(api: &mut Api) {
    for ty in &mut api.types {
        let Shape::Struct(object) = &mut ty.shape else {
            continue;
        };
        for field in object.fields.iter_mut().filter(|field| field.required) {
            let note = match (
                ty.in_request && field.read_only,
                ty.in_response && field.write_only,
            ) {
                (true, _) => "Answers always have it; requests leave it out.",
                (false, true) => "Requests always have it; answers leave it out.",
                (false, false) => continue,
            };
            field.required = false;
            field.docs.description = Some(match field.docs.description.take() {
                Some(text) => format!("{}\n\n{note}", text.trim_end()),
                None => note.to_owned(),
            });
        }
    }
}

/// Marks the types that these are made of.
pub(crate) fn reach(api: &Api, roots: Vec<TypeId>, reached: &mut [bool]) {
    let mut stack = roots;
    while let Some(id) = stack.pop() {
        if std::mem::replace(&mut reached[id.0 as usize], true) {
            continue;
        }
        stack.extend(parts(&api.get(id).shape).map(|part| part.id));
    }
}

/// Returns the types that a shape is made of.
pub(crate) fn parts(shape: &Shape) -> impl Iterator<Item = TypeRef> + '_ {
    let (object, union, one): (Option<&Struct>, _, Option<TypeRef>) = match shape {
        Shape::Struct(object) => (Some(object), None, object.additional),
        Shape::Union(union) => (None, Some(union), None),
        Shape::List(part) | Shape::Map(part) => (None, None, Some(*part)),
        _ => (None, None, None),
    };
    let fields = object
        .into_iter()
        .flat_map(|object| object.fields.iter().map(|field| field.ty));
    let variants = union
        .into_iter()
        .flat_map(|union| union.variants.iter().map(|variant| variant.ty));
    fields.chain(variants).chain(one)
}

/// Returns the types that a shape is made of, to be changed.
pub(crate) fn parts_mut(shape: &mut Shape) -> impl Iterator<Item = &mut TypeRef> {
    let parts: Vec<&mut TypeRef> = match shape {
        Shape::Struct(object) => object
            .fields
            .iter_mut()
            .map(|field| &mut field.ty)
            .chain(&mut object.additional)
            .collect(),
        Shape::Union(union) => union
            .variants
            .iter_mut()
            .map(|variant| &mut variant.ty)
            .collect(),
        Shape::List(part) | Shape::Map(part) => vec![part],
        _ => Vec::new(),
    };
    parts.into_iter()
}

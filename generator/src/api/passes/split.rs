//! What only one direction has: members that only answers have, or only requests.
//!
//! In: an [`Api`] whose types have shapes and marks, and which types requests and responses really reach. Out: the same,
//! each type without the members that its direction does not have. A type with such members that goes both ways, and
//! what holds one, becomes two: the type itself is what answers have, and a second one named after it what requests have.

use crate::api::passes::direction;

use crate::api::passes::direction::Reached;
use crate::api::{Api, Shape, Type, TypeId, TypeName, TypeRef};

/// Splits types by direction. What neither direction reaches stays whole.
pub(crate) fn split(api: &mut Api, reached: &Reached) {
    let differs = differing(api);
    let mut request_forms: Vec<Option<TypeId>> = vec![None; api.types.len()];
    for index in 0..reached.in_request.len() {
        if differs[index] && reached.in_request[index] && reached.in_response[index] {
            request_forms[index] = Some(add_request_form(api, index));
        }
    }
    let form = |ty: &mut TypeRef| {
        if let Some(Some(request)) = request_forms.get(ty.id.0 as usize) {
            ty.id = *request;
        }
    };
    for operation in &mut api.operations {
        for parameter in &mut operation.parameters {
            form(&mut parameter.ty);
        }
        for content in operation
            .body
            .iter_mut()
            .flat_map(|body| &mut body.contents)
        {
            form(&mut content.ty);
        }
    }
    for webhook in &mut api.webhooks {
        webhook.answer.iter_mut().for_each(form);
    }
    let whole = reached.in_request.len();
    for (index, ty) in api.types.iter_mut().enumerate() {
        let (in_request, in_response) = match index < whole {
            true => (reached.in_request[index], reached.in_response[index]),
            false => (true, false),
        };
        let is_split = request_forms.get(index).is_some_and(Option::is_some);
        match (in_request && !is_split, in_response) {
            (true, false) => {
                direction::parts_mut(&mut ty.shape).for_each(form);
                keep(&mut ty.shape, Direction::Request);
            }
            (false, true) => keep(&mut ty.shape, Direction::Response),
            _ => {}
        }
        if is_split {
            ty.in_request = false;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Request,
    Response,
}

/// Removes the members that this direction does not have.
fn keep(shape: &mut Shape, direction: Direction) {
    if let Shape::Struct(object) = shape {
        // What claims to be in neither direction says nothing.
        object.fields.retain(|field| match direction {
            Direction::Request => !field.read_only || field.write_only,
            Direction::Response => !field.write_only || field.read_only,
        });
    }
}

/// Returns for each type whether its two directions differ: it has such a member, or holds a type that differs.
fn differing(api: &Api) -> Vec<bool> {
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); api.types.len()];
    let mut stack: Vec<u32> = Vec::new();
    for (index, ty) in (0..).zip(&api.types) {
        for part in direction::parts(&ty.shape) {
            holders[part.id.0 as usize].push(index);
        }
        if let Shape::Struct(object) = &ty.shape
            && object
                .fields
                .iter()
                .any(|field| field.read_only != field.write_only)
        {
            stack.push(index);
        }
    }
    let mut differs = vec![false; api.types.len()];
    while let Some(index) = stack.pop() {
        if !std::mem::replace(&mut differs[index as usize], true) {
            stack.append(&mut holders[index as usize]);
        }
    }
    differs
}

fn add_request_form(api: &mut Api, index: usize) -> TypeId {
    let id = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let whole = &api.types[index];
    let mut form = Type {
        name: TypeName::Request(TypeId(u32::try_from(index).unwrap_or(u32::MAX))),
        in_response: false,
        ..whole.clone()
    };
    // The wish is about the whole type.
    form.rust.name = None;
    api.types.push(form);
    id
}

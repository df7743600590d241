//! Removes the fields that a direction does not have, and gives types that go both ways a second form for requests.
//!
//! In: an [`Api`] whose types are marked with their directions, and which types operations really use. Out: the same, where a
//! type that only requests carry has no read-only field, and one that only responses carry no write-only field. A type with
//! such fields that goes both ways, and each type that contains one, becomes two: the type itself is what responses have, and
//! a second one named after it is what requests have. Runs after `directions`, whose marks it needs, and before
//! `dedup_inline`, so that types with two forms stay apart.

use crate::api::passes::directions::Reached;
use crate::api::{Api, Direction, Shape, Type, TypeId, TypeName, TypeRef};

/// Removes fields by direction, and adds request forms. A type that neither direction reaches keeps all its fields.
pub(crate) fn add(api: &mut Api, reached: &Reached) {
    let differs = differing(api);
    let mut request_forms: Vec<Option<TypeId>> = vec![None; api.types.len()];
    for index in 0..reached.in_request.len() {
        if differs[index] && reached.in_request[index] && reached.in_response[index] {
            request_forms[index] = Some(add_request_form(api, index));
        }
    }
    let use_request_form = |ty: &mut TypeRef| {
        if let Some(Some(request)) = request_forms.get(ty.id.0 as usize) {
            ty.id = *request;
        }
    };
    api.type_uses_mut()
        .filter(|(usage, _)| usage.direction() == Some(Direction::Request))
        .for_each(|(_, ty)| use_request_form(ty));
    let declared = reached.in_request.len();
    for (index, ty) in api.types.iter_mut().enumerate() {
        // The request forms stand behind the types that were there before.
        let is_request_form = index >= declared;
        let has_request_form = !is_request_form && request_forms[index].is_some();
        let in_request = is_request_form || reached.in_request[index] && !has_request_form;
        let in_response = !is_request_form && reached.in_response[index];
        if in_request && !in_response {
            ty.shape.parts_mut().for_each(use_request_form);
            retain_fields(&mut ty.shape, Direction::Request);
        } else if in_response && !in_request {
            retain_fields(&mut ty.shape, Direction::Response);
        }
        if has_request_form {
            ty.in_request = false;
        }
    }
}

/// Keeps the fields that this direction has.
fn retain_fields(shape: &mut Shape, direction: Direction) {
    if let Shape::Struct(object) = shape {
        // A field that is both read-only and write-only is kept in both directions.
        object.fields.retain(|field| match direction {
            Direction::Request => !field.read_only || field.write_only,
            Direction::Response => !field.write_only || field.read_only,
        });
    }
}

/// Returns for each type whether its two directions differ: it has a field of one direction, or contains a type that differs.
fn differing(api: &Api) -> Vec<bool> {
    let mut containers: Vec<Vec<u32>> = vec![Vec::new(); api.types.len()];
    let mut stack: Vec<u32> = Vec::new();
    for (index, ty) in (0..).zip(&api.types) {
        for part in ty.shape.parts() {
            containers[part.id.0 as usize].push(index);
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
            stack.append(&mut containers[index as usize]);
        }
    }
    differs
}

/// Adds a copy of a type for requests.
fn add_request_form(api: &mut Api, index: usize) -> TypeId {
    let id = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let whole = &api.types[index];
    let mut form = Type {
        name: TypeName::Request(TypeId(u32::try_from(index).unwrap_or(u32::MAX))),
        in_response: false,
        ..whole.clone()
    };
    // `x-rust-name` names the type itself.
    form.rust.name = None;
    api.types.push(form);
    id
}

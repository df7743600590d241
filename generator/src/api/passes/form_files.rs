//! Gives the shape of files to parts of multipart forms.
//!
//! In: an [`Api`], and the types of parts that are files. Out: the same, with [`Shape::File`] where only forms use such a type.
//! There are no files in JSON: a type that JSON carries too stays a string there, and the form gets a copy with files. Runs
//! after fields took the documentation of their types, so that copies have it too, and before `directions`, because it changes
//! which types are used.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};

use crate::api::form_parts::form_parts;
use crate::api::{
    Api, BodyEncoding, OperationPart, Shape, Type, TypeId, TypeName, TypeRef, TypeUse,
};

/// Gives the types in `files` the shape of files. Where JSON carries one too, each form with it gets a type of its own.
pub(crate) fn set_shapes(api: &mut Api, files: &[TypeId], diagnostics: &mut Diagnostics) {
    if files.is_empty() {
        return;
    }
    let files: HashSet<TypeId> = files.iter().copied().collect();
    let in_json = in_json(api, &files);
    let mut shared: HashSet<TypeId> = HashSet::new();
    for (id, ty) in (0..).map(TypeId).zip(&mut api.types) {
        if files.contains(&id) {
            if in_json[id.0 as usize] {
                shared.insert(id);
            } else {
                ty.shape = Shape::File;
            }
        }
    }
    if !shared.is_empty() {
        copy_forms(api, &shared, diagnostics);
    }
}

/// A multipart form that an operation sends.
struct Form {
    operation: usize,
    /// The index of its content in the body.
    content: usize,
    ty: TypeId,
    media_type: String,
}

/// Gives each form that has parts of the types in `shared` a type of its own, in which they are files.
fn copy_forms(api: &mut Api, shared: &HashSet<TypeId>, diagnostics: &mut Diagnostics) {
    let mut copies: HashMap<TypeId, TypeId> = HashMap::new();
    for form in multipart_forms(api) {
        let copy = match copies.get(&form.ty) {
            Some(copy) => *copy,
            None => {
                let name = TypeName::Operation {
                    operation: form.operation,
                    part: OperationPart::Content(form.media_type),
                };
                let copy = with_files(api, form.ty, name, shared).unwrap_or(form.ty);
                report_strings(api, copy, shared, diagnostics);
                copies.insert(form.ty, copy);
                copy
            }
        };
        if let Some(body) = &mut api.operations[form.operation].body {
            body.contents[form.content].ty.id = copy;
        }
    }
}

fn multipart_forms(api: &Api) -> Vec<Form> {
    let mut forms = Vec::new();
    for (operation, declared) in api.operations.iter().enumerate() {
        let contents = declared.body.iter().flat_map(|body| &body.contents);
        for (index, content) in contents.enumerate() {
            if matches!(content.encoding, BodyEncoding::Multipart(_)) {
                forms.push(Form {
                    operation,
                    content: index,
                    ty: content.ty.id,
                    media_type: content.media_type.clone(),
                });
            }
        }
    }
    forms
}

/// Adds a copy of a form in which the fields of the types in `shared` are files. `None` if the form has no such field.
fn with_files(
    api: &mut Api,
    form: TypeId,
    name: TypeName,
    shared: &HashSet<TypeId>,
) -> Option<TypeId> {
    let Shape::Struct(object) = &api.get(form).shape else {
        return None;
    };
    let mut object = object.clone();
    let mut has_files = false;
    for field in &mut object.fields {
        let list_item = match &api.get(field.ty.id).shape {
            Shape::List(item) => Some(*item),
            _ => None,
        };
        let id = list_item.map_or(field.ty.id, |item| item.id);
        if !shared.contains(&id) {
            continue;
        }
        has_files = true;
        let file = copy(api, id, Shape::File);
        field.ty.id = match list_item {
            Some(item) => copy(api, field.ty.id, Shape::List(TypeRef { id: file, ..item })),
            None => file,
        };
    }
    if !has_files {
        return None;
    }
    let made = copy(api, form, Shape::Struct(object));
    let ty = &mut api.types[made.0 as usize];
    ty.name = name;
    // `x-rust-name` names the type that JSON carries.
    ty.rust.name = None;
    Some(made)
}

/// Adds a copy of a type with another shape.
fn copy(api: &mut Api, id: TypeId, shape: Shape) -> TypeId {
    let copied = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let ty = Type {
        shape,
        ..api.get(id).clone()
    };
    api.types.push(ty);
    copied
}

/// Reports the parts of a form that stay strings because JSON carries them too.
fn report_strings(
    api: &Api,
    form: TypeId,
    shared: &HashSet<TypeId>,
    diagnostics: &mut Diagnostics,
) {
    let shape = |id: TypeId| &api.get(id).shape;
    for part in form_parts(&shape, form) {
        if shared.contains(&part.ty) {
            diagnostics.push(Diagnostic::warning(
                "file-in-json",
                api.get(part.ty).location.clone(),
                "this is a file in forms, but JSON carries it too; it is a string, and is sent as one",
            ));
        }
    }
}

/// Returns which types are used outside of forms, in JSON or as plain strings: all but forms themselves and their files.
fn in_json(api: &Api, files: &HashSet<TypeId>) -> Vec<bool> {
    let shape = |id: TypeId| &api.get(id).shape;
    let mut roots: Vec<TypeId> = Vec::new();
    for (usage, ty) in api.type_uses() {
        if usage == TypeUse::MultipartBody {
            let parts = form_parts(&shape, ty.id).into_iter().map(|part| part.ty);
            roots.extend(parts.filter(|id| !files.contains(id)));
        } else if usage.direction().is_some() {
            roots.push(ty.id);
        }
    }
    let mut reached = vec![false; api.types.len()];
    api.mark_reachable(roots, &mut reached);
    reached
}

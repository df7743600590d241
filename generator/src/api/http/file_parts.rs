//! Which parts of multipart forms are files.
//!
//! In: the type of a form, and what the document says about its parts. Out: the types of the parts that are files, kept in the
//! graph of types until `passes::form_files` gives them their shape.

use crate::api::form_parts::form_parts;
use crate::api::media_types;
use crate::api::types::graph::Types;
use crate::api::{Format, Part, Shape, TypeId, TypeRef};

/// Remembers the types of a form's parts that are files.
pub(crate) fn record(types: &mut Types<'_>, form: TypeRef, parts: &[Part]) {
    let found = file_types(types, form, parts);
    types.graph.files.extend(found);
}

/// Returns whether a form has parts that are files by their types alone.
pub(crate) fn has_files(types: &Types<'_>, form: TypeRef) -> bool {
    !file_types(types, form, &[]).is_empty()
}

fn file_types(types: &Types<'_>, form: TypeRef, stated: &[Part]) -> Vec<TypeId> {
    let shape = |id: TypeId| &types.graph[id].ty.shape;
    form_parts(&shape, form.id)
        .into_iter()
        .filter(|part| {
            let stated = part
                .name
                .and_then(|name| stated.iter().find(|it| it.name == name));
            is_file(types, part.ty, stated)
        })
        .map(|part| part.ty)
        .collect()
}

/// Returns whether a part of this type is a file: binary by its schema, or a string that is sent as a binary media type.
fn is_file(types: &Types<'_>, id: TypeId, stated: Option<&Part>) -> bool {
    let marks = types.graph[id].marks;
    match &types.graph[id].ty.shape {
        Shape::String(Some(Format::Binary)) => true,
        Shape::String(None) if !marks.encoded => {
            marks.binary
                || stated
                    .and_then(|part| part.content_type.as_deref())
                    .is_some_and(media_types::is_binary)
        }
        // Since version 3.1, an empty schema describes binary data.
        Shape::Any => {
            marks.binary || marks.unconstrained && !types.document.version.starts_with("3.0")
        }
        _ => false,
    }
}

//! Which members of multipart forms are files.
//!
//! In: the types of forms and what is said of their parts; then an [`Api`] whose types have their shapes. Out: the same, with
//! [`Shape::File`] where forms alone carry a type. A type that JSON carries too stays text, as JSON has no files.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics};

use super::types::Types;
use super::{Api, BodyEncoding, Part, Shape, TypeId, TypeRef, direction};

/// Remembers the types of a form's members that are files.
pub(super) fn note(types: &mut Types<'_>, form: TypeRef, parts: &[Part]) {
    let found = of_form(types, form, parts);
    types.files.extend(found);
}

/// Returns whether a form has members that are files.
pub(super) fn has_files(types: &Types<'_>, form: TypeRef) -> bool {
    !of_form(types, form, &[]).is_empty()
}

fn of_form(types: &Types<'_>, form: TypeRef, parts: &[Part]) -> Vec<TypeId> {
    let shape = |id: TypeId| &types.list[id.0 as usize].shape;
    members(&shape, form)
        .into_iter()
        .filter(|(name, id)| {
            let part = name.and_then(|name| parts.iter().find(|part| part.name == name));
            is_file(types, *id, part)
        })
        .map(|(_, id)| id)
        .collect()
}

/// Returns the types of the parts of a form with the names of their members: those of the members, of the elements of a
/// list, and of the alternatives of a choice.
fn members<'a>(
    shape: &dyn Fn(TypeId) -> &'a Shape,
    form: TypeRef,
) -> Vec<(Option<&'a str>, TypeId)> {
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut forms = vec![form.id];
    while let Some(id) = forms.pop() {
        if !seen.insert(id) {
            continue;
        }
        match shape(id) {
            Shape::Struct(object) => {
                let fields = object.fields.iter();
                found.extend(fields.map(|field| (Some(field.name.as_str()), field.ty.id)));
                found.extend(object.additional.map(|value| (None, value.id)));
            }
            Shape::Map(value) => found.push((None, value.id)),
            Shape::Union(union) => forms.extend(union.variants.iter().map(|variant| variant.ty.id)),
            _ => {}
        }
    }
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    // Elements of lists within lists are written as JSON.
    let mut open: Vec<_> = found
        .into_iter()
        .map(|(name, id)| (name, id, false))
        .collect();
    while let Some((name, id, listed)) = open.pop() {
        if !seen.insert((name, id, listed)) {
            continue;
        }
        match shape(id) {
            Shape::List(item) if !listed => open.push((name, item.id, true)),
            Shape::Union(union) => {
                let variants = union.variants.iter();
                open.extend(variants.map(|variant| (name, variant.ty.id, listed)));
            }
            _ => parts.push((name, id)),
        }
    }
    parts.reverse();
    parts
}

/// Returns whether a part of this type is a file: bytes by its schema, or text that is said to be of a type which is none.
fn is_file(types: &Types<'_>, id: TypeId, part: Option<&Part>) -> bool {
    let marks = types.marks[id.0 as usize];
    match &types.list[id.0 as usize].shape {
        Shape::String(Some(format)) if format == "binary" => true,
        Shape::String(None) if !marks.encoded => {
            marks.binary
                || part
                    .and_then(|part| part.content_type.as_deref())
                    .is_some_and(is_binary)
        }
        // Since 3.1 that is how bytes are described.
        Shape::Any => marks.binary || marks.empty && !types.document.version.starts_with("3.0"),
        _ => false,
    }
}

/// Returns whether values of a media type are no text.
pub(super) fn is_binary(media_type: &str) -> bool {
    let essence = super::media::essence(media_type);
    let textual = essence.starts_with("text/")
        || essence.ends_with("json")
        || essence.ends_with("xml")
        || essence.ends_with("yaml")
        || essence == "application/x-www-form-urlencoded";
    let kinds = ["image/", "audio/", "video/", "font/", "application/"];
    !textual && kinds.iter().any(|kind| essence.starts_with(kind))
}

/// Gives the types that were noted the shape of files, unless JSON carries them too.
pub(super) fn mark(api: &mut Api, noted: &[TypeId], diagnostics: &mut Diagnostics) {
    if noted.is_empty() {
        return;
    }
    let mut unique = HashSet::new();
    let noted: Vec<TypeId> = noted
        .iter()
        .copied()
        .filter(|id| unique.insert(*id))
        .collect();
    let in_json = in_json(api, &unique);
    for id in noted {
        let ty = &mut api.types[id.0 as usize];
        if !in_json[id.0 as usize] {
            ty.shape = Shape::File;
            continue;
        }
        diagnostics.push(Diagnostic::warning(
            "file-in-json",
            ty.location.clone(),
            "forms send this as a file, but JSON carries it too; it is text, and is sent as text",
        ));
    }
}

/// Returns which types JSON carries, or text: all but the forms themselves and their files.
fn in_json(api: &Api, files: &HashSet<TypeId>) -> Vec<bool> {
    let mut roots: Vec<TypeId> = Vec::new();
    for operation in &api.operations {
        roots.extend(operation.parameters.iter().map(|parameter| parameter.ty.id));
        roots.extend(operation.success.types().map(|value| value.id));
        let failures = operation.failures.iter();
        roots.extend(failures.filter_map(|failure| failure.body).map(|ty| ty.id));
        for content in operation.body.iter().flat_map(|body| &body.contents) {
            if !matches!(content.encoding, BodyEncoding::Multipart(_)) {
                roots.push(content.ty.id);
                continue;
            }
            let shape = |id: TypeId| &api.get(id).shape;
            let parts = members(&shape, content.ty).into_iter().map(|(_, id)| id);
            roots.extend(parts.filter(|id| !files.contains(id)));
        }
    }
    for webhook in &api.webhooks {
        roots.extend(webhook.body.iter().map(|(ty, _)| ty.id));
        roots.extend(webhook.answer.iter().map(|ty| ty.id));
    }
    let mut reached = vec![false; api.types.len()];
    direction::reach(api, roots, &mut reached);
    reached
}

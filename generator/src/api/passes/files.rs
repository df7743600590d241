//! Which members of multipart forms are files.
//!
//! In: the types of forms and what is said of their parts; then an [`Api`] whose types have their shapes. Out: the same, with
//! [`Shape::File`] where forms alone carry a type. JSON has no files: a type that it carries too stays text there, and
//! the form gets one of its own.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics};

use crate::api::passes::direction;
use crate::api::types::graph::Types;
use crate::api::{
    Api, BodyEncoding, Format, OperationPart, Part, Shape, Type, TypeId, TypeName, TypeRef,
};

/// Remembers the types of a form's members that are files.
pub(crate) fn note(types: &mut Types<'_>, form: TypeRef, parts: &[Part]) {
    let found = of_form(types, form, parts);
    types.files.extend(found);
}

/// Returns whether a form has members that are files.
pub(crate) fn has_files(types: &Types<'_>, form: TypeRef) -> bool {
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
        Shape::String(Some(Format::Binary)) => true,
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

/// Media types of no text by which documents say that a text is bytes, beside those of pictures and sounds.
const BINARY: &[&str] = &[
    "application/gzip",
    "application/octet-stream",
    "application/pdf",
    "application/wasm",
    "application/x-gzip",
    "application/x-tar",
    "application/x-zip-compressed",
    "application/zip",
];

/// Returns whether values of a media type are no text. Many of `application` are, so that is so of known ones alone.
pub(crate) fn is_binary(media_type: &str) -> bool {
    let essence = crate::api::http::media::essence(media_type);
    let kinds = ["image/", "audio/", "video/", "font/"];
    let textual = essence.ends_with("+xml") || essence.ends_with("+json");
    BINARY.contains(&essence.as_str())
        || !textual && kinds.iter().any(|kind| essence.starts_with(kind))
}

/// Gives the types that were noted the shape of files. Where JSON carries one too, the form gets a type of its own.
pub(crate) fn mark(api: &mut Api, noted: &[TypeId], diagnostics: &mut Diagnostics) {
    if noted.is_empty() {
        return;
    }
    let noted: HashSet<TypeId> = noted.iter().copied().collect();
    let in_json = in_json(api, &noted);
    let mut shared: HashSet<TypeId> = HashSet::new();
    for (id, ty) in (0..).map(TypeId).zip(&mut api.types) {
        match (noted.contains(&id), in_json[id.0 as usize]) {
            (true, false) => ty.shape = Shape::File,
            (true, true) => drop(shared.insert(id)),
            (false, _) => {}
        }
    }
    if shared.is_empty() {
        return;
    }
    let mut own: HashMap<TypeId, TypeId> = HashMap::new();
    for operation in 0..api.operations.len() {
        let contents = api.operations[operation].body.iter();
        let forms: Vec<(usize, TypeId, String)> = contents
            .flat_map(|body| body.contents.iter().enumerate())
            .filter(|(_, content)| matches!(content.encoding, BodyEncoding::Multipart(_)))
            .map(|(at, content)| (at, content.ty.id, content.media_type.clone()))
            .collect();
        for (at, form, media_type) in forms {
            let name = TypeName::Operation {
                operation,
                part: OperationPart::Content(media_type),
            };
            let made = match own.get(&form) {
                Some(made) => *made,
                None => {
                    let made = with_files(api, (form, name), &shared).unwrap_or(form);
                    report_text(api, made, &shared, diagnostics);
                    made
                }
            };
            own.insert(form, made);
            if let Some(body) = &mut api.operations[operation].body {
                body.contents[at].ty.id = made;
            }
        }
    }
}

/// Makes a type like that of a form whose members of the types in `shared` are files. None where the form has no such
/// member, or none by name.
fn with_files(
    api: &mut Api,
    (form, name): (TypeId, TypeName),
    shared: &HashSet<TypeId>,
) -> Option<TypeId> {
    let Shape::Struct(object) = &api.get(form).shape else {
        return None;
    };
    let mut object = object.clone();
    let mut any = false;
    for field in &mut object.fields {
        let (id, listed) = match &api.get(field.ty.id).shape {
            Shape::List(item) => (item.id, true),
            _ => (field.ty.id, false),
        };
        if !shared.contains(&id) {
            continue;
        }
        any = true;
        let file = copy(api, id, Shape::File);
        field.ty.id = match (listed, api.get(field.ty.id).shape.clone()) {
            (true, Shape::List(item)) => {
                copy(api, field.ty.id, Shape::List(TypeRef { id: file, ..item }))
            }
            _ => file,
        };
    }
    if !any {
        return None;
    }
    let made = copy(api, form, Shape::Struct(object));
    let ty = &mut api.types[made.0 as usize];
    ty.name = name;
    // The wish is about the type that JSON carries.
    ty.rust.name = None;
    Some(made)
}

/// Adds a type like another one, but for its shape.
fn copy(api: &mut Api, id: TypeId, shape: Shape) -> TypeId {
    let copied = TypeId(u32::try_from(api.types.len()).unwrap_or(u32::MAX));
    let ty = Type {
        shape,
        ..api.get(id).clone()
    };
    api.types.push(ty);
    copied
}

/// Reports what stays text in a form, because JSON carries it too.
fn report_text(api: &Api, form: TypeId, shared: &HashSet<TypeId>, diagnostics: &mut Diagnostics) {
    let shape = |id: TypeId| &api.get(id).shape;
    let form = TypeRef {
        id: form,
        nullable: false,
    };
    for (_, id) in members(&shape, form) {
        if shared.contains(&id) {
            diagnostics.push(Diagnostic::warning(
                "file-in-json",
                api.get(id).location.clone(),
                "forms send this as a file, but JSON carries it too; it is text, and is sent as text",
            ));
        }
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

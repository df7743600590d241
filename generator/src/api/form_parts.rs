//! The parts that a value of a form is sent as, with their types.
//!
//! In: the type of a form, and the shapes of all types. Out: a [`FormPart`] for each member. Knows nothing of how a part is
//! encoded.

use std::collections::HashSet;

use crate::api::{Shape, TypeId};

/// A part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FormPart<'a> {
    /// The name of the member, unless it is an additional one.
    pub name: Option<&'a str>,
    /// The type of the value.
    pub ty: TypeId,
}

/// Returns the parts of a form of this type. Each element of a list is a part, and each variant of a union is listed.
pub(crate) fn form_parts<'a>(
    shape: &dyn Fn(TypeId) -> &'a Shape,
    form: TypeId,
) -> Vec<FormPart<'a>> {
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    // A list within a list is one part: JSON.
    let mut open: Vec<_> = members(shape, form)
        .into_iter()
        .map(|member| (member, false))
        .collect();
    while let Some((part, in_list)) = open.pop() {
        if !seen.insert((part, in_list)) {
            continue;
        }
        match shape(part.ty) {
            Shape::List(item) if !in_list => open.push((
                FormPart {
                    ty: item.id,
                    ..part
                },
                true,
            )),
            Shape::Union(union) => {
                let variants = union.variants.iter().map(|variant| variant.ty.id);
                open.extend(variants.map(|ty| (FormPart { ty, ..part }, in_list)));
            }
            _ => parts.push(part),
        }
    }
    parts.reverse();
    parts
}

/// Returns the members of a form, or of all forms that a union lists.
fn members<'a>(shape: &dyn Fn(TypeId) -> &'a Shape, form: TypeId) -> Vec<FormPart<'a>> {
    let mut members = Vec::new();
    let mut seen = HashSet::new();
    let mut forms = vec![form];
    let additional = |ty: TypeId| FormPart { name: None, ty };
    while let Some(id) = forms.pop() {
        if !seen.insert(id) {
            continue;
        }
        match shape(id) {
            Shape::Struct(object) => {
                members.extend(object.fields.iter().map(|field| FormPart {
                    name: Some(field.name.as_str()),
                    ty: field.ty.id,
                }));
                members.extend(object.additional.map(|value| additional(value.id)));
            }
            Shape::Map(value) => members.push(additional(value.id)),
            Shape::Union(union) => forms.extend(union.variants.iter().map(|variant| variant.ty.id)),
            _ => {}
        }
    }
    members
}

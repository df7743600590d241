//! Removes variants that lead back to their own union through variants alone.
//!
//! In: an [`Api`] whose types have their shapes. Out: the same, where no union contains itself by variants alone; each removed
//! variant is reported. Such a variant has no values of its own, and a type for it could not be emitted. Runs after
//! `any_variants`, which replaces some of these unions as a whole.

use crate::diagnostic::{Diagnostic, Diagnostics};

use crate::api::{Api, Shape, TypeId};

/// How far the search has come with a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    NotYet,
    /// The type is on the path that the search follows now.
    OnPath,
    Done,
}

/// Removes such variants. A union without a variant left becomes free-form.
pub(crate) fn remove_variants(api: &mut Api, diagnostics: &mut Diagnostics) {
    let mut visits = vec![Visit::NotYet; api.types.len()];
    for start in 0..api.types.len() {
        // Each step is a union and the number of its variant that comes next.
        let mut path: Vec<(usize, usize)> = Vec::new();
        if visits[start] == Visit::NotYet {
            visits[start] = Visit::OnPath;
            path.push((start, 0));
        }
        while let Some((index, number)) = path.pop() {
            let Some(TypeId(next)) = type_of_variant(api, index, number) else {
                visits[index] = Visit::Done;
                continue;
            };
            let next = next as usize;
            match visits[next] {
                Visit::NotYet => {
                    path.push((index, number + 1));
                    visits[next] = Visit::OnPath;
                    path.push((next, 0));
                }
                Visit::OnPath => {
                    remove_variant(api, index, number, diagnostics);
                    path.push((index, number));
                }
                Visit::Done => path.push((index, number + 1)),
            }
        }
    }
}

/// Returns the type of a variant of a union.
fn type_of_variant(api: &Api, index: usize, number: usize) -> Option<TypeId> {
    match &api.types[index].shape {
        Shape::Union(union) => union.variants.get(number).map(|variant| variant.ty.id),
        _ => None,
    }
}

fn remove_variant(api: &mut Api, index: usize, number: usize, diagnostics: &mut Diagnostics) {
    let Shape::Union(union) = &mut api.types[index].shape else {
        return;
    };
    let variant = union.variants.remove(number);
    let is_free_form = union.variants.is_empty();
    if is_free_form {
        api.types[index].shape = Shape::Any;
    }
    let consequence = if is_free_form {
        "a free-form value is used"
    } else {
        "it is left out"
    };
    diagnostics.push_once(
        Diagnostic::warning(
            "cyclic-schema",
            variant.location,
            format!(
                "this alternative refers back to the schema that lists it as an alternative; {consequence}"
            ),
        )
        .free_form(is_free_form),
    );
}

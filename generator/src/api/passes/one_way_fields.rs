//! Makes fields optional that are required, but that only one direction has.
//!
//! In: an [`Api`] whose types are marked with their directions. Out: the same, where a program need not give a field that only
//! responses have, and a response need not have one that only requests have. Runs after `request_forms`, which removes such
//! fields from each type of one direction. What is left are types that no operation uses: they keep the fields of both.

use crate::api::{Api, Shape};

/// Makes such fields optional, and says so in their documentation.
pub(crate) fn make_optional(api: &mut Api) {
    for ty in &mut api.types {
        let Shape::Struct(object) = &mut ty.shape else {
            continue;
        };
        for field in object.fields.iter_mut().filter(|field| field.required) {
            let note = if ty.in_request && field.read_only {
                "Always present in responses; omitted from requests."
            } else if ty.in_response && field.write_only {
                "Always present in requests; omitted from responses."
            } else {
                continue;
            };
            field.required = false;
            field.docs.description = Some(match field.docs.description.take() {
                Some(text) => format!("{}\n\n{note}", text.trim_end()),
                None => note.to_owned(),
            });
        }
    }
}

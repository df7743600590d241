//! The response that can be a page.
//!
//! In: an operation that is otherwise lowered. Out: a [`Page`], if a successful response is a single JSON value.

use crate::openapi::document::{Operation as Declared, SchemaId};

use crate::api::http::{content, responses};
use crate::api::types::graph::Types;
use crate::api::{Operation, SuccessEncoding, TypeRef};

/// A response that can be a page.
pub(super) struct Page {
    /// The type of the value.
    pub(super) value: TypeRef,
    /// The schema of the whole body.
    pub(super) schema: SchemaId,
    /// The member of the body that contains the value, if the body is an envelope.
    pub(super) envelope_value: Option<String>,
}

/// Returns the page of an operation: one JSON value, whatever the status.
pub(super) fn page(types: &Types<'_>, declared: &Declared, operation: &Operation) -> Option<Page> {
    let success = &operation.success;
    let value = success.value?;
    let schema = responses::successes(declared)
        .into_iter()
        .filter_map(|response| content::preferred(types, &response.content))
        .find_map(|media| media.schema)?;
    let envelope_value = match success.encoding {
        SuccessEncoding::Json => None,
        SuccessEncoding::Envelope => Some(types.document.envelope.as_ref()?.result.clone()),
        _ => return None,
    };
    Some(Page {
        value,
        schema,
        envelope_value,
    })
}

impl Page {
    /// Turns a path from the value into one from the whole body.
    pub(super) fn path_from_body(&self, path: &[String]) -> Vec<String> {
        self.envelope_value.iter().chain(path).cloned().collect()
    }

    /// Turns a path from the whole body into one from the value. The error says that it does not lead into the value.
    pub(super) fn path_from_value<'p>(&self, path: &'p [String]) -> Result<&'p [String], String> {
        match &self.envelope_value {
            None => Ok(path),
            Some(value) => match path.split_first() {
                Some((first, rest)) if first == value => Ok(rest),
                _ => Err(format!(
                    "`{}` is not in `{value}`, the value that the call returns",
                    path.join(".")
                )),
            },
        }
    }
}

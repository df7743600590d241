//! What a method takes as its body, and the enum of contents if several media types can be sent.
//!
//! In: an operation's body and its names. Out: a [`BodyPlan`]. Knows nothing of methods.

use crate::api::{self, BodyEncoding};
use crate::diagnostic::Diagnostics;

use super::super::docs;
use super::super::model::{BodyPlan, Checks, ContentPlan, Ident, Ty};
use super::super::names::case::pascal;
use super::super::names::media_types::media_type_words;
use super::super::names::scope::{Case, NameRequest, Scope};
use super::super::names::words::words;
use super::super::types::checks::checks;
use super::super::types::rust_types::Types;

/// Plans a body. `name` is the argument, `choice` the enum of its contents.
pub(super) fn plan(
    types: &Types<'_>,
    body: &api::Body,
    name: Ident,
    choice: Option<Ident>,
    diagnostics: &mut Diagnostics,
) -> BodyPlan {
    let mut scope = Scope::new(Case::Pascal, &["Self"]);
    let requests: Vec<NameRequest<'_>> = body
        .contents
        .iter()
        .map(|content| {
            let short = media_type_words(&content.media_type);
            let longer = words(&content.media_type);
            NameRequest::internal(pascal(&short, "Type")).or(pascal(&longer, "Type"))
        })
        .collect();
    let variants = scope.claim_all(&requests, diagnostics);
    let contents = body.contents.iter().zip(variants);
    BodyPlan {
        name,
        required: body.required,
        choice,
        contents: contents
            .map(|(content, variant)| self::content(types, content, variant))
            .collect(),
        preferred: preferred(&body.contents),
        docs: docs::describe(&body.docs, "The body of the request."),
    }
}

/// Returns the index of the content that is sent by default: `application/json`, else any JSON, else the first.
fn preferred(contents: &[api::Content]) -> usize {
    let mut indices = contents.iter();
    let json = indices.position(|content| content.media_type.starts_with("application/json"));
    let any_json = || {
        let mut contents = contents.iter();
        contents.position(|content| content.encoding == BodyEncoding::Json)
    };
    json.or_else(any_json).unwrap_or(0)
}

fn content(types: &Types<'_>, content: &api::Content, variant: Ident) -> ContentPlan {
    let ty = types.non_null(content.ty.id);
    let constraints = &types.api.get(content.ty.id).constraints;
    ContentPlan {
        variant,
        media_type: content.media_type.clone(),
        encoding: content.encoding.clone(),
        checks: match ty {
            // An item has a `validate` of its own.
            Ty::Item(_) => Checks::default(),
            _ => checks(types, content.ty.id, constraints),
        },
        ty,
        secret: types.is_secret(content.ty.id),
    }
}

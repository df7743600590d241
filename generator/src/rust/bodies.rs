//! From bodies to arguments: what a method takes as its body, and the enum of those that several media types can carry.
//!
//! In: an operation's body and the names it was given. Out: a [`BodyPlan`]. Knows nothing of methods.

use crate::api::{self, BodyEncoding};
use crate::diagnostic::Diagnostics;

use super::model::{BodyPlan, ContentPlan, Ty};
use super::names::{Case, Ident, Scope, Wish, pascal, words};
use super::types::Types;
use super::{checks, docs};

/// Plans a body. `name` is the argument, `choice` the enum of its contents.
pub(super) fn plan(
    types: &Types<'_>,
    body: &api::Body,
    (name, choice): (Ident, Option<Ident>),
    diagnostics: &mut Diagnostics,
) -> BodyPlan {
    let mut scope = Scope::new(Case::Pascal, &["Self"]);
    let wishes: Vec<Wish<'_>> = body
        .contents
        .iter()
        .map(|content| {
            let longer = words(&content.media_type);
            Wish::own(pascal(&label(&content.media_type), "Type")).or(pascal(&longer, "Type"))
        })
        .collect();
    let variants = scope.claim_all(&wishes, diagnostics);
    let contents: Vec<ContentPlan> = body
        .contents
        .iter()
        .zip(variants)
        .map(|(content, variant)| self::content(types, content, variant))
        .collect();
    let is = |media_type: &str| {
        let found = |content: &api::Content| content.media_type.starts_with(media_type);
        body.contents.iter().position(found)
    };
    let json = |content: &api::Content| content.encoding == BodyEncoding::Json;
    let preferred = is("application/json").or_else(|| body.contents.iter().position(json));
    BodyPlan {
        name,
        required: body.required,
        choice,
        contents,
        preferred: preferred.unwrap_or(0),
        docs: docs::text(&body.docs, "The body of the request."),
    }
}

fn content(types: &Types<'_>, content: &api::Content, variant: Ident) -> ContentPlan {
    let ty = types.value(content.ty.id);
    // A struct checks itself when it is handed over.
    let checks = match ty {
        Ty::Item(_) => Default::default(),
        _ => checks::of(
            types,
            content.ty.id,
            &types.api.get(content.ty.id).constraints,
        ),
    };
    ContentPlan {
        variant,
        media_type: content.media_type.clone(),
        encoding: content.encoding.clone(),
        ty,
        checks,
    }
}

/// Returns the words for a media type: those by which people call it, or else its own less what says nothing.
pub(super) fn label(media_type: &str) -> Vec<String> {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let known = match essence.as_str() {
        "application/x-www-form-urlencoded" => Some("form"),
        "multipart/form-data" => Some("multipart"),
        "application/octet-stream" | "*/*" | "application/*" => Some("bytes"),
        "text/plain" => Some("text"),
        "text/json" => Some("text json"),
        "text/xml" => Some("text xml"),
        "application/x-ndjson" | "application/ndjson" => Some("ndjson"),
        _ => None,
    };
    if let Some(known) = known {
        return words(known);
    }
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", &essence));
    let subtype = match subtype {
        "*" => kind,
        "json" => subtype,
        subtype => subtype.strip_suffix("+json").unwrap_or(subtype),
    };
    let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
    let subtype = subtype.strip_prefix("vnd.").unwrap_or(subtype);
    match kind {
        "multipart" => words(&format!("multipart {subtype}")),
        _ => words(subtype),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_called_as_people_do() {
        for (media_type, expected) in [
            ("application/json", "Json"),
            ("application/json; charset=utf-8", "Json"),
            ("application/merge-patch+json", "MergePatch"),
            ("application/x-www-form-urlencoded", "Form"),
            ("multipart/form-data", "Multipart"),
            ("multipart/related", "MultipartRelated"),
            ("text/plain", "Text"),
            ("text/csv", "Csv"),
            ("application/xml", "Xml"),
            ("application/octet-stream", "Bytes"),
            ("application/x-ndjson", "Ndjson"),
            ("application/vnd.github.v3+json", "GithubV3"),
            ("application/apply-patch+yaml", "ApplyPatchYaml"),
            ("image/*", "Image"),
            ("image/png", "Png"),
            ("3gpp", "Type3gpp"),
        ] {
            assert_eq!(pascal(&label(media_type), "Type"), expected, "{media_type}");
        }
    }
}

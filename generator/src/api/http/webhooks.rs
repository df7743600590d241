//! The requests that the service makes: webhooks, and callbacks of operations.
//!
//! In: path items that describe them. Out: [`Webhook`]s, with the types of what a program receives and answers. A client
//! makes none of these requests; parameters, security and servers of them are the program's own business.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{MediaType, Operation, PathItem, StatusKey};

use crate::api::http::answers;

use crate::api::http::answers::Form;
use crate::api::passes::select::Selection;
use crate::api::schemas::docs;
use crate::api::types::graph::Types;
use crate::api::{TypeName, TypeRef, Webhook};

/// Returns the requests that the service makes: webhooks that are selected, then callbacks by the operations that are.
pub(crate) fn webhooks(types: &mut Types<'_>, selection: &Selection) -> Vec<Webhook> {
    let document = types.document;
    let mut list = Vec::new();
    for item in &document.webhooks {
        let mut operations = item.operations.iter();
        if operations.any(|declared| selection.means(item, declared)) {
            add(types, (&item.path, item), None, &mut list);
        }
    }
    let operations = document.paths.iter().flat_map(|item| {
        let operations = item.operations.iter();
        operations.filter(move |declared| selection.means(item, declared))
    });
    let kept = operations.filter(|operation| !operation.hints.skip);
    for (index, operation) in kept.enumerate() {
        for callback in &operation.callbacks {
            let origin = Some((index, callback.item.path.clone()));
            add(types, (&callback.name, &callback.item), origin, &mut list);
        }
    }
    list
}

fn add(
    types: &mut Types<'_>,
    (name, item): (&str, &PathItem),
    callback: Option<(usize, String)>,
    list: &mut Vec<Webhook>,
) {
    for declared in item.operations.iter().filter(|one| !one.hints.skip) {
        let body = body(types, declared, list.len());
        let answer = answer(types, declared, list.len());
        list.push(Webhook {
            // One name for several methods would not tell them apart.
            name: match item.operations.len() {
                1 => name.to_owned(),
                _ => format!("{name} {}", declared.method.to_ascii_lowercase()),
            },
            method: declared.method.clone(),
            callback: callback.clone(),
            docs: docs::of_operation(item, declared),
            body,
            answer,
            rust_name: declared.hints.name.clone(),
            location: declared.location.clone(),
        });
    }
}

/// Returns the type of what the service sends.
fn body(types: &mut Types<'_>, declared: &Operation, webhook: usize) -> Option<(TypeRef, String)> {
    let content = &declared.request_body.as_ref()?.content;
    let typed = of_json(types, content, (webhook, false));
    if typed.is_none()
        && let Some(first) = content.first()
    {
        types.report(Diagnostic::warning(
            "webhook-without-type",
            first.location.key(),
            format!(
                "the service sends `{}`, which has no type: a program reads it by itself",
                first.name
            ),
        ));
    }
    typed
}

/// Returns the type of what the service expects as an answer: that of the first success with a JSON body.
fn answer(types: &mut Types<'_>, declared: &Operation, webhook: usize) -> Option<TypeRef> {
    let success =
        |status: StatusKey| matches!(status, StatusKey::Code(200..=299) | StatusKey::Range(2));
    let mut responses = declared
        .responses
        .iter()
        .filter(|response| success(response.status));
    responses
        .find_map(|response| of_json(types, &response.content, (webhook, true)))
        .map(|(ty, _)| ty)
}

fn of_json(
    types: &mut Types<'_>,
    content: &[MediaType],
    (webhook, of_answer): (usize, bool),
) -> Option<(TypeRef, String)> {
    let media =
        answers::pick(types, content).filter(|media| answers::form(types, media) == Form::Json)?;
    let schema = media.schema?;
    let ty = types.use_of(&[schema], TypeName::Webhook { webhook, of_answer });
    types.shape_all();
    Some((ty, media.name.clone()))
}

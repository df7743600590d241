//! The requests that the service makes: webhooks, and callbacks of operations.
//!
//! In: path items that describe them. Out: [`Webhook`]s, with the types of the bodies that a program receives and sends
//! back. A client makes none of these requests, so their parameters, security and servers are not read.

use crate::diagnostic::Diagnostic;
use crate::openapi::document::{MediaType, Operation, PathItem, StatusKey};

use crate::api::http::content;
use crate::api::http::content::{BodyFormat, body_format};
use crate::api::schemas::docs;
use crate::api::selection::Selection;
use crate::api::types::graph::Types;
use crate::api::{TypeName, TypeRef, Webhook, WebhookPart};

/// Returns the requests that the service makes: webhooks that are selected, then callbacks by the operations that are.
pub(crate) fn webhooks(types: &mut Types<'_>, selection: &Selection) -> Vec<Webhook> {
    let document = types.document;
    let mut list = Vec::new();
    for item in &document.webhooks {
        let mut operations = item.operations.iter();
        if operations.any(|declared| selection.includes(item, declared)) {
            add(types, &item.path, item, None, &mut list);
        }
    }
    let operations = document.paths.iter().flat_map(|item| {
        let operations = item.operations.iter();
        operations.filter(move |declared| selection.includes(item, declared))
    });
    let kept = operations.filter(|operation| !operation.hints.skip);
    for (index, operation) in kept.enumerate() {
        for callback in &operation.callbacks {
            let origin = Some((index, callback.item.path.clone()));
            add(types, &callback.name, &callback.item, origin, &mut list);
        }
    }
    list
}

/// Adds a webhook for each operation of a path item. `callback` is that of [`Webhook::callback`].
fn add(
    types: &mut Types<'_>,
    name: &str,
    item: &PathItem,
    callback: Option<(usize, String)>,
    list: &mut Vec<Webhook>,
) {
    for declared in item.operations.iter().filter(|one| !one.hints.skip) {
        let body = request_body(types, declared, list.len());
        let response = response_body(types, declared, list.len());
        list.push(Webhook {
            // The name alone would be the same for several methods.
            name: match item.operations.len() {
                1 => name.to_owned(),
                _ => format!("{name} {}", declared.method.to_ascii_lowercase()),
            },
            method: declared.method.clone(),
            callback: callback.clone(),
            docs: docs::from_operation(item, declared),
            body,
            response,
            rust_name: declared.hints.name.clone(),
            location: declared.location.clone(),
        });
    }
}

/// Returns the type and the media type of the body that the service sends.
fn request_body(
    types: &mut Types<'_>,
    declared: &Operation,
    webhook: usize,
) -> Option<(TypeRef, String)> {
    let content = &declared.request_body.as_ref()?.content;
    let typed = json_content(types, content, webhook, WebhookPart::Request);
    if typed.is_none()
        && let Some(first) = content.first()
    {
        types.report(Diagnostic::warning(
            "webhook-without-type",
            first.location.key(),
            format!(
                "the service sends `{}`, which has no type: the program must read the body itself",
                first.name
            ),
        ));
    }
    typed
}

/// Returns the type of the response body that the service expects: that of the first successful response with JSON.
fn response_body(types: &mut Types<'_>, declared: &Operation, webhook: usize) -> Option<TypeRef> {
    let is_success =
        |status: StatusKey| matches!(status, StatusKey::Code(200..=299) | StatusKey::Range(2));
    let mut responses = declared
        .responses
        .iter()
        .filter(|response| is_success(response.status));
    responses
        .find_map(|response| json_content(types, &response.content, webhook, WebhookPart::Response))
        .map(|(ty, _)| ty)
}

/// Returns the type of the JSON among some media types, and the media type.
fn json_content(
    types: &mut Types<'_>,
    media_types: &[MediaType],
    webhook: usize,
    part: WebhookPart,
) -> Option<(TypeRef, String)> {
    let media = content::preferred(types, media_types)
        .filter(|media| body_format(types, media) == BodyFormat::Json)?;
    let schema = media.schema?;
    let ty = types.use_of(&[schema], TypeName::Webhook { webhook, part });
    types.shape_all();
    Some((ty, media.name.clone()))
}

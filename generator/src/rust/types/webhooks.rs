//! The bodies of webhooks as types: an alias if the type already has a name, and documentation.
//!
//! In: the webhooks of an API. Out: aliases and lines of documentation. Knows nothing of methods: a client has none for webhooks.

use crate::api::{Docs, Webhook, WebhookPart};

use super::super::docs;
use super::super::model::Alias;
use super::super::names::types::WebhookAlias;
use super::rust_types::Types;

/// Plans the alias of a webhook's body.
pub(super) fn alias(types: &Types<'_>, alias: &WebhookAlias) -> Option<Alias> {
    let declared = types.api.webhooks.get(alias.webhook)?;
    let ty = match alias.part {
        WebhookPart::Request => declared.body.as_ref()?.0,
        WebhookPart::Response => declared.response?,
    };
    Some(Alias {
        name: alias.name.clone(),
        docs: body_docs(types, alias.webhook, alias.part, &Docs::default()),
        alias: None,
        deprecated: declared.docs.deprecated,
        ty: types.ty(ty),
    })
}

/// Returns the documentation of the type of a webhook's body. `own` is what the type's schema says.
pub(super) fn body_docs(
    types: &Types<'_>,
    webhook: usize,
    part: WebhookPart,
    own: &Docs,
) -> Vec<String> {
    let Some(declared) = types.api.webhooks.get(webhook) else {
        return Vec::new();
    };
    let which = designation(types, declared);
    let mut lines = match part {
        WebhookPart::Request => {
            let method = docs::code(&declared.method);
            let media_type = match &declared.body {
                Some((_, media_type)) => format!(" as {}", docs::code(media_type)),
                None => String::new(),
            };
            docs::wrap(&format!(
                "The body of {which}. The service sends it by {method}{media_type}; \
                 [`json::from_slice`](crate::json::from_slice) reads it."
            ))
        }
        WebhookPart::Response => docs::wrap(&format!(
            "The response that the service expects to {which}. [`json::to_vec`](crate::json::to_vec) writes it."
        )),
    };
    if part == WebhookPart::Request {
        docs::append(&mut lines, docs::describe_if_any(&declared.docs));
    }
    docs::append(&mut lines, docs::describe_if_any(own));
    lines
}

/// Returns a webhook's name in documentation.
fn designation(types: &Types<'_>, declared: &Webhook) -> String {
    let name = docs::code(&declared.name);
    let Some((operation, expression)) = &declared.callback else {
        return format!("the webhook {name}");
    };
    let operation = types.api.operations.get(*operation);
    let requested_by = operation.map_or_else(String::new, |operation| {
        format!(" of {}", docs::code(&operation.request()))
    });
    let to = docs::code(expression);
    format!("the callback {name}{requested_by} (to {to})")
}

//! What the service sends by itself, as types: another name where the type has one already, and what the documentation
//! says.
//!
//! In: the webhooks of an API. Out: aliases and lines of documentation. Knows nothing of methods: a client has none for them.

use crate::api;

use super::docs as text;
use super::model::Alias;
use super::names::Ident;
use super::types::Types;

/// Returns the other name of what a webhook, of this index in [`api::Api::webhooks`], carries or expects.
pub(super) fn alias(
    types: &Types<'_>,
    (webhook, of_answer): (usize, bool),
    name: &Ident,
) -> Option<Alias> {
    let declared = types.api.webhooks.get(webhook)?;
    let ty = match of_answer {
        false => declared.body.as_ref()?.0,
        true => declared.response?,
    };
    Some(Alias {
        name: name.clone(),
        docs: docs(types, (webhook, of_answer), &api::Docs::default()),
        alias: None,
        deprecated: declared.docs.deprecated,
        ty: types.nullable(ty),
    })
}

/// Returns what is said of the type of what a webhook carries or expects. `own` is what the type's schema says.
pub(super) fn docs(
    types: &Types<'_>,
    (webhook, of_answer): (usize, bool),
    own: &api::Docs,
) -> Vec<String> {
    let Some(declared) = types.api.webhooks.get(webhook) else {
        return Vec::new();
    };
    let name = text::code(&declared.name);
    let which = match &declared.callback {
        None => format!("the webhook {name}"),
        Some((operation, expression)) => {
            let operation = types.api.operations.get(*operation);
            let asked_by = operation.map_or_else(String::new, |operation| {
                let request = format!("{} {}", operation.method, operation.path_template);
                format!(" of {}", text::code(&request))
            });
            let to = text::code(expression);
            format!("the callback {name}{asked_by} (to {to})")
        }
    };
    let sentence = match of_answer {
        false => {
            let method = text::code(&declared.method);
            let media_type = match &declared.body {
                Some((_, media_type)) => format!(" as {}", text::code(media_type)),
                None => String::new(),
            };
            format!(
                "The body of {which}. The service sends it by {method}{media_type}; \
                 [`json::from_slice`](crate::json::from_slice) reads it."
            )
        }
        true => format!(
            "What the service expects as an answer to {which}. [`json::to_vec`](crate::json::to_vec) writes it."
        ),
    };
    let mut lines = text::wrap(&sentence);
    if !of_answer {
        let said = text::text(&declared.docs, "");
        let said: Vec<String> = said.into_iter().skip_while(String::is_empty).collect();
        text::append(&mut lines, said);
    }
    let said = text::text(own, "");
    text::append(
        &mut lines,
        said.into_iter().skip_while(String::is_empty).collect(),
    );
    lines
}

//! The items of modules, before their content is planned.

use crate::api::{Api, Operation, Shape, TypeId, Webhook, WebhookPart};

use super::super::super::model::Ident;
use super::super::words::words;

/// A module and its items.
#[derive(Debug)]
pub(in crate::rust) struct ModuleNames {
    pub(in crate::rust) name: Ident,
    pub(in crate::rust) entries: Vec<Entry>,
}

/// An item.
#[derive(Debug)]
pub(in crate::rust) enum Entry {
    /// A struct, enum or union, and the name of the struct of its required members if it needs one.
    Type { id: TypeId, required: Option<Ident> },
    /// Another name for a type: the index in [`Api::components`].
    Alias { component: usize, name: Ident },
    /// Another name for the body of a webhook's request or response.
    Webhook(WebhookAlias),
}

/// Another name for the body of a webhook's request or response.
#[derive(Clone, Debug)]
pub(in crate::rust) struct WebhookAlias {
    /// The index in [`Api::webhooks`].
    pub(in crate::rust) webhook: usize,
    pub(in crate::rust) part: WebhookPart,
    pub(in crate::rust) name: Ident,
}

/// Returns whether a type is a struct, enum or union of the output.
pub(super) fn is_item(api: &Api, id: TypeId) -> bool {
    match &api.get(id).shape {
        Shape::Struct(_) | Shape::Enum(_) | Shape::Integers(_) => true,
        Shape::Union(shape) => !shape.variants.is_empty(),
        _ => false,
    }
}

/// Returns the words that an operation's own types are named after: those of its id, else of its method and path.
pub(super) fn operation_words(operation: &Operation) -> Vec<String> {
    match &operation.id {
        Some(id) => words(id),
        None => words(&format!(
            "{} {}",
            operation.method.to_ascii_lowercase(),
            operation.path_template
        )),
    }
}

/// Returns the words that a webhook's own types are named after; those of a callback begin with its operation's.
pub(super) fn webhook_words(api: &Api, webhook: &Webhook) -> Vec<String> {
    if let Some(name) = &webhook.rust_name {
        return words(name);
    }
    let callback = webhook.callback.as_ref();
    let operation = callback.and_then(|(operation, _)| api.operations.get(*operation));
    let mut all = operation.map(operation_words).unwrap_or_default();
    all.extend(words(&webhook.name));
    let kind = if webhook.callback.is_some() {
        "callback"
    } else {
        "webhook"
    };
    if all.last().map(String::as_str) != Some(kind) {
        all.push(kind.to_owned());
    }
    all
}

//! The base name of each type: what it is called unless the name is in use or the document requests another.
//!
//! In: an `Api`, and the identifiers given so far. Out: the owner's name and the part's, along the chain of owners.

use std::collections::HashMap;

use crate::api::{
    Api, OperationPart, Shape, SharedBy, StatusRange, TypeId, TypeName, TypePart, WebhookPart,
};
use crate::diagnostic::Diagnostics;

use super::super::super::analysis::alternatives::alternatives;
use super::super::super::model::Ident;
use super::super::case::{part_name, pascal};
use super::super::media_types::media_type_words;
use super::super::packages;
use super::super::statuses::status_text;
use super::super::variants::{VariantNames, name_union_variants};
use super::super::words::words;
use super::entries::{operation_words, webhook_words};

/// The base names of types.
pub(super) struct BaseNames<'a> {
    api: &'a Api,
    /// The base name of each type, once it is known: that of its identifier, once it has one.
    names: HashMap<TypeId, String>,
    /// The variants of unions whose parts are named after them.
    variants: HashMap<TypeId, VariantNames>,
    /// The short form of component names that are package paths.
    short: HashMap<&'a str, &'a str>,
}

impl<'a> BaseNames<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let components: Vec<&str> = api.components.iter().map(|(name, _)| &**name).collect();
        Self {
            api,
            names: HashMap::new(),
            variants: HashMap::new(),
            short: packages::short_names(&components),
        }
    }

    /// Sets the base name of a type to its identifier.
    pub(super) fn set(&mut self, id: TypeId, ident: &Ident) {
        self.names.insert(id, ident.plain().to_owned());
    }

    /// Does the same if the type has no base name yet.
    pub(super) fn set_default(&mut self, id: TypeId, ident: &Ident) {
        let name = || ident.plain().to_owned();
        self.names.entry(id).or_insert_with(name);
    }

    /// Returns the base name of a type if it is known.
    pub(super) fn known(&self, id: TypeId) -> Option<&str> {
        self.names.get(&id).map(String::as_str)
    }

    /// Returns the variants that were named for the parts of unions.
    pub(super) fn take_variants(&mut self) -> HashMap<TypeId, VariantNames> {
        std::mem::take(&mut self.variants)
    }

    pub(super) fn component_name(&self, name: &str) -> String {
        type_name(self.short.get(name).copied().unwrap_or(name))
    }

    /// Returns the base name of a type. Walks the chain of owners without recursion.
    pub(super) fn get(&mut self, id: TypeId, diagnostics: &mut Diagnostics) -> String {
        let mut chain = Vec::new();
        let mut at = id;
        let mut name = loop {
            if let Some(base) = self.names.get(&at) {
                break base.clone();
            }
            match &self.api.get(at).name {
                // An owner that is met twice would be its own part; the stage before does not make such a chain.
                TypeName::Inline { owner, .. } if !chain.contains(&at) => {
                    chain.push(at);
                    at = *owner;
                }
                TypeName::Request(response_form) if !chain.contains(&at) => {
                    chain.push(at);
                    at = *response_form;
                }
                TypeName::Inline { .. } | TypeName::Request(_) => break "Type".to_owned(),
                TypeName::Component(name) => break self.component_name(name),
                TypeName::Response(name) => break part_name(&type_name(name), "response"),
                TypeName::Webhook { webhook, part } => {
                    break webhook_part(self.api, *webhook, *part);
                }
                TypeName::Operation { operation, part } => {
                    break self.operation_part(*operation, part);
                }
            }
        };
        self.names.entry(at).or_insert_with(|| name.clone());
        for link in chain.into_iter().rev() {
            match &self.api.get(link).name {
                TypeName::Inline { part, .. } => {
                    name = self.inline_name(link, &name, part, diagnostics);
                }
                TypeName::Request(_) => name = part_name(&name, "request"),
                TypeName::Component(_)
                | TypeName::Operation { .. }
                | TypeName::Response(_)
                | TypeName::Webhook { .. } => {}
            }
            self.names.insert(link, name.clone());
        }
        name
    }

    /// Returns the base name of a shared type: as in one of the places that share it, but after what they have in common.
    pub(super) fn shared(
        &mut self,
        id: TypeId,
        shared_by: &SharedBy,
        diagnostics: &mut Diagnostics,
    ) -> String {
        let longest = self.api.types.len();
        let group = shared_by.name();
        let mut chain = Vec::new();
        let mut at = id;
        let mut name = loop {
            let ty = self.api.get(at);
            if at != id
                && ty.shared_by.as_ref() == Some(shared_by)
                && let Some(base) = self.names.get(&at)
            {
                break base.clone();
            }
            let is_root = match (shared_by, &ty.name) {
                (SharedBy::Property(property), TypeName::Inline { part, .. }) => {
                    matches!(part, TypePart::Field(name) if name == property)
                }
                _ => ty.is_titled(group),
            };
            match &ty.name {
                TypeName::Inline { owner, .. } if chain.len() <= longest && !is_root => {
                    chain.push(at);
                    at = *owner;
                }
                TypeName::Operation { part, .. } => break operation_part(&type_name(group), part),
                _ => break type_name(group),
            }
        };
        for link in chain.into_iter().rev() {
            if let TypeName::Inline { part, .. } = &self.api.get(link).name {
                name = self.inline_name(link, &name, part, diagnostics);
            }
        }
        name
    }

    /// Returns the name of a part of a type: its owner's name and the part's.
    fn inline_name(
        &mut self,
        id: TypeId,
        owner: &str,
        part: &TypePart,
        diagnostics: &mut Diagnostics,
    ) -> String {
        match part {
            TypePart::Field(name) => part_name(owner, name),
            TypePart::Item => part_name(owner, "item"),
            TypePart::Element(index) => part_name(owner, &format!("item {}", index + 1)),
            TypePart::Value => part_name(owner, "value"),
            TypePart::Variant(index) => match self.variant(id, owner, *index, diagnostics) {
                Some(variant) => part_name(owner, &variant),
                None => part_name(owner, &format!("variant {}", index + 1)),
            },
            TypePart::Base => part_name(owner, "base"),
        }
    }

    /// Returns the name of the variant of this index of the union that a type is part of.
    fn variant(
        &mut self,
        id: TypeId,
        owner: &str,
        index: usize,
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let api = self.api;
        let TypeName::Inline { owner: union, .. } = api.get(id).name else {
            return None;
        };
        let Shape::Union(shape) = &api.get(union).shape else {
            return None;
        };
        let names = self
            .variants
            .entry(union)
            .or_insert_with(|| name_union_variants(api, union, shape, owner, diagnostics));
        let alternatives = alternatives(api, shape);
        let position = alternatives.iter().position(|one| one.index == index)?;
        Some(names.variants.get(position)?.plain().to_owned())
    }

    fn operation_part(&self, operation: usize, part: &OperationPart) -> String {
        let name = match self.api.operations.get(operation) {
            Some(operation) => pascal(&operation_words(operation), "Operation"),
            None => "Operation".to_owned(),
        };
        operation_part(&name, part)
    }
}

/// Returns the name of the body of a webhook's request or response.
pub(super) fn webhook_part(api: &Api, index: usize, part: WebhookPart) -> String {
    let Some(webhook) = api.webhooks.get(index) else {
        return "Webhook".to_owned();
    };
    let name = pascal(&webhook_words(api, webhook), "Webhook");
    match part {
        WebhookPart::Request => name,
        WebhookPart::Response => part_name(&name, "response"),
    }
}

/// Returns the name of a part of an operation, or of a group of them.
fn operation_part(name: &str, part: &OperationPart) -> String {
    let lower = |status| status_text(status).to_ascii_lowercase();
    match part {
        OperationPart::Body => part_name(name, "body"),
        OperationPart::Request => part_name(name, "request"),
        OperationPart::Content(media_type) => {
            let words = media_type_words(media_type).join(" ");
            part_name(name, &format!("{words} body"))
        }
        OperationPart::Response => part_name(name, "response"),
        OperationPart::StatusResponse(status) => {
            part_name(name, &format!("response {}", lower(*status)))
        }
        OperationPart::Failure(StatusRange::Default) => part_name(name, "failure"),
        OperationPart::Failure(status) => part_name(name, &format!("failure {}", lower(*status))),
        OperationPart::Event => part_name(name, "event"),
        OperationPart::Line => part_name(name, "line"),
        OperationPart::Header(header) => part_name(name, &format!("{header} header")),
        OperationPart::Parameter(parameter) => part_name(name, parameter),
    }
}

fn type_name(name: &str) -> String {
    pascal(&words(name), "Type")
}

//! Which module each item belongs to, and the modules' names.
//!
//! In: the names of all items. Out: a module for each component, operation and webhook, and for owners that are none of them,
//! with the items that belong to it.

use std::collections::HashMap;

use crate::api::{Api, TypeId, TypeName};
use crate::diagnostic::Diagnostics;

use super::super::super::analysis::reach::Reach;
use super::super::super::model::Ident;
use super::super::case::snake;
use super::super::scope::{Case, NameRequest, Scope};
use super::super::words::words;
use super::bases::BaseNames;
use super::entries::{Entry, ModuleNames, WebhookAlias, is_item, operation_words, webhook_words};

/// Where an inline type belongs: the end of its chain of owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Home {
    Component(usize),
    Operation(usize),
    Webhook(usize),
    Type(TypeId),
}

/// What goes into modules beside the items of types.
pub(super) struct ModuleContents {
    /// The names of all components, in the order of [`Api::components`].
    pub(super) components: Vec<Ident>,
    /// The struct of required members of each type that needs one.
    pub(super) required: HashMap<TypeId, Ident>,
    pub(super) webhook_aliases: Vec<WebhookAlias>,
}

/// Puts items into modules.
pub(super) struct ModulePlanner<'n, 'a> {
    api: &'a Api,
    owners: &'n HashMap<TypeId, usize>,
    items: &'n HashMap<TypeId, Ident>,
    bases: &'n BaseNames<'a>,
    /// The index of each name in [`Api::components`].
    component_indices: HashMap<&'a str, usize>,
}

impl<'n, 'a> ModulePlanner<'n, 'a> {
    pub(super) fn new(
        api: &'a Api,
        owners: &'n HashMap<TypeId, usize>,
        items: &'n HashMap<TypeId, Ident>,
        bases: &'n BaseNames<'a>,
    ) -> Self {
        let components = api.components.iter().enumerate();
        Self {
            api,
            owners,
            items,
            bases,
            component_indices: components
                .map(|(index, (name, _))| (name.as_str(), index))
                .collect(),
        }
    }

    /// Returns the modules: first one for each component, then those of other homes, in the order in which items need them.
    pub(super) fn plan(
        &self,
        reach: &Reach,
        contents: ModuleContents,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ModuleNames> {
        let ModuleContents {
            components,
            required,
            webhook_aliases,
        } = contents;
        let mut scope = Scope::new(Case::Module, &["types"]);
        let requests: Vec<NameRequest<'_>> = components
            .iter()
            .map(|ident| NameRequest::internal(snake(&words(ident.plain()))))
            .collect();
        let names = scope.claim_all(&requests, diagnostics);
        let mut modules: Vec<ModuleNames> = names
            .into_iter()
            .zip(self.component_aliases(components))
            .map(|(name, entries)| ModuleNames { name, entries })
            .collect();
        let mut homes: HashMap<Home, usize> = (0..modules.len())
            .map(|index| (Home::Component(index), index))
            .collect();
        for (home, entry) in self.entries(reach, &required, webhook_aliases) {
            let module = *homes.entry(home).or_insert_with(|| {
                let request = NameRequest::internal(self.home_name(home));
                modules.push(ModuleNames {
                    name: scope.claim(request, diagnostics),
                    entries: Vec::new(),
                });
                modules.len() - 1
            });
            modules[module].entries.push(entry);
        }
        modules
    }

    /// Returns the alias of each component that is not an item itself.
    fn component_aliases(&self, names: Vec<Ident>) -> impl Iterator<Item = Vec<Entry>> {
        let components = self.api.components.iter().zip(names).enumerate();
        components.map(|(component, ((_, reference), name))| {
            if self.owners.get(&reference.id) == Some(&component) {
                Vec::new()
            } else {
                vec![Entry::Alias { component, name }]
            }
        })
    }

    /// Returns all other items with their homes. The item of a component comes before its inline types, whichever is reached
    /// first.
    fn entries(
        &self,
        reach: &Reach,
        required: &HashMap<TypeId, Ident>,
        webhook_aliases: Vec<WebhookAlias>,
    ) -> Vec<(Home, Entry)> {
        let (own, parts): (Vec<TypeId>, Vec<TypeId>) = (reach.order.iter().copied())
            .filter(|id| is_item(self.api, *id))
            .partition(|id| self.owners.contains_key(id));
        let aliases = webhook_aliases
            .into_iter()
            .map(|alias| (Home::Webhook(alias.webhook), Entry::Webhook(alias)));
        let items = own.into_iter().chain(parts).map(|id| {
            let required = required.get(&id).cloned();
            (self.home(id), Entry::Type { id, required })
        });
        aliases.chain(items).collect()
    }

    fn home(&self, id: TypeId) -> Home {
        if self.api.get(id).shared_by.is_some() {
            return Home::Type(self.shared_home(id));
        }
        let mut at = id;
        for _ in 0..=self.api.types.len() {
            if let Some(component) = self.owners.get(&at) {
                return Home::Component(*component);
            }
            match &self.api.get(at).name {
                TypeName::Inline { owner: next, .. } | TypeName::Request(next) => at = *next,
                TypeName::Operation { operation, .. } => return Home::Operation(*operation),
                TypeName::Webhook { webhook, .. } => return Home::Webhook(*webhook),
                TypeName::Response(_) => return Home::Type(at),
                TypeName::Component(name) => {
                    return match self.component_indices.get(name.as_str()) {
                        Some(component) => Home::Component(*component),
                        None => Home::Type(at),
                    };
                }
            }
        }
        Home::Type(at)
    }

    /// Returns the outermost owner of a shared type that is shared by the same group.
    fn shared_home(&self, id: TypeId) -> TypeId {
        let shared_by = &self.api.get(id).shared_by;
        let (mut home, mut at) = (id, id);
        for _ in 0..=self.api.types.len() {
            let TypeName::Inline { owner, .. } = self.api.get(at).name else {
                break;
            };
            at = owner;
            if self.api.get(at).shared_by != *shared_by {
                break;
            }
            if self.items.contains_key(&at) {
                home = at;
            }
        }
        home
    }

    fn home_name(&self, home: Home) -> String {
        match home {
            Home::Component(_) => "types".to_owned(),
            Home::Operation(operation) => match self.api.operations.get(operation) {
                Some(operation) => snake(&operation_words(operation)),
                None => "operations".to_owned(),
            },
            Home::Webhook(webhook) => match self.api.webhooks.get(webhook) {
                Some(webhook) => snake(&webhook_words(self.api, webhook)),
                None => "webhooks".to_owned(),
            },
            Home::Type(id) => match self.bases.known(id) {
                Some(base) => snake(&words(base)),
                None => "other".to_owned(),
            },
        }
    }
}

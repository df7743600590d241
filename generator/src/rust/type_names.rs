//! Names the items of the output and the modules they stand in.
//!
//! In: an `Api` and its reachable types. Out: an identifier for each struct, enum, union and alias, and a module for each
//! component and what belongs to it. Components claim names first, in document order, then the types that belong to an
//! operation, then inline types by owner and part. What operations of a
//! group have in common is called after the group.

use std::collections::{HashMap, HashSet};

use crate::api::{Api, OperationPart, Shape, StatusRange, TypeId, TypeName, TypePart, WebhookPart};
use crate::diagnostic::Diagnostics;

use super::bodies;
use super::fields::is_required;
use super::names::{CONSTRUCTOR_TYPE, Case, Ident, Scope, Wish, part_name, pascal, snake, words};
use super::types::Reach;
use super::{constants, packages, variant_names};

/// The names of all items.
#[derive(Debug)]
pub(super) struct TypeNames {
    items: HashMap<TypeId, Ident>,
    /// What requests have of a type that answers have: its other form.
    request_forms: HashMap<TypeId, TypeId>,
    /// The modules, in document order: components, then operations, then owners that are no item themselves.
    pub(super) modules: Vec<ModuleNames>,
}

/// A module and what stands in it.
#[derive(Debug)]
pub(super) struct ModuleNames {
    pub(super) name: Ident,
    pub(super) entries: Vec<Entry>,
}

/// An item.
#[derive(Debug)]
pub(super) enum Entry {
    /// A struct, enum or union, and the name of the struct of its required members should it need one.
    Type { id: TypeId, required: Option<Ident> },
    /// Another name for a type: the index in [`Api::components`].
    Alias { component: usize, name: Ident },
    /// Another name for what a webhook carries: the index in [`Api::webhooks`], and whether it is the answer.
    Received {
        webhook: usize,
        of_answer: bool,
        name: Ident,
    },
}

impl TypeNames {
    /// Returns the name of a struct or enum that reaches the output.
    pub(super) fn item(&self, id: TypeId) -> Option<&Ident> {
        self.items.get(&id)
    }

    /// Returns the name of what requests have of a type, where that is a type of its own.
    pub(super) fn request_form(&self, whole: TypeId) -> Option<&Ident> {
        self.items.get(self.request_forms.get(&whole)?)
    }

    /// Returns all structs and enums with their names, in the order of their modules.
    pub(super) fn items(&self) -> impl Iterator<Item = (TypeId, &Ident)> {
        let entries = self.modules.iter().flat_map(|module| &module.entries);
        entries.filter_map(|entry| match entry {
            Entry::Type { id, .. } => Some((*id, self.items.get(id)?)),
            Entry::Alias { .. } | Entry::Received { .. } => None,
        })
    }
}

/// Where an inline type belongs: at the end of its chain of owners.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Home {
    Component(usize),
    Operation(usize),
    Webhook(usize),
    Type(TypeId),
}

/// More required members than this are taken as one struct.
const MOST_ARGUMENTS: usize = 5;

/// Names all items and modules.
pub(super) fn name(api: &Api, reach: &Reach, diagnostics: &mut Diagnostics) -> TypeNames {
    let mut naming = Naming {
        api,
        owners: component_owners(api),
        scope: Scope::new(Case::Pascal, &[CONSTRUCTOR_TYPE]),
        items: HashMap::new(),
        bases: HashMap::new(),
        variants: HashMap::new(),
        listed: api
            .components
            .iter()
            .enumerate()
            .map(|(index, (name, _))| (name.as_str(), index))
            .collect(),
        short: short_names(api),
    };
    let component_names = naming.components(diagnostics);
    let owned: HashSet<TypeId> = naming.owners.keys().copied().collect();
    let inline = |id: &&TypeId| is_item(api, **id) && !owned.contains(*id);
    let is_operation = |id: &&TypeId| matches!(api.get(**id).name, TypeName::Operation { .. });
    let unlisted = |id: &&TypeId| matches!(api.get(**id).name, TypeName::Component(_));
    for id in reach.order.iter().filter(inline).filter(unlisted) {
        naming.claim(*id, diagnostics);
    }
    for id in reach.order.iter().filter(inline).filter(is_operation) {
        naming.claim(*id, diagnostics);
    }
    for id in reach.order.iter().filter(inline) {
        if !naming.items.contains_key(id) {
            naming.claim(*id, diagnostics);
        }
    }
    let mut required = HashMap::new();
    for id in reach.order.iter().filter(|id| is_item(api, **id)) {
        if let Some(ident) = naming.required(*id, diagnostics) {
            required.insert(*id, ident);
        }
    }
    let received = naming.received(diagnostics);
    let modules = naming.modules(reach, (component_names, received, required), diagnostics);
    TypeNames {
        request_forms: request_forms(api),
        items: naming.items,
        modules,
    }
}

/// Finds which entry of [`Api::components`] a type belongs to: the one it is named after.
fn component_owners(api: &Api) -> HashMap<TypeId, usize> {
    let mut owners = HashMap::new();
    for (index, (name, reference)) in api.components.iter().enumerate() {
        let own = matches!(&api.get(reference.id).name, TypeName::Component(own) if own == name);
        if own && is_item(api, reference.id) {
            owners.entry(reference.id).or_insert(index);
        }
    }
    owners
}

fn short_names(api: &Api) -> HashMap<&str, &str> {
    let names: Vec<&str> = api.components.iter().map(|(name, _)| &**name).collect();
    packages::short_names(&names)
}

fn request_forms(api: &Api) -> HashMap<TypeId, TypeId> {
    let ids = (0..).map(TypeId).zip(&api.types);
    ids.filter_map(|(id, ty)| match ty.name {
        TypeName::Request(whole) => Some((whole, id)),
        _ => None,
    })
    .collect()
}

fn is_item(api: &Api, id: TypeId) -> bool {
    match &api.get(id).shape {
        Shape::Struct(_) | Shape::Enum(_) | Shape::Integers(_) => true,
        Shape::Union(shape) => !shape.variants.is_empty(),
        _ => false,
    }
}

struct Naming<'a> {
    api: &'a Api,
    /// Which entry of [`Api::components`] a struct or enum belongs to.
    owners: HashMap<TypeId, usize>,
    scope: Scope,
    items: HashMap<TypeId, Ident>,
    /// What the parts of a type are called after.
    bases: HashMap<TypeId, String>,
    /// What the variants of unions are called.
    variants: HashMap<TypeId, Vec<String>>,
    /// The index of each name in [`Api::components`].
    listed: HashMap<&'a str, usize>,
    /// What is left of the components' names that are paths of packages.
    short: HashMap<&'a str, &'a str>,
}

impl<'a> Naming<'a> {
    /// Claims the names of all components at once.
    fn components(&mut self, diagnostics: &mut Diagnostics) -> Vec<Ident> {
        let api = self.api;
        let wishes: Vec<Wish<'_>> = api
            .components
            .iter()
            .map(|(name, reference)| {
                let ty = api.get(reference.id);
                let own = matches!(&ty.name, TypeName::Component(own) if own == name);
                Wish::new(self.component_name(name), &ty.location)
                    .hint(ty.rust.name.as_deref().filter(|_| own))
            })
            .collect();
        let idents = self.scope.claim_all(&wishes, diagnostics);
        for (index, (name, reference)) in api.components.iter().enumerate() {
            let own =
                matches!(&api.get(reference.id).name, TypeName::Component(own) if own == name);
            if own {
                self.bases
                    .entry(reference.id)
                    .or_insert_with(|| idents[index].plain().to_owned());
            }
            if self.owners.get(&reference.id) == Some(&index) {
                self.items.insert(reference.id, idents[index].clone());
            }
        }
        idents
    }

    fn component_name(&self, name: &str) -> String {
        type_name(self.short.get(name).copied().unwrap_or(name))
    }

    /// Claims the name of a type that is no component.
    fn claim(&mut self, id: TypeId, diagnostics: &mut Diagnostics) {
        let ty = self.api.get(id);
        let own = self.base(id);
        let wish = match &ty.shared_in {
            Some(group) => Wish::new(self.shared_base(id, group), &ty.location).or(own),
            None => Wish::new(own, &ty.location),
        };
        let wish = wish.hint(ty.rust.name.as_deref());
        let ident = self.scope.claim(wish, diagnostics);
        self.bases.insert(id, ident.plain().to_owned());
        self.items.insert(id, ident);
    }

    /// Claims the name of the struct of required members, where there are too many for arguments.
    fn required(&mut self, id: TypeId, diagnostics: &mut Diagnostics) -> Option<Ident> {
        if required_members(self.api, id) <= MOST_ARGUMENTS {
            return None;
        }
        let owner = self.items.get(&id)?.plain().to_owned();
        let name = part_name(&owner, "required");
        let wish =
            Wish::new(name, &self.api.get(id).location).or(part_name(&owner, "required members"));
        Some(self.scope.claim(wish, diagnostics))
    }

    /// Returns what a type would be called: owner and part, along the chain of owners, without recursion.
    fn base(&mut self, id: TypeId) -> String {
        let mut chain = Vec::new();
        let mut at = id;
        let mut name = loop {
            if let Some(base) = self.bases.get(&at) {
                break base.clone();
            }
            match &self.api.get(at).name {
                // An owner that is met twice would be its own part; the stage before does not make such a chain.
                TypeName::Inline { owner, .. } if !chain.contains(&at) => {
                    chain.push(at);
                    at = *owner;
                }
                TypeName::Request(whole) if !chain.contains(&at) => {
                    chain.push(at);
                    at = *whole;
                }
                TypeName::Inline { .. } | TypeName::Request(_) => break "Type".to_owned(),
                TypeName::Component(name) => break self.component_name(name),
                TypeName::Response(name) => break part_name(&type_name(name), "response"),
                TypeName::Webhook { webhook, part } => {
                    break self.webhook_part(*webhook, *part == WebhookPart::Response);
                }
                TypeName::Operation { operation, part } => {
                    break self.operation_part(*operation, part);
                }
            }
        };
        self.bases.entry(at).or_insert_with(|| name.clone());
        for link in chain.into_iter().rev() {
            match &self.api.get(link).name {
                TypeName::Inline { part, .. } => name = self.inline_name(link, &name, part),
                TypeName::Request(_) => name = part_name(&name, "request"),
                TypeName::Component(_)
                | TypeName::Operation { .. }
                | TypeName::Response(_)
                | TypeName::Webhook { .. } => {}
            }
            self.bases.insert(link, name.clone());
        }
        name
    }

    /// Returns what a type is called that a group of operations has in common: as in one of them, but after the group.
    fn shared_base(&mut self, id: TypeId, group: &str) -> String {
        let most = self.api.types.len();
        let mut chain = Vec::new();
        let mut at = id;
        let mut name = loop {
            let ty = self.api.get(at);
            let own = self.bases.get(&at).filter(|_| at != id);
            if let (Some(base), true) = (own, ty.shared_in.as_deref() == Some(group)) {
                break base.clone();
            }
            match &ty.name {
                TypeName::Inline { owner, .. } if chain.len() <= most && !ty.is_titled(group) => {
                    chain.push(at);
                    at = *owner;
                }
                TypeName::Operation { part, .. } => {
                    break operation_part(&type_name(group), part);
                }
                _ => break type_name(group),
            }
        };
        for link in chain.into_iter().rev() {
            if let TypeName::Inline { part, .. } = &self.api.get(link).name {
                name = self.inline_name(link, &name, part);
            }
        }
        name
    }

    /// Returns what a part of a type is called: its owner's name and the part's.
    fn inline_name(&mut self, id: TypeId, owner: &str, part: &TypePart) -> String {
        match part {
            TypePart::Field(name) => part_name(owner, name),
            TypePart::Item => part_name(owner, "item"),
            TypePart::Value => part_name(owner, "value"),
            TypePart::Variant(number) => part_name(owner, &self.variant_name(id, owner, *number)),
            TypePart::Base => part_name(owner, "base"),
        }
    }

    /// Returns what a variant of the type's owner is called.
    fn variant_name(&mut self, id: TypeId, owner: &str, number: usize) -> String {
        let api = self.api;
        let otherwise = || format!("variant {}", number + 1);
        let TypeName::Inline { owner: union, .. } = api.get(id).name else {
            return otherwise();
        };
        let Shape::Union(shape) = &api.get(union).shape else {
            return otherwise();
        };
        let names = self
            .variants
            .entry(union)
            .or_insert_with(|| variant_names::by_number(api, (union, shape), owner));
        names.get(number).cloned().unwrap_or_else(otherwise)
    }

    fn operation_part(&self, operation: usize, part: &OperationPart) -> String {
        let name = match self.api.operations.get(operation) {
            Some(operation) => pascal(&operation_words(operation), "Operation"),
            None => "Operation".to_owned(),
        };
        operation_part(&name, part)
    }

    /// Returns what the body of a webhook, or the answer to it, is called.
    fn webhook_part(&self, index: usize, of_answer: bool) -> String {
        let Some(webhook) = self.api.webhooks.get(index) else {
            return "Webhook".to_owned();
        };
        let name = pascal(&webhook_words(self.api, webhook), "Webhook");
        match of_answer {
            true => part_name(&name, "response"),
            false => name,
        }
    }

    /// Puts each item into the module of the component, or operation, that it belongs to.
    fn modules(
        &self,
        reach: &Reach,
        (components, received, required): (Vec<Ident>, Vec<Entry>, HashMap<TypeId, Ident>),
        diagnostics: &mut Diagnostics,
    ) -> Vec<ModuleNames> {
        let mut scope = Scope::new(Case::Module, &["types"]);
        let wishes: Vec<Wish<'_>> = components
            .iter()
            .map(|ident| Wish::own(snake(&words(ident.plain()))))
            .collect();
        let mut modules: Vec<ModuleNames> = scope
            .claim_all(&wishes, diagnostics)
            .into_iter()
            .map(|name| ModuleNames {
                name,
                entries: Vec::new(),
            })
            .collect();
        let mut homes: HashMap<Home, usize> = (0..modules.len())
            .map(|index| (Home::Component(index), index))
            .collect();
        let names = self.api.components.iter().zip(components).enumerate();
        for (index, ((_, reference), name)) in names {
            if self.owners.get(&reference.id) != Some(&index) {
                let alias = Entry::Alias {
                    component: index,
                    name,
                };
                modules[index].entries.push(alias);
            }
        }
        // The component's own item stands first in its module, whatever the walk met first.
        let (own, parts): (Vec<&TypeId>, Vec<&TypeId>) = reach
            .order
            .iter()
            .filter(|id| is_item(self.api, **id))
            .partition(|id| self.owners.contains_key(id));
        let mut entries: Vec<(Home, Entry)> = Vec::new();
        for entry in received {
            if let Entry::Received { webhook, .. } = entry {
                entries.push((Home::Webhook(webhook), entry));
            }
        }
        for id in own.into_iter().chain(parts) {
            let required = required.get(id).cloned();
            entries.push((self.home(*id), Entry::Type { id: *id, required }));
        }
        for (home, entry) in entries {
            let module = *homes.entry(home).or_insert_with(|| {
                let wish = Wish::own(self.home_name(home));
                let name = scope.claim(wish, diagnostics);
                modules.push(ModuleNames {
                    name,
                    entries: Vec::new(),
                });
                modules.len() - 1
            });
            modules[module].entries.push(entry);
        }
        modules
    }

    /// Claims names for what webhooks carry where that is not named after them by itself.
    fn received(&mut self, diagnostics: &mut Diagnostics) -> Vec<Entry> {
        let api = self.api;
        let mut entries = Vec::new();
        for (index, webhook) in api.webhooks.iter().enumerate() {
            let body = webhook.body.iter().map(|(ty, _)| (*ty, false));
            let answer = webhook.response.iter().map(|ty| (*ty, true));
            for (ty, of_answer) in body.chain(answer) {
                let own = TypeName::Webhook {
                    webhook: index,
                    part: if of_answer {
                        WebhookPart::Response
                    } else {
                        WebhookPart::Request
                    },
                };
                if api.get(ty.id).name == own && is_item(api, ty.id) {
                    continue;
                }
                let name = self.webhook_part(index, of_answer);
                let item = self.items.get(&ty.id);
                if item.is_some_and(|item| item.plain() == name) {
                    // A component that is called after the webhook already.
                    continue;
                }
                let longer = part_name(&name, if of_answer { "answer" } else { "body" });
                let wish = Wish::new(name, &webhook.location).or(longer);
                entries.push(Entry::Received {
                    webhook: index,
                    of_answer,
                    name: self.scope.claim(wish, diagnostics),
                });
            }
        }
        entries
    }

    fn home(&self, id: TypeId) -> Home {
        if self.api.get(id).shared_in.is_some() {
            return Home::Type(self.shared_home(id));
        }
        let mut at = id;
        for _ in 0..=self.api.types.len() {
            if let Some(component) = self.owners.get(&at) {
                return Home::Component(*component);
            }
            match &self.api.get(at).name {
                TypeName::Inline { owner: next, .. } | TypeName::Request(next) => {
                    at = *next;
                }
                TypeName::Operation { operation, .. } => return Home::Operation(*operation),
                TypeName::Webhook { webhook, .. } => return Home::Webhook(*webhook),
                TypeName::Response(_) => return Home::Type(at),
                TypeName::Component(name) => {
                    return match self.listed.get(name.as_str()) {
                        Some(component) => Home::Component(*component),
                        None => Home::Type(at),
                    };
                }
            }
        }
        Home::Type(at)
    }

    /// Returns the outermost of the types around one that operations have in common that they have in common as well.
    fn shared_home(&self, id: TypeId) -> TypeId {
        let group = &self.api.get(id).shared_in;
        let (mut home, mut at) = (id, id);
        for _ in 0..=self.api.types.len() {
            let TypeName::Inline { owner, .. } = self.api.get(at).name else {
                break;
            };
            at = owner;
            if self.api.get(at).shared_in != *group {
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
            Home::Type(id) => match self.bases.get(&id) {
                Some(base) => snake(&words(base)),
                None => "other".to_owned(),
            },
        }
    }
}

/// Returns what a part of an operation, or of a group of them, is called.
fn operation_part(name: &str, part: &OperationPart) -> String {
    let of = |status| super::answers::status_text(status).to_ascii_lowercase();
    match part {
        OperationPart::Body => part_name(name, "body"),
        OperationPart::Request => part_name(name, "request"),
        OperationPart::Content(media_type) => part_name(
            name,
            &format!("{} body", bodies::label(media_type).join(" ")),
        ),
        OperationPart::Response => part_name(name, "response"),
        OperationPart::StatusResponse(status) => {
            part_name(name, &format!("response {}", of(*status)))
        }
        OperationPart::Failure(StatusRange::Default) => part_name(name, "failure"),
        OperationPart::Failure(status) => part_name(name, &format!("failure {}", of(*status))),
        OperationPart::Event => part_name(name, "event"),
        OperationPart::Line => part_name(name, "line"),
        OperationPart::Header(header) => part_name(name, &format!("{header} header")),
        OperationPart::Parameter(parameter) => part_name(name, parameter),
    }
}

/// Returns how many members a struct's `new` must be given.
fn required_members(api: &Api, id: TypeId) -> usize {
    match &api.get(id).shape {
        Shape::Struct(shape) => {
            let owner = api.get(id);
            shape
                .fields
                .iter()
                .filter(|field| is_required(owner, field))
                .filter(|field| !constants::is_constant(api, field))
                .count()
        }
        _ => 0,
    }
}

/// Returns the words that an operation's own types are called after: those of its id, else of its method and path.
pub(super) fn operation_words(operation: &crate::api::Operation) -> Vec<String> {
    match &operation.id {
        Some(id) => words(id),
        None => words(&format!(
            "{} {}",
            operation.method.to_ascii_lowercase(),
            operation.path_template
        )),
    }
}

/// Returns the words that a webhook's own types are called after; those of a callback begin with its operation's.
pub(super) fn webhook_words(api: &Api, webhook: &crate::api::Webhook) -> Vec<String> {
    if let Some(name) = &webhook.rust_name {
        return words(name);
    }
    let mut all = match &webhook.callback {
        Some((operation, _)) => match api.operations.get(*operation) {
            Some(operation) => operation_words(operation),
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    all.extend(words(&webhook.name));
    let kind = match webhook.callback {
        Some(_) => "callback",
        None => "webhook",
    };
    if all.last().map(String::as_str) != Some(kind) {
        all.push(kind.to_owned());
    }
    all
}

fn type_name(name: &str) -> String {
    pascal(&words(name), "Type")
}

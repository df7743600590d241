//! Names the items of the output, their variants, and the modules that hold them.
//!
//! In: an `Api` and its reachable types. Out: an identifier for each struct, enum, union and alias, and for each of their variants;
//! and a module for each component and what belongs to it. Components claim names first, in document order, then the types of
//! operations, then inline types by owner and part. Types that the operations of a group share are named after the group.

use std::collections::{HashMap, HashSet};

use crate::api::{Api, Shape, TypeId, TypeName, WebhookPart};
use crate::diagnostic::Diagnostics;

use super::super::super::analysis::members::{constructor_arguments, distinct_values};
use super::super::super::analysis::reach::Reach;
use super::super::super::model::Ident;
use super::super::case::part_name;
use super::super::reserved::CONSTRUCTOR_TYPE;
use super::super::scope::{Case, NameRequest, Scope};
use super::super::variants::{VariantNames, name_enum_variants, name_union_variants};
use super::bases::{self, BaseNames};
use super::entries::{Entry, ModuleNames, WebhookAlias, is_item};
use super::modules::{ModuleContents, ModulePlanner};

/// A struct of more required members than this takes them as one struct.
const MAX_ARGUMENTS: usize = 5;

/// The names of all items.
#[derive(Debug)]
pub(in crate::rust) struct TypeNames {
    items: HashMap<TypeId, Ident>,
    variants: HashMap<TypeId, VariantNames>,
    /// The request form of each type whose requests and responses differ.
    request_forms: HashMap<TypeId, TypeId>,
    /// The modules: those of components in document order, then those of operations and of owners that are not items.
    pub(in crate::rust) modules: Vec<ModuleNames>,
}

impl TypeNames {
    /// Names all items and modules.
    pub(in crate::rust) fn new(api: &Api, reach: &Reach, diagnostics: &mut Diagnostics) -> Self {
        let mut namer = Namer {
            api,
            owners: component_owners(api),
            scope: Scope::new(Case::Pascal, &[CONSTRUCTOR_TYPE]),
            items: HashMap::new(),
            bases: BaseNames::new(api),
        };
        let components = namer.claim_components(diagnostics);
        namer.claim_other_types(reach, diagnostics);
        let contents = ModuleContents {
            components,
            required: namer.claim_required_structs(reach, diagnostics),
            webhook_aliases: namer.claim_webhook_aliases(diagnostics),
        };
        let planner = ModulePlanner::new(api, &namer.owners, &namer.items, &namer.bases);
        let modules = planner.plan(reach, contents, diagnostics);
        let variants = namer.claim_variants(&modules, diagnostics);
        Self {
            request_forms: request_forms(api),
            items: namer.items,
            variants,
            modules,
        }
    }

    /// Returns the name of a struct, enum or union that reaches the output.
    pub(in crate::rust) fn item(&self, id: TypeId) -> Option<&Ident> {
        self.items.get(&id)
    }

    /// Returns the names of the variants of an enum or union that reaches the output.
    pub(in crate::rust) fn variants(&self, id: TypeId) -> Option<&VariantNames> {
        self.variants.get(&id)
    }

    /// Returns the name of the request form of a type whose requests and responses differ.
    pub(in crate::rust) fn request_form(&self, response_form: TypeId) -> Option<&Ident> {
        self.items.get(self.request_forms.get(&response_form)?)
    }

    /// Returns all structs, enums and unions with their names, in the order of their modules.
    pub(in crate::rust) fn items(&self) -> impl Iterator<Item = (TypeId, &Ident)> {
        let entries = self.modules.iter().flat_map(|module| &module.entries);
        entries.filter_map(|entry| match entry {
            Entry::Type { id, .. } => Some((*id, self.items.get(id)?)),
            Entry::Alias { .. } | Entry::Webhook(_) => None,
        })
    }
}

/// Finds which entry of [`Api::components`] a type belongs to: the one it is named after.
fn component_owners(api: &Api) -> HashMap<TypeId, usize> {
    let mut owners = HashMap::new();
    for (index, (name, reference)) in api.components.iter().enumerate() {
        if is_named_after(api, reference.id, name) && is_item(api, reference.id) {
            owners.entry(reference.id).or_insert(index);
        }
    }
    owners
}

/// Returns the word that tells a type from another one of its name.
fn kind(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Struct(_) => Some("object"),
        Shape::Union(_) => Some("union"),
        Shape::Enum(_) | Shape::Integers(_) => Some("value"),
        _ => None,
    }
}

/// Returns whether a type is named after the component of this name.
fn is_named_after(api: &Api, id: TypeId, component: &str) -> bool {
    matches!(&api.get(id).name, TypeName::Component(name) if name == component)
}

fn request_forms(api: &Api) -> HashMap<TypeId, TypeId> {
    let ids = (0..).map(TypeId).zip(&api.types);
    ids.filter_map(|(id, ty)| match ty.name {
        TypeName::Request(response_form) => Some((response_form, id)),
        _ => None,
    })
    .collect()
}

struct Namer<'a> {
    api: &'a Api,
    /// Which entry of [`Api::components`] a struct, enum or union belongs to.
    owners: HashMap<TypeId, usize>,
    scope: Scope,
    items: HashMap<TypeId, Ident>,
    bases: BaseNames<'a>,
}

impl Namer<'_> {
    /// Claims the names of all components at once.
    fn claim_components(&mut self, diagnostics: &mut Diagnostics) -> Vec<Ident> {
        let api = self.api;
        let requests: Vec<NameRequest<'_>> = api
            .components
            .iter()
            .map(|(name, reference)| {
                let ty = api.get(reference.id);
                let hint = ty.rust.name.as_deref();
                NameRequest::new(self.bases.component_name(name), &ty.location)
                    .hint(hint.filter(|_| is_named_after(api, reference.id, name)))
            })
            .collect();
        let idents = self.scope.claim_all(&requests, diagnostics);
        for (index, (name, reference)) in api.components.iter().enumerate() {
            if is_named_after(api, reference.id, name) {
                self.bases.set_default(reference.id, &idents[index]);
            }
            if self.owners.get(&reference.id) == Some(&index) {
                self.items.insert(reference.id, idents[index].clone());
            }
        }
        idents
    }

    /// Claims the names of items that are not in [`Api::components`]: further components, then types of operations, then others.
    fn claim_other_types(&mut self, reach: &Reach, diagnostics: &mut Diagnostics) {
        let api = self.api;
        let ids: Vec<TypeId> = (reach.order.iter().copied())
            .filter(|id| is_item(api, *id) && !self.owners.contains_key(id))
            .collect();
        let rank = |id: &TypeId| match api.get(*id).name {
            TypeName::Component(_) => 0,
            TypeName::Operation { .. } => 1,
            _ => 2,
        };
        for wanted in 0..=2 {
            for id in ids.iter().filter(|id| rank(id) == wanted) {
                self.claim(*id, diagnostics);
            }
        }
    }

    /// Claims the name of a type that is not in [`Api::components`].
    fn claim(&mut self, id: TypeId, diagnostics: &mut Diagnostics) {
        let ty = self.api.get(id);
        let own = self.bases.get(id, diagnostics);
        // A component can have the name that a part of another one would have.
        let longer = match ty.name {
            TypeName::Component(_) => None,
            _ => kind(&ty.shape).map(|kind| part_name(&own, kind)),
        };
        let mut request = match &ty.shared_by {
            Some(shared_by) => {
                let shared = self.bases.shared(id, shared_by, diagnostics);
                NameRequest::new(shared, &ty.location).or(own)
            }
            None => NameRequest::new(own, &ty.location),
        };
        if let Some(longer) = longer {
            request = request.or(longer);
        }
        let request = request.hint(ty.rust.name.as_deref());
        let ident = self.scope.claim(request, diagnostics);
        self.bases.set(id, &ident);
        self.items.insert(id, ident);
    }

    /// Claims names for structs of required members, where requests contain the type and there are too many members for
    /// arguments.
    fn claim_required_structs(
        &mut self,
        reach: &Reach,
        diagnostics: &mut Diagnostics,
    ) -> HashMap<TypeId, Ident> {
        let api = self.api;
        let mut required = HashMap::new();
        for id in reach.order.iter().filter(|id| is_item(api, **id)) {
            let Some(owner) = self.items.get(id) else {
                continue;
            };
            if !api.get(*id).in_request || constructor_arguments(api, *id) <= MAX_ARGUMENTS {
                continue;
            }
            let name = part_name(owner.plain(), "required");
            let longer = part_name(owner.plain(), "required members");
            let request = NameRequest::new(name, &api.get(*id).location).or(longer);
            required.insert(*id, self.scope.claim(request, diagnostics));
        }
        required
    }

    /// Claims names for the bodies of webhooks that are not named after the webhook already.
    fn claim_webhook_aliases(&mut self, diagnostics: &mut Diagnostics) -> Vec<WebhookAlias> {
        let api = self.api;
        let mut aliases = Vec::new();
        for (index, webhook) in api.webhooks.iter().enumerate() {
            let request = webhook
                .body
                .iter()
                .map(|(ty, _)| (*ty, WebhookPart::Request));
            let response = webhook
                .response
                .iter()
                .map(|ty| (*ty, WebhookPart::Response));
            for (ty, part) in request.chain(response) {
                let is_own = api.get(ty.id).name
                    == TypeName::Webhook {
                        webhook: index,
                        part,
                    };
                if is_own && is_item(api, ty.id) {
                    continue;
                }
                let name = bases::webhook_part(api, index, part);
                let item = self.items.get(&ty.id);
                if item.is_some_and(|item| item.plain() == name) {
                    // A component already has the webhook's name.
                    continue;
                }
                let longer = part_name(&name, "body");
                let request = NameRequest::new(name, &webhook.location).or(longer);
                aliases.push(WebhookAlias {
                    webhook: index,
                    part,
                    name: self.scope.claim(request, diagnostics),
                });
            }
        }
        aliases
    }

    /// Names the variants of all enums and unions. Those of unions may be named already: parts of a union are named after them.
    fn claim_variants(
        &mut self,
        modules: &[ModuleNames],
        diagnostics: &mut Diagnostics,
    ) -> HashMap<TypeId, VariantNames> {
        let api = self.api;
        let mut variants = self.bases.take_variants();
        let entries = modules.iter().flat_map(|module| &module.entries);
        let ids: HashSet<TypeId> = variants.keys().copied().collect();
        for entry in entries {
            let Entry::Type { id, .. } = entry else {
                continue;
            };
            let Some(name) = self.items.get(id).filter(|_| !ids.contains(id)) else {
                continue;
            };
            let names = match &api.get(*id).shape {
                Shape::Enum(values) | Shape::Integers(values) => {
                    name_enum_variants(name.plain(), &distinct_values(values), diagnostics)
                }
                Shape::Union(union) => {
                    name_union_variants(api, *id, union, name.plain(), diagnostics)
                }
                _ => continue,
            };
            variants.insert(*id, names);
        }
        variants
    }
}

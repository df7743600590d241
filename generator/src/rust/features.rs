//! Which cargo feature enables which resource, and which types belong to it.
//!
//! In: the planned resources and type modules. Out: [`Features`], or nothing if a crate is better off without. A resource needs
//! every type that its methods use, and every type that one of these uses, so that any choice of features compiles. All types
//! of one file are compiled together.
//!
//! * A feature is named after the accessor, with hyphens: `client.live_inputs()` needs `live-inputs`.
//! * A name that the crate reserves takes `-resource`: `client.json()` needs `json-resource`.
//! * The types of webhooks belong to no resource: they have a feature of their own.
//! * Types that none of these needs are compiled with all resources.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::Diagnostics;

use super::docs;
use super::model::{
    ALL_RESOURCES, Features, Ident, Resource, ResourceFeature, Ty, TypeGroup, TypeModule,
};
use super::names::scope::{Case, NameRequest, Scope};
use super::names::types::Entry;
use super::types::rust_types::Types;

/// Whether resources have features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResourceFeatures {
    /// In crates with many operations.
    #[default]
    Auto,
    /// In every crate with resources.
    Always,
    /// In no crate.
    Never,
}

/// From this many operations on, resources have features by default.
pub const MANY_OPERATIONS: usize = 100;

/// A crate with more top-level resources than this has no features for them by default: nobody would choose among so many.
pub const MOST_FEATURES: usize = 250;

/// Features that every crate has, or may have later.
pub(crate) const RESERVED_FEATURES: &[&str] = &[
    ALL_RESOURCES,
    WEBHOOKS,
    "blocking",
    "brotli",
    "charset",
    "default",
    "deflate",
    "full",
    "gzip",
    "http2",
    "http3",
    "jiff",
    "json",
    "native-tls",
    "reqwest",
    "rustls",
    "rustls-no-provider",
    "serde",
    "socks",
    "std",
    "stream",
    "test-util",
    "tokio",
    "tracing",
    "ureq",
    "wasm",
    "zstd",
];

/// The feature of the types of webhooks.
const WEBHOOKS: &str = "webhook-types";

/// The documentation of a type names at most this many of the features that enable it.
const MAX_NAMED: usize = 5;

/// Plans the features.
pub(super) fn plan(
    types: &Types<'_>,
    modules: &[TypeModule],
    resources: &[Resource],
    choice: ResourceFeatures,
    diagnostics: &mut Diagnostics,
) -> Option<Features> {
    let has_features = match choice {
        ResourceFeatures::Auto => {
            types.api.operations.len() >= MANY_OPERATIONS
                && (2..=MOST_FEATURES).contains(&resources.len())
        }
        ResourceFeatures::Always => !resources.is_empty(),
        ResourceFeatures::Never => false,
    };
    if !has_features {
        return None;
    }
    let mut features = Features {
        resources: resource_features(resources),
        ..Features::default()
    };
    let graph = Graph::new(modules);
    let mut roots: Vec<Vec<usize>> = (resources.iter())
        .map(|resource| graph.modules_of(types_of(resource)))
        .collect();
    let webhooks = graph.webhook_modules(types);
    if !webhooks.is_empty() {
        features.webhooks = Some(WEBHOOKS.to_owned());
        roots.push(webhooks);
    }
    let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (module, needed_by) in graph.needed_by(&roots).into_iter().enumerate() {
        groups.entry(needed_by).or_default().push(module);
    }
    let needed_by_all: Vec<usize> = (0..roots.len()).collect();
    features.common = groups.remove(&needed_by_all).unwrap_or_default();
    features.groups = type_groups(&features, modules, groups, diagnostics);
    Some(features)
}

/// Names the groups of type modules. The key of a group is the indices of the features that need it.
fn type_groups(
    features: &Features,
    modules: &[TypeModule],
    groups: BTreeMap<Vec<usize>, Vec<usize>>,
    diagnostics: &mut Diagnostics,
) -> Vec<TypeGroup> {
    let all: Vec<&str> = features.names().collect();
    let mut scope = Scope::new(Case::Module, &[]);
    modules.iter().for_each(|module| scope.occupy(&module.name));
    let mut planned = Vec::with_capacity(groups.len());
    let mut shared = 0;
    for (needed_by, types) in groups {
        let module = |index: &usize| all[*index].replace('-', "_");
        let name = match needed_by.as_slice() {
            [] => "for_all_resources".to_owned(),
            [one] => format!("for_{}", module(one)),
            [one, other] => format!("for_{}_and_{}", module(one), module(other)),
            _ => {
                shared += 1;
                format!("shared_{shared}")
            }
        };
        let mut names: Vec<String> = (needed_by.iter())
            .map(|index| all[*index].to_owned())
            .collect();
        if names.is_empty() {
            names.push(ALL_RESOURCES.to_owned());
        }
        names.sort_unstable();
        planned.push(TypeGroup {
            module: scope.claim(NameRequest::internal(name), diagnostics),
            features: names,
            types,
        });
    }
    planned
}

/// Documents which features each type needs, if it is not always compiled.
pub(super) fn document(features: &Features, modules: &mut [TypeModule]) {
    for group in &features.groups {
        let sentence = requirement(&group.features);
        for module in &group.types {
            for item in &mut modules[*module].items {
                docs::append(item.docs_mut(), docs::wrap(&sentence));
            }
        }
    }
}

/// Returns the sentence that one of some features is needed.
fn requirement(features: &[String]) -> String {
    let code = |names: &[String]| -> String {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    match features {
        [feature] => format!("Needs the feature `{feature}`."),
        features if features.len() <= MAX_NAMED => {
            format!("Needs one of the features {}.", code(features))
        }
        features => {
            let (named, others) = features.split_at(MAX_NAMED);
            let others = match others.len() {
                1 => "one other".to_owned(),
                more => format!("{more} others"),
            };
            format!("Needs one of the features {} and {others}.", code(named))
        }
    }
}

/// Names the feature of each top-level resource.
fn resource_features(resources: &[Resource]) -> Vec<ResourceFeature> {
    let plain = |resource: &Resource| {
        let name = resource.accessor.plain();
        name.trim_matches('_').replace('_', "-")
    };
    let requested: HashSet<String> = resources.iter().map(plain).collect();
    let mut used: BTreeSet<String> = RESERVED_FEATURES
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    let named = resources.iter().map(|resource| {
        let request = plain(resource);
        let mut name = request.clone();
        let mut number = 1;
        while used.contains(&name) || (name != request && requested.contains(&name)) {
            name = match number {
                1 => format!("{request}-resource"),
                _ => format!("{request}-resource-{number}"),
            };
            number += 1;
        }
        used.insert(name.clone());
        ResourceFeature {
            accessor: resource.accessor.clone(),
            name,
        }
    });
    named.collect()
}

/// Returns the types that the methods of a resource, and of those below it, take and return.
fn types_of(resource: &Resource) -> Vec<&Ty> {
    let (mut all, mut open) = (Vec::new(), vec![resource]);
    while let Some(resource) = open.pop() {
        all.extend(resource.methods.iter().flat_map(|method| method.types()));
        open.extend(&resource.children);
    }
    all
}

/// Which modules need which others.
struct Graph<'a> {
    /// The module of each item.
    homes: HashMap<&'a Ident, usize>,
    /// The modules that each module needs.
    needed: Vec<Vec<usize>>,
}

impl<'a> Graph<'a> {
    fn new(modules: &'a [TypeModule]) -> Self {
        let items = (modules.iter().enumerate())
            .flat_map(|(number, module)| module.items.iter().map(move |item| (item, number)));
        let homes: HashMap<&Ident, usize> = items
            .clone()
            .map(|(item, number)| (item.name(), number))
            .collect();
        let mut needed = vec![Vec::new(); modules.len()];
        for (item, number) in items {
            needed[number].extend(item.needs().filter_map(|name| homes.get(name).copied()));
        }
        for list in &mut needed {
            list.sort_unstable();
            list.dedup();
        }
        Self { homes, needed }
    }

    /// Returns the modules of types.
    fn modules_of<'t>(&self, types: impl IntoIterator<Item = &'t Ty>) -> Vec<usize> {
        let names = types.into_iter().filter_map(Ty::named);
        names
            .filter_map(|name| self.homes.get(name).copied())
            .collect()
    }

    /// Returns the modules of the types of webhooks.
    fn webhook_modules(&self, types: &Types<'_>) -> Vec<usize> {
        let carried = types.api.webhooks.iter().flat_map(|webhook| {
            let body = webhook.body.as_ref().map(|(ty, _)| *ty);
            [body, webhook.response].into_iter().flatten()
        });
        let carried: Vec<Ty> = carried.map(|ty| types.ty(ty)).collect();
        let entries = types
            .names
            .modules
            .iter()
            .flat_map(|module| &module.entries);
        let aliases = entries.filter_map(|entry| match entry {
            Entry::Webhook(alias) => self.homes.get(&alias.name).copied(),
            Entry::Type { .. } | Entry::Alias { .. } => None,
        });
        self.modules_of(&carried)
            .into_iter()
            .chain(aliases)
            .collect()
    }

    /// Returns for each module the indices of the sets of modules that need it, in ascending order.
    fn needed_by(&self, roots: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); self.needed.len()];
        for (number, roots) in roots.iter().enumerate() {
            let mut open = roots.clone();
            while let Some(module) = open.pop() {
                if needed_by[module].last() != Some(&number) {
                    needed_by[module].push(number);
                    open.extend(&self.needed[module]);
                }
            }
        }
        needed_by
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource(accessor: &str) -> Resource {
        Resource {
            accessor: Ident::new_unchecked(accessor),
            module: Ident::new_unchecked(accessor),
            name: Ident::new_unchecked("Any"),
            docs: Vec::new(),
            path: Vec::new(),
            methods: Vec::new(),
            children: Vec::new(),
        }
    }

    #[test]
    fn features_are_named_after_accessors() {
        let accessors = [
            "live_inputs",
            "json",
            "json_resource",
            "_1password",
            "self_",
            "r#type",
            "webhook_types",
        ];
        let resources: Vec<Resource> = accessors.iter().map(|name| resource(name)).collect();
        let names: Vec<String> = resource_features(&resources)
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(
            names,
            [
                "live-inputs",
                "json-resource-2",
                "json-resource",
                "1password",
                "self",
                "type",
                "webhook-types-resource",
            ]
        );
    }

    #[test]
    fn types_document_what_they_need() {
        let names: Vec<String> = ["a", "b", "c", "d", "e", "f", "g"]
            .map(str::to_owned)
            .into();
        assert_eq!(requirement(&names[..1]), "Needs the feature `a`.");
        assert_eq!(
            requirement(&names[..2]),
            "Needs one of the features `a`, `b`."
        );
        assert_eq!(
            requirement(&names[..6]),
            "Needs one of the features `a`, `b`, `c`, `d`, `e` and one other."
        );
        assert_eq!(
            requirement(&names),
            "Needs one of the features `a`, `b`, `c`, `d`, `e` and 2 others."
        );
    }

    #[test]
    fn needs_are_transitive() {
        let graph = Graph {
            homes: HashMap::new(),
            // 0 and 1 form a cycle, 3 needs it, and nothing needs 4.
            needed: vec![vec![1], vec![0, 2], vec![], vec![0], vec![2]],
        };
        assert_eq!(
            graph.needed_by(&[vec![2], vec![3], vec![1, 1]]),
            [vec![1, 2], vec![1, 2], vec![0, 1, 2], vec![1], vec![]]
        );
    }

    #[test]
    fn long_chains_need_no_stack() {
        let graph = Graph {
            homes: HashMap::new(),
            needed: (1..=100_000).map(|next| vec![next % 100_000]).collect(),
        };
        let needed_by = graph.needed_by(&[vec![7]]);
        assert!(needed_by.iter().all(|numbers| numbers == &[0]));
    }
}

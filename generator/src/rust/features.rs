//! Decides which cargo feature turns on which resource, and which types go with it.
//!
//! In: the planned resources and type modules. Out: [`Features`], or nothing where a crate is better off without. A resource
//! takes along every type that its calls name, and every type that one of these names, so that whatever features are chosen,
//! what is compiled is complete. Types go by modules: what stands in one file is compiled together.
//!
//! * A feature is called like the accessor, with hyphens: `client.live_inputs()` needs `live-inputs`.
//! * A name that is the crate's own takes `-resource`: `client.json()` needs `json-resource`.
//! * What the service sends by itself is no resource's: its types have a feature of their own.
//! * Types that none of these needs are compiled with all resources.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diagnostic::Diagnostics;

use super::docs;
use super::model::{ALL_RESOURCES, Features, Resource, ResourceFeature, Ty, TypeGroup, TypeModule};
use super::names::{Case, Ident, Scope, Wish};
use super::type_names::Entry;
use super::types::Types;

/// Whether resources have features.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResourceFeatures {
    /// In crates of many operations.
    #[default]
    Auto,
    /// In every crate that has resources.
    Always,
    /// In no crate.
    Never,
}

/// From so many operations on, resources have features without being asked.
pub const MANY_OPERATIONS: usize = 100;

/// A crate with more resources at the top has no features for them unless asked: nobody chooses among so many.
pub const MOST_FEATURES: usize = 250;

/// Features that every crate has, or may come to have.
pub(crate) const TAKEN: &[&str] = &[
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

/// The feature of the types of what the service sends by itself.
const WEBHOOKS: &str = "webhook-types";

/// How many features the documentation of a type names, of those that have it.
const MOST_NAMED: usize = 5;

/// Plans the features.
pub(super) fn plan(
    types: &Types<'_>,
    (modules, resources): (&[TypeModule], &[Resource]),
    choice: ResourceFeatures,
    diagnostics: &mut Diagnostics,
) -> Option<Features> {
    let is_wanted = match choice {
        ResourceFeatures::Auto => {
            types.api.operations.len() >= MANY_OPERATIONS
                && (2..=MOST_FEATURES).contains(&resources.len())
        }
        ResourceFeatures::Always => !resources.is_empty(),
        ResourceFeatures::Never => false,
    };
    if !is_wanted {
        return None;
    }
    let mut features = Features {
        resources: named(resources),
        ..Features::default()
    };
    let graph = Graph::new(modules);
    let mut roots: Vec<Vec<usize>> = (resources.iter())
        .map(|resource| graph.numbers(types_of(resource)))
        .collect();
    let received = graph.received(types);
    if !received.is_empty() {
        features.webhooks = Some(WEBHOOKS.to_owned());
        roots.push(received);
    }
    let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
    for (module, needed_by) in graph.needed_by(&roots).into_iter().enumerate() {
        groups.entry(needed_by).or_default().push(module);
    }
    let names: Vec<String> = features.names().map(str::to_owned).collect();
    let mut scope = Scope::new(Case::Module, &[]);
    modules.iter().for_each(|module| scope.occupy(&module.name));
    let mut planned = Vec::with_capacity(groups.len());
    let mut shared = 0;
    for (needed_by, types) in groups {
        if needed_by.len() == roots.len() {
            features.common = types;
            continue;
        }
        let module = |number: &usize| names[*number].replace('-', "_");
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
            .map(|number| names[*number].clone())
            .collect();
        if names.is_empty() {
            names.push(ALL_RESOURCES.to_owned());
        }
        names.sort_unstable();
        planned.push(TypeGroup {
            module: scope.claim(Wish::own(name), diagnostics),
            features: names,
            types,
        });
    }
    features.groups = planned;
    Some(features)
}

/// Has each type that is not always there say which features have it.
pub(super) fn remark(features: &Features, modules: &mut [TypeModule]) {
    for group in &features.groups {
        let words = needs(&group.features);
        for module in &group.types {
            for item in &mut modules[*module].items {
                docs::append(item.docs_mut(), docs::wrap(&words));
            }
        }
    }
}

/// Says that one of some features is needed.
fn needs(features: &[String]) -> String {
    let code = |names: &[String]| -> String {
        let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(", ")
    };
    match features {
        [feature] => format!("Needs the feature `{feature}`."),
        features if features.len() <= MOST_NAMED => {
            format!("Needs one of the features {}.", code(features))
        }
        features => {
            let (named, others) = features.split_at(MOST_NAMED);
            let others = match others.len() {
                1 => "one other".to_owned(),
                more => format!("{more} others"),
            };
            format!("Needs one of the features {} and {others}.", code(named))
        }
    }
}

/// Names the feature of each resource at the top.
fn named(resources: &[Resource]) -> Vec<ResourceFeature> {
    let plain = |resource: &Resource| {
        let name = resource.accessor.plain();
        name.trim_matches('_').replace('_', "-")
    };
    let wanted: HashSet<String> = resources.iter().map(plain).collect();
    let mut taken: BTreeSet<String> = TAKEN.iter().map(|name| (*name).to_owned()).collect();
    let named = resources.iter().map(|resource| {
        let wish = plain(resource);
        let mut name = wish.clone();
        let mut number = 1;
        while taken.contains(&name) || (name != wish && wanted.contains(&name)) {
            name = match number {
                1 => format!("{wish}-resource"),
                _ => format!("{wish}-resource-{number}"),
            };
            number += 1;
        }
        taken.insert(name.clone());
        ResourceFeature {
            accessor: resource.accessor.clone(),
            name,
        }
    });
    named.collect()
}

/// Returns what the calls of a resource and of those below it take and give.
fn types_of(resource: &Resource) -> Vec<&Ty> {
    let (mut all, mut open) = (Vec::new(), vec![resource]);
    while let Some(resource) = open.pop() {
        all.extend(resource.methods.iter().flat_map(|method| method.types()));
        open.extend(&resource.children);
    }
    all
}

/// Which modules need which.
struct Graph<'a> {
    /// The module of each item.
    homes: HashMap<&'a Ident, usize>,
    /// The modules that each needs.
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
    fn numbers<'t>(&self, types: impl IntoIterator<Item = &'t Ty>) -> Vec<usize> {
        let names = types.into_iter().filter_map(Ty::named);
        names
            .filter_map(|name| self.homes.get(name).copied())
            .collect()
    }

    /// Returns the modules of what the service sends by itself.
    fn received(&self, types: &Types<'_>) -> Vec<usize> {
        let carried = types.api.webhooks.iter().flat_map(|webhook| {
            let body = webhook.body.as_ref().map(|(ty, _)| *ty);
            [body, webhook.response].into_iter().flatten()
        });
        let carried: Vec<Ty> = carried.map(|ty| types.nullable(ty)).collect();
        let entries = types
            .names
            .modules
            .iter()
            .flat_map(|module| &module.entries);
        let aliases = entries.filter_map(|entry| match entry {
            Entry::Received { name, .. } => self.homes.get(name).copied(),
            Entry::Type { .. } | Entry::Alias { .. } => None,
        });
        self.numbers(&carried).into_iter().chain(aliases).collect()
    }

    /// Returns by which of some sets of modules each module is needed, in rising order.
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
    fn features_are_called_like_accessors() {
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
        let names: Vec<String> = named(&resources).into_iter().map(|it| it.name).collect();
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
    fn types_say_what_they_need() {
        let names: Vec<String> = ["a", "b", "c", "d", "e", "f", "g"]
            .map(str::to_owned)
            .into();
        assert_eq!(needs(&names[..1]), "Needs the feature `a`.");
        assert_eq!(needs(&names[..2]), "Needs one of the features `a`, `b`.");
        assert_eq!(
            needs(&names[..6]),
            "Needs one of the features `a`, `b`, `c`, `d`, `e` and one other."
        );
        assert_eq!(
            needs(&names),
            "Needs one of the features `a`, `b`, `c`, `d`, `e` and 2 others."
        );
    }

    #[test]
    fn what_is_needed_is_closed() {
        let graph = Graph {
            homes: HashMap::new(),
            // 0 and 1 form a cycle, 3 needs it, and 4 is needed by nothing.
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

//! The order in which a crate is planned.
//!
//! In: an `Api`. Out: a [`Crate`]. Each step is a function of another module.

use crate::api::Api;
use crate::diagnostic::Diagnostics;

use super::features::{self, ResourceFeatures};
use super::model::{Crate, Needs, Resource, Ty, TypeModule};
use super::operations::{common_errors, resources};
use super::types::rust_types::Types;
use super::types::{depth, items};
use super::{client, docs};

/// What is chosen for a crate beside its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The package name, such as `cloudflare-stream`.
    pub package: String,
    /// Whether resources have cargo features.
    pub resource_features: ResourceFeatures,
}

/// Plans a crate. Names that clash or are invalid are reported; there is always a crate.
pub fn plan(api: &Api, options: &PlanOptions, diagnostics: &mut Diagnostics) -> Crate {
    let library = options.package.replace('-', "_");
    let types = Types::new(api, diagnostics);
    let mut modules = items::modules(&types, diagnostics);
    let mut resources = resources::plan(&types, &modules, &library, diagnostics);
    let choice = options.resource_features;
    let features = features::plan(&types, &modules, &resources, choice, diagnostics);
    if let Some(features) = &features {
        features::document(features, &mut modules);
    }
    let errors = common_errors::take(&mut resources);
    Crate {
        errors,
        package: options.package.clone(),
        library,
        title: title(api),
        api_version: api.version.clone(),
        docs: crate_docs(api),
        client: client::plan(api, diagnostics),
        needs: Needs {
            jiff: modules.iter().any(module_has_time) || resources.iter().any(resource_has_time),
        },
        features,
        recursion_limit: depth::recursion_limit(&modules),
        types: modules,
        resources,
    }
}

/// Returns the title as one line, for the manifest's description.
fn title(api: &Api) -> String {
    let title = docs::plain_line(&api.title);
    if title.is_empty() {
        "an API".to_owned()
    } else {
        title
    }
}

/// Returns the API's description, or else a sentence with its title.
fn crate_docs(api: &Api) -> Vec<String> {
    let description = api.description.as_deref().map(docs::clean);
    let description = description.unwrap_or_default();
    if !description.is_empty() {
        return description;
    }
    match docs::one_line(&api.title) {
        title if title.is_empty() => vec!["A client for an API.".to_owned()],
        title => docs::wrap(&format!("A client for {title}.")),
    }
}

fn module_has_time(module: &TypeModule) -> bool {
    let mut types = module.items.iter().flat_map(|item| item.types());
    types.any(has_time)
}

fn resource_has_time(resource: &Resource) -> bool {
    let mut types = resource.methods.iter().flat_map(|method| method.types());
    types.any(has_time) || resource.children.iter().any(resource_has_time)
}

fn has_time(ty: &Ty) -> bool {
    match ty {
        Ty::Timestamp | Ty::Date => true,
        Ty::Parsed(path) => path.starts_with("jiff::"),
        Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) => has_time(inner),
        Ty::Tuple(elements) => elements.iter().any(has_time),
        _ => false,
    }
}

#[cfg(test)]
mod tests;

//! The order in which a crate is decided.
//!
//! In: an `Api`. Out: a [`Crate`]. Each step is a function of a file of its own.

use crate::api::Api;
use crate::diagnostic::Diagnostics;

use super::model::{Crate, Item, Needs, Resource, Ty, TypeModule};
use super::types::Types;
use super::{credentials, depth, docs, fields, resources};

/// What the document does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanOptions {
    /// The package name, such as `cloudflare-stream`.
    pub package: String,
}

/// Decides all of a crate. Names that clash or cannot be granted are reported; there is always a crate.
pub fn plan(api: &Api, options: &PlanOptions, diagnostics: &mut Diagnostics) -> Crate {
    let library = options.package.replace('-', "_");
    let types = Types::new(api, diagnostics);
    let modules = fields::modules(&types, diagnostics);
    let resources = resources::plan(&types, &modules, &library, diagnostics);
    Crate {
        package: options.package.clone(),
        library,
        title: title(api),
        api_version: api.version.clone(),
        docs: crate_docs(api),
        client: credentials::client(api, diagnostics),
        needs: Needs {
            jiff: modules.iter().any(module_has_time) || resources.iter().any(resource_has_time),
        },
        recursion_limit: depth::recursion_limit(&modules),
        types: modules,
        resources,
    }
}

/// Returns the title as the manifest's description has it.
fn title(api: &Api) -> String {
    let title = docs::plain_line(&api.title);
    if title.is_empty() {
        "an API".to_owned()
    } else {
        title
    }
}

/// Returns what the document says of the API, or else its title in a sentence.
fn crate_docs(api: &Api) -> Vec<String> {
    let described = api
        .description
        .as_deref()
        .map(docs::clean)
        .unwrap_or_default();
    if !described.is_empty() {
        return described;
    }
    match docs::one_line(&api.title) {
        title if title.is_empty() => vec!["A client for an API.".to_owned()],
        title => docs::wrap(&format!("A client for {title}.")),
    }
}

fn module_has_time(module: &TypeModule) -> bool {
    module.items.iter().any(|item| match item {
        Item::Struct(item) => {
            let additional = item
                .additional
                .as_ref()
                .is_some_and(|additional| has_time(&additional.value));
            additional || item.fields.iter().any(|field| has_time(&field.ty))
        }
        Item::Union(item) => item.variants.iter().any(|variant| has_time(&variant.ty)),
        Item::Enum(_) => false,
        Item::Alias(item) => has_time(&item.ty),
    })
}

fn resource_has_time(resource: &Resource) -> bool {
    let methods = resource.methods.iter().any(|method| {
        let mut parameters = method.required.iter().chain(&method.optional);
        parameters.any(|parameter| has_time(&parameter.ty))
            || method
                .body
                .iter()
                .flat_map(|body| &body.contents)
                .any(|content| has_time(&content.ty))
            || method.answer.types().any(has_time)
    });
    methods || resource.children.iter().any(resource_has_time)
}

fn has_time(ty: &Ty) -> bool {
    match ty {
        Ty::Timestamp | Ty::Date => true,
        Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) => has_time(inner),
        _ => false,
    }
}

#[cfg(test)]
mod tests;

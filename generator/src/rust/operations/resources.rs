//! The tree of resources.
//!
//! In: the tree of accessors. Out: the [`Resource`]s with their methods. All names of a resource's file are made here; what a
//! method takes and returns is planned in `methods`.

use std::collections::HashMap;

use crate::api::{Api, Operation, Parameter, ParameterLocation};
use crate::diagnostic::Diagnostics;

use super::super::docs;
use super::super::examples::{CallSite, Examples};
use super::super::model::{Ident, Method, Resource, TypeModule};
use super::super::names::case::{constant, part_name, pascal, snake};
use super::super::names::reserved::{COMMON_TYPES, CONSTRUCTOR_TYPE};
use super::super::names::scope::{Case, NameRequest, Scope};
use super::super::names::words::words;
use super::super::types::rust_types::Types;
use super::methods::{self, MethodNames};
use super::responses::ResponseNames;
use super::tree::{Branch, NamedOperation, Tree};

/// A method of more arguments than this takes them as one struct: clippy allows seven, including `self`.
const MAX_ARGUMENTS: usize = 6;

/// Methods of the client, which no accessor can have the name of.
const RESERVED_ON_CLIENT: &[&str] = &[
    "new",
    "from_env",
    "blocking_from_env",
    "builder",
    "clone",
    "default",
    "eq",
    "fmt",
    "call",
    "request",
    "send",
    "execute",
    "options",
    "with_options",
];

/// Methods of each resource.
const RESERVED_ON_RESOURCE: &[&str] = &["new", "clone", "default", "eq", "fmt"];

/// Statics that the file of a resource imports.
const RESERVED_STATICS: &[&str] = &["API", "SECURITY"];

/// Plans the resources and their methods.
pub(in crate::rust) fn plan(
    types: &Types<'_>,
    modules: &[TypeModule],
    library: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let planner = Planner {
        types,
        tree: &Tree::new(types.api),
        examples: Examples::new(types, modules, library),
        groups: described_groups(types.api),
    };
    let mut scopes = FileScopes::new(RESERVED_ON_CLIENT);
    planner.children(0, &Parent::default(), &mut scopes, diagnostics)
}

/// What is above a resource.
#[derive(Clone, Default)]
struct Parent {
    path: Vec<Ident>,
    /// The name of the struct, empty for the client.
    name: String,
    modules: Vec<String>,
    /// The last of the modules.
    module: Option<Ident>,
}

/// The names in the file of a resource.
struct FileScopes {
    types: Scope,
    methods: Scope,
    statics: Scope,
}

impl FileScopes {
    fn new(reserved_methods: &[&'static str]) -> Self {
        Self {
            types: Scope::new(Case::Pascal, COMMON_TYPES),
            methods: Scope::new(Case::Snake, reserved_methods),
            statics: Scope::new(Case::Constant, RESERVED_STATICS),
        }
    }
}

struct Planner<'a> {
    types: &'a Types<'a>,
    tree: &'a Tree,
    examples: Examples<'a>,
    /// The descriptions of groups, by the name of the accessor.
    groups: HashMap<String, Option<&'a str>>,
}

/// Returns the descriptions of groups, by the name of the accessor. The first group of a name counts.
fn described_groups(api: &Api) -> HashMap<String, Option<&str>> {
    let mut groups = HashMap::new();
    for (name, description) in &api.groups {
        let accessor = snake(&words(name));
        groups.entry(accessor).or_insert(description.as_deref());
    }
    groups
}

impl Planner<'_> {
    /// Plans what is below a branch. The recursion is bounded by the longest path of accessors.
    fn children(
        &self,
        branch: usize,
        parent: &Parent,
        scopes: &mut FileScopes,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Resource> {
        let indices = &self.tree.branches[branch].children;
        let children: Vec<&Branch> = indices
            .iter()
            .map(|child| &self.tree.branches[*child])
            .collect();
        let requests: Vec<NameRequest<'_>> = children
            .iter()
            .map(|child| request(&child.name, child))
            .collect();
        let accessors = scopes.methods.claim_all(&requests, diagnostics);
        let requests: Vec<NameRequest<'_>> = children
            .iter()
            .map(|child| struct_request(child, parent))
            .collect();
        let names = scopes.types.claim_all(&requests, diagnostics);
        let modules = module_names(&accessors, parent, diagnostics);
        let mut resources = Vec::with_capacity(indices.len());
        let named = accessors.into_iter().zip(names).zip(modules);
        for (index, ((accessor, name), module)) in indices.iter().zip(named) {
            let mut path = parent.path.clone();
            path.push(accessor.clone());
            let resource = Resource {
                accessor,
                module,
                name,
                docs: Vec::new(),
                path,
                methods: Vec::new(),
                children: Vec::new(),
            };
            resources.push(self.complete(resource, *index, parent, diagnostics));
        }
        resources
    }

    /// Adds documentation, methods and children to a resource that has its names.
    fn complete(
        &self,
        mut resource: Resource,
        index: usize,
        parent: &Parent,
        diagnostics: &mut Diagnostics,
    ) -> Resource {
        let branch = &self.tree.branches[index];
        let mut scopes = FileScopes::new(RESERVED_ON_RESOURCE);
        scopes.types.occupy(&resource.name);
        let mut modules = parent.modules.clone();
        modules.push(resource.module.plain().to_owned());
        let parent = Parent {
            path: resource.path.clone(),
            name: resource.name.plain().to_owned(),
            modules,
            module: Some(resource.module.clone()),
        };
        resource.children = self.children(index, &parent, &mut scopes, diagnostics);
        resource.docs = self.docs(branch, &resource);
        let site = CallSite {
            accessors: &parent.path,
            modules: &parent.modules,
        };
        let names = self.method_names(branch, &mut scopes, diagnostics);
        for (named, name) in branch.operations.iter().zip(names) {
            let operation = &self.types.api.operations[named.index];
            let names = item_names(operation, name, &mut scopes, diagnostics);
            let mut method = methods::plan(self.types, operation, names, diagnostics);
            self.add_examples(operation, &mut method, site);
            resource.methods.push(method);
        }
        resource
    }

    fn method_names(
        &self,
        branch: &Branch,
        scopes: &mut FileScopes,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Ident> {
        let request = |named: &NamedOperation| {
            let operation = &self.types.api.operations[named.index];
            let (name, others) = named.names.split_first().expect("an operation has a name");
            let request = NameRequest::new(name.clone(), &operation.location);
            let others = others.iter().cloned();
            let request = others.fold(request, NameRequest::or);
            request.hint(operation.hints.name.as_deref())
        };
        let requests: Vec<NameRequest<'_>> = branch.operations.iter().map(request).collect();
        scopes.methods.claim_all(&requests, diagnostics)
    }

    fn add_examples(&self, operation: &Operation, method: &mut Method, site: CallSite<'_>) {
        method.example = self.examples.call(operation, method, site);
        if method.pagination.is_some() {
            let example = self.examples.pages(operation, method, site);
            if let Some(pagination) = &mut method.pagination {
                pagination.example = example;
            }
        }
    }

    /// Returns what the document says about the group of this name, or else a sentence of ours.
    fn docs(&self, branch: &Branch, resource: &Resource) -> Vec<String> {
        let description = self.groups.get(&branch.name).copied().flatten();
        let description = description.map(docs::clean).unwrap_or_default();
        if !description.is_empty() {
            return description;
        }
        let path: Vec<&str> = resource.path.iter().map(Ident::plain).collect();
        let path = docs::code(&path.join("."));
        if !branch.operations.is_empty() {
            return vec![format!("The operations of {path}.")];
        }
        let children: Vec<String> = resource
            .children
            .iter()
            .map(|child| docs::code(child.accessor.plain()))
            .collect();
        docs::wrap(&format!("Gives access to {}.", listed(&children)))
    }
}

fn request<'a>(name: &str, branch: &'a Branch) -> NameRequest<'a> {
    NameRequest {
        location: branch.location.as_ref(),
        ..NameRequest::internal(name.to_owned())
    }
}

/// Returns the request for the name of a resource's struct.
fn struct_request<'a>(branch: &'a Branch, parent: &Parent) -> NameRequest<'a> {
    let title = branch.title.as_str();
    if COMMON_TYPES.contains(&title) || title == CONSTRUCTOR_TYPE {
        return request(&part_name(title, "resource"), branch);
    }
    request(title, branch)
        .or(part_name(&parent.name, title))
        .or(part_name(title, "resource"))
}

/// Names the modules of resources after their accessors.
fn module_names(accessors: &[Ident], parent: &Parent, diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut scope = Scope::new(Case::Module, &["resources"]);
    // A module inside one of the same name is often a mistake, so clippy warns about it.
    if let Some(module) = &parent.module {
        scope.occupy(module);
    }
    let requests: Vec<NameRequest<'_>> = accessors
        .iter()
        .map(|accessor| {
            let name = accessor.plain();
            let longer = format!("{}_resource", name.trim_end_matches('_'));
            NameRequest::internal(name.to_lowercase()).or(longer)
        })
        .collect();
    scope.claim_all(&requests, diagnostics)
}

/// Names the items of a method: its call, its static, and those of its arguments, body and response.
fn item_names(
    operation: &Operation,
    name: Ident,
    scopes: &mut FileScopes,
    diagnostics: &mut Diagnostics,
) -> MethodNames {
    let own_words = words(name.plain());
    let builder = pascal(&own_words, "Call");
    let longer = part_name(&builder, "call");
    let request = if COMMON_TYPES.contains(&builder.as_str()) {
        NameRequest::internal(longer)
    } else {
        NameRequest::internal(builder).or(longer)
    };
    let builder = scopes.types.claim(request, diagnostics);
    let mut claim_item = |is_needed: bool, part: &str, alternative: &str| {
        is_needed.then(|| {
            let request = NameRequest::internal(part_name(builder.plain(), part));
            let request = request.or(part_name(builder.plain(), alternative));
            scopes.types.claim(request, diagnostics)
        })
    };
    let success = &operation.success;
    let has_several_responses = !success.alternatives.is_empty();
    let has_headers = !success.headers.is_empty();
    let response = ResponseNames {
        several: claim_item(has_several_responses, "response", "responses"),
        headers: claim_item(has_headers, "headers", "response headers"),
    };
    let has_many_arguments = argument_count(operation) > MAX_ARGUMENTS;
    let arguments = claim_item(has_many_arguments, "required", "arguments");
    let body = operation.body.as_ref();
    let has_several_contents = body.is_some_and(|body| body.contents.len() > 1);
    let body = claim_item(has_several_contents, "body", "content");
    let request = NameRequest::internal(constant(&own_words));
    let constant = scopes.statics.claim(request, diagnostics);
    let pagination = operation.pagination.as_ref().map(|_| {
        let request = NameRequest::internal(format!("{}_PAGES", constant.plain()));
        let request = request.or(format!("{}_PAGINATION", constant.plain()));
        scopes.statics.claim(request, diagnostics)
    });
    MethodNames {
        name,
        builder,
        constant,
        arguments,
        body,
        response,
        pagination,
    }
}

/// Returns how many arguments a method takes.
fn argument_count(operation: &Operation) -> usize {
    let required = |parameter: &&Parameter| {
        parameter.required || parameter.encoding.location_in == ParameterLocation::Path
    };
    let body = operation.body.iter().filter(|body| body.required).count();
    operation.parameters.iter().filter(required).count() + body
}

/// Returns a list as a sentence has it: `a`, `a and b`, `a, b and c`.
fn listed(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

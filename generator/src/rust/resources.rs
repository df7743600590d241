//! The tree of accessors, and where each operation stands in it.
//!
//! In: the operations of an API and their names (see `operation_names`). Out: the [`Resource`]s with their methods. Knows
//! nothing of types; what a method takes and gives is the business of `methods`.

use std::collections::HashMap;

use crate::api::{self, Operation, Parameter};
use crate::diagnostic::{Diagnostics, Location};

use super::answers::AnswerNames;
use super::docs;
use super::examples::Examples;
use super::methods::{self, MethodNames};
use super::model::{Method, Resource, TypeModule};
use super::names::{
    COMMON_TYPES, CONSTRUCTOR_TYPE, Case, Ident, Scope, Wish, constant, part_name, pascal, snake,
    words,
};
use super::operation_names::{self, OperationName};
use super::types::Types;

/// More arguments than this are taken as one struct: clippy counts seven with `self`.
const MOST_ARGUMENTS: usize = 6;

/// Methods that the client has already.
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

/// Methods that each resource has already.
const RESERVED_ON_RESOURCE: &[&str] = &["new", "clone", "default", "eq", "fmt"];

/// Statics that the file of a resource imports.
const RESERVED_STATICS: &[&str] = &["API", "SECURITY"];

/// A resource to be: the operations that stand here by their index, and what stands below.
#[derive(Debug, Default)]
struct Branch {
    /// The accessor before clashes are settled.
    name: String,
    /// The words of the accessor as a struct's name.
    title: String,
    operations: Vec<Placed>,
    children: Vec<usize>,
    location: Option<Location>,
}

/// An operation in its place.
#[derive(Debug)]
struct Placed {
    index: usize,
    /// What the method should be called, then what else would do.
    names: Vec<String>,
}

/// All branches; the first is the client itself.
#[derive(Debug)]
struct Tree {
    branches: Vec<Branch>,
    known: HashMap<(usize, String), usize>,
}

/// Plans the resources and their methods.
pub(super) fn plan(
    types: &Types<'_>,
    modules: &[TypeModule],
    library: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Resource> {
    let mut tree = Tree {
        branches: vec![Branch::default()],
        known: HashMap::new(),
    };
    let names = operation_names::name_all(types.api);
    for ((index, operation), name) in types.api.operations.iter().enumerate().zip(names) {
        tree.place(index, operation, &name);
    }
    let planner = Planner {
        types,
        tree: &tree,
        examples: Examples::new(types, modules, library),
    };
    let mut file = Scope::new(Case::Pascal, COMMON_TYPES);
    let mut methods = Scope::new(Case::Snake, RESERVED_ON_CLIENT);
    planner.children(0, &Above::default(), (&mut file, &mut methods), diagnostics)
}

impl Tree {
    fn place(&mut self, index: usize, operation: &Operation, place: &OperationName) {
        let mut at = 0;
        for accessor in &place.accessors {
            let name = snake(accessor);
            let key = (at, name.clone());
            at = match self.known.get(&key) {
                Some(branch) => *branch,
                None => {
                    let branch = self.branches.len();
                    self.branches.push(Branch {
                        name,
                        title: pascal(accessor, "Group"),
                        location: Some(operation.location.clone()),
                        ..Branch::default()
                    });
                    self.branches[at].children.push(branch);
                    self.known.insert(key, branch);
                    branch
                }
            };
        }
        self.branches[at].operations.push(Placed {
            index,
            names: place.names.iter().map(|name| snake(name)).collect(),
        });
    }
}

/// What stands above a resource.
#[derive(Clone, Default)]
struct Above {
    path: Vec<Ident>,
    /// The name of the struct above, empty at the top.
    name: String,
    modules: Vec<String>,
    /// The last of the modules.
    module: Option<Ident>,
}

struct Planner<'a> {
    types: &'a Types<'a>,
    tree: &'a Tree,
    examples: Examples<'a>,
}

impl Planner<'_> {
    /// Plans what stands below a branch. The depth is bounded by the longest path of accessors that a name has.
    fn children(
        &self,
        branch: usize,
        above: &Above,
        (file, methods): (&mut Scope, &mut Scope),
        diagnostics: &mut Diagnostics,
    ) -> Vec<Resource> {
        let children: Vec<&Branch> = self.tree.branches[branch]
            .children
            .iter()
            .map(|child| &self.tree.branches[*child])
            .collect();
        let accessors: Vec<Wish<'_>> = children
            .iter()
            .map(|child| wish(&child.name, child))
            .collect();
        let accessors = methods.claim_all(&accessors, diagnostics);
        let titles: Vec<Wish<'_>> = children
            .iter()
            .map(|child| match is_taken(&child.title) {
                true => wish(&part_name(&child.title, "resource"), child),
                false => wish(&child.title, child)
                    .or(part_name(&above.name, &child.title))
                    .or(part_name(&child.title, "resource")),
            })
            .collect();
        let names = file.claim_all(&titles, diagnostics);
        // A module in one of the same name is a mistake more often than not, and clippy says so.
        let mut modules = Scope::new(Case::Module, &["resources"]);
        if let Some(module) = &above.module {
            modules.occupy(module);
        }
        let wishes: Vec<Wish<'_>> = accessors
            .iter()
            .map(|accessor| {
                let name = accessor.plain();
                let longer = format!("{}_resource", name.trim_end_matches('_'));
                Wish::own(name.to_ascii_lowercase()).or(longer)
            })
            .collect();
        let modules = modules.claim_all(&wishes, diagnostics);
        let named = accessors.into_iter().zip(names).zip(modules);
        let indices = self.tree.branches[branch].children.iter();
        indices
            .zip(named)
            .map(|(index, ((accessor, name), module))| {
                let mut path = above.path.clone();
                path.push(accessor.clone());
                self.resource(
                    *index,
                    above,
                    Resource {
                        accessor,
                        module,
                        name,
                        docs: Vec::new(),
                        path,
                        methods: Vec::new(),
                        children: Vec::new(),
                    },
                    diagnostics,
                )
            })
            .collect()
    }

    /// Fills a resource whose names are settled.
    fn resource(
        &self,
        index: usize,
        above: &Above,
        mut resource: Resource,
        diagnostics: &mut Diagnostics,
    ) -> Resource {
        let branch = &self.tree.branches[index];
        let mut file = Scope::new(Case::Pascal, COMMON_TYPES);
        file.occupy(&resource.name);
        let mut methods = Scope::new(Case::Snake, RESERVED_ON_RESOURCE);
        let above = Above {
            path: resource.path.clone(),
            name: resource.name.plain().to_owned(),
            modules: [
                above.modules.as_slice(),
                &[resource.module.plain().to_owned()],
            ]
            .concat(),
            module: Some(resource.module.clone()),
        };
        resource.children = self.children(index, &above, (&mut file, &mut methods), diagnostics);
        resource.docs = self.docs(branch, &resource);

        let operations = &self.types.api.operations;
        let wishes: Vec<Wish<'_>> = branch
            .operations
            .iter()
            .map(|placed| {
                let operation = &operations[placed.index];
                let (name, others) = placed.names.split_first().expect("an operation has a name");
                let wish = Wish::new(name.clone(), &operation.location);
                let wish = others
                    .iter()
                    .fold(wish, |wish, other| wish.or(other.clone()));
                wish.hint(operation.rust_name.as_deref())
            })
            .collect();
        let names = methods.claim_all(&wishes, diagnostics);
        let mut statics = Scope::new(Case::Constant, RESERVED_STATICS);
        for (placed, name) in branch.operations.iter().zip(names) {
            let own_words = words(name.plain());
            let builder = pascal(&own_words, "Call");
            let builder = match COMMON_TYPES.contains(&builder.as_str()) {
                true => Wish::own(part_name(&builder, "call")),
                false => Wish::own(builder.clone()).or(part_name(&builder, "call")),
            };
            let builder = file.claim(builder, diagnostics);
            let arguments = Wish::own(part_name(builder.plain(), "required"))
                .or(part_name(builder.plain(), "arguments"));
            let several = operations[placed.index]
                .body
                .as_ref()
                .is_some_and(|body| body.contents.len() > 1);
            let body = Wish::own(part_name(builder.plain(), "body"))
                .or(part_name(builder.plain(), "content"));
            let many = argument_count(&operations[placed.index]) > MOST_ARGUMENTS;
            let success = &operations[placed.index].success;
            let answer = AnswerNames {
                several: (!success.alternatives.is_empty()).then(|| {
                    let wish = Wish::own(part_name(builder.plain(), "answer"));
                    file.claim(wish.or(part_name(builder.plain(), "answers")), diagnostics)
                }),
                headers: (!success.headers.is_empty()).then(|| {
                    let wish = Wish::own(part_name(builder.plain(), "headers"));
                    file.claim(
                        wish.or(part_name(builder.plain(), "answer headers")),
                        diagnostics,
                    )
                }),
            };
            let static_name = statics.claim(Wish::own(constant(&own_words)), diagnostics);
            let pages = operations[placed.index].pagination.as_ref().map(|_| {
                let wish = Wish::own(format!("{}_PAGES", static_name.plain()));
                let other = format!("{}_PAGINATION", static_name.plain());
                statics.claim(wish.or(other), diagnostics)
            });
            let names = MethodNames {
                answer,
                pagination: pages,
                arguments: many.then(|| file.claim(arguments, diagnostics)),
                body: several.then(|| file.claim(body, diagnostics)),
                builder,
                constant: static_name,
                name,
            };
            let method = methods::plan(self.types, &operations[placed.index], names, diagnostics);
            let place = (resource.path.as_slice(), above.modules.as_slice());
            let method = self.with_examples(&operations[placed.index], method, place);
            resource.methods.push(method);
        }
        resource
    }

    /// Returns a method with its examples.
    fn with_examples(
        &self,
        operation: &Operation,
        mut method: Method,
        place: (&[Ident], &[String]),
    ) -> Method {
        method.example = self.examples.of(operation, &method, place);
        let pages = method
            .pagination
            .is_some()
            .then(|| self.examples.of_pages(operation, &method, place));
        if let (Some(pagination), Some(example)) = (&mut method.pagination, pages) {
            pagination.example = example;
        }
        method
    }

    /// Returns what the document says of the group of this name, or else a sentence of ours.
    fn docs(&self, branch: &Branch, resource: &Resource) -> Vec<String> {
        let group = self
            .types
            .api
            .groups
            .iter()
            .find(|(name, _)| snake(&words(name)) == branch.name);
        let described = group
            .and_then(|(_, description)| description.as_deref())
            .map(docs::clean)
            .unwrap_or_default();
        if !described.is_empty() {
            return described;
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

/// Returns a list as a sentence has it: `a`, `a and b`, `a, b and c`.
fn listed(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Returns how many arguments a method takes.
fn argument_count(operation: &Operation) -> usize {
    let required = |parameter: &&Parameter| {
        parameter.required || parameter.encoding.location_in == api::ParameterLocation::Path
    };
    let body = operation.body.iter().filter(|body| body.required).count();
    operation.parameters.iter().filter(required).count() + body
}

/// Returns whether a struct of a resource cannot have this name.
fn is_taken(name: &str) -> bool {
    COMMON_TYPES.contains(&name) || name == CONSTRUCTOR_TYPE
}

fn wish<'a>(name: &str, branch: &'a Branch) -> Wish<'a> {
    Wish {
        location: branch.location.as_ref(),
        ..Wish::own(name.to_owned())
    }
}

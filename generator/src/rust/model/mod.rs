//! The crate to emit: every name, type, module, box, attribute and line of documentation is decided here.
//!
//! In: nothing. Out: the plain data that `plan` makes and `emit` writes; emitting it cannot fail. Knows nothing of OpenAPI, and
//! imports no other part of this stage. Wire names and documented values are plain strings and only ever become literals.
//!
//! * `ident`: identifiers
//! * `ty`: Rust types
//! * `items`: structs, enums, aliases, and the modules that hold them
//! * `unions`: enums whose variants hold values, and how values are matched to variants
//! * `checks`: what `validate` checks
//! * `methods`: resources and methods
//! * `parameters`: what methods take
//! * `responses`: what methods return
//! * `pagination`: how the pages of a method follow each other
//! * `client`: base URLs and credentials
//! * `features`: cargo features, and which types refer to which

mod checks;
mod client;
mod features;
mod ident;
mod items;
mod methods;
mod pagination;
mod parameters;
mod responses;
mod ty;
mod unions;

pub use checks::{Checks, IntegerChecks, NumberChecks};
pub use client::{ClientPlan, CredentialPlan, ExchangePlan};
pub use features::{ALL_RESOURCES, Features, ResourceFeature, TypeGroup};
pub use ident::Ident;
pub use items::{
    Additional, Alias, Constant, Constructor, Enum, EnumVariant, Field, Item, Presence, Struct,
    TypeModule,
};
pub use methods::{Method, Resource};
pub use pagination::PaginationPlan;
pub use parameters::{BodyPlan, ContentPlan, Parameter, PathPiece};
pub use responses::{
    HeaderField, RawForms, Response, ResponseEnum, ResponseHeaders, ResponseVariant, ResponseView,
};
pub use ty::Ty;
pub use unions::{ObjectShape, Tag, Union, UnionVariant, WireShape};

/// A whole client crate.
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package name, such as `cloudflare-stream`.
    pub package: String,
    /// The library name, such as `cloudflare_stream`.
    pub library: String,
    /// The title of the API, or a replacement; one line of plain text.
    pub title: String,
    /// The API's version.
    pub api_version: String,
    /// Cleaned documentation of the crate, a line each.
    pub docs: Vec<String>,
    /// The configuration of the client.
    pub client: ClientPlan,
    /// One module for each named component and what belongs to it, in document order.
    pub types: Vec<TypeModule>,
    /// The top-level resources, in the order of their first operations.
    pub resources: Vec<Resource>,
    /// Documentation of the errors that most methods have, a line each; empty if most differ.
    pub errors: Vec<String>,
    /// The cargo features that enable resources; `None` if all are always compiled.
    pub features: Option<Features>,
    /// The optional parts of the runtime that the crate needs.
    pub needs: Needs,
    /// The `recursion_limit` of the crate, if it needs more than the compiler's default.
    pub recursion_limit: Option<u32>,
}

impl Crate {
    /// Returns a line for each operation, separated by tabs: id, HTTP method, path, and the call in Rust.
    pub fn names_table(&self) -> String {
        fn add(resource: &Resource, lines: &mut String) {
            let path: Vec<&str> = resource.path.iter().map(Ident::as_str).collect();
            for method in &resource.methods {
                let Method {
                    id,
                    http_method,
                    path_template,
                    name,
                    ..
                } = method;
                let path = path.join("().");
                lines.push_str(&format!(
                    "{id}\t{http_method}\t{path_template}\t{path}().{}\n",
                    name.as_str()
                ));
            }
            for child in &resource.children {
                add(child, lines);
            }
        }
        let mut lines = String::new();
        for resource in &self.resources {
            add(resource, &mut lines);
        }
        lines
    }
}

/// The optional parts of the runtime, and packages, that a crate needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Whether a date-time or date occurs as a type.
    pub jiff: bool,
}

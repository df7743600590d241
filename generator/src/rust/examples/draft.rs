//! An example that is being made: where its values come from, and what it imports.

use std::collections::{BTreeSet, HashMap};

use crate::api::{Bound, Node, TypeId};

use super::super::model::{Ident, Item, Tag, TypeModule};
use super::super::names::reserved::is_common_type;
use super::super::types::rust_types::Types;

/// Where examples take their types and values from.
pub(in crate::rust) struct Examples<'a> {
    pub(super) types: &'a Types<'a>,
    pub(super) items: HashMap<&'a str, (TypeId, &'a Item)>,
    pub(super) library: &'a str,
}

/// How a value is passed.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Passing {
    /// To an argument, which takes a reference.
    ByReference,
    /// To a setter, `new` or an optional parameter, which take a value and convert it.
    ByValue,
    /// As a value of the exact type.
    Exact,
}

/// What the API says about a value.
#[derive(Clone, Copy)]
pub(super) struct ValueSource<'a> {
    /// Its type in the API.
    pub(super) id: Option<TypeId>,
    /// The document's example.
    pub(super) example: Option<&'a Node>,
    /// The name of what it is for: a string without an example is this name.
    pub(super) name: &'a str,
}

/// The member that distinguishes a struct from the other variants of a union, and its values.
#[derive(Clone, Copy)]
pub(super) struct TagMember<'a> {
    pub(super) name: &'a str,
    pub(super) tag: &'a Tag,
}

/// An example that is being made.
pub(super) struct Draft<'a> {
    pub(super) examples: &'a Examples<'a>,
    pub(super) imports: BTreeSet<String>,
    /// The structs and unions around the current value.
    pub(super) open: Vec<&'a str>,
    /// The tag of the next struct, if it is the value of a variant.
    pub(super) tag: Option<TagMember<'a>>,
    /// How many values the example has so far.
    pub(super) values: usize,
}

impl<'a> Examples<'a> {
    /// Returns the source of examples.
    pub(in crate::rust) fn new(
        types: &'a Types<'a>,
        modules: &'a [TypeModule],
        library: &'a str,
    ) -> Self {
        let planned: HashMap<&str, &Item> = modules
            .iter()
            .flat_map(|module| &module.items)
            .map(|item| (item.name().as_str(), item))
            .collect();
        let items = types
            .names
            .items()
            .filter_map(|(id, name)| Some((name.as_str(), (id, *planned.get(name.as_str())?))))
            .collect();
        Self {
            types,
            items,
            library,
        }
    }

    pub(super) fn draft(&'a self) -> Draft<'a> {
        Draft {
            examples: self,
            imports: BTreeSet::new(),
            open: Vec::new(),
            tag: None,
            values: 0,
        }
    }
}

impl<'a> Draft<'a> {
    /// Adds an import, as a path in the library.
    pub(super) fn import(&mut self, path: impl Into<String>) {
        self.imports.insert(path.into());
    }

    /// Returns the name of an item, imported unless it would shadow a common one.
    pub(super) fn type_path(&mut self, name: &Ident) -> String {
        if is_common_type(name.as_str()) {
            return format!("{}::types::{}", self.examples.library, name.as_str());
        }
        self.import(format!("types::{}", name.as_str()));
        name.as_str().to_owned()
    }

    /// Returns the `use` lines, one for each module.
    pub(super) fn uses(&self) -> Vec<String> {
        let mut modules: Vec<(&str, Vec<&str>)> = Vec::new();
        for path in &self.imports {
            let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
            match modules.last_mut() {
                Some((last, names)) if *last == module => names.push(name),
                _ => modules.push((module, vec![name])),
            }
        }
        let library = self.examples.library;
        let mut lines: Vec<String> = modules
            .into_iter()
            .map(|(module, names)| {
                let module = if module.is_empty() {
                    library.to_owned()
                } else {
                    format!("{library}::{module}")
                };
                match names.as_slice() {
                    [name] => format!("use {module}::{name};"),
                    names => format!("use {module}::{{{}}};", names.join(", ")),
                }
            })
            .collect();
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    /// Returns the document's example of a type, or its default.
    pub(super) fn type_example(&self, id: Option<TypeId>) -> Option<&'a Node> {
        let docs = &self.examples.types.api.get(id?).docs;
        docs.example.as_ref().or(docs.default.as_ref())
    }

    /// Returns the minimum of a number's type.
    pub(super) fn minimum(&self, id: Option<TypeId>) -> Option<Node> {
        match self.examples.types.api.get(id?).constraints.minimum? {
            Bound::Integer(minimum) => Some(Node::Integer(minimum)),
            Bound::Float(minimum) => Some(Node::Float(minimum)),
        }
    }
}

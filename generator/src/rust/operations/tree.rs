//! The tree of accessors before its names are valid: which operations and resources are below which accessor.
//!
//! In: the operations of an API and their names (see `names::operations`). Out: a [`Tree`] of [`Branch`]es.

use std::collections::HashMap;

use crate::api::Api;
use crate::diagnostic::Location;

use super::super::names::case::{pascal, snake};
use super::super::names::operations::{OperationName, name_operations};

/// A resource: the operations that belong to it, and the resources below it.
#[derive(Debug, Default)]
pub(super) struct Branch {
    /// The requested name of the accessor.
    pub(super) name: String,
    /// The requested name of the struct.
    pub(super) title: String,
    pub(super) operations: Vec<NamedOperation>,
    /// The indices of the branches below.
    pub(super) children: Vec<usize>,
    pub(super) location: Option<Location>,
}

/// An operation and its requested names.
#[derive(Debug)]
pub(super) struct NamedOperation {
    /// The index in [`Api::operations`].
    pub(super) index: usize,
    /// The name of the method, then alternatives.
    pub(super) names: Vec<String>,
}

/// All branches; the first is the client itself.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) branches: Vec<Branch>,
    /// The branch below another one that has this accessor.
    by_accessor: HashMap<(usize, String), usize>,
}

impl Tree {
    /// Adds each operation at the end of its path of accessors.
    pub(super) fn new(api: &Api) -> Self {
        let mut tree = Self {
            branches: vec![Branch::default()],
            by_accessor: HashMap::new(),
        };
        let operations = api.operations.iter().zip(name_operations(api)).enumerate();
        for (index, (operation, name)) in operations {
            tree.add(index, &operation.location, &name);
        }
        tree
    }

    fn add(&mut self, index: usize, location: &Location, name: &OperationName) {
        let mut at = 0;
        for accessor in &name.accessors {
            at = self.child(at, accessor, location);
        }
        self.branches[at].operations.push(NamedOperation {
            index,
            names: name.names.iter().map(|name| snake(name)).collect(),
        });
    }

    /// Returns the branch below another one that has this accessor.
    fn child(&mut self, parent: usize, accessor: &[String], location: &Location) -> usize {
        let name = snake(accessor);
        let next = self.branches.len();
        let child = *self
            .by_accessor
            .entry((parent, name.clone()))
            .or_insert(next);
        if child == next {
            self.branches.push(Branch {
                name,
                title: pascal(accessor, "Group"),
                location: Some(location.clone()),
                ..Branch::default()
            });
            self.branches[parent].children.push(child);
        }
        child
    }
}

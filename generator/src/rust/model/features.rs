//! Which parts of a crate are compiled with which cargo feature.

use super::ident::Ident;

/// The feature that enables all others of [`Features`], and types that none of them needs.
pub const ALL_RESOURCES: &str = "all-resources";

/// The cargo features that enable resources, and the types that only they use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// The feature of each top-level resource, in their order.
    pub resources: Vec<ResourceFeature>,
    /// The feature of the types of webhooks, if there are any.
    pub webhooks: Option<String>,
    /// The type modules that are always compiled: indices of `Crate::types`.
    pub common: Vec<usize>,
    /// The other type modules.
    pub groups: Vec<TypeGroup>,
}

impl Features {
    /// Returns the feature of the top-level resource with this accessor.
    pub fn for_accessor(&self, accessor: &Ident) -> Option<&str> {
        let mut resources = self.resources.iter();
        resources
            .find(|resource| resource.accessor == *accessor)
            .map(|resource| resource.name.as_str())
    }

    /// Returns the names of all features except [`ALL_RESOURCES`].
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let resources = self.resources.iter().map(|resource| resource.name.as_str());
        resources.chain(self.webhooks.as_deref())
    }
}

/// The feature of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceFeature {
    /// The accessor of the resource.
    pub accessor: Ident,
    /// The name, such as `live-inputs`.
    pub name: String,
}

/// Type modules that are compiled with the same features.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeGroup {
    /// The module around them, such as `for_live_inputs`.
    pub module: Ident,
    /// The features, sorted: any of them enables the types.
    pub features: Vec<String>,
    /// Indices of `Crate::types`.
    pub types: Vec<usize>,
}

//! Which parts of a crate are compiled with which cargo feature, and what refers to what.

use super::ident::Ident;

/// The feature that turns on all others of [`Features`], and types that none of them needs.
pub const ALL_RESOURCES: &str = "all-resources";

/// The cargo features by which resources, and the types that they alone reach, are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// The feature of each resource at the top, in their order.
    pub resources: Vec<ResourceFeature>,
    /// The feature of the types of what the service sends by itself, where there are any.
    pub webhooks: Option<String>,
    /// The type modules that are always compiled: indices of [`Crate::types`](super::Crate::types).
    pub common: Vec<usize>,
    /// The other type modules.
    pub groups: Vec<TypeGroup>,
}

impl Features {
    /// Returns the feature of the resource at the top that has this accessor.
    pub fn for_accessor(&self, accessor: &Ident) -> Option<&str> {
        let mut resources = self.resources.iter();
        resources
            .find(|resource| resource.accessor == *accessor)
            .map(|resource| resource.name.as_str())
    }

    /// Returns the names of all features but [`ALL_RESOURCES`].
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
    /// The features, sorted: any of them is enough.
    pub features: Vec<String>,
    /// Indices of [`Crate::types`](super::Crate::types).
    pub types: Vec<usize>,
}

//! Which parts of a crate are compiled with which cargo feature, and what refers to what.
//!
//! Part of the [`Crate`](super::Crate), and like it made by [`plan`](crate::rust::plan) alone.

use super::{Constant, Ident, Item, Method, Ty};

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

impl Item {
    /// Returns the types that stand in an item.
    pub fn types(&self) -> Vec<&Ty> {
        match self {
            Item::Struct(item) => {
                let additional = item.additional.iter().map(|additional| &additional.value);
                let fields = item.fields.iter().map(|field| &field.ty);
                fields.chain(additional).collect()
            }
            Item::Alias(item) => vec![&item.ty],
            Item::Union(item) => item.variants.iter().map(|variant| &variant.ty).collect(),
            Item::Enum(_) => Vec::new(),
        }
    }

    /// Returns the items that an item does not compile without.
    pub fn needs(&self) -> impl Iterator<Item = &Ident> {
        let (constants, form) = match self {
            Item::Struct(item) => {
                let constants = item.fields.iter().map(|field| match &field.constant {
                    Some(Constant::Variant(item, _)) => Some(item),
                    _ => None,
                });
                (constants.collect(), item.response_form.as_ref())
            }
            Item::Union(item) => (Vec::new(), item.response_form.as_ref()),
            Item::Enum(_) | Item::Alias(_) => (Vec::new(), None),
        };
        let named = self.types().into_iter().filter_map(Ty::named);
        named.chain(constants.into_iter().flatten()).chain(form)
    }
}

impl Method {
    /// Returns the types of all that a method takes and gives.
    pub fn types(&self) -> impl Iterator<Item = &Ty> {
        let parameters = self.required.iter().chain(&self.optional);
        let contents = self.body.iter().flat_map(|body| &body.contents);
        (parameters.map(|parameter| &parameter.ty))
            .chain(contents.map(|content| &content.ty))
            .chain(self.response.types())
            .chain(&self.failures)
    }
}

impl Ty {
    /// Returns the item that a type is made of, if there is one.
    pub fn named(&self) -> Option<&Ident> {
        let mut ty = self;
        loop {
            ty = match ty {
                Ty::Vec(inner) | Ty::Map(inner) | Ty::Option(inner) | Ty::Box(inner) => inner,
                Ty::Item(name) => return Some(name),
                _ => return None,
            };
        }
    }
}

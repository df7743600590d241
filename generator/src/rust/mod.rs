//! What the API is in Rust: every name, type, module, box and attribute decided.
//!
//! In: an [`Api`](crate::api::Api). Out: a [`Crate`]. Knows nothing of OpenAPI, of tokens or of the disk.

mod bodies;
mod boxes;
mod checks;
mod constants;
mod credentials;
mod depth;
mod docs;
mod examples;
mod features;
mod fields;
mod methods;
mod model;
mod names;
mod nested_conditions;
mod operation_names;
mod packages;
mod pagination;
mod plan;
mod resources;
mod responses;
mod type_names;
mod types;
mod unions;
mod variant_names;
mod webhooks;
mod wire_shapes;

pub use crate::api::{
    Advance, BodyEncoding, Envelope, HeaderForm, Node, PageSize, PageSource, ParameterEncoding,
    Part, Place, Placement, StatusRange, Style, SuccessEncoding,
};
pub(crate) use docs::code;
#[cfg(test)]
pub(crate) use features::RESERVED_FEATURES;
pub use features::{MANY_OPERATIONS, MOST_FEATURES, ResourceFeatures};
pub use model::*;
pub use names::{Ident, is_common_type};
pub use plan::{PlanOptions, plan};
pub use types::rust_types;
